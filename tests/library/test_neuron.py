"""The neuron: its numbers against torch, its shapes, its kinds of input, and its refusals."""

import copy
import pickle
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    DomainError,
    InputError,
    Neuron,
    OperationError,
    Piecewise,
    binary_cross_entropy,
    check_gradient,
    differentiate,
    exp,
    gradient_descent,
    load_cells,
    log,
    mean_squared_error,
    plot_fit,
    relu,
    sigmoid,
    symbols,
    tanh,
)
from gdmath.neuron import linear

NO_COST: Any = "mse"
X = np.array([[0.5, 1.0], [-2.0, 0.3], [4.0, -1.0]])
y = np.array([0.0, 1.0, 1.0])


def torch_gradient(neuron: Neuron, X: np.ndarray, y: np.ndarray) -> tuple[float, list[float]]:
    """The cost and its gradient by torch's own stable cross-entropy and autograd."""
    parameters = torch.tensor(neuron.parameters, requires_grad=True)
    weights, bias = (parameters[:-1], parameters[-1]) if neuron.has_bias else (parameters, 0.0)
    z = torch.tensor(X) @ weights + bias
    cost = torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(y))
    cost.backward()
    assert parameters.grad is not None
    return cost.item(), parameters.grad.tolist()


@pytest.mark.parametrize("bias", [None, 0.0, -3.0])
def test_cost_and_gradient_are_torchs(bias: float | None) -> None:
    """With and without a bias, the rules give the gradient that autograd gives."""
    neuron = Neuron([1.5, -0.5], bias)
    cost, gradient = neuron.cost_and_gradient(X, y)
    expected_cost, expected_gradient = torch_gradient(neuron, X, y)
    assert cost == pytest.approx(expected_cost, rel=1e-12)
    assert gradient == pytest.approx(expected_gradient, rel=1e-12)
    assert neuron.cost(X, y) == cost
    assert neuron.gradient(X, y).tolist() == gradient.tolist()


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=3))
@settings(max_examples=50, deadline=None)
def test_the_objective_is_cost_and_gradient(parameters: list[float]) -> None:
    """What the loop calls and what the reader calls are the same numbers."""
    neuron = Neuron([1.0, 1.0], 0.0)
    cost, gradient = neuron.objective(X, y)(np.array(parameters))
    moved = neuron.with_parameters(parameters)
    assert cost == pytest.approx(moved.cost(X, y), rel=1e-12, abs=1e-300)
    assert gradient == pytest.approx(moved.gradient(X, y), rel=1e-9, abs=1e-12)


def test_no_digits_are_lost_far_from_the_middle() -> None:
    """At z = 800 the sigmoid is 1 in float64, but cost and gradient are right and finite."""
    neuron = Neuron([1.0])
    cost, gradient = neuron.cost_and_gradient([[800.0]], [0.0])
    assert (cost, gradient.tolist()) == (800.0, [800.0])
    cost, gradient = neuron.cost_and_gradient([[40.0]], [1.0])
    assert cost == pytest.approx(4.248354255291589e-18, rel=1e-15)
    assert gradient[0] == pytest.approx(-40 * 4.248354255291589e-18, rel=1e-14)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_go_in_and_tensors_come_out(dtype: torch.dtype) -> None:
    """The kind and the dtype of the features are those of the answer, labels of any dtype."""
    neuron = Neuron([1.5, -0.5], 0.25)
    features, labels = torch.tensor(X, dtype=dtype), torch.tensor([0, 1, 1])
    activation = neuron.forward(features)
    cost, gradient = neuron.cost_and_gradient(features, labels)
    assert activation.dtype == cost.dtype == gradient.dtype == dtype
    assert gradient.tolist() == pytest.approx(neuron.gradient(X, y).tolist(), rel=1e-5)
    assert neuron.objective(features.requires_grad_(), labels)(neuron.parameters)[0] == pytest.approx(cost.item())


def test_arrays_keep_their_dtype() -> None:
    """float32 stays float32; whole numbers and tables are computed in float64."""
    neuron = Neuron([1.5, -0.5], 0.25)
    assert neuron.forward(X.astype(np.float32)).dtype == np.float32
    assert [value.dtype for value in neuron.cost_and_gradient(X.astype(np.float32), y)] == [np.float32, np.float32]
    assert neuron.forward(X.astype(int)).dtype == np.float64
    frame = pd.DataFrame(X, columns=["one", "two"])
    assert neuron.forward(frame).tolist() == neuron.forward(X).tolist()
    assert neuron.gradient(frame, pd.Series(y)).tolist() == neuron.gradient(X, y).tolist()


def test_one_row_gives_one_number() -> None:
    """A row of shape (k,) gives an activation of shape ()."""
    assert Neuron([1.0, 1.0]).forward([0.5, -0.5]) == 0.5


def test_other_activations_and_costs_follow_the_same_rules() -> None:
    """A linear neuron with the squared error has the textbook gradient, and tanh is one row of the table away."""
    gradient = Neuron([2.0, 1.0], 0.5, activation=linear, cost=mean_squared_error).gradient(X, y)
    errors = X @ [2.0, 1.0] + 0.5 - y
    assert gradient == pytest.approx([*(2 * errors @ X / 3), 2 * errors.mean()])
    by_tanh = Neuron([2.0, 1.0], 0.5, activation=tanh, cost=mean_squared_error)
    a = np.tanh(X @ [2.0, 1.0] + 0.5)
    assert by_tanh.gradient(X, y)[-1] == pytest.approx(np.mean(2 * (a - y) * (1 - a**2)))
    assert by_tanh.with_parameters([0.0, 0.0, 0.0]).activation is tanh


