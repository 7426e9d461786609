"""The answer of a derivation: what comes together, what stays apart, and that no value changes or is lost."""

import pickle
from functools import reduce
from operator import add
from typing import Any

import mpmath
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gdmath import Max, Piecewise, differentiate, parse
from gdmath.answering import MOST_ROUNDS, answered, answering, walking
from gdmath.answering.equations import TOGETHER
from gdmath.answering.restrictions import OF_FUNCTIONS, VALUE, Restriction
from gdmath.answering.signs import NOT_NEGATIVE, POSITIVE, UNKNOWN, Signs
from gdmath.expression import Expr, as_expr, node, postorder
from gdmath.functions import FUNCTIONS, exp, log, sin, sqrt
from gdmath.matching import Rule
from gdmath.rules import FACTORS, TERMS, p, q
from tests.library.oracles import NO_VALUE, check_row
from tests.library.sixty import TooCloseError, value
from tests.library.strategies import POINTS, B, W, expressions

WHOLE = st.integers(0, 4).map(as_expr)
PLACES = st.integers(-12, 12).map(lambda place: place / 4)  # on both sides of zero, and at it


@pytest.mark.parametrize("rule", [pytest.param(rule, id=repr(rule)) for rule in TOGETHER])
@settings(max_examples=12)
@given(data=st.data(), w=POINTS, b=POINTS)
def test_an_equation_of_the_answer_holds(rule: Rule, data: st.DataObject, w: float, b: float) -> None:
    """Both sides have the same value, whatever the letters stand for; exponents are whole numbers."""
    filling = {slot: WHOLE if slot in {p, q} else expressions(size=4) for slot in rule.slots}
    try:
        check_row(rule, data.draw(st.fixed_dictionaries(filling)), w=w, b=b)
    except NO_VALUE:
        assume(False)


def test_each_thing_that_comes_together_has_an_equation() -> None:
    """Who looks up in the table why such a formula may be written in another way finds one equation for each."""
    products = "(x*y)**2", "(x/y)**2", "(-x)**3", "x**2*x**3", "x**2/x**5", "(x**2)**3", "sqrt(x)**2", "exp(x)**3"
    others = "exp(x)*exp(y)", "2*x + 3*x", "2*x - 5*x", "2*(x + y)", "2*(x - y)", "2*-x"
    found = [TOGETHER.first(parse(text)) for text in (*products, *others)]
    assert [rule and rule[0] for rule in found] == list(TOGETHER)


