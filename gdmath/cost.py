"""Costs: how wrong an activation a is, beside the label y.

One formula, two readings: given expressions, a cost is the formula for one row; given numbers, arrays or
tensors, it is that formula computed for every row, and their mean.  The order (a, y) is torch's.
"""

from __future__ import annotations

from typing import Any

from gdmath.arithmetic import arithmetic_of
from gdmath.errors import DomainError, InputError, require_unmasked
from gdmath.expression import Expr
from gdmath.functions import log
from gdmath.names import symbols
from gdmath.numeric import lambdify


def binary_cross_entropy(a: Any, y: Any) -> Any:
    """J = -(y ln a + (1 - y) ln(1 - a)), the mean over the rows.

    Parameters
    ----------
    a : Expr, float, or array or tensor of shape (n,)
        The activation, between 0 and 1: the probability given to y = 1.
    y : Expr, float, or array or tensor of shape (n,)
        The label, 0 or 1.

    Returns
    -------
    Expr, float, or 0-d array or tensor
        The formula for one row, or the mean cost; in nats.

    Raises
    ------
    InputError
        The shapes differ, there are no rows, or a value is masked or not between 0 and 1.
    DomainError
        The cost is not finite: an activation is exactly 0 or 1 (a `Neuron` computes from z, and has no such case).

    Notes
    -----
    The negative log-likelihood of a Bernoulli variable: Bishop, Pattern Recognition and Machine Learning, (4.90).

    Examples
    --------
    >>> a, y = symbols("a y")
    >>> binary_cross_entropy(a, y)
    -(y*log(a) + (1 - y)*log(1 - a))
    >>> binary_cross_entropy(0.5, 1.0)
    0.6931471805599453
    """
    if isinstance(a, Expr) or isinstance(y, Expr):
        return -(y * log(a) + (1 - y) * log(1 - a))
    mean = _mean(binary_cross_entropy, a, y)
    for name, value in (("a", a), ("y", y)):
        if not bool(((value >= 0) & (value <= 1)).all() if hasattr(value, "all") else 0 <= value <= 1):
            raise InputError(f"take the cross-entropy with {name}={value!r}", "it is not between 0 and 1", "Mend it")
    return mean


def mean_squared_error(a: Any, y: Any) -> Any:
    """J = (a - y)**2, the mean over the rows.

    Parameters
    ----------
    a, y : Expr, float, or array or tensor of shape (n,)
        The activation and the label.

    Returns
    -------
    Expr, float, or 0-d array or tensor
        The formula for one row, or the mean cost; in the squared units of y.

    Raises
    ------
    InputError
        The shapes differ, there are no rows, or a value is masked.
    DomainError
        The mean is too large for a float.

    Notes
    -----
    Without the factor 1/2 of some textbooks, as in ``torch.nn.functional.mse_loss``.

    Examples
    --------
    >>> mean_squared_error(0.5, 1.0)
    0.25
    """
    if isinstance(a, Expr) or isinstance(y, Expr):
        return (a - y) ** 2
    return _mean(mean_squared_error, a, y)


def _mean(cost: Any, a: Any, y: Any) -> Any:
    require_unmasked(f"take the mean cost of {cost.__name__}", a, y)
    shape, other = (tuple(getattr(value, "shape", ())) for value in (a, y))
    if shape != other:
        raise InputError(
            f"compare activations of shape {shape} with labels of shape {other}",
            "every row needs one of each, and unequal shapes would be stretched to fit",
            "Bring both to shape (n,), with .reshape(-1)",
        )
    if 0 in shape:
        raise InputError("take a mean cost of no rows", f"the shape is {shape}", "Pass at least one row")
    arithmetic_of(a, y)  # refuses what is no number, array or tensor
    names = symbols("a y")
    rows = lambdify(names, cost(*names))(a, y)
    mean = rows.mean() if shape else rows
    if not abs(mean) < float("inf"):
        raise DomainError(
            f"take the mean cost of {cost.__name__}",
            f"it comes to {float(mean)!r}: an activation is exactly 0 or 1, or not a number",
            "Use Neuron.cost, which computes from z and loses no digits",
        )
    return mean
