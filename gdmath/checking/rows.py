"""The witnesses of a formula: its slopes by each of them, and how far each may be from the exact one."""

from __future__ import annotations

import math
from contextlib import suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from gdmath.alone import installed, total
from gdmath.calculus import differentiate, gradient
from gdmath.checking.by_sympy import sympy_derivative
from gdmath.checking.digits import NO_VALUE, lost, mean_of, measured, overflows, precise, rows_of, settled
from gdmath.checking.witnesses import AUTOGRAD, BY_SYMPY, EXACT, LIBRARY, ROOM, RULES_SAY, SHOWN, SINGLE, SMALLEST
from gdmath.errors import DomainError
from gdmath.expression import postorder
from gdmath.numeric import lambdify
from gdmath.numeric.source import FOR_TORCH, WRITTEN_OUT, expanded
from gdmath.tidying import stable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gdmath.checking.digits import Row
    from gdmath.expression import Expr
    from gdmath.matching import Table

Found = TypeVar("Found")

_BY_TORCH = SimpleNamespace(**{**vars(FOR_TORCH), "sech": WRITTEN_OUT.sech})


class Slope(NamedTuple):
    """One slope: what each witness gives, the exact value of our rules, and how far each may be from it."""

    given: dict[str, float]
    exact: Any
    allowed: dict[str, Any]


class Mean(NamedTuple):
    """The mean of a cost over rows: each value is a number, or a column with one for each row."""

    cost: Expr
    values: Mapping[Expr, Any]
    rows: Sequence[Row]
    rules: Table


def witnessed(cost: Expr, wrt: Sequence[Expr], values: Mapping[Expr, Any], rules: Table) -> dict[str, Slope]:
    """The slopes of a mean over rows by each parameter: `values` has a number or a column for each symbol."""
    mean, by_torch = Mean(cost, values, rows_of(values), rules), _autograd(cost, wrt, values)
    # As torch walks back through the operations of its own.
    backward = gradient(expanded(postorder(stable(cost)), _BY_TORCH), wrt)
    return {
        symbol.args[0]: _slope(mean, symbol, slope, walk)
        for symbol, slope, walk in zip(wrt, by_torch, backward, strict=True)
    }


def _slope(mean: Mean, symbol: Expr, by_torch: float | None, walk: Expr) -> Slope:
    ours, formula = _by_either(mean.cost, lambda cost: _by_rules(cost, symbol, mean))
    exact, rounding, of_torch = _with_digits(stable(formula), walk, mean.rows)
    given = {
        RULES_SAY: ours,
        AUTOGRAD: by_torch,
        BY_SYMPY: _by_either(mean.cost, lambda cost: _by_sympy(cost, symbol, mean)),
        "central difference": _by_either(mean.cost, lambda cost: _measured(cost, symbol, mean)),
    }
    allowed = dict.fromkeys(given, EXACT * abs(exact) + SMALLEST)
    allowed[RULES_SAY] = ROOM * rounding + SMALLEST
    allowed[AUTOGRAD] = allowed["Neuron.gradient"] = ROOM * of_torch + SMALLEST
    near = by_torch is None or abs(by_torch - exact) <= SINGLE * abs(exact) + SMALLEST
    if not near and (of_torch == math.inf or overflows(stable(mean.cost), mean.rows)):
        given[AUTOGRAD] = None  # what overflows on the way says nothing
    allowed[SHOWN] = SINGLE * abs(exact) + 2**29 * of_torch + SMALLEST
    return Slope({name: value for name, value in given.items() if value is not None}, exact, allowed)


def _by_either(cost: Expr, find: Callable[[Expr], Found]) -> Found:
    """What is found for the cost as a textbook writes it, or for its stable form where that one has no value."""
    try:
        return find(cost)
    except DomainError:
        with suppress(DomainError):
            return find(stable(cost))
        raise


def _by_rules(cost: Expr, symbol: Expr, mean: Mean) -> tuple[float, Expr]:
    slope = differentiate(cost, symbol, rules=mean.rules).result
    return _in_floats(slope, mean), slope


def _by_sympy(cost: Expr, symbol: Expr, mean: Mean) -> float | None:
    if not installed(LIBRARY[BY_SYMPY]):
        return None
    return float(sympy_derivative(cost, symbol, list(mean.values))(*mean.values.values()))


def _in_floats(slope: Expr, mean: Mean) -> float:
    if all(isinstance(value, float) for value in mean.values.values()):
        return slope.evaluate(**{symbol.args[0]: value for symbol, value in mean.values.items()})
    numpy, compute = installed("numpy"), lambdify(list(mean.values), slope)
    if numpy is None:
        found = total([compute(*map(float, row.values())) for row in mean.rows]) / len(mean.rows)
    else:
        with numpy.errstate(all="ignore"):
            found = float(numpy.mean(compute(*mean.values.values())))
    if not math.isfinite(found):
        for row in mean.rows:  # one of them names itself
            slope.evaluate(**{symbol.args[0]: float(value) for symbol, value in row.items()})
        raise DomainError(f"take the mean of {slope!r}", "it is too large for a 64-bit float", "Scale the columns")
    return found


def _with_digits(formula: Expr, walk: Expr, rows: Sequence[Row]) -> tuple[Any, Any, Any]:
    """The exact value of our rules, and what floats may lose on its way and on torch's."""
    exact, digits = settled(
        lambda: mean_of(formula, rows),
        f"compute {formula!r}",
        "it has no value there",
        "Take another point",
    )
    with precise().workdps(digits):
        rounding = lost(formula, rows)
        try:
            return exact, rounding, lost(walk, rows, range_too=True)
        except NO_VALUE:
            return exact, rounding, rounding


def _measured(cost: Expr, symbol: Expr, mean: Mean) -> float:
    cannot = f"measure the slope at {[float(value) for value in mean.rows[0].values()]!r}"
    lacking = "the cost has no value a little beside it"
    return float(settled(lambda: measured(cost, symbol, mean.rows), cannot, lacking, "Take a point further inside")[0])


def _autograd(J: Expr, wrt: Sequence[Expr], values: Mapping[Expr, Any]) -> Sequence[float | None]:
    torch = installed(LIBRARY[AUTOGRAD])
    if torch is None:
        return [None] * len(wrt)
    letters = [torch.tensor(values[symbol], dtype=torch.float64, requires_grad=True) for symbol in wrt]
    rest = [value if isinstance(value, float) else torch.tensor(value) for value in list(values.values())[len(wrt) :]]
    # A constant is no tensor; added to 0 * w, it has a gradient that autograd can follow.
    value = torch.as_tensor(lambdify(list(values), J)(*letters, *rest)).mean() + sum(0 * letter for letter in letters)
    return [slope.item() for slope in torch.autograd.grad(value, letters)]
