"""Live cells: what the engine answers, what a build refuses, and what a reader does with one in the browser."""

import http.server
import math
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from alive.digits import rounded
from alive.making import engine, node_modules
from alive.truth import answered
from gdmath.datasets import load_columns
from tests.site.conftest import ROOT, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.live

PATIENCE = 600_000  # milliseconds, so that what never comes is a failure and no test without an end
KEPT = ROOT / "docs" / "_build"

LIVE = """# Live

```{code-cell}
:tags: [live]

from gdmath import differentiate, gradient_descent, sin, symbols

w = symbols("w")
```

```{code-cell}
:tags: [live]

differentiate(w**2 * sin(w), w)
```

```{code-cell}
:tags: [live]

history = gradient_descent((w - 2) ** 2, {w: 0.0}, learning_rate=0.25)
history
```

```{code-cell}
:tags: [live]

print(sum(1 / n for n in range(1, 50)))
```

```{code-cell}
:tags: [live]

count = 0
```

```{code-cell}
print("not live")
```
"""


@pytest.fixture(scope="module")
def ask() -> Callable[..., list[list[dict[str, Any]]]]:
    """Run cells one after the other in a new session of the engine, as the reader's browser would."""
    modules = node_modules(str(KEPT / "katex"))
    made = engine(modules, ROOT / "gdmath", KEPT / "engine")
    return lambda *sources: answered([list(sources)], made, modules / "pyodide")[0]


@pytest.mark.site
def test_displays_are_those_of_a_notebook(ask: Callable[..., list[list[dict[str, Any]]]]) -> None:
    """The last value of a cell, what is displayed on the way, and what is printed, in order."""
    first, second, third, fourth = ask(
        "from gdmath import *\nw = symbols('w')\nprint('a', end=''); display(w); print('b')\n2 + 3",
        "differentiate(w**2, w)",
        "_ = None\nNone",
        "gradient_descent(w**2, {w: 1.0}, learning_rate=0.5)",
    )
    assert first == [{"printed": "a"}, {"tex": "w"}, {"printed": "b\n"}, {"text": "5"}]
    assert second[0]["tex"].startswith(r"\begin{aligned}")
    assert [after for *_, after in second[0]["lines"]] == ["", "power rule", "tidy"]
    assert third == []
    assert fourth[0]["markup"].startswith("<table>")


@pytest.mark.site
def test_errors_name_their_line(ask: Callable[..., list[list[dict[str, Any]]]]) -> None:
    """Of the reader's own code; the session goes on, and what a cell put out before stays."""
    found = ask(
        "x = 1\nprint(x)\n1 / 0", "def f(:\n  pass", "from gdmath import parse\nparse('x(')", "import torch", "x"
    )
    assert found[0] == [
        {"printed": "1\n"},
        {"error": "ZeroDivisionError", "says": "division by zero", "line": 3},
    ]
    assert (found[1][0]["error"], found[1][0]["line"]) == ("SyntaxError", 1)
    assert "'x(' could be a product or a function" in found[2][0]["says"]
    assert found[3][0]["says"].startswith("There is no torch here: this Python runs in your browser.")
    assert found[4] == [{"text": "1"}]


@pytest.mark.site
def test_what_is_offered_can_be_imported(ask: Callable[..., list[list[dict[str, Any]]]]) -> None:
    """The parts of the standard library that a reader may well want, and all of the library's own core."""
    offered = re.search(r"OFFERED = \(.*?\n((?:    \".*\"\n)+)", (ROOT / "docs/_ext/alive/pack.py").read_text("utf-8"))
    assert offered
    names = re.findall(r"\w+", offered[1])
    assert len(names) > 25
    assert ask(*(f"import {name}" for name in [*names, "gdmath.practice", "gdmath.comparing"])) == [[]] * (
        len(names) + 2
    )


