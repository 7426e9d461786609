"""A chain of formulas in numbers: values on the way forward, slopes or quotients between them, slopes of the end."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from gdmath.calculus import differentiate
from gdmath.errors import InputError
from gdmath.figures import given
from gdmath.names import symbols

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gdmath.expression import Expr

_MOST_STAGES = 5


class Chain(NamedTuple):
    """The names of the nodes, their values, and how much each changes for a change of the one before it.

    With the sign d these are slopes, with the sign Δ quotients of the changes that a nudge has made.
    """

    names: list[str]
    values: list[float]
    slopes: list[float]
    sign: str = "d"
    changes: Sequence[float] = ()

    def name(self, after: int, before: int) -> str:
        """Return the name of the slope of one node in another, by their places."""
        return f"{self.sign}{self.names[after]}/{self.sign}{self.names[before]}"

    def slope_names(self) -> list[str]:
        """Return the name of each slope, in order."""
        return [self.name(place + 1, place) for place in range(len(self.slopes))]

    def upstream(self, place: int) -> float:
        """Return the slope of the last node in another: the product of all slopes after it."""
        return math.prod(self.slopes[place:])


def computed(stages: Mapping[str, Expr], first: str, values: Mapping[str, float]) -> Chain:
    """Return the values and the slopes of a chain from its first letter; see `plot_chain` for what is refused."""
    if not 1 <= len(stages) <= _MOST_STAGES:
        raise InputError(
            f"draw a chain of {len(stages)} stages",
            "the picture has room for one to five",
            "Pass one to five formulas by name, such as {'z': w*x, 'a': sigmoid(z)}",
        )
    names, known, slopes = [first], dict(values), []
    for name, formula in stages.items():
        before = names[-1]
        _check_stage(name, given.formula(formula, f"draw the stage {name}"), names)
        slopes.append(differentiate(formula, symbols(before)).tidied.evaluate(**known))
        known[name] = formula.evaluate(**known)
        names.append(name)
    return Chain(names, [known[name] for name in names], slopes)


def nudged(chain: Chain, stages: Mapping[str, Expr], values: Mapping[str, float], nudge: float) -> Chain:
    """Return the chain with the changes that a nudge of its first node makes, and their quotients."""
    known = dict(values) | {chain.names[0]: chain.values[0] + nudge}
    for name, formula in stages.items():
        known[name] = formula.evaluate(**known)
    changes = [known[name] - value for name, value in zip(chain.names, chain.values, strict=True)]
    for name, change in zip(chain.names, changes, strict=True):
        if not change:
            raise InputError(
                f"follow the nudge {nudge!r} of {chain.names[0]}",
                f"it does not change {name}, and nothing can be divided by no change",
                "Choose another nudge, or another place",
            )
    quotients = [after / before for before, after in pairwise(changes)]
    return Chain(chain.names, chain.values, quotients, "Δ", changes)


def _check_stage(name: str, formula: Expr, names: Sequence[str]) -> None:
    """Refuse a stage that is no link from the one before it to the next."""
    if name in names:
        raise InputError(f"draw {name} twice in a chain", "each stage needs a name of its own", "Rename one of them")
    *earlier, before = names
    letters = set(map(str, formula.free_symbols))
    if before not in letters:
        raise InputError(
            f"draw {name} = {formula} as a stage",
            f"it does not contain {before}, the stage before it",
            "Pass the stages in their order",
        )
    for back in earlier:
        if back in letters:
            raise InputError(
                f"draw {name} = {formula} as a stage",
                f"it contains {back}, which is further back than the stage before it",
                "Give each stage one way in",
            )
