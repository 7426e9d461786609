"""The ends of the floats: no number is lost to an underflow or an overflow on the way to it, or it is refused."""

import math
import sys
import warnings
from decimal import Decimal, localcontext
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np
import pytest
import torch

from gdmath.calculus import differentiate, gradient
from gdmath.cases import Max, Min, Piecewise
from gdmath.descent import gradient_descent
from gdmath.errors import DomainError
from gdmath.expression import Expr, as_expr, postorder
from gdmath.functions import (
    FUNCTIONS,
    Abs,
    Function,
    acos,
    acosh,
    acoth,
    acsch,
    asech,
    asinh,
    atan,
    atanh,
    cbrt,
    cos,
    cosh,
    csch,
    exp,
    log,
    relu,
    sech,
    sigmoid,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    step,
    tanh,
)
from gdmath.names import symbols
from gdmath.numeric import lambdify
from gdmath.numeric.losses import Losses
from gdmath.numeric.wide import DIGITS, decimals
from tests.library.oracles import FIFTY_DIGITS
from tests.library.strategies import B, W

HBAR = 1.054571817e-34


def on_rows(expr: Expr, w: float, b: float = 1.0) -> list[float]:
    """What arrays and tensors give at one place."""
    with warnings.catch_warnings(action="ignore"):
        array = lambdify([W, B], expr)(np.array([w]), np.array([b]))
    tensor = lambdify([W, B], expr)(*(torch.tensor([value], dtype=torch.float64) for value in (w, b)))
    return [float(np.ravel(array)[0]), float(np.ravel(tensor)[0])]


@pytest.mark.parametrize(
    ("expr", "w", "slope"),
    [
        (HBAR**5 * (HBAR**5 * W**2), 1e300, 2 * HBAR**5 * 1e300 * HBAR**5),
        ((1e-170 * W) ** 2, 1e175, 2e-165),
        ((1e-30 * W) ** 6 / (1e-30 * W) ** 5, 1.0, 1e-30),
        ((1e-161 * W) / (1e-161 + 1e-161 * W), 1.0, 0.25),
        ((1e154 * W) / (1e154 + 1e154 * W), 1.0, 0.25),
        (1.28 / W**-0.5, 1e258, 6.4e-130),
        (atan(W * 1e212), 4.0, 6.25e-214),
        (asinh(W * 1e200), 2.0, 0.5),
    ],
    ids=str,
)
def test_a_derivative_is_not_lost_on_the_way(expr: Expr, w: float, slope: float) -> None:
    """By steps and in one sweep, on floats it is found; on arrays and tensors it is found, or it is nan."""
    for derivative in (differentiate(expr, W).result, *gradient(expr, [W])):
        assert derivative.evaluate(w=w) == pytest.approx(slope, rel=1e-14)
        assert lambdify(W, derivative)(w) == pytest.approx(slope, rel=1e-14)
        for value in on_rows(derivative, w):
            assert not math.isfinite(value) or value == pytest.approx(slope, rel=1e-14)


