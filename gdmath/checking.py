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

from gdmath.backward import listed
from gdmath.derivation import differentiate
from gdmath.errors import DomainError, InputError
from gdmath.expression import Expr, as_expr, symbols
from gdmath.numeric import lambdify
from gdmath.rules import RULES
from gdmath.symbolic import sympy_derivative
from gdmath.tidying import stable
from gdmath.witnesses import RULES_SAY, SHOWN, Witnesses, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gdmath.matching import Table
    from gdmath.neuron import Neuron
    from gdmath.witnesses import Values


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
        A value for every symbol of the expression.
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
        A symbol has no value, or `shown` names no parameter.

    Examples
    --------
    >>> from gdmath import sigmoid
    >>> w = symbols("w")
    >>> print(f"{check_gradient(sigmoid(w), [w], {'w': 0.0}, name='a')['w']:.4f}")
    0.2500
    """
    from gdmath.neuron import Neuron

    make: Any = _neuron_rows if isinstance(cost, Neuron) else _expression_rows
    if len(args) != 2:
        raise InputError(
            f"check a gradient with {len(args)} arguments after the cost",
            "it takes two",
            "Write check_gradient(expr, wrt, at) or check_gradient(neuron, X, y)",
        )
    rows: Values = make(cost, *args, rules)
    if unknown := [key for key in shown or {} if key not in rows]:
        raise InputError(
            f"compare the shown value of {unknown[0]!r}", f"the gradient is by {list(rows)!r}", "Name one of these"
        )
    for parameter, value in (shown or {}).items():
        rows[parameter][SHOWN] = _plain(parameter, value)
    d = "∂" if len(rows) > 1 else "d"
    values = {f"{d}{name}/{d}{parameter}": row for parameter, row in rows.items()}
    compare(values)
    return Witnesses(values)


def _expression_rows(expr: Any, wrt: Sequence[Expr], at: Mapping[str, float], rules: Table) -> Values:
    expr, wrt, point = as_expr(expr), listed(wrt), _point(at)
    if missing := [symbol for symbol in wrt if str(symbol) not in point]:
        raise InputError(f"check the slope in {missing[0]!r}", "it has no value", "Give each symbol one in `at`")
    expr.evaluate(**point)  # says which symbol has no value, and where the expression has none
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


def _point(at: Any) -> dict[str, float]:
    if not isinstance(at, dict):
        raise InputError(f"check a gradient at {at!r}", "a point is a value for each symbol", 'Write {"w": 1.0}')
    return {str(symbol): _plain(str(symbol), value) for symbol, value in at.items()}


def _plain(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"use {name}={value!r}", "it is not one number", "Pass a float") from error


def _neuron_rows(neuron: Neuron, X: Any, y: Any, rules: Table) -> Values:
    import numpy as np

    from gdmath.neurons.inputs import plain

    X, y = plain("X", X), plain("y", y)
    objective, parameters = neuron.objective(X, y), list(neuron.parameters)
    J = neuron.cost_function(neuron.activation(neuron.formula()), label := symbols("y"))
    wrt = [symbols(name) for name in neuron.names]
    features = sorted(neuron.formula().free_symbols - set(wrt), key=lambda x: (len(repr(x)), repr(x)))
    variables = [*wrt, *features, label]
    compute = lambdify(variables, J)
    by_torch = _autograd(lambda *values: compute(*values, *_as_tensors(X, y)).mean(), parameters)
    rows: Values = {}
    for place, symbol in enumerate(wrt):
        exact = sympy_derivative(J, symbol, variables)
        rows[symbol.args[0]] = {
            RULES_SAY: _mean_by_rules(J, symbol, rules, dict(zip(variables, [*parameters, *X.T, y], strict=True))),
            "Neuron.gradient": float(neuron.gradient(X, y)[place]),
            "torch autograd": by_torch[place],
            "sympy": math.fsum(exact(*parameters, *row, label_) for row, label_ in zip(X, y, strict=True)) / len(y),
            "central difference": central_difference(lambda *values: objective(np.array(values))[0], parameters, place),
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


def _as_tensors(X: Any, y: Any) -> list[Any]:
    import torch

    return [*torch.from_numpy(X.copy()).T, torch.from_numpy(y.copy())]
