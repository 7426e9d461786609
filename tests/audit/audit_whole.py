"""Every page is whole: its head says what it is, it prints, its buttons work, and what it teaches is found."""

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.audit.behaviour import copy_faults, first_found, theme_faults
from tests.audit.conftest import BASE, DESK, SITE, assert_none, pages
from tests.audit.outline import (
    address_faults,
    description,
    frame_faults,
    head,
    head_faults,
    heading_faults,
    soup,
    source_faults,
    title,
    translation_faults,
)
from tests.audit.printing import print_faults
from tests.audit.scriptless import scriptless
from tests.audit.viewing import Visitors, viewing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.audit.static_host import Host
    from tests.audit.viewing import View

# What a reader looks for, and where it is taught.
TAUGHT = {
    "learning rate": "lessons/gradient-descent-with-math.html",
    "chain rule": "lessons/the-chain-rule.html",
}


def test_headings(path: str) -> None:
    """There is one h1, no level is left out, and the page has a language and one main part."""
    page = soup(SITE / path)
    assert_none(heading_faults(page) + frame_faults(page))


def test_kept_whole(path: str) -> None:
    """Code, formulas, figures and what a script writes are kept from translators; the source is named at the foot."""
    page = soup(SITE / path)
    assert_none(translation_faults(page) + source_faults(page, SITE, SITE / path))


def test_without_a_script(visitors: Visitors, host: "Host", path: str) -> None:
    """Where no script runs, nothing is promised or asked that a script would have to do."""
    if b"<gd-" in (SITE / path).read_bytes():  # no other page has anything that needs one, but for the search
        assert_none(scriptless(visitors, host.address, path))


def test_head(path: str) -> None:
    """The head names the page, describes it, and says where it lives if that is known."""
    page = soup(SITE / path)
    assert_none(head_faults(page, SITE, SITE / path, BASE) + address_faults(page, SITE, SITE / path, BASE))


@pytest.mark.parametrize("said", [title, description], ids=["title", "description"])
def test_no_two_pages_say_the_same(said: "Callable[..., str]") -> None:
    """Each page has a title and a description of its own."""
    counted = Counter(said(head(SITE / path)) for path in pages())
    assert {text: times for text, times in counted.items() if times > 1} == {}


def test_a_missing_page(visitors: Visitors, host: "Host") -> None:
    """Where there is no page, at whatever depth, the reader gets one that looks like the others and leads home."""
    assert (SITE / "404.html").is_file()
    with viewing(visitors(*DESK), host.address, "404.html") as view:
        assert view.page.locator("main a[href]").count() > 0


@pytest.mark.parametrize(("words", "where"), TAUGHT.items())
def test_search(visitors: Visitors, host: "Host", words: str, where: str) -> None:
    """The search finds first where a thing is taught."""
    with viewing(visitors(*DESK), host.address, f"search.html?q={words.replace(' ', '+')}") as view:
        assert first_found(view) == where


def test_copy(desk: "View") -> None:
    """Copied code can be run: it holds neither prompts nor outputs."""
    assert_none(copy_faults(desk))


def test_print(desk: "View") -> None:
    """A printed page holds the whole article on full sheets, no answer beside its question, and nothing to press."""
    assert_none(print_faults(desk))


def test_theme(desk: "View") -> None:
    """The theme that the reader has chosen is remembered."""
    assert_none(theme_faults(desk))
