"""A cost as a curve of one parameter, with points, tangents, and the path of a descent on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.descent.history import History
from gdmath.errors import InputError, require
from gdmath.figures import PALETTE, describe
from gdmath.figures.given import name_of
from gdmath.plotting.curves import traced
from gdmath.plotting.descriptions import number
from gdmath.plotting.drawing import beside, draw_tangent, label_gone, label_point, labelled
from gdmath.plotting.lines import spread
from gdmath.plotting.sampling import ends, places, readings, sampled, slopes_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    from gdmath.expression import Expr

    Numbers = NDArray[np.float64]

_MOST_STEPS = 400
_LABEL = 0.12  # of the width of a picture: about what a label needs


def plot_cost_curve(  # noqa: PLR0913 - what is drawn, and the words on it
    cost: Expr | Callable[[Numbers], ArrayLike],
    wrt: Expr | str,
    low: float,
    high: float,
    *,
    points: Iterable[float] = (),
    tangents: Iterable[float] = (),
    derivative: Callable[[Numbers], ArrayLike] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a cost against one parameter, with some of its points and its tangents at others.

    The cost is computed at some 4,000 places, and at more where these would miss a peak. Where it jumps, the curve has
    a gap; where it has no value, also between these places, it is refused.

    Parameters
    ----------
    cost : Expr or callable
        The cost J as an expression in `wrt` alone, or as a function of a NumPy array.
    wrt : Expr or str
        The parameter, or its name.
    low, high : float
        The ends of the curve.
    points : iterable of float, optional
        Where to mark a point, labelled with its cost; at most 100.
    tangents : iterable of float, optional
        Where to draw the tangent line, labelled with its slope dJ/dw, which `differentiate` gives; at most 100.
    derivative : Expr or callable, optional
        The slope as an expression, or as a function of a NumPy array; needed for tangents to a cost that is a function.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If the ends or the place of a point or a tangent make no sense, if the cost has no finite value somewhere
        between the ends, or turns there more often than a picture can show, if tangents are asked of a function without
        its derivative, or if an argument is of another kind.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> print(plot_cost_curve((w - 3)**2, w, -2, 8, tangents=[0]).get_label())
    The cost J against w falls from 25 at w = −2 to 0 at w = 3, then rises to 25 at w = 8. Tangent at w = 0: slope −6.
    """
    name, marked, touched = name_of(wrt), places(points, "points"), places(tangents, "tangents")
    low, high = ends(name, low, high, [*marked, *touched])
    read = readings(cost, name, derivative)
    curve = traced(read, name, low, high)
    slopes = slopes_at(read, name, np.array(touched))
    ax = labelled(ax, name, "cost J")
    ax.plot(*curve.drawn(), color=PALETTE["series-1"], linewidth=2.6)
    ax.set(xlim=(low, high), ylim=curve.limits())
    heights = sampled(read, name, np.array(marked))
    if len(marked) > 1:
        _lower_floor(ax)
    for place, (point, height, tilt) in enumerate(zip(marked, heights, curve.tilts(marked), strict=True)):
        # On both sides of the curve in turn, so that the labels of two points that are near each other keep apart.
        above = curve.curves_up(point) is (place % 2 == 0)
        label_point(ax, point, height, f"J = {number(height)}", beside(ax, tilt, above=above))
    for point, tilt in zip(touched, slopes, strict=True):
        height = float(curve.at(point))
        draw_tangent(ax, point, height, tilt)
        label_point(ax, point, height, f"slope {number(tilt)}", beside(ax, tilt, above=curve.curves_up(point)))
    describe(ax, f"The cost J against {name} {curve.in_words()}.")
    _describe_at(ax, "Point", name, marked, [f"J = {number(height)}" for height in heights])
    _describe_at(ax, "Tangent", name, touched, [f"slope {number(tilt)}" for tilt in slopes])
    return ax


