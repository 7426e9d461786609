"""An answer that is code: a function of Python, tried at several places and compared with the library's own numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

from gdmath.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gdmath.expression import Expr

    Tried = tuple[tuple[float, ...], ...]  # what a function returns at each place

EXACT, NEAR = (
    1e-9,
    1e-3,
)  # how far numbers may be apart: as the rounding of floats explains it, or a difference quotient


@dataclass(frozen=True)
class Function:
    r"""A function of Python that returns the right numbers wherever it is called.

    Attributes
    ----------
    name : str
        What it is called.
    arguments : tuple of str
        What it is called with.
    values : tuple of Expr
        What it returns: a number for each of these formulas in its arguments, and in what is computed within.
    places : tuple of tuple of float
        Where it is tried: a value for each argument.
    stub : str
        The code that is there to begin with.
    code : str
        One way to write all of it.
    within : tuple of (str, Expr)
        What is computed on the way, by its name: formulas are shorter with it.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> answer = Function("slope", ("w",), (2 * w,), ((1.0,), (3.0,)), "", "def slope(w):\n    return 2 * w")
    >>> answer.same(answer.read(lambda w: w + w))
    True
    """

    name: str
    arguments: tuple[str, ...]
    values: tuple[Expr, ...]
    places: tuple[tuple[float, ...], ...]
    stub: str
    code: str
    within: tuple[tuple[str, Expr], ...] = ()

    def read(self, given: Any) -> Tried:
        """Call a function at every place; whatever it raises is passed on.

        Raises
        ------
        InputError
            It is no function, or returns something else than so many numbers.
        """
        if not callable(given):
            instead = f"Pass the function {self.name} itself"
            raise InputError(f"try {given!r:.80}", "it is no function", instead)
        return tuple(self._numbers(place, given(*place)) for place in self.places)

    def _numbers(self, place: tuple[float, ...], returned: Any) -> tuple[float, ...]:
        asked = len(self.values)
        try:
            numbers = (returned,) if asked == 1 else tuple(returned)
        except TypeError:
            numbers = (returned,)
        if len(numbers) == asked and all(isinstance(number, Real) for number in numbers):
            return tuple(map(float, numbers))
        nothing = all(number is None or number is ... for number in numbers)
        because = "that is nothing yet" if nothing else "a number is asked for" if asked == 1 else "more are asked for"
        instead = "a number" if asked == 1 else f"{asked} numbers, with a comma between them"
        raise InputError(f"use {returned!s:.80}, which {self.call(place)} returns", because, f"Let it return {instead}")

    def call(self, place: tuple[float, ...]) -> str:
        """How it is called at a place, as code."""
        return f"{self.name}({', '.join(f'{value:g}' for value in place)})"

    def at(self, values: Sequence[Expr]) -> Tried:
        """What a function with these values returns at each place."""
        named = map(self.named, self.places)
        return tuple(tuple(value.evaluate(**place) for value in values) for place in named)

    def named(self, place: tuple[float, ...]) -> dict[str, float]:
        """The letters of its formulas at a place: its arguments, and what is computed within."""
        given = dict(zip(self.arguments, place, strict=True))
        return given | {name: formula.evaluate(**given) for name, formula in self.within}

    def same(self, given: Tried) -> bool:
        """Tell whether these are the right numbers, at every place, to the rounding of floats."""
        return agree(self.at(self.values), given)

    def near(self, given: Tried) -> bool:
        """Tell whether they are nearly right at every place, as those of a difference quotient are."""
        return agree(self.at(self.values), given, NEAR)

    def told(self, given: Tried) -> str:
        """Say, as Markdown, where it is wrong for the first time, and what is right there."""
        rows = zip(self.places, given, self.at(self.values), strict=True)
        place, yours, right = next(row for row in rows if not agree((row[2],), (row[1],)))
        return f"`{self.call(place)}` gives `{_listed(yours)}`, and `{_listed(right)}` is right."

    def __str__(self) -> str:
        """As it can be typed."""
        return self.code


def agree(one: Tried, other: Tried, most: float = EXACT) -> bool:
    """Tell whether the numbers of two functions are the same at every place."""
    pairs = [pair for rows in zip(one, other, strict=True) for pair in zip(*rows, strict=True)]
    return all(math.isclose(*pair, rel_tol=most, abs_tol=most) for pair in pairs)


def _listed(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{number:.6g}" for number in numbers)
