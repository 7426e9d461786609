"""What a neuron says of rows, and how often it is right: predict, predict_proba and score of scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.errors import DomainError, InputError
from gdmath.functions import sigmoid
from gdmath.neuron.formulas import is_sigmoid, require_probability
from gdmath.neuron.inputs import is_tensor, rows

if TYPE_CHECKING:
    from gdmath.neuron import Neuron


def predicted(neuron: Neuron, X: Any) -> Any:
    """See `Neuron.predict`."""
    a = neuron.forward(X)
    if not is_sigmoid(neuron.activation):
        return a
    return (a > 0.5).long() if is_tensor(a) else np.asarray(a > 0.5).astype(int)[()]


def probabilities(neuron: Neuron, X: Any) -> Any:
    """See `Neuron.predict_proba`."""
    require_probability(neuron)
    z = neuron.linear(X)
    both = sigmoid(-z), sigmoid(z)  # 1 - sigmoid(z) would lose its digits where it is small
    if not is_tensor(z):
        return np.stack(both, axis=-1)
    import torch

    return torch.stack(both, dim=-1)


def score(neuron: Neuron, X: Any, y: Any) -> float:
    """See `Neuron.score`."""
    X, y, binary, _ = rows(X, y, neuron)
    said = predicted(neuron, X)
    if not is_sigmoid(neuron.activation):
        return _explained(
            *(value.detach().cpu().double().numpy() if is_tensor(value) else value for value in (said, y))
        )
    if not binary:
        raise InputError("count the rows that are right", "a label is neither 0 nor 1", "Pass 0 or 1 for each row")
    return int((said == y).sum()) / len(y)


def _explained(a: Any, y: Any) -> float:
    """The coefficient of determination."""
    around = y.astype(float) - y.mean(dtype=float)
    if not around.any():
        raise DomainError(
            "tell the share R² of the variance that is explained",
            "all labels are one number and have none",
            "Pass labels that differ, or look at the cost",
        )
    return 1.0 - float(((y.astype(float) - a) ** 2).sum() / (around**2).sum())
