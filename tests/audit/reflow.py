"""What a page loses when it is zoomed to 400 %, when its text is spaced or twice as large, and on a phone.

(WCAG 1.4.10, 1.4.12 and 1.4.4.)
"""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.audit.viewing import HEIGHT, SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.audit.viewing import View

ZOOMED = 320  # px, which is what 1280 px are at 400 %
# The values of WCAG 1.4.12. A formula is set by its own rules: spaces and heights are part of what it says.
SPACED = """
    :not(.katex, .katex *) { line-height: 1.5 !important; letter-spacing: 0.12em !important;
                             word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }
"""


TWICE = 1.99  # a browser rounds what it computes
LARGE = "html { font-size: 200% !important }"


def _evaluated(view: "View", script: str) -> list[Any]:
    found: list[Any] = view.page.evaluate((SCRIPTS / script).read_text(encoding="utf-8"))
    return found


def _faults(view: "View", script: str = "reflow.js") -> list[str]:
    return _evaluated(view, script)


@contextmanager
def narrowed(view: "View") -> "Iterator[None]":
    """Make the window as narrow as a zoom of 400 % makes it, for a while; one that is so already stays as it is."""
    size = view.page.viewport_size
    view.page.set_viewport_size({"width": ZOOMED, "height": HEIGHT})
    yield
    if size:
        view.page.set_viewport_size(size)


def zoom_faults(view: "View") -> list[str]:
    """Look for what is lost on the narrowest screen."""
    with narrowed(view):
        return _faults(view)


def large_text_faults(view: "View") -> list[str]:
    """Double the size of all text on the narrowest screen, and look for what is lost, broken or out of reach."""
    with narrowed(view):
        before = _evaluated(view, "sizes.js")
        style = view.page.add_style_tag(content=LARGE)
        found = _faults(view) + _faults(view, "words.js") + _size_faults(before, _evaluated(view, "sizes.js"))
        style.evaluate("style => style.remove()")
        return found


def _size_faults(before: list[Any], after: list[Any]) -> list[str]:
    """Return which text is not twice as large, and how large it is."""
    grown = [(name, after / before) for (name, before), (_, after) in zip(before, after, strict=True)]
    return [f"the text of {name} grows to {growth:.0%} only" for name, growth in grown if growth < TWICE]


def phone_faults(view: "View") -> list[str]:
    """Look at a page as it stands on a phone for what lies over something else, is cut, or too small for a finger."""
    return _faults(view, "phone.js")


def spacing_faults(view: "View") -> list[str]:
    """Space the text, and look for what is lost."""
    style = view.page.add_style_tag(content=SPACED)
    found = _faults(view)
    style.evaluate("style => style.remove()")
    return found
