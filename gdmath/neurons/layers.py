"""A neuron and a layer of torch: a `torch.nn.Linear` with one output holds the same weights and the same bias.

The two functions are methods of `Neuron`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.cost import binary_cross_entropy
from gdmath.errors import InputError
from gdmath.functions import sigmoid
from gdmath.neurons.inputs import numbers

if TYPE_CHECKING:
    import torch

    from gdmath.neuron import Activation, Cost, Neuron

__all__ = ["from_torch", "to_torch"]


def from_torch(
    cls: type[Neuron], layer: torch.nn.Linear, activation: Activation = sigmoid, cost: Cost = binary_cross_entropy
) -> Neuron:
    """The neuron with the weights and the bias of a linear layer of torch.

    Parameters
    ----------
    layer : torch.nn.Linear
        A layer with one output, of any dtype and on any device.  The neuron holds its numbers as they are now,
        exactly.
    activation, cost : callable
        As in `Neuron`.

    Returns
    -------
    Neuron

    Raises
    ------
    InputError
        It is no such layer, or a weight is not finite.

    Examples
    --------
    >>> import torch
    >>> from gdmath import Neuron
    >>> layer = torch.nn.Linear(2, 1, dtype=torch.float64)
    >>> X = torch.tensor([[0.5, 1.0]], dtype=torch.float64)
    >>> bool(torch.allclose(Neuron.from_torch(layer).linear(X), layer(X)[:, 0]))
    True
    """
    import torch

    given: object = layer  # whatever was passed
    if not isinstance(given, torch.nn.Linear) or torch.nn.parameter.is_lazy(given.weight):
        raise InputError(
            f"make a neuron from {layer!r}",
            f"{type(layer).__name__} is no torch.nn.Linear that has its weights",
            "Pass the linear layer itself, and the activation and the cost by name",
        )
    if layer.out_features != 1:
        raise InputError(
            f"make a neuron from {layer!r}",
            f"a neuron has one output and this layer has {layer.out_features}",
            f"Pass a layer such as torch.nn.Linear({layer.in_features}, 1)",
        )
    bias: Any = layer.bias  # None in a layer made with bias=False
    return cls(numbers(layer.weight[0]), None if bias is None else float(numbers(bias)[0]), activation, cost)


def to_torch(neuron: Neuron, *, dtype: torch.dtype | None = None, device: Any = None) -> torch.nn.Linear:
    """The linear part as a new layer of torch; the activation and the cost are not in it.

    Parameters
    ----------
    dtype : torch.dtype, optional
        float64 if left out, in which every number is exact.  Numbers that came from a float32 layer are exact in
        float32 as well.
    device : torch.device or str, optional
        Where the layer is; the CPU if left out.

    Returns
    -------
    torch.nn.Linear
        Of one output, with a bias if the neuron has one.

    Raises
    ------
    InputError
        The dtype is none of real floats, or a number is too large for it.

    Examples
    --------
    >>> from gdmath import Neuron
    >>> Neuron([2.0, 3.0], bias=-1.0).to_torch()
    Linear(in_features=2, out_features=1, bias=True)
    """
    import torch

    kind: object = torch.float64 if dtype is None else dtype  # or whatever was passed
    if not isinstance(kind, torch.dtype) or not kind.is_floating_point:
        raise InputError(f"make a layer of dtype {kind!r}", "weights are real floats", "Pass one such as torch.float32")
    bias, size, place = neuron.bias, len(neuron.weights), "cpu" if device is None else device
    # torch's random numbers stay where they are: the layer is not drawn first.
    layer: torch.nn.Linear = torch.nn.utils.skip_init(
        torch.nn.Linear, size, 1, bias=bias is not None, dtype=kind, device=place
    )
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(neuron.weights))
        if bias is not None:
            layer.bias.copy_(torch.tensor(bias, dtype=torch.float64))
    if not all(bool(values.isfinite().all()) for values in layer.parameters()):
        raise InputError(
            f"make a layer of dtype {kind} from {neuron!r}", "one of its numbers is too large", "Use torch.float64"
        )
    return layer
