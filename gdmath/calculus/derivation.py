"""Differentiate by the rules, and keep the steps: the derivation is the computation.

A goal is a derivative to find.  The first rule that fits it gives its value in terms of simpler goals,
and each goal is found once, however often it occurs.  Nothing more is recorded than which rule fitted;
what a step looks like is worked out when somebody reads it.
"""

from __future__ import annotations

from itertools import islice

from gdmath.calculus.solving import require_symbol, solve
from gdmath.calculus.steps import TIDY, Order
from gdmath.errors import InputError, OperationError, require, shown
from gdmath.expression import D, Expr, as_expr, node, postorder
from gdmath.frozen import Frozen
from gdmath.matching import Table
from gdmath.printing import require_digits
from gdmath.rules import FACTORS, RULES, TERMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn

    from gdmath.answering.restrictions import Restriction
    from gdmath.calculus.steps import Note, Step

MOST_ORDERS = 1000  # of more derivatives, one after the other, only those are taken that end with 0
MOST_STEPS = 1_000_000  # of all orders together; from the third on, each may have many times the steps of the last
STEPS_TO_ZERO = 100_000  # the same where more orders were asked for: what ends with 0 is a polynomial, and soon done
MOST_PARTS = 400_000  # of all lines together, each of which has every part of the formula
NO_RULES = frozenset({TIDY, FACTORS, TERMS})  # what the lines are called that no rule of differentiation has made


