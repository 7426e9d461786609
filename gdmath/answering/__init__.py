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
from gdmath.answering.exponents import whole
from gdmath.answering.factors import factors_together, in_order
from gdmath.answering.restrictions import Restriction, asked, lost
from gdmath.answering.terms import like_terms
from gdmath.expression import postorder
from gdmath.functions import sqrt
from gdmath.rules import FACTORS, TERMS
from gdmath.tidying import ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from gdmath.expression import Expr

    Note = tuple[str, Expr, Expr]

__all__ = ["Restriction", "answered", "answering", "answering_of", "domain_of"]

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
    made = in_order(result, typed, roots=roots)
    if made is not result:
        last = notes.pop() if notes and notes[-1][0] == FACTORS else (FACTORS, result, made)
        notes.append((FACTORS, last[1], made))
    return notes


def answered(result: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> Expr:
    """The answer that these steps lead to."""
    notes = answering(result, typed, roots=roots)
    return notes[-1][2] if notes else result


def answering_of(typed: Expr, untidied: Callable[[], Expr], result: Expr) -> list[Note]:
    """The steps to the answer of a derivative; the square of a root stays one where it is needed to say where it holds.

    Parameters
    ----------
    typed : Expr
        What the reader typed.
    untidied : callable
        Gives its derivative before anything was tidied.
    result : Expr
        The same, tidied.
    """
    parts = frozenset(postorder(typed))
    notes = answering(result, parts)
    if not any(map(_is_broken, postorder(result))):
        return notes
    found, lines = [notes, answering(result, parts, roots=False)], [typed, untidied()]
    needs = [domain_of(lines, steps[-1][2] if steps else result) for steps in found]
    ends = any(need.sign[0] in "<>" for need in needs[0])
    return found[ends and len(needs[1]) < len(needs[0])]


def _is_broken(part: Expr) -> bool:
    """Whether a part is a root, or a power whose exponent is no whole number."""
    return part.head is sqrt or (part.head == "**" and ratio(part.args[1]) is not None and whole(part.args[1]) is None)


def domain_of(lines: Iterable[Expr], answer: Expr) -> tuple[Restriction, ...]:
    """Where an answer holds: what the lines of its derivation ask of their letters, and the answer does not."""
    return lost(asked(lines, answered), asked([answer], answered, everywhere=True))
