"""What a neuron is given, its parameters and the rows of its data, and what it gives: checked."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.cost import binary_cross_entropy
from gdmath.errors import InputError, require_unmasked, shown
from gdmath.frozen import read_only

if TYPE_CHECKING:
    from gdmath.neuron import Floats, Neuron

_CLEAN = "Look for it, and remove or mend its row"


def rows(X: Any, y: Any, neuron: Neuron) -> tuple[Any, Any, bool, Any]:
    """Features of shape (n, k) and labels of shape (n,), as arrays or as tensors of the dtype to compute in.

    Behind them whether each label is 0 or 1, and the dtype that the features had.  Labels that are refused may make
    NumPy warn as well.

    Raises
    ------
    InputError
        The shapes are others, the two have other row labels in pandas, a value is not finite, or a label makes no
        sense for the cross-entropy.
    """
    of_pandas = require_one_index(X, y)
    given = features(X, neuron)
    X = wide(given)
    y = _beside(X, y)
    if X.ndim != 2 or tuple(y.shape) != (len(X),) or not len(X):
        raise InputError(
            f"compare {neuron!r} on features of shape {tuple(X.shape)} with labels of shape {tuple(y.shape)}",
            "they are not of shapes (n, k) and (n,) with n at least one",
            "Use X.to_frame() for one feature and y.squeeze('columns') for a table of labels"
            if of_pandas
            else "Use X.reshape(-1, 1) for one feature and y.reshape(-1) for a column of labels",
        )
    binary = not _count_nonzero(y * y - y)
    if not binary:
        _require_finite("y", y)
        if neuron.cost_function is binary_cross_entropy and not (y.min() >= 0 and y.max() <= 1):
            bad = float(y[(y < 0) | (y > 1)][0])
            raise InputError(f"take the cross-entropy with the label {bad!r}", "it is not between 0 and 1", _CLEAN)
    return X, y, binary, given.dtype


def require_one_index(X: Any, y: Any) -> bool:
    """Refuse rows that pandas calls by other names than their labels; say whether one of the two is of pandas.

    Raises
    ------
    InputError
        The indexes differ.
    """
    if type(X) is np.ndarray is type(y) or is_tensor(X):
        return False
    pandas = sys.modules.get("pandas")
    tables = [pandas is not None and isinstance(value, (pandas.DataFrame, pandas.Series)) for value in (X, y)]
    if all(tables) and len(X) == len(y) and not X.index.equals(y.index):
        raise InputError(
            "pair the rows of X with the labels y",
            "their pandas indexes are not the same",
            "Pass y.loc[X.index] to pair them by index, or .reset_index(drop=True) of both to pair them as they stand",
        )
    return any(tables)


def _beside(X: Any, y: Any) -> Any:
    if type(y) is not np.ndarray and is_tensor(y):
        _require_real("y", y)
        if is_tensor(X):
            return y.to(X)
    elif is_tensor(X):
        return X.new_tensor(plain("y", y))
    return plain("y", y).astype(X.dtype, copy=False)


def features(X: Any, neuron: Neuron) -> Any:
    """Features as an array or a tensor of finite floats, of the dtype that they had if it was one of floats.

    Raises
    ------
    InputError
        They are not numbers, not all of them are finite, or a row has not one for each weight.
    """
    column = "X.reshape(-1, 1)"
    if is_tensor(X):
        _require_real("X", X)
        X = X if X.is_floating_point() else X.float()
    else:
        column = "X.to_frame()" if hasattr(X, "to_frame") else column
        X = plain("X", X, keep=np.floating)
    _require_finite("X", X)
    if X.ndim not in (1, 2) or X.shape[-1] != len(neuron.weights):
        raise InputError(
            f"feed {neuron!r} with features of shape {tuple(X.shape)}",
            f"a row needs {len(neuron.weights)} of them, one for each weight",
            f"Bring them to shape (n, k); one feature of n rows is {column}",
        )
    return X


def wide(X: Any) -> Any:
    """Floats of 16 bits in 32, in which the sum of many of them has room; others as they are."""
    if X.dtype.itemsize > 2:
        return X
    return X.float() if is_tensor(X) else X.astype(np.float32)


def as_given(values: Any, dtype: Any) -> Any:
    """What was computed in a wider dtype, in the one that was given."""
    if values.dtype == dtype:
        return values
    return values.to(dtype) if is_tensor(values) else values.astype(dtype)


def _require_real(name: str, values: Any) -> None:
    if values.is_complex():
        raise InputError(f"use {name} of dtype {values.dtype}", "it does not hold real numbers", _CLEAN)
    require_usable(name, values)


def require_usable(name: str, values: Any) -> None:
    """Refuse a tensor with which torch does not compute as with others.

    Raises
    ------
    InputError
        It is masked, quantized, nested, sparse, without numbers, or of floats with 8 bits.
    """
    torch = sys.modules["torch"]
    if type(values) is not torch.Tensor:
        require_unmasked(f"use {name}", values)
    if values.is_quantized:
        because, instead = "it is quantized", f"Pass {name}.dequantize()"
    elif values.is_nested:
        because, instead = "it is nested", "Pass rows of one length"
    elif values.layout is not torch.strided:
        because, instead = "it is sparse", f"Pass {name}.to_dense()"
    elif values.is_meta:
        because, instead = "on the device meta it has a shape and no numbers", "Make it on another device"
    elif values.dtype.itemsize < 2 and values.is_floating_point():
        because, instead = "torch does not compute with so few bits", f"Pass {name}.float()"
    else:
        return
    raise InputError(f"use {name} of dtype {values.dtype}", because, instead)


def _require_finite(name: str, values: Any) -> None:
    if not all_finite(values):
        raise InputError(f"use {name}", "it holds a value that is not a finite number", _CLEAN)


def all_finite(values: Any) -> bool:
    """Whether every entry of an array or a tensor is a finite number."""
    # A sum of squares is finite only if each entry is; where it is too large for a float, each entry is looked at.
    flat = values.detach().reshape(-1) if is_tensor(values) else values.reshape(-1)
    if math.isfinite(flat.dot(flat)):
        return True
    finite = values.isfinite() if is_tensor(values) else np.isfinite(values)
    return bool(_count_nonzero(finite) == math.prod(values.shape))


def _count_nonzero(values: Any) -> int:
    return int(values.count_nonzero() if is_tensor(values) else np.count_nonzero(values))


def is_finite(cost: Any, gradient: Any) -> bool:
    """Whether a cost and its gradient are numbers."""
    return bool(abs(cost) < math.inf) and all_finite(gradient)


def plain(name: str, values: Any, *, keep: type = np.float64) -> Floats:
    """An array of float64 out of a list, a table, an array or a tensor; of its own dtype if that is one to keep.

    Raises
    ------
    InputError
        It holds something else than real numbers.
    """
    _require_plain(name, values)
    try:
        return _array(values, keep)
    except _NOT_NUMBERS as error:
        raise InputError(
            f"use {name} of type {type(values).__name__}", f"it is not numbers ({error})", _CLEAN
        ) from error


def _require_plain(name: str, values: Any) -> None:
    if type(values) is not np.ndarray:
        require_unmasked(f"use {name}", values)
        if is_tensor(values):
            require_usable(name, values)
        elif hasattr(values, "toarray"):  # of scipy
            raise InputError(f"use {name} of type {type(values).__name__}", "it is sparse", f"Pass {name}.toarray()")


def numbers(values: Any) -> Floats:
    """Plain float64 numbers out of a number, a list, an array or a tensor.

    Raises
    ------
    InputError
        They are not numbers, or not all of them are finite.
    """
    _require_plain("parameters", values)
    return _numbers(values)


def _numbers(values: Any) -> Floats:
    try:
        # NumPy reads None as nan, for which the reason below would be a wrong one.
        array = _array("None" if values is None else values, np.float64)
    except _NOT_NUMBERS as error:
        raise InputError(
            f"use {shown(values)} as parameters",
            "they are not plain numbers",
            "Pass a number or a flat list of numbers",
        ) from error
    if not np.isfinite(array).all():
        raise InputError(f"use {values!r} as parameters", "not all of them are finite", "Use finite numbers")
    return array.copy()


def joined_parameters(weights: Any, bias: Any) -> Floats:
    """The weights, and behind them the bias if there is one, in an array that nobody can change.

    Raises
    ------
    InputError
        They are not finite numbers, or the weights are not of shape (k,) with k at least one.
    """
    parameters = numbers(weights)
    if bias is not None:
        require_unmasked("use parameters", bias)
        parameters = _numbers([*np.atleast_1d(parameters), bias])
    values = np.array(parameters, ndmin=1)
    if values.ndim != 1 or values.size == (bias is not None):
        raise InputError(
            f"make a neuron with weights={weights!r}",
            "its weights are not of shape (k,)",
            "Pass a number or a flat list of numbers",
        )
    frozen: Floats = read_only(values)
    return frozen


_NOT_NUMBERS = (TypeError, ValueError, OverflowError, RuntimeError)  # the last is torch's


def _array(values: Any, keep: type) -> Floats:
    if is_tensor(values):
        # NumPy has no bfloat16.
        wide = values.double() if str(values.dtype) == "torch.bfloat16" else values
        values = wide.detach().resolve_conj().cpu().numpy()
    array = np.asarray(values)
    if array.dtype.kind in "cmM":
        message = f"they are of dtype {array.dtype}"
        raise TypeError(message)
    # Out of the array, for pandas would make floats of dates.
    return array if issubclass(array.dtype.type, keep) else array.astype(float)


def is_tensor(value: Any) -> bool:
    """Whether a value is a tensor, found out without importing torch: who has a tensor has imported it."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)
