"""Where a number too small or too large for a float would vanish in silence, found before code is written.

A product that underflows is off by less than the smallest float.  That is no matter in a sum, nor where nothing
follows; it is one where the product is multiplied by something large or divided by, or where its sign, its root or
its logarithm is taken.  An infinity shows in the result, unless something is divided by it, or a function has a
value there that is not the one of the true number.  What can be said of this without numbers is said here.
(What an underflow leaves: Higham, Accuracy and Stability of Numerical Algorithms, 2.8.)
"""

from __future__ import annotations

import math

from gdmath.cases import Max, Min, Piecewise
from gdmath.expression import CONDITIONS, CONSTANTS, Expr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Bounds = tuple[float, float]
    Pole = tuple[Expr, Expr, float]

INF = math.inf
ANYTHING = (-INF, INF)
LEAST = 5e-324  # the smallest float, of which it matters only that it is not 0
HARMLESS = 8.0  # by so much an underflow may be multiplied: a rounding is as large
FEW = 4.0  # so much, divided by what is too large for a float, is too small for one
FLOOR = 1e-200  # a number of at least this size has all its digits, whatever was lost beside it
FACTOR = 1e-6  # a product with a number of at least this size is small only if the other factor is

# Between which numbers the values of a function lie; of the others nothing is known.
_BOUNDS: dict[str, Bounds] = {
    **dict.fromkeys(("sin", "cos", "tanh", "sign"), (-1.0, 1.0)),
    **dict.fromkeys(("sigmoid", "step", "sech", "one_from_zero_on"), (0.0, 1.0)),
    **dict.fromkeys(("sqrt", "relu", "Abs", "softplus"), (0.0, INF)),
    **dict.fromkeys(("log", "log2", "log10", "asinh", "acsch"), (-1100.0, 1100.0)),
    **dict.fromkeys(("asin", "atan"), (-2.0, 2.0)),
    **dict.fromkeys(("acos", "acosh", "asech"), (0.0, 1100.0)),
    "cosh": (1.0, INF),
}
_UNDERFLOW = {"exp", "sigmoid", "softplus", "sech"}
# Near zero these have a value that is not, beside which nothing is lost.
_CLEAN = {*_UNDERFLOW, "cos", "cosh", "acos"}
_STEEP_AT_ZERO = {"log", "log2", "log10", "sqrt", "cbrt", "step", "sign", "asech", "acsch"}
# At infinity these have a value: the right one where the number is merely large.
_LEVEL_AT_INFINITY = {*_UNDERFLOW, "atan", "tanh", "acsch", "relu", "step", "sign", "one_from_zero_on"}
# At arguments of this size these have no value, and in rows an infinite one.
_POLES = {
    "log": (0.0, 1.0),  # of the number and of the base
    **dict.fromkeys(("log2", "log10", "asech", "acsch"), (0.0,)),
    **dict.fromkeys(("atanh", "acoth"), (1.0,)),
}
# These are infinite at numbers that are not.
_STEEP_UPWARD = {"exp", "sinh", "cosh"}
_KEEP_FLOOR = {"log1p", "one_from_zero_on"}
# These grow so slowly that a number which is too large has a value which is not.
_SLOW = {"log", "log2", "log10", "log1p", "sqrt", "cbrt", "asinh", "acosh"}

FRESH, DOUBTFUL = 1, 2  # an infinity: the true value is too large for a float; it may be anything


