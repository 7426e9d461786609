"""The page of worked derivatives: each answer is that of a textbook, and stands under the formula as people type it."""

import re

import pytest

from gdmath import differentiate, latex, parse, same, symbols
from tests.library.looks import marks
from tests.library.problems import PROBLEMS
from tests.site.conftest import ROOT, Site

PAGE = "reference/derivatives"
SOURCE = (ROOT / "docs" / f"{PAGE}.md").read_text(encoding="utf-8")
LETTERS = [*"bnwxy"]
CALLS = re.findall(r'^worked\("(.*?)"(?:, "(.)")?', SOURCE, re.MULTILINE)
AT_LEAST = 60


def key(text: str) -> str:
    """A text as the problems of textbooks are known, without spaces and signs of products."""
    return re.sub(r"[ *]", "", text)


KEYS = {key(problem): answer for problem, answer in PROBLEMS.items()}


def test_each_has_a_heading() -> None:
    """With the formula as people type it, and no other."""
    headings = re.findall(r"^### The derivative of `(.*?)`(?: by `(.)`)?$", SOURCE, re.MULTILINE)
    assert headings == CALLS
    assert len(CALLS) >= AT_LEAST


@pytest.mark.parametrize(("text", "by"), CALLS)
def test_its_answer_is_that_of_a_book(text: str, by: str) -> None:
    """It has the value of the key, where there is one, and no mark that a teacher would make."""
    answer = differentiate(parse(text, symbols=LETTERS), symbols(by or "x")).result
    assert marks(answer) == []
    if key(text) in KEYS and by != "w":
        assert same(answer, parse(KEYS[key(text)], symbols=LETTERS))


@pytest.mark.site
def test_a_reader_sees_the_answer_and_may_unfold_the_steps(whole: Site) -> None:
    """In each section: the equation as a formula, and below it the steps, the last of which is the answer."""
    page = whole.page(PAGE)
    sections = page.select("article section section")
    assert len(sections) == len(CALLS)
    for section, (text, by) in zip(sections, CALLS, strict=True):
        answer = differentiate(parse(text, symbols=LETTERS), symbols(by or "x")).result
        [equation] = [found.text for found in section.select(".cell_output annotation")][:1]
        assert equation.endswith(f"= {latex(answer)}")
        steps = section.select("details:not([open]) > summary")
        assert [summary.text for summary in steps] == ["Steps"]
        assert section.select("details li")[-1].code is not None
        assert section.select("details li")[-1].text.endswith(f": {answer}")
