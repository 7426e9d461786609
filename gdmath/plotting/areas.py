"""A product as the area of a rectangle: a nudge makes both sides grow, by two strips and a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gdmath.errors import InputError
from gdmath.figures import PALETTE, TEXT_SIZE, describe
from gdmath.figures.given import GREATEST, LEAST, decimals_of, finite, formula, name_of, pair, quoted, two_words
from gdmath.figures.sentences import place_of, shown
from gdmath.plotting.drawing import on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gdmath.expression import Expr

_TOO = "a side of it is too short or too long for a picture"
# On paper, in points: the square that the room of the rectangle fills, and what is left around it for words.
_SIDE, _LEFT, _RIGHT, _BELOW, _ABOVE = 235.0, 72.0, 125.0, 28.0, 34.0


class _Sides(NamedTuple):
    """The two sides before a nudge, and how much they grow by it."""

    u: float
    v: float
    du: float
    dv: float


def plot_product(  # noqa: PLR0913 - what is drawn, and the words on it
    u: Expr,
    v: Expr,
    wrt: Expr | str,
    at: float,
    nudge: float,
    *,
    names: tuple[str, str] = ("u", "v"),
    room: tuple[float, float] | None = None,
    digits: int = 2,
    ax: Axes | None = None,
) -> Axes:
    """Draw the product of two formulas as a rectangle, and what a nudge adds to it: two strips and a corner.

    Parameters
    ----------
    u, v : Expr
        The sides, across and up, as formulas in `wrt` alone.
    wrt : Expr or str
        The parameter that is nudged, or its name.
    at, nudge : float
        Its value, and how much is added to it.
    names : tuple of str, optional
        What the sides are called.
    room : tuple of float, optional
        The largest sides that there is room for, so that several rectangles can be drawn to one scale; by default the
        sides after the nudge.
    digits : int, optional
        How many decimals of each area are shown, from 0 to 15.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plotting.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If a side is not positive or does not grow, if there is no room for it, if a letter has no value, or if an
        argument is of another kind.
    DomainError
        If a side has no real value.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> print(plot_product(w, 2 * w, w, 3, 1, digits=0).get_label())
    A rectangle with the area u · v = 18. The nudge Δw = 1 adds the strips Δu · v = 6 and u · Δv = 6 and the corner
    Δu · Δv = 2.
    """
    name, (one, two), digits = name_of(wrt), two_words(names, "call the sides"), decimals_of(digits)
    at, nudge = finite(at, f"draw a rectangle at {name} = {quoted(at)}"), finite(nudge, f"nudge by {quoted(nudge)}")
    sides = _grown(formula(u, "draw the side"), formula(v, "draw the side"), name, at, nudge)
    needed = sides.u + sides.du, sides.v + sides.dv
    if not (min(sides) > LEAST and max(needed) < GREATEST):
        raise InputError(f"draw a rectangle of {needed[0]:g} by {needed[1]:g}", _TOO, "Choose another place")
    room = needed if room is None else _room(room, needed)
    ax = on(ax, height=4.1)
    _make_room(ax, room)
    areas = {
        f"{one} · {two}": sides.u * sides.v,
        f"Δ{one} · {two}": sides.du * sides.v,
        f"{one} · Δ{two}": sides.u * sides.dv,
        f"Δ{one} · Δ{two}": sides.du * sides.dv,
    }
    whole, right, top, corner = (f"{name} = {shown(area, digits)}" for name, area in areas.items())
    _draw_part(ax, (0.0, sides.u), (0.0, sides.v), whole, "series-1")
    _draw_part(ax, (sides.u, sides.du), (0.0, sides.v), right, "series-2", (1, 0))
    _draw_part(ax, (0.0, sides.u), (sides.v, sides.dv), top, "series-2", (0, 1))
    _draw_part(ax, (sides.u, sides.du), (sides.v, sides.dv), corner, "series-4", (1, 1))
    _name_sides(ax, sides, (one, two))
    added = f"adds the strips {right} and {top} and the corner {corner}"
    describe(ax, f"A rectangle with the area {whole}. The nudge Δ{name} = {place_of(nudge)} {added}.")
    return ax


def _draw_part(  # noqa: PLR0913, PLR0917 - where it is, and what is written beside it
    ax: Axes,
    across: tuple[float, float],
    up: tuple[float, float],
    text: str,
    role: str,
    towards: tuple[int, int] = (0, 0),
) -> None:
    """Draw a part of the rectangle, filled if it is new; it begins, across and up, at a place and has a length."""
    (left, wide), (low, high) = across, up
    x, y = [left, left + wide, left + wide, left], [low, low, low + high, low + high]
    tint = (PALETTE[role], 0.22) if any(towards) else "none"
    ax.fill(x, y, facecolor=tint, edgecolor=PALETTE[role], linewidth=1.6)
    beside = [start + length * (0.5 + side / 2) for (start, length), side in zip((across, up), towards, strict=True)]
    _write(ax, (beside[0], beside[1]), text, role, towards)


def _name_sides(ax: Axes, sides: _Sides, names: tuple[str, str]) -> None:
    one, two = names
    for name, middle in ((one, sides.u / 2), (f"Δ{one}", sides.u + sides.du / 2)):
        _write(ax, (middle, 0.0), name, "axis", (0, -1))
    for name, middle in ((two, sides.v / 2), (f"Δ{two}", sides.v + sides.dv / 2)):
        _write(ax, (0.0, middle), name, "axis", (-1, 0))


def _grown(u: Expr, v: Expr, name: str, at: float, nudge: float) -> _Sides:
    before, after = ([side.evaluate(**{name: point}) for side in (u, v)] for point in (at, at + nudge))
    sides = _Sides(*before, *(new - old for new, old in zip(after, before, strict=True)))
    if not all(side > 0 for side in sides):
        raise InputError(
            f"draw ({u})·({v}) as a rectangle from {name} = {at:g} to {at + nudge:g}",
            "a side of it is not positive or does not grow",
            "Choose a place and a nudge where both formulas are positive and grow",
        )
    return sides


def _room(given: Any, needed: tuple[float, float]) -> tuple[float, float]:
    wide, high = pair(given, f"draw in a room of {quoted(given)}")
    if wide < needed[0] or high < needed[1]:
        raise InputError(
            f"draw a rectangle of {needed[0]:g} by {needed[1]:g} in a room of {wide:g} by {high:g}",
            "it is larger",
            "Pass a room for the largest of the rectangles",
        )
    if max(wide, high) > GREATEST:
        raise InputError(f"draw in a room of {wide:g} by {high:g}", _TOO, "Pass a smaller room")
    return wide, high


def _make_room(ax: Axes, room: tuple[float, float]) -> None:
    """Scale the axes so that the room fills the same square on paper, with a margin for words."""
    wide, high = room
    ax.set_axis_off()
    ax.set_xlim(-_LEFT * wide / _SIDE, (_SIDE + _RIGHT) * wide / _SIDE)
    ax.set_ylim(-_BELOW * high / _SIDE, (_SIDE + _ABOVE) * high / _SIDE)


def _write(ax: Axes, at: tuple[float, float], text: str, role: str, towards: tuple[int, int] = (0, 0)) -> None:
    """Write at a point, or beside it in a direction (right, up)."""
    right, up = towards
    ax.annotate(
        text,
        at,
        (right * 7, up * 7),
        textcoords="offset points",
        ha=("right", "center", "left")[right + 1],
        va=("top", "center", "bottom")[up + 1] if not (right and up) else "center",
        color=PALETTE[role],
        size=TEXT_SIZE,
        annotation_clip=False,
    ).set_in_layout(False)
