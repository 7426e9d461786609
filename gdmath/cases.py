"""Formulas that depend on a comparison: the larger and the smaller of several, and a formula in pieces.

`Max` and `Min` of several are those of two, taken from left to right.  `Piecewise` is a node with a piece, its
condition, and what holds elsewhere, which may be another `Piecewise`; the last one may have nothing elsewhere.
"""

from __future__ import annotations

from gdmath.errors import InputError
from gdmath.expression import Condition, Expr, as_expr, node
from gdmath.functions import Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Extreme(Function):
    """The largest or the smallest of its arguments, as in sympy."""

    __slots__ = ()

    def __call__(self, *args: Any) -> Any:
        """Apply it to one or more expressions, floats, NumPy arrays or torch tensors; with numbers, entry by entry."""
        if not args:
            raise InputError(f"take {self.name} of nothing", "it needs a value", f"Write {self.name}(u, v)")
        found = super().__call__(*args[:2]) if len(args) > 1 else args[0]
        for other in args[2:]:
            found = super().__call__(found, other)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_name, (self.name,)


class _Pieces(Function):
    """A formula in pieces, as in sympy: `Piecewise((expr, cond), ...)`."""

    __slots__ = ()

    def __call__(self, *args: Any) -> Expr:
        """Join pieces, each an expression and its condition; the condition of the last one may be True."""
        made: Expr | None = None
        for place, (expr, condition) in reversed(list(enumerate(map(_piece, args)))):
            if condition is True and place == len(args) - 1:
                made = expr
            elif isinstance(condition, Condition):
                made = node(self, expr, condition, *([] if made is None else [made]))
            else:
                raise _no_condition(condition)
        if made is None:
            raise InputError("make a Piecewise of nothing", "it needs a piece", f"Write {_EXAMPLE}")
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_name, (self.name,)


_EXAMPLE = "Piecewise((0, w < 0), (w, True))"


def _piece(given: Any) -> tuple[Expr, Any]:
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        raise InputError(
            f"use {given!r} as a piece of a formula", "a piece is an expression and a condition", f"Write {_EXAMPLE}"
        )
    return as_expr(given[0]), given[1]


def _no_condition(given: Any) -> InputError:
    cannot = f"use {given!r} as the condition of a piece"
    if given is True:
        return InputError(cannot, "what stands behind it would never be reached", "Let the piece with True be the last")
    if given is False or type(given).__name__ == "bool":  # NumPy's has the same name
        because = "it has been found out already, without the values of any letters, as w == 0 always is"
        return InputError(cannot, because, "Compare formulas with <, <=, > or >=")
    because = f"{type(given).__name__} is no comparison of formulas"
    return InputError(cannot, because, "Write one such as w < 3, or True in the last piece")


Max = _Extreme("Max", r"\max", "Max", nargs=(2,))
Min = _Extreme("Min", r"\min", "Min", nargs=(2,))
Piecewise = _Pieces("Piecewise", r"\operatorname{Piecewise}", "select", nargs=(2, 3))

CASES: dict[str, Function] = {function.name: function for function in (Max, Min, Piecewise)}


def _by_name(name: str) -> Function:
    return CASES[name]
