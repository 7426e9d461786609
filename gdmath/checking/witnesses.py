"""What several computations of one gradient say, side by side, and how far they may differ."""

from __future__ import annotations

from types import MappingProxyType

from gdmath.errors import InputError, WitnessError
from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    Values = Mapping[str, Mapping[str, float]]

RULES_SAY, SHOWN, ERROR = "our rules", "shown on the page", "its error"
AUTOGRAD, BY_SYMPY = "torch autograd", "sympy"
LIBRARY = {AUTOGRAD: "torch", BY_SYMPY: "sympy"}  # what has to be installed for a witness to be asked
# Relative tolerances: of numbers found with fifty digits or more, and of what is shown, which is a float32.
EXACT, SINGLE = 1e-14, 1e-6
# How many times the bound of what rounding takes may be used up: torch and NumPy compute in another order than ours.
ROOM = 8
SMALLEST = 2.0**-1072  # what lies below is no float any more
MOST_SHOWN = 12  # gradients side by side in a table

_INSTEAD = {
    RULES_SAY: "Write the formula so that no large numbers cancel or vanish on the way, or take another point",
    "central difference": "Look whether the cost is smooth there; then at gdmath/rules.py",
    SHOWN: "Look whether what is shown is this gradient at this point",
}


class Witnesses(Frozen):
    """Gradients on which all witnesses agree; shows itself as a small table.

    Attributes
    ----------
    values : mapping
        For each gradient, such as "dJ/dw", the number that each witness gives.
    place : str
        Where, such as "at w = 1".
    absent : tuple of str
        The witnesses that were not asked, because what computes them is not installed.

    Examples
    --------
    >>> from gdmath import check_gradient, symbols
    >>> w = symbols("w")
    >>> check_gradient(w * 1.001, [w], {"w": 1.0}, name="l")["w"]
    1.001
    """

    __slots__ = ("absent", "place", "values")
    values: Values
    place: str
    absent: tuple[str, ...]

    def __init__(self, values: Values, place: str = "", absent: Iterable[str] = ()) -> None:
        frozen = {name: MappingProxyType(dict(row)) for name, row in values.items()}
        self._set(values=MappingProxyType(frozen), place=place, absent=tuple(absent))

    def __reduce__(self) -> tuple[Any, ...]:
        return Witnesses, ({name: dict(row) for name, row in self.values.items()}, self.place, self.absent)

    def __getitem__(self, parameter: str) -> float:
        """What is checked, our rules or your own gradient, for one parameter by its name."""
        for name, row in self.values.items():
            if name.rpartition("/")[2] in {f"d{parameter}", f"∂{parameter}"}:
                return next(iter(row.values()))
        raise InputError(
            f"look up the gradient by {parameter!r}",
            f"the gradients are {list(self.values)!r}",
            "Name a parameter",
        )

    def __repr__(self) -> str:
        rows = [
            f"{name}: "
            + ", ".join(f"{witness} {value:{'.1g' if witness == ERROR else '.10g'}}" for witness, value in row.items())
            for name, row in self.values.items()
        ]
        return "\n".join([*rows, *self._missing()])

    def _missing(self) -> list[str]:
        """In a sentence which witnesses were not asked, if there are any."""
        missing = " and ".join(f"{witness} ({LIBRARY[witness]} is not installed)" for witness in self.absent)
        return [f"Not asked: {missing}."] if missing else []

    def _repr_html_(self) -> str:
        table = dict(list(self.values.items())[:MOST_SHOWN])
        more = f", … ({len(self.values):,d} in all)" * (len(table) < len(self.values))
        names = ", ".join(table) + more
        place = f" {self.place}" * bool(self.place)
        gradients = "".join(f'<th scope="col">{name}</th>' for name in table)
        witnesses = dict.fromkeys(witness for row in table.values() for witness in row)
        body = "".join(
            f'<tr><th scope="row">{witness}</th>'
            + "".join(f"<td>{_shown(row, witness)}</td>" for row in table.values())
            + "</tr>"
            for witness in witnesses
        )
        return (
            f'<details class="gd-witnesses"><summary>Witnesses: {names}</summary><table>'
            f"<caption>{' '.join([f'{names}{place}, computed independently.', *self._missing()])}</caption>"
            f'<thead><tr><th scope="col">Witness</th>{gradients}</tr></thead>'
            f"<tbody>{body}</tbody></table></details>"
        )


def _shown(row: Mapping[str, float], witness: str) -> str:
    if witness not in row:
        return "–"
    digits = ".10f" if ERROR not in row else ".1g" if witness == ERROR else ".10g"
    return f"{row[witness]:{digits}}".replace("-", "−")


def compare(values: Values, exact: Mapping[str, Any], allowed: Mapping[str, Mapping[str, Any]]) -> None:
    """Insist that every witness is as near to the exact value of our rules as its own error lets it be.

    Raises
    ------
    WitnessError
        One is not.
    """
    for gradient, row in values.items():
        for witness, value in row.items():
            if not abs(value - exact[gradient]) <= allowed[gradient][witness]:  # false of what is not a number
                raise WitnessError(
                    f"show the gradient {gradient}",
                    _disagreement(row[RULES_SAY], exact[gradient], witness, value),
                    _INSTEAD.get(witness, "Look at the row of gdmath/rules.py that its derivation used"),
                )


def _disagreement(ours: float, exact: Any, witness: str, value: float) -> str:
    if witness == RULES_SAY:
        return f"{RULES_SAY} give {ours!r}, and {float(exact)!r} when they are computed with more digits"
    has_value = value == value  # noqa: PLR0124  nan alone differs from itself
    return f"{RULES_SAY} give {ours!r} and {witness} " + (f"gives {value!r}" if has_value else "has no value there")
