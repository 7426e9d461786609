"""What a name in a text means: a function, a number, a symbol; perhaps with an index or a base in braces."""

from __future__ import annotations

import re
import unicodedata

from gdmath.expression import node
from gdmath.functions import log
from gdmath.names import called, constant, function, no_symbol, run_together
from gdmath.parsing.advice import IN_CAPITALS, UNMISTAKABLE, elsewhere, in_brackets
from gdmath.parsing.carets import ParseError
from gdmath.parsing.numbers import DIGITS, RAISED, number
from gdmath.parsing.signs import CLOSE, OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

    from gdmath.names import Called

LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
LONGEST_BASE = 40  # characters between the braces of log_{...}
# What stands before a function in a program, with a point between them.
MODULES = frozenset(
    "np numpy jnp jax torch math Math cmath sympy sp scipy special tf keras nn functional F gdmath".split()  # noqa: SIM905  easier to read
)
_INDEX = re.compile(r"\{\s*([^\W_]+(?:_[^\W_]+)*)\s*\}")
_MOVES = re.compile(r"\^\s*[-\u2212({]*\s*[^\W\d_]")  # an exponent with a letter, which names have seldom
TURNED = (
    "'^T' could be a power or mark a vector that is turned, and there are no vectors",
    "Leave ^T out, or write ^(T)* for the power",
)
NO_LETTER = ("an index is read below a letter alone", "Leave it out, or write one name such as x_1")
NO_INDEX = ("an index is digits or letters below a symbol", "Write one such as w_{1}, or a name such as w_next")


