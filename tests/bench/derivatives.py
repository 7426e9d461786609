"""Derivatives: thirty expressions by every library that writes formulas, and the gradient of many variables."""

from collections.abc import Callable, Iterator
from functools import partial, reduce
from importlib import import_module
from operator import add
from typing import Any

from gdmath import differentiate, gradient, lambdify, softplus, symbols
from gdmath.calculus import Derivation
from gdmath.expression import Expr
from tests.bench.expressions import COUNT, W, draw
from tests.bench.harness import Plan, Row, Work, faster, measure
from tests.bench.rivals import ByCasadi, BySymengine, BySympy, installed, numpy_like, translated

COLD, WARM = "sympy.diff, cold cache", "sympy.diff, warm cache"


def rows(plan: Plan) -> Iterator[Row]:
    """Measure the derivatives."""
    yield from _thirty(plan)
    yield _many_variables(plan)


def read(expr: Expr) -> Derivation:
    """Differentiate, and build what stands before and after each step."""
    derivation = differentiate(expr, W)
    for step in derivation.steps:
        _ = step.before, step.after
    return derivation


def _thirty(plan: Plan) -> Iterator[Row]:
    from sympy.core.cache import clear_cache

    drawn = draw()
    points = [point for _, point in drawn]

    def ours(run: Callable[[Expr], Derivation]) -> Work:
        return Work(
            [partial(run, expr) for expr, _ in drawn],
            numbers=lambda found: [d.result.evaluate(w=w) for d, w in zip(found, points, strict=True)],
        )

    def by(way: Any, before: Callable[[], object] | None = None) -> Work:
        return Work(
            [partial(way.derivative, way.formula(expr)) for expr, _ in drawn],
            before=before,
            numbers=lambda found: [way.value(d, w) for d, w in zip(found, points, strict=True)],
        )

    sympy = BySympy()
    works = {"gdmath": ours(lambda expr: differentiate(expr, W)), COLD: by(sympy, clear_cache), WARM: by(sympy)}
    others = {"symengine": BySymengine, "casadi": ByCasadi}
    works |= {name: by(others[name]()) for name in installed(*others)}
    seconds, notes = measure(works, plan, (COLD, WARM))
    what = f"derivative with its named steps recorded, {COUNT} expressions"
    yield faster(what, COLD, seconds, 100, notes)
    yield faster(what, WARM, seconds, 6, notes)
    seconds, notes = measure({"gdmath": ours(read), COLD: works[COLD]}, plan, (COLD,))
    yield faster("derivative, and before and after of each step built", COLD, seconds, 25, notes)


def _many_variables(plan: Plan) -> Row:
    """Take the gradient of softplus(w1*1/n + w2*2/n + ...) by every variable at once."""
    from sympy.core.cache import clear_cache

    count = plan.variables
    ws = symbols(" ".join(f"w{i}" for i in range(count)))
    expr = softplus(reduce(add, (w * (i / count) for i, w in enumerate(ws))))
    ones = [1.0 / count] * count
    sympy = import_module("sympy")
    letters = {str(w): sympy.Symbol(str(w), real=True) for w in ws}
    theirs = BySympy().formula(expr, letters)
    works = {
        "gdmath": Work([lambda: gradient(expr, ws)], numbers=lambda found: lambdify(ws, found[0])(*ones)),
        "sympy.diff": Work(
            [lambda: [sympy.diff(theirs, letter) for letter in letters.values()]],
            before=clear_cache,
            # One evaluation of a sum of a thousand terms a thousand times over would take longer than all the rest.
            numbers=lambda found: sympy.lambdify(list(letters.values()), found[0], modules="math", cse=True)(*ones),
        ),
    }
    if installed("symengine"):
        works["symengine"] = _by_symengine(expr, ws, ones)
    if installed("casadi"):
        works["casadi"] = _by_casadi(expr, ws, ones)
    if installed("jax"):
        works |= _by_jax(count)
    if installed("autograd"):
        works["autograd"] = _by_autograd(count)
    seconds, notes = measure(works, plan, ("sympy.diff",))
    notes = "; ".join(filter(None, [notes, "jax and autograd compute numbers, the others formulas"]))
    return faster(f"gradient of {count:,} variables", "sympy.diff", seconds, 100, notes)


def _by_symengine(expr: Expr, ws: Any, ones: list[float]) -> Work:
    symengine = import_module("symengine")
    rival = BySymengine()
    letters = [symengine.Symbol(str(w)) for w in ws]
    theirs = rival.formula(expr, {str(w): letter for w, letter in zip(ws, letters, strict=True)})
    return Work(
        [lambda: [symengine.diff(theirs, letter) for letter in letters]],
        numbers=lambda found: symengine.Lambdify(letters, found[0], cse=True)(ones),
    )


def _by_casadi(expr: Expr, ws: Any, ones: list[float]) -> Work:
    casadi = import_module("casadi")
    letters = casadi.SX.sym("w", len(ws))
    named = {str(w): letters[i] for i, w in enumerate(ws)}
    theirs = translated(expr, named, numpy_like(casadi), casadi.SX)
    return Work(
        [lambda: casadi.gradient(theirs, letters)],
        numbers=lambda found: casadi.Function("gradient", [letters], found)(ones).full().ravel(),
    )


def _by_jax(count: int) -> dict[str, Work]:
    jax = import_module("jax")
    jax.config.update("jax_enable_x64", True)
    np = jax.numpy
    factors, ones = np.arange(count) / count, np.full(count, 1.0 / count)
    slope = jax.grad(lambda w: np.logaddexp(w @ factors, 0.0))
    jitted = jax.jit(slope)
    return {
        "jax.jit(jax.grad)": Work([lambda: jitted(ones).block_until_ready()]),
        "jax.grad": Work([lambda: slope(ones).block_until_ready()]),
    }


def _by_autograd(count: int) -> Work:
    np, grad = import_module("autograd.numpy"), import_module("autograd").grad
    factors, ones = np.arange(count) / count, np.full(count, 1.0 / count)
    slope = grad(lambda w: np.logaddexp(np.dot(w, factors), 0.0))
    return Work([lambda: slope(ones)])
