"""Where an answer holds: what a formula asks of its letters, and what of that its answer no longer shows.

`w**2/w` has no value at 0, and its answer `w` has one there: so the answer is given for w != 0.
"""

from __future__ import annotations

from gdmath.answering.exponents import ONE, Factor, without_number
from gdmath.answering.factors import below, is_product, read, written
from gdmath.answering.signs import POSITIVE, UNKNOWN, Signs
from gdmath.answering.walking import Reading
from gdmath.cases import Piecewise
from gdmath.expression import Expr, each, node, postorder
from gdmath.frozen import Frozen
from gdmath.functions import cos, sin
from gdmath.tidying import ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Asked = tuple[Expr, str]  # a formula, and how it has to compare with 0; or "has a value"

VALUE = "has a value"
# "is not" in words: KaTeX writes the struck sign with a letter of a private area, which no checker of HTML passes.
_LATEX = {"!=": r"\text{ is not }", ">": " > ", ">=": r" \ge ", "<": " < ", "<=": r" \le "}
_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_NEVER_ZERO = frozenset(["exp", "sec", "csc", "csch"])
# fmt: off
# What each function asks of its argument; the others have a value everywhere.
OF_FUNCTIONS: dict[str, Callable[[Any], list[Asked]]] = {
    "sqrt":  lambda u: [(u, ">=")],
    "log":   lambda u: [(u, ">")],
    "tan":   lambda u: [(cos(u), "!=")],
    "sec":   lambda u: [(cos(u), "!=")],
    "cot":   lambda u: [(sin(u), "!=")],
    "csc":   lambda u: [(sin(u), "!=")],
    "asin":  lambda u: [(1 - u**2, ">=")],
    "acos":  lambda u: [(1 - u**2, ">=")],
    "acot":  lambda u: [(u, "!=")],
    "asec":  lambda u: [(u**2 - 1, ">=")],
    "acsc":  lambda u: [(u**2 - 1, ">=")],
    "coth":  lambda u: [(u, "!=")],
    "csch":  lambda u: [(u, "!=")],
    "acosh": lambda u: [(u - 1, ">=")],
    "atanh": lambda u: [(1 - u**2, ">")],
    "acoth": lambda u: [(u**2 - 1, ">")],
    "asech": lambda u: [(u, ">"), (1 - u**2, ">=")],
    "acsch": lambda u: [(u, "!=")],
}
# fmt: on


class Restriction(Frozen):
    """What has to hold of the letters of an answer: a formula that is not 0, is positive, or has a value at all.

    Attributes
    ----------
    of : Expr
        The formula.
    sign : str
        How it compares with 0: `!=`, `>`, `>=`, `<` or `<=`; or `has a value`.

    Examples
    --------
    >>> from gdmath import differentiate, symbols
    >>> w = symbols("w")
    >>> differentiate(w**2 / w, w).domain
    (w != 0,)
    """

    __slots__ = ("of", "sign")
    of: Expr
    sign: str

    def __init__(self, of: Expr, sign: str) -> None:
        self._set(of=of, sign=sign)

    def __reduce__(self) -> tuple[Any, ...]:
        return Restriction, (self.of, self.sign)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Restriction) and (self.of is other.of and self.sign == other.sign)

    def __hash__(self) -> int:
        return hash((self.of, self.sign))

    def __repr__(self) -> str:
        return f"{self.of} {self.sign}" + " 0" * (self.sign != VALUE)

    @property
    def latex(self) -> str:
        """The same as LaTeX."""
        from gdmath.printing import latex

        end = r"\text{ has a value}" if self.sign == VALUE else f"{_LATEX[self.sign]}0"
        return f"{latex(self.of)}{end}"

    def _repr_latex_(self) -> str:
        return f"$${self.latex}$$"


def asked(exprs: Iterable[Expr], answered: Callable[[Expr], Expr], *, everywhere: bool = False) -> list[Asked]:
    """What formulas ask of their letters, each in one form; what a piece asks only where it holds if `everywhere`."""
    reached = _reached(node("each", *exprs), everywhere=everywhere)
    raw = [item for part in reached for item in _of_part(part)]
    compared = [item for item in raw if item[1] != "!="]
    different = _not_zero([of for of, sign in raw if sign == "!="])
    parts = each(answered, [*different, *(of for of, _ in compared)])
    found = [(of, "!=") for of in _not_zero(parts[: len(different)])]
    reading = Reading((), below, roots=True)
    for of, (_, sign) in zip(parts[len(different) :], compared, strict=True):
        found += _plain(of, sign, reading)
    return list(dict.fromkeys(item for item in found if not _always(item, reading.signs)))


def _reached(whole: Expr, *, everywhere: bool) -> list[Expr]:
    if everywhere:
        return postorder(whole)
    done: dict[Expr, None] = {}
    stack = [whole]
    while stack:
        part = stack.pop()
        if part not in done:
            done[part] = None
            args = part.args[1:2] if part.head is Piecewise else part.args
            stack.extend(arg for arg in reversed(args) if isinstance(arg, Expr))
    return list(done)


