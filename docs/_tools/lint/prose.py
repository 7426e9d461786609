"""The prose of a page, piece by piece with its lines: what a reader reads as text, as formulas or as inline code.

What stands where is asked of the reader by which the pages are built. Code cells, fenced code, addresses, comments,
options and targets are not prose.
"""

import ast
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig

from fresh.markdown import Place, markdown_parser
from fresh.values import PLACEHOLDER, Reading, Value, read_values

Kind = Literal["text", "formula", "code", "value", "definition"]

_CONF = Path(__file__).parents[2] / "conf.py"
_TEXT_OPTIONS = {"alt", "caption", "title"}
_TEXT_ROLES = {"abbr", "guilabel", "kbd", "sub", "sup", "term"}
_KINDS: dict[str, Kind] = {"value": "value", "latex": "value", "definition": "definition"}

_DEFINITION = re.compile(r"\{definition\}`([^`]*)`")
_LINK = re.compile(r"(?P<text>.*?)\s*<[^>]*>", re.DOTALL)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_NOT_PYTHON = re.compile(r"\A---\n.*?^---$|^[%!:][^\n]*$", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"\s*[\"']?[\w:= ]*(?:alt|caption|description|title)[\"']?\s*:\s*(?P<text>.*)")


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


def pieces(text: str) -> Iterator[Piece]:
    """Yield the prose of a page, in its order."""
    yield from _front_matter(text)
    begins = False
    for place in _read(text).places:
        begins |= place.begins
        for piece in _pieces(place):
            yield replace(piece, begins=begins)
            begins = False


def values(text: str) -> tuple[Value, ...]:
    """Return what is computed in the prose of a page, formulas included."""
    return _read(text).values


@lru_cache(maxsize=1)
def _read(text: str) -> Reading:
    above = _FRONT_MATTER.match(text)
    lines = above[0].count("\n") if above else 0
    return read_values(text[above.end() :] if above else text, _parser(), lines + 1)


@cache
def _parser() -> MarkdownIt:
    extensions = runpy.run_path(str(_CONF))["myst_enable_extensions"]
    return markdown_parser(MdParserConfig(enable_extensions=set(extensions)))


def _pieces(place: Place) -> Iterator[Piece]:
    match place.kind:
        case "text" | "code":
            yield Piece(place.kind, place.text, place.line)
        case "formula":
            blank = _DEFINITION.sub(lambda found: PLACEHOLDER + "\n" * found[0].count("\n"), place.text)
            yield Piece("formula", blank, place.line)
            for found in _DEFINITION.finditer(place.text):
                yield Piece("definition", found[1], place.line + place.text.count("\n", 0, found.start()))
        case "role":
            yield from _role(place)
        case "option" if place.name in _TEXT_OPTIONS:
            yield Piece("text", place.text, place.line)
        case "html" if text := _MARKUP.sub(lambda tag: "\n" * tag[0].count("\n"), place.text).rstrip():
            yield Piece("text", text, place.line)
        case "cell":
            yield from _captions(place.text, place.line)


def _role(place: Place) -> Iterator[Piece]:
    if place.name in _KINDS:
        yield Piece(_KINDS[place.name], place.text, place.line)
    elif link := _LINK.fullmatch(place.text):
        yield Piece("text", link["text"], place.line)
    elif place.name in _TEXT_ROLES:
        yield Piece("text", place.text, place.line)


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


def _front_matter(text: str) -> Iterator[Piece]:
    above = _FRONT_MATTER.match(text)
    for number, entry in enumerate(above[0].splitlines() if above else [], start=1):
        if found := _ENTRY.fullmatch(entry):
            yield Piece("text", found["text"], number)
