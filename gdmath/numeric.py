"""Numbers from expressions: at one point, or as a fast function on floats, arrays and tensors.

Both compute the stable form of an expression (`STABLE` in rules.py): the same value, with all its digits.
"""

from __future__ import annotations

import math
from collections import Counter
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from gdmath.arithmetic import FLOATS, arithmetic_of, domain_error, require_finite
from gdmath.errors import GdmathError, InputError
from gdmath.expression import CONSTANTS, Expr, as_expr
from gdmath.functions import Function
from gdmath.printing import text
from gdmath.tidying import stable
from gdmath.traversal import postorder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LONGEST_LINE = 300  # characters of a generated line; Python's own reader gives up on deep brackets


def evaluate(expr: Expr, values: Mapping[str, float]) -> float:
    """Compute an expression at one point; see `Expr.evaluate`."""
    names = {symbol.args[0] for symbol in expr.free_symbols}
    if missing := sorted(names - values.keys()):
        raise InputError(
            f"evaluate {expr!r}", f"{missing[0]!r} has no value", f"Pass it, as in evaluate({missing[0]}=1.0)"
        )
    point = {name: _finite(name, values[name]) for name in sorted(names)}
    done: dict[Expr, float] = {}
    for part in _computable(postorder(stable(expr))):
        try:
            done[part] = _value(part, point, done)
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            at = ", ".join(f"{name}={value!r}" for name, value in point.items())
            raise domain_error(f"{text(part)} at {at}" if at else text(part), error) from error
    return done[part]