def test_names_weights_and_bias() -> None:
    """One weight is w, several are numbered, and the bias is b, if there is one."""
    assert Neuron(2.0).names == ("w",)
    assert Neuron([1.0, 2.0], 3).names == ("w1", "w2", "b")
    assert Neuron([1.0, 2.0], 3).weights.tolist() == [1.0, 2.0]
    assert (Neuron([1.0], 3).bias, Neuron([1.0]).bias) == (3.0, None)
    assert repr(Neuron([1.0, 2.0], 3)) == "Neuron(w1=1.0000, w2=2.0000, b=3.0000)"
    assert Neuron(torch.tensor([[1.0]]).reshape(-1)).parameters.tolist() == [1.0]


def test_the_pieces_multiply_to_the_gradient() -> None:
    """dJ/da * da/dz * dz/dtheta, each derived by name, is the gradient of one row."""
    neuron = Neuron([1.5, -0.5], 0.25)
    pieces = neuron.derivation()
    z = neuron.formula().evaluate(w1=1.5, w2=-0.5, b=0.25, x1=0.5, x2=1.0)
    outer = pieces["dJ/da"].result.evaluate(a=neuron.forward([0.5, 1.0]), y=0.0) * pieces["da/dz"].result.evaluate(z=z)
    products = [outer * pieces[f"dz/d{name}"].result.evaluate(x1=0.5, x2=1.0) for name in neuron.names]
    assert products == pytest.approx(neuron.gradient([[0.5, 1.0]], [0.0]).tolist(), rel=1e-12)


def test_the_formula_reads_as_in_the_lesson() -> None:
    """The linear part is w*x, with a bias w*x + b, with several weights a sum."""
    assert str(Neuron([1.0]).formula()) == "w*x"
    assert str(Neuron([1.0], 0).formula()) == "w*x + b"
    assert str(Neuron([1.0, 1.0], 0).formula()) == "w1*x1 + w2*x2 + b"


def test_without_a_bias_the_best_neuron_calls_every_cell_malignant() -> None:
    """All areas are positive, so z has one sign for all cells: the claim of the lesson."""
    cells = load_cells()
    neuron = Neuron([0.27])
    assert (neuron.forward(cells[["mean_area"]]) > 0.5).all()
    assert not (Neuron([-0.27]).forward(cells[["mean_area"]]) > 0.5).any()


def test_a_neuron_never_changes() -> None:
    """Neither its attributes nor the array of its parameters can be set, nor the list it came from shared."""
    start = np.array([1.0])
    neuron = Neuron(start)
    start[0] = 7.0
    assert neuron.parameters.tolist() == [1.0]
    with pytest.raises(ValueError, match="read-only"):
        neuron.parameters[0] = 2.0
    with pytest.raises(InputError, match=r"^Cannot set 'parameters' of Neuron\(w=1\.0000\), because it never"):
        neuron.parameters = start
    with pytest.raises(InputError, match=r"^Cannot delete 'has_bias' of Neuron\(w=1\.0000\), because it never"):
        del neuron.has_bias


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Neuron([]), "Cannot make a neuron with weights=[], because its weights are not of shape (k,). Pass a"),
        (lambda: Neuron([], 1.0), "Cannot make a neuron with weights=[], because its weights are not of shape (k,)."),
        (lambda: Neuron([[1.0]]), "Cannot make a neuron with weights=[[1.0]], because its weights are not of shape (k"),
        (lambda: Neuron([[1.0]], 0.0), "they are not plain numbers. Pass a number or a flat list of numbers."),
        (lambda: Neuron(["one"]), "Cannot use ['one'] as parameters, because they are not plain numbers."),
        (lambda: Neuron([np.nan]), "Cannot use [nan] as parameters, because not all of them are finite."),
        (lambda: Neuron([1.0], np.inf), "because not all of them are finite. Use finite numbers."),
        (lambda: Neuron([1.0], 0.0).with_parameters([1.0]), "because it has 2: w, b. Pass one number for each"),
        (lambda: Neuron([1.0, 2.0]).forward([[1.0]]), "features of shape (1, 1), because a row needs 2 of them"),
        (lambda: Neuron([1.0]).forward(2.0), "features of shape (), because a row needs 1 of them"),
        (lambda: Neuron([1.0]).cost([1.0], [0.0]), "with labels of shape (1,), because they are not of shapes (n, k)"),
        (lambda: Neuron([1.0]).cost([[1.0]], [[0.0]]), "labels of shape (1, 1), because they are not of shapes (n, k)"),
        (lambda: Neuron([1.0]).cost(np.empty((0, 1)), []), "with n at least one. Use X.reshape(-1, 1)"),
        (
            lambda: Neuron([1.0]).cost([[np.nan]], [0.0]),
            "Cannot use X, because it holds a value that is not a finite number.",
        ),
        (
            lambda: Neuron([1.0]).cost([[1.0]], [np.inf]),
            "Cannot use y, because it holds a value that is not a finite number.",
        ),
        (lambda: Neuron([1.0]).cost([["a"]], [0.0]), "Cannot use X of type list, because it is not numbers (could"),
        (
            lambda: Neuron([1.0]).cost([[1.0]], [1e200]),
            "with the label 1e+200, because it is not between 0 and 1. Look",
        ),
        (lambda: Neuron([1.0]).objective([[1.0]], [-5e-324]), "with the label -5e-324, because it is not between"),
        (lambda: Neuron([1.0]).cost([[1.0]], [2.0]), "with the label 2.0, because it is not between 0 and 1. Look"),
        (lambda: Neuron([1.0]).cost(np.ones((3, 1)), [0.0, 0.5, 2.0]), "with the label 2.0, because it is not between"),
        (lambda: Neuron([1.0]).cost(np.ones(1), np.zeros(1)), "for one feature and y.reshape(-1) for a column of"),
        (lambda: Neuron(None), "Cannot use None as parameters, because they are not plain numbers."),
        (lambda: Neuron([1.0]).forward([["a"]]), "X of type list, because it is not numbers (could not"),
        (lambda: Neuron([1.0]).forward([[np.nan]]), "use X, because it holds a value that is not a finite number"),
        (lambda: Neuron([1.0]).forward(torch.tensor([[1j]])), "Cannot use X of dtype torch.complex64, because it"),
        (
            lambda: Neuron([1.0], activation=np.signbit),
            "Cannot apply signbit to z, because no function of expressions does what it does.",
        ),
        (
            lambda: Neuron([1.0], cost=NO_COST),
            "cost='mse', because it is not a function of expressions (TypeError: 'str' object",
        ),
        (
            lambda: Neuron([1.0], activation=lambda z: z + "1"),
            "Cannot use '1' in an expression, because str is neither",
        ),
        (
            lambda: Neuron([1.0, 2.0]).objective([[1.0]], [0.0]),
            "of shape (1, 1), because a row needs 2 of them, one for",
        ),
        (
            lambda: Neuron([1.0]).cost(np.array([[1j]]), [0.0]),
            "X of type ndarray, because it is not numbers (they are of dtype complex128)",
        ),
        (
            lambda: Neuron([1.0]).cost([[1.0]], np.array(["2026-01-01"], "M8[D]")),
            "y of type ndarray, because it is not numbers (they are of dtype datetime64[D])",
        ),
        (lambda: Neuron([1.0]).forward([[1.0], [1.0, 2.0]]), "X of type list, because it is not numbers (setting an"),
        (lambda: Neuron([10**400]), "000… as parameters, because they are not plain numbers."),
        (
            lambda: Neuron(torch.tensor([1j]).conj()),
            "tensor([0.-1.j]) as parameters, because they are not plain numbers.",
        ),
        (lambda: Neuron(torch.nn.Linear(1, 1)), "bias=True) as parameters, because they are not plain numbers."),
        (lambda: Neuron([1.0]).objective([["a"]], [0.0]), "Cannot use X of type list, because it is not numbers"),
    ],
)
def test_what_makes_no_sense_is_refused_in_three_parts(make: Callable[[], Any], text: str) -> None:
    """Shapes, missing values, text and labels out of range are named, with what to do instead."""
    with pytest.raises(InputError) as error:
        make()
    assert text in str(error.value)


