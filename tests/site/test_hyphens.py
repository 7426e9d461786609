"""Long words may be broken at soft hyphens, where a line of a page is too short; nothing but such lines has them."""

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from theme.accessible.hyphens import SOFT, hyphenated

if TYPE_CHECKING:
    from tests.site.conftest import Site


@pytest.mark.parametrize(
    ("text", "title", "seen"),
    [
        ("How differentiation works", False, "How dif|fer|en|ti|a|tion works"),
        ("The derivative", False, "The derivative"),
        ("The derivative", True, "The deriv|a|tive"),
        ("Understand everything", True, "Under|stand every|thing"),
        ("differentiate() and gdmath.differentiate, MissingRuleError, binary_classification_x", True, None),
        ("&differentiation; &lt;differentiated&gt;", False, "&differentiation; &lt;dif|fer|en|ti|ated&gt;"),
    ],
)
def test_a_long_word_may_be_broken_but_no_name_of_code(text: str, title: bool, seen: str | None) -> None:
    """A word has soft hyphens if it is long, in a title sooner; a name of code and an entity stay as they are."""
    assert hyphenated(text, title=title).replace(SOFT, "|") == (seen or text)


@pytest.mark.site
def test_nothing_but_lines_of_a_page_has_soft_hyphens(whole: "Site") -> None:
    """A title and prose have them; the head of the page, the names of its parts, code and the search do not."""
    html = (whole.html / "lessons" / "backpropagation.html").read_text(encoding="utf-8")
    head, body = html.split("</head>")
    assert f"<h1>Back{SOFT}prop" in body
    assert "Backpropagation" in head
    assert SOFT not in head
    page = BeautifulSoup(html, "html5lib")
    assert not [tag for tag in page.find_all() if SOFT in "".join(map(str, tag.attrs.values()))]
    assert not [code for code in page.select("code, pre, .sig, .katex") if SOFT in code.text]
    for made in ("_static/search-entries.js", "downloads/backpropagation.ipynb", "downloads/backpropagation.py"):
        assert SOFT not in (whole.html / made).read_text(encoding="utf-8"), made
