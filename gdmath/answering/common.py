"""Factors together, over a whole fraction: what every term above the line has in common with what stands below it."""

from __future__ import annotations

import math

from gdmath.answering.exponents import ONE, ZERO, Factor, added, together
from gdmath.answering.factors import below, is_product, read, written
from gdmath.answering.terms import as_product, in_a_row, is_sum, like_terms, terms_of
from gdmath.answering.walking import Reading
from gdmath.expression import as_expr
from gdmath.tidying import folded, ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from gdmath.answering.exponents import Product
    from gdmath.expression import Expr

    Left = dict[Expr, Expr]  # of each exponent what is left of it
    Less = dict[Expr, tuple[Left, bool]]  # the same of each base that is cancelled, and whether it is written as a root


def common_factors(whole: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> Expr:
    """A formula in which each fraction has lost what its terms above the line have in common with what is below."""
    return Reading(typed, below, roots=roots).through(whole, _change)


def _change(part: Expr, reading: Reading) -> Expr | None:
    product = read(part, reading) if is_product(part) else None
    if product is None:
        return None
    tops = [factor for factor in product[1] if _is_built_sum(factor, reading)]
    finished = reading.beside(below)
    terms = terms_of(tops[0].base, finished) if len(tops) == 1 else None
    if terms is None:
        return None
    return _without_common(product, tops[0], [(as_product(term, finished), times) for term, times in terms])


def _is_built_sum(factor: Factor, reading: Reading) -> bool:
    return not factor.below and factor.exponent is ONE and is_sum(factor.base) and factor.base not in reading.typed


def _without_common(fraction: Product, top: Factor, terms: list[tuple[Product, int]]) -> Expr | None:
    number, factors = fraction
    products = [factors, *(own for (_, own), _ in terms)]
    found = ((factor.base, _less(factor.base, products)) for factor in factors if factor.below)
    less = {base: left for base, left in found if left is not None}
    common = as_expr(_common_number(number, [own for (own, _), _ in terms]))
    numbers = [added(ZERO, folded("/", own, common), times) for (own, _), times in terms]
    whole = together("*", number, common)
    if whole is None or None in numbers or (not less and common is ONE):
        return None
    left = [(own, _lowered(rest, less)) for own, ((_, rest), _) in zip(numbers, terms, strict=True) if own is not None]
    others = [factor for factor in _lowered(factors, less) if factor is not top]
    return written(whole, [Factor(in_a_row(left), ONE), *others])


def _less(base: Expr, products: list[list[Factor]]) -> tuple[Left, bool] | None:
    """What the lowest power leaves of a base below the line and in each term above it; None where one lacks it."""
    found = [[factor for factor in factors if factor.base is base] for factors in products]
    if any(len(own) != 1 for own in found) or any(own[0].below for own in found[1:]):
        return None
    powers = [own[0] for own in found]
    times = [_times(power.exponent) for power in powers]
    if len({rest for rest, _ in times}) > 1 or not all(size for _, size in times):
        return None
    sizes = [size for _, size in times]
    least = powers[sizes.index(min(sizes))]
    left = {power.exponent: _difference(power.exponent, least.exponent) for power in powers}
    made = {exponent: rest for exponent, rest in left.items() if rest is not None}
    return (made, least.is_root) if len(made) == len(left) else None


def _times(exponent: Expr) -> tuple[Expr, float]:
    """An exponent as a formula and how many times it, if those are more than none: 2*x is 2 times x."""
    parts, rest = ratio(exponent), ONE
    if parts is None:
        head, args = exponent.head, exponent.args
        parts, rest = (1, 1), exponent
        if head in {"*", "/"} and (number := ratio(args[head == "/"])) is not None and number[0]:
            above, below = number if head == "*" else number[::-1]
            parts, rest = (above, below), args[head == "*"]
    return rest, parts[0] / parts[1] if parts[0] > 0 else 0.0


def _lowered(factors: list[Factor], less: Less) -> list[Factor]:
    return [lower for factor in factors if (lower := _divided(factor, less)) is not None]


def _divided(factor: Factor, less: Less) -> Factor | None:
    """A factor without the power that is cancelled, or None where nothing is left of it."""
    if factor.base not in less:
        return factor
    left, is_root = less[factor.base]
    exponent = left[factor.exponent]
    if not _counts(exponent):
        return None
    return Factor(factor.base, exponent, below=factor.below, is_root=factor.is_root or is_root)


def _difference(exponent: Expr, less: Expr) -> Expr | None:
    """What is left of an exponent: of plain numbers a number, and of a formula so many times less of it."""
    if ratio(exponent) is not None:
        return together("-", exponent, less)
    if exponent is less:
        return ZERO
    return like_terms(exponent - less)


def _counts(exponent: Expr) -> bool:
    parts = ratio(exponent)
    return parts is None or bool(parts[0])


def _common_number(number: Expr, own: list[Expr]) -> int:
    """The largest whole number that divides every term above the line, and the number below it."""
    parts = [ratio(each) for each in (number, *own)]
    if not all(isinstance(part[0], int) and part[1] == 1 for part in parts[1:] if part is not None) or None in parts:
        return 1
    return math.gcd(*(part[place] for part, place in zip(parts, [1] + [0] * len(own), strict=True) if part is not None))