def answer(text: str) -> str:
    """What a formula without anything typed comes to."""
    return str(answered(parse(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5*(3*x**2 - 1)**4*(6*x)", "30*x*(3*x**2 - 1)**4"),
        ("exp(2*x)*2", "2*exp(2*x)"),
        ("-(3*x**2/(x**3)**2)", "-(3/x**4)"),
        ("2*x/(2*sqrt(x**2 + 1))", "x/sqrt(x**2 + 1)"),
        ("(x*2*y)**3", "8*x**3*y**3"),
        ("(x/2)**2/y", "x**2/(4*y)"),
        ("(-x)**3*(-x)**2", "-x**5"),
        ("x**3/x**3", "1"),
        ("x/y/x*y", "1"),
        ("3*x/2", "3/2*x"),
        ("x*3/2*y", "3/2*x*y"),
        ("x*3/(y*2)", "3*x/(2*y)"),
        ("1.5*x*0.5", "0.75*x"),
        ("x*1.5/0.5", "3.0*x"),
        ("x*2/3.0", "2*x/3.0"),
        ("x*2/3.0/y", "2*x/(3.0*y)"),
        ("x/3.0 + x/3.0", "2*x/3.0"),
        ("1e-200*x*1e-200", "1e-200*x*1e-200"),
        ("x*1e-200*1e-200 + x*x", "x*1e-200*1e-200 + x**2"),
        ("x*x/0", "x*x/0"),
        ("x*2**3", "8*x"),
        ("x*2**x*2**x", "2**(2*x)*x"),
        ("x*2**(1/2)*2**(1/2)", "2*x"),
        ("x**n*x", "x**(n + 1)"),
        ("x**n/x**n", "1"),
        ("x**(n - 1)/(x**n)**2", "1/x**(n + 1)"),
        ("x**(1 - n)*x", "x**(2 - n)"),
        ("x**(1 + n)*x", "x**(n + 2)"),
        ("x**(-n)*x**n*y", "y"),
        ("x**n*x**n*2", "2*(x**n)**2"),
        ("x**n*x**m*2", "2*x**n*x**m"),
        ("sqrt(x)*x**n*x**n", "sqrt(x)*(x**n)**2"),
        ("x**(n + 1 - 1)", "x**n"),
        ("exp(x)*exp(x)", "exp(2*x)"),
        ("exp(x)/exp(x)**2", "1/exp(x)"),
        ("exp(x)*exp(-x)*y", "y"),
        ("exp(-x)*exp(-x)", "exp(-(2*x))"),
        ("exp(x)*exp(y)", "exp(x + y)"),
        ("exp(1)*exp(1)", "exp(2)"),
        ("sqrt(x)*x", "x**(3/2)"),
        ("x/sqrt(x)", "sqrt(x)"),
        ("x*sqrt(x**3)", "x**(5/2)"),
        ("x*sqrt(x**2)", "x*sqrt(x**2)"),
        ("Abs(x)*sqrt(Abs(x)**2)", "Abs(x)**2"),
        ("(x**3)**(1/2)/x", "x**(1/2)"),
        ("y*sqrt(x**3)*2", "2*y*sqrt(x**3)"),
        ("sqrt(sqrt(x))*x", "x**(5/4)"),
        ("exp(x)**(1/2)*exp(x)", "exp(x)**(1/2)*exp(x)"),
        ("sqrt(x)*sqrt(x)", "x"),
        ("x**(-(1/3))*2/3", "2/(3*x**(1/3))"),
        ("x**(-2)", "1/x**2"),
        ("x**2*x**2.0", "x**4.0"),
        ("x**1.0*2", "2*x"),
        ("0*x*y", "0"),
        ("b*pi*x*2", "2*pi*b*x"),
        ("x + x", "2*x"),
        ("x + 3 - (x - 2)", "5"),
        ("x - x", "0"),
        ("y - (x - 1 + y)", "1 - x"),
        ("-x - x", "-(2*x)"),
        ("x*y + 2*y*x", "3*x*y"),
        ("x + 1 - (y + 1)", "x - y"),
        ("0.25 + x - (4 + 0.25)", "x - 4.0"),
        ("(-1)**2*x*(2/3)**2", "4/9*x"),
        ("(-2)**3*x/(-2)**2", "-(2*x)"),
        ("1 - x + 2*x", "1 + x"),
        ("-x + 2*y - y", "y - x"),
        ("-x - y - y", "-x - 2*y"),
        ("(x + x)*y", "2*x*y"),
        ("x/2 + x/2", "x"),
        ("1/x + 2/x", "3/x"),
        ("x + 1e-20 + 1", "x + 1e-20 + 1"),
        ("2*(x - 3) - (2*x + 1)", "2*(x - 3) - (2*x + 1)"),
        ("sin(x + x)", "sin(2*x)"),
        ("(x**2*y - 2*x)/x**4", "(x*y - 2)/x**3"),
        ("(x**3 - 2*x**4)/x**3", "1 - 2*x"),
        ("(sqrt(x)*y - x)/x", "(y - sqrt(x))/sqrt(x)"),
        ("(x**n*y - x**n)/x**n", "y - 1"),
        ("(x**n*y - x**n)/x**(2*n)", "(y - 1)/x**n"),
        ("(x**n*y - x**n)/x**m", "(x**n*y - x**n)/x**m"),
        ("(2*x*exp(x) - x**2*exp(x))/exp(2*x)", "(2*x - x**2)/exp(x)"),
        ("(y*exp(x/2) - x*exp(x/2))/exp(x)", "(y - x)/exp(x/2)"),
        ("(y*exp(3*x) - x*exp(x))/exp(2*x)", "(y*exp(2*x) - x)/exp(x)"),
        ("cos(a*x)*a", "a*cos(a*x)"),
        ("cos(pi*x)*x*pi", "pi*x*cos(pi*x)"),
        ("(y - w*x)*w*2", "2*w*(y - w*x)"),
        ("(y/x - 1/x**2)/x", "(y/x - 1/x**2)/x"),
        ("(15*x - 5*(3*x + 2))/25", "-(2/5)"),
        ("(4*x + 2)/6", "(2*x + 1)/3"),
        ("(x/2 + 2)/2", "(x/2 + 2)/2"),
        ("(0.5*x + 2)/2", "(0.5*x + 2)/2"),
        ("(x + 2)*(x + 4)/x", "(x + 2)*(x + 4)/x"),
        ("(x**2 + x**3)*(2*x)/x", "2*(x**2 + x**3)"),
        ("(9007199254740994*x + 2)/2", "(9007199254740994*x + 2)/2"),
        ("(9007199254740991*x + 9007199254740991*x)/x", "(9007199254740991*x + 9007199254740991*x)/x"),
        ("(x*y - x**1e-20)/x**1e-20", "(x*y - x**1e-20)/x**1e-20"),
        ("(x**n*x**(2*n) - y)/x**n", "(x**n*x**(2*n) - y)/x**n"),
        ("(y*x**(2*n)/x**n - x**n)/x**(2*n)", "(y*x**(2*n)/x**n - x**n)/x**(2*n)"),
        ("-(x + x)", "-(2*x)"),
        ("-(-(x + y))", "x + y"),
        ("x - y*(-z)*2", "x + 2*y*z"),
        ("w", "w"),
        ("3", "3"),
    ],
)
def test_what_comes_together(text: str, expected: str) -> None:
    """The number in front, each base with its whole exponent, each kind of term once; nothing is multiplied out."""
    assert answer(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("sin(x)*x + y*y", [(FACTORS, "x*sin(x) + y**2")]),
        ("(x**3 - 2*x**4)/x**3", [(FACTORS, "1 - 2*x")]),
        (
            "sin(x)*x + y*y + y**2",
            [(FACTORS, "sin(x)*x + y**2 + y**2"), (TERMS, "sin(x)*x + 2*y**2"), (FACTORS, "x*sin(x) + 2*y**2")],
        ),
    ],
)
def test_each_step_is_one_line(text: str, lines: list[tuple[str, str]]) -> None:
    """Steps of one name that follow each other are one line, which begins where the line before it has ended."""
    notes = answering(parse(text))
    assert [(name, str(after)) for name, _, after in notes] == lines
    assert [str(before) for _, before, _ in notes] == [text, *(after for _, after in lines[:-1])]


