"""A cost over two parameters, sampled on a grid: its heights, the levels to draw, and the lines of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from contourpy import contour_generator
from matplotlib.ticker import MaxNLocator

from gdmath.errors import InputError
from gdmath.expression import Expr
from gdmath.figures.given import items, name_of, pair, quoted
from gdmath.plotting.curves import endless
from gdmath.plotting.descriptions import number
from gdmath.plotting.poles import climbs
from gdmath.plotting.sampling import ends, reading, require_drawable, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from gdmath.plotting.poles import Values

    Numbers = NDArray[np.float64]
    Pair = tuple[float, float]

_SAMPLES = 61  # along each side
_LEVELS = 7
_TWO = "Name two different ones"


class Surface(NamedTuple):
    """The samples: `heights[i, j]` is the cost at `across[j]` and `up[i]`."""

    names: tuple[str, str]
    across: Numbers
    up: Numbers
    heights: Numbers

    @property
    def low(self) -> Pair:
        """The corner at the lower left."""
        return float(self.across[0]), float(self.up[0])

    @property
    def high(self) -> Pair:
        """The corner at the upper right."""
        return float(self.across[-1]), float(self.up[-1])

    @property
    def lowest(self) -> Pair:
        """Where the lowest sample is."""
        row, column = np.unravel_index(np.argmin(self.heights), self.heights.shape)
        return float(self.across[column]), float(self.up[row])

    def levels(self, wanted: Sequence[float] | None) -> list[float]:
        """Return the levels to draw, from low to high: the wanted ones, or a few round ones."""
        least, most = float(self.heights.min()), float(self.heights.max())
        if wanted is None:
            wanted = list(MaxNLocator(_LEVELS, steps=[1, 2, 2.5, 5, 10]).tick_values(least, most))
        between = sorted({level for level in wanted if least < level < most})
        if not between:
            raise InputError(
                f"draw contours at J = {', '.join(map(number, wanted)) or None}",
                f"the cost on the map is between {number(least)} and {number(most)}",
                "Pass levels between these, or other corners",
            )
        return between

    def lines(self, level: float) -> list[Numbers]:
        """Return the lines on which the cost has this value, each of shape (points, 2)."""
        found: Any = contour_generator(self.across, self.up, self.heights).lines(level)
        return [np.asarray(line, dtype=float) for line in found]

    def place(self, point: Sequence[float] | Numbers) -> str:
        """Say where a point is, without the noise of binary fractions."""
        sides = zip(self.names, point, self.low, self.high, strict=True)
        return ", ".join(
            f"{name} = {number(value if abs(value) > 1e-9 * (high - low) else 0)}" for name, value, low, high in sides
        )

    def in_words(self) -> str:
        """Say what is mapped, and where it is lowest."""
        sides = " and ".join(
            f"{name} from {number(low)} to {number(high)}"
            for name, low, high in zip(self.names, self.low, self.high, strict=True)
        )
        least = float(self.heights.min())
        least = least if abs(least) > 1e-9 * float(np.ptp(self.heights)) else 0.0
        return f"The cost J over {sides}. Its lowest sample is J = {number(least)} at {self.place(self.lowest)}."


def sampled(given: Expr | Callable[[float, float], float], wrt: Sequence[Expr | str], low: Pair, high: Pair) -> Surface:
    """Return the cost on a grid between two corners, computed float by float, so that every machine finds the same.

    Raises
    ------
    InputError
        If there are not two parameters, if the corners make no sense, or if a cost is not finite.
    """
    names = _two_names(wrt)
    corners = _corners(low, high)
    for name, first, last in zip(names, *corners, strict=True):
        ends(name, first, last)
    cost = reading(given, names, f"over {names[0]} and {names[1]}")
    across, up = (np.linspace(first, last, _SAMPLES) for first, last in zip(*corners, strict=True))
    surface = Surface(names, across, up, np.empty((_SAMPLES, _SAMPLES)))

    def values(places: Numbers) -> Numbers:
        return np.array([value_at(cost.function, point, surface.place) for point in places.tolist()])

    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    surface.heights[:] = values(grid).reshape(surface.heights.shape)
    require_drawable(f"the cost over {names[0]} and {names[1]}", surface.heights, "Choose other corners")
    for part in cost.parts:
        _require_no_pole(part, surface, part(grid).reshape(surface.heights.shape))
    if not isinstance(given, Expr):
        _require_no_pole(values, surface, surface.heights)
    return surface


def _corners(low: Any, high: Any) -> tuple[Pair, Pair]:
    doing = f"draw a map from {quoted(low)} to {quoted(high)}"
    (left, below), (right, above) = pair(low, doing), pair(high, doing)
    if not (left < right and below < above):
        raise InputError(
            doing,
            "the first has to be the lower left corner, the second the upper right one",
            "Pass two finite numbers for each, the smaller ones first",
        )
    return (left, below), (right, above)


def _require_no_pole(part: Values, surface: Surface, heights: Numbers) -> None:
    """Refuse a cost, or a part of its formula, that grows beyond all bounds between the samples."""
    for climb in climbs(part, [surface.across, surface.up], heights.T):
        if climb.endless:
            raise endless(f"the cost at {surface.place(climb.places[0])}", "Choose other corners")


def _two_names(wrt: Sequence[Expr | str]) -> tuple[str, str]:
    letters = [wrt] if isinstance(wrt, (str, Expr)) else items(wrt, f"draw a map of {quoted(wrt)}", _TWO)
    names = [name_of(one) for one in letters]
    if len(names) != 2 or names[0] == names[1]:
        raise InputError(
            f"draw a map of {', '.join(names)}",
            "it has one parameter across and another one up",
            f"{_TWO}, and put numbers in the place of others",
        )
    return names[0], names[1]
