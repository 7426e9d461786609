"""Numbers of as many digits as are asked for, upon Python's decimals: what mpmath is for, where it is not installed.

The names are those of mpmath, so that either of the two can compute a witness.  A result is right to a few units of
its last digit; whoever needs certain digits computes with more of them until two results agree.
"""

from __future__ import annotations

from contextlib import contextmanager
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, getcontext, localcontext
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

GUARD = 10  # digits more on the way to a result
# What has no value is no error here but nan, and what is too large infinite: mpmath has it so, except for 1/0.
_CONTEXT = Context(prec=50, rounding=ROUND_HALF_EVEN, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[DivisionByZero])


class mpf:  # noqa: N801  mpmath calls it so
    """A number with the digits that are set; plain numbers beside it are taken exactly."""

    __slots__ = ("exact",)
    exact: Decimal

    def __init__(self, value: Any) -> None:
        self.exact = value if type(value) is Decimal else _decimal(value)

    def __repr__(self) -> str:
        return f"mpf({str(self.exact)!r})"

    def __float__(self) -> float:
        return float(self.exact)

    def __hash__(self) -> int:
        return hash(self.exact)

    def __bool__(self) -> bool:
        return bool(self.exact)

    def __eq__(self, other: object) -> bool:
        return self.exact == _decimal(other) if isinstance(other, (mpf, int, float)) else NotImplemented

    def __lt__(self, other: Any) -> bool:
        return self._beside(other) == -1

    def __le__(self, other: Any) -> bool:
        return self._beside(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._beside(other) == 1

    def __ge__(self, other: Any) -> bool:
        return self._beside(other) >= 0

    def _beside(self, other: Any) -> float:
        return float(self.exact.compare(_decimal(other)))  # of what is no number nan, and no error

    def __abs__(self) -> mpf:
        return mpf(abs(self.exact))

    def __neg__(self) -> mpf:
        return mpf(-self.exact)

    def __pos__(self) -> mpf:
        return mpf(+self.exact)

    def __add__(self, other: Any) -> mpf:
        return mpf(self.exact + _decimal(other))

    def __sub__(self, other: Any) -> mpf:
        return mpf(self.exact - _decimal(other))

    def __rsub__(self, other: Any) -> mpf:
        return mpf(_decimal(other) - self.exact)

    def __mul__(self, other: Any) -> mpf:
        return mpf(self.exact * _decimal(other))

    def __truediv__(self, other: Any) -> mpf:
        return mpf(self.exact / _decimal(other))

    def __rtruediv__(self, other: Any) -> mpf:
        return mpf(_decimal(other) / self.exact)

    __radd__, __rmul__ = __add__, __mul__

    def __pow__(self, other: Any) -> mpf:
        return mpf(_power(self.exact, _decimal(other)))

    def __rpow__(self, other: Any) -> mpf:
        return mpf(_power(_decimal(other), self.exact))


def _decimal(value: Any) -> Decimal:
    kind = type(value)  # asked some hundred thousand times
    return value.exact if kind is mpf else value if kind is Decimal else Decimal(value)


def _power(u: Decimal, v: Decimal) -> Decimal:
    return Decimal(1) if v == 0 else 1 / u if not u and v < 0 else u**v  # 1/0 raises what mpmath does


@contextmanager
def workdps(digits: int) -> Iterator[None]:
    """Compute with so many digits."""
    with localcontext(_CONTEXT) as context:
        context.prec = digits
        yield


class _Digits:
    """How many digits are set."""

    @property
    def dps(self) -> int:
        return getcontext().prec


mp = _Digits()
nan = mpf("nan")


def isfinite(value: Any) -> bool:
    """Whether it is a finite number."""
    return _decimal(value).is_finite()


def fsum(values: Iterable[Any]) -> mpf:
    """The sum, rounded once to the digits that are set."""
    with _more():
        total = sum(map(_decimal, values), Decimal(0))
    return +mpf(total)


@contextmanager
def _more(digits: int = 0) -> Iterator[None]:
    with localcontext() as context:
        context.prec += GUARD + digits
        yield


def _of(function: Callable[[Decimal], Decimal], *, odd: bool = False) -> Callable[[Any], mpf]:
    """The function of a number; `odd` is one that is nearly x near zero, where its formula loses digits."""

    def compute(x: Any) -> mpf:
        exact = _decimal(x)
        if not exact.is_finite():
            return nan
        small = -min(exact.adjusted(), 0) if odd and exact else 0
        if small > getcontext().prec + GUARD:
            return +mpf(exact)
        with _more(small):
            value = function(exact)
        return +mpf(value)

    return compute


@lru_cache(maxsize=16)
def _pi(digits: int) -> Decimal:
    """By Machin's formula: 16 atan(1/5) - 4 atan(1/239), in whole numbers."""
    one: int = 10 ** (digits + GUARD)

    def atan_of_one_over(n: int) -> int:
        term = total = one // n
        k = 1
        while term:
            term //= -n * n
            k += 2
            total += term // k
        return total

    return Decimal(16 * atan_of_one_over(5) - 4 * atan_of_one_over(239)).scaleb(-digits - GUARD)


def _sine(x: Decimal, quarters: int = 0) -> Decimal:
    """The sine, so many quarters of a turn further on."""
    with _more(max(x.adjusted(), 0)):
        half_pi = _pi(getcontext().prec) / 2
        turns = (x / half_pi).to_integral_value()
        rest = x - turns * half_pi
    place = (int(turns) + quarters) % 4
    value = _series(rest, odd=place % 2 == 0)
    return -value if place > 1 else value


def _series(x: Decimal, *, odd: bool) -> Decimal:
    """The sine of a small number by its odd powers, or the cosine by the even ones."""
    term = total = x if odd else Decimal(1)
    k = 1 if odd else 0
    while term and term.adjusted() > total.adjusted() - getcontext().prec - 1:
        term *= -x * x / ((k + 1) * (k + 2))
        k += 2
        total += term
    return total


def _atan(x: Decimal) -> Decimal:
    if x.is_nan():  # of what asin and acos have no value for
        return x
    if x.copy_abs() > 1:
        return (_pi(getcontext().prec) / 2).copy_sign(x) - _atan(1 / x)
    for _ in range(3):  # the tangent of half the angle
        x /= 1 + (1 + x * x).sqrt()
    power = total = x
    k = 1
    while power and power.adjusted() > total.adjusted() - getcontext().prec - 1:
        power *= -x * x
        k += 2
        total += power / k
    return 8 * total


def _asin(x: Decimal) -> Decimal:
    return (_pi(getcontext().prec) / 2).copy_sign(x) if abs(x) == 1 else _atan(x / ((1 - x) * (1 + x)).sqrt())


def _acos(x: Decimal) -> Decimal:
    return _pi(getcontext().prec) if x == -1 else 2 * _atan(((1 - x) / (1 + x)).sqrt())


def _tanh(x: Decimal) -> Decimal:
    small = (-2 * abs(x)).exp()
    return ((1 - small) / (1 + small)).copy_sign(x)


def _asinh(x: Decimal) -> Decimal:
    return (abs(x) + (x * x + 1).sqrt()).ln().copy_sign(x)


def _acosh(x: Decimal) -> Decimal:
    return (x + ((x - 1) * (x + 1)).sqrt()).ln()


def _atanh(x: Decimal) -> Decimal:
    return ((1 + x) / (1 - x)).ln() / 2


def root(x: Any, n: int) -> mpf:
    """The n-th root of a positive number, or of zero."""
    with _more():
        value = _decimal(x) ** (1 / Decimal(n)) if x else Decimal(0)
    return +mpf(value)


def sign(x: Any) -> mpf:
    """Whether it is above zero, or below."""
    return mpf((x > 0) - (x < 0))


def log(x: Any) -> mpf:
    """The natural logarithm; that of zero is infinite, and no error."""
    return mpf(_decimal(x).ln())


FUNCTIONS: SimpleNamespace = SimpleNamespace(
    exp=_of(Decimal.exp),
    log2=lambda x: log(x) / log(2),
    log10=_of(Decimal.log10),
    log1p=_of(lambda x: (1 + x).ln(), odd=True),
    sqrt=_of(Decimal.sqrt),
    sin=_of(_sine),
    cos=_of(lambda x: _sine(x, 1)),
    tan=_of(lambda x: _sine(x) / _sine(x, 1)),
    asin=_of(_asin),
    acos=_of(_acos),
    atan=_of(_atan),
    sinh=_of(lambda x: (x.exp() - (-x).exp()) / 2, odd=True),
    cosh=_of(lambda x: (x.exp() + (-x).exp()) / 2),
    tanh=_of(_tanh, odd=True),
    sech=_of(lambda x: 2 / (x.exp() + (-x).exp())),
    asinh=_of(_asinh, odd=True),
    acosh=_of(_acosh),
    atanh=_of(_atanh, odd=True),
    asech=_of(lambda x: _acosh(1 / x)),
    acsch=lambda x: FUNCTIONS.asinh(mpf(1) / x),
)


def __getattr__(name: str) -> Any:
    """A function by its name, and pi with the digits that are set."""
    return mpf(_pi(getcontext().prec)) if name == "pi" else getattr(FUNCTIONS, name)
