"""Paragraphs, lists, boxes and all other blocks of a page, as plain Markdown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from katex.formulas import displayed
from katex.installation import FormulaError

from .inline import inline, lines
from .lists import hang, marked
from .refusal import Place
from .tables import table

_UNSEEN = (
    *(addnodes.highlightlang, addnodes.index, addnodes.tabular_col_spec),
    *(nodes.comment, nodes.meta, nodes.substitution_definition, nodes.target),
)
_COMMENT = re.compile(r"(?<!\\)%.*")


def block(node: nodes.Node, place: Place) -> str:
    """Return the Markdown of one block; of what no reader sees, nothing."""
    if isinstance(node, _UNSEEN):
        return ""
    write = _WRITERS.get(type(node))
    if write is None:
        raise place.refusal(node, "the notebook has no words for it", "Say it in Markdown that every reader knows")
    return write(node, place)


def heading(title: nodes.title, level: int, place: Place) -> str:
    """Return a heading."""
    return f"{'#' * level} {inline(title, place)}"


def code(text: str, language: str) -> str:
    """Return code in a fence that it does not end."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{'' if language in {'default', 'none'} else language}\n{text.rstrip()}\n{fence}"


def _blocks(children: Iterable[nodes.Node], place: Place) -> str:
    return "\n\n".join(filter(None, (block(child, place) for child in children)))


def _all(node: nodes.Node, place: Place) -> str:
    return _blocks(node.children, place)


def _list(node: nodes.Element, place: Place) -> str:
    return marked(node, [[block(child, place) for child in item.children] for item in node.children])


def _definitions(node: nodes.definition_list, place: Place) -> str:
    return "\n\n".join(hang("- ", _all(item, place)) for item in node.children)


def _bold(node: nodes.Node, place: Place) -> str:
    return f"**{inline(node, place)}**"


def _quotation(node: nodes.Element, place: Place) -> str:
    return _quoted(_all(node, replace(place, quoted=True)))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _box(node: nodes.Element, place: Place) -> str:
    titled = isinstance(node, nodes.admonition)
    title = node.children[0] if titled else nodes.title("", str(admonitionlabels[node.tagname]))
    content = node.children[1:] if titled else node.children
    if collapsible := node.get("collapsible"):
        opening = "<details open>" if collapsible == "open" else "<details>"
        summary = "".join(map(_plain, title.findall(nodes.Text)))
        return f"{opening}\n<summary>{escape(summary)}</summary>\n\n{_blocks(content, place)}\n\n</details>"
    inside = replace(place, quoted=True)
    return _quoted(f"{_bold(title, inside)}\n\n{_blocks(content, inside)}")


def _plain(text: nodes.Text) -> str:
    return f"${text}$" if isinstance(text.parent, nodes.math) else str(text)


def _formula(node: nodes.math_block, place: Place) -> str:
    try:
        tex = displayed(node).strip()
    except FormulaError:  # which fails the build by itself
        tex = node.astext()
    if node.get("number"):
        tex += rf" \tag{{{node['number']}}}"
    if place.quoted:  # Jupyter would take the mark of a quoted line for a part of the formula
        return f"$${' '.join(_COMMENT.sub('', tex).split())}$$"
    return f"$$\n{tex}\n$$"


def _listing(node: nodes.literal_block, _place: Place) -> str:
    return code(node.astext(), node.get("language", "none"))


def _footnote(node: nodes.footnote, place: Place) -> str:
    label, *content = node.children
    return f"\\[{label.astext()}\\] {_blocks(content, place)}"


def _raw(node: nodes.raw, _place: Place) -> str:
    return node.astext().strip() if "html" in node["format"].split() else ""


_BOXES = (
    *(nodes.admonition, nodes.attention, nodes.caution, nodes.danger, nodes.error, nodes.hint, nodes.important),
    *(nodes.note, addnodes.seealso, nodes.tip, nodes.warning),
)
_WRITERS: dict[type[nodes.Node], Callable[[Any, Place], str]] = {
    **dict.fromkeys(_BOXES, _box),
    nodes.block_quote: _quotation,
    nodes.bullet_list: _list,
    nodes.caption: lines,
    nodes.container: _all,
    nodes.definition: _all,
    nodes.definition_list: _definitions,
    nodes.enumerated_list: _list,
    nodes.figure: _all,
    nodes.footnote: _footnote,
    nodes.image: lambda node, place: inline(nodes.paragraph("", "", node.deepcopy()), place),
    nodes.legend: _all,
    nodes.literal_block: _listing,
    nodes.math_block: _formula,
    nodes.paragraph: lines,
    nodes.raw: _raw,
    nodes.rubric: _bold,
    nodes.table: table,
    nodes.term: _bold,
    nodes.transition: lambda _node, _place: "---",
}
