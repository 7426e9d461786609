"""Live cells in each browser that readers have: Chromium, Firefox and WebKit do the same with the pages of the site."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alive.digits import rounded
from gdmath import parse, symbols
from tests.audit.static_host import Host, serving
from tests.driven import Chromium, Driven, WebKit, firefox, webkit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.site.conftest import Site

pytestmark = [pytest.mark.live, pytest.mark.site, pytest.mark.browser]

LIVING = Path(__file__).with_name("living.js").read_text(encoding="utf-8")
TRY = "guide/try.html"
ELSEWHERE = {"firefox": firefox, "webkit": webkit}
# WebKit on it calls C from Python in another way, as the engine says, by what the browser calls itself.
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"


@pytest.fixture(scope="module", params=["chromium", *ELSEWHERE])
def reader(request: pytest.FixtureRequest) -> Iterator[Driven]:
    """A reader's browser that has nothing of the site yet."""
    if request.param == "chromium":
        browser: Browser = request.getfixturevalue("browser")
        with browser.new_context() as context:
            yield Chromium(context.new_page())
    else:
        with ELSEWHERE[request.param]() as driven:
            yield driven


@pytest.fixture
def host(whole: "Site") -> Iterator[Host]:
    """The whole site, at an address from which no browser has kept anything."""
    with serving(whole.html) as served:
        yield served


@pytest.fixture(scope="module")
def scales(whole: "Site") -> Iterator[Host]:
    """The same, for the tests that go on with one page."""
    with serving(whole.html) as served:
        yield served


@pytest.fixture(scope="module")
def answered(reader: Driven, scales: Host) -> Callable[[str], str]:
    """Run code in the first live cell of a page: what the page says of it, and what it shows."""
    reader.open(scales.address + TRY)
    reader.click(f"{LIVING} return button(0, 'Edit and run')")
    assert reader.ask(f"{LIVING} return settled(0)") == ""

    def answer(source: str) -> str:
        reader.run(f"{LIVING} return code(0)", source)
        return "".join(reader.ask(f"{LIVING} return [await settled(0), ...shown(0)]"))

    return answer


def test_nothing_is_asked_for_before_a_press(reader: Driven, host: Host) -> None:
    """But the two scripts that wait for it; a press brings the rest, and the cell's own output."""
    reader.open(host.address + TRY)
    before = {path.partition("?")[0] for path, _ in host.sent if "/live/" in path}
    assert before == {"/_static/live/live.js", "/_static/live/try.js"}
    shown = reader.ask(f"{LIVING} return shown(0)")
    reader.click(f"{LIVING} return button(0, 'Edit and run')")
    assert reader.ask(f"{LIVING} return [await settled(0), shown(0)]") == ["", shown]
    assert any("/live/engine." in path for path, _ in host.sent)


def test_every_live_cell_shows_what_its_page_shows(reader: Driven, host: Host) -> None:
    """On every page of the site: formulas, tables, drawings and texts."""
    tried = 0
    for path in sorted(host.folder.rglob("*.html")):
        if "tag_live" in path.read_text(encoding="utf-8"):
            reader.open(host.address + path.relative_to(host.folder).as_posix())
            for said, before, after in reader.ask(f"{LIVING} return everyCell()"):
                assert (said, [*map(plain, after)]) == ("", [*map(plain, before)]), path
                tried += 1
    assert tried >= 90


def plain(text: str) -> str:
    """A text as it is compared: without the last digits of a float, and the line that a reader is told of an error."""
    return re.sub(r"(?<=Error) \(line \d+\)", "", rounded(" ".join(text.split())))


def test_an_import_of_what_is_not_there_says_so(answered: Callable[[str], str]) -> None:
    """And where it is."""
    assert "There is no torch here: this Python runs in your browser." in answered("import torch")


ESCAPES = {
    "a request": "import js\njs.fetch('HOST/secret')",
    "a script": "import js\njs.importScripts('HOST/secret.js')",
    "a socket": "import js\njs.WebSocket.new('ws://HOSTNAME/secret')",
    "a store": "import js\njs.indexedDB.open('x')",
    "a page": "import js\njs.document",
}
MARKUP = """
class Shown:
    def _repr_html_(self):
        return (
            "<p onclick='marker=1'>kept</p><script>marker=1</script><img src=x onerror='marker=1'>"
            "<a href='javascript:marker=1'>a</a><svg onload='marker=1'><text fill='url(x)'>t</text></svg>"
            "<iframe src='/'></iframe><style>p{color:red}</style>"
        )
Shown()
"""


def test_what_a_reader_runs_stays_where_it_is(reader: Driven, scales: Host, answered: Callable[[str], str]) -> None:
    """No request leaves, nothing is stored, the page is not there, and markup does nothing."""
    scales.sent.clear()
    own = scales.address.rstrip("/")
    said = {name: answered(way.replace("HOSTNAME", own[7:]).replace("HOST", own)) for name, way in ESCAPES.items()}
    refused = {name for name, what in said.items() if "(line 2): " in what}
    assert {"a script", "a store", "a page"} <= refused, said  # a request and a socket may fail when the cell has ended
    answered(MARKUP)
    assert reader.ask(f"{LIVING} return cell(0).querySelector('.text_html').textContent").startswith("kept")
    inside = "cell(0).querySelectorAll('.text_html :is(img, script, a, iframe, style, [onclick], [onload])').length"
    assert reader.ask(f"{LIVING} return [{inside}, typeof marker]") == [0, "undefined"]
    assert scales.sent == []


@pytest.mark.parametrize("endless", ["while True:\n    pass", "sum(range(10**15))"], ids=["loop", "operation"])
def test_what_does_not_end_is_stopped(reader: Driven, answered: Callable[[str], str], endless: str) -> None:
    """Within one long operation too; what ran before is run again, and the reader hears what was lost."""
    if isinstance(reader, WebKit) and "while" not in endless:
        pytest.skip("WebKit ends no WebAssembly within an operation: it answers anew, and goes on with the old as well")
    reader.run(f"{LIVING} return code(0)", endless)
    reader.click(f"{LIVING} await until(() => !button(0, 'Stop').hidden); return button(0, 'Stop')")
    reader.ask(f"{LIVING} await until(() => said(0).startsWith('Stopped. What this cell had computed is lost'))")
    assert answered("f, x").strip() == repr((parse("x^2 sin x"), symbols("x")))


def test_an_iphone_runs_them_as_well(whole: "Site") -> None:
    """By another way into C, which WebKit takes by what it calls itself."""
    with webkit(IPHONE) as driven, serving(whole.html) as host:
        driven.open(host.address + TRY)
        for said, before, after in driven.ask(f"{LIVING} return everyCell()"):
            assert (said, after) == ("", before)
