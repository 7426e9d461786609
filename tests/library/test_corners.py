"""One answer at a corner, whichever way is asked: a value where there is a slope or a convention, and else none."""

import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from gdmath import (
    Abs,
    DomainError,
    Expr,
    Max,
    Min,
    Piecewise,
    acosh,
    asin,
    cbrt,
    cos,
    coth,
    differentiate,
    exp,
    gradient,
    lambdify,
    log,
    relu,
    sigmoid,
    sign,
    sin,
    softplus,
    sqrt,
    step,
    symbols,
    tanh,
)
from gdmath.expression import as_expr

W, B = symbols("w b")
NONE = math.nan  # no way has an answer

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy's own, on the way to a nan or an infinity

# A formula, w and b, and its slope in w there.
CORNERS: list[tuple[Expr, float, float, float]] = [
    # conventions
    (Abs(W), 0, 0, 0),
    (sign(W), 0, 0, 0),
    (relu(W), 0, 0, 0),
    (step(W), 0, 0, 0),
    (relu(W - B) + B, 1, 1, 0),
    (relu(B - W) + W, 1, 1, 1),
    (relu(W) - relu(-W), 0, 0, 0),
    (Abs(W) + W - 2 * relu(W), 0, 0, 1),
    (W**0, 0, 0, 0),
    (W**1, 0, 0, 1),
    # powers of one base
    (W * W**0.5, 0, 0, 0),
    (W * sqrt(W), 0, 0, 0),
    (3 * W * sqrt(W) + W**2 * sqrt(W), 0, 0, 0),
    (W * (sqrt(W) + W), 0, 0, 0),
    (sqrt(2 * W) * W, 0, 0, 0),
    (W**0.1 * W**0.2 * W**0.9, 0, 0, 0),
    (sqrt(W) * sqrt(W), 0, 0, 1),
    ((W**0.5) ** 2, 0, 0, 1),
    (sqrt(sqrt(W)) ** 8, 0, 0, 0),
    (sqrt(W**3), 0, 0, 0),
    (W * cbrt(W), 0, 0, 0),
    (cbrt(-2 * W) ** 3, 0, 0, -2),
    (cbrt(W**4), 0, 0, 0),
    (cbrt(W) * cbrt(W**2), 0, 0, 1),
    (W * cbrt(W - B), 2, 2, NONE),
    (sqrt(W**4), 0, 0, 0),
    ((W**2) ** 0.75, 0, 0, 0),
    (W * sqrt(Abs(W)), 0, 0, 0),
    (Abs(W) * sqrt(Abs(W)), 0, 0, 0),
    (relu(W) * sqrt(relu(W)), 0, 0, 0),
    (relu(W) * sqrt(relu(W)), -1, 0, 0),
    (W * sqrt(W**2 + W**4), 0, 0, 0),
    (sqrt(W) * sin(sqrt(W)), 0, 0, 1),
    (W / (1 + sqrt(W)), 0, 0, 1),
    (W * sqrt(W) / (sqrt(W) + 1) ** 2, 0, 0, 0),
    (sqrt((3 * W) ** 3) ** B, 0, 2, 0),
    # zero to the power zero
    (W**B, 0, 0, 0),
    (3 * (W**2) ** B, 0, 0, 0),
    (W**B, 0, 1, 1),
    # the norm
    (sqrt(W**2 + B**2) ** 2, 0, 0, 0),
    (sqrt(W**2 + B**2) ** 4, 0, 0, 0),
    (sqrt(W**2 + B**2) * sqrt(W**2 + B**2), 0, 0, 0),
    (sqrt(W + B) ** 2, 0, 0, 1),
    # along a line on which it does not change
    (sqrt(B * W), 1, 0, 0),
    (0**W, 2, 0, 0),
    (2 * 0 ** (3 * W), 2, 0, 0),
    (B**W, 2, 0, 0),
    (W ** (2 + W), 0, 0, 0),
    (sqrt(W - W), 1, 0, 0),
    (sqrt(W + B - (W + B)), 1, 0, 0),
    # what is switched off
    (sqrt(relu(W)), -1, 0, 0),
    (relu(W) ** 0.5, -1, 0, 0),
    (cbrt(relu(W)), -1, 0, 0),
    (3 - exp(-sqrt(relu(W))), -1, 0, 0),
    (2 ** sqrt(relu(W)), -1, 0, 0),
    (asin(1 - relu(W)), -3, 0, 0),
    (sqrt(relu(W) + relu(B)), -1, -1, 0),
    (sqrt(relu(W) + relu(B)), -1, 4, 0),
    (step(W) * sqrt(W), -1, 0, 0),
    (step(W) / relu(W) + W, -1, 0, 1),
    # beside what has a case, which is decided there and nearby
    (cbrt(W) ** 4 + Max(W, 1), 0, 0, 0),
    (W * sqrt(W) + Min(W, 1), 0, 0, 1),
    (Max(W * sqrt(W), W - 1), 0, 0, 0),
    (Min(2, W * sqrt(W)), 0, 0, 0),
    (Piecewise((W * sqrt(W) + W, W < 1), (sqrt(W), True)), 0, 0, 1),
    (Piecewise((sqrt(W), W >= 1), (W * sqrt(W) + W, True)), 0, 0, 1),
    (Piecewise((sqrt(W), (W > 1) & (B > 1)), (W * sqrt(W), (W > -1) | (B > 1)), (B, True)), 0, 0, 0),
    (Piecewise((sqrt(W), (W > 1) & (W < B)), (W * sqrt(W), (W < B) | (W <= 1)), (B, True)), 0, 0, 0),
    (Piecewise((1 / (W - 1), W > 1), (W * sqrt(W), True)), 0, 0, 0),
    (acosh(Max(W / 2, 1)), 0, 0, 0),
    # where two cases meet, that one counts which holds there
    (Max(W * sqrt(W), W), 0, 0, 0.5),
    (Max(W * sqrt(W), B), 0, 0, 0),
    (Max(sqrt(W + B), 1) ** 1.5, 0, 1, 0.375),
    (Piecewise((sqrt(W), W > 0), (W * sqrt(W), True)), 0, 0, 0),
    (Piecewise((W * sqrt(W), (W >= 0) & (B < 1)), (sqrt(W), True)), 0, 0, 0),
    (Piecewise((sqrt(W), (W > 0) | (B > 1)), (W * sqrt(W), True)), 0, 0, 0),
    # no slope, or none that is known
    (Piecewise((W * sqrt(W), W > 0), (sqrt(W), True)), 0, 0, NONE),
    (Piecewise((sqrt(W), W < B), (W * sqrt(W), W < B - 1), (sqrt(W), True)), 0, 0, NONE),
    (Piecewise((W * sqrt(W), W > 1)), 0, 0, NONE),
    (Piecewise((W * sqrt(W), (W < 1) & (1 / sqrt(W) > 5)), (B, True)), 0, 0, NONE),
    (sqrt(W), 0, 0, NONE),
    (cbrt(W), 0, 0, NONE),
    (cbrt(W**2), 0, 0, NONE),
    (W**0.5, 0, 0, NONE),
    (W * W**-0.5, 0, 0, NONE),
    (sqrt(W**2), 0, 0, NONE),
    (sqrt(W**2 + W**4), 0, 0, NONE),
    (sqrt(W**2 + B**2), 0, 0, NONE),
    (sqrt(Abs(W)), 0, 0, NONE),
    (sqrt(relu(W)), 0, 0, NONE),
    (sqrt(Abs(W) - W), 1, 0, NONE),
    (sqrt(1 - cos(W)), 0, 0, NONE),
    (sqrt(B * W), 0, 1, NONE),
    (asin(W), 1, 0, NONE),
    (acosh(W), 1, 0, NONE),
    (W**W, 0, 0, NONE),
    (W ** Abs(W), 0, 0, NONE),
    (W ** (W * B), 0, 0, NONE),
    (W ** sqrt(W), 0, 0, NONE),
    (W**B, 0, 0.5, NONE),
    (0**W, 0, 0, NONE),
    (B**W, 0, 0, NONE),
    (B**W, -1, 0, NONE),
    (log(W), 0, 0, NONE),
    (W * log(W), 0, 0, NONE),
    (W / W, 0, 0, NONE),
    (1 / sqrt(W), 0, 0, NONE),
    (sqrt(W + sqrt(B)), 0, 0, NONE),
    (sqrt(1e200 * W) * 1e200 * sqrt(1e300 * W) * 1e300, 0, 0, NONE),
]


