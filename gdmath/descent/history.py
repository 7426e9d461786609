"""What a descent leaves behind: every step, and how it ended."""

from __future__ import annotations

from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import pandas as pd


class History(Frozen):
    """Every step of a descent, and how it ended. Row k is what was true after k steps.

    Attributes
    ----------
    names : tuple of str
        What each parameter is called.
    learning_rate : float
        How far each step went against the gradient.
    parameters : sequence, shape (steps + 1, parameters)
        Where the descent was: tuples of floats for an expression, otherwise a read-only NumPy array.
    cost : sequence, shape (steps + 1,)
        The cost there; in mini-batches, over the batch whose turn it was.
    gradient : sequence, shape (steps + 1, parameters)
        The gradient there, over the same rows.
    status : {"converged", "stopped", "not converged", "diverged"}
        How the descent ended.
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
        self._set(names=names, learning_rate=learning_rate, parameters=parameters, cost=cost, gradient=gradient)
        self._set(status=status, reason=reason)

    def __reduce__(self) -> tuple[Any, ...]:
        return History, tuple(getattr(self, name) for name in self.__slots__)

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
            Indexed by "step"; a column for each parameter, "cost", and a column such as "dJ/dw" for each entry of
            the gradient.

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
        import numpy as np
        import pandas as pd

        columns = [*self.names, "cost", *(f"dJ/d{name}" for name in self.names)]
        table = np.column_stack([self.parameters, self.cost, self.gradient])
        return pd.DataFrame(table, columns=columns).rename_axis("step")

    def __repr__(self) -> str:
        place = ", ".join(f"{name} = {value:.6g}" for name, value in self.last.items())
        taken = "1 step" if self.steps == 1 else f"{self.steps} steps"
        ends = f"J from {float(self.cost[0]):.6g} to {float(self.cost[-1]):.6g}"
        return f"History: {taken}, {ends} at {place}. {self.status.capitalize()}."
