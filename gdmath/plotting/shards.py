"""Rows shared out among processes: the mean of each shard, that of all rows, and the mean of the means."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.errors import InputError
from gdmath.figures import PALETTE, TEXT_SIZE, describe
from gdmath.figures.given import GREATEST, items, numbers_of, pair, quoted, require_unmasked, span, whole_of, words
from gdmath.plotting.descriptions import number
from gdmath.plotting.drawing import labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

_EDGE = 0.17  # of the width: nearer to an edge the middle of a label would push it out of the picture


def plot_shards(
    values: ArrayLike,
    cuts: Sequence[int],
    *,
    ylabel: str = "slope",
    limits: tuple[float, float],
    ax: Axes | None = None,
) -> Axes:
    """Draw what each process finds in its shard: the mean of a value over its rows, as a line as long as the shard.

    Two lines run across all rows: the mean over all of them, and the mean of the means, which is another number where
    the shards are unequal.

    Parameters
    ----------
    values : array_like, shape (n,)
        A value for each row, such as its slope.
    cuts : sequence of int
        Where the rows are cut, at most 100 times, from the first row on: [400] gives one process the rows from 0 to
        399, another the rest.
    ylabel : str, optional
        What the values are.
    limits : tuple of float
        The ends of the vertical axis, so that several cuts can be compared.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If a value is no finite number, if a shard would have no rows, or if the limits make no sense.

    Examples
    --------
    >>> print(plot_shards([1.0, 3.0, 8.0], [2], limits=(0, 10)).get_label())
    The mean slope of 2 shards: 2 in rows 0 to 1, 8 in row 2. Over all rows it is 4; the mean of the means is 5.
    """
    rows, ylabel = _rows(values), words(ylabel, "draw the axis label")
    ends = _ends(cuts, len(rows))
    bottom, top = _limits(limits)
    means = [float(rows[start:end].mean()) for start, end in ends]
    true, wrong = float(rows.mean()), float(np.mean(means))
    ax = labelled(ax, "row", f"mean {ylabel}")
    ax.set(xlim=(0, len(rows)), ylim=(bottom, top))
    for place, ((start, end), mean) in enumerate(zip(ends, means, strict=True)):
        ax.plot([start, end], [mean, mean], color=PALETTE["series-1"], linewidth=3.2, marker="|", markersize=14)
        middle = np.clip((start + end) / (2 * len(rows)), _EDGE, 1 - _EDGE) * len(rows)
        _write(ax, (middle, mean), f"process {place}: {number(mean)}", "series-1", up=mean >= true)
    keys = (("all rows", "—", true, "series-2", "-"), ("mean of means", "- -", wrong, "series-4", (0, (4, 3))))
    for line, (name, sample, mean, role, style) in enumerate(keys):
        ax.plot([0, len(rows)], [mean, mean], color=PALETTE[role], linewidth=1.9, linestyle=style)
        key = f"{sample} {name}: {number(mean)}"
        ax.annotate(key, (1.0, 1.0 - 0.09 * line), xycoords="axes fraction", ha="right", va="top", **_text(role))
    told = ", ".join(f"{number(mean)} in {_in_words(*shard)}" for shard, mean in zip(ends, means, strict=True))
    describe(ax, f"The mean {ylabel} of {len(ends)} shards: {told}.")
    describe(ax, f"Over all rows it is {number(true)}; the mean of the means is {number(wrong)}.")
    return ax


def _rows(values: Any) -> Numbers:
    require_unmasked(values, f"share out the rows {quoted(values)}")
    rows = numbers_of(values)
    if rows is None or rows.ndim != 1 or not rows.size or not np.isfinite(rows).all():
        raise InputError(
            f"share out the rows {quoted(values)}", "they are no finite numbers in a list", "Pass a number for each row"
        )
    if np.abs(rows).max() > GREATEST / len(rows):
        raise InputError(f"share out the rows {quoted(values)}", "one is too large for a picture", "Leave it out")
    return rows


def _limits(given: Any) -> tuple[float, float]:
    doing = f"draw between the limits {quoted(given)}"
    return span(*pair(given, doing), doing)


def _ends(cuts: Any, count: int) -> list[tuple[int, int]]:
    """Return where each shard starts and ends."""
    doing = f"cut {count} rows at {quoted(cuts)}"
    inner = [whole_of(cut) for cut in items(cuts, doing, "Pass a list of ints")]
    if None in inner:
        raise InputError(doing, "they are not whole numbers", "Pass a list of ints")
    places = [0, *(cut for cut in inner if cut is not None), count]
    if any(start >= end for start, end in pairwise(places)):
        raise InputError(doing, "a shard would have no rows", "Cut between two rows, in order")
    return list(pairwise(places))


def _in_words(start: int, end: int) -> str:
    return f"row {start}" if end == start + 1 else f"rows {start} to {end - 1}"


def _text(role: str) -> dict[str, Any]:
    return {"color": PALETTE[role], "size": TEXT_SIZE}


def _write(ax: Axes, at: tuple[float, float], text: str, role: str, *, up: bool) -> None:
    side: Any = {"ha": "center", "va": "bottom" if up else "top"}
    ax.annotate(text, at, (0, 9 if up else -9), textcoords="offset points", **side, **_text(role))
