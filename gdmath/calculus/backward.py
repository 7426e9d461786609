"""The gradient in one sweep backward, as `loss.backward()` does it: dJ/dz * dz/dw, from the cost to each parameter.

Every part of the formula gets one number to multiply by, its `upstream` derivative dJ/d(part).  A part hands it
down to each of its arguments, times the local derivative d(part)/d(argument), and what arrives from several
parts is added.  The local derivatives come from the rows of the table, found once for each operation; there
is no second table.  (Griewank and Walther, Evaluating Derivatives, chapter 3.)
"""

from __future__ import annotations

from gdmath.calculus.solving import require_symbol, solve
from gdmath.cases import Max, Min
from gdmath.errors import InputError, shown
from gdmath.expression import Condition, Expr, as_expr, node, postorder
from gdmath.matching import Builder, letters
from gdmath.names import symbols
from gdmath.rules import RULES
from gdmath.tidying import stable, tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from gdmath.matching import Table

_STAND_INS: tuple[Expr, Expr] = symbols("u v")  # for the arguments of an operation
_A_CONDITION: Condition = letters("k", "condition")


def gradient(expr: Any, wrt: Sequence[Expr], *, rules: Table = RULES) -> tuple[Expr, ...]:
    """The partial derivatives of an expression with respect to several symbols, in their order.

    All of them are found in one sweep from the expression back to its symbols, in time that grows with the
    number of its parts and not with the number of symbols.  It starts from the form of the expression
    that loses no digits (`STABLE` in rules.py), so that these are the derivatives to compute with;
    `differentiate` gives one with its steps.

    Parameters
    ----------
    expr : Expr or float
        What to differentiate.
    wrt : sequence of Expr
        The symbols.
    rules : Table
        The rules to use.

    Returns
    -------
    tuple of Expr
        As many as there are symbols.

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
    wanted = listed(wrt)
    for symbol in wanted:
        require_symbol(symbol)
    expr = stable(as_expr(expr))
    order = postorder(expr)
    depends = _depending(order, wanted)
    upstream: dict[Expr, Expr] = {expr: as_expr(1)}
    for part in reversed(order):
        if part in upstream and isinstance(part.args[0], Expr):  # what only a condition depends on hands nothing down
            for place, arg in enumerate(part.args):
                if arg in depends and type(arg) is Expr:
                    term = tidy("*", upstream[part], _local(part, place, rules))
                    upstream[arg] = tidy("+", upstream[arg], term) if arg in upstream else term
    return tuple(upstream.get(symbol, as_expr(0)) for symbol in wanted)


def hessian(expr: Any, wrt: Sequence[Expr], *, rules: Table = RULES) -> tuple[tuple[Expr, ...], ...]:
    """The second partial derivatives of an expression with respect to several symbols, row by row, as in sympy.

    The entry in row i and column j is the derivative by the i-th and then by the j-th symbol.  The order of the
    two does not matter, so each is found once, and the table is symmetric.

    Parameters
    ----------
    expr : Expr or float
        What to differentiate.
    wrt : sequence of Expr
        The symbols.
    rules : Table
        The rules to use.

    Returns
    -------
    tuple of tuple of Expr
        A row for each symbol, and as many entries in each.

    Raises
    ------
    InputError
        `wrt` is not a list or tuple of symbols.
    MissingRuleError
        No rule fits.

    Notes
    -----
    Where a function has a corner, what the rules say of its slope is differentiated; see Schwarz's theorem for
    why the order does not matter elsewhere (Stewart, Calculus, section 14.3).

    Examples
    --------
    >>> from gdmath import symbols
    >>> w, b = symbols("w b")
    >>> hessian(w**2 * b, [w, b])
    ((b*2, 2*w), (2*w, 0))
    >>> [[entry.evaluate(w=3, b=1) for entry in row] for row in hessian(w**2 * b, [w, b])]
    [[2.0, 6.0], [6.0, 0.0]]
    """
    wanted = listed(wrt)
    slopes = gradient(expr, wanted, rules=rules)
    upper = [gradient(slope, wanted[row:], rules=rules) for row, slope in enumerate(slopes)]
    size = range(len(wanted))
    return tuple(tuple(upper[min(i, j)][abs(i - j)] for j in size) for i in size)


def listed(wrt: Any) -> list[Expr]:
    """The symbols of a gradient as a list; one symbol alone, or what is no list at all, is refused."""
    if isinstance(wrt, (list, tuple)):
        return list(wrt)
    raise InputError(f"take a gradient by {shown(wrt)}", "it is not a list of symbols", "Write a list such as [w, b]")


def _depending(order: Iterable[Expr], wanted: Iterable[Expr]) -> set[Expr]:
    """The parts that change with a wanted symbol; u - u does not, and its two terms could have no value to cancel."""
    depends = set(wanted)
    for part in order:
        if any(arg in depends for arg in part.args) and not (part.head == "-" and part.args[0] is part.args[1]):
            depends.add(part)
    return depends & set(order)


def _local(part: Expr, place: int, rules: Table) -> Expr:
    """The derivative of a part with respect to one of its arguments, the other one held still."""
    key = part.head, len(part.args), place
    known = rules.partials.get(key)
    if known is None:
        plain = iter(_STAND_INS)
        stand_ins = [_A_CONDITION if isinstance(arg, Condition) else next(plain) for arg in part.args]
        # As the second of the two, the first one has the piece with 0 before its own; see "into the pieces".
        turned = part.head in (Max, Min) and place == 0
        goal = node(part.head, *(stand_ins[::-1] if turned else stand_ins)), stand_ins[place]
        derivative = solve(goal, rules)[goal][3]
        build = Builder([derivative], stand_ins)
        known = rules.partials[key] = build, build.place[derivative]
    build, at = known
    made: Expr = build(list(part.args), tidy)[at]
    return made
