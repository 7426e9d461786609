"""The mean cost of a neuron over the rows of its data, and its gradient, by the rules.

The gradient of one row is dJ/dz * dz/dw, and dz/dw1 is x1: the rules give dJ/dz once, and the sum over all rows is a
product of a matrix and a vector.

Where a row of label 1 costs at z what a row of label 0 costs at -z, as with the sigmoid and the cross-entropy, each
row of label 1 may change its sign, features and one, and count as a row of label 0.  All rows then have one formula
without y in it: J = softplus(z) and dJ/dz = sigmoid(z).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.calculus import differentiate
from gdmath.errors import DomainError, GdmathError, InputError
from gdmath.expression import Expr, postorder
from gdmath.names import symbols
from gdmath.neuron.inputs import all_finite, features, is_tensor
from gdmath.numeric import lambdify
from gdmath.tidying import stable, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gdmath.neuron import Activation, Cost, Floats, Neuron

    ByZ = Callable[..., tuple[Any, Any]]


class MeanCost:
    """The mean cost over rows and its gradient, as a function of the parameters alone.

    Parameters
    ----------
    by_z : callable
        From z, and y if it needs that, to the cost of each row and its derivative dJ/dz.
    columns : array, shape (parameters, n)
        What each parameter is multiplied with in each of the n rows: a feature, or one for the bias.
    labels : sequence of array, shape (n,)
        Empty, or y alone.
    """

    __slots__ = ("_by_z", "_columns", "_labels", "_share", "_shares")

    def __init__(self, by_z: ByZ, columns: Floats, labels: Sequence[Floats]) -> None:
        self._by_z, self._columns, self._labels = by_z, columns, labels
        # The mean of n rows is the sum of what each adds to it, one n-th.
        self._share = np.full_like(columns[0], 1 / len(columns[0]))
        self._shares = columns * self._share

    @classmethod
    def over(cls, activation: Activation, cost: Cost, columns: Floats, y: Floats, *, binary: bool) -> MeanCost:
        """The mean cost over these rows, by the formula without y where there is one; `binary` are labels 0 and 1."""
        without_y = _by_z_alone(activation, cost) if binary else None
        if without_y is None:
            return cls(by_z(activation, cost), columns, [y])
        return cls(without_y, columns * (1 - 2 * y), [])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._share)

    def __call__(self, parameters: Floats) -> tuple[float, Floats]:
        """The mean cost, and its gradient of the shape of the parameters."""
        costs, slopes = self._by_z(parameters.dot(self._columns), *self._labels)
        return float(costs.dot(self._share)), self._shares.dot(slopes)

    @property
    def dtype(self) -> Any:
        """In which precision it computes."""
        return self._share.dtype

    def part(self, rows: Any) -> MeanCost:
        """The mean cost over some of the rows, chosen by their numbers."""
        return MeanCost(self._by_z, self._columns[:, rows], [label[rows] for label in self._labels])


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
        z = _linear_part(neuron, X)
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


def mean_over_rows(neuron: Neuron, X: Any, y: Any, *, binary: bool) -> tuple[Any, Any]:
    """The mean cost and its gradient, of arrays or of tensors; `binary` says that the labels are 0 and 1."""
    z = _linear_part(neuron, X)
    without_y = _by_z_alone(neuron.activation, neuron.cost_function) if binary else None
    if without_y:
        sign = 1.0 - 2.0 * y
        costs, slopes = without_y(sign * z)
        slopes = sign * slopes
    else:
        costs, slopes = by_z(neuron.activation, neuron.cost_function)(z, y)
    return costs.sum() / len(y), _over_rows(slopes, X, bias=neuron.has_bias) / len(y)


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


@lru_cache(maxsize=64)
def by_z(activation: Activation, cost: Cost) -> ByZ:
    """The cost of a row and its derivative dJ/dz, both as functions of z and y, found by the rules."""
    z, y = symbols("z y")
    return _with_slope(z, [z, y], stable(cost(activation(z), y)))


def require_formulas(activation: Activation, cost: Cost) -> None:
    """Try the activation and the cost on symbols, before somebody waits for a number.

    Raises
    ------
    InputError
        They cannot be applied to expressions.
    """
    try:
        by_z(activation, cost)
    except GdmathError:
        raise
    except Exception as error:  # whatever a function that is not ours may raise
        raise InputError(
            f"make a neuron with activation={activation!r} and cost={cost!r}",
            f"they are not functions of expressions ({type(error).__name__}: {error})",
            "Pass functions of gdmath, such as sigmoid and binary_cross_entropy, or formulas made of them",
        ) from error


@lru_cache(maxsize=64)
def _by_z_alone(activation: Activation, cost: Cost) -> ByZ | None:
    """The same for a row of label 0, if a row of label 1 is one with its sign changed; otherwise None."""
    z, y = symbols("z y")
    J = stable(cost(activation(z), y))
    of_label_0 = _tidied(J.subs({y: 0}))
    return _with_slope(z, [z], of_label_0) if _tidied(J.subs({y: 1, z: -z})) is of_label_0 else None


def _with_slope(z: Expr, variables: list[Expr], J: Expr) -> ByZ:
    both = (J, differentiate(J, z).result)
    # One number for each row, even of a formula in which z does not occur.
    return lambdify(variables, [part if z in part.free_symbols else part + 0 * z for part in both])


def _tidied(expr: Expr) -> Expr:
    new: dict[Expr, Expr] = {}
    for part in postorder(expr):
        new[part] = tidy(part.head, *(new[arg] for arg in part.args)) if isinstance(part.args[0], Expr) else part
    return new[expr]
