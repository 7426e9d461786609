"""How a whole page behaves in a real browser: formulas keep their places, drawers obey the keyboard, paper is white."""

import functools
import http.server
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.site, pytest.mark.browser]

LESSON = "lessons/gradient-descent-with-math.html"
# Every part of a formula whose width was written down, beside the width that it takes by itself.
WIDTHS = """() => [...document.querySelectorAll(".katex-base")].map(part => {
    const written = part.style.width;
    const set = part.getBoundingClientRect().width;
    part.style.width = "auto";
    const own = part.getBoundingClientRect().width;
    part.style.width = written;
    return [written !== "", set, own, part.textContent];
})"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and keeps quiet about it."""

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(whole: Site) -> Iterator[str]:
    """The address of the whole site, served from this machine."""
    handler = functools.partial(Quiet, directory=whole.html)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def new_page(browser: "Browser", width: int, **settings: Any) -> "Page":
    """A page in a context of its own, with an empty cache."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, **settings)
    return context.new_page()


@pytest.mark.parametrize("name", [LESSON, "reference/rules.html", "reference/api.html", "reference/notation.html"])
def test_the_widths_of_formulas_are_right(browser: "Browser", address: str, name: str) -> None:
    """The width that is written down for a part of a formula is the one that it has.

    A browser rounds the width of each box to a 64th of a pixel; there are some fifty in the longest part.
    """
    page = new_page(browser, 1280)
    page.goto(f"{address}/{name}")
    page.add_style_tag(content="* { content-visibility: visible !important }")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.wait_for_selector("html:not([data-fonts-coming])")
    parts = page.evaluate(WIDTHS)
    assert len(parts) > 40
    assert [part for part in parts if not part[0] or abs(part[1] - part[2]) > 50 / 64] == []
    page.context.close()


@pytest.mark.parametrize("place", ["api.html#functions", "rules.html#table-of-rules", "rules.html#sums-and-products"])
def test_a_narrow_table_fits_on_a_phone(browser: "Browser", address: str, place: str) -> None:
    """Its columns are as wide as their words, so that nothing has to be scrolled sideways."""
    page = new_page(browser, 390)
    page.goto(f"{address}/reference/{place}")
    page.wait_for_selector("html:not([data-fonts-coming], [data-laying-out])", state="attached")
    section = place.partition("#")[2]
    hidden = "box => [box.querySelectorAll('tr').length, box.scrollWidth - box.clientWidth]"
    rows, too_wide = page.locator(f"#{section} .gd-scroll").first.evaluate(hidden)
    assert rows > 5
    assert too_wide <= 0
    page.context.close()


def test_a_formula_waits_for_its_fonts_but_not_for_ever(browser: "Browser", address: str) -> None:
    """It is hidden while its fonts are on their way; without fonts it is shown after three seconds."""
    page = new_page(browser, 390)
    page.clock.install(time=0)
    page.clock.pause_at(1)
    page.route("**/*.woff2", lambda _route: None)  # they never come
    page.goto(f"{address}/reference/notation.html", wait_until="commit")
    hidden = "getComputedStyle(document.querySelector('.katex-html')).opacity"
    page.wait_for_selector("html[data-fonts-coming] .katex-html", state="attached")
    page.clock.run_for(2999)
    assert page.evaluate(hidden) == "0"
    page.clock.run_for(1)
    assert page.evaluate(hidden) == "1"
    page.context.close()


def test_a_section_deep_in_a_page_can_be_linked_to(browser: "Browser", address: str) -> None:
    """The heading that an address or a link names stands at the top of the window, and stays there."""
    page = new_page(browser, 1280, reduced_motion="reduce")
    settled = "html:not([data-fonts-coming], [data-laying-out])"
    top = "document.querySelector('#what-to-remember h2').getBoundingClientRect().top"
    page.goto(f"{address}/{LESSON}#what-to-remember")
    page.wait_for_selector(settled, state="attached")
    assert 0 <= page.evaluate(top) < 200
    page.goto(f"{address}/{LESSON}?again")
    page.evaluate("document.querySelector('.toc-tree a[href$=what-to-remember]').click()")
    page.wait_for_selector(settled, state="attached")
    assert 0 <= page.evaluate(top) < 200
    page.context.close()


@pytest.mark.parametrize("drawer", ["navigation", "toc"])
def test_the_drawers_obey_the_keyboard(browser: "Browser", address: str, drawer: str) -> None:
    """What is in a closed drawer cannot be reached; space opens it; Escape closes it, and the focus is back."""
    page = new_page(browser, 390, reduced_motion="reduce")
    page.goto(f"{address}/{LESSON}")
    place = {"navigation": ".sidebar-drawer", "toc": ".toc-drawer"}[drawer]
    link = page.locator(f"{place} a:not([href='#'])").first
    assert not link.is_visible()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"__{drawer}":
            break
    button = page.locator(f".gd-drawer-button:has(#__{drawer})")
    assert button.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    assert page.evaluate("document.activeElement.id") == f"__{drawer}"
    page.keyboard.press("Space")
    assert link.is_visible()
    link.focus()
    page.keyboard.press("Escape")
    assert not link.is_visible()
    assert page.evaluate("document.activeElement.id") == f"__{drawer}"
    page.context.close()


def test_the_chosen_theme_is_remembered(browser: "Browser", address: str) -> None:
    """A theme that was chosen is there on the next page before anything is drawn."""
    page = new_page(browser, 1280)
    page.goto(f"{address}/index.html")
    button = page.locator(".theme-toggle-content button")
    button.click()
    chosen = page.evaluate("document.body.dataset.theme")
    assert chosen in {"light", "dark"}
    page.goto(f"{address}/{LESSON}")
    assert page.evaluate("document.body.dataset.theme") == chosen
    page.context.close()


def test_a_browser_that_remembers_nothing_shows_the_page(browser: "Browser", address: str) -> None:
    """Where the browser refuses its store, the page follows the system's theme, and no error is raised."""
    page = new_page(browser, 1280)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})"
    page.add_init_script(refuse)
    for others in ("furo", "sphinx_highlight"):  # which are not as careful
        page.route(f"**/{others}.js*", lambda route: route.abort())
    page.goto(f"{address}/index.html")
    assert page.evaluate("document.body.dataset.theme") == "auto"
    assert not faults
    page.context.close()


def test_paper_is_white_and_carries_the_page_alone(browser: "Browser", address: str) -> None:
    """In print a dark theme is light, the menus are gone, answers are open, and the code of figures is not there."""
    page = new_page(browser, 1280, color_scheme="dark")
    page.goto(f"{address}/{LESSON}")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for gone in (".sidebar-drawer", ".toc-drawer", ".skip-to-content", ".copybtn", "details.hide", ".related-pages"):
        assert page.locator(gone).first.evaluate("part => getComputedStyle(part).display") == "none", gone
    answer = page.locator("details.answers li").first
    assert answer.evaluate("part => part.checkVisibility({contentVisibilityAuto: true})")
    page.context.close()
