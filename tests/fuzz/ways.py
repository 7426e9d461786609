"""Every way to the derivative of a formula at a point, each with its verdict."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from mpmath import mp

from gdmath.calculus import differentiate, gradient
from gdmath.errors import DomainError
from gdmath.expression import Expr, postorder
from gdmath.numeric import lambdify
from tests.fuzz.drawing import B, W, drawn
from tests.fuzz.judging import Exact, NoValueError, verdict

DIGITS, ALL_DIGITS = 60, 700  # beside 1e290 a term of 1e-290 has 580 digits before its own
LONGEST = 400  # parts of a derivative


def judged(seed: int, index: int) -> Iterator[tuple[str, str, str]]:
    """The name of each way, its verdict, and what was computed; nothing, where there is no derivative to find."""
    expr, point = drawn(seed, index)
    exact = _known(expr, point)
    if exact is None:
        return
    by_steps, (by_sweep,) = differentiate(expr, W).result, gradient(expr, [W])
    for of, ways in ((by_steps, _BY_STEPS), (by_sweep, _BY_SWEEP)):
        formula = _exact(of, point)
        if formula is None:
            continue
        for name, compute in ways.items():
            number = _number(compute, of, point)
            kind = verdict(number, exact, formula)
            if kind:
                apart = "apart " * formula.extreme()
                words = f"{expr!r} at {point!r} gives {number!r} for {mp.nstr(exact, 17)}; {of!r}"
                yield name, apart + kind, words


def _known(expr: Expr, point: dict[str, float]) -> Any:
    """The derivative, if 60 digits agree on it with as many as no sum of floats needs more of."""
    found = []
    for digits in (DIGITS, ALL_DIGITS):
        with mp.workdps(digits):
            formula = _exact(expr, point)
            found.append(None if formula is None else formula.derivative(W))
    return found[0] if None not in found and mp.almosteq(*found, 1e-30, 0) else None


def _exact(expr: Expr, point: dict[str, float]) -> Exact | None:
    if len(postorder(expr)) > LONGEST:
        return None
    try:
        with mp.workdps(max(DIGITS, mp.dps)):
            return Exact.of(expr, point)
    except NoValueError:
        return None


def _number(compute: Callable[..., Any], expr: Expr, point: dict[str, float]) -> float | None:
    """What a way computes, None where it refuses; anything but our own error is a failure."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return float(compute(expr, point))
    except DomainError:
        return None


def _on_floats(expr: Expr, point: dict[str, float]) -> Any:
    return lambdify([W, B], expr)(point["w"], point["b"])


def _on_arrays(expr: Expr, point: dict[str, float]) -> Any:
    return _first(lambdify([W, B], expr)(*(np.full(3, point[name]) for name in ("w", "b"))))


def _on_tensors(expr: Expr, point: dict[str, float]) -> Any:
    tensors = (torch.full((3,), point[name], dtype=torch.float64) for name in ("w", "b"))
    return _first(lambdify([W, B], expr)(*tensors))


def _first(found: Any) -> Any:
    """One of the rows; a number does not become rows where no letter is left."""
    return found if isinstance(found, float) else found.ravel()[0]


_BY_STEPS: dict[str, Callable[..., Any]] = {
    "differentiate, evaluate": lambda expr, point: expr.evaluate(**point),
}
_BY_SWEEP: dict[str, Callable[..., Any]] = {
    "gradient, floats": _on_floats,
    "gradient, NumPy": _on_arrays,
    "gradient, torch": _on_tensors,
}
