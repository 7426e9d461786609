"""Whether two formulas are one: at places of every sign and size, told apart beyond rounding, and never by guess."""

from itertools import product

import mpmath
import pytest
from hypothesis import given

from gdmath import InputError, parse, symbols
from gdmath.comparing.values import CLEAR, ROUNDING, _power, equal, known, places
from gdmath.expression import D, Expr
from gdmath.practice import Formula
from tests.library.oracles import LARGEST, NO_VALUE, exact
from tests.library.strategies import expressions

w = symbols("w")

SAME = [
    ("2w", "w + w"),
    ("8w^3", "8w^2*w"),
    ("8w^3", "8w^(6/2)"),
    ("w^2", "w^3/w"),
    ("w^2", "|w|^2"),
    ("2w", "2relu(w) - 2relu(-w)"),
    ("w ln(w)", "w ln|w|"),  # the right one has values for positive letters alone
    ("sqrt(w)", "w^(1/2)"),
    ("1e-12w", "2e-12w/2"),
    ("1e12w", "5e11w*2"),
    ("3(2w + h)", "(3(w + h)^2 - 3w^2)/h"),
    ("9sigmoid(9w)(1 - sigmoid(9w))", "9exp(-9w)/(1 + exp(-9w))^2"),
    ("9sigmoid(9w)(1 - sigmoid(9w))", "9sigmoid(9w) - 9sigmoid(9w)^2"),
    ("2(sigmoid(4w) - 1)*4sigmoid(4w)(1 - sigmoid(4w))", "-8exp(4w)/(exp(4w) + 1)^3"),
    ("w/(w^2 + 3)^2", "w/(w^4 + 6w^2 + 9)"),
    ("(n*p + 2m*q)/(n + 2m)", "n*p/(n + 2m) + 2m*q/(n + 2m)"),
    ("2(a - y)v*b(1 - b)", "2v*a*b - 2v*a*b^2 - 2v*y*b + 2v*y*b^2"),
    ("sin(w)^2 + cos(w)^2", "1"),
    ("2pi", "6pi/3"),
    ("a + b + c + d + f + g + h + k", "k + h + g + f + d + c + b + a"),
    ("2w", "2max(w, 0) - 2max(-w, 0)"),
    ("2w", "Piecewise((2w, (w > 0) & (w > -1)), (w + w, (w < 1) | (w > 5)))"),
    ("Piecewise((ln(w), w > 0), (ln(-w), True))", "ln|w|"),
    ("relu(w)", "Piecewise((0, w < 0), (w, True))"),
]
DIFFERENT = [
    ("2w", "2|w|"),
    ("8w^3", "8|w|^3"),
    ("2w", "2relu(w)"),
    ("w*b", "|w*b|"),
    ("a*b*c*d", "|a*b|*c*d"),
    ("1e-12w", "2e-12w"),
    ("1e-300w", "2e-300w"),
    ("2w", "2.000001w"),
    ("2w", "2w + 10^-15"),
    ("2w", "2w + 1e9"),
    ("1e20 + w", "1e20 + 2w"),
    ("2w", "2w + relu(w - 5000)"),
    ("2w", "2w + relu(0.01 - |w|)"),
    ("2w", "2b"),
    ("step(w)", "1"),
    ("step(w)", "0"),
    ("sign(w)", "1"),
    ("w ln(w)", "w ln(2w)"),
    ("sigmoid(9w)", "1 - sigmoid(9w)"),
    ("2", "3"),
    ("2w", "2max(w, 0)"),
    ("2w", "Piecewise((2w, w < 0), (3w, True))"),
    ("a + b + c + d + f + g + h + k", "k + h + g + f + d + c + b + |a|"),
]


def read(text: str) -> Expr:
    """A formula whose letters are single ones."""
    return parse(text, symbols=list("abcdfghkmnpqvwy"))


@pytest.mark.parametrize(("right", "other"), SAME)
def test_one_formula_in_two_forms_is_one(right: str, other: str) -> None:
    """Whichever of the two is the right one, unless the other has values for fewer letters."""
    assert equal(read(right), read(other))
    assert right == "w ln(w)" or equal(read(other), read(right))


@pytest.mark.parametrize(("right", "other"), DIFFERENT)
def test_another_formula_is_another(right: str, other: str) -> None:
    """Though they agree where letters are positive, or of a usual size, or to six digits."""
    assert not equal(read(right), read(other))
    assert not equal(read(other), read(right))