def test_a_label_may_lie_between_0_and_1() -> None:
    """A neuron that says one half is wrong by ln 2, whatever the labels, also where the least is 0 and the most 1."""
    assert Neuron([0.0]).cost([[1.0]] * 3, [0.0, 0.5, 1.0]) == pytest.approx(np.log(2), rel=1e-15)


def test_a_label_in_between_has_its_own_cost() -> None:
    """It is y of the cost of a label 1, and the rest of that of a label 0, and its slope is a - y as theirs are."""
    neuron, a = Neuron([1.5]), 1 / (1 + np.exp(-3.0))
    cost, gradient = neuron.cost_and_gradient([[2.0]], [0.25])
    assert cost == pytest.approx(-(0.25 * np.log(a) + 0.75 * np.log(1 - a)), rel=1e-14)
    assert gradient == pytest.approx([2 * (a - 0.25)], rel=1e-14)


def test_the_squared_error_takes_any_finite_label() -> None:
    """Only the cross-entropy wants labels between 0 and 1."""
    assert Neuron([1.0], cost=mean_squared_error, activation=linear).cost([[1.0]], [2.0]) == 1.0
    assert Neuron([1.0]).cost_function is binary_cross_entropy


@pytest.mark.parametrize("neuron", [Neuron([1e308, 1e308]), Neuron([1.0, 1.0], activation=relu)], ids=str)
def test_a_cost_that_is_not_finite_is_an_error(neuron: Neuron) -> None:
    """A sum too large, or an activation where the cost has no value, is named and never nan or infinity."""
    with pytest.raises(
        DomainError, match=r"^Cannot compute the cost of Neuron\(.*\), because it comes to (inf|nan|0), or"
    ):
        neuron.cost_and_gradient([[1.0, 1.0]], [1.0 if neuron.activation is relu else 0.0])


def test_kinds_and_dtypes_may_be_mixed() -> None:
    """The features decide: labels of the other library, and whole numbers, come along."""
    neuron = Neuron([1.5, -0.5], 0.25)
    expected = neuron.gradient(X, y)
    for features, labels in (
        (torch.tensor(X), y),
        (X, torch.tensor(y)),
        (torch.tensor(X), torch.tensor(y).long()),
    ):
        assert np.asarray(neuron.gradient(features, labels)) == pytest.approx(expected, rel=1e-12)
    whole = torch.tensor([[1, 2], [3, -4]])
    assert neuron.forward(whole).tolist() == pytest.approx(neuron.forward(whole.numpy()).tolist(), rel=1e-6)


