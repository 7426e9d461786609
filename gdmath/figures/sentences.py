"""The numbers of a moving figure as a reader sees them, and the sentence in which they stand."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gdmath.errors import InputError
from gdmath.figures.given import by_name, decimals_of, finite, number_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SAME, _NAMED = "Return a dictionary with the same names from `numbers` each time", "Name one of these"
_NAME = re.compile(r"\{([^{}]*)\}")
# A formula in a sentence is broken before = alone, where a reader would break it.
_SIGN = re.compile(r" ([−+·/]) |(?<= =) ")


def shown(value: float, digits: int) -> str:
    """Write a number with so many decimals, rounded as Python does, with a real minus sign and no negative zero.

    Examples
    --------
    >>> [shown(value, 2) for value in (2, -0.125, -0.001, 12345.678)]
    ['2.00', '−0.12', '0.00', '12,345.68']
    """
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text.replace("-", "−")


def place_of(value: float) -> str:
    """Write the value of a slider as it was meant, without the noise of binary fractions.

    Examples
    --------
    >>> [place_of(value) for value in (0.1 + 0.2, -1.5, 3)]
    ['0.3', '−1.5', '3']
    """
    return f"{value:.10g}".replace("-", "−")


def checked(numbers: Sequence[Mapping[str, float]], points: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """Return each number's values, frame by frame, after making sure that every frame has the same finite ones."""
    for point, own in zip(points, numbers, strict=True):
        by_name(own, f"show at {dict(point)!r} the numbers", _SAME)
        if not own or own.keys() != numbers[0].keys():
            raise InputError(
                f"show the numbers {list(own)!r} at {dict(point)!r}",
                f"every frame has to have the same, and the first has {list(numbers[0])!r}",
                _SAME,
            )
        for name, value in own.items():
            found = number_of(value)
            if found is None or not math.isfinite(found):
                raise InputError(
                    f"show {name} = {quoted(value)} at {dict(point)!r}",
                    "it is no finite number",
                    "Leave out the values of the sliders at which it has no value",
                )
    return {name: [finite(own[name], f"show {name}") for own in numbers] for name in numbers[0]}


def decimals(names: Iterable[str], digits: int | Mapping[str, int]) -> dict[str, int]:
    """Return how many decimals each number is shown with; those that are not named have two."""
    if not isinstance(digits, Mapping):
        return dict.fromkeys(names, decimals_of(digits))
    digits = {name: decimals_of(own) for name, own in by_name(digits, "show so many digits of", _NAMED).items()}
    unknown = digits.keys() - set(names)
    if unknown:
        raise InputError(
            f"show {min(unknown)!r} with so many digits",
            f"the numbers are {list(names)!r}",
            _NAMED,
        )
    return {name: digits.get(name, 2) for name in names}


def said(text: str | None, numbers: Mapping[str, float], point: Mapping[str, float], digits: Mapping[str, int]) -> str:
    """Return the sentence of a frame: `text` with the numbers in place of their names in braces, or all of them."""
    known = {name: place_of(value) for name, value in point.items()}
    known |= {name: shown(value, digits[name]) for name, value in numbers.items()}
    if text is None:
        return ", ".join(f"{name} = {known[name]}" for name in numbers)
    for name in _NAME.findall(text):
        if name not in known:
            raise InputError(
                f"say {text!r}",
                f"{name!r} is none of the numbers {list(known)!r}",
                "Name one of these in the braces",
            )
    return _SIGN.sub(_kept_whole, _NAME.sub(lambda match: known[match[1]], text))


def _kept_whole(sign: re.Match[str]) -> str:
    return f"\u00a0{sign[1]}\u00a0" if sign[1] else "\u00a0"
