"""Whether two formulas are one: by algebra where it reaches, else by values, with what only one of them asks for."""

import copy
import operator
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath import Comparison, InputError, Piecewise, cos, log, parse, same, sin, sqrt, symbols
from gdmath.comparing.algebra import MOST_POWER, MOST_TERMS, identical
from gdmath.expression import D, Expr, as_expr
from tests.library.oracles import NO_VALUE, exact
from tests.library.strategies import POINTS, expressions

w, b = symbols("w b")

SIGNED = st.builds(operator.mul, st.sampled_from((-1, 1)), POINTS)
PLACES = st.fixed_dictionaries({"w": SIGNED, "b": SIGNED})
SAID = [
    ("(w + b)^2", "w^2 + 2w*b + b^2", "the same, by algebra"),
    ("(w + b)/(w - b) - 1", "2b/(w - b)", "the same, by algebra"),
    ("w^3/w", "w^2", "the same, by algebra; w**3/w asks for w != 0"),
    ("w^-2", "1/(w*w)", "the same, by algebra"),
    ("1/w - 1/w", "0", "the same, by algebra; 1/w - 1/w asks for w != 0"),
    ("0.1w + 0.2w", "0.3w", "the same, by algebra"),
    ("0.1w + 0.2w", "0.30000000000000004w", "the same, by values"),
    ("w^(6/2)", "w*w*w", "the same, by algebra"),
    ("sin(w*b + 1)", "sin(1 + b*w)", "the same, by algebra"),
    ("sin(w)*pi/pi", "sin(w)", "the same, by algebra"),
    ("max(w, b) + max(w, b)", "2max(w, b)", "the same, by algebra"),
    ("b^w*b^w", "(b^w)^2", "the same, by algebra"),
    ("log(w, 2)", "ln(w)/ln(2)", "the same, by values"),
    ("sin(w)^2 + cos(w)^2", "1", "the same, by values"),
    ("sqrt(w^2 + 1)", "(w^2 + 1)^0.5", "the same, by values"),
    ("sigmoid(w)", "1/(1 + exp(-w))", "the same, by values"),
    ("2ln(w)", "ln(w*w)", "the same, by values; 2*log(w) asks for w > 0"),
    ("sqrt(w)*sqrt(w)", "w", "the same, by values; sqrt(w)*sqrt(w) asks for w >= 0"),
    ("w^0.5*w^-0.5", "1", "the same, by values; w**0.5*w**(-0.5) asks for w > 0"),
    ("ln(w)/ln(w)", "1", "the same, by algebra; log(w)/log(w) asks for log(w) != 0 and w > 0"),
    ("2w", "2w + 1e-300", "different: at w = 0, 2*w is 0 and 2*w + 1e-300 is 1e-300"),
    ("1 + w^2", "1 + w^2 + 1/10^40", "different, by algebra"),
    ("10^16", "10^16 + 1", "different, by algebra"),
    ("10^16*w + w", "10^16*w", "different, by algebra"),
    ("1.000000000000001w", "w", "different, by algebra"),
    ("tan(atan(w^2))", "w^2", "the same, by values; tan(atan(w**2)) asks for cos(atan(w**2)) != 0"),
    ("sec(atan(sinh(w)))", "cosh(w)", "the same, by values; sec(atan(sinh(w))) asks for cos(atan(sinh(w))) != 0"),
    ("cos(2^(3w))", "cos(8^w)", "the same, by values"),
    ("cos(sqrt(w^4) + b)", "cos(w^2 + b)", "the same, by values"),
    ("2", "3", "different: 2 is 2 and 3 is 3"),
    ("1.23456", "2.34567", "different: 1.23456 is 1.235 and 2.34567 is 2.346"),
    (
        "9007199254740991",
        "9007199254740990",
        "different: 9007199254740991 is 9007199254740991 and 9007199254740990 is 9007199254740990",
    ),
    ("w*1e300*1e300", "2w*1e300*1e300", "different, by algebra"),
    ("2pi", "6.2831853", "different: 2*pi is 6.28318531 and 6.2831853 is 6.2831853"),
]


@pytest.mark.parametrize(("left", "right", "said"), SAID)
def test_it_says_what_was_found_and_how(left: str, right: str, said: str) -> None:
    """Algebra first, then values; and what only one of the two asks for."""
    found = same(parse(left), parse(right))
    assert repr(found) == said
    assert bool(found) == found.equal == said.startswith("the same")
    assert bool(same(parse(right), parse(left))) == found.equal


