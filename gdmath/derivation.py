"""Differentiate by the rules, and keep the steps: the derivation is the computation.

A goal is a derivative to find.  The first rule that fits it gives its value in terms of simpler goals,
and each goal is found once, however often it occurs.  Nothing more is recorded than which rule fitted;
what a step looks like is worked out when somebody reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.errors import InputError
from gdmath.expression import Expr, as_expr
from gdmath.frozen import Frozen
from gdmath.matching import D, Table
from gdmath.patterns import FunctionLetter
from gdmath.rules import RULES
from gdmath.solving import solve
from gdmath.tidying import tidy, untidied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gdmath.matching import Rule
    from gdmath.solving import Found, Goal


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

    def tidying(self, values: dict[Expr, Expr]) -> list[tuple[str, Expr, Expr]]:
        """What tidied this step's right side: the name, before and after of each rewrite."""
        notes: list[tuple[str, Expr, Expr]] = []
        env = [*self._env, *(values[D(*goal)] for goal in self._goals)]
        self.rule.build(env, lambda *parts: tidy(*parts, record=lambda *note: notes.append(note)))
        return notes

    def __repr__(self) -> str:
        return f"{self.rule.name}: {self.before!r} = {self.after!r}"


class Derivation(Frozen):
    """A derivative, with every step that led to it.

    Attributes
    ----------
    expr, wrt : Expr
        What was differentiated, and with respect to what.
    result : Expr
        The derivative, tidied.

    Examples
    --------
    >>> from gdmath import differentiate, symbols
    >>> w = symbols("w")
    >>> print(differentiate(w**1 * 1.001, w))
    D(w**1*1.001, w)
      = D(w**1, w)*1.001    constant multiple rule
      = 1*w**0*1.001        power rule
      = 1.001               tidy
    """

    __slots__ = ("_found", "_left", "digits", "expr", "result", "wrt")
    expr: Expr
    wrt: Expr
    result: Expr
    digits: int | None
    _found: Found
    _left: str

    def __init__(self, expr: Expr, wrt: Expr, found: Found, left: str = "", digits: int | None = 4) -> None:
        result = found[expr, wrt][3]
        self._set(expr=expr, wrt=wrt, result=result, digits=digits, _found=found, _left=left)

    @property
    def steps(self) -> list[Step]:
        """The rules used, each before the ones that its own right side called for."""
        return [Step(goal, *self._found[goal]) for goal in reversed(self._found)]

    @property
    def lines(self) -> list[tuple[str, Expr]]:
        """The whole formula after each step: the name of the rule, and what is then equal to the derivative."""
        current, lines = D(self.expr, self.wrt), []
        for step in self.steps:
            current = current.subs({step.before: step.after})
            lines.append((step.rule.name, current))
        return [*lines, ("tidy", self.result)] if current is not self.result else lines

    @property
    def tidying(self) -> list[tuple[str, Expr, Expr]]:
        """Every rewrite that the last line folds into one: its name, before and after."""
        values = {step.before: step.result for step in self.steps}
        return [note for step in reversed(self.steps) for note in step.tidying(values)]

    def titled(self, left: str, digits: int | None = 4) -> Derivation:
        """The same derivation, shown with its own left side in LaTeX, such as "l'(w)", and a number of decimals."""
        return Derivation(self.expr, self.wrt, self._found, left, digits)

    def __str__(self) -> str:
        from gdmath.printing import derivation_text

        return derivation_text(self)

    def __repr__(self) -> str:
        return f"<Derivation of {self.expr!r} by {self.wrt!r}: {self.result!r}, {len(self._found)} steps>"

    def _repr_latex_(self) -> str:
        from gdmath.printing import derivation_latex

        return derivation_latex(self, self._left, self.digits)


def differentiate(expr: Any, wrt: Expr, *, rules: Table = RULES) -> Derivation:
    """Differentiate an expression with respect to a symbol.

    Parameters
    ----------
    expr : Expr or float
        What to differentiate.
    wrt : Expr
        The symbol to differentiate by.
    rules : Table
        The rules to use.

    Returns
    -------
    Derivation
        Its `result` is the derivative, its `steps` say how it was found.

    Raises
    ------
    InputError
        `wrt` is no symbol or expression, or `expr` is no expression.
    MissingRuleError
        No rule fits.

    Examples
    --------
    >>> from gdmath import sigmoid, symbols
    >>> w = symbols("w")
    >>> differentiate(sigmoid(3 * w), w).result
    sigmoid(3*w)*(1 - sigmoid(3*w))*3
    """
    expr = as_expr(expr)
    if not isinstance(wrt, Expr) or wrt.head != "symbol":
        raise InputError(f"differentiate by {wrt!r}", "it is not a symbol", 'Make one with symbols("w")')
    if not isinstance(rules, Table):
        raise InputError(f"differentiate with rules={rules!r}", "it is not a Table of rules", "Pass gdmath.RULES")
    return Derivation(expr, wrt, solve((expr, wrt), rules))


def gradient(expr: Any, wrt: Sequence[Expr], *, rules: Table = RULES) -> tuple[Expr, ...]:
    """The partial derivatives of an expression with respect to several symbols, in their order.

    Parameters
    ----------
    expr : Expr or float
        What to differentiate.
    wrt : sequence of Expr
        The symbols.
    rules : Table
        The rules to use.

    Raises
    ------
    InputError
        `wrt` is not a list or tuple of symbols.
    MissingRuleError
        No rule fits.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w, b = symbols("w b")
    >>> gradient(w * 2.0 + b, [w, b])
    (2.0, 1)
    """
    return tuple(differentiate(expr, symbol, rules=rules).result for symbol in listed(wrt))


def listed(wrt: Any) -> list[Expr]:
    """The symbols of a gradient as a list; one symbol alone, or what is no list at all, is refused."""
    if isinstance(wrt, (list, tuple)):
        return list(wrt)
    raise InputError(f"take a gradient by {wrt!r}", "it is not a list of symbols", "Write a list such as [w, b]")
