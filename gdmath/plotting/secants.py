"""A secant of a cost curve, and the tangent that it turns into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdmath.errors import InputError
from gdmath.figures import PALETTE, describe
from gdmath.plotting.descriptions import number
from gdmath.plotting.drawing import beside, draw_tangent, label_point, labelled
from gdmath.plotting.sampling import DRAWN_EVERY, SAMPLES, check_range, curves_up, in_words, limits, readings, sampled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gdmath.expression import Expr


def plot_secant(  # noqa: PLR0913, PLR0917 - what is drawn, and where
    cost: Expr,
    wrt: Expr | str,
    at: float,
    h: float,
    low: float,
    high: float,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw a cost against one parameter, the line through two of its points, and the tangent at the first.

    Parameters
    ----------
    cost : Expr
        The cost J as an expression in `wrt` alone.
    wrt : Expr or str
        The parameter, or its name.
    at, h : float
        The place of the first point, and how far from it, to the right or the left, the second one is.
    low, high : float
        The ends of the curve.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If the ends make no sense, if a point lies outside them or both are the same, or if the cost has no finite value
        somewhere between.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> print(plot_secant(w**2, w, 1, 2, -1, 4).get_label())
    The cost J against w falls from 1 at w = −1 to 0 at w = 0, then rises to 16 at w = 4.
    The secant from w = 1 to w = 3 has the slope 4; the tangent at w = 1 has the slope 2.
    """
    name, there = str(wrt), at + h
    check_range(name, low, high, [at, there])
    if at == there:
        raise InputError(f"draw a secant with h = {h!r}", "two points make a line", "Pass a number that is not zero")
    function, slope = readings(cost, name, None)
    w = np.linspace(low, high, SAMPLES)
    curve = sampled(function, name, w)
    first, second = sampled(function, name, np.array([at, there])).tolist()
    (tilt,) = sampled(slope, name, np.array([at])).tolist()
    steep = (second - first) / (there - at)
    ax = labelled(ax, name, "cost J")
    ax.plot(w[::DRAWN_EVERY], curve[::DRAWN_EVERY], color=PALETTE["series-1"], linewidth=2.6)
    ax.set(xlim=(low, high), ylim=limits(curve))
    ends = np.array([low, high])
    ax.plot(ends, first + steep * (ends - at), color=PALETTE["series-3"], linewidth=1.9)
    draw_tangent(ax, at, first, tilt)
    above = curves_up(w, curve, at)
    label_point(ax, at, first, f"tangent {number(tilt)}", beside(ax, tilt, above=not above))
    label_point(ax, there, second, f"secant {number(steep)}", beside(ax, steep, above=above))
    ax.texts[-1].set_color(PALETTE["series-3"])
    describe(ax, f"The cost J against {name} {in_words(w, curve, name)}.")
    run = f"from {name} = {number(at)} to {name} = {number(there)}"
    describe(
        ax,
        f"The secant {run} has the slope {number(steep)}; the tangent at {name} = {number(at)} has the slope "
        f"{number(tilt)}.",
    )
    return ax
