"""Cut a text into numbers, names and signs."""

from __future__ import annotations

import math
import unicodedata

from gdmath.expression import as_expr, node, pi
from gdmath.functions import log, sqrt
from gdmath.names import DOTS, WRITTEN, constant, function, is_pi, no_symbol, run_together
from gdmath.parsing.carets import ParseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from gdmath.expression import Expr
    from gdmath.names import Called

    Token = tuple[str, Any, int]  # its kind, its value, and where it starts

OPEN, CLOSE = "([{", ")]}"
DIGITS = frozenset("0123456789")
LONGEST_BASE = 40  # characters between the braces of log_{...}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_POINTS = frozenset(DOTS)
# What word processors make of the signs on a keyboard, by code where it looks like another sign.
SIGNS = {
    **dict.fromkeys("+\uff0b", "+"),
    **dict.fromkeys("-−–—\u2010\u2011\u2012\uff0d", "-"),
    **dict.fromkeys("*×⋅∙•✕✖\u2217\uff0a" + DOTS, "*"),
    **dict.fromkeys("/÷\u2044\u2215\uff0f", "/"),
    **dict.fromkeys("^\uff3e", "**"),
    **dict.fromkeys("|\u2223\uff5c", "|"),
}
KINDS = {
    **dict.fromkeys(SIGNS, "operator"),
    **{sign: "bar" for sign, plain in SIGNS.items() if plain == "|"},
    **dict.fromkeys(OPEN, "open"),
    **dict.fromkeys(CLOSE, "close"),
    "√": "root",
    "∛": "root",
    ",": "comma",
}
_KEYBOARD = str.maketrans({sign: plain for sign, plain in SIGNS.items() if plain in {"+", "-"}})
ROOTS: dict[str, Called] = {"√": ("sqrt", sqrt, (1,)), "∛": ("cbrt", WRITTEN["cbrt"], (1,))}

_COMPARED = ("a comparison is no expression", "Give one side alone")
_QUOTED = ("quotation marks have no meaning in an expression", "Leave them out")
_PRIMED = (
    "a prime marks a derivative, which is not read",
    "Give the function itself, and differentiate what parse returns",
)
_LATEX = ("it is LaTeX, which is not read", "Write it as on a calculator, such as (x + 1)/(x - 1) or sqrt(x)")
REASONS = {
    "=": ("an expression has no equals sign", "Give one side alone"),
    ":": ("':' has no meaning in an expression", "Write / for a quotient"),
    "!": ("there are no factorials", "Write the product or the number itself"),
    "%": ("'%' is percent to some and a remainder to others", "Write /100 for percent"),
    ".": ("a point is read only inside a number", "Write * for a product; nothing has attributes"),
    ";": ("one expression is read at a time", "Call parse for each"),
    "@": ("there are no matrices", "Write * for a product"),
    "#": ("there are no comments", "Leave it out"),
    "°": ("angles are in radians", "Write x*pi/180 for x degrees"),
    "±": ("it stands for two expressions", "Write the one with + or the one with -"),
    "∞": ("infinity is no number", "Write a finite number"),
    "…": ("something has been left out there", "Give the whole expression"),
    **dict.fromkeys("<>≤≥≠≈", _COMPARED),
    **dict.fromkeys('"`“”„«»', _QUOTED),
    **dict.fromkeys("'′″\u2018\u2019", _PRIMED),
    **dict.fromkeys("\\$", _LATEX),
}


def tokens(text: str) -> list[Token]:
    """The tokens of a text, and one of the kind "end" after them."""
    return [*_cut(text), ("end", None, len(text))]


def _cut(text: str) -> Iterator[Token]:
    start, length = 0, len(text)
    while start < length:
        character = text[start]
        if character.isspace():
            start += 1
        elif character in DIGITS or (character == "." and text[start + 1 : start + 2] in DIGITS):
            end = _number_end(text, start)
            written = text[start:end].translate(_KEYBOARD)
            if written == "0" and text[end : end + 1] in _POINTS and text[end + 1 : end + 2] in DIGITS:
                after = text[end + 1 : _run(text, end + 1, DIGITS.__contains__)]
                because = f"'0{text[end]}{after}' could be a decimal number or a product"
                raise ParseError(text, start, because, f"Write 0.{after} or 0*{after}")
            yield "number", number(text, start, written), start
            if text[end : end + 1] == "_":
                raise ParseError(text, end, "a number has no '_' in it", "Write its digits without")
            start = end
        elif character in KINDS:
            end = start + 2 if text[start : start + 2] == "**" else start + 1
            yield KINDS[character], _sign(text[start:end]), start
            start = end
        elif is_pi(character):
            yield "constant", pi, start
            start += 1
        elif character.isidentifier():
            end = _name_end(text, start)
            end, token = _named(text, start, end)
            yield token
            start = end
        elif ord(character) in RAISED:
            end = _run(text, start, lambda other: ord(other) in RAISED)
            yield "raised", _raised(text, start, end), start
            start = end
        else:
            raise ParseError(text, start, *_reason(character))


def _sign(sign: str) -> Any:
    return ROOTS.get(sign) or SIGNS.get(sign, sign)


