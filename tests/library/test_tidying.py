"""Tidying: what it makes of what the rules have built, what it leaves alone, and the forms that keep their digits."""

import itertools
import math
from fractions import Fraction

import mpmath
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdmath.calculus import differentiate
from gdmath.expression import OPERATORS, Expr, as_expr
from gdmath.functions import log, sigmoid, sin, softplus, tanh
from gdmath.matching import Rule, Table
from gdmath.rules import u
from gdmath.tidying import _FOLDED, LARGEST_WHOLE, MOST_FOLDED, folded, rewrite, stable, tidy, untidied
from tests.library.oracles import NO_VALUE, exact
from tests.library.strategies import POINTS, B, W, expressions


def worked_out(expr: Expr) -> Expr:
    """The number that an operation between two numbers comes to, or the expression itself."""
    number = folded(expr.head, *expr.args) if expr.head in OPERATORS else None
    return expr if number is None else number


def tidied(expr: Expr) -> str:
    """The text of an expression whose outermost node is made anew, tidied."""
    return str(tidy(expr.head, *expr.args))


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (W + 0, "w"),
        (0 + W, "w"),
        (W + 0.0, "w"),
        (W - 0, "w"),
        (0 - W, "-w"),
        (0 - -W, "w"),
        (W + -B, "w - b"),
        (-W + B, "b - w"),
        (W - -B, "w + b"),
        (W - W, "w - w"),
        (-(-W), "w"),  # noqa: B002  twice is meant
        (-as_expr(0), "0"),
        (-(-W - B), "w + b"),
        (2 * W / 2, "w"),
        (3 * W / 2, "3/2*w"),
        (W / W, "1"),
        (W / 3 + 2, "w/3 + 2"),
        (as_expr(3) / 2.0 * 2, "3/2.0*2"),
        (W * 2 * 3, "w*6"),
        (2 * W * 3, "6*w"),
        (2 * (3 * W), "6*w"),
        (1e-200 * W * 1e-200, "1e-200*w*1e-200"),
        (1e-200 * (1e-200 * W), "1e-200*(1e-200*w)"),
        (W * 1e200 * 1e200, "w*1e+200*1e+200"),
        (1e-200 * W / 1e200, "1e-200*w/1e+200"),
        (1e-200 * W * 1e200, "w"),
        (W / -B, "-(w/b)"),
        (-W / B, "-(w/b)"),
        (W * 0, "0"),
        (0 * W, "0"),
        (W * 1, "w"),
        (1.0 * W, "w"),
        (W * -B, "-(w*b)"),
        (-W * B, "-(w*b)"),
        (-W * -B, "w*b"),
        (W * (1 / B), "w/b"),
        ((1 / W) * B, "b/w"),
        (W / 1, "w"),
        (0 / W, "0"),
        (W**1, "w"),
        (W**1.0, "w"),
        (W**0, "1"),
        (W**2, "w**2"),
        (W * B, "w*b"),
        (W * 2, "w*2"),
        (sin(W), "sin(w)"),
    ],
    ids=str,
)
def test_a_new_node_is_tidied(expr: Expr, expected: str) -> None:
    """Zeros, ones and signs go, one row after another; nothing else is done."""
    assert tidied(expr) == expected


