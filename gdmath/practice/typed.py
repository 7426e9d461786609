"""What people type around a number or a formula, and how they write its parts: names, commas, signs, indices.

What is read here has one meaning in an answer; `parse` refuses some of it, for elsewhere it has two.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdmath.errors import InputError, require
from gdmath.parsing import ParseError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gdmath.expression import Expr

MOST = 500  # characters of an answer
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")  # what comes along when text is copied from a page
_NAME = r"(?:[^\W\d]|\u2202)[\w'\u2019\u2032\u2033\u2202{}]*(?:\s*\([\w\s.,+\-\u2212]*\))?"
_EQUALS = r"(?::?=|~=?|[\u2248\u223c\u2243\u2245])"
_NAMED = re.compile(rf"^\s*(?:(?:{_NAME}|\(.*\))(?:\s*/\s*{_NAME})?)?\s*{_EQUALS}")  # J'(w) =, dJ / dw =, ~
_STOP = re.compile(r"(?<=[\w)\]}%\u00bc-\u00be\u2150-\u215e])\.\s*$")  # the end of a sentence
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")  # 1,152: in a count, a comma is no decimal one
_MINUS = re.compile(r"[\u2010-\u2015\u2212\ufe63\uff0d]")  # 2e-3, with the minus sign of print, is one number as well
_TEX_TIMES = re.compile(r"\\(?:cdot|times)(?![A-Za-z])")
_TEX_QUOTIENT = re.compile(r"(?<![\d.])(\d*)\s*\\[dt]?frac\s*(?:\{([^{}]*)\}\s*\{([^{}]*)\}|(\d)\s*(\d))")
_VULGAR = re.compile(
    r"(?<![\d.])(\d*)\s*([\u00bc-\u00be\u2150-\u215e])"
)  # one sign for a fraction, as a phone writes 1/2
_MIXED = re.compile(r"(?:^|(?<=[-+(]))(\s*)(\d+)\s+(\d{1,2})\s*[/\u2044]\s*(\d+)(?=\s*(?:$|[-+)%]))")  # 1 3/4
_TIMES = re.compile(r"(?<=[\d)])(?<!^0)(?<![^\d.]0)\s*[xX]\s*(?=[\d.(])")  # 2x10^-3, but not 0x10
_POINT = re.compile(r"(?<![\d.])0[\u00b7\u0387](?=\d)")  # 0·5, where nobody means a product
_PERCENT = re.compile(r"(?<=[\d)])\s*%\s*$")
_DECIMAL = re.compile(r"^\s*[-+]?\d*(?:\.(\d*))?\s*$")
_SIGMA = re.compile(r"\u03c3|(?<![^\W\d]|\\)sigma\b")  # what a lesson writes for the sigmoid
_INDEX = re.compile(r"(?<![^\W\d])([^\W\d_])_(?:\{(\d+)\}|(\d+))")  # a_1, as TeX writes it

# What has two meanings in a number, and how to write the one and the other.
_UNCLEAR = (
    (
        re.compile(
            r"(?<![\d.])(\d+)[\u00b7\u0387](?!10\s*(?:\^|\*\*|[\u2070\u00b9\u00b2\u00b3\u2074-\u207b]))(\d+)(?![\d.])"
        ),
        r"'\g<0>' could be a decimal number or a product",
        r"Write \1.\2 or \1*\2",
    ),
    (
        re.compile(r"(?<=[*\u00d7\u00b7\u22c5])\s*10-(\d+)\s*$"),
        r"'10-\1' could be a power or a difference",
        r"Write 10^-\1 or 10 - \1",
    ),
    (
        re.compile(r"(\d[\d.]*)(?:\s+[eE]\s*|[eE]\s+)([-+])\s*(\d+)"),
        r"'\g<0>' could be a power of ten or begin with a multiple of e",
        r"Write \1e\2\3 or \1*e \2 \3",
    ),
)


@dataclass(frozen=True)
class Typed:
    """A text in which some things are written anew, and where each character of it was typed."""

    text: str
    places: tuple[int, ...]

    def replaced(self, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str]) -> Typed:
        """Write anew what the pattern finds."""
        text, end = "", 0
        places: tuple[int, ...] = ()
        for found in pattern.finditer(self.text):
            new = found.expand(by) if isinstance(by, str) else by(found)
            text += self.text[end : found.start()] + new
            places += self.places[end : found.start()] + (self.places[found.start()],) * len(new)
            end = found.end()
        return Typed(text + self.text[end:], places + self.places[end:])


def require_short(text: str) -> None:
    """Refuse what is no text, and one so long that somebody would have to wait.

    Raises
    ------
    InputError
        It is either.
    """
    require(text, str, "read")
    if len(text) > MOST:
        raise InputError("read so long an answer", f"it has {len(text):,d} characters", f"Write at most {MOST}")


def number_text(text: str, *, counted: bool) -> Typed:
    """Return what is to be computed: without a name before it, a decimal comma as a point, a percent as a quotient.

    Raises
    ------
    ParseError
        Something in it has two meanings.
    """
    typed = _bare(text).replaced(_MINUS, "-").replaced(_TEX_TIMES, "*").replaced(_TEX_QUOTIENT, _quotient)
    typed = typed.replaced(_VULGAR, _fraction).replaced(_MIXED, _mixed)
    typed = typed.replaced(_THOUSANDS, "") if counted else typed.replaced(_COMMA, ".")
    typed = typed.replaced(_TIMES, "*").replaced(_POINT, "0.")
    for pattern, because, instead in _UNCLEAR:
        if found := pattern.search(typed.text):
            raise ParseError(text, typed.places[found.start()], found.expand(because), found.expand(instead))
    return typed.replaced(_PERCENT, "/100")


def formula_text(text: str) -> Typed:
    """Return the formula without a name before it, with a sigma as the library's sigmoid, and a_1 as a1."""
    return _bare(text).replaced(_SIGMA, "sigmoid").replaced(_INDEX, r"\1\2\3")


def parsed(text: str, typed: Typed, names: Iterable[str] = ()) -> Expr:
    """Parse what was made of a text.

    Raises
    ------
    ParseError
        It has no clear meaning; quoted is what was typed.
    """
    try:
        return parse(typed.text, symbols=names)
    except ParseError as error:
        raise ParseError(text, typed.places[error.position], *error.args[1:]) from error


def decimals(text: str) -> int | None:
    """Count the decimals that were typed, where a plain number was typed."""
    found = _DECIMAL.match(number_text(text, counted=False).text)
    return None if found is None else len(found[1] or "")


def _bare(text: str) -> Typed:
    typed = Typed(text, (*range(len(text)), len(text)))  # what is missing, is missing at the end
    return typed.replaced(_UNSEEN, "").replaced(_NAMED, "").replaced(_STOP, "")


def _fraction(found: re.Match[str]) -> str:
    whole, sign = found.groups()
    return f"({f'{whole}+' if whole else ''}{unicodedata.normalize('NFKC', sign)})".replace("\u2044", "/")


def _quotient(found: re.Match[str]) -> str:
    whole, above, below, *digits = found.groups()
    above, below = digits if above is None else (above, below)
    return f"({f'{whole}+' if whole else ''}({above})/({below}))"


def _mixed(found: re.Match[str]) -> str:
    space, whole, above, below = found.groups()
    return f"{space}({whole}+{above}/{below})" if int(above) < int(below) else found[0]
