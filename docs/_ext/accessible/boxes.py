"""What the boxes that may scroll have in common, and the names of those on one page."""

from collections import Counter

# scrolling.js takes the focus back from a box that has nothing to scroll.
SCROLLS = {"tabindex": "0"}


class Names:
    """Gives each box of a page a name of its own."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        """The name, with a number where it is not the first of its kind."""
        self._given[name] += 1
        return name if self._given[name] == 1 else f"{name} ({self._given[name]})"


def is_external(address: str) -> bool:
    """Whether a link leaves the site."""
    return address.startswith(("http://", "https://", "//"))
