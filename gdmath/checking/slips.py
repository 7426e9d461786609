"""The slips that people make in a gradient of their own, each known by what it does to the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Sample(NamedTuple):
    """A gradient at one point, the measured slopes there, and how far these may be off: arrays of one shape."""

    point: Any
    yours: Any
    slopes: Any
    errors: Any

    def fits(self, mended: Any) -> bool:
        """Whether a gradient without the slip is the measured one."""
        if mended.shape != self.slopes.shape:
            return False
        # What is made larger on the way brings its own error along.
        stretch = np.maximum(
            1.0, np.abs(np.divide(mended, self.yours, out=np.ones_like(mended), where=self.yours != 0))
        )
        return bool((np.abs(mended - self.slopes) <= self.errors * stretch).all())


def slip(samples: Sequence[Sample]) -> str:
    """What is wrong in words, if one slip explains the gradient at every point that was tried; else nothing."""
    if not any(sample.yours.any() for sample in samples):
        return "It is zero wherever it was asked: look whether anything comes out of it"
    several = len(samples) > 1 or samples[0].yours.size > 1  # one number alone can be explained in any way
    for mend, words in _SLIPS + _INSIDE * several:
        if all(sample.fits(mend(sample)) for sample in samples):
            return words
    return _one_for_all(samples) or _factor(samples, several=several) or _factors(samples)


_SLIPS: list[tuple[Callable[[Sample], Any], str]] = [
    (lambda each: -each.yours, "It has the opposite sign: change it"),
    (
        lambda each: each.yours / 2,
        "It is twice as large: look for a 2 that is there two times, or for a 1/2 that is not",
    ),
    (lambda each: each.yours * 2, "It is half as large: look for the 2 that comes down from a square"),
    (lambda each: each.yours.T, "It is transposed: take .T of it"),
    (lambda each: each.yours.ravel()[::-1].reshape(each.yours.shape), "Its entries stand in reverse: turn them round"),
]
_INSIDE: list[tuple[Callable[[Sample], Any], str]] = [
    (
        lambda each: each.yours * each.point,
        "It lacks a factor, the entry itself: look for the derivative of what stands inside, by the chain rule",
    ),
    (
        lambda each: each.yours * 2 * each.point,
        "It lacks a factor, twice the entry: look for the derivative of the square inside, by the chain rule",
    ),
]


def _one_for_all(samples: Sequence[Sample]) -> str:
    if any(sample.yours.size == 1 for sample in samples):
        return ""
    if all((sample.yours == sample.yours.flat[0]).all() for sample in samples):
        return "It is one number for all entries: a mean or a sum goes down the rows alone, with axis=0"
    if all(sample.yours.ndim > 1 and (sample.yours == sample.yours[0]).all() for sample in samples):
        return "It is one row for all rows: each has a slope of its own"
    return ""


def _factor(samples: Sequence[Sample], *, several: bool) -> str:
    """One factor for all entries at all points."""
    flat = samples[0].slopes.ravel()
    ratio = float(flat.dot(samples[0].yours.ravel()) / flat.dot(flat))
    if abs(abs(ratio) - 1) < 1e-3 or not ratio or not all(sample.fits(sample.yours / ratio) for sample in samples):
        return ""
    sign, size = "of the opposite sign, and " * (ratio < 0), abs(ratio)
    if size > 1 and abs(size - round(size)) < 1e-4 * size:
        return f"It is {sign}{round(size):,d} times as large: look for a sum where a mean is due"
    if size < 1 and abs(1 / size - round(1 / size)) < 1e-4 / size:
        many = f"{round(1 / size):,d}"
        return f"It is {sign}{many} times too small: look for a mean where a sum is due, or for a missing factor {many}"
    inside = "such as the derivative of what stands inside, by the chain rule"
    return f"It is {sign}{size:.5g} times as large: look for a constant factor, {inside}" * several


def _factors(samples: Sequence[Sample]) -> str:
    """A factor for each entry, the same at every point: the derivative of w1*x1 + w2*x2 that is left out."""
    if len(samples) < 2 or not all(sample.yours.all() for sample in samples):
        return ""
    factors = samples[0].slopes / samples[0].yours
    near = np.abs(np.abs(factors) - 1).max() < 1e-3
    if near or not all(sample.fits(sample.yours * factors) for sample in samples[1:]):
        return ""
    return (
        f"Each entry lacks a constant factor of its own ({', '.join(f'{factor:.4g}' for factor in factors.flat[:4])}): "
        "look for the derivative of what stands inside, by the chain rule"
    )
