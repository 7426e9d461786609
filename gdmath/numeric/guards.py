"""What generated code asks while it computes, so that nothing vanishes in silence; see losses.py.

Beside floats it asks at the end, and whatever is found is computed once more with care.  Beside arrays and tensors
it asks at each part that would be wrong, and the places where it would become nan.
"""

from __future__ import annotations

import math

from gdmath.arithmetic import FLOATS
from gdmath.errors import DomainError
from gdmath.numeric.losses import FEW, HARMLESS, factors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import SimpleNamespace
    from typing import Any

    from gdmath.expression import Expr
    from gdmath.numeric.losses import Losses

SMALL = 16 * FLOATS.smallest(0.0)  # what an underflow leaves is nothing beside it
FAR = 1e15  # what is less than the smallest float stays small, also so many times


def points(losses: Losses) -> list[Expr]:
    """Parts of which it is enough to know that they are not small: all that comes after them is right then."""
    found: dict[Expr, None] = {}
    for part in dict.fromkeys(arg for entries in losses.small.values() for arg, _ in entries):
        sources = losses.sources(part)
        one_kind = len(sources) == 1 or {"exp"} == {str(source.head) for source in sources}
        found.update(dict.fromkeys(sources if one_kind else [part]))
    return list(found)


def small_float(part: Expr, losses: Losses, code: Mapping[Expr, str]) -> str:
    """The condition in code that a float is small, and not because it is a product with 0."""
    low, high = losses.bounds[part]
    conditions = [f"{code[part]} < {SMALL!r}"] * (high > 0) + [f"{code[part]} > -{SMALL!r}"] * (low < 0)
    if part in losses.lossy:
        conditions += [code[factor] for factor in factors(part) if not losses.uncertain(factor)]
    return " and ".join(conditions)


def small_rows(part: Expr, losses: Losses, code: Mapping[Expr, str], masks: Mapping[Expr, str]) -> str:
    """The code for where something was lost in a part: it is small there, and not exactly."""
    small = f"_small({code[part]})"
    if part not in losses.lossy:
        return f"{small} & ({' | '.join(masks[source] for source in losses.sources(part))})"
    nonzero = (
        f"(({code[factor]} != 0.0) | {masks[factor]})" if factor in masks else f"({code[factor]} != 0.0)"
        for factor in factors(part)
    )
    return " & ".join([small, *nonzero])


def asked(part: Expr, losses: Losses, code: Mapping[Expr, str], masks: Mapping[Expr, str]) -> str:
    """The code for a part that is nan where it would be wrong."""
    made = code[part]
    for arg, factor in losses.small.get(part, ()):
        if factor is None:
            made = f"_unless({made}, {masks[arg]})"
        else:
            how = "_over" if part.head == "/" else "_times"
            made = f"{how}({made}, {masks[arg]}, {code[factor]})"
    for arg in losses.large.get(part, ()):
        some = f" & (abs({code[part.args[0]]}) > {FEW!r})" * (part.head == "/" and part not in losses.doubtful)
        made = f"_unless({made}, (abs({code[arg]}) == _inf){some})"
    return made


def asking(m: SimpleNamespace) -> dict[str, Callable[..., Any] | float]:
    """The functions that the code of rows calls, in the arithmetic `m`."""

    def small(x: Any) -> Any:
        return abs(x) < (16 * m.smallest(x) if hasattr(x, "dtype") else SMALL)

    def unless(value: Any, lost: Any) -> Any:
        if lost is True:
            raise DomainError(
                "compute the function with these numbers",
                "one on the way is too small or too large for a 64-bit float",
                "Take numbers of a middle size",
            )
        return value if lost is False else m.without(value, lost)

    def times(value: Any, lost: Any, by: Any) -> Any:
        size = abs(by)
        return unless(value, lost & ((value != 0.0) & (size > HARMLESS) | (size > FAR)))

    def over(value: Any, lost: Any, by: Any) -> Any:
        size = abs(by)
        return unless(value, lost & ((value != 0.0) & (size < 1 / HARMLESS) | (size < 1 / FAR)))

    return {"_inf": math.inf, "_small": small, "_unless": unless, "_times": times, "_over": over}