class Losses:
    """What may vanish in the parts of some expressions, and where it would do harm.

    Parameters
    ----------
    order : list of Expr
        All parts, each after its own.

    Attributes
    ----------
    bounds : dict
        For each part, two numbers between which its value lies.
    lossy : set of Expr
        Parts that may underflow by themselves.
    passed : dict
        For a part that is off by what was lost in its arguments: those arguments.
    small : dict
        For a part that an underflow in an argument would make wrong: the argument, and what it is multiplied by.
    large : dict
        For a part that an infinite argument would make wrong: the argument.
    poles : dict
        For a part that would make a number of an argument without a value: the argument, which is then infinite, and
        the part in which that begins, at which size of which argument of its own.
    """

    def __init__(self, order: list[Expr]) -> None:
        self.bounds: dict[Expr, Bounds] = {}
        self.lossy: set[Expr] = set()
        self.passed: dict[Expr, list[Expr]] = {}
        self.small: dict[Expr, list[tuple[Expr, Expr | None]]] = {}
        self.large: dict[Expr, list[Expr]] = {}
        self.poles: dict[Expr, dict[tuple[Expr, Pole], None]] = {}
        self.doubtful: set[Expr] = set()
        self._infinite: dict[Expr, int] = {}
        self._without: dict[Expr, dict[Pole, None]] = {}  # where a part is infinite because it has no value
        self._floored: set[Expr] = set()  # parts that are small only where an exponential is
        for part in order:
            if part.head == "symbol":
                self.bounds[part] = ANYTHING
            elif isinstance(part.args[0], Expr):
                self._look_at(part, *part.args)
            else:
                value = CONSTANTS.get(part.args[0]) or float(part.args[0])
                self.bounds[part] = value, value

    def _look_at(self, part: Expr, *args: Expr) -> None:
        name = _name(part)
        look, combine = _LOOKS.get(name, _LOOKS[""]), _COMBINE.get(name)
        low, high = combine(*[self.bounds[arg] for arg in args]) if combine else _BOUNDS.get(name, ANYTHING)
        if low < 0 and _is_square(part, name):
            low = 0.0
        if not low <= high:  # an infinity less another one is neither
            low, high = ANYTHING
        if name in _SLOW and args[0] in self._infinite:  # of infinity these are infinite, and of no float
            low, high = -INF if name == "asinh" else low, INF
        self.bounds[part] = low, high
        look(self, part, *args)
        if low > FLOOR or high < -FLOOR or low == high == 0:
            self.lossy.discard(part)
            self.passed.pop(part, None)
        if low > -INF and high < INF:
            self._infinite.pop(part, None)

    def sources(self, part: Expr) -> list[Expr]:
        """The parts that may underflow by themselves, and whose loss comes into this one."""
        found: dict[Expr, None] = {}
        stack = [part]
        while stack:
            each = stack.pop()
            if each not in found:
                found[each] = None
                stack += [] if each in self.lossy else self.passed[each]
        return [each for each in found if each in self.lossy]

    def needed(self) -> dict[Expr, None]:
        """The parts of which has to be known where something was lost in them, from the last one back."""
        found: dict[Expr, None] = {}
        stack = [arg for entries in self.small.values() for arg, _ in entries]
        while stack:
            part = stack.pop()
            if part not in found:
                found[part] = None
                stack += filter(self.uncertain, factors(part)) if part in self.lossy else self.sources(part)
        return found

    def compared(self, *, rows: bool) -> list[Expr]:
        """Parts whose numbers are compared with something: what may be infinite, and in rows what is multiplied."""
        found = [arg for args in self.large.values() for arg in args]
        if rows:
            found += [arg for entries in self.small.values() for pair in entries for arg in pair if arg is not None]
        return list(dict.fromkeys(found))

    def uncertain(self, part: Expr) -> bool:
        """Whether a part may be off by what was lost on the way to it."""
        return part in self.lossy or part in self.passed

    def _pass(self, part: Expr, *args: Expr) -> None:
        for arg in args:
            if arg in self.lossy or arg in self.passed:
                self.passed.setdefault(part, []).append(arg)

    def _harm(self, part: Expr, arg: Expr, factor: Expr | None = None) -> None:
        if self.uncertain(arg):
            self.small.setdefault(part, []).append((arg, factor))

    def _hide(self, part: Expr, arg: Expr, least: int = FRESH) -> None:
        if self._infinite.get(arg, 0) >= least:
            self.large.setdefault(part, []).append(arg)
            if self._infinite[arg] == DOUBTFUL:
                self.doubtful.add(part)
        if arg in self._without:
            self.poles.setdefault(part, {}).update(((arg, pole), None) for pole in self._without[arg])

    def _grow(self, part: Expr, *args: Expr, least: int = 0) -> None:
        """Say that a part is infinite where its arguments are, or may be so by itself."""
        for arg in args:
            if self._infinite.get(arg, 0) > least:
                least = self._infinite[arg]
            if arg in self._without:
                self._without.setdefault(part, {}).update(self._without[arg])
        if least:
            self._infinite[part] = least

    def _miss(self, part: Expr, arg: Expr, size: float = 0.0) -> None:
        """Say that a part has no value where an argument has this size."""
        least, most = self._size(arg)
        if least <= size <= most:
            self._without.setdefault(part, {})[part, arg, size] = None

    def _size(self, part: Expr) -> Bounds:
        """Between which numbers the size of a part lies."""
        low, high = self.bounds[part]
        if low >= 0:
            return low, high
        return (-high, -low) if high <= 0 else (0.0, max(-low, high))

    def _at_negative(self, part: Expr, u: Expr) -> None:
        self._pass(part, u)
        self._grow(part, u)

    def _at_sum(self, part: Expr, u: Expr, v: Expr) -> None:
        self._grow(part, u, v, least=FRESH)
        if self._floored and part.head == "+" and self.bounds[u][0] >= 0 and self.bounds[v][0] >= 0:
            for arg in (u, v):
                if arg in self._floored:
                    self._floored.add(part)
                    return self._pass(part, arg)
        return self._pass(part, u, v)

    def _at_product(self, part: Expr, u: Expr, v: Expr) -> None:
        (least_u, most_u), (least_v, most_v) = self._size(u), self._size(v)
        doubtful = {self._at_factor(part, u, v, least_v, most_v), self._at_factor(part, v, u, least_u, most_u)}
        if max(least_u, least_v) < FACTOR and not _is_whole(u) and not _is_whole(v):
            self.lossy.add(part)
        fresh = FRESH if most_u > 1 and most_v > 1 else 0
        self._grow(part, u, v, least=DOUBTFUL if True in doubtful else fresh)

    def _at_factor(self, part: Expr, arg: Expr, factor: Expr, least: float, most: float) -> bool:
        """Look at one factor beside the other; whether its infinity may be smaller than that."""
        self._pass(part, arg)
        if most > HARMLESS and arg is not factor:
            self._harm(part, arg, factor)
        return least < 1 and arg in self._infinite

    def _at_quotient(self, part: Expr, u: Expr, v: Expr) -> None:
        least, most = self._size(v)
        self._harm(part, v)
        self._hide(part, v, FRESH if self._size(u)[1] > FEW else DOUBTFUL)
        self._pass(part, u)
        if least < 1 / HARMLESS:
            self._harm(part, u, v)
        if most > 1 / FACTOR and not _is_whole(u):
            self.lossy.add(part)
        elif u in self._floored:
            self._floored.add(part)
        doubtful = self._infinite.get(u) and most > 1
        self._miss(part, v)
        self._grow(part, u, least=DOUBTFUL if doubtful else FRESH if least < 1 else 0)

    def _at_power(self, part: Expr, u: Expr, v: Expr) -> None:
        low, high = self.bounds[v]
        if low < 1 and high != 0:
            self._harm(part, u)
        if low < 0:
            self._hide(part, u, FRESH if high > -1 else DOUBTFUL)
            self._miss(part, u)
        elif low == 0:  # to the power of 0 all is 1
            self._hide(part, u, DOUBTFUL)
        self._hide(part, v)
        if not (self._size(u)[0] >= 1 and low >= 0) and not _is_whole(u):
            self.lossy.add(part)
        doubtful = self._infinite.get(u) and low < 1
        self._grow(part, u, least=DOUBTFUL if doubtful else FRESH)

    def _at_comparison(self, part: Expr, u: Expr, v: Expr) -> None:
        """Look at two sides of which an underflow, beside something near zero, may turn the answer around."""
        for arg, other in ((u, v), (v, u)):
            if self._size(other)[0] < FLOOR:
                self._harm(part, arg)
            self._hide(part, arg, DOUBTFUL)

    def _at_extreme(self, part: Expr, u: Expr, v: Expr) -> None:
        self._pass(part, u, v)
        for arg in (u, v):
            self._hide(part, arg, DOUBTFUL)
        self._grow(part, u, v)

    def _at_pieces(self, part: Expr, piece: Expr, _condition: Expr, *elsewhere: Expr) -> None:
        self._pass(part, piece, *elsewhere)
        self._grow(part, piece, *elsewhere)

    def _at_function(self, part: Expr, *args: Expr) -> None:
        name, last = _name(part), args[-1]  # last is the base of a logarithm, and 1 or what is chosen below zero
        if name in _STEEP_AT_ZERO:
            for arg in args:
                self._harm(part, arg)
        elif name not in _CLEAN:
            self._pass(part, *(args if name != "one_from_zero_on" else args[1:]))
        if name in _UNDERFLOW or name == "acsch":
            self.lossy.add(part)
        if name in _UNDERFLOW or (name in _KEEP_FLOOR and last in self._floored):
            self._floored.add(part)
        if name in _LEVEL_AT_INFINITY:
            self._hide(part, args[0], DOUBTFUL)
        if len(args) > 1 and name in _STEEP_AT_ZERO:
            self._hide(part, last)
        for arg, size in zip(args, _POLES.get(name, ()), strict=False):
            self._miss(part, arg, size)
        slow = name in _SLOW and args[0] in self._infinite
        self._grow(part, *args, least=DOUBTFUL if slow else FRESH if name in _STEEP_UPWARD else 0)
        if name in _LEVEL_AT_INFINITY:  # it asks by itself
            self._without.pop(part, None)


