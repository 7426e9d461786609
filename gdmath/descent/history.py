"""What a descent leaves behind: every step, and how it ended."""

from __future__ import annotations

from typing import NamedTuple

from gdmath.alone import installed
from gdmath.errors import InputError
from gdmath.frozen import Frozen, read_only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

_SHOWN = 3  # rows at each end of a table


class Row(NamedTuple):
    """What was true after so many steps, in the order in which a callback gets it."""

    step: int
    parameters: Any
    cost: float
    gradient: Any


class History(Frozen):
    """Every step of a descent, and how it ended. Row k is what was true after k steps.

    ``history[k]`` is that row, with ``step``, ``parameters``, ``cost`` and ``gradient``; ``history[-1]`` is the last, a
    slice is a tuple of rows, and ``len(history)`` counts them. Two histories are equal if every number of them is.

    Attributes
    ----------
    names : tuple of str
        What each parameter is called.
    learning_rate : float
        How far each step went against the gradient.
    parameters : sequence, shape (steps + 1, parameters)
        Where the descent was: rows like tuples of floats for an expression, otherwise a read-only NumPy array.
    cost : sequence, shape (steps + 1,)
        The cost there; in mini-batches, over the batch whose turn it was.
    gradient : sequence, shape (steps + 1, parameters)
        The gradient there, over the same rows.
    status : {"converged", "stopped", "not converged", "diverged"}
        How the descent ended: "converged" if no entry of the gradient was above the tolerance, which is no proof of
        a lowest point, and "stopped" by the callback or by Ctrl-C.
    reason : str
        Why it ended, in one sentence with its numbers.

    Examples
    --------
    >>> from gdmath import gradient_descent, symbols
    >>> w = symbols("w")
    >>> history = gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25, max_steps=2)
    >>> history.parameters
    ((0.0,), (1.5,), (2.25,))
    >>> history.cost
    (9.0, 2.25, 0.5625)
    >>> print(history.reason)
    After max_steps=2 the largest entry of the gradient is 1.5, above tolerance=1e-08.
    >>> history
    History: 2 steps, J from 9 to 0.5625 at w = 2.25. Not converged.
    >>> history[1]
    Row(step=1, parameters=(1.5,), cost=2.25, gradient=(-3.0,))
    """

    __slots__ = ("names", "learning_rate", "parameters", "cost", "gradient", "status", "reason")  # noqa: RUF023 - of __init__

    names: tuple[str, ...]
    learning_rate: float
    parameters: Any
    cost: Any
    gradient: Any
    status: str
    reason: str

    def __init__(  # noqa: PLR0913, PLR0917 - one for each attribute
        self,
        names: tuple[str, ...],
        learning_rate: float,
        parameters: Any,
        cost: Any,
        gradient: Any,
        status: str,
        reason: str,
    ) -> None:
        self._set(names=names, learning_rate=learning_rate, status=status, reason=reason)
        self._set(parameters=read_only(parameters), cost=read_only(cost), gradient=read_only(gradient))

    def __reduce__(self) -> tuple[Any, ...]:
        return History, tuple(getattr(self, name) for name in self.__slots__)

    def _values(self) -> tuple[Any, ...]:
        columns = (self.parameters, self.cost, self.gradient)
        return self.names, self.learning_rate, self.status, self.reason, *(column.tobytes() for column in columns)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if isinstance(other, History) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __len__(self) -> int:
        return len(self.cost)

    def __getitem__(self, step: Any) -> Any:
        try:
            places = range(len(self))[step]
        except (TypeError, IndexError) as error:
            raise InputError(
                f"look up the step {step!r} of a descent",
                f"it has the steps 0 to {self.steps:,}",
                "Pass one of these, or a slice of them; a column is history.cost, or in history.to_frame()",
            ) from error
        return tuple(map(self._row, places)) if isinstance(places, range) else self._row(places)

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, range(len(self)))

    def _row(self, step: int) -> Row:
        return Row(step, self.parameters[step], float(self.cost[step]), self.gradient[step])

    @property
    def converged(self) -> bool:
        """Whether the descent came to where no entry of the gradient was above the tolerance."""
        return self.status == "converged"

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.cost) - 1

    @property
    def last(self) -> dict[str, float]:
        """The parameters after the last step, by name."""
        return {name: float(value) for name, value in zip(self.names, self.parameters[-1], strict=True)}

    def to_frame(self) -> pd.DataFrame:
        """Return a table with a row for each step.

        Returns
        -------
        pandas.DataFrame
            Indexed by "step"; a column for each parameter, "cost", and a column for each entry of the gradient:
            "dJ/dw", or "∂J/∂w" and others where there are several, as in `check_gradient`.

        Raises
        ------
        InputError
            pandas is not installed; `to_text` needs nothing.

        Examples
        --------
        >>> from gdmath import gradient_descent, symbols
        >>> w = symbols("w")
        >>> gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25, max_steps=2).to_frame()
                 w    cost  dJ/dw
        step
        0     0.00  9.0000   -6.0
        1     1.50  2.2500   -3.0
        2     2.25  0.5625   -1.5
        """
        pandas = installed("pandas")
        if pandas is None:
            because, instead = "pandas is not installed", "Print history.to_text(), or take history.cost"
            raise InputError("make a frame of a descent", because, instead)
        import numpy as np

        columns = [*self.names, "cost", *self._slopes()]
        table = np.column_stack([self.parameters, self.cost, self.gradient])
        frame: pd.DataFrame = pandas.DataFrame(table, columns=columns).rename_axis("step")
        return frame

    def to_text(self) -> str:
        """Return the table that a notebook shows, as text: the first rows and the last ones, in six digits.

        Returns
        -------
        str
            A line for each row, below the names that `to_frame` has; of more than four parameters the cost alone.

        Examples
        --------
        >>> from gdmath import gradient_descent, symbols
        >>> w = symbols("w")
        >>> print(gradient_descent((w - 3)**2, {w: 0.0}, learning_rate=0.25, max_steps=2).to_text())
        step     w    cost  dJ/dw
           0     0       9     -6
           1   1.5    2.25     -3
           2  2.25  0.5625   -1.5
        """
        names, rows = self._table()
        if len(rows) < len(self):
            rows.insert(_SHOWN, ["…"] * len(names))
        widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
        lines = [[f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)] for row in (names, *rows)]
        return "\n".join("  ".join(line) for line in lines)

    def __repr__(self) -> str:
        place = ", ".join(f"{name} = {value:.6g}" for name, value in self.last.items())
        taken = "1 step" if self.steps == 1 else f"{self.steps} steps"
        ends = f"J from {float(self.cost[0]):.6g} to {float(self.cost[-1]):.6g}"
        return f"History: {taken}, {ends} at {place}. {self.status.capitalize()}."

    def _slopes(self) -> list[str]:
        d = "d" if len(self.names) == 1 else "∂"
        return [f"{d}J/{d}{name}" for name in self.names]

    def _table(self) -> tuple[list[str], list[list[str]]]:
        """The names of the columns that are shown, and the rows at both ends, as text."""
        wide = len(self.names) > 4
        names = ["cost"] if wide else [*self.names, "cost", *self._slopes()]
        ends = self[:] if len(self) <= 2 * _SHOWN else (*self[:_SHOWN], *self[-_SHOWN:])
        rows = [[str(row.step), *(f"{value:.6g}" for value in ([row.cost] if wide else _flat(row)))] for row in ends]
        return ["step", *names], rows

    def _repr_html_(self) -> str:
        names, rows = self._table()
        head = "".join(f'<th scope="col">{name}</th>' for name in names)
        body = "".join(
            f'<tr><th scope="row">{step}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
            for step, *cells in rows
        )
        which = "" if len(rows) == len(self) else f" The first and the last {_SHOWN} rows of {len(self):,}."
        return f"<table><caption>{self!r}{which}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _flat(row: Row) -> list[float]:
    return [*row.parameters, row.cost, *row.gradient]
