"""The neuron: its numbers against torch, its shapes, its kinds of input, and its refusals."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import DomainError, InputError, Neuron, binary_cross_entropy, load_cells, mean_squared_error, relu, tanh
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
        (lambda: Neuron(None), "Cannot use None as parameters, because they are not plain numbers."),
        (lambda: Neuron([1.0]).forward([["a"]]), "X of type list, because it is not numbers (could not"),
        (lambda: Neuron([1.0]).forward([[np.nan]]), "use X, because it holds a value that is not a finite number"),
        (lambda: Neuron([1.0]).forward(torch.tensor([[1j]])), "Cannot use X of dtype torch.complex64, because it"),
        (
            lambda: Neuron([1.0], activation=np.signbit),
            "Cannot apply signbit to z, because no function of expressions does what it does.",
        ),
        (lambda: Neuron([1.0], cost=NO_COST), "they are not functions of expressions (TypeError: 'str' object"),
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
        (lambda: Neuron([10**400]), "000] as parameters, because they are not plain numbers."),
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
