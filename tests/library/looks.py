"""A judge of looks: what in a derivative a book would have written in another way.

It reads a formula as a reader does, by its signs and from left to right, and shares no code with what answers.
What is listed are the marks that a teacher would make on the margin; a formula without any looks like an answer.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gdmath.expression import Expr

IN_FRONT = "a number not in front"
QUOTIENT_RULE = "quotient rule on a constant over a power"
APART = "powers of one base apart"
COMMON = "a common number above and below"
POWER_OF_POWER = "a power of a power"
LIKE = "like terms, or numbers not computed"
MARKS = (IN_FRONT, QUOTIENT_RULE, APART, COMMON, POWER_OF_POWER, LIKE)

LARGEST, SMALLEST = 2.0**53, 2.0**-53  # numbers beyond these come together at a loss


def marks(expr: Expr, typed: Collection[Expr] = ()) -> list[str]:
    """The marks of a formula; what was typed, and stands below a function or a power, is passed over."""
    found: list[str] = []
    for top in _tops(expr, typed):
        found += _of_sum(top) if top.head in {"+", "-"} else _of_product(top)
    return found


def _tops(expr: Expr, typed: Collection[Expr]) -> Iterator[Expr]:
    """Every whole product and every whole sum."""
    seen: set[Expr] = set()
    stack = [expr]
    while stack:
        top = stack.pop()
        if top in seen or not isinstance(top.args[0], Expr):
            continue
        seen.add(top)
        if top.head in {"+", "-"}:
            yield top
            stack += [term for _, term in terms(top)]
            continue
        if value(top) is None or top.head in {"*", "/", "**"}:
            yield top
        for factor, _ in factors(top):
            inner = factor.args if isinstance(factor.args[0], Expr) and factor.head not in {"+", "-"} else ()
            closed = factor.head not in {"+", "-", "*", "/", "neg"}
            stack += [part for part in inner if not (closed and part in typed)]
            stack += [factor] if factor.head in {"+", "-"} else []


def value(expr: Expr) -> Any:
    """The number that a plain number is, as 2, -2, 2/3 and -(2/3) are; else None."""
    if expr.head == "number":
        number = expr.args[0]
        return number if isinstance(number, float) else Fraction(number)
    if expr.head == "neg":
        inner = value(expr.args[0])
        return None if inner is None else -inner
    if expr.head == "/" and expr.args[1].head == "number" and expr.args[0].head in {"number", "neg"}:
        above, below = map(value, expr.args)
        return above / below if below and isinstance(above, Fraction) and isinstance(below, Fraction) else None
    return None


def terms(expr: Expr) -> list[tuple[int, Expr]]:
    """The terms of a sum with their signs, brackets opened."""
    found: list[tuple[int, Expr]] = []
    stack = [(1, expr)]
    while stack:
        sign, part = stack.pop()
        if part.head in {"+", "-"}:
            stack += [(-sign if part.head == "-" else sign, part.args[1]), (sign, part.args[0])]
        elif part.head == "neg":
            stack.append((-sign, part.args[0]))
        else:
            found.append((sign, part))
    return found


def factors(expr: Expr) -> list[tuple[Expr, bool]]:
    """The factors of a product from left to right, each with whether it is below the line."""
    found: list[tuple[Expr, bool]] = []
    stack = [(expr, False)]
    while stack:
        part, below = stack.pop()
        if part.head == "neg":
            stack.append((part.args[0], below))
        elif part.head in {"*", "/"} and value(part) is None:
            stack += [(part.args[1], below ^ (part.head == "/")), (part.args[0], below)]
        else:
            found.append((part, below))
    return found


def _of_product(top: Expr) -> list[str]:
    parts = factors(top)
    above, below = ([part for part, under in parts if under is side] for side in (False, True))
    found = [mark for side in (above, below) for mark in _of_numbers(side)]
    tops, bottoms = ([number for part in side if (number := value(part)) is not None] for side in (above, below))
    found += [LIKE] * ((0 in tops and len(parts) > 1) or (1 in tops and len(above) > 1) or 1 in bottoms)
    found += [COMMON for one in tops for other in bottoms if _common(one, other)]
    found += [LIKE for part, _ in parts if part.head == "/" and _reducible(part)]
    return found + _powers_of_powers(parts) + _apart(parts)


def _of_numbers(side: list[Expr]) -> list[str]:
    """Numbers above the line, or below it: one behind another is not computed, any other one is not in front."""
    found: list[str] = []
    for before, part in pairwise(side):
        number, other = value(part), value(before)
        if number is not None and (other is None or _exact(number * other)):
            found.append(IN_FRONT if other is None else LIKE)
    return found


def _exact(number: Any) -> bool:
    return bool(number == 0 or SMALLEST < abs(number) < LARGEST)


def _reducible(ratio: Expr) -> bool:
    above, below = (value(part) for part in ratio.args)
    return below == 1 or math.gcd(int(above), int(below)) > 1


def _common(above: Any, below: Any) -> bool:
    if not above or not below:
        return False
    if isinstance(above, float) or isinstance(below, float):
        return above != 1 and bool(SMALLEST < abs(above / below) < LARGEST)
    return math.gcd(above.numerator, below.numerator) > 1 or above.denominator > 1 or below.denominator > 1


def base_and_exponent(factor: Expr) -> tuple[Expr, Any, Expr | None]:
    """A factor as base, number in the exponent, and what else is in the exponent."""
    if factor.head == "**":
        number = value(factor.args[1])
        return (factor.args[0], 0, factor.args[1]) if number is None else (factor.args[0], Fraction(number), None)
    if getattr(factor.head, "name", "") == "sqrt":
        return factor.args[0], Fraction(1, 2), None
    return factor, Fraction(1), None


def _powers_of_powers(parts: list[tuple[Expr, bool]]) -> list[str]:
    found: list[str] = []
    for part, below in parts:
        base, outer, letters = base_and_exponent(part)
        if part.head == "**" and letters is None and outer in {0, 1}:
            found.append(LIKE)
        if part.head == "**" and letters is None and (number := value(base)) is not None and _computed(number, outer):
            found.append(LIKE)
        if part.head != "**" or letters is not None:
            continue
        inner_base, inner, letters = base_and_exponent(base)
        if inner_base is not base and letters is None and _merges(inner, outer):
            found.append(QUOTIENT_RULE if below and outer == 2 else POWER_OF_POWER)
    return found


def _computed(number: Any, exponent: Fraction) -> bool:
    return exponent.denominator == 1 and abs(exponent) <= 64 and bool(number) and _exact(number ** int(exponent))


def _merges(inner: Fraction, outer: Fraction) -> bool:
    """Whether (u**inner)**outer is u**(inner*outer) for every u, negative or not."""
    product = inner * outer
    if outer.denominator == 1:
        return inner.denominator == 1 or product.denominator > 1
    return product.denominator > 1 and (inner.denominator > 1 or inner.numerator % 2 == 1)


def _apart(parts: list[tuple[Expr, bool]]) -> list[str]:
    bases: dict[Expr, list[tuple[Fraction, Expr | None]]] = {}
    exponentials = 0
    for part, below in parts:
        base, number, letters = base_and_exponent(part)
        if value(base) is None or part.head == "**":
            bases.setdefault(base, []).append((-number if below else number, letters))
        exponentials += getattr(part.head, "name", "") == "exp"
    again = sum(count > 1 for count in Counter(part for part, _ in parts if value(part) is None).values())
    return [APART] * (exponentials > 1 or again or any(_are_apart(powers) for powers in bases.values()))


def _are_apart(powers: list[tuple[Fraction, Expr | None]]) -> bool:
    if len(powers) < 2 or sum(letters is not None for _, letters in powers) > 1:
        return False
    total = sum(number for number, _ in powers)
    broken = any(number.denominator > 1 for number, _ in powers)
    return not broken or total == 0 or total.denominator > 1


def _of_sum(top: Expr) -> list[str]:
    parts = terms(top)
    numbers = [sign * value(term) for sign, term in parts if value(term) is not None]
    found = [LIKE for number in numbers if number == 0]
    found += [LIKE for one, other in pairwise(numbers) if _exact(one + other) and _exact(one / other if other else 0)]
    kinds = Counter(_kind(term) for _, term in parts if value(term) is None)
    return found + [LIKE] * sum(count > 1 for count in kinds.values())


def _kind(term: Expr) -> Any:
    """What is alike in terms that a book adds: all but the number in front and the order of factors."""
    return frozenset(Counter((part, below) for part, below in factors(term) if value(part) is None).items())
