"""Find the numbers that were typed into the prose of a page, where they would outlive the code and data they came from.

- In text, every digit counts: `` {value}`expression:.4f` `` computes a number in place, and words ("two") are free.
- In a formula, digits by themselves are structure, as in w_1, x^2 or 2w. A decimal, a number of several digits, a
  percentage, and a digit that stands alone after an equals sign are typed.
- In inline code, a number by itself and any decimal count.
- A definition, which depends on nothing, is marked as such: `` {definition}`0.5` ``, in text and in formulas. A page
  may hold few.
"""

import ast
import builtins
import re
from collections.abc import Iterator

from .numerals import SUPERSCRIPTS, numbers
from .prose import Finding, Piece, pieces

MOST_DEFINITIONS = 10
LONGEST_DEFINITION = 30

_ROLE_IN_FORMULA = re.compile(r"\{(?P<role>value|latex|definition)\}`(?P<content>[^`]*)`")


def findings(text: str) -> list[Finding]:
    """Return what is typed in the prose of a page and must not be, in the order of its lines."""
    prose = [part for piece in pieces(text) for part in _with_roles_of_formulas(piece)]
    found = [finding for piece in prose for finding in _findings_in(piece)]
    definitions = [piece for piece in prose if piece.kind == "definition"]
    if len(definitions) > MOST_DEFINITIONS:
        found.append(
            Finding(
                definitions[MOST_DEFINITIONS].line,
                f"keep {len(definitions)} definitions on one page",
                f"at most {MOST_DEFINITIONS} are allowed, so that the mark stays rare",
                "Compute those that code or data decide",
            )
        )
    return sorted(found, key=lambda finding: finding.line)


def _with_roles_of_formulas(piece: Piece) -> Iterator[Piece]:
    """Take the roles out of a formula, as pieces of their own."""
    if piece.kind != "formula":
        yield piece
        return
    for role in _ROLE_IN_FORMULA.finditer(piece.text):
        line = piece.line + piece.text.count("\n", 0, role.start())
        yield Piece("definition" if role["role"] == "definition" else "value", role["content"], line)
    # A letter in place of the role: it is neither a digit nor a gap between two.
    yield Piece("formula", _ROLE_IN_FORMULA.sub(lambda role: "v" + "\n" * role[0].count("\n"), piece.text), piece.line)


def _findings_in(piece: Piece) -> Iterator[Finding]:
    match piece.kind:
        case "definition":
            yield from _unfit_definition(piece)
        case "value" if _is_constant(piece.text):
            yield Finding(
                piece.line,
                f"take {piece.text!r} for a computed number",
                "it uses nothing that the page's code has computed",
                "Name what is computed, or mark a definition, {definition}`number`",
            )
        case "text" | "formula" | "code":
            for number, start in numbers(piece):
                yield _typed(piece, number, start)


def _is_constant(expression: str) -> bool:
    """Tell whether what claims to be computed is a constant; a format may follow its last colon."""
    for source in (expression, expression.rpartition(":")[0]):
        try:
            tree = ast.parse(source.strip(), mode="eval")
        except SyntaxError:
            continue
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        return names <= set(dir(builtins))
    return False


def _typed(piece: Piece, number: str, start: int) -> Finding:
    line = piece.text.splitlines()[piece.text.count("\n", 0, start)].strip()
    number = number.strip()
    return Finding(
        piece.line + piece.text.count("\n", 0, start),
        f"keep the typed number {number!r} in {line!r}",
        "it goes stale when the code or the data change",
        f"Compute it in place, {{value}}`expression:.4f`, or, where it depends on nothing, mark it, "
        f"{{definition}}`{number}`",
    )


def _unfit_definition(piece: Piece) -> Iterator[Finding]:
    has_digit = re.search(rf"\d|{SUPERSCRIPTS}", piece.text)
    if not has_digit or len(piece.text) > LONGEST_DEFINITION:
        yield Finding(
            piece.line,
            f"mark {piece.text!r} as a definition",
            f"a definition is one number or name with digits, of at most {LONGEST_DEFINITION} characters",
            "Mark the number alone",
        )
