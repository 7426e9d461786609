"""The one door through which a figure reaches a page: an SVG in the page's own text and colours, with words for it."""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from gdmath.errors import InputError, require
from gdmath.figures.given import quoted, words
from gdmath.figures.svg import drawn, inline
from gdmath.frozen import Frozen

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class PageFigure(Frozen):
    """A figure with its caption and its description, ready for a page; made by `figure`.

    Attributes
    ----------
    svg : str
        The drawing, an ``<svg>`` element that follows the page's theme.
    caption : str
        What to see in the figure.
    alt : str
        The figure in words, for those who do not see it.
    """

    __slots__ = ("alt", "caption", "svg")

    svg: str
    caption: str
    alt: str

    def __init__(self, svg: str, caption: str, alt: str) -> None:
        self._set(svg=svg, caption=caption, alt=alt)

    def __repr__(self) -> str:
        return f"Figure: {self.caption} ({self.alt})"

    def _repr_html_(self) -> str:
        caption = f"<figcaption>{escape(self.caption, quote=False)}</figcaption>"
        return f'<figure class="gd-figure">{self.svg}{caption}</figure>'


def describe(ax: Axes, sentences: str) -> None:
    """Add to the description of what is drawn on an Axes, which its label holds.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where something was drawn.
    sentences : str
        What was drawn, in words, with its numbers.

    Examples
    --------
    >>> from gdmath.plotting import axes
    >>> ax = axes()
    >>> describe(ax, "A point at w = 1.")
    >>> describe(ax, "Another at w = 2.")
    >>> ax.get_label()
    'A point at w = 1. Another at w = 2.'
    """
    from matplotlib.axes import Axes

    require(ax, Axes, "describe")
    words(sentences, "describe a figure by")
    ax.set_label(f"{ax.get_label()} {sentences}".strip())


def figure(ax: Axes, *, caption: str, alt: str | None = None) -> PageFigure:
    """Return the figure that an Axes belongs to, as a page shows it.

    The drawing's text is real text in the page's font. Its colours are CSS variables, so that one figure follows the
    light and the dark theme. The same drawing gives the same bytes, on every machine.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Any Axes of the figure, such as those that the plotting functions return.
    caption : str
        What to see in the figure, shown below it.
    alt : str, optional
        The figure in words. Without it, the description that each plotting function computes from its data and keeps
        as the label of its Axes (see `describe`).

    Returns
    -------
    PageFigure

    Raises
    ------
    InputError
        If the caption is empty, if there is no description, if a text would be too small on a phone, if matplotlib
        cannot draw the figure, or if an argument is of another kind.

    Examples
    --------
    >>> from gdmath.plotting import axes
    >>> ax = axes()
    >>> _ = ax.plot([0, 1], [0, 2])
    >>> figure(ax, caption="A straight line.", alt="A line from 0 to 2.")
    Figure: A straight line. (A line from 0 to 2.)
    """
    from matplotlib.axes import Axes

    require(ax, Axes, "show a figure of")
    require_shown(ax, "show a figure of")
    caption = captioned(caption, "show a figure", "a reader must know what to see")
    told = described(ax, caption) if alt is None else words(alt, "describe a figure by").strip()
    if not told:
        raise _undescribed(caption)
    drawing = drawn(ax.figure)
    # Several figures of one page must not share the name of a clip path.
    mark = hashlib.sha256(f"{drawing}\0{caption}\0{told}".encode()).hexdigest()[:8]
    return PageFigure(ET.tostring(inline(drawing, told, mark), encoding="unicode"), caption, told)


def captioned(caption: Any, doing: str, because: str) -> str:
    """Return a caption that says something, or raise `InputError`."""
    text = words(caption, f"{doing} with caption") if caption is not None else ""
    if not text.strip():
        raise InputError(f"{doing} with caption={caption!r}", because, "Say it in one sentence")
    return text


def require_shown(ax: Axes, doing: str) -> None:
    """Refuse Axes that have been removed from their figure."""
    found: Any = ax.figure
    if found is None:
        raise InputError(f"{doing} {quoted(ax)}", "they have been removed from their figure", "Pass others")


def described(ax: Axes, caption: str) -> str:
    """Return what the plotting functions have said of all Axes of a figure; raise `InputError` where they have not."""
    labels = [str(each.get_label()) for each in ax.figure.axes]
    if not all(labels):
        raise _undescribed(caption)
    return " ".join(labels)


def _undescribed(caption: str) -> InputError:
    return InputError(
        f"show the figure captioned {caption!r}",
        "it has no description for those who do not see it",
        "Pass alt=..., or draw with a function of gdmath, which computes one",
    )
