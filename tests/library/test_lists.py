"""A neuron on plain lists, where NumPy is not installed, beside the same neuron on arrays."""

import math
import pickle
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gdmath import (
    DomainError,
    GdmathError,
    InputError,
    Neuron,
    Piecewise,
    binary_cross_entropy,
    check_gradient,
    gradient_descent,
    log,
    mean_squared_error,
    relu,
    sigmoid,
    symbols,
    tanh,
)
from gdmath.datasets import load_columns
from gdmath.descent.drawing import permutations
from gdmath.neuron import linear

CELLS = load_columns()
AREAS = [[area] for area in CELLS["mean_area"]]
PAIRS = [[*pair] for pair in zip(CELLS["mean_area"], CELLS["mean_texture"], strict=True)]
LABELS = CELLS["is_cancerous"]
SOFT = [0.25 + label / 2 for label in LABELS]
Made = Callable[..., Neuron]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """What makes a neuron where NumPy is not installed."""

    def make(*args: Any, **options: Any) -> Neuron:
        with monkeypatch.context() as bare:
            bare.setitem(sys.modules, "numpy", None)
            return Neuron(*args, **options)

    return make


def bent(z: Any) -> Any:
    """An activation with pieces."""
    return Piecewise((z, z > 0), (z / 4, True))


def near(found: Any, expected: Any, size: float = 1.0) -> bool:
    """Whether numbers agree to a few units of the last digit of numbers of a size."""
    return bool(np.all(np.abs(np.asarray(found) - np.asarray(expected)) <= 4e-15 * (size + np.abs(expected))))


CASES = [
    ([2.0], -1.0, sigmoid, binary_cross_entropy, AREAS, LABELS),
    ([2.0], None, sigmoid, binary_cross_entropy, AREAS, SOFT),
    ([2.0], -1.0, linear, mean_squared_error, AREAS, LABELS),
    ([0.5, -0.05], 0.25, sigmoid, binary_cross_entropy, PAIRS, LABELS),
    ([0.5, -0.05], 0.25, tanh, mean_squared_error, PAIRS, SOFT),
    (0.75, -0.5, bent, mean_squared_error, AREAS, LABELS),
]


@pytest.mark.parametrize(("weights", "bias", "activation", "cost", "X", "y"), CASES)
def test_numbers_are_those_of_arrays(  # noqa: PLR0917  one case
    weights: Any, bias: Any, activation: Any, cost: Any, X: Any, y: Any, made: Made
) -> None:
    """Activations, costs and gradients agree to the last digits, and what is said of each row is the same."""
    on_lists, on_arrays = made(weights, bias, activation, cost), Neuron(weights, bias, activation, cost)
    assert isinstance(on_lists.linear(X), list)
    assert near(on_lists.linear(X), on_arrays.linear(X))
    assert near(on_lists.forward(X), on_arrays.forward(X))
    assert on_lists.forward(X[0]) == on_lists.forward(X)[0]
    (J, slopes), (expected, gradient) = on_lists.cost_and_gradient(X, y), on_arrays.cost_and_gradient(X, y)
    size = max(map(max, X))
    assert near(J, expected)
    assert near(slopes, gradient, size)
    assert (on_lists.cost(X, y), on_lists.gradient(X, y)) == (J, slopes)
    objective: Any
    objective, array_objective = on_lists.objective(X, y), on_arrays.objective(X, y)
    assert len(objective) == len(array_objective) == 569
    start = [0.1] * len(on_lists.names)
    assert near(objective(start)[0], array_objective(np.array(start))[0])
    assert near(objective(start)[1], array_objective(np.array(start))[1], size)
    if y is LABELS:
        assert near(on_lists.score(X, y), on_arrays.score(X, y))
    if activation is sigmoid:
        assert on_lists.predict(X) == on_arrays.predict(X).tolist()
        assert [on_lists.predict(row) for row in X] == on_lists.predict(X)
        assert near(on_lists.predict_proba(X), on_arrays.predict_proba(X))
        assert on_lists.predict_proba(X[0]) == on_lists.predict_proba(X)[0]
    else:
        assert on_lists.predict(X) == on_lists.forward(X)


def test_one_feature_has_the_bits_of_arrays(made: Made) -> None:
    """The linear part of one feature is the same to the last bit, and so is the squared error."""
    on_lists, on_arrays = (make([1.7], -0.9, linear, mean_squared_error) for make in (made, Neuron))
    assert on_lists.linear(AREAS) == on_arrays.linear(AREAS).tolist()
    assert on_lists.cost(AREAS, LABELS) == float(on_arrays.cost(AREAS, LABELS))


