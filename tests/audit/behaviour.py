"""What a page does when it is used: the theme is remembered, code is copied as it can be run, the search finds."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.audit.viewing import View

PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?|\$ )", re.MULTILINE)
THEME = "document.body.dataset.theme"
# Of each button, what stands beside it and what it copies.
COPIED = """async () => {
    const found = [];
    for (const button of document.querySelectorAll(".copybtn")) {
        const shown = button.parentElement.querySelector("pre").textContent;
        await navigator.clipboard.writeText("nothing");
        button.click();
        found.push([shown, await navigator.clipboard.readText()]);
    }
    return found;
}"""


def theme_faults(view: "View") -> list[str]:
    """Press the button for the theme, and come back; what was waited for in the view is not waited for again."""
    page = view.page
    button = page.locator(".theme-toggle:visible").first
    before = page.evaluate(THEME)
    button.click()
    chosen = page.evaluate(THEME)
    page.reload(wait_until="domcontentloaded")
    faults = [] if chosen != before else [f"the button for the theme leaves it at {before!r}"]
    return faults + ([] if page.evaluate(THEME) == chosen else [f"the theme {chosen!r} is forgotten"])


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
    for shown, copied in page.evaluate(COPIED):
        if copied.rstrip() != expected_copy(shown).rstrip():
            faults.append(f"of {shown[:40]!r} what is copied is {copied[:40]!r}")
    return faults


def first_found(view: "View") -> str:
    """Return where the first result of the search leads."""
    link = view.page.locator("#gd-results a, #search-results li a").first
    link.wait_for()
    return str(link.evaluate("link => new URL(link.href).pathname.slice(1)"))
