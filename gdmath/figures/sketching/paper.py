"""Where things are on paper, and how they are told in SVG, in the colours and the text of the site's figures."""

from __future__ import annotations

import math
from html import escape
from itertools import pairwise
from typing import NamedTuple

from gdmath.figures.palette import TEXT_SIZE, variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gdmath.figures.sketching.samples import Point

WIDTH = 432  # like that of other figures: on a phone, letters of TEXT_SIZE are more than 11 px high
_FAR = 1e6  # times the size of the picture: what is farther away is cut off all the same
_FINE = 0.15  # of a unit: a line leaves its points by less than can be seen


class Frame(NamedTuple):
    """A picture's ends as numbers, and its sides on paper, where heights count downward."""

    low: float
    high: float
    bottom: float
    top: float
    left: float
    right: float
    upper: float
    lower: float

    def across(self, x: float) -> float:
        """Return how far right a number is on paper."""
        return self.left + _share(x, self.low, self.high) * (self.right - self.left)

    def down(self, y: float) -> float:
        """Return how far down a height is on paper."""
        return self.lower - _share(y, self.bottom, self.top) * (self.lower - self.upper)

    def place(self, point: Sequence[float]) -> Point:
        """Return where a point is on paper."""
        return self.across(point[0]), self.down(point[1])

    def tilt(self, slope: float) -> float:
        """Return how far up a line of this slope goes on paper for each unit that it goes right."""
        over = slope * ((self.high - self.low) / 2) / ((self.top - self.bottom) / 2)
        return min(max(over * (self.lower - self.upper) / (self.right - self.left), -_FAR), _FAR)

    def holds(self, point: Sequence[float]) -> bool:
        """Whether a point is in the picture."""
        return self.low <= point[0] <= self.high and self.bottom <= point[1] <= self.top

    def seen(self, points: Iterable[Sequence[float]]) -> list[list[Point]]:
        """Return the parts of a line that are in the picture, on paper."""
        places = [self.place(point) for point in points]
        parts: list[list[Point]] = []
        for start, end in pairwise(places if len(places) > 1 else places * 2):
            part = self.cut(start, end)
            if part and parts and parts[-1][-1] == part[0]:
                parts[-1].append(part[1])
            elif part:
                parts.append([*part])
        return parts

    def cut(self, start: Point, end: Point) -> tuple[Point, Point] | None:
        """Return the part of a straight line that is in the picture (Liang and Barsky, 1984)."""
        (x, y), (right, down) = start, (end[0] - start[0], end[1] - start[1])
        first, last = 0.0, 1.0
        sides = ((right, self.left - x, self.right - x), (down, self.upper - y, self.lower - y))
        for way, least, most in sides:
            if way:
                enters, leaves = sorted((least / way, most / way))
                first, last = max(first, enters), min(last, leaves)
            elif not least <= 0 <= most:
                return None
        if first > last:
            return None
        # An end that is inside stays as it is, so that the next line goes on from it.
        begins = start if first == 0 else (x + first * right, y + first * down)
        return begins, end if last == 1 else (x + last * right, y + last * down)


def _share(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), -_FAR), _FAR)


def thinned(line: Sequence[Point], fine: float = _FINE) -> list[Point]:
    """Return fewer points of a line, which it leaves nowhere by more than can be seen (Douglas and Peucker, 1973).

    Examples
    --------
    >>> thinned([(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (2.0, 5.0)])
    [(0.0, 0.0), (2.0, 0.0), (2.0, 5.0)]
    """
    kept, parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first > 1:
            away, farthest = max(
                (_away(line[place], line[first], line[last]), place) for place in range(first + 1, last)
            )
            if away > fine:
                kept.add(farthest)
                parts += [(first, farthest), (farthest, last)]
    return [line[place] for place in sorted(kept)]


