"""Tidying what the rules have built: the rows of `ARITHMETIC`, and sums of plain numbers.

Everything a rule builds is made by `tidy`, so a result comes out tidy at no extra pass; `untidied` makes
the same right side as the rule states it, for a reader who wants to see the step.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gdmath.expression import OPERATORS, Expr, as_expr, node
from gdmath.rules import ARITHMETIC, STABLE
from gdmath.traversal import postorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from gdmath.matching import Table

    Record = Callable[[str, Expr, Expr], None]

DEEPEST = 50  # rewrites inside one another; a reader may type ten thousand minus signs
LARGEST_WHOLE = 2**53  # above it a whole number is no longer exact as a float


def tidy(head: Any, *args: Any, record: Record | None = None, levels: int = DEEPEST) -> Expr:
    """The node with this head, tidied; `record(name, before, after)` hears of each rewrite."""
    before = node(head, *args)
    after = folded(before)
    if after is not before:
        if record:
            record("arithmetic", before, after)
        return after
    found = ARITHMETIC.first(before, None, bool)
    if found is None:
        return before
    rule, env = found
    if record:
        record(rule.name, before, rule.build(env, node))
    if levels == 0:
        return rule.build(env, node)
    return rule.build(env, lambda *parts: tidy(*parts, record=record, levels=levels - 1))


def untidied(head: Any, *args: Any) -> Expr:
    """The node with this head, with no more done to it than to subtract plain numbers, as in an exponent n - 1."""
    made = node(head, *args)
    return folded(made) if head == "-" else made


def stable(expr: Expr) -> Expr:
    """The same value in a form that loses no digits; see `STABLE`."""
    return rewrite(expr, STABLE)


def rewrite(expr: Expr, table: Table) -> Expr:
    """Replace, from the inside out, every part that a row of the table fits."""
    new: dict[Expr, Expr] = {}
    for part in postorder(expr):
        made = part if not isinstance(part.args[0], Expr) else node(part.head, *(new[arg] for arg in part.args))
        found = table.first(made, None, bool)
        new[part] = found[0].build(found[1], tidy) if found else made
    return new[expr]


def folded(expr: Expr) -> Expr:
    """The number that plain numbers come to, where it is exact or was a float to begin with; else `expr` itself."""
    if expr.head not in OPERATORS:
        return expr
    left, right = _ratio(expr.args[0]), _ratio(expr.args[1])
    if left is None or right is None:
        return expr
    try:
        value = _COMBINE[expr.head](*left, *right)
    except (ZeroDivisionError, OverflowError):
        return expr
    return expr if value is None else _number(*value, otherwise=expr)


def _ratio(expr: Expr) -> tuple[Any, int] | None:
    """A plain number as (numerator, denominator); a float has the denominator 1."""
    if expr.head == "number":
        return expr.args[0], 1
    if expr.head == "neg" and expr.args[0].head != "neg" and (inner := _ratio(expr.args[0])):
        return -inner[0], inner[1]
    if expr.head == "/" and all(arg.head == "number" and isinstance(arg.args[0], int) for arg in expr.args):
        numerator, denominator = (arg.args[0] for arg in expr.args)
        return (numerator, denominator) if denominator else None
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


def _number(numerator: Any, denominator: Any, otherwise: Expr) -> Expr:
    if denominator == 0:
        return otherwise
    if isinstance(numerator, float) or isinstance(denominator, float):
        value = numerator / denominator
        return as_expr(value) if math.isfinite(value) else otherwise
    shared = math.gcd(numerator, denominator) * (1 if denominator > 0 else -1)
    numerator, denominator = numerator // shared, denominator // shared
    if max(abs(numerator), denominator) > LARGEST_WHOLE:
        return otherwise
    if denominator == 1:
        return as_expr(numerator)
    size: Expr = as_expr(abs(numerator)) / denominator
    return size if numerator > 0 else -size
