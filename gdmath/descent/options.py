"""What a descent is asked for, checked before its first step."""

from __future__ import annotations

import math
from numbers import Integral, Real

from gdmath.errors import InputError, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def real(cannot: str, value: Any, instead: str) -> float:
    """A finite number, as a float.

    Raises
    ------
    InputError
        It is none.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise InputError(cannot, f"it is of type {type(value).__name__} and no plain number", instead)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(cannot, "it is not a finite 64-bit number", instead)
    return number


def positive(name: str, value: Any, because: str, *, zero: bool = False) -> float:
    """A finite number above zero, or from zero on, as a float.

    Raises
    ------
    InputError
        It is none.
    """
    cannot, instead = f"descend with {name}={shown(value)}", "Pass a finite number above zero" + ", or zero" * zero
    number = real(cannot, value, instead)
    if not (number > 0 or (zero and number == 0)):
        raise InputError(cannot, because, instead)
    return number


def count(name: str, value: Any, because: str, least: int = 1) -> int:
    """A whole number from `least` on, as an int.

    Raises
    ------
    InputError
        It is none.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise InputError(f"descend with {name}={shown(value)}", because, f"Pass an int, {least} or more")
    return int(value)


def check_words(on_divergence: Any, callback: Any, progress: Any) -> None:
    """Refuse what is not among the few values that an option has.

    Raises
    ------
    InputError
        It is another.
    """
    if not isinstance(on_divergence, str) or on_divergence not in {"raise", "mark"}:
        raise InputError(
            f"descend with on_divergence={on_divergence!r}", "an error or a mark are the two", "Pass 'raise' or 'mark'"
        )
    if callback is not None and not callable(callback):
        raise InputError(f"descend with callback={callback!r}", "it cannot be called", "Pass a function, or None")
    if progress is not None and not isinstance(progress, bool):
        raise InputError(
            f"descend with progress={progress!r}", "a bar is shown or not", "Pass True, False, or None for long runs"
        )
