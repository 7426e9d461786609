"""Sketches: curves, tangents, paths and maps from floats alone, as SVG, in words and in characters."""

import copy
import math
import pickle
import re
import subprocess
import sys
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest

from gdmath import (
    Abs,
    History,
    InputError,
    Piecewise,
    asin,
    cos,
    differentiate,
    exp,
    gradient_descent,
    lambdify,
    log,
    sigmoid,
    sin,
    sqrt,
    step,
    symbols,
    tan,
)
from gdmath.figures import PALETTE, Sketch, sketch
from gdmath.figures.sketching.contours import contours, surveyed
from gdmath.figures.sketching.paper import WIDTH, Frame, wide
from gdmath.figures.sketching.samples import roomy, traced, values_of
from gdmath.figures.sketching.ticks import number, ticks, typed, written

w, b, x, y, c = symbols("w b x y c")
BOWL = (w - 3) ** 2
WIDE_BOWL = w**2 + 3 * b**2
ROSENBROCK = (1 - w) ** 2 + 100 * (b - w**2) ** 2


def descended(**options: Any) -> History:
    """Descend the bowl of one letter."""
    return gradient_descent(BOWL, {w: 0.0}, **({"learning_rate": 0.25, "max_steps": 3} | options))


DIVERGED = descended(learning_rate=1.2, max_steps=100, on_divergence="mark")
ON_MAP = gradient_descent(WIDE_BOWL, {w: 3.0, b: 2.0}, learning_rate=0.1, max_steps=20)
SKETCHES = {
    "bowl": sketch(BOWL, history=descended(), at=-1),
    "diverged": sketch(BOWL, history=DIVERGED),
    "pole": sketch(1 / x),
    "level": sketch(3),
    "logarithm": sketch(log(x), at=1),
    "huge": sketch(x, low=-1e300, high=1e300),
    "tiny": sketch(x, low=1e-300, high=3e-300, at=2e-300),
    "narrow": sketch(x**2, low=1000000, high=1000000.001),
    "less than": sketch(Piecewise((x, x < 1), (x**2 + 1, True))),
    "map": sketch(WIDE_BOWL, history=ON_MAP),
    "valley": sketch(ROSENBROCK, [w, b], low=-2, high=(2, 3)),
    "saddle": sketch(x * y),
    "long numbers": sketch(x**2 + y**2, low=(123456, -1e-7), high=(123456.7, 1e-7)),
}
CURVES = SKETCHES.keys() - {"map", "valley", "saddle", "long numbers"}


def elements(picture: Sketch, tag: str) -> list[ET.Element]:
    """Return the elements of a kind in a drawing."""
    return [element for element in ET.fromstring(picture.svg).iter() if element.tag.rpartition("}")[2] == tag]


def words(picture: Sketch) -> list[str]:
    """Return what can be read in a drawing."""
    return [element.text or "" for element in elements(picture, "text")]


def lines(picture: Sketch, colour: str, dashed: str = "") -> list[list[tuple[float, float]]]:
    """Return the lines of a colour, point by point."""
    found = []
    for element in elements(picture, "path"):
        style = element.get("style", "")
        if f"--gd-{colour}," in style and ("dasharray" in style) == bool(dashed) and dashed in style:
            found += [_points(line) for line in element.get("d", "").split("M")[1:]]
    return found


def _points(line: str) -> list[tuple[float, float]]:
    moves = [tuple(map(float, move.split())) for move in line.replace("h0", "").split("l")]
    places = [moves[0]]
    for right, down in moves[1:]:
        places.append((places[-1][0] + right, places[-1][1] + down))
    return [(place[0], place[1]) for place in places]


