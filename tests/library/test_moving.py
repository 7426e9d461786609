"""Figures that move: every frame is the figure drawn alone, every number is the one that was computed."""

import copy
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.axes import Axes

from gdmath import InputError, gradient_descent, moving_figure, plot_cost_curve, plot_descent_path, symbols
from gdmath.figures import MovingFigure
from gdmath.figures.frames import INNER, Part, differences
from gdmath.figures.sentences import checked, decimals, place_of, said, shown
from gdmath.figures.still import described
from gdmath.figures.svg import drawn, inline
from gdmath.plotting import axes

W = symbols("w")
VALLEY = W**2
PLACES = [-1.5, 0.0, 0.1 + 0.2, 1.0]
RATES, STEPS = [0.25, 1.25], [1, 2, 3]
SVG = "{http://www.w3.org/2000/svg}"


def tangent(w: float) -> Axes:
    """Draw a frame with one slider."""
    return plot_cost_curve(VALLEY, "w", -2, 2, tangents=[w])


def path(rate: float, step: float) -> Axes:
    """Draw a frame with two, whose path leaves the picture."""
    history = gradient_descent(VALLEY, {W: 1.0}, learning_rate=rate, max_steps=int(step))
    return plot_descent_path(VALLEY, history, low=-2, high=2)


def numbers(w: float) -> dict[str, float]:
    """The numbers of a frame with one slider."""
    return {"J(w)": w * w, "slope": 2 * w}


@pytest.fixture(scope="module")
def sliding() -> MovingFigure:
    """One slider, not started at its first value."""
    return moving_figure(
        tangent,
        {"w": PLACES},
        numbers=numbers,
        start={"w": 1.0},
        text="At {w} the slope is {slope}, <b>&amp; J = {J(w)}.",
        caption="Slide & see.",
    )


@pytest.fixture(scope="module")
def stepping() -> MovingFigure:
    """Two sliders."""
    return moving_figure(
        path, {"rate": RATES, "step": STEPS}, numbers=lambda rate, step: {"J": 10 * rate + step}, caption="Step."
    )


def data(figure: MovingFigure) -> dict[str, Any]:
    """Return what the page gives to the script."""
    [script] = BeautifulSoup(figure.html, "html.parser").select('script[type="application/json"]')
    found: dict[str, Any] = json.loads(script.text)
    return found


def still(figure: MovingFigure) -> ET.Element:
    """Return the drawing of the still."""
    svg = re.search(r"<svg.*?</svg>", figure.html, re.DOTALL)
    assert svg is not None
    return ET.fromstring(svg[0])


def replayed(figure: MovingFigure, frame: int) -> ET.Element:
    """Do to the still what the script does for a frame."""
    svg = still(figure)
    for place, key, values in data(figure)["parts"]:
        node = svg
        for index in place:
            node = node[index]
        value = values[frame]
        if key.startswith(INNER):
            del node[int(key[1:]) :]
            node.extend(ET.fromstring(f"<g>{value}</g>"))
        elif key == "":
            node.text = value
        elif value is None:
            node.attrib.pop(key, None)
        else:
            node.set(key, value)
    return svg


def plain(svg: ET.Element) -> list[tuple[str, dict[str, str], str | None]]:
    """Return a drawing as a list, without the marks in its names."""
    unmarked = {"id", "href", "clip-path"}
    return [
        (node.tag, {k: re.sub(r"gd-\w+-", "gd-", v) if k in unmarked else v for k, v in node.attrib.items()}, node.text)
        for node in svg.iter()
    ]


@pytest.mark.parametrize("frame", range(len(PLACES)))
def test_a_frame_is_the_figure_drawn_alone(sliding: MovingFigure, frame: int) -> None:
    """What the script makes of the still is, element by element, the figure of that frame."""
    ax = tangent(PLACES[frame])
    alone = inline(drawn(ax.figure), described(ax, "alone"), "alone")
    assert plain(replayed(sliding, frame)) == plain(alone)


def test_each_frame_of_two_sliders_is_drawn_alone(stepping: MovingFigure) -> None:
    """So it is where frames have more points than others, and where the path leaves the picture."""
    points = [(rate, step) for rate in RATES for step in STEPS]
    for frame, point in enumerate(points):
        ax = path(*point)
        alone = inline(drawn(ax.figure), described(ax, "alone"), "alone")
        assert plain(replayed(stepping, frame)) == plain(alone), point


