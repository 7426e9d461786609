"""Witnesses: the same gradient, computed four times by four programs that share nothing but the formula.

1. our rules, in float64;
2. torch autograd, in float64;
3. sympy's derivative, with 50 digits or more;
4. the central difference (J(w + h) - J(w - h)) / 2h, with 50 digits or more.

What our rules give is computed with that many digits as well.  Then 3 and 4 have to agree with it to 14 digits, at
any size, and 1 and 2 to what the rounding of their own terms explains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.calculus.backward import listed
from gdmath.calculus.solving import require_symbol
from gdmath.checking.places import columns_of, number_of, point_of, written
from gdmath.checking.rows import slopes
from gdmath.checking.witnesses import SHOWN, Witnesses, compare
from gdmath.errors import InputError, require
from gdmath.expression import Expr, as_expr
from gdmath.matching import Table
from gdmath.names import symbols
from gdmath.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gdmath.checking.rows import Slope
    from gdmath.neuron import Neuron

    Slopes = dict[str, Slope]

__all__ = ["Witnesses", "check_gradient"]


def check_gradient(
    cost: Expr | Neuron,
    *args: Any,
    shown: Mapping[str, float] | None = None,
    name: str = "J",
    rules: Table = RULES,
) -> Witnesses:
    """Compute a gradient four times and insist that all four agree.

    Called as `check_gradient(expr, wrt, at)` or as `check_gradient(neuron, X, y)`.

    Parameters
    ----------
    cost : Expr or Neuron
        What the gradient is of.
    wrt : sequence of Expr
        The symbols to differentiate by.
    at : mapping of str to float
        A value for every symbol of the expression. Features and labels may have a column of n values:
        then the cost is the mean over the n rows.
    X, y : array or tensor of shape (n, k) and (n,)
        The data of the neuron.
    shown : mapping of str to float, optional
        What the reader is shown for some parameters, such as `{"w": W.grad.item()}`; held to 1e-6.
    name : str
        What the cost is called in the table.
    rules : Table
        The rules to check.

    Returns
    -------
    Witnesses

    Raises
    ------
    WitnessError
        Two of them differ: names the gradient and both numbers.
    InputError
        A symbol has no value, `shown` names no parameter, or the columns have no common length.

    Examples
    --------
    >>> from gdmath import sigmoid
    >>> w = symbols("w")
    >>> print(f"{check_gradient(sigmoid(w), [w], {'w': 0.0}, name='a')['w']:.4f}")
    0.2500
    """
    from gdmath.neuron import Neuron

    make: Any = _of_neuron if isinstance(cost, Neuron) else _of_formula
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
    return Witnesses(values, place)


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
    return slopes(expr, wrt, values, rules), written(numbers, count)


def _listed(wrt: Any) -> list[Expr]:
    wanted = listed(wrt)
    if not wanted:
        raise InputError("check a gradient by []", "there is nothing to compare", "Name a symbol, as in [w]")
    for symbol in wanted:
        require_symbol(symbol)
    return list(dict.fromkeys(wanted))


def _of_neuron(neuron: Neuron, X: Any, y: Any, rules: Table) -> tuple[Slopes, str]:
    from gdmath.neuron.inputs import plain

    X, y = plain("X", X), plain("y", y)
    by_neuron = neuron.gradient(X, y)
    J = neuron.cost_function(neuron.activation(neuron.formula()), label := symbols("y"))
    parameters = dict(zip(map(symbols, neuron.names), map(float, neuron.parameters), strict=True))
    features = sorted(neuron.formula().free_symbols - set(parameters), key=lambda x: (len(repr(x)), repr(x)))
    values = parameters | dict(zip([*features, label], [*X.T, y], strict=True))
    found = slopes(J, list(parameters), values, rules)
    for slope, each in zip(by_neuron, found.values(), strict=True):
        each.given["Neuron.gradient"] = float(slope)
    return found, written({str(name): value for name, value in parameters.items()}, len(y))
