"""Below three moving figures the library answers to a function and a place that no frame was drawn for."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from gdmath import History, differentiate, gradient_descent, parse, sketch, symbols
from tests.site.conftest import Site
from tests.site.test_alive import PATIENCE, hosted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.live, pytest.mark.site, pytest.mark.browser]


@dataclass(frozen=True)
class Typed:
    """What is typed below the figure of a page, and what its point is in numbers."""

    page: str
    formula: str
    at: dict[str, str]
    point: dict[str, float]
    descent: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, str]:
        """The name of each field, in the order of the form, and what is typed there."""
        starts = {f"at-{place}": text for place, text in enumerate(self.at.values())}
        return {"formula": self.formula} | starts | self.descent


TANGENT = Typed("lessons/the-derivative.html", "x^3 - 2x", {"x": "1/3"}, {"x": 1 / 3})
ALL = [
    TANGENT,
    Typed("index.html", "sin z + z^2/8", {"z": "3.25"}, {"z": 3.25}, {"rate": "0.35", "steps": "9"}),
    Typed(
        "lessons/several-parameters.html",
        "x^2 + 3y^4 - x",
        {"x": "1/2", "y": "-1.25"},
        {"x": 0.5, "y": -1.25},
        {"rate": "0.03", "steps": "7"},
    ),
]
each = pytest.mark.parametrize("typed", ALL, ids=["tangent", "descent", "map"])


@pytest.fixture
def page(whole: Site, browser: "Browser", typed: Typed) -> "Iterator[Page]":
    """The real page, on a phone, in a browser that has nothing of it yet."""
    with hosted(whole.html) as host:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{host}/{typed.page}")
        yield page
        context.close()


def fill(own: "Locator", typed: Typed) -> None:
    """Type all that is to be typed."""
    for name, text in typed.fields.items():
        own.locator(f"input[name={name}]").fill(text)


def number(value: float) -> str:
    """A number as the page for any function shows it."""
    return f"{value:.10g}".replace("-", "−")


def descent(typed: Typed) -> History:
    """The descent that is typed."""
    start = {symbols(name): value for name, value in typed.point.items()}
    rate, steps = float(typed.descent["rate"]), int(typed.descent["steps"])
    return gradient_descent(parse(typed.formula), start, learning_rate=rate, max_steps=steps)


def arrival(typed: Typed) -> str:
    """Where the descent ends, if there is one."""
    if not typed.descent:
        return ""
    history = descent(typed)
    place = ", ".join(f"{name} = {number(value)}" for name, value in history.last.items())
    return f" After {history.steps} steps it is {number(history.cost[-1])}, at {place}."


def sentence(typed: Typed) -> str:
    """What the library says of the point."""
    formula = parse(typed.formula)
    slopes = {name: number(differentiate(formula, symbols(name)).result.evaluate(typed.point)) for name in typed.point}
    along = " and ".join(f"{slope} along {name}" for name, slope in slopes.items())
    told = f"slopes are {along}" if len(slopes) > 1 else f"slope is {next(iter(slopes.values()))}"
    place = ", ".join(f"{name} = {number(value)}" for name, value in typed.point.items())
    return f"At {place} the value is {number(formula.evaluate(typed.point))}, and the {told}.{arrival(typed)}"


@each
def test_the_answer_is_what_the_library_gives(page: "Page", typed: Typed) -> None:
    """Nothing is asked of the site before the press; then the sentence, the picture and the steps are the library's."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    own = page.locator(".gd-own")
    own.locator("summary").click()
    fill(own, typed)
    there = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name.split("/live/")[1].split("?")[0] for name in there if "/live/" in name] == ["live.js"]
    assert not [one for one in asked if "/live/" in one]
    own.get_by_role("button").click()
    said = own.locator('[data-part="said"]')
    said.filter(has_text="At ").wait_for()
    assert said.inner_text() == sentence(typed)
    assert said.get_attribute("aria-live") == "polite"
    history = descent(typed) if typed.descent else None
    tables = [] if history is None else [BeautifulSoup(history._repr_html_(), "html5lib")]
    captions = [one.text for table in tables for one in table.select("caption")]
    assert [one.replace("−", "-") for one in own.locator("caption").all_inner_texts()] == captions
    at = next(iter(typed.point.values())) if len(typed.point) == 1 else None
    picture = sketch(parse(typed.formula), [*typed.point], at=at, history=history)
    assert own.locator("svg").get_attribute("aria-label") == picture.text
    assert own.locator("label:not([hidden]) > span:first-child").all_inner_texts()[1 : 1 + len(typed.at)] == [
        f"{'Start' if typed.descent else 'Point'}: {name} =" for name in typed.at
    ]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@each
def test_what_cannot_be_read_is_said_with_a_caret(page: "Page", typed: Typed) -> None:
    """Beside its field, which has the focus then; so are a letter too many and a point that is no number."""
    own = page.locator(".gd-own")
    own.locator("summary").click()
    formula = own.locator("input[name=formula]")

    def refused(name: str, text: str, said: str) -> None:
        own.locator(f"input[name={name}]").fill(text)
        own.get_by_role("button").click()
        own.locator("label", has=page.locator(f"input[name={name}]")).locator(".gd-wrong", has_text=said).wait_for()
        page.wait_for_function("name => document.activeElement.name === name", arg=name)

    refused("formula", "x^2 sin(", "Cannot read 'x^2 sin(', because a value is missing at the end.")
    shown = formula.locator("xpath=..").locator(".gd-wrong").inner_text().split("\n")
    assert shown[-1].index("^") == shown[-2].index("(") + 1
    refused("formula", "a + b + c", f"it has 3 letters, and this figure has room for {len(typed.at)}.")
    formula.fill("x^2")
    refused("at-0", "here", "'here' is no number. Type one such as 0.5, 1/2 or pi/4.")
    assert own.locator("svg").count() == 0


@each
def test_it_is_used_by_keyboard_alone(page: "Page", typed: Typed) -> None:
    """Enter opens it, Tab goes from field to field in their order, and Enter asks."""
    own = page.locator(".gd-own")
    own.locator("summary").focus()
    page.keyboard.press("Enter")
    for name, text in typed.fields.items():
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == name
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    own.locator("svg").wait_for()
    assert own.locator('[data-part="said"]').inner_text() == sentence(typed)


@pytest.mark.parametrize("typed", [TANGENT], ids=["tangent"])
def test_it_is_not_there_without_a_script_and_on_paper(page: "Page", typed: Typed, browser: "Browser") -> None:
    """And a site that cannot be reached is said beside the button."""
    own = page.locator(".gd-own")
    assert own.is_visible()
    page.emulate_media(media="print")
    assert not own.is_visible()
    page.emulate_media(media="screen")
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto(page.url)
    assert not still.locator(".gd-own").is_visible()
    context.close()
    own.locator("summary").click()
    page.route("**/cells.js", lambda route: route.abort())
    fill(own, typed)
    own.get_by_role("button").click()
    own.get_by_text("Connect to the internet, and press again.").wait_for()
    page.unroute("**/cells.js")
    own.get_by_role("button").click()
    own.locator("svg").wait_for()
