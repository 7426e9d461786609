"""The rows of a descent while it runs, and its columns when it has ended, in eight bytes a number.

The last few rows wait as Python objects, which costs a step next to nothing; the others are packed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from struct import pack

from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Rows = tuple[list[Any], list[float], list[Any]]  # points, costs and gradients

BLOCK = 1024  # rows that are packed at a time


class Column(Frozen, Sequence):  # type: ignore[type-arg]  # a base class is made when it is read: [Any] would import `typing`
    """Floats, or rows of floats as tuples, which nobody can change; equal to a tuple of the same.

    Parameters
    ----------
    packed : bytes
        The floats as the machine has them, row by row.
    width : int
        How many make a row; 0 if there are no rows, but single floats.
    """

    __slots__ = ("_numbers", "_width")
    _numbers: memoryview[float]
    _width: int

    def __init__(self, packed: bytes, width: int) -> None:
        self._set(_numbers=memoryview(packed).cast("d"), _width=width)

    def tobytes(self) -> bytes:
        """The floats as the machine has them."""
        return self._numbers.tobytes()

    def __len__(self) -> int:
        return len(self._numbers) // (self._width or 1)

    def __getitem__(self, place: Any) -> Any:
        places = range(len(self))[place]
        return tuple(map(self._row, places)) if isinstance(places, range) else self._row(places)

    def _row(self, place: int) -> Any:
        width = self._width
        return tuple(self._numbers[place * width : (place + 1) * width]) if width else self._numbers[place]

    def __iter__(self) -> Iterator[Any]:
        numbers = iter(self._numbers)
        return zip(*[numbers] * self._width, strict=True) if self._width else numbers

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, (tuple, Column)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        import numpy as np

        numbers: Any = self._numbers
        table = np.frombuffer(numbers).reshape((len(self), self._width)[: 1 + bool(self._width)])
        return table.astype(dtype or float, copy=bool(copy))

    def __reduce__(self) -> tuple[Any, ...]:
        return Column, (self.tobytes(), self._width)


class Kept:
    """The rows of a descent; those that are not packed yet are `rows`, three lists to be added to."""

    def __init__(self) -> None:
        # Both in one place, so that an interrupt finds each row in exactly one of them.
        self._state: tuple[tuple[Any, ...], Rows] = ((), ([], [], []))

    @property
    def rows(self) -> Rows:
        """The lists of points, costs and gradients."""
        return self._state[1]

    @property
    def count(self) -> int:
        """How many rows are complete."""
        blocks, rows = self._state
        return sum(len(costs) for _, costs, _ in blocks) // 8 + min(map(len, rows))

    def pack(self) -> Rows:
        """Pack the rows, and return new lists for those to come."""
        blocks, rows = self._state
        self._state = (*blocks, tuple(map(_packed, rows))), ([], [], [])
        return self.rows

    def columns(self, like: Any) -> tuple[Any, Any, Any]:
        """All points, costs and gradients, in tables that nobody can change; a row that is not complete is left out.

        Parameters
        ----------
        like : tuple, array or tensor
            One of the points.
        """
        blocks, rows = self._state
        if complete := min(map(len, rows)):
            blocks = *blocks, tuple(_packed(column[:complete]) for column in rows)
        points, costs, slopes = map(b"".join, zip(*blocks, strict=True))
        if isinstance(like, tuple):
            return Column(points, len(like)), Column(costs, 0), Column(slopes, len(like))
        import numpy as np

        dtype = str(like.dtype).removeprefix("torch.").replace("bfloat16", "float32")
        count = len(costs) // 8
        shape = count, len(points) // count // np.dtype(dtype).itemsize
        return np.ndarray(shape, dtype, points), np.ndarray(count, float, costs), np.ndarray(shape, dtype, slopes)


def _packed(rows: list[Any]) -> bytes:
    """Points or costs as the machine has them, of the precision that they have."""
    if isinstance(rows[0], float):
        return pack(f"{len(rows)}d", *rows)
    if isinstance(rows[0], tuple):
        return pack(f"{len(rows) * len(rows[0])}d", *chain.from_iterable(rows))
    return _of_tensors(rows) if hasattr(rows[0], "clone") else b"".join(rows)


def _of_tensors(rows: list[Any]) -> bytes:
    import torch

    table = torch.stack(rows).cpu()
    table = table.float() if table.dtype == torch.bfloat16 else table  # NumPy has no bfloat16
    return bytes(table.numpy().tobytes())
