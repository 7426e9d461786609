"""The two stacks of a parser: values, and what is to be done with them.

Each waiting operation has a strength, which is how tightly it binds.  Before an operator is put on the
stack, the waiting ones that bind as tightly or more tightly are done.  See Dijkstra, "Algol 60
translation" (1961), on the shunting yard.
"""

from __future__ import annotations

import math

from gdmath.cases import Piecewise
from gdmath.errors import InputError
from gdmath.expression import CONSTANTS, Condition, Expr, node
from gdmath.names import E
from gdmath.parsing.carets import ParseError
from gdmath.parsing.signs import NO_COMPARISON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from gdmath.names import Called

    Size = float | None  # what an expression comes to, if it is made of plain numbers alone

# In LaTeX the minus sign of a term is that of its product, -w \cdot b, and elsewhere of its first factor.
BRACKET, EITHER, BOTH, COMPARISON, SUM, TERM, PRODUCT, APPLICATION, NEGATIVE, POWER = range(10)
STRENGTH = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": POWER, "&": BOTH, "|": EITHER}
STRENGTH |= dict.fromkeys(("<", "<=", ">", ">="), COMPARISON)
_COMPUTE = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "**": math.pow,
}


class Bracket:
    """A bracket or bar that is open: which one and where, and what is applied to what it holds."""

    __slots__ = ("call", "commas", "in_pieces", "kind", "split", "start", "within")

    def __init__(self, kind: str, start: int, call: Called | None = None, within: Bracket | None = None) -> None:
        self.kind, self.start, self.call, self.commas = kind, start, call, 0
        self.in_pieces = self.of_pieces  # whether it stands in a Piecewise, where comparisons are read
        self.within = within or self  # the nearest bracket that is no bar
        self.split = False  # whether a bar in it, read as the end of |...|, could have been a start

    @property
    def of_pieces(self) -> bool:
        """Whether it is the bracket of a Piecewise itself."""
        return self.call is not None and self.call[1] is Piecewise


class Stack:
    """What has been read so far of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: list[tuple[Expr, Size]] = []
        self.waiting: list[tuple[int, Any, int]] = []  # strength; operator, function or None; where it stands
        self.brackets = [Bracket("", 0)]

    def error(self, place: int, because: str, instead: str) -> ParseError:
        """What is wrong, and where."""
        return ParseError(self.text, place, because, instead)

    def require_plain_argument(self, start: int, *, plain: bool) -> None:
        """Refuse what could end an argument or go on with it: sin 1/x, and sin x (x + 1)."""
        if (self.values[-1][1] is not None) is not plain:
            because = "it is not clear whether that belongs to the argument of the function"
            raise self.error(start, because, "Write the argument in brackets, as in sin(2x)")

    def reduce(self, strength: int, unclear: int | None = None) -> None:
        """Do what is waiting and binds at least so tightly."""
        while self.waiting and self.waiting[-1][0] >= strength:
            if self.waiting[-1][0] == APPLICATION and unclear is not None:
                self.require_plain_argument(unclear, plain=False)
            self.do()

    def do(self) -> None:
        """Do the last thing that is waiting."""
        _, operation, start = self.waiting.pop()
        value, size = self.values.pop()
        if operation == "neg":
            made, size = node("neg", self.formula(value, start)), None if size is None else -size
        elif operation in STRENGTH:
            left, left_size = self.values.pop()
            if not type(left) is type(value) is Expr or operation in {"&", "|"}:
                self.require_operands(operation, left, value, start)
            made, size = node(operation, left, value), self.size(operation, left_size, size, start)
        else:
            made, size = self.applied(operation, [self.formula(value, start)], start), None
        self.values.append((made, size))

    def require_operands(self, operation: str, left: Any, right: Any, start: int) -> None:
        """Refuse to compute with comparisons, and to join anything else."""
        for value in (left, right):
            if operation not in {"&", "|"}:
                self.formula(value, start)
            elif not isinstance(value, Condition):
                raise self.error(start, f"'{operation}' joins comparisons", "Write (0 < w) & (w < 1)")

    def formula(self, value: Any, start: int) -> Expr:
        """What is no comparison and no piece, which have no value."""
        if isinstance(value, Expr) and not isinstance(value, Condition):
            return value
        raise self.error(start, *NO_COMPARISON)

    def applied(self, function: Callable[..., Any], args: list[Any], start: int) -> Any:
        """A function of these; what it refuses is refused in the text."""
        try:
            return function(*args)
        except InputError as error:
            raise self.error(start, *error.args[1:]) from None

    def size(self, operator: str, u: Size, v: Size, start: int) -> Size:
        """What an operation on plain numbers comes to; no power may be too large for a float."""
        if u is None or v is None or operator not in _COMPUTE:
            return None
        try:
            value: float = _COMPUTE[operator](u, v)
        except OverflowError:
            raise self.error(start, "that power is too large for a 64-bit float", "Write a smaller one") from None
        except (ValueError, ZeroDivisionError):
            return None
        return value if math.isfinite(value) else None


def plain(value: Expr) -> Size:
    """What a single operand comes to."""
    if value.head == "number":
        return float(value.args[0])
    if value.head == "/":  # one sign, such as that of a half
        return float(value.args[0].args[0]) / float(value.args[1].args[0])
    if value.head == "neg":
        return -float(value.args[0].args[0])
    if value.head == "constant":
        return CONSTANTS[value.args[0]]
    return math.e if value is E else None
