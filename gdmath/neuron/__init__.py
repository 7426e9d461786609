"""A neuron: z = w1*x1 + ... + b, a = activation(z), J = cost(a, y); its gradient is found by the rules.

The gradient of one row is a product of three factors, dJ/da * da/dz * dz/dw, as the chain rule says.
"""

from __future__ import annotations

import operator
import sys
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any

from gdmath.alone import installed
from gdmath.calculus import Derivation, differentiate
from gdmath.cost import binary_cross_entropy
from gdmath.errors import InputError
from gdmath.frozen import Frozen
from gdmath.functions import sigmoid
from gdmath.names import symbols
from gdmath.neuron.formulas import require_formulas

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import torch

    from gdmath.expression import Expr
    from gdmath.neuron.mean_cost import MeanCost

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Activation = Callable[[Any], Any]
    Cost = Callable[[Any, Any], Any]

__all__ = ["Neuron", "linear"]


def linear(z: Any) -> Any:
    """The activation that changes nothing: a = z."""
    return z


@lru_cache(maxsize=2)
def _way(kind: object) -> Any:
    """What computes with parameters of a kind: in a tuple they are where NumPy is not installed."""
    if kind is tuple:
        from gdmath.neuron import lists

        return lists
    from gdmath.neuron import arrays

    return arrays


def computing(neuron: Neuron) -> Any:
    """The module that computes for a neuron, on arrays and tensors or on lists."""
    kind: Any = type(neuron.parameters)
    return _way(kind)