@pytest.mark.parametrize(
    ("expr", "w", "value"),
    [
        (W / sqrt(W * W + 1), 1e160, 1.0),
        (sigmoid(1e-300 * (W * W) * 1e-10), 1e155, 1 / (1 + math.exp(-1))),
        (atan(1e-300 * (W * W)), 1e155, math.atan(1e10)),
        (exp(W) / exp(W + 1), 800.0, math.exp(-1)),
        (log(sigmoid(W) * sigmoid(W)), -700.0, -1400.0),
        (sqrt(1e-200 * W * (1e-200 * W)), 1.0, 1e-200),
        (cbrt(1e-300 * W * -1e-300), 1.0, -1e-200),
        (cbrt(1e300 * W), 1e300, 1e200),
        (cbrt(1e-300 * W * 1e-300) + cbrt(0 * W), 1.0, 1e-200),
        (step(1e-200 * W * (1e-200 * W)), 1.0, 1.0),
        (sign(-W * 1e-200 * 1e-200), 1.0, -1.0),
        (1e200 * (1e-200 * W * (1e-200 * W)), 1e10, 1e-180),
        ((W * 1e-200) ** 2 * 1e300, 1.0, 1e-100),
        (exp(-W) * 1e300, 740.0, 4.18873988004804927e-22),
        (sigmoid(-W) / 1e-300, 740.0, 4.18873988004804927e-22),
        (softplus(-W) * W * 1e300, 740.0, 3.0996675112355565e-19),
        (sech(W) * 1e300, 740.0, 8.3774797600960985e-22),
        (tanh(W * W) + cos(0 * W), 1e200, 2.0),
        (log(W * W, 10), 1e200, 400.0),
        (log(as_expr(10) * W * W * W, W * W), 1e150, 451 / 300),
        (asinh(W * W) - asinh(W * W), 1e200, 0.0),
        (acosh(W * W) / asinh(W * W), 1e200, 1.0),
        (relu(W * W) / (W * W), 1e200, 1.0),
        (Abs(-W * W) / (W * W), 1e200, 1.0),
        (acsch(W * W) / acosh(1 / W / W), 1e-200, 1.0),
        (asech(W * W) / acosh(1 / W / W), 1e-200, 1.0),
        (sinh(W) / cosh(W), 800.0, 1.0),
        (csch(W) / csch(W + 1), 800.0, math.e),
        (sin(W * W) / (W * W), 1e-200, 1.0),
        (sinh(W * W) / W / W, 1e-200, 1.0),
        (W**0.5 * 1e-300 * 1e-300 * W**4, 1e150, 1e75),
        (acoth(W * W) * W * W, 1e200, 1.0),
        ((W * W) ** 0 + log(softplus(-W * W), 2) * 0, 30.0, 1.0),
        (acos(W * W * 1e-200), 1e50, math.acos(1e-100)),
    ],
    ids=str,
)
def test_a_value_is_not_lost_on_the_way(expr: Expr, w: float, value: float) -> None:
    """On floats it is found, by evaluate and by lambdify; on arrays and tensors it is found, or it is nan."""
    assert expr.evaluate(w=w) == pytest.approx(value, rel=1e-13)
    assert lambdify(W, expr)(w) == pytest.approx(value, rel=1e-13)
    for found in on_rows(expr, w):
        assert not math.isfinite(found) or found == pytest.approx(value, rel=1e-13)


def test_what_a_row_of_numbers_loses_is_nothing_to_the_others() -> None:
    """A row that would be wrong is nan, and so is its slope by autograd; those beside it are as they were."""
    function = lambdify([W, B], sigmoid(W) * B)
    w, b = np.array([-740.0, -1.0, -800.0, -800.0]), np.array([1e300, 1.0, 1.0, 1e300])
    expected = [math.nan, sigmoid(-1.0), 0.0, math.nan]
    assert function(w, b) == pytest.approx(expected, nan_ok=True)
    leaf = torch.tensor(w, requires_grad=True)
    found = function(leaf, torch.tensor(b))
    assert found.tolist() == pytest.approx(expected, nan_ok=True)
    (slopes,) = torch.autograd.grad(found.sum(), leaf)
    assert slopes.isnan().tolist() == [True, False, False, True]


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])
def test_rows_keep_their_precision_and_their_zeros(dtype: Any) -> None:
    """A product with 0 is 0 and not lost, and what asks whether something was lost widens nothing."""
    function = lambdify([W, B], W * B * (W * B) / (1 + W * W) * B)
    tiny = np.finfo(dtype).tiny
    w, b = np.array([0.0, 2.0, tiny, tiny], dtype), np.array([1e20, 0.0, 1 / tiny / 8, 0.5], dtype)
    for rows in (function(w, b), function(torch.from_numpy(w), torch.from_numpy(b)).numpy()):
        assert rows.dtype == dtype
        assert rows.tolist() == pytest.approx([0.0, 0.0, float(1 / tiny) / 512, 0.0], rel=1e-6)


