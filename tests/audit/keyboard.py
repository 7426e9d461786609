"""A walk through a page by keyboard: everything is reached in order, seen when it is reached, and nothing is a trap."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import JSHandle

    from tests.audit.viewing import View

CONTRAST = 3.0  # of a focus indicator (WCAG 2.4.11 in its first drafts, 1.4.11)
# The browser scrolls smoothly: a frame or two later it has begun. A second of frames is more than it ever needs.
SCROLLED = """async box => {
    for (let frames = 0; frames < 60 && !(box.scrollLeft + box.scrollTop); frames++) await audit.drawn();
    const has = box.scrollLeft + box.scrollTop > 0;
    box.scrollTo(0, 0);
    return has;
}"""
BACK = {"Tab": "Shift+Tab", "Shift+Tab": "Tab"}
DRAWERS = {"#__navigation": ".sidebar-drawer", "#__toc": ".toc-drawer"}


def walk_faults(view: "View", key: str = "Tab") -> list[str]:
    """Press the key (Tab or Shift+Tab) from one end of the page to the other."""
    keyboard, colours = view.script("keyboard.js"), view.script("contrast.js")
    stops: list[str] = keyboard.evaluate("keyboard => keyboard.stops()")
    keyboard.evaluate("(keyboard, atEnd) => keyboard.start(atEnd)", key != "Tab")
    found = _walk(view, keyboard, colours, key, len(stops))
    reached = [stop["index"] for stop in found if stop["index"] >= 0]
    groups: list[int | None] = keyboard.evaluate("keyboard => keyboard.groups()")
    entered = {groups[i] for i in reached} - {None}
    faults = [fault for stop in found for fault in _stop_faults(stop)]
    faults += [
        f"{stops[i]} is never reached, or in another order than that of the page"
        for i in range(len(stops))
        if i not in reached and groups[i] not in entered
    ]
    return faults + _order_faults(found if key == "Tab" else found[::-1])


def _walk(view: "View", keyboard: "JSHandle", colours: "JSHandle", key: str, stops: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _ in range(2 * stops + 20):
        view.page.keyboard.press(key)
        stop = keyboard.evaluate("(keyboard, colours) => keyboard.at(colours)", colours)
        if stop is None or any(stop["index"] == one["index"] >= 0 for one in found):
            break
        found.append(stop)
    view.page.keyboard.press(BACK[key])  # beyond its last stop the page itself has lost the focus
    return found


def _order_faults(found: list[dict[str, Any]]) -> list[str]:
    """In the main part the focus goes down a column, never up: the eye follows it."""
    inside = [stop for stop in found if stop["inMain"]]
    return [
        f"{stop['name']} comes after {before['name']}, and stands above it"
        for before, stop in pairwise(inside)
        if _is_above(stop["box"], before["box"])
    ]


def _is_above(box: list[float], other: list[float]) -> bool:
    left, right, _, bottom = box
    other_left, other_right, other_top, _ = other
    return bottom <= other_top and left < other_right and other_left < right


def _stop_faults(stop: dict[str, Any]) -> list[str]:
    if not stop["inSight"]:
        return [f"{stop['name']} has the focus out of sight"]
    if not stop["marked"]:
        return [f"{stop['name']} does not show the focus by an outline of 2 px"]
    if stop["contrast"] < CONTRAST:
        return [f"the outline of {stop['name']} has a contrast of {stop['contrast']:.2f}"]
    return []


def box_faults(view: "View") -> list[str]:
    """Focus everything that scrolls by itself, and scroll it by an arrow key."""
    keyboard = view.script("keyboard.js")
    boxes = keyboard.evaluate_handle("keyboard => keyboard.boxes()").get_properties().values()
    faults = []
    for box in boxes:
        is_ = keyboard.evaluate("(keyboard, box) => keyboard.describe(box)", box)
        element = box.as_element()
        assert element is not None
        if not is_["focusable"]:
            faults.append(f"{is_['name']} scrolls and cannot have the focus: it needs tabindex=0")
        else:
            element.focus()
            view.page.keyboard.press(f"Arrow{is_['key']}")
            if not box.evaluate(SCROLLED):
                faults.append(f"{is_['name']} does not scroll by Arrow{is_['key']}")
    return faults


def skip_link_faults(view: "View") -> list[str]:
    """Press Tab once and Enter: the first stop of a page leads past its menus."""
    keyboard = view.script("keyboard.js")
    keyboard.evaluate("keyboard => keyboard.start(false)")
    view.page.keyboard.press("Tab")
    target = view.page.evaluate("document.activeElement.getAttribute('href')") or ""
    if not target.startswith("#"):
        return [f"the first stop is not a skip link, but leads to {target!r}"]
    view.page.keyboard.press("Enter")
    view.page.keyboard.press("Tab")
    past = keyboard.evaluate("(keyboard, target) => keyboard.isPast(target)", target)
    return [] if past else ["the skip link does not lead into the main part"]


def drawer_faults(view: "View") -> list[str]:
    """Open each drawer of a narrow screen by keyboard, and close it again."""
    present = [switch for switch in DRAWERS if view.page.locator(switch).count()]
    return [fault for switch in present for fault in _drawer_faults(view, switch, DRAWERS[switch])]


def _drawer_faults(view: "View", switch: str, drawer: str) -> list[str]:
    page, faults = view.page, []
    link = page.locator(f"{drawer} a[href]:not([href='#'])").first
    if not link.count():
        return [f"{switch} opens a drawer without a link"]
    if link.is_visible():
        faults.append(f"{drawer} can be reached while it is closed")
    page.locator(switch).focus()
    page.keyboard.press("Space")
    if not (link.is_visible() and link.evaluate("link => link.getBoundingClientRect().left >= 0")):
        faults.append(f"{drawer} does not open by Space")
    link.focus()
    page.keyboard.press("Escape")
    if link.is_visible():
        faults.append(f"{drawer} does not close by Escape")
    if page.evaluate("switch_ => document.activeElement?.matches(switch_)", switch) is not True:
        faults.append(f"when {drawer} closes, the focus does not go back to {switch}")
    return faults
