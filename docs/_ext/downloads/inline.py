"""Text and what stands in it, as plain Markdown: CommonMark, and formulas between dollars as Jupyter reads them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from docutils import nodes

from .refusal import Place

# Escaped wherever they stand; an underline only where it could begin or end emphasis, an & only before an entity.
_SPECIAL = re.compile(r"[`*\[\]<$~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
# A backslash before a bracket would open a formula in Jupyter, escaped or not.
_BACKSLASH = "&#92;"
_LINE_START = re.compile(r"^([ \t]*)(?:([-+>#=|]|:(?=-))|(\d{1,9})([.)](?=\s|$)))", re.MULTILINE)


def inline(parent: nodes.Node, place: Place) -> str:
    """Return the Markdown of all that an element holds, for a place where no block can begin."""
    return "".join(_one(child, place) for child in parent.children)


def lines(parent: nodes.Node, place: Place) -> str:
    """Return the same, such that none of its lines begins a list, a heading or a quotation."""
    return _LINE_START.sub(lambda at: f"{at[1]}{at[3] or ''}\\{at[2] or at[4]}", inline(parent, place)).strip()


def escaped(text: str) -> str:
    """Return text such that Markdown shows it as it is."""
    return _BACKSLASH.join(_SPECIAL.sub(r"\\\g<0>", part) for part in text.split("\\"))


def _one(node: nodes.Node, place: Place) -> str:
    write = _WRITERS.get(type(node))
    if write is None:
        raise place.refusal(node, "the notebook has no words for it", "Say it in Markdown that every reader knows")
    return write(node, place)


def _text(node: nodes.Text, _place: Place) -> str:
    text = escaped(node.astext())
    following = node.next_node(descend=False, siblings=True)
    # An exclamation mark makes an image of the link after it.
    return f"{text[:-1]}\\!" if text.endswith("!") and isinstance(following, nodes.reference) else text


def _literal(node: nodes.Element, _place: Place) -> str:
    text = node.astext().replace("\n", " ")
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") or text != text.strip() else ""
    return f"{fence}{space}{text}{space}{fence}"


def _math(node: nodes.math, place: Place) -> str:
    tex = " ".join(node.astext().split())
    if re.search(r"(?<!\\)\$", tex):
        raise place.refusal(node, "a dollar inside a formula ends it in Jupyter", "Write the formula without it")
    if place.in_table:  # Jupyter takes formulas out before it reads tables, and Markdown the other way round
        tex = tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ").strip()
    return f"${tex}$"


def _reference(node: nodes.reference, place: Place) -> str:
    label = inline(node, place)
    address = node.get("refuri", "") or f"#{node.get('refid', '')}"
    if not urlsplit(address).scheme:
        if not place.address:
            return label  # a file by itself can lead to no other page
        address = urljoin(place.address, address)
    if node.astext() == address:
        return f"<{address}>"
    title = node.get("reftitle", "").replace('"', '\\"')
    target = f"<{address}>" if re.search(r"[\s()<>]", address) else address
    return f'[{label}]({target} "{title}")' if title else f"[{label}]({target})"


def image_name(node: nodes.image) -> str:
    """Return the name under which an image is attached to its cell."""
    return str(node["uri"]).replace("/", "-")


def _image(node: nodes.image, place: Place) -> str:
    if urlsplit(node["uri"]).scheme:
        raise place.refusal(node, f"{node['uri']!r} is not on the reader's disk", "Keep the image beside the page")
    if not (place.sources / node["uri"]).is_file():
        raise place.refusal(node, f"there is no file {node['uri']!r}", "Correct its name, or add the file")
    alt = escaped(node.get("alt", ""))
    return f"![{alt}](attachment:{image_name(node)})" if place.attached else alt


def _raw(node: nodes.raw, _place: Place) -> str:
    if "html" not in node["format"].split():
        return ""
    return "\\\n" if node.astext().strip() == "<br />" else node.astext()


def _between(before: str, after: str = "") -> Callable[[Any, Place], str]:
    return lambda node, place: f"{before}{inline(node, place)}{after or before}"


def _nothing(_node: nodes.Node, _place: Place) -> str:
    return ""


_WRITERS: dict[type[nodes.Node], Callable[[Any, Place], str]] = {
    nodes.Text: _text,
    nodes.abbreviation: inline,
    nodes.comment: _nothing,
    nodes.emphasis: _between("*"),
    nodes.footnote_reference: _between("\\[", "\\]"),
    nodes.image: _image,
    nodes.inline: inline,
    nodes.literal: _literal,
    nodes.math: _math,
    nodes.raw: _raw,
    nodes.reference: _reference,
    nodes.strong: _between("**"),
    nodes.subscript: _between("<sub>", "</sub>"),
    nodes.superscript: _between("<sup>", "</sup>"),
    nodes.target: inline,
}
