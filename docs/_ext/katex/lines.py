r"""An aligned formula, line by line: KaTeX would set it as columns, which can neither wrap nor make way on a phone.

Each line is a formula of its own, in boxes that formula.css aligns at the equals sign. A name beside a line, such as
that of a rule, is text, and stands beside its line where there is room, and on a row of its own where there is none.
"""

import re
from dataclasses import dataclass

_ALIGNED = re.compile(r"\s*\\begin\{(?P<name>aligned|split|align\*)\}(?P<rows>.*)\\end\{(?P=name)\}\s*", re.DOTALL)
_PIECE = re.compile(
    r"(?P<row>\\\\\*?(?:\[[^\]]*\])?)|(?P<cell>&)|(?P<open>\{|\\begin\b)|(?P<close>\}|\\end\b)|\\.|[^\\{}&]+", re.DOTALL
)
_NAME = re.compile(r"\s*(?:\\small)?\\text\{(?P<text>[^\\{}$%#^_~]*)\}\s*")
# What KaTeX alone can set: a comment, a rule between lines, a number or words of one line.
_UNFIT = re.compile(r"(?<!\\)%|\\(?:hline|hdashline|tag|notag|nonumber|intertext|newline|cr)\b")


@dataclass(frozen=True)
class Line:
    """One line: what stands left of its equals sign, the rest, and a name before or after it. Any may be empty."""

    left: str
    right: str
    before: str = ""
    after: str = ""


def lines(tex: str) -> list[Line] | None:
    """The lines of an aligned formula; None if it is no such formula, or if it is one for KaTeX as a whole."""
    aligned = _ALIGNED.fullmatch(tex)
    if aligned is None or _UNFIT.search(tex):
        return None
    found = [_line(cells) for cells in _rows(aligned["rows"])]
    fit = [line for line in found if line is not None]
    return fit if len(fit) == len(found) > 1 else None


def _rows(tex: str) -> list[list[str]]:
    rows, depth = [[""]], 0
    for piece in _PIECE.finditer(tex):
        depth += bool(piece["open"]) - bool(piece["close"])
        if piece["row"] and not depth:
            rows.append([""])
        elif piece["cell"] and not depth:
            rows[-1].append("")
        else:
            rows[-1][-1] += piece[0]
    cells = [[cell.strip() for cell in row] for row in rows]
    return cells[:-1] if cells[-1] == [""] else cells  # the last line may be ended as well


def _line(cells: list[str]) -> Line | None:
    match cells:
        case [left, right]:
            return Line(left, right)
        case [left, right, "", name] if found := _NAME.fullmatch(name):
            return Line(left, right, after=found["text"].strip())
        case [name, "", left, right] if found := _NAME.fullmatch(name):
            return Line(left, right, before=found["text"].strip())
    return None
