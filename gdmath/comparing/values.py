"""Tell whether two formulas are one, by their values at places of every sign and of many sizes.

Two analytic formulas that agree at so many places at random are one and the same, but for accidents.  How far apart
rounding may drive two values is no constant: it follows from the terms.  Each part brings a bound along, which is
what its own rounding may be, and to first order what the bounds of its arguments make of it; see Higham, Accuracy and
Stability of Numerical Algorithms (2002), section 3.3, "Running error analysis".
"""

from __future__ import annotations

import math
import operator
import random
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from gdmath.arithmetic import FLOATS
from gdmath.cases import Piecewise
from gdmath.errors import DomainError, InputError
from gdmath.expression import CONDITIONS, CONSTANTS, Expr, postorder
from gdmath.functions import Function
from gdmath.numeric.source import computable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    Place = Mapping[str, float]
    Known = tuple[float, float]  # a value, and how far from it the exact one may be

# Places for each pattern of signs: some where exponentials have room, some of sizes that differ widely.
ORDINARY = (-1.0, 0.6)  # powers of ten
WIDE = (-9.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0, 9.0)
WHOLE = 60  # places with whole numbers alone
FEWEST, MOST_SIGNED = 3, 6  # of either, and letters whose patterns of signs are all tried
ENOUGH = 2  # places where both have a value, for each pattern of signs in which the right formula has that many

ROUNDING = 2.0**-48  # of a value: a float's 2**-53, and room for functions and for numbers that were computed before
UNDERFLOW, NOTHING = 5e-324, 1e-300  # what it may lose by itself, and what many of it stay below
CLEAR = 1e-6  # of a value: where rounding may be more, nothing is told from it
_GUARDED = 1 / 8  # of an argument: where rounding may be more, a quotient or a function of it may be anything


_PHASE = 0.1  # of an angle: where rounding may be more, a function of it may be anything
# Where this is 0, a function of angles has a pole; the sizes of angles have none.
_AROUND: dict[str, Callable[[float], float]] = {
    **dict.fromkeys(("sin", "cos"), abs),
    **dict.fromkeys(("tan", "sec"), math.cos),
    **dict.fromkeys(("cot", "csc"), math.sin),
}


def _power(u: float, v: float) -> float:
    """A power; the exponent of a negative number is a whole one, whatever rounding has made of it."""
    if u == v == 0:
        raise ValueError("a corner")
    whole = round(v)
    return math.pow(u, whole if u < 0 and abs(v - whole) < CLEAR else v)


_COMPUTED: dict[Any, Callable[..., float]] = {"/": operator.truediv, "**": _power}
# Of these it is known how far they move with their arguments.
_MOVED: dict[Any, Callable[..., Known]] = {
    "neg": lambda u: (-u[0], u[1]),
    "+": lambda u, v: (u[0] + v[0], u[1] + v[1]),
    "-": lambda u, v: (u[0] - v[0], u[1] + v[1]),
    "*": lambda u, v: (u[0] * v[0], u[1] * abs(v[0]) + (abs(u[0]) + u[1]) * v[1]),
}


def equal(right: Expr, given: Expr, *, rounded: bool = False) -> bool:
    """Tell whether a formula has the values of the right one, for all signs of the letters for which that has any.

    If its decimals may be `rounded`, each stands for all numbers that are written so.

    Raises
    ------
    InputError
        They differ nowhere, but too few places are left at which both have a value.
    """
    letters = tuple(sorted(str(symbol) for symbol in right.free_symbols | given.free_symbols))
    other = known(given, rounded=rounded)
    doubtful, known_places = [], 0
    for orthant, values in zip(places(letters), _right(right, letters), strict=True):
        without, met = [], 0
        for place, value in zip(orthant, values, strict=True):
            beside = other(place)
            if value and beside and abs(value[0] - beside[0]) > value[1] + beside[1]:
                return False
            if _clear(value, CLEAR):
                clear = _clear(beside, _GUARDED if rounded else CLEAR)
                met += clear
                without += [] if clear else [place]
        doubtful += without if met < ENOUGH else []
        known_places += met
    _require_clear(right, given, doubtful, enough=known_places >= min(ENOUGH, 1 + len(letters)))
    return True