def test_it_is_the_same_neuron(made: Made) -> None:
    """Names, repr, equality, hash and pickles are those of the neuron on arrays; parameters are a tuple."""
    on_lists, on_arrays = made([1, 2.5], bias=-3), Neuron([1, 2.5], bias=-3)
    numbers: Any = on_lists.parameters, on_lists.weights, on_lists.bias
    assert numbers == ((1.0, 2.5, -3.0), (1.0, 2.5), -3.0)
    assert (on_lists, repr(on_lists), on_lists.names) == (on_arrays, repr(on_arrays), on_arrays.names)
    assert hash(on_lists) == hash(on_arrays)
    assert pickle.loads(pickle.dumps(on_lists)) == on_lists
    assert made(2).parameters == (2.0,)
    assert str(on_lists.formula()) == "w1*x1 + w2*x2 + b"
    assert list(on_lists.derivation()) == list(on_arrays.derivation())


def test_arrays_that_come_later_are_read(made: Made) -> None:
    """Who loads NumPy after a neuron was made may hand it arrays; it answers in lists."""
    neuron, X, y = made([2.0], -1.0), np.array(AREAS), np.array(LABELS)
    assert neuron.forward(X) == neuron.forward(AREAS)
    assert neuron.forward(X[0]) == neuron.forward(AREAS[0])
    assert neuron.cost_and_gradient(X, y) == neuron.cost_and_gradient(AREAS, LABELS)
    objective: Any = neuron.objective(AREAS, LABELS)
    assert neuron.objective(X, y)(np.array([1.0, 0.0])) == objective([1.0, 0.0])


