"""A build ends by itself, and one that says it succeeded has written every page.

Sphinx writes pages in processes of its own.  Python waits for those when it ends, and one of them may wait for somebody
to read what it sends: where an extension ends the build meanwhile, both wait for ever.  And where one of the processes
fails while others are being started, Sphinx forgets those that have not begun, and goes on as if all was well.  It
follows links between folders, too, and one that leads in a circle has many pages by ever longer names.
"""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging
from sphinx.util.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

_LOG = logging.getLogger(__name__)
_FIRST = 100  # before Python waits for its processes, which comes at 0


def watch(app: Sphinx) -> None:
    """End with the build whatever it started, and look at its end whether each page that was begun is there."""
    begun: dict[Path, int] = {}  # the file of each page that is about to be written, and when it was last

    def note(app: Sphinx, _document: nodes.document, docname: str) -> None:
        path = _file(app, docname)
        begun[path] = _date(path)

    def look(app: Sphinx, error: Exception | None) -> None:
        for path in () if error else (path for path, before in begun.items() if _date(path) == before):
            name = path.relative_to(app.outdir).as_posix()
            _LOG.error("Cannot publish %s, because the process that should have written it failed. Build again.", name)
            app.statuscode = 2

    Finalize(None, _end_processes, exitpriority=_FIRST)
    if app.builder.format == "html":
        app.connect("doctree-resolved", note)
        app.connect("build-finished", look)


def refuse_circles(app: Sphinx, config: Config) -> None:
    """Refuse a link to a folder that it stands in, before Sphinx looks for pages."""
    circles = list(_circles(Path(app.srcdir), "", Matcher(config.exclude_patterns), ()))
    for name in circles:
        because = "it is a link to a folder that it stands in"
        _LOG.error("Cannot look for pages in the folder %r, because %s. Take the link out.", name, because)
    if circles:
        raise SystemExit(2)


def _circles(top: Path, name: str, left_out: Matcher, above: tuple[Path, ...]) -> Iterator[str]:
    real = (top / name).resolve()
    if real in above:
        yield name
        return
    for entry in sorted(os.scandir(top / name), key=lambda entry: entry.name):
        inner = f"{name}/{entry.name}".lstrip("/")
        if entry.is_dir() and not left_out(inner):
            yield from _circles(top, inner, left_out, (*above, real))


def _end_processes() -> None:
    for process in multiprocessing.active_children():
        process.kill()
        process.join()


def _file(app: Sphinx, docname: str) -> Path:
    return Path(app.builder.get_output_path(docname))  # type: ignore[attr-defined]  # of HTML builders


def _date(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0
