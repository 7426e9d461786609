"""Differentiate by the rules, and keep the steps: the derivation is the computation.

A goal is a derivative to find.  The first rule that fits it gives its value in terms of simpler goals,
and each goal is found once, however often it occurs.  Nothing more is recorded than which rule fitted;
what a step looks like is worked out when somebody reads it.
"""

from __future__ import annotations

from gdmath.calculus.solving import require_symbol, solve
from gdmath.errors import InputError
from gdmath.expression import D, Expr, as_expr
from gdmath.frozen import Frozen
from gdmath.matching import FunctionLetter, Table
from gdmath.rules import RULES
from gdmath.tidying import tidy, untidied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from gdmath.calculus.solving import Found, Goal
    from gdmath.matching import Rule

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


class Derivation(Frozen):
    """A derivative, with every step that led to it.

    Attributes
    ----------
    expr : Expr
        What was differentiated.
    variables : tuple of Expr
        By which symbols, one after the other; the same one twice for a second derivative.
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

    __slots__ = ("_orders", "digits", "expr", "left", "result", "unfolded", "variables")
    expr: Expr
    variables: tuple[Expr, ...]
    result: Expr
    left: str
    digits: int | None
    unfolded: bool
    _orders: tuple[Found, ...]

    def __init__(  # noqa: PLR0913, PLR0917  the last three are how it is shown
        self,
        expr: Expr,
        variables: tuple[Expr, ...],
        orders: tuple[Found, ...],
        left: str = "",
        digits: int | None = 4,
        unfolded: bool = False,
    ) -> None:
        result = expr
        for wrt, found in zip(variables, orders, strict=True):
            result = found[result, wrt][3]
        self._set(expr=expr, variables=variables, result=result, _orders=orders)
        self._set(left=left, digits=digits, unfolded=unfolded)

    @property
    def start(self) -> Expr:
        """The derivative, not yet taken."""
        return self._outside(self.expr, 0)

    def _outside(self, inner: Expr, taken: int) -> Expr:
        """What stands around the derivative at work: those that are still to be taken of it."""
        for wrt in self.variables[taken:]:
            inner = D(inner, wrt)
        return inner

    @property
    def steps(self) -> list[Step]:
        """The rules used, each before the ones that its own right side called for."""
        return [Step(goal, *found[goal]) for found in self._orders for goal in reversed(found)]

    @property
    def lines(self) -> list[tuple[str, Expr]]:
        """The whole formula after each step: the name of the rule, and what is then equal to the derivative."""
        return list(self.line_by_line())

    def line_by_line(self) -> Iterator[tuple[str, Expr]]:
        """The same, one after the other: of a very long derivation, only the beginning is for reading."""
        inner = self.expr
        for order, (wrt, found) in enumerate(zip(self.variables, self._orders, strict=True), start=1):
            current, result = D(inner, wrt), found[inner, wrt][3]
            for step in (Step(goal, *found[goal]) for goal in reversed(found)):
                current = current.subs({step.before: step.after})
                yield step.rule.name, self._outside(current, order)
            if current is not result:
                yield "tidy", self._outside(result, order)
            inner = result

    @property
    def tidying(self) -> list[Note]:
        """Every rewrite that the tidied lines fold away: its name, before and after."""
        values = {step.before: step.result for step in self.steps}
        return [note for step in reversed(self.steps) for note in step.tidying(values)]

    def titled(self, left: str = "", digits: int | None = 4, *, tidying: bool = False) -> Derivation:
        """The same derivation, shown in another way.

        Parameters
        ----------
        left : str
            A left side of its own in LaTeX, such as "l'(w)".
        digits : int or None
            The number of decimals of every float; None for all that it has.
        tidying : bool
            Whether each rewrite that tidied it is listed below, with its name.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> print(differentiate(w**2, w).titled(tidying=True))
        D(w**2, w)
          = 2*w**1    power rule
          = 2*w       tidy
              2 - 1 = 1    arithmetic
              w**1 = w     power one
        """
        return Derivation(self.expr, self.variables, self._orders, left, digits, tidying)

    def __str__(self) -> str:
        from gdmath.calculus.showing import derivation_text

        return derivation_text(self)

    __repr__ = __str__  # what a terminal shows

    def _repr_latex_(self) -> str:
        from gdmath.calculus.showing import derivation_latex

        return derivation_latex(self)


def differentiate(expr: Any, *variables: Any, rules: Table = RULES) -> Derivation:
    """Differentiate an expression with respect to a symbol, or to several, one after the other.

    Parameters
    ----------
    expr : Expr or float
        What to differentiate.
    *variables : Expr or int
        The symbols to differentiate by.  A number after a symbol says how many times, as in sympy: `w, 2`
        gives the second derivative, `w, b` the mixed one.
    rules : Table
        The rules to use.

    Returns
    -------
    Derivation
        Its `result` is the derivative, its `steps` say how it was found.

    Raises
    ------
    InputError
        A variable is no symbol, or `expr` is no expression.
    MissingRuleError
        No rule fits.

    Examples
    --------
    >>> from gdmath import sigmoid, symbols
    >>> w, b = symbols("w b")
    >>> differentiate(sigmoid(3 * w), w).result
    sigmoid(3*w)*(1 - sigmoid(3*w))*3
    >>> differentiate(w**3 * b, w, 2).result
    6*w*b
    >>> differentiate(w**3 * b, w, b).result
    3*w**2
    """
    expr = as_expr(expr)
    if not isinstance(rules, Table):
        raise InputError(f"differentiate with rules={rules!r}", "it is not a Table of rules", "Pass gdmath.RULES")
    orders: list[Found] = []
    by, current = _each(variables), expr
    for wrt in by:
        orders.append(solve((current, wrt), rules))
        current = orders[-1][current, wrt][3]
    return Derivation(expr, by, tuple(orders))


def _each(variables: tuple[Any, ...]) -> tuple[Expr, ...]:
    """The symbols one by one: a symbol with a number behind it stands for itself as many times."""
    by: list[Expr] = []
    for before, variable in zip((None, *variables), variables, strict=False):
        if isinstance(before, Expr) and isinstance(variable, (int, float)) and not isinstance(variable, bool):
            by += [before] * (_times(variable) - 1)
        else:
            require_symbol(variable)
            by.append(variable)
    if not by:
        raise InputError("differentiate by nothing", "no symbol is given", "Write differentiate(expr, w)")
    return tuple(by)


def _times(order: float) -> int:
    if not isinstance(order, int) or order < 1:
        reason = "an order is a whole number, one at least", "Write differentiate(expr, w, 2) for the second order"
        raise InputError(f"differentiate {order!r} times", *reason)
    return order
