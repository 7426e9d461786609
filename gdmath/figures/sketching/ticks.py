"""Round numbers along an axis, and numbers as a reader, or a terminal, is shown them."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

_MANY = 4
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def ticks(low: float, high: float, most: int) -> list[Decimal]:
    """Return the multiples of a round step from `low` to `high`, of which there are at most one more than `most`.

    They are decimals: a float would be off a round number by rounding, and would show it.

    Examples
    --------
    >>> [written(tick) for tick in ticks(-0.3, 0.3, 6)]
    ['−0.3', '−0.2', '−0.1', '0', '0.1', '0.2', '0.3']
    """
    start, end = (Fraction(repr(float(side))) for side in (low, high))  # 0.1 as it is written, not as floats have it
    least = (end - start) / most
    power = math.floor(math.log10(least)) - 1  # one less, as the logarithm is rounded
    sizes = ((size, power + more) for more in range(3) for size in (1, 2, 5))
    size, power = next(step for step in sizes if _fraction(*step) >= least)
    first, last = start / _fraction(size, power), end / _fraction(size, power)
    return [Decimal(place * size).scaleb(power) for place in range(math.ceil(first), math.floor(last) + 1)]


def _fraction(size: int, power: int) -> Fraction:
    return size * Fraction(10) ** power


def number(value: float, digits: int = 3) -> str:
    """Write a number to so many digits, as the descriptions of all figures do; a whole one below a million in full.

    Examples
    --------
    >>> [number(value) for value in (-6.0, 20000.0, 0.27391, 3.2e-9, 1e10, -0.0)]
    ['−6', '20,000', '0.274', '3.2·10⁻⁹', '10¹⁰', '0']
    """
    in_full = abs(value) < 1e6 and value == int(value)
    return written(Decimal(int(value)) if in_full else Decimal(f"{value:.{digits - 1}e}"))


def between(value: float, low: float, high: float) -> str:
    """Write a number with as many digits as tell it from its neighbours between two ends.

    Examples
    --------
    >>> between(2.71828, -5, 5), between(100000.25, 100000, 100001)
    ('2.72', '100,000.25')
    """
    apart = max(abs(low), abs(high)) / (high - low)
    return number(value, 3 + max(0, math.ceil(math.log10(apart))))


def written(value: Decimal) -> str:
    """Write a decimal with all its digits, a real minus sign, and a power of ten where it is large or small."""
    power = value.adjusted()
    # What needs many digits is told in full, to be compared with its neighbours.
    many = len(value.normalize().as_tuple().digits) > _MANY
    if not value or -4 <= power < (12 if many else 6):
        return _short(f"{value:,f}").replace("-", "−")
    ten, mantissa = f"10{str(power).translate(_SUPERSCRIPTS)}", _short(f"{value.scaleb(-power):f}")
    return {"1": ten, "-1": f"-{ten}"}.get(mantissa, f"{mantissa}·{ten}").replace("-", "−")


def typed(value: Decimal) -> str:
    """Write a decimal in the signs that every terminal has.

    Examples
    --------
    >>> typed(Decimal("-0.50")), typed(Decimal("2e9"))
    ('-0.5', '2000000000')
    """
    return f"{float(value):.15g}"


def _short(decimals: str) -> str:
    return decimals.rstrip("0").rstrip(".") if "." in decimals else decimals