class Neuron(Frozen):
    """One neuron, which never changes; a step of descent makes a new one.

    Parameters
    ----------
    weights : float or sequence of float, array or tensor of shape (k,)
        One weight for each of the k features.
    bias : float, optional
        Without one the neuron has none, not even zero: there is nothing to descend on.
    activation : callable
        A function of the table in functions.py, or `linear`.
    cost : callable
        `binary_cross_entropy` or `mean_squared_error`, or a function (a, y) of your own that takes expressions.

    Raises
    ------
    InputError
        A weight or the bias is no finite number, there is no weight, or the activation or the cost is no formula: it
        cannot be applied to expressions, brings in a letter of its own, or takes one branch for all rows.

    Notes
    -----
    Two neurons are equal if their parameters, activations and costs are.

    A neuron computes with arrays and tensors.  Where NumPy is not installed, as in the browser, it computes with plain
    lists of the same shapes: what is by rows is a list, what is by parameters a tuple, and the numbers are those of
    NumPy to 15 digits of the largest term.

    Examples
    --------
    >>> import numpy as np
    >>> neuron = Neuron([2.0], bias=-1.0)
    >>> neuron.forward(np.array([[0.5], [1.0]]))
    array([0.5       , 0.73105858])
    >>> neuron.gradient(np.array([[0.5], [1.0]]), np.array([0.0, 1.0]))
    array([-0.00947071,  0.11552929])
    """

    __slots__ = ("activation", "cost_function", "has_bias", "parameters")
    parameters: Floats
    has_bias: bool
    activation: Activation
    cost_function: Cost

    def __init__(
        self,
        weights: Any,
        bias: float | None = None,
        activation: Activation = sigmoid,
        cost: Cost = binary_cross_entropy,
    ) -> None:
        numpy = sys.modules.get("numpy") or installed("numpy")
        parameters = _way(tuple if numpy is None else numpy.ndarray).joined_parameters(weights, bias)
        self._set(activation=activation, cost_function=cost, has_bias=bias is not None, parameters=parameters)
        require_formulas(activation, cost)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if isinstance(other, Neuron) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def _values(self) -> tuple[Any, ...]:
        parameters: Any = self.parameters
        values = parameters if isinstance(parameters, tuple) else tuple(parameters.tolist())
        return self.activation, self.cost_function, self.has_bias, values

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value:.4f}" for name, value in zip(self.names, self.parameters, strict=True))
        return f"Neuron({values})"

    @property
    def weights(self) -> Floats:
        """The weights, of shape (k,)."""
        return self.parameters[:-1] if self.has_bias else self.parameters

    @property
    def bias(self) -> float | None:
        """The bias, or None."""
        return float(self.parameters[-1]) if self.has_bias else None

    @property
    def names(self) -> tuple[str, ...]:
        """What each parameter is called: w, or w1, w2 and so on, and b."""
        count = len(self.weights)
        weights = ("w",) if count == 1 else tuple(f"w{i}" for i in range(1, count + 1))
        return (*weights, "b") if self.has_bias else weights

    def with_parameters(self, parameters: Any) -> Neuron:
        """The same neuron with other parameters, such as those that a descent has found.

        Parameters
        ----------
        parameters : array_like, shape (parameters,)
            In the order of `names`.

        Returns
        -------
        Neuron

        Raises
        ------
        InputError
            There are more or fewer than this neuron has, or one is no finite number.

        Examples
        --------
        >>> Neuron([1.0], bias=0.0).with_parameters([2.0, -1.0])
        Neuron(w=2.0000, b=-1.0000)
        """
        values = computing(self).numbers(parameters)
        if not _are_flat(values) or len(values) != len(self.parameters):
            raise InputError(
                f"give {self!r} the parameters {parameters!r}",
                f"it has {len(self.names)}: {', '.join(self.names)}",
                "Pass one number for each, in this order",
            )
        weights, bias = (values[:-1], float(values[-1])) if self.has_bias else (values, None)
        return Neuron(weights, bias, self.activation, self.cost_function)

    def forward(self, X: Any) -> Any:
        """The activation of every row.

        Parameters
        ----------
        X : array or tensor of shape (n, k) or (k,)
            The features, one row for each case.

        Returns
        -------
        array or tensor of shape (n,) or ()
            Of the kind, the dtype and the device of X.

        Raises
        ------
        InputError
            X does not hold a finite number for each weight in every row.
        DomainError
            A sum is too large for the dtype of X.
        """
        return computing(self).forward(self, X)

    def linear(self, X: Any) -> Any:
        """The linear part z of every row, before the activation; as `forward`.

        Examples
        --------
        >>> import numpy as np
        >>> Neuron([2.0], bias=-1.0).linear(np.array([[0.5], [1.0]]))
        array([0., 1.])
        """
        return computing(self).linear_part(self, X)

    def predict(self, X: Any) -> Any:
        """What the neuron says of every row, as in scikit-learn.

        Parameters
        ----------
        X : array or tensor of shape (n, k) or (k,)
            The features, one row for each case.

        Returns
        -------
        array or tensor of shape (n,) or ()
            With the sigmoid, the class: 1 where the activation is above 0.5, otherwise 0. With any other activation,
            the activation itself, as a regression has it.

        Raises
        ------
        InputError, DomainError
            As `forward`.

        Examples
        --------
        >>> Neuron([2.0], bias=-1.0).predict([[0.25], [0.75]])
        array([0, 1])
        """
        return computing(self).predicted(self, X)

    def predict_proba(self, X: Any) -> Any:
        """The probability of each class, as in scikit-learn.

        Parameters
        ----------
        X : array or tensor of shape (n, k) or (k,)
            The features, one row for each case.

        Returns
        -------
        array or tensor of shape (n, 2) or (2,)
            The probability of y = 0 and that of y = 1.

        Raises
        ------
        InputError
            The activation is not the sigmoid; or as `forward`.
        DomainError
            As `forward`.

        Examples
        --------
        >>> Neuron([2.0], bias=-1.0).predict_proba([[0.5], [1.0]]).round(4)
        array([[0.5   , 0.5   ],
               [0.2689, 0.7311]])
        """
        return computing(self).probabilities(self, X)

    def score(self, X: Any, y: Any) -> float:
        """How well the neuron does, as in scikit-learn; 1.0 is the best.

        Parameters
        ----------
        X : array or tensor of shape (n, k)
            The features, one row for each case.
        y : array or tensor of shape (n,)
            The label of each row; with the sigmoid, 0 or 1.

        Returns
        -------
        float
            With the sigmoid, the accuracy: the share of rows of which `predict` gives the label. With any other
            activation R², the share of the labels' variance that is explained, which is below zero where their mean
            would do better.

        Raises
        ------
        InputError
            Shapes that do not go together, or labels that make no sense.
        DomainError
            As `forward`; or all labels are one number, which has no variance.

        Notes
        -----
        R² = 1 - sum((y - a)**2) / sum((y - mean(y))**2), the coefficient of determination.

        Examples
        --------
        >>> Neuron([2.0], bias=-1.0).score([[0.25], [0.75], [1.0]], [0, 1, 0])
        0.6666666666666666
        """
        return float(computing(self).score(self, X, y))

    def cost(self, X: Any, y: Any) -> Any:
        """The mean cost over all rows: the first of what `cost_and_gradient` returns, which says more."""
        return self.cost_and_gradient(X, y)[0]

    def gradient(self, X: Any, y: Any) -> Any:
        """The gradient of the mean cost: the second of what `cost_and_gradient` returns, which says more."""
        return self.cost_and_gradient(X, y)[1]

    def cost_and_gradient(self, X: Any, y: Any) -> tuple[Any, Any]:
        """Both at once, which costs little more than one.

        Parameters
        ----------
        X : array or tensor of shape (n, k)
            The features, one row for each case.
        y : array or tensor of shape (n,)
            The label of each row, between 0 and 1 for the cross-entropy.

        Returns
        -------
        cost : array or tensor of shape ()
            The mean over the rows, of the kind, the dtype and the device of X.
        gradient : array or tensor of shape (parameters,)
            Its gradient, in the order of `names`.

        Raises
        ------
        InputError
            Shapes that do not go together, rows and labels of which pandas has other indexes, or values that make no
            sense.
        DomainError
            The cost or its gradient is not finite: an activation is where the cost has no value, or a sum too large.

        Notes
        -----
        With the sigmoid and the cross-entropy, dJ/dz is a - y in exact arithmetic: Bishop, Pattern Recognition and
        Machine Learning, (4.91).  It is computed in a form that keeps its digits where a is close to y.

        Examples
        --------
        >>> cost, gradient = Neuron([2.0], bias=-1.0).cost_and_gradient([[0.5], [1.0]], [0.0, 1.0])
        >>> round(float(cost), 6), gradient.round(6).tolist()
        (0.503204, [-0.009471, 0.115529])
        """
        both: tuple[Any, Any] = computing(self).cost_and_gradient(self, X, y)
        return both

    def objective(self, X: Any, y: Any) -> MeanCost:
        """The cost and its gradient as a function of the parameters alone, for a loop to call.

        Parameters
        ----------
        X : array or tensor of shape (n, k)
            The features. If they are float32, so is what the function computes from float32 parameters; features of
            any other dtype are brought to float64.
        y : array or tensor of shape (n,)
            The labels.

        Returns
        -------
        callable
            From an array of parameters, in the order of `names`, to the mean cost and its gradient.

        Raises
        ------
        InputError
            Shapes that do not go together, or values that make no sense.

        Examples
        --------
        >>> import numpy as np
        >>> neuron = Neuron([2.0], bias=-1.0)
        >>> cost, gradient = neuron.objective([[0.5], [1.0]], [0.0, 1.0])(np.array([0.0, 0.0]))
        >>> round(cost, 6), gradient.tolist()
        (0.693147, [-0.125, 0.0])
        """
        found: MeanCost = computing(self).objective(self, X, y)
        return found

    def formula(self) -> Expr:
        """The linear part z as an expression.

        Returns
        -------
        Expr
            In the parameters, as `Neuron.names` has them, and the features x, or x1, x2 and so on.

        Examples
        --------
        >>> Neuron([1.0, 1.0], bias=0.0).formula()
        w1*x1 + w2*x2 + b
        """
        features = [name.replace("w", "x") for name in self.names if name != "b"]
        products: list[Expr] = [symbols(w) * symbols(x) for w, x in zip(self.names, features, strict=False)]
        return reduce(operator.add, [*products, symbols("b")] if self.has_bias else products)

    def derivation(self) -> dict[str, Derivation]:
        """The derivative of each link of the chain: dJ/da, da/dz, and dz/dw for every parameter.

        Returns
        -------
        dict of str to Derivation
            Of the formulas for one row.  Their product, the derivative of J by a parameter, is the chain rule.

        Examples
        --------
        >>> for name, derivation in Neuron([1.0], bias=0.0).derivation().items():
        ...     print(name, "=", derivation.result)
        dJ/da = -(y/a - (1 - y)/(1 - a))
        da/dz = sigmoid(z)*(1 - sigmoid(z))
        dz/dw = x
        dz/db = 1
        """
        z, a, y = symbols("z a y")
        links = {"dJ/da": differentiate(self.cost_function(a, y), a), "da/dz": differentiate(self.activation(z), z)}
        for name in self.names:
            links[f"dz/d{name}"] = differentiate(self.formula(), symbols(name))
        return links

    @classmethod
    def from_torch(
        cls, layer: torch.nn.Linear, activation: Activation = sigmoid, cost: Cost = binary_cross_entropy
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
        >>> layer = torch.nn.Linear(2, 1, dtype=torch.float64)
        >>> X = torch.tensor([[0.5, 1.0]], dtype=torch.float64)
        >>> bool(torch.allclose(Neuron.from_torch(layer).linear(X), layer(X)[:, 0]))
        True
        """
        import torch

        from gdmath.neuron.inputs import numbers

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

    def to_torch(self, *, dtype: torch.dtype | None = None, device: Any = None) -> torch.nn.Linear:
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
            The dtype is none of real floats, a number is too large for it, or there is no such device.

        Examples
        --------
        >>> Neuron([2.0, 3.0], bias=-1.0).to_torch()
        Linear(in_features=2, out_features=1, bias=True)
        """
        import torch

        kind: object = torch.float64 if dtype is None else dtype  # or whatever was passed
        if not isinstance(kind, torch.dtype) or not kind.is_floating_point or kind.itemsize < 2:
            raise InputError(
                f"make a layer of dtype {kind!r}", "weights are real floats", "Pass one such as torch.float32"
            )
        bias, place = self.bias, _device(device)
        # torch's random numbers stay where they are: the layer is not drawn first.
        layer: torch.nn.Linear = torch.nn.utils.skip_init(
            torch.nn.Linear, len(self.weights), 1, bias=bias is not None, dtype=kind, device=place
        )
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(self.weights.copy()))
            if bias is not None:
                layer.bias.copy_(torch.tensor(bias, dtype=torch.float64))
        if not all(bool(values.isfinite().all()) for values in layer.parameters()):
            raise InputError(
                f"make a layer of dtype {kind} from {self!r}", "one of its numbers is too large", "Use torch.float64"
            )
        return layer


def _are_flat(values: Any) -> bool:
    return isinstance(values, tuple) or getattr(values, "ndim", 0) == 1


def _device(device: Any) -> torch.device:
    """A device of torch on which there is room for numbers."""
    import torch

    try:
        place = torch.empty(0, device="cpu" if device is None else device).device
    except Exception as error:  # torch has many
        raise InputError(
            f"make a layer on the device {device!r}",
            f"torch cannot use that here ({str(error).partition('. ')[0]})",
            "Pass device='cpu', or one that this machine has",
        ) from error
    if place.type == "meta":
        raise InputError("make a layer on the device 'meta'", "it keeps shapes and no numbers", "Pass device='cpu'")
    return place
