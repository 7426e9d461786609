r"""Values in the prose, computed in place: `` {value}`expression:format` `` and `` {latex}`expression` ``.

They are replaced in the text before Markdown is parsed, so they work where no role can stand: in a formula, in the text
that stands for an image, with the bars of a table in them. Which of them are values, and which stand in code, in an
address or in a comment, is asked of the parser itself: each gets a mark that no text has, and is one if the mark comes
out where something is computed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from .markdown import Place, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt

PLACEHOLDER = "\ufffc"  # for a value in the text of a place: neither a letter nor a digit nor a gap

_ROLE = re.compile(r"\{(?P<role>value|latex)\}`(?P<expression>[^`]+)`(?!`)")
_MARK = "\ue000%d\ue001"
_MARKED = re.compile(r"\ue000(?P<number>\d+)\ue001\s*")
_MARKED_ROLE = re.compile(rf"\{{(?:value|latex)\}}`{_MARKED.pattern}`")
_HTML_LITERAL = re.compile(
    r"<!--.*?-->|<(?P<tag>pre|code|script|style|textarea)\b.*?</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE
)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~^&!])")


@dataclass(frozen=True)
class Value:
    """One expression in the prose: what is to be computed, from where to where it stands, its line and its place."""

    role: str
    expression: str
    line: int
    start: int
    end: int
    kind: str = ""

    @property
    def source(self) -> str:
        """The value as its author typed it."""
        return f"{{{self.role}}}`{self.expression}`"

    def written(self, result: str) -> str:
        """The result as its place asks for: what is not TeX comes out as it was computed."""
        if self.role == "latex" or self.kind == "formula":
            return " ".join(result.split("\n"))
        plain = result.strip()
        if self.kind == "html":
            return escape(plain)
        return plain if self.kind == "option" else _SPECIAL.sub(r"\\\1", plain)


@dataclass(frozen=True)
class Reading:
    """A text that has been read: its values, and its places, with a placeholder where a value stands in one."""

    text: str
    values: tuple[Value, ...]
    places: tuple[Place, ...]

    def replaced(self, results: Sequence[str]) -> str:
        """The text with the results of its values."""
        written = [value.written(result) for value, result in zip(self.values, results, strict=True)]
        return _with(self.text, self.values, written)


def read_values(text: str, parser: MarkdownIt, line: int = 1) -> Reading:
    """Read a text whose first line has this number."""
    refused: set[int] = set()
    while True:
        candidates = list(_candidates(text, line, refused))
        found = list(places(_marked(text, candidates), parser, line))
        kinds = {number: kind for place in found for number, kind in _numbers(place)}
        # What looks like a value, and of which the parser makes something else, may hide one that begins in it.
        lost = next((one.start for number, one in enumerate(candidates) if number not in kinds), None)
        if lost is None:
            break
        refused.add(lost)
    values = {n: replace(one, kind=kinds[n]) for n, one in enumerate(candidates) if kinds[n] != "literal"}
    return Reading(text, tuple(values.values()), tuple(_shown(place, candidates, values) for place in found))


def _candidates(text: str, line: int, refused: set[int]) -> Iterator[Value]:
    at = 0
    while match := _ROLE.search(text, at):
        at = match.start() + 1 if match.start() in refused else match.end()
        if match.start() not in refused:
            here = line + text.count("\n", 0, match.start())
            yield Value(match["role"], match["expression"], here, *match.span())


def _marked(text: str, candidates: Sequence[Value]) -> str:
    """The text with a mark in place of each expression, and as many lines as before."""
    marks = [_MARK % number + "\n" * one.expression.count("\n") for number, one in enumerate(candidates)]
    marked = [f"{{{one.role}}}`{mark}`" for one, mark in zip(candidates, marks, strict=True)]
    return _with(text, candidates, marked)


def _with(text: str, values: Sequence[Value], others: Sequence[str]) -> str:
    """The text with something else where values stand."""
    ends = [0, *(value.end for value in values)]
    before = [text[end : value.start] for end, value in zip(ends, values, strict=False)]
    return "".join([part for pair in zip(before, others, strict=True) for part in pair] + [text[ends[-1] :]])


def _numbers(place: Place) -> Iterator[tuple[int, str]]:
    """The numbers of the marks that stand whole in a place, each with the kind of its place."""
    if place.kind == "role" and place.name in {"value", "latex"}:
        if match := _MARKED.fullmatch(place.text):
            yield int(match["number"]), "text"
        return
    literal = place.kind in {"code", "cell", "literal", "role"}
    spans = [match.span() for match in _HTML_LITERAL.finditer(place.text)] if place.kind == "html" else []
    for match in _MARKED_ROLE.finditer(place.text):
        inside = literal or any(start <= match.start() < end for start, end in spans)
        yield int(match["number"]), "literal" if inside else place.kind


def _shown(place: Place, candidates: Sequence[Value], values: dict[int, Value]) -> Place:
    """The place as its author typed it, less its values."""
    if place.kind == "role" and (match := _MARKED.fullmatch(place.text)):
        return replace(place, text=candidates[int(match["number"])].expression)

    def whole(match: re.Match[str]) -> str:
        number = int(match["number"])
        lines = "\n" * match[0].count("\n")
        return f"{PLACEHOLDER}{lines}" if number in values else candidates[number].source

    return replace(place, text=_MARKED_ROLE.sub(whole, place.text))
