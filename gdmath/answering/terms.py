"""Like terms: a whole sum, read as how many times each kind of term, and written again."""

from __future__ import annotations

from gdmath.answering.exponents import ONE, ZERO, Factor, added
from gdmath.answering.factors import below, is_product, read, written
from gdmath.answering.walking import Reading
from gdmath.tidying import LARGEST_WHOLE, ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from gdmath.answering.exponents import Product
    from gdmath.answering.walking import Below
    from gdmath.expression import Expr

    Kind = frozenset[tuple[Expr, Expr, bool]]  # what terms that are alike have in common: their factors

_SHARES = {"+": (1, 1), "-": (1, -1), "neg": (-1,)}  # how many times each part is in the whole


def like_terms(whole: Expr, typed: Container[Expr] = (), *, roots: bool = True) -> Expr:
    """A formula with the like terms of each of its sums put together, and plain numbers computed."""
    return Reading(typed, _below, roots=roots).through(whole, _change)


def is_sum(part: Expr) -> bool:
    """Whether a part is read as a sum: a difference and the negative of a sum are, too."""
    return part.head in {"+", "-"} or (part.head == "neg" and part.args[0].head in {"+", "-"})


def _below(part: Expr, reading: Reading) -> Below:
    if is_sum(part):
        return [(arg, is_sum(arg)) for arg in part.args]
    return [(arg, False) for arg in (part.args if part.head in {"*", "/", "neg"} else reading.inside(part))]


def _change(part: Expr, reading: Reading) -> Expr | None:
    terms = terms_of(part, reading) if is_sum(part) else None
    if terms is None:
        return None
    finished = reading.beside(below)
    found = _gathered([(as_product(reading.new[term], finished), times) for term, times in terms])
    apart = all(abs(times) == 1 for _, times in terms) and len(found or ()) == len(terms)
    if found is None or (apart and all(map(_counts, found))):
        return None
    return in_a_row(filter(_counts, found))


def terms_of(top: Expr, reading: Reading) -> list[tuple[Expr, int]] | None:
    """The terms of a sum, from left to right, each with how many times it is in the whole; None for too many."""
    order = reading.whole(top, lambda part: part.args if is_sum(part) else ())
    if order is None:
        return None
    times = {**dict.fromkeys(order, 0), top: 1}
    for part in filter(is_sum, reversed(order)):
        for arg, share in zip(part.args, _SHARES[part.head], strict=True):
            times[arg] += share * times[part]
    few = max(map(abs, times.values())) <= LARGEST_WHOLE
    return [(part, times[part]) for part in order if not is_sum(part)] if few else None


def as_product(term: Expr, finished: Reading) -> Product:
    """A term as its number and its factors."""
    if term.head == "number":
        return term, []
    return (read(term, finished) if is_product(term) else None) or (ONE, [Factor(term, ONE)])


def _gathered(terms: list[tuple[Product, int]]) -> list[Product] | None:
    """Each kind of term once, or None where their numbers do not come together."""
    found: dict[Kind, Product] = {}
    for (number, factors), times in terms:
        kind = frozenset(factor.key for factor in factors)
        before, its = found.get(kind, (ZERO, factors))
        total = added(before, number, times)
        if total is None:
            return None
        found[kind] = total, its
    return list(found.values())


def _counts(term: Product) -> bool:
    parts = ratio(term[0])
    return parts is None or bool(parts[0])


def in_a_row(terms: Iterable[Product]) -> Expr:
    """The sum of terms, the first one that is not negative in front."""
    made = ZERO
    for number, factors in _positive_first(list(terms)):
        negative = number.head == "neg"
        size = written(number.args[0] if negative else number, factors)
        first = -size if negative else size
        made = first if made is ZERO else made - size if negative else made + size
    return made


def _positive_first(terms: list[Product]) -> list[Product]:
    first = next((place for place, (number, _) in enumerate(terms) if number.head != "neg"), 0)
    return [*terms[first : first + 1], *terms[:first], *terms[first + 1 :]]
