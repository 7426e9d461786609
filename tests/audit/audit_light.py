"""Every page is light: little travels, little is done, nothing moves, and nobody else is asked for anything."""

from typing import TYPE_CHECKING

import pytest

from tests.audit.budget import budget_faults, recorded
from tests.audit.conftest import BASE, DESK, PHONE, SITE, assert_none, pages
from tests.audit.counters import count
from tests.audit.stillness import movements
from tests.audit.viewing import Visitors, viewing

if TYPE_CHECKING:
    from tests.audit.static_host import Host
    from tests.audit.viewing import View


def test_nobody_else_is_asked(view: "View") -> None:
    """A served page asks nothing of another host, and has nothing to complain of."""
    assert_none(view.elsewhere + view.complaints)


def test_from_disk(visitors: Visitors, path: str) -> None:
    """A page that is opened from the disk asks nobody, and has nothing to complain of."""
    if path == "404.html" and BASE:
        pytest.skip("a host shows it at any address, so it names its files by theirs; nobody opens it from the disk")
    with viewing(visitors(*DESK), f"{SITE.as_uri()}/", path, seen=False) as view:
        assert_none(view.elsewhere + view.complaints)


def test_budget(visitors: Visitors, scales: "Host", kept: set[str], path: str) -> None:
    """What travels for a page, what it consists of and what is done for it are within the budget."""
    assert_none(budget_faults(path, count(visitors(), scales, path, kept), recorded().get(path)))


def test_every_row_has_its_page() -> None:
    """The budget holds no row of a page that is gone."""
    assert {*recorded()} <= {*pages()}


@pytest.mark.parametrize(("width", "theme"), [PHONE, DESK])
def test_nothing_moves(visitors: Visitors, slow_host: "Host", path: str, width: int, theme: str) -> None:
    """Nothing shifts while a page arrives in pieces, while its fonts come late and while it is scrolled."""
    assert_none(movements(visitors(width, theme), slow_host, path))
