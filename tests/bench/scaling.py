"""What grows with an expression grows no faster than it: chains, sums, products and shared parts of 10 to 10,000."""

import copy
import pickle
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from gdmath import differentiate, lambdify, sin, symbols
from gdmath.expression import Expr, postorder
from tests.bench.harness import Plan, Row, Work, interleaved
from tests.bench.rivals import BySympy

W = symbols("w")
POINT = 0.75


def chain(size: int) -> Expr:
    """The chain sin(sin(... sin(w)))."""
    return repeated(size, lambda part, _: sin(part))


def total(size: int) -> Expr:
    """The sum w + sin(w*1) + sin(w*2) + ..., added from the left."""
    return repeated(size, lambda part, k: part + sin(W * k))


def product(size: int) -> Expr:
    """The product w * (1 + sin(w*1)/2) * ..., whose value stays small."""
    return repeated(size, lambda part, k: part * (1 + sin(W * k) / 2))


def shared(size: int) -> Expr:
    """The formula (u + sin(u))/2 again and again, u the one before: a tree of 2**size leaves, a few nodes."""
    return repeated(size, lambda part, _: (part + sin(part)) / 2)


def repeated(size: int, step: Callable[[Expr, int], Expr]) -> Expr:
    """Apply a step so many times to w."""
    expr: Expr = W
    for k in range(1, size + 1):
        expr = step(expr, k)
    return expr


SHAPES: dict[str, Callable[[int], Expr]] = {"chain": chain, "sum": total, "product": product, "shared parts": shared}


def operations(make: Callable[[int], Expr], size: int) -> dict[str, Work]:
    """List what is done with an expression: each as one run, what it needs made beforehand."""
    expr = make(size)
    other = make(size + 1)
    held: list[Any] = []
    return {
        "build": Work([partial(make, size)]),
        "differentiate": Work([partial(differentiate, expr, W)]),
        "evaluate": Work([lambda: expr.evaluate(w=POINT)]),
        "lambdify and call": Work([lambda: lambdify([W], expr)(POINT)]),
        "hash": Work([lambda: hash(expr)]),
        "compare": Work([lambda: (expr == expr, expr == other)]),  # noqa: PLR0124  with itself is meant
        "pickle and back": Work([lambda: pickle.loads(pickle.dumps(expr))]),
        "deepcopy": Work([lambda: copy.deepcopy(expr)]),
        # One that nothing else holds: from another letter.
        "drop": Work([held.clear], before=lambda: held.append(make(size).subs({W: symbols("dropped")}))),
    }


def nodes(expr: Expr) -> int:
    """Count the different parts of an expression."""
    return len(postorder(expr))


def check(make: Callable[[int], Expr], size: int) -> None:
    """Assert that what is timed is right."""
    expr = make(size)
    value = expr.evaluate(w=POINT)
    assert lambdify([W], expr)(POINT) == value
    assert make(size) is expr
    assert hash(make(size)) == hash(expr)
    assert make(size + 1) != expr
    assert pickle.loads(pickle.dumps(expr)) is expr
    assert copy.deepcopy(expr) is expr
    slope = differentiate(expr, W).tidied.evaluate(w=POINT)
    step = 1e-7 / size
    nudged = (expr.evaluate(w=POINT + step) - expr.evaluate(w=POINT - step)) / (2 * step)
    assert abs(slope - nudged) <= 1e-3 * max(1.0, abs(slope)), f"{slope} is not {nudged}"


def linear(sizes: tuple[int, ...], counts: list[int]) -> bool:
    """Whether the counts lie exactly on one straight line."""
    (x0, y0), (x1, y1), *rest = zip(sizes, counts, strict=True)
    return all((y - y0) * (x1 - x0) == (y1 - y0) * (x - x0) for x, y in rest)


def rows(plan: Plan) -> Iterator[Row]:
    """Measure every shape at every size, and chains that are deeper still."""
    for name, make in SHAPES.items():
        yield _nodes(name, make, plan)
        yield from _times(name, make, plan)
    yield from _deep(plan)


def _nodes(name: str, make: Callable[[int], Expr], plan: Plan) -> Row:
    exprs = [make(size) for size in plan.sizes]
    own, slopes = map(nodes, exprs), (nodes(differentiate(expr, W).tidied) for expr in exprs)
    for what, counts in (("expression", [*own]), ("derivative", [*slopes])):
        assert linear(plan.sizes, counts), f"{name}: the nodes of the {what} are {counts} at {plan.sizes}"
    for size in plan.sizes:
        check(make, size)
    per_size = (counts[-1] - counts[-2]) / (plan.sizes[-1] - plan.sizes[-2])
    sizes = f"{plan.sizes[0]:,} to {plan.sizes[-1]:,}"
    return Row(
        f"{name}, {sizes}: nodes of the derivative",
        "",
        per_size,
        "",
        notes=f"nodes for each size; exactly linear: {counts}",
    )


def _times(name: str, make: Callable[[int], Expr], plan: Plan) -> Iterator[Row]:
    """Compare the last two sizes: ten times as large should take about ten times as long, and never 15."""
    medians = []
    for size in plan.sizes:
        samples = interleaved(operations(make, size), plan)
        medians.append({what: median(times) for what, times in samples.items()})
    factor = plan.sizes[-1] / plan.sizes[-2]
    for what in medians[0]:
        seconds = {f"{size:,}": times[what] for size, times in zip(plan.sizes, medians, strict=True)}
        value = medians[-1][what] / medians[-2][what]
        reach = f"<= {1.5 * factor:g} times as long"
        yield Row(f"{name}: {what}", f"itself, {factor:g} times smaller", value, reach, seconds)


def _deep(plan: Plan) -> Iterator[Row]:
    expr, other = chain(plan.deep), chain(plan.deep + 1)
    assert chain(plan.deep) == expr != other
    works = {
        "differentiate": Work([lambda: differentiate(expr, W)]),
        "evaluate": Work([lambda: expr.evaluate(w=POINT)]),
        "hash": Work([lambda: hash(expr)]),
        "compare": Work([lambda: (expr == expr, expr == other)]),  # noqa: PLR0124  with itself is meant
    }
    rival = f"sympy.diff of a chain 1,000 deep: {_by_sympy(1_000)}"
    for name, times in interleaved(works, plan).items():
        seconds = median(times)
        yield Row(f"chain {plan.deep:,} deep: {name}", "", seconds, "", {"gdmath": seconds}, f"s; {rival}")


def _by_sympy(size: int) -> str:
    rival = BySympy()
    formula = rival.w
    for _ in range(size):
        formula = rival.sympy.sin(formula, evaluate=False)
    try:
        rival.derivative(formula)
    except RecursionError:
        return "RecursionError"
    return "done"
