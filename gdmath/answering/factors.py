"""Factors together: a whole product or quotient, read as a number and the exponents of its bases, and written again."""

from __future__ import annotations

from gdmath.answering.exponents import HALF, ONE, Coefficient, Exponents, Factor, whole
from gdmath.answering.walking import Reading
from gdmath.expression import Expr, as_expr, node
from gdmath.functions import exp, sqrt
from gdmath.tidying import LARGEST_WHOLE, ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from gdmath.answering.exponents import Product
    from gdmath.answering.signs import Signs
    from gdmath.answering.walking import Below, Shares

_SHARES = {"*": (1, 1), "/": (1, -1), "neg": (1,)}  # what an exponent of the whole does to those of its parts
E: Expr = exp(ONE)


def factors_together(whole_formula: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> Expr:
    """A formula with the factors together of each of its products and quotients."""
    return Reading(typed, below, roots=roots).through(whole_formula, _change)


def _change(part: Expr, reading: Reading) -> Expr | None:
    product = read(part, reading) if is_product(part) else None
    if product is None:
        return None
    made = written(*product)
    return made if made is part else written(product[0], sorted(product[1], key=_rank))


def in_order(whole_formula: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> Expr:
    """A formula with the factors of each product in the order of a book, and nothing else changed."""
    return Reading(typed, below, roots=roots).through(whole_formula, _sorted)


def _sorted(part: Expr, reading: Reading) -> Expr | None:
    product = read(part, reading) if is_product(part) else None
    return None if product is None else written(product[0], sorted(product[1], key=_rank))


def is_product(part: Expr) -> bool:
    """Whether a part is read as a product: a quotient, a power, a root and an exponential are, too."""
    return part.head in _SHARES or part.head in {"**", sqrt, exp}


def below(part: Expr, reading: Reading) -> Below:
    """The parts of a part, and whether each is a factor of the same product."""
    if part.head in _SHARES:
        return [(arg, is_product(arg)) for arg in part.args]
    if opens(part, reading):
        return [(part.args[0], True)]
    inside = part.args if part.head in {"+", "-"} else reading.inside(part)
    return [(arg, False) for arg in inside]


def opens(part: Expr, reading: Reading) -> bool:
    """Whether a factor is taken apart: a power is if the rules have built it, of a product, with a whole exponent."""
    if part.head != "**":
        return part.head in _SHARES
    return part not in reading.typed and is_product(part.args[0]) and whole(part.args[1]) is not None


def read(top: Expr, reading: Reading) -> Product | None:
    """A product as a number and its factors, or None where its numbers do not come together."""
    order = reading.whole(top, lambda part: [arg for arg, _ in _shared(part, reading)])
    if order is None:
        return None
    found = _times(order, reading)
    if max(map(abs, found.values())) > LARGEST_WHOLE:
        return None
    number, bases = Coefficient(), dict[Expr, Exponents]()
    for part, times in found.items():
        if part.head == "number":
            number.multiply(part, times)
        elif not _shared(part, reading):
            base, exponent, is_root = _as_power(part, reading)
            bases.setdefault(base, Exponents(base)).add(exponent, times, is_root=is_root)
        elif part.head == "neg":
            number.multiply(-ONE, times % 2)
    return _settled(number, bases, reading)


def _times(order: list[Expr], reading: Reading) -> dict[Expr, int]:
    """How many times each part is a factor of the last one, which is the whole; less than none if it divides it."""
    times = {**dict.fromkeys(order, 0), order[-1]: 1}
    for part in reversed(order):
        for arg, share in _shared(part, reading):
            times[arg] += share * times[part]
    return times


def _shared(part: Expr, reading: Reading) -> Shares:
    """The parts that a product is made of, each with what its exponent is multiplied by there; none of a factor."""
    shares = reading.opened.get(part)
    if shares is None:
        factors: tuple[int, ...] = _SHARES.get(part.head, ())
        if part.head == "**" and opens(part, reading):
            factors = (whole(part.args[1]) or 0,)
        shares = reading.opened[part] = list(zip(part.args, factors, strict=False))
    return shares


def _as_power(part: Expr, reading: Reading) -> tuple[Expr, Expr, bool]:
    """A factor as its base and exponent, and whether it is written as a square root."""
    args = part.args if reading.keeps(part) else tuple(map(reading.became, part.args))
    if part.head == "**":
        return args[0], args[1], False
    if part.head is sqrt:
        return args[0], HALF, True
    if part.head is exp:
        return E, args[0], False
    return reading.new.get(part, part), ONE, False


def _settled(number: Coefficient, bases: dict[Expr, Exponents], reading: Reading) -> Product | None:
    for base in list(bases):
        _into_the_root(bases, base, reading.signs)
    factors: list[Factor] = []
    for exponents in bases.values():
        for factor in exponents.factors(reading.signs, roots=reading.roots):
            if ratio(factor.base) is not None and (times := whole(factor.exponent)) is not None:
                number.multiply(factor.base, -times if factor.below else times)
            else:
                factors.append(factor)
    return number.before(factors)


def _into_the_root(bases: dict[Expr, Exponents], base: Expr, signs: Signs) -> None:
    """The root of a power as a power of what stands below both, where that stands beside it or is no longer a root."""
    outer = bases[base]
    inner = outer.below_the_root(signs)
    if inner is not None and (inner[0] in bases or not outer.is_single()):
        bases.setdefault(inner[0], Exponents(inner[0])).take(outer, inner[1])
        del bases[base]


def _rank(factor: Factor) -> int:
    """Numbers with a name come first, then letters, then what has to be computed."""
    head = factor.base.head
    return 0 if head in {"constant", "number"} else 1 if head == "symbol" else 2


def written(number: Expr, factors: list[Factor]) -> Expr:
    """A product with its number in front."""
    parts = ratio(number)
    if parts is None or not parts[0]:
        return number
    above = [power(factor) for factor in factors if not factor.below]
    below = [power(factor) for factor in factors if factor.below]
    top, bottom = as_expr(abs(parts[0])), as_expr(parts[1])
    if above and not below and parts[1] != 1 != abs(parts[0]):
        return _signed(_product([top / bottom, *above]), parts[0])
    numerator, denominator = _product([top, *above]), _product([bottom, *below])
    return _signed(numerator if denominator is ONE else numerator / denominator, parts[0])


def _signed(size: Expr, sign: float) -> Expr:
    return -size if sign < 0 else size


def _product(factors: list[Expr]) -> Expr:
    one = factors[0].head == "number" and factors[0].args[0] == 1
    made, *more = factors[1:] if one and len(factors) > 1 else factors
    for factor in more:
        made = made * factor
    return ONE if one and made is factors[0] else made


def power(factor: Factor) -> Expr:
    """A base with its exponent."""
    if factor.base is E:
        return node(exp, factor.exponent)
    if whole(factor.exponent) == 1:
        return factor.base
    if factor.is_root and factor.exponent is HALF:
        return node(sqrt, factor.base)
    return factor.base**factor.exponent
