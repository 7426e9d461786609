"""Formulas computed with as many digits as it takes, by mpmath or what is in its place, and how far off floats may be.

A float loses up to one part in 2**53 at each operation, and what is lost at one part of a formula goes through all
that is made of it: the bound is the sum over the parts of |adjoint * value|, times 2**-53
(Higham, Accuracy and Stability of Numerical Algorithms, 3.3).
"""

from __future__ import annotations

import operator
import sys
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any

from gdmath.alone import installed
from gdmath.arithmetic import NONE_HOLDS, softplus
from gdmath.cases import Piecewise
from gdmath.checking.roundings import OPERATIONS, ROUNDING, SMALLEST, lost_in_rows
from gdmath.errors import DomainError
from gdmath.expression import CONDITIONS, Expr, postorder
from gdmath.functions import Function
from gdmath.numeric.source import WRITTEN_OUT, expanded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Row = Mapping[Expr, Any]

DIGITS = [50 * 2**doubled for doubled in range(7)]
MANY = 16  # rows, of which floats find a bound in less time
AGREE = 1e-15  # where two numbers of digits agree to this, no more are asked for
LARGEST = sys.float_info.max
NO_VALUE = (ValueError, ZeroDivisionError, OverflowError)


def precise() -> Any:
    """The module that computes with many digits: mpmath, or what stands in its place where it is not installed."""
    return _precise(loaded=sys.modules.get("mpmath") is not None)


@lru_cache(maxsize=2)
def _precise(*, loaded: bool) -> Any:  # noqa: ARG001  asked again once it is there: sympy computes with no other
    from gdmath.checking import precise as in_its_place

    return installed("mpmath") or in_its_place


class _Digits:
    """The arithmetic of mpmath, with the number of digits that is set at the time, and what mpmath lacks."""

    def __getattr__(self, name: str) -> Any:
        return getattr(precise(), name)

    Abs = staticmethod(abs)
    Max = staticmethod(max)
    Min = staticmethod(min)
    relu = staticmethod(lambda x: max(x, 0 * x))
    step = staticmethod(lambda x: 0 * x + (x > 0))
    one_from_zero_on = staticmethod(lambda x, e: e if x < 0 else 1 + 0 * x)

    def cbrt(self, x: Any) -> Any:
        return self.sign(x) * self.root(abs(x), 3)

    def sigmoid(self, x: Any) -> Any:
        return 1 / (1 + self.exp(-x))

    def softplus(self, x: Any) -> Any:
        return softplus(self, x)


WITH_DIGITS = _Digits()


def settled(compute: Callable[[], Any], cannot: str, lacking: str, instead: str) -> tuple[Any, int]:
    """What comes out when the digits are doubled until two results agree, and with how many it did.

    Raises
    ------
    DomainError
        It has no value, for which `lacking` is the reason, or they never agree.
    """
    mpmath = precise()

    last = mpmath.nan
    for count in DIGITS:
        with mpmath.workdps(count):
            try:
                value = compute()
            except NO_VALUE as error:
                last, because = mpmath.nan, f"{lacking} ({str(error) or 'something over zero'})"
                continue
            # What is nothing but rounding shrinks with every doubling, to below the smallest float.
            gone = count >= 800 and abs(value) < mpmath.mpf(10) ** -400
            if gone or 0 < abs(value) * AGREE >= abs(value - last):
                return value, count
            last, because = value, "it does not settle, however many digits are taken"
    raise DomainError(cannot, because, instead)


def rows_of(columns: Mapping[Expr, Any]) -> list[dict[Expr, Any]]:
    """The rows of a place, each with an exact number for every symbol; one row where all are numbers."""
    mpf = precise().mpf
    count = max((len(column) for column in columns.values() if not isinstance(column, (int, float))), default=1)
    across = [[value] * count if isinstance(value, (int, float)) else value for value in columns.values()]
    return [dict(zip(columns, map(mpf, map(float, row)), strict=True)) for row in zip(*across, strict=True)]


def mean(values: Iterable[Any], count: int) -> Any:
    """The mean of so many values, with the digits that are set."""
    return precise().fsum(values) / count


def mean_of(expr: Expr, rows: Sequence[Row]) -> Any:
    """The mean of a formula over the rows of a place, with the digits that are set."""
    steps = _steps(expr)
    return mean((_value(expr, steps, row) for row in rows), len(rows))


def _steps(expr: Expr) -> list[tuple[Expr, Any, Any]]:
    """Each part that has to be computed, how, and from which others; for a number None, and the number itself."""
    parts = [(part, _number(part)) for part in postorder(expr) if part.head != "symbol"]
    return [
        (part, None, number) if number is not None else (part, _operation(part), part.args) for part, number in parts
    ]


def _value(expr: Expr, steps: Sequence[tuple[Expr, Any, Any]], row: Row) -> Any:
    done = dict(row)
    for part, of, args in steps:
        done[part] = args if of is None else _kept(of, [done[arg] for arg in args])
    return _required(done[expr])


def _kept(of: Callable[..., Any], args: Sequence[Any]) -> Any:
    """A value, or the reason why there is none: of a piece that does not hold, nobody asks."""
    if of is _piece:
        return of(*args)
    try:
        return real(of(*map(_required, args)))
    except NO_VALUE as error:
        return error


def _required(value: Any) -> Any:
    if isinstance(value, Exception):
        raise value
    return value


def _piece(piece: Any, condition: Any, elsewhere: Any = None) -> Any:
    """The piece that holds, or the reason why there is none."""
    if isinstance(condition, Exception):
        return condition
    return piece if condition else ValueError(NONE_HOLDS) if elsewhere is None else elsewhere


