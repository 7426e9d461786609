"""A cost along a line: its samples, where it jumps, how it is drawn, and what is said of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gdmath.errors import InputError
from gdmath.plotting.descriptions import course, number
from gdmath.plotting.poles import climbs, jumps
from gdmath.plotting.sampling import require_drawable, sampled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gdmath.plotting.sampling import Cost

    Numbers = NDArray[np.float64]

# The curves are drawn through every tenth sample, and where that would show another curve through more of them.
SAMPLES, DRAWN_EVERY = 4001, 10
_SEEN, _TOLD, _EXACT, _ENDLESS = 4e-3, 1e-5, 1e-7, 1e3  # of the height
_MOST_JUMPS = 4
_UNEVEN = 0.05  # of the height: so much may half of the curve differ from straight lines between the samples


class Curve(NamedTuple):
    """The samples of a cost against one parameter, from left to right, and after which of them it jumps."""

    name: str
    x: Numbers
    y: Numbers
    jumps: Sequence[int] = ()

    @property
    def height(self) -> float:
        """From the lowest sample to the highest."""
        return float(np.ptp(self.y))

    def drawn(self) -> tuple[Numbers, Numbers]:
        """Return the points of a line, with a gap where the curve jumps."""
        kept = np.isin(self.x, np.linspace(self.x[0], self.x[-1], SAMPLES)[::DRAWN_EVERY])
        kept[[-1, *self.jumps, *(jump + 1 for jump in self.jumps)]] = True
        kept |= np.abs(np.interp(self.x, self.x[kept], self.y[kept]) - self.y) > _SEEN * self.height
        gaps = [int(kept[: jump + 1].sum()) for jump in self.jumps]
        x, y = self.x[kept], self.y[kept]
        return np.insert(x, gaps, self.x[list(self.jumps)]), np.insert(y, gaps, np.nan)

    def limits(self) -> tuple[float, float]:
        """Return the ends of an axis that leaves the curve some air."""
        margin = max(0.08 * self.height or 0.5, 1e-9 * float(np.abs(self.y).max()))
        return float(self.y.min()) - margin, float(self.y.max()) + margin

    def at(self, points: Any) -> Any:
        """Return how high the curve is at points, by straight lines between its samples."""
        return np.interp(points, self.x, self.y)

    def tilts(self, points: Sequence[float]) -> Numbers:
        """Return about how steep the curve is at points."""
        with np.errstate(all="ignore"):  # the sides of a jump are very near each other
            slopes = np.nan_to_num(np.gradient(self.y, self.x))
        return np.interp(points, self.x, slopes)

    def curves_up(self, point: float) -> bool:
        """Whether the curve lies above its tangent near a point, as in a bowl."""
        reach = 0.02 * (self.x[-1] - self.x[0])
        centre = min(max(point, self.x[0] + reach), self.x[-1] - reach)
        left, middle, right = self.at([centre - reach, centre, centre + reach])
        return bool(left + right >= 2 * middle)

    def crossed(self, level: float) -> dict[float, bool]:
        """Return where the curve crosses a level, by straight lines between its samples, and whether it jumps there."""
        before = np.flatnonzero(np.diff(self.y > level))
        share = (level - self.y[before]) / (self.y[before + 1] - self.y[before])
        places = self._rounded(self.x[before] + share * (self.x[before + 1] - self.x[before]))
        return {float(place): int(index) in self.jumps for place, index in zip(places, before, strict=True)}

    def in_words(self) -> str:
        """Say how the curve runs, as exactly as its samples can tell: 2.9999 and 1e-17 read 3 and 0."""
        x, at, least = self._rounded(self.x), f"{self.name} = ", 1e-6 * self.height
        if len(self.jumps) > _MOST_JUMPS:
            ends = [f"{number(self.y[k])} at {at}{number(x[k])}" for k in (np.argmin(self.y), np.argmax(self.y))]
            return f"jumps {len(self.jumps)} times between {' and '.join(ends)}"
        cuts = pairwise([0, *(jump + 1 for jump in self.jumps), len(x)])
        pieces = [slice(start, end) for start, end in cuts if end > start + 1]
        told = [course(x[piece], self.y[piece], at, least) for piece in pieces]
        starts = [number(y if abs(y) >= least else 0.0) for y in (float(self.y[piece.start]) for piece in pieces)]
        return told[0] + "".join(
            f", then jumps to {start} and {run}" for start, run in zip(starts[1:], told[1:], strict=True)
        )

    def _rounded(self, places: Numbers) -> Numbers:
        digits = 2 - int(np.floor(np.log10(self.x[-1] - self.x[0])))
        return np.round(places, digits) + 0.0


def traced(cost: Cost, name: str, low: float, high: float) -> Curve:
    """Return a cost between two ends, which has a finite value everywhere.

    Raises
    ------
    InputError
        If it has none at a sample, or grows beyond all bounds between two of them.
    """
    x = np.linspace(low, high, SAMPLES)
    y = sampled(cost, name, x)
    require_drawable(f"{cost.what} against {name}", y, cost.instead)
    _require_tellable(cost, name, x, y)
    for part in cost.parts:
        for climb in climbs(part, [x], part(x[:, None])):
            _require_end(climb.endless, cost, name, climb.places[0, 0], x)
    return _refined(cost, name, x, y)


def _require_end(endless_there: bool, cost: Cost, name: str, place: float, x: Numbers) -> None:
    if endless_there:
        # Without the noise that the search has left, which is far below what can be seen.
        plain = float(np.round(place, 5 - int(np.floor(np.log10(x[-1] - x[0]))))) + 0.0
        raise endless(f"{cost.what} at {name} = {number(plain)}", cost.instead)


def endless(what: str, instead: str) -> InputError:
    """Return the error that names a place between the samples where a cost has no value."""
    return InputError(f"draw {what}", "it has no finite value there", instead)


def _require_tellable(cost: Cost, name: str, x: Numbers, y: Numbers) -> None:
    """Refuse a cost that goes up and down between the samples, which would tell of turns that are not there."""
    between = x[:-1:60] + 0.382 * (x[1] - x[0])
    off = np.abs(sampled(cost, name, between) - np.interp(between, x, y))
    if np.median(off) > _UNEVEN * float(np.ptp(y)) + 1e-9 * float(np.abs(y).max()):
        raise InputError(
            f"draw {cost.what} from {name} = {number(x[0])} to {number(x[-1])}",
            "it turns too often there for a picture to show",
            "Bring the ends nearer to each other",
        )


def _beside(places: Numbers, x: Numbers, sides: Sequence[Numbers]) -> Numbers:
    """Return the places that are not between two samples with a jump between them."""
    taken = [int(np.searchsorted(x, right)) for _, right in sides]
    return places[~np.isin(np.searchsorted(x, places), taken)]


def _refined(cost: Cost, name: str, x: Numbers, y: Numbers) -> Curve:
    """Return the curve with what its samples have missed: peaks between them, and both sides of each jump."""

    def values(places: Numbers) -> Numbers:
        return sampled(cost, name, places[:, 0])

    height, more, sides = float(np.ptp(y)), [np.empty(0)], jumps(values, x, y)
    for climb in climbs(values, [x], y, _EXACT):
        _require_end(climb.endless, cost, name, climb.places[0, 0], x)
        if np.abs(climb.values - np.interp(climb.places[:, 0], x, y)).max() > _TOLD * height:
            more.append(_beside(climb.places[:, 0], x, sides))
    finer = np.unique(np.concatenate([x, *more, *sides]))
    if len(finer) > len(x):
        x, y = finer, values(finer[:, None])
    curve = Curve(name, x, y, [int(np.searchsorted(x, left)) for left, _ in sides])
    for jump in curve.jumps:
        _require_end(abs(y[jump + 1] - y[jump]) > _ENDLESS * height, cost, name, x[jump], x)
    return curve
