"""The slope of a function of which nothing is known, measured, with an estimate of its error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # From a wished step to the step that floats allow, and the value there; nan where there is none.
    Along = Callable[[float], tuple[float, float]]

LEVELS, SHRINK = 8, 1.7  # of Ridders' table; not 2, or numbers of 24 bits would be rounded alike at every level
GOOD = 1e-9  # a slope with this relative error is not measured again with smaller steps


class Measurement(NamedTuple):
    """A slope, how far it may be from the true one, from which step it was found, and how steep its surroundings are."""

    slope: float = math.nan
    error: float = math.inf
    start: float = 0.0
    steep: float = 0.0


def measure(along: Along, scale: float, noise: float) -> Measurement:
    """The slope at step zero, by steps from a tenth of the scale downward, until it is good or noise takes over."""
    best, start = Measurement(), scale / 10
    while start > 0:
        found = _ridders(along, start, noise)
        # What a smaller step contradicts was no slope, and where one sees more than noise there is more to see: over
        # a large step, many waves look flat.
        refuted = abs(found.slope - best.slope) > found.error + best.error
        rough = math.inf > found.error > 1000 * noise * SHRINK**LEVELS / start
        best = found if refuted or rough or found.error < best.error else best
        if best.error <= GOOD * abs(best.slope) or (best.error < math.inf and noise / start > best.error):
            break
        start /= SHRINK**LEVELS
    return best


def _ridders(along: Along, start: float, noise: float) -> Measurement:
    """Central differences of ever smaller steps, from which the error of each power of the step is taken away.

    Ridders, Accurate computation of F'(x) and F'(x)F''(x), Advances in Engineering Software 4 (1982).
    """
    best, table, steps, values = Measurement(start=start), list[float](), list[float](), list[float]()
    for level in range(LEVELS):
        up, above = along(start / SHRINK**level)
        down, below = along(-up)  # the step that floats allow is the same on both sides
        if up == down or up in steps:
            break
        steps, values = [up, *steps], [*values, *filter(math.isfinite, (above, below))]
        row = [(above - below) / (up - down)]
        for step, before in zip(steps[1:], table, strict=True):
            row.append(row[-1] + (row[-1] - before) / ((step / up) ** 2 - 1))
            error = max(abs(row[-1] - row[-2]), abs(row[-1] - before)) + 2 * noise / (up - down)
            if error < best.error:
                best = best._replace(slope=row[-1], error=error)
        table = row
    return best._replace(steep=(max(values) - min(values)) / start if values else 0.0)


def corner(along: Along, start: float, noise: float) -> tuple[float, float] | None:
    """The slopes from the left and from the right, where they differ however small the step is."""
    sides = []
    for level in range(3):
        (_, here), (up, above), (down, below) = along(0.0), along(start / 4**level), along(-start / 4**level)
        if not down < 0 < up:
            return None
        sides.append(((here - below) / -down, (above - here) / up))
    jumps = [right - left for left, right in sides]
    size = max(map(abs, sides[-1]))
    # Of a smooth function the jump is a fourth at each level.
    lasting = all(0.8 < after / before < 1.25 for before, after in zip(jumps, jumps[1:], strict=False) if before)
    return sides[-1] if lasting and abs(jumps[-1]) > 1e-3 * size + 100 * noise * 4**2 / start else None


def noise_of(values: Callable[[float], float], finest: float) -> float:
    """How far the values of a function lie beside a smooth curve, by differences of high order.

    Moré and Wild, Estimating computational noise, SIAM Journal on Scientific Computing 33 (2011).
    """
    import numpy as np

    spread, levels, seen = finest, list[float](), [np.array([values(0.0)])]
    # No powers of two, or the points would lie on the very numbers of fewer bits that a function may compute with.
    while spread < 0.1 and len(levels) < 2:
        seen.append(found := np.array([values(place * spread) for place in range(9)]))
        if np.isfinite(found).all() and found.std():  # else the step is below what the function sees
            levels.append(min(_level(found, order) for order in range(3, 7)))
        spread *= 47
    all_seen = np.concatenate(seen)
    single = (all_seen == all_seen.astype(np.float32)).all()  # computed in float32, whatever it is returned as
    return max([*levels, abs(float(all_seen[0])) * (2.0**-24 if single else 2.0**-53)])


def _level(values: Sequence[float], order: int) -> float:
    import numpy as np

    differences = np.diff(values, order)
    return float(np.sqrt(np.mean(differences**2) / math.comb(2 * order, order)))