def test_a_neuron_can_be_copied_and_kept() -> None:
    """A copy is the neuron itself, and what comes back from a pickle computes the same."""
    neuron = Neuron([1.5, -0.5], 0.25)
    assert copy.deepcopy(neuron) is copy.copy(neuron) is neuron
    again = pickle.loads(pickle.dumps(neuron))
    assert again.gradient(X, y).tolist() == neuron.gradient(X, y).tolist()


@pytest.mark.parametrize(
    ("neuron", "features", "dtype"),
    [
        (Neuron([1e308, 1e308]), np.array([[0.0, 1.0], [1.0, 1.0]]), "float64"),
        (Neuron([1e308, -1e308]), torch.tensor([10.0, 10.0], dtype=torch.float64), "float64"),
        (Neuron([1e39, 0.0]), np.ones((1, 2), np.float32), "float32"),
        (Neuron([1e39, 0.0]), torch.ones(1, 2), "float32"),
    ],
)
def test_a_linear_part_too_large_is_an_error(neuron: Neuron, features: Any, dtype: str) -> None:
    """A sum that is no finite number is named, by the linear part and by what comes after it."""
    for compute in (neuron.linear, neuron.forward):
        with pytest.raises(DomainError) as error:
            compute(features)
        assert str(error.value) == (
            f"Cannot compute z of {neuron!r}, because it is too large for {dtype} in at least one row. "
            "Scale the features."
        )


def test_autograd_goes_through_a_neuron() -> None:
    """The cost of a tensor that requires a gradient is differentiable by it: dJ/dX is dJ/dz times the weights."""
    neuron = Neuron([1.5, -0.5], 0.25)
    features, labels = torch.tensor(X, requires_grad=True), torch.tensor(y)
    neuron.cost(features, labels).backward()
    a = neuron.forward(X)
    assert features.grad is not None
    np.testing.assert_allclose(features.grad, np.outer(a - y, neuron.weights) / 3, rtol=1e-10)
    assert neuron.gradient(features, labels).requires_grad


def by_exception(a: Any, y: Any) -> Any:
    """Take the branch by an error that is caught."""
    try:
        return -log(a) if y == 1 else -log(1 - a)
    except InputError:
        return -log(a)


@pytest.mark.parametrize(
    ("cost", "text"),
    [
        (
            lambda a, y: -log(a) if y == 1 else -log(1 - a),
            "Cannot ask whether y == 1 inside a neuron, because y stands for",
        ),
        (
            lambda a, y: -log(a) if y != 7 else -log(1 - a),
            "Cannot ask whether y == 7 inside a neuron, because y stands for",
        ),
        (
            lambda a, y: -log(a) if y in (1, 2) else -log(1 - a),
            "Cannot ask whether y == 1 inside a neuron, because y st",
        ),
        (
            lambda a, y: -log(a) if y else -log(1 - a),
            "Cannot ask whether y is true inside a neuron, because y stands for",
        ),
        (
            lambda a, y: a if 1 - 2 * y == 3 else a**2,
            "Cannot ask whether 1 - 2*y == 3 inside a neuron, because 1 - 2*y",
        ),
        (
            lambda a, y: a if abs(-a - y) == 0 else a**2,
            "Cannot ask whether Abs(-a - y) == 0 inside a neuron, because Abs(",
        ),
        (
            lambda a, y: np.where(y == 1, a, 1 - a),
            "Cannot ask whether y == 1 inside a neuron, because y stands for its",
        ),
        (
            lambda a, y: a if relu(y) == 1 else a**2,
            ", because it gives -2 at a = -2 and y = 1, where the formula that it",
        ),
        (
            lambda a, y: {1: -log(a)}.get(y, -log(1 - a)),
            "where the formula that it makes, -log(1 - a), comes to 0.287682.",
        ),
        (lambda a, y: a if y == 2 * a else y, "where the formula that it makes, y, comes to "),
        (
            by_exception,
            ", because it gives 0.287682 at a = 0.25 and y = -2, where the formula that it makes, -log(a), c",
        ),
    ],
)
def test_a_cost_that_takes_one_branch_for_all_rows_is_refused(cost: Any, text: str) -> None:
    """A cost is called once, for all rows: a branch on a label or an activation, in whatever way, is no formula."""
    with pytest.raises(InputError) as error:
        Neuron([2.0], -1.0, cost=cost)
    assert text in str(error.value)
    assert str(error.value).endswith(". Write all branches as one formula, such as y*f + (1 - y)*g, or with Piecewise.")


def test_an_activation_that_takes_one_branch_for_all_rows_is_refused() -> None:
    """An activation is called once for all rows as well."""
    with pytest.raises(
        InputError, match=r"Cannot ask whether z == 0 inside a neuron, because z stands for its values in"
    ):
        Neuron([2.0], activation=lambda z: z if z == 0 else 1 / z)


@pytest.mark.parametrize("letter", ["z", "a", "y", "k", "w", "x"])
def test_a_cost_with_a_letter_of_its_own_is_refused(letter: str) -> None:
    """Whatever the letter is called, also as one of the neuron's own, it is none of them, and has no value."""
    with pytest.raises(InputError) as error:
        Neuron([2.0], cost=lambda a, y: (a - y) ** 2 + symbols(letter))
    assert str(error.value).endswith(
        f", because (a - y)**2 + {letter} has the letter {letter} of its own beside a and y. Put a number in its place."
    )
    with pytest.raises(
        InputError, match=r"activation=.* has the letter z of its own beside z\. Put a number in its place"
    ):
        Neuron([2.0], activation=lambda z: z * symbols("z"))


def focal(a: Any, y: Any) -> Any:
    """The focal cost, whose value on numbers is the formula's."""
    return -(y * (1 - a) ** 2 * log(a) + (1 - y) * a**2 * log(1 - a))


