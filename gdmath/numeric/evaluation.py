"""The number that an expression comes to at one point, and the name of the part that has none there."""

from __future__ import annotations

import math

from gdmath.arithmetic import FLOATS, domain_error, require_finite
from gdmath.errors import InputError, shown
from gdmath.expression import CONSTANTS, Expr, is_fraction, plain_number, postorder
from gdmath.functions import Function
from gdmath.numeric.source import computable
from gdmath.printing import text
from gdmath.tidying import stable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def evaluate(expr: Expr, values: Mapping[str, float], point: Mapping[Any, float] | None = None) -> float:
    """Compute an expression at one point; see `Expr.evaluate`."""
    return evaluator(expr)(values if point is None else _by_name(point, values))


def _by_name(point: object, values: Mapping[str, float]) -> dict[str, float]:
    """The values by name that a dict by symbol or by name gives, and those given beside it."""
    if not isinstance(point, dict):
        because = f"it is of type {type(point).__name__}"
        raise InputError(f"evaluate at {shown(point)}", because, "Write evaluate(w=1.0) or evaluate({w: 1.0})")
    named = dict(values)
    for key, value in point.items():
        name = key.args[0] if isinstance(key, Expr) and key.head == "symbol" else key
        if not isinstance(name, str) or name in named:
            because = f"{shown(key)} is not a symbol, or comes twice"
            raise InputError(f"evaluate at {shown(point)}", because, 'Write each once, as in {w: 1.0} or {"w": 1.0}')
        named[name] = value
    return named


def evaluator(expr: Expr) -> Callable[[Mapping[str, float]], float]:
    """`Expr.evaluate` for many points: what does not depend on the point is done once."""
    names = sorted(symbol.args[0] for symbol in expr.free_symbols)
    parts = computable(postorder(stable(expr)))

    def at(values: Mapping[str, float]) -> float:
        if missing := [name for name in names if name not in values]:
            raise InputError(
                f"evaluate {expr!r}", f"{missing[0]!r} has no value", f"Pass it, as in evaluate({missing[0]}=1.0)"
            )
        return _computed(parts, {name: _finite(name, values[name]) for name in names})

    return at


def _computed(parts: list[Expr], point: Mapping[str, float]) -> float:
    done: dict[Expr, float] = {}
    for part in parts:
        try:
            done[part] = _value(part, point, done)
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            at = ", ".join(f"{name}={value!r}" for name, value in point.items())
            raise domain_error(f"{text(part)} at {at}" if at else text(part), error) from error
    return done[parts[-1]]


def _finite(name: str, value: Any) -> float:
    value = value if isinstance(value, float) else plain_number(value)
    if isinstance(value, bool) or not (isinstance(value, (int, float, Expr)) or is_fraction(value)):
        raise InputError(
            f"evaluate at {name}={shown(value)}",
            f"{type(value).__name__} is neither an int nor a float",
            "Convert a single number with float(value); use lambdify for arrays and tensors",
        )
    require_finite([name], [value])
    try:
        return float(value)
    except OverflowError as error:
        raise domain_error(f"with {name}, {shown(int(value))}", error) from error


def _value(part: Expr, point: Mapping[str, float], done: Mapping[Expr, float]) -> float:
    head, args = part.head, [done[arg] for arg in part.args if isinstance(arg, Expr)]
    if head == "number":
        return float(part.args[0])
    if head == "symbol":
        return point[part.args[0]]
    if head == "constant":
        return CONSTANTS[part.args[0]]
    value: float = head.within(FLOATS)(*args) if isinstance(head, Function) else _COMPUTE[head](*args)
    if not math.isfinite(value):
        raise OverflowError
    return value


_COMPUTE: dict[str, Callable[..., float]] = {
    "neg": lambda u: -u,
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "**": math.pow,
}
