"""Points and gradients, of three kinds.

They are tuples of floats for an expression, NumPy arrays for a neuron, and tensors for a function of torch.
"""

from __future__ import annotations

from contextlib import nullcontext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import Any


def stepped(point: Any, slope: Any, learning_rate: float) -> Any:
    """Return the next point: next_w = w - learning_rate * dJ/dw, for each w."""
    if isinstance(point, tuple):
        return tuple([w - learning_rate * dw for w, dw in zip(point, slope, strict=True)])
    return point - learning_rate * slope


def squared(slope: Any) -> float:
    """Return the squared length of a gradient; it is finite only if each entry is."""
    if isinstance(slope, tuple):
        return float(sum([dw * dw for dw in slope]))
    entries = slope if slope.ndim == 1 else slope.ravel()
    return float(entries.dot(entries))


def sizes(slope: Any) -> list[float]:
    """Return the size of each entry of a gradient."""
    return [abs(entry) for entry in (slope if isinstance(slope, tuple) else slope.ravel().tolist())]


def shown(value: Any) -> Any:
    """Return what a callback may look at, so that nothing it does can change the descent."""
    if isinstance(value, tuple):
        return value
    if hasattr(value, "clone"):
        return value.clone()
    copy = value.copy()  # and no view, through which the entries themselves can be reached
    copy.flags.writeable = False
    return copy


def quiet(point: Any) -> AbstractContextManager[object]:
    """Return a context without NumPy's warnings: a number out of bounds ends a descent, and its History says so."""
    if isinstance(point, tuple):
        return nullcontext()
    import numpy as np

    return np.errstate(all="ignore")
