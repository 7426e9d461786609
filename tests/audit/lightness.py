"""How heavy a page is, and how still: what travels, what is laid out before it can be read, and what moves."""

import time
from typing import TYPE_CHECKING, Any

from tests.audit.viewing import HEIGHT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Route

    from tests.audit.static_host import Host

QUIET = 200  # ms after which a page has asked for all that it needs by itself
LATE = 0.7  # seconds after which a font comes that comes late
NOTE_SHIFTS = """
    globalThis.auditShifts = [];
    const seen = ({value}) => value >= 5e-6;  // less is how a browser rounds
    new PerformanceObserver(list => list.getEntries().filter(seen).forEach(({value, sources}) => auditShifts.push(
        `${value.toFixed(5)}: ${sources.map(({node}) => `${node?.nodeName} .${node?.className ?? ""}`).join(", ")}`,
    ))).observe({type: "layout-shift", buffered: true});
"""


def new_visitor(browser: "Browser", width: int = 390, **settings: Any) -> "BrowserContext":
    """Somebody who has never been here."""
    return browser.new_context(viewport={"width": width, "height": HEIGHT}, **settings)


def weight(host: "Host", visitor: "BrowserContext", path: str) -> int:
    """Return the bytes that travel when the visitor opens a page, and stays until it is quiet."""
    host.sent.clear()
    page = visitor.new_page()
    page.goto(host.address + path)
    page.evaluate("document.fonts.ready.then(() => undefined)")
    page.wait_for_timeout(QUIET)
    # A headless browser does not ask for the picture of its tab.
    if icon := page.evaluate("document.querySelector('link[rel~=icon]')?.href"):
        page.evaluate("icon => fetch(icon).then(answer => answer.arrayBuffer()).then(() => undefined)", icon)
    page.close()
    return sum(size for _, size in host.sent)


def laid_out(browser: "Browser", address: str, path: str) -> int:
    """Count the boxes that a phone's browser makes of a page before any script of it runs.

    Unlike a time, that is the same on every machine, and the time goes with it.
    """
    visitor = new_visitor(browser)
    page = visitor.new_page()
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(address + path)
    page.evaluate("document.fonts.ready.then(() => undefined)")
    session = visitor.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")  # boxes that are gone already do not count
    [count] = [
        one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == "LayoutObjects"
    ]
    visitor.close()
    return int(count)


def movements(browser: "Browser", address: str, path: str, width: int, delay: float = LATE) -> list[str]:
    """Load a page whose fonts come late, scroll it to its end, and return what moved."""

    def late(route: "Route") -> None:
        time.sleep(delay)
        route.continue_()

    visitor = new_visitor(browser, width)
    page = visitor.new_page()
    page.add_init_script(NOTE_SHIFTS)
    page.route("**/*.woff2", late)
    page.goto(address + path)
    page.wait_for_timeout(300)
    for _ in range(int(page.evaluate("document.documentElement.scrollHeight / innerHeight")) + 2):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(30)
    found: list[str] = page.evaluate("auditShifts")
    visitor.close()
    return found
