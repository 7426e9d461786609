"""From each rule of the reference and each worked problem a link leads to the page on which its formula is tried."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from alive.explore import explored
from gdmath import RULES, differentiate, latex, parse, symbols
from gdmath.calculus.solving import Beside
from gdmath.expression import D
from tests.site.conftest import Site
from tests.site.test_alive import PATIENCE, hosted, press
from tests.site.test_derivatives_page import CALLS, LETTERS

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from playwright.sync_api import Browser

pytestmark = pytest.mark.site

DERIVATIVE = r"\displaystyle \frac{d}{d x}"
RULES_PAGE, PROBLEMS_PAGE = "reference/rules", "reference/derivatives"


def typed(link: "Tag") -> dict[str, str]:
    """What a link brings into the fields of the page to which it leads."""
    address = urlsplit(str(link["href"]))
    assert (address.scheme, address.netloc, address.path) == ("", "", "../guide/try.html")
    return {name: value for name, [value] in parse_qs(address.fragment, strict_parsing=True).items()}


def link_in(part: "Tag") -> "Tag":
    """The one link of a row or a section, which says in words what it leads to."""
    [link] = part.select("a.gd-try-it")
    assert link.text == f"Try it with {typed(link)['formula']}"
    return link


def rows(page: "BeautifulSoup") -> "list[Tag]":
    """The rows of the tables of differentiation, in their order."""
    equations = ((row, row.select_one("annotation")) for row in page.select("tbody tr"))
    return [row for row, equation in equations if equation and equation.text.startswith(DERIVATIVE)]


def test_each_rule_has_one_that_shows_it(whole: Site) -> None:
    """The formula beside an equation fits its left side, so that its derivation begins with that very rule."""
    found = rows(whole.page(RULES_PAGE))
    assert len(found) == len(RULES)
    for row, rule in zip(found, RULES, strict=True):
        assert f"{latex(rule.left)} = " in row.text
        formula = parse(typed(link_in(row))["formula"])
        first = RULES.first_derivative(formula, symbols("x"), Beside(symbols("x")).kind)
        assert first is not None
        assert first[0] is rule


def test_each_problem_has_one_with_what_stands_above_it(whole: Site) -> None:
    """Its formula is read as that of the problem, by whoever knows no letters beforehand."""
    sections = whole.page(PROBLEMS_PAGE).select("article section section")
    assert len(sections) == len(CALLS)
    for section, (text, by) in zip(sections, CALLS, strict=True):
        formula = parse(typed(link_in(section))["formula"])
        assert formula == parse(text, symbols=LETTERS)
        several = len(formula.free_symbols) > 1
        [equation] = [shown.text for shown in section.select(".cell_output annotation")][:1]
        assert equation.startswith(f"{latex(D(formula, symbols(by or 'x')), partial=several)} = ")


@pytest.mark.parametrize("name", [RULES_PAGE, PROBLEMS_PAGE])
def test_each_is_answered_at_its_point(whole: Site, name: str) -> None:
    """By the page for any function: nothing is refused, the point is one where there is a value and a slope."""
    for link in whole.page(name).select("a.gd-try-it"):
        asked = typed(link)
        at = {key.removeprefix("at-"): value for key, value in asked.items() if key != "formula"}
        answer = json.loads(explored(json.dumps({"formula": asked["formula"], "rate": "0.1", "steps": "2", "at": at})))
        assert "wrong" not in answer, answer
        assert all(re.fullmatch(r"[-\d.e]+", value) for _, value in answer["values"]), (asked, answer["values"])


@pytest.mark.browser
def test_a_link_is_followed(whole: Site, browser: "Browser") -> None:
    """It fills the field and fetches nothing; a press shows the formula and its derivation."""
    with hosted(whole.html) as host:
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{host}/{PROBLEMS_PAGE}.html")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("link", name="Try it with x^7+10", exact=True).click()
        page.wait_for_url("**/guide/try.html#*")
        page.wait_for_load_state("load")
        assert page.locator("input[name=formula]").input_value() == "x^7+10"
        assert [url for url in asked if "/live/" in url and not re.search(r"/(try|live)\.js", url)] == []
        press(page)
        assert page.locator('[data-part="formula"] annotation').text_content() == latex(parse("x^7+10"))
        steps = [name for name, _ in differentiate(parse("x^7+10"), symbols("x")).lines]
        assert page.locator('[data-part="derivation"] li .after').all_inner_texts() == steps
        page.context.close()


PAGES = {
    "attempt": "# Try\n\n```{try-any-function}\n```\n",
    "more/plain": "# Plain\n\nSee {try-it}`√x + 2 π x^2 - a&b #1 at x=1/2, a=-3`.\n",
}


@pytest.mark.browser
def test_whatever_is_written_survives(new_site: Callable[..., Site], browser: "Browser") -> None:
    """Signs that mean something in an address, spaces, and letters of no alphabet of ours; also where it is printed."""
    site = new_site(**PAGES)
    made = site.build()
    assert made.status == 0, made.console
    with hosted(site.html) as host:
        page = browser.new_context().new_page()
        page.goto(f"{host}/more/plain.html")
        page.emulate_media(media="print")
        assert not page.locator(".gd-try-it").is_visible()
        page.emulate_media(media="screen")
        page.get_by_role("link", name=re.compile("^Try it with √x")).click()
        page.wait_for_url("**/attempt.html#*")
        kept = page.evaluate("Object.fromEntries(new URLSearchParams(location.hash.slice(1)))")
        assert kept == {"formula": "√x + 2 π x^2 - a&b #1", "at-x": "1/2", "at-a": "-3"}
        assert page.locator("input[name=formula]").input_value() == "√x + 2 π x^2 - a&b #1"
        page.context.close()


def test_a_link_that_leads_nowhere_is_refused(new_site: Callable[..., Site]) -> None:
    """With its page, and what is to be done."""
    made = new_site(plain="# Plain\n\nSee {try-it}`x`.\n").build()
    assert made.status != 0
    said = " ".join(made.console.split())
    assert "`try-it` on the page plain cannot lead anywhere, because no page has fields to try a function in. " in said
    assert "Write {try-any-function} on one." in said
