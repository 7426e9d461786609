"""What 64-bit floats may lose on the way to a formula, for many rows at once: `digits.lost`, computed in floats.

A bound needs few digits, so that floats are enough for it wherever nothing leaves their range.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from gdmath.alone import installed
from gdmath.arithmetic import arrays
from gdmath.cases import CASES
from gdmath.expression import CONDITIONS, CONSTANTS, postorder
from gdmath.functions import FUNCTIONS, Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gdmath.expression import Expr

ROUNDING, SMALLEST = 2.0**-53, 2.0**-1074
TINY = 1e-290  # a smaller number may have lost what floats do not show
STEPS = 64  # an error is too small to be seen in floats: so many times as much is
_MAY_BE_ZERO = frozenset(["+", "-", "neg", FUNCTIONS["relu"]])
_CHOOSE = frozenset([*CONDITIONS, *CASES.values(), *(FUNCTIONS[name] for name in ("step", "sign"))])

# On arrays and on numbers of mpmath alike.
OPERATIONS: dict[str, Callable[..., Any]] = {
    "neg": operator.neg,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}


def lost_in_rows(formula: Expr, columns: Mapping[Expr, Any]) -> Any:
    """For each row a value and the bound of what it may have lost; None where that takes more than arrays of floats."""
    np = installed("numpy")
    if np is None:
        return None
    done: dict[Expr, tuple[Any, Any]] = {
        symbol: (np.asarray(column, float), np.zeros(len(column))) for symbol, column in columns.items()
    }
    with np.errstate(all="ignore"):
        for part in postorder(formula):
            if part.head in _CHOOSE:
                return None
            if part.head in {"number", "constant"}:
                done[part] = _number(CONSTANTS.get(part.args[0], part.args[0]), exact=part.head == "number")
            elif part not in done:
                args = [done[arg] for arg in part.args]
                found = _rounded(part, args)
                if found is None or not np.isfinite(found).all():
                    return None
                if _is_tiny(part, found[0], [value for value, _ in args]):
                    return None
                done[part] = found
    return np.broadcast_arrays(*done[formula], *(column for column, _ in done.values()))[:2]


def _number(number: Any, *, exact: bool) -> tuple[float, float]:
    return float(number), 0.0 if exact and float(number) == number else float(number) * ROUNDING


def _is_tiny(part: Expr, value: Any, args: list[Any]) -> bool:
    """Whether something may have vanished, in other ways than as a difference, by relu or in a product with 0."""
    if part.head in _MAY_BE_ZERO:
        return False
    import numpy as np

    lost = abs(value) < TINY
    for arg in args:
        lost = lost & (arg != 0)
    return bool(np.any(lost))


def _rounded(part: Expr, args: list[tuple[Any, Any]]) -> tuple[Any, Any] | None:
    of = part.head.within(arrays()) if isinstance(part.head, Function) else OPERATIONS[part.head]
    values = [value for value, _ in args]
    value = of(*values)
    if part.head in {"+", "-", "neg"}:
        carried = sum(error for _, error in args)
    else:
        moved = [_carried(of, values, place, error, value) for place, (_, error) in enumerate(args)]
        if any(each is None for each in moved):
            return None
        carried = sum(moved)
    return value, carried + abs(value) * ROUNDING + SMALLEST


def _carried(of: Callable[..., Any], values: list[Any], place: int, error: Any, value: Any) -> Any:
    """How far the value moves when an argument is moved by its error; None where that is not nearly linear."""
    import numpy as np

    up, down = (
        abs(of(*values[:place], values[place] + nudge, *values[place + 1 :]) - value)
        for nudge in (STEPS * error, -STEPS * error)
    )
    most = np.maximum(up, down)
    linear = most <= 2 * np.minimum(up, down) + STEPS * ROUNDING * abs(value)
    return most / STEPS if np.all(linear) else None
