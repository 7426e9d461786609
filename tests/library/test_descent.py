"""Descents: the one equation, how they end, and every refusal."""

import copy
import math
import pickle
import re
import subprocess
import sys
import tracemalloc
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gdmath import DomainError, InputError, Neuron, differentiate, exp, load_cells, log, mean_squared_error, symbols
from gdmath.descent import DivergenceError, History, gradient_descent, loop
from gdmath.descent.keeping import Kept
from gdmath.errors import shown
from gdmath.neuron import linear
from tests.library.strategies import with_type

w, b = symbols("w b")
PARABOLA = (w - 3) ** 2
ROWS = np.array([[0.5, 1.0], [1.5, -1.0], [2.5, 0.25], [3.5, 0.0]])
LABELS = np.array([0.0, 1.0, 0.0, 1.0])


def torch_parabola(point: torch.Tensor) -> torch.Tensor:
    """Return the sum of (w - 3)**2 over all entries."""
    return ((point - 3) ** 2).sum()


def refusal(*arguments: Any, **options: Any) -> str:
    """Return the text of the error that these arguments of a descent get."""
    with pytest.raises(InputError) as caught:
        gradient_descent(*arguments, **{"learning_rate": 0.1} | options)
    return str(caught.value)


@given(start=st.floats(-100, 100), rate=st.floats(0.01, 0.99), steps=st.integers(1, 40))
def test_a_parabola_follows_its_closed_form(start: float, rate: float, steps: int) -> None:
    """On J = (w - 3)**2 the distance to 3 is multiplied by 1 - 2 * learning_rate at each step."""
    history = gradient_descent(PARABOLA, {w: start}, learning_rate=rate, max_steps=steps, tolerance=0)
    expected = [3 + (1 - 2 * rate) ** k * (start - 3) for k in range(history.steps + 1)]
    assert [row[0] for row in history.parameters] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert history.steps == steps or history.gradient[-1] == (0.0,)


@given(rate=st.floats(0.05, 0.95))
def test_a_parabola_converges_below_a_rate_of_one(rate: float) -> None:
    """Below a learning rate of 1 the descent of J = (w - 3)**2 converges to 3."""
    history = gradient_descent(PARABOLA, {w: 10.0}, learning_rate=rate)
    assert history.status == "converged"
    assert history.last["w"] == pytest.approx(3, abs=1e-8)


@given(rate=st.floats(1.05, 1e6))
def test_a_parabola_diverges_above_a_rate_of_one(rate: float) -> None:
    """Above a learning rate of 1 the descent of J = (w - 3)**2 diverges."""
    assert gradient_descent(PARABOLA, {w: 10.0}, learning_rate=rate, on_divergence="mark").status == "diverged"


def test_a_parabola_bounces_at_a_rate_of_one() -> None:
    """At a learning rate of exactly 1 the descent goes to and fro, which is neither convergence nor divergence."""
    history = gradient_descent(PARABOLA, {w: 10.0}, learning_rate=1.0, max_steps=3)
    assert history.parameters == ((10.0,), (-4.0,), (10.0,), (-4.0,))
    assert history.status == "not converged"


def test_each_row_holds_cost_and_gradient_at_its_parameters() -> None:
    """Row k of a History is what was true after k steps, the last row included."""
    history = gradient_descent(w**2 + 3 * b**2, {w: 1.0, b: -1.0}, learning_rate=0.25, max_steps=2)
    assert history.names == ("w", "b")
    assert history.parameters == ((1.0, -1.0), (0.5, 0.5), (0.25, -0.25))
    assert history.cost == (4.0, 1.0, 0.25)
    assert history.gradient == ((2.0, -6.0), (1.0, 3.0), (0.5, -1.5))
    assert history.steps == 2
    assert history.learning_rate == 0.25
    assert history.last == {"w": 0.25, "b": -0.25}


@pytest.mark.parametrize("bias", [None, 0.5])
def test_a_neuron_takes_the_path_of_torch_sgd(bias: float | None) -> None:
    """A neuron descends from its own parameters as torch.optim.SGD does with binary_cross_entropy_with_logits."""
    neuron = Neuron([0.1, -0.2], bias)
    history = gradient_descent(neuron, ROWS, LABELS, learning_rate=0.7, max_steps=50)
    parameters = torch.tensor(neuron.parameters, dtype=torch.float64, requires_grad=True)
    columns = torch.tensor(ROWS if bias is None else np.column_stack([ROWS, np.ones(4)]))
    path, costs = sgd(parameters, columns, rate=0.7, steps=50)
    np.testing.assert_allclose(history.parameters, path, rtol=1e-12)
    np.testing.assert_allclose(history.cost, costs, rtol=1e-12)
    assert history.names == neuron.names


def sgd(parameters: torch.Tensor, columns: torch.Tensor, *, rate: float, steps: int) -> tuple[list[Any], list[float]]:
    """Return the path of torch's own descent, and the costs on it."""
    optimizer, path, costs = torch.optim.SGD([parameters], lr=rate), [], []
    for _ in range(steps + 1):
        optimizer.zero_grad()
        cost = torch.nn.functional.binary_cross_entropy_with_logits(columns @ parameters, torch.tensor(LABELS))
        path.append(parameters.detach().clone().numpy())
        costs.append(cost.item())
        cost.backward()
        optimizer.step()
    return path, costs


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_torch_cost_takes_the_path_of_torch_sgd(dtype: torch.dtype) -> None:
    """Any function of torch is descended by autograd, in the tensor's own precision and shape."""
    start = torch.tensor([[1.0, 2.0], [5.0, -4.0]], dtype=dtype)
    history = gradient_descent(torch_parabola, start, learning_rate=0.1, max_steps=30)
    leaf = start.clone().requires_grad_()
    optimizer = torch.optim.SGD([leaf], lr=0.1)
    for row in history.parameters:
        np.testing.assert_allclose(row, leaf.detach().ravel().numpy(), rtol=1e-6)
        optimizer.zero_grad()
        torch_parabola(leaf).backward()
        optimizer.step()
    assert history.names == ("w1", "w2", "w3", "w4")
    assert history.parameters.dtype == (np.float32 if dtype == torch.float32 else np.float64)


def test_the_three_kinds_of_cost_take_one_path() -> None:
    """An expression, a neuron and a function of torch with the same cost have the same History."""
    expression = gradient_descent(PARABOLA, {w: 1.0}, learning_rate=0.1, max_steps=20)
    neuron = Neuron([1.0], activation=linear, cost=mean_squared_error)
    others = [
        gradient_descent(neuron, [[1.0]], [3.0], learning_rate=0.1, max_steps=20),
        gradient_descent(torch_parabola, torch.tensor(1.0, dtype=torch.float64), learning_rate=0.1, max_steps=20),
    ]
    for other in others:
        assert other.names == expression.names == ("w",)
        for field in ("parameters", "cost", "gradient"):
            np.testing.assert_allclose(getattr(other, field), getattr(expression, field), rtol=1e-12)