def _within(ax: Axes, x: float, slope: float) -> tuple[float, float]:
    """Return the direction below a curve, or that above it where a label below it would leave the picture."""
    (left, right), (across, _) = ax.get_xlim(), beside(ax, slope, above=False)
    room = (right - x if across > 0 else x - left) / (right - left)
    return beside(ax, slope, above=abs(across) >= 0.1 and room < _LABEL)


def _lower_floor(ax: Axes) -> None:
    """Make room for a label under the lowest point of a curve."""
    floor, ceiling = ax.get_ylim()
    ax.set_ylim(floor - 0.12 * (ceiling - floor), ceiling)


def _describe_at(ax: Axes, noun: str, name: str, at: list[float], what: list[str]) -> None:
    if at:
        told = "; ".join(f"at {name} = {number(place)}: {each}" for place, each in zip(at, what, strict=True))
        describe(ax, f"{noun}{'s' if len(at) > 1 else ''} {told}.")


def _finite_steps(history: History) -> tuple[Numbers, Numbers, Numbers]:
    """Return the costs, the places and the slopes of a descent of one parameter, without steps that have no cost."""
    level = np.asarray(history.cost, dtype=float)
    finite = np.isfinite(level)
    if not finite.any():
        raise InputError(
            "draw the path of this descent", "no step of it has a finite cost", "Start it where the cost is finite"
        )
    path, slopes = (np.asarray(column, dtype=float)[finite, 0] for column in (history.parameters, history.gradient))
    return level[finite], path, slopes


def _seen(ax: Axes, points: Numbers) -> Any:
    """Return which points of a path to draw: of very many, those that can be told apart."""
    if len(points) <= _MOST_STEPS:
        return slice(None)
    return spread(np.asarray(ax.transData.transform(points), dtype=float), 2.0)


def plot_descent_path(
    cost: Expr | Callable[[Numbers], ArrayLike],
    history: History,
    *,
    low: float | None = None,
    high: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the steps of a descent of one parameter on its cost curve.

    Parameters
    ----------
    cost : Expr or callable
        The cost that was descended, as in `plot_cost_curve`.
    history : History
        What `gradient_descent` returned, for one parameter.
    low, high : float, optional
        The ends of the curve; by default a little beyond the path. A step beyond an end is left out of the picture; an
        arrow and the description say so. Of more than 400 steps, those are drawn that can be told apart.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If the descent was of several parameters, if no step has a finite cost, or if the curve is refused as by
        `plot_cost_curve`.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> history = gdmath.gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25, max_steps=2)
    >>> print(plot_descent_path((w - 3)**2, history).get_label().split(". ")[1])
    Steps to w = 0, 1.5, 2.25.
    """
    require(history, History, "draw the path of")
    if len(history.names) != 1:
        raise InputError(
            f"draw the path of {', '.join(history.names)} on a cost curve",
            "the curve has one parameter",
            "Use plot_descent, which draws the cost at each step",
        )
    (name,) = history.names
    level, path, slopes = _finite_steps(history)
    margin = 0.2 * float(np.ptp(path)) or 1.0
    low, high = ends(
        name, float(path.min()) - margin if low is None else low, float(path.max()) + margin if high is None else high
    )
    ax = plot_cost_curve(cost, name, low, high, ax=ax)
    drawn = _seen(ax, np.column_stack([path, level]))
    ax.plot(
        path[drawn], level[drawn], "--o", color=PALETTE["series-2"], lw=1.9, ms=6.5, markeredgecolor=PALETTE["surface"]
    )
    _lower_floor(ax)  # below the curve the path never is
    outside = (path < low) | (path > high)
    for step in (0, len(path) - 1):
        if outside[step]:
            label_gone(ax, f"step {number(step)}", right=bool(path[step] > high))
        else:
            label_point(ax, path[step], level[step], f"step {number(step)}", _within(ax, path[step], slopes[step]))
    told = ", ".join([*map(number, path[:6]), *(["…", number(path[-1])] if len(path) > 6 else [])])
    describe(ax, f"Steps to {name} = {told}.")
    if outside.any():
        gone = int(np.argmax(outside))
        describe(ax, f"From step {number(gone)} on the path is outside the picture, at least at times.")
    return ax
