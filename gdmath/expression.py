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

from gdmath.errors import RESTART, InputError, OperationError, shown
from gdmath.operations import Operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from typing import Any, NoReturn

    Key = tuple[Any, ...]

OPERATORS = ("+", "-", "*", "/", "**")
# What conditions are made of, and what an arithmetic calls it.
CONDITIONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "&": "both", "|": "either"}
CONSTANTS = {"pi": math.pi}  # numbers that have a name; another is e, which is written exp(1)
# What is built upon expressions and lends them methods, each imported at its first use: no other arrow points upward.
LENT = {
    "Abs": "functions",
    "applied": "names",
    "differentiate": "calculus",
    "evaluate": "numeric",
    "latex": "printing",
    "text": "printing",
}

if "Expr" in globals():  # importlib.reload runs a module again, with the names that it had
    raise InputError("load gdmath.expression again", "formulas made before would not equal those made after", RESTART)


class Expr(Operations):
    """A formula; build one from `symbols`, numbers, operators and functions.

    A number beside it may be an int, a float, a number of NumPy, or a `Fraction`, which becomes a quotient.  Two
    formulas are `==` if they are written alike: `w + b` is not `b + w`, and no formula equals a number.  The
    functions of NumPy and torch that are ours as well, such as `np.sin`, give the formula.

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

    def __pow__(self, other: object, modulo: object = None) -> Expr:
        if modulo is not None:
            because = "no rule differentiates a remainder"
            asked = f"compute pow({shown(self)}, {shown(other)}, {shown(modulo)})"
            raise OperationError(asked, because, "Write ** for the power, or take % of what evaluate gives")
        return node("**", self, as_expr(other))

    def __rpow__(self, other: object) -> Expr:
        return node("**", as_expr(other), self)

    def __neg__(self) -> Expr:
        return node("neg", self)

    def __abs__(self) -> Any:
        return _lent("Abs")(self)

    def __pos__(self) -> Expr:
        return self

    # NumPy and torch then leave `array * expr` and `sin(expr)` to us, and we can say what is wrong.
    def __array_ufunc__(self, ufunc: Any, method: str, *args: Any, **options: Any) -> Any:
        return _lent("applied")(ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}", args, options)

    @classmethod
    def __torch_function__(cls, function: Any, _types: Any, args: Any = (), options: Any = None) -> Any:
        return _lent("applied")(function.__name__, args, options or {})

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

    def subs(self, replacements: object, value: object = None) -> Expr:
        """Put other expressions or numbers in the place of parts, all at once.

        Parameters
        ----------
        replacements : dict of Expr to Expr or number, or Expr
            What takes the place of what; or the one part that `value` takes the place of, as in sympy.
        value : Expr or number, optional
            What takes its place.

        Raises
        ------
        InputError
            There is no dict, or something is neither an expression nor a number.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w, b = symbols("w b")
        >>> (w * 2 + b).subs({w: b, b: 1})
        b*2 + 1
        >>> (w * 2 + b).subs(w, 3)
        3*2 + b
        """
        if value is not None:
            replacements = {as_expr(replacements): value}
        if not isinstance(replacements, dict):
            because = f"it is of type {type(replacements).__name__}"
            instead = "Write subs(w, 3) or subs({w: 3, b: 1})"
            raise InputError(f"replace parts of an expression by {shown(replacements)}", because, instead)
        new = {as_expr(part): as_expr(other) for part, other in replacements.items()}
        for part in postorder(self, stop_at=new.keys()):
            args = tuple([new.get(arg, arg) for arg in part.args])
            new[part] = part if args == part.args else node(part.head, *args)  # most parts stay as they are
        return new[self]

    def diff(self, *variables: Any) -> Expr:
        """The derivative, as in sympy; `differentiate` gives it with its steps.

        Parameters
        ----------
        *variables : Expr or int
            The symbols to differentiate by, as `differentiate` takes them.

        Raises
        ------
        InputError
            A variable is no symbol, or the order is too high.
        MissingRuleError
            No rule fits.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> (w**3).diff(w)
        3*w**2
        >>> (w**3).diff(w, 2)
        6*w
        """
        derivative: Expr = _lent("differentiate")(self, *variables).result
        return derivative

    def evaluate(self, point: Mapping[Any, float] | None = None, /, **values: float) -> float:
        """Compute the expression at one point.

        Parameters
        ----------
        point : dict of Expr or str to float, optional
            A number for each symbol, or for the name of each.
        **values : float
            The same, by name.  Names that do not occur are passed over: a derivative may have lost symbols that
            its expression had.

        Raises
        ------
        InputError
            A symbol has no value or two, or a value is no finite number.
        DomainError
            The expression has no finite real value at that point.

        Examples
        --------
        >>> from gdmath import symbols
        >>> w = symbols("w")
        >>> (w**2 + 1).evaluate(w=3)
        10.0
        >>> (w**2 + 1).evaluate({w: 3})
        10.0
        """
        return float(_lent("evaluate")(self, values, point))


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
        raise OperationError(
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
    __pow__ = __rpow__ = __neg__ = __pos__ = __lt__ = __le__ = __gt__ = __ge__ = evaluate = _number = _no_formula


_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "&": "|", "|": "&"}


def _not_a_formula(condition: Condition) -> OperationError:
    return OperationError(
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


def as_expr(value: Any) -> Expr:
    """An expression as it is, and a number as an expression (a negative one as the negative of a number).

    A number of NumPy, or an array of it without dimensions, is the int or float that equals it; a `Fraction` is a
    quotient of whole numbers.

    Raises
    ------
    InputError
        It is neither, or no finite number.
    """
    kind = type(value)
    if kind is Expr:
        expr: Expr = value
        return expr
    if kind is not int and kind is not float:
        return _of_another_kind(value)
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise InputError(
            f"use {shown(value)} in an expression", "it is not a finite 64-bit number", "Use a finite number"
        )
    return node("neg", node("number", -value)) if value < 0 else node("number", abs(value))


def too_large(value: float) -> bool:
    """Whether a whole number is too large for a float."""
    try:
        return isinstance(value, int) and not math.isfinite(value)
    except OverflowError:
        return True


def plain_number(value: Any) -> Any:
    """The int or float that a number of NumPy is, or an array of it without dimensions; all else as it is."""
    single = type(value).__module__ == "numpy" and getattr(value, "shape", None) == ()
    return value.item() if single and value.dtype.kind in "iuf" else value


def is_fraction(value: object) -> bool:
    """Whether it is a `Fraction`, a class that would have to be imported for every user."""
    return (type(value).__module__, type(value).__name__) == ("fractions", "Fraction")


def _of_another_kind(value: Any) -> Expr:
    if isinstance(value, Condition):
        raise _not_a_formula(value)
    if isinstance(value, Expr):  # a letter of a neuron
        return value
    # A plain int or float, also from np.float64: `repr` and `type` of a number must not depend on who made it.
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    plain = plain_number(value) if not number else int(value) if isinstance(value, int) else float(value)
    if type(plain) in (int, float):
        return as_expr(plain)
    if is_fraction(value):
        size: Expr = as_expr(abs(value.numerator))
        size = size if value.denominator == 1 else size / value.denominator
        return -size if value < 0 else size
    if isinstance(getattr(value, "result", None), Expr):
        raise InputError(
            f"use a {type(value).__name__} in an expression", "it holds a derivative and its steps", "Give its .result"
        )
    because = f"{type(value).__name__} is neither an expression nor an int or a float"
    raise InputError(f"use {shown(value)} in an expression", because, _instead_of(value))


def _instead_of(value: object) -> str:
    if isinstance(value, str):
        return 'Read a formula with parse("w^2"); make a letter with symbols("w")'
    if callable(value):
        return "Apply a function to a letter first, as in f(w)"
    return "Convert a single number with float(value); put the rows of data in through lambdify"


def D(body: object, wrt: object) -> Expr:  # noqa: N802  the usual name of the differential operator
    """The derivative of `body` with respect to `wrt`, not yet taken."""
    return node("D", as_expr(body), as_expr(wrt))


def postorder(expr: Expr, stop_at: Container[Expr] = ()) -> list[Expr]:
    """Every different part of an expression once, each after its own parts; nothing inside `stop_at`."""
    done: dict[Expr, None] = {}
    begun: set[Expr] = set()
    stack = [expr] if expr not in stop_at else []
    while stack:
        part = stack.pop()
        if part in begun:
            done[part] = None
        elif part not in done:
            missing = [a for a in part.args if isinstance(a, Expr) and a not in done and a not in stop_at]
            if missing:
                begun.add(part)
                stack.append(part)
                stack.extend(reversed(missing))
            else:
                done[part] = None
    return list(done)


def all_parts(exprs: Sequence[Expr]) -> list[Expr]:
    """Every different part of several expressions once, each after its own parts."""
    return postorder(node("each", *exprs))[:-1]


def each(change: Callable[[Expr], Expr], exprs: Sequence[Expr]) -> list[Expr]:
    """What a change makes of several expressions, in which each part that they share is looked at once."""
    return list(change(node("each", *exprs)).args) if exprs else []


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