_LOOKS: dict[str, Callable[..., None]] = {
    sign: getattr(Losses, f"_at_{name}")
    for sign, name in {
        "neg": "negative",
        "+": "sum",
        "-": "sum",
        "*": "product",
        "/": "quotient",
        "**": "power",
        **dict.fromkeys(CONDITIONS, "comparison"),
        **dict.fromkeys((Max.name, Min.name), "extreme"),
        Piecewise.name: "pieces",
        "": "function",
    }.items()
}


def _name(part: Expr) -> str:
    """The name of a function, and of an operation its sign."""
    name: str = getattr(part.head, "name", part.head)
    return name


def factors(part: Expr) -> list[Expr]:
    """What a part that may underflow is exactly 0 for, where one of them is."""
    count = {"*": 2, "/": 1, "**": 1}.get(_name(part), 0)
    return [arg for arg in part.args[:count] if arg.head != "number"]


def _is_whole(part: Expr) -> bool:
    """Whether a value can be only 0, 1 or -1, times which nothing is lost."""
    return _name(part) in {"step", "sign"} or (part.head == "number" and not part.args[0])


def _is_square(part: Expr, name: str) -> bool:
    u, v = part.args[0], part.args[-1]
    return (name == "*" and u is v) or (name == "**" and v.head == "number" and v.args[0] % 2 == 0)


