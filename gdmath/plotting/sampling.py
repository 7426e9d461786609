"""Costs as functions of arrays: what a plot needs to know of a cost before it draws it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gdmath.calculus import Derivation, differentiate
from gdmath.errors import InputError
from gdmath.expression import Expr
from gdmath.figures.given import GREATEST, called, finite, formula, letter, listed, number_of, numbers_of, quoted, span
from gdmath.numeric import lambdify
from gdmath.plotting.descriptions import number
from gdmath.plotting.poles import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from gdmath.plotting.poles import Values

    Numbers = NDArray[np.float64]

_FOR_NUMBERS = "Let it take two numbers, and return one"
_FOR_ARRAYS = "Let it take a NumPy array, as numpy.vectorize(function) does, and return a number for each place"


class Cost(NamedTuple):
    """A cost as a function, its slope (None if that is not known), and the parts of its formula that may have poles.

    What it is called in errors, and what to do where it has no value, can be something else.
    """

    function: Any
    slope: Any = None
    parts: Sequence[Values] = ()
    what: str = "the cost"
    instead: str = "Choose other ends"


def places(given: Any, what: str) -> list[float]:
    """Return the places of points or tangents as floats."""
    return listed(given, f"draw {what} at {quoted(given)}", "Pass one such as [0, 2]")


def ends(name: str, low: Any, high: Any, points: Sequence[float] = ()) -> tuple[float, float]:
    """Return the ends of a curve, after refusing those that make no sense, and places of points beyond them."""
    doing = f"draw a cost from {name} = {quoted(low)} to {quoted(high)}"
    left, right = (finite(end, doing, "Pass two finite numbers") for end in (low, high))
    left, right = span(left, right, doing)
    for point in points:
        if not left <= point <= right:
            raise InputError(
                f"draw a point at {name} = {quoted(point)}",
                f"the curve runs from {quoted(low)} to {quoted(high)}",
                "Choose a point on it",
            )
    return left, right


def readings(cost: Any, name: str, derivative: Any = None) -> Cost:
    """Return a cost and its slope as functions of a NumPy array."""
    read = reading(cost, [name], f"against {name}")
    if derivative is not None:
        return read._replace(slope=reading(derivative, [name], f"against {name}").function)
    if isinstance(cost, Expr):
        wrt = letter(name)
        return read._replace(slope=lambdify([wrt], differentiate(cost, wrt).tidied))
    return read


def reading(cost: Any, names: Sequence[str], where: str) -> Cost:
    """Return a cost as a function of its parameters; an expression in others is refused, and what is no cost at all."""
    if isinstance(cost, (Derivation, str)):
        formula(cost, "draw the cost")
    if isinstance(cost, Expr):
        wrt = [letter(name) for name in names]
        others = sorted(map(str, cost.free_symbols - set(wrt)))
        if others:
            raise InputError(
                f"draw the cost {cost} {where}",
                f"it also depends on {', '.join(others)}",
                f"Put numbers in their place: cost.subs({{{others[0]}: 1.0}})",
            )
        return Cost(lambdify(wrt, cost), parts=parts_of(cost, wrt))
    if not callable(cost):
        raise InputError(
            f"draw {quoted(cost)} as a cost", "it is neither an expression nor a function", "Pass one of them"
        )
    return Cost(cost)


def sampled(cost: Cost, name: str, w: Numbers) -> Numbers:
    """Return the values of a cost, which must all be finite."""
    values = _values(cost.function, f"draw {cost.what} against {name}", w)
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        raise InputError(
            f"draw {cost.what} at {name} = {number(w[bad[0]])}", f"it is {values[bad[0]]} there", cost.instead
        )
    return values


def slopes_at(cost: Cost, name: str, w: Numbers) -> Numbers:
    """Return the slopes of a cost, which must be known and finite."""
    if w.size and cost.slope is None:
        raise InputError(
            "draw tangents to a cost that is a function",
            "its slope is not known",
            "Pass derivative=..., or an expression",
        )
    values = _values(cost.slope, f"draw tangents against {name}", w)
    for place, value in zip(w, values, strict=True):
        if not np.isfinite(value):
            raise InputError(
                f"draw a tangent at {name} = {number(place)}", f"the slope is {value} there", "Choose another place"
            )
    return values


def _values(function: Any, doing: str, w: Numbers) -> Numbers:
    """Return what a function gives for an array, or raise `InputError` if it gives no number for each place."""
    if not w.size:
        return w
    with np.errstate(all="ignore"):
        given = called(function, "the function", lambda: doing, _FOR_ARRAYS, w.copy())
    values = numbers_of(given)
    if values is None or values.shape not in ((), w.shape):
        because = f"for an array of {len(w):,} places the function returns {quoted(given)}"
        raise InputError(doing, because, _FOR_ARRAYS)
    return np.broadcast_to(values, w.shape)


def value_at(function: Any, point: Sequence[float], where: Callable[[Sequence[float]], str]) -> float:
    """Return the finite value of a function of several numbers at one point."""
    given = called(function, "the function", lambda: f"draw the cost at {where(point)}", _FOR_NUMBERS, *point)
    value = given if type(given) is float else number_of(given)
    if value is None:
        because = f"the function returns {quoted(given)}"
        raise InputError(f"draw the cost at {where(point)}", because, _FOR_NUMBERS)
    if not math.isfinite(value):
        raise InputError(f"draw the cost at {where(point)}", f"it is {value} there", "Choose other corners")
    return value


def require_drawable(what: str, heights: Numbers, instead: str) -> None:
    """Refuse heights that no axis can hold."""
    least, most = float(heights.min()), float(heights.max())
    if max(abs(least), abs(most)) > GREATEST:
        raise InputError(
            f"draw {what}",
            f"it runs from {number(least)} to {number(most)}, which is too far for a picture",
            instead,
        )
