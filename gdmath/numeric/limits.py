"""The limit of a formula at a place where one of its parts has no value: 0 * (1/0), where it is known what that is.

The slope of x * sqrt(x) is sqrt(x) + x / (2*sqrt(x)), whose second term is 0/0 at zero; and yet it tends to 0, as
sqrt(x) / 2 does.  So where a formula has no value, each part is taken for the leading term of what it is nearby,
c * u**p * v**q * ..., in which u, v, ... are the parts that are zero there.  A product adds the exponents, and what
has no exponent below zero in the end has a limit.  That is done for roots; w/w has no value at zero, as before.
Two conventions stand beside that:

- `step` is Iverson's bracket: where it is 0 nearby as well, what it multiplies does not count, not even what has no
  value; the same goes for other numbers that only `step` and `sign` have made.  (Graham, Knuth and Patashnik,
  Concrete Mathematics, section 2.1: "very strongly zero".)
- u**v * log(u), the slope of u**v in v, is 0 at u = 0 for v > 0, as scipy's xlogy has it; and v * u**(v - 1), that in
  u, is 0 at v = 0, where u**v is 1 for every u.  (A v that changes with u brings the first one with it, without value.)

A comparison is decided where its two sides differ; where they meet, the piece counts that holds there.

All entries of an array are computed together, see filling.py.  Where a question has two answers, they are parted.
"""

from __future__ import annotations

import math
import sys

from gdmath.arithmetic import FLOATS
from gdmath.cases import Max, Min, Piecewise
from gdmath.expression import CONSTANTS, Expr, as_expr
from gdmath.frozen import Frozen
from gdmath.functions import FUNCTIONS, Function
from gdmath.numeric.source import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import SimpleNamespace
    from typing import Any

    Orders = dict[Expr, Any]

_SQRT, _CBRT, _LOG, _ABS = (FUNCTIONS[name] for name in ("sqrt", "cbrt", "log", "Abs"))
_ROOTS = frozenset([_SQRT, _CBRT])
# Functions that are 0 at numbers that are not, and exactly so.
ZERO_ELSEWHERE = frozenset(["Max", "Min", "relu", "step", "sign", "log", "acos", "acosh", "asech"])
_SWITCHES = frozenset(FUNCTIONS[name] for name in ("step", "sign"))
_LIKE_ITSELF = frozenset(FUNCTIONS[name] for name in ("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh"))
_EVERYWHERE = frozenset(
    _LIKE_ITSELF | {FUNCTIONS[name] for name in ("Abs", "relu", "step", "sign", "exp", "cos", "cosh", "cbrt")}
)
_EVERYWHERE |= {FUNCTIONS[name] for name in ("sigmoid", "softplus", "sech")}
BOUND, SIZE, SIGN = range(3)  # what is known of a term
VARIES, TYPED, SWITCHED = range(3)  # nearby: it changes, it was typed as a number, or `step` and `sign` hold it
MOST_FACTORS = 50  # of a product in which a power and its logarithm may stand apart
SMALLEST = sys.float_info.min  # a smaller float has lost digits
ROUNDING = 1e-12  # what may be left of exponents that cancel, beside them: 0.1 + 0.2 - 0.3 is no zero


class Term(Frozen):
    """The leading term of a part near a place: `size` times powers of the parts that are zero there.

    Attributes
    ----------
    size : float or ndarray
        What it is beside these powers, never zero.
    orders : dict of Expr to float
        The exponent of each part that is zero there, never zero; none below zero, and the term tends to zero.
    known : int
        What of it is known: its SIGN and size, or its SIZE, or a BOUND that it does not exceed.
    root : bool
        Whether it came by a root of what is zero.
    holds : int
        Whether it is the same nearby: VARIES, TYPED or SWITCHED.
    """

    __slots__ = ("holds", "known", "orders", "root", "size")
    size: Any
    orders: Orders
    known: int
    root: bool
    holds: int

    def __init__(
        self, size: Any, orders: Orders, *, known: int = SIGN, root: bool = False, holds: int = VARIES
    ) -> None:
        self._set(size=size, orders=orders, known=known, root=root, holds=holds)