def _away(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from a straight line, or from its start if both ends are one."""
    right, down, x, y = end[0] - start[0], end[1] - start[1], point[0] - start[0], point[1] - start[1]
    length = math.hypot(right, down)
    return abs(x * down - y * right) / length if length > 1e-9 else math.hypot(x, y)


def path(lines: Iterable[Sequence[Point]], colour: str, width: float, more: str = "") -> str:
    """Return lines as one path; nothing if there are none."""
    told = "".join(_told(line) for line in lines)
    look = f"fill: none; stroke: {variable(colour)}; stroke-width: {width:g}{more}"
    return f'<path d="{told}" style="{look}"/>' if told else ""


def _told(line: Sequence[Point]) -> str:
    """Return a line in tenths of a unit, each point seen from the one before it, in half the letters."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in line]
    first = f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}"
    moves = [(x - left, y - above) for (left, above), (x, y) in pairwise(tenths)]
    told = "".join(f"l{_tenth(right)} {_tenth(down)}" for right, down in moves if right or down)
    return first + (told or "h0")


def _tenth(tenths: int) -> str:
    return f"{tenths / 10:g}"


def mark(shape: str, place: Point, size: float, colour: str = "series-2") -> str:
    """Return a dot or a square around a place, with a rim that parts it from what is below it."""
    x, y = (f"{round(side, 1):g}" for side in place)
    look = f'style="fill: {variable(colour)}; stroke: {variable("surface")}"'
    if shape == "dot":
        return f'<circle cx="{x}" cy="{y}" r="{size:g}" {look}/>'
    left, upper = (f"{round(side - size, 1):g}" for side in place)
    return f'<rect x="{left}" y="{upper}" width="{2 * size:g}" height="{2 * size:g}" {look}/>'


def word(text: str, place: Point, colour: str = "axis", anchor: str = "middle") -> str:
    """Return a text whose middle, start or end is at a place."""
    x, y = (f"{round(side, 1):g}" for side in (place[0], place[1] + 0.35 * TEXT_SIZE))
    look = f"fill: {variable(colour)}; text-anchor: {anchor}"
    return f'<text x="{x}" y="{y}" style="{look}">{escape(text, quote=False)}</text>'


def wide(text: str) -> float:
    """Return about how wide a text is on paper, rather more than less."""
    return TEXT_SIZE * (0.63 * len(text) + 0.21 * text.count("−"))  # in wide fonts the minus is as wide as a plus


def room(text: str, middle: Point, frame: Frame, taken: Iterable[Point]) -> float:
    """Return how far a text is from all that is taken; less than nothing where it would leave the picture."""
    (x, y), half, high = middle, wide(text) / 2, 0.55 * TEXT_SIZE
    if not (frame.left <= x - half and x + half <= frame.right and frame.upper <= y - high and y + high <= frame.lower):
        return -1.0
    gaps = (math.hypot(max(abs(x - left) - half, 0), max(abs(y - above) - high, 0)) for left, above in taken)
    return min(gaps, default=math.inf)


def beside(text: str, place: Point, frame: Frame, taken: Sequence[Point]) -> Point:
    """Return the middle for a text beside a place, where it is farthest from all that is taken."""
    reach = wide(text) / 2 + 9, 0.55 * TEXT_SIZE + 9
    turns = [math.tau * turn / 16 for turn in range(16)]
    tried = [(place[0] + reach[0] * math.cos(turn), place[1] - reach[1] * math.sin(turn)) for turn in turns]
    return max(tried, key=lambda middle: room(text, middle, frame, taken))


def spread(points: Iterable[Point]) -> list[Point]:
    """Return one of the points in each small square of the paper."""
    return list({(round(x / 6), round(y / 6)): (x, y) for x, y in points}.values())


def svg(shapes: Iterable[str], texts: Iterable[str], words: str, height: float) -> str:
    """Return a drawing as an element that stands in a page, or in a file of its own."""
    look = f"width: 100%; max-width: {1.5 * WIDTH:g}px; height: auto; stroke-linejoin: round"
    # A label that crosses a line stays readable, and the texts, which are placed by their widths, untranslated.
    halo = f"paint-order: stroke; stroke: {variable('surface')}; stroke-width: 4px"
    letters = f"font-size: calc({TEXT_SIZE:g} * var(--gd-figure-em, 1px))"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'aria-label="{escape(words)}" style="{look}" class="notranslate">{"".join(shapes)}'
        f'<g style="{halo}; {letters}">{"".join(texts)}</g></svg>'
    )
