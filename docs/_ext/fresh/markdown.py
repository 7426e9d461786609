"""The places of a Markdown text where something stands: text, formulas, code, what is written in HTML, and so on.

The text is parsed as MyST parses it. Whoever asks what stands where on a page asks here: the build, and every lint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from markdown_it.renderer import RendererHTML
from myst_parser.parsers.mdit import create_md_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from myst_parser.config.main import MdParserConfig

Kind = Literal["text", "formula", "code", "role", "option", "html", "cell", "literal"]

# Directives whose content is not Markdown, and those whose argument is a path.
_LITERAL = {"code", "code-block", "sourcecode", "literalinclude", "raw", "raw-cell", "eval-rst", "include", "toctree"}
_PATH_ARGUMENT = {"figure", "image", "csv-table", "card-carousel"}

_DIRECTIVE = re.compile(r"\{(?P<name>[\w:.-]+)\}\s*(?P<argument>.*)")
_OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<text>.*)(?:\n|\Z)")


@dataclass(frozen=True)
class Place:
    """Some of a page: its kind, its text, its line, the name of its role or option, and whether a paragraph begins."""

    kind: Kind
    text: str
    line: int
    name: str = ""
    begins: bool = False


def markdown_parser(config: MdParserConfig) -> MarkdownIt:
    """A parser of what stands below the front matter of a page."""
    parser: MarkdownIt = create_md_parser(config, RendererHTML)
    return parser.disable("front_matter")


def places(text: str, parser: MarkdownIt, line: int = 1) -> Iterator[Place]:
    """All places of a text whose first line has this number, in the order of the text; addresses are none."""
    for token in parser.parse(text):
        here = line + (token.map[0] if token.map else 0)
        match token.type:
            case "inline":
                for number, place in enumerate(_inline(token.children or [], here)):
                    yield replace(place, begins=number == 0)
            case "math_block" | "math_block_label" | "amsmath":
                yield Place("formula", token.content, here)
            case "fence" | "colon_fence":
                yield from _fence(token, parser, here)
            case "html_block":
                yield Place("html", token.content, here)
            case "code_block" | "myst_line_comment":
                yield Place("literal", token.content, here)


def _inline(tokens: list[Token], line: int) -> Iterator[Place]:
    is_address = False
    for token in tokens:
        match token.type:
            case "text":
                yield Place("literal" if is_address else "text", token.content, line)
            case "math_inline" | "math_inline_double" | "math_single":
                yield Place("formula", token.content, line)
            case "code_inline":
                yield Place("code", token.content, line)
            case "html_inline":
                yield Place("html", token.content, line)
            case "myst_role":
                name = str(token.meta["name"])
                yield Place("formula" if name == "math" else "role", token.content, line, name)
            case "image":
                yield from _inline(token.children or [], line)
            case "link_open" | "link_close":
                is_address = token.type == "link_open" and token.info == "auto"
        if title := token.attrs.get("title"):
            yield Place("text", str(title), line)
        line += token.type in {"softbreak", "hardbreak"} or token.content.count("\n")


def _fence(token: Token, parser: MarkdownIt, line: int) -> Iterator[Place]:
    directive = _DIRECTIVE.match(token.info.strip())
    if directive is None or directive["name"] in _LITERAL:
        yield Place("literal", token.content, line)
        return
    if directive["name"] == "code-cell":
        yield Place("cell", token.content, line + 1)
        return
    if directive["name"] not in _PATH_ARGUMENT:
        yield from places(directive["argument"], parser, line)
    body, line = token.content, line + 1
    while option := _OPTION.match(body):
        yield Place("option", option["text"], line, option["name"])
        body, line = body[option.end() :], line + 1
    if directive["name"] == "math":
        yield Place("formula", body, line)
    else:
        yield from places(body, parser, line)
