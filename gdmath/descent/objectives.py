"""Three kinds of cost, read in one way: from a point to the cost there and its gradient."""

from __future__ import annotations

import math

from gdmath.alone import installed
from gdmath.calculus import gradient
from gdmath.descent.drawing import permutations
from gdmath.descent.options import count, real
from gdmath.descent.vectors import quiet
from gdmath.errors import InputError, shown
from gdmath.expression import Expr
from gdmath.frozen import Frozen
from gdmath.numeric import lambdify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from gdmath.neuron import Floats
    from gdmath.neuron.mean_cost import MeanCost

    Objective = Callable[[Any], tuple[float, Any]]


class Problem(Frozen):
    """What to descend.

    Attributes
    ----------
    objective : callable
        From a point to the cost and the gradient of the step there.
    start : tuple, array or tensor
        The first point.
    names : tuple of str
        What its entries are called.
    whole : callable or None
        In mini-batches: the cost and the gradient over all rows. Otherwise None.
    epoch : int
        In how many steps every row is used once.
    """

    __slots__ = ("epoch", "names", "objective", "start", "whole")
    objective: Objective
    start: Any
    names: tuple[str, ...]
    whole: Objective | None
    epoch: int

    def __init__(
        self,
        objective: Objective,
        start: Any,
        names: tuple[str, ...],
        whole: Objective | None = None,
        epoch: int = 1,
    ) -> None:
        self._set(objective=objective, start=start, names=names, whole=whole, epoch=epoch)


def problem_of(cost: Any, start: Any, y: Any = None, batch_size: Any = None, seed: Any = None) -> Problem:
    """Return what to descend, whichever kind of cost it is."""
    if seed is not None and batch_size is None:
        raise InputError(f"descend with seed={seed!r}", "without batch_size nothing is drawn", "Pass both, or neither")
    if isinstance(cost, type):
        raise InputError(f"descend {cost!r}", "it is a class", "Make one of it, such as Neuron([1.0], bias=0.0)")
    if hasattr(cost, "objective"):
        return _of_neuron(cost, start, y, batch_size, seed)
    if y is not None:
        raise InputError(
            f"descend {cost!r} on data",
            "only a neuron takes data",
            "Pass the cost and where to start, and nothing else",
        )
    if batch_size is not None:
        raise InputError(
            f"descend {cost!r} with batch_size={batch_size!r}",
            "only the rows of a neuron's data can be taken in batches",
            "Leave it out, or pass a neuron with X and y",
        )
    if isinstance(cost, Expr):
        return _of_expression(cost, start)
    what, instead = repr(cost), "Pass one of them"
    if isinstance(cost, str):
        instead += '; read a formula with parse("(w - 3)^2")'
    elif isinstance(getattr(cost, "result", None), Expr):
        what, instead = "this", "Pass its .result"
    elif callable(cost):
        return _of_torch(cost, start)
    raise InputError(
        f"descend {what}", f"{type(cost).__name__} is neither an expression nor a neuron nor a function", instead
    )


def _of_neuron(neuron: Any, X: Any, y: Any, batch_size: Any, seed: Any) -> Problem:
    if y is None:
        raise InputError(
            "descend a neuron without data",
            "its cost is that of rows of data",
            "Call gradient_descent(neuron, X, y, ...)",
        )
    whole = neuron.objective(X, y)
    start = neuron.parameters
    if not isinstance(start, tuple):
        start = _as(whole.dtype, neuron)
    if batch_size is None:
        return Problem(whole, start, neuron.names)
    size = count("batch_size", batch_size, "it counts the rows of a batch")
    drawn_by = 0 if seed is None else count("seed", seed, "the permutations are drawn from it", least=0)
    if size >= len(whole):
        return Problem(whole, start, neuron.names)
    return Problem(batch_by_batch(whole, size, drawn_by), start, neuron.names, whole, math.ceil(len(whole) / size))


def _as(dtype: Any, neuron: Any) -> Any:
    """The parameters of a neuron in the precision of the data."""
    with quiet(neuron.parameters):
        start = neuron.parameters.astype(dtype)
    if not math.isfinite(max(map(abs, start.tolist()))):
        raise InputError(f"start at {neuron!r}", f"one of its parameters is too large for {dtype}", "Pass X in float64")
    return start


