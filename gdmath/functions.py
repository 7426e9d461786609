"""The table of functions: a name, its LaTeX, and how to compute it.

One row serves every reading of a function: applied to an expression it builds an expression; applied to
a float, a NumPy array or a torch tensor it computes.  `how` is the name of the function in the
arithmetic at hand (see `gdmath/arithmetic.py`), or a formula `(m, x) -> value` in which `m` is that
arithmetic.  What a function's derivative is stands in `gdmath/rules.py`.
"""

from __future__ import annotations

import math

from gdmath.arithmetic import FLOATS, arithmetic_of, domain_error, explained, require_finite
from gdmath.errors import RESTART, GdmathError, InputError, shown
from gdmath.expression import Expr, as_expr, node, too_large
from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


if "Function" in globals():  # importlib.reload runs a module again, with the names that it had
    raise InputError("load gdmath.functions again", "rules would know the functions that were before", RESTART)


class Function(Frozen):
    """A function of one argument, or of one and an optional second.

    Attributes
    ----------
    name : str
        What it is called in Python, as in sympy or torch.
    latex : str
        How it is written in a formula, without its argument.
    nargs : tuple of int
        How many arguments it takes, as in sympy.

    Examples
    --------
    >>> from gdmath import log, sigmoid, symbols
    >>> sigmoid(symbols("z"))
    sigmoid(z)
    >>> sigmoid(0.0)
    0.5
    >>> log(8.0, 2)
    3.0
    """

    __slots__ = ("_how", "latex", "name", "nargs")
    name: str
    latex: str
    nargs: tuple[int, ...]
    _how: str | Callable[..., Any]
    _named = ("x", "base")  # what an error calls the arguments

    def __init__(self, name: str, latex: str, how: str | Callable[..., Any], nargs: tuple[int, ...] = (1,)) -> None:
        self._set(name=name, latex=latex, _how=how, nargs=nargs)

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_name, (self.name,)

    def __call__(self, *args: Any) -> Any:
        """Apply the function: to an expression, a float, a NumPy array or a torch tensor."""
        if len(args) not in self.nargs:
            takes = " or ".join(map(str, self.nargs))
            raise InputError(
                f"apply {self.name} to {shown(args)}", f"it takes {takes} of them", f"Write {self.name}(x)"
            )
        if any(isinstance(arg, Expr) for arg in args):
            return node(self, *map(as_expr, args))
        m = arithmetic_of(*args)
        require_finite(self._named, args)
        if m is FLOATS:
            return self._on_floats(args)
        try:
            return self.within(m)(*(float(arg) if isinstance(arg, (int, float)) else m.real(arg) for arg in args))
        except GdmathError:
            raise
        except (ValueError, ZeroDivisionError, OverflowError, RuntimeError) as error:
            raise explained(f"{self.name}({', '.join(map(shown, args))})", args, error) from error

    def _on_floats(self, args: tuple[float, ...]) -> Any:
        what = f"{self.name}({', '.join(map(shown, args))})"
        try:
            value = self.within(FLOATS)(*args)
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            large = [shown(arg) for arg in args if isinstance(error, OverflowError) and too_large(arg)]
            raise domain_error(f"with {large[0]}" if large else what, error) from error
        if isinstance(value, float) and not math.isfinite(value):
            raise domain_error(what, OverflowError())
        return value

    def within(self, m: Any) -> Callable[..., Any]:
        """How the function computes in the arithmetic `m`."""
        how = self._how
        return getattr(m, how) if isinstance(how, str) else lambda *args: how(m, *args)


_LOGS: dict[float | None, str] = {None: "log", 2: "log2", 10: "log10"}  # exact for powers of these


def _log(m: Any, x: Any, base: Any = None) -> Any:
    x_m = FLOATS if type(x) in (int, float) else m  # a plain number must not widen a float32 beside it
    if base is None or (isinstance(base, (int, float)) and base in _LOGS):
        return getattr(x_m, _LOGS[base])(x)
    if isinstance(base, (int, float)) and base == 1:  # its logarithm is 0, and a quotient by it infinite for arrays
        raise ZeroDivisionError
    return x_m.log(x) / (FLOATS if isinstance(base, (int, float)) else m).log(base)


# fmt: off
FUNCTIONS = {
    function.name: function
    for function in (
        Function("exp",      r"\exp",    "exp"),
        Function("log",      r"\ln",     _log, nargs=(1, 2)),
        Function("sqrt",     r"\sqrt",   "sqrt"),
        Function("cbrt",     r"\sqrt[3]", "cbrt"),

        Function("sin",      r"\sin",    "sin"),
        Function("cos",      r"\cos",    "cos"),
        Function("tan",      r"\tan",    "tan"),
        Function("sec",      r"\sec",    lambda m, x: 1 / m.cos(x)),
        Function("csc",      r"\csc",    lambda m, x: 1 / m.sin(x)),
        Function("cot",      r"\cot",    lambda m, x: m.cos(x) / m.sin(x)),
        Function("asin",     r"\arcsin", "asin"),
        Function("acos",     r"\arccos", "acos"),
        Function("atan",     r"\arctan", "atan"),
        Function("asec",     r"\operatorname{arcsec}", lambda m, x: m.acos(1 / x)),
        Function("acsc",     r"\operatorname{arccsc}", lambda m, x: m.asin(1 / x)),
        Function("acot",     r"\operatorname{arccot}", lambda m, x: m.atan(1 / x)),

        Function("sinh",     r"\sinh",   "sinh"),
        Function("cosh",     r"\cosh",   "cosh"),
        Function("tanh",     r"\tanh",   "tanh"),
        Function("sech",     r"\operatorname{sech}",   "sech"),
        Function("csch",     r"\operatorname{csch}",   lambda m, x: m.sech(x) / m.tanh(x)),
        Function("coth",     r"\coth",   lambda m, x: 1 / m.tanh(x)),
        Function("asinh",    r"\operatorname{arsinh}", "asinh"),
        Function("acosh",    r"\operatorname{arcosh}", "acosh"),
        Function("atanh",    r"\operatorname{artanh}", "atanh"),
        Function("asech",    r"\operatorname{arsech}", "asech"),
        Function("acsch",    r"\operatorname{arcsch}", "acsch"),
        Function("acoth",    r"\operatorname{arcoth}", lambda m, x: m.atanh(1 / x)),

        Function("sigmoid",  r"\sigma",  "sigmoid"),
        Function("softplus", r"\operatorname{softplus}", "softplus"),
        Function("relu",     r"\operatorname{relu}",     "relu"),
        Function("step",     r"\operatorname{step}",     "step"),
        Function("Abs",      r"\operatorname{abs}",      "Abs"),
        Function("sign",     r"\operatorname{sign}",     "sign"),
    )
}
# fmt: on


if TYPE_CHECKING:  # type checkers and editors know the names of the table from here
    Abs = acos = acosh = acot = acoth = acsc = acsch = asec = asech = asin = asinh = atan = atanh = FUNCTIONS["Abs"]
    cbrt = cos = cosh = cot = coth = csc = csch = exp = log = relu = sec = sech = sigmoid = sign = FUNCTIONS["cos"]
    sin = sinh = softplus = sqrt = step = tan = tanh = FUNCTIONS["sin"]


def __getattr__(name: str) -> Any:
    """A function of the table by its name, as in `from gdmath.functions import sin`."""
    if name not in FUNCTIONS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message, name=name)
    return FUNCTIONS[name]


def _by_name(name: str) -> Function:
    return FUNCTIONS[name]
