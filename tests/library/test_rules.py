"""The table of rules: each row is true, is the one that is used, and can be shown."""

import operator
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath.calculus.solving import Beside
from gdmath.cases import CASES
from gdmath.expression import D, as_expr
from gdmath.functions import FUNCTIONS, exp, sigmoid, sin
from gdmath.matching import FunctionLetter, Rule
from gdmath.names import symbols
from gdmath.rules import ARITHMETIC, RULES, STABLE, c, f, g, k, n, p, q, u, v, x
from tests.library.oracles import NO_VALUE, by_sympy, check_row, exact, fill
from tests.library.strategies import NUMBERS, POINTS, B, W, expressions

K, M = symbols("k m")

ROWS = [pytest.param(rule, id=repr(rule)) for table in (RULES, ARITHMETIC, STABLE) for rule in table]
DERIVATIVES = [pytest.param(rule, id=repr(rule)) for rule in RULES]
OTHERS = [pytest.param(table, rule, id=repr(rule)) for table in (ARITHMETIC, STABLE) for rule in table]

CONSTANTS = expressions((B,), size=3)
COMPARISONS = st.builds(
    lambda compare, left, right: compare(left, right),
    st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge]),
    expressions(size=2),
    expressions(size=2),
)
CONDITIONS = st.one_of(COMPARISONS, st.builds(lambda k, j: k & ~j, COMPARISONS, COMPARISONS))
KINDS = {
    "variable": st.just(W),
    "constant": CONSTANTS,
    "expression": expressions(size=4),
    "number": NUMBERS.map(as_expr),
    "inner": expressions(size=4).filter(lambda expr: expr is not W),
    "condition": CONDITIONS,
}


def fillings(rule: Rule) -> st.SearchStrategy[dict[Any, Any]]:
    """Draw something for each letter of a row."""
    return st.fixed_dictionaries(
        {
            slot: st.sampled_from(list(FUNCTIONS.values())) if isinstance(slot, FunctionLetter) else KINDS[slot.args[1]]
            for slot in rule.slots
        }
    )


def fresh(rule: Rule) -> list[dict[Any, Any]]:
    """One plain filling of a row, for each function where the row has a letter for one."""
    plain = {x: W, c: K, n: M, u: W**2 + B, v: sin(W) + 2, g: W * B + K, p: as_expr(3), q: as_expr(5), k: W < 2}
    if f not in rule.slots:
        return [plain]
    return [{**plain, f: function} for function in FUNCTIONS.values()]


@pytest.mark.parametrize("rule", ROWS)
@settings(max_examples=12)
@given(data=st.data(), w=POINTS, b=POINTS)
def test_both_sides_of_a_row_agree(rule: Rule, data: st.DataObject, w: float, b: float) -> None:
    """Whatever the letters of a row stand for, its two sides have the same value."""
    letters = data.draw(fillings(rule))
    try:
        check_row(rule, letters, w=w, b=b)
    except NO_VALUE:
        assume(False)


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_agrees_with_sympy(rule: Rule) -> None:
    """The right side of a row is what sympy finds for its left side, by its own rules."""
    for letters in fresh(rule):
        left, right = fill(rule.left, letters), fill(rule.right, letters)
        points = [{"w": w, "b": 0.25, "k": 0.375, "m": 2.5} for w in (0.25, 0.5, 1.5, 5.0)]
        compared = 0
        for point in points:
            try:
                expected = by_sympy(left, **point)
                assert float(exact(right, **point)) == pytest.approx(expected, rel=1e-9, abs=1e-12)
            except NO_VALUE:
                continue
            compared += 1
        assert compared, f"{rule!r} has no value at any of {points}"


@pytest.mark.parametrize("rule", DERIVATIVES)
def test_a_row_fires_first_on_its_own_left_side(rule: Rule) -> None:
    """No row stands in the shade of one above it."""
    for letters in fresh(rule):
        body, wrt = fill(rule.left, letters).args
        found = RULES.first_derivative(body, wrt, Beside(wrt).kind)
        assert found is not None
        assert found[0] is rule


@pytest.mark.parametrize(("table", "rule"), OTHERS)
def test_a_row_of_tidying_fires_first_on_its_own_left_side(table: Any, rule: Rule) -> None:
    """No row of the tables that tidy stands in the shade of one above it."""
    found = table.first(fill(rule.left, fresh(rule)[0]))
    assert found is not None
    assert found[0] is rule


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_shows_itself(rule: Rule) -> None:
    """A row has a name, a line of text and a formula with as many brackets opened as closed."""
    latex = rule._repr_latex_()
    assert rule.name == rule.name.strip().lower() != ""
    assert repr(rule) == f"{rule.name}: {rule.left} = {rule.right}"
    assert latex.startswith("$$\n")
    assert latex.endswith("\n$$")
    assert " = " in latex
    assert latex.count("{") == latex.count("}")
    assert latex.count("\\left") == latex.count("\\right")


def test_every_function_has_a_row_of_its_own() -> None:
    """Each function of the table of functions has a derivative in the table of rules, and each that chooses has one."""
    own = {rule.pattern.head for rule in RULES if rule.pattern.args[0] is x}
    assert own >= set(FUNCTIONS.values())
    assert {rule.pattern.head for rule in RULES} >= set(CASES.values())


def test_the_right_side_has_no_letter_that_the_left_side_lacks() -> None:
    """A row can be filled from what its left side has matched."""
    for table in (RULES, ARITHMETIC, STABLE):
        for rule in table:
            filled = fill(rule.right, {slot: FUNCTIONS["exp"] if slot is f else W for slot in rule.slots})
            assert filled.free_symbols <= {W}


@pytest.mark.parametrize(
    "wrong",
    [
        Rule("sigmoid rule", D(sigmoid(x), x), sigmoid(x) * (1 + sigmoid(x))),
        Rule("product rule", D(u * v, x), D(u, x) * D(v, x)),
        Rule("power rule", D(x**n, x), n * x**n),
        Rule("chain rule", D(f(g), x), D(f(g), g)),
        Rule("exponential rule", D(exp(x), x), exp(x) * 1.000000001),
        Rule("constant rule", D(c, x), c),
        Rule("times zero", u * 0, u),
        Rule("one minus a sigmoid", 1 - sigmoid(u), sigmoid(u)),
    ],
    ids=repr,
)
def test_the_check_of_a_row_fails_on_a_wrong_one(wrong: Rule) -> None:
    """The check that every row passes is one that a wrong rule does not pass."""
    letters = {x: W, c: B, n: as_expr(3), u: W**2 + B, v: sin(W) + 2, g: W * B + 2, f: sin}
    with pytest.raises(AssertionError, match=f"^{wrong.name}: "):
        check_row(wrong, letters, w=0.75, b=1.5)


def test_the_oracle_takes_derivatives_by_a_limit() -> None:
    """The value of D(w**3, w) at 2 is 12, found without a rule of ours; so is that by a whole expression."""
    assert mpmath.almosteq(exact(D(W**3, W), w=2.0), 12, 1e-30)
    assert mpmath.almosteq(exact(D((W * 2) ** 3, W * 2), w=1.0), 12, 1e-30)
    assert by_sympy(D((W * 2) ** 3, W * 2), w=1.0) == 12