OFF = Term(0.0, {}, holds=SWITCHED)  # zero, and nearby as well; and a condition that does not hold there
ON = Term(1.0, {}, holds=SWITCHED)  # a condition that holds


class SplitError(Exception):
    """A question has one answer for some entries, and another one for the others."""


def may_have_limits(parts: Sequence[Expr]) -> bool:
    """Whether a formula may have a limit where it has no value: most have no root and no switch, and are done."""
    heads = {part.head for part in parts}
    if heads & _SWITCHES:
        return any(map(_may_have_no_value, parts))
    roots = heads & _ROOTS or any(part.head == "**" and not whole(part.args[1]) for part in parts)
    return bool(roots) and any(part.head is not _SQRT and _may_have_no_value(part) for part in parts)


def _may_have_no_value(part: Expr) -> bool:
    if part.head in ("/", "**"):
        return bool(part.args[1].head != "number")
    return isinstance(part.head, Function) and part.head not in _EVERYWHERE


def limit(parts: Sequence[Expr], point: Mapping[str, Any], m: SimpleNamespace = FLOATS) -> Any:
    """The limit of the last of these parts at a point, nan where none is known."""
    done: dict[Expr, Term | None] = {}
    for part in parts:
        try:
            done[part] = _term(part, [done.get(arg) for arg in part.args], done, point, m)
        except (KeyError, ValueError, ZeroDivisionError, OverflowError):  # KeyError: no term for such a part
            done[part] = None
    term = done[parts[-1]]
    if term is None or not (_is_zero(term) or _is_number(term)):
        return math.nan
    return 0.0 if term.orders else term.size


def _same(answer: Any) -> bool:
    """The one answer to a question, for all entries."""
    if isinstance(answer, bool):
        return answer
    if answer.any() and not answer.all():
        raise SplitError(answer)
    return bool(answer.all())


def _term(part: Expr, terms: list[Any], done: Mapping[Expr, Any], point: Mapping[str, Any], m: Any) -> Term | None:
    head = part.head
    if not isinstance(part.args[0], Expr):
        return _leaf(part, point)
    if (head == "*" and OFF in terms) or (head == "/" and terms[0] is OFF):
        return OFF
    if head == "*" and (_is_power_beside_logarithm(part, done) or _is_slope_of_one(part, done)):
        return Term(1.0, {part: 1.0})
    if head in _CHOOSE:
        return _CHOOSE[head](part, *terms)
    if None in terms:
        return None
    by_value = isinstance(head, Function) and head not in _COMBINE
    return _applied(part, terms, m) if by_value else _COMBINE[head](part, *terms, m)


def _leaf(part: Expr, point: Mapping[str, Any]) -> Term | None:
    [given, *_] = part.args
    return (
        _seen(part, point[given], VARIES)
        if part.head == "symbol"
        else _seen(part, float(CONSTANTS.get(given, given)), TYPED)
    )


def _compared(part: Expr, u: Term, v: Term, _m: Any = None) -> Term | None:
    """Whether a comparison holds: nearby as well, unless the two are equal; then it is asked at the place alone."""
    if not all(_is_zero(term) or _is_number(term) for term in (u, v)):
        return None
    left, right = (0.0 if term.orders else term.size for term in (u, v))
    if _same(left == right):
        return Term(float(part.head in ("<=", ">=")), {})
    return ON if _same(left < right) is (part.head in ("<", "<=")) else OFF


def _extreme(part: Expr, u: Term, v: Term, _m: Any) -> Term | None:
    """The larger or the smaller of two; of two zeros nobody knows which one that is nearby."""
    above = _compared(part, u, v)  # whether u is above v
    if above is None or (above.holds == VARIES and u.orders):
        return None
    return v if (above is OFF) is (part.head is Max) else u


def _joined(part: Expr, u: Term | None, v: Term | None) -> Term | None:
    """Two conditions, one of which may decide alone."""
    decides = OFF if part.head == "&" else ON
    if u is decides or v is decides:
        return decides
    if u is None or v is None:
        return None
    return u if u.size == decides.size or v.holds == SWITCHED else v


