"""Answers that the library judges in the page: formulas in any form, in words, with the slip named."""

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from alive.digits import rounded
from alive.judging import graded, pieces
from alive.making import engine, node_modules
from alive.sets import blocks, exercise_set
from alive.truth import answered
from gdmath.expression import Expr
from gdmath.practice import Choice, Exercise, Formula, Function, exercises
from tests.site.conftest import ROOT, Site
from tests.site.test_alive import hosted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.live, pytest.mark.site]

PATIENCE = 600_000  # milliseconds, so that what never comes is a failure and no test without an end
KEPT = ROOT / "docs" / "_build"
PAGE = """# Practice

```{progress}
```

## The rules

```{exercises} the-rules
```
"""
SLOPE = next(one for one in exercises() if one.key == "the-rules/write-the-slope")
POWER = next(one for one in exercises() if one.key == "the-rules/power")


@pytest.fixture(scope="module")
def ask() -> Callable[[list[dict[str, str]]], list[dict[str, Any]]]:
    """Put questions to the engine under node, as a page would in a browser."""
    modules = node_modules(str(KEPT / "katex"))
    made = engine(modules, ROOT / "gdmath", KEPT / "engine")

    def asked(questions: list[dict[str, str]]) -> list[dict[str, Any]]:
        sources = [f"print(graded({json.dumps(question)!r}))" for question in questions]
        [shown] = answered([["from alive.judging import graded", *sources]], made, modules / "pyodide")
        return [json.loads(outputs[0]["printed"]) for outputs in shown[1:]]

    return asked


def typed(exercise: Exercise, text: object) -> dict[str, str]:
    """What the page asks when somebody has typed this."""
    return {"key": exercise.key, "seed": "0", "typed": str(text)}


def words(found: dict[str, Any]) -> str:
    """What is said, as the Markdown that it was."""
    marks = {"tex": "$", "code": "`"}
    parts = [(marks.get(kind, ""), said) for part in found["said"] for kind, said in part.items()]
    return "".join(f"{mark}{said}{mark}" for mark, said in parts)


def test_every_formula_is_right_and_every_slip_is_named(
    ask: Callable[[list[dict[str, str]]], list[dict[str, Any]]],
) -> None:
    """In the engine that readers have: the answer of each exercise, and each of its known wrong answers."""
    made = [one for one in exercises() if isinstance(one.answer, Formula)]
    cases = [(one, slip) for one in made for slip in (None, *one.slips)]
    found = ask([typed(one, one.answer if slip is None else slip.answer) for one, slip in cases])
    for (one, slip), verdict in zip(cases, found, strict=True):
        assert verdict["right"] == (slip is None), (one.key, verdict)
        assert words(verdict) == slip.message if slip else words(verdict).startswith("Right."), (one.key, verdict)
    assert len(made) > 10


def returns(answer: Function, values: tuple[Expr, ...]) -> str:
    """Code of a function that returns what these formulas give."""
    given = ", ".join(f"({value})" for value in values)
    head = f"from gdmath import exp, log, sigmoid\ndef {answer.name}({', '.join(answer.arguments)}):\n"
    named = "".join(f"    {name} = float({name})\n" for name in answer.arguments)
    named += "".join(f"    {name} = {formula}\n" for name, formula in answer.within)
    return f"{head}{named}    return {given}"


def test_every_function_is_right_and_every_slip_of_code_is_named(
    ask: Callable[[list[dict[str, str]]], list[dict[str, Any]]],
) -> None:
    """In the engine that readers have, on each page of exercises; what is there to begin with is no answer yet."""
    made = [(one, one.answer) for one in exercises() if isinstance(one.answer, Function)]
    right = ask([typed(one, answer.code) for one, answer in made])
    assert [words(verdict) for verdict in right] == ["Right."] * len(made)
    assert all(verdict["right"] for verdict in right)
    begun = ask([typed(one, answer.stub) for one, answer in made])
    assert all("because that is nothing yet" in words(verdict) for verdict in begun)
    slips = [(one, answer, slip) for one, answer in made for slip in one.slips]
    for (one, _, slip), verdict in zip(
        slips, ask([typed(one, returns(answer, slip.answer)) for one, answer, slip in slips]), strict=True
    ):
        assert (words(verdict), verdict["slip"]) == (slip.message, True), one.key
    assert {one.lesson for one, _ in made} >= {"the-rules", "gradient-descent-with-math", "backpropagation"}