def _or_none(compute: Callable[..., Any], *args: Any, **values: float) -> float:
    """The number, or the last one of several; nan where there is none."""
    try:
        found = compute(*args, **values)
    except DomainError:
        return NONE
    value = float(found[-1] if getattr(found, "ndim", 0) else found)
    return value if math.isfinite(value) else NONE


def _doubles(numbers: Any) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


def every_way(expr: Expr, w: float, b: float) -> Iterator[float]:
    """The slope in w by the rules and by the sweep, each as a formula, and on floats, arrays and tensors."""
    for slope in (differentiate(expr, W).tidied, *gradient(expr, [W])):
        yield _or_none(slope.evaluate, w=w, b=b)
        compute = lambdify([W, B], slope + 0 * W * B)  # so that it changes with both, if only in form
        yield _or_none(compute, float(w), float(b))
        for make in (np.array, torch.tensor, _doubles):
            yield _or_none(compute, make([0.25, float(w)]), make([0.5, float(b)]))
            yield _or_none(compute, make(float(w)), make(float(b)))
        yield _or_none(compute, float(w), np.array([1.0, float(b)]))


@pytest.mark.parametrize(("expr", "w", "b", "slope"), CORNERS, ids=str)
def test_every_way_has_one_answer_at_a_corner(expr: Expr, w: float, b: float, slope: float) -> None:
    """The rules, the sweep, and functions of floats, arrays and tensors have the same slope there, or none of them."""
    assert list(every_way(expr, w, b)) == pytest.approx([slope] * 18, abs=1e-15, nan_ok=True)