class Derivation(Frozen):
    """A derivative, with every step that led to it.

    Attributes
    ----------
    expr : Expr
        What was differentiated.
    variables : tuple of Expr
        By which symbols, one after the other; the same one twice for a second derivative.

    Examples
    --------
    >>> from gdmath import differentiate, symbols
    >>> w = symbols("w")
    >>> print(differentiate(w**1 * 1.001, w))
    D(w**1*1.001, w)
      = D(w**1, w)*1.001    constant multiple rule
      = 1*w**0*1.001        power rule
      = 1.001               tidy
    >>> print(differentiate((2 * w**2 - 1) ** 3, w))
    D((2*w**2 - 1)**3, w)
      = D((2*w**2 - 1)**3, 2*w**2 - 1)*D(2*w**2 - 1, w)    chain rule
      = 3*(2*w**2 - 1)**2*D(2*w**2 - 1, w)                 power rule
      = 3*(2*w**2 - 1)**2*(D(2*w**2, w) - 0)               difference rule
      = 3*(2*w**2 - 1)**2*(2*D(w**2, w) - 0)               constant multiple rule
      = 3*(2*w**2 - 1)**2*(2*(2*w**1) - 0)                 power rule
      = 3*(2*w**2 - 1)**2*(4*w)                            tidy
      = 12*w*(2*w**2 - 1)**2                               factors together
    """

    __slots__ = ("_domain", "_orders", "digits", "every", "expr", "left", "unfolded", "variables")
    expr: Expr
    variables: tuple[Expr, ...]
    left: str
    digits: int | None
    unfolded: bool
    every: bool
    _orders: tuple[Order, ...]
    _domain: tuple[Restriction, ...]

    def __init__(  # noqa: PLR0913, PLR0917  the last four are how it is shown
        self,
        expr: Expr,
        orders: tuple[Order, ...],
        left: str = "",
        digits: int | None = 4,
        unfolded: bool = False,
        every: bool = False,
    ) -> None:
        self._set(expr=expr, variables=tuple(order.wrt for order in orders), _orders=orders)
        self._set(left=left, digits=digits, unfolded=unfolded, every=every)

    @property
    def result(self) -> Expr:
        """The derivative as a book would write it: factors and like terms together, the number in front.

        Its value is that of `tidied` wherever both have one; `domain` says where it has one and the formula that
        was differentiated has none.  What that formula has below a function or a power stays as it was typed.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> differentiate((3 * w**2 - 1) ** 5, w).result
        30*w*(3*w**2 - 1)**4
        """
        return self._orders[-1].answer

    @property
    def tidied(self) -> Expr:
        """The derivative as the rules have built it: its ones and zeros are gone, and nothing else is changed.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> differentiate((3 * w**2 - 1) ** 5, w).tidied
        5*(3*w**2 - 1)**4*(6*w)
        """
        return self._orders[-1].tidied

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
        return [step for order in self._orders for step in order.steps]

    @property
    def lines(self) -> list[tuple[str, Expr]]:
        """The whole formula after each step: the name of the rule, and what is then equal to the derivative.

        Each line has every part of the formula, so of a very long derivation there are only the first lines, with
        400,000 parts together; then one that says how many steps are left out, with the result.
        """
        return self.first_lines(MOST_PARTS, MOST_PARTS)

    def first_lines(self, most: int, parts: int) -> list[tuple[str, Expr]]:
        """The lines, at most so many and with so many parts; and, if some are left out, how many, and the result."""
        most = max(1, min(most, parts // len(postorder(self.start))))
        lines = list(islice(self.line_by_line(), most + 1))
        if len(lines) <= most:
            return lines
        steps = sum(1 for step in self.steps if self.every or not step.is_plain)
        steps -= sum(name not in NO_RULES for name, _ in lines[:most])
        return [*lines[:most], (f"… {steps:,} more steps", self.result)]

    def line_by_line(self) -> Iterator[tuple[str, Expr]]:
        """The same, one after the other: of a very long derivation, only the beginning is for reading."""
        for taken, order in enumerate(self._orders, start=1):
            for name, line in order.lines(every=self.every):
                yield name, self._outside(line, taken)

    @property
    def domain(self) -> tuple[Restriction, ...]:
        """Where the result is given: what the typed formula and its derivatives ask of their letters, and it does not.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> derivation = differentiate(w**3 / w, w)
        >>> derivation.result, derivation.domain
        (2*w, (w != 0,))
        """
        from gdmath.answering import domain_of

        if not hasattr(self, "_domain"):
            typed = [self.expr, *(order.untidied for order in self._orders)]
            self._set(_domain=domain_of(typed, self.result))
        return self._domain

    @property
    def tidying(self) -> list[Note]:
        """Every rewrite that the lines fold away, and then those of the answer: the name, before and after of each.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> for note in differentiate(w**2 * w**3, w).tidying[-2:]:
        ...     print(note)
        ('factors together', 2*w*w**3 + w**2*(3*w**2), 2*w**4 + 3*w**4)
        ('like terms', 2*w**4 + 3*w**4, 5*w**4)
        """
        return [*self.rewrites, *(note for order in self._orders for note in order.notes)]

    @property
    def rewrites(self) -> list[Note]:
        """Those alone that tidied what the rules had built."""
        values = {step.before: step.result for step in self.steps}
        return [note for step in reversed(self.steps) for note in step.tidying(values)]

    def titled(
        self, left: str = "", digits: int | None = 4, *, tidying: bool = False, every: bool = False
    ) -> Derivation:
        """The same derivation, shown in another way.

        Parameters
        ----------
        left : str
            A left side of its own in LaTeX, such as "l'(w)".
        digits : int or None
            The number of decimals of every float, at most 1,074; None for all that it has.
        tidying : bool
            Whether each rewrite that tidied it is listed below, with its name.
        every : bool
            Whether the constant rule and the identity rule have lines of their own.

        Raises
        ------
        InputError
            `left` is no text, or `digits` no whole number from 0 to 1,074.

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
        require(left, str, "write on the left side")
        require_digits(digits)
        return Derivation(self.expr, self._orders, left, digits, tidying, every)

    def __reduce__(self) -> tuple[Any, ...]:
        kept: dict[Expr, int] = {}  # all expressions, each once: what they share is then written once
        whole = _places([self.expr, [order.found for order in self._orders]], kept)
        answered = [order.answered for order in self._orders]
        return _restored, (node("each", *kept), whole, answered, self.left, self.digits, self.unfolded, self.every)

    def __eq__(self, other: object) -> bool:
        return _no_formula(self) if isinstance(other, Expr) else self is other

    __hash__ = Frozen.__hash__

    def __getattr__(self, name: str) -> NoReturn:
        message = f"'Derivation' object has no attribute {name!r}"
        if name in vars(Expr) and not name.startswith("_"):
            because = "it holds a derivative and its steps"
            message = f"Cannot take {name!r} of a Derivation, because {because}. Write .result.{name}."
        raise AttributeError(message, name=name, obj=self)

    def __str__(self) -> str:
        from gdmath.calculus.showing import derivation_text

        return derivation_text(self)

    __repr__ = __str__  # what a terminal shows

    def _repr_latex_(self) -> str:
        from gdmath.calculus.showing import derivation_latex

        return derivation_latex(self)


def _no_formula(derivation: Derivation, *_: object) -> NoReturn:
    what = f"use the derivation of {shown(derivation.expr)} as an expression"
    raise OperationError(what, "it holds a derivative and its steps", "Give its .result")


_BINARY = ("add", "sub", "mul", "truediv", "pow")
for _name in (*_BINARY, *(f"r{name}" for name in _BINARY), "neg", "pos", "abs", "float", "int", "call"):
    setattr(Derivation, f"__{_name}__", _no_formula)


def _places(value: Any, kept: dict[Expr, int]) -> Any:
    """A value with each expression in it replaced by its place among those that are kept."""
    if isinstance(value, Expr):
        return kept.setdefault(value, len(kept))
    return _changed(value, lambda part: _places(part, kept))


def _filled(value: Any, kept: Expr) -> Any:
    """The value again, with the expressions in their places."""
    return kept.args[value] if isinstance(value, int) else _changed(value, lambda part: _filled(part, kept))


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    """A tuple, list or dict with its parts changed; anything else, such as a rule, as it is."""
    if isinstance(value, dict):
        return {"items": change(list(value.items()))} if "items" not in value else dict(change(value["items"]))
    return type(value)(map(change, value)) if isinstance(value, (tuple, list)) else value


def _restored(kept: Expr, whole: list[Any], answered: list[bool], *how: Any) -> Derivation:
    expr, orders = _filled(whole, kept)
    return Derivation(expr, tuple(map(Order, orders, answered)), *how)


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
        A variable is no symbol, `expr` is no expression, or the order is above 1,000.  A higher one ends with the
        order whose derivative is 0, if that is among the first 1,000: all later ones are 0 as well.  From the
        third order on there may be a million steps together.
    MissingRuleError
        No rule fits.

    Examples
    --------
    >>> from gdmath import sigmoid, symbols
    >>> w, b = symbols("w b")
    >>> differentiate(sigmoid(3 * w), w).result
    3*sigmoid(3*w)*(1 - sigmoid(3*w))
    >>> differentiate(w**3 * b, w, 2).result
    6*w*b
    >>> differentiate(w**3 * b, w, b).result
    3*w**2
    """
    expr = as_expr(expr)
    if not isinstance(rules, Table):
        raise InputError(f"differentiate with rules={shown(rules)}", "it is not a Table of rules", "Pass gdmath.RULES")
    by = _each(variables)
    asked = sum(times for _, times in by)
    orders: list[Order] = []
    current, steps = expr, 0
    for wrt in (symbol for symbol, times in by for _ in range(times)):
        if orders:
            orders[-1] = orders[-1].followed()
            current = orders[-1].answer
            if asked > MOST_ORDERS and current.head == "number" and current.args[0] == 0:
                break
            _require_bounded(expr, asked, len(orders), steps)
        orders.append(Order(solve((current, wrt), rules)))
        steps += len(orders[-1].found)
    return Derivation(expr, tuple(orders))


def _require_bounded(expr: Expr, asked: int, taken: int, steps: int) -> None:
    """Refuse to take one more order, of so many that are asked for, where that would take too long."""
    most = STEPS_TO_ZERO if asked > MOST_ORDERS else MOST_STEPS
    if taken == MOST_ORDERS:
        because = f"at most {taken:,} derivatives are taken unless one of them is 0, and none of these is"
    elif taken > 2 and steps > most:
        because = f"the first {taken:,} of them take {steps:,} steps, and at most {most:,} are taken"
    else:
        return
    raise InputError(f"differentiate {shown(expr)} {shown(asked)} times", because, "Ask for a lower order")


def _each(variables: tuple[Any, ...]) -> list[tuple[Expr, int]]:
    """The symbols, each with the number behind it, which says how many times it is meant; once without one."""
    by: list[tuple[Expr, int]] = []
    for before, variable in zip((None, *variables), variables, strict=False):
        if isinstance(before, Expr) and isinstance(variable, (int, float)) and not isinstance(variable, bool):
            by[-1] = before, _times(variable)
        else:
            require_symbol(variable)
            by.append((variable, 1))
    if not by:
        raise InputError("differentiate by nothing", "no symbol is given", "Write differentiate(expr, w)")
    return by


def _times(order: float) -> int:
    if not isinstance(order, int) or order < 1:
        reason = "an order is a whole number, one at least", "Write differentiate(expr, w, 2) for the second order"
        raise InputError(f"differentiate {shown(order)} times", *reason)
    return order
