"""What has to hold for a formula to have a value, as far as its parts say it."""

from __future__ import annotations

import math
from contextlib import suppress

from gdmath.cases import Piecewise
from gdmath.errors import DomainError
from gdmath.expression import Expr, postorder
from gdmath.functions import FUNCTIONS
from gdmath.numeric.evaluation import evaluate
from gdmath.numeric.losses import LEAST, Losses
from gdmath.numeric.source import computable
from gdmath.printing import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Bounds = tuple[float, float]
    Holds = Callable[[float, float], bool]  # of an argument between two numbers, in any case
    Need = tuple[str, Holds]

POSITIVE: Need = ("{} > 0", lambda low, _: low > 0)
NOT_NEGATIVE: Need = ("{} >= 0", lambda low, _: low >= 0)
NOT_ZERO: Need = ("{} != 0", lambda low, high: low > 0 or high < 0)
NOT_ONE: Need = ("{} != 1", lambda low, high: low > 1 or high < 1)
WITHIN: Need = ("-1 <= {} <= 1", lambda low, high: low >= -1 and high <= 1)
INSIDE: Need = ("-1 < {} < 1", lambda low, high: low > -1 and high < 1)
OUTSIDE: Need = ("Abs({}) > 1", lambda low, high: low > 1 or high < -1)
NOT_INSIDE: Need = ("Abs({}) >= 1", lambda low, high: low >= 1 or high <= -1)
AT_LEAST_ONE: Need = ("{} >= 1", lambda low, _: low >= 1)
UP_TO_ONE: Need = ("0 < {} <= 1", lambda low, high: low > 0 and high <= 1)
OFF_POLE: Need = ("cos({}) != 0", lambda low, high: low > -math.pi / 2 and high < math.pi / 2)
OFF_ZERO: Need = ("sin({}) != 0", lambda low, high: (low > 0 and high < math.pi) or (low > -math.pi and high < 0))

# Of the first argument of a function; of a logarithm's base, the second.
NEEDS: dict[str, tuple[tuple[Need, ...], ...]] = {
    "log": ((POSITIVE,), (POSITIVE, NOT_ONE)),
    "sqrt": ((NOT_NEGATIVE,),),
    "tan": ((OFF_POLE,),),
    "sec": ((OFF_POLE,),),
    "cot": ((OFF_ZERO,),),
    "csc": ((OFF_ZERO,),),
    "coth": ((NOT_ZERO,),),
    "csch": ((NOT_ZERO,),),
    "asin": ((WITHIN,),),
    "acos": ((WITHIN,),),
    "asec": ((NOT_INSIDE,),),
    "acsc": ((NOT_INSIDE,),),
    "acosh": ((AT_LEAST_ONE,),),
    "atanh": ((INSIDE,),),
    "acoth": ((OUTSIDE,),),
    "asech": ((UP_TO_ONE,),),
    "acsch": ((NOT_ZERO,),),
}


# Never 0, though a float may be.
_POSITIVE = {"exp", "sigmoid", "softplus", "cosh", "sech"}


def needs(expr: Expr) -> tuple[str, ...]:
    """What has to hold for the parts of a formula to have values, each such need once.

    What stands in a piece of `Piecewise` is left out, since it asks for nothing where another piece is taken; so are
    powers whose exponent is no plain number.
    """
    order = computable(postorder(expr))
    always, bounds = _always(order, expr), _bounds(order)
    found: dict[str, None] = {}
    for part in (part for part in order if part in always):
        for arg, (words, holds) in _asked(part, bounds):
            if not holds(*bounds[arg]):
                found[words.format(text(arg))] = None
    return tuple(found)


def _bounds(order: list[Expr]) -> dict[Expr, Bounds]:
    """Between which numbers each part lies; of one that is never 0, above it also where a float would be 0."""
    bounds = dict(Losses(order).bounds)
    for part in order:
        if not part.free_symbols:
            with suppress(DomainError):
                bounds[part] = (evaluate(part, {}),) * 2
        elif _is_positive(part, bounds):
            bounds[part] = max(bounds[part][0], LEAST), bounds[part][1]
    return bounds


def _is_positive(part: Expr, bounds: dict[Expr, Bounds]) -> bool:
    if getattr(part.head, "name", "") in _POSITIVE:
        return True
    lows = [bounds[arg][0] for arg in part.args if isinstance(arg, Expr)]
    if part.head == "+":
        return min(lows) >= 0 < max(lows)
    above = part.head in {"*", "/", "**", FUNCTIONS["sqrt"]}  # which give something above 0 of what is
    return above and (lows[0] if part.head == "**" else min(lows)) > 0


def _always(order: list[Expr], expr: Expr) -> set[Expr]:
    """The parts that are computed whichever pieces are taken."""
    found = {expr}
    for part in reversed(order):
        if part in found:
            args = part.args[1:2] if part.head is Piecewise else part.args
            found.update(arg for arg in args if isinstance(arg, Expr))
    return found


def _asked(part: Expr, bounds: dict[Expr, Bounds]) -> Iterator[tuple[Expr, Need]]:
    args = part.args
    if part.head == "/":
        yield args[1], NOT_ZERO
    elif part.head == "**":
        yield from ((args[0], need) for need in _of_power(*bounds[args[1]]))
    else:
        for arg, asked in zip(args, NEEDS.get(getattr(part.head, "name", ""), ()), strict=False):
            yield from ((arg, need) for need in asked)


def _of_power(exponent: float, most: float) -> tuple[Need, ...]:
    if exponent != most:
        return ()
    if exponent.is_integer():
        return (NOT_ZERO,) if exponent < 0 else ()
    return (POSITIVE,) if exponent < 0 else (NOT_NEGATIVE,)
