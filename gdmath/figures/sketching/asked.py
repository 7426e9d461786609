"""What a sketch is asked for, read in one place: a formula, its letters, the ends, a point and a path."""

from __future__ import annotations

import math
from numbers import Real
from typing import NamedTuple

from gdmath.calculus import Derivation, differentiate
from gdmath.descent.history import History
from gdmath.errors import InputError, require, shown
from gdmath.expression import Expr, as_expr, plain_number
from gdmath.figures.sketching.samples import GREATEST, LEAST, values_of
from gdmath.figures.sketching.ticks import between, ticks
from gdmath.names import symbols
from gdmath.numeric import lambdify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from gdmath.figures.sketching.samples import Point, Value

_APART = 1e-11  # of two ends, as a share of them: nearer to each other there are not floats enough between
_FIRST = 4  # points of a descent that diverged: further ones are too far away for a picture
_ROUND = 15  # steps across a picture, to whose round size ends are rounded
_HALF = 5.0  # of the width of a picture where nothing says how wide it is to be


class Asked(NamedTuple):
    """What to sketch; the ends and each point of the path have a number for each letter."""

    expr: Expr
    letters: Sequence[Expr]
    value: Value
    low: Sequence[float]
    high: Sequence[float]
    at: float | None
    slope: float
    path: Sequence[Sequence[float]]
    steps: Sequence[Point | None]

    @property
    def names(self) -> list[str]:
        """What the letters are called."""
        return [letter.args[0] for letter in self.letters]

    @property
    def what(self) -> str:
        """What cannot be done, as an error begins."""
        return f"sketch {shown(self.expr)} over {_from_to(self.names, self.low, self.high)}"


def read(expr: Any, letters: Any, low: Any, high: Any, at: Any, history: Any) -> Asked:  # noqa: PLR0913, PLR0917 - what `sketch` takes
    """Return what is asked for, after refusing what makes no sense.

    Raises
    ------
    InputError
        Something does not.
    """
    formula = _formula(expr)
    if history is not None:
        require(history, History, "sketch the path of")
    wanted = _letters(formula, letters, history)
    if at is not None:
        at = _point(formula, wanted, at)
    path = _path(wanted, history)
    ends = _ends(wanted, low, high, at, path[:_FIRST] if history and history.status == "diverged" else path)
    value = values_of(lambdify(list(wanted), formula))
    slope = 0.0 if at is None else _slope(formula, wanted[0], value, at, ends)
    return Asked(formula, wanted, value, *ends, at, slope, path, _steps(value, path))


def _formula(expr: Any) -> Expr:
    if isinstance(expr, Derivation):
        raise InputError(f"sketch {shown(expr)}", "it is a derivation, with all its steps", "Pass its .result")
    if isinstance(expr, str):
        raise InputError(f"sketch {shown(expr)}", "it is a text", f"Read it with parse({shown(expr)})")
    if not isinstance(expr, Expr) and _real(expr) is None:
        require(expr, Expr, "sketch")
    return as_expr(expr)


def _letters(formula: Expr, letters: Any, history: History | None) -> list[Expr]:
    """Return the letters that go across and up: those given, those of the path, or those of the formula."""
    if letters is None:
        free = sorted(formula.free_symbols, key=str)
        found = [_letter(name) for name in history.names] if history else free or [_letter("x")]
    else:
        found = [_letter(one) for one in (letters if isinstance(letters, (list, tuple)) else [letters])]
    named = ", ".join(map(str, found))
    if not found or len(found) > 2 or len(set(found)) < len(found):
        because = "paper has two sides, for one letter or two different ones"
        instead = f"Put numbers in place of others, as in expr.subs({{{named.split(',')[0] or 'b'}: 1.0}})"
        raise InputError(f"sketch {shown(formula)} against {named or shown(letters)}", because, instead)
    others = sorted(map(str, formula.free_symbols - set(found)))
    if others:
        because, instead = f"it also depends on {', '.join(others)}", "Put numbers in their place"
        raise InputError(
            f"sketch {shown(formula)} against {named}", because, f"{instead}: expr.subs({{{others[0]}: 1.0}})"
        )
    return found


def _letter(given: Any) -> Expr:
    if isinstance(given, Expr) and given.head == "symbol":
        return given
    made = symbols(given) if isinstance(given, str) and given.strip() else None
    if not isinstance(made, Expr):
        raise InputError(f"sketch against {shown(given)}", "it is no letter", 'Pass symbols("w"), or "w"')
    return made


def _point(formula: Expr, letters: Sequence[Expr], at: Any) -> float:
    doing = f"sketch the tangent of {shown(formula)} at {shown(at)}"
    if len(letters) > 1:
        raise InputError(doing, "a map has no tangent", "Leave out `at`, or put a number in place of a letter")
    point = _finite(at, doing)
    if abs(point) > GREATEST:
        raise InputError(doing, "it is too far out for a picture", "Choose a point nearer to zero")
    return point


