"""What can be seen and read on a page: axe's findings, and the contrast of all that is written and drawn."""

from typing import TYPE_CHECKING

from tests.audit.npm_tools import axe_source
from tests.audit.viewing import SCRIPTS

if TYPE_CHECKING:
    from tests.audit.viewing import View

STATES = ("", ":visited", ":hover")


def contrast_faults(view: "View", *states: str) -> list[str]:
    """Return each text and shape whose contrast is too small: as it is, as if visited, as if the mouse were on it."""
    colours = view.script("contrast.js")
    faults = []
    for state in states or STATES:
        found = colours.evaluate("(colours, state) => colours.faults(state)", state)
        faults += [f"{state} {fault}".strip() for fault in found["faults"]]
        assert state or found["seen"]["texts"], "no text was looked at"
    return faults


def axe_faults(view: "View", *, looks: bool = True) -> list[str]:
    """Return what axe finds, with what it cannot decide and contrast.js has not looked at either.

    Without looks it is the structure alone.
    """
    colours = view.script("contrast.js")
    if looks:
        colours.evaluate("colours => colours.look()")
    if not view.page.evaluate("Boolean(globalThis.axe)"):
        view.page.evaluate(f"(() => {{ {axe_source()} }})()")
    axe = (SCRIPTS / "axe.js").read_text(encoding="utf-8")
    found: list[str] = view.page.evaluate(f"([colours, looks]) => ({axe})(colours.read, looks)", [colours, looks])
    return found
