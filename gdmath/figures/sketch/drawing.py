"""A curve and a map as they are drawn: axes, lines, the path of a descent, and words where there is room."""

from __future__ import annotations

import math
from itertools import groupby, pairwise

from gdmath.figures.sketch import paper
from gdmath.figures.sketch.contours import lines
from gdmath.figures.sketch.paper import TEXT_SIZE, WIDTH, Frame
from gdmath.figures.sketch.ticks import number, ticks, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from gdmath.figures.sketch.asked import Asked
    from gdmath.figures.sketch.contours import Surface
    from gdmath.figures.sketch.samples import Curve, Point

CURVE, MAP = 270, 330  # how high they are on paper
_ABOVE, _BELOW, _BESIDE, _GAP = 30, 46, 14, 8
_MOST_TICKS = 6
_SEEN_STEPS = 30  # of a longer path single steps cannot be told apart
_TANGENT = 0.18  # of the width of the picture: so far it goes to each side
_ROOM = 14  # from a label of a contour to what is near it
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LONGEST = 40  # letters of a formula above a curve


def framed(asked: Asked, bottom: float, top: float, height: float) -> Frame:
    """Return the frame of a picture, whose left side leaves room for the numbers beside it."""
    labels = [paper.wide(written(tick)) for tick in ticks(bottom, top, _MOST_TICKS)]
    left = max([*labels, 2.0 * TEXT_SIZE]) + _GAP
    return Frame(asked.low[0], asked.high[0], bottom, top, left, WIDTH - _BESIDE, _ABOVE, height - _BELOW)


def curve_drawn(asked: Asked, curve: Curve, frame: Frame, words: str) -> str:
    """Return the SVG of a curve, with its tangent and the path of a descent on it."""
    seen = [part for piece in curve.pieces for part in frame.seen(piece)]
    taken = paper.spread(point for part in seen for point in part)
    shapes, texts = _axes(frame, grid=True)
    formula = str(asked.expr)
    name = asked.names[0].translate(_LOWERED)
    texts += _names(frame, name, formula if len(formula) <= _LONGEST else f"J({name})")
    shapes.append(paper.path([paper.thinned(part) for part in seen], "series-1", 2.6))
    if asked.at is not None:
        _add_tangent(asked, frame, taken, shapes, texts)
    _add_path(asked, frame, taken, shapes, texts)
    return paper.svg(shapes, texts, words, CURVE)


def map_drawn(asked: Asked, surface: Surface, levels: Sequence[Decimal], frame: Frame, words: str) -> str:
    """Return the SVG of a map, with its contours and the path of a descent."""
    shapes, texts = _axes(frame, grid=False)
    texts += _names(frame, *(name.translate(_LOWERED) for name in asked.names))
    steps = [frame.place(step) for step in asked.steps if step and frame.holds(step)]
    taken = paper.spread([*steps, *(point for ends in pairwise(steps) for point in _between(*ends))])
    drawn = [
        [paper.thinned([frame.place(point) for point in line]) for line in lines(surface, float(level))]
        for level in levels
    ]
    for level, parts in zip(levels, drawn, strict=True):
        shapes.append(paper.path(parts, "series-1", 1.6))
        _add_level(written(level), parts, frame, taken, texts)
    _add_path(asked, frame, taken, shapes, texts)
    return paper.svg(shapes, texts, words, MAP)


def _axes(frame: Frame, *, grid: bool) -> tuple[list[str], list[str]]:
    """Return the lines and the numbers of both axes: with a grid for heights, or all around as on a map."""
    corners = [(x, y) for x in (frame.left, frame.right) for y in (frame.upper, frame.lower)]
    heights = [(tick, frame.down(float(tick))) for tick in ticks(frame.bottom, frame.top, _MOST_TICKS)]
    levels = [[(frame.left, y), (frame.right, y)] for _, y in heights]
    rim = [[corners[1], corners[3]]] if grid else [[corners[place] for place in (0, 1, 3, 2, 0)]]
    shapes = [paper.path(levels if grid else [], "grid", 1), paper.path(rim, "axis", 1)]
    texts = [paper.word(written(tick), (frame.left - _GAP, y), anchor="end") for tick, y in heights]
    return shapes, texts + _numbers_below(frame)


