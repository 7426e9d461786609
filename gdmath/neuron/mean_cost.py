"""The mean cost of a neuron over the rows of its data, and its gradient, by the rules.

The gradient of one row is dJ/dz * dz/dw, and dz/dw1 is x1: the rules give dJ/dz once, and the sum over all rows is a
product of a matrix and a vector.

Where a row of label 1 costs at z what a row of label 0 costs at -z, as with the sigmoid and the cross-entropy, each
row of label 1 may change its sign, features and one, and count as a row of label 0.  All rows then have one formula
without y in it: J = softplus(z) and dJ/dz = sigmoid(z).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.errors import DomainError, InputError
from gdmath.neuron.formulas import by_z, by_z_alone
from gdmath.neuron.inputs import all_finite, as_given, features, is_finite, is_tensor, numbers, wide

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gdmath.neuron import Activation, Cost, Floats, Neuron
    from gdmath.neuron.formulas import ByZ

    Formula = tuple[Callable[..., Any], Activation, Cost]


_ARRAY = np.ndarray  # looked up once, and not at each step


class MeanCost:
    """The mean cost over rows and its gradient, as a function of the parameters alone.

    Parameters
    ----------
    formula : tuple
        What finds the cost of a row and its derivative dJ/dz, `by_z` or `by_z_alone`, and what it finds them from: the
        activation and the cost.
    columns : array, shape (parameters, n)
        What each parameter is multiplied with in each of the n rows: a feature, or one for the bias.
    labels : sequence of array, shape (n,)
        The labels y alone; or nothing, and the columns of rows of label 1 have changed their sign.
    """

    __slots__ = ("_by_z", "_columns", "_formula", "_labels", "_shape", "_share", "_shares")

    def __init__(self, formula: Formula, columns: Floats, labels: Sequence[Floats], by_z: ByZ | None = None) -> None:
        self._formula, self._columns, self._labels = formula, columns, labels
        self._by_z = by_z or formula[0](*formula[1:])
        self._shape = columns.shape[:1]
        # The mean of n rows is the sum of what each adds to it, one n-th.
        self._share = np.full_like(columns[0], 1 / len(columns[0]))
        self._shares = columns * self._share

    @classmethod
    def over(cls, activation: Activation, cost: Cost, columns: Floats, y: Floats, *, binary: bool) -> MeanCost:
        """The mean cost over these rows, by the formula without y where there is one; `binary` are labels 0 and 1."""
        if binary and by_z_alone(activation, cost):
            return cls((by_z_alone, activation, cost), columns * (1 - 2 * y), [])
        return cls((by_z, activation, cost), columns, [y])

    def __reduce__(self) -> tuple[Any, ...]:
        return MeanCost, (self._formula, self._columns, self._labels)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._share)

    def __call__(self, parameters: Floats) -> tuple[float, Floats]:
        """The mean cost, and its gradient of the shape of the parameters."""
        if type(parameters) is not _ARRAY or parameters.shape != self._shape:
            parameters = self._checked(parameters)
        costs, slopes = self._by_z(parameters.dot(self._columns), *self._labels)
        return float(costs.dot(self._share)), self._shares.dot(slopes)

    def _checked(self, parameters: Any) -> Floats:
        values = numbers(parameters)
        if values.shape != self._shape:
            raise InputError(
                f"compute the mean cost at {parameters!r}",
                f"its shape is {values.shape} and not {self._shape}",
                "Pass one number for each parameter",
            )
        return values

    @property
    def dtype(self) -> Any:
        """In which precision it computes."""
        return self._share.dtype

    def part(self, rows: Any) -> MeanCost:
        """The mean cost over some of the rows, chosen by their numbers."""
        return MeanCost(self._formula, self._columns[:, rows], [label[rows] for label in self._labels], self._by_z)


def linear_part(neuron: Neuron, X: Any) -> Any:
    """The z of each row of X, an array or a tensor.

    Raises
    ------
    InputError
        X does not hold a finite number for each weight in every row.
    DomainError
        One of them is not finite.
    """
    with np.errstate(all="ignore"):  # what is out of bounds is an error
        X = features(X, neuron)
        z = _linear_part(neuron, room := wide(X))
        z = z if room is X else as_given(z, X.dtype)
        finite = all_finite(z)
    if not finite:
        raise DomainError(
            f"compute z of {neuron!r}",
            f"it is too large for {str(X.dtype).removeprefix('torch.')} in at least one row",
            "Scale the features",
        )
    return z


def _linear_part(neuron: Neuron, X: Any) -> Any:
    # For one feature, NumPy's dot is several times as quick as its @.
    z = X @ X.new_tensor(neuron.weights) if is_tensor(X) else X.dot(neuron.weights.astype(X.dtype))
    return z + neuron.bias if neuron.has_bias else z


def mean_over_rows(neuron: Neuron, X: Any, y: Any, *, binary: bool, dtype: Any) -> tuple[Any, Any]:
    """The mean cost and its gradient, of arrays or of tensors.

    Parameters
    ----------
    neuron, X, y
        A neuron and its data, of shapes (n, k) and (n,).
    binary : bool
        Whether the labels are 0 and 1.
    dtype
        What to return both in.

    Raises
    ------
    DomainError
        One of them is not finite.
    """
    (costs, slopes), count = _each_row(neuron, X, y, binary=binary), len(y)
    cost, gradient = costs.sum() / count, _over_rows(slopes, X, bias=neuron.has_bias) / count
    if X.dtype is dtype and is_finite(cost, gradient):
        return cost, gradient
    # A sum may be too large where the mean is not.
    cost, gradient = (costs / count).sum(), _over_rows(slopes / count, X, bias=neuron.has_bias)
    if not is_finite(cost := as_given(cost, dtype), gradient := as_given(gradient, dtype)):
        raise DomainError(
            f"compute the cost of {neuron!r}",
            f"it comes to {cost.item():g}, or its gradient is not finite",
            "Scale the features, or choose an activation whose values the cost allows",
        )
    return cost, gradient


def _each_row(neuron: Neuron, X: Any, y: Any, *, binary: bool) -> tuple[Any, Any]:
    """The cost of each row, and its slope dJ/dz."""
    z = _linear_part(neuron, X)
    without_y = by_z_alone(neuron.activation, neuron.cost_function) if binary else None
    if without_y is None:
        return by_z(neuron.activation, neuron.cost_function)(z, y)
    sign = 1.0 - 2.0 * y
    costs, slopes = without_y(sign * z)
    return costs, sign * slopes


def _over_rows(slopes: Any, X: Any, *, bias: bool) -> Any:
    """The sum over all rows of dJ/dz * dz/dw for each parameter, the bias last: dz/dw1 is x1, and dz/db is 1."""
    if is_tensor(X):
        import torch

        return torch.cat([slopes @ X, slopes.sum().reshape(1)]) if bias else slopes @ X
    total = np.empty(X.shape[1] + bias, slopes.dtype)
    slopes.dot(X, out=total[: X.shape[1]])
    if bias:
        total[-1] = slopes.sum()
    return total
