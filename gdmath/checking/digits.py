"""Formulas computed with as many digits as it takes, by mpmath, and how far off 64-bit floats may be.

A float loses up to one part in 2**53 at each operation, and what is lost at one part of a formula goes through all
that is made of it: the bound is the sum over the parts of |adjoint * value|, times 2**-53
(Higham, Accuracy and Stability of Numerical Algorithms, 3.3).
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from gdmath.arithmetic import once, softplus
from gdmath.errors import DomainError
from gdmath.expression import Expr, postorder
from gdmath.functions import Function
from gdmath.numeric.source import WRITTEN_OUT, expanded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import SimpleNamespace

    Row = Mapping[Expr, Any]

DIGITS = [50 * 2**doubled for doubled in range(9)]
AGREE = 1e-15  # where two numbers of digits agree to this, no more are asked for
ROUNDING = 2.0**-53
NO_VALUE = (ValueError, ZeroDivisionError, OverflowError)


@once
def digits() -> SimpleNamespace:
    """The arithmetic of mpmath, with the number of digits that is set at the time."""
    from types import SimpleNamespace

    import mpmath

    names = "exp log sqrt sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh sech log1p sign power"
    m = SimpleNamespace(
        **{name: getattr(mpmath, name) for name in names.split()},
        log2=lambda x: mpmath.log(x, 2),
        log10=mpmath.log10,
        Abs=abs,
        relu=lambda x: max(x, mpmath.mpf(0)),
        step=lambda x: mpmath.mpf(x > 0),
        one_from_zero_on=lambda x, e: e if x < 0 else mpmath.mpf(1),
        sigmoid=lambda x: 1 / (1 + mpmath.exp(-x)),
    )
    m.softplus = lambda x: softplus(m, x)
    return m


def settled(compute: Callable[[], Any], cannot: str, lacking: str, instead: str) -> tuple[Any, int]:
    """What comes out when the digits are doubled until two results agree, and with how many it did.

    Raises
    ------
    DomainError
        It has no value, for which `lacking` is the reason, or they never agree.
    """
    import mpmath

    last = mpmath.nan
    for count in DIGITS:
        with mpmath.workdps(count):
            try:
                value = compute()
            except NO_VALUE as error:
                last, because = mpmath.nan, f"{lacking} ({error})"
                continue
            # What is nothing but rounding shrinks with every doubling, to below the smallest float.
            gone = count >= 800 and abs(value) < mpmath.mpf(10) ** -400
            if gone or 0 < abs(value) * AGREE >= abs(value - last):
                return value, count
            last, because = value, "it does not settle, however many digits are taken"
    raise DomainError(cannot, because, instead)


def rows_of(columns: Mapping[Expr, Any]) -> list[dict[Expr, Any]]:
    """The rows of a place, each with an exact number for every symbol; one row where all are numbers."""
    import mpmath
    import numpy as np

    across = np.broadcast_arrays(*map(np.atleast_1d, columns.values()))
    return [dict(zip(columns, map(mpmath.mpf, map(float, row)), strict=True)) for row in zip(*across, strict=True)]


def mean(values: Iterable[Any], count: int) -> Any:
    """The mean of so many values, with the digits that are set."""
    import mpmath

    return mpmath.fsum(values) / count


def value_of(expr: Expr, row: Row) -> Any:
    """The value of a formula in one row of the place, with the digits that are set."""
    done = dict(row)
    for part in postorder(expr):
        if part not in done:
            number = _number(part)
            done[part] = real(operation(part)(*(done[arg] for arg in part.args))) if number is None else number
    return done[expr]


def operation(part: Expr) -> Callable[..., Any]:
    """How a part is computed from its own parts."""
    return part.head.within(digits()) if isinstance(part.head, Function) else _OPERATIONS[part.head]


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "neg": operator.neg,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}


def _number(part: Expr) -> Any:
    import mpmath

    if part.head == "number":
        return mpmath.mpf(part.args[0])
    return +getattr(mpmath, part.args[0]) if part.head == "constant" else None


def real(value: Any) -> Any:
    """A value as it is, unless it is not real or not finite."""
    import mpmath

    if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value):
        message = "not a finite real number"
        raise ValueError(message)
    return value


def lost(expr: Expr, rows: Sequence[Row]) -> Any:
    """The bound of what 64-bit floats lose on the way to the mean of a formula over rows."""
    formula = expanded(expr, WRITTEN_OUT)
    found = [_bounded(formula, row) for row in rows]
    size, by_row = (mean((abs(each[place]) for each in found), len(rows)) for place in (0, 1))
    return by_row + size * ROUNDING * (len(rows) - 1).bit_length()  # a sum of many is made pair by pair


def _bounded(expr: Expr, row: Row) -> tuple[Any, Any]:
    done = {symbol: (value, 0) for symbol, value in row.items()}
    for part in postorder(expr):
        if part not in done:
            number = _number(part)
            done[part] = _rounded(part, [done[arg] for arg in part.args]) if number is None else _as_float(number)
    return done[expr]


def _as_float(number: Any) -> tuple[Any, Any]:
    return number, 0 if float(number) == number else abs(number) * ROUNDING


def _rounded(part: Expr, args: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    of, values = operation(part), [value for value, _ in args]
    value = real(of(*values))
    carried = sum(abs(_nudged(of, values, place, lost) - value) for place, (_, lost) in enumerate(args) if lost)
    return value, carried + abs(value) * ROUNDING


def _nudged(of: Callable[..., Any], values: Sequence[Any], place: int, lost: Any) -> Any:
    import mpmath

    for nudge in (lost, -lost):
        try:
            return real(of(*values[:place], values[place] + nudge, *values[place + 1 :]))
        except NO_VALUE:  # beyond an end of the domain
            continue
    return mpmath.inf


def measured(expr: Expr, symbol: Expr, rows: Sequence[Row]) -> Any:
    """The slope by a central difference, with the digits that are set and a step that shrinks as they are more."""
    import mpmath

    # The step h loses h**2 to the formula's bend and 10**-digits / h to rounding: a third of the digits serves both.
    h = (abs(rows[0][symbol]) or 1) * mpmath.mpf(10) ** (-mpmath.mp.dps // 3)
    above, below = (
        mean((value_of(expr, {**row, symbol: row[symbol] + step}) for row in rows), len(rows)) for step in (h, -h)
    )
    return (above - below) / (2 * h)
