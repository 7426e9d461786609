"""Functions from expressions: quick ones on floats, NumPy arrays and torch tensors.

What is computed is the stable form of an expression (`STABLE` in rules.py): the same value, with all its digits.
"""

from __future__ import annotations

import math

from gdmath.arithmetic import FLOATS, arithmetic_of, domain_error, require_finite
from gdmath.cases import Piecewise
from gdmath.errors import GdmathError, InputError
from gdmath.expression import Expr, as_expr, postorder
from gdmath.numeric.evaluation import evaluate
from gdmath.numeric.source import FOR_TORCH, WRITTEN_OUT, Source, expanded, gated, own_names
from gdmath.tidying import stable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import SimpleNamespace
    from typing import Any

__all__ = ["evaluate", "lambdify"]


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
    symbols_given = [variables] if isinstance(variables, Expr) else list(variables)
    several = isinstance(expr, (tuple, list))
    expressions = [stable(as_expr(part)) for part in (expr if several else [expr])]
    _require_all(symbols_given, expressions)
    return _Compiled([symbol.args[0] for symbol in symbols_given], expressions, several=several).on_floats()


def _require_all(variables: list[Any], expressions: list[Expr]) -> None:
    """Refuse variables that are no different symbols, or not all that occur."""
    for place, variable in enumerate(variables):
        if getattr(variable, "head", None) != "symbol" or variable in variables[:place]:
            raise InputError(
                f"make a function of {variables!r}",
                f"{variable!r} is not a symbol, or comes twice",
                'Make different ones with symbols("w b")',
            )
    for expression in expressions:
        if unknown := expression.free_symbols - set(variables):
            name = min(symbol.args[0] for symbol in unknown)
            raise InputError(
                f"make a function of {variables!r} from {expression!r}",
                f"{name!r} is not among its variables",
                "Add it to the list, or put a value in its place with subs",
            )


_NOTHING = object()  # no value was given