def _finite(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(
            f"evaluate at {name}={value!r}",
            f"{type(value).__name__} is neither an int nor a float",
            "Convert a single number with float(value); use lambdify for arrays and tensors",
        )
    require_finite([name], [value])
    try:
        return float(value)
    except OverflowError as error:
        raise domain_error(f"with {name}, a whole number of {int(value).bit_length():,} bits", error) from error


def _computable(order: list[Expr]) -> list[Expr]:
    """The same parts, none of which is a derivative not yet taken or a letter of a rule."""
    for part in order:
        if part.head in ("D", "letter"):
            what = "a derivative not yet taken" if part.head == "D" else "a letter of a rule"
            raise InputError(f"compute {text(part)}", f"it is {what}", "Take the result of differentiate(expr, w)")
    return order


def _value(part: Expr, point: Mapping[str, float], done: Mapping[Expr, float]) -> float:
    head, args = part.head, [done[arg] for arg in part.args if isinstance(arg, Expr)]
    if head == "number":
        return float(part.args[0])
    if head == "symbol":
        return point[part.args[0]]
    if head == "constant":
        return CONSTANTS[part.args[0]]
    value: float = head.within(FLOATS)(*args) if isinstance(head, Function) else _COMPUTE[head](*args)
    if not math.isfinite(value):
        raise OverflowError
    return value


_COMPUTE: dict[str, Callable[..., float]] = {
    "neg": lambda u: -u,
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "**": math.pow,
}


def lambdify(variables: Expr | Sequence[Expr], expr: Any) -> Callable[..., Any]:
    """Turn an expression into a function, as in sympy.

    Parameters
    ----------
    variables : Expr or sequence of Expr
        The symbols that become the function's parameters, in this order.
    expr : Expr, or sequence of Expr
        What it computes; a sequence gives a function that returns a tuple.

    Returns
    -------
    callable
        A function of floats, NumPy arrays or torch tensors (any device and dtype; autograd goes through
        it), which broadcasts as they do.  Its source is its `__doc__`.

    Raises
    ------
    InputError
        A variable is no symbol or comes twice, or a symbol of the expression is not among them.
    DomainError
        Raised by the function, on floats only, where the expression has no finite real value.

    Examples
    --------
    >>> import numpy as np
    >>> from gdmath import symbols
    >>> w, b = symbols("w b")
    >>> line = lambdify([w, b], 2 * w + b)
    >>> line(1.0, 0.5)
    2.5
    >>> line(np.array([0.0, 1.0]), 0.5)
    array([0.5, 2.5])
    """
    variables = [variables] if isinstance(variables, Expr) else list(variables)
    for place, variable in enumerate(variables):
        if getattr(variable, "head", None) != "symbol" or variable in variables[:place]:
            raise InputError(
                f"make a function of {variables!r}",
                f"{variable!r} is not a symbol, or comes twice",
                'Make different ones with symbols("w b")',
            )
    several = isinstance(expr, (tuple, list))
    expressions = [stable(as_expr(part)) for part in (expr if several else [expr])]
    for expression in expressions:
        if unknown := expression.free_symbols - set(variables):
            name = min(symbol.args[0] for symbol in unknown)
            raise InputError(
                f"make a function of {variables!r} from {expression!r}",
                f"{name!r} is not among its variables",
                "Add it to the list, or put a value in its place with subs",
            )
    names = [symbol.args[0] for symbol in variables]
    source, functions = _source(names, expressions, several=several)
    code, bound = compile(source, "<gdmath.lambdify>", "exec"), dict[int, Any]()

    def function(*values: Any) -> Any:
        if len(values) != len(names):
            raise InputError(f"compute with {len(values)} values", f"it takes one for each of {names!r}", "Pass these")
        m = arithmetic_of(*values)
        run = bound.get(id(m)) or bound.setdefault(id(m), _bind(code, functions, m))
        return _on_floats(run, names, values) if m is FLOATS else _on_many(run, m, values)

    function.__doc__ = source
    return function


def _bind(code: Any, functions: Mapping[str, Function], m: Any) -> Any:
    space = {"_power": m.power} | {f"_{name}": function.within(m) for name, function in functions.items()}
    if m is not FLOATS:
        of_floats = {"_power": _power} | {f"_{name}": function for name, function in functions.items()}
        space = {name: _beside(of_floats[name], of_many) for name, of_many in space.items()}
    exec(code, space)  # noqa: S102  the source is made below from nodes, never from anybody's text
    return space["compute"]


def _power(u: float, v: float) -> float:
    try:
        return math.pow(u, v)
    except (ValueError, OverflowError) as error:
        raise domain_error(f"({u!r})**{v!r}", error) from error


def _beside(of_floats: Callable[..., Any], of_many: Callable[..., Any]) -> Callable[..., Any]:
    """A function of many numbers at once that keeps a plain one plain: exp(2) * w must not widen a float32 w."""
    return lambda *args: of_floats(*args) if type(args[0]) is type(args[-1]) is float else of_many(*args)


def _on_many(run: Callable[..., Any], m: Any, values: Sequence[Any]) -> Any:
    try:
        return run(*(float(value) if isinstance(value, (int, float)) else m.real(value) for value in values))
    except (ZeroDivisionError, OverflowError) as error:  # of plain numbers among the values
        raise domain_error("the function with these numbers", error) from error
    except (RuntimeError, ValueError) as error:
        if isinstance(error, GdmathError):
            raise
        shapes = [tuple(getattr(value, "shape", ())) for value in values]
        raise InputError(
            f"compute with values of shapes {shapes!r}", f"they do not go together ({error})", "Bring them to one shape"
        ) from error


def _on_floats(run: Callable[..., Any], names: Sequence[str], values: Sequence[float]) -> Any:
    """Run on floats; a value that does not exist is an error and never nan or infinity."""
    require_finite(names, values)
    try:
        result = run(*values)
        if all(map(math.isfinite, result if isinstance(result, tuple) else (result,))):
            return result
        error: Exception = OverflowError()
    except (ValueError, ZeroDivisionError, OverflowError) as raised:
        error = raised
    at = ", ".join(f"{name}={value!r}" for name, value in zip(names, values, strict=True))
    raise domain_error(f"the function at {at}", error) from error


def _source(names: Sequence[str], expressions: Sequence[Expr], *, several: bool) -> tuple[str, dict[str, Function]]:
    """Straight-line code, a line for each part that is used twice or that is long; and the functions it calls."""
    order = list(dict.fromkeys(part for expression in expressions for part in postorder(expression)))
    uses = Counter(arg for part in order for arg in part.args if isinstance(arg, Expr))
    uses.update(expressions)
    # A name that Python keeps for itself, or that a line below might take, gets another.
    own = {name: f"_v{i}" if iskeyword(name) or name.startswith("_") else name for i, name in enumerate(names)}
    lines, written, functions = list[str](), dict[Expr, str](), dict[str, Function]()
    for part in _computable(order):
        code = _code(part, own, written)
        if isinstance(part.head, Function):
            functions[part.head.name] = part.head
        if part.head not in ("symbol", "number", "constant") and (uses[part] > 1 or len(code) > LONGEST_LINE):
            lines.append(f"    _{len(lines)} = {code}")
            code = f"_{len(lines) - 1}"
        written[part] = code
    returned = "".join(f"{written[expression]}, " for expression in expressions)
    body = [*lines, f"    return ({returned})" if several else f"    return {written[expressions[0]]}"]
    return "\n".join([f"def compute({', '.join(own.values())}):", *body, ""]), functions


def _code(part: Expr, own: Mapping[str, str], written: Mapping[Expr, str]) -> str:
    if part.head == "number":
        return repr(float(part.args[0]))
    if part.head == "constant":
        return repr(CONSTANTS[part.args[0]])
    if part.head == "symbol":
        return own[part.args[0]]
    if isinstance(part.head, Function):
        return f"_{part.head.name}({', '.join(written[arg] for arg in part.args)})"
    if part.head == "neg":
        return f"(-{written[part.args[0]]})"
    left, right = written[part.args[0]], written[part.args[1]]
    return f"_power({left}, {right})" if part.head == "**" else f"({left} {part.head} {right})"