def test_the_cells_are_fitted_as_scikit_learn_fits_them() -> None:
    """On all 569 cells the descent of w and b ends within 1e-6 of the maximum-likelihood fit."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    cells = load_cells()
    rows, labels = cells[["mean_area"]].to_numpy(), cells["is_cancerous"].to_numpy()
    history = gradient_descent(Neuron([1.0], 0.0), rows, labels, learning_rate=5.0, max_steps=5000)
    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(rows, labels)
    assert history.status == "converged"
    assert history.cost[-1] == pytest.approx(log_loss(labels, fit.predict_proba(rows)), abs=1e-6)
    assert list(history.last.values()) == pytest.approx([fit.coef_[0, 0], fit.intercept_[0]], rel=1e-4)


def test_the_start_is_left_alone() -> None:
    """A descent changes neither the tensor nor the dict nor the neuron that it starts from."""
    tensor, point, neuron = torch.tensor([1.0]), {w: 1.0}, Neuron([1.0], 0.0)
    gradient_descent(torch_parabola, tensor, learning_rate=0.1)
    gradient_descent(PARABOLA, point, learning_rate=0.1)
    gradient_descent(neuron, ROWS[:, :1], LABELS, learning_rate=0.1)
    assert tensor.tolist() == [1.0]
    assert not tensor.requires_grad
    assert point == {w: 1.0}
    assert neuron.parameters.tolist() == [1.0, 0.0]


def test_it_converges_at_the_tolerance() -> None:
    """The first step at which no entry of the gradient is above the tolerance is the last."""
    history = gradient_descent(PARABOLA, {w: 0.0}, learning_rate=0.25, tolerance=1.5)
    assert history.gradient == ((-6.0,), (-3.0,), (-1.5,))
    assert history.status == "converged"
    assert history.reason == "At step 2 no entry of the gradient is above tolerance=1.5."


def test_a_level_start_is_convergence() -> None:
    """Where the gradient is zero at the start, no step is taken, even with a tolerance of zero."""
    history = gradient_descent(PARABOLA, {w: 3}, learning_rate=0.1, tolerance=0)
    assert history.steps == 0
    assert history.status == "converged"


def test_a_thousand_steps_are_taken_where_nobody_says_how_many() -> None:
    """What has not converged by then ends, and says after how many."""
    history = gradient_descent(PARABOLA, {w: 0.0}, learning_rate=1e-6)
    assert history.steps == 1000
    assert history.reason.startswith("After max_steps=1000 the largest entry of the gradient is ")


def test_max_steps_end_it_as_not_converged() -> None:
    """After max_steps the reason gives the largest entry of the gradient, whatever its sign."""
    history = gradient_descent(PARABOLA, {w: 0.0}, learning_rate=0.25, max_steps=1)
    assert history.status == "not converged"
    assert history.reason == "After max_steps=1 the largest entry of the gradient is 3, above tolerance=1e-08."


def test_a_callback_sees_each_step_and_may_stop() -> None:
    """The callback gets step, parameters, cost and gradient, and the descent stops where it returns True."""
    seen: list[tuple[Any, ...]] = []

    def callback(step: int, *values: Any) -> bool:
        seen.append((step, *values))
        return step == 2

    history = gradient_descent(PARABOLA, {w: 0.0}, learning_rate=0.25, callback=callback)
    assert seen == [(0, (0.0,), 9.0, (-6.0,)), (1, (1.5,), 2.25, (-3.0,)), (2, (2.25,), 0.5625, (-1.5,))]
    assert history.status == "stopped"
    assert history.reason == "At step 2 the callback returned True."


def test_a_divergence_is_an_error_that_carries_the_history() -> None:
    """A cost above the limit raises an error with the steps until then, and says what to try."""
    with pytest.raises(DivergenceError) as caught:
        gradient_descent(PARABOLA, {w: 4.0}, learning_rate=1.5, divergence_limit=100)
    assert str(caught.value) == (
        "Cannot descend with learning_rate=1.5, because at step 4 the cost 256 is above divergence_limit=100."
        " Pass a smaller one, such as 0.15, or on_divergence='mark' to get the steps until then."
    )
    assert isinstance(caught.value, ArithmeticError)
    assert caught.value.history.cost == (1.0, 4.0, 16.0, 64.0, 256.0)
    assert caught.value.history.status == "diverged"


def test_a_divergence_can_be_marked_instead() -> None:
    """With on_divergence="mark" the same History is returned."""
    history = gradient_descent(PARABOLA, {w: 4.0}, learning_rate=1.5, divergence_limit=100, on_divergence="mark")
    assert history.cost[-1] == 256.0
    assert history.status == "diverged"
    assert history.reason == "At step 4 the cost 256 is above divergence_limit=100."


def test_a_cost_at_the_limit_is_allowed() -> None:
    """Only a cost above divergence_limit is a divergence."""
    history = gradient_descent(PARABOLA, {w: 4.0}, learning_rate=1.0, divergence_limit=1, max_steps=2)
    assert history.status == "not converged"


def test_a_bounded_bounce_is_no_divergence() -> None:
    """Cross-entropy at a rate far too large bounces, but stays bounded: not converged."""
    cells = load_cells()
    history = gradient_descent(
        Neuron([1.0], 0.0), cells[["mean_area"]], cells["is_cancerous"], learning_rate=100, max_steps=200
    )
    assert history.status == "not converged"
    assert np.isfinite(history.cost).all()


@pytest.mark.parametrize("entries", [(math.inf, 1.0), (math.nan, 1.0), (1.0, math.nan), (math.nan, math.nan)])
def test_a_number_that_is_not_finite_is_a_divergence(entries: tuple[float, float]) -> None:
    """A cost or a gradient that is nan or infinite ends the descent, wherever in the gradient it stands."""
    factors = torch.tensor(entries)
    history = gradient_descent(
        lambda point: (factors * point).sum(), torch.ones(2), learning_rate=0.1, on_divergence="mark"
    )
    assert history.steps == 0
    assert history.status == "diverged"
    assert history.reason.endswith(", which is no finite number.")


def test_a_gradient_alone_that_is_not_finite_is_a_divergence() -> None:
    """The square root has a cost of zero and an infinite slope at zero: that ends the descent too."""
    history = gradient_descent(lambda p: p.sqrt().sum(), torch.zeros(2), learning_rate=0.1, on_divergence="mark")
    assert history.reason == "At step 0 the gradient is not finite."


def test_leaving_the_domain_is_a_divergence() -> None:
    """A step to where the cost has no value ends the descent there, with nan as the cost."""
    history = gradient_descent(w - log(w), {w: 0.1}, learning_rate=1.0, on_divergence="mark", max_steps=2)
    assert history.status == "not converged"
    history = gradient_descent(w - log(w), {w: 3.0}, learning_rate=6.0, on_divergence="mark")
    assert history.parameters[-1] == (-1.0,)
    assert math.isnan(history.cost[-1])
    assert math.isnan(history.gradient[-1][0])
    assert history.reason == "At step 1 the cost is nan, which is no finite number."


def test_a_start_outside_the_domain_is_named() -> None:
    """Where the cost has no value at the start, the error is that of the expression."""
    with pytest.raises(DomainError):
        gradient_descent(log(w), {w: -1.0}, learning_rate=0.1)


def test_an_overflow_is_a_divergence_and_no_warning() -> None:
    """Numbers too large for a float end a descent of each kind as diverged, and NumPy does not warn."""
    neuron = Neuron([1.0], activation=linear, cost=mean_squared_error)
    options: dict[str, Any] = {"learning_rate": 1e200, "on_divergence": "mark"}
    assert gradient_descent(neuron, [[2.0]], [3e5], divergence_limit=1e300, **options).status == "diverged"
    assert gradient_descent(exp(w), {w: 1.0}, **options | {"learning_rate": 0.1, "max_steps": 1}).steps == 1
    assert gradient_descent(w**4, {w: 5.0}, **options).status == "diverged"


NO_NUMBERS: list[tuple[Any, str]] = [
    (math.nan, "it is not a finite 64-bit number"),
    (math.inf, "it is not a finite 64-bit number"),
    (10**400, "it is not a finite 64-bit number"),
    ("0.1", "it is of type str and no plain number"),
    (True, "it is of type bool and no plain number"),
    (np.array([1.0, 2.0]), "it is of type ndarray and no plain number"),
    (torch.tensor(0.1), "it is of type Tensor and no plain number"),
    (abs, "it is of type builtin_function_or_method and no plain number"),
    (1j, "it is of type complex and no plain number"),
]


@pytest.mark.parametrize("name", ["learning_rate", "tolerance", "divergence_limit"])
@pytest.mark.parametrize(("value", "because"), NO_NUMBERS)
def test_an_option_that_is_no_finite_number_is_refused(name: str, value: Any, because: str) -> None:
    """Whatever is no number, or none that a float can hold, is quoted, and the reason is the true one."""
    assert refusal(PARABOLA, {w: 1.0}, **{name: value}).startswith(
        f"Cannot descend with {name}={shown(value)}, because {because}. Pass a"
    )


@pytest.mark.parametrize("value", [0, -0.1])
def test_a_learning_rate_that_makes_no_sense_is_refused(value: Any) -> None:
    """A learning rate is above zero, and the error quotes what it was instead."""
    assert refusal(PARABOLA, {w: 1.0}, learning_rate=value) == (
        f"Cannot descend with learning_rate={value!r}, because a step against the gradient needs a length above zero."
        " Pass a finite number above zero."
    )


def test_a_number_of_thousands_of_digits_is_refused_in_words() -> None:
    """Python does not write down an int of more than 4,300 digits, and the error gives its size instead."""
    assert "learning_rate=a whole number of 16,610 bits" in refusal(PARABOLA, {w: 1.0}, learning_rate=10**5000)
    assert "start at w = a whole number of 16,610 bits" in refusal(PARABOLA, {w: 10**5000})
    assert "max_steps=a whole number of 16,610 bits" in refusal(PARABOLA, {w: 1.0}, max_steps=-(10**5000))


def test_a_learning_rate_cannot_be_left_out() -> None:
    """Whoever gives none is told that it is theirs to choose."""
    assert refusal(PARABOLA, {w: 1.0}, learning_rate=None) == (
        "Cannot descend without a learning_rate, because how far each step goes is yours to choose."
        " Pass one, such as learning_rate=0.1."
    )


def test_where_there_are_no_labels_the_learning_rate_may_be_third() -> None:
    """gradient_descent(J, {w: 0.0}, 0.1) has one meaning; a neuron has labels there, and the rate fourth."""
    by_name = gradient_descent(PARABOLA, {w: 0.0}, learning_rate=0.1)
    assert gradient_descent(PARABOLA, {w: 0.0}, 0.1) == by_name
    assert gradient_descent(torch_parabola, torch.zeros(1), np.float32(0.5)).converged
    assert "learning_rate='0.1', because it is of type str" in refusal(PARABOLA, {w: 0.0}, "0.1", learning_rate=None)
    neuron = Neuron([1.0], 0.0)
    assert gradient_descent(neuron, ROWS[:, :1], LABELS, 0.1).learning_rate == 0.1
    assert "without a learning_rate" in refusal(neuron, ROWS[:, :1], 0.1, learning_rate=None)


@pytest.mark.parametrize("value", [0, -1, 2.0, "5", None, True])
def test_a_step_count_that_makes_no_sense_is_refused(value: Any) -> None:
    """A step count is an int, 1 or more."""
    assert refusal(PARABOLA, {w: 1.0}, max_steps=value) == (
        f"Cannot descend with max_steps={value!r}, because it counts the steps. Pass an int, 1 or more."
    )


def test_a_tolerance_that_makes_no_sense_is_refused() -> None:
    """A tolerance is zero or above it."""
    assert refusal(PARABOLA, {w: 1.0}, tolerance=-1e-8) == (
        "Cannot descend with tolerance=-1e-08, because the size of a gradient is never below zero."
        " Pass a finite number above zero, or zero."
    )


def test_a_divergence_limit_that_makes_no_sense_is_refused() -> None:
    """A divergence limit is above zero."""
    assert refusal(PARABOLA, {w: 1.0}, divergence_limit=0).startswith(
        "Cannot descend with divergence_limit=0, because a descent needs a highest cost that it may reach."
    )


@pytest.mark.parametrize("value", ["warn", ["raise"], np.array(["raise", "mark"])], ids=str)
def test_an_unknown_way_to_diverge_is_refused(value: Any) -> None:
    """on_divergence is one of two words."""
    assert refusal(PARABOLA, {w: 1.0}, on_divergence=value) == (
        f"Cannot descend with on_divergence={value!r}, because an error or a mark are the two. Pass 'raise' or 'mark'."
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ((w - b) ** 2, {w: 1.0}),
            (
                "Cannot start at {w: 1.0}, because the cost (w - b)**2 also depends on b."
                " Give each symbol of the cost a number."
            ),
        ),
        (
            (PARABOLA, {w: 1.0, b: 0.0}),
            "Cannot start at {w: 1.0, b: 0.0}, because the cost (w - 3)**2 does not depend on b. Leave it out.",
        ),
        (
            (w / w - w / w + 2, {}),
            (
                "Cannot start at {}, because the cost w/w - w/w + 2 also depends on w."
                " Give each symbol of the cost a number."
            ),
        ),
        (
            (PARABOLA.subs({w: 1}), {}),
            "Cannot start at {}, because there is no parameter to step. Give each symbol of the cost a number.",
        ),
        (
            (PARABOLA, 1.0),
            (
                "Cannot start at 1.0, because an expression starts at a number for each symbol."
                " Write a dict such as {w: 3.0}."
            ),
        ),
        (
            (PARABOLA, {"w": 1.0}),
            (
                "Cannot start at {'w': 1.0}, because an expression starts at a number for each symbol."
                " Write a dict such as {w: 3.0}."
            ),
        ),
        ((PARABOLA, {w: math.nan}), "Cannot start at w = nan, because it is not a finite 64-bit number. Pass a float."),
        (
            (PARABOLA, {w: 10**400}),
            "Cannot start at w = a whole number of 1,329 bits, because it is not a finite 64-bit number. Pass a float.",
        ),
        (
            (PARABOLA, {w: "1"}),
            "Cannot start at w = '1', because it is of type str and no plain number. Pass a float.",
        ),
        (
            (PARABOLA, {w: True}),
            "Cannot start at w = True, because it is of type bool and no plain number. Pass a float.",
        ),
        (
            (PARABOLA, {w: np.ma.masked}),
            "Cannot start at w = masked, because it is of type MaskedConstant and no plain number. Pass a float.",
        ),
        (
            (differentiate(PARABOLA, w), {w: 1.0}),
            (
                "Cannot descend this, because Derivation is neither an expression nor a neuron nor a function."
                " Pass its .result."
            ),
        ),
        (
            (Neuron, [[1.0]], [1.0]),
            (
                "Cannot descend <class 'gdmath.neuron.Neuron'>, because it is a class."
                " Make one of it, such as Neuron([1.0], bias=0.0)."
            ),
        ),
        (
            (PARABOLA, {w: 1.0}, [1.0]),
            (
                "Cannot descend (w - 3)**2 on data, because only a neuron takes data."
                " Pass the cost and where to start, and nothing else."
            ),
        ),
        (
            ("(w - 3)^2", {w: 1.0}),
            (
                "Cannot descend '(w - 3)^2', because str is neither an expression nor a neuron nor a function. "
                'Pass one of them; read a formula with parse("(w - 3)^2").'
            ),
        ),
        (
            (3, {w: 1.0}),
            "Cannot descend 3, because int is neither an expression nor a neuron nor a function. Pass one of them.",
        ),
        (
            (Neuron([1.0]), [[1.0]]),
            (
                "Cannot descend a neuron without data, because its cost is that of rows of data."
                " Call gradient_descent(neuron, X, y, ...)."
            ),
        ),
    ],
)
def test_a_start_that_does_not_fit_the_cost_is_refused(arguments: tuple[Any, ...], text: str) -> None:
    """What is missing, superfluous or of the wrong kind is named."""
    assert refusal(*arguments) == text


def test_rows_that_do_not_fit_the_neuron_are_refused() -> None:
    """The shapes of X and y are checked before the first step."""
    assert "shape" in refusal(Neuron([1.0, 1.0], 0.0), ROWS, LABELS[:2])


@pytest.mark.parametrize(
    "start", [1.0, torch.tensor([1]), torch.tensor([math.nan]), torch.tensor([math.inf]), torch.tensor([])]
)
def test_a_torch_cost_starts_at_finite_floats(start: Any) -> None:
    """A function of torch starts at a tensor of finite floats and at nothing else."""
    assert refusal(torch_parabola, start) == (
        f"Cannot start at {start!r}, because a function of torch starts at a tensor of finite floats."
        " Pass one such as torch.tensor([3.0]), or an Expr as the cost."
    )


@pytest.mark.parametrize(
    "cost",
    [lambda _: 1.0, lambda point: point, lambda point: point.detach().sum(), lambda _: torch.tensor(1.0)],
    ids=["float", "several entries", "detached", "constant"],
)
def test_a_torch_cost_returns_one_number_made_by_torch(cost: Any) -> None:
    """What is no tensor, has several entries or does not come from the parameters is refused."""
    assert "it is not one number computed by torch from the tensor that it was given" in refusal(cost, torch.ones(2))


def test_a_torch_cost_that_ignores_its_tensor_is_refused() -> None:
    """A cost with a gradient, but not with respect to the parameters, is refused as well."""
    other = torch.ones(1, requires_grad=True)
    assert "computed by torch from the tensor" in refusal(lambda _: other.sum(), torch.ones(2))


def test_a_history_never_changes() -> None:
    """Neither the fields of a History nor the rows in them can be set."""
    pure = gradient_descent(PARABOLA, {w: 1.0}, learning_rate=0.1)
    arrays = gradient_descent(Neuron([1.0], 0.0), ROWS[:, :1], LABELS, learning_rate=0.1)
    text = r"Cannot set 'status' of History: .*, because it never changes once it is made\."
    with pytest.raises(InputError, match=text):
        pure.status = "converged"
    for field in (pure.parameters, pure.cost, pure.gradient):
        with pytest.raises(TypeError, match="does not support item assignment"):
            field[0] = 1.0
    for field in (arrays.parameters, arrays.cost, arrays.gradient):
        with pytest.raises(ValueError, match="read-only"):
            field[0] = 1.0


def test_a_history_can_be_pickled_and_copied() -> None:
    """A History, and the error that carries one, survive pickle and deepcopy."""
    history = gradient_descent(PARABOLA, {w: 1.0}, learning_rate=0.1, max_steps=3)
    for twin in (pickle.loads(pickle.dumps(history)), copy.deepcopy(history)):
        assert isinstance(twin, History)
        assert all(getattr(twin, field) == getattr(history, field) for field in History.__slots__)
    with pytest.raises(DivergenceError) as caught:
        gradient_descent(PARABOLA, {w: 1.0}, learning_rate=2.0)
    twin = pickle.loads(pickle.dumps(caught.value))
    assert str(twin) == str(caught.value)
    assert twin.history.cost == caught.value.history.cost


def test_a_history_shows_how_it_ended() -> None:
    """The repr tells steps, costs, place and status, and holds no address."""
    one = gradient_descent(PARABOLA, {w: 0.0}, learning_rate=0.25, max_steps=1)
    assert repr(one) == "History: 1 step, J from 9 to 2.25 at w = 1.5. Not converged."
    two = gradient_descent(w**2 + 3 * b**2, {w: 1.0, b: -1.0}, learning_rate=0.25, max_steps=2)
    assert repr(two) == "History: 2 steps, J from 4 to 0.25 at w = 0.25, b = -0.25. Not converged."


def test_a_history_is_a_table() -> None:
    """to_frame has a row for each step and a column for each parameter, the cost, and each partial derivative."""
    frame = gradient_descent(Neuron([1.0, 2.0], 0.0), ROWS, LABELS, learning_rate=0.1, max_steps=4).to_frame()
    assert list(frame.columns) == ["w1", "w2", "b", "cost", "∂J/∂w1", "∂J/∂w2", "∂J/∂b"]
    assert frame.index.name == "step"
    assert len(frame) == 5
    np.testing.assert_allclose(frame["w1"].diff()[1:], -0.1 * frame["∂J/∂w1"][:-1].to_numpy(), rtol=1e-9)


def test_a_frame_needs_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pandas is not installed, what else there is is said."""
    history = gradient_descent(PARABOLA, {w: 0.0}, learning_rate=0.25, max_steps=2)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError) as error:
        history.to_frame()
    assert str(error.value) == (
        "Cannot make a frame of a descent, because pandas is not installed. "
        "Print history.to_text(), or take history.cost."
    )


