"""Where a gradient is taken: a number for each symbol, or a column of numbers where the rows of the data differ."""

from __future__ import annotations

import math

from gdmath.alone import installed
from gdmath.errors import InputError, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from gdmath.expression import Expr


def point_of(at: Any) -> dict[str, Any]:
    """Read a place: floats, and columns as arrays of floats, by the names of their symbols; without NumPy, as lists."""
    if not isinstance(at, dict):
        raise InputError(f"check a gradient at {shown(at)}", "a point is a value for each symbol", 'Write {"w": 1.0}')
    return {str(symbol): _value(str(symbol), value) for symbol, value in at.items()}


def _value(name: str, value: Any) -> Any:
    numpy = installed("numpy")
    if not (_is_flat(value) if numpy is None else numpy.ndim(value) == 1):
        return number_of(name, value)
    try:
        column = [float(each) for each in value] if numpy is None else numpy.array(value, dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"use {name}={shown(value)}", "it is no column of numbers", "Pass floats") from error
    masked = numpy is not None and numpy.ma.isMaskedArray(value)
    if masked or not all(map(math.isfinite, column)):
        because = "values are masked" if masked else "not all of it are finite numbers"
        raise InputError(f"use {name}={shown(value)}", because, "Leave these rows out, or mend them")
    return column


def _is_flat(value: Any) -> bool:
    """Whether it is a list or a tuple, and no table."""
    return isinstance(value, (list, tuple)) and not any(isinstance(each, (list, tuple)) for each in value)


def number_of(name: str, value: Any) -> float:
    """Read one number."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"use {name}={shown(value)}", "it is not one number", "Pass a float") from error


def columns_of(wrt: Sequence[Expr], point: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a place, after a look whether a mean over their rows can be taken."""
    columns = {name: value for name, value in point.items() if not isinstance(value, float)}
    if mixed := [symbol for symbol in wrt if str(symbol) in columns]:
        raise InputError(f"check the slope in {mixed[0]!r}", "it has a value for each row", "Give it one number")
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        raise InputError(
            f"take the mean over columns of {lengths!r} rows",
            "they have no row in common" if 0 in lengths.values() else "their rows do not belong together",
            "Pass columns of one length, with at least one row",
        )
    return columns


def written(point: Mapping[str, float], rows: int = 0) -> str:
    """Say in words where a gradient was taken, and over how many rows."""
    values = ", ".join(f"{name} = {value:.5g}".replace("-", "\u2212") for name, value in point.items())
    return f"at {values}" + f", the mean over {rows:,d} rows" * bool(rows)
