"""A sketch in plain characters, for a terminal."""

from __future__ import annotations

import math
from itertools import pairwise

from gdmath.figures.sketch.contours import PARTS
from gdmath.figures.sketch.ticks import ticks, typed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from gdmath.figures.sketch.asked import Asked
    from gdmath.figures.sketch.contours import Surface
    from gdmath.figures.sketch.paper import Frame
    from gdmath.figures.sketch.samples import Curve, Point

COLUMNS, ROWS = 60, 14  # of the picture with the numbers beside it, and of the picture alone
_MOST_ACROSS, _MOST_UP = 5, 5
_LETTERS = "abcdefghijklmnop"


def curve_typed(asked: Asked, curve: Curve, frame: Frame) -> str:
    """Return a curve of asterisks, with its tangent of dots, and the path of a descent: S, then o, then E."""
    small, names = _small(frame)
    rows = _empty(small)
    if asked.at is not None:
        height = asked.value(asked.at) or 0.0
        (x, y), climb = small.place((asked.at, height)), small.tilt(asked.slope)
        reach = 0.18 * COLUMNS / math.hypot(1, 2 * climb)  # a character is about twice as high as it is wide
        _join(rows, filter(None, [small.cut((x - reach, y + climb * reach), (x + reach, y - climb * reach))]), ".")
    for piece in curve.pieces:
        _join(rows, small.seen(piece), "*")
    if asked.at is not None:
        _set(rows, small.place((asked.at, asked.value(asked.at) or 0.0)), "+")
    _mark_path(rows, asked, small)
    return _told(rows, small, names, asked.names[0], str(asked.expr))


def map_typed(asked: Asked, surface: Surface, levels: Sequence[Decimal], frame: Frame) -> str:
    """Return a map whose contours are letters, named below it, with the path of a descent: S, then o, then E."""
    small, names = _small(frame)
    rows = _empty(small)
    bands = [[_band(surface, levels, small, x, y) for x in range(len(rows[0]) + 1)] for y in range(len(rows) + 1)]
    for y, row in enumerate(rows):
        for x in range(len(row)):
            _set(rows, (x, y), _contour(bands[y][x], (bands[y][x + 1], bands[y + 1][x])))
    _mark_path(rows, asked, small)
    legend = "  ".join(f"{letter} = {typed(level)}" for letter, level in zip(_LETTERS, levels, strict=False))
    return "\n".join(filter(None, [_told(rows, small, names, *asked.names), legend]))


def _small(frame: Frame) -> tuple[Frame, list[tuple[str, int]]]:
    """Return the frame counted in characters, and the numbers beside it with the row of each."""
    heights = ticks(frame.bottom, frame.top, _MOST_UP)
    beside = max(len(typed(tick)) for tick in heights)
    small = frame._replace(left=0, right=max(COLUMNS - beside - 2, 20) - 1, upper=0, lower=ROWS - 1)
    return small, [(typed(tick), round(small.down(float(tick)))) for tick in heights]


def _empty(small: Frame) -> list[list[str]]:
    return [[" "] * (int(small.right) + 1) for _ in range(ROWS)]


def _join(rows: list[list[str]], parts: Iterable[Sequence[Point]], character: str) -> None:
    """Set the characters on lines, without a gap."""
    for part in parts:
        for (x, y), (right, below) in pairwise(part):
            count = math.ceil(2 * max(abs(right - x), abs(below - y), 0.5))
            for place in range(count + 1):
                share = place / count
                _set(rows, (x + share * (right - x), y + share * (below - y)), character)


def _set(rows: list[list[str]], place: Point, character: str) -> None:
    rows[round(place[1])][round(place[0])] = character


def _mark_path(rows: list[list[str]], asked: Asked, small: Frame) -> None:
    """Set the steps, and over them the start and the end."""
    steps = asked.steps
    marks = [
        *((step, "o") for step in steps[1:-1]),
        *((step, "S") for step in steps[:1]),
        *((step, "E") for step in steps[1:][-1:]),
    ]
    for step, character in marks:
        if step and small.holds(step):
            _set(rows, small.place(step), character)


def _band(surface: Surface, levels: Sequence[Decimal], small: Frame, x: int, y: int) -> int | None:
    """Return below how many levels a character of the map lies; None where the formula has no value."""
    across, up = round(PARTS * min(x / small.right, 1)), round(PARTS * max(1 - y / small.lower, 0))
    height = surface.rows[up][across]
    return None if height is None else sum(level < height for level in levels)


def _contour(here: int | None, beside: Iterable[int | None]) -> str:
    """Return the letter of the level between a character and those to the right and below; a blank if there is none."""
    crossed = [max(here, other) for other in beside if here is not None and other is not None and here != other]
    return _LETTERS[(max(crossed) - 1) % len(_LETTERS)] if crossed else " "


def _told(rows: Sequence[Sequence[str]], small: Frame, beside: Sequence[tuple[str, int]], across: str, up: str) -> str:
    """Return the picture with its axes, the numbers beside and below it, and what the axes are called."""
    wide, numbers = max(len(text) for text, _ in beside), {row: text for text, row in beside}
    lines = [f"{numbers.get(row, ''):>{wide}} |{''.join(line)}" for row, line in enumerate(rows)]
    axis = f"{'':{wide}} +{'-' * len(rows[0])}"
    below = [" "] * COLUMNS
    free = 0
    for tick in ticks(small.low, small.high, _MOST_ACROSS):
        text, middle = typed(tick), wide + 2 + round(small.across(float(tick)))
        start = min(middle - len(text) // 2, COLUMNS - len(across) - 2 - len(text))
        if start >= free:
            below[start : start + len(text)], free = text, start + len(text) + 1
    below[COLUMNS - len(across) :] = across
    return "\n".join(line.rstrip() for line in (f"{'':{wide}}  {up}", *lines, axis, "".join(below)))
