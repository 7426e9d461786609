"""How answers look: by an independent judge, which finds each mark where it is and none in the keys of textbooks."""

import sys
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from gdmath import differentiate, parse, symbols
from gdmath.calculus import Derivation
from gdmath.expression import Expr, postorder
from tests.library.looks import APART, COMMON, IN_FRONT, LIKE, MARKS, POWER_OF_POWER, QUOTIENT_RULE, marks
from tests.library.oracles import NO_VALUE, exact
from tests.library.problems import BY, PROBLEMS
from tests.library.strategies import W, expressions

DRAWN = 1000  # random formulas
AT_LEAST = 0.95  # of them are without a mark


def solved(problem: str) -> Derivation:
    """The derivation of a textbook problem."""
    return differentiate(parse(problem), symbols(BY.get(problem, "x")))


@pytest.mark.parametrize("key", PROBLEMS.values(), ids=PROBLEMS)
def test_a_key_has_no_mark(key: str) -> None:
    """What stands in the back of a textbook looks like an answer."""
    assert marks(parse(key)) == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("5*(3*x**2 - 1)**4*(6*x)", IN_FRONT),
        ("exp(2*x)*2", IN_FRONT),
        ("pi*(2*x)", IN_FRONT),
        ("x/(x*2 + 1)", IN_FRONT),
        ("1/(sqrt(x)*2)", IN_FRONT),
        ("-(3*x**2/(x**3)**2)", QUOTIENT_RULE),
        ("-(10*(x + 1)**4/((x + 1)**5)**2)", QUOTIENT_RULE),
        ("x**4/x", APART),
        ("sec(x)*tan(x)*tan(x)", APART),
        ("sqrt(x)*x", APART),
        ("exp(x)*exp(2*x)", APART),
        ("x*x**(x - 1)", APART),
        ("2*x/(2*sqrt(x**2 + 1))", COMMON),
        ("3/(3*x)", COMMON),
        ("1.5*x/(0.5*sin(x))", COMMON),
        ("(x**2)**2", POWER_OF_POWER),
        ("(x**3)**(1/2)", POWER_OF_POWER),
        ("x + x", LIKE),
        ("x + 3 - (x - 2)", LIKE),
        ("x + 3 - (2*x**2 - 2)", LIKE),
        ("(n + 1)*x**(n + 1 - 1)", LIKE),
        ("asin(x) - asin(x)", LIKE),
        ("2*sin(x)*x + x*sin(x)", LIKE),
        ("2*3", LIKE),
        ("2/4*x", LIKE),
        ("1*x", LIKE),
        ("x/1", LIKE),
        ("x + 0", LIKE),
        ("0*x", LIKE),
        ("x**1", LIKE),
        ("2**3", LIKE),
        ("cos(2*3*x)", LIKE),
    ],
)
def test_a_mark_is_found_where_it_is(text: str, mark: str) -> None:
    """Each mark that a teacher would make is found in an example of it."""
    assert mark in MARKS
    assert set(marks(parse(text))) == {mark}


@pytest.mark.parametrize(
    "text",
    [
        "(x**2)**(1/2)",
        "sqrt(x)**2",
        "(x**n)**2",
        "x**n*x**m",
        "2*x/(3*y)",
        "2/3*x",
        "x + y",
        "2*(x - 3) - (2*x + 1)",
        "1e-200*x/1e200",
        "exp(-x)/(1 + exp(-x))**2",
        "1/x",
    ],
)
def test_what_may_stand_so_has_no_mark(text: str) -> None:
    """Where putting together would change a value, or lose one, nothing is asked for."""
    assert marks(parse(text)) == []


def test_what_was_typed_is_passed_over() -> None:
    """Below a function or a power that a reader typed, nothing is marked; beside it, all is."""
    typed = parse("sin(x*2)")
    assert marks(typed) == [IN_FRONT]
    assert marks(typed, postorder(typed)) == []
    assert marks(parse("cos(x*2)*2"), postorder(typed)) == [IN_FRONT]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_an_answer_has_the_value_of_its_key(problem: str) -> None:
    """On both sides of zero, wherever the key has a value as well."""
    answer, key = solved(problem).result, parse(PROBLEMS[problem])
    compared = 0
    for x in (-2.5, -0.75, 0.375, 0.75, 2.5):
        point = {"x": x, "w": x, "y": 1.25, "b": -0.5}
        try:
            expected = exact(key, **point)
            assert abs(exact(answer, **point) - expected) < 1e-40
        except NO_VALUE:
            continue
        compared += 1
    assert compared


def test_textbook_problems_look_like_their_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the problems of textbooks, at least 63 of 65 are answered without a mark."""
    derivations = [solved(problem) for problem in PROBLEMS]
    before = sum(not marks(derivation.tidied) for derivation in derivations)
    clean = sum(not marks(derivation.result) for derivation in derivations)
    with capsys.disabled():
        sys.stdout.write(f"\n{clean} of {len(PROBLEMS)} textbook problems without a mark (before: {before})\n")
    assert len(PROBLEMS) == 65
    assert clean >= 63


def drawn(count: int) -> list[Expr]:
    """So many different random formulas, the same ones each time."""
    found: dict[Expr, None] = {}

    @settings(max_examples=2 * count, derandomize=True, database=None, phases=[Phase.generate])
    @given(expr=expressions())
    def draw(expr: Expr) -> None:
        if len(found) < count:
            found[expr] = None

    draw()
    return list(found)


def test_random_formulas_look_like_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """Of random formulas, 95 of 100 are answered without a mark, and none with more of them than what is tidied has."""
    judged: list[tuple[Any, list[str], list[str]]] = []
    for expr in drawn(DRAWN):
        derivation, typed = differentiate(expr, W), frozenset(postorder(expr))
        judged.append((expr, marks(derivation.tidied, typed), marks(derivation.result, typed)))
    before, clean = (sum(not found[place] for found in judged) for place in (1, 2))
    with capsys.disabled():
        sys.stdout.write(f"\n{clean} of {len(judged)} random formulas without a mark (before: {before})\n")
    assert [expr for expr, result, answer in judged if len(answer) > len(result)] == []
    assert clean >= AT_LEAST * len(judged)
