"""What a neuron computes with arrays of NumPy and tensors of torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.neuron.formulas import by_rows
from gdmath.neuron.inputs import joined_parameters, numbers, plain, require_one_index, rows
from gdmath.neuron.judging import predicted, probabilities, score
from gdmath.neuron.mean_cost import MeanCost, linear_part, mean_over_rows

if TYPE_CHECKING:
    from gdmath.neuron import Neuron

__all__ = [
    "columns",
    "cost_and_gradient",
    "forward",
    "joined_parameters",
    "linear_part",
    "numbers",
    "objective",
    "predicted",
    "probabilities",
    "score",
]


def forward(neuron: Neuron, X: Any) -> Any:
    """See `Neuron.forward`."""
    return by_rows(neuron.activation)(linear_part(neuron, X))


def cost_and_gradient(neuron: Neuron, X: Any, y: Any) -> tuple[Any, Any]:
    """See `Neuron.cost_and_gradient`."""
    with np.errstate(all="ignore"):  # what is out of bounds is an error
        X, y, binary, dtype = rows(X, y, neuron)
        return mean_over_rows(neuron, X, y, binary=binary, dtype=dtype)


def objective(neuron: Neuron, X: Any, y: Any) -> MeanCost:
    """See `Neuron.objective`."""
    require_one_index(X, y)
    with np.errstate(all="ignore"):
        X, y, binary, _ = rows(plain("X", X, keep=np.float32), y, neuron)
    across = np.vstack([X.T, np.ones_like(y)] if neuron.has_bias else [X.T])
    return MeanCost.over(neuron.activation, neuron.cost_function, across, y, binary=binary)


def columns(_: Neuron, X: Any, y: Any) -> list[Any]:
    """The columns of the features, and behind them the labels.

    Raises
    ------
    InputError
        They are not numbers, or pandas calls their rows by different names.
    """
    require_one_index(X, y)
    return [*plain("X", X).T, plain("y", y)]