def test_a_saturated_neuron_is_no_refusal() -> None:
    """The slope of a row far from its label, or of one that is all right, is a number."""
    cost = (sigmoid(W) - B) ** 2
    slope = lambdify([W, B], gradient(cost, [W])[0])
    for kind in (np.array, torch.tensor):
        found = slope(kind([-900.0, -720.0, 900.0, 38.0]), kind([0.0, 1.0, 1.0, 1.0]))
        assert found.tolist() == pytest.approx([0.0] * 4, abs=1e-30)


def test_a_plain_number_beside_rows_is_not_lost_either() -> None:
    """Two plain numbers whose product is too small are named as what they are: rows that are nan would not say why."""
    function = lambdify([W, B], B * B * W)
    assert function(np.ones(2), 1e-100).tolist() == pytest.approx([1e-200] * 2)
    for rows in (np.full(2, 1e300), torch.full((2,), 1e300, dtype=torch.float64)):
        assert np.isnan(np.asarray(function(rows, 1e-200))).all()
    with pytest.raises(DomainError) as caught:
        lambdify([W, B], W * (B * B * 1e300))(np.ones(2), 1e-200)
    assert str(caught.value) == (
        "Cannot compute the function with these numbers, because one on the way is too small or too large for a "
        "64-bit float. Take numbers of a middle size."
    )


def test_a_descent_takes_no_step_to_nowhere() -> None:
    """A cost whose slope was lost to an underflow descends, as one of middle size does."""
    history = gradient_descent((1e-170 * W) ** 2, {W: 1e175}, learning_rate=1e300, max_steps=1)
    assert history.gradient[0] == pytest.approx([2e-165])


EACH = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
SIZES = [5e-324, 1e-310, 3e-308, 1e-300, 1e-160, 1e-20, 0.1, 0.9, 1.0, 1.001, 3.0, 40.0, 709.0, 711.0, 745.0, 800.0]
SIZES += [1e20, 1e160, 1e300, sys.float_info.max]
TURNING = {"sin", "cos", "tan", "sec", "csc", "cot"}  # at 1e300, sixty digits do not say where they are


@EACH
def test_functions_have_their_values_to_the_ends_of_the_floats(function: Function) -> None:
    """A value is that of mpmath, on floats, arrays and tensors, or it is refused, and only where it does not exist."""
    for x in [size * side for size in SIZES if size < 1e20 or function.name not in TURNING for side in (1, -1)]:
        with mpmath.workdps(60), warnings.catch_warnings(action="ignore"):
            exact = exact_value(function, x)
            for value in (on_a_float(function, x), *rows_of(function, x)):
                if not math.isfinite(value):
                    assert exact is None or abs(exact) > sys.float_info.max, (x, value, exact)
                else:
                    assert exact is not None, (x, value)
                    assert abs(value - exact) <= 1e-13 * abs(exact) + 1e-323, (x, value, exact)


def exact_value(function: Function, x: float) -> Any:
    """The value with sixty digits, None where there is no real one."""
    try:
        value = function.within(FIFTY_DIGITS)(mpmath.mpf(x)) if x or function.name != "relu" else mpmath.mpf(0)
    except (ValueError, ZeroDivisionError):
        return None
    return None if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value) else value


def on_a_float(function: Function, x: float) -> float:
    """The value of a float, nan where it is refused."""
    try:
        return float(function(x))
    except DomainError:
        return math.nan


def rows_of(function: Function, x: float) -> list[float]:
    """The same of an array and of a tensor."""
    return [float(function(np.array([x]))[0]), function(torch.tensor([x], dtype=torch.float64))[0].item()]


