"""Gradient descent: next_w = w - learning_rate * dJ/dw, again and again, with every step kept.

One loop serves three kinds of cost J: an expression, whose gradient the rules give; a neuron with data; and any cost
function of torch, whose gradient autograd gives. A point is a tuple of floats for the first, a NumPy array for the
second, a tensor for the third: descending an expression needs nothing but Python.
"""

from __future__ import annotations

import sys

from gdmath.descent.history import History
from gdmath.descent.loop import descend
from gdmath.descent.objectives import problem_of
from gdmath.descent.options import check_words, count, positive
from gdmath.descent.progress import counted
from gdmath.errors import GdmathError, InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

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
    learning_rate: float | None = None,
    *,
    max_steps: int = 1000,
    tolerance: float = 1e-8,
    divergence_limit: float = 1e10,
    on_divergence: str = "raise",
    callback: Callable[[int, Any, float, Any], object] | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    progress: bool | None = None,
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
        parameters, and what stands here are the features X of the rows, of shape (n, k). Features of float32 are
        descended in float32, all others in float64.
    y : array_like, shape (n,), optional
        For a neuron: the label of each row. If `X` and `y` are both of pandas, with the same index.
    learning_rate : float
        How far to step, a positive number. It cannot be left out; where there is no `y` it may be third.
    max_steps : int, optional
        How many steps to take at most. Each that is kept takes 8 bytes for every number of it.
    tolerance : float, optional
        Where no entry of the gradient is larger than this, the descent has converged. That is so near a lowest point,
        and also on a plateau, at a saddle, and far out where one border parts the classes of the data.
    divergence_limit : float, optional
        A cost above this, or one that is not finite, ends the descent as diverged.
    on_divergence : {"raise", "mark"}, optional
        Whether to raise an error that carries the History, or to return that History.
    callback : callable, optional
        Called at each step as ``callback(step, parameters, cost, gradient)``; the descent stops where it returns True,
        also NumPy's or torch's, alone or in an array of one entry. A bool for each of several entries is an error, and
        whatever is no bool lets the descent go on.
    batch_size : int, optional
        For a neuron: how many rows the cost and the gradient of a step are taken over. Each epoch is a new
        permutation of all rows, cut into batches, so that every row is used once; the last batch is smaller where
        the size does not divide. ``cost`` and ``gradient`` of the History are then those of each step's batch, while
        convergence is tested on the gradient over all rows, at the start of each epoch and after the last step.
        Left out, or with as many as there are rows, every step uses all rows in their own order.
    seed : int, optional
        For `batch_size`: what the permutations are drawn from, 0 if left out. The permutation of each epoch is the
        next one of ``numpy.random.default_rng(seed).permutation(n)``.
    progress : bool, optional
        Whether to show a bar on stderr. If left out, one is shown on a terminal once the descent has taken a second.

    Returns
    -------
    History
        Of all steps; where Ctrl-C interrupts the descent, of those until then, with the status "stopped".

    Raises
    ------
    InputError
        If an argument makes no sense, or a callback gives several answers.
    DivergenceError
        If the descent diverges.
    DomainError
        If an expression has no value where it starts.

    Notes
    -----
    The method of steepest descent with a constant learning rate, and in mini-batches that of stochastic gradient
    descent: Goodfellow, Bengio and Courville, Deep Learning (2016), (4.5) and algorithm 8.1. The steps are those of
    ``torch.optim.SGD`` without momentum.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.5).last
    {'w': 3.0}
    >>> gradient_descent((w - 3)**2, {w: 0.0}, 0.5).converged
    True
    >>> from gdmath import Neuron
    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], [0.0, 0.0, 1.0, 1.0]
    >>> gradient_descent(Neuron([1.0], bias=0.0), X, y, learning_rate=0.5, max_steps=100, batch_size=2, seed=0).status
    'not converged'
    >>> gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=1.5)
    Traceback (most recent call last):
    gdmath.DivergenceError: Cannot descend with learning_rate=1.5, because at step 16 the cost 3.86547e+10 is
    above divergence_limit=1e+10. Pass a smaller one, such as 0.15, or on_divergence='mark' to get the steps until then.
    """
    if learning_rate is None and not hasattr(cost, "objective"):
        learning_rate, y = y, None  # only a neuron has labels
    if learning_rate is None:
        raise InputError(
            "descend without a learning_rate",
            "how far each step goes is yours to choose",
            "Pass one, such as learning_rate=0.1",
        )
    rate = positive("learning_rate", learning_rate, "a step against the gradient needs a length above zero")
    limit = positive("divergence_limit", divergence_limit, "a descent needs a highest cost that it may reach")
    least = positive("tolerance", tolerance, "the size of a gradient is never below zero", zero=True)
    last = min(count("max_steps", max_steps, "it counts the steps"), sys.maxsize)  # nobody lives to see more
    check_words(on_divergence, callback, progress)
    problem = problem_of(cost, start, y, batch_size, seed)
    with counted(last, progress) as steps:
        columns, (status, why) = descend(problem, rate, (last, least, limit), callback, steps)
    history = History(problem.names, rate, *columns, status, f"{why[0].upper()}{why[1:]}.")
    if status == "diverged" and on_divergence == "raise":
        raise _divergence(history, why)
    return history


def _divergence(history: History, why: str) -> DivergenceError:
    rate = history.learning_rate
    instead = f"Pass a smaller one, such as {rate / 10:g}, or on_divergence='mark' to get the steps until then"
    if history.steps == 0:
        instead = "Start where the cost is lower, or pass a higher divergence_limit"
    error = DivergenceError(f"descend with learning_rate={rate:g}", why, instead)
    error.history = history
    return error
