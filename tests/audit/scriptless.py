"""What a page says where no script runs: it has to be true there as well."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.audit.viewing import Visitors

# What only a script can do. A sentence that promises it names the script as well.
PROMISE = re.compile(r"(?:you are told|tells? you) (?:so|at|where|whether|if)\b|checks? your answers?", re.IGNORECASE)
HELD = re.compile(r"\bscripts?\b", re.IGNORECASE)
SEEN = """() => {
    const drawn = one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
    const dead = [...document.querySelectorAll("main :is(button, input:not([type=radio]), progress)")].filter(drawn);
    const faults = dead.map(one => `${one.localName}.${one.className} is there, and does nothing`);
    for (const figure of document.querySelectorAll("gd-moving")) {
        const note = figure.querySelector(".gd-still");
        if (!note || !drawn(note)) faults.push("a figure that is to be moved does not say that it stands still");
    }
    return [faults, document.querySelector("main").innerText];
}"""


def scriptless(visitors: "Visitors", address: str, path: str) -> list[str]:
    """Open a page as somebody whose browser runs no script, and return what is not true there."""
    page = visitors(java_script_enabled=False).new_page()
    page.goto(address + path)
    found = _faults(page)
    page.close()
    return found


def _faults(page: "Page") -> list[str]:
    faults: list[str]
    faults, text = page.evaluate(SEEN)
    sentences = re.split(r"(?<=[.!?:])\s+|\n", text)
    promised = [sentence for sentence in sentences if PROMISE.search(sentence) and not HELD.search(sentence)]
    return faults + [f"without a script it is not true that {sentence!r}" for sentence in promised]