@pytest.mark.parametrize(("expr", "w", "b", "slope"), CORNERS, ids=str)
def test_an_answer_has_the_slope_of_a_corner_or_says_that_it_is_none(
    expr: Expr, w: float, b: float, slope: float
) -> None:
    """What the steps of an answer make keeps the slope; a value where there is none is outside of its domain."""
    derivation = differentiate(expr, W)
    found = _or_none(derivation.result.evaluate, w=w, b=b)
    if math.isnan(slope) and not math.isnan(found):
        assert any(_or_none(need.of.evaluate, w=w, b=b) in {0.0, NONE} for need in derivation.domain)
    else:
        assert found == pytest.approx(slope, abs=1e-15, nan_ok=True)


@pytest.mark.parametrize(
    ("expr", "w", "value"),
    [
        (W / W, 0, NONE),
        (W**2 / W, 0, NONE),
        (W * W**-1, 0, NONE),
        (W * log(W), 0, NONE),
        (W**2 * log(W), 0, NONE),
        (relu(W) / relu(W), -1, NONE),
        (sqrt(W) / W, 0, NONE),
        (W / sqrt(W), -1, NONE),
        (sqrt(W) * (1 / sqrt(W) + log(W)), 0, NONE),
        (sqrt(1 / sqrt(W)), 0, NONE),
        (sin(1 / sqrt(W)), 0, NONE),
        ((1 / sqrt(W)) ** (1 / sqrt(W)), 0, NONE),
        ((W / sqrt(W**2)) ** 2, 0, NONE),
        (sin(W / sqrt(W**2)), 0, NONE),
        (W / sqrt(W**2) + 1, 0, NONE),
        (1 / (sqrt(W) / sqrt(W) - 1), 0, NONE),
        ((sqrt(W) - sqrt(W)) ** -0.5 * W, 0, NONE),
        (W / (sqrt(W) - sqrt(W)), 0, NONE),
        (step(W) ** -0.5, -1, NONE),
        (W / sqrt(W) * (1 / sqrt(W) ** sign(W)), 0, 0),
        ((1 / sqrt(W)) ** (W / sqrt(W)), 0, NONE),
        (W / sqrt(W), 0, 0),
        (W * W**-0.5, 0, 0),
        (W / sqrt(W) ** 3 * W, 0, 0),
        (W**0 * W / sqrt(W), 0, 0),
        ((W / sqrt(W)) ** 0, 0, 1),
        ((W / sqrt(W)) ** step(W - 1), 0, 1),
        (2 + sqrt(W) + sqrt(W) / sqrt(W), 0, 3),
        (W * (1 / sqrt(W) + 1), 0, 0),
        (W * (1 - 1 / sqrt(W)), 0, 0),
        (sqrt(W) * (1 / sqrt(W) - sqrt(W) / W**0.5), 0, 1),
        (cos(W / sqrt(W)), 0, 1),
        (Abs(tanh(W) / sqrt(W)), 0, 0),
        (W * (W / sqrt(W**2) + 1), 0, 0),
        (step(W) * log(W), -1, 0),
        (-step(W) / (W + 1), -1, 0),
        (2 - step(W) * log(W), -1, 2),
        (step(W) * log(W) + step(W), -1, 0),
        (sqrt(step(W)) * log(W), -1, 0),
        (step(step(W)) * log(W), -1, 0),
    ],
    ids=str,
)
def test_only_roots_and_switches_have_a_value_in_the_limit(expr: Expr, w: float, value: float) -> None:
    """What is divided by zero itself has no value; a root of it can be cancelled, and a step switches off."""
    expected = pytest.approx(value, abs=0, nan_ok=True)
    assert _or_none(expr.evaluate, w=w) == expected
    assert _or_none(lambdify(W, expr), np.array([2.0, float(w)])) == expected


