"""A neuron: z = w1*x1 + ... + b, a = activation(z), J = cost(a, y); its gradient is found by the rules.

The gradient of one row is a product of three factors, dJ/da * da/dz * dz/dw, as the chain rule says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.cost import binary_cross_entropy
from gdmath.errors import InputError
from gdmath.frozen import Frozen
from gdmath.functions import sigmoid
from gdmath.neurons.chain import derivation, formula
from gdmath.neurons.inputs import joined_parameters, numbers, plain, require_value, rows
from gdmath.neurons.layers import from_torch, to_torch
from gdmath.neurons.mean_cost import MeanCost, linear_part, mean_over_rows, require_formulas

if TYPE_CHECKING:
    from collections.abc import Callable

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Activation = Callable[[Any], Any]
    Cost = Callable[[Any, Any], Any]


def linear(z: Any) -> Any:
    """The activation that changes nothing: a = z."""
    return z


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
        A weight or the bias is no finite number, there is no weight, or the activation or the cost cannot be
        applied to expressions.

    Examples
    --------
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
        parameters = joined_parameters(weights, bias)
        self._set(activation=activation, cost_function=cost, has_bias=bias is not None, parameters=parameters)
        require_formulas(activation, cost)

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
        values = numbers(parameters)
        if values.shape != self.parameters.shape:
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
        return self.activation(self.linear(X))

    def linear(self, X: Any) -> Any:
        """The linear part z of every row, before the activation; as `forward`.

        Examples
        --------
        >>> Neuron([2.0], bias=-1.0).linear(np.array([[0.5], [1.0]]))
        array([0., 1.])
        """
        return linear_part(self, X)

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
            Shapes that do not go together, or values that make no sense.
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
        with np.errstate(all="ignore"):  # what is out of bounds is an error
            X, y, binary = rows(X, y, self)
            cost, gradient = mean_over_rows(self, X, y, binary=binary)
            require_value(cost, gradient, self)
        return cost, gradient

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
        >>> neuron = Neuron([2.0], bias=-1.0)
        >>> cost, gradient = neuron.objective([[0.5], [1.0]], [0.0, 1.0])(np.array([0.0, 0.0]))
        >>> round(cost, 6), gradient.tolist()
        (0.693147, [-0.125, 0.0])
        """
        with np.errstate(all="ignore"):
            X, y, binary = rows(plain("X", X, keep=np.float32), y, self)
        columns = np.vstack([X.T, np.ones_like(y)] if self.has_bias else [X.T])
        return MeanCost.over(self.activation, self.cost_function, columns, y, binary=binary)

    derivation = derivation
    formula = formula
    from_torch = classmethod(from_torch)
    to_torch = to_torch