@pytest.mark.parametrize(
    ("cost", "at", "label", "value"),
    [
        (focal, 0.5, 1.0, 0.25 * np.log(2)),
        (lambda a, y: 1e-12 * (a - y) ** 2, 0.5, 1.0, 0.25e-12),
        (lambda a, y: 3 * binary_cross_entropy(a, y), 0.5, 1.0, 3 * np.log(2)),
        (lambda a, y: relu(1 - a) + 0 * y, 0.5, 1.0, 0.5),
        (lambda a, y: differentiate(a**2 - 2 * a * y, a).result / 2, 0.5, 0.125, 0.375),
        (lambda a, y: a - y if a == a else y, 0.5, 0.25, 0.25),  # noqa: PLR0124  that a value is no nan is true of letters
        (lambda a, y: 2.5, 0.5, 1.0, 2.5),  # noqa: ARG005  a cost has both
    ],
)
def test_a_formula_that_is_written_as_a_function_is_a_cost(cost: Any, at: float, label: float, value: float) -> None:
    """Where no branch is taken, a cost of one's own is computed as it stands."""
    assert Neuron([1.0], activation=linear, cost=cost).cost([[at]], [label]) == pytest.approx(value, rel=1e-12)


def test_what_has_no_hash_is_no_activation() -> None:
    """A list is refused in three parts: no formula could be remembered for it."""
    nothing: Any = []
    with pytest.raises(
        InputError, match=r"cost=\[\], because they are not functions \(unhashable type: 'list'\)\. Pass fun"
    ):
        Neuron([1.0], cost=nothing)


MASKED: Any = np.ma.array([[1.0], [2.0], [99.0]], mask=[[False], [False], [True]])
BESIDE: Any = [0.0, 1.0, 0.0]
MASKS: list[Callable[[], Any]] = [
    lambda: Neuron([1.0], 0.0).cost(MASKED, BESIDE),
    lambda: Neuron([1.0], 0.0).gradient(list(MASKED), BESIDE),
    lambda: Neuron([1.0], 0.0).forward(MASKED),
    lambda: Neuron([1.0], 0.0).predict(MASKED),
    lambda: Neuron([1.0], 0.0).score(MASKED, BESIDE),
    lambda: Neuron([1.0], 0.0).objective(MASKED, BESIDE),
    lambda: Neuron([1.0], 0.0).objective([[1.0]], [0.0])(MASKED[1:, 0]),
    lambda: Neuron([1.0], 0.0).cost(MASKED.data, MASKED[:, 0] > 0),
    lambda: gradient_descent(Neuron([1.0], 0.0), MASKED, BESIDE, 0.1),
    lambda: Neuron(MASKED[:, 0]),
    lambda: Neuron([1.0, np.ma.masked]),
    lambda: Neuron([1.0], MASKED[2, 0]),
    lambda: Neuron([1.0, 2.0, 3.0]).with_parameters(MASKED[:, 0]),
    lambda: mean_squared_error(MASKED, MASKED),
    lambda: binary_cross_entropy(np.array([0.5, 0.5]), np.ma.array([0.0, 1.0], mask=[False, True])),
    lambda: sigmoid(MASKED),
]


@pytest.mark.parametrize("use", MASKS, ids=range(len(MASKS)))
def test_masked_values_are_refused_wherever_arrays_come_in(use: Callable[[], Any]) -> None:
    """A value that is masked is none, and would count if its mask were dropped."""
    with pytest.raises(InputError) as error:
        use()
    assert str(error.value).endswith(
        ", because values are masked. Give them values with .filled(...), or leave their rows out."
    )


def test_a_mask_that_hides_nothing_is_no_mask() -> None:
    """A masked array none of whose values is masked is the array in it."""
    whole = np.ma.array(X, mask=False)
    assert Neuron([1.0, 2.0]).cost(whole, y) == Neuron([1.0, 2.0]).cost(X, y)


@pytest.mark.filterwarnings("ignore:The PyTorch API of MaskedTensors is in prototype stage")  # which is what is refused
def test_a_masked_tensor_is_refused() -> None:
    """PyTorch has masked tensors as well."""
    make: Any = torch.masked.masked_tensor
    masked = make(torch.ones(2, 1), torch.tensor([[True], [False]]))
    with pytest.raises(InputError, match="because values are masked"):
        Neuron([1.0]).forward(masked)
    with pytest.raises(InputError, match="because values are masked"):
        Neuron([1.0]).cost(torch.ones(2, 1), masked)


COMPLEX: list[tuple[Any, Any]] = [
    (torch.ones(2, 1), torch.tensor([1j, 0j])),
    (np.ones((2, 1)), torch.tensor([1j, 0j])),
    (torch.ones(2, 1), np.array([1j, 0j])),
    (np.ones((2, 1)), [1j, 0]),
    ([[1j], [0]], [0, 1]),
    (torch.tensor([[1j], [0j]]), [0, 1]),
    (pd.DataFrame({"x": [1j, 0]}), [0, 1]),
    (np.array([[1j], [0]], object), [0, 1]),
]


@pytest.mark.parametrize(("features", "labels"), COMPLEX)
def test_complex_numbers_are_refused(features: Any, labels: Any) -> None:
    """No feature and no label loses its imaginary part, be they Python's, NumPy's, torch's or of pandas."""
    for use in (Neuron([1.0]).cost, Neuron([1.0]).objective, Neuron([1.0]).score):
        with pytest.raises(InputError, match=r"it does not hold real numbers|it is not numbers"):
            use(features, labels)


