"""The formulas of a neuron's rows, from z on: the cost of a row and its slope dJ/dz, found by the rules."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gdmath.calculus import differentiate
from gdmath.cases import Piecewise
from gdmath.errors import DomainError, GdmathError, InputError
from gdmath.expression import Expr, postorder
from gdmath.functions import sigmoid
from gdmath.names import symbols
from gdmath.neuron.tracing import formula_of
from gdmath.numeric import lambdify
from gdmath.tidying import stable, tidy

if TYPE_CHECKING:
    from collections.abc import Callable

    from gdmath.neuron import Activation, Cost, Neuron

    ByZ = Callable[..., tuple[Any, Any]]


@lru_cache(maxsize=64)
def is_sigmoid(activation: Activation) -> bool:
    """Whether an activation is the sigmoid, under whatever name, and so a probability."""
    z = symbols("z")
    formula = lambdify(z, formula_of(activation, "activation", z=z))
    try:
        return all(math.isclose(formula(at), sigmoid(at), rel_tol=1e-9) for at in (-5.0, -1.5, 0.0, 0.25, 3.0, 20.0))
    except DomainError:
        return False


def require_probability(neuron: Neuron) -> None:
    """Refuse a neuron whose answer is no probability."""
    if not is_sigmoid(neuron.activation):
        raise InputError(
            f"tell the probabilities of classes by {neuron!r}",
            f"its activation {neuron.activation!r} is no probability",
            "Use activation=sigmoid, or take what predict gives",
        )


@lru_cache(maxsize=64)
def by_z(activation: Activation, cost: Cost) -> ByZ:
    """The cost of a row and its derivative dJ/dz, both as functions of z and y, found by the rules.

    Raises
    ------
    InputError
        The activation or the cost is no formula.
    """
    z, y = symbols("z y")
    return _with_slope(z, [z, y], _row_cost(activation, cost))


@lru_cache(maxsize=64)
def by_z_alone(activation: Activation, cost: Cost) -> ByZ | None:
    """The same for a row of label 0, if a row of label 1 is one with its sign changed; otherwise None."""
    z, y = symbols("z y")
    J = _row_cost(activation, cost)
    of_label_0 = _tidied(J.subs({y: 0}))
    return _with_slope(z, [z], of_label_0) if _tidied(J.subs({y: 1, z: -z})) is of_label_0 else None


@lru_cache(maxsize=64)
def by_rows(activation: Activation) -> Activation:
    """The activation as a function of arrays and tensors: one with pieces takes expressions alone."""
    z = symbols("z")
    formula = formula_of(activation, "activation", z=z)
    return lambdify([z], formula) if any(part.head is Piecewise for part in postorder(formula)) else activation


def require_formulas(activation: Activation, cost: Cost) -> None:
    """Try the activation and the cost on symbols, before somebody waits for a number.

    Raises
    ------
    InputError
        One of them is no formula.
    """
    try:
        by_z(activation, cost)
    except GdmathError:  # whatever they raise themselves is one of ours by now, and may be a TypeError as well
        raise
    except TypeError as error:  # of the cache
        raise InputError(
            f"make a neuron with activation={activation!r} and cost={cost!r}",
            f"they are not functions ({error})",
            "Pass functions of gdmath, such as sigmoid and binary_cross_entropy",
        ) from error


def _row_cost(activation: Activation, cost: Cost) -> Expr:
    z, y = symbols("z y")
    return stable(formula_of(cost, "cost", a=formula_of(activation, "activation", z=z), y=y))


def _with_slope(z: Expr, variables: list[Expr], J: Expr) -> ByZ:
    both = (J, differentiate(J, z).tidied)
    # One number for each row, even of a formula in which z does not occur.
    return lambdify(variables, [part if z in part.free_symbols else part + 0 * z for part in both])


def _tidied(expr: Expr) -> Expr:
    new: dict[Expr, Expr] = {}
    for part in postorder(expr):
        new[part] = tidy(part.head, *(new[arg] for arg in part.args)) if isinstance(part.args[0], Expr) else part
    return new[expr]