class Named:
    """A name that stands at a place of a text."""

    def __init__(self, text: str, start: int, end: int, names: Container[str] = ()) -> None:
        self.text, self.start, self.end, self.names = text, start, end, names
        self.name = plain_name(text[start:end])

    def token(self) -> tuple[int, Any]:
        """Where the name ends, with its index or base, and its token."""
        text, name = self.text, self.name
        following = text[self.end : self.end + 1]
        if name == "log_" and following in {"{", "("}:
            close = text.find(CLOSE[OPEN.index(following)], self.end, self.end + LONGEST_BASE + 2)
            return close + 1, ("function", self.log(text[self.end + 1 : max(close, self.end)]), self.start)
        below = name.startswith("log") and self.end > self.start + 3 and ord(text[self.start + 3]) in LOWERED
        if below or name.startswith("log_"):
            written = name[3 if below else 4 :]
            if following == "." and text[self.end + 1 : self.end + 2] in DIGITS:
                raise self.error(*NO_BASE)
            if len(written) > 1 and written.isidentifier() and not no_symbol(written) and written not in self.names:
                raise self.error(f"{name} could be one name or a logarithm with the base {written}", NO_BASE[1])
            return self.end, ("function", self.log(written), self.start)
        if following == "{" and name[-1] == "_":
            return self.indexed()
        first = "" if name in UNMISTAKABLE else run_together(name, called=self.before_bracket())
        if first:
            self.name, self.end = first, self.start + len(first)
        return self.end, (*self.meaning(), self.start)

    def error(self, because: str, instead: str) -> ParseError:
        """What is wrong with the name."""
        return ParseError(self.text, self.start, because, instead)

    def next(self) -> str:
        """The next character that is no space."""
        end = self.end
        while end < len(self.text) and self.text[end].isspace():
            end += 1
        return self.text[end : end + 1] or " "

    def before_bracket(self) -> bool:
        """Whether a bracket follows."""
        return self.next() in OPEN

    def indexed(self) -> tuple[int, Any]:
        """The symbol with an index in braces: w_{1} is w1, and w_{in} is w_in."""
        index = _INDEX.match(self.text, self.end)
        if index is None or not self.name[:-1] or function(self.name[:-1]):
            raise ParseError(self.text, self.end, *NO_INDEX)
        name = with_index(self.name[:-1], plain_name(index[1]), self.names)
        if refused := no_symbol(name):
            raise self.error(*refused)
        return index.end(), ("symbol", node("symbol", name), self.start)

    def meaning(self) -> tuple[str, Any]:
        """The kind and the value of the token that the name is."""
        name, text, end = self.name, self.text, self.end
        before_bracket = self.before_bracket()
        if (value := constant(name)) is not None:
            if name == "E" and before_bracket:
                raise self.error(*EXPECTED)
            return "constant", value
        if before_bracket and name in IN_CAPITALS and name not in self.names:
            raise self.error(*IN_CAPITALS[name])
        found = function(name)
        if before_bracket and name not in self.names:
            found = found or function(name.lower()) or called(name)  # Sin(x), but not Sin x
        if found is not None and name[0] == "A" and name[0].lower() + name[1:] != "abs" and function(name[1:]):
            both = f"Write {name.lower()}(...) for the inverse function, A*{name[1:]}(...) for the product"
            raise self.error(f"{name!r} could be an inverse function or a product", both)
        self.require_no_exponential(known=found is not None)
        if found is not None:
            return "function", found
        typed = text[self.start : end]
        if name == "True":  # the last condition of a Piecewise
            return "symbol", node("symbol", name)
        refused = no_symbol(name if any(map(is_lowered, typed)) else typed)
        if refused and name in UNMISTAKABLE and not before_bracket:
            raise self.error(*in_brackets(name))
        if refused and not (before_bracket and (run_together(name) or elsewhere(name))):
            raise self.error(*refused)
        return "symbol", node("symbol", name)

    def require_no_exponential(self, *, known: bool) -> None:
        """Refuse a name that could end with the number e: of two letters before ^, of three before a letter above."""
        name, text, end = self.name, self.text, self.end
        if name[1:] == "e" and (text[end : end + 1] == "^" or ord(self.next()) in RAISED):
            because = f"{name!r} could be one name or {name[0]} times the number e"
            raise self.error(because, f"Write {name[0]} e^..., or ({name})^... for a power of {name}")
        if not known and name[2:] == "e" and _MOVES.match(text, end) and name not in self.names:
            because = f"{name!r} could be one name or end with the number e"
            raise self.error(because, f"Write {name[:-1]}*e^..., or ({name})^... for a power of {name}")

    def log(self, written: str) -> Called:
        """The logarithm with the base that is written below it."""
        written = plain_name(written).strip()
        base = constant(written)
        if written and DIGITS.issuperset(written):
            base = number(self.text, self.start, written)
        elif written.isidentifier() and no_symbol(written) is None:
            base = node("symbol", written)
        if base is None:
            raise self.error(*NO_BASE)
        return f"log_{written}", lambda u: log(u, base), (1,)


_EXPECTED = "is the number e to some and an expected value to others"
EXPECTED = f"'E' before a bracket {_EXPECTED}", "Write e*(...) for a product"
EXPECTED_ALONE = f"'E' {_EXPECTED}", "Write e for the number"
NO_BASE = ("the base of that logarithm is not clear", "Write log(x, base)")


def with_index(name: str, index: str, names: Container[str] = ()) -> str:
    """A name with an index: w1, as w₁ is, or w_1 if that is known and w1 is not; w_in."""
    below = f"{name}_{index}"
    joined = DIGITS.issuperset(index) and name[-1] not in DIGITS and (name + index in names or below not in names)
    return name + index if joined else below


def plain_name(name: str) -> str:
    """A name as Python reads it, its lowered digits as digits, and lowered letters behind an underscore."""
    spelt = "".join(map(_spelt, f" {name}", name)) if not name.isascii() else name
    return unicodedata.normalize("NFKC", spelt.translate(LOWERED))


def _spelt(before: str, character: str) -> str:
    first = is_lowered(character) and not is_lowered(before)
    return f"_{character}" if first else character


def is_lowered(character: str) -> bool:
    """Whether it is a letter below the line."""
    return unicodedata.decomposition(character).startswith("<sub>") and not character.isdigit()