def _chosen(_part: Expr, piece: Term | None, condition: Term | None, elsewhere: Term | None = None) -> Term | None:
    """The piece that holds, whatever is known of the others; a typed zero is zero nearby if it holds there too."""
    if condition is None:
        return None
    made = piece if condition.size else elsewhere
    typed = made is not None and made.holds == TYPED and made.orders
    return OFF if typed and condition.holds == SWITCHED else made


def _is_power_beside_logarithm(part: Expr, done: Mapping[Expr, Any]) -> bool:
    before, log = part.args
    if log.head is not _LOG:
        return False
    for power in _factors(before, done):
        if power.head == "**" and log.args == power.args[:1]:
            base, exponent = (done[arg] for arg in power.args)
            if base is None or exponent is None or exponent.holds == TYPED or exponent.orders:
                return False
            return _is_zero(base) and _same(exponent.size > 0)
    return False


def _is_slope_of_one(part: Expr, done: Mapping[Expr, Any]) -> bool:
    before, power = part.args
    if power.head != "**" or power.args[1].head != "-" or power.args[1].args[1] is not as_expr(1):
        return False
    exponent = power.args[1].args[0]
    return exponent in _factors(before, done) and _is_zero(done[exponent])


def _factors(product: Expr, done: Mapping[Expr, Any]) -> list[Expr]:
    """What a product that tends to zero is made of, from right to left: as many factors as anybody writes."""
    found: list[Expr] = []
    if done[product] is None or not _is_zero(done[product]):
        return found
    while product.head == "*" and len(found) < MOST_FACTORS:
        found.append(product.args[1])
        product = product.args[0]
    return [*found, product]


def _seen(part: Expr, value: Any, holds: int) -> Term | None:
    """What a number is nearby; a zero is a power of itself, unless it is held at zero."""
    if _same(value == 0):
        return OFF if holds == SWITCHED else Term(1.0, {part: 1.0}, holds=holds)
    return Term(value, {}, holds=holds) if _same(abs(value) < math.inf) else None


def _unless_lost(part: Expr, value: Any, holds: int) -> Term | None:
    """The same of a number that is never zero: where it comes to zero, it was too small for a float."""
    return None if _same(abs(value) < SMALLEST) else _seen(part, value, holds)


def _held(terms: Sequence[Term]) -> int:
    kinds = [term.holds for term in terms]
    return VARIES if VARIES in kinds else max(kinds)


def _is_zero(term: Term) -> bool:
    return bool(term.orders) and all(_same(order > 0) for order in term.orders.values())


def _is_number(term: Term) -> bool:
    return not term.orders and term.known == SIGN


def _product(terms: Sequence[Term], size: Any, sign: int) -> Term | None:
    """A term of this size, with the exponents of the first one plus (or minus) those of the second."""
    (first, second), orders = terms, {}
    for part in {**first.orders, **second.orders}:
        here, there = first.orders.get(part, 0.0), sign * second.orders.get(part, 0.0)
        if not _same(abs(here + there) <= ROUNDING * (abs(here) + abs(there))):
            orders[part] = here + there
    if not _same((abs(size) >= SMALLEST) & (abs(size) < math.inf)):
        return None
    known = min(first.known, second.known)
    return Term(size, orders, known=known, root=first.root or second.root, holds=_held(terms))


def _times(_part: Expr, u: Term, v: Term, _m: Any) -> Term | None:
    return _product([u, v], u.size * v.size, 1)


def _over(_part: Expr, u: Term, v: Term, _m: Any) -> Term | None:
    by_zero = v is OFF or (v.orders and not v.root) or v.known == BOUND
    return None if by_zero else _product([u, v], u.size / v.size, -1)


def _negative(_part: Expr, u: Term, _m: Any) -> Term:
    return u if u is OFF else Term(-u.size, u.orders, known=u.known, root=u.root, holds=u.holds)


def _minus(part: Expr, u: Term, v: Term, m: Any) -> Term | None:
    return _plus(part, u, _negative(part, v, m), m)


