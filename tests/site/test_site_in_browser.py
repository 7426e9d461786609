"""The real pages in a real browser, from the disk: whole, at both widths and in both themes, and alone."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.site.conftest import Site

pytestmark = [pytest.mark.site, pytest.mark.browser]

LESSON = "lessons/gradient-descent-with-math"
PAGES = [
    "index",
    "lessons/the-cost-curve",
    "lessons/the-derivative",
    "lessons/the-rules",
    LESSON,
    "lessons/the-chain-rule",
    "lessons/descending",
    "lessons/several-parameters",
    "lessons/backpropagation",
    "lessons/beyond-one-machine",
    "practice/slopes",
    "practice/neuron",
    "practice/learning",
    "practice/museum",
    "practice/set",
    "practice/teachers",
    "guide/build",
    "guide/try",
    "guide/use",
    "guide/teach",
    "guide/fresh",
    "guide/host",
    "reference/api",
    "reference/rules",
    "reference/derivatives",
    "reference/corners",
    "reference/notation",
    "about/checked",
    "about/data",
    "about/licences",
    "about/design",
    "about/changelog",
    "404",
]

# The luminance of a colour, and the contrast of two, as WCAG 2.2 defines them.
CONTRASTS = """() => {
    const parse = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = light(parse(getComputedStyle(document.body).backgroundColor));
    return [...document.querySelectorAll(".gd-figure text, .gd-figure path, .gd-figure use")].flatMap(shape => {
        const style = getComputedStyle(shape);
        const paint = shape.tagName === "text" ? style.fill : style.stroke;
        if (paint === "none" || !shape.getBBox().width) return [];
        const [low, high] = [light(parse(paint)), ground].sort((a, b) => a - b);
        return [[shape.tagName, (high + 0.05) / (low + 0.05)]];
    });
}"""


def opened(browser: "Browser", site: "Site", name: str, width: int, theme: str) -> tuple["Page", list[str]]:
    """A page opened from the disk, and what it asked of the network or complained of."""
    faults: list[str] = []
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if theme == "dark" else "light"
    )
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith("file:") else None)
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    name, _, place = name.removesuffix(".html").replace(".html#", "#").partition("#")
    page.goto((site.html / f"{name}.html").as_uri() + (f"#{place}" if place else ""))
    return page, faults


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
@pytest.mark.parametrize("name", [name for name in PAGES if name != "404"])  # which only a host shows
def test_a_page_fits_and_asks_nobody(browser: "Browser", whole: "Site", name: str, width: int, theme: str) -> None:
    """No page is wider than the screen, none asks anything of another host, and none complains."""
    page, faults = opened(browser, whole, name, width, theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not faults
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figures_of_the_lesson_can_be_seen(browser: "Browser", whole: "Site", theme: str) -> None:
    """In both themes each text of a figure has the contrast of 4.5 to 1, and there are curves of at least 3 to 1."""
    page, _ = opened(browser, whole, LESSON, 390, theme)
    assert len(page.query_selector_all("figure.gd-figure svg")) == 5
    contrasts = page.evaluate(CONTRASTS)
    assert min(contrast for tag, contrast in contrasts if tag == "text") >= 4.5
    assert sum(contrast >= 3 for tag, contrast in contrasts if tag != "text") >= 3
    for figure in page.query_selector_all("figure.gd-figure svg"):
        box = figure.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 100
    page.close()


@pytest.mark.parametrize("width", [320, 390])
def test_the_rules_of_a_derivation_stay_in_sight_on_a_phone(browser: "Browser", whole: "Site", width: int) -> None:
    """On a phone the name of each rule is inside the screen, below its own formula and above the next."""
    page, _ = opened(browser, whole, LESSON, width, "light")
    places = page.eval_on_selector_all(
        ".formula[aria-label=Derivation] li:has(> .after)",
        """lines => lines.map(line =>
            [line.querySelector(".right"), line.querySelector(".after"), line.nextElementSibling]
            .map(part => part?.getBoundingClientRect())
            .map(box => box && [box.left, box.right, box.top, box.bottom]))""",
    )
    assert len(places) > 30
    for formula, name, following in places:
        assert 0 <= name[0] < name[1] <= width
        assert formula[3] <= name[2] + 1
        assert following is None or name[3] <= following[2]
    page.close()


def test_the_lines_of_a_derivation_are_aligned(browser: "Browser", whole: "Site") -> None:
    """Whatever the width, the equals signs of a derivation stand below each other, and so do the names."""
    for width in (320, 390, 1280):
        page, _ = opened(browser, whole, LESSON, width, "light")
        derivations = page.eval_on_selector_all(
            ".formula[aria-label=Derivation]",
            """all => all.map(one => [".right", ".after"].map(part =>
                [...one.querySelectorAll(part)].map(found => Math.round(found.getBoundingClientRect().left))))""",
        )
        assert len(derivations) == 10
        assert all(len(set(rights)) == len(set(names)) == 1 for rights, names in derivations)
        page.close()


def test_a_formula_is_copied_as_it_is_seen(browser: "Browser", whole: "Site") -> None:
    """What is selected has each sign once: what screen readers read of a formula is not selected with it."""
    page, _ = opened(browser, whole, LESSON, 1280, "light")
    page.wait_for_selector("html:not([data-fonts-coming])")
    selected = page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelectorAll(".formula[aria-label=Derivation]")[0]);
            return getSelection().toString();
        }"""
    )
    assert selected.count("power rule") == 1
    assert "frac" not in selected
    assert selected.count("=") == 3
    page.close()


def test_every_page_is_tried(whole: "Site") -> None:
    """The pages named here are all that the site has."""
    found = {page.relative_to(whole.html).with_suffix("").as_posix() for page in whole.html.rglob("*.html")}
    assert found - {"genindex", "search"} == set(PAGES)
