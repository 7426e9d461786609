"""Find a derivative and all that it needs: goal by goal, each by the first rule that fits, each once."""

from __future__ import annotations

from gdmath.errors import InputError, MissingRuleError, shown
from gdmath.expression import D, Expr, postorder
from gdmath.tidying import tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from gdmath.matching import Rule, Table

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
        raise InputError(f"differentiate by {shown(wrt)}", "it is not a symbol", 'Make one with symbols("w")')


def solve(root: Goal, rules: Table) -> Found:
    """Find every goal that the root needs, each after its own goals (no recursion: a formula may be deep).

    Raises
    ------
    MissingRuleError
        No rule fits a goal, or the rules lead in a circle.
    """
    found: Found = {}
    opened: dict[Goal, tuple[Rule, list[Any], list[Goal]]] = {}
    beside = Beside(root[1])
    stack = [root]
    while stack:
        goal = stack[-1]
        if goal in found:
            stack.pop()
            continue
        if goal in opened:
            rule, env, goals = opened[goal]
        else:
            rule, env = _applicable(goal, rules, beside)
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


def _applicable(goal: Goal, rules: Table, beside: Beside) -> tuple[Rule, list[Any]]:
    body, wrt = goal
    beside.turn_to(wrt)
    found = rules.first_derivative(body, wrt, beside.kind)
    if found is None:
        raise MissingRuleError(
            f"differentiate {body!r} by {wrt!r}",
            f"no rule of the table fits {D(body, wrt)!r}",
            "Add a row to gdmath/rules.py; a row is one equation",
        )
    return found


_UNSEEN: dict[Expr, str] = {}


class Beside:
    """What a part is beside `wrt`, one of `KINDS`; every part that was looked at is remembered."""

    __slots__ = ("_all", "_known", "wrt")

    def __init__(self, wrt: Expr) -> None:
        self._all: dict[Expr, dict[Expr, str]] = {}
        self.turn_to(wrt)

    def turn_to(self, wrt: Expr) -> None:
        """Look at parts beside another one from now on."""
        self.wrt = wrt
        # The chain rule asks about f(g) beside each g, and nearly all of these need no memory.
        self._known = self._all.get(wrt, _UNSEEN)

    def kind(self, part: Expr) -> str:
        """Whether a part is `wrt`, or without it, or has it inside."""
        if part is self.wrt:
            return "variable"
        found = self._known.get(part)
        if found is None:
            args = part.args
            if self.wrt in args:
                return "inner"
            found = self._looked_at(part) if isinstance(args[0], Expr) else "constant"
        return found

    def _looked_at(self, whole: Expr) -> str:
        known = self._known = self._all.setdefault(self.wrt, {self.wrt: "variable"})
        for part in postorder(whole, stop_at=known):
            inside = {known[arg] for arg in part.args if isinstance(arg, Expr)}
            known[part] = "constant" if inside <= {"constant"} else "inner"
        return known[whole]
