"""Whether two formulas are one by the laws of fractions: both are multiplied out, and what stays is compared.

A form is a quotient of two polynomials, each a coefficient for every product of powers of letters. What is no sum,
product, quotient or whole power, such as sin(w), counts as one more letter, the same for parts whose arguments are.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from gdmath.expression import Expr, all_parts
from gdmath.numeric.source import computable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Monomial = tuple[tuple[int, int], ...]  # letters by their numbers, each with its power, in order
    Polynomial = dict[Monomial, Fraction]
    Form = tuple[Polynomial, Polynomial]

MOST_TERMS = 2_000  # of a polynomial, and of pairs that are multiplied at once: more are left to values
MOST_DIGITS = 2_000  # of a coefficient
MOST_POWER = 64
ROUNDED = Fraction(1, 2**50)  # of a coefficient: by so much decimals may differ that were computed
ZERO = Fraction(0)
ONE: Polynomial = {(): Fraction(1)}


class _OutOfReachError(Exception):
    """It would take too long, or something is divided by zero everywhere."""


def identical(left: Expr, right: Expr) -> bool | None:
    """Whether two formulas are one; None where algebra cannot tell.

    With a function in them, two forms that differ may have one value all the same; and a decimal may be rounded.
    """
    if left is right:
        return True
    forms = Forms()
    try:
        (one, below), (other, beneath) = forms.of(left, right)
        first, second = _times(one, beneath), _times(other, below)
    except _OutOfReachError:
        return None
    if first == second:
        return True
    return False if forms.decides and _are_apart(first, second, ROUNDED if forms.decimals else ZERO) else None


def _are_apart(one: Polynomial, other: Polynomial, share: Fraction) -> bool:
    """Whether somewhere two coefficients differ by more than this share of them."""
    pairs = ((one.get(monomial, ZERO), other.get(monomial, ZERO)) for monomial in one.keys() | other.keys())
    return any(abs(u - v) > share * max(abs(u), abs(v)) for u, v in pairs)


class Forms:
    """The forms of expressions, with the letters that stand for what algebra does not look into."""

    def __init__(self) -> None:
        self.decides = True  # whether forms that differ have values that do: they are made of nothing but symbols
        self.decimals = False  # whether there are some
        self._letters: list[tuple[Any, tuple[Any, ...]]] = []

    def of(self, *expressions: Expr) -> list[Form]:
        """The form of each."""
        made: dict[Expr, Form] = {}
        for part in computable(all_parts(expressions)):
            made[part] = self._form(part, [made[arg] for arg in part.args if isinstance(arg, Expr)])
        return [made[expression] for expression in expressions]

    def _form(self, part: Expr, inside: list[Form]) -> Form:
        head, args = part.head, part.args
        if head == "number":
            self.decimals |= isinstance(args[0], float)
            return _constant(Fraction(Decimal(repr(args[0])))), ONE
        if head in _COMBINE:
            made: Form = _COMBINE[head](*inside)
            return made
        if head == "**" and (exponent := _whole(inside[1])) is not None:
            return _power(inside[0], exponent)
        self.decides &= head == "symbol"
        return self._letter(head, tuple(inside) or args)

    def _letter(self, head: Any, args: tuple[Any, ...]) -> Form:
        place = next((at for at, known in enumerate(self._letters) if _is_one(known, (head, args))), None)
        if place is None:
            place = len(self._letters)
            self._letters.append((head, args))
        return {((place, 1),): Fraction(1)}, ONE


def _is_one(letter: tuple[Any, tuple[Any, ...]], other: tuple[Any, tuple[Any, ...]]) -> bool:
    if letter[0] is not other[0] and letter[0] != other[0]:
        return False
    if not isinstance(letter[1][0], tuple):  # the name of a symbol or a constant
        return letter[1] == other[1]
    pairs = zip(letter[1], other[1], strict=True) if len(letter[1]) == len(other[1]) else ()
    return bool(pairs) and all(_times(u[0], v[1]) == _times(v[0], u[1]) for u, v in pairs)


def _constant(number: Fraction) -> Polynomial:
    return {(): number} if number else {}


def _whole(form: Form) -> int | None:
    """The whole number that a form is, if it is one that a power may have."""
    if form[1].keys() != {()} or not form[0].keys() <= {()}:
        return None
    number = form[0].get((), ZERO) / form[1][()]
    return int(number) if number.denominator == 1 and abs(number) <= MOST_POWER else None


def _power(form: Form, exponent: int) -> Form:
    above, below = form if exponent >= 0 else _turned(form)
    made: Form = ONE, ONE
    for _ in range(abs(exponent)):
        made = _times(made[0], above), _times(made[1], below)
    return made


def _turned(form: Form) -> Form:
    if not form[0]:
        raise _OutOfReachError
    return form[1], form[0]


def _plus(one: Polynomial, other: Polynomial, sign: int = 1) -> Polynomial:
    made = dict(one)
    for monomial, number in other.items():
        made[monomial] = made.get(monomial, ZERO) + sign * number
    return {monomial: number for monomial, number in made.items() if number}


def _times(one: Polynomial, other: Polynomial) -> Polynomial:
    if ONE in (one, other):
        return other if one == ONE else one
    if len(one) * len(other) > MOST_TERMS:
        raise _OutOfReachError
    made: Polynomial = {}
    for left, number in one.items():
        for right, factor in other.items():
            monomial = _together(left, right)
            made[monomial] = _bounded(made.get(monomial, ZERO) + number * factor)
    return {monomial: number for monomial, number in made.items() if number}


def _together(left: Monomial, right: Monomial) -> Monomial:
    powers = dict(left)
    for letter, power in right:
        powers[letter] = powers.get(letter, 0) + power
    return tuple(sorted(powers.items()))


def _bounded(number: Fraction) -> Fraction:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > 4 * MOST_DIGITS:
        raise _OutOfReachError
    return number


def _sum(u: Form, v: Form, sign: int = 1) -> Form:
    if u[1] == v[1]:
        return _plus(u[0], v[0], sign), u[1]
    return _plus(_times(u[0], v[1]), _times(v[0], u[1]), sign), _times(u[1], v[1])


def _product(u: Form, v: Form) -> Form:
    return _times(u[0], v[0]), _times(u[1], v[1])


_COMBINE: dict[Any, Any] = {
    "neg": lambda u: (_plus({}, u[0], -1), u[1]),
    "+": _sum,
    "-": lambda u, v: _sum(u, v, -1),
    "*": _product,
    "/": lambda u, v: _product(u, _turned(v)),
}
