"""A neuron as a chain of formulas: the values on the way forward, and the slopes whose product is the chain rule."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from gdmath.derivation import differentiate
from gdmath.errors import InputError, require
from gdmath.expression import Expr, symbols
from gdmath.figures import PALETTE, TEXT_SIZE, describe
from gdmath.motion.words import shown
from gdmath.plots.drawing import axes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

__all__ = ["plot_chain"]

_MOST_STAGES = 5
_NODE = 38.0  # how wide a node is, in points


class _Chain(NamedTuple):
    """The names of the nodes, their values, and the slope of each in the one before it."""

    names: list[str]
    values: list[float]
    slopes: list[float]

    def slope_names(self) -> list[str]:
        return [f"d{after}/d{before}" for before, after in zip(self.names, self.names[1:], strict=False)]

    def whole(self) -> str:
        return f"d{self.names[-1]}/d{self.names[0]}"


def plot_chain(
    stages: Mapping[str, Expr],
    wrt: Expr | str,
    values: Mapping[str, float],
    *,
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
    digits : int, optional
        How many decimals are shown.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default on `gdmath.plots.drawing.axes()`.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If there are no stages or too many, if one does not contain the one before it or contains an earlier one, or if
        a letter has no value.
    DomainError
        If a stage or its slope has no real value.

    Examples
    --------
    >>> import gdmath
    >>> w, z = gdmath.symbols("w z")
    >>> print(plot_chain({"z": 3 * w, "J": z**2}, w, {"w": 2.0}, digits=0).get_label())
    A chain from w = 2 to z = 6 and J = 36. The slopes on its way are dz/dw = 3 and dJ/dz = 12; their product is
    dJ/dw = 36.
    """
    chain = _computed(stages, wrt, values)
    ax = axes(height=1.3 + 0.45 * (len(stages) > 1)) if ax is None else ax
    ax.set_axis_off()
    ax.set(xlim=(-0.35, len(stages) + 0.35), ylim=(-1.9 if len(stages) > 1 else -1.0, 0.62))
    for place, (name, value) in enumerate(zip(chain.names, chain.values, strict=True)):
        ax.plot([place], [0], "o", ms=_NODE, mfc="none", mec=PALETTE["series-1"], mew=2.0)
        _write(ax, (place, 0), name, "series-1", TEXT_SIZE + 3)
        _write(ax, (place, -0.72), shown(value, digits), "ink")
    for place, (name, slope) in enumerate(zip(chain.slope_names(), chain.slopes, strict=True)):
        _draw_arrow(ax, place)
        _write(ax, (place + 0.5, 0.3), name, "axis")
        _write(ax, (place + 0.5, -0.3), shown(slope, digits), "series-2")
    if len(stages) > 1:
        product = " · ".join(reversed(chain.slope_names()))
        whole = f"{chain.whole()} = {product} = {shown(math.prod(chain.slopes), digits)}"
        _write(ax, (len(stages) / 2, -1.5), whole, "series-2")
    describe(ax, _in_words(chain, digits))
    return ax


def _computed(stages: Mapping[str, Expr], wrt: Expr | str, values: Mapping[str, float]) -> _Chain:
    if not 1 <= len(stages) <= _MOST_STAGES:
        raise InputError(
            f"draw a chain of {len(stages)} stages",
            "the picture has room for one to five",
            "Pass one to five formulas by name, such as {'z': w*x, 'a': sigmoid(z)}",
        )
    names, known, slopes = [str(wrt)], dict(values), []
    for name, formula in stages.items():
        before = names[-1]
        _check_stage(name, formula, names)
        slopes.append(differentiate(formula, symbols(before)).result.evaluate(**known))
        known[name] = formula.evaluate(**known)
        names.append(name)
    return _Chain(names, [known[name] for name in names], slopes)


def _check_stage(name: str, formula: Expr, names: Sequence[str]) -> None:
    """Refuse a stage that is no link from the one before it to the next."""
    if name in names:
        raise InputError(f"draw {name} twice in a chain", "each stage needs a name of its own", "Rename one of them")
    require(formula, Expr, f"draw the stage {name}")
    *earlier, before = names
    letters = set(map(str, formula.free_symbols))
    if before not in letters:
        raise InputError(
            f"draw {name} = {formula} as a stage",
            f"it does not contain {before}, the stage before it",
            "Pass the stages in their order",
        )
    for back in earlier:
        if back in letters:
            raise InputError(
                f"draw {name} = {formula} as a stage",
                f"it contains {back}, which is further back than the stage before it",
                "Give each stage one way in",
            )


def _write(ax: Axes, at: tuple[float, float], text: str, role: str, size: float = TEXT_SIZE) -> None:
    ax.text(*at, text, ha="center", va="center", color=PALETTE[role], size=size)


def _draw_arrow(ax: Axes, place: float) -> None:
    """Draw an arrow from a node to the next, as lines: they are lighter in a page than matplotlib's arrows."""
    left, right = ax.get_xlim()
    point = (right - left) / (ax.bbox.width / ax.figure.dpi * 72)  # on paper, in units of the axis
    start, end = place + 0.6 * _NODE * point, place + 1 - 0.65 * _NODE * point
    ax.plot([start, end], [0, 0], color=PALETTE["axis"], linewidth=1.6)
    ax.plot([end - 6 * point, end, end - 6 * point], [0.09, 0, -0.09], color=PALETTE["axis"], linewidth=1.6)


def _in_words(chain: _Chain, digits: int) -> str:
    nodes = [f"{name} = {shown(value, digits)}" for name, value in zip(chain.names, chain.values, strict=True)]
    told = f"A chain from {nodes[0]} to {_listed(nodes[1:])}."
    slopes = [f"{name} = {shown(slope, digits)}" for name, slope in zip(chain.slope_names(), chain.slopes, strict=True)]
    if len(slopes) == 1:
        return f"{told} Its slope is {slopes[0]}."
    product = f"{chain.whole()} = {shown(math.prod(chain.slopes), digits)}"
    return f"{told} The slopes on its way are {_listed(slopes)}; their product is {product}."


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
