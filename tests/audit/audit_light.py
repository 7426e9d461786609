"""Every page is light: little travels, little is done, nothing moves, and nobody else is asked for anything."""

from typing import TYPE_CHECKING

import pytest

from tests.audit.budget import budget_faults, recorded
from tests.audit.conftest import BASE, SITE, assert_none, pages
from tests.audit.counters import count
from tests.audit.stillness import movements
from tests.audit.viewing import viewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.audit.static_host import Host
    from tests.audit.viewing import View


def test_nobody_else_is_asked(view: "View") -> None:
    """A served page asks nothing of another host, and has nothing to complain of."""
    assert_none(view.elsewhere + view.complaints)


def test_from_disk(browser: "Browser", path: str) -> None:
    """A page that is opened from the disk asks nobody, and has nothing to complain of."""
    if path == "404.html" and BASE:
        pytest.skip("a host shows it at any address, so it names its files by theirs; nobody opens it from the disk")
    with viewing(browser, f"{SITE.as_uri()}/", path, 1280, "light") as view:
        assert_none(view.elsewhere + view.complaints)


def test_budget(browser: "Browser", scales: "Host", kept: set[str], path: str) -> None:
    """What travels for a page, what it consists of and what is done for it are within the budget."""
    assert_none(budget_faults(path, count(browser, scales, path, kept), recorded().get(path)))


def test_every_row_has_its_page() -> None:
    """The budget holds no row of a page that is gone."""
    assert {*recorded()} <= {*pages()}


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves(browser: "Browser", slow_host: "Host", path: str, width: int) -> None:
    """Nothing shifts while a page arrives in pieces, while its fonts come late and while it is scrolled."""
    assert_none(movements(browser, slow_host, path, width))
