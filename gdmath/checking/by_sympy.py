"""Sympy as a witness: the same formula, differentiated and computed by sympy and mpmath alone."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from gdmath.arithmetic import formulas
from gdmath.errors import DomainError
from gdmath.expression import CONDITIONS, postorder
from gdmath.functions import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gdmath.expression import Expr


def sympy_derivative(expr: Expr, wrt: Expr, variables: Sequence[Expr]) -> Callable[..., float]:
    """Sympy's derivative as a function that computes with 50 digits."""
    import mpmath
    import sympy

    names = [sympy.Symbol(symbol.args[0], real=True) for symbol in variables]
    derivative = sympy.diff(to_sympy(expr, dict(zip(variables, names, strict=True))), names[variables.index(wrt)])
    if derivative.has(sympy.zoo, sympy.nan):
        raise DomainError(
            f"find the derivative of {expr!r} by {wrt!r} with sympy",
            "somewhere it has no value",
            "Choose functions that go together, such as sigmoid and binary_cross_entropy",
        )
    # The slope of a step is 0 everywhere but at its corner, where sympy has an infinite one.
    compute = sympy.lambdify(names, derivative, [{"DiracDelta": lambda x: 0 if x else mpmath.inf}, "mpmath"])

    def exact(*values: float) -> float:
        # Where 50 digits are not enough to tell 1 - sigmoid(800) from 0, a thousand are.
        for digits in (50, 1000):
            try:
                with mpmath.workdps(digits):
                    return float(compute(*(mpmath.mpf(float(value)) for value in values)))
            except ZeroDivisionError:
                continue
        raise DomainError(
            f"find the derivative of {expr!r} by {wrt!r} with sympy", "it divides by zero there", "Take another point"
        )

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
        **{sign: getattr(m, name) for sign, name in CONDITIONS.items()},
    }
    done: dict[Expr, Any] = dict(names)
    for part in postorder(expr):
        if part.head == "number":
            done[part] = sympy.Rational(part.args[0])
        elif part.head == "constant":
            done[part] = getattr(sympy, part.args[0])
        elif part not in done:
            make = part.head.within(m) if isinstance(part.head, Function) else combine[part.head]
            done[part] = make(*(done[arg] for arg in part.args))
    return done[expr]
