"""What several computations of one gradient say, side by side, and how far they may differ."""

from __future__ import annotations

import math

from gdmath.errors import InputError, WitnessError
from gdmath.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    Values = dict[str, dict[str, float]]

RULES_SAY, SHOWN = "our rules", "shown on the page"
# Relative and absolute tolerance of each witness beside the rules; the shown value is a float32.
TOLERANCES = {
    "Neuron.gradient": (1e-10, 1e-15),
    "torch autograd": (1e-10, 1e-15),
    "sympy": (1e-10, 1e-15),
    "central difference": (1e-6, 1e-9),
    SHOWN: (1e-6, 1e-8),
}


_INSTEAD = {
    "central difference": (
        "Look whether the cost is smooth there, and changes little over so small a step; then at gdmath/rules.py"
    ),
    SHOWN: "Look whether what is shown is this gradient at this point",
}


class Witnesses(Frozen):
    """Gradients on which all witnesses agree; shows itself as a small table.

    Attributes
    ----------
    values : dict
        For each gradient, such as "dJ/dw", the number that each witness gives.
    place : str
        Where, such as "at w = 1".

    Examples
    --------
    >>> from gdmath import check_gradient, symbols
    >>> w = symbols("w")
    >>> check_gradient(w * 1.001, [w], {"w": 1.0}, name="l")["w"]
    1.001
    """

    __slots__ = ("place", "values")
    values: Values
    place: str

    def __init__(self, values: Values, place: str = "") -> None:
        self._set(values=values, place=place)

    def __getitem__(self, parameter: str) -> float:
        """What our rules give for one parameter, by its name."""
        for name, row in self.values.items():
            if name.rpartition("/")[2] in {f"d{parameter}", f"∂{parameter}"}:
                return row[RULES_SAY]
        raise InputError(
            f"look up the gradient by {parameter!r}",
            f"the gradients are {list(self.values)!r}",
            "Name a parameter",
        )

    def __repr__(self) -> str:
        return "\n".join(
            f"{name}: " + ", ".join(f"{witness} {value:.10g}" for witness, value in row.items())
            for name, row in self.values.items()
        )

    def _repr_html_(self) -> str:
        names = ", ".join(self.values)
        place = f" {self.place}" * bool(self.place)
        gradients = "".join(f'<th scope="col">{name}</th>' for name in self.values)
        witnesses = dict.fromkeys(witness for row in self.values.values() for witness in row)
        body = "".join(
            f'<tr><th scope="row">{witness}</th>'
            + "".join(f"<td>{_shown(row.get(witness))}</td>" for row in self.values.values())
            + "</tr>"
            for witness in witnesses
        )
        return (
            f'<details class="gd-witnesses"><summary>Witnesses: {names}</summary><table>'
            f"<caption>{names}{place}, computed independently.</caption>"
            f'<thead><tr><th scope="col">Witness</th>{gradients}</tr></thead>'
            f"<tbody>{body}</tbody></table></details>"
        )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.10f}".replace("-", "−")


def compare(values: Values) -> None:
    """Insist that every witness agrees with our rules.

    Raises
    ------
    WitnessError
        One does not.
    """
    for gradient, row in values.items():
        ours = row[RULES_SAY]
        for witness, value in row.items():
            relative, absolute = TOLERANCES.get(witness, (0.0, 0.0))
            if not math.isclose(ours, value, rel_tol=relative, abs_tol=absolute):
                raise WitnessError(
                    f"show the gradient {gradient}",
                    f"{RULES_SAY} give {ours!r} and {witness} gives {value!r}",
                    _INSTEAD.get(witness, "Look at the row of gdmath/rules.py that its derivation used"),
                )
