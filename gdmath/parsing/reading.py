"""A precedence-climbing parser whose stack is a list, so that no text is too deep for it.

A reader expects a value (`begin`), or has read one and expects what to do with it (`go_on`).
"""

from __future__ import annotations

from gdmath.cases import Piecewise
from gdmath.expression import Condition, Expr, as_expr, pi
from gdmath.functions import Abs, exp, log
from gdmath.names import ANY, E, root
from gdmath.parsing.doubts import Doubts
from gdmath.parsing.named import NO_BASE
from gdmath.parsing.signs import CLOSE, OPEN
from gdmath.parsing.spans import divided
from gdmath.parsing.stack import (
    APPLICATION,
    BRACKET,
    COMPARISON,
    EITHER,
    NEGATIVE,
    POWER,
    PRODUCT,
    STRENGTH,
    SUM,
    TERM,
    Bracket,
    plain,
)
from gdmath.parsing.unclear import (
    differential,
    inverted,
    missing,
    negative_exponent,
    no_function,
    number_behind,
    run_on,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from gdmath.names import Called

_OPERANDS = ("number", "symbol", "constant")
PAIRS = dict(zip(OPEN + "|" + CLOSE, CLOSE + "|" + OPEN, strict=True))
PAIRS |= {r"\lvert": r"\rvert", "group": "endgroup", r"\begin{cases}": r"\end{cases}", "a piece": "its end"}
PAIRS |= {close: opened for opened, close in PAIRS.items() if close not in PAIRS}
_CONDITIONS = ("compared", "joined")
# The tokens with which a value begins, and what takes them.
_TAKEN = {
    **dict.fromkeys(_OPERANDS, "operand"),
    **dict.fromkeys(("open", "bar", "group"), "open"),
    "function": "apply",
    "root": "root",
    "lvert": "bar",
    "base": "base",
}
_BEGINS = (*_OPERANDS, "function", "root", "open", "lvert", "group", "base")


class Reader(Doubts):
    """One reading of one text."""

    def read(self) -> Expr:
        """The expression that the whole text is."""
        expecting = True
        while expecting or self.tokens[self.place][0] != "end":
            token = self.tokens[self.place]
            self.place += 1
            expecting = self.begin(*token) if expecting else self.go_on(*token)
        bracket = self.brackets[-1]
        if bracket.kind:
            raise self.error(bracket.start, f"'{bracket.kind}' is never closed", f"Write '{PAIRS[bracket.kind]}' too")
        self.reduce(EITHER)
        return self.formula(self.values[0][0], 0)

    def begin(self, kind: str, value: Any, start: int) -> bool:
        """Take a token where a value has to begin; say whether one still has to."""
        if kind == "raised" and self.tokens[self.place][1] == 2 and self.tokens[self.place][0] == "root":
            self.place += 1  # ³√x
            kind = "root"
        if kind in _TAKEN:
            return bool(getattr(self, _TAKEN[kind])(value, start))
        if kind == "operator" and value == "-":
            begins = self.latex and (not self.waiting or self.waiting[-1][0] <= SUM)
            self.waiting.append((TERM if begins else NEGATIVE, "neg", start))
        elif not (kind == "operator" and value == "+"):
            if kind in _CONDITIONS:
                self.require_pieces(value, start)
            raise self.error(start, *missing(self.tokens, self.place - 1))
        return True

    def go_on(self, kind: str, value: Any, start: int) -> bool:
        """Take a token where a value has ended; say whether another has to begin."""
        if kind == "operator":
            return self.operator(value, start)
        if kind == "raised":
            if self.tokens[self.place][0] == "root":
                written = self.text[start : self.tokens[self.place][2] + 1]
                because = f"{written!r} could be a power and a root, or a root of that degree"
                raise self.error(start, because, f"Write ^{value}*sqrt(...) or *root(..., {value})")
            self.values.append((value, plain(value)))
            self.waiting.append((POWER, "**", start))
            self.do()
        elif kind == "close":
            return self.close(value, start)
        elif kind == "bar" and self.brackets[-1].kind == "|":
            self.close_bar()
        elif kind == "comma":
            return self.comma(start)
        elif kind == "number":
            raise self.error(start, *number_behind(self.text, self.tokens, self.place - 1))
        elif kind in _CONDITIONS or (kind == "bar" and isinstance(self.values[-1][0], Condition)):
            return self.condition(value, start)
        else:
            self.juxtapose(kind, start)
            return self.begin(kind, value, start)
        return False

    def operand(self, value: Expr, start: int) -> bool:
        """Take a number or a name; a power of e is an exponential."""
        kind, following, _ = self.tokens[self.place]
        self.require_value(value, start)
        if value.head == "symbol" and kind == "open" and value.args[0] not in self.names:
            derivative = differential(self.tokens, self.place)
            written = value.args[0] if self.text[start] != "\\" else self.text[start : self.tokens[self.place][2]]
            raise self.error(start, *(derivative or no_function(written.strip(), following)))
        if value.head == "symbol" and value.args[0] not in self.names and inverted(self.tokens, self.place):
            name = value.args[0]
            because = f"'{name}^-1(' could be an inverse function or a quotient"
            raise self.error(start, because, f"Write (...)/{name} for the quotient; an inverse has to be written out")
        if value is pi and kind == "open" and self.tokens[self.place + 1][0] == "close":
            self.place += 2  # PI() in a spreadsheet
        power = value is E and self.is_power(self.place)
        self.place += power
        if power and kind == "operator":
            self.waiting.append((POWER, exp, start))
            return True
        self.values.append((exp(following), None) if power else (value, plain(value)))
        return False

    def root(self, degree: Expr | int, start: int) -> bool:
        """Take a sign of a root; without brackets it binds as tightly as a minus sign in front."""
        called: Called = "sqrt", lambda u: root(u, as_expr(degree)), (1,)
        kind, value, at = self.tokens[self.place]
        if kind == "open":
            self.place += 1
            return self.open(value, at, called)
        self.waiting.append((NEGATIVE, called[1], start))
        return True

    def base(self, _kind: str, _start: int) -> bool:
        """Take the base of a logarithm, in braces before what it is applied to."""
        self.place += 1
        return self.open(*self.tokens[self.place - 1][1:], _BASE)

    def bar(self, kind: str, start: int) -> bool:
        """Open a bar that can only begin an absolute value."""
        return self.open(kind, start, ("abs", Abs, (1,)))

    def apply(self, called: Called, start: int) -> bool:
        """Take the name of a function, and an exponent between it and its argument."""
        name, make, nargs = called
        power = self.exponent(name, start) if self.is_power(self.place) else None
        raised = make if power is None else lambda *args: make(*args) ** power
        kind, value, at = self.tokens[self.place]
        if kind == "open":
            self.place += 1
            return self.open(value, at, (name, raised, nargs))
        if nargs is ANY:
            example = "(0, w < 0), (w, True)" if make is Piecewise else "w, 0"
            raise self.error(start, f"{name} has no bracket", f"Write {name}({example})")
        # A minus that touches the argument belongs to it: sin -x, but not sin - x.
        if kind == "operator" and (value != "-" or self.text[at + 1 : at + 2].isspace()):
            raise self.error(at, f"{name} has no argument", f"Write {name}(x)")
        # In a copied text, sin-1(x) has been a raised -1.
        if kind == "operator" and not self.text[at - 1].isspace() and self.tokens[self.place + 1][0] == "number":
            raise self.error(start, *negative_exponent(name))
        self.waiting.append((APPLICATION, raised, start))
        return True

    def exponent(self, name: str, start: int) -> Expr:
        """Take the exponent in sin^2(x): one number or letter, perhaps in brackets."""
        kind, power, _ = self.tokens[self.place]
        place = self.place
        if kind == "operator":
            opened = self.tokens[place + 1][1] if self.tokens[place + 1][0] == "open" else None
            place += 1 + (opened is not None)
            minus = self.tokens[place][1] == "-"
            place += minus
            kind, power, _ = self.tokens[place]
            place += opened is not None
            if kind not in _OPERANDS or (opened and self.tokens[place][1] != PAIRS[opened]):
                because = "the exponent of a function's name is one number or letter"
                raise self.error(start, because, f"Write {name}(x)^(...)")
            power = -power if minus else power
        if power.head == "neg":
            raise self.error(start, *negative_exponent(name))
        self.place = place + 1
        if self.tokens[place - 1][1] == "**" and (both := run_on(self.text, self.tokens, place, name)):
            raise self.error(start, *both)
        found: Expr = power
        return found

    def operator(self, operator: str, start: int) -> bool:
        """Put an operator on the stack, after what binds more tightly; powers are done from right to left."""
        self.require_sign(operator, start)
        if operator in "*/":
            self.reduce(PRODUCT, None if self.ends_argument(self.place) else start)
        elif operator != "**":
            self.reduce(SUM)
        self.waiting.append((STRENGTH[operator], operator, start))
        return True

    def condition(self, operator: str, start: int) -> bool:
        """Put a comparison on the stack, or what joins two of them."""
        self.require_pieces(operator, start)
        self.reduce(STRENGTH[operator])
        if STRENGTH[operator] == COMPARISON and isinstance(self.values[-1][0], Condition):
            raise self.error(start, "a comparison has two sides", "Write (0 < w) & (w < 1)")
        self.waiting.append((STRENGTH[operator], operator, start))
        return True

    def juxtapose(self, kind: str, start: int) -> None:
        """Put the product of what touches on the stack; it belongs to the argument of a function before it."""
        if derivative := differential(self.tokens, self.place - 1):
            raise self.error(start, *derivative)
        if kind == "bar" and self.brackets[-1].within.split:
            raise self.error(start, "it is not clear which bars belong together", "Write abs(...) for them")
        self.require_reach(kind, start)
        ends = self.ends_argument(self.place - 1)
        if (slash := self.dividing(through=ends)) is not None:
            raise self.error(slash, *divided(self.text, self.tokens, self.place - 1, slash))
        if ends:
            self.reduce(PRODUCT, start)
        while self.waiting and self.waiting[-1][0] >= PRODUCT and self.waiting[-1][0] != APPLICATION:
            self.do()
        if kind in {"open", "bar", "lvert"} and self.waiting and self.waiting[-1][0] == APPLICATION:
            self.require_plain_argument(start, plain=True)
        self.waiting.append((PRODUCT, "*", start))

    def open(self, kind: str, start: int, call: Called | None = None) -> bool:
        """Open a bracket or a bar."""
        around = self.brackets[-1]
        if around.of_pieces and kind != "|" and call is None and self.waiting[-1][0] == BRACKET:
            call = _PIECE
        self.brackets.append(Bracket(kind, start, call, around.within if kind == "|" else None))
        self.brackets[-1].in_pieces |= around.in_pieces
        self.waiting.append((BRACKET, None, start))
        return True

    def close(self, kind: str, start: int) -> bool:
        """Close a bracket, and apply the function before it, or a logarithm with what it holds to what follows."""
        bracket = self.brackets.pop()
        if not bracket.kind:
            raise self.error(start, f"'{kind}' closes nothing", f"Write '{PAIRS[kind]}' before it, or leave it out")
        if kind != PAIRS[bracket.kind]:
            raise self.error(start, f"'{kind}' cannot close '{bracket.kind}'", f"Write '{PAIRS[bracket.kind]}' first")
        self.reduce(EITHER)
        self.waiting.pop()
        if bracket.call is _BASE:
            if bracket.commas:
                raise self.error(bracket.start, *NO_BASE)
            base = self.formula(self.values.pop()[0], start)
            return self.apply(("log", lambda u: log(u, base), (1,)), bracket.start)
        if bracket.call is not None:
            self.require_seen(bracket.kind, bracket.call[0])
            self.call(bracket, bracket.call)
        return False

    def require_seen(self, kind: str, name: str) -> None:
        r"""Refuse the power behind \ln{x}^2, which looks like that of x; a root is seen to end."""
        goes_on = self.is_power(self.place) or self.tokens[self.place][1] == "{"
        if self.latex and kind == "{" and name not in _SEEN and goes_on:
            because = "braces are not seen, and what follows could belong to the function or to its argument"
            start = self.tokens[self.place][2]
            raise self.error(start, because, r"Write \left(...\right) around the argument")

    def call(self, bracket: Bracket, called: Called) -> None:
        """Apply a function to what its bracket holds."""
        name, make, nargs = called
        count = bracket.commas + 1
        if count not in nargs:
            takes = " or ".join(map(str, nargs))
            example = ", ".join("xyz"[: nargs[0]])
            wrong = f"{name} takes {takes} of them, not {count}", f"Write {name}({example})"
            raise self.error(bracket.start, *(_NO_PIECE if called is _PIECE else wrong))
        args: list[Any] = [value for value, _ in self.values[-count:]]
        for arg in args[:1] if called is _PIECE else () if bracket.of_pieces else args:
            self.formula(arg, bracket.start)
        self.values[-count:] = [(self.applied(make, args, bracket.start), None)]

    def close_bar(self) -> None:
        """Close the bars of an absolute value."""
        self.reduce(EITHER)
        self.waiting.pop()
        # In |x|y|z| the second bar may as well begin something.
        self.brackets.pop().within.split |= self.tokens[self.place][0] in _BEGINS
        self.values[-1] = Abs(self.formula(self.values[-1][0], self.brackets[-1].start)), None

    def comma(self, start: int) -> bool:
        """Go on to the next argument."""
        bracket = self.brackets[-1]
        if bracket.call is None:
            because = "a comma parts only the arguments of a function"
            raise self.error(start, because, "Write a point in a number, such as 1.5")
        bracket.commas += 1
        self.reduce(EITHER)
        return True


def _piece(expr: Expr, condition: Expr) -> tuple[Expr, Any]:
    return expr, True if condition.head == "symbol" and condition.args[0] == "True" else condition


_SEEN = frozenset(["sqrt", "cbrt", "abs"])
_BASE: Called = ("a base", log, (1,))
_PIECE: Called = ("a piece", _piece, (2,))
_NO_PIECE = ("a piece is an expression and a condition", "Write Piecewise((0, w < 0), (w, True))")
