"""The map of a cost: lines of equal cost over two parameters, and the path of a descent among them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.descent.history import History
from gdmath.errors import InputError, require
from gdmath.figures import PALETTE, TEXT_SIZE, describe
from gdmath.figures.given import by_name, called, finite_list, items, pair, quoted, yes_or_no
from gdmath.plotting.descriptions import number
from gdmath.plotting.drawing import axes, labelled, on
from gdmath.plotting.lines import ROOM, boxed, cut, inside, labels_on, spread, thinned
from gdmath.plotting.surfaces import Surface, sampled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes

    from gdmath.expression import Expr
    from gdmath.plotting.lines import Numbers

    Pair = tuple[float, float]

_SEEN_STEPS = 30  # of a longer path single steps cannot be told apart
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plot_contour(  # noqa: PLR0913 - what is drawn, and how
    cost: Expr | Callable[[float, float], float],
    wrt: Sequence[Expr | str],
    low: Pair,
    high: Pair,
    *,
    levels: Sequence[float] | None = None,
    path: History | None = None,
    arrows: Mapping[str, tuple[Pair, Pair]] | None = None,
    equal: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw the contours of a cost over two parameters, as on a map, with the path of a descent.

    Parameters
    ----------
    cost : Expr or callable
        The cost J as an expression in `wrt` alone, or as a function of two floats.
    wrt : sequence of Expr or str
        The two parameters, or their names: the one across and the one up.
    low, high : pair of float
        The corners of the map, at the lower left and at the upper right.
    levels : sequence of float, optional
        The costs whose contours are drawn, at most 100; by default a few round ones, each as much higher than the one
        before.
    path : History, optional
        What `gradient_descent` returned for these two parameters: a dot for each step, or a line alone where there
        are more than 30.
    arrows : mapping of str to pair, optional
        What each arrow is called in the description, where it begins, and how far it goes, across and up. The first
        is solid, the others are dashed; there are at most 100.
    equal : bool, optional
        Whether one unit is equally long across and up, so that a right angle looks like one.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If there are not two parameters, if the corners make no sense, if the cost has no finite value somewhere, also
        between the samples, or none of the levels, if the path is one of other parameters, or if an argument is of
        another kind.
    DomainError
        If an expression has no real value somewhere on the map.

    Examples
    --------
    >>> import gdmath
    >>> w1, w2 = gdmath.symbols("w1 w2")
    >>> bowl = w1**2 + w2**2
    >>> history = gdmath.gradient_descent(bowl, {w1: 2.0, w2: 1.0}, learning_rate=0.25, max_steps=2)
    >>> print(plot_contour(bowl, [w1, w2], (-3, -2), (3, 2), levels=[1, 4], path=history).get_label())
    The cost J over w1 from −3 to 3 and w2 from −2 to 2. Its lowest sample is J = 0 at w1 = 0, w2 = 0. Contours at
    J = 1 and 4. A path of 2 steps from w1 = 2, w2 = 1, where J = 5, to w1 = 0.5, w2 = 0.25, where J = 0.312.
    """
    equal, shafts = yes_or_no(equal, "equal"), _shafts({} if arrows is None else arrows)
    levels = None if levels is None else finite_list(levels, f"draw contours at {quoted(levels)}")
    if path is not None:
        require(path, History, "draw the path of")
    ax = None if ax is None else on(ax)
    surface = sampled(cost, wrt, low, high)
    drawn = surface.levels(levels)
    steps = None if path is None else _steps(path, surface.names)
    ax = labelled(_map(surface, equal=equal) if ax is None else ax, *(n.translate(_LOWERED) for n in surface.names))
    xlim, ylim = zip(surface.low, surface.high, strict=True)
    ax.set(xlim=xlim, ylim=ylim, aspect="equal" if equal else "auto")
    drawing: Any = ax.figure
    # Only now is it known where on paper things are.
    called(
        drawing.draw_without_rendering,
        "matplotlib",
        lambda: "draw on these Axes",
        "Write its texts without $, or pass others",
    )
    around = [_room_of_arrow(ax, begin, by) for begin, by in shafts.values()]
    _draw_levels(ax, surface, drawn, np.empty((0, 2)) if steps is None else steps[:2], around)
    describe(ax, f"{surface.in_words()} Contours at J = {_listed([number(level) for level in drawn])}.")
    for place, (name, (begin, by)) in enumerate(shafts.items()):
        _draw_arrow(ax, begin, by, dashed=place > 0)
        describe(ax, f"An arrow from {surface.place(begin)} by {number(by[0])} across and {number(by[1])} up: {name}.")
    if path is not None and steps is not None:
        _draw_path(ax, steps)
        describe(ax, _path_in_words(surface, steps, np.asarray(path.cost, dtype=float)))
    return ax


