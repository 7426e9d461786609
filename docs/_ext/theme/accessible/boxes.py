"""The names of the boxes on one page, and which links leave it."""

from collections import Counter


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