class _Compiled:
    """Expressions and the functions that compute them: one for floats, one for each kind of array."""

    def __init__(self, names: list[str], expressions: list[Expr], *, several: bool) -> None:
        self._names, self._several = names, several
        self._expressions = expressions
        self._ways: dict[tuple[type, ...], tuple[SimpleNamespace, list[bool], Callable[..., Any]]] = {}

    def _source(self, plain: Sequence[str], m: SimpleNamespace = WRITTEN_OUT) -> tuple[Source, list[str]]:
        own = own_names(self._names)
        expressions = [expanded(expression, m) for expression in self._expressions]
        if m is FOR_TORCH:
            expressions = [gated(expression, plain) for expression in expressions]
        return Source(expressions, dict(zip(self._names, own, strict=True)), plain), own

    def on_floats(self) -> Callable[..., Any]:
        """The function itself: it computes floats at once, and hands everything else to `on_anything`."""
        source, own = self._source(self._names)
        results = [code if code.isidentifier() else f"_r{place}" for place, code in enumerate(source.results)]
        returned = "".join(f"{result}, " for result in results) if self._several else results[0]
        handed_on = "".join(f"{name}, " for name in own)
        lines = [
            f"def compute({''.join(f'{name}=_nothing, ' for name in own)}*_more):",
            f"    if {' is '.join([*(f'{name}.__class__' for name in own), '_float'])} and not _more:",
            "        try:",
            *(f"            {line}" for line in source.lines),
            *(
                f"            {name} = {code}"
                for name, code in zip(results, source.results, strict=True)
                if name != code
            ),
            # One sum is finite only if all its terms are; a finite sum too large for a float is looked at again.
            f"            if 0.0 * {_sum([*own, *results])} == 0.0:",
            f"                return {f'({returned})' if self._several else returned}",
            "        except (ValueError, ZeroDivisionError, OverflowError):",
            "            pass  # said in words by the next line",
            f"    return _on_anything({handed_on}*_more)",
            "",
        ]
        space = {"_nothing": _NOTHING, "_float": float, "_on_anything": self.on_anything}
        return _made("\n".join(lines), space | _bound(source, FLOATS))

    def on_anything(self, *values: Any) -> Any:
        """Compute with values of any kind, or say what is wrong with them."""
        kinds = tuple(map(type, values))
        if kinds in self._ways:
            return self._on_many(values, *self._ways[kinds])
        given = [value for value in values if value is not _NOTHING]
        if len(given) != len(self._names):
            raise InputError(
                f"compute with {len(given)} values", f"it takes one for each of {self._names!r}", "Pass these"
            )
        m = arithmetic_of(*values)
        if m is FLOATS:
            return self._on_plain(values)
        plain = [isinstance(value, (int, float)) for value in values]
        return self._on_many(values, *self._ways.setdefault(kinds, (m, plain, self._way(m, plain))))

    def _on_plain(self, values: Sequence[float]) -> Any:
        """Compute part by part, so that the one without a value can be named."""
        require_finite(self._names, values)
        point = dict(zip(self._names, values, strict=True))
        found = tuple(evaluate(expression, point) for expression in self._expressions)
        return found if self._several else found[0]

    def _on_many(
        self, values: Sequence[Any], m: SimpleNamespace, plain: Sequence[bool], run: Callable[..., Any]
    ) -> Any:
        require_finite(self._names, values)  # of the plain ones
        try:
            return run(*[float(value) if flat else m.real(value) for value, flat in zip(values, plain, strict=True)])
        except GdmathError:
            raise
        except (ZeroDivisionError, OverflowError) as error:  # of plain numbers among the values
            raise domain_error("the function with these numbers", error) from error
        except (RuntimeError, ValueError) as error:
            if str(error) == "math domain error":
                raise domain_error("the function with these numbers", error) from error
            shapes = [tuple(getattr(value, "shape", ())) for value in values]
            raise InputError(
                f"compute with values of shapes {shapes!r}",
                f"they do not go together ({error})",
                "Bring them to one shape",
            ) from error

    def _way(self, m: SimpleNamespace, plain: Sequence[bool]) -> Callable[..., Any]:
        formulas = WRITTEN_OUT if hasattr(m, "one_from_zero_on") else FOR_TORCH
        source, own = self._source([name for name, flat in zip(self._names, plain, strict=True) if flat], formulas)
        returned = "".join(f"{result}, " for result in source.results) if self._several else source.results[0]
        lines = [f"def compute({', '.join(own)}):", *(f"    {line}" for line in source.lines)]
        run = _made("\n".join([*lines, f"    return ({returned})", ""]), _bound(source, m))
        in_pieces = any(part.head is Piecewise for each in self._expressions for part in postorder(each))
        return self._patient(run, m, plain) if in_pieces else run

    def _patient(self, run: Callable[..., Any], m: SimpleNamespace, plain: Sequence[bool]) -> Callable[..., Any]:
        """The same where pieces have no value in places where they do not hold, on which nothing depends."""

        def compute(*values: Any) -> Any:
            with m.quiet():
                try:
                    return run(*values)
                except (ArithmeticError, ValueError):
                    if not any(plain):
                        raise
                    return self.on_anything(*m.alike(values))  # where a plain number has no value, nan stands for it

        return compute


def _sum(names: list[str]) -> str:
    """Code for a sum; of many, in one call: nested brackets are what Python's own reader gives up on."""
    return f"({' + '.join(names)})" if len(names) <= 50 else f"sum(({', '.join(names)}))"


def _bound(source: Source, m: SimpleNamespace) -> dict[str, Any]:
    """The functions that the code calls, in the arithmetic `m` or in that of floats."""
    return {
        # Beside arrays, a function of plain numbers has to name the number for which it has no value.
        name: (function or _power) if on_floats and m is not FLOATS else function.within(m) if function else m.power
        for name, (function, on_floats) in source.calls.items()
    }


def _power(u: float, v: float) -> float:
    try:
        return math.pow(u, v)
    except (ValueError, OverflowError) as error:
        raise domain_error(f"({u!r})**{v!r}", error) from error


def _made(source: str, space: dict[str, Any]) -> Callable[..., Any]:
    exec(compile(source, "<gdmath.lambdify>", "exec"), space)  # noqa: S102  made from nodes, never from anybody's text
    function: Callable[..., Any] = space["compute"]
    function.__doc__ = source
    return function
