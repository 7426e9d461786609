"""How heavy a page is, in numbers that are the same on a slow and on a busy machine: what travels and what is done."""

from typing import TYPE_CHECKING

from tests.audit.viewing import come_to_rest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Page, Request

    from tests.audit.static_host import Host

# Where the clock goes on by being looked at, work in slices of time is cut in the same way on every machine.
TICKING = """{
    let now = 0;
    performance.now = () => (now += 0.01);
    Date.now = () => Math.round(performance.timeOrigin + (now += 0.01));
}"""
NODES = "document.evaluate('count(//node())', document, null, XPathResult.NUMBER_TYPE).numberValue"
ICON = """async () => {
    const icon = document.querySelector("link[rel~=icon]")?.href;
    if (icon) await (await fetch(icon)).arrayBuffer();
}"""
OURS = "/_static/"
WORK = {"layouts": "LayoutCount", "styles": "RecalcStyleCount"}
BOXES = {"laid_out": "LayoutObjects"}


def weigh(
    visitor: "BrowserContext", host: "Host", path: str, *, anew: bool = True
) -> tuple[dict[str, int], dict[str, int]]:
    """Open a page, and return what has travelled (the bytes by address), and what the browser has counted.

    A visitor has been nowhere before: who has been is one for whom it is not done anew.
    """
    host.sent.clear()
    page = visitor.new_page()
    page.add_init_script(TICKING)
    session = visitor.new_cdp_session(page)
    if anew:
        session.send("Network.clearBrowserCache")
    _begin_to_count(session)
    under_way = _requests(page)
    page.goto(host.address + path)
    _be_quiet(page, under_way)
    counted = {"nodes": int(page.evaluate(NODES)), "calls": _calls(session), **_metrics(session, WORK)}
    page.evaluate(ICON)  # a headless browser does not ask for the picture of its tab
    page.close()
    sent = dict(host.sent)
    return sent, counted | {"requests": len(sent)}


def _be_quiet(page: "Page", under_way: "set[Request]") -> None:
    """Wait until the page rests, also after the answers to what its scripts have asked for late."""
    come_to_rest(page)
    while under_way:
        come_to_rest(page)


def _requests(page: "Page") -> "set[Request]":
    """Keep a set of the requests of a page that have not been answered."""
    under_way: set[Request] = set()

    def begun(request: "Request") -> None:
        under_way.add(request)

    def ended(request: "Request") -> None:
        under_way.discard(request)

    page.on("request", begun)
    page.on("requestfinished", ended)
    page.on("requestfailed", ended)
    return under_way


def _begin_to_count(session: "CDPSession") -> None:
    session.send("Performance.enable")
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})


def _calls(session: "CDPSession") -> int:
    """Count the calls of the functions in our scripts, and of the blocks in them, such as the body of a loop."""
    scripts = session.send("Profiler.takePreciseCoverage")["result"]
    functions = [function for script in scripts if OURS in script["url"] for function in script["functions"]]
    return sum(part["count"] for function in functions for part in function["ranges"])


def _metrics(session: "CDPSession", names: dict[str, str]) -> dict[str, int]:
    found = {one["name"]: int(one["value"]) for one in session.send("Performance.getMetrics")["metrics"]}
    return {name: found[metric] for name, metric in names.items()}


def travelling(sent: dict[str, int], kept: "set[str]") -> int:
    """Return the bytes of what was sent, but for what a reader has kept: a page is asked for anew, and nothing else."""
    return sum(size for address, size in sent.items() if address not in kept)


def keeps(visitor: "BrowserContext", host: "Host", paths: list[str]) -> set[str]:
    """Return the addresses of all that a reader of these pages has kept."""
    seen = {address for path in paths for address in weigh(visitor, host, path)[0]}
    return {address for address in seen if not address.endswith(".html")}


def laid_out(visitor: "BrowserContext", host: "Host", path: str) -> int:
    """Count the boxes that a phone's browser makes of a page before any script of it runs."""
    page = visitor.new_page()
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(host.address + path)
    come_to_rest(page)
    session = visitor.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")  # boxes that are gone already do not count
    boxes = _metrics(session, BOXES)["laid_out"]
    page.close()
    return boxes


def count(visitor: "BrowserContext", host: "Host", path: str, kept: set[str]) -> dict[str, int]:
    """Return all that is counted of a page, by the names that budget.toml has for it."""
    return count_load(visitor, host, path, kept) | {"laid_out": laid_out(visitor, host, path)}


def count_load(visitor: "BrowserContext", host: "Host", path: str, kept: set[str]) -> dict[str, int]:
    """Return what is counted while a page loads as it does for a reader who has never been here."""
    sent, counted = weigh(visitor, host, path)
    return {"first_visit": travelling(sent, set()), "next_visit": travelling(sent, kept), **counted}
