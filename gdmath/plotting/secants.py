"""A secant of a cost curve, and the tangent that it turns into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdmath.errors import InputError
from gdmath.figures import PALETTE, describe
from gdmath.figures.given import name_of, quoted, real
from gdmath.plotting.curves import traced
from gdmath.plotting.descriptions import number
from gdmath.plotting.drawing import beside, draw_tangent, label_point, labelled
from gdmath.plotting.sampling import ends, readings, sampled, slopes_at

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
        If the ends make no sense, if a point lies outside them or both are the same, if the curve is refused as by
        `plot_cost_curve`, or if an argument is of another kind.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> print(plot_secant(w**2, w, 1, 2, -1, 4).get_label())
    The cost J against w falls from 1 at w = −1 to 0 at w = 0, then rises to 16 at w = 4.
    The secant from w = 1 to w = 3 has the slope 4; the tangent at w = 1 has the slope 2.
    """
    name = name_of(wrt)
    at, h = real(at, f"draw a secant at {name} = {quoted(at)}"), real(h, f"draw a secant with h = {quoted(h)}")
    there = at + h
    low, high = ends(name, low, high, [at, there])
    if at == there:
        raise InputError(f"draw a secant with h = {h:g}", "two points make a line", "Pass a number that is not zero")
    read = readings(cost, name)
    curve = traced(read, name, low, high)
    first, second = sampled(read, name, np.array([at, there])).tolist()
    (tilt,) = slopes_at(read, name, np.array([at])).tolist()
    steep = (second - first) / (there - at)
    ax = labelled(ax, name, "cost J")
    ax.plot(*curve.drawn(), color=PALETTE["series-1"], linewidth=2.6)
    ax.set(xlim=(low, high), ylim=curve.limits())
    across = np.array([low, high])
    ax.plot(across, first + steep * (across - at), color=PALETTE["series-3"], linewidth=1.9)
    draw_tangent(ax, at, first, tilt)
    above = curve.curves_up(at)
    label_point(ax, at, first, f"tangent {number(tilt)}", beside(ax, tilt, above=not above))
    label_point(ax, there, second, f"secant {number(steep)}", beside(ax, steep, above=above))
    ax.texts[-1].set_color(PALETTE["series-3"])
    describe(ax, f"The cost J against {name} {curve.in_words()}.")
    run = f"from {name} = {number(at)} to {name} = {number(there)}"
    describe(
        ax,
        f"The secant {run} has the slope {number(steep)}; the tangent at {name} = {number(at)} has the slope "
        f"{number(tilt)}.",
    )
    return ax
