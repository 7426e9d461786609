"""What is done where a large library is not installed, as in the browser."""

from __future__ import annotations

import operator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def installed(name: str) -> Any:
    """A library by its name, or None where it is not installed, as in the browser."""
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None


def total(values: Sequence[float]) -> float:
    """The sum of up to 8,192 floats to the bit that NumPy finds, which adds them in eights and then pair by pair.

    Examples
    --------
    >>> total([0.1] * 10), 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1
    (1.0, 0.9999999999999999)
    """
    from functools import reduce

    count = len(values)
    if count > 128:
        half = count // 2 - count // 2 % 8
        return total(values[:half]) + total(values[half:])
    # Not `sum`, which newer Pythons compensate for what each addition loses.
    even = count - count % 8
    eights = [reduce(operator.add, values[place:even:8]) for place in range(8 * bool(even))]
    while len(eights) > 1:
        eights = [one + other for one, other in zip(eights[::2], eights[1::2], strict=True)]
    return reduce(operator.add, values[even:], *eights or [-0.0])