def test_what_was_typed_stays_below_a_function_or_a_power() -> None:
    """The reader's own w**1 * 1 stays in exp(w**1 * 1), in its slope and in the slope of that."""
    inner = W**1 * 1
    assert str(differentiate(exp(inner), W).result) == "exp(w**1*1)"
    assert str(differentiate((W + W) ** 3, W).result) == "6*(w + w)**2"
    assert str(differentiate(W * (2 * W) ** 5, W).result) == "(2*w)**5 + 160*w**5"


@given(expr=expressions(), w=PLACES, b=PLACES)
@settings(max_examples=200)
@example(expr=W**2 / W, w=0.0, b=1.0)
@example(expr=W * log(B) / log(B), w=1.0, b=-1.0)
@example(expr=log(sqrt(W)), w=-1.0, b=1.0)
@example(expr=sqrt(W) ** 2, w=-1.0, b=1.0)
def test_an_answer_agrees_with_the_line_before_anything_was_tidied(expr: Expr, w: float, b: float) -> None:
    """Where the formula and its untidied derivative have a value, the answer has it; else its domain says so."""
    derivation = differentiate(expr, W)
    point = {"w": w, "b": b}
    try:
        lines = expr, derivation._orders[0].untidied, derivation.result
        typed, untidied, found = (value(line, point) for line in lines)
        if typed is not None and untidied is not None:
            assert found is not None
            assert mpmath.almosteq(untidied, found, *[digits(expr)] * 2)
        elif found is not None:
            assert not all(holds(restriction, point) for restriction in derivation.domain)
    except TooCloseError:
        assume(False)


