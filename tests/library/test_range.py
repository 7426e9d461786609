"""The ends of the floats: no number is lost to an underflow or an overflow on the way to it, or it is refused."""

import math
import sys
import warnings
from typing import Any

import mpmath
import numpy as np
import pytest
import torch

from gdmath.calculus import differentiate, gradient
from gdmath.descent import gradient_descent
from gdmath.errors import DomainError, InputError
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
from gdmath.numeric import lambdify
from gdmath.numeric.losses import Losses
from gdmath.numeric.wide import decimals

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
        (sigmoid(W * W * 1e-320), 1e160, 0.5),
        (atan(1e-300 * (W * W)), 1e155, math.atan(1e10)),
        (exp(W) / exp(W + 1), 800.0, math.exp(-1)),
        (log(sigmoid(W) * sigmoid(W)), -700.0, -1400.0),
        (sqrt(1e-200 * W * (1e-200 * W)), 1.0, 1e-200),
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
