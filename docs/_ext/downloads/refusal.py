"""What cannot go into a download fails the build, with the page and the line of all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
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


def report(app: Sphinx, docname: str, refused: list[DownloadError]) -> None:
    """Name all that was refused on a page, and fail the build at its end; the next one writes the page again."""
    for refusal in dict.fromkeys(map(str, refused)):
        _LOG.error("%s", refusal)
    if refused:
        app.connect("build-finished", lambda app, _error: _take_back(app, docname))


def _take_back(app: Sphinx, docname: str) -> None:
    app.statuscode = 2
    Path(app.builder.get_output_path(docname)).unlink(missing_ok=True)  # type: ignore[attr-defined]  # HTML builders


@dataclass(frozen=True)
class Place:
    """Where some prose stands, and what may stand around it in Markdown."""

    page: str  # the file, as the console names it
    sources: Path  # the folder from which images are named
    address: str = ""  # of the page in the web, where the site has an address
    attached: bool = True  # whether the Markdown may name images that are attached to it
    quoted: bool = False
    in_table: bool = False
    refused: list[DownloadError] = field(default_factory=list, compare=False)  # on this page, until now

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
