"""Mini-batches: which rows a step uses, what the History then holds, and what is refused."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gdmath import InputError, Neuron, gradient_descent, mean_squared_error, relu, symbols
from gdmath.descent.objectives import shuffled
from gdmath.neuron import linear

DRAW = np.random.default_rng(7)
X = DRAW.normal(size=(23, 2))
y = (DRAW.random(23) < 0.4).astype(float)
NEURON = Neuron([0.3, -0.2], 0.1)


@given(st.integers(1, 40), st.integers(1, 45), st.integers(0, 2**40))
def test_each_epoch_uses_every_row_once(count: int, size: int, seed: int) -> None:
    """An epoch is a permutation of all rows; its batches are of one size, save a smaller last one."""
    batches = shuffled(count, size, seed)
    order = np.random.default_rng(seed)
    for _ in range(3):
        epoch = [next(batches) for _ in range(math.ceil(count / size))]
        assert np.concatenate(epoch).tolist() == order.permutation(count).tolist()
        assert {len(batch) for batch in epoch[:-1]} <= {size}
        assert 1 <= len(epoch[-1]) <= size


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("neuron", "loss"),
    [
        (NEURON, torch.nn.functional.binary_cross_entropy_with_logits),
        (Neuron([0.3, -0.2], None, linear, mean_squared_error), torch.nn.functional.mse_loss),
    ],
    ids=["with labels of 0 and 1", "with any labels"],
)
def test_the_path_is_that_of_torch_sgd_on_the_same_batches(neuron: Neuron, loss: Any, dtype: Any) -> None:
    """Parameters, costs and gradients of 120 steps in batches of 5 are those of torch.optim.SGD fed with them."""
    features, rate, tolerance = X.astype(dtype), 0.3, {np.float32: 2e-5, np.float64: 1e-11}[dtype]
    history = gradient_descent(
        neuron, features, y, learning_rate=rate, max_steps=120, batch_size=5, seed=11, tolerance=0
    )
    assert history.steps == 120
    layer = neuron.to_torch(dtype=torch.from_numpy(features).dtype)
    optimizer, batches = torch.optim.SGD(layer.parameters(), lr=rate), shuffled(len(y), 5, 11)
    for parameters, cost, gradient in zip(history.parameters, history.cost, history.gradient, strict=True):
        batch = next(batches)
        optimizer.zero_grad()
        torchs = loss(layer(torch.from_numpy(features[batch]))[:, 0], torch.from_numpy(y[batch].astype(dtype)))
        torchs.backward()
        both = [(value.detach().ravel(), value.grad.ravel()) for value in layer.parameters() if value.grad is not None]
        np.testing.assert_allclose(parameters, torch.cat([value for value, _ in both]), tolerance, tolerance)
        np.testing.assert_allclose(gradient, torch.cat([slope for _, slope in both]), tolerance, tolerance)
        assert cost == pytest.approx(torchs.item(), rel=10 * tolerance)
        optimizer.step()


def test_a_seed_makes_the_path() -> None:
    """The same seed gives the same History bit for bit, another seed another; none is the seed 0."""
    options: dict[str, Any] = {"learning_rate": 0.5, "max_steps": 20, "batch_size": 4}
    first, again, other, none = (
        gradient_descent(NEURON, X, y, **options, seed=seed).parameters.tobytes() for seed in (0, 0, 1, None)
    )
    assert first == again == none != other


@pytest.mark.parametrize("size", [23, 24, 1000])
def test_a_batch_of_all_rows_is_the_descent_without_batches(size: int) -> None:
    """Where a batch has room for every row, the History is the one without batches, bit for bit."""
    whole = gradient_descent(NEURON, X, y, learning_rate=0.5, max_steps=30)
    batch = gradient_descent(NEURON, X, y, learning_rate=0.5, max_steps=30, batch_size=size, seed=3)
    for field in ("parameters", "cost", "gradient"):
        assert getattr(batch, field).tobytes() == getattr(whole, field).tobytes()
    assert batch.reason == whole.reason


def test_a_level_batch_is_no_convergence() -> None:
    """Rows whose own gradient is zero do not end a descent; the gradient over all rows does, at an epoch's start."""
    neuron = Neuron([1.0], None, relu, mean_squared_error)
    rows, labels = np.array([[-1.0], [-2.0], [-3.0], [1.0]]), np.array([0.0, 0.0, 0.0, 2.0])
    history = gradient_descent(neuron, rows, labels, learning_rate=0.4, batch_size=1, tolerance=1e-6)
    assert (history.gradient[:4] == 0).sum() == 3
    assert history.status == "converged"
    assert history.steps % 4 == 0
    an_epoch_ago = neuron.with_parameters(history.parameters[-5])
    assert abs(an_epoch_ago.gradient(rows, labels)[0]) > 1e-6
    assert history.reason == (
        f"At step {history.steps} no entry of the gradient over all rows is above tolerance=1e-06."
    )
    assert history.last["w"] == pytest.approx(2, abs=1e-5)