def _map(surface: Surface, *, equal: bool) -> Axes:
    """Return Axes with a frame and without a grid, which would be taken for contours."""
    (left, low), (right, high) = surface.low, surface.high
    ax = axes(height=0.8 + 5.3 * (high - low) / (right - left) if equal else 4.4)
    ax.grid(visible=False)
    ax.spines[:].set(visible=True, color=PALETTE["axis"], linewidth=1.0)
    return ax


def _shafts(arrows: Any) -> dict[str, tuple[Pair, Pair]]:
    """Return where each arrow begins and how far it goes, by name."""
    instead = 'Pass a dict such as {"the gradient": ((0, 0), (1, 2))}'
    given = by_name(arrows, "draw the arrows", instead)
    items(given.items(), f"draw {len(given)} arrows", instead)
    found = {}
    for name, shaft in given.items():
        doing = f"draw the arrow {name!r} as {quoted(shaft)}"
        ends = items(shaft, doing, instead)
        if len(ends) != 2:
            raise InputError(doing, "it is not where it begins and how far it goes", instead)
        found[name] = pair(ends[0], doing), pair(ends[1], doing)
    return found


def _steps(path: History, names: tuple[str, str]) -> Numbers:
    if tuple(path.names) != names:
        raise InputError(
            f"draw a path of {', '.join(path.names)} on a map of {' and '.join(names)}",
            "they are not the same parameters in the same order",
            "Descend the two parameters of the map",
        )
    steps = np.asarray(path.parameters, dtype=float)
    finite: Numbers = steps[np.isfinite(steps).all(axis=1)]
    return finite


def _room_of_arrow(ax: Axes, begin: Pair, by: Pair) -> tuple[Numbers, float]:
    """Return where an arrow begins on paper, and how far it would reach if it were turned, with a little air."""
    start, tip = _on_paper(ax, np.array([begin, np.add(begin, by)], dtype=float))
    return start, float(np.hypot(*(tip - start))) + 8


def _draw_levels(
    ax: Axes, surface: Surface, levels: Sequence[float], steps: Numbers, around: Sequence[tuple[Numbers, float]]
) -> None:
    """Draw a line for each level, cut where its number or the word at the start of the path stands.

    Around some points there is no room for numbers, and none is written where the path begins.
    """
    lines = [[_on_paper(ax, line) for line in surface.lines(level)] for level in levels]
    frame = _on_paper(ax, np.array([surface.low, surface.high]))
    lowest = _on_paper(ax, np.array([surface.lowest]))[0]
    words, taken = [], list(around)
    begin = _on_paper(ax, steps)
    if len(steps) and inside(begin[0], frame):
        words.append(
            (_beside(begin[0], begin[0] - (begin[1] if len(steps) > 1 else lowest), frame), "start", "series-2")
        )
        taken += [(begin[0], ROOM), (words[0][0], ROOM)]
    written = [number(level) for level in levels]
    words += [(middle, written[k], "axis") for k, middle in labels_on(lines, written, lowest, frame, taken)]
    boxes = [boxed(middle, text, TEXT_SIZE) for middle, text, _ in words]
    for level in lines:
        pieces = [part for line in level for part in (thinned(cut(line, boxes), 0.25), np.full((1, 2), np.nan))]
        ax.plot(*_in_units(ax, np.concatenate(pieces[:-1])).T, color=PALETTE["series-1"], linewidth=1.6)
    for middle, text, role in words:
        x, y = _in_units(ax, middle[None])[0]
        ax.text(x, y, text, ha="center", va="center", color=PALETTE[role], size=TEXT_SIZE)