def digits(expr: Expr) -> Any:
    """How far two values may be apart: only floats that were put together have been rounded."""
    rounded = any(isinstance(part.args[0], float) for part in postorder(expr))
    return mpmath.mpf(10) ** (-12 if rounded else -40)


def holds(restriction: Restriction, point: dict[str, float]) -> bool:
    """Whether a restriction holds at a point."""
    found = value(restriction.of, point)
    if found is None or restriction.sign == VALUE:
        return found is not None
    compared = {"!=": found != 0, ">": found > 0, ">=": found >= 0, "<": found < 0, "<=": found <= 0}
    return bool(compared[restriction.sign])


@given(expr=expressions())
def test_an_answer_is_finished(expr: Expr) -> None:
    """Each step begins where the one before has ended, and nothing is left to do with the last one."""
    derivation = differentiate(expr, W)
    current = derivation.tidied
    for name, before, after in derivation.tidying[len(derivation.rewrites) :]:
        assert name in {FACTORS, TERMS}
        assert before is current is not after
        current = after
    assert current is derivation.result
    assert answering(current, postorder(expr), roots=False) == []


def chain(length: int) -> dict[str, Expr]:
    """Long formulas of several kinds."""
    letters = [node("symbol", f"w{place}") for place in range(length)]
    made = dict.fromkeys(("product", "letters", "sum", "composed", "powers", "signs", "quotients", "sums of all"), W)
    for letter in letters:
        made["product"] = made["product"] * W
        made["letters"] = made["letters"] * letter
        made["sum"] = made["sum"] + letter * W
        made["composed"] = sin(made["composed"])
        made["powers"] = (made["powers"] + 1) ** 2
        made["signs"] = -made["signs"]
        made["quotients"] = letter / made["quotients"]
        made["sums of all"] = made["sums of all"] * (letter + W)
    return made


