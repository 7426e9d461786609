"""A page of the built site in the browser, and what it asked of other hosts or complained of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, JSHandle, Page, Request, Route

SCRIPTS = Path(__file__).parent
RESTING = SCRIPTS / "resting.js"
HEIGHT = 900
PATIENCE = 600_000  # ms: only what has come to a stop altogether takes as long
SAID = "The audit has come to the end of what the console says."
IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
# A browser lays out later what nobody sees yet, and lets colours change slowly: an audit looks at all, as it will be.
AS_IT_WILL_BE = """
    *, ::before, ::after { content-visibility: visible !important; transition: none !important;
                           animation: none !important; scroll-behavior: auto !important }
"""


@dataclass(frozen=True)
class View:
    """One page, opened; what it did that it may not do is noted as it happens."""

    page: "Page"
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open_details(self, *, opened: bool) -> None:
        """Open or close all that can be unfolded, let go of what has the focus, and roll all back that was scrolled."""
        self.page.evaluate(
            """async opened => {
                document.querySelectorAll("details").forEach(part => part.open = opened);
                document.activeElement?.blur();
                const rolled = part => part.scrollLeft || part.scrollTop;
                [...document.querySelectorAll("*")].filter(rolled).forEach(part => part.scrollTo(0, 0));
                await audit.drawn();
            }""",
            opened,
        )

    @contextmanager
    def in_theme(self, theme: str) -> "Iterator[None]":
        """Show the page in this theme for a while, as if the reader's system had changed to it."""
        before = "dark" if self.page.evaluate(IS_DARK) else "light"
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        yield
        self.page.emulate_media(color_scheme="dark" if before == "dark" else "light")

    def script(self, name: str) -> "JSHandle":
        """Bring one of our scripts into the page, and give what it evaluates to."""
        source = (SCRIPTS / name).read_text(encoding="utf-8")
        return self.page.evaluate_handle(f"globalThis[{name!r}] ??= {source}")


def note(view: View, address: str) -> None:
    """Let the view note requests to other hosts, which are not let through, and what the console says."""

    def refuse(route: "Route", request: "Request") -> None:
        view.elsewhere.append(request.url)
        route.abort()

    view.page.route(re.compile(rf"^(?!{re.escape(address)}|data:|blob:)"), refuse)
    view.page.on("console", lambda message: view.complaints.append(message.text) if message.text != SAID else None)
    view.page.on("pageerror", lambda error: view.complaints.append(str(error)))


def hear_all(page: "Page") -> None:
    """Wait until all that the console has said so far has come here, which on a busy machine may be late."""
    with page.expect_console_message(lambda message: message.text == SAID, timeout=PATIENCE):
        page.evaluate("said => console.debug(said)", SAID)


def come_to_rest(page: "Page") -> None:
    """Wait until a page that was opened with resting.js has done all that it does by itself."""
    assert page.evaluate("audit.rest()"), (
        f"{page.url} does not come to rest: a script puts off its work again and again"
    )


def new_visitor(browser: "Browser", width: int = 390, theme: str = "light", **settings: Any) -> "BrowserContext":
    """Somebody who has never been here, whose pages can be asked to come to rest."""
    scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
    visitor = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, **settings)
    visitor.set_default_timeout(PATIENCE)
    visitor.add_init_script(path=RESTING)
    return visitor


class Visitors:
    """One visitor for each width and theme, who comes again for the next page: a new one costs more than a page."""

    def __init__(self, browser: "Browser") -> None:
        self._browser = browser
        self._known: dict[str, BrowserContext] = {}

    def __call__(self, width: int = 390, theme: str = "light", **settings: Any) -> "BrowserContext":
        """Give the visitor with these settings."""
        name = repr((width, theme, sorted(settings.items())))
        if name not in self._known:
            self._known[name] = new_visitor(self._browser, width, theme, **settings)
        return self._known[name]


@contextmanager
def viewing(visitor: "BrowserContext", address: str, path: str, *, seen: bool = True) -> Iterator[View]:
    """Let a visitor open a page, and wait until it looks as it will look; what it remembers is then forgotten.

    A page that nobody is to look at lays out what it lays out by itself.
    """
    view = View(visitor.new_page())
    note(view, address)
    try:
        view.page.goto(address + path)
        if seen:
            view.page.add_style_tag(content=AS_IT_WILL_BE)
        come_to_rest(view.page)
        hear_all(view.page)
        yield view
        view.page.evaluate("localStorage.clear()")
    finally:
        view.page.close()
