"""Tidying what the rules have built: the rows of `ARITHMETIC`, and sums of plain numbers.

Everything a rule builds is made by `tidy`, so a result comes out tidy at no extra pass; `untidied` makes
the same right side as the rule states it, for a reader who wants to see the step.
"""

from __future__ import annotations

import math

from gdmath.expression import OPERATORS, Expr, as_expr, node, postorder
from gdmath.rules import ARITHMETIC, STABLE, TOGETHER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from gdmath.matching import Make, Rule, Table

    Record = Callable[[str, Expr, Expr], None]

DEEPEST = 50  # rewrites inside one another; a reader may type ten thousand minus signs
MOST_FOLDED = 1024  # sums of plain numbers that are remembered: 1*1 and 2 - 1 come again and again
_FOLDED: dict[tuple[str, Expr, Expr], Expr | None] = {}
_PLANS: dict[Any, tuple[bool, tuple[Rule, ...]]] = {}
_PLAIN = frozenset({"number", "neg", "/"})  # what a plain number may look like
LARGEST_WHOLE = 2**53  # above it a whole number is no longer exact as a float
SMALLEST = 2.0**-1022  # below it a float loses digits, and far below it is 0
BESIDE = 2.0**-26  # a smaller part of a number is left beside it: what the sum loses might be all that remains
_MAKES_SMALLER = frozenset({"*", "/", "**"})


def tidy(head: Any, *args: Any, record: Record | None = None, levels: int = DEEPEST) -> Expr:
    """The node with this head, tidied; `record(name, before, after)` hears of each rewrite."""
    plain, rows = _PLANS.get((head, args[0].head, args[-1].head)) or _planned(head, args)
    if plain and (number := folded(head, *args)) is not None:
        if record and (before := node(head, *args)) is not number:  # 1/2 is worked out already
            record("arithmetic", before, number)
        return number
    for rule in rows:
        env = rule.match_args(args)
        if env is not None and not (rule.name == TOGETHER and _lost(rule.right, rule, env)):
            if record:
                record(rule.name, node(head, *args), rule.build(env, node))
            if record is None:
                return rule.build(env, _INNER[levels])
            return rule.build(
                env, lambda *parts: tidy(*parts, record=record, levels=levels - 1) if levels else node(*parts)
            )
    return node(head, *args)


# How a row that fits makes its own right side, for each number of levels that are left.
_INNER: list[Make] = [node]
_INNER += [lambda *parts, levels=levels: tidy(*parts, levels=levels) for levels in range(DEEPEST)]


def _planned(head: Any, args: tuple[Expr, ...]) -> tuple[bool, tuple[Rule, ...]]:
    """Whether these could be plain numbers, and the rows that may fit: the same for all parts with these heads."""
    plain = head in OPERATORS and all(arg.head in _PLAIN for arg in args)
    plan = _PLANS[head, args[0].head, args[-1].head] = plain, ARITHMETIC.candidates(head, args)
    return plan


def _lost(right: Expr, rule: Rule, env: list[Any]) -> bool:
    """Whether the two numbers that a row brings together come to none: then each stays where it is."""
    pair = next(part for part in right.args if part.head in _MAKES_SMALLER and part.args[0].args[1:] == ("number",))
    return folded(pair.head, *(env[rule.slots[letter]] for letter in pair.args)) is None


def untidied(head: Any, *args: Any) -> Expr:
    """The node with this head, with no more done to it than to add plain numbers, as in an exponent n - 1 or n + 1."""
    number = folded(head, *args) if head in {"+", "-"} else None
    return node(head, *args) if number is None else number


def stable(expr: Expr) -> Expr:
    """The same value in a form that loses no digits; see `STABLE`."""
    return rewrite(expr, STABLE)


def rewrite(expr: Expr, table: Table) -> Expr:
    """Replace, from the inside out, every part that a row of the table fits."""
    new: dict[Expr, Expr] = {}
    for part in postorder(expr):
        args = part.args if not isinstance(part.args[0], Expr) else tuple(new[arg] for arg in part.args)
        made = part if args == part.args else tidy(part.head, *args)  # what is as it was typed stays so
        found = table.first(made)
        new[part] = found[0].build(found[1], tidy) if found else made
    return new[expr]