def test_a_place_shows_that_they_differ() -> None:
    """With the values there."""
    found = same(2 * w, 2 * abs(w))
    assert not found
    assert found.place is not None
    assert found.values == (2 * found.place["w"], -2 * found.place["w"])
    assert re.fullmatch(r"different: at w = -0\.\d+, 2\*w is -0\.\d+ and 2\*Abs\(w\) is 0\.\d+", repr(found))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("|w|^n", "w^n"),
        ("sqrt(w^(2n))", "w^n"),
        ("Piecewise((0, w < 0), (1, True))", "step(w)"),
        ("sign(w)^2", "1"),
        ("Piecewise((0, w <= 0), (1, True))", "Piecewise((0, w < 0), (1, True))"),
    ],
)
def test_whole_numbers_tell_what_others_do_not(left: str, right: str) -> None:
    """Powers of negative numbers have values for whole exponents alone, and 0 is where steps are."""
    found = same(parse(left, symbols="w n"), parse(right, symbols="w n"))
    assert not found
    assert found.place is not None
    assert all(value == int(value) for value in found.place.values())


@pytest.mark.parametrize("factor", [2, w, w**2])
def test_two_underflows_are_no_values(factor: Expr) -> None:
    """Where all that is known of both is 0, nothing is told."""
    with pytest.raises(InputError, match="they have clear values together at too few of the places"):
        same(sin(w) ** 10000 * 1e-300 * 1e-300, sin(w) ** 10000 * 1e-300 * 1e-300 * factor)


def test_large_whole_numbers_are_rounded_as_others() -> None:
    """A whole number of more digits than a float has is off by its rounding, and so nothing is told from its sine."""
    large = 2**53
    with pytest.raises(InputError, match="at too few of the places"):
        same(sin(as_expr(large + 1)) * cos(1.0) + cos(as_expr(large + 1)) * sin(1.0), sin(as_expr(large + 2)))


def test_a_comparison_is_a_value() -> None:
    """It can be pickled and copied, and never changes."""
    for found in (same(2 * w, 3 * w), same(w**3 / w, w**2)):
        again = pickle.loads(pickle.dumps(found))
        assert (repr(again), again.place, again.values) == (repr(found), found.place, found.values)
        assert copy.copy(found) is found
    with pytest.raises(InputError, match="because it never changes"):
        found.equal = False
    place = same(2, 3).place
    assert place == {}
    with pytest.raises(InputError):
        place["w"] = 1.0
    assert isinstance(found, Comparison)


def test_numbers_may_be_given() -> None:
    """As everywhere."""
    assert same(w - w, 0)
    assert same(1, 1.0)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (
            sqrt(w),
            sqrt(-w - 1),
            "Cannot compare sqrt(w) with sqrt(-w - 1), because they have clear values together at too few of the",
        ),
        (sqrt(w**2) * 1e300 * 1e300, abs(w) * 1e300 * 1e300, "Cannot compare sqrt(w**2)*1e+300*1e+300 with Abs(w)"),
        (D(w**2, w), w, "Cannot compute D(w**2, w), because it is a derivative not yet taken."),
        ("w", w, "Cannot use 'w' in an expression, because str is neither"),
    ],
)
def test_what_cannot_be_compared_is_named(left: object, right: object, message: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(InputError) as caught:
        same(left, right)
    assert str(caught.value).startswith(message)


def test_algebra_knows_its_reach() -> None:
    """What would take too long, or is divided by zero everywhere, is left to values."""
    long = sum((w**power for power in range(60)), w)
    assert identical(long * long, long * long * 1) is None
    assert len(range(60)) ** 2 > MOST_TERMS
    assert identical(w ** (MOST_POWER + 1), w ** (MOST_POWER + 1)) is True
    assert identical(w ** (MOST_POWER + 1), w**MOST_POWER * w) is None
    assert identical(w / (w - w), w) is None
    assert identical((w - w) ** -1, w) is None
    large = (as_expr(2) ** 64) ** 64  # has 1,234 digits
    assert identical(w * large, large * w) is True
    huge = (as_expr(123456789) ** 64) ** 64
    assert identical(w * huge * huge, w) is None
    assert identical(log(w), w) is None
    assert identical(log(w), log(w, 2)) is None


@given(expressions(), expressions(), expressions())
def test_what_is_multiplied_out_is_the_same(left: Expr, middle: Expr, right: Expr) -> None:
    """For random parts, whatever is in them, unless they are too long; and it is never called different."""
    assert identical(left * (middle - right), left * middle - right * left) is not False
    assert identical(left, left) is not False


@given(expressions(), expressions(), expressions(), PLACES)
def test_algebra_does_not_contradict_values(left: Expr, middle: Expr, right: Expr, place: dict[str, float]) -> None:
    """What algebra calls one has one value where both have one."""
    for one, other in ((left, right), (left / (middle / right), left * right / middle)):
        if identical(one, other):
            try:
                values = exact(one, **place), exact(other, **place)
            except NO_VALUE:
                continue
            assert abs(values[0] - values[1]) <= 1e-30 * abs(values[0])


def test_a_piece_asks_for_nothing() -> None:
    """Where another one is taken, it needs no value."""
    pieces = Piecewise((log(w), w > 0), (log(-w), True))
    assert same(pieces, log(abs(w))).left_asks == ()
    assert repr(same(pieces, log(abs(w))).right_asks) == "(Abs(w) > 0,)"