@pytest.mark.filterwarnings("ignore:torch.quantize_per_tensor")  # that it is deprecated is no reason to compute with it
def test_tensors_with_which_torch_does_not_compute_are_refused() -> None:
    """What is quantized, nested, sparse, without numbers or of 8 bits is named, with what to do."""
    plain = torch.ones(2, 1)
    tensors = [
        (torch.quantize_per_tensor(plain, 0.1, 0, torch.qint8), "it is quantized. Pass X.dequantize()."),
        (
            torch.nested.nested_tensor([torch.ones(1), torch.ones(1)], layout=torch.jagged),
            "it is nested. Pass rows of one length.",
        ),
        (plain.to_sparse(), "it is sparse. Pass X.to_dense()."),
        (plain.to("meta"), "on the device meta it has a shape and no numbers. Make it on another device."),
        (plain.to(torch.float8_e4m3fn), "torch does not compute with so few bits. Pass X.float()."),
    ]
    features: list[Callable[[Any], Any]] = [Neuron([1.0]).forward, lambda X: Neuron([1.0]).objective(X, [0, 1])]
    others: list[Callable[[Any], Any]] = [
        lambda y: Neuron([1.0]).cost(plain, y),
        lambda y: Neuron([1.0]).cost([[1.0], [2.0]], y),
        Neuron,
    ]
    for tensor, end in tensors:
        for use in features:
            with pytest.raises(InputError) as error:
                use(tensor)
            assert str(error.value) == f"Cannot use X of dtype {tensor.dtype}, because {end}"
        for use in others:
            with pytest.raises(InputError, match=re.escape(end.split(".")[0].split(" X")[0])):
                use(tensor)


def test_a_sparse_matrix_is_refused() -> None:
    """That of scipy, which NumPy would not read, is named with what makes an array of it."""
    matrix = pytest.importorskip("scipy.sparse").csr_matrix(np.eye(1))
    with pytest.raises(InputError) as error:
        Neuron([1.0]).forward(matrix)
    assert str(error.value) == "Cannot use X of type csr_matrix, because it is sparse. Pass X.toarray()."


def test_pandas_labels_that_disagree_are_refused() -> None:
    """Rows are paired by position: where pandas calls them otherwise, somebody has to say what is meant."""
    table, labels = pd.DataFrame(X, index=[7, 8, 9]), pd.Series(y, index=[9, 7, 8])
    neuron = Neuron([1.0, 2.0])
    uses = (
        *(neuron.cost, neuron.objective, neuron.score),
        *(lambda X, y: gradient_descent(neuron, X, y, 0.1), lambda X, y: check_gradient(neuron, X, y)),
    )
    for use in uses:
        with pytest.raises(InputError) as error:
            use(table, labels)
        assert str(error.value) == (
            "Cannot pair the rows of X with the labels y, because their pandas indexes are not the same. Pass"
            " y.loc[X.index] to pair them by index, or .reset_index(drop=True) of both to pair them as they stand."
        )
    by_index = neuron.cost(table, labels.loc[table.index])
    assert by_index == neuron.cost(X, y[[1, 2, 0]])
    as_they_stand = neuron.cost(table.reset_index(drop=True), labels.reset_index(drop=True))
    assert as_they_stand == neuron.cost(table, labels.to_numpy()) == neuron.cost(X, y)
    with pytest.raises(
        InputError, match=r"Use X\.to_frame\(\) for one feature and y\.squeeze\('columns'\) for a table of"
    ):
        neuron.cost(table, labels.loc[table.index].to_frame())
    with pytest.raises(InputError, match=r"one feature of n rows is X\.to_frame\(\)"):
        neuron.forward(labels)


COLUMNS: list[tuple[Any, str]] = [
    (pd.array([0.5, 1.5, -2.0], "Float64"), ""),
    (pd.array([1, 2, 3], "Int64"), ""),
    (pd.array([True, False, True], "boolean"), ""),
    (pd.Categorical([1.0, 2.0, 1.0]), ""),
    (pd.arrays.SparseArray([0.0, 1.0, 0.0]), ""),
    (pd.Series([1, 2.5, True], dtype=object), ""),
    (pd.array([0.5, None, 1.0], "Float64"), "X"),
    (pd.array([True, None, True], "boolean"), "X"),
    (pd.Categorical(["benign", "malignant", "benign"]), "it is not numbers"),
    (pd.to_datetime(["2026-01-01"] * 3), "it is not numbers"),
    (pd.to_datetime(["2026-01-01"] * 3, utc=True), "it is not numbers"),
    (pd.to_timedelta([1, 2, 3], unit="s"), "it is not numbers"),
    (pd.period_range("2026-01-01", periods=3), "it is not numbers"),
    (pd.arrays.SparseArray([np.nan, 1.0, np.nan]), "it holds a value that is not a finite number"),
    (pd.Series([1, None, 2], dtype=object), "it holds a value that is not a finite number"),
    (pd.Series(["a", 1, 2], dtype=object), "it is not numbers"),
    (pd.Series([10**400, 1, 2], dtype=object), "it is not numbers"),
]