def folded(head: str, left: Expr, right: Expr) -> Expr | None:
    """The number that plain numbers come to, where it is exact or was a float to begin with; else None."""
    if left.head == right.head == "number":
        return _folded_numbers(head, left, right)
    return _combined(head, ratio(left), ratio(right))


def _folded_numbers(head: str, left: Expr, right: Expr) -> Expr | None:
    key = head, left, right
    if key not in _FOLDED:
        if len(_FOLDED) == MOST_FOLDED:
            _FOLDED.clear()
        _FOLDED[key] = _combined(head, (left.args[0], 1), (right.args[0], 1))
    return _FOLDED[key]


def _combined(head: str, left: tuple[Any, int] | None, right: tuple[Any, int] | None) -> Expr | None:
    if left is None or right is None:
        return None
    try:
        value = _COMBINE[head](*left, *right)
    except (ZeroDivisionError, OverflowError):
        return None
    if value is None or (head in _MAKES_SMALLER and left[0] and right[0] and _vanishes(*value)):
        return None
    if head in {"+", "-"} and _is_beside(*left, *right):
        return None
    return _number(*value)


def _vanishes(numerator: Any, denominator: Any) -> bool:
    """Whether a float comes out so small that its digits are lost; a fraction of whole numbers has them all."""
    floats = isinstance(numerator, float) or isinstance(denominator, float)
    return floats and denominator != 0 and abs(numerator / denominator) < SMALLEST


def _is_beside(a: Any, b: int, c: Any, d: int) -> bool:
    """Whether a float is so much smaller than another number that their sum loses its digits."""
    floats = isinstance(a, float) or isinstance(c, float)
    return floats and bool(a and c) and not BESIDE < abs((a / b) / (c / d)) < 1 / BESIDE


def ratio(expr: Expr) -> tuple[Any, int] | None:
    """A plain number as (numerator, denominator); a float has the denominator 1."""
    if expr.head == "number":
        return expr.args[0], 1
    if expr.head == "neg" and expr.args[0].head != "neg" and (inner := ratio(expr.args[0])):
        return -inner[0], inner[1]
    if expr.head == "/" and expr.args[1].head == "number" and expr.args[0].head != "/":
        numerator, denominator = ratio(expr.args[0]), expr.args[1].args[0]
        if numerator and isinstance(numerator[0], int) and isinstance(denominator, int) and denominator:
            return numerator[0], denominator
    return None


def _power(a: Any, b: int, n: Any, d: int) -> tuple[Any, Any] | None:
    if d != 1 or n != int(n) or abs(n) > 64:  # a larger power is left to be computed later
        return None
    return (a ** int(n), b ** int(n)) if n >= 0 else (b ** -int(n), a ** -int(n))


_COMBINE: dict[str, Callable[..., tuple[Any, Any] | None]] = {
    "+": lambda a, b, c, d: (a * d + c * b, b * d),
    "-": lambda a, b, c, d: (a * d - c * b, b * d),
    "*": lambda a, b, c, d: (a * c, b * d),
    "/": lambda a, b, c, d: (a * d, b * c),
    "**": _power,
}


def _number(numerator: Any, denominator: Any) -> Expr | None:
    if denominator == 0:
        return None
    if isinstance(numerator, float) or isinstance(denominator, float):
        value = numerator / denominator
        return as_expr(value) if math.isfinite(value) else None
    shared = math.gcd(numerator, denominator) * (1 if denominator > 0 else -1)
    numerator, denominator = numerator // shared, denominator // shared
    if max(abs(numerator), denominator) > LARGEST_WHOLE:
        return None
    if denominator == 1:
        return as_expr(numerator)
    size: Expr = as_expr(abs(numerator)) / denominator
    return size if numerator > 0 else -size
