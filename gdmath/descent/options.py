"""What a descent is asked for, checked before its first step."""

from __future__ import annotations

import math
from numbers import Integral, Real

from gdmath.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def positive(name: str, value: Any, because: str) -> float:
    """A finite number above zero, as a float.

    Raises
    ------
    InputError
        It is none.
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < math.inf:
        raise InputError(f"descend with {name}={value!r}", because, "Pass a finite number above zero")
    return float(value)


def count(name: str, value: Any, because: str, least: int = 1) -> int:
    """A whole number from `least` on, as an int.

    Raises
    ------
    InputError
        It is none.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise InputError(f"descend with {name}={value!r}", because, f"Pass an int, {least} or more")
    return int(value)


def check_words(on_divergence: Any, callback: Any, progress: Any) -> None:
    """Refuse what is not among the few values that an option has.

    Raises
    ------
    InputError
        It is another.
    """
    if on_divergence not in ("raise", "mark"):
        raise InputError(
            f"descend with on_divergence={on_divergence!r}", "an error or a mark are the two", "Pass 'raise' or 'mark'"
        )
    if callback is not None and not callable(callback):
        raise InputError(f"descend with callback={callback!r}", "it cannot be called", "Pass a function, or None")
    if progress is not None and not isinstance(progress, bool):
        raise InputError(
            f"descend with progress={progress!r}", "a bar is shown or not", "Pass True, False, or None for long runs"
        )
