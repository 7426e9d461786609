"""A neuron is a chain, from the parameters by z and a to J; these are its formulas, link by link.

The two functions are methods of `Neuron`.
"""

from __future__ import annotations

import operator
from functools import reduce
from typing import TYPE_CHECKING

from gdmath.derivation import Derivation, differentiate
from gdmath.expression import Expr, symbols

if TYPE_CHECKING:
    from gdmath.neuron import Neuron

__all__ = ["derivation", "formula"]


def derivation(neuron: Neuron) -> dict[str, Derivation]:
    """The derivative of each link of the chain: dJ/da, da/dz, and dz/dw for every parameter.

    Returns
    -------
    dict of str to Derivation
        Of the formulas for one row.  Their product, the derivative of J by a parameter, is the chain rule.

    Examples
    --------
    >>> from gdmath import Neuron
    >>> for name, derivation in Neuron([1.0], bias=0.0).derivation().items():
    ...     print(name, "=", derivation.result)
    dJ/da = -(y/a - (1 - y)/(1 - a))
    da/dz = sigmoid(z)*(1 - sigmoid(z))
    dz/dw = x
    dz/db = 1
    """
    z, a, y = symbols("z a y")
    links = {"dJ/da": differentiate(neuron.cost_function(a, y), a), "da/dz": differentiate(neuron.activation(z), z)}
    for name in neuron.names:
        links[f"dz/d{name}"] = differentiate(neuron.formula(), symbols(name))
    return links


def formula(neuron: Neuron) -> Expr:
    """The linear part z as an expression.

    Returns
    -------
    Expr
        In the parameters, as `Neuron.names` has them, and the features x, or x1, x2 and so on.

    Examples
    --------
    >>> from gdmath import Neuron
    >>> Neuron([1.0, 1.0], bias=0.0).formula()
    w1*x1 + w2*x2 + b
    """
    features = [name.replace("w", "x") for name in neuron.names if name != "b"]
    products: list[Expr] = [symbols(w) * symbols(x) for w, x in zip(neuron.names, features, strict=False)]
    return reduce(operator.add, [*products, symbols("b")] if neuron.has_bias else products)
