"""Live cells: the reader changes a cell that is tagged so, and the library itself answers, in the page.

What runs it is Python as WebAssembly, with the pure core of the library in its memory; see engine.mjs. It stands in a
Worker within a frame without network, storage or page, and nothing of it is fetched before a reader presses.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fresh.checks import Failure

from .explore_page import LinksToTry, TryAnyFunction, TryIt
from .fonts import write_fonts
from .making import HERE, engine, node_modules
from .needs import missing
from .own_function import OwnFunction, Unprinted, visit
from .truth import require_same, texts

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from fresh.page import Page

    from .truth import Cell

TAG = "live"
_PARTS = ("engine", "outputs", "asking", "cells", "own", "graded", "sets", "worker")
_KATEX, _DECODER = Path("katex", "dist", "katex.min.js"), Path("fzstd", "umd", "index.js")
_ROOT = HERE.parents[1] / "_build" / "engine"


def _pages(env: BuildEnvironment) -> dict[str, list[Cell]]:
    """The live cells of each page that has some."""
    found: dict[str, list[Cell]] = vars(env).setdefault("alive_pages", {})
    return found


def _require_there(_app: Sphinx, _name: str, page: Page) -> list[Failure]:
    """Say before anything runs what a live cell needs that is not in the reader's browser."""
    return [
        Failure(page.name, cell.line + line - 1, "", reason)
        for cell in page.cells
        if TAG in cell.tags
        for line, reason in missing(cell.source)
    ]


def _collect(app: Sphinx, doctree: nodes.document) -> None:
    notebook = doctree.get("notebook")
    cells = [] if notebook is None else [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    _forget(app, app.env, app.env.docname)
    if cells:
        _pages(app.env)[app.env.docname] = [(cell.metadata["line"], cell.source, texts(cell.outputs)) for cell in cells]


def _forget(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _pages(env).pop(docname, None)


def _merge(_app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    _pages(env).update({name: cells for name, cells in _pages(other).items() if name in docnames})


def _add_script(app: Sphinx, page: str, _template: str, _context: dict[str, Any], _doctree: object) -> None:
    noted = app.env.metadata.get(page, {})
    if page in _pages(app.env) or "own_function" in noted:
        app.add_js_file("live/live.js", defer="defer")
    if noted.get("alive") == "try":
        app.add_js_file("live/try.js", defer="defer")


def _write(app: Sphinx, builder: Builder) -> None:
    """Write what live cells need, before the first page, which names the script with its checksum."""
    pages = dict(sorted(_pages(app.env).items()))
    asking = any(noted.keys() & {"alive", "own_function"} for noted in app.env.metadata.values())
    if builder.format != "html" or not (pages or asking):
        return
    modules = node_modules(app.config.katex_folder)
    made = engine(modules, Path(app.confdir, app.config.alive_library).resolve(), Path(app.config.alive_folder))
    sources = Path(app.srcdir)
    named = {app.env.doc2path(page).relative_to(sources.parent).as_posix(): cells for page, cells in pages.items()}
    require_same(named, made, modules / "pyodide")
    folder = app.outdir / "_static" / "live"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("live.js", "live.css", "try.js", "frame.htm"):
        shutil.copyfile(HERE / "static" / name, folder / name)
    write_fonts((modules / _KATEX).parent, folder)
    packed = (made / "engine.zst").read_bytes()
    name = f"engine.{hashlib.sha256(packed).hexdigest()[:8]}.zst"
    (folder / name).write_bytes(packed)
    own = {part: (HERE / "static" / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS}
    typesetter, decoder = ((modules / path).read_text(encoding="utf-8") for path in (_KATEX, _DECODER))
    named_so = f'globalThis.gdmathEngineName = "{name}";'
    (folder / "cells.js").write_text(
        "\n".join([named_so, typesetter, *(own[part] for part in _PARTS[:-1])]), encoding="utf-8"
    )
    (folder / "worker.js").write_text("\n".join([decoder, own["worker"]]), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.setup_extension("fresh")
    app.setup_extension("katex")
    app.add_config_value(
        "alive_library", "../gdmath", "", types=(str,), description="the library that runs in the page"
    )
    app.add_config_value("alive_folder", str(_ROOT), "", types=(str,), description="where the engine is kept")
    app.add_directive("try-any-function", TryAnyFunction)
    app.add_role("try-it", TryIt())
    app.add_post_transform(LinksToTry)
    app.add_directive("your-own-function", OwnFunction)
    app.add_node(Unprinted, html=(visit, None))
    app.connect("fresh-page-read", _require_there)
    app.connect("doctree-read", _collect)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _add_script)
    app.connect("write-started", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
