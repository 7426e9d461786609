"""The picture of a chain of formulas: the values on the way forward, and the slopes whose product is the chain rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.errors import InputError
from gdmath.figures import PALETTE, TEXT_SIZE, describe
from gdmath.figures.given import by_name, decimals_of, finite, name_of, quoted, whole_of
from gdmath.figures.sentences import place_of, shown
from gdmath.plotting.drawing import on
from gdmath.plotting.stages import Chain, computed, nudged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from gdmath.expression import Expr

_NODE = 38.0  # how wide a node is, in points
_LETTER = 0.64 * TEXT_SIZE  # how wide a digit is, in points, in a wide font
_LIFT = 0.34  # how far the nodes are above their place where what is said of an arrow is wider than it


def plot_chain(  # noqa: PLR0913 - what is drawn, and how
    stages: Mapping[str, Expr],
    wrt: Expr | str,
    values: Mapping[str, float],
    *,
    nudge: float | None = None,
    upstream: int | None = None,
    digits: int = 4,
    ax: Axes | None = None,
) -> Axes:
    """Draw a chain of formulas with its values, the slope of each stage in the one before, and their product.

    Parameters
    ----------
    stages : mapping of str to Expr
        One to five formulas by name, in order; each contains the name of the one before it.
    wrt : Expr or str
        Where the chain begins: the parameter that the first formula contains.
    values : mapping of str to float
        A number for the parameter and for each letter that is no stage, by name.
    nudge : float, optional
        With it, what is drawn is an actual change: how much each stage changes when the nudge is added to the
        parameter, and the quotients of these changes in place of the slopes.
    upstream : int, optional
        For so many nodes, counted from the end, the slope of the last one in them is written below, as the backward
        pass finds them one by one.
    digits : int, optional
        How many decimals are shown, from 0 to 15.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If there are no stages or too many, if one does not contain the one before it or contains an earlier one, if a
        letter has no value, if a nudge does not change a stage, if `upstream` is no number of nodes or comes with a
        nudge, or if an argument is of another kind.
    DomainError
        If a stage or its slope has no real value.

    Examples
    --------
    >>> import gdmath
    >>> w, z = gdmath.symbols("w z")
    >>> print(plot_chain({"z": 3 * w, "J": z**2}, w, {"w": 2.0}, digits=0).get_label())
    A chain from w = 2 to z = 6 and J = 36. The slopes on its way are dz/dw = 3 and dJ/dz = 12; their product is
    dJ/dw = 36.
    >>> print(plot_chain({"z": 3 * w, "J": z**2}, w, {"w": 2.0}, digits=0, nudge=1.0).get_label())
    A chain from w = 2 to z = 6 and J = 36. The nudge Δw = 1 changes z by +3 and J by +45. The quotients on its way
    are Δz/Δw = 3 and ΔJ/Δz = 15; their product is ΔJ/Δw = 45.
    """
    digits = decimals_of(digits)
    stages = by_name(stages, "draw the stages", "Pass a dict such as {'z': w*x, 'a': sigmoid(z)}")
    chain = _told(stages, name_of(wrt), _numbers(values), nudge, upstream)
    below = 0.55 * bool(chain.changes) + 1.05 * (upstream is not None)
    has_sum = len(stages) > 1 or upstream is not None
    line = _line(chain, digits)
    ax = on(ax, height=1.3 + 0.45 * has_sum + 0.7 * below + 1.5 * line)
    ax.set_axis_off()
    ax.set(xlim=(-0.35, len(stages) + 0.35), ylim=(-1.0 - 0.9 * has_sum - below, 0.62 + 2 * line))
    for place, (name, value) in enumerate(zip(chain.names, chain.values, strict=True)):
        ax.plot([place], [line], "o", ms=_NODE, mfc="none", mec=PALETTE["series-1"], mew=2.0)
        _write(ax, (place, line), name, "series-1", TEXT_SIZE + 3)
        _write(ax, (place, -0.72), shown(value, digits), "ink")
    for place, (name, slope) in enumerate(zip(chain.slope_names(), chain.slopes, strict=True)):
        _draw_arrow(ax, place, line)
        _write(ax, (place + 0.5, 0.3 + 2 * line), name, "axis")
        _write(ax, (place + 0.5, -0.3), shown(slope, digits), "series-2")
    for place, change in enumerate(chain.changes):
        _write(ax, (place, -1.22), _signed(change, digits), "series-2")
    if upstream is not None:
        _write_upstream(ax, chain, upstream, digits)
    elif len(stages) > 1:
        product = " · ".join(reversed(chain.slope_names()))
        whole = f"{chain.name(-1, 0)} = {product} = {shown(chain.upstream(0), digits)}"
        _write(ax, (len(stages) / 2, -1.5 - below), whole, "series-2")
    describe(ax, _in_words(chain, digits))
    if upstream is not None:
        describe(ax, _upstream_in_words(chain, upstream, digits))
    return ax


def _told(
    stages: Mapping[str, Expr], first: str, values: Mapping[str, float], nudge: float | None, upstream: int | None
) -> Chain:
    """Return the chain that is to be drawn, after making sure that it can be."""
    chain = computed(stages, first, values)
    if nudge is not None and upstream is not None:
        raise InputError(
            "follow a nudge and show the slopes of the end in one picture",
            "the same place below a node is for both",
            "Pass nudge or upstream, and draw two pictures",
        )
    if upstream is not None and whole_of(upstream) not in range(1, len(chain.names) + 1):
        raise InputError(
            f"show the slope of {chain.names[-1]} in {quoted(upstream)} nodes",
            f"the chain has {len(chain.names)}, counted from its end",
            f"Pass upstream=1 to {len(chain.names)}",
        )
    if nudge is None:
        return chain
    doing = f"follow the nudge {quoted(nudge)} of {first}"
    return nudged(chain, stages, values, finite(nudge, doing))


def _line(chain: Chain, digits: int) -> float:
    """Return how high the nodes stand: where a name or a number is wider than its arrow, it has no node beside it.

    It is the same for all frames of a figure that moves: a number is taken to be as wide as -12 with its decimals.
    """
    letters = max(digits + 4, *map(len, chain.slope_names()))
    room = 6.0 * 72 / (len(chain.names) - 0.3) - _NODE
    return _LIFT if letters * _LETTER > room else 0.0


def _numbers(values: Any) -> dict[str, float]:
    given = by_name(values, "draw a chain at", "Pass a dict such as {'w': 1.0, 'x': 2.0}")
    return {name: finite(value, f"draw a chain at {name} = {quoted(value)}") for name, value in given.items()}


def _write_upstream(ax: Axes, chain: Chain, known: int, digits: int) -> None:
    """Write the slope of the last node below each of the last ones, and how the first of them was found."""
    end = len(chain.names) - 1
    for place in range(end + 1 - known, end + 1):
        _write(ax, (place, -1.32), chain.name(end, place), "axis")
        _write(ax, (place, -1.80), shown(chain.upstream(place), digits), "series-4")
    first = end + 1 - known
    name, value = chain.name(end, first), shown(chain.upstream(first), digits)
    factors = f" = {chain.name(end, first + 1)} · {chain.name(first + 1, first)}" if known > 1 else ""
    _write(ax, (end / 2, -2.55), f"{name}{factors} = {value}", "series-4")


def _write(ax: Axes, at: tuple[float, float], text: str, role: str, size: float = TEXT_SIZE) -> None:
    ax.text(*at, text, ha="center", va="center", color=PALETTE[role], size=size)


def _draw_arrow(ax: Axes, place: float, line: float) -> None:
    """Draw an arrow from a node to the next, as lines: they are lighter in a page than matplotlib's arrows."""
    left, right = ax.get_xlim()
    point = (right - left) / (ax.bbox.width / ax.figure.dpi * 72)  # on paper, in units of the axis
    start, end = place + 0.6 * _NODE * point, place + 1 - 0.65 * _NODE * point
    ax.plot([start, end], [line, line], color=PALETTE["axis"], linewidth=1.6)
    tip = [line + 0.09, line, line - 0.09]
    ax.plot([end - 6 * point, end, end - 6 * point], tip, color=PALETTE["axis"], linewidth=1.6)