def test_a_function_whose_value_is_too_large_says_so() -> None:
    """What comes out infinite is refused, whether Python raises an error for it or not."""
    with pytest.raises(DomainError) as caught:
        csch(1e-310)
    assert str(caught.value) == (
        "Cannot compute csch(1e-310), because its value is too large for a 64-bit float. Take a smaller number."
    )
    assert acsch(1e-310) == pytest.approx(714.494526, rel=1e-9)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_what_is_not_a_number_stays_so(function: Function) -> None:
    """A nan in an array or a tensor is nan afterwards, of any precision, and so are its neighbours what they were."""
    for dtype in (torch.float32, torch.float64):
        assert function(torch.full((9,), math.nan, dtype=dtype)).isnan().all()
        assert function(torch.full((9,), math.nan, dtype=dtype)).dtype == dtype
    with warnings.catch_warnings(action="ignore"):
        assert np.isnan(function(np.full(9, math.nan))).all()
    assert np.isnan(on_rows(function(W * W - B * B), 1e200, 1e200)).all()


def test_decimals_know_every_function() -> None:
    """The arithmetic without ends has each function of the table, with the value that floats have."""
    m = decimals()
    for function in FUNCTIONS.values():
        for x in (0.25, 0.75, 1.5, -0.5):
            value = on_a_float(function, x)
            if math.isfinite(value):
                with localcontext(m.context):
                    assert float(function.within(m)(Decimal(x))) == pytest.approx(value, rel=1e-14)


def test_a_function_of_ones_own_is_computed_with_floats() -> None:
    """A formula that decimals cannot compute takes the floats nearest to them, and is refused beyond these."""
    clipped = Function("clipped", r"\\operatorname{clipped}", lambda _m, x: 0.5 * x if x > 0 else 0.0 * x)
    assert clipped(1e-200 * W * (1e-200 * W) * 1e300 * 1e100).evaluate(w=1.0) == pytest.approx(0.5)
    with pytest.raises(DomainError, match=r"^Cannot compute w\*w at w=1e\+200, because its value is too large"):
        clipped(W * W).evaluate(w=1e200)
    leaky = Function("leaky", r"\\operatorname{leaky}", lambda m, x: m.where(x > 0, x, 0.1 * x))
    assert leaky(1e-200 * W * (1e-200 * W) * 1e300 * 1e100).evaluate(w=1.0) == pytest.approx(1.0)
    bits = Function("bits", r"\\operatorname{bits}", lambda m, x: m.log2(x))
    assert bits(W * W).evaluate(w=1e200) == pytest.approx(400 * math.log2(10))


@pytest.mark.parametrize(
    ("expr", "w", "what"),
    [
        (exp(W), 1e19, "exp(w) at w=1e+19"),
        (sin(W * W), 1e200, "w*w at w=1e+200"),
        (W * W - W * W, 1e200, "w*w at w=1e+200"),
        (cosh(W) + 1, 800.0, "cosh(w) at w=800.0"),
    ],
    ids=str,
)
def test_what_is_too_large_is_named(expr: Expr, w: float, what: str) -> None:
    """Where no value can be found, the first part that no float holds is named."""
    with pytest.raises(DomainError) as caught:
        expr.evaluate(w=w)
    assert str(caught.value) == (
        f"Cannot compute {what}, because its value is too large for a 64-bit float. Take a smaller number."
    )


MADE_OF_NOTHING = [
    *(form(pole) for form in (atan, sign, tanh, sigmoid, relu, step, softplus, exp, sech) for pole in (1 / W, log(W))),
    *(W / (1 / W), 1 / (1 + 1 / W), (1 / W) ** -2, 2.0 ** (-1 / W), Max(-1 / W, 3), Min(log(W), 3 - W)),
    *(exp(-(W**-2)), exp(-exp(1 / W)), exp(-1 / relu(W)), atan(csch(W)), 1 / csch(W), 1 / acsch(W), 1 / asech(W / 2)),
    *(
        1 / atanh(1 - W / 2),
        1 / acoth(1 + W),
        atan(3 + log(W)),
        1 / (B * log(W)),
        1 / log(W, 2),
        atan(1 / log(1 + W, 10)),
    ),
    *(acsch(1 / W), (1 / W) ** relu(B - 1), atan(log(2 + B, 1 + W))),
    *(Piecewise((1.0 * W, 1 / W > 0), (2 * W, True)), Piecewise((W + 1.0, log(W) < 0), (W, True))),
]