def parting(left: Expr, right: Expr, *, proved: bool = False) -> tuple[Place, tuple[float, float]] | None:
    """A place at which two formulas differ, and their values there; None where no such place is found.

    Raises
    ------
    InputError
        None is found, and they have clear values together at too few places; not where they are `proved` to differ.
    """
    letters = tuple(sorted(str(symbol) for symbol in left.free_symbols | right.free_symbols))
    one, other = known(left), known(right)
    met = 0
    for place in (place for orthant in (*places(letters), whole_places(letters)) for place in reversed(orthant)):
        value, beside = one(place), other(place)
        if value and beside:
            if abs(value[0] - beside[0]) > value[1] + beside[1]:
                return place, (value[0], beside[0])
            # Two that are 0 may be so by an underflow.
            met += _clear(value, CLEAR) and _clear(beside, CLEAR) and bool(value[0] or beside[0])
    if not proved and met < min(ENOUGH, 1 + len(letters)):
        because = "they have clear values together at too few of the places that are tried"
        raise InputError(f"compare {left!r} with {right!r}", because, "Write them in forms that have more")
    return None


@lru_cache(maxsize=4)
def _right(right: Expr, letters: tuple[str, ...]) -> list[list[Known | None]]:
    """The values of an answer, which many that are typed are held against."""
    value = known(right)
    return [[value(place) for place in orthant] for orthant in places(letters)]


def _require_clear(right: Expr, given: Expr, doubtful: list[Place], *, enough: bool) -> None:
    if doubtful:
        at = ", ".join(f"{name} = {value:.3g}" for name, value in doubtful[0].items())
        because = "it has no clear value" + (f" at {at}, where the answer has one" if at else "")
        raise InputError(f"compare {given!r}", because, "Write it in a form that has one")
    if not enough:
        because = "that has a value at too few of the places that are tried"
        raise InputError(f"compare a formula with {right!r}", because, "Ask for one that has more")


