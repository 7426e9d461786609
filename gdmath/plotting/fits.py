"""Plots of a neuron over the rows of its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.errors import InputError, require
from gdmath.figures import PALETTE, describe
from gdmath.figures.given import number_of, quoted, require_unmasked, two_words, words
from gdmath.neuron import Neuron
from gdmath.neuron.formulas import by_rows
from gdmath.neuron.inputs import plain
from gdmath.plotting.curves import traced
from gdmath.plotting.descriptions import number
from gdmath.plotting.drawing import LABEL_GAP, draw_class, label_point, labelled
from gdmath.plotting.sampling import Cost, ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike


def plot_fit(  # noqa: PLR0913 - what is drawn, and the words on it
    neuron: Neuron,
    X: ArrayLike,
    y: ArrayLike,
    *,
    xlabel: str = "",
    classes: Sequence[str] = ("y = 0", "y = 1"),
    threshold: float = 0.5,
    ax: Axes | None = None,
) -> Axes:
    """Draw a neuron's activation over the rows of a data set of two classes.

    Rows of class 1 are strokes above the curve, rows of class 0 dots below it, moved up or down by a fixed pattern so
    that they do not hide each other. Where the curve crosses the threshold, the neuron's answer changes.

    Parameters
    ----------
    neuron : Neuron
        One neuron.
    X : array_like, shape (rows, inputs)
        The inputs. With several of them the horizontal axis is the linear output z = x·w + b.
    y : array_like, shape (rows,)
        The classes, 0 or 1.
    xlabel : str, optional
        What the horizontal axis shows, with its unit; by default x, or z when there are several inputs.
    classes : sequence of str, optional
        What class 0 and class 1 are called.
    threshold : float, optional
        The activation above which the neuron's answer is class 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If `X` and `y` do not fit each other, hold a value that is not finite or masked, or `y` another class than 0 and
        1; if the threshold is not between 0 and 1; if the activation has no finite value somewhere between the rows; or
        if an argument is of another kind.

    Examples
    --------
    >>> import gdmath
    >>> neuron = gdmath.Neuron([2.0], -2.0)
    >>> print(plot_fit(neuron, [[0.5], [0.9], [1.2]], [0, 1, 1]).get_label())
    The activation a against x rises from 0.269 at x = 0.5 to 0.599 at x = 1.2, and a = 0.5 at x = 1.
    It is on the right side of 0.5 for 1 of 1 rows (y = 0) and 1 of 2 rows (y = 1). The cost J is 0.5415.
    """
    require(neuron, Neuron, "draw the fit of")
    xlabel, classes = words(xlabel, "draw the axis label"), two_words(classes, "call the classes")
    threshold = _threshold(threshold)
    rows, truth = (_unmasked(name, values) for name, values in (("X", X), ("y", y)))
    neuron.cost(X, y)  # refuses what does not fit together; its value may have the digits of a float16 alone
    cost = float(neuron.cost(rows, truth))
    if not np.isin(truth, (0, 1)).all():
        raise InputError("draw a neuron over these labels y", "they are not all 0 or 1", "Pass 0 or 1 for each row")
    z = neuron.linear(rows)
    symbol, place = ("x", rows[:, 0]) if len(neuron.weights) == 1 else ("z", z)
    if place.min() == place.max():
        raise InputError(
            "draw a neuron over these rows", f"all have {symbol} = {number(place[0])}", "Pass rows that differ"
        )
    low, high = ends(symbol, float(place.min()), float(place.max()))
    curve = traced(_activation(neuron, symbol), symbol, low, high)
    said = number(threshold)
    ax = labelled(ax, xlabel or symbol, "activation a")
    ax.axhline(threshold, color=PALETTE["axis"], linewidth=1.0, linestyle=(0, (2, 3)))
    draw_class(ax, place[truth == 0], -0.1, classes[0], strokes=False)
    draw_class(ax, place[truth == 1], 1.1, classes[1], strokes=True)
    ax.plot(*curve.drawn(), color=PALETTE["series-1"], linewidth=2.6)
    ax.set(ylim=(-0.36, 1.36), yticks=[0, 0.5, 1])
    turns = {
        cross: f"a {'passes' if jump else '='} {said} at {symbol} = {number(cross)}"
        for cross, jump in curve.crossed(threshold).items()
    }
    for cross, turn in turns.items():
        ax.axvline(cross, color=PALETTE["axis"], linewidth=1.0, linestyle=(0, (2, 3)))
        label_point(ax, cross, threshold, turn, (1.0, -_below(ax, threshold)))
    run = ", and ".join([curve.in_words(), *turns.values()])
    right = (by_rows(neuron.activation)(z) > threshold) == (truth == 1)
    counts = [f"{right[truth == k].sum():,} of {(truth == k).sum():,} rows ({classes[k]})" for k in (0, 1)]
    describe(ax, f"The activation a against {symbol} {run}.")
    describe(ax, f"It is on the right side of {said} for {' and '.join(counts)}. The cost J is {number(cost, 4)}.")
    return ax


def _activation(neuron: Neuron, symbol: str) -> Cost:
    """Return the activation as a function of the one input x, or of z."""
    function = (lambda x: neuron.forward(x[:, None])) if symbol == "x" else by_rows(neuron.activation)
    return Cost(function, what="the activation", instead="Choose another activation, or rows on one side of that place")


def _unmasked(name: str, given: Any) -> Any:
    require_unmasked(given, f"draw a neuron over {name}")
    return plain(name, given)


def _threshold(given: Any) -> float:
    found = number_of(given)
    if found is None or not 0 < found < 1:
        raise InputError(
            f"draw the threshold {quoted(given)}", "it is not between 0 and 1", "Pass a number such as 0.5"
        )
    return found


def _below(ax: Axes, threshold: float) -> float:
    """Return how far below its point a label stands, in gaps: below the dots where it would lie on them."""
    if threshold >= 0.25:
        return 1.0
    low, high = ax.get_ylim()
    return (threshold + 0.2) * ax.bbox.height / (high - low) / (ax.figure.dpi / 72) / LABEL_GAP
