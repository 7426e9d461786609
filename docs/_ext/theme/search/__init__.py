"""Search that finds the section where a thing is taught, in the reader's browser, from the disk as well.

Sphinx's own search ranks whole pages, and fetches each one that it lists, which a browser forbids for files.
Here every section and every name of the library is an entry of its own, and MiniSearch looks among them.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from katex.installation import installed

from .entries import entries

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_MINISEARCH = Path("minisearch", "dist", "umd", "index.js")


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    # In the order of the course, so that of two lessons with a term the one that introduces it comes first.
    course = [page for page in app.env.toctree_includes.get(app.config.root_doc, []) if page in app.env.found_docs]
    pages = [*course, *sorted(app.env.found_docs - set(course))]
    found = [entry for page in pages for entry in entries(app, page)]
    script = f"globalThis.gdmathEntries = {json.dumps(found, ensure_ascii=False, separators=(',', ':'))};\n"
    static = app.outdir / "_static"
    (static / "search-entries.js").write_text(script, encoding="utf-8")
    modules = installed(Path(app.config.katex_folder)).parents[1]
    shutil.copyfile(modules / _MINISEARCH, static / "minisearch.js")


def _name(_app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    if pagename == "search":
        context["title"] = "Search"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("html-page-context", _name)
    app.connect("build-finished", _write, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
