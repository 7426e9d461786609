"""The same formulas in other libraries: each function of ours made of what the other library has."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

from gdmath.arithmetic import formulas
from gdmath.expression import Expr, postorder
from gdmath.functions import Function
from tests.library.oracles import OPERATIONS

INVERSES = ("asin", "acos", "atan", "asinh", "acosh", "atanh")
NAMES = ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", *INVERSES)


def installed(*names: str) -> list[str]:
    """List those of these packages that are there to be compared with."""
    return [name for name in names if find_spec(name)]


def numpy_like(np: Any) -> SimpleNamespace:
    """Return the functions of jax.numpy, autograd.numpy or casadi, by our names."""
    spelled = {name: getattr(np, name, None) or getattr(np, name.replace("a", "arc", 1)) for name in NAMES}
    largest = getattr(np, "maximum", None) or np.fmax
    return SimpleNamespace(
        **spelled,
        log2=lambda x: np.log(x) / np.log(2.0),
        log10=np.log10,
        cbrt=lambda x: np.sign(x) * abs(x) ** (1 / 3),
        sign=np.sign,
        Abs=np.fabs if hasattr(np, "fabs") else np.abs,
        relu=lambda x: largest(x, 0.0),
        step=lambda x: (x > 0) * 1.0,
        sech=lambda x: 1 / np.cosh(x),
        asech=lambda x: spelled["acosh"](1 / x),
        acsch=lambda x: spelled["asinh"](1 / x),
        # What a careful user of these libraries writes: no exponential of a large number.
        sigmoid=lambda x: 0.5 * (1.0 + np.tanh(0.5 * x)),
        softplus=lambda x: largest(x, 0.0) + np.log1p(np.exp(-abs(x))),
    )


def symengine_like(symengine: Any) -> SimpleNamespace:
    """Return the functions of symengine, by our names; what has a corner by way of |x|, which it can differentiate."""

    def absolute(x: Any) -> Any:
        return symengine.sqrt(x**2)

    return SimpleNamespace(
        **{name: getattr(symengine, name) for name in NAMES},
        Abs=absolute,
        cbrt=lambda x: x / absolute(x) * absolute(x) ** (symengine.Integer(1) / 3),
        sign=lambda x: x / absolute(x),
        relu=lambda x: (x + absolute(x)) / 2,
        step=lambda x: (1 + x / absolute(x)) / 2,
        sech=lambda x: 1 / symengine.cosh(x),
        asech=lambda x: symengine.acosh(1 / x),
        acsch=lambda x: symengine.asinh(1 / x),
        sigmoid=lambda x: 1 / (1 + symengine.exp(-x)),
        softplus=lambda x: symengine.log(1 + symengine.exp(x)),
    )


def translated(expr: Expr, letters: Mapping[str, Any], functions: Any, number: Callable[[Any], Any] = float) -> Any:
    """Return the same formula made of another library's letters and functions; what is shared stays shared."""
    made: dict[Expr, Any] = {}
    for part in postorder(expr):
        if part.head == "symbol":
            made[part] = letters[part.args[0]]
        elif part.head in ("number", "constant"):
            made[part] = number(part.args[0] if part.head == "number" else part.evaluate())
        else:
            of = part.head.within(functions) if isinstance(part.head, Function) else OPERATIONS[part.head]
            made[part] = of(*(made[arg] for arg in part.args))
    return made[expr]


class BySympy:
    """sympy, with an empty cache each time or with all that it has kept."""

    def __init__(self) -> None:
        self.sympy = import_module("sympy")
        self.w = self.sympy.Symbol("w", real=True)

    def formula(self, expr: Expr, letters: Mapping[str, Any] | None = None) -> Any:
        """Translate an expression in w, or in these letters."""
        return translated(expr, letters or {"w": self.w}, formulas(), self.sympy.sympify)

    def derivative(self, formula: Any) -> Any:
        """Differentiate by w."""
        return self.sympy.diff(formula, self.w)

    def value(self, formula: Any, w: float) -> float:
        """Compute a formula at w."""
        return float(formula.evalf(20, subs={self.w: w}))


class BySymengine:
    """symengine: the algebra of sympy in C++."""

    def __init__(self) -> None:
        self.symengine = import_module("symengine")
        self.w = self.symengine.Symbol("w", real=True)

    def formula(self, expr: Expr, letters: Mapping[str, Any] | None = None) -> Any:
        """Translate an expression in w, or in these letters."""
        return translated(expr, letters or {"w": self.w}, symengine_like(self.symengine), self.symengine.sympify)

    def derivative(self, formula: Any) -> Any:
        """Differentiate by w."""
        return self.symengine.diff(formula, self.w)

    def value(self, formula: Any, w: float) -> float:
        """Compute a formula at w."""
        return float(formula.subs({self.w: w}).n(real=True))


class ByCasadi:
    """casadi: graphs of scalar operations in C++, differentiated in the reverse."""

    def __init__(self) -> None:
        self.casadi = import_module("casadi")
        self.w = self.casadi.SX.sym("w")

    def formula(self, expr: Expr) -> Any:
        """Translate an expression in w."""
        return translated(expr, {"w": self.w}, numpy_like(self.casadi), self.casadi.SX)

    def derivative(self, formula: Any) -> Any:
        """Differentiate by w."""
        return self.casadi.gradient(formula, self.w)

    def value(self, formula: Any, w: float) -> float:
        """Compute a formula at w."""
        return float(self.casadi.Function("value", [self.w], [formula])(w))
