"""Sketches: a curve, its tangent, a map and the path of a descent, drawn from floats alone.

They look like the figures of a page and need nothing but Python: neither NumPy nor matplotlib. In a notebook a sketch
shows itself, and in a terminal `print` draws it in characters.
"""

from __future__ import annotations

from gdmath.figures.sketching import contours, drawing, samples, terminal, words
from gdmath.figures.sketching.asked import read
from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from gdmath.descent.history import History
    from gdmath.expression import Expr
    from gdmath.figures.sketching.asked import Asked

__all__ = ["Sketch", "sketch"]


class Sketch(Frozen):
    """A drawing that needs nothing but Python; made by `sketch`. As a str it is one in plain characters.

    Attributes
    ----------
    svg : str
        The drawing, an ``<svg>`` element that follows the page's theme and can be a file of its own.
    text : str
        The drawing in words, for those who do not see it.
    """

    __slots__ = ("_characters", "svg", "text")

    svg: str
    text: str
    _characters: str

    def __init__(self, svg: str, text: str, characters: str) -> None:
        self._set(svg=svg, text=text, _characters=characters)

    def __repr__(self) -> str:
        return f"Sketch: {self.text}"

    def __str__(self) -> str:
        return self._characters

    def _repr_html_(self) -> str:
        return f'<figure class="gd-figure">{self.svg}</figure>'


def sketch(  # noqa: PLR0913 - what is drawn, and from where to where
    expr: Expr | float,
    letters: Any = None,
    *,
    low: Any = None,
    high: Any = None,
    at: float | None = None,
    history: History | None = None,
) -> Sketch:
    """Draw a formula as a curve over one letter, or as a map over two, from floats alone.

    A curve is broken where the formula has no value, where it jumps, and at its poles. A map shows lines of equal
    value at round levels.

    Parameters
    ----------
    expr : Expr or float
        The formula; a number is a level line.
    letters : Expr or str or sequence of them, optional
        The letter across, or the two across and up. Left out, they are those of `history`, else those of the formula in
        alphabetical order, and ``x`` where it has none.
    low, high : float or pair of float, optional
        The ends; for a map, the corners at the lower left and at the upper right, or one number for both sides. Left
        out, they leave some room around the path and the point, and are −5 and 5 where there is neither.
    at : float, optional
        Where to draw the tangent of a curve.
    history : History, optional
        What `gradient_descent` returned for these letters: a dot for each step, or a line alone where there are more
        than 30. Of a descent that diverged the first steps are in the picture, if no ends are given.

    Returns
    -------
    Sketch

    Raises
    ------
    InputError
        If the formula has no value at any sample, or no value or slope where the tangent is to be; if there are more
        than two letters, or others in the formula; if the ends make no sense; if the curve turns too often for a
        picture; or if an argument is of another kind.

    Examples
    --------
    >>> from gdmath import gradient_descent, symbols
    >>> w = symbols("w")
    >>> history = gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25, max_steps=2)
    >>> picture = sketch((w - 3)**2, low=-1, high=7, history=history)
    >>> print(picture.text)
    The curve of (w - 3)**2 from w = −1 to 7 falls from 16 at w = −1 to 0 at w = 3, then rises to 16 at w = 7. A path of
    2 steps from w = 0, where the value is 9, to w = 2.25, where the value is 0.562.
    >>> picture.svg[:4]
    '<svg'
    """
    asked = read(expr, letters, low, high, at, history)
    return _curve(asked) if len(asked.letters) == 1 else _map(asked)


def _curve(asked: Asked) -> Sketch:
    curve = samples.traced(asked.value, asked.low[0], asked.high[0], asked.what)
    if asked.at is not None:
        curve = curve.showing(asked.value(asked.at) or 0.0)
    frame = drawing.framed(asked, curve.bottom, curve.top, drawing.CURVE)
    told = words.of_curve(asked, curve, frame)
    return Sketch(drawing.curve_drawn(asked, curve, frame, told), told, terminal.curve_typed(asked, curve, frame))


def _map(asked: Asked) -> Sketch:
    surface = contours.surveyed(asked.value, asked.low, asked.high, asked.what)
    lines = contours.contours(surface)
    frame = drawing.framed(asked, asked.low[1], asked.high[1], drawing.MAP)
    told = words.of_map(asked, surface, lines, frame)
    drawn = drawing.map_drawn(asked, lines, frame, told)
    return Sketch(drawn, told, terminal.map_typed(asked, lines, frame))
