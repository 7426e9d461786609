"""Witnesses: the same gradient, computed four times by four programs that share nothing but the formula.

1. our rules, in float64;
2. torch autograd, in float64;
3. sympy's derivative, with 50 digits or more;
4. the central difference (J(w + h) - J(w - h)) / 2h, with 50 digits or more.

What our rules give is computed with that many digits as well.  Then 3 and 4 have to agree with it to 14 digits, at
any size, and 1 and 2 to what the rounding of their own terms explains.  Where torch or sympy is not installed, as in
the browser, it is not asked, and the table says so.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from gdmath.alone import installed
from gdmath.calculus.backward import listed
from gdmath.calculus.solving import require_symbol
from gdmath.checking.places import columns_of, number_of, point_of, written
from gdmath.checking.rows import witnessed
from gdmath.checking.witnesses import EXACT, LIBRARY, SHOWN, SINGLE, Witnesses, compare
from gdmath.errors import InputError, require
from gdmath.expression import Expr, as_expr
from gdmath.matching import Table
from gdmath.names import symbols
from gdmath.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gdmath.checking.rows import Slope
    from gdmath.neuron import Neuron

    Slopes = dict[str, Slope]

__all__ = ["EXACT", "SINGLE", "Witnesses", "check_gradient"]


def check_gradient(
    cost: Expr | Neuron | Callable[[Any], Any],
    *args: Any,
    gradient: Any = None,
    shown: Mapping[str, float] | None = None,
    name: str = "J",
    rules: Table = RULES,
) -> Witnesses:
    """Compute a gradient four times and insist that all four agree; or hold your own against what is measured.

    Called as `check_gradient(expr, wrt, at)`, as `check_gradient(neuron, X, y)`, or, with a function and a gradient
    of your own, as `check_gradient(function, at, gradient=mine)`.

    Parameters
    ----------
    cost : Expr, Neuron or callable
        What the gradient is of.  A function takes one point and returns one number.
    wrt : sequence of Expr
        The symbols to differentiate by.
    at : mapping of str to float; for a function float, array_like or tensor of any shape
        A value for every symbol of the expression. Features and labels may have a column of n values:
        then the cost is the mean over the n rows.  A function is handed copies of the point, of the same kind.
    X, y : array or tensor of shape (n, k) and (n,)
        The data of the neuron.  If both are of pandas, with the same index.
    gradient : callable, or array or tensor of the shape of the point
        Your own gradient, or a function of the point that returns it; for a backward pass of torch
        ``lambda w: torch.autograd.grad(cost(w), w)[0]`` at a point that requires a gradient.
    shown : mapping of str to float, optional
        What the reader is shown for some parameters, such as `{"w": W.grad.item()}`; held to 1e-6.
    name : str
        What the cost is called in the table.
    rules : Table
        The rules to check.

    Returns
    -------
    Witnesses
        For a function of your own, whose entries are called w, w[0] or w[0, 1], with the error that the measured
        slope may have.  A witness that is not installed is not asked, and named in the table.

    Raises
    ------
    WitnessError
        Two of them differ: names the gradient and both numbers, and where it is your own the slip, if it is a
        known one (a sign, a sum for a mean, a factor, a missing inner derivative and others).
    DomainError
        There is no slope at that point: a corner, or an end of what the cost has values for.
    InputError
        A symbol has no value, `shown` names no parameter, there is nothing to compare, the columns have no common
        length, pandas calls the rows of `X` otherwise than those of `y`, or a function of your own has no single number
        for its value, or not the same one twice.

    Notes
    -----
    Each is held to its own error, at every size of a slope: numbers with 50 digits or more to 14 of them, those of
    64 bits to the rounding of their terms, and a measured slope to the estimate that comes with it (Ridders 1982).

    Examples
    --------
    >>> from gdmath import sigmoid
    >>> w = symbols("w")
    >>> print(f"{check_gradient(sigmoid(w), [w], {'w': 0.0}, name='a')['w']:.4f}")
    0.2500

    A gradient of your own, in NumPy, with a slip:

    >>> import numpy as np
    >>> x, y = np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])
    >>> def cost(w):
    ...     return np.mean((w[0] * x + w[1] - y) ** 2)
    >>> def slopes(w):
    ...     residual = y - (w[0] * x + w[1])
    ...     return np.array([np.mean(2 * residual * x), np.mean(2 * residual)])
    >>> check_gradient(cost, [0.5, 0.0], gradient=slopes)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    gdmath.WitnessError: Cannot trust this gradient of cost, because ...
    """
    if gradient is not None or (callable(cost) and not isinstance(getattr(cost, "result", cost), Expr)):
        return _of_own(cost, args, gradient, name, more=shown is not None or rules is not RULES)
    neurons = sys.modules.get("gdmath.neuron")  # who has a neuron has imported them
    make: Any = _of_neuron if neurons is not None and isinstance(cost, neurons.Neuron) else _of_formula
    if len(args) != 2:
        raise InputError(
            f"check a gradient with {len(args)} arguments after the cost",
            "it takes two",
            "Write check_gradient(expr, wrt, at) or check_gradient(neuron, X, y)",
        )
    require(rules, Table, "check a gradient by the rules")
    found: Slopes
    found, place = make(cost, *args, rules)
    require(shown or {}, dict, "compare the shown values")
    if unknown := [key for key in shown or {} if key not in found]:
        raise InputError(
            f"compare the shown value of {unknown[0]!r}", f"the gradient is by {list(found)!r}", "Name one of these"
        )
    for parameter, value in (shown or {}).items():
        found[parameter].given[SHOWN] = number_of(parameter, value)
    d = "∂" if len(found) > 1 else "d"
    named = {f"{d}{name}/{d}{parameter}": slope for parameter, slope in found.items()}
    values = {gradient: slope.given for gradient, slope in named.items()}
    exact = {gradient: slope.exact for gradient, slope in named.items()}
    compare(values, exact, {gradient: slope.allowed for gradient, slope in named.items()})
    return Witnesses(values, place, [witness for witness, library in LIBRARY.items() if not installed(library)])


def _of_own(cost: Any, args: Sequence[Any], gradient: Any, name: str, *, more: bool) -> Witnesses:
    if len(args) != 1 or gradient is None or more:
        given = f"{len(args)} arguments after it" + " and gradient=" * (gradient is not None) + " and more" * more
        raise InputError(
            f"check a gradient of {getattr(cost, '__name__', repr(cost)):.80} with {given}",
            "a function of your own goes with a point and a gradient to compare, and with nothing else",
            "Write check_gradient(function, at, gradient=mine)",
        )
    if not installed("numpy"):
        raise InputError(
            f"measure the slopes of {getattr(cost, '__name__', repr(cost)):.80}",
            "NumPy, by which a function of your own is measured, is not installed",
            "Install it, or write the function as a formula",
        )
    from gdmath.checking.own import check_own

    return check_own(cost, args[0], gradient, name)


def _of_formula(expr: Any, wrt: Sequence[Expr], at: Mapping[str, Any], rules: Table) -> tuple[Slopes, str]:
    expr, wrt, point = as_expr(expr), _listed(wrt), point_of(at)
    if missing := [symbol for symbol in wrt if str(symbol) not in point]:
        raise InputError(f"check the slope in {missing[0]!r}", "it has no value", "Give each symbol one in `at`")
    columns = columns_of(wrt, point)
    numbers = {name: value for name, value in point.items() if name not in columns}
    first = {name: float(column[0]) for name, column in columns.items()}
    expr.evaluate(**numbers, **first)  # says which symbol has no value, and where the expression has none
    values = {symbol: point[str(symbol)] for symbol in [*wrt, *sorted(expr.free_symbols - set(wrt), key=repr)]}
    count = len(next(iter(columns.values()))) if columns else 0
    return witnessed(expr, wrt, values, rules), written(numbers, count)


def _listed(wrt: Any) -> list[Expr]:
    wanted = listed(wrt)
    if not wanted:
        raise InputError("check a gradient by []", "there is nothing to compare", "Name a symbol, as in [w]")
    for symbol in wanted:
        require_symbol(symbol)
    return list(dict.fromkeys(wanted))


def _of_neuron(neuron: Neuron, X: Any, y: Any, rules: Table) -> tuple[Slopes, str]:
    from gdmath.neuron import computing

    by_neuron, columns = neuron.gradient(X, y), computing(neuron).columns(neuron, X, y)
    J = neuron.cost_function(neuron.activation(neuron.formula()), label := symbols("y"))
    parameters = dict(zip(map(symbols, neuron.names), map(float, neuron.parameters), strict=True))
    features = sorted(neuron.formula().free_symbols - set(parameters), key=lambda x: (len(repr(x)), repr(x)))
    rows = point_of(dict(zip([*features, label], columns, strict=True)))
    values = parameters | dict(zip([*features, label], rows.values(), strict=True))
    found = witnessed(J, list(parameters), values, rules)
    for slope, each in zip(by_neuron, found.values(), strict=True):
        each.given["Neuron.gradient"] = float(slope)
    return found, written({str(name): value for name, value in parameters.items()}, len(columns[-1]))
