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

from tests.audit.static_host import Host, serving
from tests.audit.viewing import View, viewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = Path(__file__).resolve().parents[2] / "docs" / "_build" / "html"
BASE = f"{os.environ['SITE_URL'].rstrip('/')}/" if os.environ.get("SITE_URL") else ""
WIDTHS = (390, 1280)
THEMES = ("light", "dark")
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
    """Give each check every page, and where it wants a view every width and theme; what shares a view runs together."""
    if "view" in metafunc.fixturenames:
        cases = [(path, width, theme) for path in pages() for width in WIDTHS for theme in THEMES]
        ids = ["-".join(map(str, case)) for case in cases]
        metafunc.parametrize("view", cases, ids=ids, indirect=True, scope="session")
    elif "desk" in metafunc.fixturenames:
        metafunc.parametrize("desk", pages(), indirect=True, scope="session")
    elif "path" in metafunc.fixturenames:
        metafunc.parametrize("path", pages())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the checks of a page together, so that where two run at a time a page is opened by one of them."""
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        page = params["view"][0] if "view" in params else params.get("desk", params.get("path"))
        if item.path.name.startswith("audit_") and page:
            item.add_marker(pytest.mark.xdist_group(page))


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
def view(request: pytest.FixtureRequest, browser: "Browser", host: Host) -> Iterator[View]:
    """A page of the built site, opened at one width and in one theme; whoever changes it puts it back."""
    path, width, theme = request.param
    with viewing(browser, host.address, path, width, theme) as opened:
        yield opened


@pytest.fixture(scope="session")
def desk(request: pytest.FixtureRequest, browser: "Browser", host: Host) -> Iterator[View]:
    """A page of the built site on a large screen, for what does not depend on width and theme."""
    with viewing(browser, host.address, request.param, 1280, "light") as opened:
        yield opened
