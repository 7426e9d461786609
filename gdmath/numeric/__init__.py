"""Functions from expressions: quick ones on floats, NumPy arrays and torch tensors.

What is computed is the stable form of an expression (`STABLE` in rules.py): the same value, with all its digits.
"""

from __future__ import annotations

import math
from types import MethodType

from gdmath.arithmetic import FLOATS, arithmetic_of, arrays, domain_error, explained, require_finite
from gdmath.cases import Piecewise
from gdmath.errors import DomainError, GdmathError, InputError, shown
from gdmath.expression import Expr, as_expr, node, postorder
from gdmath.numeric.evaluation import evaluate
from gdmath.numeric.filling import beside, filled, is_finite
from gdmath.numeric.guards import asking, guarded
from gdmath.numeric.limits import may_have_limits
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
    variables : Expr or list or tuple of Expr
        The symbols that become the function's parameters, in this order.
    expr : Expr, or sequence of Expr
        What it computes; a sequence gives a function that returns a tuple.

    Returns
    -------
    callable
        A function of floats, NumPy arrays or torch tensors (any device and dtype; autograd goes through
        it), which broadcasts as they do.  Its source is its `__doc__`, and it can be pickled.
        Where a part has no value, as 1/sqrt(w) at zero, and yet the whole tends to a number that is known, as
        w/sqrt(w) does, it gives that.  An entry of an array or a tensor is nan where a number on the way was
        too small or too large, and would have made it wrong.
        To make it takes time in proportion to the different parts of all expressions together.

    Raises
    ------
    InputError
        `variables` is no list or tuple (a set has no order), a variable is no symbol or comes twice, or a symbol of
        the expression is not among them.
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
    symbols_given = _listed(variables)
    several = isinstance(expr, (tuple, list))
    order = _order([as_expr(part) for part in (expr if several else [expr])])
    _require_all(symbols_given, order)
    return _Compiled([symbol.args[0] for symbol in symbols_given], order, several=several).compute


def _order(expressions: Sequence[Expr]) -> list[Expr]:
    """Every part of the stable forms of some expressions, each after its own; the last one has them all."""
    together = node("each", *expressions)
    return postorder(stable(together) if expressions else together)


def _listed(variables: Any) -> list[Any]:
    """The variables as a list; what has no order, as a set, or is no list at all, is refused."""
    if isinstance(variables, (Expr, list, tuple)):
        return [variables] if isinstance(variables, Expr) else list(variables)
    because = "it is not a list of symbols, in whose order the values are passed"
    raise InputError(f"make a function of {shown(variables)}", because, "Write a list such as [w, b]")


def _require_all(variables: list[Any], order: list[Expr]) -> None:
    """Refuse variables that are no different symbols, or not all that occur."""
    different = set()
    for variable in variables:
        if getattr(variable, "head", None) != "symbol" or variable in different:
            raise InputError(
                f"make a function of {shown(variables)}",
                f"{shown(variable)} is not a symbol, or comes twice",
                'Make different ones with symbols("w b")',
            )
        different.add(variable)
    if not different.issuperset(part for part in order if part.head == "symbol"):
        expression = next(expression for expression in order[-1].args if not expression.free_symbols <= different)
        name = min(symbol.args[0] for symbol in expression.free_symbols - different)
        raise InputError(
            f"make a function of {shown(variables)} from {expression!r}",
            f"{name!r} is not among its variables",
            "Add it to the list, or put a value in its place with subs",
        )


_NOTHING = object()  # no value was given
_ERRORS = (ValueError, ZeroDivisionError, OverflowError)


