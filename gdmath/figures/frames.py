"""The frames of a moving figure: each is drawn as a whole, and kept as what differs from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.axes import Axes

from gdmath.errors import InputError, require
from gdmath.figures.given import called
from gdmath.figures.still import described, require_shown
from gdmath.figures.svg import drawn, inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# What can differ besides an attribute: the text of an element, and, where frames have other elements inside one, those
# from a certain child on, whose number follows the sign.
TEXT, INNER = "", "*"
_NO_LAYOUT: Any = {"figure.autolayout": False, "figure.constrained_layout.use": False}
_BY_NAME = "Let draw take the sliders by name, and return Axes"


class Part(NamedTuple):
    """One thing that differs: where it is (child by child), what it is, and its value in each frame."""

    place: tuple[int, ...]
    key: str
    values: tuple[str | None, ...]


def draw_frames(draw: Callable[..., Axes], points: Sequence[Mapping[str, float]], caption: str) -> list[ET.Element]:
    """Draw one frame for each point; all have the layout of the first, so that nothing moves but what should.

    Raises
    ------
    InputError
        If a frame is no Axes, is not described, or has another size than the first.
    """
    frames: list[ET.Element] = []
    place = None
    for point in points:
        ax, words = _frame(draw, point, caption)
        if place is not None:
            with mpl.rc_context(_NO_LAYOUT):  # with any engine, "none" too, matplotlib draws twice
                ax.figure.set_layout_engine(None)  # type: ignore[union-attr]  # an Axes of ours is on a whole figure
            ax.set_position(place)
        frame = inline(drawn(ax.figure), words, "frame")
        place = ax.get_position() if place is None else place
        if frame.get("viewBox") != (frames or [frame])[0].get("viewBox"):
            raise InputError(
                f"move from {dict(points[0])!r} to {dict(point)!r}",
                "the two frames are figures of different sizes",
                "Draw every frame on Axes of one size",
            )
        frames.append(frame)
    return frames


def _frame(draw: Callable[..., Axes], point: Mapping[str, float], caption: str) -> tuple[Axes, str]:
    ax = called(draw, "draw", lambda: f"draw the frame at {dict(point)!r}", _BY_NAME, **point)
    require(ax, Axes, "draw a frame on")
    require_shown(ax, "draw a frame on")
    return ax, described(ax, caption)


def differences(frames: Sequence[ET.Element], place: tuple[int, ...] = ()) -> Iterator[Part]:
    """Yield what differs among elements that stand at the same place, and in the elements inside them."""
    for key in dict.fromkeys(key for frame in frames for key in frame.attrib):
        yield from _if_different(place, key, [frame.get(key) for frame in frames])
    yield from _if_different(place, TEXT, [frame.text for frame in frames])
    alike = 0
    for children in zip(*frames, strict=False):
        if len({child.tag for child in children}) > 1:
            break
        yield from differences(children, (*place, alike))
        alike += 1
    yield from _if_different(place, f"{INNER}{alike}", [_from(frame, alike) for frame in frames])


def _if_different(place: tuple[int, ...], key: str, values: Sequence[str | None]) -> Iterator[Part]:
    if len(set(values)) > 1:
        yield Part(place, key, tuple(values))


def _from(frame: ET.Element, child: int) -> str:
    return "".join(ET.tostring(each, encoding="unicode") for each in frame[child:])
