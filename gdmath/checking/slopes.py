"""The slope of a function of which nothing is known, measured, with an estimate of its error."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # From a wished step to the step that floats allow, and the value there; nan where there is none.
    Along = Callable[[float], tuple[float, float]]
    # How far a value of this size may be from the curve.
    Noise = Callable[[float], float]

LEVELS, SHRINK = 8, 1.7  # of Ridders' table; not 2, or numbers of 24 bits would be rounded alike at every level
GOOD = 1e-9  # a slope with this relative error is not measured again with smaller steps


class Measurement(NamedTuple):
    """A slope, its error, the step from which it was found, and how steep the function is that far around."""

    slope: float = math.nan
    error: float = math.inf
    start: float = 0.0
    steep: float = 0.0


def measure(along: Along, scale: float, noise: Noise) -> Measurement:
    """The slope at step zero, by steps from a tenth of the scale downward, until it is good or noise takes over."""
    best, start, least = Measurement(), scale / 10, noise(abs(along(0.0)[1]))
    while start > 0:
        found = _ridders(along, start, noise)
        # What a smaller step contradicts was no slope, and where one sees more than noise there is more to see: over
        # a large step, many waves look flat.
        refuted = abs(found.slope - best.slope) > found.error + best.error
        rough = math.inf > found.error > 1000 * least * SHRINK**LEVELS / start
        best = found if refuted or rough or found.error < best.error else best
        if best.error <= GOOD * abs(best.slope) or (best.error < math.inf and least / start > best.error):
            break
        start /= SHRINK**LEVELS
    return best


def _ridders(along: Along, start: float, noise: Noise) -> Measurement:
    """Central differences of ever smaller steps, from which the error of each power of the step is taken away.

    Ridders, Accurate computation of F'(x) and F'(x)F''(x), Advances in Engineering Software 4 (1982).
    """
    best, rounding, table, steps, values = Measurement(start=start), 0.0, list[float](), list[float](), list[float]()
    for level in range(LEVELS):
        up, above = along(start / SHRINK**level)
        down, below = along(-up)  # the step that floats allow is the same on both sides
        if up == down or up in steps:
            break
        steps, values = [up, *steps], [*values, *filter(math.isfinite, (above, below))]
        row = [(above - below) / (up - down)]
        rounding = max(rounding, 2 * noise(max(abs(above), abs(below))) / (up - down))
        for step, before in zip(steps[1:], table, strict=True):
            row.append(row[-1] + (row[-1] - before) / ((step / up) ** 2 - 1))
            error = max(abs(row[-1] - row[-2]), abs(row[-1] - before)) + rounding
            if error < best.error:
                best = best._replace(slope=row[-1], error=error)
        table = row
    return best._replace(steep=(max(values) - min(values)) / start if values else 0.0)


def no_slope(along: Along, start: float, noise: float) -> str:
    """Why there is none, in words: a jump or a corner, which stays as it is however small the step; else nothing."""
    rises, sides, (_, here) = list[float](), list[tuple[float, float]](), along(0.0)
    for level in range(3):
        (up, above), (down, below) = along(start / 4**level), along(-start / 4**level)
        if not down < 0 < up:
            return ""
        rises.append(above - below)
        sides.append(((here - below) / -down, (above - here) / up))
    left, right = sides[-1]
    if _lasting(rises) and abs(rises[-1]) > 100 * noise:
        return f"there is a jump of {rises[-1]:.4g}"
    size = 1e-3 * max(abs(left), abs(right)) + 100 * noise * 4**2 / start
    if _lasting([after - before for before, after in sides], most=math.inf) and abs(right - left) > size:
        return f"there is a corner: from the left the slope is {left:.4g}, from the right {right:.4g}"
    return ""


def _lasting(changes: Sequence[float], most: float = 1.25) -> bool:
    """Whether they stay as they are where the step becomes a fourth, and with it the change of a smooth function."""
    return all(0.8 < after / before < most for before, after in pairwise(changes) if before)


def noise_of(values: Callable[[float], float], finest: float) -> tuple[float, float]:
    """How far the values of a function lie beside a smooth curve, by differences of high order; and their unit.

    Moré and Wild, Estimating computational noise, SIAM Journal on Scientific Computing 33 (2011).
    """
    import numpy as np

    spread, levels, seen = finest, list[float](), [np.array([values(0.0)])]
    # No powers of two, or the points would lie on the very numbers of fewer bits that a function may compute with.
    while spread < 0.1 and len(levels) < 2:
        seen.append(found := np.array([values(place * spread) for place in range(1, 10)]))
        if np.isfinite(found).all() and found.std():  # else the step is below what the function sees
            levels.append(min(_level(found, order) for order in range(3, 7)))
        spread *= 47
    all_seen = np.concatenate(seen)
    single = (all_seen == all_seen.astype(np.float32)).all()  # computed in float32, whatever it is returned as
    return max(levels, default=0.0), 2.0**-24 if single else 2.0**-53


def _level(values: Any, order: int) -> float:
    import numpy as np

    differences = np.diff(values, order)
    return float(np.sqrt(np.mean(differences**2) / math.comb(2 * order, order)))
