"""What to say of a text that has no clear meaning."""

from __future__ import annotations

from gdmath.cases import CASES
from gdmath.expression import CONSTANTS
from gdmath.functions import FUNCTIONS
from gdmath.names import ALIASES, WRITTEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST = 20  # letters of a name that may be a misspelt function


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
    from difflib import get_close_matches

    known = [*FUNCTIONS, *CASES, *ALIASES, *WRITTEN, *CONSTANTS]
    near = get_close_matches(name, known, 1, 0.7) if 1 < len(name) <= LONGEST else []
    if near:
        return f"there is no function {name}", f"Write {near[0]}{bracket}..., or {name}*{bracket}... for a product"
    if len(name) > 1:
        return f"there is no function {name}", f"Write {name}*{bracket}... for a product"
    return f"'{name}{bracket}' could be a product or a function", f"Write {name}*{bracket}... for the product"


def negative_exponent(name: str) -> tuple[str, str]:
    """What is wrong with sin^-1(x)."""
    inverse = f"a{name}(x) or " if f"a{name}" in FUNCTIONS else ""
    because = f"a negative exponent of {name} is its inverse to some and a quotient to others"
    return because, f"Write {inverse}1/{name}(x)"


def differential(tokens: list[Any], place: int) -> tuple[str, str] | None:
    """What is wrong with the d/dx, perhaps in brackets, that ends before that place; None if there is none."""
    place -= tokens[place - 1][0] == "close"
    names = [value.args[0] if kind == "symbol" else value for kind, value, _ in tokens[max(place - 3, 0) : place]]
    if names[:2] == ["d", "/"] and str(names[-1]).startswith("d"):
        because = f"d/{names[-1]} is a derivative that is still to be taken"
        return because, "Parse what stands behind it, and differentiate that"
    return None
