"""A curve and a map as they are drawn: axes, lines, the path of a descent, and words where there is room."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import NamedTuple

from gdmath.figures.palette import TEXT_SIZE
from gdmath.figures.sketching import paper
from gdmath.figures.sketching.paper import WIDTH, Frame
from gdmath.figures.sketching.ticks import number, ticks, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gdmath.figures.sketching.asked import Asked
    from gdmath.figures.sketching.contours import Contour
    from gdmath.figures.sketching.samples import Curve, Point

CURVE, MAP = 270, 330  # how high they are on paper
_ABOVE, _BELOW, _BESIDE, _GAP = 30, 46, 14, 8
_MOST_TICKS = 6
_SEEN_STEPS = 30  # of a longer path single steps cannot be told apart
_TANGENT = 0.18  # of the width of the picture: so far it goes to each side
_ROOM = 14  # from the number of a contour to the next, and to a path
_CELL, _CROWDED = 6, 0.4  # where more of a number would lie over other contours, it is left out
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LONGEST = 40  # letters of a formula above a curve


class _Canvas(NamedTuple):
    """What is on paper so far: shapes below, texts above, and where no further text should stand."""

    frame: Frame
    shapes: list[str]
    texts: list[str]
    taken: list[Point]

    def write_beside(self, text: str, place: Point) -> None:
        """Write a text beside a place, if there is room."""
        middle = paper.beside(text, place, self.frame, self.taken)
        if paper.room(text, middle, self.frame, self.taken) > 0:
            self.write(text, middle, "series-2")

    def write(self, text: str, middle: Point, colour: str) -> None:
        """Write a text around a place, which is taken then."""
        half = paper.wide(text) / 2
        self.texts.append(paper.word(text, middle, colour))
        self.taken.extend((middle[0] + share * half, middle[1]) for share in (-1, 0, 1))


def framed(asked: Asked, bottom: float, top: float, height: float) -> Frame:
    """Return the frame of a picture, whose left side leaves room for the numbers beside it."""
    labels = [paper.wide(written(tick)) for tick in ticks(bottom, top, _MOST_TICKS)]
    left = max([*labels, 2.0 * TEXT_SIZE]) + _GAP
    return Frame(asked.low[0], asked.high[0], bottom, top, left, WIDTH - _BESIDE, _ABOVE, height - _BELOW)


def curve_drawn(asked: Asked, curve: Curve, frame: Frame, words: str) -> str:
    """Return the SVG of a curve, with its tangent and the path of a descent on it."""
    canvas, formula, name = _Canvas(frame, [], [], []), str(asked.expr), asked.names[0].translate(_LOWERED)
    _add_axes(canvas, name, formula if len(formula) <= _LONGEST else f"J({name})", grid=True)
    seen = [part for piece in curve.pieces for part in frame.seen(piece)]
    canvas.shapes.append(paper.path(map(paper.thinned, seen), "series-1", 2.6, "; stroke-linecap: round"))
    canvas.taken.extend(paper.spread(point for part in seen for point in part))
    if asked.at is not None:
        _add_tangent(canvas, (asked.at, asked.value(asked.at) or 0.0), asked.slope)
    _add_path(canvas, asked.steps, _seen(canvas, asked.steps))
    return paper.svg(canvas.shapes, canvas.texts, words, CURVE)


def map_drawn(asked: Asked, contours: Sequence[Contour], frame: Frame, words: str) -> str:
    """Return the SVG of a map, with its contours and the path of a descent."""
    canvas = _Canvas(frame, [], [], [])
    _add_axes(canvas, *(name.translate(_LOWERED) for name in asked.names), grid=False)
    seen = _seen(canvas, asked.steps)
    _add_levels(canvas, contours)
    _add_path(canvas, asked.steps, seen)
    return paper.svg(canvas.shapes, canvas.texts, words, MAP)


def _add_axes(canvas: _Canvas, across: str, up: str, *, grid: bool) -> None:
    """Draw both axes, with lines at round heights or all around as on a map, with their numbers and names."""
    frame = canvas.frame
    corners = [(x, y) for x in (frame.left, frame.right) for y in (frame.upper, frame.lower)]
    heights = [(tick, frame.down(float(tick))) for tick in ticks(frame.bottom, frame.top, _MOST_TICKS)]
    levels = [[(frame.left, y), (frame.right, y)] for _, y in heights] if grid else []
    rim = [corners[place] for place in ((1, 3) if grid else (0, 1, 3, 2, 0))]
    canvas.shapes.extend([paper.path(levels, "grid", 1), paper.path([rim], "axis", 1)])
    canvas.texts.extend(paper.word(written(tick), (frame.left - _GAP, y), anchor="end") for tick, y in heights)
    canvas.texts.extend(paper.word(text, (x, frame.lower + 14)) for text, x in _numbers_below(frame))
    canvas.texts.append(paper.word(across, (frame.right, frame.lower + 34), "ink", "end"))
    canvas.texts.append(paper.word(up, (2, 11), "ink", "start"))


def _numbers_below(frame: Frame, most: int = _MOST_TICKS) -> list[tuple[str, float]]:
    """Return the numbers of the axis across and their places, as many as have room beside each other."""
    places = [(written(tick), frame.across(float(tick))) for tick in ticks(frame.low, frame.high, most)]
    halves = [(text, x, paper.wide(text) / 2) for text, x in places]
    found = [(text, min(max(x, half), WIDTH - half)) for text, x, half in halves]
    apart = [right - left > paper.wide(f"{one}{other} ") / 2 for (one, left), (other, right) in pairwise(found)]
    return found if all(apart) or most == 1 else _numbers_below(frame, most - 1)


def _add_levels(canvas: _Canvas, contours: Sequence[Contour]) -> None:
    """Draw contours, and write on each its level where the fewest others are, if anywhere there is room."""
    drawn = [[[canvas.frame.place(point) for point in line] for line in contour.lines] for contour in contours]
    crowd: dict[Point, set[int]] = {}
    for place, lines in enumerate(drawn):
        for point in (point for line in lines for point in line):
            crowd.setdefault(_cell(*point), set()).add(place)
    for place, (contour, lines) in enumerate(zip(contours, drawn, strict=True)):
        canvas.shapes.append(paper.path(map(paper.thinned, lines), "series-1", 1.6))
        text, points = written(contour.level), paper.spread(point for line in lines for point in line)
        tried = [(-_crowding(text, point, crowd, place), point) for point in points]
        rooms = [(free, paper.room(text, point, canvas.frame, canvas.taken), point) for free, point in tried]
        fitting = [(free, room, point) for free, room, point in rooms if free >= -_CROWDED and room >= _ROOM]
        if fitting:
            canvas.write(text, max(fitting)[2], "axis")


def _cell(x: float, y: float) -> Point:
    return round(x / _CELL), round(y / _CELL)


def _crowding(text: str, middle: Point, crowd: dict[Point, set[int]], own: int) -> float:
    """Return on how much of a text other lines would be."""
    half, high = paper.wide(text) / 2, TEXT_SIZE / 2
    (left, upper), (right, lower) = (_cell(middle[0] + side * half, middle[1] + side * high) for side in (-1, 1))
    cells = [(x, y) for x in range(int(left), int(right) + 1) for y in range(int(upper), int(lower) + 1)]
    return sum(bool(crowd.get(cell, {own}) - {own}) for cell in cells) / len(cells)


def _add_tangent(canvas: _Canvas, point: Point, slope: float) -> None:
    """Draw a piece of the tangent, equally long on paper for each slope, and write the slope beside its point."""
    (x, y), climb = canvas.frame.place(point), canvas.frame.tilt(slope)
    reach = _TANGENT * WIDTH / math.hypot(1, climb)
    ends = canvas.frame.cut((x - reach, y + climb * reach), (x + reach, y - climb * reach))
    lines = [ends] if ends else []
    canvas.shapes.append(paper.path(lines, "series-2", 2, "; stroke-dasharray: 7 4"))
    canvas.shapes.append(paper.mark("dot", (x, y), 5))
    canvas.taken.extend(_along(lines))
    canvas.write_beside(f"slope {number(slope)}", (x, y))


def _seen(canvas: _Canvas, steps: Sequence[Point | None]) -> list[list[Point]]:
    """Return the parts of a path that are in the picture, where no text should stand."""
    runs = [[step for step in run if step] for known, run in groupby(steps, bool) if known]
    seen = [paper.thinned(part) for run in runs for part in canvas.frame.seen(run)]
    canvas.taken.extend(paper.spread(_along(seen)))
    return seen


def _add_path(canvas: _Canvas, steps: Sequence[Point | None], seen: Sequence[Sequence[Point]]) -> None:
    """Draw a path, with a dot for each step where there are few, and its start and its end where they are seen."""
    frame, last = canvas.frame, len(steps) - 1
    canvas.shapes.append(paper.path(seen, "series-2", 1.9, "; stroke-dasharray: 2 3"))
    inside = {place: frame.place(step) for place, step in enumerate(steps) if step and frame.holds(step)}
    if len(inside) <= _SEEN_STEPS + 1:
        canvas.shapes.extend(paper.mark("dot", place, 3.2) for place in inside.values())
    for step, shape, size, name in ((last, "dot", 5.2, "end"), (0, "square", 4.2, "start")):
        if step in inside:
            canvas.shapes.append(paper.mark(shape, inside[step], size))
            canvas.write_beside(name, inside[step])


def _along(lines: Iterable[Sequence[Point]]) -> list[Point]:
    """Return points on straight lines, near enough to each other that no word stands between them."""
    found = []
    for (x, y), (right, down) in (ends for line in lines for ends in pairwise(line)):
        count = int(math.hypot(right - x, down - y) / 8) + 1
        found += [(x + place / count * (right - x), y + place / count * (down - y)) for place in range(count + 1)]
    return found
