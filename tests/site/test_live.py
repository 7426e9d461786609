"""`nox -s live`: no save is missed, all pages know a new page, and a failure is seen in the browser."""

import json
import re
import threading
import time
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
PATIENCE = 600  # seconds, so that a save that is missed is a failure and no test without an end

# Its build waits until we let it go on.
SLOW = """# Slow

```{{code-cell}}
import time
from pathlib import Path

Path({begun!r}).touch()
while not Path({go!r}).exists():
    time.sleep(0.05)
```
"""


class Served:
    """A site that is built on every save, and the news of its builds, which a page would get."""

    def __init__(self, site: Site, address: str) -> None:
        self.site, self.address = site, address
        self._news = urllib.request.urlopen(f"{address}_live", timeout=PATIENCE)

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

    def until(self, holds: Callable[[list[str]], bool]) -> None:
        """Wait for a build of which this holds, told what was wrong in it: one save may come as two."""
        while not holds(self.next()["wrong"]):
            pass


@pytest.fixture(scope="module")
def served(new_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small site, to which two pages came while it was built for the first time."""
    folder = tmp_path_factory.mktemp("signs")
    begun, go = folder / "begun", folder / "go"
    site = new_site(**PAGES, slow=SLOW.format(begun=str(begun), go=str(go)))
    with site.start("docs/_tools/live.py", "--port", "0", "--no-browser") as process:
        assert process.stdout is not None
        while not begun.exists():
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.05)
        site.write(three="# Three\n\nText.\n", four="# Four\n\nText.\n")
        go.touch()
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.match(r"Serving (\S+) and building on every save", line):
                break
        else:
            raise AssertionError("".join(said))
        threading.Thread(target=process.stdout.read, daemon=True).start()  # what is not read would stop it at last
        yield Served(site, found[1])
        process.terminate()


@pytest.mark.site
@pytest.mark.xdist_group("live")
def test_no_save_is_missed(served: Served) -> None:
    """What is saved during a build, the first one too, is built once after it; the menu of every page has new pages."""
    if (told := served.next())["number"] == 1:
        told = served.next()
    assert told == {"number": 2, "wrong": []}
    for title in ("Three", "Four"):
        assert f">{title}</a>" in served.page("one.html")
        assert f"<h1>{title}" in served.page(f"{title.lower()}.html")


@pytest.mark.site
@pytest.mark.xdist_group("live")
def test_every_page_knows_a_new_title(served: Served) -> None:
    """The menu of a page that nobody touched has it."""
    served.site.edit("docs/one.md", "# One", "# Number one")
    served.until(lambda wrong: not wrong and ">Number one</a>" in served.page("two.html"))


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.xdist_group("live")
def test_a_failure_is_seen_in_the_browser(served: Served, browser: "Browser") -> None:
    """With page and line, on every page, though none of them is new; once it is mended, the page is."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"{served.address}two.html")
    served.site.edit("docs/two.md", "print('two')", "print(1 / 0)")
    wrong = ["docs/two.md:4: ZeroDivisionError: division by zero"]
    served.until(lambda told: told == wrong)
    banner = page.wait_for_selector("#live-failure")
    assert banner is not None
    assert banner.get_attribute("role") == "alert"
    assert banner.inner_text().split("\n")[1:] == wrong
    assert "two" in page.inner_text(".cell_output")
    served.site.edit("docs/two.md", "print(1 / 0)", "print('mended')")
    served.until(lambda told: not told)
    page.locator(".cell_output", has_text="mended").wait_for()  # no text of a script: the pages' own policy refuses it
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
