"""What Sphinx holds as a formula, as the TeX that KaTeX reads, and the line of the page where it stands."""

import re

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.writers.html5 import HTML5Translator

from .installation import FormulaError

_NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|alignat|gather)\}")
_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}(?:(?!\\begin\{).)*?\\end\{\1\}", re.DOTALL)
_RANDOM_ADDRESS = (
    r"MyST gives \begin{align} and its like a random address, so no two builds would be alike. "
    r"Write \begin{align*}, or $$ ... $$ (label) for a formula with a number"
)


def displayed(node: nodes.math_block) -> str:
    r"""Return the TeX of a displayed formula.

    Numbering is Sphinx's, so KaTeX gets the starred form of an environment that numbers itself. As with Sphinx's
    own renderers, lines ended by ``\\`` are aligned at ``&``, and blank lines separate several equations.

    Raises
    ------
    FormulaError
        If the page itself uses an environment that numbers itself.
    """
    if "amsmath" in node["classes"] and node.get("number"):
        raise FormulaError(_RANDOM_ADDRESS)
    tex = _NUMBERED.sub(r"\\\1{\2*}", node.astext())
    if node.get("no-wrap", node.get("nowrap", False)):
        return tex
    equations = [_split(part) for part in tex.split("\n\n") if part.strip()]
    if len(equations) > 1:
        return r"\begin{aligned}" + r"\\".join(equations) + r"\end{aligned}"
    return "".join(equations)


def _split(equation: str) -> str:
    outside = equation
    while (less := _ENVIRONMENT.sub("", outside)) != outside:
        outside = less
    return rf"\begin{{split}}{equation}\end{{split}}" if r"\\" in outside else equation


def page_of(writer: HTML5Translator, node: nodes.Node) -> str:
    """Return the name of the page in whose source a formula stands: a title is also written on other pages."""
    source, _ = get_source_line(node)
    return (source and writer.builder.env.path2doc(source)) or writer.builder.current_docname


def line_of(node: nodes.Node) -> int | None:
    """Return the line of a formula: that of its block, and as many more as the text before it has ended."""
    block, before = node, 0
    while isinstance(block, nodes.Inline) or block.line is None:
        parent = block.parent
        if parent is None:
            return None
        before += sum(_line_ends(sibling) for sibling in parent.children[: parent.index(block)])
        block = parent
    line: int = block.line
    return line + (before if isinstance(block, nodes.TextElement) else 0)


def _line_ends(node: nodes.Node) -> int:
    # A hard break is one line end in Markdown, but two raw nodes here, each with one of its own.
    return sum(text.count("\n") for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
