"""Values found without gdmath's rules: by mpmath with 50 digits, and by sympy."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

import mpmath
import sympy

from gdmath.arithmetic import formulas
from gdmath.expression import CONDITIONS, Condition, Expr, node
from gdmath.functions import Function
from gdmath.matching import Rule

LARGEST = 10**6  # beyond it a value is not compared: mpmath would need millions of digits for exp(exp(exp(3)))

NEARLY = 1e-9  # what is not told apart

NO_VALUE = (ValueError, ZeroDivisionError, OverflowError)


class _FiftyDigits:
    """mpmath as an arithmetic, with the functions that it lacks; at a corner there is no derivative to compare."""

    def __getattr__(self, name: str) -> Any:
        return getattr(mpmath.mp, name)

    def sigmoid(self, x: Any) -> Any:
        return 1 / (1 + mpmath.exp(-x))

    def cbrt(self, x: Any) -> Any:
        return mpmath.sign(x) * mpmath.root(abs(x), 3)

    def softplus(self, x: Any) -> Any:
        return mpmath.log1p(mpmath.exp(x))

    def relu(self, x: Any) -> Any:
        return max(_no_corner(x), 0)

    def step(self, x: Any) -> Any:
        return mpmath.mpf(_no_corner(x) > 0)

    def Abs(self, x: Any) -> Any:  # noqa: N802  the function's name in sympy
        return abs(_no_corner(x))

    def sign(self, x: Any) -> Any:
        return mpmath.sign(_no_corner(x))

    def Max(self, u: Any, v: Any) -> Any:  # noqa: N802  the function's name in sympy
        return u if _apart(u, v) > 0 else v

    def Min(self, u: Any, v: Any) -> Any:  # noqa: N802  the function's name in sympy
        return u if _apart(u, v) < 0 else v

    def select(self, piece: Any, holds: bool, *elsewhere: Any) -> Any:
        if not holds and not elsewhere:
            raise ValueError("no piece")
        return piece if holds else elsewhere[0]


def _no_corner(x: Any) -> Any:
    if x == 0:
        raise ValueError("a corner")
    return x


def _apart(u: Any, v: Any) -> Any:
    if abs(u - v) < NEARLY:
        raise ValueError("a corner, or so near to one that floats may round to its other side")
    return u - v


FIFTY_DIGITS = _FiftyDigits()

OPERATIONS: dict[str, Callable[..., Any]] = {
    "neg": lambda u: -u,
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "**": lambda u, v: u**v,
    **{sign: getattr(operator, name) for sign, name in CONDITIONS.items() if hasattr(operator, name)},
    "&": operator.and_,
    "|": operator.or_,
}


def exact(expr: Expr, **point: float) -> Any:
    """The value with 50 digits; `D` is the limit of difference quotients, never a rule."""
    with mpmath.workdps(50):
        return _exact(expr, {node("symbol", name): mpmath.mpf(value) for name, value in point.items()})


def _exact(expr: Expr, values: Mapping[Expr, Any]) -> Any:
    if expr in values:
        return values[expr]
    if expr.head == "number":
        return mpmath.mpf(expr.args[0])
    if expr.head == "D":
        body, wrt = expr.args
        value = mpmath.diff(lambda t: _exact(body, {**values, wrt: t}), _exact(wrt, values))
    elif isinstance(expr, Condition) and expr.head in {"<", "<=", ">", ">="}:
        return OPERATIONS[expr.head](_apart(*(_exact(arg, values) for arg in expr.args)), 0)
    else:
        of = expr.head.within(FIFTY_DIGITS) if isinstance(expr.head, Function) else OPERATIONS[expr.head]
        value = of(*(_exact(arg, values) for arg in expr.args))
    if isinstance(value, mpmath.mpc):
        raise ValueError("not real")  # noqa: TRY004  no value, as outside a domain
    if abs(value) > LARGEST:
        raise OverflowError
    return value


def formula(expr: Expr, letters: Mapping[Expr, Any]) -> Any:
    """The same formula in sympy, each `D` taken by `sympy.diff`."""
    if expr in letters:
        return letters[expr]
    if expr.head == "number":
        value = expr.args[0]
        return sympy.Integer(value) if isinstance(value, int) else sympy.Rational(value)
    if expr.head == "D":
        body, wrt = expr.args
        dummy = sympy.Dummy(positive=True)
        return sympy.diff(formula(body, {**letters, wrt: dummy}), dummy).subs(dummy, formula(wrt, letters))
    of = expr.head.within(formulas()) if isinstance(expr.head, Function) else OPERATIONS[expr.head]
    return of(*(formula(arg, letters) for arg in expr.args))


def by_sympy(expr: Expr, **point: float) -> float:
    """The value that sympy finds, its own derivative taken for each `D`."""
    letters = {node("symbol", name): sympy.Symbol(name, positive=True) for name in point}
    found = formula(expr, letters).evalf(
        20, subs={letters[node("symbol", name)]: sympy.Rational(value) for name, value in point.items()}
    )
    if not found.is_real:
        raise ValueError(f"sympy finds {found}")
    return float(found)


def fill(pattern: Expr, letters: Mapping[Any, Any]) -> Expr:
    """A side of a rule with something in the place of each letter, nothing tidied."""
    if pattern in letters:
        filled: Expr = letters[pattern]
        return filled
    if not isinstance(pattern.args[0], Expr):
        return pattern
    return node(letters.get(pattern.head, pattern.head), *(fill(arg, letters) for arg in pattern.args))


def check_row(rule: Rule, letters: Mapping[Any, Any], **point: float) -> None:
    """Fail unless both sides of a rule have the same value at a point of the left side's domain."""
    left, right = (exact(fill(side, letters), **point) for side in (rule.left, rule.right))
    assert mpmath.almosteq(left, right, 1e-20, 1e-20), f"{rule!r} with {letters!r} at {point!r}: {left} is not {right}"
