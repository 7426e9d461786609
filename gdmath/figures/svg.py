"""Matplotlib's SVG made fit for a page: colours as variables of the theme, text in the page's font, short numbers."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import matplotlib as mpl

from gdmath.errors import InputError
from gdmath.figures.given import called
from gdmath.figures.palette import PALETTE, variable

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

_VARIABLES = {hexcode: variable(role) for role, hexcode in PALETTE.items()}
# What matplotlib draws in black by default has to turn light in the dark theme as well.
_VARIABLES["#000000"] = _VARIABLES[PALETTE["ink"]]

_POINT = re.compile(r"([ML]) (-?[\d.]+) (-?[\d.]+)")
# A phone 390 px wide leaves 358 px for a figure, and no letter may be lower than 11 px there.
_PHONE_WIDTH, _LEAST_TEXT = 358.0, 11.0

_READABLE = "Write its texts in letters and signs that can be read, without $"
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "gdmath", "path.simplify": False}


def drawn(drawing: Figure | SubFigure) -> str:
    """Return matplotlib's own SVG, without dates and without a background."""
    text = io.StringIO()
    options = {"format": "svg", "transparent": True, "metadata": {"Date": None, "Creator": None}}
    with mpl.rc_context(_SETTINGS):
        called(drawing.canvas.figure.savefig, "matplotlib", lambda: "draw this figure", _READABLE, text, **options)
    return text.getvalue()


def inline(svg: str, words: str, mark: str) -> ET.Element:
    """Return the SVG as it stands inside an HTML page, its own names marked with `mark`."""
    try:
        root = ET.fromstring(svg)  # noqa: S314 - written by matplotlib, not by a stranger
    except ET.ParseError as error:
        raise InputError("show this figure", f"a text has a sign that no page has ({error})", _READABLE) from error
    width, height = root.get("viewBox", "").split()[2:]
    used = set(re.findall(r"#([\w.-]+)", " ".join(value for e in root.iter() for value in e.attrib.values())))
    _drop(root, "metadata", "style")
    for element in root.iter():
        element.tag = _local(element.tag)
        element.attrib = {_local(key): value for key, value in element.attrib.items()}
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        if element.get("transform", "").startswith("rotate(-0 "):
            element.attrib.pop("transform")
        for key, value in element.attrib.items():
            element.set(key, _value(key, value, mark))
        if element.tag == "text":
            _enlarge(element, float(width))
        else:
            element.text = None
        element.tail = None
    for group in root.iter("g"):
        _share_style(group)
    style = f"width: 100%; max-width: {float(width) * 1.5:g}px; height: auto; stroke-linejoin: round"
    # The label above the axis stands at the very edge, and a reader's font may be taller than matplotlib's.
    view = f"0 -5 {width} {float(height) + 5:g}"
    # Texts are placed by their widths: in another language they would lie over each other. (SVG has no translate="no".)
    root.attrib = {"viewBox": view, "role": "img", "aria-label": words, "style": style, "class": "notranslate"}
    return root


def _drop(element: ET.Element, *tags: str) -> None:
    """Drop what means nothing inside a page, or (a style sheet) would mean something to the whole of it."""
    for child in list(element):
        if _local(child.tag) in tags:
            element.remove(child)
        else:
            _drop(child, *tags)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _value(key: str, value: str, mark: str) -> str:
    """Return an attribute with its colours as variables, its names marked as this figure's, its numbers short."""
    if key == "style":
        value = re.sub(r"#[0-9a-f]{6}\b", lambda found: _VARIABLES.get(found[0], found[0]), value)
        return re.sub(r" ?font-family:[^;]*;?", "", value)
    if key == "id":
        return f"gd-{mark}-{value}"
    value = re.sub(r"#([\w.-]+)", rf"#gd-{mark}-\1", value)
    value = " ".join(re.sub(r"\d+\.\d+", _short, value).split())
    return _relative(value) if key == "d" else value


def _short(number: re.Match[str]) -> str:
    """Return a number to a tenth of a pixel, or a hundredth where it is small, as in the shape of a marker."""
    value = float(number[0])
    return f"{value:.{1 if value >= 10 else 2}f}".rstrip("0").rstrip(".")


def _relative(path: str) -> str:
    """Return a path of straight lines with each point seen from the one before it, in half the letters."""
    points = _POINT.findall(path)
    if " ".join(" ".join(point) for point in points) != path:
        return path
    x = y = 0.0
    told = []
    for command, *place in points:
        right, down = (round(there - here, 2) for there, here in zip(map(float, place), (x, y), strict=True))
        if command == "M":
            told.append(f"m{right:g} {down:g}")
        else:
            told.append(f"v{down:g}" if not right else f"h{right:g}" if not down else f"l{right:g} {down:g}")
        x, y = map(float, place)
    return "".join(told)


def _share_style(group: ET.Element) -> None:
    """Let points that look the same have their style from the group that they stand in."""
    styles = {child.get("style") for child in group}
    if len(group) and all(child.tag == "use" for child in group) and len(styles) == 1 and "style" not in group.attrib:
        group.set("style", str(styles.pop()))
        for child in group:
            child.attrib.pop("style")


def _enlarge(text: ET.Element, width: float) -> None:
    """Give a text a size that the page may change, after making sure that it can be read on a phone."""
    if len(text):
        raise InputError(
            f"show the formula {''.join(text.itertext()).strip()!r} in a figure",
            "matplotlib sets its letters one by one, for a font that is not the page's",
            "Write it as plain text, such as w₁, without $",
        )
    size = re.search(r"font-size: ([\d.]+)px", text.get("style", ""))
    if size is None or float(size[1]) * _PHONE_WIDTH / width < _LEAST_TEXT:
        raise InputError(
            f"show the text {text.text!r}",
            f"it would be lower than {_LEAST_TEXT:g} px on a phone",
            f"Draw on gdmath.plotting.axes(), or set its size to {_LEAST_TEXT * width / _PHONE_WIDTH:.1f} or more",
        )
    text.set("style", text.get("style", "").replace(size[0], f"font-size: calc({size[1]} * var(--gd-figure-em, 1px))"))
