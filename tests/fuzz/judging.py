"""What a derivative is with 60 digits, by how much the rounding of floats may miss it, and whether it did.

Nothing here is taken from the rules: a slope is carried along with each value, and the derivative of each function is
written down once more.  The bound is the first-order one: each part of the formula that is computed may be off by
4e-16 of itself, and comes into the result with its adjoint (Higham, Accuracy and Stability, chapter 3).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import mpmath
from mpmath import mp, mpf

from gdmath.expression import Expr, postorder
from gdmath.functions import Function
from tests.library.oracles import FIFTY_DIGITS

UNIT = 4e-16
SMALLEST, LARGEST = mpf(2) ** -1022, (2 - mpf(2) ** -52) * mpf(2) ** 1023
INSIDE = mpf("1e-290"), mpf("1e290")
TOO_MUCH = 10**6  # of an exponent: what has more digits before its point than fit into memory is no number here


class NoValueError(ArithmeticError):
    """A formula that has no real value at a point, or one that nobody could write down."""


def _step(x: Any) -> Any:
    return mpf(x > 0)


# The derivatives of the functions, at 60 digits; at a corner it is 0.
SLOPES: dict[str, Callable[[Any], Any]] = {
    "exp": mp.exp,
    "log": lambda x: 1 / x,
    "sqrt": lambda x: 1 / (2 * mp.sqrt(x)),
    "cbrt": lambda x: 1 / (3 * mp.root(abs(x), 3) ** 2),
    "sin": mp.cos,
    "cos": lambda x: -mp.sin(x),
    "tan": lambda x: mp.sec(x) ** 2,
    "sec": lambda x: mp.sec(x) * mp.tan(x),
    "csc": lambda x: -mp.csc(x) * mp.cot(x),
    "cot": lambda x: -(mp.csc(x) ** 2),
    "asin": lambda x: 1 / mp.sqrt((1 - x) * (1 + x)),
    "acos": lambda x: -1 / mp.sqrt((1 - x) * (1 + x)),
    "atan": lambda x: 1 / (1 + x * x),
    "asec": lambda x: 1 / (abs(x) * mp.sqrt((x - 1) * (x + 1))),
    "acsc": lambda x: -1 / (abs(x) * mp.sqrt((x - 1) * (x + 1))),
    "acot": lambda x: -1 / (1 + x * x),
    "sinh": mp.cosh,
    "cosh": mp.sinh,
    "tanh": lambda x: mp.sech(x) ** 2,
    "sech": lambda x: -mp.sech(x) * mp.tanh(x),
    "csch": lambda x: -mp.csch(x) * mp.coth(x),
    "coth": lambda x: -(mp.csch(x) ** 2),
    "asinh": lambda x: 1 / mp.sqrt(1 + x * x),
    "acosh": lambda x: 1 / mp.sqrt((x - 1) * (x + 1)),
    "atanh": lambda x: 1 / ((1 - x) * (1 + x)),
    "asech": lambda x: -1 / (x * mp.sqrt((1 - x) * (1 + x))),
    "acsch": lambda x: -1 / (abs(x) * mp.sqrt(1 + x * x)),
    "acoth": lambda x: 1 / ((1 - x) * (1 + x)),
    "sigmoid": lambda x: 1 / ((1 + mp.exp(-x)) * (1 + mp.exp(x))),
    "softplus": lambda x: 1 / (1 + mp.exp(-x)),
    "relu": _step,
    "step": lambda x: 0 * x,
    "Abs": mp.sign,
    "sign": lambda x: 0 * x,
}
VALUES: dict[str, Callable[[Any], Any]] = {
    "relu": lambda x: max(x, mpf(0)),
    "step": _step,
    "Abs": abs,
    "sign": mp.sign,
    "softplus": lambda x: max(x, mpf(0)) + mp.log1p(mp.exp(-abs(x))),
    "acot": lambda x: mp.atan(1 / x),
}
GROWING = {"exp", "sinh", "cosh", "sech", "csch", "tanh", "coth", "sigmoid", "softplus"}
TURNING = {"sin", "cos", "tan", "sec", "csc", "cot"}


def _applied(function: Function, x: Any) -> tuple[Any, Any]:
    """The value of a function and its slope."""
    name = function.name
    if abs(x) > (TOO_MUCH if name in GROWING else mpf(10) ** 330):
        raise NoValueError
    value = VALUES.get(name) or function.within(FIFTY_DIGITS)
    return value(x), SLOPES[name](x)


def _power(u: Any, v: Any) -> tuple[Any, Any, Any]:
    """A power, and its slopes by its base and by its exponent."""
    if u and abs(v * mp.log(abs(u))) > TOO_MUCH:
        raise NoValueError
    value = mpf(1) if not v else u**v
    by_base = mpf(0) if not v else v * (mpf(1) if v == 1 else u ** (v - 1))
    return value, by_base, (value * mp.log(u) if u > 0 else mpf(0))


# The value of an operation, and its slope by each of its arguments.
OPERATIONS: dict[str, Callable[..., tuple[Any, ...]]] = {
    "neg": lambda u: (-u, mpf(-1)),
    "+": lambda u, v: (u + v, mpf(1), mpf(1)),
    "-": lambda u, v: (u - v, mpf(1), mpf(-1)),
    "*": lambda u, v: (u * v, v, u),
    "/": lambda u, v: (u / v, 1 / v, -u / v / v),
    "**": _power,
}


def _worked_out(part: Expr, args: list[Any]) -> tuple[Any, ...]:
    if isinstance(part.head, Function):
        return _applied(part.head, args[0])
    return OPERATIONS[part.head](*args)


@dataclass(frozen=True)
class Exact:
    """A formula at a point, with 60 digits: its parts, and its slopes by each of them."""

    order: list[Expr]
    values: dict[Expr, Any]
    slopes: dict[Expr, tuple[Any, ...]]

    @classmethod
    def of(cls, expr: Expr, point: Mapping[str, float]) -> "Exact":
        """Compute each part.

        Raises
        ------
        NoValueError
            One of them has no real value.
        """
        made = cls(postorder(expr), {}, {})
        for part in made.order:
            args = [made.values[arg] for arg in part.args if isinstance(arg, Expr)]
            try:
                value, *slopes = _worked_out(part, args) if args else (_leaf(part, point),)
            except (ValueError, ZeroDivisionError, OverflowError) as error:
                raise NoValueError from error
            if any(isinstance(number, mpmath.mpc) or not mp.isfinite(number) for number in (value, *slopes)):
                raise NoValueError
            made.values[part], made.slopes[part] = value, tuple(slopes)
        return made

    def derivative(self, wrt: Expr) -> Any:
        """The slope by a symbol, carried forward beside the values."""
        found: dict[Expr, Any] = {}
        for part in self.order:
            inner = zip(self.slopes[part], part.args, strict=False)
            found[part] = mpf(part is wrt) + mp.fsum(slope * found[arg] for slope, arg in inner if found[arg])
        return found[self.order[-1]]

    def rounding(self) -> Any:
        """The sum of |adjoint * value| over all parts: what a relative error of 1 in each would do to the result."""
        adjoint = dict.fromkeys(self.order, mpf(0))
        adjoint[self.order[-1]] = mpf(1)
        for part in reversed(self.order):
            for slope, arg in zip(self.slopes[part], part.args, strict=False):
                adjoint[arg] += adjoint[part] * slope
        return mp.fsum(abs(adjoint[part] * value) for part, value in self.values.items())

    def extreme(self) -> bool:
        """Whether a part is too close to the ends of the floats to ask much of it."""
        return any(value and not INSIDE[0] <= abs(value) <= INSIDE[1] for value in self.values.values())


def _leaf(part: Expr, point: Mapping[str, float]) -> Any:
    return mpf(point[part.args[0]] if part.head == "symbol" else part.args[0])


def verdict(found: float | None, exact: Any, formula: Exact) -> str:
    """Whether a number is "right", "wrong", or "refused": None, nan or an infinity; "" where there is none to find."""
    normal = SMALLEST <= abs(exact) <= LARGEST
    if found is None or not mp.isfinite(found):
        return "refused" if normal else ""
    allowed = UNIT * formula.rounding() + (0 if normal else SMALLEST)
    return ("right" if normal else "") if abs(found - exact) <= allowed else "wrong"
