"""What a neuron is given: its parameters, and the rows of its data, checked before any number is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.cost import binary_cross_entropy
from gdmath.errors import InputError

if TYPE_CHECKING:
    from gdmath.neuron import Floats, Neuron

_CLEAN = "Look for it, and remove or mend its row"


def rows(X: Any, y: Any, neuron: Neuron) -> tuple[Any, Any]:
    """Features of shape (n, k) and labels of shape (n,), as arrays or as tensors of one dtype.

    Raises
    ------
    InputError
        The shapes are others, a value is not finite, or a label makes no sense for the cross-entropy.
    """
    X, y = (value if is_tensor(value) else np.asarray(value) for value in (X, y))
    if X.ndim != 2 or tuple(y.shape) != (len(X),) or not len(X):
        raise InputError(
            f"compare {neuron!r} on features of shape {tuple(X.shape)} with labels of shape {tuple(y.shape)}",
            "they are not of shapes (n, k) and (n,) with n at least one",
            "Use X.reshape(-1, 1) for one feature and y.reshape(-1) for a column of labels",
        )
    for name, value in (("X", X), ("y", y)):
        if not is_tensor(value) and value.dtype.kind not in "biuf":
            raise InputError(f"use {name} of dtype {value.dtype} in {neuron!r}", "it is not numbers", _CLEAN)
        if not bool((abs(value) < float("inf")).all()):
            raise InputError(f"use {name} in {neuron!r}", "it holds a value that is not a finite number", _CLEAN)
    if neuron.cost_function is binary_cross_entropy and not bool(((y >= 0) & (y <= 1)).all()):
        bad = float(y[(y < 0) | (y > 1)][0])
        raise InputError(f"take the cross-entropy with the label {bad!r}", "it is not between 0 and 1", _CLEAN)
    return X, (y.to(X.dtype) if is_tensor(y) and is_tensor(X) else y)


def plain(name: str, values: Any) -> Floats:
    """A float64 array out of a list, a table, an array or a tensor.

    Raises
    ------
    InputError
        It holds something else than numbers.
    """
    try:
        return np.asarray(values.detach().cpu().numpy() if is_tensor(values) else values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"use {name} of type {type(values).__name__}", f"it is not numbers ({error})", _CLEAN
        ) from error


def numbers(values: Any) -> Floats:
    """Plain float64 numbers out of a number, a list, an array or a tensor.

    Raises
    ------
    InputError
        They are not numbers, or not all of them are finite.
    """
    try:
        array = np.array(values.detach().cpu().numpy() if is_tensor(values) else values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"use {values!r} as parameters", "they are not plain numbers", "Pass a number or a flat list of numbers"
        ) from error
    if not np.isfinite(array).all():
        raise InputError(f"use {values!r} as parameters", "not all of them are finite", "Use finite numbers")
    return array


def joined(gradient: Any, last: Any) -> Any:
    """The gradient with one more entry at its end."""
    if not is_tensor(gradient):
        return np.append(gradient, last)
    import torch

    return torch.cat([gradient, last.reshape(1)])


def is_tensor(value: Any) -> bool:
    """Whether a value belongs to torch, found out without importing it."""
    return type(value).__module__.partition(".")[0] == "torch"


def float_type(X: Any) -> Any:
    """The dtype to compute in: that of the features if it is a float, else float64."""
    return X.dtype if np.issubdtype(X.dtype, np.floating) else np.float64
