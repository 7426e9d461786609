"""What to say of a text that has no clear meaning."""

from __future__ import annotations

import re

from gdmath.cases import CASES
from gdmath.expression import node
from gdmath.functions import FUNCTIONS
from gdmath.names import ALIASES, WRITTEN, E, function
from gdmath.parsing.advice import WITHOUT, WRITE
from gdmath.parsing.carets import in_a_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

LONGEST = 20  # letters of a name that may be a misspelt function
LONGEST_SHOWN = 200  # letters of a name that a message repeats
_NAMES = frozenset(["cost", "cosine_cost", "loss", "sig"])  # which people give, and misspell no function with
_DIFFERENTIAL = re.compile(r"d[^\W\d_](?:_?\w)?")
_SECOND = re.compile(r"(?<!\w)d\s*(?:\^\s*\d|[\u00b2\u00b3])\s*\w*\s*$")  # d^2y, before a sign /


def missing(tokens: list[Any], place: int) -> tuple[str, str]:
    """What is missing before the token at that place."""
    kind, value, _ = tokens[place]
    before: Any = tokens[place - 1] if place else ("",)
    if before[0] == "function":
        return f"{before[1][0]} has no argument", f"Write {before[1][0]}(x)"
    if kind == "end":
        return ("a value is missing at the end", "Write one there") if place else ("there is nothing in it", _EXAMPLE)
    shown = "the raised number" if kind == "raised" else repr("^" if value == "**" else value)
    return f"a value is missing before {shown}", "Write one there"


_EXAMPLE = 'Write an expression such as "3x^2 + 1"'


def no_function(name: str, bracket: str) -> tuple[str, str]:
    """What is wrong with a name, no function's, that has a bracket behind it."""
    if name == "D":
        because = "D(...) is a derivative that is still to be taken"
        return because, "Parse what stands in it, and differentiate that"
    if len(name) > LONGEST_SHOWN:
        return "that name is no function's", "Write * for a product"
    if len(name) == 1:
        return f"'{name}{bracket}' could be a product or a function", f"Write {name}*{bracket}... for the product"
    because, product = f"there is no function {name}", f"{name}*{bracket}... for a product"
    lower = name.lower()
    if lower in WITHOUT:
        reason, instead = WITHOUT[lower]
        return f"{because}, as {reason}", instead
    return because, f"Write {WRITE[lower] if lower in WRITE else _or(_others(name, bracket), product)}"


def _or(others: str, product: str) -> str:
    return f"{others}, or {product}" if others else product


def _others(name: str, bracket: str) -> str:
    """Other ways to write what may be meant: a function with a number, or one that is a slip away."""
    numbered = name.rstrip("0123456789")
    if numbered != name and function(numbered):
        return _numbered(numbered, name[len(numbered) :])
    return ", ".join(f"{other}{bracket}..." for other in _meant(name))


def _numbered(name: str, number: str) -> str:
    """What a function with a number behind its name may mean."""
    of_two = {"log": f"log(x, {number})", "ln": f"log(x, {number})", "sqrt": f"root(x, {number})"}
    return of_two.get(name, f"{name}(x)^{number} or {name}({number}x)")


def _meant(name: str) -> list[str]:
    """Functions from which the name is one slip of the finger away; sin3 is none."""
    if not 2 < len(name) <= LONGEST or name[-1].isdecimal() or name in _NAMES:
        return []
    return [known for known in dict.fromkeys([*FUNCTIONS, *CASES, *ALIASES, *WRITTEN]) if _slip(name, known)]


def _slip(name: str, known: str) -> bool:
    """Whether one letter is too much, missing or another, or two have changed places."""
    start = 0
    while start < min(len(name), len(known)) and name[start] == known[start]:
        start += 1
    end = 0
    while end < min(len(name), len(known)) - start and name[-1 - end] == known[-1 - end]:
        end += 1
    typed, meant = name[start : len(name) - end], known[start : len(known) - end]
    return max(len(typed), len(meant)) == 1 or (len(typed) == 2 and typed == meant[::-1])


