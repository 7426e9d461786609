"""Figures that the reader moves: every frame is computed and drawn when the page is built, none in the browser."""

from __future__ import annotations

import hashlib
import itertools
import math
from html import escape
from typing import TYPE_CHECKING, Any

from gdmath.errors import InputError
from gdmath.figures.frames import differences, draw_frames
from gdmath.figures.given import by_name, callable_, called, finite, items, number_of, quoted, words
from gdmath.figures.markup import controls, data, element, table
from gdmath.figures.sentences import checked, decimals, said
from gdmath.figures.still import captioned
from gdmath.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from matplotlib.axes import Axes

_MOST_FRAMES = 400
_MARK = "gd-frame-"


class MovingFigure(Frozen):
    """A figure with sliders, ready for a page; made by `moving_figure`.

    Attributes
    ----------
    html : str
        The element for the page: a still with its description, the numbers as tables, and the data of all frames.
    caption : str
        What to do and to see.
    alt : str
        The still in words.
    numbers : dict of str to tuple of float
        The values of each number, one for each frame; with two sliders, those of the second move first.
    """

    __slots__ = ("alt", "caption", "html", "numbers")

    html: str
    caption: str
    alt: str
    numbers: Mapping[str, tuple[float, ...]]

    def __init__(self, html: str, caption: str, alt: str, numbers: Mapping[str, tuple[float, ...]]) -> None:
        self._set(html=html, caption=caption, alt=alt, numbers=dict(numbers))

    def __repr__(self) -> str:
        return f"Moving figure: {self.caption} ({self.alt})"

    def _repr_html_(self) -> str:
        caption = f"<figcaption>{escape(self.caption, quote=False)}</figcaption>"
        # What to do is read before it is done.
        return f'<figure class="gd-figure gd-moving">{caption}{self.html}</figure>'


def moving_figure(  # noqa: PLR0913 - what moves, what is drawn, and the words for it
    draw: Callable[..., Axes],
    sliders: Mapping[str, Iterable[float]],
    *,
    numbers: Callable[..., Mapping[str, float]],
    caption: str,
    start: Mapping[str, float] | None = None,
    text: str | None = None,
    digits: int | Mapping[str, int] = 2,
) -> MovingFigure:
    """Return a figure that moves with one slider or two.

    Parameters
    ----------
    draw : callable
        Draws one frame: takes the values of the sliders by name, and returns Axes that a plotting function described.
    sliders : mapping of str to iterable of float
        The name of each slider and the values that it takes, in order.
    numbers : callable
        Takes the values of the sliders by name, and returns the numbers that go with them, by name.
    caption : str
        What to do and to see.
    start : mapping of str to float, optional
        Where the sliders stand at first, and in the still; by default at their first values.
    text : str, optional
        The sentence beside the figure, with names of sliders and numbers in braces, as in ``"next_w = {next_w}"``. By
        default it lists the numbers.
    digits : int or mapping of str to int, optional
        How many decimals the numbers are shown with, from 0 to 15; in a mapping, those that are not named have two.
        Where a number is shown to follow from others, give these one more: then the arithmetic on what is shown holds.

    Returns
    -------
    MovingFigure

    Raises
    ------
    InputError
        If there is no frame to draw or there are more than 400, if a value is no finite number or stands twice, if the
        start is none of the values, if a frame cannot be drawn or has other numbers than the first, if the caption
        is empty, or if an argument is of another kind.

    Examples
    --------
    >>> import gdmath
    >>> w = gdmath.symbols("w")
    >>> moving_figure(
    ...     lambda at: gdmath.plot_cost_curve(w**2, w, -2, 2, tangents=[at]),
    ...     {"at": [-1.0, 0.0, 1.0]},
    ...     numbers=lambda at: {"J": at**2, "slope": 2 * at},
    ...     caption="Move the point along the curve.",
    ... ).numbers
    {'J': (1.0, 0.0, 1.0), 'slope': (-2.0, 0.0, 2.0)}
    """
    caption = captioned(caption, "move a figure", "a reader must know what to do")
    draw, numbers = callable_(draw, "draw"), callable_(numbers, "numbers")
    text = None if text is None else words(text, "say")
    grid = _grid(sliders)
    first = _place(grid, start)
    points = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]
    known = checked([_numbers_at(numbers, point) for point in points], points)
    rounded = decimals(known, digits)
    own = [{name: values[index] for name, values in known.items()} for index in range(len(points))]
    sentences = [said(text, each, point, rounded) for each, point in zip(own, points, strict=True)]
    frames = draw_frames(draw, points, caption)
    at = points.index(dict(zip(grid, (grid[name][index] for name, index in first.items()), strict=True)))
    script = data(list(differences(frames)), known, sentences)
    rest = f'{table(grid, known, rounded)}<script type="application/json">{script}</script>'
    mark = hashlib.sha256(f"{script}\0{caption}".encode()).hexdigest()[:8]
    html = element(frames[at], sentences[at], controls(mark, grid, list(first.values())), rest)
    alt = frames[at].get("aria-label", "")
    return MovingFigure(
        html.replace(_MARK, f"gd-{mark}-"), caption, alt, {name: tuple(each) for name, each in known.items()}
    )


def _numbers_at(numbers: Callable[..., Mapping[str, float]], point: dict[str, float]) -> Any:
    return called(
        numbers, "numbers", lambda: f"show the numbers at {point!r}", "Let numbers take the sliders by name", **point
    )


def _values(name: str, values: Any) -> list[float]:
    doing, instead = f"move {name} through {quoted(values)}", "Pass a list of numbers"
    found = [number_of(value) for value in items(values, doing, instead, _MOST_FRAMES)]
    if None in found:
        raise InputError(doing, "they are not all numbers", instead)
    return [value for value in found if value is not None]


def _grid(sliders: Any) -> dict[str, list[float]]:
    instead = "Pass a dict such as {'w': [0, 1, 2]}"
    grid = {name: _values(name, values) for name, values in by_name(sliders, "move the sliders", instead).items()}
    if not 1 <= len(grid) <= 2:
        raise InputError(
            f"move a figure with {len(grid)} sliders", "a reader follows one or two", "Name one slider, or two"
        )
    for name, values in grid.items():
        if len(values) < 2 or len(set(values)) < len(values) or not all(map(math.isfinite, values)):
            raise InputError(
                f"move {name} through {values!r}",
                "a slider takes at least two different finite values",
                "List each of its values once",
            )
    frames = math.prod(map(len, grid.values()))
    if frames > _MOST_FRAMES:
        raise InputError(
            f"draw {frames:,} frames",
            f"a page carries at most {_MOST_FRAMES}",
            "Give the sliders fewer values",
        )
    return grid


def _place(grid: Mapping[str, Sequence[float]], start: Mapping[str, float] | None) -> dict[str, int]:
    """Return which of its values each slider has at first."""
    given = by_name({} if start is None else start, "start at", "Pass a dict such as {'w': 1.0}")
    wanted = {name: values[0] for name, values in grid.items()} | given
    for name, value in wanted.items():
        if name not in grid or number_of(value) not in grid[name]:
            raise InputError(
                f"start at {name} = {quoted(value)}",
                f"the sliders and their values are {dict(grid)!r}",
                "Start at one of these values",
            )
    return {name: [*grid[name]].index(finite(wanted[name], "start")) for name in grid}