@pytest.mark.parametrize("name", SKETCHES)
def test_a_sketch_is_an_image_with_words(name: str) -> None:
    """Each is one image that is named by its words, valid in a page and as a file, in colours of the theme alone."""
    picture = SKETCHES[name]
    root = ET.fromstring(picture.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.text
    page = f"<!DOCTYPE html><html><head><title>t</title></head><body>{picture._repr_html_()}</body></html>"
    html5lib.HTMLParser(strict=True).parse(page)
    colours = set(re.findall(r"#[0-9a-f]{6}|(?<=--gd-)[\w-]+(?=, )", picture.svg)) - {"figure-em"}
    assert colours == {*(colour for pair in PALETTE.items() if pair[0] in colours for colour in pair)}
    assert not re.search(r"nan|inf|\bid=", picture.svg)


@pytest.mark.parametrize("name", SKETCHES)
def test_a_sketch_is_light(name: str) -> None:
    """A curve has at most 12 kB and a map 40 kB."""
    assert len(SKETCHES[name].svg.encode()) <= (12_000 if name in CURVES else 40_000)


@pytest.mark.parametrize("name", SKETCHES)
def test_texts_are_whole_and_apart(name: str) -> None:
    """No text is cut by the side of the drawing, and no two lie over each other."""
    boxes = []
    height = float(ET.fromstring(SKETCHES[name].svg).get("viewBox", "").split()[3])
    for element in elements(SKETCHES[name], "text"):
        length, anchor = wide(element.text or ""), element.get("style", "").rpartition(": ")[2]
        left = float(element.get("x", "")) - length * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        below = float(element.get("y", ""))
        boxes.append((left, left + length, below - 10, below))
    assert all(
        left >= -1 and right <= WIDTH + 1 and above >= 0 and below <= height for left, right, above, below in boxes
    )
    for place, (left, right, above, below) in enumerate(boxes):
        for other in boxes[:place]:
            assert right <= other[0] or other[1] <= left or below <= other[2] or other[3] <= above


@pytest.mark.parametrize("name", SKETCHES)
def test_what_is_drawn_stays_in_the_picture(name: str) -> None:
    """No point of a curve, a contour, a tangent or a path is outside the frame."""
    picture = SKETCHES[name]
    [left, *_, right], [upper, *_, lower] = (sorted(side) for side in zip(*_frame(picture), strict=True))
    every = [point for colour in ("series-1", "series-2") for line in lines(picture, colour) for point in line]
    every += [point for dash in ("7 4", "2 3") for line in lines(picture, "series-2", dash) for point in line]
    assert every or name == "level"
    assert all(left - 0.5 <= across <= right + 0.5 and upper - 0.5 <= down <= lower + 0.5 for across, down in every)


def _frame(picture: Sketch) -> list[tuple[float, float]]:
    [axis] = lines(picture, "axis")
    return [*axis, (axis[0][0], 30.0)]


@pytest.mark.parametrize("name", SKETCHES)
def test_a_terminal_has_room(name: str) -> None:
    """In characters a sketch is at most 60 wide and 20 high, of those that every terminal has."""
    told = str(SKETCHES[name])
    assert told.isascii()
    assert len(told.split("\n")) <= 20
    assert all(len(line) <= 60 and line == line.rstrip() for line in told.split("\n"))


def test_a_sketch_never_changes() -> None:
    """It is frozen, its copy is itself, it can be pickled, and HTML is its only rich form."""
    picture = SKETCHES["bowl"]
    with pytest.raises(InputError, match=r"^Cannot set 'svg' of Sketch: The curve of .* Make a new one\.$"):
        picture.svg = ""
    assert copy.copy(picture) is picture
    again = pickle.loads(pickle.dumps(picture))
    assert (again.svg, again.text, str(again)) == (picture.svg, picture.text, str(picture))
    assert [name for name in dir(Sketch) if name.startswith("_repr_")] == ["_repr_html_"]
    assert repr(picture) == f"Sketch: {picture.text}"


def test_the_same_sketch_has_the_same_bytes() -> None:
    """What is drawn twice is the same, byte by byte."""
    assert sketch(WIDE_BOWL, history=ON_MAP).svg == SKETCHES["map"].svg
    assert str(sketch(BOWL, history=descended(), at=-1)) == str(SKETCHES["bowl"])


def test_nothing_but_python_is_needed() -> None:
    """A sketch is drawn where numpy, pandas, torch, matplotlib and sympy cannot be imported."""
    program = """
import sys
for name in ("numpy", "pandas", "torch", "matplotlib", "sympy", "tqdm", "sklearn"):
    sys.modules[name] = None
from gdmath.figures.sketching import sketch
from gdmath import gradient_descent, symbols
w, b = symbols("w b")
print(sketch(w**2, at=1.0, history=gradient_descent(w**2, {w: 2.0}, 0.1)).text[:36])
print(sketch(w**2 + b**2, history=gradient_descent(w**2 + b**2, {b: 2.0, w: 1.0}, 0.1)).text[:23])
print(len(str(sketch(w**2))) > 200)
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.split("\n")[:3] == ["The curve of w**2 from w = −1 to 3 f", "A map of w**2 + b**2 ov", "True"]


def test_figures_are_still_there() -> None:
    """What draws with matplotlib is imported when it is first used, and what is not there is an AttributeError."""
    import gdmath.figures

    assert gdmath.figures.__getattr__("figure") is gdmath.figures.figure
    assert gdmath.figures.__getattr__("moving_figure") is gdmath.figures.moving_figure
    with pytest.raises(AttributeError, match=r"^module 'gdmath\.figures' has no attribute 'nabla'$"):
        gdmath.figures.__getattr__("nabla")


def test_a_curve_in_words() -> None:
    """The words say how a curve runs, what the tangent is, and where the path goes, with numbers of the data."""
    assert SKETCHES["bowl"].text == (
        "The curve of (w - 3)**2 from w = −3 to 4.5 falls from 36 at w = −3 to 0 at w = 3, then rises to 2.25"
        " at w = 4.5. The tangent at w = −1, where the value is 16, has the slope −8. A path of 3 steps from "
        "w = 0, where the value is 9, to w = 2.62, where the value is 0.141."
    )


def test_a_curve_in_characters() -> None:
    """In a terminal a curve is of asterisks, its tangent of dots, and its path begins at S and ends at E."""
    assert (
        str(sketch(BOWL, low=0, high=6, at=1, history=descended()))
        == """\
   (w - 3)**2
  |
  |S*                                                     **
8 | **                                                   **
  |  ***                                               ***
  |   .**                                             **
6 |     **                                           **
  |       **                                       **
4 |        *+*                                   ***
  |          ***                               ***
  |            **o                           ***
2 |              ****                     ****
  |                .****               ****
0 |                     o**E***********
  |
  +---------------------------------------------------------
   0        1         2        3        4         5     6  w"""
    )


def test_a_map_in_words() -> None:
    """The words of a map say what it shows, where it is lowest, at which levels, and where the path goes."""
    assert SKETCHES["map"].text == (
        "A map of w**2 + 3*b**2 over w = −1.5 to 4.5 and b = −1 to 3. Its lowest sample is 0 at w = 0, b = 0."
        " Contours at 5, 10, 15, 20, 25, 30 and 35. A path of 20 steps from w = 3, b = 2, where the value is "
        "21, to w = 0.0346, b = 0, where the value is 0.0012."
    )


def test_a_map_in_characters() -> None:
    """In a terminal a map has letters for contours, with their levels below."""
    assert (
        str(sketch(x * y, low=-2, high=2))
        == """\
    y
 2 |     aaa     bb     cc      d     ee     ff     ggg
   | aaaaa    bbb      cc       d      ee      fff    ggggg
   |a    bbbbb      ccc         d        eee      fffff    g
 1 |bbbbbb       cccc           d          eeee       ffffff
   |     cccccccc               d              eeeeeeee
   |cccccc                      d                     eeeeee
 0 |dddddddddddddddddddddddddddddddddddddddddddddddddddddddd
   |                            d
   |eeeeee                      d                     cccccc
   |     eeeeeeee               d              cccccccc
-1 |ffffff       eeee           d          cccc       bbbbbb
   |g    fffff      eee         d        ccc      bbbbb    a
   | ggggg    fff      ee       d      cc      bbb    aaaaa
-2 |     ggg     ff     ee      d     cc     bb     aaa
   +--------------------------------------------------------
   -2            -1             0            1          2  x
a = -3  b = -2  c = -1  d = 0  e = 1  f = 2  g = 3"""
    )


def heights(picture: Sketch) -> list[list[tuple[float, float]]]:
    """Return the pieces of a curve."""
    return lines(picture, "series-1")


@pytest.mark.parametrize(
    ("expr", "pieces"),
    [
        (x**2, 1),
        (1 / x, 2),
        (1 / (x - 0.3), 2),
        (1 / (x - 0.3) ** 2, 2),
        (1 / (x - 1 / 64), 2),
        (Piecewise((x, x < 1 / 64), (x + 2, x > 1 / 64)), 2),
        (1 / (x - 1 / 64) ** 2, 2),
        (log(Abs(x - 0.3)), 2),
        (log(x), 1),
        (sqrt(x), 1),
        (sqrt(x**2 - 1), 2),
        (step(x - 0.3), 2),
        (Piecewise((x, x < 1), (x + 2, True)), 2),
        (tan(x), 5),
        (Abs(x - 0.3), 1),
        (sigmoid(1000 * (x - 0.3)), 1),
        (1 / (1e-4 + (x - 0.3) ** 2), 1),
        (sin(x) ** 2 + cos(x) ** 2, 1),
        (exp(1 / x), 2),
        (sigmoid(1e12 * (x - 0.3)), 1),
        (exp(exp(x)), 1),
        (x**x, 6),
    ],
    ids=str,
)
def test_no_line_where_there_is_no_value(expr: Any, pieces: int) -> None:
    """A curve has a gap at each pole and jump and where it has no value, and none elsewhere."""
    assert len(heights(sketch(expr))) == pieces


def test_a_piece_begins_where_the_values_begin() -> None:
    """The first and the last point of asin are at −1 and 1, where it begins and ends."""
    [piece] = heights(sketch(asin(x), low=-2, high=2))
    left, right = (across for across, _ in _frame(sketch(asin(x), low=-2, high=2))[:2])
    assert piece[0][0] == pytest.approx(left + (right - left) / 4, abs=0.2)
    assert piece[-1][0] == pytest.approx(left + (right - left) * 3 / 4, abs=0.2)


def test_no_break_in_a_huge_range() -> None:
    """A logarithm is whole also where all of its rise is between two samples."""
    assert len(heights(sketch(log(x), low=1e-300, high=1e300))) == 1


def test_a_pole_does_not_flatten_the_rest() -> None:
    """With a pole, the picture shows the heights of most of the curve, and the words say where it leaves them."""
    assert sketch(1 / x).text == (
        "The curve of 1/x from x = −5 to 5 falls from −0.2 at x = −5 to below the picture at x = 0; after a break it "
        "falls from above the picture at x = 0 to 0.2 at x = 5."
    )
    assert "−2" in words(sketch(1 / x))
    assert "is in 5 pieces, between which it has no value or jumps" in sketch(tan(x)).text


def test_a_peak_between_the_samples_is_met() -> None:
    """A narrow peak is as high as it is, wherever the samples are."""
    assert "rises from 0.0355 at x = −5 to 10,000 at x = 0.31, then" in sketch(1 / (1e-4 + (x - 0.307) ** 2)).text


@pytest.mark.parametrize(
    ("expr", "told"),
    [
        (3, "The curve of 3 from x = −5 to 5 is 3 at x = −5 and stays there up to x = 5."),
        (0, "The curve of 0 from x = −5 to 5 is 0 at x = −5 and stays there up to x = 5."),
        (sin(50 * x) / 1e9 + 1e3, "is 1,000 at x = −5 and stays there up to x = 5."),
        (step(x), "is 0 at x = −5 and stays there up to x = 0; after a break it is 1 at x = 0 and stays"),
        (sin(3 * x), "turns 10 times between −1 at x = "),
        (sqrt(-(x**2)), "is 0 at x = 0."),
        (x / 1e6 + 1e3, "rises from 999.999995 at x = −5 to 1,000.000005 at x = 5."),
    ],
    ids=str,
)
def test_courses_in_words(expr: Any, told: str) -> None:
    """A level line, a single point, a jump and a wave are each told as what they are."""
    assert told in sketch(expr).text


def test_a_level_line_is_drawn() -> None:
    """A constant is a line in the middle of the picture."""
    [line] = heights(sketch(3))
    assert len(line) == 2
    assert line[0][1] == line[1][1] == pytest.approx((30 + 270 - 46) / 2, abs=0.1)


def test_a_tangent_touches() -> None:
    """The tangent goes through its point with the slope on paper, and the slope is written beside it."""
    picture = sketch(BOWL, low=0, high=6, at=1)
    [[start, end]] = lines(picture, "series-2", "7 4")
    [dot] = elements(picture, "circle")
    assert (start[0] + end[0]) / 2 == pytest.approx(float(dot.get("cx", "")), abs=0.1)
    assert (start[1] + end[1]) / 2 == pytest.approx(float(dot.get("cy", "")), abs=0.1)
    assert "slope −4" in words(picture)
    assert end[1] > start[1]


def test_a_tangent_is_in_the_picture() -> None:
    """Near a pole, the picture reaches as far as the point of the tangent."""
    picture = sketch(1 / x, low=-1, high=1, at=1e-6)
    assert "The tangent at x = 10⁻⁶, where the value is 10⁶, has the slope −10¹²." in picture.text
    assert "+" in str(picture)
    [dot] = elements(picture, "circle")
    assert 30 < float(dot.get("cy", "")) < 60


def test_a_steep_tangent_is_upright() -> None:
    """Where a curve is as good as vertical, the tangent stands upright and has a length."""
    [[start, end]] = lines(sketch(sqrt(x), low=0, high=1e20, at=1e-20), "series-2", "7 4")
    assert start[0] == pytest.approx(end[0], abs=0.2)


def test_a_path_has_dots_for_few_steps() -> None:
    """Of up to 30 steps each has a dot, the start is a square, and of a longer path there is a line alone."""
    assert len(elements(sketch(BOWL, history=descended()), "circle")) == 4 + 1
    long = descended(learning_rate=0.01, max_steps=31)
    assert len(elements(sketch(BOWL, history=long), "circle")) == 1
    assert len(elements(sketch(BOWL, history=long), "rect")) == 1
    assert {"start", "end"} <= {*words(SKETCHES["bowl"])}
    assert {"start", "end"} <= {*words(SKETCHES["map"])}


def test_a_path_of_no_step() -> None:
    """A descent that starts where it ends has one point, which is the start."""
    still = gradient_descent(BOWL, {w: 3.0}, learning_rate=0.1)
    assert "A path of 0 steps from w = 3, where the value is 0, to w = 3" in sketch(BOWL, history=still).text
    assert "S" in str(sketch(BOWL, history=still))


def test_a_diverged_path_leaves_the_picture() -> None:
    """By itself the picture has the first steps of a descent that diverged; the words say when it leaves."""
    picture = SKETCHES["diverged"]
    assert "From step 6 on it is outside the picture, at least at times." in picture.text
    assert "from w = −10 to 20" in picture.text
    near = sketch(BOWL, low=-2, high=8, history=DIVERGED)
    assert "From step 2 on it is outside the picture" in near.text
    assert len(elements(near, "circle")) == 2
    far = sketch(BOWL, low=20, high=30, history=descended())
    assert "From step 0 on" in far.text
    assert not {"start", "end"} & {*words(far)}


def test_a_path_where_there_is_no_value() -> None:
    """A step at which the formula has no value is not drawn, and the words say so."""
    picture = sketch(log(w - 1), low=0.5, high=4, history=descended())
    assert "from w = 0, where there is no value, to w = 2.62" in picture.text
    assert len(elements(picture, "rect")) == 0


def test_a_long_formula_is_not_written_above_its_curve() -> None:
    """A formula that is too long for the picture is called J there."""
    assert "J(w₁)" in words(sketch(sum(symbols("w1") ** k for k in range(2, 20))))
    assert "(w - 3)**2" in words(SKETCHES["bowl"])


def test_signs_of_markup_are_escaped() -> None:
    """A formula with < in it is text in the drawing and in its name."""
    assert "x &lt; 1" in SKETCHES["less than"].svg
    assert "x < 1" in SKETCHES["less than"].text


@pytest.mark.parametrize(
    ("low", "high", "most", "told"),
    [
        (-1, 1, 4, "−1 −0.5 0 0.5 1"),
        (0.1, 0.3, 2, "0.1 0.2 0.3"),
        (0, 1e-300, 2, "0 5·10⁻³⁰¹ 10⁻³⁰⁰"),
        (-1e300, 1e300, 2, "−10³⁰⁰ 0 10³⁰⁰"),
        (123456.1, 123456.9, 4, "123,456.2 123,456.4 123,456.6 123,456.8"),
        (1e6, 1e6 + 1, 2, "10⁶ 1,000,000.5 1,000,001"),
        (0, 7e5, 4, "0 200,000 400,000 600,000"),
    ],
)
def test_ticks_are_round(low: float, high: float, most: int, told: str) -> None:
    """The numbers along an axis are multiples of 1, 2 or 5 times a power of ten, written without noise."""
    assert " ".join(map(written, ticks(low, high, most))) == told


def test_ticks_are_never_too_many() -> None:
    """Between any two ends there are at most one more than asked for, and for six at least two."""
    for power in range(-300, 300, 7):
        for size in (1.0, 1.3, 2.7, 9.99):
            found = ticks(-size * 10.0**power, size * 10.0**power, 6)
            assert 2 <= len(found) <= 7
            assert len({right - left for left, right in pairwise(found)}) == 1


def test_numbers_are_those_of_other_figures() -> None:
    """A number is written as `gdmath.plotting` writes it."""
    from gdmath.plotting import number as other

    values = (-6, 20000, 0.27391, 1234.5, 3.2e-9, 1e10, -1e-7, 999999.6, 0.00012345, 1e6, 9.996)
    assert [number(value) for value in values] == [other(value) for value in values]
    assert typed(ticks(-0.3, 0.3, 6)[0]) == "-0.3"


def test_a_flat_curve_has_room() -> None:
    """A height that is zero, tiny or huge has a picture around it, and rounding is not blown up."""
    assert roomy(0, 0) == (-1, 1)
    assert roomy(1e-310, 1e-310)[0] < 0
    assert roomy(1, 1 + 1e-12) == pytest.approx((0.5, 1.5))
    assert roomy(1e300, 1e300) == (5e299, 1.5e300)
    assert roomy(0, 1e-303)[0] < 0


def test_a_frame_cuts_lines() -> None:
    """A line is cut where it leaves the frame, in pieces if it comes back, and a point outside is nothing."""
    frame = Frame(0, 1, 0, 1, 0, 10, 0, 10)
    assert frame.seen([(-1, 0.5), (0.5, 0.5), (0.5, 3), (0.8, 3), (0.8, 0.5)]) == [
        [(0, 5), (5, 5), (5, 0)],
        [(8, 0), (8, 5)],
    ]
    assert frame.seen([(2, 2)]) == frame.seen([(2, -1), (2, 3)]) == frame.seen([(-1, 0.9), (0.2, 2.1)]) == []
    assert frame.seen([(0.5, 0.5)]) == [[(5, 5), (5, 5)]]


def contour_points(expr: Any, low: float, high: float) -> list[tuple[float, float, float]]:
    """Return the points of all contours of a map with their levels."""
    surface = surveyed(values_of(lambdify([x, y], expr)), [low, low], [high, high], "sketch it")
    return [(*point, float(found.level)) for found in contours(surface) for line in found.lines for point in line]


@pytest.mark.parametrize("expr", [x**2 + 3 * y**2, x * y, sin(x) * cos(y), exp(x) + y, log(x**2 + y**2)], ids=str)
def test_contours_are_where_the_levels_are(expr: Any) -> None:
    """At each point of a contour the formula has the level, to a thousandth of the height of the map."""
    function, points = lambdify([x, y], expr), contour_points(expr, -2.0, 3.0)
    heights = [function(-2 + i / 20, -2 + j / 20) for i in range(101) for j in range(101) if (i, j) != (40, 40)]
    assert len(points) > 100
    assert all(abs(function(u, v) - level) < 1e-3 * (max(heights) - min(heights)) for u, v, level in points)


def test_a_ring_is_closed() -> None:
    """A contour around a bowl ends where it begins, and one that leaves the map does not."""
    surface = surveyed(values_of(lambdify([x, y], x**2 + y**2)), [-2, -2], [2, 2], "sketch it")
    inner, *_, outer = contours(surface)
    [ring] = inner.lines
    assert ring[0] == ring[-1]
    assert len(outer.lines) == 4
    assert all(line[0] != line[-1] for line in outer.lines)


def test_no_contour_runs_along_a_pole() -> None:
    """Where a formula jumps from above a level to below it without having it, there is no line."""
    assert all(abs(1 / u + v - level) < 0.05 for u, v, level in contour_points(1 / x + y, -3.0, 3.1))
    assert contour_points(step(x - 0.3), -2.0, 2.0) == []
    assert "No contour is drawn: where its value changes, it jumps." in sketch(step(x - 0.3) + step(y)).text
    # A strip without a value between two corners, too narrow for a corner to lie in it.
    strip = Piecewise((x, x < 0.003), (2 + x, x > 0.006))
    found = contour_points(strip + y / 100, -2.0, 2.0)
    assert all(abs((u if u < 0.003 else 2 + u) + v / 100 - level) < 1e-9 for u, v, level in found)


def test_a_map_without_values_in_places() -> None:
    """Where the formula has no value there is no contour, and the words say that there are such places."""
    assert all(u * v > 0 for u, v, _ in contour_points(log(x * y), -2.0, 2.0))
    assert "It does not have a value everywhere." in sketch(log(x * y)).text


def test_levels_of_a_valley_grow() -> None:
    """Where most of a map lies low, each level is a few times the one before."""
    assert "Contours at 2, 5, 10, 20, 50, 100, 200, 500, 1,000 and 2,000." in SKETCHES["valley"].text
    assert "Contours at −15, −10, −5, 0, 5, 10 and 15." in SKETCHES["saddle"].text
    assert sketch(exp(x**2 + y**2)).text.count(",") < 25


def test_a_flat_map() -> None:
    """A constant has an empty map, and the words say so."""
    assert sketch(3, [x, y]).text == "A map of 3 over x = −5 to 5 and y = −5 to 5. It is 3 there."


def test_a_spike_has_a_contour() -> None:
    """Where nearly all of a map is level, there are levels between it and what is not."""
    spike = Piecewise((exp(-5 * (x**2 + y**2)), x**2 + y**2 < 1), (0, True))
    assert "Contours at" in sketch(spike, low=-9, high=9).text


def test_a_map_is_lowest_where_it_is() -> None:
    """The lowest place is found between the samples as well, at the rim, and not in a pole."""
    assert "lowest sample is 0 at w = 1, b = 1" in SKETCHES["valley"].text
    assert "lowest sample is −10 at x = −5, y = −5" in sketch(x + y).text
    assert "lowest sample is −17.2 at x = −0.082, y = −5" in sketch(1 / x + y).text


@pytest.mark.parametrize("expr", [sin(x), 1 / (x - 0.3), step(x - 0.3), log(Abs(x - 0.3))], ids=str)
def test_a_curve_is_computed_in_no_time(expr: Any) -> None:
    """A curve takes less than 3,000 values of its formula, also where it breaks, and a map 50,000."""
    taken: list[tuple[float, ...]] = []
    curve, surface = lambdify(x, expr), lambdify([x, y], expr + y)

    def value(*place: float) -> float:
        taken.append(place)
        found: float = (curve if len(place) == 1 else surface)(*place)
        return found

    traced(values_of(value), -5.0, 5.0, "sketch it")
    assert 320 < len(taken) < 3000
    taken.clear()
    contours(surveyed(values_of(value), [-5.0, -5.0], [5.0, 5.0], "sketch it"))
    assert 3844 < len(taken) < 50_000


def test_letters_by_name() -> None:
    """Letters may be given by name, in an order of one's own, and are else those of the formula from a to z."""
    assert "over w = −1 to 1 and b = −1 to 1" in sketch(WIDE_BOWL, ["w", b], low=-1, high=1).text
    assert "over b = −1 to 1 and w = −1 to 1" in sketch(WIDE_BOWL, low=(-1, -1), high=[1, 1]).text
    assert "from w = −5 to 5" in sketch(3, "w").text


def test_numbers_of_numpy() -> None:
    """Ends and points may be numbers of NumPy, and the formula a plain number."""
    import numpy as np

    picture = sketch(w**2, low=np.float64(-1), high=np.int64(3), at=float(np.float32(0.5)))
    assert picture.svg == sketch(w**2, low=-1, high=3, at=0.5).svg
    assert "The curve of 2.5 from" in sketch(np.float64(2.5)).text


def test_ends_without_being_asked() -> None:
    """Left out, the ends leave room around the path and the point, and are rounded outward."""
    assert "from w = −4 to 6" in sketch(BOWL, at=1).text
    assert "from x = −5 to 5" in sketch(x).text
    assert "from x = 0 to 2·10⁶" in sketch(x, at=1e6).text


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a text": (
        {"expr": "w**2"},
        "Cannot sketch 'w**2', because it is a text. Read it with parse('w**2').",
    ),
    "a derivation": (
        {"expr": differentiate(w, w)},
        "because it is a derivation, with all its steps. Pass its .result.",
    ),
    "no formula": (
        {"expr": None},
        "Cannot sketch None, because it is of type NoneType. Pass Expr, as gdmath makes them.",
    ),
    "a truth": (
        {"expr": True},
        "Cannot sketch True, because it is of type bool. Pass Expr, as gdmath makes them.",
    ),
    "three letters": (
        {"expr": w + b + c},
        (
            "Cannot sketch w + b + c against b, c, w, because paper has two sides, for one letter or two different "
            "ones. Put numbers in place of others, as in expr.subs({b: 1.0})."
        ),
    ),
    "no letters": (
        {"letters": []},
        (
            "Cannot sketch w**2 against [], because paper has two sides, for one letter or two different ones. "
            "Put numbers in place of others, as in expr.subs({b: 1.0})."
        ),
    ),
    "a letter twice": (
        {"letters": [w, "w"]},
        "Cannot sketch w**2 against w, w, because paper has two sides, for one letter or two different ones.",
    ),
    "another letter": (
        {"expr": w * b, "letters": w},
        "Cannot sketch w*b against w, because it also depends on b. Put numbers in their place: expr.subs({b: 1.0}).",
    ),
    "no letter": (
        {"letters": 3},
        'Cannot sketch against 3, because it is no letter. Pass symbols("w"), or "w".',
    ),
    "two in one": (
        {"letters": "w b"},
        "Cannot sketch against 'w b', because it is no letter.",
    ),
    "no history": (
        {"history": [1.0]},
        "Cannot sketch the path of [1.0], because it is of type list. Pass History, as gdmath makes them.",
    ),
    "other letters": (
        {"history": ON_MAP, "letters": [b, w]},
        (
            "Cannot sketch a path of w, b against b, w, because they are not the same letters in the same order. "
            "Pass the history of a descent in these letters."
        ),
    ),
    "a tangent of a map": (
        {"expr": w * b, "at": 1},
        (
            "Cannot sketch the tangent of w*b at 1, because a map has no tangent. "
            "Leave out `at`, or put a number in place of a letter."
        ),
    ),
    "no point": (
        {"at": math.nan},
        "Cannot sketch the tangent of w**2 at nan, because nan is not a finite number. Pass a finite number.",
    ),
    "a point outside": (
        {"at": 4, "low": 0, "high": 3},
        "Cannot sketch the tangent of w**2 at w = 4.0, because the curve runs from 0 to 3. Choose a point on it.",
    ),
    "a point without a value": (
        {"expr": log(w), "at": -1},
        "Cannot sketch the tangent of log(w) at w = -1.0, because there is no value there. Choose another point.",
    ),
    "a point without a slope": (
        {"expr": sqrt(w), "at": 0},
        "Cannot sketch the tangent of sqrt(w) at w = 0.0, because there is no slope there. Choose another point.",
    ),
    "one end": (
        {"low": 0},
        "Cannot sketch against w with low=0 and high=None, because one end alone is no range. Pass both, or neither.",
    ),
    "ends the other way round": (
        {"low": 1, "high": 1},
        (
            "Cannot sketch against w from 1 to 1, because the first end must be less than the second. "
            "Swap or change the ends."
        ),
    ),
    "an endless end": (
        {"low": 0, "high": math.inf},
        "Cannot sketch against w from 0 to inf, because inf is not a finite number. Pass a finite number.",
    ),
    "an end too large for a float": (
        {"low": 0, "high": 10**400},
        "because a whole number of 1,329 bits is not a finite number. Pass a finite number.",
    ),
    "an end that is no number": (
        {"low": "0", "high": 1},
        "Cannot sketch against w from '0' to 1, because '0' is not a finite number. Pass a finite number.",
    ),
    "ends too far apart": (
        {"low": -1e308, "high": 1e308},
        "because they are too near each other, or too far apart, for a picture. Change the ends.",
    ),
    "ends too near": (
        {"low": 1, "high": 1 + 1e-15},
        "because they are too near each other, or too far apart, for a picture. Change the ends.",
    ),
    "a point too far out": (
        {"at": 1.5e308},
        "Cannot sketch the tangent of w**2 at 1.5e+308, because it is too far out for a picture. Choose a point nearer",
    ),
    "three corners": (
        {"expr": w * b, "low": (0, 0, 0), "high": 1},
        (
            "Cannot sketch against b, w from (0, 0, 0) to 1, because there is not one end for each of 2. "
            "Pass 2 numbers on each side."
        ),
    ),
    "no value": (
        {"expr": log(w), "low": -2, "high": -1},
        (
            "Cannot sketch log(w) over w from −2 to −1, because it has no value at 321 places from the one to the "
            "other. Choose other ends."
        ),
    ),
    "no value on a map": (
        {"expr": log(-(w**2) - b**2)},
        "because it has no value at 3,844 places of the map. Choose other corners.",
    ),
    "only infinite values": (
        {"expr": exp(1000 * w), "low": 1, "high": 2},
        "because it has no value at 321 places",
    ),
    "too many turns": (
        {"expr": sin(1000 * w)},
        (
            "Cannot sketch sin(1000*w) over w from −5 to 5, because it turns too often there for a picture to show. "
            "Bring the ends nearer to each other."
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    """What cannot be sketched is refused with what, why, and what to do instead."""
    arguments, told = REFUSED[case]
    with pytest.raises(InputError, match=re.escape(told)):
        sketch(**{"expr": w**2} | arguments)
