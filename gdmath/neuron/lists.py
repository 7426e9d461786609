"""What a neuron computes with plain lists, where NumPy is not installed.

What is by rows is a list, what is by parameters a tuple, as in the descent of an expression.  Each sum of products is
rounded once, where NumPy rounds in an order of its machine: the two agree to a few units of the last digit of the
largest term.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gdmath.alone import total
from gdmath.cost import binary_cross_entropy
from gdmath.errors import DomainError, InputError, shown
from gdmath.functions import sigmoid
from gdmath.neuron.formulas import by_rows, by_z, by_z_alone, is_sigmoid, require_probability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gdmath.neuron import Neuron
    from gdmath.neuron.formulas import ByZ

    Floats = tuple[float, ...]

_CLEAN = "Look for it, and remove or mend its row"
_FLAT = "Pass a number or a flat list of numbers"


def _listed(values: Any) -> Any:
    """A list of what has one to give, as an array that came later than the neuron; anything else as it is."""
    return values.tolist() if hasattr(values, "tolist") else values


def _shape(values: Any) -> tuple[int, ...]:
    """As NumPy has it, by the first of each list."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Sequence):
        return ()
    return len(values), *(_shape(values[0]) if len(values) else ())


def numbers(values: Any) -> Any:
    """A float out of a number, or floats out of a flat list.

    Raises
    ------
    InputError
        They are not numbers, or not all of them are finite.
    """
    values = _listed(values)
    try:
        given = tuple(map(float, values)) if _shape(values) else float(values)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"use {shown(values)} as parameters", "they are not plain numbers", _FLAT) from error
    if not all(map(math.isfinite, given if isinstance(given, tuple) else [given])):
        raise InputError(f"use {values!r} as parameters", "not all of them are finite", "Use finite numbers")
    return given


def joined_parameters(weights: Any, bias: Any) -> Floats:
    """The weights, and behind them the bias if there is one.

    Raises
    ------
    InputError
        They are not finite numbers, or there is no weight.
    """
    values = numbers(weights)
    values = values if isinstance(values, tuple) else (values,)
    if not values:
        raise InputError(f"make a neuron with weights={weights!r}", "its weights are not of shape (k,)", _FLAT)
    return values if bias is None else (*values, *numbers([bias]))


def _floats(name: str, values: Iterable[Any]) -> Floats:
    try:
        found = tuple(map(float, values))
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"use {name}", f"it is not numbers ({error})", _CLEAN) from error
    if not all(map(math.isfinite, found)):
        raise InputError(f"use {name}", "it holds a value that is not a finite number", _CLEAN)
    return found


def _features(neuron: Neuron, X: Any) -> list[Floats]:
    """The rows of the features; of a flat list the only one."""
    shape, count = _shape(X := _listed(X)), len(neuron.weights)
    if len(shape) not in {1, 2} or shape[-1] != count:
        raise InputError(
            f"feed {neuron!r} with features of shape {shape}",
            f"a row needs {count} of them, one for each weight",
            "Bring them to shape (n, k); one feature of n rows is [[x] for x in X]",
        )
    table = [_floats("X", row) for row in (X if len(shape) == 2 else [X])]
    if {len(row) for row in table} != {count}:
        raise InputError("use X", "its rows are not of one length", _CLEAN)
    return table


def _rows(neuron: Neuron, X: Any, y: Any) -> tuple[list[Floats], Floats]:
    """The features and the label of each row."""
    X, y = _listed(X), _listed(y)
    table, shape = _features(neuron, X), _shape(y)
    if len(_shape(X)) != 2 or shape != (len(table),):
        raise InputError(
            f"compare {neuron!r} on features of shape {_shape(X)} with labels of shape {shape}",
            "they are not of shapes (n, k) and (n,) with n at least one",
            "Use [[x] for x in X] for one feature, and a flat list of labels",
        )
    labels = _floats("y", y)
    bad = [label for label in labels if not 0 <= label <= 1]
    if bad and neuron.cost_function is binary_cross_entropy:
        raise InputError(f"take the cross-entropy with the label {bad[0]!r}", "it is not between 0 and 1", _CLEAN)
    return table, labels


def columns(neuron: Neuron, X: Any, y: Any) -> list[Any]:
    """The columns of the features, and behind them the labels; refused as in `cost_and_gradient`."""
    table, labels = _rows(neuron, X, y)
    return [*map(list, zip(*table, strict=True)), [*labels]]


def _sum(terms: Iterable[float]) -> float:
    """The sum, rounded once; where that is too large, infinite or no number."""
    terms = list(terms)
    try:
        return math.fsum(terms)
    except (OverflowError, ValueError):
        return total(terms)


def _product(row: Iterable[float], parameters: Iterable[float]) -> float:
    return _sum(map(operator.mul, row, parameters))


def linear_part(neuron: Neuron, X: Any) -> Any:
    """See `Neuron.linear`."""
    z = [_product((*row, 1.0), neuron.parameters) for row in _features(neuron, X)]
    if not all(map(math.isfinite, z)):
        raise DomainError(
            f"compute z of {neuron!r}", "it is too large for float64 in at least one row", "Scale the features"
        )
    return z if len(_shape(_listed(X))) == 2 else z[0]


