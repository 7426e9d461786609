"""Which characters of which of KaTeX's fonts a formula is drawn with, as KaTeX's own style sheet decides it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from html.parser import HTMLParser

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FAMILY = re.compile(r"font-family:[\"']?KaTeX_(\w+)")
_STYLE = re.compile(r"font-style:(\w+)")
_WEIGHT = re.compile(r"font-weight:(\w+)")
VOID = {"path", "line"}


@dataclass(frozen=True, order=True)
class Font:
    """A font as CSS names it."""

    family: str
    style: str = "normal"
    weight: str = "400"


@dataclass(frozen=True)
class FontRule:
    """A rule of the style sheet that says something about a font."""

    classes: frozenset[str]  # that an element has
    of_parent: frozenset[str]  # that its parent has, for a rule on children
    declared: dict[str, str]


Glyphs = dict[Font, set[str]]


def font_rules(stylesheet: str) -> list[FontRule]:
    """The rules of KaTeX's style sheet that choose a font, in its order."""
    found = []
    for selectors, declarations in _RULE.findall(stylesheet):
        patterns = (("family", _FAMILY), ("style", _STYLE), ("weight", _WEIGHT))
        declared = {name: value[1] for name, pattern in patterns if (value := pattern.search(declarations))}
        if declared and "@font-face" not in selectors:
            found += [_rule(selector, declared) for selector in selectors.split(",")]
    return found


def _rule(selector: str, declared: dict[str, str]) -> FontRule:
    above, child, _ = selector.strip().rpartition(">span")
    classes = frozenset((above if child else selector).split()[-1].split(".")) - {""}
    return FontRule(frozenset(), classes, declared) if child else FontRule(classes, frozenset(), declared)


class FormulaReader(HTMLParser):
    """Follows the HTML of a formula: the font at each place, and the letters of each font."""

    def __init__(self, rules: list[FontRule]) -> None:
        super().__init__()
        self.rules = rules
        self.open: list[tuple[frozenset[str], Font | None]] = [(frozenset(), None)]
        self.glyphs: Glyphs = defaultdict(set)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Choose the font of an element."""
        if tag in VOID:
            return
        classes = frozenset((dict(attrs).get("class") or "").split())
        above, font = self.open[-1]
        if "katex-html" in classes:
            font = Font("Main")
        if font:
            for rule in self.rules:
                if rule.classes <= classes and rule.of_parent <= above and (rule.classes or rule.of_parent):
                    font = replace(font, **rule.declared)
        self.open.append((classes, font))

    def handle_endtag(self, tag: str) -> None:
        """Go back to the element around it."""
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Note the letters."""
        font = self.open[-1][1]
        if font:
            self.glyphs[font].update(data)


def glyphs_of(html: str, rules: list[FontRule]) -> Glyphs:
    """The characters of each font that the HTML of a formula shows."""
    reader = FormulaReader(rules)
    reader.feed(html)
    reader.close()
    return reader.glyphs
