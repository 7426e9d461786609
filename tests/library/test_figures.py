"""The one door for figures: what a page gets, in both themes, on a phone, and for those who do not see it."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from gdmath import InputError, figure, plot_cost_curve, symbols
from gdmath.figures import PALETTE, TEXT_SIZE, PageFigure, describe
from gdmath.plotting import axes

STATIC = Path(__file__).parents[2] / "docs" / "_static"
STYLE = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("look.css", "figures.css"))
BACKGROUNDS = {"light": "#ffffff", "dark": "#131416"}  # Furo's
TEXTS = ["ink", "axis", "series-1", "series-2", "series-3", "series-4"]

w = symbols("w")


def drawn(**options: str) -> PageFigure:
    """Return a figure with everything in it: a curve, tangents, markers, labels and a clip path."""
    return figure(plot_cost_curve((w - 3) ** 2, w, -2, 8, tangents=[0, 5]), **{"caption": "A bowl."} | options)


def svg_texts(picture: PageFigure) -> list[str]:
    """Return what can be read in a drawing."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)


def test_a_page_gets_a_figure_with_an_image_and_a_caption() -> None:
    """The HTML is one figure element that holds one image with a description, and one caption."""
    page = drawn()._repr_html_()
    assert page.startswith('<figure class="gd-figure"><svg viewBox="0 -5 432 264.2" role="img" aria-label="The cost J')
    assert page.endswith("</svg><figcaption>A bowl.</figcaption></figure>")
    assert page.count("<svg") == page.count("<figcaption") == 1


def test_a_page_gets_valid_html() -> None:
    """A strict HTML parser finds no fault with the figure, and nothing of an XML file is left in it."""
    page = f"<!DOCTYPE html><html><head><title>t</title></head><body>{drawn()._repr_html_()}</body></html>"
    html5lib.HTMLParser(strict=True).parse(page)
    for leftover in ("<?xml", "DOCTYPE svg", "xmlns", "xlink", "metadata", "<style", "rdf:", "<!--"):
        assert leftover not in drawn()._repr_html_()


def test_a_figure_shows_itself_once() -> None:
    """HTML is the only rich form of a figure, and its repr is its words."""
    assert [name for name in dir(PageFigure) if name.startswith("_repr_")] == ["_repr_html_"]
    assert repr(drawn(alt="A curve.")) == "Figure: A bowl. (A curve.)"


def test_the_description_is_computed_by_the_plot() -> None:
    """Without alt, the words are those that the plotting function kept."""
    assert drawn().alt == (
        "The cost J against w falls from 25 at w = −2 to 0 at w = 3, then rises to 25 at w = 8."
        " Tangents at w = 0: slope −6; at w = 5: slope 4."
    )


def test_words_are_escaped() -> None:
    """Caption and description are text, whatever stands in them."""
    page = drawn(caption="a < b & c", alt='"<script>"')._repr_html_()
    assert "<figcaption>a &lt; b &amp; c</figcaption>" in page
    assert 'aria-label="&quot;&lt;script&gt;&quot;"' in page


def test_the_descriptions_of_all_axes_are_joined() -> None:
    """A figure with several Axes is described by all of them, and not at all if one is silent."""
    drawing = Figure(figsize=(6, 3))
    left, right = drawing.add_subplot(121), drawing.add_subplot(122)
    for ax in (left, right):
        ax.tick_params(labelsize=TEXT_SIZE)
    describe(left, "Left.")
    with pytest.raises(InputError):
        figure(right, caption="Two.")
    describe(right, "Right.")
    assert figure(left, caption="Two.").alt == "Left. Right."


def test_a_subfigure_is_shown_with_its_whole_figure() -> None:
    """Axes of a subfigure give the drawing of the figure that it is a part of."""
    parts: Any = Figure(figsize=(6, 3)).subfigures(1, 2)
    ax = parts[0].add_subplot()
    ax.tick_params(labelsize=TEXT_SIZE)
    assert 'viewBox="0 -5 432 221"' in figure(ax, caption="Half.", alt="Half a drawing.").svg


@pytest.mark.parametrize("caption", ["", "  ", None])
def test_a_figure_without_a_caption_is_refused(caption: str) -> None:
    """A reader must know what to see."""
    with pytest.raises(InputError) as caught:
        drawn(caption=caption)
    assert str(caught.value) == (
        f"Cannot show a figure with caption={caption!r}, because a reader must know what to see."
        " Say it in one sentence."
    )


@pytest.mark.parametrize("alt", [None, "", " "])
def test_a_figure_without_a_description_is_refused(alt: str | None) -> None:
    """A drawing that no plotting function described needs an alt."""
    with pytest.raises(InputError) as caught:
        figure(axes(), caption="Nothing.", alt=alt)
    assert str(caught.value) == (
        "Cannot show the figure captioned 'Nothing.', because it has no description for those who do not see it."
        " Pass alt=..., or draw with a function of gdmath, which computes one."
    )


