"""Sphinx executes the pages: every output on the site was computed from what the repository holds now.

All pages that Sphinx is about to read are executed before it reads the first. An error then ends the build before
anything is remembered as read, so an unchanged next build fails again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from sphinx.util import logging

from . import outputs as kept
from .checks import value
from .fingerprint import ROOT
from .inline_values import Value
from .page import fill, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbformat import NotebookNode
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_LOG = logging.getLogger(__name__)


@dataclass
class _Reading:
    """The page that Sphinx is reading: MyST-NB hands its text to `read_page`, but not its name."""

    page: str = ""
    seconds: int = 0
    notebook: str = ""


_reading = _Reading()


def read_page(text: str) -> NotebookNode:
    """The notebook of a page with its outputs, called by MyST-NB for every Markdown file.

    The outputs are there already, unless another extension changed the text after this one had executed it.
    """
    page = read(text, _reading.page)
    outputs = kept.kept_outputs(page)
    if outputs is None:
        [outputs] = kept.fresh_outputs([page], width=1, seconds=_reading.seconds)
    results = list(zip(page.steps, outputs, strict=True))
    values = [value(own) for step, own in results if isinstance(step, Value)]
    notebook = fill(page, [own for step, own in results if not isinstance(step, Value)], values)
    _reading.notebook = nbformat.writes(notebook)
    return notebook


def last_notebook() -> str:
    """The notebook of the page that Sphinx has just read, as it was handed to MyST-NB."""
    return _reading.notebook


def _execute_before_reading(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    texts = {name: _text(env, name) for name in docnames}
    pages = [read(text, _shown(env, name)) for name, text in texts.items()]
    try:
        kept.fresh_outputs(pages, width=app.parallel, seconds=app.config.pages_cell_timeout)
    except kept.PagesError as error:
        _LOG.error("%s: %s", error.category, error)
        # Of any other exception Sphinx would print that it is a fault in Sphinx, to be reported to its developers.
        raise SystemExit(2) from None
    _hashes(env).update({name: _hash(text) for name, text in texts.items()})


def _changed_text(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Pages whose text is another one, though its date is not newer: Sphinx itself compares dates alone."""
    known = _hashes(env)
    return [name for name in known if name not in removed and known[name] != _hash(_text(env, name))]


def _note_page(app: Sphinx, docname: str, _source: list[str]) -> None:
    _reading.page = _shown(app.env, docname)
    _reading.seconds = app.config.pages_cell_timeout


def _text(env: BuildEnvironment, docname: str) -> str:
    path = Path(env.doc2path(docname))
    return path.read_text(encoding="utf-8-sig") if path.is_file() else ""


def _shown(env: BuildEnvironment, docname: str) -> str:
    return Path(env.doc2path(docname)).relative_to(ROOT).as_posix()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hashes(env: BuildEnvironment) -> dict[str, str]:
    """The hash of each page's text as it was last read, kept with the environment."""
    hashes: dict[str, str] = vars(env).setdefault("pages_hashes", {})
    return hashes


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.add_config_value("pages_fingerprint", "", "env", types=str)
    app.add_config_value("pages_cell_timeout", 120, "", types=int)
    app.connect("env-get-outdated", _changed_text)
    app.connect("env-before-read-docs", _execute_before_reading)
    app.connect("source-read", _note_page, priority=999)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
