"""How wide each part of a formula is, written into the page, so that nothing moves when the fonts arrive.

KaTeX writes heights alone and leaves widths to the browser, which before the fonts are there takes them from others.
The parts are those at whose ends a formula may be broken. What is not known here, such as an accent, keeps its width
open: a width is right or it is not written.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from .glyphs import VOID, Font, FontRule, FormulaReader, font_rules

if TYPE_CHECKING:
    from pathlib import Path

_STYLE = re.compile(r"(margin-left|margin-right|padding-left|min-width|width):(-?[\d.]+)em")
_SIZING = re.compile(r"\.katex-sizing\.reset-size(\d+)\.size(\d+)\{font-size:([\d.]+)em")
_SIDES = ("margin-left", "margin-right", "padding-left")
_SHORT = 10.0  # em, which is about half a line on a phone
_BASE = '<span class="katex-base">'
# Their widths are the sum of what stands in them, or the greatest where it stands above each other.
_SUMS = re.compile(
    r"katex-(?:base|strut|sizing)|(?:reset-)?size\d+|m(?:ord|bin|rel|op|open|close|punct|inner|space|frac|table|ult|tight)"
    r"|(?:math|text)(?:normal|rm|bf|it|sf|tt|bb|cal)|text|mainrm|amsrm|boldsymbol|msupsub|sqrt|svg-align|hide-tail|svg"
    r"|vlist-[rs]|pstrut|frac-line|nulldelimiter|delimcenter|delimsizing(?:inner)?|delim-size\d|arraycolsep"
    r"|katex-overline|overline-line|op-symbol|op-limits|small-op|large-op|nobreak|allowbreak"
    r"|katex-(?:root|vbox|thinbox|inner|fix)|rlap"
)
_STACKS = frozenset({"vlist", "vlist-t", "vlist-t2", "col-align-l", "col-align-c", "col-align-r"})
# A thin box is the stroke through a sign, which lies over it.
_EMPTY = frozenset({"katex-strut", "pstrut", "vlist-s", "frac-line", "overline-line", "svg", "katex-thinbox"})
_DEGREE = {"margin-left": 5 / 18, "margin-right": -10 / 18}  # of a root: it stands over the sign


class _Element:
    """An element while it is read: how large its letters are, how wide its content is so far, in em of the formula."""

    def __init__(self, classes: frozenset[str], style: dict[str, float], scale: float) -> None:
        self.classes, self.style, self.scale = classes, style, scale
        self.content = 0.0

    def add(self, width: float) -> None:
        """Take in what stands in it."""
        self.content = max(self.content, width) if self.classes & _STACKS else self.content + width

    @property
    def width(self) -> float:
        """The room that it takes."""
        if self.classes & _EMPTY:
            return 0.0
        own = 0.12 if "nulldelimiter" in self.classes else self.content / self.scale
        own = max(self.style.get("width", own), self.style.get("min-width", 0.0))
        return self.scale * (own + sum(self.style.get(side, 0.0) for side in _SIDES))


class _Widths(FormulaReader):
    def __init__(self, katex: Path, rules: list[FontRule], sizes: dict[tuple[str, str], float]) -> None:
        super().__init__(rules)
        self.katex, self.sizes = katex, sizes
        self.path: list[_Element] = []
        self.known = True
        self.widths: list[float | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        if "katex-base" in classes and not self.path:
            self.known = True
            self.path = [_Element(classes, {}, 1.0)]
        elif self.path and tag not in VOID:
            self.known &= all(name in _STACKS or _SUMS.fullmatch(name) for name in classes)
            classes |= {"svg"} if tag == "svg" else frozenset()  # which KaTeX lays over the place made for it
            style = {name: float(value) for name, value in _STYLE.findall(given.get("style") or "")}
            style |= _DEGREE if "katex-root" in classes else {}
            self.path.append(_Element(classes, style, self.path[-1].scale * self._size(classes)))

    def _size(self, classes: frozenset[str]) -> float:
        if "katex-sizing" not in classes:
            return 1.0
        before = next((name.removeprefix("reset-size") for name in classes if name.startswith("reset-size")), "6")
        after = next((name.removeprefix("size") for name in classes if re.fullmatch(r"size\d+", name)), "6")
        return self.sizes[before, after]

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if self.path and tag not in VOID:
            element = self.path.pop()
            if self.path:
                self.path[-1].add(element.width)
            else:
                self.widths.append(element.width if self.known else None)

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        font = self.open[-1][1]
        if self.path and font and not self.path[-1].classes & _EMPTY:
            advances = _advances(self.katex, font)
            self.known &= all(letter in advances for letter in data)
            self.path[-1].add(self.path[-1].scale * sum(advances.get(letter, 0.0) for letter in data))


@cache  # the style sheet asks for what the pages ask for again
def with_widths(html: str, katex: Path) -> str:
    """The HTML of a formula with the width of each of its parts; a short one is marked, not to be broken in a line."""
    reader = _Widths(katex, *_rules(katex))
    reader.feed(html)
    first, *parts = html.split(_BASE)
    if sum(width or _SHORT for width in reader.widths) <= _SHORT:
        first = first.replace('class="katex-html"', 'class="katex-html gd-short"')
    widths = [f' style="width:{width:.4f}em"' if width else "" for width in reader.widths]
    bases = [f'<span class="katex-base"{width}>{part}' for width, part in zip(widths, parts, strict=True)]
    return "".join([first, *bases])


@cache
def _rules(katex: Path) -> tuple[list[FontRule], dict[tuple[str, str], float]]:
    stylesheet = (katex / "katex.min.css").read_text(encoding="utf-8")
    sizes = {(before, after): float(size) for before, after, size in _SIZING.findall(stylesheet)}
    return font_rules(stylesheet), sizes


@cache
def _advances(katex: Path, font: Font) -> dict[str, float]:
    """How wide each letter of a font is, in em."""
    slope = {("normal", "400"): "Regular", ("italic", "400"): "Italic", ("normal", "700"): "Bold"}
    name = f"KaTeX_{font.family}-{slope.get((font.style, font.weight), 'BoldItalic')}.ttf"
    file = katex / "fonts" / name
    if not file.exists():
        return {}
    with TTFont(file) as loaded:
        units = loaded["head"].unitsPerEm
        return {chr(code): loaded["hmtx"][glyph][0] / units for code, glyph in loaded.getBestCmap().items()}
