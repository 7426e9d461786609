"""Read numbers, and refuse those that could be something else."""

from __future__ import annotations

import math
import re
import unicodedata

from gdmath.expression import as_expr
from gdmath.parsing.carets import ParseError, in_a_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

    from gdmath.expression import Expr

DIGITS = frozenset("0123456789")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
MINUS = "\u2212\u2013\u2014\u2010\u2011\u2012\uff0d-"
_SIGN = rf"[+\uff0b{MINUS}]"
# The point of 2.*x belongs to the sign, as in MATLAB.
_PLAIN = r"(\d++(?:\.(?![*/^])\d*+)?+|\.\d++)"  # possessive, so that a long number that does not fit is refused at once
_KEYBOARD = str.maketrans({**dict.fromkeys(MINUS, "-"), "\uff0b": "+"})
_NUMBER = re.compile(rf"{_PLAIN}(?:[eE]{_SIGN}?\d+)?", re.ASCII)
# What begins like a number, as it is typed, why it is unclear, and how to write the one and the other.
_UNCLEAR = (
    (
        re.compile(r"0([\u00b7\u0387])(\d++)", re.ASCII),
        r"'\g<0>' could be a decimal number or a product",
        r"Write 0.\2 or 0*\2",
    ),
    (
        re.compile(rf"{_PLAIN}[eE]({_SIGN})(\.\d++)", re.ASCII),
        r"'\g<0>' could be a power of ten or begin with a multiple of e",
        r"Write \1*10^(\2\3) or \1*e \2 \3",
    ),
    (
        re.compile(rf"{_PLAIN}(?:[eE]\s+({_SIGN})|[eE]({_SIGN})\s+)(\d+)", re.ASCII),
        r"'\g<0>' could be a power of ten or begin with a multiple of e",
        r"Write \1e\2\3\4 or \1*e \2\3 \4",
    ),
    (
        re.compile(rf"{_PLAIN}([xX]10)(?=\s*\^|\*\*|[\u2070\u00b9\u00b2\u00b3\u2074-\u207b])", re.ASCII),
        r"'\g<0>' could be a power of ten or a product with \2",
        r"Write \1*10^... or \1*\2^...",
    ),
    (
        re.compile(r"(\d++),(0\d)(?!\d)", re.ASCII),
        r"'\g<0>' could be one number or two",
        r"Write \1.\2, or a space after the comma of two numbers",
    ),
    (
        re.compile(r"([1-9]\d{0,2}),(\d{3})(?!\d)", re.ASCII),
        r"'\g<0>' could be one number or two",
        r"Write \1\2 or \1.\2, or a space after the comma of two numbers",
    ),
)
_SUSPECT = frozenset("eExXbBoO,\u00b7\u0387")  # without one of these behind it, a number is none of them
_COMMA = re.compile(r"\{,\}(\d*)", re.ASCII)
_MIXED = re.compile(r"\s*(?:\{(\d+)\}\{(\d+)\}|(\d)(\d))", re.ASCII)  # what stands behind the command
_BASED = re.compile(r"0(?:[xX][0-9a-fA-F]+|[bB][01]+|[oO][0-7]+)\b", re.ASCII)


def number_at(text: str, start: int, names: Container[str] = ()) -> tuple[int, Expr]:
    """Where the number ends that begins there, and what it is.

    Raises
    ------
    ParseError
        It could be something else, or is beyond the floats.
    """
    found = _NUMBER.match(text, start)
    end = found.end() if found else start
    if text[end : end + 1] in _SUSPECT:
        _require_clear(text, start, names)
    if text[end : end + 1] == "_":
        raise ParseError(text, end, "a number has no '_' in it", "Write its digits without")
    return end, number(text, start, text[start:end].translate(_KEYBOARD))


def _require_clear(text: str, start: int, names: Container[str]) -> None:
    for pattern, because, instead in _UNCLEAR:
        if (found := pattern.match(text, start)) and text[start + 1 : found.end()] not in names:
            raise ParseError(text, start, *map(in_a_line, map(found.expand, (because, instead))))
    if (found := _BASED.match(text, start)) and found[0][1:] not in names:
        because = f"{found[0]!r} could be a number with another base or a product"
        raise ParseError(text, start, because, f"Write {int(found[0], 0)} or 0*{found[0][1:]}")


def require_no_comma(text: str, start: int, end: int) -> None:
    """Refuse 1{,}000, as LaTeX writes a comma inside the number that stands there."""
    if found := _COMMA.match(text, end):
        written, rest = text[start:end], found[1]
        because = f"'{written}{{,}}{rest}' has a comma that parts thousands to some and decimals to others"
        raise ParseError(text, start, because, f"Write {written}{rest} or {written}.{rest}")


def require_no_mixed(text: str, done: list[tuple[str, Any, int]], command: int, end: int) -> None:
    r"""Refuse 1\frac{3}{4}, whose number is the last token, and whose command ends at `end`."""
    found = _MIXED.match(text, end) if done and done[-1][0] == "number" else None
    if found:
        whole, part = in_a_line(text[done[-1][2] : command]), f"{found[1] or found[3]}/{found[2] or found[4]}"
        because = f"'{whole} {part}' could be a mixed number or a product"
        raise ParseError(text, command, because, f"Write {whole} + {part} or {whole}*{part}")


def number(text: str, start: int, written: str) -> Expr:
    """The number that is written there."""
    value = float(written)
    if math.isinf(value) or (not value and not set(written.lower().split("e")[0]).isdisjoint("123456789")):
        wrong, right = ("large", "smaller") if value else ("small", "larger")
        raise ParseError(text, start, f"that number is too {wrong} for a 64-bit float", f"Write a {right} one")
    # Python reads at most 4,300 digits as an int, and counts zeros in front.
    return as_expr(int(written.lstrip("0") or "0")) if DIGITS.issuperset(written) else as_expr(value)


def raised(text: str, start: int, end: int) -> Expr:
    """The raised number that stands there."""
    written = text[start:end].translate(RAISED)
    digits = written.removeprefix("-") if written[0] == "-" else written.removeprefix("+")
    if not DIGITS.issuperset(digits) or not digits:
        raise ParseError(text, start, "a raised number is a sign at most, and digits", "Write ^ and the exponent")
    value = number(text, start, digits)
    return -value if written[0] == "-" else value


def fraction(character: str) -> Expr | None:
    """The quotient that is one sign, such as that of a half; None if it is no such sign."""
    above, slash, below = unicodedata.normalize("NFKC", character).partition("\u2044")
    return as_expr(int(above)) / int(below) if slash and below else None
