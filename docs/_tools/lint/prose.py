"""The prose of a page, piece by piece with its lines: what a reader reads as text, as formulas or as inline code.

The page is parsed as MyST parses it. Code cells, fenced code, addresses, comments, options and targets are not prose.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from fresh.page import MYST_EXTENSIONS

Kind = Literal["text", "formula", "code", "value", "definition"]

_CODE = {"code", "code-block", "sourcecode", "literalinclude", "raw", "raw-cell", "eval-rst", "include", "toctree"}
_PATH_ARGUMENT = {"figure", "image", "csv-table", "card-carousel"}
_TEXT_OPTIONS = {"alt", "caption", "title"}
_TEXT_ROLES = {"abbr", "guilabel", "kbd", "sub", "sup", "term"}
_KINDS: dict[str, Kind] = {"math": "formula", "value": "value", "latex": "value", "definition": "definition"}

_DIRECTIVE = re.compile(r"\{(?P<name>[\w:.-]+)\}\s*(?P<argument>.*)")
_OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_LINK = re.compile(r"(?P<text>.*?)\s*<[^>]*>", re.DOTALL)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_NOT_PYTHON = re.compile(r"\A---\n.*?^---$|^[%!:][^\n]*$", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\s*[\"']?[\w:= ]*(?:alt|caption|description|title)[\"']?\s*:\s*(?P<text>.*)")


@dataclass(frozen=True)
class Piece:
    """Some prose: its kind, its text, the line of the page on which it begins, and whether a paragraph begins there."""

    kind: Kind
    text: str
    line: int
    begins: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Finding:
    """A line of the prose that must change: what is wrong, why, and what to write instead."""

    line: int
    cannot: str
    because: str
    instead: str

    def __str__(self) -> str:
        """Return the three parts as sentences, as every error of gdmath has them."""
        return f"Cannot {self.cannot}, because {self.because}. {self.instead}."


@cache
def _parser() -> MarkdownIt:
    return create_md_parser(MdParserConfig(enable_extensions=set(MYST_EXTENSIONS)), RendererHTML)


@lru_cache(maxsize=1)
def pieces(text: str) -> tuple[Piece, ...]:
    """Return the prose of a page, in its order; every check of a page asks for the same."""
    return tuple(_pieces(text, 1))


def _pieces(text: str, first_line: int) -> Iterator[Piece]:
    for token in _parser().parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        match token.type:
            case "inline":
                for number, piece in enumerate(_inline(token.children or [], line)):
                    yield replace(piece, begins=number == 0)
            case "math_block" | "math_block_label" | "amsmath":
                yield Piece("formula", token.content, line)
            case "fence" | "colon_fence":
                yield from _fence(token, line)
            case "html_block":
                yield Piece("text", _MARKUP.sub(lambda tag: "\n" * tag[0].count("\n"), token.content), line)
            case "front_matter":
                yield from _front_matter(token.content, line + 1)


def _inline(tokens: list[Token], line: int) -> Iterator[Piece]:
    is_address = False
    for token in tokens:
        match token.type:
            case "text" if not is_address:
                yield Piece("text", token.content, line)
            case "math_inline" | "math_inline_double" | "math_single":
                yield Piece("formula", token.content, line)
            case "code_inline":
                yield Piece("code", token.content, line)
            case "myst_role":
                yield from _role(token, line)
            case "image":
                yield from _inline(token.children or [], line)
            case "link_open" | "link_close":
                is_address = token.type == "link_open" and token.info == "auto"
        if title := token.attrs.get("title"):
            yield Piece("text", str(title), line)
        line += token.type in {"softbreak", "hardbreak"} or token.content.count("\n")


def _role(token: Token, line: int) -> Iterator[Piece]:
    name = str(token.meta["name"])
    if name in _KINDS:
        yield Piece(_KINDS[name], token.content, line)
    elif link := _LINK.fullmatch(token.content):
        yield Piece("text", link["text"], line)
    elif name in _TEXT_ROLES:
        yield Piece("text", token.content, line)


def _fence(token: Token, line: int) -> Iterator[Piece]:
    directive = _DIRECTIVE.match(token.info.strip())
    if directive is None or directive["name"] in _CODE:
        return
    if directive["name"] == "code-cell":
        yield from _captions(token.content, line + 1)
        return
    if directive["name"] not in _PATH_ARGUMENT:
        yield from _pieces(directive["argument"], line)
    body, body_line = token.content, line + 1
    while option := _OPTION.match(body):
        if option["name"] in _TEXT_OPTIONS:
            yield Piece("text", option["value"], body_line)
        body, body_line = body[option.end() + 1 :], body_line + 1
    if directive["name"] == "math":
        yield Piece("formula", body, body_line)
    else:
        yield from _pieces(body, body_line)


def _captions(source: str, line: int) -> Iterator[Piece]:
    # A caption is prose, though it stands in a code cell: what its author typed in it, not what an f-string computes.
    try:
        tree = ast.parse(_NOT_PYTHON.sub(lambda found: "\n" * found[0].count("\n"), source))
    except SyntaxError:
        return  # the build names it, with its page and line
    for keyword in (node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "caption"):
        parts = keyword.value.values if isinstance(keyword.value, ast.JoinedStr) else [keyword.value]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield Piece("text", part.value, line + part.lineno - 1)


def _front_matter(content: str, line: int) -> Iterator[Piece]:
    for number, entry in enumerate(content.splitlines()):
        if found := _FRONT_MATTER.fullmatch(entry):
            yield Piece("text", found["text"], line + number)