def _path(letters: Sequence[Expr], history: History | None) -> list[list[float]]:
    """Return the points of a descent that are numbers small enough for a picture."""
    names = [letter.args[0] for letter in letters]
    if history is not None and list(history.names) != names:
        doing = f"sketch a path of {', '.join(history.names)} against {', '.join(names)}"
        because = "they are not the same letters in the same order"
        raise InputError(doing, because, "Pass the history of a descent in these letters")
    rows = [[float(side) for side in row] for row in (history.parameters if history else ())]
    return [row for row in rows if all(abs(side) <= GREATEST for side in row)]


def _ends(
    letters: Sequence[Expr], low: Any, high: Any, at: float | None, path: Sequence[Sequence[float]]
) -> tuple[list[float], list[float]]:
    """Return the ends, for each letter one: those given, or such that what is to be seen is inside."""
    names = [letter.args[0] for letter in letters]
    if (low is None) != (high is None):
        doing = f"sketch against {', '.join(names)} with low={shown(low)} and high={shown(high)}"
        raise InputError(doing, "one end alone is no range", "Pass both, or neither")
    if low is None:
        seen = [*path, *([] if at is None else [[at]])]
        ends = [_around([row[side] for row in seen]) for side in range(len(names))]
        low, high = [end[0] for end in ends], [end[1] for end in ends]
    doing = f"sketch against {', '.join(names)} from {shown(low)} to {shown(high)}"
    lows, highs = (_sides(given, len(names), doing) for given in (low, high))
    for left, right in zip(lows, highs, strict=True):
        _require_span(left, right, doing)
    return lows, highs


def _around(values: Sequence[float]) -> tuple[float, float]:
    """Return ends with some room on both sides of all values."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    air = (high - low) / 2
    if air <= max(1e-6 * abs(high), 1e-6 * abs(low), LEAST):
        air = max(_HALF, abs(low))
    return _outward(low - air, high + air)


def _outward(low: float, high: float) -> tuple[float, float]:
    """Return two ends rounded outward."""
    found = ticks(low, high, _ROUND)
    step = found[1] - found[0]
    first, last = (found[0], found[0] - step), (found[-1], found[-1] + step)
    return float(first[float(first[0]) > low]), float(last[float(last[0]) < high])


def _sides(given: Any, count: int, doing: str) -> list[float]:
    """Return a number for each letter."""
    sides = [*given] if isinstance(given, (list, tuple)) else [given] * count
    if len(sides) != count:
        raise InputError(doing, f"there is not one end for each of {count}", f"Pass {count} numbers on each side")
    return [_finite(side, doing) for side in sides]


def _require_span(low: float, high: float, doing: str) -> None:
    if not low < high:
        raise InputError(doing, "the first end must be less than the second", "Swap or change the ends")
    if not max(_APART * max(abs(low), abs(high)), 1000 * LEAST) < high - low <= 10 * GREATEST:
        raise InputError(doing, "they are too near each other, or too far apart, for a picture", "Change the ends")


def _real(value: Any) -> float | None:
    """Return a real number as a float, which may be infinite; None if it is none."""
    plain = plain_number(value)
    if isinstance(plain, bool) or not isinstance(plain, Real):
        return None
    try:
        return float(plain)
    except OverflowError:
        return math.inf


def _finite(value: Any, doing: str) -> float:
    found = _real(value)
    if found is None or not math.isfinite(found):
        raise InputError(doing, f"{shown(value)} is not a finite number", "Pass a finite number")
    return found


def _slope(
    formula: Expr, letter: Expr, value: Value, at: float, ends: tuple[Sequence[float], Sequence[float]]
) -> float:
    """Return the slope at a point of the picture, at which there has to be one."""
    doing = f"sketch the tangent of {shown(formula)} at {letter} = {shown(at)}"
    if not ends[0][0] <= at <= ends[1][0]:
        raise InputError(doing, f"the curve runs {_from_to([''], *ends)}", "Choose a point on it")
    if value(at) is None:
        raise InputError(doing, "there is no value there", "Choose another point")
    slope = values_of(lambdify([letter], differentiate(formula, letter).tidied))(at)
    if slope is None:
        raise InputError(doing, "there is no slope there", "Choose another point")
    return slope


def _steps(value: Value, path: Sequence[Sequence[float]]) -> list[Point | None]:
    """Return where each point of a path is drawn: as it is on a map, on a curve at its height; None if it has none."""
    sides = [(point[0], value(*point) if len(point) == 1 else point[1]) for point in path]
    return [None if y is None else (x, y) for x, y in sides]


def _from_to(names: Sequence[str], low: Sequence[float], high: Sequence[float]) -> str:
    """Say from where to where, for each letter."""
    ends = zip(names, low, high, strict=True)
    return " and ".join(
        f"{name} from {between(one, one, other)} to {between(other, one, other)}".strip() for name, one, other in ends
    )
