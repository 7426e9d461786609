"""An arithmetic without a smallest and a largest number, for where floats leave their range on the way to a value.

Its numbers are decimals, whose exponents reach far beyond those of floats.  What decimals do not have, such as the
sine, is that of the float, and of a number too small for a float it is what its series begins with.
"""

from __future__ import annotations

import math
from types import SimpleNamespace

from gdmath.arithmetic import add_formulas, once, sech, sigmoid, softplus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

DIGITS = 40
TINY = 1e-290  # beside a smaller x, x**3 is nothing
HUGE = 1e290  # beside the square of a larger x, 1 is nothing


def within_floats(x: Any) -> float:
    """The float of a decimal.

    Raises
    ------
    OverflowError
        It is too large for one.
    """
    value = float(x)
    if math.isinf(value):
        raise OverflowError
    return value


@once
def decimals() -> SimpleNamespace:
    """The arithmetic of decimals; `context` is what it computes in."""
    from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

    def sinh(x: Any) -> Any:
        return (x.exp() - (-x).exp()) / 2 if abs(x) > 1 else _odd(math.sinh)(x)

    def log1p(x: Any) -> Any:
        return (1 + x).ln() if x > 1 else _odd(math.log1p)(x)

    def asinh(x: Any) -> Any:
        return (2 * abs(x)).ln().copy_sign(x) if abs(x) > HUGE else _odd(math.asinh)(x)

    def power(u: Any, v: Any) -> Any:
        return Decimal(1) if v == 0 else u**v if u or v > 0 else 1 / u

    m: SimpleNamespace = SimpleNamespace(
        context=Context(prec=DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[DivisionByZero, InvalidOperation, Overflow]),
        **{name: _odd(getattr(math, name)) for name in ("sin", "tan", "asin", "atanh")},
        **{name: _odd(getattr(math, name), float) for name in ("atan", "tanh")},
        **{name: _by_float(getattr(math, name)) for name in ("cos", "acos")},
        exp=Decimal.exp,
        log=Decimal.ln,
        log2=lambda x: x.ln() / Decimal(2).ln(),
        log10=Decimal.log10,
        log1p=log1p,
        sqrt=Decimal.sqrt,
        cbrt=lambda x: (abs(x) ** (1 / Decimal(3))).copy_sign(x) if x else x,
        power=power,
        sinh=sinh,
        cosh=lambda x: (x.exp() + (-x).exp()) / 2,
        asinh=asinh,
        acosh=lambda x: (2 * x).ln() if x > HUGE else _by_float(math.acosh)(x),
        acsch=lambda x: m.asinh(1 / x),
        asech=lambda x: m.acosh(1 / x),
        relu=lambda x: max(x, 0 * x),
        step=lambda x: Decimal(x > 0),
        sign=lambda x: Decimal((x > 0) - (x < 0)),
        one_from_zero_on=lambda x, e: e if x < 0 else Decimal(1),
        Abs=abs,
        Max=max,
        Min=min,
    )
    return add_formulas(m, sigmoid, softplus, sech)


def _by_float(
    function: Callable[[float], float], as_float: Callable[[Any], float] = within_floats
) -> Callable[[Any], Any]:
    from decimal import Decimal

    return lambda x: Decimal(function(as_float(x)))


def _odd(function: Callable[[float], float], as_float: Callable[[Any], float] = within_floats) -> Callable[[Any], Any]:
    """The same of a function that is x itself near zero."""
    compute = _by_float(function, as_float)
    return lambda x: x if abs(x) < TINY else compute(x)
