"""Whether a page stands still while it arrives in pieces, while its fonts come late and while it is scrolled.

Nothing here waits for a time: the next piece is sent when the browser has drawn the last one, and the fonts when it has
drawn the whole page without them, so that what moves is seen on any machine.
"""

from typing import TYPE_CHECKING, Any

from tests.audit.viewing import come_to_rest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

    from tests.audit.static_host import Host

NOTE_SHIFTS = """
    globalThis.auditShifts = (() => {
        const seen = ({value}) => value >= 5e-6;  // less is how a browser rounds
        const say = ({value, sources}) =>
            `${value.toFixed(5)}: ${sources.map(({node}) => `${node?.nodeName} .${node?.className ?? ""}`).join(", ")}`;
        const found = [];
        const note = entries => found.push(...entries.filter(seen).map(say));
        const observer = new PerformanceObserver(list => note(list.getEntries()));
        observer.observe({type: "layout-shift", buffered: true});
        return () => (note(observer.takeRecords()), found);
    })();
"""
DRAWN = "document.body && audit.drawn()"  # before it has a body, a page is not drawn
SCROLL = """async () => {
    scrollBy({top: innerHeight * 7 / 8, behavior: "instant"});
    await audit.drawn();
    return scrollY + innerHeight < document.documentElement.scrollHeight - 1;
}"""


def movements(visitor: "BrowserContext", host: "Host", path: str) -> list[str]:
    """Load a page that is sent in pieces and whose fonts come late, scroll it to its end, and return what moved."""
    page = visitor.new_page()
    page.add_init_script(NOTE_SHIFTS)
    fonts = _LateFonts(page)
    arrived = _pieces_of_document(page)
    page.goto(host.address + path, wait_until="commit")
    assert host.arrival is not None
    for expected in host.arrival.piece_by_piece():
        while sum(arrived) < expected:
            page.evaluate("undefined")  # whoever waits for an answer hears of what has happened
        page.evaluate(DRAWN)
    fonts.come()
    come_to_rest(page)
    while page.evaluate(SCROLL):
        pass
    come_to_rest(page)
    found: list[str] = page.evaluate("auditShifts()")
    page.close()
    return found


def _pieces_of_document(page: "Page") -> list[int]:
    """Keep a list of the sizes of the pieces in which the page itself arrives."""
    documents, pieces = set[str](), list[int]()

    def answered(event: dict[str, Any]) -> None:
        if event["type"] == "Document":
            documents.add(event["requestId"])

    def received(event: dict[str, Any]) -> None:
        if event["requestId"] in documents:
            pieces.append(event["dataLength"])

    session = page.context.new_cdp_session(page)
    session.on("Network.responseReceived", answered)
    session.on("Network.dataReceived", received)
    session.send("Network.enable")
    return pieces


class _LateFonts:
    """Fonts that come when the page has been drawn without them."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.held: list[Route] | None = []
        page.route("**/*.woff2", self.hold)

    def hold(self, route: "Route") -> None:
        """Keep a font back: until the whole page has been drawn, and one that is asked for later for two frames."""
        if self.held is not None:
            self.held.append(route)
        else:
            self.page.evaluate("audit.drawn()")
            route.continue_()

    def come(self) -> None:
        """Let all fonts come that were asked for."""
        held, self.held = self.held or [], None
        for route in held:
            route.continue_()
