"""Numbers and curves in words, for the descriptions of figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.errors import InputError
from gdmath.figures.given import count, finite, number_of, numbers_of, quoted, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_TURNS, _MOST_DIGITS, _MOST_POWER = 4, 17, 9999


def number(value: float, digits: int = 3) -> str:
    """Write a number for a reader: rounded, with a real minus sign and with commas between thousands.

    Parameters
    ----------
    value : float
        Any number. Whole numbers below a million are written in full.
    digits : int, optional
        How many significant digits the others keep, from 1 to 17.

    Raises
    ------
    InputError
        If it is no real number, or too large for a float.

    Examples
    --------
    >>> [number(value) for value in (-6, 20000, 0.27391, 1234.5, 3.2e-9, 1e10)]
    ['−6', '20,000', '0.274', '1,230', '3.2·10⁻⁹', '10¹⁰']
    """
    value = _real(value)
    digits = count(digits, f"write a number with digits={quoted(digits)}", 1, _MOST_DIGITS)
    if not math.isfinite(value):
        return str(value).replace("-", "−").replace("inf", "∞")
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    if value == int(value) and abs(value) < 1e6:
        text = f"{int(value):,}"
    elif -4 <= int(power) < 6:
        text = _short(f"{float(f'{mantissa}e{power}'):,.{max(0, digits - 1 - int(power))}f}")
    else:
        ten = power_of_ten(int(power))
        text = {"1": ten, "-1": f"-{ten}"}.get(_short(mantissa), f"{_short(mantissa)}·{ten}")
    return text.replace("-", "−")


def _real(value: Any) -> float:
    found = number_of(value)
    if found is None:
        raise InputError(f"write {quoted(value)}", "it is no real number that a float can hold", "Pass a float")
    return found


def _short(decimals: str) -> str:
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals


def power_of_ten(exponent: int) -> str:
    """Write a power of ten.

    Examples
    --------
    >>> power_of_ten(-3)
    '10⁻³'
    """
    exponent = count(exponent, f"write ten to the power {quoted(exponent)}", -_MOST_POWER, _MOST_POWER)
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def _samples(x: Any, y: Any) -> tuple[Numbers, Numbers]:
    across, up = numbers_of(x), numbers_of(y)
    if (
        across is None
        or up is None
        or across.ndim != 1
        or across.shape != up.shape
        or not np.isfinite([across, up]).all()
    ):
        raise InputError(
            "say how a curve runs through these samples",
            "they are not finite numbers in two lists of one length",
            "Pass x and y of shape (n,)",
        )
    if not across.size:
        raise InputError("say how a curve runs", "it has no samples", "Pass at least one")
    return across, up


def course(x: Numbers, y: Numbers, at: str, least: float = 0.0) -> str:
    """Say how a sampled curve runs: where it falls and rises, from what to what.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        The samples, from left to right.
    at : str
        What stands before a value of x, such as "w = ".
    least : float, optional
        Values of y nearer to zero than this read 0: the samples cannot tell.

    Raises
    ------
    InputError
        If the samples are not finite numbers, as many of x as of y.

    Examples
    --------
    >>> x = np.linspace(-2, 8, 401)
    >>> course(x, (x - 3)**2, "w = ")
    'falls from 25 at w = −2 to 0 at w = 3, then rises to 25 at w = 8'
    """
    x, y = _samples(x, y)
    at, least = words(at, "say where a curve is at"), finite(least, f"call {quoted(least)} the least value of a curve")

    def told(index: int) -> str:
        return f"{number(y[index] if abs(y[index]) >= least else 0.0)} at {at}{number(x[index])}"

    # Differences that are rounding noise beside the height of the curve are no turns.
    noise = 1e-9 * float(np.ptp(y))
    slopes = np.sign(np.where(np.abs(np.diff(y)) <= noise, 0.0, np.diff(y)))
    moving = np.flatnonzero(slopes)
    if not moving.size:
        return f"stays at {number(y[0])} from {at}{number(x[0])} to {at}{number(x[-1])}"
    turns = [int(turn) for turn in moving[1:][np.diff(slopes[moving]) != 0]]
    if len(turns) > _MOST_TURNS:
        return f"turns {len(turns)} times between {told(int(np.argmin(y)))} and {told(int(np.argmax(y)))}"
    first, *others = ["falls" if slope < 0 else "rises" for slope in slopes[[moving[0], *turns]]]
    start, *ends = [told(index) for index in (0, *turns, -1)]
    return ", then ".join(
        [
            f"{first} from {start} to {ends[0]}",
            *(f"{verb} to {end}" for verb, end in zip(others, ends[1:], strict=True)),
        ]
    )
