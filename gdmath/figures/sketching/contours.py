"""A formula over two letters: its values on a grid, levels, and the lines on which it has them (marching squares)."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from gdmath.errors import InputError
from gdmath.figures.sketching.samples import FLAT, calm, spaced
from gdmath.figures.sketching.ticks import ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gdmath.figures.sketching.samples import Point, Value

    Corner = tuple[int, int]
    Edge = tuple[Corner, Corner]

PARTS = 61  # of each side: an odd number has the middle of the map inside a square, as saddles like to be there
_LEVELS = 10
_HALVINGS, _FINE, _STEPS = 12, 2.0**-40, 600
_SKEWED = 0.12  # of the height: with half of the map below it, levels at equal distances would leave that half empty

# Between which sides of a square a line runs, by which of its corners are above the level; sides and corners are
# counted from the lower left one to the right.
_RUNS = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 2), (0, 1)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((0, 2),),
    10: ((3, 0), (1, 2)),
    11: ((1, 2),),
    12: ((1, 3),),
    13: ((0, 1),),
    14: ((3, 0),),
}
_SADDLES = (5, 10)  # two corners across are above the level: they are joined if the middle is above it as well


class Contour(NamedTuple):
    """A level, and the lines on which the formula has it."""

    level: Decimal
    lines: Sequence[Sequence[Point]]


class Surface(NamedTuple):
    """The values of a formula on a grid, row by row from the lowest, None where there is none."""

    value: Value
    across: Sequence[float]
    up: Sequence[float]
    rows: Sequence[Sequence[float | None]]
    heights: Sequence[float]

    @property
    def lowest(self) -> tuple[float, Point]:
        """The lowest value that is found, and where: on the grid, and from there downhill if there is an end to it."""
        sides = [
            (x, y, height)
            for y, row in zip(self.up, self.rows, strict=True)
            for x, height in zip(self.across, row, strict=True)
        ]
        x, y = next((x, y) for x, y, height in sides if height == self.heights[0])
        height, place = _descended(self, x, y)
        endless = height < self.heights[0] - (self.heights[-1] - self.heights[0]) / 2
        return (self.heights[0], (x, y)) if endless else (height, place)

    @property
    def flat(self) -> bool:
        """Whether it has one value everywhere, but for rounding."""
        return self.heights[-1] - self.heights[0] <= FLAT * max(abs(self.heights[0]), abs(self.heights[-1]))

    @property
    def whole(self) -> bool:
        """Whether it has a value everywhere on the grid."""
        return len(self.heights) == len(self.across) * len(self.up)

    def at(self, corner: Corner) -> float:
        """Return the value at a corner that has one."""
        return self.rows[corner[1]][corner[0]] or 0.0


def surveyed(value: Value, low: Sequence[float], high: Sequence[float], what: str) -> Surface:
    """Return a formula over two letters on a grid.

    Raises
    ------
    InputError
        It has no value there.
    """
    across, up = (spaced(*ends, PARTS) for ends in zip(low, high, strict=True))
    rows = [[value(x, y) for x in across] for y in up]
    heights = sorted(height for row in rows for height in row if height is not None)
    if not heights:
        raise InputError(what, f"it has no value at {(PARTS + 1) ** 2:,} places of the map", "Choose other corners")
    return Surface(value, across, up, rows, heights)


def _descended(surface: Surface, x: float, y: float) -> tuple[float, Point]:
    """Return the lowest value on the way down from a place on the map, by steps that halve, and where it is."""
    (left, *_, right), (low, *_, high) = surface.across, surface.up
    share, least = 1.0 / PARTS, surface.heights[0]
    for _ in range(_STEPS):
        ways = [(i * share, j * share) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        around = [(x + i * (right - left), y + j * (high - low)) for i, j in ways]
        inside = [(u, v) for u, v in around if left <= u <= right and low <= v <= high]
        found = [(height, place) for place in inside if (height := surface.value(*place)) is not None]
        height, place = min(found)
        if height < least:
            least, (x, y) = height, place
        elif share > _FINE:
            share /= 2
        else:
            break
    return least, (x, y)


def contours(surface: Surface) -> list[Contour]:
    """Return the contours at round levels of which something is to be seen."""
    found = [Contour(level, _lines(surface, float(level))) for level in levels(surface)]
    return [contour for contour in found if contour.lines]


def levels(surface: Surface) -> list[Decimal]:
    """Return a few round levels, from low to high; where most of the map lies low, each a few times the one before."""
    if surface.flat:
        return []
    (low, high), (least, most) = calm(surface.heights, 0.02), (surface.heights[0], surface.heights[-1])
    middle = surface.heights[len(surface.heights) // 2]
    skewed = low >= 0 and middle - low < _SKEWED * (most - low)
    found = _growing(max(low, 1e-6 * most), most) if skewed else ticks(low, high, _LEVELS) if low < high else []
    return _between(found, least, most) or _between(ticks(least, most, _LEVELS), least, most)


def _between(found: Sequence[Decimal], least: float, most: float) -> list[Decimal]:
    return [level for level in found if least < level < most]


def _growing(low: float, high: float) -> list[Decimal]:
    """Return 1, 2, 5, 10, 20 and so on between two positive numbers, or every second or third of them."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    found = [Decimal(size).scaleb(power) for power in powers for size in (1, 2, 5)]
    found = [level for level in found if low <= level <= high]
    return found[:: len(found) // (_LEVELS + 2) + 1]


def _lines(surface: Surface, level: float) -> list[list[Point]]:
    """Return the lines on which a surface has a value, broken where it jumps and where it has none."""
    places: dict[Edge, Point | None] = {}
    beside: dict[Edge, list[Edge]] = {}
    for run in _runs(surface, level):
        for side in run:
            if side not in places:
                places[side] = _crossing(surface, level, side)
        if places[run[0]] and places[run[1]]:
            beside.setdefault(run[0], []).append(run[1])
            beside.setdefault(run[1], []).append(run[0])
    return [[place for side in line if (place := places[side])] for line in _joined(beside)]


def _runs(surface: Surface, level: float) -> Iterator[tuple[Edge, Edge]]:
    """Yield from which side of a square to which a line runs, square by square."""
    # A corner without a value has a flag that no run has.
    flags = [[16 if height is None else int(height > level) for height in row] for row in surface.rows]
    for j, (row, above) in enumerate(pairwise(flags)):
        for i in range(PARTS):
            case = row[i] | row[i + 1] << 1 | above[i + 1] << 2 | above[i] << 3
            if case in _RUNS:
                corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
                if case in _SADDLES and sum(map(surface.at, corners)) / 4 <= level:
                    case = 15 - case
                for start, end in _RUNS[case]:
                    yield _side(corners, start), _side(corners, end)


def _side(corners: Sequence[Corner], side: int) -> Edge:
    one, other = corners[side], corners[(side + 1) % 4]
    return (one, other) if one < other else (other, one)


def _crossing(surface: Surface, level: float, edge: Edge) -> Point | None:
    """Return where a surface has a value between two corners, by halves; None where it jumps."""
    start, end = ((surface.across[i], surface.up[j]) for i, j in edge)
    here, there = (surface.at(corner) for corner in edge)
    first = abs(there - here)
    for _ in range(_HALVINGS):
        middle = start[0] / 2 + end[0] / 2, start[1] / 2 + end[1] / 2
        found = surface.value(*middle)
        if found is None:
            return None
        if (found > level) == (here > level):
            start, here = middle, found
        else:
            end, there = middle, found
    if abs(there - here) > first / 2:
        return None
    share = (level - here) / (there - here)
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _joined(beside: Mapping[Edge, Sequence[Edge]]) -> Iterator[list[Edge]]:
    """Yield the sides that lines cross one after the other: first the lines with two ends, then the rings."""
    left = {side: [*others] for side, others in beside.items()}
    for ends in (1, 2):
        for side, others in left.items():
            if len(others) == ends:
                yield _walked(left, side)


def _walked(left: Mapping[Edge, list[Edge]], side: Edge) -> list[Edge]:
    """Follow a line to its end, or around, and take what is passed away."""
    line = [side]
    while left[side]:
        following = left[side].pop()
        left[following].remove(side)
        side = following
        line.append(side)
    return line
