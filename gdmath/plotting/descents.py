"""The course of a descent: its cost at each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdmath.descent.history import History
from gdmath.errors import InputError, require
from gdmath.figures import PALETTE, describe
from gdmath.plotting.descriptions import course, number
from gdmath.plotting.drawing import label_point, labelled, scale_powers, scale_steps
from gdmath.plotting.sampling import require_drawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DRAWN_STEPS = 400


def plot_descent(history: History, *, ax: Axes | None = None) -> Axes:
    """Draw the cost at each step of a descent.

    The scale of the steps is logarithmic where there are more than 30 of them, and that of the cost where its largest
    value is more than 100 times its smallest: most of a descent happens in its first steps.

    Parameters
    ----------
    history : History
        What `gradient_descent` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If no step has a finite cost, or if one is too large for a picture.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> history = gdmath.gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25, max_steps=2)
    >>> print(plot_descent(history).get_label().split(". ")[0])
    The cost J against the step falls from 9 at step 0 to 0.562 at step 2
    """
    require(history, History, "draw the descent of")
    cost = np.asarray(history.cost, dtype=float)
    steps = np.flatnonzero(np.isfinite(cost))
    if not steps.size:
        raise InputError("draw this descent", "no step of it has a finite cost", "Start it where the cost is finite")
    cost = cost[steps]
    require_drawable("the cost of this descent", cost, "Descend with a lower divergence_limit")
    ax = labelled(ax, "step", "cost J")
    ax.margins(y=0.2)
    drawn = np.unique(np.geomspace(1, len(steps), _DRAWN_STEPS).round().astype(int)) - 1
    # Single steps can be seen among a few, or on a logarithmic scale among the first ones.
    seen = np.flatnonzero(drawn <= (30 if len(steps) <= 30 else 10)).tolist()
    ax.plot(steps[drawn], cost[drawn], color=PALETTE["series-1"], lw=2.6, marker="o", ms=6, markevery=seen)
    scale_steps(ax, int(steps[-1]))
    if cost.min() > 0 and cost.max() > 100 * cost.min():
        scale_powers(ax)
    side = -1.0 if cost[-1] <= cost[0] else 1.0
    label_point(ax, steps[-1], cost[-1], f"{number(cost[-1])} at step {number(steps[-1])}", (-1.0, side))
    describe(ax, f"The cost J against the step {course(steps.astype(float), cost, 'step ')}. {history.reason}")
    return ax
