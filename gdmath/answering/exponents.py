"""The exponents of one base in a product: which of them come together, so that no value is lost or changed.

`u**v * u**w` is `u**(v + w)` wherever it has a value; the other way round it may lack some: the two roots of
`sqrt(u) * sqrt(u)` have none where u is negative.
"""

from __future__ import annotations

from gdmath.answering.signs import NOT_NEGATIVE, POSITIVE
from gdmath.expression import Expr, as_expr, node
from gdmath.functions import sqrt
from gdmath.tidying import folded, ratio, tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from gdmath.answering.signs import Signs

    Product = tuple[Expr, list["Factor"]]  # a number, and what it is multiplied with or divided by

ZERO, ONE, HALF = as_expr(0), as_expr(1), as_expr(1) / 2


class Factor:
    """A base with its exponent, above or below the line of a fraction."""

    __slots__ = ("base", "below", "exponent", "is_root")

    def __init__(self, base: Expr, exponent: Expr, *, below: bool = False, is_root: bool = False) -> None:
        self.base, self.exponent, self.below, self.is_root = base, exponent, below, is_root

    @property
    def key(self) -> tuple[Any, ...]:
        """What two factors that are alike have in common."""
        return self.base, self.exponent, self.below


def whole(exponent: Expr) -> int | None:
    """The whole number that an exponent is, or None."""
    parts = ratio(exponent)
    return int(parts[0] // parts[1]) if parts and parts[0] % parts[1] == 0 else None


class Coefficient:
    """The number of a product: what its plain numbers come to, above and below the line."""

    __slots__ = ("_above", "_below")

    def __init__(self) -> None:
        self._above: Expr | None = ONE
        self._below: Expr | None = ONE

    def multiply(self, number: Expr, times: int) -> None:
        """A number so many times, below the line for less than none."""
        power = number if abs(times) == 1 else folded("**", number, as_expr(abs(times)))
        if times >= 0:
            self._above = together("*", self._above, power)
        else:
            self._below = together("*", self._below, power)

    def before(self, factors: list[Factor]) -> Product | None:
        """The product with this number: as one number where that is exact; None where numbers do not come together."""
        above, below = self._above, self._below
        if above is None or below is None or not _exactly(below)[0]:
            return None
        total = folded("/", above, below)
        if total is not None and _are_equal(total, above, below):
            return total, factors
        return above, [Factor(below, ONE, below=True), *factors]


def _exactly(number: Expr) -> tuple[int, int]:
    """A plain number as a fraction of whole numbers; a float has a power of two below."""
    above, below = ratio(number) or (0, 1)
    numerator, denominator = above.as_integer_ratio()
    return numerator, denominator * below


def _are_equal(total: Expr, above: Expr, below: Expr) -> bool:
    """Whether a quotient of plain numbers is exact: 1/3.0 is not."""
    (a, b), (c, d), (e, f) = map(_exactly, (total, above, below))
    return a * e * d == c * f * b


class Exponents:
    """What is gathered for one base: each exponent, and how many times."""

    __slots__ = ("base", "is_root", "times")

    def __init__(self, base: Expr) -> None:
        self.base, self.is_root = base, False
        self.times: dict[Expr, int] = {}

    def add(self, exponent: Expr, times: int, *, is_root: bool = False) -> None:
        """Another factor of this base."""
        self.times[exponent] = self.times.get(exponent, 0) + times
        self.is_root |= is_root

    def is_single(self) -> bool:
        """Whether it is one factor, as it stands, above or below the line."""
        return len(self.times) == 1 and abs(next(iter(self.times.values()))) == 1

    def below_the_root(self, signs: Signs) -> tuple[Expr, Expr] | None:
        """If the base is a power that a root is taken of, its own base and exponent, where they may be multiplied."""
        base = self.base
        if base.head not in {"**", sqrt} or any(ratio(e) is None or whole(e) is not None for e in self.times):
            return None
        inner, exponent = (base.args[0], HALF) if base.head is sqrt else base.args
        parts = ratio(exponent)
        even = parts is not None and parts[0] % (2 * parts[1]) == 0
        return None if parts is None or (even and signs(inner) < NOT_NEGATIVE) else (inner, exponent)

    def take(self, outer: Exponents, exponent: Expr) -> None:
        """The exponents of a root, times that of the power below it."""
        for own, times in outer.times.items():
            self.add(tidy("*", exponent, own), times)

    def factors(self, signs: Signs, *, roots: bool) -> list[Factor]:
        """The factors that they come to: one, if that keeps the values."""
        if self.is_single():
            return [factor for item in self.times.items() for factor in self._as_it_stands(*item)]
        number, others = self._summed()
        if number is None or not self._may_come_together(number, others, signs, roots=roots):
            return [factor for item in self.times.items() for factor in self._as_it_stands(*item)]
        return [self._with_letters(number, others)] if others else self._plain(number)

    def _summed(self) -> tuple[Expr | None, dict[Expr, int]]:
        """The sum of all exponents: its number, and how many times each other term."""
        number: Expr | None = ZERO
        others: dict[Expr, int] = {}
        for exponent, times in self.times.items():
            rest, sign, beside = without_number(exponent)
            number = added(number, beside, times)
            if rest is not ZERO:
                others[rest] = others.get(rest, 0) + sign * times
        return number, {rest: times for rest, times in others.items() if times}

    def _may_come_together(self, number: Expr, others: dict[Expr, int], signs: Signs, *, roots: bool) -> bool:
        sign = signs(self.base)
        if sign == POSITIVE:
            return True
        if others:
            return list(map(abs, others.values())) == [1]
        broken = any(whole(exponent) is None for exponent in self.times)
        return roots or not broken or sign == NOT_NEGATIVE or whole(number) in {None, 0}

    def _plain(self, number: Expr, *, below: bool = False) -> list[Factor]:
        while number.head == "neg":
            number, below = number.args[0], not below
        return [Factor(self.base, number, below=below, is_root=self.is_root)] * (number is not ZERO)

    def _with_letters(self, number: Expr, others: dict[Expr, int]) -> Factor:
        below = len(others) == 1 and min(others.values()) < 0 and min(self.times.values()) < 0
        total = ZERO
        for rest, times in others.items():
            total = tidy("+", total, tidy("*", as_expr(-times if below else times), rest))
        return Factor(self.base, tidy("-" if below else "+", total, number), below=below)

    def _as_it_stands(self, exponent: Expr, times: int) -> list[Factor]:
        if abs(times) > 1:
            inner = node(sqrt, self.base) if self.is_root and exponent is HALF else self.base**exponent
            inner = self.base if exponent is ONE else inner
            return [Factor(inner, as_expr(abs(times)), below=times < 0)]
        if ratio(exponent) is None:
            return [Factor(self.base, exponent, below=times < 0)] * abs(times)
        return self._plain(exponent, below=times < 0) if times else []


def together(head: str, left: Expr | None, right: Expr | None) -> Expr | None:
    """The number that two come to, if there are two and they come to one."""
    return None if left is None or right is None else folded(head, left, right)


def added(number: Expr | None, other: Expr | None, times: int) -> Expr | None:
    """A number with so many times another one added."""
    return together("+", number, together("*", other, as_expr(times)))


def without_number(exponent: Expr) -> tuple[Expr, int, Expr]:
    """An exponent such as 1 - n as the term without a number (n), its sign (-1), and the number beside it (1)."""
    sign, number = 1, ZERO
    while ratio(exponent) is None:
        head, (u, *v) = exponent.head, exponent.args
        first = bool(v) and ratio(u) is not None
        beside = u if first else v[0] if v else ZERO
        total = (
            None
            if head not in {"+", "-", "neg"} or ratio(beside) is None
            else added(number, beside, -sign if head == "-" and not first else sign)
        )
        if total is None:
            return exponent, sign, number
        number, exponent = total, v[0] if first else u
        sign = -sign if head == "neg" or (head == "-" and first) else sign
    total = added(number, exponent, sign)
    return (ZERO, 1, total) if total is not None else (exponent, sign, number)