def shuffled(count: int, size: int, seed: int) -> Iterator[Any]:
    """The numbers of the rows of each batch, for ever.

    Each epoch is a permutation of all rows, cut into batches of `size`; the last is smaller where that does not divide.

    Examples
    --------
    >>> batches = shuffled(5, 2, seed=0)
    >>> [sorted(next(batches).tolist()) for _ in range(3)]
    [[2, 4], [0, 3], [1]]
    """
    orders = _orders(count, seed)
    while True:
        order = next(orders)
        for first in range(0, count, size):
            yield order[first : first + size]


def _orders(count: int, seed: int) -> Iterator[Any]:
    """One permutation after the other, NumPy's own or the same ones without it."""
    numpy = installed("numpy")
    if numpy is None:
        yield from permutations(seed, count)
    draw = numpy.random.default_rng(seed)
    while True:
        yield draw.permutation(count)


def batch_by_batch(whole: MeanCost, size: int, seed: int) -> Callable[[Floats], tuple[float, Floats]]:
    """The cost and its gradient over one batch, and at the next call over the next."""
    batches = shuffled(len(whole), size, seed)

    def cost_and_gradient(parameters: Floats) -> tuple[float, Floats]:
        return whole.part(next(batches))(parameters)

    return cost_and_gradient


def _of_expression(cost: Expr, start: Any) -> Problem:
    if not isinstance(start, dict) or not all(isinstance(key, Expr) and key.head == "symbol" for key in start):
        raise InputError(
            f"start at {start!r}", "an expression starts at a number for each symbol", "Write a dict such as {w: 3.0}"
        )
    missing, extra = cost.free_symbols - start.keys(), start.keys() - cost.free_symbols
    if missing or not start:
        names = sorted(map(str, missing))
        raise InputError(
            f"start at {start!r}",
            f"the cost {cost!r} also depends on {', '.join(names)}" if names else "there is no parameter to step",
            "Give each symbol of the cost a number",
        )
    if extra:
        raise InputError(
            f"start at {start!r}",
            f"the cost {cost!r} does not depend on {', '.join(sorted(map(str, extra)))}",
            "Leave it out",
        )
    point = tuple(real(f"start at {symbol} = {shown(value)}", value, "Pass a float") for symbol, value in start.items())
    wrt = list(start)
    both = lambdify(wrt, [cost, *gradient(cost, wrt)])

    def objective(point: tuple[float, ...]) -> tuple[float, tuple[float, ...]]:
        both_here = both(*point)
        return both_here[0], both_here[1:]

    return Problem(objective, point, tuple(map(str, wrt)))


def _of_torch(cost: Callable[[Any], Any], start: Any) -> Problem:
    import torch

    from gdmath.neuron.inputs import require_usable

    floats = isinstance(start, torch.Tensor) and start.is_floating_point()
    if floats:
        require_usable("start", start)
    if not floats or not start.isfinite().all() or not start.numel():
        raise InputError(
            f"start at {start!r}",
            "a function of torch starts at a tensor of finite floats",
            "Pass one such as torch.tensor([3.0]), or an Expr as the cost",
        )

    def objective(point: torch.Tensor) -> tuple[float, torch.Tensor]:
        leaf = point.clone().requires_grad_()  # its own: a cost may write into what it is given
        if torch.is_grad_enabled():
            value = cost(leaf)
        else:
            with torch.enable_grad():
                value = cost(leaf)
        usable = isinstance(value, torch.Tensor) and value.numel() == 1 and value.requires_grad
        usable = usable and value.is_floating_point()
        (slope,) = torch.autograd.grad(value, leaf, allow_unused=True) if usable else (None,)
        if slope is None:
            raise InputError(
                f"descend the cost {value!r}",
                "it is not one number computed by torch from the tensor that it was given",
                "Return a tensor with one entry, such as losses.mean()",
            )
        return value.item(), slope

    size = start.numel()
    names = ("w",) if size == 1 else tuple(f"w{k}" for k in range(1, size + 1))
    return Problem(objective, start.detach().clone(), names)
