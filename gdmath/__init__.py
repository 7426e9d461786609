"""next_w = w - learning_rate * dJ/dw: gradient descent with math, every number of it computed.

Here `w` is a parameter, `J` the cost, `dJ/dw` the slope of the cost at `w`, and `learning_rate` how far to step
against it. A name is imported when it is first used, and with it what it needs: `import gdmath` alone loads neither
torch nor numpy, pandas, matplotlib or sympy.

Examples
--------
One step down the cost J(w) = w**2 from w = 3, where the slope dJ/dw = 2w is 6:

>>> import gdmath
>>> w = gdmath.symbols("w")
>>> slope = gdmath.differentiate(w**2, w).result
>>> 3 - 0.25 * slope.evaluate(w=3)
1.5
"""

# Type checkers know the name; importing it from `typing` would take a third of the time that `import gdmath` may.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from gdmath.answering import Restriction as Restriction
    from gdmath.calculus import Derivation as Derivation
    from gdmath.calculus import Step as Step
    from gdmath.calculus import differentiate as differentiate
    from gdmath.calculus import gradient as gradient
    from gdmath.calculus import hessian as hessian
    from gdmath.cases import Max as Max
    from gdmath.cases import Min as Min
    from gdmath.cases import Piecewise as Piecewise
    from gdmath.checking import Witnesses as Witnesses
    from gdmath.checking import check_gradient as check_gradient
    from gdmath.comparing import Comparison as Comparison
    from gdmath.comparing import same as same
    from gdmath.cost import binary_cross_entropy as binary_cross_entropy
    from gdmath.cost import mean_squared_error as mean_squared_error
    from gdmath.datasets import load_cells as load_cells
    from gdmath.descent import DivergenceError as DivergenceError
    from gdmath.descent import History as History
    from gdmath.descent import gradient_descent as gradient_descent
    from gdmath.errors import DataError as DataError
    from gdmath.errors import DomainError as DomainError
    from gdmath.errors import GdmathError as GdmathError
    from gdmath.errors import InputError as InputError
    from gdmath.errors import MissingRuleError as MissingRuleError
    from gdmath.errors import OperationError as OperationError
    from gdmath.errors import WitnessError as WitnessError
    from gdmath.expression import Expr as Expr
    from gdmath.expression import pi as pi
    from gdmath.figures import figure as figure
    from gdmath.figures import moving_figure as moving_figure
    from gdmath.figures import sketch as sketch
    from gdmath.functions import Abs as Abs
    from gdmath.functions import acos as acos
    from gdmath.functions import acosh as acosh
    from gdmath.functions import acot as acot
    from gdmath.functions import acoth as acoth
    from gdmath.functions import acsc as acsc
    from gdmath.functions import acsch as acsch
    from gdmath.functions import asec as asec
    from gdmath.functions import asech as asech
    from gdmath.functions import asin as asin
    from gdmath.functions import asinh as asinh
    from gdmath.functions import atan as atan
    from gdmath.functions import atanh as atanh
    from gdmath.functions import cbrt as cbrt
    from gdmath.functions import cos as cos
    from gdmath.functions import cosh as cosh
    from gdmath.functions import cot as cot
    from gdmath.functions import coth as coth
    from gdmath.functions import csc as csc
    from gdmath.functions import csch as csch
    from gdmath.functions import exp as exp
    from gdmath.functions import log as log
    from gdmath.functions import relu as relu
    from gdmath.functions import sec as sec
    from gdmath.functions import sech as sech
    from gdmath.functions import sigmoid as sigmoid
    from gdmath.functions import sign as sign
    from gdmath.functions import sin as sin
    from gdmath.functions import sinh as sinh
    from gdmath.functions import softplus as softplus
    from gdmath.functions import sqrt as sqrt
    from gdmath.functions import step as step
    from gdmath.functions import tan as tan
    from gdmath.functions import tanh as tanh
    from gdmath.names import symbols as symbols
    from gdmath.neuron import Neuron as Neuron
    from gdmath.numeric import lambdify as lambdify
    from gdmath.parsing import ParseError as ParseError
    from gdmath.parsing import parse as parse
    from gdmath.plotting import plot_chain as plot_chain
    from gdmath.plotting import plot_contour as plot_contour
    from gdmath.plotting import plot_cost_curve as plot_cost_curve
    from gdmath.plotting import plot_descent as plot_descent
    from gdmath.plotting import plot_descent_path as plot_descent_path
    from gdmath.plotting import plot_distances as plot_distances
    from gdmath.plotting import plot_fit as plot_fit
    from gdmath.plotting import plot_product as plot_product
    from gdmath.plotting import plot_secant as plot_secant
    from gdmath.plotting import plot_shards as plot_shards
    from gdmath.printing import latex as latex
    from gdmath.rules import RULES as RULES

__version__ = "0.1.0"

_NAMES = {
    "answering": "Restriction",
    "calculus": "Derivation Step differentiate gradient hessian",
    "cases": "Max Min Piecewise",
    "checking": "Witnesses check_gradient",
    "comparing": "Comparison same",
    "cost": "binary_cross_entropy mean_squared_error",
    "datasets": "load_cells",
    "descent": "DivergenceError History gradient_descent",
    "errors": "DataError DomainError GdmathError InputError MissingRuleError OperationError WitnessError",
    "expression": "Expr pi",
    "figures": "figure moving_figure sketch",
    "functions": (
        "Abs acos acosh acot acoth acsc acsch asec asech asin asinh atan atanh cbrt cos cosh cot coth csc csch exp "
        "log relu sec sech sigmoid sign sin sinh softplus sqrt step tan tanh"
    ),
    "names": "symbols",
    "neuron": "Neuron",
    "numeric": "lambdify",
    "parsing": "ParseError parse",
    "plotting": (
        "plot_chain plot_contour plot_cost_curve plot_descent plot_descent_path plot_distances plot_fit plot_product "
        "plot_secant plot_shards"
    ),
    "printing": "latex",
    "rules": "RULES",
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = list(_HOME)


def __getattr__(name: str) -> object:
    """Import a public name, or a module that holds some, on its first use."""
    from importlib import import_module

    if name in _NAMES:
        return import_module(f"gdmath.{name}")
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message, name=name)
    value = getattr(import_module(f"gdmath.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_NAMES, *__all__})
