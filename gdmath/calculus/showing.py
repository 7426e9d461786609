"""A derivation for a reader: a line a step, the name of its rule beside it; in a terminal and as LaTeX."""

from __future__ import annotations

from gdmath.printing import latex, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gdmath.calculus.derivation import Derivation
    from gdmath.calculus.steps import Note
    from gdmath.expression import Expr

MOST_LINES = 200  # of a longer derivation the beginning is shown, and how much is left out before the result
MOST_PARTS = 100_000  # the same for all lines together, each of which has every part of the formula


def derivation_text(derivation: Derivation) -> str:
    """A derivation for a terminal, with the rewrites that tidied it below where they were asked for."""
    lines = [(name, f"  = {text(line)}") for name, line in _lines(derivation)]
    if derivation.domain:
        lines[-1] = f"{lines[-1][0]}, where {' and '.join(map(str, derivation.domain))}", lines[-1][1]
    notes = [(name, f"      {text(before)} = {text(after)}") for name, before, after in _notes(derivation)]
    return "\n".join([text(derivation.start), *_beside(lines), *_beside(notes)])


def _beside(lines: list[tuple[str, str]]) -> list[str]:
    """Lines with a name beside each, in a column."""
    wide = max((len(line) for _, line in lines), default=0)
    return [f"{line:{wide}}    {name}" for name, line in lines]


def derivation_latex(derivation: Derivation) -> str:
    """A derivation as aligned LaTeX; a partial sign in its title calls for more of them."""
    start, left = derivation.start, derivation.left
    partial = r"\partial" in left if left else len(start.free_symbols) > 1

    def formula(expr: Expr) -> str:
        return latex(expr, derivation.digits, partial=partial)

    first = f"{left} &= {formula(start)}" if left else f"& {formula(start)}"
    rows = [f"&= {formula(line)} && {_named(name)}" for name, line in _lines(derivation)]
    if derivation.domain:
        rows.append(r"&\quad \text{where } " + r" \text{ and } ".join(need.latex for need in derivation.domain))
    notes = [rf"&\quad {formula(old)} = {formula(new)} && {_named(name)}" for name, old, new in _notes(derivation)]
    return "$$\n\\begin{aligned}\n" + " \\\\[0.4em]\n".join([first, *rows, *notes]) + "\n\\end{aligned}\n$$"


def _lines(derivation: Derivation) -> list[tuple[str, Expr]]:
    return derivation.first_lines(MOST_LINES, MOST_PARTS)


def _notes(derivation: Derivation) -> list[Note]:
    return derivation.rewrites if derivation.unfolded else []


def _named(rule: str) -> str:
    return rf"\small\text{{{rule}}}"
