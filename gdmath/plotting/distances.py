"""How far descents still are from where they should end, at each step: two or more in one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.descent.history import History
from gdmath.errors import InputError, require
from gdmath.figures import PALETTE, TEXT_SIZE, describe
from gdmath.figures.given import by_name, number_of, numbers_of, quoted, require_unmasked, whole_of
from gdmath.plotting.descriptions import number
from gdmath.plotting.drawing import labelled, scale_powers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

_MOST_STEPS, _LEAST_SHARE = 10**9, 1e-290
# The colour and the dashes of each line, and the sign for it beside its name.
_STYLES: tuple[tuple[str, Any, str], ...] = (
    ("series-1", "-", "—"),
    ("series-2", (0, (4, 1.5)), "– –"),
    ("series-3", (0, (1, 1)), "· · ·"),
)


def plot_distances(
    histories: Mapping[str, History],
    goals: Mapping[str, ArrayLike],
    *,
    steps: int = 100,
    least: float = 1e-3,
    ax: Axes | None = None,
) -> Axes:
    """Draw which share of its way each descent still has before it, at each step.

    The way is the straight line from the start to the goal, in the parameters of that descent. On the logarithmic scale
    a straight line says that each step leaves the same share of what was left.

    Parameters
    ----------
    histories : mapping of str to History
        Up to three descents, each with the name that is written in the picture.
    goals : mapping of str to array_like, shape (parameters,)
        The parameters where each of them should end, under the same names.
    steps : int, optional
        How many steps are shown, from 1 to 10⁹.
    least : float, optional
        The smallest share that is shown.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If there is no descent or there are too many, if one has no goal, a goal of another shape, or one where it
        starts, if the limits of the picture make no sense, or if an argument is of another kind.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> history = gdmath.gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25, max_steps=20)
    >>> print(plot_distances({"slow": history}, {"slow": [3.0]}, steps=15).get_label())
    The share of the way that is left, over 15 steps. It falls below 0.001 at step 10 (slow).
    """
    shares = _shares(histories, goals)
    steps, least = _limits(steps, least)
    ax = labelled(ax, "step", "share of the way left")
    ax.set(xlim=(0, steps), ylim=(least, 1.4))
    scale_powers(ax)
    for place, (name, share) in enumerate(shares.items()):
        role, dashes, sign = _STYLES[place]
        seen = np.maximum(share[: steps + 1], least / 100)  # a logarithmic scale has no zero
        ax.plot(seen, color=PALETTE[role], linestyle=dashes, linewidth=2.6)
        row = 1.03 + 0.115 * (len(shares) - 1 - place)
        words: Any = {"xycoords": "axes fraction", "ha": "right", "va": "bottom", "annotation_clip": False}
        ax.annotate(f"{sign} {name}", (1.0, row), color=PALETTE[role], size=TEXT_SIZE, **words)
    told = " and ".join(f"{_arrival(share[: steps + 1], least)} ({name})" for name, share in shares.items())
    describe(ax, f"The share of the way that is left, over {steps:,} steps. It {told}.")
    return ax


def _limits(steps: Any, least: Any) -> tuple[int, float]:
    share = number_of(least)
    many = whole_of(steps)
    if many is None or not 1 <= many <= _MOST_STEPS or share is None or not _LEAST_SHARE <= share < 1:
        raise InputError(
            f"show {quoted(steps)} steps down to a share of {quoted(least)}",
            "at least one step has to be seen, and a share between 0 and 1",
            "Pass limits such as steps=100 and least=1e-3",
        )
    return many, share


def _shares(histories: Any, goals: Any) -> dict[str, Numbers]:
    histories = by_name(histories, "draw the distances of", "Pass a dict such as {'slow': history}")
    goals = by_name(goals, "measure how far it is to", "Pass a dict such as {'slow': [3.0]}")
    if not 1 <= len(histories) <= len(_STYLES):
        raise InputError(
            f"draw the distances of {len(histories)} descents",
            f"the picture tells {len(_STYLES)} lines apart",
            "Pass one to three of them by name",
        )
    return {name: _share(name, history, goals) for name, history in histories.items()}


def _share(name: str, history: History, goals: Mapping[str, ArrayLike]) -> Numbers:
    require(history, History, "draw the distances of")
    path = np.asarray(history.parameters, dtype=float)
    require_unmasked(goals.get(name), f"measure how far {name!r} is from {quoted(goals.get(name))}")
    goal = numbers_of(goals.get(name, []))
    if goal is None or goal.shape != path[0].shape or not np.isfinite(goal).all() or (goal == path[0]).all():
        raise InputError(
            f"measure how far {name!r} is from {quoted(goals.get(name, []) if goal is None else goal.tolist())}",
            f"it has the parameters {', '.join(history.names)}, and starts at {path[0].tolist()!r}",
            "Pass one finite number for each of them, and not the start itself",
        )
    with np.errstate(all="ignore"):  # a descent that has diverged is infinitely far
        away = path - goal
        away /= np.abs(away[0]).max()  # so that no square is too large or too small for a float
        distance = np.linalg.norm(away, axis=1)
    share: Numbers = (distance / distance[0])[~np.isnan(distance)]
    return share


def _arrival(share: Numbers, least: float) -> str:
    below = np.flatnonzero(share < least)
    if below.size:
        return f"falls below {number(least)} at step {number(below[0])}"
    return f"is {number(share[-1])} at step {number(len(share) - 1)}"
