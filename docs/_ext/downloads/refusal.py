"""What cannot go into a download ends the build, with the page and the line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from docutils import nodes
from sphinx.util import logging

from katex.formulas import line_of

_LOG = logging.getLogger(__name__)


class DownloadError(Exception):
    """A download cannot be made: what cannot be done, because what, what to do instead."""

    def __str__(self) -> str:
        """Say where, where it is known, and the three parts."""
        *place, cannot, because, instead = self.args
        return "".join(f"{where}: " for where in place) + f"Cannot {cannot}, because {because}. {instead}."


@contextmanager
def ending_the_build() -> Iterator[None]:
    """Say what is wrong, and end the build: of an exception Sphinx would print that it is a fault in Sphinx."""
    try:
        yield
    except DownloadError as error:
        _LOG.error("%s", error)
        raise SystemExit(2) from None


@dataclass(frozen=True)
class Place:
    """Where some prose stands, and what may stand around it in Markdown."""

    page: str  # the file, as the console names it
    address: str = ""  # of the page in the web, where the site has an address
    attached: bool = True  # whether the Markdown may name images that are attached to it
    quoted: bool = False
    in_table: bool = False

    def refusal(self, node: nodes.Node, because: str, instead: str) -> DownloadError:
        """Return the error that names a part of the page which plain Markdown cannot say."""
        line = _line(node)
        where = f"{self.page}:{line}" if line else self.page
        cannot = f"write {type(node).__name__} {_shown(node)!r} as plain Markdown for the notebook"
        return DownloadError(where, cannot, because, instead)


def _line(node: nodes.Node) -> int | None:
    # A cell of a table knows no line, but what is in it does.
    inside = [] if isinstance(node, nodes.Inline) else [part.line for part in node.findall() if part.line]
    return inside[0] if inside else line_of(node)


def _shown(node: nodes.Node) -> str:
    text = " ".join(node.astext().split())
    return text if len(text) <= 60 else f"{text[:60]}…"
