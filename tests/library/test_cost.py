"""The two costs, as formulas and as numbers."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from gdmath import DomainError, InputError, binary_cross_entropy, mean_squared_error, symbols

a, y = symbols("a y")


def test_given_expressions_a_cost_is_the_formula_for_one_row() -> None:
    """Expressions give the textbook formula, as the textbook orders it."""
    assert str(binary_cross_entropy(a, y)) == "-(y*log(a) + (1 - y)*log(1 - a))"
    assert str(binary_cross_entropy(a, 1)) == "-(1*log(a) + 0*log(1 - a))"
    assert str(mean_squared_error(a, y)) == "(a - y)**2"
    assert str(mean_squared_error(0.5, y)) == "(0.5 - y)**2"


def test_floats_give_the_cost_of_one_row() -> None:
    """The cross-entropy of one half is ln 2, whatever the label."""
    assert binary_cross_entropy(0.5, 1.0) == binary_cross_entropy(0.5, 0.0) == math.log(2)
    assert mean_squared_error(0.25, 1) == 0.75**2


@pytest.mark.parametrize("kind", [np.array, torch.tensor])
def test_rows_give_their_mean_as_torch_does(kind: Callable[[list[float]], Any]) -> None:
    """The mean over the rows is what torch's own functions give."""
    activations, labels = [0.1, 0.7, 0.999], [0.0, 1.0, 1.0]
    ours = float(binary_cross_entropy(kind(activations), kind(labels)))
    torchs = torch.nn.functional.binary_cross_entropy(torch.tensor(activations), torch.tensor(labels))
    assert ours == pytest.approx(torchs.item(), rel=1e-6)
    squared = float(mean_squared_error(kind(activations), kind(labels)))
    assert squared == pytest.approx(np.mean((np.array(activations) - labels) ** 2), rel=1e-6)


def test_unequal_shapes_are_refused_and_not_stretched() -> None:
    """A column of labels beside a row of activations would silently become a square; it is an error."""
    with pytest.raises(InputError) as error:
        mean_squared_error(np.zeros(3), np.zeros((3, 1)))
    assert str(error.value) == (
        "Cannot compare activations of shape (3,) with labels of shape (3, 1), because every row needs one of each, "
        "and unequal shapes would be stretched to fit. Bring both to shape (n,), with .reshape(-1)."
    )


def test_a_certain_wrong_answer_has_no_finite_cost() -> None:
    """An activation of exactly 0 or 1 is an error that says where the digits are kept, for rows and for one row."""
    certain = np.array([1.0, 0.5]), np.array([0.0, 0.0])
    with np.errstate(all="ignore"), pytest.raises(DomainError, match="inf: an activation is exactly 0 or 1") as error:
        binary_cross_entropy(*certain)
    assert "Use Neuron.cost" in str(error.value)
    with pytest.raises(DomainError, match="it has no real value"):
        binary_cross_entropy(1.0, 0.0)


def test_what_is_no_number_is_refused() -> None:
    """Text is neither a number nor an array nor a tensor."""
    with pytest.raises(InputError, match="Cannot compute with 'half'"):
        binary_cross_entropy("half", 1.0)


@pytest.mark.parametrize(("a", "y"), [(0.5, 3), (1.5, 1), (np.array([0.5, 0.5]), np.array([0.0, 2.0]))], ids=str)
def test_the_cross_entropy_wants_numbers_between_0_and_1(a: Any, y: Any) -> None:
    """A label of 3 has no cross-entropy, and neither has an activation above 1."""
    with np.errstate(all="ignore"), pytest.raises((InputError, DomainError)):
        binary_cross_entropy(a, y)
    with pytest.raises(InputError, match="Cannot take the cross-entropy with y=3, because it is not between 0 and 1"):
        binary_cross_entropy(0.5, 3)


@pytest.mark.parametrize("y", [1.5, -0.5, np.array([1.0, -0.5]), np.array([0.5, 1.5]), torch.tensor([-0.5, 0.0])])
def test_no_label_is_beyond_0_and_1(y: Any) -> None:
    """A label a half beyond 0 or 1 is refused where the cost that it would have is finite, alone and among rows."""
    with pytest.raises(InputError) as error:
        binary_cross_entropy(0 * y + 0.5, y)
    assert (
        str(error.value) == f"Cannot take the cross-entropy with y={y!r}, because it is not between 0 and 1. Mend it."
    )


def test_no_rows_have_no_mean() -> None:
    """The mean of nothing is an error with that reason."""
    with pytest.raises(InputError, match=r"Cannot take a mean cost of no rows, because the shape is \(0,\)\. Pass at"):
        mean_squared_error(np.array([]), np.array([]))