def _signed(change: float, digits: int) -> str:
    text = shown(change, digits)
    return text if text.startswith("−") else f"+{text}"


def _in_words(chain: Chain, digits: int) -> str:
    nodes = [f"{name} = {shown(value, digits)}" for name, value in zip(chain.names, chain.values, strict=True)]
    told = f"A chain from {nodes[0]} to {_listed(nodes[1:])}."
    if chain.changes:
        nudge, *changes = chain.changes
        each = [f"{name} by {_signed(one, digits)}" for name, one in zip(chain.names[1:], changes, strict=True)]
        told += f" The nudge Δ{chain.names[0]} = {place_of(nudge)} changes {_listed(each)}."
    noun = "quotient" if chain.changes else "slope"
    slopes = [f"{name} = {shown(slope, digits)}" for name, slope in zip(chain.slope_names(), chain.slopes, strict=True)]
    if len(slopes) == 1:
        return f"{told} Its {noun} is {slopes[0]}."
    product = f"{chain.name(-1, 0)} = {shown(chain.upstream(0), digits)}"
    return f"{told} The {noun}s on its way are {_listed(slopes)}; their product is {product}."


def _upstream_in_words(chain: Chain, known: int, digits: int) -> str:
    end = len(chain.names) - 1
    places = range(end, end - known, -1)
    found = [f"{chain.name(end, place)} = {shown(chain.upstream(place), digits)}" for place in places]
    return f"Found so far, from the end: {_listed(found)}."


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
