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
    """The largest or the smallest of several: `Max(u, v)` and `Min(u, v)`, as in sympy.

    Where two of them are equal, the slope is half that of one and half that of the other, as in torch and sympy;
    of more than two, the first two are taken together, and then the next with the larger of these.

    Parameters
    ----------
    *args : Expr, float, NumPy array or torch tensor
        One or more; of arrays and tensors, the larger in each place.

    Returns
    -------
    Expr, float, NumPy array or torch tensor

    Raises
    ------
    InputError
        There is none, or one is neither an expression nor a number nor an array nor a tensor.

    Examples
    --------
    >>> from gdmath import Max, Min, differentiate, symbols
    >>> w = symbols("w")
    >>> Max(0, 1 - w).evaluate(w=-2)
    3.0
    >>> differentiate(Max(0, 1 - w), w).result
    Piecewise((0, 0 > 1 - w), (-1, 0 < 1 - w), (-(1/2), True))
    >>> Min(3.0, 2.0, 5.0)
    2.0
    """

    __slots__ = ()
    _named = ("u", "v")

    def __call__(self, *args: Any) -> Any:
        """Apply it to one or more expressions, floats, NumPy arrays or torch tensors; with numbers, entry by entry."""
        if not args:
            raise InputError(f"take {self.name} of nothing", "it needs a value", f"Write {self.name}(u, v)")
        first, *others = args
        found = as_expr(first) if isinstance(first, Expr) else super().__call__(first, first)
        for other in others:
            found = super().__call__(found, other)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_name, (self.name,)


class _Pieces(Function):
    """A formula in pieces, `Piecewise((expr, cond), (expr, True))`, as in sympy: the first that holds is its value.

    Its derivative is taken piece by piece.  Where two pieces meet, the slope is that of the piece that holds there,
    as in torch and sympy; nobody looks whether the other one arrives at the same value with the same slope.

    Parameters
    ----------
    *args : tuple of (Expr or float, Condition or True)
        The pieces.  A condition compares formulas: `w < 3`, `<=`, `>`, `>=`; `&` joins two that must both hold,
        `|` two of which one must, `~` turns one around.  `True` stands in the last piece, for everywhere else.

    Returns
    -------
    Expr
        On floats it has no value where none of its conditions holds (DomainError), on arrays and tensors it is nan
        there.  What a piece would be where another one holds is nobody's concern: it raises no error, makes no
        warning, and does not spoil the slope that torch's autograd finds.

    Raises
    ------
    InputError
        A piece is no pair, its condition is none, or a piece stands behind one with True.

    Examples
    --------
    >>> from gdmath import Abs, Piecewise, differentiate, symbols
    >>> w = symbols("w")
    >>> huber = Piecewise((w**2 / 2, Abs(w) <= 1), (Abs(w) - 0.5, True))
    >>> differentiate(huber, w).result
    Piecewise((w, Abs(w) <= 1), (sign(w), True))
    >>> huber.evaluate(w=-3)
    2.5
    """

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
    if type(given).__name__ in {"bool", "bool_"}:  # Python's and NumPy's, which is bool_ before NumPy 2
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