def test_a_history_is_a_text() -> None:
    """to_text has the cells of the table in a notebook, in columns, with a mark where rows are left out."""
    history = gradient_descent(w**2 + 3 * b**2, {w: -1.0, b: 1e-5}, learning_rate=0.25, max_steps=9)
    assert history.to_text() == (
        "step            w             b         cost        ∂J/∂w         ∂J/∂b\n"
        "   0           -1         1e-05            1           -2         6e-05\n"
        "   1         -0.5        -5e-06         0.25           -1        -3e-05\n"
        "   2        -0.25       2.5e-06       0.0625         -0.5       1.5e-05\n"
        "   …            …             …            …            …             …\n"
        "   7   -0.0078125   -7.8125e-08  6.10352e-05    -0.015625   -4.6875e-07\n"
        "   8  -0.00390625   3.90625e-08  1.52588e-05   -0.0078125   2.34375e-07\n"
        "   9  -0.00195312  -1.95313e-08   3.8147e-06  -0.00390625  -1.17188e-07"
    )
    for each in (history, gradient_descent(PARABOLA, {w: 0.0}, 0.25, max_steps=5)):
        cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", each._repr_html_())
        assert [cell for cell in each.to_text().split() if cell != "…"] == cells
    five = gradient_descent(Neuron([0.1] * 4, 0.0), np.tile(ROWS, 2), LABELS, learning_rate=0.1, max_steps=1)
    assert five.to_text().split()[:2] == ["step", "cost"]