def test_the_data_are_the_numbers(sliding: MovingFigure) -> None:
    """What stands behind the shown numbers agrees with them to one part in a thousand million."""
    behind = data(sliding)["numbers"]
    assert behind["J(w)"] == pytest.approx([w * w for w in PLACES], rel=1e-9, abs=0)
    assert behind["slope"] == pytest.approx([2 * w for w in PLACES], rel=1e-9, abs=0)
    assert sliding.numbers == {"J(w)": tuple(w * w for w in PLACES), "slope": tuple(2 * w for w in PLACES)}


def test_the_still_is_where_the_sliders_start(sliding: MovingFigure) -> None:
    """Its description, its sentence and the places of the sliders are those of the start."""
    page = BeautifulSoup(sliding._repr_html_(), "html5lib")
    assert still(sliding).get("aria-label") == sliding.alt
    assert sliding.alt.endswith("Tangent at w = 1: slope 2.")
    assert page.select_one(".gd-said").text == "At 1 the slope is 2.00, <b>&amp; J =\u00a01.00."  # type: ignore[union-attr]  # it is there
    [slider] = page.select("input")
    assert (slider["min"], slider["max"], slider["value"], slider["aria-valuetext"]) == ("0", "3", "3", "1")
    assert json.loads(str(slider["data-values"])) == ["−1.5", "0", "0.3", "1"]
    [label] = page.select("label")
    assert label["for"] == slider["id"]
    assert page.select_one("figcaption").text == "Slide & see."  # type: ignore[union-attr]  # it is there
    assert repr(sliding) == f"Moving figure: Slide & see. ({sliding.alt})"


def test_without_a_script_there_is_a_table(sliding: MovingFigure) -> None:
    """With one slider each number has its column; every head has a scope, and the box can be scrolled by keyboard."""
    table = BeautifulSoup(sliding.html, "html5lib").select_one("table")
    assert table is not None
    rows = [[cell.text for cell in row.select("th, td")] for row in table.select("tr")]
    assert rows == [
        ["w", "J(w)", "slope"],
        ["−1.5", "2.25", "−3.00"],
        ["0", "0.00", "0.00"],
        ["0.3", "0.09", "0.60"],
        ["1", "1.00", "2.00"],
    ]
    assert all(head.get("scope") for head in table.select("th"))
    assert table.select_one("caption").text == "The numbers at each w"  # type: ignore[union-attr]  # it is there
    assert table.parent is not None
    assert table.parent["tabindex"] == "0"


def test_what_the_script_writes_is_kept_from_translators(sliding: MovingFigure) -> None:
    """The sentence, the sliders and the drawing are; the caption, the tables and the note for those without are not."""
    page = BeautifulSoup(sliding._repr_html_(), "html5lib")
    untouched = ':is([translate="no"], [translate="no"] *, .notranslate *)'
    for part in (".gd-said", ".gd-sliders label", "[role=status]", "svg text"):
        assert page.select(f"{part}{untouched}")
    for part in ("figcaption", "caption", ".gd-still"):
        assert page.select(part)
        assert not page.select(f"{part}{untouched}")


def test_two_sliders_make_a_cross_table(stepping: MovingFigure) -> None:
    """It has a number by the second slider down and the first across; the second moves first."""
    table = BeautifulSoup(stepping.html, "html5lib").select_one("table")
    assert table is not None
    rows = [[cell.text for cell in row.select("th, td")] for row in table.select("tr")]
    assert rows == [
        ["step", "rate"],
        ["0.25", "1.25"],
        ["1", "3.50", "13.50"],
        ["2", "4.50", "14.50"],
        ["3", "5.50", "15.50"],
    ]
    assert data(stepping)["said"] == ["J = 3.50", "J = 4.50", "J = 5.50", "J = 13.50", "J = 14.50", "J = 15.50"]


def test_with_two_sliders_each_number_has_a_table() -> None:
    """Without a script nothing is lost: all numbers are there, each named in the caption of its table."""
    figure = moving_figure(
        path,
        {"rate": RATES, "step": STEPS},
        numbers=lambda rate, step: {"J": 10 * rate + step, "slope": rate - step},
        caption="Step.",
    )
    page = BeautifulSoup(figure.html, "html5lib")
    captions = [caption.text for caption in page.select("details caption")]
    assert captions == ["J at each step, for each rate", "slope at each step, for each rate"]
    last = [[cell.text for cell in table.select("tr")[-1].select("th, td")] for table in page.select("table")]
    assert last == [["3", "5.50", "15.50"], ["3", "−2.75", "−1.75"]]
    assert page.select_one("summary").text == "The numbers as tables"  # type: ignore[union-attr]  # it is there