@lru_cache(maxsize=16)
def places(letters: tuple[str, ...]) -> list[list[Place]]:
    """Places by their patterns of signs, chosen once for all."""
    draw, count = random.Random("places"), len(letters)
    patterns = list(product((1, -1), repeat=min(count, MOST_SIGNED)))
    if count > MOST_SIGNED:
        patterns = [tuple(draw.choices((1, -1), k=count)) for _ in patterns]
    wide = min(len(WIDE), max(FEWEST, 2 * len(WIDE) // len(patterns)))
    return [_orthant(draw, dict(zip(letters, pattern, strict=True)), wide) for pattern in patterns]


@lru_cache(maxsize=16)
def whole_places(letters: tuple[str, ...]) -> list[Place]:
    """Places with whole numbers for the letters, 0 among them: there powers of negative numbers have values."""
    draw = random.Random("whole places")
    return [{letter: float(draw.randint(-3, 3)) for letter in letters} for _ in range(WHOLE)] if letters else []


def _orthant(draw: random.Random, signs: dict[str, int], wide: int) -> list[Place]:
    ordinary = max(FEWEST, wide // 2) if signs else 1 - wide  # without letters there is one place
    sizes = {letter: _sizes(draw, wide, ordinary) for letter in signs}
    return [{letter: sign * sizes[letter][turn] for letter, sign in signs.items()} for turn in range(wide + ordinary)]


def _sizes(draw: random.Random, wide: int, ordinary: int) -> list[float]:
    powers = [power + draw.uniform(-0.25, 0.25) for power in draw.sample(WIDE, wide)]
    return [10.0**power for power in [*powers, *(draw.uniform(*ORDINARY) for _ in range(ordinary))]]


def known(expr: Expr, *, rounded: bool = False) -> Callable[[Place], Known | None]:
    """A function that gives the value at a place and the bound of its rounding; None where it has none."""
    order = computable(postorder(expr))
    at = {part: place for place, part in enumerate(order)}
    steps = [_step(part, [at[arg] for arg in part.args if isinstance(arg, Expr)], rounded=rounded) for part in order]

    def value(place: Place) -> Known | None:
        done: list[Known | None] = []
        for step in steps:
            try:
                done.append(step(place, done))
            except (DomainError, ValueError, ZeroDivisionError, OverflowError):
                done.append(None)  # of a piece that is not taken, nobody asks
        return done[-1]

    return value


def _clear(known: Known | None, share: float) -> bool:
    return known is not None and known[1] <= max(share * abs(known[0]), NOTHING)


def _step(part: Expr, inside: list[int], *, rounded: bool) -> Callable[[Place, list[Known | None]], Known | None]:
    """How one part is computed from those before it, whose places are given."""
    head = part.head
    if head == "symbol":
        name = part.args[0]
        return lambda place, _: (place[name], 0.0)
    if not inside:
        number = CONSTANTS[part.args[0]] if head == "constant" else part.args[0]
        value = float(number), _half_a_digit(number) if rounded and head == "number" else _rounding(number)
        return lambda _, __: value
    if head is Piecewise:
        return lambda _, done: _taken(*(done[place] for place in inside))
    if head in CONDITIONS:
        compare = getattr(FLOATS, CONDITIONS[head])
        return lambda _, done: _held(compare, *_required(done[place] for place in inside))
    if head in _MOVED:
        return _moved(_MOVED[head], *inside)
    compute = head.within(FLOATS) if isinstance(head, Function) else _COMPUTED[head]
    beside = _AROUND.get(getattr(head, "name", ""))
    return lambda _, done: _computed(compute, _phased(beside, _required(done[place] for place in inside)))


def _moved(compute: Callable[..., Known], *inside: int) -> Callable[[Place, list[Known | None]], Known | None]:
    def step(_: Place, done: list[Known | None]) -> Known | None:
        given = [done[place] for place in inside]
        return None if None in given else _bounded(*compute(*given))

    return step


def _bounded(value: float, moved: float) -> Known:
    error = UNDERFLOW + moved + ROUNDING * abs(value)
    if not error < math.inf:
        raise OverflowError
    return value, error


def _required(given: Iterable[Known | None]) -> list[Known]:
    found = list(given)
    if None in found:
        raise ValueError("no value")
    return [each for each in found if each]


def _phased(beside: Callable[[float], float] | None, given: list[Known]) -> list[Known]:
    """The argument of a function that comes again and again, where it is known well enough, and no pole is near it."""
    if beside:
        [(value, bound)] = given
        if bound > _PHASE or (beside is not abs and beside(value - bound) * beside(value + bound) <= 0 < bound):
            raise ValueError("mostly rounding")
    return given


def _taken(piece: Known | None, condition: Known | None, elsewhere: Known | None = None) -> Known | None:
    """The piece whose condition holds, where that is known."""
    return None if condition is None else piece if condition[0] else elsewhere


def _held(compare: Callable[[float, float], bool], one: Known, other: Known) -> Known:
    """Whether a condition holds, where rounding cannot turn it."""
    if 0 < one[1] + other[1] >= abs(one[0] - other[0]):
        raise ValueError("on the border")
    return compare(one[0], other[0]), 0.0


def _rounding(number: float) -> float:
    return 0.0 if float(number) == number and float(number).is_integer() else ROUNDING * number


def _half_a_digit(number: float) -> float:
    """How far a number may be from another one that is written like it, with as many decimals."""
    return 0.0 if isinstance(number, int) else 0.51 * 10.0 ** int(Decimal(repr(number)).as_tuple().exponent)


def _require_small(value: float, bound: float) -> None:
    if bound > max(_GUARDED * abs(value), NOTHING):
        raise ValueError("mostly rounding")


def _computed(compute: Callable[..., float], given: list[Known]) -> Known:
    """A value, and its bound: how far it moves when one argument after the other is moved by its own bound."""
    values = [value for value, _ in given]
    made = moved = compute(*values)
    error = 0.0
    for place, (value, bound) in enumerate(given):
        if bound:
            _require_small(value, bound)
            before = moved
            values[place] = value - math.copysign(bound, value)
            inward = compute(*values)
            values[place] = value + math.copysign(bound, value)
            moved = compute(*values)
            error += max(abs(moved - before), abs(inward - before))
    return _bounded(made, error)
