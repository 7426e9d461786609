"""How the questions of all lessons write numbers and formulas, and draw them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gdmath.printing import latex

if TYPE_CHECKING:
    import random

    from gdmath.expression import Expr


def bare(formula: Expr | float, digits: int | None = 4) -> str:
    """A formula to be put into a longer one; its floats are short, and its fractions large enough to read."""
    text = re.sub(r"(\.\d*?)0+(?!\d)", r"\1", latex(formula, digits=digits))
    return re.sub(r"\.(?!\d)", "", text).replace(r"\frac", r"\dfrac")


def signed(value: float, digits: int = 4) -> str:
    """A number inside a product: in brackets, if it is negative."""
    from gdmath.practice.answers import written

    text = written(value, digits)
    return f"({text})" if text.startswith("-") else text


def whole(draw: random.Random, low: int, high: int, *, but: tuple[int, ...] = (0,)) -> int:
    """A whole number from low to high, and none of those that would make nothing of the exercise."""
    return draw.choice([number for number in range(low, high + 1) if number not in but])


def decimal(draw: random.Random, low: float, high: float, digits: int = 1) -> float:
    """A number with so many decimals from low to high, and neither zero nor one, which would hide a product."""
    steps: int = 10**digits
    return whole(draw, round(low * steps), round(high * steps), but=(0, steps)) / steps


def mixed(draw: random.Random, right: str, wrong: list[str]) -> tuple[tuple[str, ...], int, list[int]]:
    """Options in an order by chance: all of them, the place of the right one, and those of the wrong ones as given."""
    options = [right, *wrong]
    draw.shuffle(options)
    return tuple(options), options.index(right), [options.index(one) for one in wrong]
