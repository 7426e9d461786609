"""Write an expression from left to right, piece by piece, and stop where it gets too long to read.

An expression is taken apart into pieces, which are strings, and parts that are still to be taken apart;
so neither depth nor a part that occurs very often can make it slow.
"""

from __future__ import annotations

from gdmath.errors import InputError, shown
from gdmath.expression import Expr, postorder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    # What to write; the parts whose own sign that is; whether it closes what was opened last; and what will
    # close what it opens.
    Piece = tuple[str, tuple[Expr, ...], bool, str]
    Items = list[Any]  # pieces and expressions

LIMIT = 20_000  # characters; beyond it a formula helps nobody
DEEPEST = 250  # brackets, fractions and exponents within each other, in LaTeX
MOST_DECIMALS = 1074  # no float has more
EXTREMES = frozenset(["Max", "Min"])
LARGEST_FIXED = 1e15  # beyond it a float has no decimals left to show
# How tightly a piece holds together; a piece that is looser than its place gets brackets.
COMPARISON, EITHER, BOTH, SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(-3, 5)


def write(expr: Expr, items: Callable[[Expr], Items]) -> tuple[list[str], list[str], int | None]:
    """The pieces of an expression; if it is cut, what closes those that are open, and how many parts are missing."""
    pieces: list[str] = []
    closers: list[str] = []
    written: set[Expr] = set()
    room = LIMIT
    stack: list[Any] = [expr]
    while stack:
        item = stack.pop()
        if isinstance(item, Expr):
            stack.extend(reversed(items(item)))
            continue
        string, signs, closes, closer = item
        room -= len(string)
        if room < 0 or (closer and len(closers) - closes >= DEEPEST):
            return pieces, closers, len(postorder(expr)) - len(written)
        pieces.append(string)
        written.update(signs)
        if closes:
            closers.pop()
        if closer:
            closers.append(closer)
    return pieces, [], None


def require_digits(digits: object) -> None:
    """Refuse a number of decimals that no number can be written with.

    Raises
    ------
    InputError
        It is neither None nor a whole number from 0 to 1,074.
    """
    whole = isinstance(digits, int) and not isinstance(digits, bool) and 0 <= digits <= MOST_DECIMALS
    if digits is not None and not whole:
        because = f"that is no whole number from 0 to {MOST_DECIMALS:,}, and no float has more of them"
        instead = "Pass digits=4, or None for the fewest that are exact"
        raise InputError(f"write numbers with digits={shown(digits)}", because, instead)


def sign(part: Expr, string: str, closer: str = "") -> Piece:
    """The sign of a part: its operator, name or number."""
    return string, (part,), False, closer


def glue(string: str) -> Piece:
    """A bracket or comma that belongs to no part and needs no closing."""
    return string, (), False, ""


def close(string: str, closer: str = "") -> Piece:
    """What closes the last thing opened, and perhaps opens another."""
    return string, (), True, closer


def number(value: float, digits: int | None) -> str:
    """A number with so many decimals, or with as many as it has."""
    if digits is None or not isinstance(value, float):
        return repr(value)
    fixed = f"{value:.{digits}f}"
    # A number that is not zero must not be shown as zero, nor an enormous one with digits that it does not have.
    return fixed if (float(fixed) or not value) and value < LARGEST_FIXED else f"{value:.{digits}e}"


def arguments(part: Expr) -> tuple[tuple[Expr, ...], list[Expr]]:
    """What the largest or smallest is taken of, the larger of a larger one and another being the largest of all."""
    parts, later = [part], list(part.args[1:])
    while parts[-1].args[0].head is part.head:
        parts.append(parts[-1].args[0])
        later[:0] = parts[-1].args[1:]
    return tuple(parts), [parts[-1].args[0], *later]


def in_pieces(part: Expr) -> list[tuple[tuple[Expr, ...], Expr, Expr | None]]:
    """The pieces of a `Piecewise`: the parts whose sign each is, the piece, and its condition; None if it has none."""
    found: list[tuple[tuple[Expr, ...], Expr, Expr | None]] = []
    head, elsewhere = part.head, [part]
    while elsewhere and elsewhere[0].head is head:
        owner = elsewhere[0]
        piece, condition, *elsewhere = owner.args
        found.append(((owner,), piece, condition))
    return [*found, *(((), piece, None) for piece in elsewhere)]
