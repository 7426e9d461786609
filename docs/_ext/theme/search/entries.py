"""What can be found on a page: its sections, and the names of the library that it documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

# Of two pages with the same words, the lesson that teaches them comes first, and how the site is made last.
_WEIGHTS = {"lessons": 3.0, "reference": 1.0, "about": 0.3}
_NOT_PROSE = nodes.literal_block | nodes.raw | nodes.math_block | nodes.title | nodes.comment | nodes.system_message


class Entry(TypedDict):
    """A section: where it is, what it is called, which terms it introduces, and what it says."""

    url: str
    title: str
    page: str
    terms: str
    text: str
    weight: float


def entries(app: Sphinx, page: str) -> Iterator[Entry]:
    """Yield an entry for each section of a page, and for each name that it documents.

    Of a page with `search: titles` in its front matter the titles alone are found: a record of decisions or of changes
    is long, has the words of every lesson, and is read by those who look for it.
    """
    metadata = app.env.metadata[page]
    if "orphan" in metadata:
        return
    doctree = app.env.get_doctree(page)
    title = app.env.titles[page].astext()
    uri = app.builder.get_target_uri(page)
    weight = _WEIGHTS.get(page.split("/", maxsplit=1)[0], 1.0)
    for part in doctree.findall(nodes.Element):
        if not isinstance(part, nodes.section | addnodes.desc):
            continue
        name, anchor = _name(part)
        own = "" if part.parent is doctree else f"#{anchor}"
        prose = list(_prose(part)) if metadata.get("search") != "titles" else []
        yield Entry(
            url=uri + own,
            title=name,
            page=title if own else "",
            # A term stands in italics where it is introduced.
            terms="; ".join(node.astext() for node in prose if isinstance(node, nodes.emphasis)),
            text=" ".join("".join(map(_text, prose)).split()),
            weight=weight,
        )


def _name(part: nodes.Element) -> tuple[str, str]:
    if isinstance(part, nodes.section):
        return part[0].astext(), part["ids"][0]
    signature = next(iter(part.findall(addnodes.desc_signature)))
    return signature["fullname"], signature["ids"][0]


def _prose(part: nodes.Node) -> Iterator[nodes.Node]:
    """The text of a part and its emphasised words, in order, without the code and the parts within it."""
    for child in part.children:
        if isinstance(child, nodes.section | addnodes.desc | addnodes.desc_signature | _NOT_PROSE):
            continue
        if isinstance(child, nodes.admonition) and "gd-folded" in child["classes"]:
            continue
        if isinstance(child, nodes.reference) and "gd-try-it" in child["classes"]:  # the row has said what it is
            continue
        # What a function refuses is found by its name: the words are those of many others.
        if isinstance(child, nodes.field) and child[0].astext() == "Raises":
            continue
        if isinstance(child, nodes.Text | nodes.math | nodes.emphasis):
            yield child
        else:
            yield from _prose(child)
            if not isinstance(child, nodes.Inline):
                yield nodes.Text(" ")


def _text(node: nodes.Node) -> str:
    # TeX commands are nothing that a reader would type or like to read.
    return "…" if isinstance(node, nodes.math) and "\\" in node.astext() else node.astext()
