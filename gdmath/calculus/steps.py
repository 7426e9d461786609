"""One derivative of a derivation: the goals that it took, the steps that they are, and the answer that they led to."""

from __future__ import annotations

from gdmath.expression import D, Expr, postorder
from gdmath.frozen import Frozen
from gdmath.matching import FunctionLetter
from gdmath.tidying import tidy, untidied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from gdmath.calculus.solving import Found, Goal
    from gdmath.matching import Rule

    Note = tuple[str, Expr, Expr]  # the name of a rewrite, and what it replaced by what

TIDY = "tidy"
MOST_ANSWERED = 500  # parts of a derivative of which an answer is made before the next one is taken
FOLDED = frozenset({"constant rule", "identity rule"})  # D(5) = 0 and D(x) = 1 need no line of their own


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

    def folding(self, plain: dict[Expr, Expr]) -> Expr:
        """The same right side, with the derivatives that are plain replaced by their values."""
        goals = {D(*goal) for goal in self._goals} & plain.keys()
        return self.after.subs({goal: plain[goal] for goal in goals}) if goals else self.after

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

    @property
    def is_plain(self) -> bool:
        """Whether it says no more than that a number does not change, and that x changes as x does."""
        return self.rule.name in FOLDED


class Order(Frozen):
    """One derivative by one symbol; of a second derivative there are two, one after the other.

    Attributes
    ----------
    expr : Expr
        What was differentiated.
    wrt : Expr
        By which symbol.
    found : dict
        Each goal in the order in which it was found; the last one is the whole derivative.
    tidied : Expr
        The derivative as the rules have built it, tidied.
    answered : bool
        Whether an answer is made of it; not before another derivative, if it is long.
    """

    __slots__ = ("_notes", "answered", "expr", "found", "tidied", "wrt")
    expr: Expr
    wrt: Expr
    found: Found
    tidied: Expr
    answered: bool
    _notes: list[Note]

    def __init__(self, found: Found, answered: bool = True) -> None:
        root = next(reversed(found))
        self._set(expr=root[0], wrt=root[1], found=found, tidied=found[root][3], answered=answered)

    def followed(self) -> Order:
        """The same before another derivative, for which a long one stays as the rules have built it."""
        return Order(self.found, len(postorder(self.tidied)) <= MOST_ANSWERED)

    @property
    def steps(self) -> list[Step]:
        """The rules used, each before the ones that its own right side called for."""
        return [Step(goal, *self.found[goal]) for goal in reversed(self.found)]

    @property
    def untidied(self) -> Expr:
        """The derivative with no more done to it than its rules say."""
        values: dict[Goal, Expr] = {}
        for goal, (rule, env, goals, _) in self.found.items():
            values[goal] = rule.build([*env, *(values[part] for part in goals)], untidied)
        return values[self.expr, self.wrt]

    @property
    def notes(self) -> list[Note]:
        """The steps from what is tidied to the answer: the name of each, and the whole formula before and after it."""
        from gdmath.answering import answering_of

        if not hasattr(self, "_notes"):
            made = answering_of(self.expr, lambda: self.untidied, self.tidied) if self.answered else []
            self._set(_notes=made)
        return self._notes

    @property
    def answer(self) -> Expr:
        """The derivative as a book would write it."""
        return self.notes[-1][2] if self.notes else self.tidied

    def lines(self, *, every: bool) -> Iterator[tuple[str, Expr]]:
        """The whole formula after each step; `every` gives the rules that are plain lines of their own."""
        current, (first, *others) = D(self.expr, self.wrt), self.steps
        plain = {step.before: step.after for step in others if step.is_plain and not every}
        for step in (first, *(step for step in others if step.before not in plain)):
            current = current.subs({step.before: step.folding(plain)})
            yield step.rule.name, current
        if current is not self.tidied:
            yield TIDY, self.tidied
        yield from ((name, after) for name, _, after in self.notes)