@pytest.mark.parametrize("expr", MADE_OF_NOTHING, ids=str)
def test_no_number_is_made_of_what_has_no_value(expr: Expr) -> None:
    """In rows 1/0 is infinite, and atan of that a number: it is missing there, as a float is refused; others stay."""
    with pytest.raises(DomainError):
        lambdify([W, B], expr)(0.0, 1.0)
    for found in on_rows(expr, 0.0):
        assert not math.isfinite(found)
    right = lambdify([W, B], expr)(0.75, 1.0)
    assert on_rows(expr, 0.75) == pytest.approx([right, right], rel=1e-14)


def test_an_infinity_in_the_end_is_left() -> None:
    """Rows say of a pole what NumPy says, if nothing is made of it; and where a piece is not used, it is no pole."""
    assert on_rows(1 / W, 0.0) == [math.inf, math.inf]
    assert on_rows(log(W) - 3, 0.0) == [-math.inf, -math.inf]
    assert on_rows(Piecewise((exp(-1 / W), W > 0), (W, True)), 0.0) == [0.0, 0.0]


OUTER = {
    "atan": atan,
    "sigmoid": sigmoid,
    "quotient": lambda x: 1 / (1 + x),
    "Max": lambda x: Max(x, 2),
    "power": lambda x: 2.0**x,
}


@pytest.mark.parametrize("outer", OUTER.values(), ids=OUTER)
def test_a_pole_in_a_piece_that_is_not_taken_is_none(outer: Any) -> None:
    """What is infinite elsewhere is no part of the value."""
    for pole in (1 / W, log(W)):
        expr = outer(Piecewise((pole, W > 0), (W, True)))
        right = lambdify([W, B], expr)(0.0, 1.0)
        assert on_rows(expr, 0.0) == pytest.approx([right, right])


def test_a_pole_in_one_row_is_nothing_to_the_others() -> None:
    """A row that is right by itself is right beside one without a value."""
    compute = lambdify([W, B], 1 / (W * B) + atan(1 / W))
    with warnings.catch_warnings(action="ignore"):
        first, second = compute(np.array([1e-160, 0.0]), np.array([1e-147, 1.0]))
    assert first == pytest.approx(1e307)
    assert not math.isfinite(second)


def test_numpy_says_once_that_it_divides_by_zero() -> None:
    """What is computed once more with care was said before."""
    compute = lambdify([W], atan(1 / W))
    with pytest.warns(RuntimeWarning, match="divide by zero") as said:
        compute(np.array([0.0, 1.0]))
    assert len(said) == 1


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # by which torch has its forward way
def test_there_is_no_slope_at_a_pole_forward_or_backward() -> None:
    """Both of torch's ways find what is not a number there, and the slope elsewhere."""
    compute = lambdify([W], atan(1 / W))
    for way in (torch.func.jacfwd, torch.func.jacrev):
        slopes = way(compute)(torch.tensor([0.0, 2.0], dtype=torch.float64))
        assert slopes[0, 0].isnan()
        assert slopes[1, 1].item() == pytest.approx(-0.2)


def test_poles_are_noted_once() -> None:
    """A descent written out, in which each step has the one before twice, notes as many poles as it has steps."""
    path: Expr = W
    for _ in range(60):
        path = path - 0.1 * (log(path) + 1)
    assert len(facts(atan(path)).poles[atan(path)]) == 60