@pytest.mark.parametrize(
    ("right", "other", "message"),
    [
        ("2w", "2exp(ln(w))", "Cannot compare 2*exp(log(w)), because it has no clear value at w = -"),
        ("2w", "2sqrt(w)^2", "Cannot compare 2*sqrt(w)**2, because it has no clear value at w = -"),
        ("2w", "1/0", "Cannot compare 1/0, because it has no clear value at w = "),
        ("2w", "2w + 1e300 - 1e300", "Cannot compare 2*w + 1e+300 - 1e+300, because it has no clear value at w = "),
        ("2w", "2w + (w - w)/(w - w)", "Cannot compare 2*w + (w - w)/(w - w), because it has no clear value at w = "),
        ("2w", "2w + ln(1 + 1e-20)/10^30", "Cannot compare 2*w + log(1 + 1e-20)/10**30, because it has no clear"),
        (
            "2w",
            "Piecewise((2w, w > 0))",
            "Cannot compare Piecewise((2*w, w > 0)), because it has no clear value at w = -",
        ),
        (
            "2w",
            "Piecewise((2w, w^0.1 > 0), (3w, True))",
            "Cannot compare Piecewise((2*w, w**0.1 > 0), (3*w, True)), because",
        ),
        ("2w", "Piecewise((2w, 0.1w + 0.2w <= 0.3w), (3w, True))", "Cannot compare Piecewise((2*w, 0.1*w + 0.2*w"),
        ("2", "1/0", "Cannot compare 1/0, because it has no clear value. Write it in a form that has one."),
        (
            "ln(-w^2)",
            "ln(-w^2)",
            "Cannot compare a formula with log(-w**2), because that has a value at too few of the places that are",
        ),
    ],
)
def test_where_values_are_missing_nothing_is_told(right: str, other: str, message: str) -> None:
    """No verdict is guessed from places of one sign, nor from values that rounding has eaten."""
    with pytest.raises(InputError) as caught:
        equal(read(right), read(other))
    assert str(caught.value).startswith(message)


def test_a_difference_counts_before_what_is_missing() -> None:
    """What differs where both have values is another formula, whatever is missing elsewhere."""
    assert not equal(read("2w"), read("3exp(ln(w))"))
    assert not equal(read("w ln(w)"), read("ln(w)"))


def test_what_cannot_be_computed_is_no_formula() -> None:
    """A derivative that is not yet taken is refused by name."""
    with pytest.raises(InputError, match="because it is a derivative not yet taken"):
        Formula(w, ("w",)).same(D(w**2, w))


@given(expressions())
def test_the_exact_value_lies_within_the_bound(expr: Expr) -> None:
    """For random formulas, at places of all signs and sizes, no rounding is larger than it is said to be."""
    value = known(expr)
    for orthant in places(("b", "w")):
        for place in orthant[::3]:
            if (found := value(place)) is None:
                continue
            try:
                truth = exact(expr, **place)
            except NO_VALUE:  # at a corner, or where mpmath has none
                continue
            if abs(truth) < LARGEST:
                assert mpmath.fabs(truth - found[0]) <= found[1], (expr, place)


def test_the_bound_follows_from_the_terms() -> None:
    """It is about the rounding of the largest of them, not of what is left of their difference."""
    place = {"w": 1000.0}
    found = [known(read(text))(place) for text in ("w^2 - w", "w^2 - (w^2 - w)", "w + 1e30 - 1e30")]
    whole, left, nothing = (each or (0.0, 0.0) for each in found)
    assert ROUNDING * 1e6 < whole[1] < 3 * ROUNDING * 1e6
    assert 2.9 * ROUNDING * 1e6 < left[1] < 4 * ROUNDING * 1e6
    assert left[0] == 1000.0
    assert nothing[1] > 0.9 * ROUNDING * 1e30


def test_places_have_all_signs_and_many_sizes() -> None:
    """For up to six letters each pattern of signs has some, and each letter is tiny, ordinary and huge."""
    for letters in (("w",), ("b", "w"), ("a", "b", "c", "d")):
        found = places(letters)
        patterns = {tuple(place[letter] > 0 for letter in letters) for orthant in found for place in orthant}
        assert patterns == set(product((True, False), repeat=len(letters)))
        assert all(len({tuple(value > 0 for value in place.values()) for place in orthant}) == 1 for orthant in found)
        for letter in letters:
            sizes = sorted(abs(place[letter]) for orthant in found for place in orthant)
            assert sizes[0] < 1e-3
            assert sizes[-1] > 1e3
            assert any(0.1 < size < 4 for size in sizes)
    assert len(places(tuple("abcdfghk"))) == 64
    assert places(()) == [[{}]]


POWERS = (-9.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0, 9.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_one_letter_is_tried_at_every_size_with_either_sign(sign: int) -> None:
    """Of each power of ten on the list there is a place within a factor of two; others lie where exponentials can."""
    [orthant] = [orthant for orthant in places(("w",)) if orthant[0]["w"] * sign > 0]
    sizes = [sign * place["w"] for place in orthant]
    assert [any(10 ** (power - 0.25) <= size <= 10 ** (power + 0.25) for size in sizes) for power in POWERS] == [
        True
    ] * len(POWERS)
    assert all(0.1 <= size <= 4 for size in sizes[len(POWERS) :])
    assert min(sizes) < 2e-9
    assert max(sizes) < 2e9


def test_fewer_places_are_tried_for_each_pattern_of_more_letters() -> None:
    """18 for each sign of a letter, 9 for each pattern of two, and 6 for each of more."""
    counts = {
        letters: {len(orthant) for orthant in places(tuple(letters))} for letters in ("a", "ab", "abc", "abcdfghk")
    }
    assert counts == {"a": {18}, "ab": {9}, "abc": {6}, "abcdfghk": {6}}


def test_a_power_has_a_corner() -> None:
    """Nobody says what 0 to the power 0 is; other powers of a number by itself have values."""
    with pytest.raises(ValueError, match="a corner"):
        _power(0.0, 0.0)
    assert _power(2.0, 2.0) == 4.0
    assert _power(-2.0, 3.0 + 1e-9) == -8.0
    with pytest.raises(ValueError, match="math domain error"):
        _power(-2.0, 3.0 + 1e-5)
    with pytest.raises(ValueError, match="math domain error"):
        _power(-2.0, CLEAR)
