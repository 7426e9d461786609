"""Random expressions for property tests, and how many of them: fewer where time is short, the same ones under CI."""

import operator
import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from gdmath.cases import Max, Min, Piecewise
from gdmath.expression import Expr, as_expr
from gdmath.functions import FUNCTIONS, Function, log
from gdmath.names import symbols

settings.register_profile(
    "gdmath",
    deadline=None,
    max_examples=60,
    # An expression without a value at the drawn point is thrown away, and many have none.
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("gdmath"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "gdmath")

W, B = symbols("w b")


def with_type(value: object) -> str:
    """Name a value in the name of a test: an older NumPy writes its numbers as Python does."""
    return f"{type(value).__name__} {value!r}"


SMOOTH = [function for name, function in FUNCTIONS.items() if name not in {"relu", "step", "Abs", "sign"}]

# Halves and quarters are exact in binary, so a sum of them that tidying works out is exact too.
NUMBERS = st.one_of(st.integers(0, 4), st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0]))
ANY_NUMBERS = st.one_of(st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False))
# Where each function has a value; the others have one at every positive number.
INSIDE = {
    **dict.fromkeys(("asin", "acos", "atanh"), (-0.75, -0.125, 1e-3, 0.25, 0.5, 0.875)),
    **dict.fromkeys(("asec", "acsc", "acoth"), (-7.0, -1.25, 1.25, 1.5, 2.5, 7.0)),
    "acosh": (1.25, 1.5, 2.5, 7.0),
    "asech": (0.125, 0.25, 0.5, 0.875),
}
ANYWHERE = (1e-3, 0.25, 0.5, 1.0, 2.5, 7.0)
POINTS = st.integers(1, 240).map(lambda place: place / 80)  # of (0, 3]


def expressions(
    leaves: Any = (W, B), *, numbers: Any = NUMBERS, functions: list[Function] | None = None, size: int = 10
) -> st.SearchStrategy[Expr]:
    """Draw formulas of these letters, with at most `size` leaves, made by every operator and function."""
    function = st.sampled_from(functions or list(FUNCTIONS.values()))

    def larger(part: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        return st.one_of(
            st.builds(lambda f, u: f(u), function, part),
            st.builds(lambda u: -u, part),
            st.builds(lambda u, v: u + v, part, part),
            st.builds(lambda u, v: u - v, part, part),
            st.builds(lambda u, v: u * v, part, part),
            st.builds(lambda u, v: u / v, part, part),
            st.builds(lambda u, n: u**n, part, numbers.map(as_expr)),
            st.builds(lambda u, v: u**v, part, part),
        )

    drawn = st.recursive(st.one_of(st.sampled_from(leaves), numbers.map(as_expr)), larger, max_leaves=size)
    return st.one_of(drawn, larger(drawn))  # Hypothesis by itself stays small


def with_cases(leaves: Any = (W, B), *, numbers: Any = NUMBERS, size: int = 4) -> st.SearchStrategy[Expr]:
    """Draw formulas that have `Max`, `Min`, `Piecewise` with any conditions, and logarithms with a base in them."""
    part = expressions(leaves, numbers=numbers, size=size)
    comparison = st.builds(
        lambda u, v, compare: compare(u, v),
        part,
        part,
        st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge]),
    )
    condition = st.recursive(
        comparison,
        lambda k: st.builds(lambda u, v, join: join(u, v), k, k, st.sampled_from([operator.and_, operator.or_])),
        max_leaves=4,
    )
    return st.recursive(
        part,
        lambda inner: st.one_of(
            st.builds(Max, inner, inner),
            st.builds(Min, inner, inner, inner),
            st.builds(log, inner, inner),
            st.builds(lambda u, k: Piecewise((u, k)), inner, condition),
            st.builds(lambda u, k, v: Piecewise((u, k), (v, True)), inner, condition, inner),
            st.builds(lambda u, v, f: f(u, v), inner, inner, st.sampled_from(_BINARY)),
            st.builds(lambda u, f: f(u), inner, st.sampled_from([operator.neg, *FUNCTIONS.values()])),
        ),
        max_leaves=6,
    )


_BINARY = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
