"""The number that an expression comes to at one point, and the name of the part that has none there.

Floats are tried first.  Where one of them leaves their range, and a smaller or larger part of the formula might bring
it back, the same is computed once more with numbers that have no range to leave.
"""

from __future__ import annotations

import math
import sys

from gdmath.arithmetic import FLOATS, NONE_HOLDS, domain_error, require_finite
from gdmath.cases import Piecewise
from gdmath.errors import DomainError, InputError, shown
from gdmath.expression import CONDITIONS, CONSTANTS, Expr, is_fraction, plain_number, postorder
from gdmath.functions import Function
from gdmath.numeric.limits import ZERO_ELSEWHERE, limit, may_have_limits
from gdmath.numeric.source import computable
from gdmath.numeric.wide import decimals, within_floats
from gdmath.printing import text
from gdmath.tidying import stable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import SimpleNamespace
    from typing import Any

SMALLEST, LARGEST = sys.float_info.min, sys.float_info.max  # smaller than the first, a float has lost digits


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
    in_pieces = any(part.head is Piecewise for part in parts)

    def at(values: Mapping[str, float]) -> float:
        if missing := [name for name in names if name not in values]:
            raise InputError(
                f"evaluate {expr!r}", f"{missing[0]!r} has no value", f"Pass it, as in evaluate({missing[0]}=1.0)"
            )
        point = {name: _finite(name, values[name]) for name in names}
        done: dict[Expr, float] = {}
        try:
            return _computed(parts, _taken(parts[-1], done) if in_pieces else parts, point, done)
        except DomainError:
            found: float = limit(parts, point) if may_have_limits(parts) else math.nan
            if math.isnan(found):
                raise
            return found

    return at


def _computed(parts: list[Expr], needed: Iterable[Expr], point: Mapping[str, float], done: dict[Expr, float]) -> float:
    value = 0.0
    for part in needed:
        try:
            done[part] = value = _value(part, point, done)
        except (ValueError, ZeroDivisionError) as error:
            raise _named(_whole(part, parts, error), point, error) from error
        except OverflowError:
            return _computed_widely(parts, point)
    return value


def _whole(part: Expr, parts: list[Expr], error: Exception) -> Expr:
    """What has no value: if none of the last pieces holds, all the pieces; each part stands after its own."""
    if NONE_HOLDS in error.args:
        for other in parts:
            part = other if other.head is Piecewise and other.args[2:] == (part,) else part
    return part


def _taken(whole: Expr, done: Mapping[Expr, Any]) -> Iterator[Expr]:
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


def _needed(part: Expr, done: Mapping[Expr, Any]) -> Sequence[Expr]:
    if part.head is not Piecewise:
        return [arg for arg in part.args if isinstance(arg, Expr)]
    piece, condition, *elsewhere = part.args
    if condition not in done:
        return [condition]
    return [piece] if done[condition] else elsewhere


def _computed_widely(parts: list[Expr], point: Mapping[str, float]) -> float:
    from decimal import Decimal, Overflow, localcontext

    done: dict[Expr, Decimal] = {}
    beyond: list[Expr] = []  # parts that no float holds
    m = decimals()
    with localcontext(m.context):
        for part in _taken(parts[-1], done):
            try:
                done[part] = _wide_value(part, point, done, m)
            except (OverflowError, Overflow):
                raise _named(beyond[0] if beyond else part, point, OverflowError()) from None
            except (ValueError, ArithmeticError) as error:
                raise _named(_whole(part, parts, error), point, error) from error
            if abs(done[part]) > LARGEST:
                beyond.append(part)
    if beyond and beyond[-1] is parts[-1]:
        raise _named(beyond[0], point, OverflowError())
    return float(done[parts[-1]])


def _named(part: Expr, point: Mapping[str, float], error: Exception) -> DomainError:
    at = ", ".join(f"{name}={value!r}" for name, value in point.items())
    return domain_error(f"{text(part)} at {at}" if at else text(part), error)


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
    head = part.head
    if head == "symbol":
        return point[part.args[0]]
    if head is Piecewise:
        taken = _needed(part, done)
        return done[taken[0]] if taken else float(FLOATS.no_piece())
    args = [done[arg] for arg in part.args if isinstance(arg, Expr)]
    if not args:
        return float(CONSTANTS.get(part.args[0], part.args[0]))
    if head == "**" and part.args[1].args[0] == 2:
        args, head = args[:1] * 2, "*"  # as the code of lambdify has it
    value: float = head.within(FLOATS)(*args) if isinstance(head, Function) else _COMPUTE[head](*args)
    if SMALLEST <= value <= LARGEST or SMALLEST <= -value <= LARGEST:
        return value
    if abs(value) < SMALLEST and _is_small(head, args):
        return value
    raise OverflowError


def _is_small(head: Any, args: list[float]) -> bool:
    """Whether a value near zero is what it is, and not what was left of one too small for a float."""
    if isinstance(head, Function):
        return head.name in ZERO_ELSEWHERE or args == [0.0]
    return head in _EXACT or 0.0 in args[: 2 if head == "*" else 1]


# Operations whose value near zero is what it is; a condition that does not hold is one.
_EXACT = frozenset(["neg", "+", "-", *CONDITIONS])


def _wide_value(part: Expr, point: Mapping[str, float], done: Mapping[Expr, Any], m: SimpleNamespace) -> Any:
    from decimal import Decimal

    if part.head is Piecewise:
        return _value(part, point, done)
    head, args = part.head, [done[arg] for arg in part.args if isinstance(arg, Expr)]
    if not args:
        return Decimal(_value(part, point, {}))
    if isinstance(head, Function):
        return _wide_function(head, args, m)
    value = m.power(*args) if head == "**" else _COMPUTE[head](*args)
    if head in {"+", "-"} and max(map(abs, args)) > max(LARGEST, 10**15 * abs(value)):
        raise OverflowError  # no digits of the difference of two numbers so large are certain
    return value


def _wide_function(function: Function, args: list[Any], m: SimpleNamespace) -> Any:
    from decimal import Decimal

    try:
        return function.within(m)(*args)
    except (AttributeError, TypeError):  # a formula that mixes in floats, which decimals do not
        return Decimal(function.within(FLOATS)(*map(within_floats, args)))


_COMPUTE: dict[str, Callable[..., Any]] = {
    "neg": lambda u: -u,
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "**": math.pow,
    **{sign: getattr(FLOATS, name) for sign, name in CONDITIONS.items()},
}
