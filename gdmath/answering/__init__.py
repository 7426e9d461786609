"""The answer as a teacher would write it: what the rules have built, with factors and like terms put together.

A result of the rules says how it came about: `5*(3*w**2 - 1)**4*(6*w)` still has the two factors of the chain rule.
Two steps make an answer of it, one after the other, until neither finds anything left to do:

factors together
    Over a whole product or quotient: the number in front, then each base once with its whole exponent; what every
    term above the line has in common with what is below it is cancelled.
like terms
    Over a whole sum, also across brackets behind a minus: each kind of term once, and the numbers computed.

Nothing is multiplied out, no common denominator is made, and no identity of trigonometry is used.  What stands below a
function or a power that the reader typed stays as it was typed.
"""

from __future__ import annotations

from gdmath.answering.common import common_factors
from gdmath.answering.equations import FACTORS, TERMS
from gdmath.answering.factors import factors_together
from gdmath.answering.restrictions import asked, lost
from gdmath.answering.terms import like_terms
from gdmath.expression import postorder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from gdmath.answering.restrictions import Restriction
    from gdmath.expression import Expr

    Note = tuple[str, Expr, Expr]

MOST_ROUNDS = 4  # of both steps; what is typed seldom takes more than two
_STEPS = (FACTORS, (factors_together, common_factors)), (TERMS, (like_terms,))


def answering(result: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> list[Note]:
    """The steps from a result to its answer: the name of each, and the whole formula before and after it.

    Parameters
    ----------
    result : Expr
        What the rules have built.
    typed : container of Expr
        The parts of what the reader typed.
    roots : bool
        Whether the square of a square root becomes what stands below the root, which has more values than it.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> answering(5 * (3 * w**2 - 1) ** 4 * (6 * w))
    [('factors together', 5*(3*w**2 - 1)**4*(6*w), 30*w*(3*w**2 - 1)**4)]
    >>> answering(w + 3 - (w - 2))
    [('like terms', w + 3 - (w - 2), 5)]
    """
    notes: list[Note] = []
    for _ in range(MOST_ROUNDS):
        before = result
        for name, parts in _STEPS:
            made = result
            for step in parts:
                made = step(made, typed, roots=roots)
            if made is not result:
                notes.append((name, result, made))
                result = made
        if result is before:
            break
    return notes


def answered(result: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> Expr:
    """The answer that these steps lead to."""
    notes = answering(result, typed, roots=roots)
    return notes[-1][2] if notes else result


def finished(typed: Expr, lines: Iterable[Expr], result: Expr) -> tuple[list[Note], tuple[Restriction, ...]]:
    """The steps to the answer of a derivation, and where the answer holds.

    Parameters
    ----------
    typed : Expr
        What the reader typed.
    lines : iterable of Expr
        Its derivatives before anything was tidied.
    result : Expr
        The last one of them, tidied.
    """
    parts = frozenset(postorder(typed))
    before = asked([typed, *lines], answered)
    found: list[tuple[list[Note], tuple[Restriction, ...]]] = []
    for roots in (True, False):
        notes = answering(result, parts, roots=roots)
        after = asked([notes[-1][2] if notes else result], answered, everywhere=True)
        found.append((notes, lost(before, after)))
        if not any(restriction.sign[0] in "<>" for restriction in found[-1][1]):
            return found[-1]
    return min(found, key=lambda steps: len(steps[1]))
