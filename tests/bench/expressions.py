"""The expressions whose derivatives are timed: drawn by a seed before anything is timed, every row of `RULES` in use.

Only those of `Max`, `Min` and `Piecewise` are left out, which not every rival has.
Each row of the table is filled with small formulas drawn at random; the rows are dealt out among the expressions, and
what one expression was dealt is joined by operators. A row that is added tomorrow is dealt out as well.
"""

from random import Random
from typing import Any, NamedTuple

from gdmath import RULES, DomainError, cos, differentiate, exp, sin, symbols
from gdmath.cases import CASES
from gdmath.expression import Expr, as_expr
from gdmath.functions import FUNCTIONS
from gdmath.matching import FunctionLetter, Rule
from tests.library.oracles import fill

SEED = 20261124
COUNT = 30
W = symbols("w")
POINTS = (0.3, 0.7, 1.3, 2.1, 3.7)
SMALL = (W, W + 1, 2 * W, W**2, 0.5 * W, 3 - W, sin(W), cos(2 * W), exp(-W), W * sin(W))
_BELOW_ONE, _ABOVE_ONE = {"asin", "acos", "atanh", "asech"}, {"acosh", "acoth", "asec", "acsc"}
FUNCTIONS_DRAWN = [function for name, function in FUNCTIONS.items() if name not in {"step", "sign"}]


class Drawn(NamedTuple):
    """An expression, and a place where it and its derivative have a value."""

    expr: Expr
    point: float


def rows_used(expr: Expr) -> set[Rule]:
    """Return the rows of the table that the derivation of an expression uses."""
    return {step.rule for step in differentiate(expr, W).steps}


def draw() -> list[Drawn]:
    """Draw the expressions, the same ones each time."""
    random = Random(SEED)
    rows = [rule for rule in RULES if rule.pattern.head not in CASES.values()]
    dealt = [rows]
    while not all(map(_have_a_place, dealt)):
        random.shuffle(rows)
        dealt = [rows[place::COUNT] for place in range(COUNT)]
    drawn = [_with_rows(each, random) for each in dealt]
    missing = set(rows).difference(*(rows_used(expr) for expr, _ in drawn))
    assert not missing, f"no expression uses {missing}"
    return drawn


def _have_a_place(rows: list[Rule]) -> bool:
    """Whether functions of what is below one and of what is above it were not dealt to one expression."""
    names = {getattr(rule.pattern.head, "name", "") for rule in rows}
    return names.isdisjoint(_BELOW_ONE) or names.isdisjoint(_ABOVE_ONE)


def _with_rows(rows: list[Rule], random: Random) -> Drawn:
    for _ in range(10_000):
        expr = random.choice(FUNCTIONS_DRAWN)(random.choice(SMALL[1:]))
        for rule in rows:
            expr = _joined(expr, _filled(rule, random), random)
        if {*rows} <= rows_used(expr) and (point := _point(expr)):
            return Drawn(expr, point)
    raise AssertionError(f"no expression that uses {rows} was found")


def _filled(rule: Rule, random: Random) -> Expr:
    letters = {letter: _drawn_for(letter, random) for letter in rule.slots}
    return fill(rule.left.args[0], letters)


def _drawn_for(letter: Any, random: Random) -> Any:
    if isinstance(letter, FunctionLetter):
        return random.choice(FUNCTIONS_DRAWN)
    match letter.args[1]:
        case "variable":
            return W
        case "constant":
            return as_expr(random.choice((2, 3, 0.5, 1.5)))
        case _:
            return random.choice(SMALL[1:])


def _joined(left: Expr, right: Expr, random: Random) -> Expr:
    return random.choice((lambda: left + right, lambda: left - right, lambda: left * right, lambda: left / right))()


def _point(expr: Expr) -> float | None:
    for point in POINTS:
        try:
            value, slope = expr.evaluate(w=point), differentiate(expr, W).tidied.evaluate(w=point)
        except DomainError:
            continue
        if abs(value) + abs(slope) < 1e6:
            return point
    return None
