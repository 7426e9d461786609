"""What generated code asks while it computes, so that nothing vanishes in silence; see losses.py.

It asks at the end, and whatever is found is computed once more with care: floats by `evaluate`, arrays and tensors by
code that asks at each part that would be wrong, and the places where it would become nan.
"""

from __future__ import annotations

import math

from gdmath.arithmetic import FLOATS, SMALLEST, arrays
from gdmath.errors import DomainError
from gdmath.numeric.losses import FEW, HARMLESS, factors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import SimpleNamespace
    from typing import Any

    from gdmath.expression import Expr
    from gdmath.numeric.losses import Losses

SMALL = 16 * SMALLEST  # what an underflow leaves is nothing beside it
FAR = 0.2  # divided by the precision of a dtype: what is less than its smallest number stays small, so many times


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
    above, below = f"-{SMALL!r} < " * (low < 0), f" < {SMALL!r}" * (high > 0)
    conditions = [f"{above}{code[part]}{below}"]
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


def missing(part: Expr, losses: Losses, code: Mapping[Expr, str]) -> str:
    """The code for a part that is nan where it would make a number of what has no value."""
    made = code[part]
    for arg, (pole, by, size) in losses.poles.get(part, ()):
        begun = f"(abs({code[by]}) == {size!r}) & (abs({code[pole]}) == _inf)"
        made = f"_unless({made}, {begun}{f' & (abs({code[arg]}) == _inf)' * (arg is not pole)})"
    return made


def asked(part: Expr, losses: Losses, code: Mapping[Expr, str], masks: Mapping[Expr, str]) -> str:
    """The code for a part that is nan where it would be wrong."""
    made = missing(part, losses, code)
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


def doubts(losses: Losses, code: Mapping[Expr, str]) -> list[str]:
    """The code of questions, each of which raises `FloatingPointError` where a part of rows may be wrong."""
    found = [f"_finite({code[arg]})" for args in losses.large.values() for arg in args]
    for part, entries in losses.small.items():
        harmed = "_little" if part.head == "/" else "_much"
        found += [f"_kept({code[arg]}{f', {code[by]}, {harmed}' if by is not None else ''})" for arg, by in entries]
    return list(dict.fromkeys(found))


def poles(losses: Losses, code: Mapping[Expr, str]) -> list[str]:
    """The code of questions that raise `PoleError` where a number may be made of what has no value."""
    found = dict.fromkeys((by, size) for poles in losses.poles.values() for _, (_, by, size) in poles)
    return [f"_never({code[by]}, {size!r})" for by, size in found]


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

    much, little = _harms(m)

    def finite(x: Any) -> None:
        if _any(abs(x) == math.inf):
            raise FloatingPointError

    def kept(x: Any, by: Any = None, harmed: Any = None) -> None:
        if isinstance(by, float) and not harmed(1.0, by):  # a plain number in the middle, beside which all is well
            return
        lost = small(x)
        if _any(lost) and (harmed is None or _any(lost & harmed(x, by))):
            raise FloatingPointError

    return {
        "_inf": math.inf,
        "_small": small,
        "_unless": unless,
        "_times": lambda value, lost, by: unless(value, lost & much(value, by)),
        "_over": lambda value, lost, by: unless(value, lost & little(value, by)),
        "_finite": finite,
        "_kept": kept,
        "_never": _never,
        "_much": much,
        "_little": little,
    }


def _harms(m: SimpleNamespace) -> list[Callable[[Any, Any], Any]]:
    """Whether what was lost in a value is no longer nothing times another number, and divided by it."""

    def far(x: Any) -> Any:
        return FAR / (m if hasattr(x, "dtype") else FLOATS).eps(x)

    def much(value: Any, by: Any) -> Any:
        size = abs(by)
        return (value != 0.0) & (size > HARMLESS) | (size > far(value))

    def little(value: Any, by: Any) -> Any:
        size = abs(by)
        return (value != 0.0) & (size < 1 / HARMLESS) | (size < 1 / far(value))

    return [much, little]


class PoleError(FloatingPointError):
    """Nothing was lost, but a number may have been made of what has no value."""


def guarded(
    quick: Callable[..., Any],
    careful: Callable[..., Any],
    at_poles: Callable[..., Any],
    m: SimpleNamespace,
    *,
    heard: bool,
) -> Callable[..., Any]:
    """The quick function, which asks in the end if it has to, and where it raises one that takes care."""
    if m is not arrays():
        return _guarded_tensors(quick, careful, at_poles)
    import numpy as np

    def compute(*values: Any) -> Any:
        # NumPy tells of what underflows, but not of plain numbers, nor of those that it makes narrower.
        wide = heard and all(getattr(value, "itemsize", 8) >= 8 for value in values)
        told = _Told([] if wide else [True], np.geterrcall())
        try:
            with np.errstate(under="call", over="raise", call=told):
                return quick(*values, told.found)
        except PoleError:
            with m.quiet():  # what NumPy says of it has been said
                return at_poles(*values)
        except FloatingPointError:
            return careful(*values)

    return compute


class _Told:
    """What NumPy calls when something underflows; all else that it says is for whoever was called before."""

    def __init__(self, found: list[bool], before: Any) -> None:
        self.found, self.before = found, before

    def __call__(self, kind: str, flag: int) -> None:
        if kind == "underflow":
            self.found.append(True)
        elif self.before is not None:
            self.before(kind, flag)

    def write(self, message: str) -> None:
        self.before.write(message)


def _guarded_tensors(
    quick: Callable[..., Any], careful: Callable[..., Any], at_poles: Callable[..., Any]
) -> Callable[..., Any]:
    import torch

    def compute(*values: Any) -> Any:
        here = all(value.device.type == "cpu" for value in values if isinstance(value, torch.Tensor))
        here = here and not torch.compiler.is_compiling()
        try:
            return quick(*values, True) if here else careful(*values)  # elsewhere to look is to wait for it
        except PoleError:
            return at_poles(*values)
        except (FloatingPointError, RuntimeError):  # RuntimeError: inside vmap nobody may look at a number
            return careful(*values)

    return compute


def _never(x: Any, size: float) -> None:
    if not (x if isinstance(x, float) else x.all()) if size == 0.0 else _any(abs(x) == size):
        raise PoleError


def _any(found: Any) -> bool:
    return found if isinstance(found, bool) else bool(found.any())