def _operation(part: Expr) -> Callable[..., Any]:
    if part.head is Piecewise:
        return _piece
    return part.head.within(WITH_DIGITS) if isinstance(part.head, Function) else _OPERATIONS[part.head]


_CONDITIONS: dict[str, Callable[..., bool]] = {
    **{sign: getattr(operator, name) for sign, name in CONDITIONS.items() if hasattr(operator, name)},
    "&": operator.and_,
    "|": operator.or_,
}
_COMPARED = frozenset(_CONDITIONS.values())
_OPERATIONS = OPERATIONS | _CONDITIONS


def _number(part: Expr) -> Any:
    mpmath = precise()

    if part.head == "number":
        return mpmath.mpf(part.args[0])
    return +getattr(mpmath, part.args[0]) if part.head == "constant" else None


def real(value: Any) -> Any:
    """A value as it is, unless it is not real or not finite."""
    mpmath = precise()

    if isinstance(value, getattr(mpmath, "mpc", ())) or not mpmath.isfinite(value):
        message = "not a finite real number"
        raise ValueError(message)
    return value


def lost(expr: Expr, rows: Sequence[Row], *, range_too: bool = False) -> Any:
    """The bound of what 64-bit floats lose on the way to the mean of a formula over rows.

    With `range_too` it counts what is lost below the smallest float and above the largest one as well.
    """
    steps = _steps(formula := expanded(postorder(expr), WRITTEN_OUT))
    found = _in_floats(formula, rows) or [_required(_bounded(steps, row, range_too=range_too)[formula]) for row in rows]
    size, by_row = (mean((abs(each[place]) for each in found), len(rows)) for place in (0, 1))
    return by_row + size * ROUNDING * (len(rows) - 1).bit_length()  # a sum of many is made pair by pair


def _in_floats(formula: Expr, rows: Sequence[Row]) -> list[tuple[float, float]] | None:
    """The same of many rows, where floats are enough for it, which are quicker."""
    if len(rows) < MANY:
        return None
    found = lost_in_rows(formula, {symbol: [float(row[symbol]) for row in rows] for symbol in rows[0]})
    return None if found is None else list(zip(*(each.tolist() for each in found), strict=True))


def overflows(expr: Expr, rows: Sequence[Row]) -> bool:
    """Whether something on the way to a formula is too large for a float, by which autograd may multiply and divide."""
    steps = _steps(expanded(postorder(expr), WRITTEN_OUT))
    bounds = (found for row in rows for found in _bounded(steps, row, range_too=True).values())
    return any(isinstance(found, tuple) and abs(found[0]) > LARGEST for found in bounds)


def _bounded(steps: Sequence[tuple[Expr, Any, Any]], row: Row, *, range_too: bool) -> dict[Expr, Any]:
    done: dict[Expr, Any] = {symbol: (value, 0) for symbol, value in row.items()}
    for part, of, args in steps:
        found = _as_float(args) if of is None else _kept_bounded(of, [done[arg] for arg in args])
        ranged = range_too and part.head not in CONDITIONS and not isinstance(found, Exception)
        done[part] = _in_range(*found) if ranged else found
    return done


def _kept_bounded(of: Callable[..., Any], args: Sequence[Any]) -> Any:
    """A value and its bound, or the reason why there is none; without bound where rounding may take another piece."""
    if of is _piece:
        condition = args[1]
        found = _piece(args[0], condition if isinstance(condition, Exception) else condition[0], *args[2:])
        turned = not isinstance(found, Exception) and condition[1]
        return (found[0], inf) if turned else found
    try:
        return _rounded(of, [_required(arg) for arg in args])
    except NO_VALUE as error:
        return error


def _as_float(number: Any) -> tuple[Any, Any]:
    return number, 0 if float(number) == number else abs(number) * ROUNDING


def _in_range(value: Any, error: Any) -> tuple[Any, Any]:
    return value, error + SMALLEST if abs(value) <= LARGEST else inf


def _rounded(of: Callable[..., Any], args: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    values = [value for value, _ in args]
    value = real(of(*values))
    if of in _COMPARED:
        return value, sum(error for _, error in args) if _may_turn(of, args) else 0
    carried = sum(abs(_nudged(of, values, place, error) - value) for place, (_, error) in enumerate(args) if error)
    return value, carried + abs(value) * ROUNDING


def _may_turn(of: Callable[..., Any], args: Sequence[tuple[Any, Any]]) -> bool:
    """Whether rounding may make a condition hold that does not, or the other way around."""
    (one, error), (other, beside) = args
    return bool(error + beside) and (of in {operator.and_, operator.or_} or abs(one - other) <= error + beside)


def _nudged(of: Callable[..., Any], values: Sequence[Any], place: int, error: Any) -> Any:
    for nudge in (error, -error):
        try:
            return real(of(*values[:place], values[place] + nudge, *values[place + 1 :]))
        except NO_VALUE:  # beyond an end of the domain
            continue
    return inf


def measured(expr: Expr, symbol: Expr, rows: Sequence[Row]) -> Any:
    """The slope by a central difference, with the digits that are set and a step that shrinks as they are more."""
    mpmath = precise()

    # The step h loses h**2 to the formula's bend and 10**-digits / h to rounding: a third of the digits serves both.
    h = (abs(rows[0][symbol]) or 1) * mpmath.mpf(10) ** (-mpmath.mp.dps // 3)
    above, below = (mean_of(expr, [{**row, symbol: row[symbol] + step} for row in rows]) for step in (h, -h))
    return (above - below) / (2 * h)
