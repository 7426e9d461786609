"""Neurons and linear layers of torch, there and back again."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import InputError, Neuron, binary_cross_entropy, mean_squared_error, sigmoid, tanh

finite = st.floats(allow_nan=False, allow_infinity=False)
narrow = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(st.lists(finite, min_size=1, max_size=4), st.none() | finite)
@settings(deadline=None)  # the first layer of torch takes its time
def test_every_number_survives_the_way_to_torch_and_back(weights: list[float], bias: float | None) -> None:
    """A layer of float64 holds the numbers of a neuron bit for bit, and a neuron those of the layer."""
    neuron = Neuron(weights, bias)
    layer = neuron.to_torch()
    assert layer.weight.dtype == torch.float64
    assert layer.weight.detach().numpy().tobytes() == neuron.weights.tobytes()
    assert (layer.in_features, layer.out_features) == (len(weights), 1)
    assert (layer.bias is None) == (bias is None)
    again = Neuron.from_torch(layer)
    assert again.parameters.tobytes() == neuron.parameters.tobytes()
    assert again.names == neuron.names


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
@given(st.lists(narrow, min_size=2, max_size=2))
@settings(deadline=None)
def test_the_numbers_of_a_narrow_layer_survive_bit_for_bit(dtype: torch.dtype, numbers: list[float]) -> None:
    """What came from a layer of a narrow dtype goes back into one without a change."""
    layer = torch.nn.Linear(1, 1, dtype=dtype)
    with torch.no_grad():
        layer.weight.fill_(numbers[0]).nan_to_num_()
        layer.bias.fill_(numbers[1]).nan_to_num_()
    again = Neuron.from_torch(layer).to_torch(dtype=dtype)
    for name, parameter in layer.named_parameters():
        assert again.get_parameter(name).dtype == dtype
        assert torch.equal(again.get_parameter(name), parameter)
        assert torch.equal(again.get_parameter(name).signbit(), parameter.signbit())


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_layer_and_its_neuron_compute_the_same(dtype: torch.dtype, bias: bool) -> None:
    """The linear part is the layer's output, and the gradient is what autograd finds through the layer."""
    draw = torch.Generator().manual_seed(0)
    layer = torch.nn.Linear(3, 1, bias=bias, dtype=dtype)
    X, y = torch.randn(20, 3, dtype=dtype, generator=draw), torch.arange(20) % 2
    neuron = Neuron.from_torch(layer)
    tolerance = {torch.float32: 1e-6, torch.float64: 1e-14}[dtype]
    torch.testing.assert_close(neuron.linear(X), layer(X)[:, 0].detach(), rtol=tolerance, atol=tolerance)
    torch.nn.functional.binary_cross_entropy_with_logits(layer(X)[:, 0], y.to(dtype)).backward()
    by_torch = torch.cat([parameter.grad.ravel() for parameter in layer.parameters() if parameter.grad is not None])
    torch.testing.assert_close(neuron.gradient(X, y), by_torch, rtol=tolerance, atol=tolerance)


def test_activation_and_cost_come_by_name() -> None:
    """A layer holds neither activation nor cost; what is passed is the neuron's, and left out it is as in Neuron."""
    layer = torch.nn.Linear(2, 1)
    neuron = Neuron.from_torch(layer, activation=tanh, cost=mean_squared_error)
    assert (neuron.activation, neuron.cost_function) == (tanh, mean_squared_error)
    plain = Neuron.from_torch(layer)
    assert (plain.activation, plain.cost_function) == (sigmoid, binary_cross_entropy)


