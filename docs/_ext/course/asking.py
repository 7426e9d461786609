"""How an exercise is put to a reader, on a page and in the reader's browser alike: its levels, its kinds, its room."""

from __future__ import annotations

import re

from gdmath.practice import Choice, Formula, Function, Number

LEVELS = {1: "one step", 2: "a few steps", 3: "several ideas together"}
KINDS: dict[type, str] = {Number: "number", Formula: "formula", Choice: "choice", Function: "code"}
LABELS: dict[type, str] = {
    Number: "Your answer, a decimal or a fraction",
    Formula: "Your answer, a formula in any form",
    Function: "Your function",
}
LONG = 20  # characters of a formula that fit on any screen
_FORMULA = re.compile(r"[ ]*(?<!\$)\$(?!\$)(?P<tex>[^$]+)\$(?P<mark>[.,:;]?)[ ]*")


def with_room(text: str) -> str:
    """A paragraph whose long formulas stand by themselves, where they can scroll on a narrow screen."""

    def placed(formula: re.Match[str]) -> str:
        return f"\n\n$$\n{formula['tex']}{formula['mark']}\n$$\n\n" if seen(formula["tex"]) > LONG else formula[0]

    return _FORMULA.sub(placed, text).strip()


def seen(tex: str) -> int:
    """About how many characters of a formula are seen."""
    return len(re.sub(r"\\[A-Za-z]+|[{}\\\s]", "", tex))
