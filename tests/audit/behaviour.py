"""What a page does when it is used: the theme is remembered, code is copied as it can be run, the search finds."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.audit.viewing import View

PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?|\$ )", re.MULTILINE)
THEME = "document.body.dataset.theme"
THEMES = 3  # auto, light and dark, one after another
# Presses a button that copies, and gives what stands beside it. A page may copy only for some seconds after its reader
# has done something, as which each of these counts: so nothing else is done in between.
PRESS = "button => { button.click(); return button.parentElement.querySelector('pre').textContent; }"


def theme_faults(view: "View") -> list[str]:
    """Press the button for the theme, open the page once more beside, and press on to the theme that was there."""
    button = view.page.locator(".theme-toggle:visible").first
    before = view.page.evaluate(THEME)
    button.click()
    chosen = view.page.evaluate(THEME)
    if chosen == before:
        return [f"the button for the theme leaves it at {before!r}"]
    remembered = _theme_anew(view)
    for _ in range(THEMES - 1):
        button.click()
    after = view.page.evaluate(THEME)
    faults = [] if remembered == chosen else [f"the theme {chosen!r} is forgotten"]
    return faults + ([] if after == before else [f"the button for the theme does not come back to {before!r}"])


def _theme_anew(view: "View") -> str:
    """Return the theme of the page when the same visitor opens it again."""
    page = view.page.context.new_page()
    page.goto(view.page.url.partition("#")[0], wait_until="domcontentloaded")
    theme = str(page.evaluate(THEME))
    page.close()
    return theme


def expected_copy(shown: str) -> str:
    """Return what a reader wants of a block of code: with prompts, what was typed; without, all of it."""
    typed = [line for line in shown.splitlines() if PROMPT.match(line)]
    return PROMPT.sub("", "\n".join(typed)) if typed else shown


def copy_faults(view: "View") -> list[str]:
    """Press every button that copies code."""
    page = view.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    faults = []
    if outputs := page.locator(".cell_output .copybtn").count():
        faults.append(f"{outputs} outputs have a button that copies them")
    for button in page.query_selector_all(".copybtn"):
        page.evaluate("navigator.clipboard.writeText('nothing')")
        shown, copied = str(button.evaluate(PRESS)), str(page.evaluate("navigator.clipboard.readText()"))
        if copied.rstrip() != expected_copy(shown).rstrip():
            faults.append(f"of {shown[:40]!r} what is copied is {copied[:40]!r}")
    return faults


def first_found(view: "View") -> str:
    """Return where the first result of the search leads."""
    link = view.page.locator("#gd-results a, #search-results li a").first
    link.wait_for()
    return str(link.evaluate("link => new URL(link.href).pathname.slice(1)"))
