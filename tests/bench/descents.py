"""Descents of a neuron on the cells, every step kept: ours, torch.optim.SGD, and a loop that is written by hand.

The loop by hand is what somebody writes who knows the formulas and counts every microsecond: arrays made once and
filled in place, the cost and its slope in the stable form with one exponential for both, the same history as ours.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from gdmath import Neuron, gradient_descent, load_cells
from tests.bench.harness import Plan, Row, Work, faster, measure, within

SGD, BY_HAND = "torch.optim.SGD with .item() history", "in-place NumPy loop by hand"
RATE = 0.5


def rows(plan: Plan) -> Iterator[Row]:
    """Measure the descents."""
    cells = load_cells()
    X, y = cells[["mean_area"]].to_numpy(), cells["is_cancerous"].to_numpy(dtype=float)
    neuron = Neuron([0.0], bias=0.0)

    def ours() -> list[Any]:
        history = gradient_descent(neuron, X, y, learning_rate=RATE, max_steps=plan.steps, tolerance=0)
        return [history.parameters, history.cost, history.gradient]

    works = {
        "gdmath": Work([ours]),
        SGD: Work([partial(by_torch, X, y, plan.steps)]),
        BY_HAND: Work([partial(by_hand, X, y, plan.steps)]),
    }
    seconds, _ = measure(works, plan, (SGD, BY_HAND), rel_tol=1e-6)
    what = f"descent loop, {plan.steps:,} steps, full history"
    yield faster(what, SGD, seconds, 8, "torch with one thread")
    yield within(what, BY_HAND, seconds, 1.5)


def by_torch(X: Any, y: Any, steps: int) -> list[Any]:
    """Descend with torch.optim.SGD, and keep every number as a float."""
    import numpy as np
    import torch

    w, b = (torch.zeros(1, dtype=torch.float64, requires_grad=True) for _ in range(2))
    features, labels = torch.from_numpy(np.array(X)), torch.from_numpy(np.array(y))
    cost_of = torch.nn.functional.binary_cross_entropy_with_logits
    optimizer = torch.optim.SGD([w, b], lr=RATE)
    parameters, costs, slopes = [], [], []
    for step in range(steps + 1):
        optimizer.zero_grad()
        cost = cost_of(torch.addmv(b, features, w), labels)
        cost.backward()
        assert w.grad is not None
        assert b.grad is not None
        parameters.append((w.item(), b.item()))
        costs.append(cost.item())
        slopes.append((w.grad.item(), b.grad.item()))
        if step < steps:
            optimizer.step()
    return [parameters, costs, slopes]


def by_hand(X: Any, y: Any, steps: int) -> list[Any]:
    """Descend with NumPy alone. With s = 1 - 2y, the cost of a row is softplus(sz), and its slope s sigmoid(sz)."""
    import numpy as np

    count = len(y)
    s = 1 - 2 * y
    columns = np.stack([X[:, 0] * s, s])  # so that sz is one product, and the gradient another
    point = np.zeros(2)
    t, e, largest, halves = (np.empty(count) for _ in range(4))
    parameters, costs, slopes = np.empty((steps + 1, 2)), np.empty(steps + 1), np.empty((steps + 1, 2))
    for step in range(steps + 1):
        np.dot(point, columns, out=t)
        np.abs(t, out=e)
        np.negative(e, out=e)
        np.exp(e, out=e)
        np.maximum(t, 0, out=largest)
        np.log1p(e, out=halves)
        np.add(halves, largest, out=halves)
        parameters[step], costs[step] = point, halves.sum() / count
        np.add(e, 1, out=largest)
        np.copyto(e, 1, where=t >= 0)
        np.divide(e, largest, out=e)
        np.dot(columns, e, out=slopes[step])
        slopes[step] /= count
        point -= RATE * slopes[step]
    return [parameters, costs, slopes]
