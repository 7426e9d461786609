"""The same numbers on every device of this machine: its processor, and a graphics processor where there is one."""

import ast
import re
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from gdmath import Neuron, binary_cross_entropy, gradient_descent, lambdify, load_cells, sigmoid, symbols

LESSON = Path(__file__).parents[2] / "docs/lessons/beyond-one-machine.md"
DEVICES = [
    "cpu",
    pytest.param(
        "cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no graphics processor")
    ),
]
CELLS = load_cells()
AREAS, LABELS = CELLS[["mean_area"]].to_numpy(), CELLS["is_cancerous"].to_numpy()

pytestmark = pytest.mark.parametrize("device", DEVICES)


def on(device: str, values: Any, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Put numbers on a device."""
    return torch.tensor(values, dtype=dtype, device=device)


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-5)])
def test_a_neuron_computes_where_its_data_are(device: str, dtype: torch.dtype, tolerance: float) -> None:
    """Activation, cost and gradient come back on the device and in the dtype of X, with NumPy's numbers."""
    neuron, X, y = Neuron([1.5], bias=-1.0), on(device, AREAS, dtype), on(device, LABELS, dtype)
    for found, expected in (
        (neuron.forward(X), neuron.forward(AREAS)),
        (neuron.cost(X, y), neuron.cost(AREAS, LABELS)),
        (neuron.gradient(X, y), neuron.gradient(AREAS, LABELS)),
    ):
        assert (found.device.type, found.dtype) == (device, dtype)
        assert found.cpu().numpy() == pytest.approx(np.asarray(expected), rel=tolerance)


def test_autograd_goes_through_a_compiled_formula(device: str) -> None:
    """The slope that torch finds in a lambdified cost on the device is the one that the rules give."""
    w, x, y = symbols("w x y")
    J = lambdify([w, x, y], binary_cross_entropy(sigmoid(w * x), y))
    weight = on(device, 1.0).requires_grad_()
    J(weight, on(device, AREAS[:, 0]), on(device, LABELS)).mean().backward()
    assert weight.grad is not None
    assert weight.grad.item() == pytest.approx(float(Neuron([1.0]).gradient(AREAS, LABELS)[0]), rel=1e-12)


@pytest.mark.parametrize(("batch_size", "seed"), [(None, None), (32, 0)])
def test_a_descent_takes_the_same_steps(device: str, batch_size: int | None, seed: int | None) -> None:
    """A hundred steps on the device, whole or in batches, end where those of NumPy end."""
    descend = partial(
        gradient_descent, Neuron([1.0], bias=0.0), learning_rate=4.0, max_steps=100, batch_size=batch_size, seed=seed
    )
    there = descend(on(device, AREAS), on(device, LABELS))
    here = descend(AREAS, LABELS)
    assert np.asarray(there.parameters) == pytest.approx(here.parameters, rel=1e-10)


def test_a_descent_on_a_cost_of_torch(device: str) -> None:
    """A cost that is written in torch, with its start on the device, descends as the neuron does."""
    X, y = on(device, AREAS), on(device, LABELS)

    def cost(theta: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.binary_cross_entropy_with_logits(X @ theta[:1] + theta[1], y)

    there = gradient_descent(cost, on(device, [1.0, 0.0]), learning_rate=4.0, max_steps=50)
    here = gradient_descent(Neuron([1.0], bias=0.0), AREAS, LABELS, learning_rate=4.0, max_steps=50)
    assert np.asarray(there.parameters) == pytest.approx(here.parameters, rel=1e-10)


def test_the_lessons_own_loop(device: str) -> None:
    """The function `descend` of the lesson on machines, told this device, ends where the library's descent ends."""
    cells = re.findall(r"^```\{code-cell\}\n(.*?)^```", LESSON.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    [source] = [cell for cell in cells if "def descend(device" in cell]
    [function] = [part for part in ast.parse(source).body if isinstance(part, ast.FunctionDef)]
    names: dict[str, Any] = {"torch": torch, "areas": AREAS, "labels": LABELS}
    exec(ast.unparse(function), names)
    here = gradient_descent(Neuron([1.0], bias=0.0), AREAS, LABELS, learning_rate=4.0, max_steps=100)
    assert names["descend"](device) == pytest.approx(list(here.parameters[-1]), rel=1e-10)
