"""What can be told of the sign of a formula without looking at the values of its letters."""

from __future__ import annotations

from gdmath.expression import Expr, postorder
from gdmath.tidying import ratio

UNKNOWN, NOT_NEGATIVE, POSITIVE = range(3)
_OF_FUNCTIONS = {
    **dict.fromkeys(("exp", "cosh", "sech", "sigmoid", "softplus"), POSITIVE),
    **dict.fromkeys(("sqrt", "Abs", "relu", "step"), NOT_NEGATIVE),
}


class Signs:
    """The sign of each formula that it is asked about, wherever that has a value; each part is looked at once."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[Expr, int] = {}

    def __call__(self, expr: Expr) -> int:
        """One of UNKNOWN, NOT_NEGATIVE and POSITIVE."""
        for part in postorder(expr, stop_at=self._known):
            self._known[part] = self._of(part)
        return self._known[expr]

    def _of(self, part: Expr) -> int:
        head, args = part.head, part.args
        if head in {"number", "constant"}:
            return POSITIVE if args[0] else NOT_NEGATIVE
        if not isinstance(head, str):
            return _OF_FUNCTIONS.get(head.name, UNKNOWN)
        if head not in {"+", "*", "/", "**"}:
            return UNKNOWN
        u, v = self._known[args[0]], self._known[args[1]]
        if head == "**":
            return _of_power(u, args[1])
        if head == "*" and args[0] is args[1]:
            return max(u, NOT_NEGATIVE)
        return UNKNOWN if UNKNOWN in {u, v} else max(u, v) if head == "+" else min(u, v) if head == "*" else u


def _of_power(base: int, exponent: Expr) -> int:
    parts = ratio(exponent)
    if parts is None or base == POSITIVE:
        return base  # 0**w has a value only where w is not negative, and is 0 or 1 there
    even = parts[0] % (2 * parts[1]) == 0
    if parts[0] < 0:
        return POSITIVE if even or base else UNKNOWN
    return NOT_NEGATIVE if even or base or parts[0] % parts[1] else UNKNOWN
