"""Mini-batches: each step descends the mean cost over a few rows, and each epoch uses every row once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gdmath.neuron import Floats
    from gdmath.neurons.mean_cost import MeanCost

__all__ = ["batch_by_batch", "shuffled"]


def shuffled(count: int, size: int, seed: int) -> Iterator[Any]:
    """The numbers of the rows of each batch, for ever.

    Each epoch is a permutation of all rows, cut into batches of `size`; the last is smaller where that does not divide.

    Examples
    --------
    >>> batches = shuffled(5, 2, seed=0)
    >>> [sorted(next(batches).tolist()) for _ in range(3)]
    [[2, 4], [0, 3], [1]]
    """
    draw = np.random.default_rng(seed)
    while True:
        order = draw.permutation(count)
        for first in range(0, count, size):
            yield order[first : first + size]


def batch_by_batch(whole: MeanCost, size: int, seed: int) -> Callable[[Floats], tuple[float, Floats]]:
    """The cost and its gradient over one batch, and at the next call over the next."""
    batches = shuffled(len(whole), size, seed)

    def cost_and_gradient(parameters: Floats) -> tuple[float, Floats]:
        return whole.part(next(batches))(parameters)

    return cost_and_gradient
