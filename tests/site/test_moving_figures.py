"""The moving figures of the lesson: right at every place, by keyboard, announced, and still until they are asked."""

import csv
import json
import re
import statistics
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.conftest import ROOT, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.site

LESSON = "lessons/gradient-descent-with-math"
STEP = re.compile(r"Step (\d+): next_w = w − learning_rate · slope = (\S+) − (\S+) · \((\S+)\) = (\S+)")


def figures(site: Site) -> list[dict[str, Any]]:
    """Return what the page gives to the script of each moving figure, and the values of its sliders."""
    found = []
    for element in site.page(LESSON).select("gd-moving"):
        [script] = element.select("script")
        data: dict[str, Any] = json.loads(str(script.string))
        data["sliders"] = [json.loads(str(slider["data-values"])) for slider in element.select("input")]
        found.append(data)
    return found


def plain(number: str) -> Decimal:
    """Return a number as it is shown."""
    return Decimal(number.replace("−", "-").replace(",", ""))


def rows() -> Iterator[tuple[float, float]]:
    """Read the data without the library: the area and the label of each tumour."""
    with (ROOT / "data" / "cell_data.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield float(row["mean_area"]), float(row["is_cancerous"])


def test_the_tangent_is_right_everywhere(whole: Site) -> None:
    """For each weight the cost is its square and the slope its double, to one part in a thousand million."""
    tangent = figures(whole)[0]
    [places] = tangent["sliders"]
    weights = [float(plain(place)) for place in places]
    assert weights == [-3.5 + index / 4 for index in range(29)]
    assert tangent["numbers"]["cost"] == pytest.approx([w * w for w in weights], rel=1e-9, abs=0)
    assert tangent["numbers"]["slope"] == pytest.approx([2 * w for w in weights], rel=1e-9, abs=0)
    for place, weight, said in zip(places, weights, tangent["said"], strict=True):
        cost, slope = (f"{value:.2f}".replace("-", "−").replace("−0.00", "0.00") for value in (weight**2, 2 * weight))
        assert said == f"At w =\u00a0{place} the cost is {cost}, and the slope is {slope}."


def test_the_descent_is_right_everywhere(whole: Site) -> None:
    """Each weight, slope and cost is that of a descent written in plain Python on the data, for the whole grid."""
    data = list(rows())
    descent = figures(whole)[1]
    rates, steps = ([float(plain(place)) for place in places] for places in descent["sliders"])
    frame = 0
    for rate in rates:
        w = -1.0
        for _ in steps:
            slope = statistics.fmean(2 * (w * x - y) * x for x, y in data)
            next_w = w - rate * slope
            cost = statistics.fmean((next_w * x - y) ** 2 for x, y in data)
            for name, value in (("w", w), ("slope", slope), ("next_w", next_w), ("cost", cost)):
                # The slope close to the bottom is a difference of numbers near one.
                assert descent["numbers"][name][frame] == pytest.approx(value, rel=1e-9, abs=1e-12), (rate, name)
            w, frame = next_w, frame + 1
    assert frame == len(descent["said"])


def test_arithmetic_on_shown_numbers_holds(whole: Site) -> None:
    """The next weight that is shown is what the shown numbers give, to one unit in the last digit, in every frame."""
    descent = figures(whole)[1]
    for index, said in enumerate(descent["said"]):
        match = STEP.fullmatch(said.replace("\u00a0", " "))
        assert match is not None, said
        w, rate, slope, next_w = map(plain, match.groups()[1:])
        assert abs(w - rate * slope - next_w) <= Decimal("0.001"), said
        for name, number, half in (("w", w, "0.00005"), ("slope", slope, "0.00005"), ("next_w", next_w, "0.0005")):
            behind = Decimal(repr(descent["numbers"][name][index]))
            assert abs(behind - number) <= Decimal(half) + Decimal("1e-9"), said


def test_the_rates_stand_on_both_sides_of_the_limit(whole: Site) -> None:
    """Two divided by the curvature lies between the last two rates; with the last one, every step ends higher."""
    limit = 2 / statistics.fmean(2 * x * x for x, _ in rows())
    descent = figures(whole)[1]
    rates = [float(plain(place)) for place in descent["sliders"][0]]
    assert rates[-2] < limit < rates[-1]
    last = descent["numbers"]["cost"][-len(descent["sliders"][1]) :]
    before = descent["numbers"]["cost"][-2 * len(last) : -len(last)]
    assert last == sorted(last)
    assert before == sorted(before, reverse=True)


@pytest.fixture
def page(browser: "Browser", whole: Site) -> Iterator["Page"]:
    """The lesson in a browser, from the disk, in which nothing may complain; its clock goes when a test says so."""
    context = browser.new_context(viewport={"width": 390, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.clock.install()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((whole.html / f"{LESSON}.html").as_uri())
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    yield page
    assert not faults
    context.close()


def said(figure: "Locator") -> str:
    """Return the sentence that a figure shows."""
    return figure.locator(".gd-said").text_content() or ""


@pytest.mark.browser
def test_by_keyboard_from_first_to_last(page: "Page", whole: Site) -> None:
    """Home, End and the arrows move the point; picture, sentence, value and description agree at each place."""
    figure, data = page.locator("gd-moving").first, figures(whole)[0]
    slider = figure.get_by_label("w", exact=True)
    slider.focus()
    for keys, frame in ((["Home"], 0), (["End"], 28), (["Home", *["ArrowRight"] * 14], 14), (["ArrowLeft"], 13)):
        for key in keys:
            page.keyboard.press(key)
        assert said(figure) == data["said"][frame]
        assert slider.get_attribute("aria-valuetext") == data["sliders"][0][frame]
        assert figure.locator(".gd-value").inner_text() == data["sliders"][0][frame]
        for place, key, values in data["parts"]:
            node = "place.reduce((node, index) => node.children[index], figure.querySelector('svg'))"
            what = "node.textContent" if key == "" else f"node.getAttribute({key!r})"
            shown = figure.evaluate(f"(figure, place) => {{ const node = {node}; return {what}; }}", place)
            assert shown == values[frame], (key, frame)


@pytest.mark.browser
def test_two_sliders_name_one_frame(page: "Page", whole: Site) -> None:
    """The frame is that of both sliders, at the first, a middle and the last place; the drawing has its points."""
    figure, data = page.locator("gd-moving").nth(1), figures(whole)[1]
    figure.scroll_into_view_if_needed()
    rate, step = figure.get_by_role("slider", name="learning_rate"), figure.get_by_role("slider", name="step")
    rates, steps = (len(places) for places in data["sliders"])
    for first, second in ((0, 0), (rates // 2, steps // 2), (rates - 1, steps - 1), (0, steps - 1)):
        for slider, index in ((rate, first), (step, second)):
            slider.fill(str(index))
        assert said(figure) == data["said"][first * steps + second]
        points = figure.locator("svg g[clip-path] > use")
        # Each step is a point, and so is the start; of the two that are labelled, those that are in the picture.
        gone = figure.locator("svg text", has_text=re.compile("[←→]")).count()
        assert points.count() == second + 4 - gone


@pytest.mark.browser
def test_nothing_moves_until_it_is_asked(page: "Page") -> None:
    """Left alone, a figure stands still; played, it goes to the last step and stops; pressed again, it pauses."""
    figure = page.locator("gd-moving").nth(1)
    figure.scroll_into_view_if_needed()
    before = said(figure)
    page.clock.run_for(60_000)
    assert said(figure) == before
    button = figure.get_by_role("button")
    figure.get_by_role("slider", name="step").fill("6")
    button.click()
    assert button.inner_text() == "Pause"
    page.clock.run_for(2 * 700 - 1)
    assert button.inner_text() == "Pause"
    page.clock.run_for(1)
    assert button.inner_text() == "Play"
    assert said(figure).startswith("Step 9:")
    button.click()
    assert said(figure).startswith("Step 1:")
    button.click()
    paused = said(figure)
    page.clock.run_for(60_000)
    assert said(figure) == paused


@pytest.mark.browser
def test_it_is_announced_politely(page: "Page") -> None:
    """The sentence is given to screen readers once, when the slider has come to rest."""
    figure = page.locator("gd-moving").first
    status = figure.get_by_role("status")
    assert status.inner_text() == ""
    figure.get_by_label("w", exact=True).focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
        page.clock.run_for(599)
        assert status.inner_text() == ""
    page.clock.run_for(1)
    assert status.inner_text() == said(figure)


@pytest.mark.browser
def test_without_a_script_there_is_a_still_and_a_table(browser: "Browser", whole: Site) -> None:
    """The drawing and the sentence of the start, the table to be opened, and no dead slider."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto((whole.html / f"{LESSON}.html").as_uri())
    figure = page.locator("gd-moving").first
    assert said(figure) == "At w =\u00a03 the cost is 9.00, and the slope is 6.00."
    assert figure.locator("svg").bounding_box()["height"] > 150  # type: ignore[index]  # it has a box
    assert not figure.locator("input").first.is_visible()
    figure.get_by_text("The numbers as a table").click()
    assert figure.locator("tbody tr").count() == 29
    context.close()
