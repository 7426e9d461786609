"""The mean cost as a function of the parameters: with and without y in its formula, in both precisions."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath import Neuron, binary_cross_entropy, log, mean_squared_error, sigmoid, softplus, tanh
from gdmath.neuron import linear
from gdmath.neuron.formulas import by_z, by_z_alone
from gdmath.neuron.mean_cost import MeanCost

DRAW = np.random.default_rng(3)
COLUMNS = np.vstack([DRAW.normal(size=(2, 40)), np.ones(40)])
LABELS = (DRAW.random(40) < 0.5).astype(float)


def divergence(a: Any, y: Any) -> Any:
    """The divergence of Kullback and Leibler, which has no value where a label is 0."""
    return y * log(y / a) + (1 - y) * log((1 - y) / (1 - a))


@given(arrays(float, 3, elements=st.floats(-30, 30)))
@settings(deadline=None)
def test_a_row_of_label_1_is_one_of_label_0_with_its_sign_changed(parameters: Any) -> None:
    """With the sigmoid and the cross-entropy, the formula without y gives the numbers of the formula with y."""
    short = MeanCost.over(sigmoid, binary_cross_entropy, COLUMNS, LABELS, binary=True)
    long = MeanCost((by_z, sigmoid, binary_cross_entropy), COLUMNS, [LABELS])
    assert short(parameters)[0] == pytest.approx(long(parameters)[0], rel=1e-13)
    np.testing.assert_allclose(short(parameters)[1], long(parameters)[1], rtol=1e-9, atol=1e-14)


def test_the_short_formula_has_no_y() -> None:
    """It is softplus(z) and sigmoid(z) for the sigmoid and the cross-entropy, and there is none for tanh."""
    short = by_z_alone(sigmoid, binary_cross_entropy)
    assert short is not None
    assert short(1.5) == (softplus(1.5), sigmoid(1.5))
    assert by_z_alone(tanh, mean_squared_error) is None


def test_only_what_is_symmetric_loses_its_y() -> None:
    """Labels between 0 and 1, and other activations and costs, are computed by the formula with y."""
    parameters = np.array([0.5, -1.5, 0.25])
    z = parameters @ COLUMNS
    soft = np.where(LABELS == 1, 0.75, 0.0)
    cost, gradient = MeanCost.over(sigmoid, binary_cross_entropy, COLUMNS, soft, binary=False)(parameters)
    a = 1 / (1 + np.exp(-z))
    assert cost == pytest.approx(np.mean(-soft * np.log(a) - (1 - soft) * np.log(1 - a)), rel=1e-12)
    np.testing.assert_allclose(gradient, COLUMNS @ (a - soft) / 40, rtol=1e-10, atol=1e-14)
    cost, gradient = MeanCost.over(tanh, mean_squared_error, COLUMNS, LABELS, binary=True)(parameters)
    assert cost == pytest.approx(np.mean((np.tanh(z) - LABELS) ** 2), rel=1e-12)
    slopes = 2 * (np.tanh(z) - LABELS) * (1 - np.tanh(z) ** 2)
    np.testing.assert_allclose(gradient, COLUMNS @ slopes / 40, rtol=1e-10, atol=1e-14)


def test_a_cost_without_a_value_at_a_label_is_still_a_formula() -> None:
    """That log(y) has no value at 0 is found where a label is 0, not when the formula is looked at."""
    soft = np.full(40, 0.25)
    cost, _ = MeanCost.over(sigmoid, divergence, COLUMNS, soft, binary=False)(np.zeros(3))
    assert cost == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5), rel=1e-12)
    assert len(MeanCost.over(sigmoid, divergence, COLUMNS, LABELS, binary=True)) == 40


def test_a_cost_may_be_a_straight_line() -> None:
    """A derivative in which no row occurs is one number for each row all the same."""
    neuron = Neuron([2.0], 1.0, linear, lambda a, y: 3 * a - y)
    cost, gradient = neuron.cost_and_gradient([[1.0], [3.0]], [0.0, 0.5])
    assert (cost, gradient.tolist()) == (14.75, [6.0, 3.0])
    objective = neuron.objective([[1.0], [3.0]], [0.0, 0.5])
    for parameters in (neuron.parameters, np.zeros(2)):
        assert objective(parameters)[1].tolist() == [6.0, 3.0]


def test_some_of_the_rows_are_a_mean_cost_again() -> None:
    """The part for a few rows is the mean cost of these rows alone."""
    whole = MeanCost.over(sigmoid, mean_squared_error, COLUMNS, LABELS, binary=True)
    rows, parameters = [7, 3, 11], np.array([0.5, -1.5, 0.25])
    alone = MeanCost.over(sigmoid, mean_squared_error, COLUMNS[:, rows], LABELS[rows], binary=True)
    assert len(whole.part(rows)) == 3
    assert whole.part(rows)(parameters)[0] == alone(parameters)[0]
    assert whole.part(rows)(parameters)[1].tolist() == alone(parameters)[1].tolist()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_precision_is_that_of_the_columns(dtype: Any) -> None:
    """From parameters of float32 and rows of float32 comes a gradient of float32."""
    mean = MeanCost.over(sigmoid, binary_cross_entropy, COLUMNS.astype(dtype), LABELS.astype(dtype), binary=True)
    cost, gradient = mean(np.zeros(3, dtype))
    assert mean.dtype == gradient.dtype == dtype
    assert type(cost) is float
    assert cost == pytest.approx(np.log(2), rel=1e-6)