def _numbers_below(frame: Frame) -> list[str]:
    """Return the numbers of the axis across, as many as have room beside each other."""
    for most in range(_MOST_TICKS, 0, -1):
        found = [(written(tick), frame.across(float(tick))) for tick in ticks(frame.low, frame.high, most)]
        if all(right - left > paper.wide(f"{one}{other} ") / 2 for (one, left), (other, right) in pairwise(found)):
            break
    placed = [(text, min(x, WIDTH - paper.wide(text) / 2)) for text, x in found]
    return [paper.word(text, (x, frame.lower + 14)) for text, x in placed]


def _names(frame: Frame, across: str, up: str) -> list[str]:
    """Return what the axes are called: at the right end of the one across, and above the other."""
    below = paper.word(across, (frame.right, frame.lower + 34), "ink", "end")
    return [below, paper.word(up, (2, 11), "ink", "start")]


def _add_level(
    text: str, lines_of: Sequence[Sequence[Point]], frame: Frame, taken: list[Point], texts: list[str]
) -> None:
    """Write a level on its line where most is free around it, if anywhere enough is."""
    places = [((x + right) / 2, (y + down) / 2) for line in lines_of for (x, y), (right, down) in pairwise(line)]
    tried = [(paper.room(text, place, frame, taken), place) for place in places]
    free, place = max(tried, default=(-1.0, (0.0, 0.0)))
    if free >= _ROOM:
        taken += _filled(text, place)
        texts.append(paper.word(text, place))


def _filled(text: str, middle: Point) -> list[Point]:
    """Return points that stand for the place that a text takes."""
    half = paper.wide(text) / 2
    return [(middle[0] + share * half, middle[1]) for share in (-1, 0, 1)]


def _add_tangent(asked: Asked, frame: Frame, taken: list[Point], shapes: list[str], texts: list[str]) -> None:
    """Draw a piece of the tangent, equally long on paper for each slope, and write the slope beside its point."""
    at = asked.at or 0.0
    x, y = frame.place((at, asked.value(at) or 0.0))
    climb = frame.tilt(asked.slope)
    reach = _TANGENT * WIDTH / math.hypot(1, climb)
    part = frame.cut((x - reach, y + climb * reach), (x + reach, y - climb * reach))
    text = f"slope {number(asked.slope)}"
    ends = part or ((x, y), (x, y))
    taken += [*_between(*ends), *ends]
    middle = paper.beside(text, (x, y), frame, taken)
    shapes += [paper.path([ends], "series-2", 2, "; stroke-dasharray: 7 4"), paper.mark("dot", (x, y), 5)]
    texts.append(paper.word(text, middle, "series-2"))
    taken += _filled(text, middle)


def _add_path(asked: Asked, frame: Frame, taken: list[Point], shapes: list[str], texts: list[str]) -> None:
    """Draw a path, with a dot for each step where there are few, and its start and its end where they are seen."""
    runs = [[step for step in run if step] for known, run in groupby(asked.steps, bool) if known]
    seen = [paper.thinned(part) for run in runs for part in frame.seen(run)]
    shapes.append(paper.path(seen, "series-2", 1.9, "; stroke-dasharray: 2 3"))
    inside = {place: frame.place(step) for place, step in enumerate(asked.steps) if step and frame.holds(step)}
    last = len(asked.steps) - 1
    if last <= _SEEN_STEPS:
        shapes += [paper.mark("dot", place, 3.2) for place in inside.values()]
    taken += paper.spread(inside.values())
    for step, shape, size, name in ((0, "square", 4.2, "start"), (last, "dot", 5.2, "end")):
        if step in inside:
            shapes.append(paper.mark(shape, inside[step], size))
            middle = paper.beside(name, inside[step], frame, taken)
            if paper.room(name, middle, frame, taken) > 0:
                texts.append(paper.word(name, middle, "series-2"))
                taken += _filled(name, middle)


def _between(start: Point, end: Point) -> list[Point]:
    """Return points on a straight line, near enough to each other that no word stands between them."""
    count = int(math.hypot(end[0] - start[0], end[1] - start[1]) / 8) + 1
    shares = [place / count for place in range(count)]
    return [(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])) for share in shares]
