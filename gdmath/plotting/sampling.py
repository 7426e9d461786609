"""Costs as sampled curves: what a plot needs to know of a cost before it draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.calculus import differentiate
from gdmath.errors import InputError
from gdmath.expression import Expr
from gdmath.names import symbols
from gdmath.numeric import lambdify
from gdmath.plotting.descriptions import course, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# The curves are drawn through every tenth sample: more would only make the page heavier.
SAMPLES, DRAWN_EVERY = 4001, 10


def places(given: Any, what: str) -> list[float]:
    """Return the places of points or tangents as floats."""
    try:
        return [float(place) for place in given]
    except (TypeError, ValueError) as error:
        raise InputError(f"draw {what} at {given!r}", "it is no list of numbers", "Pass one such as [0, 2]") from error


def check_range(name: str, low: Any, high: Any, points: list[float]) -> None:
    """Refuse ends of a curve, and places of tangents, that make no sense."""
    for value in (low, high):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value):
            raise InputError(
                f"draw a cost from {name} = {low!r} to {high!r}",
                f"{value!r} is not a finite number",
                "Pass two finite numbers",
            )
    if not low < high:
        raise InputError(
            f"draw a cost from {name} = {low!r} to {high!r}",
            "the first end must be less than the second",
            "Swap or change the ends",
        )
    for point in points:
        if not low <= point <= high:
            raise InputError(
                f"draw a point at {name} = {point!r}",
                f"the curve runs from {low!r} to {high!r}",
                "Choose a point on it",
            )


def readings(cost: Any, name: str, derivative: Any) -> tuple[Any, Any]:
    """Return a cost and its slope as functions of a NumPy array."""
    function = reading(cost, [name], f"against {name}")
    if isinstance(cost, Expr):
        wrt = symbols(name)
        derivative = lambdify([wrt], differentiate(cost, wrt).result)
    return function, derivative


def reading(cost: Any, names: Sequence[str], where: str) -> Any:
    """Return a cost as a function of its parameters; an expression in others is refused, and what is no cost at all."""
    if isinstance(cost, Expr):
        wrt = [symbols(name) for name in names]
        others = sorted(map(str, cost.free_symbols - set(wrt)))
        if others:
            raise InputError(
                f"draw the cost {cost} {where}",
                f"it also depends on {', '.join(others)}",
                f"Put numbers in their place: cost.subs({{{others[0]}: 1.0}})",
            )
        return lambdify(wrt, cost)
    if not callable(cost):
        raise InputError(f"draw {cost!r} as a cost", "it is neither an expression nor a function", "Pass one of them")
    return cost


def sampled(function: Any, name: str, w: Numbers) -> Numbers:
    """Return the values of a function, which must all be finite."""
    if not w.size:
        return w
    if function is None:
        raise InputError(
            "draw tangents to a cost that is a function",
            "its slope is not known",
            "Pass derivative=..., or an expression",
        )
    with np.errstate(all="ignore"):
        values = np.broadcast_to(np.asarray(function(w), dtype=float), w.shape)
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        raise InputError(
            f"draw the cost at {name} = {number(w[bad[0]])}", f"it is {values[bad[0]]} there", "Choose other ends"
        )
    return values


def limits(curve: Numbers) -> tuple[float, float]:
    """Return the ends of an axis that leaves the curve some air."""
    margin = 0.08 * float(np.ptp(curve)) or 0.5
    return float(curve.min()) - margin, float(curve.max()) + margin


def curves_up(w: Numbers, curve: Numbers, point: float) -> bool:
    """Whether the curve lies above its tangent near a point, as in a bowl."""
    reach = 0.02 * (w[-1] - w[0])
    centre = min(max(point, w[0] + reach), w[-1] - reach)
    left, middle, right = np.interp([centre - reach, centre, centre + reach], w, curve)
    return bool(left + right >= 2 * middle)


def crossed(x: Numbers, y: Numbers, level: float) -> list[float]:
    """Return where the curve crosses a level, by straight lines between its samples."""
    before = np.flatnonzero(np.diff(y > level))
    share = (level - y[before]) / (y[before + 1] - y[before])
    return [float(place) for place in _rounded(x, x[before] + share * (x[before + 1] - x[before]))]


def in_words(x: Numbers, y: Numbers, name: str) -> str:
    """Say how a curve runs, as exactly as its samples can tell: 2.9999 and 1e-17 read 3 and 0."""
    return course(_rounded(x, x), y, f"{name} = ", least=1e-6 * float(np.ptp(y)))


def _rounded(x: Numbers, places: Numbers) -> Numbers:
    digits = 2 - int(np.floor(np.log10(x[-1] - x[0])))
    return np.round(places, digits) + 0.0
