"""Expressions: formulas that are kept exactly as they were typed.

A formula is a tree of `Expr` nodes, each a head and its arguments::

    number   (1.001,)        symbol  ("w",)         constant    ("pi",)
    +  -  *  /  **  (u, v)   neg     (u,)           a function  (u,)
    D        (body, wrt)              < <= > >= & |  (u, v)

`D` is the derivative of `body` with respect to `wrt`, not yet taken.  Equal formulas are one and the
same node, so comparing and hashing cost nothing however deep they are, and a part that occurs twice is
stored once.  Nothing here simplifies: `w**1 * 1.0` stays `w**1 * 1.0`.  A comparison is a `Condition`, which is
a part of a formula and no formula itself: it says for which values a piece of `Piecewise` holds.
"""

from __future__ import annotations

import math
import weakref
from _thread import RLock  # as `threading` has it, which would import functools and collections for every user
from importlib import import_module

from gdmath.errors import InputError, require
from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from typing import Any, NoReturn

    Key = tuple[Any, ...]

OPERATORS = ("+", "-", "*", "/", "**")
# What conditions are made of, and what an arithmetic calls it.
CONDITIONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "&": "both", "|": "either"}
CONSTANTS = {"pi": math.pi}  # numbers that have a name; another is e, which is written exp(1)
# What is built upon expressions and lends them methods, each imported at its first use: no other arrow points upward.
LENT = {"Abs": "functions", "text": "printing", "latex": "printing", "evaluate": "numeric"}


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
        return _lent("Abs")(self)

    def __pos__(self) -> Expr:
        return self

    def __lt__(self, other: object) -> Any:
        return node("<", self, as_expr(other))

    def __le__(self, other: object) -> Any:
        return node("<=", self, as_expr(other))

    def __gt__(self, other: object) -> Any:
        return node(">", self, as_expr(other))

    def __ge__(self, other: object) -> Any:
        return node(">=", self, as_expr(other))

    def __and__(self, other: object) -> Any:
        because = "& and | join comparisons, and in Python they bind more tightly than < and >"
        raise InputError(f"join {self!r} and {other!r}", because, "Write (0 < w) & (w < 1), each in brackets")

    __rand__ = __or__ = __ror__ = __and__

    def __reduce__(self) -> tuple[Any, ...]:
        return unflatten, (flatten(self),)

    def __repr__(self) -> str:
        return str(_lent("text")(self))

    def _repr_latex_(self) -> str:
        return f"$$\n{_lent('latex')(self)}\n$$"

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
        return float(_lent("evaluate")(self, values))


class Condition(Expr):
    """A comparison of formulas, which holds for some values of their letters; `Piecewise` takes it.

    It is neither true nor false by itself.  `&` joins two that must both hold, `|` two of which one must, and `~`
    turns one around.  `w == 3` is no condition: it asks at once whether two formulas are written alike.

    Raises
    ------
    InputError
        Something asks whether it is true, as `if` and `0 < w < 1` do, or computes with it.

    Examples
    --------
    >>> from gdmath import Piecewise, symbols
    >>> w = symbols("w")
    >>> (w > 0) & ~(w >= 1)
    (w > 0) & (w < 1)
    >>> Piecewise((0, w < 0), (w**2, True)).evaluate(w=3)
    9.0
    """

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise InputError(
            f"take {self!r} as true or false",
            "that depends on the values of its letters",
            "Write Piecewise((..., condition), (..., True)) for a formula that depends on it, Max(u, v) or Min(u, v) "
            "for the larger or smaller, and (0 < w) & (w < 1) for two at once",
        )

    def __and__(self, other: object) -> Any:
        return node("&", self, other) if isinstance(other, Condition) else super().__and__(other)

    def __or__(self, other: object) -> Any:
        return node("|", self, other) if isinstance(other, Condition) else super().__or__(other)

    def __invert__(self) -> Any:
        turned: dict[Expr, Expr] = {}
        for part in postorder(self):
            if isinstance(part, Condition):
                turned[part] = node(_TURNED[part.head], *(turned.get(arg, arg) for arg in part.args))
        return turned[self]

    def _no_formula(self, *_others: object, **_values: object) -> NoReturn:
        raise _not_a_formula(self)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _no_formula
    __pow__ = __rpow__ = __neg__ = __pos__ = __lt__ = __le__ = __gt__ = __ge__ = evaluate = _no_formula


