"""A formula along a line: its pieces, broken where it has no value, where it jumps, and at its poles."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import NamedTuple

from gdmath.errors import DomainError, InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Value = Callable[..., float | None]  # None where there is none
    Point = tuple[float, float]
    Sample = tuple[float, float | None]

SAMPLES = 320  # one for each pixel or two
LEAST, GREATEST = (
    1e-305,
    1e300,
)  # of what can be told from zero, and of a height; beyond, the arithmetic of drawing ends
FLAT = 1e-9  # of the heights of a curve: differences that are smaller may be rounding
_HALVINGS = 40
_TURNS = 16  # so many of the sharpest are looked at closely
_STEEP = 0.02  # of the height: less from one sample to the next is no jump that can be seen
_OUTLIERS = 0.08  # of the samples at each end count for nothing in a picture with a pole
_UNEVEN = 0.05  # of the height: so much may half of the curve differ from straight lines between the samples


class Curve(NamedTuple):
    """The pieces of a curve from left to right, and between which heights a picture shows them."""

    pieces: Sequence[Sequence[Point]]
    bottom: float
    top: float

    def showing(self, height: float) -> Curve:
        """Return the same with a height in the picture."""
        if self.bottom <= height <= self.top:
            return self
        bottom, top = roomy(min(self.bottom, height), max(self.top, height))
        return self._replace(bottom=bottom, top=top)


def values_of(function: Callable[..., float]) -> Value:
    """Return a function that gives None where the one given has no value, or one too large for a picture."""

    def value(*place: float) -> float | None:
        try:
            found = function(*place)
        except DomainError:
            return None
        return found if abs(found) <= GREATEST else None

    return value


def spaced(low: float, high: float, parts: int) -> list[float]:
    """Return so many places, and one more, at equal distances."""
    return [*(low + (high - low) * (place / parts) for place in range(parts)), high]


def traced(value: Value, low: float, high: float, what: str) -> Curve:
    """Return a formula as a curve from one end to the other.

    Raises
    ------
    InputError
        It has no value there, or turns too often.
    """
    samples = [(x, value(x)) for x in spaced(low, high, SAMPLES)]
    heights = sorted(y for _, y in samples if y is not None)
    if not heights:
        raise InputError(
            what, f"it has no value at {SAMPLES + 1} places from the one to the other", "Choose other ends"
        )
    # Beside what is larger than this, rounding is nothing.
    height = max(heights[-1] - heights[0], FLAT * max(abs(heights[0]), abs(heights[-1])))
    _require_tellable(value, samples, height, what)
    samples = sorted({**dict(samples), **dict(_turns(value, samples, height))}.items())
    pieces = _pieces(value, samples, height)
    return Curve(pieces, *_window(sorted(y for _, y in samples if y is not None), pieces))


def _require_tellable(value: Value, samples: Sequence[Sample], height: float, what: str) -> None:
    """Refuse a curve that goes up and down between the samples, which would tell of turns that are not there."""
    off = []
    for (x, y), (right, there) in list(pairwise(samples))[::10]:
        found = value(x + 0.382 * (right - x))
        if y is not None and there is not None and found is not None:
            off.append(abs(found - (y + 0.382 * (there - y))))
    if off and sorted(off)[len(off) // 2] > _UNEVEN * height:
        because = "it turns too often there for a picture to show"
        raise InputError(what, because, "Bring the ends nearer to each other")


def _turns(value: Value, samples: Sequence[Sample], height: float) -> list[Sample]:
    """Return the places between the samples where the curve turns, without a value where it turns at a pole."""
    found = []
    for (x, y), (middle, here), (_, there) in zip(samples, samples[1:], samples[2:], strict=False):
        if y is None or here is None or there is None:
            continue
        if y < here >= there or y > here <= there:
            found.append((abs(2 * here - y - there), middle, 1.0 if here > y else -1.0, middle - x))
    sharpest = sorted(found, reverse=True)[:_TURNS]
    return [_climbed(value, x, sign, step, height) for _, x, sign, step in sharpest]


def _climbed(value: Value, x: float, sign: float, step: float, height: float) -> Sample:
    """Return the highest place nearby; without a value if what is gained does not shrink with the steps."""
    course = [sign * (value(x) or 0.0)]
    for _ in range(_HALVINGS):
        step /= 2
        best = course[-1]
        for place in (x - step, x + step):
            found = value(place)
            if found is None:
                return place, None
            if sign * found > best:
                x, best = place, sign * found
                break
        course.append(best)
    gained, first = course[-1] - course[-11], course[10] - course[0]
    return x, None if gained > max(0.2 * first, 1e-6 * height) else sign * course[-1]


def _pieces(value: Value, samples: Sequence[Sample], height: float) -> list[list[Point]]:
    """Return the samples that a line joins, each piece with its ends as near to the break as floats come."""
    pieces: list[list[Point]] = [[]]
    for left, right in pairwise(samples):
        pieces[-1] += _known(left)
        ends = _break(value, left, right, height)
        if ends is not None:
            pieces[-1] += ends[0]
            pieces.append(ends[1])
    pieces[-1] += _known(samples[-1])
    return [[point for point, _ in groupby(piece)] for piece in pieces if piece]


def _known(sample: Sample) -> list[Point]:
    x, y = sample
    return [] if y is None else [(x, y)]


def _break(value: Value, left: Sample, right: Sample, height: float) -> tuple[list[Point], list[Point]] | None:
    """Return the two sides of a break between two samples; None if the curve goes on from the one to the other."""
    (a, low), (b, high) = left, right
    if low is None or high is None:
        return _edge(value, left, b), _edge(value, right, a)
    first = abs(high - low)
    if first <= _STEEP * height:
        return None
    while a < (middle := a / 2 + b / 2) < b:  # to the floats next to each other, between which there is nothing
        found = value(middle)
        if found is None:
            return _edge(value, (a, low), middle), _edge(value, (b, high), middle)
        if abs(found - low) >= abs(high - found):
            b, high = middle, found
        else:
            a, low = middle, found
        if abs(high - low) < first / 2:
            return None
    return [(a, low)], [(b, high)]


def _edge(value: Value, inside: Sample, outside: float) -> list[Point]:
    """Return the last point with a value on the way to a place without one."""
    x, y = inside
    for _ in range(_HALVINGS if y is not None else 0):
        middle = x / 2 + outside / 2
        found = value(middle)
        if found is None:
            outside = middle
        else:
            x, y = middle, found
    return _known((x, y))


def _window(heights: Sequence[float], pieces: Sequence[Sequence[Point]]) -> tuple[float, float]:
    """Return the heights to show: all, or where a piece ends at a pole, those of most samples and some more."""
    low, high = heights[0], heights[-1]
    air, ends = (high - low) / 2, [point[1] for piece in pieces for point in (piece[0], piece[-1])]
    if low - air <= min(ends) and max(ends) <= high + air:
        return roomy(min(low, *ends), max(high, *ends))
    less, more = calm(heights)
    return roomy(max(low, less - (more - less) / 2), min(high, more + (more - less) / 2))


def calm(heights: Sequence[float], share: float = _OUTLIERS) -> tuple[float, float]:
    """Return the least and the greatest of sorted numbers without so large a share of them at each end."""
    left_out = int(share * len(heights))
    return heights[left_out], heights[-1 - left_out]


def roomy(low: float, high: float) -> tuple[float, float]:
    """Return two heights with some air below and above; a line that is flat but for rounding has as much as it is high.

    Examples
    --------
    >>> roomy(0, 100), roomy(3, 3), roomy(0, 0)
    ((-6.0, 106.0), (1.5, 4.5), (-1.0, 1.0))
    """
    most = max(abs(low), abs(high))
    around = most / 2 if most > LEAST else 1.0
    air = 0.06 * (high - low) if high - low > max(FLAT * most, LEAST) else around
    return low - air, high + air