def _corners(operation: Callable[[float, float], float], u: Bounds, v: Bounds) -> Bounds:
    if u == ANYTHING == v:
        return ANYTHING
    values = [operation(a, b) for a in u for b in v]
    return min(values), max(values)


def _quotient(u: Bounds, v: Bounds) -> Bounds:
    if v[0] <= 0 <= v[1]:
        return (0.0, INF) if u[0] >= 0 <= v[0] else ANYTHING
    return _corners(_times, u, (1 / v[1] or LEAST, 1 / v[0] or -LEAST))


def _times(a: float, b: float) -> float:
    if not a or not b:
        return 0.0
    return a * b or math.copysign(LEAST, a) * math.copysign(1.0, b)


def _power(u: Bounds, v: Bounds) -> Bounds:
    if max(-u[0], u[1]) <= 1 <= v[0]:
        return (0.0, 1.0) if u[0] >= 0 else (-1.0, 1.0)
    return (1.0 if u[0] >= 1 and v[0] >= 0 else 0.0, INF) if u[0] >= 0 else ANYTHING


def _exponential(u: Bounds) -> Bounds:
    return math.exp(min(u[0], 700.0)), math.exp(u[1]) or LEAST if u[1] < 700 else INF


_COMBINE: dict[Any, Callable[..., Bounds]] = {
    "neg": lambda u: (-u[1], -u[0]),
    "+": lambda u, v: (u[0] + v[0], u[1] + v[1]),
    "-": lambda u, v: (u[0] - v[1], u[1] - v[0]),
    "*": lambda u, v: _corners(_times, u, v),
    "/": _quotient,
    "**": _power,
    "exp": _exponential,
    "Max": lambda u, v: (max(u[0], v[0]), max(u[1], v[1])),
    "Min": lambda u, v: (min(u[0], v[0]), min(u[1], v[1])),
    "log1p": lambda u: (0.0 if u[0] >= 0 else -1100.0, 1100.0),
}
