"""Whether a formula has a value at a point, and which, with 60 digits: for points on both sides of zero, and at it."""

from collections.abc import Mapping
from typing import Any

import mpmath

from gdmath.cases import Piecewise
from gdmath.expression import CONDITIONS, Expr, postorder
from tests.library.oracles import FIFTY_DIGITS, OPERATIONS

LARGEST = 10**6  # beyond it, and nearer to zero than that, a value is too close to call
NEAR = mpmath.mpf(10) ** -25


class TooCloseError(ArithmeticError):
    """A value of which rounding decides whether it is zero, or which is enormous."""


def value(expr: Expr, point: Mapping[str, Any]) -> Any:
    """The value, or None where there is none."""
    with mpmath.workdps(60):
        found: dict[Expr, Any] = {}
        for part in postorder(expr):
            found[part] = _of_part(part, found, point)
        return found[expr]


def _of_part(part: Expr, found: dict[Expr, Any], point: Mapping[str, Any]) -> Any:
    if part.head == "number":
        return mpmath.mpf(part.args[0])
    if part.head == "symbol":
        return mpmath.mpf(point[part.args[0]])
    if part.head == "constant":
        return mpmath.pi
    args = [found[arg] for arg in part.args]
    if part.head is Piecewise:
        return None if args[1] is None else args[0] if args[1] else (args[2] if len(args) > 2 else None)
    if any(arg is None for arg in args):
        return None
    return _checked(_computed(part, args), part)


def _computed(part: Expr, args: list[Any]) -> Any:
    if isinstance(part.head, str):
        of = OPERATIONS[part.head]
    else:
        of = {"Abs": abs, "sign": mpmath.sign, "relu": lambda x: max(x, 0), "step": lambda x: mpmath.mpf(x > 0)}.get(
            part.head.name
        ) or part.head.within(FIFTY_DIGITS)
    try:
        return of(*args)
    except (ValueError, ZeroDivisionError):
        return None


def _checked(made: Any, part: Expr) -> Any:
    if part.head in CONDITIONS:
        return made
    if made is None or isinstance(made, mpmath.mpc) or not mpmath.isfinite(made):
        return None
    if abs(made) > LARGEST or 0 < abs(made) < NEAR:
        raise TooCloseError
    return made
