"""One step of a derivation: which rule was used on what, and what its letters stood for."""

from __future__ import annotations

from gdmath.frozen import Frozen
from gdmath.matching import D
from gdmath.patterns import FunctionLetter
from gdmath.tidying import tidy, untidied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from gdmath.expression import Expr
    from gdmath.matching import Rule
    from gdmath.solving import Goal

    Note = tuple[str, Expr, Expr]  # the name of a rewrite, and what it replaced by what


class Step(Frozen):
    """One use of one rule.

    Attributes
    ----------
    rule : Rule
        The row of the table that was used.
    before : Expr
        The derivative that it was used on.
    result : Expr
        What that derivative came to in the end, tidied.
    """

    __slots__ = ("_env", "_goals", "before", "result", "rule")
    rule: Rule
    before: Expr
    result: Expr
    _env: list[Any]
    _goals: list[Goal]

    def __init__(self, goal: Goal, rule: Rule, env: list[Any], goals: list[Goal], result: Expr) -> None:
        self._set(rule=rule, before=D(*goal), result=result, _env=env, _goals=goals)

    @property
    def after(self) -> Expr:
        """The right side of the rule with the letters filled in, and nothing else done."""
        return self.rule.build([*self._env, *(D(*goal) for goal in self._goals)], untidied)

    @property
    def letters(self) -> dict[str, Any]:
        """What each letter of the rule stands for."""
        names = (slot.name if isinstance(slot, FunctionLetter) else slot.args[0] for slot in self.rule.slots)
        return dict(zip(names, self._env, strict=False))

    def tidying(self, values: dict[Expr, Expr]) -> list[Note]:
        """What tidied this step's right side: the name, before and after of each rewrite."""
        notes: list[Note] = []
        env = [*self._env, *(values[D(*goal)] for goal in self._goals)]
        self.rule.build(env, lambda *parts: tidy(*parts, record=lambda *note: notes.append(note)))
        return notes

    def __repr__(self) -> str:
        return f"{self.rule.name}: {self.before!r} = {self.after!r}"
