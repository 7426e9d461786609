"""The widths written for the parts of formulas are those that the browser finds: nothing moves with the fonts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.site.test_site_in_browser import PAGES, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.site.conftest import Site

pytestmark = [pytest.mark.site, pytest.mark.browser]

# Of everything that KaTeX builds its formulas from, some.
FORMULAS = (
    r"x_{i_j}^{2^{n}} + \tfrac{1}{2} \cdot \binom{n}{k}",
    r"\sqrt{x} + \sqrt{\frac{a}{b}}",
    r"\begin{pmatrix} a & bb \\ ccc & d \end{pmatrix}",
    r"\begin{cases} a & b \\ c & d \end{cases}",
    r"\sum_{i=1}^{n} i + \prod_{j} j",
    r"\textstyle\sum_{i=1}^{n} \int_0^1 x",
    r"\left[\frac{\frac{a}{b}}{c}\right] \Bigl(x\Bigr)",
    r"\text{some words} \; \mathrm{d} \quad \ln x",
    r"\mathbf{W}\mathit{ab}\boldsymbol{w}\mathbb{R}\mathcal{C}\mathsf{s}\mathtt{t}",
    r"{\small a} + {\Large b} - \scriptstyle c",
    r"a \le b \approx c \to \infty, f'(x) = \dots",
    r"\sqrt[3]{x + 1} + \sqrt[10]{x}, a \ne b",
    r"\left\{\begin{matrix} a \\ b \\ c \\ d \\ e \\ f \\ g \end{matrix}\right.",
)
OPEN = (r"\hat{x}", r"\underbrace{a + b}_{c}", r"\text{\textsf{é}}")

# Of each part: the width written for it, and the one it has without, both in em.
MEASURED = """async () => {
    document.querySelectorAll("details").forEach(details => details.open = true);
    await document.fonts.ready;
    return [...document.querySelectorAll(".katex-base")].map(part => {
        const written = part.style.width;
        part.style.width = "";
        const natural = part.getBoundingClientRect().width / parseFloat(getComputedStyle(part).fontSize);
        part.style.width = written;
        return [written ? parseFloat(written) : null, natural, part.textContent];
    });
}"""


def strangers(page: "Page") -> list[str]:
    """The faces that are not KaTeX's own and were taken for a letter of a formula all the same, with the formula."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    formulas = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".katex-base, .katex-base *"})
    used = [session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in formulas["nodeIds"]]
    assert sum(font["glyphCount"] for fonts in used for font in fonts) > 100
    return [font["familyName"] for fonts in used for font in fonts if not font["isCustomFont"]]


@pytest.mark.parametrize("name", PAGES)
def test_every_width_on_the_site_is_written_and_right(browser: "Browser", whole: "Site", name: str) -> None:
    """To a fiftieth of an em, which is less than half a pixel."""
    page, _ = opened(browser, whole, name, 1280, "light")
    measured = page.evaluate(MEASURED)
    wrong = [part for part in measured if part[0] is None or abs(part[0] - part[1]) > max(0.02, part[1] / 500)]
    assert not wrong
    page.close()


def test_a_width_is_right_or_not_written(browser: "Browser", new_site: Callable[..., "Site"]) -> None:
    """Fractions, roots, matrices, sums, words, letters of all fonts and sizes; an accent keeps its width open."""
    site = new_site("widths", widths="# Widths\n\n" + "\n\n".join(f"$$\n{tex}\n$$" for tex in (*FORMULAS, *OPEN)))
    assert site.build("-W").status == 0
    page, _ = opened(browser, site, "widths", 1280, "light")
    measured = page.evaluate(MEASURED)
    assert not [part for part in measured if part[0] is not None and abs(part[0] - part[1]) > max(0.02, part[1] / 500)]
    opened_up = [text for width, _, text in measured if width is None]
    assert len(opened_up) >= len(OPEN)
    assert opened_up[0].startswith("x")  # the accent, and none before it
    assert strangers(page) == []
    page.close()


@pytest.mark.parametrize("name", ["lessons/gradient-descent-with-math", "reference/rules"])
def test_nothing_moves_when_the_fonts_arrive(browser: "Browser", whole: "Site", name: str) -> None:
    """Without any font of KaTeX, each paragraph, line and row takes the place that it takes with them.

    Less than three pixels is what no browser counts as a shift: a line may have its letters a little higher or lower.
    """
    boxes = """() => [...document.querySelectorAll("article :is(p, li, tr, h2)")].map(part => {
        const {left, width, height} = part.getBoundingClientRect();
        return [left, width, height];
    })"""
    # With a place named in it, the page is laid out as a whole.
    page, _ = opened(browser, whole, f"{name}.html#furo-main-content", 390, "light")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px KaTeX_Main') && [...document.fonts].length > 2")
    there = page.evaluate(boxes)
    address = page.url
    page.goto("about:blank")
    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(address)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].every(font => font.status !== 'loaded')")
    without = page.evaluate(boxes)
    assert len(without) == len(there) > 50
    moved = [abs(now - then) for pair in zip(without, there, strict=True) for now, then in zip(*pair, strict=True)]
    assert max(moved) < 3
    page.close()
