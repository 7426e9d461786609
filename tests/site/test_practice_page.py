"""Exercises on a page: complete without a script, and with one an answer is checked by the library's numbers."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from gdmath.practice import Choice, Exercise, Formula, Number, exercises, grade
from tests.site.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.site

PAGE = """# Practice

```{progress}
```

## The rules

```{exercises} the-rules
```

## For teachers

```{slips} the-rules
```
"""
MADE = exercises(0, ["the-rules"])


@pytest.fixture(scope="module")
def built(new_site: Callable[..., Site]) -> Site:
    """A site with one page of exercises."""
    site = new_site(**{"practice/rules": PAGE})
    result = site.build("-W")
    assert result.status == 0, result.console
    return site


def named(kind: type) -> Exercise:
    """The first exercise whose answer is of this kind."""
    return next(one for one in MADE if isinstance(one.answer, kind))


def test_a_page_is_complete_without_a_script(built: Site) -> None:
    """Question, options, hint, solution with its derivation, and each slip stand in the page, the latter folded."""
    page = built.page("practice/rules")
    for number, exercise in enumerate(MADE, start=1):
        [section] = page.select(f"section#{exercise.key.replace('/', '-')}")
        assert section.h3 is not None
        assert section.h3.text.startswith(f"3.{number} {exercise.title}")
        folded = {box.summary.text.strip(): box for box in section.select("details")}  # type: ignore[union-attr]  # each has one
        assert list(folded) == ["Hint", "Solution"]
        assert not any(box.has_attr("open") for box in folded.values())
        told = [item.text for item in section.select(".gd-slips > li")]
        assert [slip.name in text for slip, text in zip(exercise.slips, told, strict=True)] == [True] * len(told)
        assert len(section.select("input[type=radio]")) == len(getattr(exercise.answer, "options", ()))
        assert bool(folded["Solution"].select("[aria-label=Derivation]")) == any(
            not isinstance(part, str) for part in exercise.solution
        )


def test_the_data_are_the_librarys(built: Site) -> None:
    """The right number, its tolerance and the known wrong ones beside a question are those of the exercise."""
    page = built.page("practice/rules")
    data = {str(one["data-key"]): json.loads(one.script.string or "") for one in page.select("gd-exercise")}  # type: ignore[union-attr]  # each has a script
    assert list(data) == [exercise.key for exercise in MADE]
    number, choice, formula = named(Number), named(Choice), named(Formula)
    assert isinstance(number.answer, Number)
    assert isinstance(choice.answer, Choice)
    assert data[number.key] == {
        "kind": "number",
        "right": number.answer.value,
        "digits": number.answer.digits,
        "tolerance": number.answer.tolerance,
        "slips": [slip.answer for slip in number.slips],
    }
    assert data[choice.key]["right"] == choice.answer.right
    assert data[formula.key] == {"kind": "formula"}


def test_the_teachers_table_has_every_slip(built: Site) -> None:
    """What each wrong answer reveals stands beside it, for every exercise."""
    tables = built.page("practice/rules").select("#for-teachers table")
    assert [len(table.select("tbody tr")) for table in tables] == [len(exercise.slips) for exercise in MADE]


def test_an_unknown_lesson_is_named_with_its_line(new_site: Callable[..., Site]) -> None:
    """The build says where, and which lessons there are."""
    site = new_site("unknown", **{"practice/rules": "# Practice\n\n```{exercises} rules\n```\n"})
    result = site.build("-W")
    assert result.status != 0
    assert "rules.md:3" in result.console
    assert "Cannot make exercises for 'rules', because it is no lesson." in result.console


@pytest.fixture
def page(built: Site, browser: "Browser") -> "Iterator[Page]":
    """The page in a browser that has never been there."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto((built.root / "docs/_build/plain/practice/rules.html").as_uri())
    yield page
    context.close()


def part(page: "Page", exercise: Exercise) -> "Locator":
    """The section of an exercise."""
    return page.locator(f"section#{exercise.key.replace('/', '-')}")


def said(page: "Page", exercise: Exercise, text: str) -> str:
    """Type an answer, press Enter, and return what is said."""
    field = part(page, exercise).get_by_role("textbox")
    field.fill(text)
    field.press("Enter")
    return part(page, exercise).get_by_role("status").inner_text()


@pytest.mark.browser
def test_a_number_is_checked(page: "Page") -> None:
    """A decimal, a fraction, a minus sign of print are right; a slip is told; what is no number is said to be none."""
    exercise = named(Number)
    assert isinstance(exercise.answer, Number)
    value = exercise.answer.value
    for text in (f"{value:.3f}", f" {value * 4}/4", f"{value:.5f}".replace("-", "−"), f"{value:.3f}".replace(".", ",")):
        assert said(page, exercise, text) == "Right.", text
    for text in (f"w = {value}", f"J'(5) = {value:.3f}", f"dJ/dw={value}", f"= {value}"):
        assert said(page, exercise, text) == "Right.", text
    assert said(page, exercise, "\u2212\u00bd") != "This is no number. Write one such as 0.25, 1/4 or -3."
    for slip in exercise.slips:
        told = said(page, exercise, str(slip.answer))
        assert told.startswith(f"Not yet. {slip.name}."), told
    assert said(page, exercise, "12345") == "Not yet. Look again, or open the hint."
    assert said(page, exercise, "") == "Write a number first."
    assert said(page, exercise, "3\u00b714") == "3·14 could be 3.14 or 3 times 14. Write the one that you mean."
    for text in ("w", "1/0", "1/", "--2", "1.2.3", "1 5/4", "1e999", "w =", f"1/2 = {value}"):
        assert said(page, exercise, text) == "This is no number. Write one such as 0.25, 1/4 or -3.", text