def test_the_last_step_is_tested_over_all_rows() -> None:
    """After max_steps the reason gives the largest entry of the gradient over all rows, in the middle of an epoch."""
    history = gradient_descent(NEURON, X, y, learning_rate=0.1, max_steps=3, batch_size=5)
    largest = abs(NEURON.with_parameters(history.parameters[-1]).gradient(X, y)).max()
    assert history.reason == (
        f"After max_steps=3 the largest entry of the gradient over all rows is {largest:.3g}, above tolerance=1e-08."
    )
    flat = gradient_descent(NEURON, X, y, learning_rate=1e-9, max_steps=3, batch_size=5, tolerance=10)
    assert (flat.status, flat.steps) == ("converged", 0)
    neuron = Neuron([1.0], None, linear, mean_squared_error)
    ends = gradient_descent(neuron, [[0.0], [1.0]], [0.0, 0.0], learning_rate=0.5, max_steps=3, batch_size=1, seed=1)
    assert ends.status == "converged"
    assert ends.steps in {2, 3}


def test_a_callback_stops_in_the_middle_of_an_epoch() -> None:
    """A callback may stop a descent at any batch."""
    history = gradient_descent(NEURON, X, y, learning_rate=0.1, batch_size=5, callback=lambda step, *_: step == 7)
    assert (history.status, history.steps) == ("stopped", 7)


def test_a_batch_may_diverge() -> None:
    """A cost of a batch above the limit ends the descent as it does without batches."""
    neuron = Neuron([1.0], None, linear, mean_squared_error)
    options: dict[str, Any] = {"learning_rate": 5.0, "batch_size": 2, "on_divergence": "mark"}
    history = gradient_descent(neuron, X[:, :1], y, **options)
    assert history.status == "diverged"
    assert history.cost[-1] > 1e10


w = symbols("w")


@pytest.mark.parametrize(
    ("arguments", "options", "text"),
    [
        (
            (NEURON, X, y),
            {"seed": 3},
            "Cannot descend with seed=3, because without batch_size nothing is drawn. Pass both, or neither.",
        ),
        (
            (NEURON, X, y),
            {"batch_size": 0},
            "Cannot descend with batch_size=0, because it counts the rows of a batch. Pass an int, 1 or more.",
        ),
        (
            (NEURON, X, y),
            {"batch_size": 2.0},
            "Cannot descend with batch_size=2.0, because it counts the rows of a batch. Pass an int, 1 or more.",
        ),
        (
            (NEURON, X, y),
            {"batch_size": True},
            "Cannot descend with batch_size=True, because it counts the rows of a batch. Pass an int, 1 or more.",
        ),
        (
            (NEURON, X, y),
            {"batch_size": 2, "seed": -1},
            "Cannot descend with seed=-1, because the permutations are drawn from it. Pass an int, 0 or more.",
        ),
        (
            (NEURON, X, y),
            {"batch_size": 99, "seed": "x"},
            "Cannot descend with seed='x', because the permutations are drawn from it. Pass an int, 0 or more.",
        ),
        (
            ((w - 3) ** 2, {w: 1.0}),
            {"batch_size": 2},
            (
                "Cannot descend (w - 3)**2 with batch_size=2, because only the rows of a neuron's data can be taken in "
                "batches. Leave it out, or pass a neuron with X and y."
            ),
        ),
        (
            (torch.square, torch.ones(1)),
            {"batch_size": 2, "seed": 0},
            "Cannot descend <built-in method square of type object at 0x",
        ),
    ],
)
def test_batches_that_make_no_sense_are_refused(arguments: Any, options: Any, text: str) -> None:
    """Only a neuron's rows come in batches, and size and seed are whole numbers."""
    with pytest.raises(InputError) as error:
        gradient_descent(*arguments, **{"learning_rate": 0.1} | options)
    assert str(error.value).startswith(text)


def test_an_epoch_ends_where_every_row_was_used_once() -> None:
    """Convergence is looked for after each epoch of two batches, and before the first step, whatever a batch says."""
    neuron = Neuron(0.0, activation=linear, cost=mean_squared_error)
    history = gradient_descent(neuron, np.ones((4, 1)), np.ones(4), learning_rate=0.5, batch_size=2)
    assert (history.status, history.steps) == ("converged", 2)
    balanced = gradient_descent(Neuron(0.0), np.ones((2, 1)), np.array([0.0, 1.0]), learning_rate=0.5, batch_size=1)
    assert (balanced.status, balanced.steps) == ("converged", 0)
    assert abs(balanced.gradient[0, 0]) == 0.5