def test_what_a_code_does_is_told() -> None:
    """What it prints, where it stops and why, and that the function has another name."""
    for source, message, shown in (
        ("def slope(w):\n    print(w)\n    return w", "Not yet.", [{"printed": "0.5\n1.0\n2.0\n3.5\n"}]),
        ("def other(w):\n    return w", "There is no function slope in it. Let a line begin with: def slope(", []),
        (
            "def slope(w):\n    return [][0]",
            "It stopped with an error, which stands below.",
            [{"error": "IndexError", "says": "list index out of range", "line": 2}],
        ),
        ("def slope(w:", "It stopped", [{"error": "SyntaxError", "says": "'(' was never closed", "line": 1}]),
    ):
        found = json.loads(graded(json.dumps(typed(SLOPE, source))))
        assert words(found).startswith(message)
        assert json.loads(rounded(json.dumps(found["out"]))) == shown


def test_a_seed_makes_the_exercise_of_that_seed() -> None:
    """As the library makes it: an answer is right for its own numbers alone."""
    other = next(one for one in exercises(3) if one.key == POWER.key)
    assert str(other.answer) != str(POWER.answer)
    question = typed(other, other.answer)
    assert not json.loads(graded(json.dumps(question)))["right"]
    assert json.loads(graded(json.dumps(question | {"seed": "3"})))["right"]


def test_what_is_said_comes_in_pieces() -> None:
    """Formulas and code apart from the words; of what cannot be read nothing is taken for a formula."""
    assert pieces("$a$ or `b`") == [{"tex": "a"}, {"text": " or "}, {"code": "b"}]
    [said] = json.loads(graded(json.dumps(typed(POWER, "$w$ `1/2w`"))))["said"]
    assert list(said) == ["plain"]


@pytest.fixture(scope="module")
def built(new_site: Callable[..., Site]) -> Site:
    """A small site with a page of exercises."""
    site = new_site(**{"practice/rules": PAGE, "practice/set": "# A set\n\n```{exercise-set}\n```\n"})
    made = site.build("-W")
    assert made.status == 0, made.console
    return site


@pytest.fixture
def page(built: Site, browser: "Browser") -> "Iterator[Page]":
    """That page, as wide as a phone, in a browser that has nothing of it yet."""
    with hosted(built.html) as host:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{host}/practice/rules.html")
        yield page
        context.close()


def part(page: "Page", exercise: Exercise = POWER) -> "Locator":
    """The section of an exercise."""
    return page.locator(f"section#{exercise.key.replace('/', '-')}")


def said(page: "Page", text: str, exercise: Exercise = POWER) -> str:
    """Type an answer, press Enter, and return what is said in the end."""
    field = part(page, exercise).get_by_role("textbox")
    field.fill(text)
    field.press("Enter")
    status = part(page, exercise).get_by_role("status")
    status.and_(page.locator(":not(:empty)")).filter(has_not_text=re.compile("…|MB")).wait_for()
    return status.inner_text()


@pytest.mark.browser
def test_a_formula_is_judged_in_any_form(page: "Page") -> None:
    """Right in another form, wrong with its slip in words, and what is typed is text."""
    assert said(page, str(POWER.answer).replace("**", "^").replace("*", "")) == "Right."
    assert part(page).locator("gd-exercise[solved]").count() == 1
    assert page.locator(".gd-count").inner_text().startswith("1 of ")
    assert said(page, f"{POWER.answer} + w - w").startswith("Right. A book would write")
    assert part(page).get_by_role("status").locator("code").inner_text() == str(POWER.answer)
    for slip in POWER.slips:
        assert said(page, str(slip.answer)) == f"Not yet. {slip.message}"
    assert said(page, "w + 1") == "Not yet. It was read as w + 1. Look at the hint."
    assert "because it has the letter" in said(page, "<img src=x onerror=marker=1>q")
    assert page.evaluate("globalThis.marker") is None
    assert page.locator("main img[src=x]").count() == 0


@pytest.mark.browser
def test_what_cannot_be_read_is_shown_by_a_caret(page: "Page") -> None:
    """Below what was typed, in the place where it stops; and the status is a live region."""
    told = said(page, "2w(")
    assert told.startswith("Cannot read '2w(', because a value is missing at the end.")
    caret = part(page).locator(".gd-caret")
    assert caret.inner_text().rstrip() == "  2w(\n     ^"
    assert caret.evaluate("one => getComputedStyle(one).whiteSpace") == "pre-wrap"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    part(page).get_by_role("textbox").fill("2w")
    assert part(page).get_by_role("status").inner_text() == ""


