"""An activation or a cost as a formula: it is called once, on letters that stand for all rows at once.

So it must not ask for a value.  Letters that are asked refuse to answer, and what the function gives on a few numbers
is held against its formula, which finds every other way to take one branch for all rows.
"""

from __future__ import annotations

import math
from contextlib import suppress
from itertools import product
from typing import TYPE_CHECKING, Any, NoReturn

from gdmath.errors import GdmathError, InputError
from gdmath.expression import Expr, as_expr
from gdmath.names import symbols
from gdmath.numeric import lambdify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_INSTEAD = "Write all branches as one formula, such as y*f + (1 - y)*g, or with Piecewise"
# Where a branch is likely to be taken: at the usual labels, at one half, where a is y, and where it is 1 - y.
_PLACES = (-2.0, -1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 2.0)


class _Traced(Expr):
    """A letter of one call, which is no letter that anybody else can write; or what operators make of it."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __init__(self, head: str, args: tuple[Any, ...]) -> None:
        self._set(head=head, args=args)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Expr):
            return self is other  # whether two formulas are one, as the library itself has to ask
        return self._refuse(f"{self!r} == {other!r:.40}")

    def __bool__(self) -> bool:
        return self._refuse(f"{self!r} is true")

    def _refuse(self, asked: str) -> NoReturn:
        because = f"{self!r} stands for its values in all rows at once, which would all take one branch"
        raise InputError(f"ask whether {asked} inside a neuron", because, _INSTEAD)


_Traced.__name__ = "Expr"  # which is what Python's own errors are to call it


def _tracing(operator: Callable[..., Any]) -> Callable[..., Any]:
    def traced(*args: Any) -> Any:
        made = operator(*args)
        return _Traced(made.head, made.args) if isinstance(made, Expr) else made

    return traced


for _name in ("add", "sub", "mul", "truediv", "pow"):
    for _operator in (f"__{_name}__", f"__r{_name}__"):
        setattr(_Traced, _operator, _tracing(getattr(Expr, _operator)))
for _operator in ("__neg__", "__abs__"):
    setattr(_Traced, _operator, _tracing(getattr(Expr, _operator)))


def formula_of(function: Callable[..., Any], role: str, **arguments: Expr) -> Expr:
    """What a function makes of these expressions.

    Parameters
    ----------
    function : callable
        An activation or a cost.
    role : str
        Which of the two.
    **arguments : Expr
        What it is applied to, in its own order; in an error each is called by its name.

    Raises
    ------
    InputError
        It is no function of expressions, takes a branch, or brings in a letter of its own.
    """
    letters: dict[Expr, Expr] = {_Traced("symbol", (name,)): argument for name, argument in arguments.items()}
    making = f"make a neuron with {role}={function!r}"
    made = _called(function, letters, making)
    if own := made.free_symbols - letters.keys():
        raise InputError(
            making,
            f"{made!r} has the letter {min(map(repr, own))} of its own beside {' and '.join(arguments)}",
            "Put a number in its place",
        )
    plain = made.subs({letter: symbols(letter.args[0]) for letter in letters})
    _require_one_branch(function, plain, list(arguments), making)
    return made.subs(letters)


def _called(function: Callable[..., Any], letters: Iterable[Expr], making: str) -> Expr:
    try:
        return as_expr(function(*letters))
    except GdmathError:
        raise
    except Exception as error:  # whatever a function that is not ours may raise
        raise InputError(
            making,
            f"it is not a function of expressions ({type(error).__name__}: {error})",
            "Pass a function of gdmath, such as sigmoid or binary_cross_entropy, or a formula made of them",
        ) from error


def _require_one_branch(function: Callable[..., Any], formula: Expr, names: Sequence[str], making: str) -> None:
    if str(getattr(function, "__module__", "")).partition(".")[0] == "gdmath":
        return
    everywhere = _on_numbers(function, lambdify([*map(symbols, names)], formula), len(names))
    both = [(place, given, computed) for place, given, computed in everywhere if math.isfinite(given)]
    floor = 1e-9 * max((abs(value) for _, *values in both for value in values), default=0.0)
    for place, given, computed in both:
        if not math.isclose(given, computed, rel_tol=1e-6, abs_tol=floor):
            at = " and ".join(f"{name} = {value:g}" for name, value in zip(names, place, strict=True))
            because = f"it gives {given:g} at {at}, where the formula that it makes, {formula!r}, comes to {computed:g}"
            raise InputError(making, because, _INSTEAD)


def _on_numbers(
    function: Callable[..., Any], formula: Callable[..., Any], count: int
) -> Iterator[tuple[tuple[float, ...], float, float]]:
    """What the function and its formula give at places where both have a value."""
    for place in product(_PLACES, repeat=count):
        with suppress(Exception):  # on numbers it may do what it likes
            yield place, float(function(*place)), formula(*place)