def test_descending_an_expression_needs_only_python() -> None:
    """Descending an expression imports neither numpy nor torch nor pandas, so that it runs in a browser."""
    code = (
        "import sys; from gdmath import gradient_descent, symbols; w = symbols('w')\n"
        "history = gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25); repr(history); history.last\n"
        "print(sorted({'numpy', 'torch', 'pandas', 'matplotlib', 'sympy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_rate_beyond_all_floats_diverges_and_is_marked() -> None:
    """A step out of the range of floats is a divergence of the first step, with its History."""
    history = gradient_descent(PARABOLA, {w: 1.0}, learning_rate=1e308, on_divergence="mark")
    assert history.status == "diverged"
    assert history.steps >= 1


def test_a_start_above_the_limit_is_no_fault_of_the_rate() -> None:
    """Where the start itself is out of bounds, the advice is to start elsewhere."""
    with pytest.raises(DivergenceError, match=r"at step 0 the cost .* Start where the cost is lower, or pass a higher"):
        gradient_descent(PARABOLA, {w: 1e6}, learning_rate=0.1)


def test_a_callback_is_a_function_and_stops_by_true_alone() -> None:
    """What cannot be called is refused, and only True stops a descent."""
    three: Any = 3
    with pytest.raises(InputError, match="Cannot descend with callback=3, because it cannot be called"):
        gradient_descent(PARABOLA, {w: 1.0}, learning_rate=0.1, callback=three)
    went_on = gradient_descent(PARABOLA, {w: 1.0}, learning_rate=0.1, max_steps=3, callback=lambda *_: np.ones(2))
    assert went_on.steps == 3


def test_numbers_of_numpy_are_numbers() -> None:
    """A learning rate, a count and a start may come out of an array."""
    rate: Any = np.float32(0.25)
    most: Any = np.int64(2)
    history = gradient_descent(PARABOLA, {w: np.float32(1)}, learning_rate=rate, max_steps=most)
    assert history.steps == 2


def neuron_path(dtype: Any) -> tuple[History, list[np.ndarray], list[float]]:
    """Descend a neuron, and its layer of torch by torch.optim.SGD."""
    neuron = Neuron([0.1, -0.2], 0.5)
    history = gradient_descent(neuron, ROWS.astype(dtype), LABELS, learning_rate=0.7, max_steps=150, tolerance=0)
    layer = neuron.to_torch(dtype=torch.from_numpy(ROWS.astype(dtype)).dtype)
    rows, labels = torch.from_numpy(ROWS.astype(dtype)), torch.from_numpy(LABELS.astype(dtype))
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    return history, *sgd_path(list(layer.parameters()), lambda: loss(layer(rows)[:, 0], labels), 0.7)


def torch_path(dtype: Any) -> tuple[History, list[np.ndarray], list[float]]:
    """Descend a function of torch, and the same by torch.optim.SGD."""
    start = torch.from_numpy(np.array([[2.0, -1.0], [0.5, 3.0]], dtype))

    def cost(point: torch.Tensor) -> torch.Tensor:
        return (point.cos() * 2 + point**2 / 3).mean()

    history = gradient_descent(cost, start, learning_rate=0.4, max_steps=150, tolerance=0)
    leaf = start.clone().requires_grad_()
    return history, *sgd_path([leaf], lambda: cost(leaf), 0.4)


def expression_path(_: Any) -> tuple[History, list[np.ndarray], list[float]]:
    """Descend an expression, and the same by torch.optim.SGD; its floats are float64 always."""
    cost = (w - 3) ** 2 / 4 + exp(-b) + b * w / 8 + b**2
    history = gradient_descent(cost, {w: 1.0, b: 0.5}, learning_rate=0.2, max_steps=150, tolerance=0)
    leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (1.0, 0.5)]

    def torchs() -> torch.Tensor:
        w, b = leaves
        return (w - 3) ** 2 / 4 + torch.exp(-b) + b * w / 8 + b**2

    return history, *sgd_path(leaves, torchs, 0.2)


