"""The built site, page by page, in one browser.

The checks of the site are in the files audit_*.py, which an ordinary run of the tests does not collect; `nox -s audit`
builds the site and names them. The test_*.py beside them try the checks on pages with planted faults.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audit.budget import BUDGET
from tests.audit.counters import keeps
from tests.audit.static_host import Host, serving
from tests.audit.viewing import View, Visitors, viewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = Path(__file__).resolve().parents[2] / "docs" / "_build" / "html"
BASE = f"{os.environ['SITE_URL'].rstrip('/')}/" if os.environ.get("SITE_URL") else ""
# Each width once and each theme once: no rule of the style sheet stands under both (audit_safe.py holds it to that).
PHONE = (390, "dark")
DESK = (1280, "light")
PIECES = 16


def assert_none(faults: list[str]) -> None:
    """Assert that there are no faults, and name all that there are: each kind once, with how often it was found."""
    __tracebackhide__ = True
    assert not faults, "\n".join(f"{times} x {fault}" for fault, times in Counter(faults).items())


def pages() -> list[str]:
    """List every page of the built site."""
    found = sorted(page.relative_to(SITE).as_posix() for page in SITE.rglob("*.html"))
    if not found:
        raise pytest.UsageError(
            "Cannot audit docs/_build/html, because no page is there. Run nox -s audit: it builds it"
        )
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each check every page, and where it wants a view, the phone and the desk."""
    wanted = metafunc.fixturenames
    if "view" in wanted:
        views = [view for name, view in {"phone": PHONE, "desk": DESK}.items() if name in wanted] or [PHONE, DESK]
        cases = [(path, *view) for path in pages() for view in views]
        metafunc.parametrize("view", cases, ids=["-".join(map(str, case)) for case in cases], indirect=True)
    elif "path" in wanted:
        metafunc.parametrize("path", pages())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Do all checks of a page together, and of those all in one view, so that each is opened once, by one worker."""
    audits = [item for item in items if item.path.name.startswith("audit_")]
    places = {item: _place(item) for item in audits}
    for item, (page, _) in places.items():
        if page:
            item.add_marker(pytest.mark.xdist_group(page))
    items[:] = sorted(audits, key=places.__getitem__) + [item for item in items if item not in places]


def _place(item: pytest.Item) -> tuple[str, str]:
    """Say which page a check looks at, and in which view."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    path, *view = params.get("view", [params.get("path", "")])
    return path, "-".join(map(str, view))


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """The built site, served."""
    with serving(SITE) as served:
        yield served


@pytest.fixture(scope="session")
def slow_host() -> Iterator[Host]:
    """The built site, served so that the parts of a page are seen one after another."""
    with serving(SITE, PIECES) as served:
        yield served


@pytest.fixture(scope="session")
def scales() -> Iterator[Host]:
    """The built site, served to nobody but the one whose bytes are counted."""
    with serving(SITE) as served:
        yield served


@pytest.fixture(scope="session")
def visitors(browser: "Browser") -> Visitors:
    """A visitor for each width and theme."""
    return Visitors(browser)


@pytest.fixture(scope="session")
def kept(visitors: Visitors, scales: Host) -> set[str]:
    """What a reader has kept of the pages that come before the next one."""
    return keeps(visitors(), scales, BUDGET["before"])


@pytest.fixture(scope="session")
def view(request: pytest.FixtureRequest, visitors: Visitors, host: Host) -> Iterator[View]:
    """A page of the built site, opened at one width and in one theme; whoever changes it puts it back."""
    path, width, theme = request.param
    touch = {"has_touch": True} if (width, theme) == PHONE else {}
    with viewing(visitors(width, theme, **touch), host.address, path) as opened:
        yield opened


@pytest.fixture
def phone(view: View) -> View:
    """The view of a page on a phone alone, for what need not be seen twice."""
    return view


@pytest.fixture
def desk(view: View) -> View:
    """The view of a page on a large screen alone."""
    return view
