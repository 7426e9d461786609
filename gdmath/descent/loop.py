"""The loop of a descent: measure, keep, look whether it ends here, step."""

from __future__ import annotations

import math

from gdmath.descent.keeping import BLOCK, Kept
from gdmath.descent.vectors import quiet, shown, sizes, squared, stepped
from gdmath.errors import DomainError, InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from gdmath.descent.objectives import Problem

    Callback = Callable[[int, Any, float, Any], object]
    Columns = tuple[Any, Any, Any]


def descend(
    problem: Problem,
    learning_rate: float,
    bounds: tuple[int, float, float],
    callback: Callback | None,
    steps: Iterator[int],
) -> tuple[Columns, tuple[str, str]]:
    """Return the points of a descent, their costs and gradients, and how it ended and why.

    `bounds` are the highest number of steps, the tolerance and the divergence limit; `steps` counts from 0.
    """
    kept = Kept()
    try:
        ending = _walk(problem, (learning_rate, *bounds), callback, steps, kept)
    except KeyboardInterrupt:
        if not kept.count:
            raise
        ending = "stopped", f"at step {kept.count - 1} it was interrupted"
    return kept.columns(problem.start), ending


def _walk(
    problem: Problem,
    options: tuple[float, int, float, float],
    callback: Callback | None,
    steps: Iterator[int],
    kept: Kept,
) -> tuple[str, str]:
    """Keep each step, and return how the descent ended and why."""
    learning_rate, last, tolerance, limit = options
    objective, epoch, point = problem.objective, problem.epoch, problem.start
    # An entry of the gradient is above the tolerance if the squared length is above this; a batch's tells nothing.
    far = math.inf if problem.whole else 2 * len(problem.names) * tolerance * tolerance
    # Three lists and not one of rows: the garbage collector need not walk over arrays and floats.
    points, costs, slopes = kept.rows
    due = min(last, BLOCK - 1)
    ending = None
    with quiet(point):
        while ending is None:
            step = next(steps)
            cost, slope = _measured(objective, point, step)
            points.append(point)
            costs.append(cost)
            slopes.append(slope)
            asked = callback is not None and _yes(callback(step, shown(point), cost, shown(slope)))
            # Two comparisons tell of most steps that the descent goes on; the others are looked at closely.
            least = far if step % epoch == 0 else -1.0
            if asked or step == due or not (-math.inf < cost <= limit and least < squared(slope) < math.inf):
                ending = _ending(problem, step, (point, cost, slope), options[1:], asked=asked)
                if step == due:
                    points, costs, slopes = kept.pack()
                    due = min(last, due + BLOCK)
            point = stepped(point, slope, learning_rate)
    return ending


def _yes(answer: Any) -> bool:
    """Whether an answer is True, be it Python's own, or NumPy's or torch's in an array of one entry."""
    if isinstance(answer, bool) or str(getattr(answer, "dtype", "")) not in {"bool", "torch.bool"}:
        return answer is True
    if math.prod(answer.shape) != 1:
        raise InputError(
            f"stop or go on where the callback returns {answer!r:.80}",
            "it holds several answers",
            "Return one, with .all() or .any()",
        )
    return bool(answer.item())


def _measured(objective: Callable[[Any], tuple[float, Any]], point: Any, step: int) -> tuple[float, Any]:
    try:
        return objective(point)
    except (DomainError, InputError):
        # Where a descent starts is the caller's choice; where an expression goes from there is the learning rate's,
        # be it out of the domain or out of the range of floats.
        if step == 0 or not isinstance(point, tuple):
            raise
        return math.nan, (math.nan,) * len(point)


def _ending(
    problem: Problem, step: int, row: tuple[Any, float, Any], bounds: tuple[int, float, float], *, asked: bool
) -> tuple[str, str] | None:
    """Return how the descent ends at this row, and why; None if it goes on."""
    (point, cost, slope), (last, tolerance, limit) = row, bounds
    if why := _out_of_bounds(cost, sizes(slope), limit):
        return "diverged", f"at step {step} {why}"
    largest, where = max(sizes(slope)), ""
    if problem.whole:
        due = step % problem.epoch == 0 or step == last
        largest, where = max(sizes(problem.whole(point)[1])) if due else math.inf, " over all rows"
    if largest <= tolerance:
        return "converged", f"at step {step} no entry of the gradient{where} is above tolerance={tolerance:g}"
    if asked:
        return "stopped", f"at step {step} the callback returned True"
    if step == last:
        ends = f"the largest entry of the gradient{where} is {largest:.3g}, above tolerance={tolerance:g}"
        return "not converged", f"after max_steps={last} {ends}"
    return None


def _out_of_bounds(cost: float, entries: list[float], limit: float) -> str:
    if not math.isfinite(cost):
        return f"the cost is {cost:g}, which is no finite number"
    if not all(map(math.isfinite, entries)):
        return "the gradient is not finite"
    return f"the cost {cost:g} is above divergence_limit={limit:g}" if cost > limit else ""