@pytest.mark.parametrize("expr", [log(-W * W), (-W * W) ** 0.5, 1 / (0 * W * W), (0 * W) ** -1, (W * W - W * W) ** 0.0])
def test_a_value_that_does_not_exist_is_refused_far_out_too(expr: Expr) -> None:
    """Beyond the floats there are no more real logarithms of negative numbers than within."""
    with pytest.raises(DomainError):
        (expr * (W * W)).evaluate(w=1e200)


def facts(expr: Expr) -> Losses:
    """What is known of a formula without a number."""
    return Losses(postorder(expr))


@pytest.mark.parametrize(
    ("expr", "low", "high"),
    [
        (W, -math.inf, math.inf),
        (as_expr(2) - sin(W), 1.0, 3.0),
        (-(W**2), -math.inf, 0.0),
        (sigmoid(W) ** 2, 0.0, 1.0),
        (sin(W) ** 3, -1.0, 1.0),
        ((sin(W) - 2) ** 3, -math.inf, math.inf),
        (cosh(W) ** 2, 1.0, math.inf),
        (sqrt(W) ** 0.5, 0.0, math.inf),
        (2 / (1 + W * W), 0.0, 2.0),
        (1 / W**2, 0.0, math.inf),
        (1 / W, -math.inf, math.inf),
        (exp(-Abs(W)), 0.0, 1.0),
        (exp(as_expr(-2000)), 0.0, 5e-324),
        (as_expr(1e-200) * 1e-200, 5e-324, 5e-324),
        (as_expr(1e308) * 10 - as_expr(1e308) * 10, -math.inf, math.inf),
        (0 * W, 0.0, 0.0),
    ],
    ids=str,
)
def test_bounds_hold_every_value(expr: Expr, low: float, high: float) -> None:
    """Between these two numbers the value of a formula lies, whatever its letters are."""
    assert facts(expr).bounds[expr] == pytest.approx((low, high))


@pytest.mark.parametrize(
    "expr",
    [
        W * B + 1,
        (W - 3) ** 2,
        2 * (W - 3),
        sigmoid(W * B + 1),
        exp(W) * sin(B),
        step(W) * (W * B),
        1e300 * (as_expr(0) / W),
        1e300 * as_expr(0) ** B,
        (W * B) ** 0,
        (W * B) ** 1,
        2 ** (W * sin(B)),
        1 / (1 + exp(-W)),
        tanh(W * B),
    ],
    ids=str,
)
def test_nothing_is_asked_where_nothing_can_vanish(expr: Expr) -> None:
    """The sum of a product, a square, a neuron and its cost ask for nothing, and so cost nothing."""
    assert not facts(expr).small
    assert not facts(expr).large
    assert not facts(expr).poles


SHARE = range(200)


def test_a_share_of_the_fuzz() -> None:
    """Of these formulas no derivative is wrong in any way, and next to none is refused; `nox -s fuzz` has more."""
    from tests.fuzz.__main__ import counts, failures

    found, wrong = counts(1, SHARE)
    assert not wrong
    assert not list(failures(found))
    assert sum(count for (_, kind), count in found.items() if kind == "right") > 300


