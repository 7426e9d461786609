r"""Numbers in the prose, computed in place: `` {value}`expression:format` `` and `` {latex}`expression` ``.

They are replaced in the text of the page before Markdown is parsed, so they work wherever text does: in headings,
tables, admonitions and inside ``$...$``. Code is left alone: fenced code, and literals between double backticks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ROLE = r"\{(?P<role>value|latex)\}`(?P<expression>[^`]*)`(?!`)"
_NO_BLANK_LINE = r"(?!\n[ \t]*\n)"

# In the order in which Markdown itself decides: blocks first, then whatever begins further left.
_MARKDOWN = re.compile(
    rf"""
    ^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?                      # a fence, perhaps in a list or a quotation
      (?P<fence>`{{3,}}(?=[^`\n]*\n)|~{{3,}}|:{{3,}})(?P<info>[^\n]*)\n
      (?P<content>.*?)(?:^[ \t>]*(?P=fence)[`~:]*[ \t]*$|\Z)
    | (?P<skip>^%[^\n]*|<!--.*?-->)                             # a comment
    | (?P<math>\$\$.*?\$\$
        | \\begin\{{(?P<env>[a-z]+\*?)\}}.*?\\end\{{(?P=env)\}}
        | (?<![\\$])\$(?:\\.|{_NO_BLANK_LINE}[^$\\])+\$)
    | \\.                                                       # an escaped character
    | {_ROLE}
    | (?<!`)(?P<ticks>`+)(?!`)(?:{_NO_BLANK_LINE}.)+?(?<!`)(?P=ticks)(?!`)  # a literal
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_MATH = re.compile(_ROLE)
_DIRECTIVE = re.compile(r"[ \t]*\{(?P<name>[\w:.-]+)\}")
_CODE_DIRECTIVES = {"code", "code-block", "sourcecode", "literalinclude", "raw", "code-cell", "raw-cell", "eval-rst"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~^&!])")


@dataclass(frozen=True)
class Value:
    """One expression in the prose: what is to be computed, where it stands, and how its result is written."""

    role: str
    expression: str
    line: int
    math: bool

    @property
    def source(self) -> str:
        """The value as its author typed it."""
        return f"{{{self.role}}}`{self.expression}`"

    def written(self, result: str) -> str:
        """The result as Markdown: as it is for formulas, otherwise such that it comes out as it was computed."""
        if self.role == "latex" or self.math:
            return " ".join(result.split("\n"))
        return _SPECIAL.sub(r"\\\1", result.strip())


def replace_values(text: str, line: int, write: Callable[[Value], str], *, math: bool = False) -> str:
    """The Markdown text with each value replaced by what ``write`` gives for it; its first line is number ``line``."""

    def replace(match: re.Match[str]) -> str:
        here = line + text.count("\n", 0, match.start())
        parts = match.groupdict()
        if parts["role"]:
            return write(Value(parts["role"], parts["expression"], here, math))
        if parts.get("math"):
            return replace_values(match[0], here, write, math=True)
        if parts.get("fence"):
            return _replace_in_fence(match, here, write)
        return match[0]

    return (_MATH if math else _MARKDOWN).sub(replace, text)


def _replace_in_fence(match: re.Match[str], line: int, write: Callable[[Value], str]) -> str:
    """A directive's title and content are Markdown too; every other fence is code."""
    directive = _DIRECTIVE.match(match["info"])
    if not directive or directive["name"] in _CODE_DIRECTIVES:
        return match[0]
    before, start = match[0], match.start()
    opening = before[: match.start("info") - start]
    closing = before[match.end("content") - start :]
    info = replace_values(match["info"], line, write)
    content = replace_values(match["content"], line + 1, write, math=directive["name"] == "math")
    return f"{opening}{info}\n{content}{closing}"
