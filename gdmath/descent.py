"""Gradient descent: next_w = w - learning_rate * dJ/dw, again and again, with every step kept.

One loop serves three kinds of cost J: an expression, whose gradient the rules give; a neuron with data; and any cost
function of torch, whose gradient autograd gives. A point is a tuple of floats for the first, a NumPy array for the
second, a tensor for the third: descending an expression needs nothing but Python.
"""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from gdmath.errors import DomainError, GdmathError, InputError
from gdmath.history import History
from gdmath.objectives import problem, quiet, stacked, stepped

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DivergenceError", "History", "gradient_descent"]


class DivergenceError(GdmathError, ArithmeticError):
    """A descent whose cost grew out of bounds, or ceased to be a number.

    Attributes
    ----------
    history : History
        The steps until then.
    """

    history: History


def gradient_descent(  # noqa: PLR0913 - each option is one word of the sentence that calls this
    cost: Any,
    start: Any,
    y: Any = None,
    /,
    *,
    learning_rate: float,
    max_steps: int = 1000,
    tolerance: float = 1e-8,
    divergence_limit: float = 1e10,
    on_divergence: str = "raise",
    callback: Callable[[int, Any, float, Any], object] | None = None,
) -> History:
    """Step against the gradient of a cost: next_w = w - learning_rate * dJ/dw.

    Call it in one of three ways::

        gradient_descent(expression, {w: 3.0, b: 0.0}, learning_rate=0.1)
        gradient_descent(neuron, X, y, learning_rate=0.1)
        gradient_descent(torch_function, start_tensor, learning_rate=0.1)

    Parameters
    ----------
    cost : Expr, Neuron or callable
        What to make small. A callable takes a tensor and returns a tensor with one entry.
    start : dict, array_like or torch.Tensor
        Where to start: a number for each symbol of an expression; a tensor for a callable. A neuron starts at its own
        parameters, and what stands here are the inputs X of the rows, of shape (rows, inputs).
    y : array_like, shape (rows,), optional
        For a neuron: the label of each row.
    learning_rate : float
        How far to step, a positive number.
    max_steps : int, optional
        How many steps to take at most.
    tolerance : float, optional
        Where no entry of the gradient is larger than this, the descent has converged.
    divergence_limit : float, optional
        A cost above this, or one that is not finite, ends the descent as diverged.
    on_divergence : {"raise", "mark"}, optional
        Whether to raise an error that carries the History, or to return that History.
    callback : callable, optional
        Called at each step as ``callback(step, parameters, cost, gradient)``; the descent stops where it returns True.

    Returns
    -------
    History

    Raises
    ------
    InputError
        If an argument makes no sense.
    DivergenceError
        If the descent diverges.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.5).last
    {'w': 3.0}
    >>> gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=1.5)
    Traceback (most recent call last):
    gdmath.descent.DivergenceError: Cannot descend with learning_rate=1.5, because at step 16 the cost 3.86547e+10 is
    above divergence_limit=1e+10. Pass a smaller one, such as 0.15, or on_divergence='mark' to get the steps until then.
    """
    rate = _number("learning_rate", learning_rate, "a step against the gradient needs a length above zero")
    limit = _number("divergence_limit", divergence_limit, "a descent needs a highest cost that it may reach")
    least = 0.0 if tolerance == 0 else _number("tolerance", tolerance, "the size of a gradient is never below zero")
    _check_count(max_steps)
    if on_divergence not in ("raise", "mark"):
        raise InputError(
            f"descend with on_divergence={on_divergence!r}", "an error or a mark are the two", "Pass 'raise' or 'mark'"
        )
    if callback is not None and not callable(callback):
        raise InputError(f"descend with callback={callback!r}", "it cannot be called", "Pass a function, or None")
    objective, point, names = problem(cost, start, y)
    rows: list[tuple[Any, float, Any]] = []
    ending = None
    with quiet(point):
        while ending is None:
            rows.append(_measured(objective, point, len(rows)))
            ending = _ending(rows, (max_steps, least, limit), callback)
            point = stepped(point, rows[-1][2], rate)
    status, why = ending
    points, costs, gradients = (stacked(column, like=point) for column in zip(*rows, strict=True))
    history = History(names, rate, points, costs, gradients, status, f"{why[0].upper()}{why[1:]}.")
    if status == "diverged" and on_divergence == "raise":
        raise _divergence(history, why)
    return history


def _number(name: str, value: Any, because: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < math.inf:
        raise InputError(f"descend with {name}={value!r}", because, "Pass a finite number above zero")
    return float(value)


def _check_count(max_steps: Any) -> None:
    if isinstance(max_steps, bool) or not isinstance(max_steps, Integral) or max_steps < 1:
        raise InputError(f"descend with max_steps={max_steps!r}", "it counts the steps", "Pass an int, 1 or more")


def _measured(objective: Callable[[Any], tuple[float, Any]], point: Any, step: int) -> tuple[Any, float, Any]:
    try:
        return (point, *objective(point))
    except (DomainError, InputError):
        # Where a descent starts is the caller's choice; where it goes from there is the learning rate's, be it out
        # of the domain or out of the range of floats.
        if step == 0:
            raise
        return point, math.nan, (math.nan,) * len(point)


def _ending(
    rows: list[tuple[Any, float, Any]],
    bounds: tuple[int, float, float],
    callback: Callable[[int, Any, float, Any], object] | None,
) -> tuple[str, str] | None:
    """Return how the descent ends at its last row, and why; None if it goes on."""
    step, (point, cost, slope), (max_steps, tolerance, limit) = len(rows) - 1, rows[-1], bounds
    sizes = [abs(entry) for entry in (slope if isinstance(slope, tuple) else slope.ravel().tolist())]
    asked = callback is not None and callback(step, point, cost, slope) is True
    if why := _out_of_bounds(cost, sizes, limit):
        return "diverged", f"at step {step} {why}"
    if max(sizes) <= tolerance:
        return "converged", f"at step {step} no entry of the gradient is above tolerance={tolerance:g}"
    if asked:
        return "stopped", f"at step {step} the callback returned True"
    if step == max_steps:
        largest = f"the largest entry of the gradient is {max(sizes):.3g}, above tolerance={tolerance:g}"
        return "not converged", f"after max_steps={max_steps} {largest}"
    return None


def _out_of_bounds(cost: float, sizes: list[float], limit: float) -> str:
    if not math.isfinite(cost):
        return f"the cost is {cost:g}, which is no finite number"
    # A sum is finite only if each of its terms is, while max() can pass over a nan.
    if not math.isfinite(sum(sizes)):
        return "the gradient is not finite"
    return f"the cost {cost:g} is above divergence_limit={limit:g}" if cost > limit else ""


def _divergence(history: History, why: str) -> DivergenceError:
    rate = history.learning_rate
    instead = f"Pass a smaller one, such as {rate / 10:g}, or on_divergence='mark' to get the steps until then"
    if history.steps == 0:
        instead = "Start where the cost is lower, or pass a higher divergence_limit"
    error = DivergenceError(f"descend with learning_rate={rate:g}", why, instead)
    error.history = history
    return error
