"""What somebody gives to be checked, as plain numbers: a point, a function of it, and a gradient."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.alone import installed
from gdmath.checking.roundings import SMALLEST
from gdmath.checking.slopes import Measurement, measure, no_slope, noise_of
from gdmath.errors import DomainError, GdmathError, InputError
from gdmath.neuron.inputs import is_tensor, plain

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 10_000  # slopes that are measured one by one


def numbers(values: Any, what: str) -> Any:
    """Real numbers as an array of float64.

    Raises
    ------
    InputError
        They are nothing of the kind, or masked.
    """
    if values is None or isinstance(values, (str, bytes, dict)):
        missing = "Look for a return that is missing" if values is None else "Pass a number, an array or a tensor"
        raise InputError(f"use {values!r:.80} as {what}", "it is not numbers", missing)
    if np.ma.isMaskedArray(values):
        raise InputError(f"use a masked array as {what}", "values are masked", "Fill them, or leave their rows out")
    return plain(what, values)


def grain(values: Any) -> float:
    """By how much numbers of this kind differ from their neighbours, beside numbers of size one."""
    if is_tensor(values) and values.is_floating_point():
        import torch

        return torch.finfo(values.dtype).eps
    kind = getattr(values, "dtype", None)
    return float(np.finfo(kind).eps) if isinstance(kind, np.dtype) and kind.kind == "f" else 2.0**-52


def handing(at: Any) -> Callable[[Any], Any]:
    """How to make a point of the kind that was given, a new one each time, out of an array of float64."""
    if is_tensor(at):
        import torch

        dtype = at.dtype if at.is_floating_point() else torch.float64
        return lambda point: torch.tensor(point, dtype=dtype, device=at.device, requires_grad=at.requires_grad)
    if isinstance(at, (int, float)) and not isinstance(at, np.generic):
        return float
    array = np.asarray(at)
    dtype = array.dtype if array.dtype.kind == "f" else np.dtype(float)
    return dtype.type if isinstance(at, np.generic) else lambda point: np.array(point, dtype)


def called(function: Callable[[Any], Any], point: Any) -> Any:
    """What a function gives for a point.

    Raises
    ------
    InputError
        It raises an error of its own.
    """
    try:
        with np.errstate(all="ignore"):
            return function(point)
    except GdmathError:
        raise
    except Exception as error:  # whatever a function that is not ours may raise
        raise InputError(
            f"call {named(function)} with {' '.join(repr(point).split()):.80}",
            f"it raises {type(error).__name__}: {str(error).rstrip('.')}",
            "Let it take a point of this kind",
        ) from error


def named(function: Any) -> str:
    """What a function is called."""
    return str(getattr(function, "__name__", getattr(function, "name", type(function).__name__)))


def entry(place: int, shape: tuple[int, ...]) -> str:
    """What an entry of a point is called, by its number: w, w[2] or w[0, 1]."""
    at = ", ".join(str(int(index)) for index in np.unravel_index(place, shape))
    return f"w[{at}]" if shape else "w"


class Cost:
    """A function of one point, which is handed a new copy each time, of the kind that was given.

    Attributes
    ----------
    name : str
        What the function is called.
    point : array
        Where, in float64.
    hand : callable
        How to make a point of the kind that was given.
    """

    def __init__(self, function: Callable[[Any], Any], at: Any) -> None:
        self.function, self.name = function, named(function)
        point = numbers(at, "a point")
        self._require(point)
        self.hand, self._tensor = handing(at), at if is_tensor(at) else None
        self.point = numbers(self.hand(point), "a point")
        self._noise = self._noise_there()

    def _require(self, point: Any) -> None:
        cannot = f"check a gradient at {point!r:.80}"
        if not np.isfinite(point).all():
            raise InputError(cannot, "not all of its numbers are finite", "Pass finite ones")
        if not 0 < point.size <= MOST:
            because = f"each of its {point.size:,d} slopes is measured by itself, and there are 1 to {MOST:,d} of them"
            raise InputError(cannot, because, "Pass a smaller part of it, and hold the rest")

    def _noise_there(self) -> Callable[[float], float]:
        """How far the values of the function are from a smooth curve, once it has been seen that it has one."""
        first, again = (called(self.function, self.hand(self.point)) for _ in range(2))
        value, other = self._number(first), self._number(again)
        if not math.isfinite(value):
            raise DomainError(f"measure the slopes of {self.name}", f"it is {value!r} at the point", "Take another one")
        if not abs(value - other) <= 1e-5 * abs(value):  # sums on several threads differ in their last digits
            raise InputError(
                f"measure the slopes of {self.name}",
                f"it is not the same twice at one point ({value!r} and {other!r})",
                "Draw nothing anew in it, or set the seed inside it; and let it change nothing that it reads",
            )
        level, unit = noise_of(self._beside, 4.3 * grain(self.hand(self.point)))
        level, unit = max(level, abs(value - other), SMALLEST), max(unit, grain(first) / 2)
        return lambda size: max(level, unit * size)

    def _beside(self, share: float) -> float:
        sizes = np.where(self.point == 0, self._size(), np.abs(self.point))
        return self._value(self.hand(self.point + share * sizes))

    def _size(self) -> float:
        return float(np.abs(self.point).max()) or 1.0

    def _number(self, value: Any) -> float:
        array = numbers(value, f"the value of {self.name}")
        if array.size != 1:
            raise InputError(
                f"take a gradient of {self.name}",
                f"it returns values of shape {array.shape}, and a gradient is of one number",
                "Return their mean or their sum",
            )
        return float(array.reshape(()))

    def _value(self, point: Any) -> float:
        try:
            with np.errstate(all="ignore"):
                return self._number(self.function(point))
        except Exception:  # noqa: BLE001  beside the point a function may raise anything, as math.log(-1) does
            return math.nan

    def slope(self, place: int) -> Measurement:
        """The slope for one entry, by its number.

        Raises
        ------
        DomainError
            There is a corner, a jump, or an end of what the function has values for.
        """

        def along(step: float) -> tuple[float, float]:
            moved = self.point.copy()
            moved.flat[place] += step
            point = self.hand(moved)
            return float(numbers(point, "a point").flat[place]) - float(self.point.flat[place]), self._value(point)

        found = measure(along, abs(float(self.point.flat[place])) or self._size(), self._noise)
        cannot = f"measure the slope of {self.name} for {entry(place, self.point.shape)}"
        if found.error == math.inf:
            raise DomainError(cannot, "it has no value a little beside the point", "Take a point further inside")
        if because := no_slope(along, found.start / 4, self._noise(abs(along(0.0)[1]))):
            raise DomainError(cannot, because, "Take another point, since this one has no slope")
        return found

    def autograd(self) -> Any:
        """What torch makes of the function, where it is installed and can run through it; else None."""
        torch = installed("torch")
        if torch is None:
            return None
        kind, place = (torch.float64, "cpu") if self._tensor is None else (self._tensor.dtype, self._tensor.device)
        try:
            point = torch.tensor(self.point, dtype=kind, device=place, requires_grad=True)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what torch says of functions that were not made for it
                [slopes] = torch.autograd.grad(self.function(point).reshape(()), point)
        except Exception:  # noqa: BLE001  a function that was not made for torch may raise anything
            return None
        return slopes.detach().cpu().double().numpy()

    def gradient(self, gradient: Any) -> tuple[Any, float]:
        """The gradient that is checked, at the point, in the shape of the point; and the grain of its numbers.

        Raises
        ------
        InputError
            It has another shape.
        """
        given = called(gradient, self.hand(self.point)) if callable(gradient) else gradient
        yours, shape = numbers(given, "a gradient"), self.point.shape
        if yours.shape == shape or yours.size == self.point.size == 1:
            return yours.reshape(shape), grain(given)
        raise InputError(
            f"compare a gradient of shape {yours.shape} with a point of shape {shape}",
            "each entry of the point has a slope of its own",
            _of_shape(yours.shape, shape),
        )


def _of_shape(yours: tuple[int, ...], shape: tuple[int, ...]) -> str:
    if math.prod(yours) == 1:
        return "Take a sum or a mean down the rows alone, with axis=0, not over everything"
    if yours == shape[::-1]:
        return "Transpose it, with .T"
    if math.prod(yours) == math.prod(shape):
        return f"Bring it to that shape, with .reshape({', '.join(map(str, shape))})"
    if yours[1:] == shape:
        return "It has one for each row: take their mean or their sum, with axis=0"
    return "Return one number for each entry, in the same place"
