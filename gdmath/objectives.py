"""Three kinds of cost, read in one way: from a point to the cost there and its gradient.

A point is a tuple of floats for an expression, a NumPy array for a neuron, a tensor for a function of torch.
"""

from __future__ import annotations

import math
from contextlib import nullcontext
from numbers import Real
from typing import TYPE_CHECKING, Any

from gdmath.derivation import gradient
from gdmath.errors import InputError
from gdmath.expression import Expr
from gdmath.numeric import lambdify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    Objective = Callable[[Any], tuple[float, Any]]
    Problem = tuple[Objective, Any, tuple[str, ...]]

__all__ = ["problem", "quiet", "stacked", "stepped"]


def problem(cost: Any, start: Any, y: Any) -> Problem:
    """Return what to descend: the objective, the point to start from, and the names of its entries."""
    if hasattr(cost, "objective"):
        return _of_neuron(cost, start, y)
    if y is not None:
        raise InputError(
            f"descend {cost!r} on data",
            "only a neuron takes data",
            "Pass the cost and where to start, and nothing else",
        )
    if isinstance(cost, Expr):
        return _of_expression(cost, start)
    if callable(cost):
        return _of_torch(cost, start)
    raise InputError(
        f"descend {cost!r}",
        f"{type(cost).__name__} is neither an expression nor a neuron nor a function",
        "Pass one of them",
    )


def stepped(point: Any, slope: Any, learning_rate: float) -> Any:
    """Return the next point: next_w = w - learning_rate * dJ/dw, for each w."""
    if isinstance(point, tuple):
        return tuple(w - learning_rate * dw for w, dw in zip(point, slope, strict=True))
    return point - learning_rate * slope


def quiet(point: Any) -> AbstractContextManager[object]:
    """Return a context without NumPy's warnings: a number out of bounds ends a descent, and its History says so."""
    if isinstance(point, tuple):
        return nullcontext()
    import numpy as np

    return np.errstate(all="ignore")


def stacked(rows: Sequence[Any], *, like: Any) -> Any:
    """Return points, or costs, as the rows of a table that nobody can change; of tuples for points like a tuple."""
    if isinstance(like, tuple):
        return tuple(rows)
    import numpy as np

    table = np.array([row if isinstance(row, float) else np.ravel(row) for row in map(_on_cpu, rows)])
    table.flags.writeable = False
    return table


def _on_cpu(row: Any) -> Any:
    return row.cpu() if hasattr(row, "cpu") else row


def _of_neuron(neuron: Any, inputs: Any, y: Any) -> Problem:
    if y is None:
        raise InputError(
            "descend a neuron without data",
            "its cost is that of rows of data",
            "Call gradient_descent(neuron, X, y, ...)",
        )
    return neuron.objective(inputs, y), neuron.parameters, tuple(neuron.names)


def _of_expression(cost: Expr, start: Any) -> Problem:
    if not isinstance(start, dict) or not all(isinstance(key, Expr) and key.head == "symbol" for key in start):
        raise InputError(
            f"start at {start!r}", "an expression starts at a number for each symbol", "Write a dict such as {w: 3.0}"
        )
    missing, extra = cost.free_symbols - start.keys(), start.keys() - cost.free_symbols
    if missing or not start:
        names = sorted(map(str, missing))
        raise InputError(
            f"start at {start!r}",
            f"the cost {cost!r} also depends on {', '.join(names)}" if names else "there is no parameter to step",
            "Give each symbol of the cost a number",
        )
    if extra:
        raise InputError(
            f"start at {start!r}",
            f"the cost {cost!r} does not depend on {', '.join(sorted(map(str, extra)))}",
            "Leave it out",
        )
    for symbol, value in start.items():
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            raise InputError(f"start at {symbol} = {value!r}", "it is not a finite number", "Pass a float")
    wrt = list(start)
    both = lambdify(wrt, [cost, *gradient(cost, wrt)])

    def objective(point: tuple[float, ...]) -> tuple[float, tuple[float, ...]]:
        value, *slopes = both(*point)
        return value, tuple(slopes)

    return objective, tuple(float(value) for value in start.values()), tuple(map(str, wrt))


def _of_torch(cost: Callable[[Any], Any], start: Any) -> Problem:
    import torch

    if (
        not isinstance(start, torch.Tensor)
        or not start.is_floating_point()
        or not start.isfinite().all()
        or not len(start.ravel())
    ):
        raise InputError(
            f"start at {start!r}",
            "a function of torch starts at a tensor of finite floats",
            "Pass one such as torch.tensor([3.0]), or an Expr as the cost",
        )

    def objective(point: torch.Tensor) -> tuple[float, torch.Tensor]:
        leaf = point.detach().requires_grad_()
        value = cost(leaf)
        usable = isinstance(value, torch.Tensor) and value.numel() == 1 and value.requires_grad
        (slope,) = torch.autograd.grad(value.sum(), leaf, allow_unused=True) if usable else (None,)
        if slope is None:
            raise InputError(
                f"descend the cost {value!r}",
                "it is not one number computed by torch from the tensor that it was given",
                "Return a tensor with one entry, such as losses.mean()",
            )
        return value.item(), slope

    size = start.numel()
    names = ("w",) if size == 1 else tuple(f"w{k}" for k in range(1, size + 1))
    return objective, start.detach().clone(), names
