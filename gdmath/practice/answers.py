"""What an answer can be: a number, a formula in any form, or one of several options."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdmath.comparing import equal
from gdmath.comparing.algebra import identical
from gdmath.errors import DomainError, InputError, require
from gdmath.expression import Expr, as_expr
from gdmath.names import constant
from gdmath.parsing import ParseError
from gdmath.practice.typed import decimals, formula_text, number_text, parsed, require_short

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from gdmath.practice.programs import Function

LETTERS = "abcdefgh"
EXAMPLE = "Write one such as 0.25, 1/4 or -3"
_LETTER = re.compile(r"(?<![^\W\d])[^\W\d_]\d*(?![^\W\u00b2\u00b3\u00b9\u2070-\u2079])")  # perhaps with a number


@dataclass(frozen=True)
class Number:
    """A number that is asked for with so many decimals; a fraction, or anything that computes to it, is as good.

    Attributes
    ----------
    value : float
        The exact number.
    digits : int
        How many decimals the question asks for; none, where something is counted.

    Examples
    --------
    >>> Number(0.6667, digits=2).same(2 / 3)
    True
    """

    value: float
    digits: int = 4

    @property
    def tolerance(self) -> float:
        """How far an answer may be off: it may be rounded to the last decimal that is asked for; a count is exact."""
        return 0.51 * 10.0**-self.digits if self.digits else 0.0

    def read(self, text: str) -> float:
        """Read a decimal, a fraction, or a formula without letters; a name and an equals sign may stand before it.

        Raises
        ------
        InputError
            It is no number.
        """
        require_short(text)
        typed = number_text(text, counted=not self.digits)
        if not typed.text.strip():
            raise InputError(f"read {text!r} as a number", "no number stands there", EXAMPLE)
        expr = parsed(text, typed)
        if letters := sorted(map(str, expr.free_symbols)):
            raise InputError(f"read {text!r:.80} as a number", f"it has the letter {letters[0]!r}", EXAMPLE)
        try:
            return expr.evaluate()
        except DomainError as error:
            raise InputError(f"read {text!r:.80} as a number", error.args[1], EXAMPLE) from error

    def same(self, given: float) -> bool:
        """Tell whether a number is this one, to the digits that are asked for; a count to a computer's rounding.

        Raises
        ------
        InputError
            It is no number.
        """
        try:
            return math.isclose(given, self.value, rel_tol=1e-9, abs_tol=self.tolerance)
        except TypeError as error:
            raise InputError(
                f"compare {given!r:.80} with a number", "it is none", "Read a text by read first"
            ) from error

    def coarse(self, text: str, given: float) -> bool:
        """Tell whether fewer decimals were typed than are asked for, rounded or cut, and those are right."""
        places = decimals(text) if self.digits else None  # a count has none
        if places is None or places >= self.digits or given == 0:
            return False
        cut = math.trunc(self.value * 10.0**places) / 10.0**places
        return abs(given - self.value) <= 0.51 * 10.0**-places or math.isclose(given, cut)

    def near(self, given: float) -> bool:
        """Tell whether the last of several decimals is off by one, as it is where something was rounded on the way."""
        return self.digits > 1 and abs(given - self.value) <= 1.51 * 10.0**-self.digits

    def __str__(self) -> str:
        """As it is shown in a solution."""
        return written(self.value, self.digits)


@dataclass(frozen=True)
class Formula:
    """A formula, which may be typed in any form: expanded, factored, with signs of multiplication or without.

    Attributes
    ----------
    expr : Expr
        One form of it.
    names : tuple of str
        The letters that may stand in an answer.
    undivided : str
        A letter by which nothing may be divided any more, or none.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w = symbols("w")
    >>> answer = Formula(2 * w**2 + 2 * w, ("w",))
    >>> answer.same(answer.read("2w(w + 1)"))
    True
    """

    expr: Expr
    names: tuple[str, ...]
    undivided: str = ""

    def read(self, text: str) -> Expr:
        """Read a formula in these letters; a name and an equals sign may stand before it, as in `J'(w) = 2w`.

        Raises
        ------
        InputError
            It has no clear meaning, or other letters.
        """
        require_short(text)
        typed = formula_text(text)
        try:
            expr = parsed(text, typed, self.names)
        except ParseError:
            # Whoever types 2a(1 - a) where there is no a is told so, and not how to write a product with it.
            self._require_letters(text, _LETTER.findall(typed.text))
            raise
        self._require_letters(text, map(str, expr.free_symbols))
        return expr

    def _require_letters(self, text: str, letters: Iterable[str]) -> None:
        if others := sorted(letter for letter in letters if letter not in self.names and constant(letter) is None):
            raise InputError(
                f"compare {text!r:.80}",
                f"it has the letter {others[0]!r}",
                f"Use {' and '.join(self.names)} alone" if self.names else "Write a number",
            )

    def same(self, given: Expr) -> bool:
        """Tell whether a formula is this one: by algebra, or by its values, for all signs for which this one has any.

        Raises
        ------
        InputError
            At too few places both have a value.
        """
        expr = as_expr(given)
        return bool(identical(self.expr, expr)) or equal(self.expr, expr)

    def near(self, given: Expr) -> bool:
        """Tell whether it is this one, if decimals in it may be rounded ones."""
        try:
            return equal(self.expr, given, rounded=True)
        except InputError:
            return False

    def unfinished(self, given: Expr) -> bool:
        """Tell whether something is still divided by that letter: there is no value where it is 0."""
        expr = as_expr(given)
        place = dict.fromkeys(self.names, 1.5) | {self.undivided: 0.0}
        try:
            expr.evaluate(**place)
        except DomainError:
            return bool(self.undivided)
        return False

    def __str__(self) -> str:
        """As it can be typed."""
        return str(self.expr)


@dataclass(frozen=True)
class Choice:
    """One of several options.

    Attributes
    ----------
    options : tuple of str
        What can be chosen, as Markdown.
    right : int
        The place of the right one, counted from 0.

    Examples
    --------
    >>> choice = Choice(("up", "down"), right=1)
    >>> choice.same(choice.read("b"))
    True
    """

    options: tuple[str, ...]
    right: int

    def read(self, text: str) -> int:
        """Read the letter of an option, or the option itself.

        Raises
        ------
        InputError
            It is none of them.
        """
        require_short(text)
        letters = LETTERS[: len(self.options)]
        named = re.fullmatch(rf"\s*\(?([{letters}])(?:[).:](.*))?\s*", text.casefold(), re.DOTALL)
        whole = [_words(option) for option in self.options]
        if named and _words(named[2] or "") in {"", whole[letters.index(named[1])]}:
            return letters.index(named[1])
        if (typed := _words(text)) in whole:
            return whole.index(typed)
        raise InputError(
            f"choose {text!r:.80}", "it is none of the options", f"Write one letter from {letters[0]} to {letters[-1]}"
        )

    def same(self, given: int) -> bool:
        """Tell whether an option is the right one.

        Raises
        ------
        InputError
            It is no place of an option.
        """
        require(given, int, "compare an option with")
        return given == self.right

    def __str__(self) -> str:
        """As it is named in a solution."""
        return f"{LETTERS[self.right]}) {self.options[self.right]}"


Answer: TypeAlias = "Number | Formula | Choice | Function"


def written(value: float, digits: int = 4) -> str:
    """A number as a question shows it: rounded, without zeros at its end, and with a plain minus sign."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _words(option: str) -> str:
    plain = re.sub(r"\\times|\\cdot|[\u00d7\u00b7*]", "x", option)
    return re.sub(r"[$\s{}\\]+", "", plain).rstrip(".").casefold()
