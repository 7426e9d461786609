"""The table of functions: a name, its LaTeX, and how to compute it.

One row serves every reading of a function: applied to an expression it builds an expression; applied to
a float, a NumPy array or a torch tensor it computes.  `how` is the name of the function in the
arithmetic at hand (see `gdmath/arithmetic.py`), or a formula `(m, x) -> value` in which `m` is that
arithmetic.  What a function's derivative is stands in `gdmath/rules.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.arithmetic import FLOATS, arithmetic_of, domain_error, require_finite
from gdmath.expression import Expr, node
from gdmath.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable


class Function(Frozen):
    """A function of one argument.

    Attributes
    ----------
    name : str
        What it is called in Python, as in sympy or torch.
    latex : str
        How it is written in a formula, without its argument.

    Examples
    --------
    >>> from gdmath import sigmoid, symbols
    >>> sigmoid(symbols("z"))
    sigmoid(z)
    >>> sigmoid(0.0)
    0.5
    """

    __slots__ = ("_how", "latex", "name")
    name: str
    latex: str
    _how: str | Callable[[Any, Any], Any]

    def __init__(self, name: str, latex: str, how: str | Callable[[Any, Any], Any]) -> None:
        self._set(name=name, latex=latex, _how=how)

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_name, (self.name,)

    def __call__(self, x: Any) -> Any:
        """Apply the function: to an expression, a float, a NumPy array or a torch tensor."""
        if isinstance(x, Expr):
            return node(self, x)
        m = arithmetic_of(x)
        if m is not FLOATS:
            return self.within(m)(m.real(x))
        require_finite(["x"], [x])
        try:
            return self.within(m)(x)
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            raise domain_error(f"{self.name}({x!r})", error) from error

    def within(self, m: Any) -> Callable[[Any], Any]:
        """How the function computes in the arithmetic `m`."""
        how = self._how
        return getattr(m, how) if isinstance(how, str) else lambda x: how(m, x)


FUNCTIONS = {
    function.name: function
    for function in (
        Function("exp", r"\exp", "exp"),
        Function("log", r"\ln", "log"),
        Function("sqrt", r"\sqrt", "sqrt"),
        Function("sin", r"\sin", "sin"),
        Function("cos", r"\cos", "cos"),
        Function("tan", r"\tan", "tan"),
        Function("tanh", r"\tanh", "tanh"),
        Function("sigmoid", r"\sigma", "sigmoid"),
        Function("softplus", r"\operatorname{softplus}", "softplus"),
        Function("relu", r"\operatorname{relu}", "relu"),
        Function("step", r"\operatorname{step}", "step"),
        Function("Abs", r"\operatorname{abs}", "Abs"),
        Function("sign", r"\operatorname{sign}", "sign"),
    )
}

exp, log, sqrt = FUNCTIONS["exp"], FUNCTIONS["log"], FUNCTIONS["sqrt"]
sin, cos, tan, tanh = FUNCTIONS["sin"], FUNCTIONS["cos"], FUNCTIONS["tan"], FUNCTIONS["tanh"]
sigmoid, softplus = FUNCTIONS["sigmoid"], FUNCTIONS["softplus"]
relu, step, Abs, sign = FUNCTIONS["relu"], FUNCTIONS["step"], FUNCTIONS["Abs"], FUNCTIONS["sign"]


def _by_name(name: str) -> Function:
    return FUNCTIONS[name]