def _of_part(part: Expr) -> list[Asked]:
    head, args = part.head, part.args
    if head == "/":
        return [(args[1], "!=")]
    if head == "**":
        return _of_power(part)
    if isinstance(head, str):
        return []
    more = [(args[1], ">"), (args[1] - 1, "!=")] if head.name == "log" and len(args) > 1 else []
    return OF_FUNCTIONS.get(head.name, lambda _: [])(args[0]) + more


def _of_factor(factor: Factor) -> list[Asked]:
    return _of_power(node("**", factor.base, factor.exponent)) + [(factor.base, "!=")] * factor.below


def _of_power(part: Expr) -> list[Asked]:
    parts = ratio(part.args[1])
    if parts is None:
        return [(part, VALUE)]
    broken = [(part.args[0], ">=")] if parts[0] % parts[1] else []
    return broken + ([(part.args[0], "!=")] if parts[0] < 0 else [])


def _plain(part: Expr, sign: str, reading: Reading) -> list[Asked]:
    """The same without factors that do not matter."""
    product = read(part, reading) if is_product(part) else None
    if product is None:
        return [(part, sign)]
    number, factors = product
    if sign == VALUE:  # its exponent may have been a sum of numbers
        return [item for factor in factors for item in _of_factor(factor)]
    odd = [factor for factor in factors if not _is_even(factor) and reading.signs(factor.base) != POSITIVE]
    beside = [factor.base for factor in factors if _is_even(factor)] if sign in {"<", ">"} else []
    size = written(ONE, [Factor(factor.base, ONE) for factor in odd]) if odd else number
    found = [(base, "!=") for base in _not_zero(beside)]
    return [*found, (size, _TURNED[sign] if odd and number.head == "neg" else sign)]


def _is_even(factor: Factor) -> bool:
    parts = ratio(factor.exponent)
    return parts is not None and parts[0] % (2 * parts[1]) == 0


def _not_zero(parts: Iterable[Expr]) -> list[Expr]:
    """What must not be 0, so that none of these is: each factor of a product, the base of a power."""
    found: dict[Expr, None] = {}
    seen: set[Expr] = set()
    stack = list(parts)[::-1]
    while stack:
        part = stack.pop()
        if part not in seen:
            seen.add(part)
            stack += _factors(part) or ()
            found |= {} if _factors(part) is not None else {part: None}
    return list(found)


def _factors(part: Expr) -> tuple[Expr, ...] | None:
    """The factors that make a part 0; none of what is never 0, and None where it has no factors."""
    if part.head == "*":
        return part.args[::-1]
    if part.head in {"/", "neg", "**"}:
        return part.args[:1]
    name = getattr(part.head, "name", "")
    return () if name in _NEVER_ZERO else part.args if name in {"sqrt", "Abs"} else None


def _always(item: Asked, signs: Signs) -> bool:
    """Whether it holds for all values of the letters, as x**2 + 1 > 0 does."""
    of, sign = item
    if sign == VALUE:
        return of.head == "number" or (of.head == "**" and signs(of.args[0]) == POSITIVE)
    known = signs(of)
    return known == POSITIVE if sign in {"!=", ">"} else sign == ">=" and known != UNKNOWN


def lost(before: list[Asked], after: Iterable[Asked]) -> tuple[Restriction, ...]:
    """What was asked before and is no longer, in as few words as possible."""
    known = Known(_strict(after))
    missing = [item for item in _strict(before) if item not in known]
    follows = {other for item in missing for other in _says(item)}
    return tuple(Restriction(*item) for item in missing if item not in follows)


class Known:
    """What is asked, with what follows from it."""

    __slots__ = ("_all", "_powers")

    def __init__(self, items: list[Asked]) -> None:
        self._all = {*items, *(other for item in items for other in _says(item))}
        self._powers: dict[Any, tuple[Any, int]] = {}
        for key, number in (_of_exponent(of) for of, sign in items if sign == VALUE and of.head == "**"):
            self._powers[key] = min(number, self._powers.get(key, number), key=lambda parts: parts[0] / parts[1])

    def __contains__(self, item: Asked) -> bool:
        if item in self._all or item[1] != VALUE or item[0].head != "**":
            return item in self._all
        base = item[0].args[0]
        key, number = _of_exponent(item[0])  # u**(v + 1) has a value wherever u**v has one
        known = self._powers.get(key)
        lower = known is not None and (known[0] / known[1] <= number[0] / number[1] or (base, "!=") in self._all)
        return lower or (base, ">") in self._all


def _of_exponent(power: Expr) -> tuple[Any, tuple[Any, int]]:
    """A power without the number in its exponent, and that number."""
    rest, sign, number = without_number(power.args[1])
    return (power.args[0], rest, sign), ratio(number) or (0, 1)


def _says(item: Asked) -> list[Asked]:
    """What follows from what is asked: what is positive is not 0."""
    of, sign = item
    return [(of, f"{sign}="), *((part, "!=") for part in _not_zero([of]))] if sign in {"<", ">"} else []


def _strict(items: Iterable[Asked]) -> list[Asked]:
    """What is not negative and not 0 is positive."""
    all_of_them = dict.fromkeys(items)
    return [
        (of, sign[0]) if sign in {">=", "<="} and (of, "!=") in all_of_them else (of, sign) for of, sign in all_of_them
    ]
