"""A sketch in words, for those who do not see it: how a curve runs, what a map shows, where a path goes."""

from __future__ import annotations

import math
from itertools import pairwise

from gdmath.figures.sketching.ticks import between, number, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from gdmath.figures.sketching.asked import Asked
    from gdmath.figures.sketching.contours import Contour, Surface
    from gdmath.figures.sketching.paper import Frame
    from gdmath.figures.sketching.samples import Curve, Point

_MOST_PIECES, _MOST_TURNS = 4, 4
_NOISE = 1e-9  # of the height of a curve: differences below it are rounding
_TELLING = 1e-6  # of the height or the width: numbers nearer to zero read 0, as the drawing cannot tell


def of_curve(asked: Asked, curve: Curve, frame: Frame) -> str:
    """Say how a curve runs, what its tangent is and where the path goes."""
    courses = [_course(piece, asked, curve) for piece in curve.pieces]
    course = "; after a break it ".join(courses)
    if len(courses) > _MOST_PIECES:
        course = f"is in {len(courses)} pieces, between which it has no value or jumps"
    told = f"The curve of {asked.expr} from {_ends(asked, 0)} {course}."
    if asked.at is not None:
        place = f"{asked.names[0]} = {between(asked.at, asked.low[0], asked.high[0])}"
        told += f" The tangent at {place}{_value(asked, [asked.at])}, has the slope {number(asked.slope)}."
    return told + _of_path(asked, frame)


def _course(piece: Sequence[Point], asked: Asked, curve: Curve) -> str:
    """Say where a piece of a curve falls and rises, from what to what."""
    heights, least = [y for _, y in piece], _NOISE * (curve.top - curve.bottom)
    moves = enumerate(pairwise(heights))
    steps = [(place, there > here) for place, (here, there) in moves if abs(there - here) > least]
    stops = [_stop(point, asked, curve) for point in piece]
    if not steps:
        return f"is {stops[0]}" + f" and stays there up to {_where(piece[-1][0], asked)}" * (len(piece) > 1)
    turns = [place for (_, before), (place, after) in pairwise(steps) if before != after]
    if len(turns) > _MOST_TURNS:
        low, high = (stops[heights.index(choose(heights))] for choose in (min, max))
        return f"turns {len(turns)} times between {low} and {high}"
    ends = [stops[place] for place in (*turns, -1)]
    verbs = ("rises", "falls") if steps[0][1] else ("falls", "rises")
    later = [f", then {verbs[(place + 1) % 2]} to {end}" for place, end in enumerate(ends[1:])]
    return "".join([f"{verbs[0]} from {stops[0]} to {ends[0]}", *later])


def _stop(point: Sequence[float], asked: Asked, curve: Curve) -> str:
    """Say where a curve begins, turns or ends, as exactly as a sketch can tell."""
    x, y = point
    height = between(_plain(y, curve.bottom, curve.top), curve.bottom, curve.top)
    if not curve.bottom <= y <= curve.top:
        height = "above the picture" if y > curve.top else "below the picture"
    return f"{height} at {_where(x, asked)}"


def _where(x: float, asked: Asked) -> str:
    """Say where on the axis across a place is, as exactly as the samples can tell."""
    ends = asked.low[0], asked.high[0]
    rounded = x if x in ends else round(x, 3 - math.floor(math.log10(ends[1] - ends[0])))
    return f"{asked.names[0]} = {between(_plain(rounded, *ends), *ends)}"


def _plain(value: float, low: float, high: float) -> float:
    return value if abs(value) > _TELLING * (high - low) else 0.0


def of_map(asked: Asked, surface: Surface, contours: Sequence[Contour], frame: Frame) -> str:
    """Say what is mapped, where it is lowest, at which levels there are contours, and where the path goes."""
    told = f"A map of {asked.expr} over {_ends(asked, 0)} and {_ends(asked, 1)}. "
    if surface.flat:
        told += f"It is {number(surface.heights[0])} there."
    else:
        (lowest, place), most = surface.lowest, surface.heights[-1]
        least = lowest if abs(lowest) > _NOISE * (most - lowest) else 0.0
        told += f"Its lowest sample is {between(least, lowest, most)} at {_place(asked, place)}."
    if not surface.whole:
        told += " It does not have a value everywhere."
    if not contours and not surface.flat:
        told += " No contour is drawn: where its value changes, it jumps."
    if contours:
        told += f" Contours at {_listed([written(contour.level) for contour in contours])}."
    return told + _of_path(asked, frame)


def _of_path(asked: Asked, frame: Frame) -> str:
    """Say from where to where a path goes, and when it leaves the picture; nothing if there is none."""
    if not asked.path:
        return ""
    last = len(asked.path) - 1
    begins, ends = (f"{_place(asked, point)}{_value(asked, point)}" for point in (asked.path[0], asked.path[-1]))
    told = f" A path of {number(last)} step{'s' * (last != 1)} from {begins}, to {ends}."
    outside = [step for step, point in enumerate(asked.steps) if point is None or not frame.holds(point)]
    if outside:
        told += f" From step {number(outside[0])} on it is outside the picture, at least at times."
    return told


def _value(asked: Asked, point: Sequence[float]) -> str:
    value = asked.value(*point)
    return ", where there is no value" if value is None else f", where the value is {number(value)}"


def _place(asked: Asked, point: Sequence[float]) -> str:
    sides = zip(asked.names, point, asked.low, asked.high, strict=True)
    return ", ".join(
        f"{name} = {between(value if abs(value) > _TELLING * (high - low) else 0.0, low, high)}"
        for name, value, low, high in sides
    )


def _ends(asked: Asked, side: int) -> str:
    low, high = asked.low[side], asked.high[side]
    return f"{asked.names[side]} = {between(low, low, high)} to {between(high, low, high)}"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
