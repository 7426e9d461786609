"""Expressions: formulas that are kept exactly as they were typed.

A formula is a tree of `Expr` nodes, each a head and its arguments::

    number   (1.001,)        symbol  ("w",)         constant    ("pi",)
    +  -  *  /  **  (u, v)   neg     (u,)           a function  (u,)
    D        (body, wrt)

`D` is the derivative of `body` with respect to `wrt`, not yet taken.  Equal formulas are one and the
same node, so comparing and hashing cost nothing however deep they are, and a part that occurs twice is
stored once.  Nothing here simplifies: `w**1 * 1.0` stays `w**1 * 1.0`.
"""

from __future__ import annotations

import math
import unicodedata

from gdmath.errors import InputError, require
from gdmath.frozen import Frozen
from gdmath.interning import NODES, Reference, first, forget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

OPERATORS = ("+", "-", "*", "/", "**")
CONSTANTS = {"pi": math.pi}  # numbers that have a name; another is e, which is written exp(1)


class Expr(Frozen):
    """A formula; build one from `symbols`, numbers, operators and functions.

    Attributes
    ----------
    head : str or Function
        What kind of node it is: "number", "symbol", "constant", "neg", an operator, "D" or a function.
    args : tuple
        The parts: expressions, or the value of a number, or the name of a symbol.

    Examples
    --------
    >>> from gdmath import symbols
    >>> w, b = symbols("w b")
    >>> w**1 * 1.001 + b
    w**1*1.001 + b
    >>> w + b == w + b
    True
    """

    __slots__ = ("__weakref__", "args", "head")
    head: Any
    args: tuple[Any, ...]
    # NumPy and torch then leave `array * expr` to us, and we can say what is wrong.
    __array_ufunc__ = None

    def __add__(self, other: object) -> Expr:
        return node("+", self, as_expr(other))

    def __radd__(self, other: object) -> Expr:
        return node("+", as_expr(other), self)

    def __sub__(self, other: object) -> Expr:
        return node("-", self, as_expr(other))

    def __rsub__(self, other: object) -> Expr:
        return node("-", as_expr(other), self)

    def __mul__(self, other: object) -> Expr:
        return node("*", self, as_expr(other))

    def __rmul__(self, other: object) -> Expr:
        return node("*", as_expr(other), self)

    def __truediv__(self, other: object) -> Expr:
        return node("/", self, as_expr(other))

    def __rtruediv__(self, other: object) -> Expr:
        return node("/", as_expr(other), self)

    def __pow__(self, other: object) -> Expr:
        return node("**", self, as_expr(other))

    def __rpow__(self, other: object) -> Expr:
        return node("**", as_expr(other), self)

    def __neg__(self) -> Expr:
        return node("neg", self)

    def __abs__(self) -> Any:
        from gdmath.functions import Abs

        return Abs(self)

    def __pos__(self) -> Expr:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        from gdmath.traversal import flatten, unflatten

        return unflatten, (flatten(self),)

    def __repr__(self) -> str:
        from gdmath.printing import text

        return text(self)

    def _repr_latex_(self) -> str:
        from gdmath.printing import latex

        return f"$$\n{latex(self)}\n$$"

    @property
    def free_symbols(self) -> frozenset[Expr]:
        """The symbols that occur, as in sympy.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w, b = symbols("w b")
        >>> (w * 2 + b).free_symbols == {w, b}
        True
        """
        from gdmath.traversal import postorder

        return frozenset(part for part in postorder(self) if part.head == "symbol")

    def subs(self, replacements: Mapping[Expr, object]) -> Expr:
        """Put other expressions or numbers in the place of parts, all at once, as in sympy.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w, b = symbols("w b")
        >>> (w * 2 + b).subs({w: b, b: 1})
        b*2 + 1
        """
        from gdmath.traversal import postorder

        require(replacements, dict, "replace parts of an expression by")
        new = {as_expr(part): as_expr(value) for part, value in replacements.items()}
        for part in postorder(self, stop_at=new.keys()):
            new[part] = node(part.head, *(new.get(arg, arg) for arg in part.args))
        return new[self]

    def evaluate(self, /, **values: float) -> float:
        """Compute the expression at one point.

        Parameters
        ----------
        **values : float
            A number for each free symbol, by name.  Other names are passed over: a derivative may have
            lost symbols that its expression had.

        Raises
        ------
        InputError
            A symbol has no value, or a value is no finite number.
        DomainError
            The expression has no finite real value at that point.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> (w**2 + 1).evaluate(w=3)
        10.0
        """
        from gdmath.evaluation import evaluate

        return evaluate(self, values)


_SET_HEAD, _SET_ARGS = (vars(Expr)[name].__set__ for name in ("head", "args"))


def node(head: Any, *args: Any) -> Expr:
    """The one expression with this head and these arguments (1 and 1.0 are told apart)."""
    key = (head, args) if head != "number" else (head, type(args[0]), args)
    reference = NODES.get(key)
    found: Expr | None = reference() if reference is not None else None
    if found is not None:
        return found
    made = object.__new__(Expr)
    _SET_HEAD(made, head)
    _SET_ARGS(made, args)
    reference = Reference(made, forget)
    reference.key = key
    return made if NODES.setdefault(key, reference) is reference else first(key, made, reference)


pi = node("constant", "pi")


def as_expr(value: object) -> Expr:
    """An expression as it is, and a number as an expression (a negative one as the negative of a number)."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        because = f"{type(value).__name__} is neither an expression nor an int or a float"
        text = 'Read a formula with parse("w^2"); make a letter with symbols("w")'
        number = "Convert a single number with float(value); put the rows of data in through lambdify"
        raise InputError(f"use {value!r} in an expression", because, text if isinstance(value, str) else number)
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        # Python refuses to write down an int of more than 4,300 digits.
        shown = repr(value) if isinstance(value, float) else f"a whole number of {value.bit_length():,} bits"
        raise InputError(f"use {shown} in an expression", "it is not a finite 64-bit number", "Use a finite number")
    # A plain int or float, also from np.float64: `repr` and `type` of a number must not depend on who made it.
    plain = int(value) if isinstance(value, int) else float(value)
    return node("neg", node("number", -plain)) if plain < 0 else node("number", abs(plain))


def symbols(names: str) -> Any:
    """Name the letters of a formula, as in sympy.

    Parameters
    ----------
    names : str
        Names parted by spaces or commas.

    Returns
    -------
    Expr, or tuple of Expr for several names

    Examples
    --------
    >>> w1, w2, b = symbols("w1 w2 b")
    >>> w1
    w1
    """
    given: object = names  # whatever was passed
    made = tuple(map(_symbol, given.replace(",", " ").split())) if isinstance(given, str) else ()
    if not made:
        raise InputError(f"make symbols from {names!r}", "it is no text with names in it", 'Write symbols("w b")')
    return made[0] if len(made) == 1 else made


def _symbol(name: str) -> Expr:
    from gdmath.names import no_symbol

    no_name = ("a name is letters, digits and _, not starting with a digit", "Rename it")
    if refused := no_symbol(name) if name.isidentifier() else no_name:
        raise InputError(f"make a symbol from {name!r}", *refused)
    # As Python itself reads a name: the ligature of f and i is the letters fi.
    return node("symbol", name if name.isascii() else unicodedata.normalize("NFKC", name))