def test_the_layer_is_new_and_can_be_trained() -> None:
    """A step of torch changes the layer and not the neuron, and making the layer draws no random number."""
    neuron, before = Neuron([1.0, 2.0], 3.0), torch.get_rng_state()
    layer = neuron.to_torch(device=torch.device("cpu"))
    assert torch.equal(torch.get_rng_state(), before)
    optimizer = torch.optim.SGD(layer.parameters(), lr=1.0)
    layer(torch.ones(1, 2, dtype=torch.float64)).sum().backward()
    optimizer.step()
    assert Neuron.from_torch(layer).parameters.tolist() == [0.0, 1.0, 2.0]
    assert neuron.parameters.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (
            torch.nn.Linear(2, 3),
            (
                "Cannot make a neuron from Linear(in_features=2, out_features=3, bias=True), because a neuron has one "
                "output and this layer has 3. Pass a layer such as torch.nn.Linear(2, 1)."
            ),
        ),
        (
            torch.nn.ReLU(),
            (
                "Cannot make a neuron from ReLU(), because ReLU is no torch.nn.Linear that has its weights. "
                "Pass the linear layer itself, and the activation and the cost by name."
            ),
        ),
        (
            torch.nn.LazyLinear(1),
            (
                "Cannot make a neuron from LazyLinear(in_features=0, out_features=1, bias=True), because LazyLinear is "
                "no torch.nn.Linear that has its weights. "
                "Pass the linear layer itself, and the activation and the cost by name."
            ),
        ),
    ],
    ids=["three outputs", "no layer", "lazy"],
)
def test_what_is_no_layer_with_one_output_is_refused(layer: Any, text: str) -> None:
    """A neuron has one output, and weights."""
    with pytest.raises(InputError) as error:
        Neuron.from_torch(layer)
    assert str(error.value) == text


def test_weights_that_are_not_finite_are_refused() -> None:
    """A layer that has diverged makes no neuron."""
    layer = torch.nn.Linear(1, 1)
    with torch.no_grad():
        layer.bias.fill_(np.nan)
    with pytest.raises(InputError, match=r"as parameters, because not all of them are finite\. Use finite numbers"):
        Neuron.from_torch(layer)


@pytest.mark.parametrize("dtype", [torch.int64, torch.complex64, torch.float8_e5m2, "float32"], ids=str)
def test_a_layer_is_of_real_floats(dtype: Any) -> None:
    """Whole and complex numbers are refused, and so is the mere name of a dtype."""
    with pytest.raises(InputError) as error:
        Neuron([1.0]).to_torch(dtype=dtype)
    assert str(error.value) == (
        f"Cannot make a layer of dtype {dtype!r}, because weights are real floats. Pass one such as torch.float32."
    )


@pytest.mark.parametrize("neuron", [Neuron([1e39]), Neuron([1.0], 1e39)], ids=["weight", "bias"])
def test_a_number_too_large_for_the_dtype_is_refused(neuron: Neuron) -> None:
    """A float32 ends at 3.4e38; infinity would be a wrong number."""
    with pytest.raises(InputError) as error:
        neuron.to_torch(dtype=torch.float32)
    assert str(error.value) == (
        f"Cannot make a layer of dtype torch.float32 from {neuron!r}, because one of its numbers is too large. "
        "Use torch.float64."
    )


@pytest.mark.parametrize(
    "device",
    [
        pytest.param("cuda", marks=pytest.mark.skipif(torch.cuda.is_available(), reason="here it is a device")),
        "nowhere",
        3.5,
        "cpu:x",
    ],
    ids=str,
)
def test_a_device_that_is_not_here_is_refused(device: Any) -> None:
    """What torch cannot use on this machine is an error with its reason."""
    with pytest.raises(InputError) as error:
        Neuron([1.0]).to_torch(device=device)
    assert str(error.value).startswith(
        f"Cannot make a layer on the device {device!r}, because torch cannot use that here ("
    )
    assert str(error.value).endswith("). Pass device='cpu', or one that this machine has.")


def test_a_device_without_numbers_is_refused() -> None:
    """A layer on the device meta would be a neuron without its numbers."""
    for meta in ("meta", torch.device("meta")):
        with pytest.raises(InputError) as error:
            Neuron([1.0]).to_torch(device=meta)
        assert str(error.value) == (
            "Cannot make a layer on the device 'meta', because it keeps shapes and no numbers. Pass device='cpu'."
        )
    with pytest.raises(InputError, match="on the device meta it has a shape and no numbers"):
        Neuron.from_torch(torch.nn.Linear(1, 1, device="meta"))
