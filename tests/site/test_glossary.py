"""The words and symbols of the lessons: each is linked to the glossary once, and the glossary says where it was met."""

from collections.abc import Callable

import pytest

from tests.site.conftest import Site

pytestmark = pytest.mark.site

GLOSSARY = """# Notation

| Symbol | Is called | First met |
|---|---|---|
| $q$, $q_2$ | letter | |
| $\\frac{dJ}{dw}$ | slope | |
| $w$ | nothing | |

```{glossary}
bias
  What is added.

weight
  What a feature is multiplied by.

witness
  Another computation.
```
"""
PAGES = {
    "lessons/first": "# First\n\nTwo *Weights*, one *weight*, some *emphasis*, and $\\nwarrow q_1$ at $\\text{aq}$ "
    "of $\\text{one w more}$.\n",
    "lessons/second": "# Second\n\nA *bias*, and\n\n$$\nq - \\frac{dJ}{dw}\n$$\n",
    "reference/notation": GLOSSARY,
}


@pytest.fixture(scope="module")
def site(new_site: Callable[..., Site]) -> Site:
    """Two lessons and a glossary."""
    made = new_site(**PAGES)
    built = made.build("-W")
    assert built.status == 0, built.console
    return made


def first_met(site: Site) -> dict[str, str]:
    """Return what the glossary says of each word and of each symbol."""
    page = site.page("reference/notation")
    words = {str(term.contents[0]): term.find_next("dd") for term in page.select("dl.glossary dt")}
    said = {word: " ".join(found.text.split()) for word, found in words.items() if found is not None}
    cells = [row.select("td") for row in page.select("tbody tr")]
    return said | {" ".join(row[1].text.split()): row[2].text.strip() for row in cells}


def test_the_first_of_each_word_is_a_link(site: Site) -> None:
    """One of many is found under its own word; what follows, and a word that is not in the glossary, is no link."""
    links = site.page("lessons/first").select("article a[href*='notation.html#term-']")
    assert [(link.text, link["href"]) for link in links] == [("Weights", "../reference/notation.html#term-weight")]
    assert [link.text for link in site.page("lessons/second").select("article a[href*='#term-']")] == ["bias"]


def test_the_glossary_says_where_a_word_is_met_first(site: Site) -> None:
    """It names the first lesson of the course that introduces it, and is silent of a word that none does."""
    said = first_met(site)
    assert said["weight"] == "What a feature is multiplied by. First met in First."
    assert said["bias"] == "What is added. First met in Second."
    assert said["witness"] == "Another computation."


def test_a_symbol_is_found_where_it_stands_by_itself(site: Site) -> None:
    """No part of a longer name, of a command or of words counts; a formula by itself does, as one in a line."""
    said = first_met(site)
    assert (said["letter"], said["slope"], said["nothing"]) == ("Lesson 1", "Lesson 2", "")


def test_the_glossary_follows_a_lesson_that_changes(new_site: Callable[..., Site]) -> None:
    """An ordinary rebuild says so when another lesson introduces a word first."""
    site = new_site(**PAGES)
    assert site.build().status == 0
    site.edit("docs/lessons/first.md", "some *emphasis*", "a *bias*")
    assert site.build().status == 0
    assert first_met(site)["bias"] == "What is added. First met in First."


def test_the_download_of_a_lesson_has_no_such_links(site: Site) -> None:
    """Away from the site a word is only a word."""
    script = (site.html / "downloads" / "first.py").read_text(encoding="utf-8")
    assert "*Weights*" in script
    assert "term-" not in script
