"""The number that an expression comes to at one point, and the name of the part that has none there."""

from __future__ import annotations

import math

from gdmath.arithmetic import FLOATS, NONE_HOLDS, domain_error, require_finite
from gdmath.cases import Piecewise
from gdmath.errors import InputError
from gdmath.expression import CONDITIONS, CONSTANTS, Expr, postorder
from gdmath.functions import Function
from gdmath.numeric.source import computable
from gdmath.printing import text
from gdmath.tidying import stable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any


def evaluate(expr: Expr, values: Mapping[str, float]) -> float:
    """Compute an expression at one point; see `Expr.evaluate`."""
    return evaluator(expr)(values)


def evaluator(expr: Expr) -> Callable[[Mapping[str, float]], float]:
    """`Expr.evaluate` for many points: what does not depend on the point is done once."""
    names = sorted(symbol.args[0] for symbol in expr.free_symbols)
    parts = computable(postorder(stable(expr)))
    in_pieces = any(part.head is Piecewise for part in parts)

    def at(values: Mapping[str, float]) -> float:
        if missing := [name for name in names if name not in values]:
            raise InputError(
                f"evaluate {expr!r}", f"{missing[0]!r} has no value", f"Pass it, as in evaluate({missing[0]}=1.0)"
            )
        point = {name: _finite(name, values[name]) for name in names}
        done: dict[Expr, float] = {}
        return _computed(parts, _taken(parts[-1], done) if in_pieces else parts, point, done)

    return at


def _computed(parts: list[Expr], needed: Iterable[Expr], point: Mapping[str, float], done: dict[Expr, float]) -> float:
    value = 0.0
    for part in needed:
        try:
            done[part] = value = _value(part, point, done)
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            at = ", ".join(f"{name}={value!r}" for name, value in point.items())
            named = text(_whole(part, parts) if NONE_HOLDS in error.args else part)
            raise domain_error(f"{named} at {at}" if at else named, error) from error
    return value


def _whole(rest: Expr, parts: list[Expr]) -> Expr:
    """All the pieces of which these are the last; each part stands after its own."""
    for part in parts:
        rest = part if part.head is Piecewise and part.args[2:] == (rest,) else rest
    return rest


def _taken(whole: Expr, done: Mapping[Expr, float]) -> Iterator[Expr]:
    """The parts on which the value depends, each after its own: of the pieces, only the one that holds."""
    stack = [whole]
    while stack:
        part = stack[-1]
        missing = [arg for arg in _needed(part, done) if arg not in done]
        if missing:
            stack.extend(reversed(missing))
        else:
            stack.pop()
            if part not in done:
                yield part


def _needed(part: Expr, done: Mapping[Expr, float]) -> Sequence[Expr]:
    if part.head is not Piecewise:
        return [arg for arg in part.args if isinstance(arg, Expr)]
    piece, condition, *elsewhere = part.args
    if condition not in done:
        return [condition]
    return [piece] if done[condition] else elsewhere


def _finite(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(
            f"evaluate at {name}={value!r}",
            f"{type(value).__name__} is neither an int nor a float",
            "Convert a single number with float(value); use lambdify for arrays and tensors",
        )
    require_finite([name], [value])
    try:
        return float(value)
    except OverflowError as error:
        raise domain_error(f"with {name}, a whole number of {int(value).bit_length():,} bits", error) from error


def _value(part: Expr, point: Mapping[str, float], done: Mapping[Expr, float]) -> float:
    head = part.head
    if head == "number":
        return float(part.args[0])
    if head == "symbol":
        return point[part.args[0]]
    if head == "constant":
        return CONSTANTS[part.args[0]]
    if head is Piecewise:
        taken = _needed(part, done)
        return done[taken[0]] if taken else float(FLOATS.no_piece())
    args = [done[arg] for arg in part.args]
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
    **{sign: getattr(FLOATS, name) for sign, name in CONDITIONS.items()},
}
