"""A sketch in plain characters, for a terminal."""

from __future__ import annotations

import math
from itertools import pairwise

from gdmath.figures.sketching.ticks import ticks, typed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gdmath.figures.sketching.asked import Asked
    from gdmath.figures.sketching.contours import Contour
    from gdmath.figures.sketching.paper import Frame
    from gdmath.figures.sketching.samples import Curve, Point

COLUMNS, ROWS = 60, 14  # of the picture with the numbers beside it, and of the picture alone
_MOST_ACROSS, _MOST_UP = 6, 7
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


def map_typed(asked: Asked, contours: Sequence[Contour], frame: Frame) -> str:
    """Return a map whose contours are letters, named below it, with the path of a descent: S, then o, then E."""
    small, names = _small(frame)
    rows = _empty(small)
    for letter, contour in zip(_LETTERS, contours, strict=False):
        for line in contour.lines:
            _join(rows, small.seen(line), letter)
    _mark_path(rows, asked, small)
    legend = [f"{letter} = {typed(contour.level)}" for letter, contour in zip(_LETTERS, contours, strict=False)]
    return "\n".join([_told(rows, small, names, *asked.names), *_filled(legend)])


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


def _filled(parts: Sequence[str]) -> list[str]:
    """Return lines as wide as the picture, or less, with two blanks between the parts."""
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]}  {part}".strip()
        lines[-1:] = [joined] if len(joined) <= COLUMNS else [lines[-1], part]
    return [line for line in lines if line]


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