def negative_exponent(name: str) -> tuple[str, str]:
    """What is wrong with sin^-1(x)."""
    inverse = f"a{name}(x) or " if f"a{name}" in FUNCTIONS else ""
    because = f"a negative exponent of {name} is its inverse to some and a quotient to others"
    return because, f"Write {inverse}1/{name}(x)"


def inverted(tokens: list[Any], place: int) -> bool:
    """Whether ^-1 and a bracket stand there, perhaps the exponent in braces, as in f^{-1}(x)."""
    if tokens[place][0] == "raised":
        return str(tokens[place][1]) == "-1" and tokens[place + 1][0] == "open"
    signs = [token[1] for token in tokens[place : place + 6] if token[1] not in {"{", "}"}]
    return signs[:2] == ["**", "-"] and str(signs[2:3]) == "[1]" and signs[3:4] in (["("], ["["])


def differential(tokens: list[Any], place: int) -> tuple[str, str] | None:
    """What is wrong with the d/dx, perhaps in brackets, that ends before that place; None if there is none."""
    place -= tokens[place - 1][0] == "close"
    names = [value.args[0] if kind == "symbol" else value for kind, value, _ in tokens[max(place - 3, 0) : place]]
    if names[:2] == ["d", "/"] and str(names[-1]).startswith("d"):
        because = f"d/{names[-1]} is a derivative that is still to be taken"
        return because, "Parse what stands behind it, and differentiate that"
    return None


def in_numbers(text: str, tokens: list[Any], place: int, names: Container[str]) -> tuple[str, str] | None:
    """What is wrong with dy/dx, whose sign stands at that place, and with x^2 dx, whose dx does; None if nothing is."""
    if tokens[place][1] == "/":
        above, below = tokens[place - 1], tokens[place + 1]
        named = above[0] == "symbol" and above[1].args[0][0] == "d" != above[1].args[0] not in names
        if _is_differential(below, names) and (named or _SECOND.search(text, 0, tokens[place][2])):
            because = f"{above[1] if named else 'd^2.'}/{below[1]} is a derivative that is still to be taken"
            return because, "Give the function, and differentiate what parse returns; or name the two symbols"
    elif _is_differential(tokens[place], names):
        name = tokens[place][1].args[0]
        if any(kind == "symbol" and value.args[0] == name[1:] for kind, value, _ in tokens[:place]):
            return f"'{name}' could be a differential or a factor", f"Leave it out, or write *{name}"
    return None


def _is_differential(token: Any, names: Container[str]) -> bool:
    kind, value, _ = token
    return kind == "symbol" and value.args[0] not in names and bool(_DIFFERENTIAL.fullmatch(value.args[0]))


def reach(text: str, tokens: list[Any], place: int) -> tuple[str, str] | None:
    """What is unclear in e^2x and e^wx, where the token at that place touches the exponent of a number."""
    sign = place - 2 - (tokens[place - 2][1] == "-")
    exponent = tokens[place - 1][0]
    if exponent not in {"number", "symbol", "constant"} or sign < 1 or tokens[sign][1] != "**":
        return None
    kind, value, base = tokens[sign - 1]
    letters = kind == "symbol" == tokens[place][0] and exponent != "number"
    if kind != "number" and value is not E and not letters:
        return None
    start, factor = tokens[place][2], _factor(text, tokens, place)
    number, exponent = in_a_line(text[base : tokens[sign][2]]), in_a_line(text[tokens[sign + 1][2] : start])
    because = f"'{factor}' could belong to the exponent or not"
    return because, f"Write {number}^({exponent}{factor}) or {number}^({exponent})*{factor}"


