"""Find a derivative and all that it needs: goal by goal, each by the first rule that fits, each once."""

from __future__ import annotations

from gdmath.errors import InputError, MissingRuleError
from gdmath.expression import Expr
from gdmath.matching import D
from gdmath.tidying import tidy
from gdmath.traversal import postorder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from gdmath.matching import Rule, Table
    from gdmath.patterns import Kind

    Goal = tuple[Expr, Expr]
    # For each goal, in the order found: the rule, what its letters stand for, its own goals, and the value.
    Found = dict[Goal, tuple[Rule, list[Any], list[Goal], Expr]]


def require_symbol(wrt: object) -> None:
    """Refuse to differentiate by anything but a symbol.

    Raises
    ------
    InputError
        It is none.
    """
    if not isinstance(wrt, Expr) or wrt.head != "symbol":
        raise InputError(f"differentiate by {wrt!r}", "it is not a symbol", 'Make one with symbols("w")')


def solve(root: Goal, rules: Table) -> Found:
    """Find every goal that the root needs, each after its own goals (no recursion: a formula may be deep).

    Raises
    ------
    MissingRuleError
        No rule fits a goal, or the rules lead in a circle.
    """
    found: Found = {}
    opened: dict[Goal, tuple[Rule, list[Any], list[Goal]]] = {}
    kinds: dict[Expr, Kind] = {}
    stack = [root]
    while stack:
        goal = stack[-1]
        if goal in found:
            stack.pop()
            continue
        if goal in opened:
            rule, env, goals = opened[goal]
        else:
            rule, env = _applicable(goal, rules, kinds)
            goals = rule.goals(env)
            if goals:
                opened[goal] = rule, env, goals
                stack += goals
                continue
        try:
            value = rule.build(env + [found[part][3] for part in goals] if goals else env, tidy)
        except KeyError:
            raise _circle(goal, rule) from None
        found[goal] = rule, env, goals, value
        stack.pop()
    return found


def _circle(goal: Goal, rule: Rule) -> MissingRuleError:
    return MissingRuleError(
        f"differentiate {goal[0]!r} by {goal[1]!r}",
        f"the {rule.name} leads back to what it started from",
        "Let each row of the table give simpler derivatives than the one on its left side",
    )


def _applicable(goal: Goal, rules: Table, kinds: dict[Expr, Kind]) -> tuple[Rule, list[Any]]:
    body, wrt = goal
    kind = kinds.get(wrt)
    if kind is None:
        kind = kinds[wrt] = kind_by(wrt)
    found = rules.first_derivative(body, wrt, kind)
    if found is None:
        raise MissingRuleError(
            f"differentiate {body!r} by {wrt!r}",
            f"no rule of the table fits {D(body, wrt)!r}",
            "Add a row to gdmath/rules.py; a row is one equation",
        )
    return found


def kind_by(wrt: Expr) -> Kind:
    """A function that tells what a part is beside `wrt` (see `KINDS`); it remembers every part it has seen."""
    known = {wrt: "variable"}

    def kind(part: Expr) -> str:
        found = known.get(part)
        if found is None:
            if wrt in part.args:  # as in the chain rule, which asks about f(g) beside g
                found = "inner"
            elif not isinstance(part.args[0], Expr):
                found = "constant"
            else:
                found = _seen(part, known)
        return found

    return kind


def _seen(whole: Expr, known: dict[Expr, str]) -> str:
    for part in postorder(whole, stop_at=known):
        free = all([known[arg] == "constant" for arg in part.args if isinstance(arg, Expr)])
        known[part] = "constant" if free else "inner"
    return known[whole]
