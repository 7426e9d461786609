"""Sympy as a witness: the same formula, differentiated and computed by sympy and mpmath alone."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from gdmath.arithmetic import formulas
from gdmath.checking.digits import mean, real, rows_of, settled
from gdmath.errors import DomainError
from gdmath.expression import CONDITIONS, postorder
from gdmath.functions import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gdmath.expression import Expr


def sympy_derivative(expr: Expr, wrt: Expr, variables: Sequence[Expr]) -> Callable[..., Any]:
    """Sympy's derivative as a function of numbers and columns: its mean over the rows, with all the digits it takes."""
    import mpmath
    import sympy

    names = [sympy.Symbol(symbol.args[0], real=True) for symbol in variables]
    derivative = sympy.diff(to_sympy(expr, dict(zip(variables, names, strict=True))), names[variables.index(wrt)])
    cannot = f"find the derivative of {expr!r} by {wrt!r} with sympy"
    if derivative.has(sympy.zoo, sympy.nan):
        raise DomainError(
            cannot,
            "somewhere it has no value",
            "Choose functions that go together, such as sigmoid and binary_cross_entropy",
        )
    # The slope of a step is 0 everywhere but at its corner, where sympy has an infinite one.
    of_step = {"DiracDelta": lambda x: 0 if x else mpmath.inf}
    compute = sympy.lambdify(names, derivative, [of_step, "mpmath"], cse=True)

    def exact(*values: Any) -> Any:
        rows = [list(row.values()) for row in rows_of(dict(zip(variables, values, strict=True)))]
        return settled(
            lambda: mean((real(mpmath.mpmathify(compute(*row))) for row in rows), len(rows)),
            cannot,
            "it has no value there",
            "Take another point",
        )[0]

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
