"""`nox -s live`: all pages know a new one, saves at once are built once, a failure is seen in the browser."""

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

import live
from tests.site.conftest import Site

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PAGES = {"one": "# One\n\nText.\n", "two": "# Two\n\n```{code-cell}\nprint('two')\n```\n"}


class Served:
    """A site that is built on every save, and the news of its builds, which a page would get."""

    def __init__(self, site: Site, address: str) -> None:
        self.site, self.address = site, address
        self._news = urllib.request.urlopen(f"{address}_live")

    def page(self, name: str) -> str:
        """Return a page as it is served."""
        with urllib.request.urlopen(f"{self.address}{name}") as answer:
            return str(answer.read().decode())

    def next(self) -> dict[str, Any]:
        """Wait for the next build, and return what is told of it."""
        line = self._news.readline().decode()
        self._news.readline()
        told: dict[str, Any] = json.loads(line.removeprefix("data: "))
        return told


@pytest.fixture(scope="module")
def served(new_site: Callable[..., Site]) -> Iterator[Served]:
    """A small site, built once, and what a reader's page is told of that."""
    site = new_site(**PAGES)
    with site.start("docs/_tools/live.py", "--port", "0", "--no-browser") as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.match(r"Serving (\S+) and building on every save", line):
                break
        else:
            raise AssertionError("".join(said))
        served = Served(site, found[1])
        assert served.next() == {"number": 1, "wrong": []}
        yield served
        process.terminate()


@pytest.mark.site
@pytest.mark.xdist_group("live")
def test_every_page_knows_a_new_one(served: Served) -> None:
    """The menu of a page that nobody touched has it, and saves that follow each other at once are one build."""
    assert "Three" not in served.page("one.html")
    served.site.write(three="# Three\n\nText.\n", four="# Four\n\nText.\n")
    assert served.next() == {"number": 2, "wrong": []}
    for title in ("Three", "Four"):
        assert f">{title}</a>" in served.page("one.html")
        assert f"<h1>{title}" in served.page(f"{title.lower()}.html")
    served.site.edit("docs/one.md", "# One", "# Number one")
    assert served.next() == {"number": 3, "wrong": []}
    assert ">Number one</a>" in served.page("two.html")


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.xdist_group("live")
def test_a_failure_is_seen_in_the_browser(served: Served, browser: "Browser") -> None:
    """With page and line, on every page, though none of them is new; once it is mended, the page is."""
    page = browser.new_page()
    page.goto(f"{served.address}two.html")
    served.site.edit("docs/two.md", "print('two')", "print(1 / 0)")
    told = served.next()
    assert told == {"number": told["number"], "wrong": ["docs/two.md:4: ZeroDivisionError: division by zero"]}
    banner = page.wait_for_selector("#live-failure")
    assert banner is not None
    assert banner.get_attribute("role") == "alert"
    assert banner.inner_text().split("\n")[1:] == told["wrong"]
    assert "two" in page.inner_text(".cell_output")
    served.site.edit("docs/two.md", "print(1 / 0)", "print('mended')")
    assert served.next()["wrong"] == []
    page.wait_for_function("document.querySelector('.cell_output')?.innerText.includes('mended')")
    assert page.query_selector("#live-failure") is None
    page.close()


@pytest.mark.site
@pytest.mark.xdist_group("live")
def test_what_is_not_there_is_no_fault_of_the_server(served: Served) -> None:
    """A page that does not exist yet still follows the builds."""
    assert served.page("nosuch.html").endswith('<script src="/_live.js"></script>')
    assert served.page("") == served.page("index.html")


@pytest.mark.site
@pytest.mark.xdist_group("live")
def test_a_port_that_is_taken_is_named(served: Served) -> None:
    """With another way to begin."""
    port = served.address.rstrip("/").rpartition(":")[2]
    with pytest.raises(SystemExit, match=rf"Cannot serve at port {port}, because Address already in use. Name another"):
        live.main(["--port", port, "--no-browser"])


def test_what_sphinx_names_is_shown() -> None:
    """Files of the checkout and their lines, by whatever path; where there is none, what was said last."""
    said = ["reading", "/w/docs/a.md:3: ERROR: no", "docs/b.md:4: ValueError: x", "docs/b.md:4: ValueError: x", ""]
    assert live.named(said) == ["docs/a.md:3: ERROR: no", "docs/b.md:4: ValueError: x"]
    assert live.named(["one", "", "Cannot build the site"]) == ["one", "Cannot build the site"]


def test_what_editors_put_beside_is_no_save(tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> None:
    """Swap files, bytecode, and what the build itself writes."""
    monkeypatch.setattr(live, "ROOT", tmp_path)
    for name in ("docs/.one.md.swp", "docs/one.md~", "docs/_build/live/one.html", "gdmath/__pycache__/rules.pyc"):
        assert not live.counts(None, str(tmp_path / name))
    assert live.counts(None, str(tmp_path / "docs" / "one.md"))
