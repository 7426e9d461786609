"""Axes in the look of the lessons, and the marks that the plots put on them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, LogLocator, MaxNLocator, NullLocator

from gdmath.errors import InputError, require
from gdmath.figures import PALETTE, TEXT_SIZE
from gdmath.figures.given import finite, quoted, words
from gdmath.plotting.descriptions import number, power_of_ten

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# How far a label is from its point, in points, each way.
LABEL_GAP = 11
_SMALLEST, _LARGEST = 0.1, 100  # inches
_STEEPEST = 1e9  # a line steeper than this on paper stands upright

# Multiples of this number, less their whole part, fill the range from 0 to 1 more evenly than any others.
_GOLDEN_RATIO = (1 + math.sqrt(5)) / 2


def axes(width: float = 6.0, height: float = 3.6) -> Axes:
    """Return empty Axes in the look of the lessons, on a figure of their own.

    Parameters
    ----------
    width, height : float
        The size of the figure in inches. Only their ratio shows on a page, where a figure is as wide as the text;
        a text of the default size can be read on a phone up to a width of 6.3.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If a side is no number from 0.1 to 100.

    Examples
    --------
    >>> axes().figure.get_size_inches()
    array([6. , 3.6])
    """
    doing = f"make Axes of {quoted(width)} by {quoted(height)} inches"
    width, height = finite(width, doing), finite(height, doing)
    if not all(_SMALLEST <= side <= _LARGEST for side in (width, height)):
        raise InputError(doing, f"a side of a figure is from {_SMALLEST} to {_LARGEST} long", "Pass other sides")
    ax = Figure(figsize=(width, height), layout="constrained").add_subplot()
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set(color=PALETTE["axis"], linewidth=1.0)
    ax.grid(axis="y", color=PALETTE["grid"], linewidth=1.0)
    ax.set_axisbelow(True)
    ax.tick_params(length=0, pad=6, labelsize=TEXT_SIZE, labelcolor=PALETTE["axis"])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(_plain)
    return ax


def _plain(value: float, _: object) -> str:
    return number(value, 6)


def scale_steps(ax: Axes, last: int) -> None:
    """Give the horizontal axis a scale for steps: a logarithmic one with a place for step 0 where there are many."""
    if last <= 30:
        ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))
        return
    # With this share for the steps from 0 to 1 the scale has no kink at 1.
    ax.set_xscale("symlog", linthresh=1, linscale=0.9 / math.log(10))
    ax.xaxis.set_major_locator(FixedLocator([0, *(10**k for k in range(len(str(last))))]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(_plain)


def scale_powers(ax: Axes) -> None:
    """Give the vertical axis a logarithmic scale."""
    ax = on(ax)
    ax.set_yscale("log")
    low, high = ax.get_ylim()
    ax.yaxis.set_major_locator(LogLocator(numticks=6))
    ax.yaxis.set_minor_locator(NullLocator())
    readable = low > 1e-4 and high < 1e5
    ax.yaxis.set_major_formatter(_plain if readable else lambda value, _: power_of_ten(round(math.log10(value))))


def on(ax: Axes | None, *, height: float = 3.6) -> Axes:
    """Return the Axes, after making sure that a plot fits them, or new ones."""
    if ax is None:
        return axes(height=height)
    require(ax, Axes, "draw on")
    found: Any = ax  # one that has been removed has no figure
    if found.figure is None or ax.name != "rectilinear":
        raise InputError(
            f"draw on {quoted(ax)}",
            "they have been removed from their figure, or their sides are not straight",
            "Pass others, such as gdmath.plotting.axes()",
        )
    return ax


def labelled(ax: Axes | None, xlabel: str, ylabel: str) -> Axes:
    """Return the Axes, or new ones, with a label at the end of each axis, where it is read without turning the head."""
    xlabel, ylabel = words(xlabel, "draw the axis label"), words(ylabel, "draw the axis label")
    ax = on(ax)
    ax.set_xlabel(xlabel, loc="right", color=PALETTE["ink"], size=TEXT_SIZE)
    ax.set_ylabel(ylabel, rotation=0, ha="left", va="bottom", color=PALETTE["ink"], size=TEXT_SIZE)
    ax.yaxis.set_label_coords(0.0, 1.03)
    return ax


def label_point(ax: Axes, x: float, y: float, text: str, towards: tuple[float, float]) -> None:
    """Mark a point and write beside it, towards a direction (right, up)."""
    colour = PALETTE["series-2"]
    ax.plot([x], [y], "o", color=colour, markersize=8, markeredgecolor=PALETTE["surface"], markeredgewidth=1.5)
    right, up = towards
    ax.annotate(
        text,
        (x, y),
        (right * LABEL_GAP, up * LABEL_GAP),
        textcoords="offset points",
        ha="center" if abs(right) < 0.1 else "left" if right > 0 else "right",
        va="center" if abs(up) < 0.5 else "bottom" if up > 0 else "top",
        color=colour,
        size=TEXT_SIZE,
        annotation_clip=False,
    )


def label_gone(ax: Axes, text: str, *, right: bool) -> None:
    """Write the name of a point that lies beyond an end of the picture, with an arrow to where it is."""
    text, x, side = (f"{text} →", 1.0, "right") if right else (f"← {text}", 0.0, "left")
    ax.plot([], [], "o")  # in a moving figure, where the mark of a point that is there would be
    ax.annotate(text, (x, 0.92), xycoords="axes fraction", ha=side, va="top", color=PALETTE["series-2"], size=TEXT_SIZE)


def beside(ax: Axes, slope: float, *, above: bool = True) -> tuple[float, float]:
    """Return the direction (right, up), one point long on paper, that leaves a curve of this slope at a right angle."""
    across, rise = _on_paper(ax, slope)
    length = math.hypot(across, rise) * (1 if above else -1)
    return -rise / length, across / length


def _on_paper(ax: Axes, slope: float) -> tuple[float, float]:
    """Return how far one unit to the right goes on paper, and how far a line of this slope climbs over it."""
    (width, height), (left, right), (low, high) = ax.bbox.size, ax.get_xlim(), ax.get_ylim()
    across, steepest = float(width / (right - left)), _STEEPEST * float(width / (right - left))
    return across, min(max(float(slope) * float(height) / float(high - low), -steepest), steepest)


def draw_tangent(ax: Axes, x: float, y: float, slope: float) -> None:
    """Draw a piece of the tangent, equally long on paper for each slope."""
    reach = 0.18 * ax.bbox.width / math.hypot(*_on_paper(ax, slope))
    ends = np.array([-reach, reach])
    ax.plot(x + ends, y + slope * ends, "--", color=PALETTE["series-2"], linewidth=2.0)


def draw_class(ax: Axes, rows: Numbers, level: float, name: str, *, strokes: bool) -> None:
    """Draw rows of data as one path, of strokes or of dots, in a band around a level; neighbours lie far apart."""
    colour, height = (PALETTE["series-2"], 0.04) if strokes else (PALETTE["series-3"], 1e-3)
    rows = np.sort(rows)
    middle = level + 0.1 * (np.arange(1, len(rows) + 1) * _GOLDEN_RATIO % 1 - 0.5)
    ends = np.stack([middle - height / 2, middle + height / 2, np.full(len(rows), np.nan)], axis=1)
    shape: Any = {"lw": 1.6, "solid_capstyle": "butt"} if strokes else {"lw": 3.6, "solid_capstyle": "round"}
    ax.plot(np.repeat(rows, 3), ends.ravel(), color=colour, **shape)
    place: Any = {"xycoords": ("axes fraction", "data"), "ha": "right", "va": "bottom" if strokes else "top"}
    ax.annotate(name, (1.0, level + (0.08 if strokes else -0.08)), color=colour, size=TEXT_SIZE, **place)