def test_entries_of_an_array_have_the_limits_of_floats() -> None:
    """Each entry of a table is what its row and its column alone give, on arrays and on tensors of each precision."""
    slopes = gradient(W * sqrt(Abs(W)) * B**1.5 + sqrt(relu(W)) * step(B) + Abs(B) ** W, [W, B])
    compute, places = lambdify([W, B], slopes), np.linspace(-2, 2, 9)
    for make in (np.array, _doubles):
        tables = compute(make(places[:, None]), make(places))
        for slope, table in zip(slopes, tables, strict=True):
            assert table.shape == (9, 9)
            alone = [[_or_none(slope.evaluate, w=w, b=b) for b in places] for w in places]
            found = np.asarray(table)
            assert np.where(np.isfinite(found), found, NONE) == pytest.approx(np.array(alone), nan_ok=True)
    for dtype in (torch.float16, torch.bfloat16, torch.float32):
        slope = lambdify(W, differentiate(W * sqrt(W), W).result)(torch.tensor([0.0, 4.0], dtype=dtype))
        assert slope.dtype == dtype
        assert slope.tolist() == [0.0, 3.0]


def test_a_limit_keeps_the_dtype_of_arrays() -> None:
    """Single precision stays single, and what is not limited is as it was."""
    slope = lambdify(W, differentiate(W * sqrt(W), W).result)
    assert slope(np.array([0.0, 4.0], dtype=np.float32)).dtype == np.float32
    assert isinstance(slope(np.array(0.0)), np.float64)


def test_a_plain_number_beside_rows_has_its_limit() -> None:
    """A plain 0 beside rows is a corner for each of them; where there is no limit at all, its part is named."""
    slope = lambdify([W, B], differentiate(B * W * sqrt(W), W).result)
    rows = np.array([1.0, 2.0])
    assert slope(0.0, rows).tolist() == slope(0.0, torch.tensor(rows)).tolist() == [0.0, 0.0]
    several = lambdify([W, B], [W / sqrt(W) + B, W / sqrt(W)])
    assert [np.asarray(each).tolist() for each in several(0.0, rows)] == [[1.0, 2.0], 0.0]
    with pytest.raises(DomainError, match=r"Cannot compute the function with these numbers, because"):
        lambdify([W, B], B + 1 / sqrt(W))(0.0, rows)
    with pytest.raises(DomainError, match=r"Cannot compute \(0\.0\)\*\*-0\.5, because"):
        lambdify([W, B], [B + 1, B * W**-0.5])(0.0, rows)


def test_a_missing_value_is_no_corner() -> None:
    """Where step is 0 what has no value does not count; what was not measured is missing all the same."""
    compute = lambdify([W, B], step(W) * sqrt(B))
    rows = [-1.0, -1.0, 1.0], [NONE, -4.0, 4.0]
    for make in (np.array, _doubles):
        assert np.asarray(compute(*map(make, rows))) == pytest.approx(np.array([NONE, 0.0, 2.0]), nan_ok=True)