def sgd_path(leaves: list[Any], cost: Any, rate: float) -> tuple[list[np.ndarray], list[float]]:
    """Return the parameters and the costs of 150 steps of torch.optim.SGD."""
    optimizer, path, costs = torch.optim.SGD(leaves, lr=rate), [], []
    for _ in range(151):
        path.append(np.concatenate([leaf.detach().numpy().ravel().copy() for leaf in leaves]))
        optimizer.zero_grad()
        value = cost()
        costs.append(value.item())
        value.backward()
        optimizer.step()
    return path, costs


@pytest.mark.parametrize(
    ("path", "dtype", "tolerance"),
    [
        (neuron_path, np.float32, 1e-4),
        (neuron_path, np.float64, 1e-12),
        (torch_path, np.float32, 1e-4),
        (torch_path, np.float64, 1e-12),
        (expression_path, np.float64, 1e-12),
    ],
)
def test_the_path_is_that_of_torch_sgd(path: Any, dtype: Any, tolerance: float) -> None:
    """Each of 150 steps, on any kind of cost and in either precision, is where torch.optim.SGD is then."""
    history, points, costs = path(dtype)
    assert history.steps == 150
    np.testing.assert_allclose(history.parameters, points, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(history.cost, costs, rtol=tolerance, atol=tolerance)
    assert np.asarray(history.parameters).dtype == dtype


def test_the_data_decide_the_precision() -> None:
    """Features of float32 are descended in float32, as arrays and as tensors; all others in float64."""
    neuron = Neuron([0.1, -0.2], 0.5)
    kinds: list[tuple[Any, Any]] = [
        (ROWS.astype(np.float32), np.float32),
        (torch.tensor(ROWS, dtype=torch.float32), np.float32),
        (torch.tensor(ROWS, dtype=torch.bfloat16), np.float64),
        (ROWS.astype(np.float16), np.float64),
        (torch.tensor(ROWS), np.float64),
        (ROWS.round().astype(int), np.float64),
        (ROWS.tolist(), np.float64),
    ]
    for features, dtype in kinds:
        history = gradient_descent(neuron, features, LABELS, learning_rate=0.1, max_steps=3)
        assert history.parameters.dtype == history.gradient.dtype == dtype


@pytest.mark.parametrize("rate", [0.1, 3.0, 100.0])
def test_a_descent_in_float32_stays_finite(rate: float) -> None:
    """On the cells, 20,000 steps in float32 are finite, small rates and large."""
    cells = load_cells()
    areas, labels = cells[["mean_area"]].to_numpy().astype(np.float32), cells["is_cancerous"].to_numpy()
    history = gradient_descent(Neuron([1.0], 0.0), areas, labels, learning_rate=rate, max_steps=20000, tolerance=0)
    assert history.parameters.dtype == np.float32
    assert history.steps == 20000
    for column in (history.parameters, history.cost, history.gradient):
        assert np.isfinite(column).all()


@given(
    entries=st.lists(st.floats(1e-320, 1e300), min_size=1, max_size=5),
    tolerance=st.sampled_from([0.0, 1e-300, 1e-160, 1e-8, 1.0, 1e3, 1e150, 1e200, 1e300]),
)
@example([0.9, 0.9, 0.9], 1.0)
@example([0.9e3] * 5, 1e3)
@example([0.9e150], 1e150)
@example([1e300, 1e300, 1e300], 1.0)
@settings(deadline=None)
def test_convergence_is_about_the_largest_entry_at_any_scale(entries: list[float], tolerance: float) -> None:
    """Where squares of entries are 0 or infinite as floats, the entries themselves decide."""
    factors = torch.tensor(entries, dtype=torch.float64)
    history = gradient_descent(
        lambda point: -(factors * point).sum(),
        torch.zeros(len(entries), dtype=torch.float64),
        learning_rate=1e-300,
        tolerance=tolerance,
        max_steps=2,
    )
    assert history.status == ("converged" if max(entries) <= tolerance else "not converged")


def test_a_cost_of_minus_infinity_is_a_divergence() -> None:
    """Below every limit, and still no number, even where the gradient is one."""
    history = gradient_descent(lambda p: p.sum() - math.inf, torch.zeros(1), learning_rate=0.1, on_divergence="mark")
    assert history.reason == "At step 0 the cost is -inf, which is no finite number."


@pytest.mark.parametrize("kind", ["expression", "neuron", "torch"])
def test_a_callback_cannot_change_the_descent(kind: str) -> None:
    """What a callback is shown is read-only or a copy, so that the History is what it would be without."""
    arguments: Any = {
        "expression": (PARABOLA, {w: 1.0}),
        "neuron": (Neuron([1.0, 1.0]), ROWS, LABELS),
        "torch": (torch_parabola, torch.ones(2)),
    }[kind]

    refused = {"expression": TypeError, "neuron": ValueError, "torch": None}[kind]

    def callback(_: int, point: Any, __: float, slope: Any) -> None:
        for value in (point, slope):
            with pytest.raises(refused) if refused else nullcontext():
                value[0] = 99.0

    options: dict[str, Any] = {"learning_rate": 0.1, "max_steps": 5}
    plain = gradient_descent(*arguments, **options)
    looked_at = gradient_descent(*arguments, **options, callback=callback)
    assert np.array_equal(looked_at.parameters, plain.parameters)
    assert np.array_equal(looked_at.gradient, plain.gradient)


def test_a_torch_cost_may_be_of_any_float_that_torch_computes_with() -> None:
    """bfloat16 has no place in NumPy, so that its History is of float32, in which it is exact."""
    history = gradient_descent(torch_parabola, torch.ones(2, dtype=torch.bfloat16), learning_rate=0.25, max_steps=2)
    assert history.parameters.tolist() == [[1.0, 1.0], [2.0, 2.0], [2.5, 2.5]]
    assert history.parameters.dtype == np.float32
    assert refusal(torch_parabola, torch.ones(2).to(torch.float8_e5m2)) == (
        "Cannot use start of dtype torch.float8_e5m2, because torch does not compute with so few bits."
        " Pass start.float()."
    )


def test_autograd_need_not_be_on() -> None:
    """A descent within torch.no_grad() is the same."""
    with torch.no_grad():
        history = gradient_descent(torch_parabola, torch.ones(1), learning_rate=0.25, max_steps=1)
    assert history.parameters.tolist() == [[1.0], [2.0]]


def test_a_torch_cost_that_changes_its_mind_is_an_error() -> None:
    """A function that stops giving a usable cost is refused at whichever step, and is no divergence."""
    given_out = iter([True, True])

    def cost(point: torch.Tensor) -> torch.Tensor:
        return torch_parabola(point) if next(given_out, False) else point

    assert "it is not one number computed by torch" in refusal(cost, torch.ones(2))


def test_a_neuron_too_large_for_float32_does_not_descend_in_it() -> None:
    """A weight beyond float32 is refused where the features are float32, and not where they are float64."""
    neuron = Neuron([1e39], activation=linear, cost=mean_squared_error)
    assert refusal(neuron, np.ones((1, 1), np.float32), [0.0]) == (
        f"Cannot start at {neuron!r}, because one of its parameters is too large for float32. Pass X in float64."
    )
    history = gradient_descent(neuron, [[1.0]], [0.0], learning_rate=0.5, divergence_limit=1e80, max_steps=1)
    assert history.last == {"w": 0.0}


def test_convergence_is_of_each_entry_and_at_any_step() -> None:
    """Many entries just below the tolerance are converged where they stand; a minimum that is hit at step 1 is, too."""
    u, v, w = symbols("u v w")
    history = gradient_descent(9e-9 * u + 9e-9 * v + 9e-9 * w, {u: 1.0, v: 1.0, w: 1.0}, learning_rate=0.1)
    assert (history.status, history.steps) == ("converged", 0)
    history = gradient_descent((w - 3) ** 2, {w: 0.0}, learning_rate=0.5)
    assert (history.status, history.steps) == ("converged", 1)


@pytest.mark.parametrize(
    "answer", [True, np.True_, np.array([[True]]), torch.tensor(True), torch.tensor([True])], ids=with_type
)
def test_a_callback_may_answer_as_numpy_and_torch_do(answer: Any) -> None:
    """A comparison of NumPy's or torch's stops a descent as one of Python's does; a number, or nothing, does not."""
    w = symbols("w")
    history = gradient_descent(w**2, {w: 1.0}, learning_rate=0.1, callback=lambda step, *_: answer if step == 3 else 1)
    assert (history.status, history.steps) == ("stopped", 3)


@pytest.mark.parametrize("answer", [False, np.False_, torch.tensor([False]), None, 1, "s", np.ones(2)], ids=with_type)
def test_whatever_is_not_true_lets_a_descent_go_on(answer: Any) -> None:
    """A callback stops by a bool alone: it may well return what some other function gave it."""
    assert gradient_descent(w**2, {w: 1.0}, 0.1, max_steps=2, callback=lambda *_: answer).status == "not converged"


@pytest.mark.parametrize("answer", [np.array([True, True]), torch.tensor([True, False])], ids=repr)
def test_several_answers_of_a_callback_are_an_error(answer: Any) -> None:
    """A bool for each parameter is no answer to whether to stop."""
    assert refusal(w**2, {w: 1.0}, callback=lambda *_: answer) == (
        f"Cannot stop or go on where the callback returns {answer!r}, because it holds several answers."
        " Return one, with .all() or .any()."
    )


def test_a_torch_cost_that_writes_into_its_argument_changes_nothing_else() -> None:
    """A cost is handed a copy of each point, so that neither the History nor the next step depends on what it does."""

    def cost(point: torch.Tensor) -> torch.Tensor:
        value = torch_parabola(point)
        point.data.fill_(99.0)
        return value

    options: dict[str, Any] = {"learning_rate": 0.1, "max_steps": 5}
    assert gradient_descent(cost, torch.ones(2), **options) == gradient_descent(
        torch_parabola, torch.ones(2), **options
    )


@pytest.mark.parametrize(
    "start",
    [
        torch.ones(2, device="meta"),
        torch.ones(2).to_sparse(),
        torch.tensor([1j]),
        torch.tensor([True]),
        [1.0],
        np.ones(2),
    ],
    ids=repr,
)
def test_a_function_of_torch_starts_at_a_plain_tensor(start: Any) -> None:
    """A tensor without numbers, a sparse or a complex one, a list and an array are refused in three parts."""
    assert "Pass" in refusal(torch_parabola, start) or "Make" in refusal(torch_parabola, start)


def test_what_a_callback_is_shown_leads_to_no_entry_of_the_history() -> None:
    """Not even the base of an array that it is shown, or a flag of it, lets a callback write into a descent."""

    def callback(_: int, point: Any, __: float, slope: Any) -> None:
        for value in (point, slope):
            value.flags.writeable = True
            value[:] = 99.0

    plain = gradient_descent(Neuron([1.0, 1.0]), ROWS, LABELS, 0.1, max_steps=5)
    assert gradient_descent(Neuron([1.0, 1.0]), ROWS, LABELS, 0.1, max_steps=5, callback=callback) == plain


def histories() -> dict[str, History]:
    """Return a descent of each kind."""
    return {
        "expression": gradient_descent(w**2 + 3 * b**2, {w: 1.0, b: -1.0}, 0.25, max_steps=3),
        "neuron": gradient_descent(Neuron([1.0, 1.0]), ROWS, LABELS, 0.1, max_steps=3),
        "torch": gradient_descent(torch_parabola, torch.ones(2), 0.1, max_steps=3),
    }


@pytest.mark.parametrize("kind", ["expression", "neuron", "torch"])
def test_a_history_comes_out_of_a_pickle_as_it_was(kind: str) -> None:
    """By any protocol it is equal, of one hash, and as read-only as before: not even a flag can be turned."""
    history = histories()[kind]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = pickle.loads(pickle.dumps(history, protocol))
        assert (twin, hash(twin), repr(twin)) == (history, hash(history), repr(history))
        for column in (twin.parameters, twin.cost, twin.gradient):
            with pytest.raises((TypeError, ValueError)):
                column[0] = 1.0
            if kind != "expression":
                with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
                    column.flags.writeable = True


def test_histories_are_equal_by_value() -> None:
    """The same descent is equal and of one hash; another rate, another start and another end are not."""
    first, again = (gradient_descent(PARABOLA, {w: 0.0}, 0.25, max_steps=3) for _ in range(2))
    assert first == again
    assert len({first, again}) == 1
    others = [
        gradient_descent(PARABOLA, {w: 0.0}, 0.26, max_steps=3),
        gradient_descent(PARABOLA, {w: 1.0}, 0.25, max_steps=3),
        gradient_descent(PARABOLA, {w: 0.0}, 0.25, max_steps=4),
        gradient_descent(PARABOLA.subs({w: b}), {b: 0.0}, 0.25, max_steps=3),
        "History",
    ]
    assert first not in others
    diverged = [gradient_descent(w - log(w), {w: 3.0}, 6.0, on_divergence="mark") for _ in range(2)]
    assert diverged[0] == diverged[1]  # although its last cost is nan


@pytest.mark.parametrize("kind", ["expression", "neuron", "torch"])
def test_a_history_is_a_sequence_of_rows(kind: str) -> None:
    """Its length, indexes from both ends, slices and iteration give step, parameters, cost and gradient of each row."""
    history = histories()[kind]
    rows = list(history)
    assert len(history) == len(rows) == history.steps + 1 == 4
    assert [row.step for row in rows] == [0, 1, 2, 3]
    for step, row in enumerate(rows):
        assert np.array_equal(row.parameters, history.parameters[step])
        assert np.array_equal(row.gradient, history.gradient[step])
        assert (type(row.cost), row.cost) == (float, history.cost[step])
        for same in (
            history[step],
            history[step - 4],
            history[np.int64(step)],
            history[step:][0],
            history[::-1][-1 - step],
        ):
            assert (same.step, same.cost) == (step, row.cost)
    assert history[4:] == ()


@pytest.mark.parametrize("step", [4, -5, "w", 1.0, None], ids=repr)
def test_a_step_that_a_history_has_not_is_refused(step: Any) -> None:
    """The error says which steps there are, and where a column is."""
    history = histories()["expression"]
    with pytest.raises(InputError) as error:
        history[step]
    assert str(error.value) == (
        f"Cannot look up the step {step!r} of a descent, because it has the steps 0 to 3."
        " Pass one of these, or a slice of them; a column is history.cost, or in history.to_frame()."
    )


def test_a_history_knows_whether_it_converged() -> None:
    """`converged` is true where the gradient came below the tolerance, and nowhere else."""
    assert gradient_descent(PARABOLA, {w: 0.0}, 0.25).converged
    assert not gradient_descent(PARABOLA, {w: 0.0}, 0.25, max_steps=2).converged
    assert not gradient_descent(PARABOLA, {w: 0.0}, 0.25, callback=lambda *_: True).converged
    assert not gradient_descent(PARABOLA, {w: 0.0}, 1.5, on_divergence="mark").converged


def test_a_notebook_shows_a_table() -> None:
    """It has a caption, a header for each column and row, and of a long descent the first and the last rows."""
    short = gradient_descent(PARABOLA, {w: 0.0}, 0.25, max_steps=1)
    assert short._repr_html_() == (
        "<table><caption>History: 1 step, J from 9 to 2.25 at w = 1.5. Not converged.</caption>"
        '<thead><tr><th scope="col">step</th><th scope="col">w</th><th scope="col">cost</th><th scope="col">dJ/dw</th>'
        "</tr></thead><tbody>"
        '<tr><th scope="row">0</th><td>0</td><td>9</td><td>-6</td></tr>'
        '<tr><th scope="row">1</th><td>1.5</td><td>2.25</td><td>-3</td></tr></tbody></table>'
    )
    long = gradient_descent(PARABOLA, {w: 0.0}, 0.001, max_steps=1234)._repr_html_()
    assert " Not converged. The first and the last 3 rows of 1,235.</caption>" in long
    assert re.findall(r'<th scope="row">(\d+)</th>', long) == ["0", "1", "2", "1232", "1233", "1234"]
    for steps, rows in ((4, [0, 1, 2, 3, 4]), (5, [0, 1, 2, 3, 4, 5]), (6, [0, 1, 2, 4, 5, 6])):
        shown = gradient_descent(PARABOLA, {w: 0.0}, 0.001, max_steps=steps)._repr_html_()
        assert re.findall(r'<th scope="row">(\d+)</th>', shown) == [str(row) for row in rows]
    letters = symbols("a b c d f")
    wide = gradient_descent(
        sum((letter**2 for letter in letters[1:]), letters[0] ** 2), dict.fromkeys(letters, 1.0), 0.1
    )
    assert '<th scope="col">step</th><th scope="col">cost</th></tr>' in wide._repr_html_()
    letters = symbols("a b c d")
    four = gradient_descent(sum(letter**2 for letter in letters), dict.fromkeys(letters, 1.0), 0.1, max_steps=1)
    assert '<th scope="col">d</th><th scope="col">cost</th><th scope="col">∂J/∂a</th>' in four._repr_html_()


def test_a_column_is_equal_to_its_tuple_and_goes_into_numpy() -> None:
    """What an expression leaves is as tuples of floats are: compared, sliced, hashed, shown and made an array of."""
    history = gradient_descent(w**2 + 3 * b**2, {w: 1.0, b: -1.0}, 0.25, max_steps=2)
    rows = ((1.0, -1.0), (0.5, 0.5), (0.25, -0.25))
    assert history.parameters == rows
    assert (hash(history.parameters), repr(history.parameters)) == (hash(rows), repr(rows))
    assert history.parameters != list(rows)
    assert history.parameters[1:] == rows[1:]
    assert history.cost[::-1] == (0.25, 1.0, 4.0)
    assert (0.5, 0.5) in history.parameters
    for place in (3, -4):
        with pytest.raises(IndexError):
            history.parameters[place]
    assert np.asarray(history.parameters, dtype=np.float32).tolist() == [list(row) for row in rows]
    assert history.parameters.__array__(np.float32).dtype == np.float32
    assert not np.asarray(history.cost).flags.writeable
    assert np.array(history.cost).flags.writeable
    assert torch.tensor(history.cost).tolist() == [4.0, 1.0, 0.25]


def test_rows_are_counted_when_they_are_complete() -> None:
    """Packed or not, a row counts once it has a point, a cost and a slope."""
    kept = Kept()
    for count in range(1, 30):
        for column, value in zip(kept.rows, ((1.0,), 2.0, (3.0,)), strict=True):
            assert kept.count == count - 1
            column.append(value)
        assert kept.count == count
        if count % 10 == 0:
            kept.pack()
    assert [len(column) for column in kept.columns((1.0,))] == [29] * 3


@pytest.mark.parametrize("kind", ["expression", "neuron", "torch"])
def test_rows_are_packed_and_none_is_lost(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether rows are packed three at a time or none before the end, the History is the same."""
    ways: list[dict[str, Any]] = [
        {"max_steps": 8},
        {"max_steps": 7},
        {"callback": lambda step, *_: step == 6},
        {"tolerance": 0.5},
    ]
    for ends in ways:
        made = []
        for size in (1024, 3):
            monkeypatch.setattr(loop, "BLOCK", size)
            arguments: Any = {
                "expression": (w**2 + 3 * b**2, {w: 1.0, b: -1.0}),
                "neuron": (Neuron([1.0, 1.0]), ROWS.astype(np.float32), LABELS),
                "torch": (torch_parabola, torch.ones(2, 2, dtype=torch.bfloat16)),
            }[kind]
            made.append(gradient_descent(*arguments, **{"learning_rate": 0.05} | ends))
        assert made[0] == made[1]
        assert made[0].steps > 2


def test_a_step_takes_eight_bytes_a_number() -> None:
    """Ten thousand steps of one parameter take a quarter of a megabyte, and less than four times that on the way."""
    gradient_descent(PARABOLA, {w: 0.0}, 1e-9, max_steps=2)  # what is made once is no step's
    tracemalloc.start()
    history = gradient_descent(PARABOLA, {w: 0.0}, 1e-9, max_steps=10_000)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert history.steps == 10_000
    assert kept < 24 * 10_001 + 250_000
    assert peak < 1_000_000


@pytest.mark.parametrize("kind", ["expression", "neuron", "torch"])
@pytest.mark.parametrize("size", [2, 3, 1024])
def test_an_interrupt_leaves_the_steps_until_then(kind: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a descent as a callback does, and every step that was complete is in the History."""
    monkeypatch.setattr(loop, "BLOCK", size)

    def callback(step: int, *_: Any) -> None:
        if step == 4:
            raise KeyboardInterrupt

    arguments: Any = {
        "expression": (PARABOLA, {w: 1.0}),
        "neuron": (Neuron([1.0, 1.0]), ROWS, LABELS),
        "torch": (torch_parabola, torch.ones(2)),
    }[kind]
    options: dict[str, Any] = {"learning_rate": 0.1}
    history = gradient_descent(*arguments, **options, callback=callback)
    assert (history.status, history.steps, history.reason) == ("stopped", 4, "At step 4 it was interrupted.")
    whole = gradient_descent(*arguments, **options, max_steps=4)
    assert np.array_equal(history.parameters, whole.parameters)


def test_an_interrupt_within_a_step_leaves_that_step_out() -> None:
    """Where the third cost is not computed yet, two rows are complete; where none is, nothing is returned."""
    seen: list[None] = []

    def cost(point: torch.Tensor) -> torch.Tensor:
        seen.append(None)
        if len(seen) > 2:
            raise KeyboardInterrupt
        return torch_parabola(point)

    assert gradient_descent(cost, torch.ones(2), 0.1).steps == 1
    with pytest.raises(KeyboardInterrupt):
        gradient_descent(cost, torch.ones(2), 0.1)