def verdict(message: str, exercise: Exercise) -> str:
    """What a message says, whether of the page or of the library."""
    known = ["Right.", "Nearly.", *(slip.name for slip in exercise.slips), "Not yet."]
    return next((one for one in known if one in message), "not read")


@pytest.mark.browser
def test_the_page_and_the_library_say_the_same(page: "Page") -> None:
    """Of the right answer, rounded, cut, or off by little or much, of slips, and of what is written in odd ways."""
    for exercise in MADE:
        if not isinstance(exercise.answer, Number):
            continue
        values = [exercise.answer.value, -exercise.answer.value, *(float(slip.answer) for slip in exercise.slips)]
        texts = [f"{value + off:.{digits}f}" for value in values for off in (0, 0.001, -0.004) for digits in range(5)]
        odd = [
            "\u2212\u00bd",
            "1\u00bd",
            "1 1/4",
            "1/4^2",
            "2**-1",
            "50%",
            "1.5\u00b710^-1",
            "(0.5)",
            "0,5",
            "w_{1} = 0.5",
        ]
        odd += [
            "\u2202J / \u2202w := 1/2",
            "J(w + 0.1) = .5",
            "(J(w+h)-J(w))/h = 5",
            "2w = 5",
            "1/2 = 0.5",
            "1,000.5",
            "12 5",
            "1e-1",
        ]
        odd += [
            "1 1/2",
            "-1 3/4",
            "1\u00be",
            "0\u00b75",
            "3\u00b714",
            "0.5.",
            "~0.5",
            "w \u2248 .5",
            "5x10^-1",
            "5 x 10\u207b\u00b9",
        ]
        odd += [
            r"\frac{1}{2}",
            r"-\dfrac12",
            r"5 \cdot 10^{-1}",
            "5e\u22121",
            "5 e-1",
            "1 5/4",
            "0x10",
            "5*10-1",
            "0.5\u200b",
            "1e999",
        ]
        odd += [f"{numerator} {above}/4" for numerator in range(-3, 4) for above in (1, 3)]
        for text in texts + odd:
            told, graded = said(page, exercise, text), grade(exercise, text).message
            assert verdict(told, exercise) == verdict(graded, exercise), (exercise.key, text, told, graded)


@pytest.mark.browser
def test_a_choice_is_made_by_keyboard(page: "Page") -> None:
    """The arrow keys choose and Enter checks; each wrong option has its own message."""
    exercise = named(Choice)
    assert isinstance(exercise.answer, Choice)
    section = part(page, exercise)
    options, check, status = section.get_by_role("radio"), section.get_by_role("button"), section.get_by_role("status")
    check.click()
    assert status.inner_text() == "Choose an answer first."
    options.first.focus()
    page.keyboard.press("Space")
    for place in range(len(exercise.answer.options)):
        assert options.nth(place).is_checked()
        page.keyboard.press("Enter")
        slip = next((one for one in exercise.slips if one.answer == place), None)
        assert status.inner_text().startswith(f"Not yet. {slip.name}." if slip else "Right.")
        page.keyboard.press("ArrowDown")


@pytest.mark.browser
def test_what_is_solved_is_kept_on_the_device(page: "Page") -> None:
    """The count rises once for each exercise, is there after a reload, and is forgotten on demand."""
    number, formula = named(Number), named(Formula)
    count, forget = page.locator(".gd-count"), page.get_by_role("button", name="Forget it")
    assert count.inner_text() == f"0 of {len(MADE)}"
    assert forget.is_disabled()
    for _ in range(2):
        said(page, number, str(number.answer))
    assert count.inner_text() == f"1 of {len(MADE)}"
    part(page, formula).get_by_role("button", name="Mine is right").click()
    page.reload()
    assert count.inner_text() == f"2 of {len(MADE)}"
    assert part(page, formula).locator("gd-exercise[solved]").count() == 1
    forget.click()
    assert count.inner_text() == f"0 of {len(MADE)}"
    page.reload()
    assert count.inner_text() == f"0 of {len(MADE)}"


@pytest.mark.browser
def test_without_a_script_nothing_is_offered_that_would_not_work(built: Site, browser: "Browser") -> None:
    """There is no field, no button and no count, but the question, its options and what is folded."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built.root / "docs/_build/plain/practice/rules.html").as_uri())
    for kind in (Number, Formula, Choice):
        section = part(page, named(kind))
        assert not section.get_by_role("button").count()
        assert not section.get_by_role("textbox").count()
        section.get_by_text("Solution", exact=True).click()
        assert section.locator(".gd-slips").is_visible()
    assert not page.locator("gd-progress").is_visible()
    context.close()
