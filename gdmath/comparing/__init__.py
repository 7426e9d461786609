"""Whether two formulas are one: by algebra where it reaches, else by their values."""

from __future__ import annotations

from itertools import count

from gdmath.answering import answered
from gdmath.answering.restrictions import asked, lost
from gdmath.comparing.algebra import identical
from gdmath.comparing.values import equal, parting
from gdmath.expression import as_expr
from gdmath.frozen import Frozen, ReadOnlyDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from gdmath.answering.restrictions import Restriction
    from gdmath.expression import Expr

__all__ = ["Comparison", "equal", "same"]


class Comparison(Frozen):
    """What came of comparing two formulas; it is true if they are the same.

    Attributes
    ----------
    left : Expr
        One formula.
    right : Expr
        The other one.
    equal : bool
        Whether they have one value wherever both have one.
    by : str
        How that was found: by "algebra", or by "values".
    left_asks : tuple
        What a part of the left one asks of its letters to have a value, such as `w != 0`, and no part of the right one.
    right_asks : tuple
        The same the other way round.
    place : dict of str to float, or None
        A place at which they differ.
    values : tuple of float, or None
        What they are there.
    """

    __slots__ = ("by", "equal", "left", "left_asks", "place", "right", "right_asks", "values")
    left: Expr
    right: Expr
    equal: bool
    by: str
    left_asks: tuple[Restriction, ...]
    right_asks: tuple[Restriction, ...]
    place: dict[str, float] | None
    values: tuple[float, float] | None

    def __init__(  # noqa: PLR0913, PLR0917  as many as there are attributes
        self,
        left: Expr,
        right: Expr,
        equal: bool,
        by: str,
        place: Mapping[str, float] | None = None,
        values: tuple[float, float] | None = None,
    ) -> None:
        self._set(
            left=left,
            right=right,
            equal=equal,
            by=by,
            place=None if place is None else ReadOnlyDict(dict(place)),
            values=values,
        )
        self._set(left_asks=_alone(left, right), right_asks=_alone(right, left))

    def __reduce__(self) -> tuple[Any, ...]:
        place = None if self.place is None else dict(self.place)
        return Comparison, (self.left, self.right, self.equal, self.by, place, self.values)

    def __bool__(self) -> bool:
        return self.equal

    def __repr__(self) -> str:
        if self.place and self.values:
            at = ", ".join(f"{name} = {value:.4g}" for name, value in self.place.items())
            one, other = _apart(*self.values)
            return f"different: at {at}, {self.left} is {one} and {self.right} is {other}"
        if self.values:
            return f"different: {self.left} is {{}} and {self.right} is {{}}".format(*_apart(*self.values))
        words = [f"{'the same' if self.equal else 'different'}, by {self.by}"]
        for formula, asks in ((self.left, self.left_asks), (self.right, self.right_asks)):
            words += [f"{formula} asks for {' and '.join(map(repr, asks))}"] if asks else []
        return "; ".join(words)


def _alone(one: Expr, other: Expr) -> tuple[Restriction, ...]:
    """What a formula asks of its letters, and the other one does not."""
    asks = lost(asked([one], answered), asked([other], answered))
    return tuple(restriction for restriction in asks if restriction.of.free_symbols)


def _apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers with so many digits that they can be told apart."""
    digits = next(digits for digits in count(4) if f"{one:.{digits}g}" != f"{other:.{digits}g}")
    return f"{one:.{digits}g}", f"{other:.{digits}g}"


def same(left: Any, right: Any) -> Comparison:
    """Tell whether two formulas have one value wherever both have one.

    By algebra where that reaches: sums, products, quotients and whole powers are multiplied out, with decimals as they
    are written, and any other part counts as one letter. Else by their values, with a bound on the rounding of each, at
    places of every pattern of signs and of many sizes.

    Parameters
    ----------
    left, right : Expr or float
        The two formulas.

    Returns
    -------
    Comparison
        It is true if they are the same; it says how that was found, what only one of them asks for, or where they
        differ.

    Raises
    ------
    InputError
        One is no expression, or holds a derivative not yet taken; or they differ nowhere, but have clear values
        together at too few places.

    Examples
    --------
    >>> from gdmath import Abs, same, symbols
    >>> w, b = symbols("w b")
    >>> same((w + b) ** 2, w**2 + 2 * w * b + b**2)
    the same, by algebra
    >>> same(w**3 / w, w**2)
    the same, by algebra; w**3/w asks for w != 0
    >>> bool(same(2 * w, 2 * Abs(w)))
    False
    """
    one, other = as_expr(left), as_expr(right)
    proved = identical(one, other)
    if proved:
        return Comparison(one, other, True, "algebra")
    found = parting(one, other, proved=proved is False)
    if found:
        place, values = found
        return Comparison(one, other, False, "values", place, values)
    return Comparison(one, other, proved is None, "values" if proved is None else "algebra")
