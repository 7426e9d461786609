"""Between the samples of a cost: poles, where it grows beyond all bounds, peaks that no sample met, and jumps.

From each place where the samples turn sharply a search climbs to the highest value around, with steps that halve.
On the way up to a peak what is gained shrinks with the steps; on the way into a pole, also that of a logarithm, it does
not. A jump is what remains between two samples however near each other they are.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gdmath.cases import Piecewise
from gdmath.expression import Expr, postorder
from gdmath.functions import Function
from gdmath.numeric import lambdify
from gdmath.tidying import stable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Values = Callable[[Numbers], Numbers]  # from places, of shape (n, parameters), to the values there, of shape (n,)

_STEPS = np.linspace(-1, 1, 5)
_HALVINGS, _LEAST_HALVINGS = 60, 8
_TRIED = 16  # of the places where the samples turn most sharply
_SHARP, _SHARP_AT_END = 1e-3, 0.05  # how much the samples turn, as a share of their height
_FADED = 0.02  # so little is left of what was gained first, once the search is on top
_JUMP, _MOST_JUMPS = 0.005, 200  # of the height of the curve: smaller ones cannot be seen


class Climb(NamedTuple):
    """Where a search went: all its places and their values; and whether there is no end to it."""

    places: Numbers
    values: Numbers
    endless: bool


def risky(cost: Expr) -> list[Expr]:
    """Return the parts of a formula that may be without a value at a single place: quotients, powers, functions.

    Examples
    --------
    >>> from gdmath import log, symbols
    >>> w = symbols("w")
    >>> risky(w**2 / 3 + log(w) / w)
    [log(w), log(w)/w]
    """
    formula = stable(cost)
    # Of the pieces of a Piecewise one alone has to have a value.
    pieces = {part for part in postorder(formula) if getattr(part.head, "name", "") == "Piecewise"}
    return [part for part in postorder(formula, stop_at=pieces) if _is_risky(part)]


def _is_risky(part: Expr) -> bool:
    if isinstance(part.head, Function):
        return bool(part.free_symbols)
    if part.head == "**":
        base, exponent = part.args
        return bool(part.free_symbols) and not (exponent.head == "number" or not base.free_symbols)
    return part.head == "/" and bool(part.args[1].free_symbols)


def parts_of(cost: Expr, wrt: Sequence[Expr]) -> list[Values]:
    """Return the risky parts of a formula as functions of places."""
    whole = [cost] if any(part.head is Piecewise for part in postorder(cost)) else []
    return [_at_places(lambdify(wrt, part)) for part in [*risky(cost), *whole]]


def _at_places(function: Callable[..., Any]) -> Values:
    def values(places: Numbers) -> Numbers:
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(function(*places.T), dtype=float), len(places))

    return values


def climbs(values: Values, sides: Sequence[Numbers], heights: Numbers, exact: float = 1.0) -> Iterator[Climb]:
    """Yield a search from each place where samples on a grid turn most sharply, up from a top and down from a bottom.

    It ends on top as exactly as is asked for, as a share of the height of the samples. Where a part of a formula has no
    value at a sample, the formula may have one, as 1/(1 + exp(w)) has: it is for others to say.
    """
    if not np.isfinite(heights).all():
        return
    least = exact * float(np.ptp(heights))
    for sign in (1.0, -1.0):
        for index in _turns(sign * heights):
            centre = np.array([side[place] for side, place in zip(sides, index, strict=True)])
            yield _climbed(values, sign, centre, sides, least)


def _turns(heights: Numbers) -> list[tuple[int, ...]]:
    """Return the tops among samples that stand out most from their neighbours."""
    around = np.stack(list(_neighbours(heights)))
    drop = (heights - around).max(axis=0)
    scale = np.abs(heights) + np.abs(around).max(axis=0)
    sharp = np.where((heights >= around).all(axis=0), drop / (float(np.ptp(heights)) or 1.0), 0.0)
    sharp += np.where(sharp > 0, drop / np.where(scale > 0, scale, 1.0), 0.0)
    least = np.full(heights.shape, _SHARP_AT_END)
    least[(slice(1, -1),) * heights.ndim] = _SHARP
    order = np.argsort(np.where(sharp > least, -sharp, 0.0), axis=None, kind="stable")[:_TRIED]
    found = [np.unravel_index(place, heights.shape) for place in order]
    return [tuple(map(int, index)) for index in found if sharp[index] > least[index]]


def _neighbours(heights: Numbers) -> Iterator[Numbers]:
    for axis, size in enumerate(heights.shape):
        for step in (-1, 1):
            yield heights.take(np.clip(np.arange(size) + step, 0, size - 1), axis)


def _climbed(values: Values, sign: float, centre: Numbers, sides: Sequence[Numbers], least: float) -> Climb:
    low, high, reach = (np.array(ends) for ends in zip(*((s[0], s[-1], s[1] - s[0]) for s in sides), strict=True))
    offsets = reach * np.array(list(itertools.product(_STEPS, repeat=len(sides))))
    seen: list[Numbers] = []
    found: list[Numbers] = []
    first = 0.0
    for halving in range(_HALVINGS):
        places = np.clip(centre + offsets / 2.0**halving, low, high)
        here = sign * values(places)
        seen, found = [*seen, places], [*found, here]
        if not np.isfinite(here).all():
            return Climb(places[~np.isfinite(here)], here[~np.isfinite(here)], endless=True)
        centre, drop = places[np.argmax(here)], float(np.ptp(here))
        first = first or drop
        if drop <= min(least, _FADED * first) or (reach / 2.0**halving <= 4 * np.spacing(np.abs(centre))).all():
            break
    steps = np.diag(reach) / 2.0 ** np.arange(halving + 1)[:, None, None]  # towards the top, along each axis
    ways = [(np.clip(centre - each, low, high), np.clip(centre + each, low, high)) for each in steps.swapaxes(0, 1)]
    if drop > _FADED * first and any(_grows(sign * values(left), sign * values(right)) for left, right in ways):
        return Climb(centre[None], sign * values(centre[None]), endless=True)
    return Climb(np.concatenate(seen), sign * np.concatenate(found), endless=False)


def _grows(left: Numbers, right: Numbers) -> bool:
    """Whether values on the way to a top, from both sides, gain no less on its second half than on its first."""
    near = np.fmax(left, right)[1:-2]  # the last steps are as short as the floats there are apart
    middle = len(near) // 2
    gained = middle >= _LEAST_HALVINGS / 2 and near[-1] - near[middle] >= 0.5 * (near[middle] - near[0]) > 0
    return bool(gained and (np.diff(near) >= 0).all())


def jumps(values: Values, x: Numbers, y: Numbers) -> list[Numbers]:
    """Return the two sides of each jump of a curve, from left to right.

    Wherever one step is much larger than one beside it, the larger part of it is followed inward. Of a steep slope less
    and less is left.
    """
    steps = np.abs(np.diff(y))
    before, after = (np.append(steps[:1] * 0, steps[:-1]), np.append(steps[1:], 0.0))
    large = (steps > _JUMP * float(np.ptp(y))) & (steps > 3 * np.minimum(before, after))
    found = [_narrowed(values, x[place], x[place + 1], steps[place]) for place in np.flatnonzero(large)[:_MOST_JUMPS]]
    return [sides for sides in found if sides is not None]


def _narrowed(values: Values, left: float, right: float, size: float) -> Numbers | None:
    width = 1e-9 * (right - left)
    while right - left > max(width, 4 * np.spacing(abs(left) + abs(right))):
        places = np.linspace(left, right, 5)
        steps = np.abs(np.diff(values(places[:, None])))
        place = int(np.argmax(steps))
        if steps[place] < 0.3 * size:
            return None
        left, right = places[place], places[place + 1]
    return np.array([left, right])