@given(expr=expressions(size=5), w=POINTS, b=POINTS)
def test_tidying_preserves_the_value(expr: Expr, w: float, b: float) -> None:
    """Whatever is tidied keeps its value, and tidying it again changes nothing."""
    assume(isinstance(expr.args[0], Expr))
    once = tidy(expr.head, *expr.args)
    try:
        before = exact(expr, w=w, b=b)
        after = exact(once, w=w, b=b)
    except NO_VALUE:
        assume(False)
    assert mpmath.almosteq(before, after, 1e-12, 1e-12)


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (as_expr(2) + 3, "5"),
        (as_expr(2) - 3, "-1"),
        (as_expr(2) - 2, "0"),
        (as_expr(2) * 3, "6"),
        (as_expr(6) / 3, "2"),
        (as_expr(6) / 4, "3/2"),
        (as_expr(1) / 3, "1/3"),
        (as_expr(1) / 3 - 1, "-(2/3)"),
        (as_expr(1) / 3 + as_expr(1) / 6, "1/2"),
        ((as_expr(1) / 3) * 3, "1"),
        (as_expr(1) / -3, "-(1/3)"),
        (-as_expr(2) * -as_expr(3), "6"),
        (as_expr(2) ** 3, "8"),
        (as_expr(2) ** -3, "1/8"),
        ((as_expr(2) / 3) ** 2, "4/9"),
        (as_expr(2) ** 0.5, "2**0.5"),
        (as_expr(2) ** (as_expr(1) / 2), "2**(1/2)"),
        (as_expr(2) ** 65, "2**65"),
        (as_expr(1.0) ** 64, "1.0"),
        (as_expr(1.0) ** 65, "1.0**65"),
        (as_expr(1.0) ** -65, "1.0**(-65)"),
        (as_expr(0.5) + 1, "1.5"),
        (as_expr(1) / 4 + 0.5, "0.75"),
        (1.0 * as_expr(1.001), "1.001"),
        (as_expr(0.5) ** 2, "0.25"),
        (as_expr(0.5) ** -2, "4.0"),
        (as_expr(1.5) ** 2.0, "2.25"),
        (-as_expr(0.5) - 0.5, "-1.0"),
        (as_expr(1) / 0, "1/0"),
        (as_expr(1.0) / 0.0, "1.0/0.0"),
        (as_expr(0) ** -1, "0**(-1)"),
        (as_expr(1) + as_expr(1) / 0, "1 + 1/0"),
        (as_expr(1e300) * 1e300, "1e+300*1e+300"),
        (as_expr(1e300) ** 2, "1e+300**2"),
        (as_expr(1e-200) * 1e-200, "1e-200*1e-200"),
        (as_expr(1e-200) / 1e200, "1e-200/1e+200"),
        (as_expr(1e-60) ** 6, "1e-60**6"),
        (as_expr(1e-300) * 1e-10, "1e-300*1e-10"),
        (as_expr(1e-300) * 0, "0.0"),
        (as_expr(1e-200) - 1e-200, "0.0"),
        (as_expr(5) - 1.6e-36, "5 - 1.6e-36"),
        (as_expr(1e-36) + 5.0, "1e-36 + 5.0"),
        (as_expr(5.0) + 0, "5.0"),
        (as_expr(10**15) * 10, f"{10**15}*10"),
        (as_expr(LARGEST_WHOLE) + 1, f"{LARGEST_WHOLE} + 1"),
        (as_expr(1) / LARGEST_WHOLE / 2, f"1/{LARGEST_WHOLE}/2"),
        (W + 1, "w + 1"),
        (1 + W, "1 + w"),
        (1 + -(-as_expr(2)), "1 + -(-2)"),  # noqa: B002  twice is meant
        (sin(as_expr(0)), "sin(0)"),
        (-as_expr(2), "-2"),
    ],
    ids=str,
)
def test_plain_numbers_are_worked_out_where_that_is_exact(expr: Expr, expected: str) -> None:
    """Whole numbers give whole numbers and fractions, floats give floats, and what has no exact value stays."""
    assert str(worked_out(expr)) == expected


def test_few_sums_of_numbers_are_remembered() -> None:
    """What was worked out is kept for the next time, and never more of it than the table holds."""
    for number in range(MOST_FOLDED + 10):
        assert folded("+", as_expr(number), as_expr(1)) is as_expr(number + 1)
    assert len(_FOLDED) <= MOST_FOLDED
    assert folded("+", as_expr(1), as_expr(1)) is as_expr(2)


FRACTIONS = st.fractions(min_value=-30, max_value=30, max_denominator=12)


def written(value: Fraction) -> Expr:
    """A fraction as an expression."""
    whole = as_expr(abs(value.numerator))
    size = whole if value.denominator == 1 else whole / value.denominator
    return size if value >= 0 else -size


@given(left=FRACTIONS, right=FRACTIONS, operator=st.sampled_from("+-*/"))
def test_fractions_are_worked_out_as_python_does(left: Fraction, right: Fraction, operator: str) -> None:
    """Sums, differences, products and quotients of fractions are the fractions that Python finds, in lowest terms."""
    assume(operator != "/" or right)
    work = {"+": left + right, "-": left - right, "*": left * right, "/": left / right if right else None}
    expected = work[operator]
    assert expected is not None
    assert folded(operator, written(left), written(right)) is written(expected)


def test_the_reader_hears_of_each_rewrite() -> None:
    """With somebody to listen, tidying tells the name, before and after of every step, in order."""
    heard: list[tuple[str, str, str]] = []
    made = tidy("*", -W, -B, record=lambda name, before, after: heard.append((name, str(before), str(after))))
    assert str(made) == "w*b"
    assert heard == [
        ("times a negative", "-w*(-b)", "-(-w*b)"),
        ("times a negative", "-w*b", "-(w*b)"),
        ("negative twice", "-(-(w*b))", "w*b"),
    ]


def test_rewrites_inside_one_another_come_to_an_end() -> None:
    """After so many levels the rest is left as it is, with its value kept."""
    signs = W
    for _ in range(7):
        signs = -signs
    short = tidy("*", B, signs, levels=3)
    assert str(tidy("*", B, signs)) == "-(b*w)"
    assert str(short) != "-(b*w)"
    assert short.evaluate(w=2.0, b=3.0) == -6.0


