"""Find a derivative and all that it needs: goal by goal, each by the first rule that fits, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.errors import MissingRuleError
from gdmath.expression import Expr
from gdmath.matching import D
from gdmath.tidying import tidy
from gdmath.traversal import postorder

if TYPE_CHECKING:
    from collections.abc import Callable

    from gdmath.matching import Rule, Table

    Goal = tuple[Expr, Expr]
    # For each goal, in the order found: the rule, what its letters stand for, its own goals, and the value.
    Found = dict[Goal, tuple[Rule, list[Any], list[Goal], Expr]]


def solve(root: Goal, rules: Table) -> Found:
    """Find every goal that the root needs, each after its own goals (no recursion: a formula may be deep).

    Raises
    ------
    MissingRuleError
        No rule fits a goal, or the rules lead in a circle.
    """
    found: Found = {}
    opened: dict[Goal, tuple[Rule, list[Any], list[Goal]]] = {}
    without: dict[Expr, Callable[[Expr], bool]] = {}
    stack = [root]
    while stack:
        goal = stack[-1]
        if goal in found:
            stack.pop()
        elif goal not in opened:
            rule, env = _applicable(goal, rules, without)
            opened[goal] = rule, env, rule.goals(env)
            stack.extend(opened[goal][2])
        else:
            rule, env, goals = opened[goal]
            if not found.keys() >= set(goals):
                raise MissingRuleError(
                    f"differentiate {goal[0]!r} by {goal[1]!r}",
                    f"the {rule.name} leads back to what it started from",
                    "Let each row of the table give simpler derivatives than the one on its left side",
                )
            found[goal] = rule, env, goals, rule.build([*env, *(found[part][3] for part in goals)], tidy)
            stack.pop()
    return found


def _applicable(goal: Goal, rules: Table, without: dict[Expr, Callable[[Expr], bool]]) -> tuple[Rule, list[Any]]:
    body, wrt = goal
    if wrt not in without:
        without[wrt] = _is_without(wrt)
    match = rules.first(body, wrt, without[wrt])
    if match is None:
        raise MissingRuleError(
            f"differentiate {body!r} by {wrt!r}",
            f"no rule of the table fits {D(body, wrt)!r}",
            "Add a row to gdmath/rules.py; a row is one equation",
        )
    return match


def _is_without(wrt: Expr) -> Callable[[Expr], bool]:
    """A function that tells whether an expression is free of `wrt`; it remembers every part it has seen."""
    free: dict[Expr, bool] = {wrt: False}

    def is_free(expr: Expr) -> bool:
        if expr not in free:
            for part in postorder(expr, stop_at=free):
                free[part] = all(free[arg] for arg in part.args if isinstance(arg, Expr))
        return free[expr]

    return is_free