def test_the_other_values_of_a_function_are_as_they_were() -> None:
    """Of several expressions, only those are looked at that may have a limit; a nan that was passed stays one."""
    both = lambdify(W, [1 / W, W / sqrt(W)])(np.array([0.0, 4.0, NONE]))
    assert np.stack(both) == pytest.approx(np.array([[math.inf, 0.25, NONE], [0.0, 2.0, NONE]]), nan_ok=True)
    assert lambdify([W, B], [sqrt(4), B * W])(np.array([0.0]), 1.0) == (2.0, np.array([0.0]))


def test_autograd_goes_through_what_has_a_limit() -> None:
    """Beside a corner, torch finds the slopes as before; where nobody may look at it (vmap), all stays."""
    slope, rows = lambdify(W, differentiate(W * sqrt(W), W).tidied), torch.tensor([0.0, 4.0], requires_grad=True)
    slope(rows).sum().backward()
    assert rows.grad is not None
    assert rows.grad[1].item() == 0.375
    assert torch.func.vmap(slope)(rows.detach()).tolist() == pytest.approx([NONE, 3.0], nan_ok=True)
    assert torch.func.grad(slope)(torch.tensor(4.0)).item() == 0.375
    assert math.isnan(torch.func.grad(slope)(torch.tensor(0.0)).item())


FUNCTIONS = [sqrt, sqrt, relu, Abs, sin, cos, exp, log, asin, acosh, tanh, softplus, sigmoid, step, sign]
CASES: list[Callable[[Expr, Expr], Expr]] = [
    Max,
    Min,
    lambda u, v: Piecewise((u, v < B), (v, u >= 1), (u + v, True)),
]
EXPONENTS = [0, 2, 3, 0.5, 0.75, 1.5, -0.5, -1, W, B]


def drawn(draw: random.Random, levels: int) -> Expr:
    """A formula that has corners and roots of zero as often as not."""
    kind = draw.choice("++-**/pffc") if levels and draw.random() > 0.12 else "leaf"
    if kind == "leaf":
        return as_expr(draw.choice([W, W, W, B, 2, 0.5]))
    part = drawn(draw, levels - 1)
    if kind == "f":
        return as_expr(draw.choice(FUNCTIONS)(part))
    if kind == "p":
        return as_expr(part ** draw.choice(EXPONENTS))
    other = drawn(draw, levels - 1)
    if kind == "c":
        return as_expr(draw.choice(CASES)(part, other))
    return {"+": part + other, "-": part - other, "*": part * other, "/": part / other}[kind]


def test_rules_and_sweep_agree_at_the_corners_of_drawn_formulas() -> None:
    """Of 500 formulas with a value at a place of zeros and ones, each has one slope there, or none, on all ways."""
    draw, seen, found = random.Random(14), 0, 0
    while seen < 500:
        expr, w, b = drawn(draw, 3), draw.choice([0, 0, 0, 1, -1]), draw.choice([0, 0, 1, -1, 2])
        if W not in expr.free_symbols or math.isnan(_or_none(expr.evaluate, w=w, b=b)):
            continue
        derivation = differentiate(expr, W)
        slopes = derivation.tidied, *gradient(expr, [W])
        first, second = (_or_none(slope.evaluate, w=w, b=b) for slope in slopes)
        third = _or_none(lambdify([W, B], slopes[1]), np.array([float(w)]), np.array([float(b)]))
        assert [second, third] == pytest.approx([first] * 2, rel=1e-9, abs=1e-12, nan_ok=True), (expr, w, b)
        if not math.isnan(first):  # the answer may have more values than that, outside of its domain
            assert derivation.result.evaluate(w=w, b=b) == pytest.approx(first, rel=1e-9, abs=1e-12), (expr, w, b)
        seen, found = seen + 1, found + (not math.isnan(first))
    assert found > 300


@pytest.mark.parametrize("expr", [W**B * log(2 * W), W**B * (1 / W), W**B * coth(W), 2 * B * log(W)], ids=str)
def test_a_power_stands_only_beside_the_logarithm_of_its_base(expr: Expr) -> None:
    """The slope of w**b in b, w**b * log(w), is 0 at w = 0; what else has no value there has none beside a power."""
    assert (W**B * log(W)).evaluate(w=0, b=2) == lambdify([W, B], W**B * log(W))(0.0, 2.0) == 0.0
    with pytest.raises(DomainError):
        expr.evaluate(w=0, b=2)
    with pytest.raises(DomainError):
        lambdify([W, B], expr)(0.0, 2.0)