def test_text_too_small_for_a_phone_is_refused() -> None:
    """No text may be lower than 11 px where the figure is 358 px wide; the size that it needs is given."""
    ax = axes()
    ax.text(0, 0, "tiny", size=13.2)
    with pytest.raises(InputError) as caught:
        figure(ax, caption="Small print.", alt="Small print.")
    assert str(caught.value) == (
        "Cannot show the text 'tiny', because it would be lower than 11 px on a phone."
        " Draw on gdmath.plotting.axes(), or set its size to 13.3 or more."
    )


def test_text_large_enough_for_a_phone_is_shown() -> None:
    """The size that the error asks for is enough."""
    ax = axes()
    ax.text(0, 0, "small", size=13.3)
    assert "small" in svg_texts(figure(ax, caption="Print.", alt="Print."))


@pytest.mark.parametrize(
    ("text", "because"),
    [("$\\foo$", "because matplotlib raises ValueError: "), ("a\x01b", "because a text has a sign that no page has")],
    ids=["no formula", "no letter"],
)
@pytest.mark.filterwarnings("ignore:Glyph 1 ")  # that matplotlib's own font has no such sign
def test_text_that_cannot_be_drawn_is_refused(text: str, because: str) -> None:
    """What matplotlib cannot set, and what no page may hold, is named with what to write instead."""
    ax = plot_cost_curve(w**2, w, -1, 1)
    ax.set_xlabel(text)
    with pytest.raises(InputError) as caught:
        figure(ax, caption="What?")
    assert because in str(caught.value)
    assert str(caught.value).endswith("Write its texts in letters and signs that can be read, without $.")


def test_a_formula_set_letter_by_letter_is_refused() -> None:
    """Matplotlib would put each letter of a $formula$ where its own font wants it, not the page's."""
    ax = axes()
    ax.text(0, 0, "$w_1$", size=20)
    with pytest.raises(InputError) as caught:
        figure(ax, caption="A formula.", alt="A formula.")
    assert "because matplotlib sets its letters one by one, for a font that is not the page's." in str(caught.value)
    assert str(caught.value).endswith("Write it as plain text, such as w₁, without $.")


def test_text_is_text_in_the_font_of_the_page() -> None:
    """The labels can be read, found and copied, and the drawing names no font."""
    assert {"cost J", "w", "−2", "slope −6", "slope 4"} <= set(svg_texts(drawn()))
    assert "font-family" not in drawn().svg


def test_the_size_of_text_is_left_to_the_page() -> None:
    """Each size is a multiple of one variable, which is 1 px without a style sheet."""
    sizes = re.findall(r"font-size: ([^;\"]*)", drawn().svg)
    assert set(sizes) == {f"calc({TEXT_SIZE:g} * var(--gd-figure-em, 1px))"}
    assert len(sizes) == len(svg_texts(drawn()))


def test_every_colour_follows_the_theme() -> None:
    """No colour is fixed, matplotlib's own black included: each is a variable with the light theme as its fallback."""
    ax = axes()
    ax.text(0.5, 0.5, "black", size=TEXT_SIZE)
    ax.plot([0, 1], [0, 1], color="black")
    for picture in (drawn(), figure(ax, caption="Black.", alt="Black.")):
        rest = re.sub(r"var\(--gd-([\w-]+), (#[0-9a-f]{6})\)", "", picture.svg)
        assert not re.search(r"#[0-9a-f]{6}\b(?!-)", re.sub(r"#gd-[\w-]+", "", rest))
        used = set(re.findall(r"var\(--gd-([\w-]+), (#[0-9a-f]{6})\)", picture.svg))
        assert used <= set(PALETTE.items())
        assert ("ink", PALETTE["ink"]) in used


def test_a_foreign_colour_is_left_alone() -> None:
    """A colour that is not of the palette is the author's own."""
    ax = axes()
    ax.plot([0, 1], [0, 1], color="#abcdef")
    assert "stroke: #abcdef" in figure(ax, caption="Own.", alt="Own.").svg


def test_the_background_is_that_of_the_page() -> None:
    """Nothing is painted behind the drawing."""
    picture = figure(axes(), caption="Empty.", alt="Empty axes.")
    assert "surface" not in picture.svg
    assert "fill: #" not in picture.svg


def test_names_are_unique_and_used() -> None:
    """Every id is used, is this figure's own, and every reference finds its id."""
    one, other = drawn(), drawn(caption="Another.")
    for picture in (one, other):
        ids = re.findall(r' id="([^"]*)"', picture.svg)
        assert len(ids) == len(set(ids)) > 0
        assert set(ids) == set(re.findall(r"#(gd-[\w-]+)", picture.svg))
        assert all(re.fullmatch(r"gd-[0-9a-f]{8}-\w+", name) for name in ids)
    assert not set(re.findall(r' id="([^"]*)"', one.svg)) & set(re.findall(r' id="([^"]*)"', other.svg))