@pytest.mark.browser
def test_nothing_is_fetched_before_a_press(page: "Page") -> None:
    """What is typed alone does nothing; after a press the reader hears how much comes down."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)")
    assert not [name for name in names if "/live/" in name]
    page.evaluate(
        """() => {
            globalThis.heard = [];
            const status = document.querySelector("#the-rules-power [role=status]");
            new MutationObserver(() => heard.push(status.textContent)).observe(status, { childList: true });
        }"""
    )
    part(page).get_by_role("textbox").fill("w")
    part(page).get_by_role("button", name="Check").click()
    part(page).get_by_text("Not yet").wait_for()
    assert [url.rpartition("/")[2] for url in asked if "cells.js" in url] == ["cells.js"]
    heard = page.evaluate("heard")
    size = next((built for built in heard if re.search(r"library, \d\.\d MB: \d MB are here", built)), None)
    assert size, heard
    assert len(heard) < 20


@pytest.mark.browser
def test_an_answer_is_given_by_keyboard_alone(page: "Page") -> None:
    """From the field to both buttons by Tab, and the focus stays where it was; the field has a name."""
    field = page.get_by_role("form", name=re.compile(POWER.title)).get_by_label("Your answer, a formula in any form")
    field.focus()
    page.keyboard.type(str(POWER.slips[0].answer))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Space")
    part(page).get_by_text(f"Not yet. {POWER.slips[0].name}").wait_for()
    assert part(page).get_by_role("status").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Mine is right"
    page.keyboard.press("Enter")
    part(page).get_by_text("Noted.").wait_for()


@pytest.mark.browser
def test_without_the_engine_the_solution_is_there(built: Site, browser: "Browser", page: "Page") -> None:
    """From a disk, and where the engine cannot be fetched, the reader is told, and may say so by hand."""
    page.route("**/engine.*.zst", lambda route: route.fulfill(status=503))
    told = said(page, "w")
    assert told == "The library cannot answer here, because the site answers 503. Compare yours with the solution."
    page.unroute("**/engine.*.zst")
    assert said(page, "w").startswith("Not yet.")
    disk = browser.new_page()
    disk.set_default_timeout(PATIENCE)
    disk.goto((built.html / "practice/rules.html").as_uri())
    assert "a page that is opened from a disk may not start it" in said(disk, "w")
    part(disk).get_by_role("button", name="Mine is right").click()
    part(disk).get_by_text("Noted.").wait_for()
    disk.route("**/cells.js", lambda route: route.abort())
    disk.reload()
    assert "Connect to the internet, and press again" in said(disk, "w")
    disk.close()


def written(page: "Page", source: str) -> str:
    """Write a function, check it by the keyboard, and return what is said in the end."""
    box = part(page, SLOPE).get_by_role("textbox", name="Your function")
    box.fill(source)
    box.press("Control+Enter")
    status = part(page, SLOPE).get_by_role("status")
    status.and_(page.locator(":not(:empty)")).filter(has_not_text=re.compile("…|MB")).wait_for()
    return status.inner_text()


@pytest.mark.browser
def test_a_function_is_run_and_judged(page: "Page") -> None:
    """Right however it is written, wrong with its slip, what it prints and raises below, and put back."""
    assert isinstance(SLOPE.answer, Function)
    box = part(page, SLOPE).get_by_role("textbox", name="Your function")
    assert box.input_value() == SLOPE.answer.stub
    assert written(page, SLOPE.answer.stub).endswith("because that is nothing yet. Let it return a number.")
    assert written(page, SLOPE.answer.code) == "Right."
    assert part(page, SLOPE).locator("gd-exercise[solved]").count() == 1
    cost, slip = SLOPE.slips[0].answer[0], SLOPE.slips[0]
    source = f"from gdmath import log\ndef slope(w):\n    print('at', w)\n    return {cost}"
    told = written(page, source)
    assert told.startswith(f"Not yet. {slip.name}.")
    out = part(page, SLOPE).locator("gd-exercise > .gd-out[aria-live=polite]")
    assert out.inner_text().splitlines()[0] == "at 0.5"
    assert written(page, "def slope(w):\n    return w.size") == "It stopped with an error, which stands below."
    assert out.locator(".gd-failure").inner_text().startswith("AttributeError (line 2): 'float' object has no")
    part(page, SLOPE).get_by_role("button", name="Put back").click()
    assert box.input_value() == SLOPE.answer.stub
    assert out.inner_text() == part(page, SLOPE).get_by_role("status").inner_text() == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_a_function_that_does_not_end_is_stopped(page: "Page") -> None:
    """By a button that is there as long as it runs, and the next answer is judged again."""
    stop = part(page, SLOPE).get_by_role("button", name="Stop")
    assert not stop.count()
    box = part(page, SLOPE).get_by_role("textbox", name="Your function")
    box.fill("def slope(w):\n    while True:\n        pass")
    box.press("Shift+Enter")
    stop.click()
    part(page, SLOPE).get_by_text("Stopped. What it had computed is lost.").wait_for()
    assert not stop.is_visible()
    assert written(page, "slope = abs").startswith("Not yet. slope(0.5) gives 0.5, and")


SET = {"seed": "7", "lessons": ["3"], "kinds": ["formula", "choice", "number", "code"]}


def test_a_set_is_that_of_the_library() -> None:
    """In its order, with its numbers, levels, options and stubs; only the kinds that are asked for."""
    found = json.loads(exercise_set(json.dumps(SET)))
    assert found["seed"] == "7"
    [part] = found["made"]
    assert part["lesson"] == "3 The rules"
    for place, (told, one) in enumerate(zip(part["exercises"], exercises(7, ["the-rules"]), strict=True), start=1):
        assert (told["key"], told["title"]) == (one.key, f"3.{place} {one.title}")
        assert len(told["options"]) == len(getattr(one.answer, "options", ()))
        assert told["stub"] == getattr(one.answer, "stub", "")
        assert sum("lines" in block or "code" in block for block in told["solution"]) >= (told["stub"] != "")
    some = json.loads(exercise_set(json.dumps(SET | {"lessons": ["1", "3"], "kinds": ["formula"]})))["made"]
    assert next(one["title"] for part in some for one in part["exercises"]) == "1.2 The cost as a formula"
    assert all(not one["options"] and not one["stub"] for part in some for one in part["exercises"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"seed": "a lot"},
            "Cannot make a set with the seed 'a lot', because it is no whole number of at most 18 digits. Write one,",
        ),
        ({"seed": "1" * 19}, "Cannot make a set with the seed '1111111111111111111', because it is no whole number"),
        ({"lessons": []}, "There is no such exercise. Choose another lesson, or another kind of answer."),
        ({"kinds": []}, "There is no such exercise. Choose another lesson, or another kind of answer."),
    ],
)
def test_a_set_that_cannot_be_made_is_refused(changed: dict[str, object], message: str) -> None:
    """With what to do instead."""
    assert json.loads(exercise_set(json.dumps(SET | changed)))["wrong"].startswith(message)


def test_long_formulas_and_code_stand_by_themselves() -> None:
    """What would not fit into a line of a phone, and what is no prose."""
    assert blocks("So $a + b + c + d + e + f + g + h + i + j = 1$.\n\n```python\na\n\nb\n```") == [
        {"said": [{"text": "So"}]},
        {"tex": "a + b + c + d + e + f + g + h + i + j = 1."},
        {"code": "a\n\nb"},
    ]


@pytest.fixture
def chooser(built: Site, browser: "Browser") -> "Iterator[Page]":
    """The page that makes sets, opened by a link, as wide as a phone."""
    with hosted(built.html) as host:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{host}/practice/set.html#seed=7&lessons=3&kinds=formula,choice,number,code")
        yield page
        context.close()


@pytest.mark.browser
def test_a_link_makes_the_same_set_for_everybody(chooser: "Page") -> None:
    """At a press and not before; each answer is judged, and the address is the one that was sent."""
    names = chooser.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in names if "/live/" in name]
    assert chooser.get_by_label("Seed, a whole number").input_value() == "7"
    checked = chooser.locator("input:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert checked == ["3", "number", "formula", "choice", "code"]
    assert not chooser.locator(".gd-made *").count()
    address = chooser.url
    chooser.get_by_role("button", name="Make the set").press("Enter")
    chooser.get_by_text("6 exercises with the seed 7.").wait_for()
    assert chooser.url == address.replace("formula,choice,number,code", "number,formula,choice,code")
    titles = [one.title for one in exercises(7, ["the-rules"])]
    heads = chooser.locator(".gd-made h3").all_inner_texts()
    assert heads == [f"3.{place} {title}" for place, title in enumerate(titles, start=1)]
    for one in exercises(7, ["the-rules"]):
        form = chooser.get_by_role("form", name=one.title)
        if isinstance(one.answer, Choice):
            form.get_by_role("radio").nth(one.answer.right).check()
        else:
            form.get_by_role("textbox").fill(str(one.answer))
        form.get_by_role("button", name="Check").click()
        chooser.locator("gd-exercise", has=form).get_by_role("status").filter(has_text=re.compile("^Right")).wait_for()
    assert chooser.locator("gd-exercise[solved]").count() == len(titles)
    chooser.locator(".gd-made summary").first.click()
    assert chooser.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_a_set_that_cannot_be_made_is_said(chooser: "Page") -> None:
    """In words in the status, whatever a link holds; and another seed makes another set."""
    chooser.get_by_label("Seed, a whole number").fill("<b>7")
    chooser.get_by_label("Seed, a whole number").press("Enter")
    chooser.get_by_text("Cannot make a set with the seed '<b>7', because it is no whole number").wait_for()
    chooser.get_by_label("Seed, a whole number").fill("8")
    chooser.get_by_role("button", name="Make the set").click()
    chooser.get_by_text("6 exercises with the seed 8.").wait_for()
    other = next(one for one in exercises(8) if one.key == POWER.key)
    form = chooser.get_by_role("form", name=POWER.title)
    form.get_by_role("textbox").fill(str(other.slips[0].answer))
    form.get_by_role("textbox").press("Enter")
    chooser.get_by_text(f"Not yet. {other.slips[0].name}.").wait_for()