@pytest.mark.parametrize(("column", "text"), COLUMNS, ids=range(len(COLUMNS)))
def test_columns_of_pandas_are_right_or_refused(column: Any, text: str) -> None:
    """A column of any dtype is its numbers, or an error where one of them is missing or none."""
    table = pd.DataFrame({"x": column})
    if text:
        with pytest.raises(InputError, match=text):
            Neuron([1.0]).forward(table)
        with pytest.raises(InputError):
            Neuron([1.0]).cost([[1.0]] * 3, table["x"])
    else:
        values = np.array(list(column), dtype=float)
        assert Neuron([2.0]).linear(table).tolist() == (2 * values).tolist()
        squared = Neuron([1.0], activation=linear, cost=mean_squared_error)
        assert squared.cost(np.zeros((3, 1)), table["x"]) == pytest.approx(np.mean(values**2))


@pytest.mark.parametrize("kind", ["numpy", "bfloat16", "float16"])
def test_many_rows_of_16_bits_have_room(kind: str) -> None:
    """The sum over 70,000 rows is computed in 32 bits: it would be too large for 16, and so would their number."""
    features = np.linspace(-8, 8, 70_000)[:, None]
    labels = (features[:, 0] > 1) * 1.0
    neuron = Neuron([1.0], 0.5, tanh, mean_squared_error)
    given: Any = features.astype(np.float16)
    if kind != "numpy":
        given = torch.from_numpy(features).to(getattr(torch, kind))
    exact = np.asarray(given.double() if kind != "numpy" else given, dtype=float)
    cost, gradient = neuron.cost_and_gradient(given, labels)
    expected = neuron.cost_and_gradient(exact, labels)
    assert cost.dtype == gradient.dtype == given.dtype
    assert float(cost) == pytest.approx(expected[0], rel=5e-3)
    assert np.asarray(gradient.tolist()) == pytest.approx(expected[1], rel=5e-3)


def test_only_what_is_too_large_for_16_bits_is_refused_there() -> None:
    """Products that cancel have room on the way; a z, or a cost, above 65,504 has none at the end."""
    half = np.array([[60000, 60000]], np.float16)
    assert Neuron([2.0, -1.5]).linear(half).tolist() == [30000.0]
    with pytest.raises(DomainError, match="it is too large for float16 in at least one row"):
        Neuron([2.0, -0.5]).linear(half)
    with pytest.raises(DomainError, match=r"Cannot compute the cost of .*, because it comes to inf"):
        Neuron([2.0, -1.5], activation=linear, cost=mean_squared_error).cost(half, [0])


def test_a_mean_has_room_where_the_sum_has_none() -> None:
    """The mean of numbers near the largest float64 is one of them, as an array and as a tensor."""
    neuron = Neuron([1.0], activation=linear, cost=mean_squared_error)
    features = np.full((4, 1), 1.2e154)
    for kind in (features, torch.from_numpy(features)):
        with pytest.raises(DomainError):  # the slope 2 * z * x is twice as large, which is too large
            neuron.cost(kind, np.zeros(4))
    for kind in (features / 2, torch.from_numpy(features / 2)):
        cost, gradient = neuron.cost_and_gradient(kind, np.zeros(4))
        assert float(cost) == pytest.approx(0.36e308)
        assert gradient.tolist() == pytest.approx([0.72e308])


def test_neurons_are_equal_by_value() -> None:
    """The same numbers, activation and cost make equal neurons of one hash, whatever they were made from."""
    neuron = Neuron([1.0, 2.0], 3.0)
    for same in (
        Neuron(np.array([1, 2]), 3),
        Neuron(torch.tensor([1.0, 2.0]), 3.0),
        pickle.loads(pickle.dumps(neuron)),
    ):
        assert same == neuron
        assert hash(same) == hash(neuron)
    assert Neuron([0.0]) == Neuron([-0.0])
    assert hash(Neuron([0.0])) == hash(Neuron([-0.0]))
    others = [Neuron([1.0, 2.0], 4.0), Neuron([1.0, 2.0, 3.0]), Neuron([1.0, 2.0], 3.0, tanh), "Neuron"]
    assert neuron not in [*others, Neuron([1.0, 2.0], 3.0, cost=mean_squared_error)]


def test_a_neuron_and_its_objective_come_out_of_a_pickle_as_they_were() -> None:
    """By any protocol the parameters are read-only for good, and an objective gives the same numbers."""
    neuron = Neuron([1.5, -0.5], 0.25)
    objective = neuron.objective(X, y)
    other = Neuron([1.5, -0.5], 0.25, tanh, mean_squared_error).objective(X.astype(np.float32), y)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = pickle.loads(pickle.dumps(neuron, protocol))
        assert twin == neuron
        with pytest.raises(ValueError, match="read-only"):
            twin.parameters[0] = 7.0
        with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
            twin.parameters.flags.writeable = True
        for function in (objective, other):
            again = pickle.loads(pickle.dumps(function, protocol))
            cost, gradient = function(neuron.parameters.astype(function.dtype))
            assert again(neuron.parameters.astype(function.dtype))[0] == cost
            assert again.part([0, 2])(neuron.parameters)[0] == function.part([0, 2])(neuron.parameters)[0]
            assert again(neuron.parameters.astype(function.dtype))[1].tolist() == gradient.tolist()


def test_an_objective_takes_a_list_and_refuses_what_does_not_fit() -> None:
    """Parameters may be a list or a tensor; of another number or shape they are refused."""
    objective: Any = Neuron([1.5, -0.5], 0.25).objective(X, y)
    expected = objective(np.array([1.0, 2.0, 3.0]))[0]
    assert objective([1, 2, 3])[0] == objective(torch.tensor([1.0, 2.0, 3.0]))[0] == expected
    for wrong in ([1.0, 2.0], np.ones((1, 3))):
        with pytest.raises(InputError) as error:
            objective(wrong)
        assert str(error.value).startswith(f"Cannot compute the mean cost at {wrong!r}, because its shape is ")
        assert str(error.value).endswith(" and not (3,). Pass one number for each parameter.")


