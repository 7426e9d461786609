"""Where the text that is being read could be read in two ways."""

from __future__ import annotations

from gdmath.expression import Expr, node
from gdmath.names import E
from gdmath.parsing.advice import UNMISTAKABLE, WORDS, a_factor, could_be_called, in_brackets
from gdmath.parsing.named import EXPECTED_ALONE, TURNED
from gdmath.parsing.signs import NO_COMPARISON, reason
from gdmath.parsing.stack import APPLICATION, NEGATIVE, POWER, PRODUCT, Stack
from gdmath.parsing.tokens import is_latex, tokens
from gdmath.parsing.unclear import above_and_behind, in_numbers, reach, transposed, turned, under

_TRUE = node("symbol", "True")
_BARS = frozenset(["|", r"\rvert"])


class Doubts(Stack):
    """A text and its tokens, and what is asked of them before it goes on."""

    def __init__(self, text: str, names: frozenset[str] = frozenset()) -> None:
        super().__init__(text)
        self.names = names  # a bracket after one of these is a factor
        self.tokens = tokens(text, names)
        self.latex = is_latex(text)
        self.place = 0  # of the token that is looked at next

    def is_power(self, place: int) -> bool:
        """Whether an exponent begins there."""
        kind, value, _ = self.tokens[place]
        return kind == "raised" or value == "**"

    def ends_argument(self, place: int) -> bool:
        """Whether the token there ends the argument of a function without brackets: another function does."""
        kind, value, _ = self.tokens[place]
        return kind in {"function", "root", "base"} or (value is E and self.is_power(place + 1))

    def require_value(self, value: Expr, start: int) -> None:
        """Refuse a condition where a value has to be, and in LaTeX an E, which is seldom the number there."""
        if value is _TRUE and not self.brackets[-1].in_pieces:
            raise self.error(start, "True is the condition of a piece", "Write Piecewise((0, w < 0), (w, True))")
        if value is E and self.latex and self.text[start] == "E":
            raise self.error(start, *EXPECTED_ALONE)

    def require_sign(self, operator: str, start: int) -> None:
        """Refuse the sign / of a derivative that is still to be taken, and * behind what marks a vector."""
        if operator == "/" and (derivative := in_numbers(self.text, self.tokens, self.place - 1, self.names)):
            raise self.error(start, *derivative)
        if operator == "*" and not self.latex and turned(self.text, self.tokens, self.place - 1):
            raise self.error(start, *TURNED)

    def require_pieces(self, operator: str, start: int) -> None:
        """Refuse a comparison that is no condition of a piece."""
        if not self.brackets[-1].in_pieces:
            raise self.error(start, *(reason(operator) if operator == "&" else NO_COMPARISON))

    def require_reach(self, kind: str, start: int) -> None:
        """Refuse words for signs, and what touches an exponent or what is under a root, as in e^2x and √2x."""
        for _, value, at in self.tokens[self.place - 2 : self.place]:
            word = value.args[0] if isinstance(value, Expr) and value.head == "symbol" else ""
            if word in WORDS and word not in self.names:
                raise self.error(at, *WORDS[word])
            if word in UNMISTAKABLE and word not in self.names:
                raise self.error(at, *in_brackets(word))
            if could_be_called(word) and at < start and word not in self.names:
                raise self.error(at, *a_factor(word))
        if transposed(self.tokens, self.place - 1):
            raise self.error(start, *TURNED)
        touching = not (self.text[start - 1].isspace() or kind == "root")
        if unclear := self.unclear(touching=touching):
            raise self.error(start, *unclear)
        self.require_end(start)
        if not touching:
            return
        tight = next((at for at in reversed(self.waiting) if at[0] < POWER), None)
        if tight and tight[0] == NEGATIVE and tight[1] != "neg":
            raise self.error(tight[2], *under(self.text, self.tokens, self.place - 1, tight[2]))

    def unclear(self, *, touching: bool) -> tuple[str, str] | None:
        """What is unclear of the token that was just taken, behind a value."""
        behind = self.text, self.tokens, self.place - 1
        if self.latex:  # which sets one letter above
            return reach(*behind) if touching and self.tokens[self.place - 2][0] != "symbol" else None
        return in_numbers(*behind, self.names) or (reach(*behind) if touching else above_and_behind(*behind))

    def require_end(self, start: int) -> None:
        """Refuse what touches bars that are the argument of a function: ln|x|y."""
        bars = self.tokens[self.place - 2][1] in _BARS and self.waiting and self.waiting[-1][0] == APPLICATION
        if bars and not self.ends_argument(self.place - 1):
            self.require_plain_argument(start, plain=True)

    def dividing(self, *, through: bool) -> int | None:
        """Where the sign stands that divides by the value before; `through` arguments of functions, if these end."""
        for strength, operation, start in reversed(self.waiting):
            if strength < PRODUCT or (strength == APPLICATION and not through):
                return None
            if operation == "/":
                return int(start)
        return None