def test_numbers_are_short() -> None:
    """Coordinates have two decimals, a hundredth of a pixel, for the sake of the page's weight."""
    assert not re.search(r"\d\.\d{3,}", drawn().svg)
    assert len(drawn().svg) < 9000


def test_the_same_drawing_gives_the_same_bytes(tmp_path: Path) -> None:
    """A second process in another folder gives byte for byte the same figure."""
    code = (
        "from gdmath import *; w = symbols('w'); import sys\n"
        "ax = plot_cost_curve((w - 3)**2, w, -2, 8, tangents=[0, 5])\n"
        "sys.stdout.buffer.write(figure(ax, caption='A bowl.')._repr_html_().encode())"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == drawn()._repr_html_()


def test_drawing_twice_changes_nothing() -> None:
    """To show a figure does not change it: it can be shown again, or drawn on."""
    ax = plot_cost_curve(w**2, w, -1, 1)
    before = ax.figure.get_facecolor()
    one, two = figure(ax, caption="One."), figure(ax, caption="One.")
    assert svg_texts(one) == svg_texts(two)
    assert one.alt == two.alt
    assert ax.figure.get_facecolor() == before


def test_a_figure_never_changes() -> None:
    """The attributes of a figure cannot be set."""
    with pytest.raises(InputError, match=r"Cannot set 'alt' of Figure: .*, because it never changes once it is made\."):
        drawn().alt = "Something else."


def theme(selector: str) -> dict[str, str]:
    """Return the colours that the style sheet gives under a selector."""
    block = STYLE.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--gd-([\w-]+): (#[0-9a-f]{6});", block))


def test_the_style_sheet_and_the_fallbacks_agree() -> None:
    """The light theme holds the palette, and a ground for code; both dark ones are the same and name the same roles."""
    assert theme("\nbody") == PALETTE | {"raised": theme("\nbody")["raised"]}
    assert theme('body[data-theme="dark"]') == theme('body:not([data-theme="light"])')
    assert theme('body[data-theme="dark"]').keys() == theme("\nbody").keys()


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_computed_as_wcag_does() -> None:
    """Black on white is 21 to 1, and #767676 on white the well-known least grey of 4.54 to 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("role", TEXTS)
@pytest.mark.parametrize(("name", "selector"), [("light", "\nbody"), ("dark", 'body[data-theme="dark"]')], ids="ld")
def test_text_and_lines_can_be_told_from_the_page(name: str, selector: str, role: str) -> None:
    """Every colour of text and lines has a contrast of 4.5 to the page in both themes; the grid is decoration."""
    assert contrast(theme(selector)[role], BACKGROUNDS[name]) >= 4.5
    assert theme(selector)["surface"] == BACKGROUNDS[name]


def test_lines_are_thick_enough_to_see() -> None:
    """On a phone a curve or a tangent is at least 1.5 px wide, and they differ in more than colour."""
    ax = plot_cost_curve((w - 3) ** 2, w, -2, 8, tangents=[0])
    curve, tangent = ax.lines[:2]
    assert min(curve.get_linewidth(), tangent.get_linewidth()) * 358 / 432 >= 1.5
    assert curve.get_linestyle() != tangent.get_linestyle()


def test_labels_do_not_overlap() -> None:
    """The labels on the horizontal axis stand apart, in the widest font that they are likely to get."""
    ax = plot_cost_curve((w - 3) ** 2, w, -2000, 8000)
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in shown_ticks(ax)]
    assert len(boxes) > 3
    assert all(left.x1 + 10 < right.x0 for left, right in pairwise(boxes))


def shown_ticks(ax: Axes) -> list[Text]:
    """Return the labels of the horizontal axis that can be seen."""
    low, high = ax.get_xlim()
    return [label for tick, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True) if low <= tick <= high]


@pytest.mark.browser
def test_a_browser_shows_readable_text_in_both_themes(browser: object) -> None:
    """In a real browser, 390 px wide, nothing overflows, no text is lower than 11 px, and the ink follows the theme."""
    page = browser.new_page(viewport={"width": 390, "height": 800})  # type: ignore[attr-defined]  # Playwright's
    inks = set()
    for name in BACKGROUNDS:
        page.set_content(
            f'<!DOCTYPE html><html lang="en"><title>t</title><style>{STYLE} body {{ margin: 16px }}</style>'
            f'<body data-theme="{name}">{drawn()._repr_html_()}</body></html>'
        )
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        sizes = page.evaluate(
            "[...document.querySelectorAll('text')]"
            ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a)"
        )
        assert min(sizes) >= 11
        inks.add(page.evaluate("[...document.querySelectorAll('text')].map(t => getComputedStyle(t).fill).join()"))
    assert len(inks) == 2
    page.close()
