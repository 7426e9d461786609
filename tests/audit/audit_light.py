"""Every page is light: little travels, nothing moves, and nobody else is asked for anything."""

from typing import TYPE_CHECKING

import pytest

from tests.audit.budget import limits
from tests.audit.conftest import BASE, SITE, assert_none, pages
from tests.audit.lightness import laid_out, movements, new_visitor, weight
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


def test_weight(browser: "Browser", host: "Host", capsys: pytest.CaptureFixture[str]) -> None:
    """What travels on a first visit to each page, and on a later one, is within the budget."""
    weights = {}
    for path in pages():
        newcomer, reader = new_visitor(browser), new_visitor(browser)
        for before in limits(path)["before"]:
            weight(host, reader, before)
        weights[path] = (weight(host, newcomer, path), weight(host, reader, path))
        newcomer.close()
        reader.close()
    with capsys.disabled():  # the table is for reading, also where all is well
        print("\n\n   first    next  kB that travel when the page is visited")
        print("\n".join(f"{first / 1e3:8.1f}{later / 1e3:8.1f}  {path}" for path, (first, later) in weights.items()))
    allowed = {path: (limits(path)["first_visit"], limits(path)["next_visit"]) for path in weights}
    assert {path: sizes for path, sizes in weights.items() if any(map(int.__gt__, sizes, allowed[path]))} == {}


def test_little_is_laid_out_at_once(browser: "Browser", host: "Host", path: str) -> None:
    """What has to be laid out before a reader can act is within the budget, also on a long page."""
    assert laid_out(browser, host.address, path) <= limits(path)["laid_out"]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves(browser: "Browser", slow_host: "Host", path: str, width: int) -> None:
    """Nothing shifts while a page arrives in pieces, while its fonts come late and while it is scrolled."""
    assert_none(movements(browser, slow_host.address, path, width))