def test_the_three_of_scikit_learn() -> None:
    """predict, predict_proba and score are those of scikit-learn's classifier, and of its regression."""
    from sklearn.linear_model import LinearRegression, LogisticRegression

    cells = load_cells()
    rows, labels = cells[["mean_area", "mean_texture"]].to_numpy(), cells["is_cancerous"].to_numpy()
    theirs = LogisticRegression().fit(rows, labels)
    ours = Neuron(theirs.coef_[0], theirs.intercept_[0])
    assert ours.predict(rows).dtype == theirs.predict(rows).dtype
    assert ours.predict(rows).tolist() == theirs.predict(rows).tolist()
    np.testing.assert_allclose(ours.predict_proba(rows), theirs.predict_proba(rows), rtol=1e-9)
    assert ours.score(rows, labels) == theirs.score(rows, labels)
    line = LinearRegression().fit(rows, labels)
    straight = Neuron(line.coef_, line.intercept_, linear, mean_squared_error)
    np.testing.assert_allclose(straight.predict(rows), line.predict(rows), rtol=1e-9)
    assert straight.score(rows, labels) == pytest.approx(line.score(rows, labels), rel=1e-9)
    assert straight.score(torch.from_numpy(rows), labels) == pytest.approx(line.score(rows, labels), rel=1e-9)


def test_predictions_are_of_the_kind_of_their_rows() -> None:
    """Tensors give tensors, and one row one number."""
    neuron, one = Neuron([1.5, -0.5], 0.25), torch.tensor(X)
    assert neuron.predict(one).tolist() == neuron.predict(X).tolist() == [1, 0, 1]
    assert neuron.predict(one).dtype == torch.int64
    assert neuron.predict_proba(one).numpy() == pytest.approx(neuron.predict_proba(X))
    assert (neuron.predict(X[0]), neuron.predict_proba(X[0]).shape) == (1, (2,))
    assert neuron.score(one, y) == neuron.score(X, y) == 1 / 3
    assert neuron.predict_proba([[60.0, 0.0]])[0, 0] == pytest.approx(1 / (1 + np.exp(90.25)), rel=1e-12)


def test_a_sigmoid_by_another_name_is_one() -> None:
    """A logistic function that somebody wrote out gives classes as well; other activations give themselves."""
    written = Neuron([1.5, -0.5], 0.25, lambda z: 1 / (1 + exp(-z)))
    assert written.predict(X).tolist() == [1, 0, 1]
    assert Neuron([1.5, -0.5], 0.25, tanh).predict(X).tolist() == np.tanh(X @ [1.5, -0.5] + 0.25).tolist()
    for activation in (tanh, linear, log, lambda z: 1 / (1 + exp(-2 * z))):
        with pytest.raises(InputError) as error:
            Neuron([1.0], activation=activation).predict_proba([[1.0]])
        assert str(error.value) == (
            f"Cannot tell the probabilities of classes by Neuron(w=1.0000), because its activation {activation!r} "
            "is no probability. Use activation=sigmoid, or take what predict gives."
        )


def test_a_score_that_means_nothing_is_refused() -> None:
    """Labels that are no classes have no accuracy, and labels that are all one have no variance."""
    with pytest.raises(
        InputError, match=r"Cannot count the rows that are right, because a label is neither 0 nor 1\. Pass"
    ):
        Neuron([1.0]).score([[1.0], [2.0]], [0.5, 1.0])
    with pytest.raises(DomainError) as error:
        Neuron([1.0], activation=linear, cost=mean_squared_error).score([[1.0], [2.0]], [3.0, 3.0])
    assert str(error.value) == (
        "Cannot tell the share R² of the variance that is explained, because all labels are one number and have none."
        " Pass labels that differ, or look at the cost."
    )


def test_an_activation_may_have_pieces() -> None:
    """What has a cost has values as well, of arrays and of tensors, and is drawn."""

    def hinge(z: Any) -> Any:
        return Piecewise((0, z < 0), (z, True))

    neuron = Neuron([1.0], bias=0.0, activation=hinge, cost=mean_squared_error)
    assert neuron.forward(np.array([[-1.0], [2.0]])).tolist() == [0.0, 2.0]
    assert neuron.forward(torch.tensor([[-1.0], [2.0]])).tolist() == [0.0, 2.0]
    assert neuron.cost(np.array([[-1.0], [2.0]]), [0.0, 1.0]) == pytest.approx(0.5)
    assert plot_fit(neuron, np.array([[-1.0], [2.0]]), [0.0, 1.0]).lines


@pytest.mark.parametrize("cost", [lambda a, y: len(a) * y, lambda a, y: a % 2 * y], ids=["len", "%"])
def test_what_a_formula_does_not_have_is_named_as_such(cost: Any) -> None:
    """An operation that a formula does not have is named, and not the function that asks for it."""
    with pytest.raises(OperationError, match=r"Cannot (take|use|compute|write)"):
        Neuron([1.0], cost=cost)


def test_a_function_is_tried_where_a_branch_is_likely() -> None:
    """At the usual labels and beyond, at one half, and at two places of which one is 1 minus the other."""
    asked: set[float] = set()

    def activation(z: Any) -> Any:
        asked.update({z} if isinstance(z, float) else ())
        return z

    Neuron([1.0], activation=activation, cost=mean_squared_error)
    assert asked == {-2, -1, -0.5, 0, 0.25, 0.5, 0.75, 1, 2}
