"""Render every formula with KaTeX while the site is built: HTML and MathML, no script in the page.

A wrong formula fails the build, with `-W` or without; all of them are named at the end, each with its page and line.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.locale import _
from sphinx.util.math import get_node_equation_number
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from . import collected
from .formulas import displayed, line_of, page_of
from .installation import LOCK, FormulaError, installed
from .punctuation import KeepPunctuation
from .renderer import close_renderer, render
from .setting import set_displayed
from .stylesheet import write_stylesheet
from .widths import with_widths
from .wrong_formulas import report, watch

_FOLDER = Path(__file__).parents[2] / "_build" / "katex"


def _set(config: Config, tex: str, *, display: bool) -> str:
    katex = installed(Path(config.katex_folder))
    if display:
        return set_displayed(tex, lambda part: with_widths(render(katex, part, display=True), katex))
    return with_widths(render(katex, tex, display=False), katex)


def _html(writer: HTML5Translator, node: nodes.math | nodes.math_block) -> str:
    try:
        if isinstance(node, nodes.math_block):
            return _set(writer.config, displayed(node), display=True)
        return _set(writer.config, node.astext(), display=False)
    except FormulaError as error:
        report(page_of(writer, node), line_of(node), node.astext(), str(error))
        return ""


def visit_math(writer: HTML5Translator, node: nodes.math) -> None:
    """Write a formula that stands in a line of text."""
    html = _html(writer, node)
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate nohighlight") + html + "</span>")
    raise nodes.SkipNode


def visit_math_block(writer: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula that stands by itself: a box that scrolls when the screen is narrow, then the number."""
    number = get_node_equation_number(writer, node) if node.get("number") else ""
    html = _html(writer, node)
    kind = "Derivation" if 'class="after"' in html else "Equation"
    name = f"{kind} {number}" if number else kind
    outer = node.copy()
    if isinstance(node.parent, nodes.container):
        # Furo wraps a formula in a container that repeats its identifiers, and an identifier must be unique.
        outer["ids"] = [name for name in node["ids"] if name not in node.parent["ids"]]
    writer.body.append(writer.starttag(outer, "div", CLASS="math notranslate nohighlight"))
    writer.body.append(f'<div class="formula" role="group" aria-label="{name}" tabindex="0">{html}</div>')
    if number:
        writer.body.append(f'<span class="eqno">({number})')
        writer.add_permalink_ref(node, _("Link to this equation"))
        writer.body.append("</span>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def _own_files() -> Iterator[Path]:
    yield LOCK
    yield from sorted(path for path in Path(__file__).parent.iterdir() if path.is_file())


def _note_version(_app: Sphinx, config: Config) -> None:
    # A new KaTeX or a change here must read and write all pages, though none has changed.
    config.katex_version = hashlib.sha256(b"".join(path.read_bytes() for path in _own_files())).hexdigest()


def _prepare(app: Sphinx) -> None:
    if app.builder.format == "html":
        watch(app)


def _write_files(app: Sphinx, builder: Builder) -> None:
    """Write style sheet and fonts before the first page, which names the style sheet with its checksum."""
    if builder.format == "html":
        katex, folder = installed(Path(app.config.katex_folder)), app.outdir / "_static" / "katex"
        write_stylesheet(katex, folder, _all_formulas(app))
        # Each process that writes pages has what is rendered; for more it starts a renderer of its own.
        close_renderer()


def _all_formulas(app: Sphinx) -> Iterator[str]:
    for tex, display in collected.formulas(app.env):
        with suppress(FormulaError):  # it is named where it is written
            yield _set(app.config, tex, display=display)


def _close(_app: Sphinx, _error: Exception | None) -> None:
    close_renderer()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer, which Sphinx then prefers to its own MathJax."""
    app.add_config_value("katex_folder", str(_FOLDER), "", types=(str,), description="where npm installs KaTeX")
    app.add_config_value("katex_version", "", "env", types=(str,), description="set by the extension itself")
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    app.add_post_transform(KeepPunctuation)
    app.add_css_file("katex/katex.css")
    app.connect("config-inited", _note_version)
    app.connect("builder-inited", _prepare)
    app.connect("doctree-read", collected.collect)
    app.connect("env-purge-doc", collected.forget)
    app.connect("env-merge-info", collected.merge)
    app.connect("write-started", _write_files)
    app.connect("build-finished", _close, priority=0)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