def test_a_path_that_leaves_the_picture_is_said_so(stepping: MovingFigure) -> None:
    """The description of a frame names the step from which on the path is outside."""
    words = [replayed(stepping, frame).get("aria-label", "") for frame in range(6)]
    assert [("outside the picture" in word) for word in words] == [False, False, False, False, True, True]
    assert words[4].endswith("From step 2 on the path is outside the picture, at least at times.")


def test_two_figures_of_a_page_share_no_name(sliding: MovingFigure, stepping: MovingFigure) -> None:
    """No identifier of one stands in the other, and the same figure is the same bytes."""
    ids = [set(re.findall(r' id="([^"]+)"', figure.html)) for figure in (sliding, stepping)]
    assert all(ids)
    assert not ids[0] & ids[1]
    assert "gd-frame" not in sliding.html + stepping.html
    again = moving_figure(
        path, {"rate": RATES, "step": STEPS}, numbers=lambda rate, step: {"J": 10 * rate + step}, caption="Step."
    )
    assert again.html == stepping.html


def test_data_cannot_end_its_element() -> None:
    """A sentence with markup in it stays data."""
    figure = moving_figure(
        tangent, {"w": [0, 1]}, numbers=numbers, text="</script><script>alert(1)</script> {w}", caption="c"
    )
    assert figure.html.count("<script") == 1
    assert data(figure)["said"][1] == "</script><script>alert(1)</script> 1"


def test_differences_name_the_smallest_part() -> None:
    """An attribute, a missing one, a text, and children from the first that has another name or is missing."""
    frames = [
        ET.fromstring('<g a="1"><t>x</t><u/><v/></g>'),
        ET.fromstring('<g><t>y</t><u/><w b="2"/></g>'),
        ET.fromstring('<g a="1"><t>x</t><u/></g>'),
    ]
    assert list(differences(frames)) == [
        Part((), "a", ("1", None, "1")),
        Part((0,), "", ("x", "y", "x")),
        Part((), "*2", ("<v />", '<w b="2" />', "")),
    ]
    assert list(differences(frames[:2])) == [
        Part((), "a", ("1", None)),
        Part((0,), "", ("x", "y")),
        Part((), "*2", ("<v />", '<w b="2" />')),
    ]
    assert list(differences([copy.deepcopy(frames[0])] * 3)) == []


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (2.0, 2, "2.00"),
        (0.125, 2, "0.12"),
        (0.375, 2, "0.38"),
        (-0.004, 2, "0.00"),
        (-0.005001, 2, "−0.01"),
        (-1234.5, 1, "−1,234.5"),
        (0.0, 0, "0"),
    ],
)
def test_numbers_are_rounded_correctly(value: float, digits: int, expected: str) -> None:
    """To so many decimals, half to even as Python does, with a real minus sign, and no negative zero."""
    assert shown(value, digits) == expected


def test_a_slider_shows_what_was_meant() -> None:
    """The noise of binary fractions is not shown."""
    assert [place_of(float(value)) for value in np.linspace(-0.3, 0.3, 7)][:3] == ["−0.3", "−0.2", "−0.1"]