def test_other_parameters(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A neuron with other parameters is made of a list, and refused where they do not fit."""
    neuron = made([1.0], bias=0.0)
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert neuron.with_parameters([2.0, -1.0]).parameters == (2.0, -1.0)
    for wrong in ([1.0], 1.0):
        with pytest.raises(InputError, match=r"because it has 2: w, b\. Pass one number for each, in this order\.$"):
            neuron.with_parameters(wrong)


@pytest.mark.parametrize(
    ("X", "y", "start"),
    [(AREAS[:60], LABELS[:60], ([1.0], 0.0)), (PAIRS[:60], LABELS[:60], ([0.1, 0.1], None))],
    ids=["one feature", "two features"],
)
@pytest.mark.parametrize(("activation", "cost"), [(sigmoid, binary_cross_entropy), (linear, mean_squared_error)])
def test_descent_is_that_of_arrays(  # noqa: PLR0917  one case
    X: Any, y: Any, start: Any, activation: Any, cost: Any, made: Made
) -> None:
    """A descent on lists takes the steps of one on arrays, and its History is one of tuples."""
    options: Any = {"learning_rate": 0.001, "max_steps": 50}
    found = gradient_descent(made(*start, activation, cost), X, y, **options)
    expected = gradient_descent(Neuron(start[0], start[1], activation, cost), X, y, **options)
    assert (len(found), found.status, found.names) == (len(expected), expected.status, expected.names)
    assert np.allclose(np.array(found.parameters), expected.parameters, rtol=1e-12, atol=1e-13)
    assert np.allclose(np.array(found.cost), expected.cost, rtol=1e-12)
    assert repr(found) == repr(expected)
    assert isinstance(found.parameters[0], tuple)


def test_descent_that_diverges_says_so(made: Made) -> None:
    """Where a number on the way is infinite, the descent has diverged, as on arrays."""
    neuron = made([1.0], 0.0, linear, mean_squared_error)
    found = gradient_descent(neuron, [[1e150], [2.0]], [0.0, 1.0], 1e9, divergence_limit=1e305, on_divergence="mark")
    assert found.status == "diverged"


def test_batches_are_those_of_numpy(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mini-batches take the same rows in the same order."""
    options: Any = {"learning_rate": 0.05, "max_steps": 60, "batch_size": 100, "seed": 3}
    expected = gradient_descent(Neuron([1.0], 0.0), AREAS, LABELS, **options)
    neuron = made([1.0], 0.0)
    monkeypatch.setitem(sys.modules, "numpy", None)
    found = gradient_descent(neuron, AREAS, LABELS, **options)
    soft = gradient_descent(neuron, AREAS[:9], SOFT[:9], 0.1, max_steps=5, batch_size=9)
    monkeypatch.undo()
    assert np.allclose(np.array(found.parameters), expected.parameters, rtol=1e-12)
    assert (repr(found), found.reason, soft.steps) == (repr(expected), expected.reason, 5)


@pytest.mark.parametrize("seed", [0, 1, 42, 2**31, 2**32 + 5, 2**64 + 3, 2**130 + 9, 10**40])
def test_permutations_are_those_of_numpy(seed: int) -> None:
    """For seeds of any size and any count the permutations are NumPy's, one after the other."""
    for count in (1, 2, 3, 5, 8, 33, 256, 569):
        draw, found = np.random.default_rng(seed), permutations(seed, count)
        for _ in range(3):
            assert next(found) == draw.permutation(count).tolist()


def test_gradient_is_checked_on_all_rows(made: Made) -> None:
    """check_gradient takes a neuron on lists, and gives what it gives for arrays."""
    X, y = AREAS[:5], LABELS[:5]
    found, expected = (check_gradient(make([2.0], -1.0), X, y) for make in (made, Neuron))
    assert found.place == expected.place
    for name, row in found.values.items():
        assert list(row) == list(expected.values[name])
        assert near([*row.values()], [*expected.values[name].values()])


def test_sums_that_are_too_large_where_the_mean_is_not(made: Made) -> None:
    """The mean of costs whose sum no float holds is found all the same; a mean that is too large is refused."""
    on_lists, on_arrays = (make([1.0], None, linear, mean_squared_error) for make in (made, Neuron))
    rows, labels = [[1e-3], [1e-3]], [1.2e154, 1.2e154]
    assert on_lists.cost(rows, labels) == pytest.approx(float(on_arrays.cost(rows, labels)))
    for neuron in (on_lists, on_arrays):
        with pytest.raises(DomainError, match=r"or its gradient is not finite\. Scale the features"):
            neuron.cost_and_gradient([[1e160], [1e160]], [0.0, 0.0])


def test_a_linear_part_that_is_too_large_is_refused(made: Made) -> None:
    """As on arrays, in the same words: a product, a sum, or the difference of what is infinite."""
    for weights, row in (([1e200, 1.0], [1e200, 1.0]), ([1.0, 1.0], [1.7e308] * 2), ([1e200, -1e200], [1e200] * 2)):
        told = []
        for make in (made, Neuron):
            with pytest.raises(DomainError) as error:
                make(weights).linear([row])
            told.append(str(error.value))
        assert told[0] == told[1]


x1 = symbols("x1")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda make: make("abc"), "^Cannot use 'abc' as parameters, because they are not plain numbers"),
        (lambda make: make([[1.0]]), r"^Cannot use \[\[1.0\]\] as parameters, because they are not plain numbers"),
        (lambda make: make([x1]), "^Cannot use .* as parameters, because they are not plain numbers"),
        (lambda make: make([math.nan]), r"^Cannot use \[nan\] as parameters, because not all of them are finite"),
        (lambda make: make(math.inf), r"^Cannot use inf as parameters, because not all of them are finite"),
        (
            lambda make: make([]),
            r"^Cannot make a neuron with weights=\[\], because its weights are not of shape",
        ),
        (lambda make: make([1.0]).forward([1.0, 2.0]), r"features of shape \(2,\), because a row needs 1 of them"),
        (lambda make: make([1.0]).forward([]), r"features of shape \(0,\), because a row needs 1 of them"),
        (lambda make: make([1.0]).forward({1.0}), r"with features of shape \(\), because a row needs 1 of them"),
        (lambda make: make([1.0]).forward(1.0), r"features of shape \(\), because a row needs 1 of them"),
        (lambda make: make([1.0]).forward([[[1.0]]]), r"features of shape \(1, 1, 1\), .*\[\[x\] for x in X\]\.$"),
        (
            lambda make: make([1.0]).forward([[1.0], [1.0, 2.0]]),
            "^Cannot use X, because its rows are not of one",
        ),
        (lambda make: make([1.0]).forward([["a"]]), "^Cannot use X, because it is not numbers"),
        (
            lambda make: make([1.0]).forward([[math.nan]]),
            "^Cannot use X, because it holds a value that is not",
        ),
        (lambda make: make([1.0]).cost([[1.0]], [1.0, 0.0]), r"shape \(1, 1\) with labels of shape \(2,\)"),
        (lambda make: make([1.0]).cost([1.0], [1.0]), r"shape \(1,\) with labels of shape \(1,\)"),
        (lambda make: make([1.0]).cost([[1.0]], [2.0]), "^Cannot take the cross-entropy with the label 2.0"),
        (lambda make: make([1.0]).cost([[1.0]], [None]), "^Cannot use y, because it is not numbers"),
        (lambda make: make([1.0]).score([[1.0]], [0.5]), "^Cannot count the rows that are right"),
        (lambda make: make([1.0], None, linear).predict_proba([[1.0]]), "is no probability"),
        (lambda make: make([1.0], None, linear, mean_squared_error).score([[1.0]] * 2, [1, 1]), "all labels are one"),
        (lambda make: make([1.0]).objective([[1.0]], [1.0])([1.0, 2.0]), r"its shape is \(2,\) and not \(1,\)"),
    ],
)
def test_what_makes_no_sense_is_refused(call: Any, message: str, made: Made) -> None:
    """Weights, features and labels that make no sense are refused in words that speak of lists."""
    with pytest.raises(GdmathError, match=message):
        call(made)


def test_a_row_without_a_value_has_no_cost(made: Made) -> None:
    """Where the cost has no value in a row, the mean has none, and a descent ends."""
    neuron = made([1.0], None, relu, lambda a, y: (log(a) - y) ** 2)
    with pytest.raises(DomainError, match=r"because it comes to nan, or its gradient is not finite"):
        neuron.cost([[-1.0], [2.0]], [0.0, 1.0])
