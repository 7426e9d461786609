"""The code of a cell that is about its output, folded away; MyST-NB's own summaries are not valid, and all alike."""

from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.writers.html5 import HTML5Translator


def visit_hidden_code(writer: HTML5Translator, node: HideCodeCellNode) -> None:
    """Write the summary; a screen reader hears the number of the cell as well, which it has in the notebook too."""
    # MyST-NB replaces what it hides without telling the new node its parent, where the output is hidden.
    cell = node.parent.get("exec_count") if isinstance(node.parent, nodes.Element) else None
    which = f'<span class="gd-unseen"> of cell {cell}</span>' if cell else ""
    writer.body.append(
        f'<details class="{" ".join(["hide", *node["classes"]])}"><summary>'
        f'<span class="collapsed">{escape(node["prompt_show"])}</span>'
        f'<span class="expanded">{escape(node["prompt_hide"])}</span>{which}</summary>\n'
    )


def depart_hidden_code(writer: HTML5Translator, _node: HideCodeCellNode) -> None:
    """Close it."""
    writer.body.append("</details>\n")