@pytest.mark.site
def test_the_cells_are_there(ask: Callable[..., list[list[dict[str, Any]]]]) -> None:
    """As plain lists, each number that of the file."""
    [shown] = ask(
        "from gdmath.datasets import load_columns\nload_columns() == COLUMNS".replace("COLUMNS", repr(load_columns()))
    )
    assert shown == [{"text": "True"}]


@pytest.mark.site
def test_random_numbers_are_not_those_of_the_build(ask: Callable[..., list[list[dict[str, Any]]]]) -> None:
    """Floats are the same as here to twelve digits, in whatever C library they were made."""
    assert (
        rounded("tanh is 0.6043677771171636, x1.234567890123 stays") == "tanh is 0.604367777117, x1.234567890123 stays"
    )
    assert rounded("0.25 1e-08 12 3.14159265358979e-05") == "0.25 1e-08 12 3.14159265359e-05"
    [shown] = ask("import math\nmath.tanh(0.7)")
    assert shown == [{"text": "0.604367777117"}]


@pytest.mark.site
def test_the_engine_is_the_same_whenever_it_is_made(
    ask: Callable[..., list[list[dict[str, Any]]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte: who verifies a published copy makes it anew."""
    monkeypatch.setattr("alive.making._LEVEL", "1")
    modules = node_modules(str(KEPT / "katex"))
    one, two = (engine(modules, ROOT / "gdmath", tmp_path / name) for name in ("one", "two"))
    assert (one / "engine.zst").read_bytes() == (two / "engine.zst").read_bytes()
    assert ask("1") == [[{"text": "1"}]]


@pytest.mark.site
def test_a_cell_that_needs_what_is_not_there_is_refused(new_site: Callable[..., Site]) -> None:
    """With its page, its line and the module, before anything runs; and so is one that shows something else there."""
    site = new_site(
        one="# One\n\n```{code-cell}\n:tags: [live]\n\nx = 1\nimport torch\n```\n",
        two="# Two\n\n```{code-cell}\n:tags: [live]\n\nimport sys\nsys.platform\n```\n",
    )
    refused = site.build()
    assert refused.status != 0
    assert "docs/one.md:7: This live cell needs torch, which is not in the reader's browser." in refused.console
    site.edit("docs/one.md", "import torch", "x")
    other = site.build()
    assert other.status != 0
    assert "docs/two.md:6: the page shows \"'linux'\", and the reader's browser \"'emscripten'\"" in other.console
    site.edit("docs/two.md", "sys.platform", "1 + 1")
    assert site.build().status == 0


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A host that says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address of a host of a folder."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def built(new_site: Callable[..., Site]) -> Site:
    """A small site with live cells."""
    site = new_site(live=LIVE, plain="# Plain\n\nText.\n")
    made = site.build()
    assert made.status == 0, made.console
    return site


@pytest.fixture
def page(built: Site, browser: "Browser") -> "Iterator[Page]":
    """Its page with live cells, in a browser that has nothing of it yet."""
    with hosted(built.html) as host:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{host}/live.html")
        yield page
        context.close()


def cell(page: "Page", place: int) -> "Locator":
    """A live cell of a page."""
    return page.locator(".cell.tag_live").nth(place)


def open_(page: "Page", place: int) -> "Locator":
    """Open a live cell, and wait until it has run."""
    found = cell(page, place)
    found.get_by_role("button", name="Edit and run").click()
    settled(found)
    return found


def settled(found: "Locator") -> None:
    """Wait until a cell has run."""
    found.locator(".gd-say", has_text=re.compile("^$")).wait_for(state="attached")
    found.get_by_role("button", name="Run", exact=True).and_(found.locator(":enabled")).wait_for()


def retype(found: "Locator", source: str) -> None:
    """Type something else into a cell, and run it by the keyboard."""
    found.get_by_role("textbox").fill(source)
    found.get_by_role("textbox").press("Control+Enter")


@pytest.mark.site
@pytest.mark.browser
def test_nothing_is_fetched_before_a_press(built: Site, page: "Page") -> None:
    """But a script of less than two kilobytes, on pages with live cells alone."""
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)")
    assert [name for name in names if "/live/" in name] == ["/_static/live/live.js"]
    folder = built.html / "_static" / "live"
    assert (folder / "live.js").stat().st_size < 2000
    assert sum(path.stat().st_size for path in folder.iterdir()) < 8_000_000
    assert "live.js" not in (built.html / "plain.html").read_text(encoding="utf-8")


@pytest.mark.site
@pytest.mark.browser
def test_the_first_result_is_that_of_the_build(page: "Page") -> None:
    """The cells before it are run first; formulas are typeset, tables are tables, texts are texts."""
    shown = [cell(page, place).locator(".cell_output") for place in range(5)]
    formula = ".katex-mathml annotation"
    before = [shown[1].locator(formula).all_text_contents(), shown[2].inner_text(), shown[3].inner_text()]
    open_(page, 2)
    assert shown[2].inner_text() == before[1]
    open_(page, 1)
    assert [part.strip() for part in shown[1].locator(formula).all_text_contents()] == [p.strip() for p in before[0]]
    assert shown[1].locator("li .after").all_inner_texts()[:2] == ["product rule", "power rule"]
    open_(page, 3)
    assert rounded(shown[3].inner_text()) == rounded(str(before[2]))


@pytest.mark.site
@pytest.mark.browser
def test_a_reader_changes_a_cell_and_puts_it_back(page: "Page") -> None:
    """By the keyboard too; the cells share their names, and what was shown by the build is there again."""
    found = open_(page, 1)
    retype(found, "differentiate(w**3, w).result")
    found.locator(".cell_output annotation", has_text="3 w^{2}").or_(
        found.locator(".cell_output annotation", has_text=r"3 \cdot w^{2}")
    ).wait_for(state="attached")
    retype(found, "w = 5\nw + 1")
    found.locator("pre", has_text="6").wait_for()
    other = cell(page, 2)
    other.get_by_role("button", name="Edit and run").click()
    other.locator(".gd-failure").wait_for()
    found.get_by_role("button", name="Put back").click()
    assert found.get_by_role("textbox").input_value() == "differentiate(w**2 * sin(w), w)"
    assert found.locator("li .after").all_inner_texts()[0] == "product rule"


@pytest.mark.site
@pytest.mark.browser
def test_the_reader_hears_what_happens(page: "Page") -> None:
    """Outputs and messages are announced, the editor has a name, and Escape leaves it for the buttons."""
    found = open_(page, 3)
    assert found.locator(".cell_output").get_attribute("aria-live") == "polite"
    assert found.locator(".gd-say").get_attribute("role") == "status"
    box = page.get_by_role("textbox", name="Code of live cell 4")
    box.focus()
    box.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    box.focus()
    box.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


@pytest.mark.site
def test_every_lesson_is_alive(whole: Site) -> None:
    """A reader finds at least two cells to change in each of the nine lessons, and ninety on the site."""
    pages = (path.relative_to(whole.html).with_suffix("").as_posix() for path in whole.html.rglob("*.html"))
    found = {page: len(whole.page(page).select(".cell.tag_live")) for page in pages}
    lessons = {page: count for page, count in found.items() if page.startswith("lessons/")}
    assert len(lessons) == 9
    assert [page for page, count in lessons.items() if count < 2] == []
    assert sum(found.values()) >= 90


@pytest.mark.site
@pytest.mark.browser
def test_without_a_host_the_reader_is_told(built: Site, browser: "Browser") -> None:
    """A page that is opened from a disk says so in words, and keeps what the build showed."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto((built.html / "live.html").as_uri())
    found = cell(page, 1)
    found.get_by_role("button", name="Edit and run").click()
    found.locator(".gd-say", has_text="a page that is opened from a disk may not start it").wait_for()
    assert found.locator("li .after").all_inner_texts()[0] == "product rule"
    page.close()


TRY = """# Try

```{try-any-function}
:formula: x^2 sin x
```
"""


@pytest.fixture(scope="module")
def trying(new_site: Callable[..., Site]) -> Site:
    """A small site with the page for any function."""
    site = new_site(attempt=TRY)
    made = site.build()
    assert made.status == 0, made.console
    return site


@pytest.fixture
def attempt(trying: Site, browser: "Browser") -> "Iterator[Page]":
    """That page, as wide as a phone."""
    with hosted(trying.html) as host:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{host}/attempt.html")
        yield page
        context.close()


def press(page: "Page") -> None:
    """Ask for an answer, and wait for it."""
    page.get_by_role("button", name="Differentiate and descend").click()
    page.locator("form.gd-try:not([aria-busy])").wait_for()


@pytest.mark.site
@pytest.mark.browser
def test_any_function_is_derived_drawn_and_descended(attempt: "Page") -> None:
    """One letter gives a curve, two a map; a point may be a fraction, and each number is the library's."""
    press(attempt)
    answer = attempt.locator('[data-part="answer"]')
    answer.wait_for()
    assert answer.locator("li .after").all_inner_texts() == ["product rule", "power rule", "sine rule", "tidy"]
    assert [cell.strip() for cell in answer.locator('[data-part="values"] td').all_inner_texts()] == [
        f"{math.sin(1):.10g}",
        f"{2 * math.sin(1) + math.cos(1):.10g}",
    ]
    answer.locator('svg[aria-label^="The curve of"]').wait_for()
    attempt.locator("input[name=formula]").fill("(x - 1)^2 + 3y^2")
    press(attempt)
    attempt.locator('svg[aria-label^="A map of"]').wait_for()
    attempt.locator("input[name=at-y]").fill("1/2")
    attempt.locator('[data-part="values"] td', has_text=re.compile("^0.75$")).wait_for()
    assert attempt.evaluate("document.documentElement.scrollWidth") <= 390
    assert "at-y=1%2F2" in attempt.url


@pytest.mark.site
@pytest.mark.browser
def test_what_cannot_be_read_is_said_beside_its_field(attempt: "Page") -> None:
    """As it is typed, with the caret; and what was shown before stays."""
    press(attempt)
    field = attempt.locator("input[name=formula]")
    field.fill("x^2 sin(")
    wrong = attempt.locator("label", has=field).locator(".gd-wrong", has_text="a value is missing at the end")
    wrong.wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    field.fill("x^3")
    attempt.locator('[data-part="formula"] annotation', has_text="x^{3}").wait_for(state="attached")
    attempt.locator("input[name=at-x]").fill("a")
    attempt.locator(".gd-wrong", has_text="'a' is no number. Type one such as 0.5, 1/2 or pi/4.").wait_for()
    attempt.locator("input[name=at-x]").fill("2")
    attempt.locator("input[name=rate]").fill("3")
    attempt.locator('[data-part="descent"]', has_text="iverge").wait_for()


@pytest.mark.site
@pytest.mark.browser
def test_a_link_fills_the_fields_and_runs_nothing(attempt: "Page") -> None:
    """Until the reader presses: nothing is fetched, and what the link holds is text."""
    attempt.goto("about:blank")
    attempt.go_back()
    address = attempt.url.split("#")[0]
    asked: list[str] = []
    attempt.on("request", lambda request: asked.append(request.url))
    attempt.goto(f"{address}#formula=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&rate=0.5&at-x=2")
    attempt.reload()
    assert attempt.locator("input[name=formula]").input_value() == "<img src=x onerror=alert(1)>"
    assert attempt.locator("input[name=rate]").input_value() == "0.5"
    assert not [one for one in asked if "engine" in one or "cells.js" in one]
    press(attempt)
    attempt.locator(".gd-wrong", has_text="Cannot read").first.wait_for()
    assert attempt.locator("main img[src=x]").count() == 0