MISTAKES: list[tuple[dict[str, Any], str]] = [
    (
        {"sliders": {}},
        "Cannot move a figure with 0 sliders, because a reader follows one or two. Name one slider, or two.",
    ),
    (
        {"sliders": {"a": [0, 1], "b": [0, 1], "c": [0, 1]}},
        "Cannot move a figure with 3 sliders, because a reader follows one or two. Name one slider, or two.",
    ),
    (
        {"sliders": {"w": [1]}},
        (
            "Cannot move w through [1.0], because a slider takes at least two different finite values. "
            "List each of its values once."
        ),
    ),
    (
        {"sliders": {"w": [0, 0.0]}},
        (
            "Cannot move w through [0.0, 0.0], because a slider takes at least two different finite values. "
            "List each of its values once."
        ),
    ),
    (
        {"sliders": {"w": [0, float("inf")]}},
        (
            "Cannot move w through [0.0, inf], because a slider takes at least two different finite values. "
            "List each of its values once."
        ),
    ),
    (
        {"sliders": {"a": range(40), "b": range(40)}},
        "Cannot draw 1,600 frames, because a page carries at most 400. Give the sliders fewer values.",
    ),
    (
        {"start": {"w": 0.5}},
        (
            "Cannot start at w = 0.5, because the sliders and their values are {'w': [0.0, 1.0]}. "
            "Start at one of these values."
        ),
    ),
    (
        {"start": {"v": 0}},
        (
            "Cannot start at v = 0, because the sliders and their values are {'w': [0.0, 1.0]}. "
            "Start at one of these values."
        ),
    ),
    (
        {"caption": " "},
        "Cannot move a figure with caption=' ', because a reader must know what to do. Say it in one sentence.",
    ),
    (
        {"text": "J = {J}"},
        (
            "Cannot say 'J = {J}', because 'J' is none of the numbers ['w', 'J(w)', 'slope']. "
            "Name one of these in the braces."
        ),
    ),
    (
        {"digits": {"J": 3}},
        ("Cannot show 'J' with so many digits, because the numbers are ['J(w)', 'slope']. Name one of these."),
    ),
    (
        {"numbers": lambda w: {"J": w} if w else {}},
        (
            "Cannot show the numbers [] at {'w': 0.0}, because every frame has to have the same, and the first has []. "
            "Return a dictionary with the same names from `numbers` each time."
        ),
    ),
    (
        {"numbers": lambda w: {"J": w} if w < 1 else {"K": w}},
        (
            "Cannot show the numbers ['K'] at {'w': 1.0}, because every frame has to have the same, and the first has "
            "['J']. Return a dictionary with the same names from `numbers` each time."
        ),
    ),
    (
        {"numbers": lambda w: {"J": 1 / w if w else float("nan")}},
        (
            "Cannot show J = nan at {'w': 0.0}, because it is no finite number. "
            "Leave out the values of the sliders at which it has no value."
        ),
    ),
    (
        {"draw": lambda w: plot_cost_curve(VALLEY, "w", -2, 2, ax=axes(6 - w, 4))},
        (
            "Cannot move from {'w': 0.0} to {'w': 1.0}, because the two frames are figures of different sizes. "
            "Draw every frame on Axes of one size."
        ),
    ),
    (
        {"draw": lambda **_: axes()},
        (
            "Cannot show the figure captioned 'c', because it has no description for those who do not see it. "
            "Pass alt=..., or draw with a function of gdmath, which computes one."
        ),
    ),
]


@pytest.mark.parametrize(("change", "message"), MISTAKES, ids=[message[:40] for _, message in MISTAKES])
def test_a_mistake_is_named(change: dict[str, Any], message: str) -> None:
    """Each is refused with what cannot be done, why, and what to do instead."""
    settings: dict[str, Any] = {"draw": tangent, "sliders": {"w": [0, 1]}, "numbers": numbers, "caption": "c"} | change
    with pytest.raises(InputError) as refused:
        moving_figure(settings.pop("draw"), settings.pop("sliders"), **settings)
    assert str(refused.value) == message


def test_a_frame_is_drawn_on_axes() -> None:
    """Something else than Axes is refused as everywhere."""
    with pytest.raises(InputError, match=r"^Cannot draw a frame on None, because"):
        moving_figure(lambda **_: None, {"w": [0, 1]}, numbers=numbers, caption="c")  # type: ignore[arg-type]  # on purpose


def test_words_alone() -> None:
    """The sentence takes numbers and the places of the sliders by name; without one, the numbers are listed."""
    assert said("{a} at {w}", {"a": 1.0}, {"w": 0.5}, {"a": 1}) == "1.0 at 0.5"
    formula = said("w − r · {a} = {b}", {"a": 1.0, "b": -2.0}, {}, {"a": 0, "b": 0})
    assert formula == "w\u00a0−\u00a0r\u00a0·\u00a01 =\u00a0−2", "a line may end before = alone"
    assert said(None, {"a": 1.0, "b": -2.0}, {"w": 0.5}, {"a": 0, "b": 0}) == "a = 1, b = −2"
    assert decimals(["a", "b"], {"b": 4}) == {"a": 2, "b": 4}
    assert decimals(["a", "b"], 3) == {"a": 3, "b": 3}
    assert checked([{"a": 1}, {"a": 2}], [{"w": 0.0}, {"w": 1.0}]) == {"a": [1.0, 2.0]}