def _name_end(text: str, end: int) -> int:
    """Where a name ends: a lowered number is the last of it, so that w₁x₁ is a product."""
    while end < len(text) and _goes_on(text[end]):
        lowered = ord(text[end]) in LOWERED
        end += 1
        if lowered and end < len(text) and text[end].isalpha() and ord(text[end]) not in LOWERED:
            break
    return end


def _run(text: str, end: int, belongs: Callable[[str], bool]) -> int:
    while end < len(text) and belongs(text[end]):
        end += 1
    return end


def _goes_on(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character == "_"
    if character in DOTS or is_pi(character):
        return False
    return f"_{character}".isidentifier() or ord(character) in LOWERED


def _number_end(text: str, start: int) -> int:
    def digits(end: int) -> int:
        return _run(text, end, DIGITS.__contains__)

    end = digits(start)
    if text[end : end + 1] == ".":
        end = digits(end + 1)
    if text[end : end + 1] in {"e", "E"}:  # 2e3 is a number, 2e and 2e^x are twice a number called e
        sign = end + 1 + (SIGNS.get(text[end + 1 : end + 2]) in {"+", "-"})
        if digits(sign) > sign:
            end = digits(sign)
    return end


def number(text: str, start: int, written: str) -> Expr:
    """The number that is written there."""
    value = float(written)
    if math.isinf(value) or (not value and not set(written.lower().split("e")[0]).isdisjoint("123456789")):
        wrong, right = ("large", "smaller") if value else ("small", "larger")
        raise ParseError(text, start, f"that number is too {wrong} for a 64-bit float", f"Write a {right} one")
    # Python reads at most 4,300 digits as an int, and counts zeros in front.
    return as_expr(int(written.lstrip("0") or "0")) if DIGITS.issuperset(written) else as_expr(value)


def _raised(text: str, start: int, end: int) -> Expr:
    written = text[start:end].translate(RAISED)
    digits = written.removeprefix("-") if written[0] == "-" else written.removeprefix("+")
    if not DIGITS.issuperset(digits) or not digits:
        raise ParseError(text, start, "a raised number is a sign at most, and digits", "Write ^ and the exponent")
    value = number(text, start, digits)
    return -value if written[0] == "-" else value


def _named(text: str, start: int, end: int) -> tuple[int, Token]:
    """Where the name that stands there ends, with its base if it is log_2 or log_{2}, and its token."""
    name = _plain(text[start:end])
    if name == "log_" and text[end : end + 1] in {"{", "("}:
        close = text.find(CLOSE[OPEN.index(text[end])], end, end + LONGEST_BASE)
        return close + 1, ("function", _log(text, start, text[end + 1 : max(close, end)]), start)
    below = name.startswith("log") and end > start + 3 and ord(text[start + 3]) in LOWERED
    if below or name.startswith("log_"):
        return end, ("function", _log(text, start, name[3 if below else 4 :]), start)
    first = run_together(name, called=_next(text, end) in OPEN)
    if first:
        name, end = first, start + len(first)
    return end, (*_meaning(text, start, end, name), start)


def _meaning(text: str, start: int, end: int, name: str) -> tuple[str, Any]:
    """The kind and the value of the token that a name is."""
    if (value := constant(name)) is not None:
        return "constant", value
    before_bracket = _next(text, end) in OPEN
    called = function(name) or (function(name.lower()) if before_bracket else None)  # Sin(x), but not Sin x
    if called is not None and name[0] == "A" and name[0].lower() + name[1:] != "abs" and function(name[1:]):
        both = f"Write {name.lower()}(...) for the inverse function, A*{name[1:]}(...) for the product"
        raise ParseError(text, start, f"{name!r} could be an inverse function or a product", both)
    if name[1:] == "e" and (text[end : end + 1] == "^" or ord(_next(text, end)) in RAISED):
        because = f"{name!r} could be one name or {name[0]} times the number e"
        raise ParseError(text, start, because, f"Write {name[0]} e^..., or ({name})^... for a power of {name}")
    if called is not None:
        return "function", called
    refused = no_symbol(text[start:end])
    if refused and not (before_bracket and run_together(name)):
        raise ParseError(text, start, *refused)
    return "symbol", node("symbol", name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name.translate(LOWERED))


def _next(text: str, end: int) -> str:
    end = _run(text, end, str.isspace)
    return text[end : end + 1] or " "


def _log(text: str, start: int, written: str) -> Called:
    """The logarithm with the base that is written below it."""
    written = _plain(written).strip()
    base = constant(written)
    if written and DIGITS.issuperset(written):
        base = number(text, start, written)
    elif written.isidentifier() and no_symbol(written) is None:
        base = node("symbol", written)
    if base is None:
        raise ParseError(text, start, "the base of that logarithm is not clear", "Write log(x, base)")
    return f"log_{written}", lambda u: log(u, base), (1,)


def _reason(character: str) -> tuple[str, str]:
    if character in REASONS:
        return REASONS[character]
    shown = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    if unicodedata.category(character)[0] == "C":
        return f"an invisible character stands there, {shown}{' ' * bool(name)}{name}", "Delete it"
    if character.isdecimal():
        return (
            f"only the digits 0 to 9 are read, and {character!r} is {name}",
            f"Write {unicodedata.decimal(character)}",
        )
    if character.isnumeric():
        return f"{character!r} is read neither as a number nor as an exponent", "Write it out, such as 1/2"
    return f"{character!r} has no meaning in an expression", "Leave it out, or write its name in letters"