def above_and_behind(text: str, tokens: list[Any], place: int) -> tuple[str, str] | None:
    """What is unclear in e^-w x, where a letter stands behind a minus sign and a letter above a number."""
    if len(tokens[place - 4 : place]) < 4 or tokens[place][0] != "symbol":
        return None
    (kind, value, base), (_, power, sign), (_, minus, start), (above, _, _) = tokens[place - 4 : place]
    if power != "**" or minus != "-" or above != "symbol" or (kind != "number" and value is not E):
        return None
    number, exponent = in_a_line(text[base:sign]), in_a_line(text[start : tokens[place][2]]).rstrip()
    because = f"{exponent!r} could be the whole exponent or its beginning"
    factor = _factor(text, tokens, place)
    return because, f"Write {number}^({exponent} {factor}) or {number}^({exponent})*{factor}"


def run_on(text: str, tokens: list[Any], place: int, name: str) -> tuple[str, str] | None:
    """What is unclear in sin^22x, where the exponent at that place may end before the argument begins."""
    digits, after = in_a_line(text[tokens[place][2] : tokens[place + 1][2]]), tokens[place + 1]
    if len(digits) == 1 or not digits.isdecimal() or after[0] != "symbol" or text[after[2] - 1].isspace():
        return None
    because = f"it is not clear where the exponent in '{name}^{digits}{after[1]}' ends"
    power, inner = digits[:-1], f"{digits[-1]}{after[1]}"
    return because, f"Write {name}({after[1]})^{digits} or {name}({inner})^{power}"


def turned(text: str, tokens: list[Any], place: int) -> bool:
    """Whether the sign * there stands in w^T*x, which Python would write with **."""
    around = [kind for kind, *_ in tokens[max(place - 3, 0) : place + 2]]
    letters = around == ["symbol", "operator", "symbol", "operator", "symbol"]
    return letters and tokens[place - 1][:2] == _T and text[tokens[place - 2][2]] == "^"


def transposed(tokens: list[Any], place: int) -> bool:
    """Whether a product goes on there behind w^T or w^{T}."""
    letter = place - 1 - (tokens[place - 1][1] == "}")
    sign = letter - 1 - (tokens[letter - 1][1] == "{")
    return bool(tokens[letter][:2] == _T and sign > 0 and tokens[sign][1] == "**" and tokens[sign - 1][0] in _VECTORS)


_VECTORS = frozenset(["symbol", "close"])
_T = ("symbol", node("symbol", "T"))


def under(text: str, tokens: list[Any], place: int, root: int) -> tuple[str, str]:
    """What is unclear in √2x, where the token at that place touches what stands behind a sign of a root."""
    sign, inner, factor = text[root], in_a_line(text[root + 1 : tokens[place][2]]), _factor(text, tokens, place)
    return f"it is not clear how far '{sign}' reaches", f"Write {sign}({inner})*{factor} or {sign}({inner}{factor})"


def _factor(text: str, tokens: list[Any], place: int) -> str:
    """The beginning of a factor, as it is typed."""
    begins = tokens[place][0] in {"open", "bar", "function"}
    return in_a_line(text[tokens[place][2] : tokens[place + 1][2]]) + "..." * begins


def number_behind(text: str, tokens: list[Any], place: int) -> tuple[str, str]:
    """What is wrong with a number that stands directly behind a value: 1 3/4 is a mixed number to some."""
    before, (_, value, start), after = tokens[place - 1], tokens[place], tokens[place + 1 : place + 3]
    if before[0] == "number" and value.head == "/":
        whole, part = in_a_line(text[before[2] : start]), str(value)
    elif before[0] == "number" and [kind for kind, *_ in after] == ["operator", "number"] and after[0][1] == "/":
        whole, part = in_a_line(text[before[2] : start]), in_a_line(text[start : tokens[place + 3][2]])
    else:
        return "a number follows directly on what is before it", "Write * or ^ between them"
    return f"'{whole} {part}' could be a mixed number or a product", f"Write ({whole} + {part}) or {whole}*{part}"
