"""Witnesses: the same gradient, computed four times by four programs that share nothing but the formula.

1. our rules, in float64;
2. torch autograd, in float64;
3. sympy's derivative, at 50 digits;
4. the central difference (J(w + h) - J(w - h)) / 2h, whose error is of the order h**2
   (Press et al., Numerical Recipes, 5.7).
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

from gdmath.arithmetic import formulas
from gdmath.derivation import differentiate
from gdmath.errors import InputError
from gdmath.expression import Expr, as_expr, symbols
from gdmath.functions import Function
from gdmath.numeric import lambdify
from gdmath.rules import RULES
from gdmath.traversal import postorder
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
        rows[parameter][SHOWN] = float(value)
    d = "∂" if len(rows) > 1 else "d"
    values = {f"{d}{name}/{d}{parameter}": row for parameter, row in rows.items()}
    compare(values)
    return Witnesses(values)


def _expression_rows(expr: Any, wrt: Sequence[Expr], at: Mapping[str, float], rules: Table) -> Values:
    expr = as_expr(expr)
    point = {str(symbol): float(value) for symbol, value in at.items()}
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
            "sympy": _sympy(expr, symbol, variables)(*numbers),
            "central difference": central_difference(compute, numbers, place),
        }
    return rows


def _neuron_rows(neuron: Neuron, X: Any, y: Any, rules: Table) -> Values:
    import numpy as np

    from gdmath.inputs import plain

    X, y = plain("X", X), plain("y", y)
    objective, parameters = neuron.objective(X, y), list(neuron.parameters)
    J = neuron.cost_function(neuron.activation(neuron.formula()), label := symbols("y"))
    wrt = [symbols(name) for name in neuron.names]
    features = sorted(neuron.formula().free_symbols - set(wrt), key=lambda x: (len(repr(x)), repr(x)))
    compute = lambdify([*wrt, *features, label], J)
    by_torch = _autograd(lambda *values: compute(*values, *_as_tensors(X, y)).mean(), parameters)
    rows: Values = {}
    for place, symbol in enumerate(wrt):
        exact = _sympy(J, symbol, [*wrt, *features, label])
        by_rules = lambdify([*wrt, *features, label], differentiate(J, symbol, rules=rules).result)
        rows[symbol.args[0]] = {
            RULES_SAY: float(np.mean(np.broadcast_to(by_rules(*parameters, *X.T, y), y.shape))),
            "Neuron.gradient": float(neuron.gradient(X, y)[place]),
            "torch autograd": by_torch[place],
            "sympy": math.fsum(exact(*parameters, *row, label_) for row, label_ in zip(X, y, strict=True)) / len(y),
            "central difference": central_difference(lambda *values: objective(np.array(values))[0], parameters, place),
        }
    return rows


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


def _sympy(expr: Expr, wrt: Expr, variables: Sequence[Expr]) -> Callable[..., float]:
    """Sympy's derivative as a function that computes with 50 digits."""
    import mpmath
    import sympy

    names = [sympy.Symbol(symbol.args[0], real=True) for symbol in variables]
    derivative = sympy.diff(to_sympy(expr, dict(zip(variables, names, strict=True))), names[variables.index(wrt)])
    # The slope of a step is 0 everywhere but at its corner, where sympy has an infinite one.
    compute = sympy.lambdify(names, derivative, [{"DiracDelta": lambda x: 0 if x else mpmath.inf}, "mpmath"])

    def exact(*values: float) -> float:
        with mpmath.workdps(50):
            return float(compute(*(mpmath.mpf(float(value)) for value in values)))

    return exact


def to_sympy(expr: Expr, names: Mapping[Expr, Any]) -> Any:
    """The same formula in sympy, each symbol replaced as `names` says and floats taken exactly."""
    import sympy

    m = formulas()
    combine = {
        "neg": operator.neg,
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
        "**": m.power,
    }
    done: dict[Expr, Any] = dict(names)
    for part in postorder(expr):
        if part.head == "number":
            done[part] = sympy.Rational(part.args[0])
        elif part not in done:
            make = part.head.within(m) if isinstance(part.head, Function) else combine[part.head]
            done[part] = make(*(done[arg] for arg in part.args))
    return done[expr]