def test_what_a_step_shows_is_the_row_with_its_numbers_subtracted() -> None:
    """A step shows w**0 where the row says w**(1 - 1), and leaves everything else as the row has it."""
    assert str(untidied("-", as_expr(1), as_expr(1))) == "0"
    assert str(untidied("*", as_expr(1), as_expr(1))) == "1*1"
    assert str(untidied("-", W, as_expr(0))) == "w - 0"


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (1 - sigmoid(W), "sigmoid(-w)"),
        (log(sigmoid(W)), "-softplus(-w)"),
        (log(1 - sigmoid(W)), "-softplus(w)"),
        (log(sigmoid(-W)), "-softplus(w)"),
        (sigmoid(W) * (1 - sigmoid(W)), "sigmoid(w)*sigmoid(-w)"),
        (B * log(sigmoid(W + 1)), "-(b*softplus(-(w + 1)))"),
        (W**1 * 1.0, "w**1*1.0"),
        (2 - sigmoid(W), "2 - sigmoid(w)"),
        (1 - tanh(W) ** 2, "sech(w)**2"),
        (W / B**2, "w/b/b"),
        (as_expr(3), "3"),
    ],
    ids=str,
)
def test_stable_forms(expr: Expr, expected: str) -> None:
    """Forms that lose digits are replaced from the inside out; everything else is left as typed."""
    assert str(stable(expr)) == expected


@given(expr=expressions(), w=POINTS, b=POINTS)
def test_a_stable_form_has_the_same_value(expr: Expr, w: float, b: float) -> None:
    """The stable form of a formula equals it."""
    try:
        before = exact(expr, w=w, b=b)
    except NO_VALUE:
        assume(False)
    assert mpmath.almosteq(before, exact(stable(expr), w=w, b=b), 1e-30, 1e-30)


def test_rewriting_by_a_table_of_ones_own() -> None:
    """Every part that a row fits is replaced, inner parts first."""
    table = Table(Rule("a rule", sin(u), u))
    assert str(rewrite(sin(sin(W) + B), table)) == "w + b"
    assert str(rewrite(softplus(B), table)) == "softplus(b)"


CROSS_ENTROPY = -(B * log(sigmoid(W)) + (1 - B) * log(1 - sigmoid(W)))
SLOPE = differentiate(stable(CROSS_ENTROPY), W).result
FAR = [sign * 10.0**power for power, sign in itertools.product(range(-12, 5), (1, -1))] + [0.0, 36.7, -36.7, 745.0]


def off(value: float, expected: mpmath.mpf) -> float:
    """How many units in the last place a float is away from a value of fifty digits."""
    return float(abs(mpmath.mpf(value) - expected)) / math.ulp(float(expected))


@pytest.mark.parametrize("y", [0.0, 1.0])
@given(z=st.one_of(st.sampled_from(FAR), st.floats(-1e4, 1e4)))
def test_cross_entropy_and_its_slope_keep_their_digits(y: float, z: float) -> None:
    """For |z| up to 10,000 both are within 8 units in the last place of mpmath at fifty digits."""
    with mpmath.workdps(50):
        sign = 1 - 2 * mpmath.mpf(y)  # J is log(1 + exp(z)) for y = 0 and log(1 + exp(-z)) for y = 1
        cost = mpmath.log1p(mpmath.exp(sign * z))
        slope = sign / (1 + mpmath.exp(-sign * z))
        assert off(CROSS_ENTROPY.evaluate(w=z, b=y), cost) <= 8
        assert off(SLOPE.evaluate(w=z, b=y), slope) <= 8


def test_what_was_folded_is_remembered() -> None:
    """Two numbers are brought together once; nothing is forgotten before the memory is full."""
    _FOLDED.clear()
    three, five = (folded("+", as_expr(left), as_expr(left + 1)) for left in (1, 2))
    assert list(_FOLDED.values()) == [three, five] == [as_expr(3), as_expr(5)]


@pytest.mark.parametrize(("head", "left", "right"), [("*", 0.0, 5.0), ("*", 5.0, 0.0), ("/", 0.0, 3.0), ("*", 0.0, 7)])
def test_a_zero_has_no_digits_to_lose(head: str, left: float, right: float) -> None:
    """What is 0 because a factor is 0 is folded; only a product that vanishes by underflow is left alone."""
    assert folded(head, as_expr(left), as_expr(right)) is as_expr(0.0)
    assert folded(head, as_expr(1e-200), as_expr(1e-200 if head == "*" else 1e200)) is None
