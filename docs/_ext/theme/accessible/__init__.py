"""What every page's own HTML must be: tables with headers and names, boxes that scroll by keyboard, valid elements.

It is done where HTML is written, for what stands in Markdown and in docstrings and for what cells show alike. What a
cell put out stays as it is in the notebook.
"""

import hashlib
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.addnodes import desc_content
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from .blocks import ListsOutsideParagraphs
from .hidden_code import depart_hidden_code, visit_hidden_code
from .tables import TablesWithHeaders
from .translator import AccessibleTranslator


def _note_version(_app: Sphinx, config: Config) -> None:
    # A change here must rewrite the pages, though no page has changed.
    own = sorted(Path(__file__).parent.glob("*.py"))
    config.accessible_version = hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()


def _typeset_dashes(_app: Sphinx, document: nodes.document) -> None:
    """Between an argument and what it is, Sphinx writes two hyphens, for others to make a dash of."""
    for content in document.findall(desc_content):
        for text in list(content.findall(lambda node: isinstance(node, nodes.Text) and node == " -- ")):
            text.parent.replace(text, nodes.Text(" – "))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the translator, and what it needs done before."""
    app.setup_extension("myst_nb")
    app.add_config_value("accessible_version", "", "html", types=(str,), description="set by the extension itself")
    app.set_translator("html", AccessibleTranslator)
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_hidden_code))
    app.add_post_transform(ListsOutsideParagraphs)
    app.add_post_transform(TablesWithHeaders)
    app.add_js_file("scrolling.js", loading_method="defer")
    app.connect("config-inited", _note_version)
    app.connect("doctree-read", _typeset_dashes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