class _Compiled:
    """Expressions and the functions that compute them: one for floats, one for each kind of array."""

    def __init__(self, names: list[str], order: list[Expr], several: bool) -> None:
        self._names, self._several, self._order = names, several, order
        self._expressions: tuple[Expr, ...] = order[-1].args
        self._limited: dict[int, list[Expr]] = {}  # the parts of those that may have a limit where they have no value
        self._ways: dict[tuple[type, ...], tuple[SimpleNamespace, list[bool], Callable[..., Any]]] = {}
        self._on_floats = self._made_for_floats()

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._names, self._order[-1], self._several)

    @property
    def compute(self) -> Callable[..., Any]:
        """The function itself: a method, because pickle takes a method with what it belongs to."""
        return MethodType(self._on_floats, self)

    def _source(
        self, plain: Sequence[str], m: SimpleNamespace = WRITTEN_OUT, guard: str = "floats"
    ) -> tuple[Source, list[str]]:
        own = own_names(self._names)
        expressions = list(expanded(self._order, m).args) if self._expressions else []
        if m is FOR_TORCH:
            expressions = [gated(expression, plain) for expression in expressions]
        return Source(expressions, dict(zip(self._names, own, strict=True)), plain, guard), own

    def _made_for_floats(self) -> Callable[..., Any]:
        """What computes floats at once, and hands everything else to `on_anything`."""
        source, own = self._source(self._names)
        results = [code if code.isidentifier() else f"_r{place}" for place, code in enumerate(source.results)]
        returned = "".join(f"{result}, " for result in results) if self._several else results[0]
        unless = f" and not ({' or '.join(source.small)})" if source.small else ""
        handed_on = "".join(f"{name}, " for name in own)
        lines = [
            f"def compute(_self, {''.join(f'{name}=_nothing, ' for name in own)}*_more):",
            f"    if {' is '.join([*(f'{name}.__class__' for name in own), '_float'])} and not _more:",
            "        try:",
            *(f"            {line}" for line in source.lines),
            *(
                f"            {name} = {code}"
                for name, code in zip(results, source.results, strict=True)
                if name != code
            ),
            # One sum is finite only if all its terms are; a finite sum too large for a float is looked at again.
            f"            if 0.0 * {_sum(list(dict.fromkeys([*own, *results, *source.large])))} == 0.0{unless}:",
            f"                return {returned or '()'}",
            "        except _errors:",
            "            pass  # said in words by the next line",
            f"    return _self.on_anything({handed_on}*_more)",
            "",
        ]
        return _made("\n".join(lines), _bound(source, FLOATS))

    def on_anything(self, *values: Any) -> Any:
        """Compute with values of any kind, or say what is wrong with them."""
        kinds = tuple(map(type, values))
        if kinds in self._ways:
            return self._on_many(values, *self._ways[kinds])
        given = [value for value in values if value is not _NOTHING]
        if len(given) != len(self._names):
            raise InputError(
                f"compute with {len(given)} values", f"it takes one for each of {shown(self._names)}", "Pass these"
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
            numbers = [float(value) if flat else m.real(value) for value, flat in zip(values, plain, strict=True)]
            return self._with_limits(run, numbers) if self._limited else run(*numbers)
        except GdmathError:
            raise
        except (*_ERRORS, RuntimeError) as error:
            raise explained("the function with these numbers", values, error) from error

    def _with_limits(self, run: Callable[..., Any], numbers: Sequence[Any]) -> Any:
        try:
            returned = run(*numbers)
        except (DomainError, ZeroDivisionError, ValueError):  # of plain numbers among the values
            found = self._beside(numbers)
            if any(each is None for each in found):
                raise
        else:
            found = list(returned) if self._several else [returned]
            for place, parts in self._limited.items():
                if not is_finite(found[place]):
                    found[place] = filled(found[place], parts, dict(zip(self._names, numbers, strict=True)))
        return tuple(found) if self._several else found[0]

    def _beside(self, numbers: Sequence[Any]) -> list[Any]:
        point = dict(zip(self._names, numbers, strict=True))
        return [beside(postorder(expression), point) for expression in self._expressions]

    def _way(self, m: SimpleNamespace, plain: Sequence[bool]) -> Callable[..., Any]:
        """How rows are computed: quickly, and once more with care where something may be wrong."""
        parts = [*map(postorder, self._expressions)]
        self._limited = {place: order for place, order in enumerate(parts) if may_have_limits(order)}
        if any(part.head is Piecewise for order in parts for part in order):
            return self._patient(self._rows(m, plain, "places")[0], m, plain)
        quick, source = self._rows(m, plain, "rows")
        if not source.doubts and not source.poles:
            return quick
        careful, at_poles = (self._later(m, plain, guard) for guard in ("places", "poles"))
        return guarded(quick, careful, at_poles, m, heard=source.heard)

    def _later(self, m: SimpleNamespace, plain: Sequence[bool], guard: str) -> Callable[..., Any]:
        """The function for rows that is guarded so, made when it is first called."""
        made: list[Callable[..., Any]] = []

        def compute(*values: Any) -> Any:
            if not made:
                made.append(self._rows(m, plain, guard)[0])
            return made[0](*values)

        if m is not arrays():  # torch.compile may ask for it, and cannot follow how it is made
            made.append(self._rows(m, plain, guard)[0])
        return compute

    def _rows(self, m: SimpleNamespace, plain: Sequence[bool], guard: str) -> tuple[Callable[..., Any], Source]:
        formulas = WRITTEN_OUT if hasattr(m, "one_from_zero_on") else FOR_TORCH
        flat = [name for name, is_flat in zip(self._names, plain, strict=True) if is_flat]
        source, own = self._source(flat, formulas, guard)
        own += ["_heard"] * bool(source.doubts or source.poles)
        asks = ["    if _heard:", *(f"        {question}" for question in source.doubts)] if source.doubts else []
        asks += [f"    {question}" for question in source.poles]
        returned = "".join(f"{result}, " for result in source.results) if self._several else source.results[0]
        lines = [f"def compute({', '.join(own)}):", *(f"    {line}" for line in source.lines)]
        space = _bound(source, m) | asking(m)
        return _made("\n".join([*lines, *asks, f"    return ({returned})", ""]), space), source

    def _patient(self, run: Callable[..., Any], m: SimpleNamespace, plain: Sequence[bool]) -> Callable[..., Any]:
        """The same where pieces have no value in places where they do not hold, on which nothing depends."""

        def compute(*values: Any) -> Any:
            with m.quiet():
                try:
                    return run(*values)
                except (ArithmeticError, ValueError):
                    if not any(plain):
                        raise
                    alike, as_given = m.alike(values)  # where a plain number has no value, nan stands for it
                    found = self.on_anything(*alike)
                    return tuple(map(as_given, found)) if self._several else as_given(found)

        return compute


def _again(names: list[str], expressions: Expr, several: bool) -> _Compiled:
    return _Compiled(names, postorder(expressions), several)


def _sum(names: list[str]) -> str:
    """Code for a sum; of many, in one call: nested brackets are what Python's own reader gives up on."""
    return f"({' + '.join(names or ['0.0'])})" if len(names) <= 50 else f"_sum(({', '.join(names)}))"


# What the code of a function of floats needs beside the functions that it calls.
OWN = {"_nothing": _NOTHING, "_float": float, "_errors": _ERRORS, "_sum": sum}


def _bound(source: Source, m: SimpleNamespace) -> dict[str, Any]:
    """What the names in the code mean: its functions in the arithmetic `m`, or in that of floats, and its own."""
    return OWN | {
        name: _beside_arrays(function) if on_floats and m is not FLOATS else function.within(m) if function else m.power
        for name, (function, on_floats) in source.calls.items()
    }


def _beside_arrays(function: Any) -> Callable[..., Any]:
    """A function of plain numbers, None for the power, that names the number for which it has no value."""
    if function is None:
        return _power

    def compute(*args: Any) -> Any:
        if any(isinstance(arg, float) and not math.isfinite(arg) for arg in args):  # what came to be so on the way
            raise domain_error(f"{function.name} of {', '.join(map(repr, args))}", OverflowError())
        return function(*args)

    return compute


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
