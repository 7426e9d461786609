"""Witnesses: the same gradient, computed four times by four programs that share nothing but the formula.

1. our rules, in float64;
2. torch autograd, in float64;
3. sympy's derivative, at 50 digits;
4. the central difference (J(w + h) - J(w - h)) / 2h, whose error is of the order h**2
   (Press et al., Numerical Recipes, 5.7).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gdmath.calculus import differentiate
from gdmath.calculus.backward import listed
from gdmath.checking.by_sympy import sympy_derivative
from gdmath.checking.places import columns_of, number_of, point_of, written
from gdmath.checking.witnesses import RULES_SAY, SHOWN, TOLERANCES, Witnesses, compare
from gdmath.errors import DomainError, InputError
from gdmath.expression import Expr, as_expr
from gdmath.names import symbols
from gdmath.numeric import lambdify
from gdmath.rules import RULES
from gdmath.tidying import stable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gdmath.checking.witnesses import Values
    from gdmath.matching import Table
    from gdmath.neuron import Neuron

__all__ = ["TOLERANCES", "Witnesses", "central_difference", "check_gradient"]


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

    make: Any = _neuron_rows if isinstance(cost, Neuron) else _formula_rows
    if len(args) != 2:
        raise InputError(
            f"check a gradient with {len(args)} arguments after the cost",
            "it takes two",
            "Write check_gradient(expr, wrt, at) or check_gradient(neuron, X, y)",
        )
    rows: Values
    rows, place = make(cost, *args, rules)
    if unknown := [key for key in shown or {} if key not in rows]:
        raise InputError(
            f"compare the shown value of {unknown[0]!r}", f"the gradient is by {list(rows)!r}", "Name one of these"
        )
    for parameter, value in (shown or {}).items():
        rows[parameter][SHOWN] = number_of(parameter, value)
    d = "∂" if len(rows) > 1 else "d"
    values = {f"{d}{name}/{d}{parameter}": row for parameter, row in rows.items()}
    compare(values)
    return Witnesses(values, place)


def _formula_rows(expr: Any, wrt: Sequence[Expr], at: Mapping[str, Any], rules: Table) -> tuple[Values, str]:
    expr, wrt, point = as_expr(expr), listed(wrt), point_of(at)
    if missing := [symbol for symbol in wrt if str(symbol) not in point]:
        raise InputError(f"check the slope in {missing[0]!r}", "it has no value", "Give each symbol one in `at`")
    columns = columns_of(wrt, point)
    numbers = {name: value for name, value in point.items() if name not in columns}
    first = {name: float(column[0]) for name, column in columns.items()}
    expr.evaluate(**numbers, **first)  # says which symbol has no value, and where the expression has none
    if not columns:
        return _expression_rows(expr, wrt, point, rules), written(point)
    values = {symbol: point[str(symbol)] for symbol in [*wrt, *sorted(expr.free_symbols - set(wrt), key=repr)]}
    return _mean_rows(expr, wrt, values, rules), written(numbers, len(next(iter(columns.values()))))


def _expression_rows(expr: Expr, wrt: Sequence[Expr], point: Mapping[str, float], rules: Table) -> Values:
    variables = sorted(expr.free_symbols | set(wrt), key=repr)
    compute, numbers = lambdify(variables, expr), [point[symbol.args[0]] for symbol in variables]
    by_torch = _autograd(compute, numbers)
    rows: Values = {}
    for symbol in wrt:
        place = variables.index(symbol)
        rows[symbol.args[0]] = {
            RULES_SAY: differentiate(expr, symbol, rules=rules).result.evaluate(**point),
            "torch autograd": by_torch[place],
            "sympy": sympy_derivative(expr, symbol, variables)(*numbers),
            "central difference": _measured(compute, numbers, place),
        }
    return rows


def _measured(compute: Callable[..., float], numbers: Sequence[float], place: int) -> float:
    try:
        return central_difference(compute, numbers, place)
    except DomainError as error:
        raise DomainError(
            f"measure the slope at {numbers!r}",
            f"the cost has no value a little beside it ({error.args[0]})",
            "Take a point further inside",
        ) from error


def _neuron_rows(neuron: Neuron, X: Any, y: Any, rules: Table) -> tuple[Values, str]:
    from gdmath.neuron.inputs import plain

    X, y = plain("X", X), plain("y", y)
    J = neuron.cost_function(neuron.activation(neuron.formula()), label := symbols("y"))
    parameters = dict(zip(map(symbols, neuron.names), map(float, neuron.parameters), strict=True))
    features = sorted(neuron.formula().free_symbols - set(parameters), key=lambda x: (len(repr(x)), repr(x)))
    rows = _mean_rows(J, list(parameters), parameters | dict(zip([*features, label], [*X.T, y], strict=True)), rules)
    for slope, row in zip(neuron.gradient(X, y), rows.values(), strict=True):
        row["Neuron.gradient"] = float(slope)
    return rows, written({str(name): value for name, value in parameters.items()}, len(y))


def _mean_rows(J: Expr, wrt: Sequence[Expr], values: Mapping[Expr, Any], rules: Table) -> Values:
    """The witnesses of the slopes of a mean over rows: each value is a number, or a column with one for each row."""
    import numpy as np

    variables = list(values)
    compute, numbers = lambdify(variables, J), [float(values[symbol]) for symbol in wrt]
    rest = [values[symbol] for symbol in variables[len(wrt) :]]
    by_torch = _autograd(lambda *letters: compute(*letters, *_as_tensors(rest)).mean(), numbers)
    by_row = list(zip(*np.broadcast_arrays(*values.values()), strict=True))
    rows: Values = {}
    for place, symbol in enumerate(wrt):
        exact = sympy_derivative(J, symbol, variables)
        rows[symbol.args[0]] = {
            RULES_SAY: _mean_by_rules(J, symbol, rules, values),
            "torch autograd": by_torch[place],
            "sympy": math.fsum(exact(*row) for row in by_row) / len(by_row),
            "central difference": central_difference(
                lambda *letters: float(np.mean(compute(*letters, *rest))), numbers, place
            ),
        }
    return rows


def _mean_by_rules(J: Expr, symbol: Expr, rules: Table, values: Mapping[Expr, Any]) -> float:
    """The mean slope of the cost as a textbook writes it; of its stable form where that one has lost its digits."""
    import numpy as np

    def mean(formula: Expr) -> float:
        slopes = lambdify(list(values), differentiate(formula, symbol, rules=rules).result)
        with np.errstate(all="ignore"):
            return float(np.mean(slopes(*values.values())))

    textbook = mean(J)
    return textbook if math.isfinite(textbook) else mean(stable(J))


def central_difference(function: Callable[..., float], point: Sequence[float], place: int) -> float:
    """The slope of a function along one of its parameters: (J(w + h) - J(w - h)) / 2h.

    Parameters
    ----------
    function : callable
        A function of floats.
    point : sequence of float
        Where.
    place : int
        Which parameter is nudged, counted from 0.

    Examples
    --------
    >>> round(central_difference(lambda w: w**2, [3.0], 0), 6)
    6.0
    """
    # h = eps**(1/3) balances the error of the formula, h**2, against rounding, eps / h.
    h = 6e-6 * max(1.0, abs(point[place]))
    above, below = list(point), list(point)
    above[place] += h
    below[place] -= h
    return (function(*above) - function(*below)) / (above[place] - below[place])


def _autograd(compute: Callable[..., Any], numbers: Sequence[float]) -> list[float]:
    import torch

    tensors = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in numbers]
    # A constant is no tensor; added to 0 * w, it has a gradient that autograd can follow.
    value = compute(*tensors) + sum(0 * tensor for tensor in tensors)
    gradients = torch.autograd.grad(value, tensors)
    return [gradient.item() for gradient in gradients]


def _as_tensors(columns: Sequence[Any]) -> list[Any]:
    import torch

    return [torch.tensor(column, dtype=torch.float64) for column in columns]
