"""Like terms: a whole sum, read as how many times each kind of term, and written again."""

from __future__ import annotations

from gdmath.answering.exponents import ONE, ZERO, Factor, added
from gdmath.answering.factors import below, is_product, read, written
from gdmath.answering.walking import Reading
from gdmath.tidying import ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from gdmath.answering.walking import Below
    from gdmath.expression import Expr

    Kind = frozenset[tuple[Expr, Expr, bool]]  # what terms that are alike have in common: their factors

_SHARES = {"+": (1, 1), "-": (1, -1), "neg": (-1,)}  # how many times each part is in the whole


def like_terms(whole: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> Expr:
    """A formula with the like terms of each of its sums put together, and plain numbers computed."""
    return Reading(typed, _below, roots=roots).through(whole, _change)


def _change(part: Expr, reading: Reading) -> Expr | None:
    return _summed(part, reading) if _is_sum(part) else None


def _is_sum(part: Expr) -> bool:
    return part.head in {"+", "-"} or (part.head == "neg" and part.args[0].head in {"+", "-"})


def _below(part: Expr, reading: Reading) -> Below:
    if _is_sum(part):
        return [(arg, _is_sum(arg)) for arg in part.args]
    return [(arg, False) for arg in (part.args if part.head in {"*", "/", "neg"} else reading.inside(part))]


def _summed(top: Expr, reading: Reading) -> Expr | None:
    """A sum with its like terms together, or None where there are none."""
    order = reading.whole(top, lambda part: part.args if _is_sum(part) else ())
    if order is None:
        return None
    times = dict.fromkeys(order, 0)
    times[top] = 1
    for part in reversed(order):
        if _is_sum(part):
            for arg, share in zip(part.args, _SHARES[part.head], strict=True):
                times[arg] += share * times[part]
    terms = [(part, times[part]) for part in order if not _is_sum(part)]
    found: dict[Kind, tuple[Expr, list[Factor]]] = {}
    finished = reading.beside(below)
    for term, count in terms:
        number, factors = _as_product(reading.new[term], finished)
        kind = frozenset(factor.key for factor in factors)
        total = added(found[kind][0] if kind in found else ZERO, number, count)
        if total is None:
            return None
        found[kind] = total, found[kind][1] if kind in found else factors
    if len(found) == sum(abs(count) for _, count in terms) and all(map(_counts, found.values())):
        return None
    return _sum(list(filter(_counts, found.values())))


def _as_product(term: Expr, finished: Reading) -> tuple[Expr, list[Factor]]:
    if term.head == "number":
        return term, []
    return (read(term, finished) if is_product(term) else None) or (ONE, [Factor(term, ONE)])


def _counts(term: tuple[Expr, list[Factor]]) -> bool:
    parts = ratio(term[0])
    return parts is None or bool(parts[0])


def _sum(terms: list[tuple[Expr, list[Factor]]]) -> Expr:
    """The sum of terms, the first one that is not negative in front."""
    made: Expr | None = None
    positive = [term for term in terms if not _is_negative(term[0])]
    for number, factors in positive[:1] + [term for term in terms if term not in positive[:1]]:
        if not _is_negative(number):
            made = written(number, factors) if made is None else made + written(number, factors)
        else:
            size = written(number.args[0], factors)
            made = -size if made is None else made - size
    return ZERO if made is None else made


def _is_negative(number: Expr) -> bool:
    return bool(number.head == "neg")
