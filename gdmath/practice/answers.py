"""What an answer can be: a number, a formula in any form, or one of several options."""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdmath.errors import DomainError, InputError
from gdmath.expression import Expr, as_expr
from gdmath.numeric.evaluation import evaluator
from gdmath.parsing import parse
from gdmath.practice.typed import decimals, formula_text, number_text

if TYPE_CHECKING:
    from typing import TypeAlias

LETTERS = "abcdefgh"
ENOUGH, TRIED = 12, 60  # places where two formulas are compared; the others have no value


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
        try:
            return parse(number_text(text, counted=not self.digits)).evaluate()
        except (InputError, DomainError) as error:
            raise InputError(
                f"read {text!r:.80} as a number", "it does not compute to one", "Write one such as 0.25, 1/4 or -3"
            ) from error

    def same(self, given: float) -> bool:
        """Tell whether a number is this one, to the digits that are asked for; a count to a computer's rounding."""
        return math.isclose(given, self.value, rel_tol=1e-9, abs_tol=self.tolerance)

    def coarse(self, text: str, given: float) -> bool:
        """Tell whether fewer decimals were typed than are asked for, rounded or cut, and those are right."""
        places = decimals(text)
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
        expr = parse(formula_text(text), symbols=self.names)
        if others := sorted(str(symbol) for symbol in expr.free_symbols if str(symbol) not in self.names):
            raise InputError(
                f"compare {text!r:.80}",
                f"it has the letter {others[0]!r}",
                f"Use {' and '.join(self.names)} alone" if self.names else "Write a number",
            )
        return expr

    def same(self, given: Expr) -> bool:
        """Tell whether a formula has the same values, wherever both have one."""
        return equal(self.expr, as_expr(given), self.names)

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
        """Tell whether an option is the right one."""
        return given == self.right

    def __str__(self) -> str:
        """As it is named in a solution."""
        return f"{LETTERS[self.right]}) {self.options[self.right]}"


Answer: TypeAlias = "Number | Formula | Choice"


def written(value: float, digits: int = 4) -> str:
    """A number as a question shows it: rounded, without zeros at its end, and with a plain minus sign."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def equal(left: Expr, right: Expr, names: tuple[str, ...]) -> bool:
    """Tell whether two formulas agree at many places, chosen once for all, where both have a value.

    Two analytic formulas that agree at this many places at random are one and the same, but for accidents.
    """
    draw, met = random.Random("places"), 0
    sides = evaluator(left), evaluator(right)
    for turn in range(TRIED):
        low = 0.1 if turn % 2 else -2.5  # some formulas have values for positive letters alone
        point = {name: draw.uniform(low, 2.5) for name in names}
        try:
            values = [side(point) for side in sides]
        except DomainError:
            continue
        if not math.isclose(*values, rel_tol=1e-7, abs_tol=1e-9):
            return False
        met += 1
        if met == ENOUGH:
            return True
    return False


def _words(option: str) -> str:
    plain = re.sub(r"\\times|\\cdot|[\u00d7\u00b7*]", "x", option)
    return re.sub(r"[$\s{}\\]+", "", plain).rstrip(".").casefold()