def test_the_fuzz_says_what_it_found(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong number is described and fails, and so do too many that are refused."""
    from tests.fuzz import __main__ as program

    assert program.main(["--count", "3", "--seed", "1"]) == 0
    assert "gradient, NumPy" in capsys.readouterr().out
    verdicts = [("a way", "right", ""), ("a way", "refused", ""), ("another", "apart wrong", "w gives 0 for 1")]
    monkeypatch.setattr(program, "judged", lambda *_: iter(verdicts))
    assert program.main(["--count", "1"]) == 1
    printed = capsys.readouterr().out
    assert "1 0: another: w gives 0 for 1\na way: 1 refused\nanother: 1 wrong\n" in printed


def test_a_lost_number_is_not_filled_with_a_limit() -> None:
    """What is too small for all its digits has no limit in its place: nan in rows, and the right value on floats."""
    w, a, b, c = symbols("w a b c")
    formula, at = sqrt(w) * (a * b) / c, (4.0, 1.1e-200, 1.3e-120, 1e-300)
    assert lambdify([w, a, b, c], formula)(*at) == pytest.approx(2.86e-20, rel=1e-14)
    assert np.isnan(lambdify([w, a, b, c], formula)(*(np.array([value]) for value in at))).all()
    assert np.isnan(lambdify([w, a, b], log(a * b) * sqrt(w))(*(np.array([value]) for value in at[:3]))).all()


def test_what_stands_beside_an_exponential_that_cancels_counts() -> None:
    """exp(-w) - 1 is 0 at 0, where a product beside it is all that is left: right on floats, and missing in rows."""
    w, b, c = symbols("w b c")
    at = (0.0, 1e-200, 1e-150)
    for formula, value in ((exp(-w) + as_expr(-1) + b * c, 1e-50), (exp(-w) - 1 - b * c, -1e-50)):
        compute = lambdify([w, b, c], formula * 1e300)
        assert compute(*at) == pytest.approx(value, rel=1e-14, abs=0)
        assert np.isnan(compute(*(np.array([value]) for value in at))).all()


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (lambda b: 1 / log(b * b * b), 1 / (510 * math.log(10))),
        (lambda b: atan(log(b * b * b)), math.atan(510 * math.log(10))),
        (lambda b: Min(log(b * b), 2000), 340 * math.log(10)),
        (lambda b: Piecewise((1, log(b * b * b) < 2000), (0, True)), 1.0),
        (lambda b: 1 / sqrt(b * b * b), 1e-255),
        (lambda b: tanh(asinh(b**3) / 1e4), math.tanh((510 * math.log(10) + math.log(2)) / 1e4)),
    ],
)
def test_the_infinity_of_a_slow_function_is_asked_for(formula: Any, value: float) -> None:
    """A logarithm or a root of what is too large is no large number: right on floats, and right or nan in rows."""
    b = symbols("b")
    compute = lambdify([b], formula(b))
    assert compute(1e170) == pytest.approx(value, rel=1e-13)
    for row in (np.array([1e170]), torch.tensor([1e170], dtype=torch.float64)):
        with np.errstate(all="ignore"):
            [found] = compute(row).tolist()
        assert math.isnan(found) or found == pytest.approx(value, rel=1e-13)


def test_a_plain_number_beside_rows_keeps_its_range() -> None:
    """It is not made a float32 where a piece has no value for it; and a function of it has its value or is named."""
    a, x, w, b = symbols("a x w b")
    pieces = lambdify([a, x], Piecewise((x * (a * 1e20 * 1e20), x > 0), (log(-a) * x, True)))
    for row in (np.array([1.0, 2.0], np.float32), torch.tensor([1.0, 2.0])):
        assert pieces(1e-50, row).tolist() == pytest.approx([1e-10, 2e-10], rel=1e-6)
        assert pieces(1e-50, row).dtype == row.dtype
    several = lambdify([a, x], [Piecewise((x, x > 0), (log(-a) * x, True)), x])
    assert [found.tolist() for found in several(1.0, np.array([1.0, 2.0]))] == [[1.0, 2.0]] * 2
    with np.errstate(all="ignore"):
        assert lambdify([w], w / sqrt(w) * acsch(as_expr(2)))(np.array([0.0, 1.0])).tolist()[0] == 0.0
    with pytest.raises(DomainError, match=r"sin of inf"):
        lambdify([w, b], sin(w * w) * b)(1e170, np.ones(2))


X, C = symbols("x c")
NARROW = np.array([2.0], np.float32)


@pytest.mark.parametrize(
    ("expr", "values"),
    [
        (log(X * C), (NARROW, 1e-60)),
        (sign(X * C), (NARROW, 1e-60)),
        (1 / (X * C), (NARROW, 1e-60)),
        (sqrt(X * C), (NARROW, -1e-60)),
        (log(X * C), (NARROW[0:1].reshape(()), 1e-60)),
        (X * C * 1e30, (NARROW, 1e-42)),
        (X * X * C, (np.array([1e-23], np.float32), 1e14)),
        (X * X * C, (torch.tensor([1e-23]), 1e14)),
        (X * X * C, (np.array([1e-4], np.float16), np.array([1e4], np.float16))),
    ],
    ids=str,
)
def test_what_a_narrow_dtype_loses_is_missing(expr: Expr, values: tuple[Any, ...]) -> None:
    """NumPy makes a plain number narrower without a word; what vanishes in that, or in single precision, is nan."""
    with np.errstate(all="ignore"):
        assert np.isnan(np.asarray(lambdify([X, C], expr)(*values))).all()


def test_numpy_calls_whom_it_called_before() -> None:
    """What NumPy says beside underflows goes on to a callback, or to a log, that somebody has set."""
    compute, rows = lambdify([X, C], log(X * C) + 1 / X), (np.array([0.0, 2.0]), np.array([1.0, 2.0]))
    heard: list[Any] = []
    with np.errstate(divide="call", invalid="call", call=lambda *said: heard.append(said)):
        compute(*rows)
    assert [kind for kind, _ in heard] == ["divide by zero", "divide by zero", "invalid value"]
    log_of = SimpleNamespace(write=heard.append)
    with np.errstate(divide="log", invalid="log", call=log_of):
        compute(*rows)
    assert [text.split(" encountered")[0] for text in heard[3:]] == [
        "Warning: divide by zero",
        "Warning: divide by zero",
        "Warning: invalid value",
    ]
    with np.errstate(divide="call", invalid="ignore"):  # nobody is there to be called
        compute(*rows)


def test_torch_compiles_what_nobody_may_look_at() -> None:
    """While torch follows a function it does not know numbers, so that the careful code is what it follows."""
    compute = lambdify([X, C], log(X * C))
    rows = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    expected = compute(*rows)
    compiled = torch.compile(compute, backend="eager", fullgraph=True)
    assert compiled(*rows).tolist() == expected.tolist()


def test_what_is_divided_by_too_large_a_quotient_is_asked_for() -> None:
    """1/w is infinite for a small enough w, and what is divided by it is not 0 there: it is found, or missing."""
    expr = 1e10 / (1 / W)
    assert expr.evaluate(w=1e-309) == lambdify(W, expr)(1e-309) == pytest.approx(1e10 * 1e-309, rel=1e-15)
    with np.errstate(all="ignore"):
        rows = lambdify(W, expr)(np.array([1e-309, 1.0]))
    assert np.isnan(rows[0])
    assert rows[1] == 1e10


@pytest.mark.parametrize("name", ["log1p", "relu", "sinh", "asinh", "step", "sign", "Abs", "exp", "cosh"])
def test_decimals_have_the_values_of_floats(name: str) -> None:
    """Within the floats, at zero and on either side of it, each is what mpmath says, with all digits of a decimal."""
    m = decimals()
    with localcontext(m.context):
        for x in (0.0, 0.5, 1.5, 3.0, *(() if name == "log1p" else (-0.5, -1.5, -3.0))):
            exact = {
                "relu": max(x, 0.0),
                "step": float(x > 0),
                "sign": math.copysign(1, x) if x else 0.0,
                "Abs": abs(x),
            }
            value = exact[name] if name in exact else float(getattr(mpmath, name)(x))
            assert float(getattr(m, name)(Decimal(x))) == pytest.approx(value, rel=4e-16, abs=0)
    with localcontext(m.context), mpmath.workdps(DIGITS):
        for x in (1.5, 3.0):
            assert abs(mpmath.mpf(str(m.log1p(Decimal(x)))) / mpmath.log1p(x) - 1) < 1e-35