def _beside(point: Numbers, away: Numbers, frame: Numbers) -> Numbers:
    """Return the middle of the word "start" beside a point, inside the frame and rather away from where a path goes."""
    angle = math.atan2(away[1], away[0])
    turns = [angle + side * turn for turn in np.linspace(0, math.pi, 9) for side in (1, -1)]
    places: list[Numbers] = [point + np.array([32 * math.cos(turn), 19 * math.sin(turn)]) for turn in turns]
    fitting: list[Numbers] = [one for one in places if inside(one, frame, boxed(one, "start", TEXT_SIZE))]
    return (fitting or places)[0]


def _draw_arrow(ax: Axes, begin: Pair, by: Pair, *, dashed: bool) -> None:
    """Draw an arrow as lines, which are lighter in a page than matplotlib's arrows, from a dot."""
    start, tip = _on_paper(ax, np.array([begin, np.add(begin, by)], dtype=float))
    colour, along = PALETTE["series-4" if dashed else "series-2"], (tip - start) / (np.hypot(*(tip - start)) or 1.0)
    barbs = [tip - 11 * along + side * 5 * np.array([-along[1], along[0]]) for side in (1, -1)]
    ax.plot(*_in_units(ax, np.array([start, tip])).T, "--" if dashed else "-", color=colour, linewidth=2.4)
    ax.plot(*_in_units(ax, np.array([barbs[0], tip, barbs[1]])).T, color=colour, linewidth=2.4)
    ax.plot(*begin, "o", color=PALETTE["ink"], markersize=7)


def _draw_path(ax: Axes, steps: Numbers) -> None:
    """Draw the path, with a dot for each step where there are few, and always a large one at its end."""
    seen = len(steps) - 1 <= _SEEN_STEPS
    shown = steps if seen else steps[spread(_on_paper(ax, steps), 2.0)]
    style = "--o" if seen else "--"
    look: Any = {"markersize": 6.5, "markeredgecolor": PALETTE["surface"]}
    ax.plot(*shown.T, style, color=PALETTE["series-2"], linewidth=1.9, **look)
    ax.plot(*steps[0], "s", color=PALETTE["series-2"], **look | {"markersize": 8.5})
    ax.plot(*steps[-1], "o", color=PALETTE["series-2"], **look | {"markersize": 10.5})


def _path_in_words(surface: Surface, steps: Numbers, cost: Numbers) -> str:
    last = len(steps) - 1
    ends = [f"{surface.place(steps[k])}, where J = {number(cost[k])}" for k in (0, last)]
    told = f"A path of {number(last)} step{'s' * (last != 1)} from {ends[0]}, to {ends[1]}."
    outside = ((steps < surface.low) | (steps > surface.high)).any(axis=1)
    if outside.any():
        told += f" From step {number(int(np.argmax(outside)))} on it is outside the map, at least at times."
    return told


def _on_paper(ax: Axes, points: Numbers) -> Numbers:
    """Return places of the map in points on paper."""
    return np.asarray(ax.transData.transform(points), dtype=float) * 72 / ax.figure.dpi


def _in_units(ax: Axes, points: Numbers) -> Numbers:
    return np.asarray(ax.transData.inverted().transform(points * ax.figure.dpi / 72), dtype=float)


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