def forward(neuron: Neuron, X: Any) -> Any:
    """See `Neuron.forward`."""
    z, activation = linear_part(neuron, X), by_rows(neuron.activation)
    return [activation(each) for each in z] if isinstance(z, list) else activation(z)


class ListCost:
    """The mean cost over rows and its gradient, as a function of the parameters alone: `MeanCost` on lists.

    Parameters
    ----------
    by_z : callable
        What finds the cost of a row and its derivative dJ/dz.
    rows : sequence of tuple
        What each parameter is multiplied with in each row: a feature, or one for the bias.
    labels : sequence of tuple
        The label of each row; or nothing, and rows of label 1 have changed their sign.
    """

    __slots__ = ("_by_z", "_labels", "_rows")

    def __init__(self, by_z: ByZ, rows: Sequence[Floats], labels: Sequence[Floats]) -> None:
        self._by_z, self._rows, self._labels = by_z, rows, labels

    @classmethod
    def over(cls, neuron: Neuron, rows: Sequence[Floats], labels: Floats) -> ListCost:
        """The mean cost over these rows, by the formula without y where there is one."""
        functions = neuron.activation, neuron.cost_function
        without_y = by_z_alone(*functions) if {0.0, 1.0}.issuperset(labels) else None
        if without_y is None:
            return cls(by_z(*functions), rows, [(label,) for label in labels])
        signed = [tuple([-entry for entry in row]) if label else row for row, label in zip(rows, labels, strict=True)]
        return cls(without_y, signed, [()] * len(labels))

    def part(self, rows: Iterable[int]) -> ListCost:
        """The mean cost over some of the rows, chosen by their numbers."""
        chosen = [*rows]
        return ListCost(self._by_z, [self._rows[k] for k in chosen], [self._labels[k] for k in chosen])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def __call__(self, parameters: Any) -> tuple[float, Floats]:
        """The mean cost, and its gradient; no numbers where a row has none."""
        parameters, width = numbers(parameters), len(self._rows[0])
        if _shape(parameters) != (width,):
            raise InputError(
                f"compute the mean cost at {parameters!r}",
                f"its shape is {_shape(parameters)} and not {(width,)}",
                "Pass one number for each parameter",
            )
        try:
            found = [
                self._by_z(_product(row, parameters), *label)
                for row, label in zip(self._rows, self._labels, strict=True)
            ]
        except (DomainError, InputError):
            return math.nan, (math.nan,) * width
        return self._mean(*zip(*found, strict=True))

    def _mean(self, costs: Floats, slopes: Floats) -> tuple[float, Floats]:
        count, entries = len(costs), [*zip(*self._rows, strict=True)]
        cost, gradient = total(costs) / count, tuple(_product(entry, slopes) / count for entry in entries)
        if all(map(math.isfinite, (cost, *gradient))):
            return cost, gradient
        # A sum may be too large where the mean is not.
        shares = [slope / count for slope in slopes]
        return total([each / count for each in costs]), tuple(_product(entry, shares) for entry in entries)


def objective(neuron: Neuron, X: Any, y: Any) -> ListCost:
    """See `Neuron.objective`."""
    table, labels = _rows(neuron, X, y)
    return ListCost.over(neuron, [(*row, 1.0) for row in table] if neuron.has_bias else table, labels)


def cost_and_gradient(neuron: Neuron, X: Any, y: Any) -> tuple[Any, Any]:
    """See `Neuron.cost_and_gradient`."""
    cost, gradient = objective(neuron, X, y)(neuron.parameters)
    if not all(map(math.isfinite, (cost, *gradient))):
        raise DomainError(
            f"compute the cost of {neuron!r}",
            f"it comes to {cost:g}, or its gradient is not finite",
            "Scale the features, or choose an activation whose values the cost allows",
        )
    return cost, gradient


def predicted(neuron: Neuron, X: Any) -> Any:
    """See `Neuron.predict`."""
    a = forward(neuron, X)
    if not is_sigmoid(neuron.activation):
        return a
    return [int(each > 0.5) for each in a] if isinstance(a, list) else int(a > 0.5)


def probabilities(neuron: Neuron, X: Any) -> Any:
    """See `Neuron.predict_proba`."""
    require_probability(neuron)
    z = linear_part(neuron, X)
    return [[sigmoid(-each), sigmoid(each)] for each in z] if isinstance(z, list) else [sigmoid(-z), sigmoid(z)]


def score(neuron: Neuron, X: Any, y: Any) -> float:
    """See `Neuron.score`."""
    _, labels = _rows(neuron, X, y)
    said = predicted(neuron, X)
    if not is_sigmoid(neuron.activation):
        return _explained(said, labels)
    if not {0.0, 1.0}.issuperset(labels):
        raise InputError("count the rows that are right", "a label is neither 0 nor 1", "Pass 0 or 1 for each row")
    return [*map(operator.eq, said, labels)].count(True) / len(labels)


def _explained(a: Sequence[float], y: Sequence[float]) -> float:
    """The coefficient of determination."""
    mean = total(y) / len(y)
    around = [label - mean for label in y]
    if not any(around):
        raise DomainError(
            "tell the share R² of the variance that is explained",
            "all labels are one number and have none",
            "Pass labels that differ, or look at the cost",
        )
    left = total([(label - each) * (label - each) for label, each in zip(y, a, strict=True)])
    return 1.0 - left / total([each * each for each in around])