def _plus(part: Expr, u: Term, v: Term, _m: Any) -> Term | None:
    if OFF in (u, v):
        return v if u is OFF else u
    if _is_number(u) and _is_number(v):
        # A difference that is zero and stays so is not OFF: the gradient has it term by term, and each without a value.
        return _seen(part, u.size + v.size, VARIES if VARIES in (u.holds, v.holds) else TYPED)
    root, holds, ratio = u.root or v.root, _held([u, v]), _ratio(u, v)
    if not ratio and min(u.known, v.known) == SIGN and _same(u.size + v.size != 0):
        return Term(u.size + v.size, u.orders, root=root)
    for larger, signs in ((u, -1), (v, 1)):
        if ratio and all(_same(signs * order > 0) for order in ratio.values()):
            return Term(larger.size, larger.orders, known=larger.known, root=root, holds=holds)
    if ratio and _is_zero(u) and _is_zero(v):
        return Term(1.0, {part: 1.0}, root=root)
    both = {**dict.fromkeys(v.orders, 0.0), **u.orders}.items()
    orders = {
        each: order if _same(order < v.orders.get(each, 0.0)) else v.orders.get(each, 0.0) for each, order in both
    }
    return Term(1.0, {each: order for each, order in orders.items() if not _same(order == 0)}, known=BOUND, root=root)


def _ratio(u: Term, v: Term) -> Orders:
    made = _product([Term(1.0, u.orders), Term(1.0, v.orders)], 1.0, -1)
    return made.orders if made else {}


def _power(part: Expr, u: Term, v: Term, m: Any) -> Term | None:
    if not (_is_zero(v) or _is_number(v)):
        return None
    n = 0.0 if v.orders else v.size
    if not u.orders:
        seen = _seen if u is OFF else _unless_lost
        return seen(part, m.power(u.size, n), _held([u, v])) if u.known == SIGN else None
    if _same(n == 0):
        return Term(1.0, {}) if _is_zero(u) else None
    if _same(n < 0) and (u.known == BOUND or (not u.root and _same(n == n // 1))):
        return None
    if _same(n == n // 1):
        return _raised(u, n, m.power(u.size, n), u.known, root=u.root)
    plain = len(u.orders) == 1 and (u.root or _same(max(u.orders.values()) == 1)) and _same(u.size > 0)
    return _raised(u, n, m.power(abs(u.size), n), u.known if plain else min(u.known, SIZE), root=True)


def _raised(u: Term, n: Any, size: Any, known: int, *, root: bool) -> Term | None:
    orders = {part: order * n for part, order in u.orders.items()}
    return _product([Term(size, orders, known=known, root=root), Term(1.0, {})], size, 1)


def _applied(part: Expr, terms: list[Term], m: Any) -> Term | None:
    head, first = part.head, terms[0]
    if head is _SQRT:
        return _power(part, first, Term(0.5, {}, holds=TYPED), m)
    if head is _CBRT and first.orders:
        # That of a product is the product of those of its factors, whatever their signs.
        return _raised(first, 1 / 3, head.within(m)(first.size), first.known, root=True)
    zero = _is_zero(first)
    if zero and head in _LIKE_ITSELF:
        return first
    if zero and head is _ABS:
        return Term(abs(first.size), first.orders, known=min(first.known, SIZE), root=first.root)
    if not all(_is_zero(term) or _is_number(term) for term in terms):
        return None
    value = head.within(m)(*(0.0 if term.orders else term.size for term in terms))
    holds = SWITCHED if head in _SWITCHES and not zero else _held(terms)
    own = head.name in ZERO_ELSEWHERE or OFF in terms or any(term.orders for term in terms)
    return _seen(part, value, holds) if own else _unless_lost(part, value, holds)


_COMBINE: dict[Any, Callable[..., Term | None]] = {
    "neg": _negative,
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _over,
    "**": _power,
    **dict.fromkeys(("<", "<=", ">", ">="), _compared),
    **dict.fromkeys((Max, Min), _extreme),
}
# Of these, one term may decide where the others are not known.
_CHOOSE: dict[Any, Callable[..., Term | None]] = {"&": _joined, "|": _joined, Piecewise: _chosen}