@pytest.mark.parametrize("kind", chain(0))
def test_the_work_grows_with_the_formula(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the length takes four times the work, counted in parts that are looked at; nothing is too deep."""
    looked = [0]

    def counted(top: Expr, within: Any, most: float = float("inf")) -> list[Expr]:
        found = original(top, within, most)
        looked[0] += len(found)
        return found

    original = walking.inside_out
    monkeypatch.setattr(walking, "inside_out", counted)
    work = []
    for length in (100, 400):
        looked[0] = 0
        assert isinstance(differentiate(chain(length)[kind], W).result, Expr)
        work.append(looked[0])
    assert work[1] < 5 * work[0] + 8 * MOST_ROUNDS * walking.AT_LEAST_READ


@pytest.mark.uncovered  # short ones go through the same branches
@pytest.mark.parametrize("kind", ["sum", "composed", "signs"])
def test_a_formula_may_be_deep(kind: str) -> None:
    """Ten thousand levels are answered, in one within the other."""
    assert isinstance(differentiate(chain(10_000)[kind], W).result, Expr)


def test_like_terms_are_found_at_the_end_of_a_long_sum() -> None:
    """What may be read goes with the length: the last two terms come together, though all share four factors."""
    shared = parse("a*b*c*d")
    *first, last = [node("symbol", f"w{place}") for place in range(1500)]
    total = reduce(add, [shared * letter for letter in first])
    assert answered(total + shared * last + last * shared) is total + answered(2 * shared * last)


def test_as_many_like_terms_come_together_as_numbers_reach() -> None:
    """Doubled 53 times it is 2**53 times as much, the largest number that is exact everywhere; then it is left."""
    added: Expr = W
    for _ in range(53):
        added = added + added
    assert str(answered(added)) == f"{2**53}*w"
    assert answered(added + added) is added + added


def test_a_product_may_have_more_factors_than_there_are_numbers() -> None:
    """What has 2**100 factors is looked at once a part, and left as it stands."""
    doubled: Expr = W
    for _ in range(100):
        doubled = doubled * doubled
    assert answered(doubled) is doubled
    added: Expr = W
    for _ in range(100):
        added = added + added
    assert answered(added) is added


@pytest.mark.parametrize(
    ("text", "answer", "domain"),
    [
        ("w**3/w", "2*w", "(w != 0,)"),
        ("w/w", "0", "(w != 0,)"),
        ("w*0*log(w)", "0", "(w > 0,)"),
        ("w + log(b)", "1", "(b > 0,)"),
        ("log(3*w)", "1/w", "(w > 0,)"),
        ("log(-3*w)", "1/w", "(w < 0,)"),
        ("log(w**2)", "2/w", "()"),
        ("log(w**2*b)", "2/w", "(b > 0,)"),
        ("log(w*b)", "1/w", "(w*b > 0,)"),
        ("log(w**2 + 1)", "2*w/(w**2 + 1)", "()"),
        ("log(sqrt(w))", "1/(2*sqrt(w)**2)", "()"),
        ("sqrt(w)**2", "1", "(w > 0,)"),
        ("sqrt(-w)**2", "-1", "(w < 0,)"),
        ("asin(sqrt(w))", "1/(2*sqrt(w)*sqrt(1 - w))", "()"),
        ("atanh(w)", "1/(1 - w**2)", "(1 - w**2 > 0,)"),
        ("w/Abs(b) + 0/Abs(w)", "1/Abs(b)", "(w != 0,)"),
        ("w*sec(b)/sec(b)", "1", "(cos(b) != 0,)"),
        ("w*tan(b) - w*tan(b)", "0", "(cos(b) != 0,)"),
        ("w*b**n/b**n", "1", "(b != 0, b**n has a value)"),
        ("w**n", "n*w**(n - 1)", "()"),
        ("w*0*b**(1 + 1)", "0", "()"),
        ("w*0*b**(1 - 3)", "0", "(b != 0,)"),
        ("w*0*b**(n - n)*3**n*e**n", "0", "()"),
        ("w*0*b**(1 - 1/2)", "0", "(b >= 0,)"),
        ("1/w**n", "-(n/w**(n + 1))", "()"),
        ("(w**3 + w)/w", "2*w", "(w != 0,)"),
        ("w*log(b, n)*0", "0", "(n - 1 != 0, b > 0, n > 0)"),
        ("w*asech(b)*0", "0", "(b > 0, 1 - b**2 >= 0)"),
        ("w/0*0", "0", "(0 != 0,)"),
        ("w*(b/2)**0.5*0 + w*0/b", "0", "(b > 0,)"),
        ("2**b*w*0", "0", "()"),
        ("w*(1/b)**2*0", "0", "(b != 0,)"),
        ("w*0*sqrt(b**2 + y**2)", "0", "()"),
        ("w*0*b**n + b**(n + 1/2)*w", "b**(n + 1/2)", "(b**n has a value,)"),
        ("w*0*b**(1 + n) + w*b**(n + 1)", "b**(n + 1)", "()"),
        ("w/sqrt(w)**2 + log(b)", "(sqrt(w)**2 - w)/w**2", "(b > 0,)"),
    ],
)
def test_what_an_answer_adds_is_named(text: str, answer: str, domain: str) -> None:
    """What the formula asks of its letters and the answer does not show stands in the domain, in its shortest form."""
    derivation = differentiate(parse(text), W)
    assert (str(derivation.result), str(derivation.domain)) == (answer, domain)


@pytest.mark.parametrize("name", OF_FUNCTIONS)
def test_what_a_function_asks_is_true_just_where_it_has_a_value(name: str) -> None:
    """At places on both sides of each end, each restriction holds if and only if the function has a value."""
    domain = differentiate(W * 0 * FUNCTIONS[name](B), W).domain
    held = set()
    for place in (-3.0, -1.5, -1.25, -1.0, -0.5, 0.0, 0.5, 1.0, 1.25, 1.5, 3.0):
        holding = all(holds(restriction, {"b": place}) for restriction in domain)
        assert holding == (value(FUNCTIONS[name](B), {"b": place}) is not None)
        held.add(holding)
    assert domain
    assert held == {True, False} or name in {"tan", "sec"}  # whose poles are at no float


def test_what_a_piece_asks_it_asks_where_it_holds() -> None:
    """The logarithm in a piece restricts nothing elsewhere; what is in no piece does."""
    pieces = Piecewise((log(W), W > 1), (W * W * 0, True))
    derivation = differentiate(pieces, W)
    assert str(derivation.result) == "Piecewise((1/w, w > 1), (0, True))"
    assert derivation.domain == ()
    assert str(differentiate(W / B * B + pieces, W).domain) == "(b != 0,)"
    assert str(differentiate(Max(W * 2 * W, 1), W).result) == "Piecewise((4*w, w*2*w > 1), (0, w*2*w < 1), (2*w, True))"


def test_the_answer_of_a_second_derivative() -> None:
    """Only what the reader typed stays as it is; the first derivative was typed by nobody."""
    second = differentiate(1 / W**3, W, 2)
    assert str(second.result) == "12/w**5"
    assert second.domain == ()
    assert [name for name, _, _ in differentiate(3 * W, W).tidying] == ["arithmetic"]
    assert differentiate(3 * W, W).result is as_expr(3)


def test_a_restriction_can_be_shown_and_kept() -> None:
    """It reads as text and as LaTeX, and is equal to another one that says the same."""
    (found,) = differentiate(W**2 / W, W).domain
    assert found == Restriction(W, "!=") == pickle.loads(pickle.dumps(found))
    assert found != Restriction(W, ">")
    assert found != W
    assert len({found, Restriction(W, "!=")}) == 1
    assert found._repr_latex_() == r"$$w\text{ is not }0$$"
    assert Restriction(W**B, VALUE)._repr_latex_() == r"$$w^{b}\text{ has a value}$$"
    assert repr(Restriction(W**B, VALUE)) == "w**b has a value"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("3", POSITIVE),
        ("0", NOT_NEGATIVE),
        ("pi", POSITIVE),
        ("x", UNKNOWN),
        ("-3", UNKNOWN),
        ("x**2", NOT_NEGATIVE),
        ("x**2 + 1", POSITIVE),
        ("x**3", UNKNOWN),
        ("x**(1/2)", NOT_NEGATIVE),
        ("x**(-2)", POSITIVE),
        ("x**(-3)", UNKNOWN),
        ("x**0.5", NOT_NEGATIVE),
        ("Abs(x)**(-1)", POSITIVE),
        ("Abs(x)**3", NOT_NEGATIVE),
        ("Abs(x)**(-3)", POSITIVE),
        ("x**y", UNKNOWN),
        ("2**y", POSITIVE),
        ("x*x", NOT_NEGATIVE),
        ("x*y", UNKNOWN),
        ("exp(x)*y**2", NOT_NEGATIVE),
        ("exp(x)/y**2", POSITIVE),
        ("x - 1", UNKNOWN),
        ("sigmoid(x) + sqrt(x)", POSITIVE),
        ("sin(x) + 2", UNKNOWN),
    ],
)
def test_what_is_known_of_signs(text: str, sign: int) -> None:
    """A sign is told only where it is the same for all values of the letters."""
    assert Signs()(parse(text)) == sign


def test_steps_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is left to do, there are no more rounds of both steps than there may be."""
    assert MOST_ROUNDS > 1
    monkeypatch.setattr("gdmath.answering.MOST_ROUNDS", 0)
    assert answer("(x + x)*x") == "x*(x + x)"


def test_what_is_shared_by_very_many_products_is_read_in_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once as many parts were read as may be, all else is left as it stands."""
    monkeypatch.setattr(walking, "AT_LEAST_READ", 0)
    monkeypatch.setattr(walking, "MOST_READ", 1)
    whole: Expr = W * B * 2
    for _ in range(5):
        whole = whole * sin(whole)
    assert answered(sin(whole) + sin(B * W * 2)) is not None