_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "&": "|", "|": "&"}


def _not_a_formula(condition: Condition) -> InputError:
    return InputError(
        f"use {condition!r} as a formula",
        "a condition has no value to compute with",
        "Write Piecewise((1, condition), (0, True)) for 1 where it holds and 0 elsewhere",
    )


def _lent(name: str) -> Any:
    return getattr(import_module(f"gdmath.{LENT[name]}"), name)


class Reference(weakref.ref):  # type: ignore[type-arg]  # weakref.ref[Any] would import `types` for every user
    """A reference to a node that does not keep it alive, and the key under which the node is found."""

    __slots__ = ("key",)
    key: Key


# Equal expressions are one object: the table of all nodes that are in use, which keeps none of them alive.
NODES: dict[Key, Reference] = {}
# A node is added by one atomic `setdefault`; the lock is for replacing and removing one.  It is re-entrant: the
# collector may forget a node at any moment, also while this thread replaces another.
LOCK = RLock()


def first(key: Key, made: Any, reference: Reference) -> Any:
    """The node that another thread was quicker to make; `made`, if only a dead one stands under its key."""
    with LOCK:
        kept = NODES.get(key)
        found = kept and kept()
        if found is None:
            NODES[key] = reference
        return made if found is None else found


# When Python ends, the names of a module are gone before the last nodes are: so these two are arguments.
def forget(reference: Reference, lock: RLock = LOCK, nodes: dict[Key, Reference] = NODES) -> None:
    """Remove a node that nobody holds any more, unless its place has been taken by then."""
    with lock:
        if nodes.get(reference.key) is reference:
            del nodes[reference.key]


_PERHAPS = frozenset([*CONDITIONS, "letter"])  # the heads of conditions: a letter of a rule may stand for one
_SET_HEAD, _SET_ARGS = (vars(Expr)[name].__set__ for name in ("head", "args"))


def node(head: Any, *args: Any) -> Expr:
    """The one expression with this head and these arguments (1 and 1.0 are told apart)."""
    key = (head, args) if head != "number" else (head, type(args[0]), args)
    reference = NODES.get(key)
    found: Expr | None = reference() if reference is not None else None
    if found is not None:
        return found
    made = object.__new__(Expr if head not in _PERHAPS or (head == "letter" and args[1] != "condition") else Condition)
    _SET_HEAD(made, head)
    _SET_ARGS(made, args)
    reference = Reference(made, forget)
    reference.key = key
    return made if NODES.setdefault(key, reference) is reference else first(key, made, reference)


pi = node("constant", "pi")


def as_expr(value: object) -> Expr:
    """An expression as it is, and a number as an expression (a negative one as the negative of a number)."""
    if type(value) is Expr:
        return value
    if isinstance(value, Condition):
        raise _not_a_formula(value)
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


def D(body: object, wrt: object) -> Expr:  # noqa: N802  the usual name of the differential operator
    """The derivative of `body` with respect to `wrt`, not yet taken."""
    return node("D", as_expr(body), as_expr(wrt))


def postorder(expr: Expr, stop_at: Container[Expr] = ()) -> list[Expr]:
    """Every different part of an expression once, each after its own parts; nothing inside `stop_at`."""
    done: dict[Expr, None] = {}
    stack = [expr] if expr not in stop_at else []
    while stack:
        part = stack[-1]
        missing = (
            [a for a in part.args if isinstance(a, Expr) and a not in done and a not in stop_at]
            if part not in done
            else ()
        )
        if missing:
            stack.extend(reversed(missing))
        else:
            done[stack.pop()] = None
    return list(done)


def flatten(expr: Expr) -> list[tuple[Any, ...]]:
    """A list of (head, arguments), an argument that is an expression given by its place in the list."""
    order = postorder(expr)
    place = {part: (index,) for index, part in enumerate(order)}
    return [(part.head, *(place[a] if isinstance(a, Expr) else a for a in part.args)) for part in order]


def unflatten(flat: list[tuple[Any, ...]]) -> Expr:
    """The expression that `flatten` made a list of."""
    made: list[Expr] = []
    for head, *args in flat:
        made.append(node(head, *(made[a[0]] if isinstance(a, tuple) else a for a in args)))
    return made[-1]
