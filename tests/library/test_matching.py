"""Matching: what a row fits, what its letters stand for, what it builds, which of two rows wins."""

from typing import Any

import pytest
from hypothesis import given

from gdmath.calculus.solving import Beside
from gdmath.expression import D, Expr, as_expr, node
from gdmath.functions import exp, log, sin, tanh
from gdmath.matching import KINDS, FunctionLetter, Rule, Table, kinds_may_fit, letters
from gdmath.rules import RULES, c, f, g, k, n, p, u, v, x
from tests.library.oracles import fill
from tests.library.strategies import B, W, expressions


def found(rule: Rule, part: Expr) -> dict[str, Any] | None:
    """What each letter of a rule stands for, by name, when it is matched with D(part, w)."""
    if not kinds_may_fit(rule.pattern, part, Beside(W).kind):
        return None
    env = rule.match(part, W, Beside(W).kind)
    if env is None:
        return None
    names = [slot.name if isinstance(slot, FunctionLetter) else slot.args[0] for slot in rule.slots]
    return dict(zip(names, env, strict=True))


def test_letters_come_one_by_one_or_together() -> None:
    """One name gives a letter, several give a tuple; a letter for a function is a function."""
    assert letters("c", "constant") is c
    assert letters("c n", "constant") == (c, n)
    assert isinstance(letters("h", "function"), FunctionLetter)
    assert [letter.name for letter in letters("p q", "function")] == ["p", "q"]
    assert {u.args[1], c.args[1], x.args[1], g.args[1], p.args[1], k.args[1], "function"} == set(KINDS)


def test_a_letter_is_no_symbol() -> None:
    """The letter u of a rule is another node than the symbol u of a reader."""
    assert u is not node("symbol", "u")
    assert u.free_symbols == frozenset()


@pytest.mark.parametrize(
    ("left", "part", "expected"),
    [
        (D(u * v, x), W * B, {"x": W, "u": W, "v": B}),
        (D(u * v, x), W + B, None),
        (D(c * u, x), 2 * W, {"x": W, "c": as_expr(2), "u": W}),
        (D(c * u, x), W * 2, None),
        (D(u * c, x), sin(W) * B**2, {"x": W, "u": sin(W), "c": B**2}),
        (D(x**n, x), W**B, {"x": W, "n": B}),
        (D(x**n, x), B**2, None),
        (D(x**n, x), W**W, None),
        (D(x, x), W, {"x": W}),
        (D(x, x), B, None),
        (D(c, x), B + 1, {"x": W, "c": B + 1}),
        (D(c, x), B + W, None),
        (D(f(g), x), tanh(2 * W), {"x": W, "f": tanh, "g": 2 * W}),
        (D(f(g), x), tanh(W), None),
        (D(f(g), x), W * B, None),
        (D(u * u, x), sin(W) * sin(W), {"x": W, "u": sin(W)}),
        (D(u * u, x), sin(W) * exp(W), None),
        (D(f(f(u)), x), sin(sin(W)), {"x": W, "f": sin, "u": W}),
        (D(-u, x), -W, {"x": W, "u": W}),
        (D(-u, x), W, None),
        (D(u**2, x), W**2, {"x": W, "u": W}),
        (D(u**2, x), W**2.0, {"x": W, "u": W}),
        (D(u**2, x), W**3, None),
        (D(u**2, x), W**B, None),
    ],
    ids=repr,
)
def test_what_a_left_side_fits(left: Expr, part: Expr, expected: dict[str, Any] | None) -> None:
    """A letter stands for anything of its kind, twice for the same thing; 2 fits 2.0."""
    assert found(Rule("a rule", left, 0), part) == expected


def test_a_letter_for_a_function_stands_for_one_function_at_a_time() -> None:
    """f(u) + f(v) fits sin + sin, not sin + exp."""
    rule = Rule("a rule", D(f(u) + f(v), x), 0)
    assert found(rule, sin(W) + sin(B)) == {"x": W, "f": sin, "u": W, "v": B}
    assert found(rule, sin(W) + exp(B)) is None


def test_what_a_rule_of_tidying_fits() -> None:
    """A rule whose left side is no derivative matches without anything to differentiate by."""
    rule = Rule("plus a negative", u + -v, u - v)
    assert rule.pattern is u + -v
    assert rule.match_args((W, -B)) == [W, B]
    assert rule.match_args((W, B)) is None


def test_without_anything_to_differentiate_by_nothing_is_constant() -> None:
    """What a constant is depends on what we differentiate by: a row of tidying has no use for one."""
    assert Rule("a rule", c + u, u).match_args((as_expr(2), W)) is None
    assert Rule("a rule", g + u, u).match_args((as_expr(2), W)) == [as_expr(2), W]


def test_a_rule_builds_its_right_side() -> None:
    """The letters are filled in, and the derivatives on the right are its goals."""
    rule = next(rule for rule in RULES if rule.name == "product rule")
    env = rule.match(W * sin(W), W, Beside(W).kind)
    assert env is not None
    assert rule.goals(env) == [(W, W), (sin(W), W)]
    assert rule.build([*env, as_expr(5), as_expr(7)], node) is 5 * sin(W) + W * 7


def test_a_rule_builds_with_functions_that_its_letters_stand_for() -> None:
    """A function on the left is applied to what the right side says."""
    rule = Rule("a rule", D(f(g), x), f(2 * g) + log(g))
    env = rule.match(exp(B * W), W, Beside(W).kind)
    assert env is not None
    assert rule.goals(env) == []
    assert rule.build(env, node) is exp(2 * (B * W)) + log(B * W)


@given(part=expressions())
def test_what_a_row_has_matched_fills_its_left_side_to_the_same_thing(part: Expr) -> None:
    """Letters put back into the left side of the row that fits give the formula that was matched."""
    match = RULES.first_derivative(part, W, Beside(W).kind)
    assert match is not None
    rule, env = match
    assert fill(rule.left, dict(zip(rule.slots, env, strict=True))) is D(part, W)


@given(part=expressions())
def test_the_first_row_that_fits_is_taken(part: Expr) -> None:
    """The table finds what a search through all rows, one by one, finds."""
    by_hand = next(rule for rule in RULES if found(rule, part) is not None)
    match = RULES.first_derivative(part, W, Beside(W).kind)
    assert match is not None
    assert match[0] is by_hand


def test_of_two_rows_that_fit_the_first_wins() -> None:
    """The order of the table decides."""
    special, general = Rule("special", D(sin(x), x), 1), Rule("general", D(f(u), x), 2)
    for rows in ((special, general), (general, special)):
        match = Table(*rows).first_derivative(sin(W), W, Beside(W).kind)
        assert match is not None
        assert match[0] is rows[0]


def test_a_table_without_a_row_that_fits_finds_none() -> None:
    """Nothing fits is None, also when rows with the same head stand in the table."""
    table = Table(Rule("a rule", D(sin(x), x), 1), Rule("another", D(u + 2, x), 1))
    assert table.first_derivative(sin(B), W, Beside(W).kind) is None
    assert table.first_derivative(W, W, Beside(W).kind) is None
    assert table.first_derivative(W * 2, W, Beside(W).kind) is None
    assert table.first_derivative(W + 2, W, Beside(W).kind) is not None
    assert table.first_derivative(W + B, W, Beside(W).kind) is None


def test_a_table_is_a_sequence_of_its_rows() -> None:
    """A table can be counted and walked through, in its order."""
    rows = (Rule("one", D(sin(x), x), 1), Rule("two", D(exp(x), x), 1))
    table = Table(*rows)
    assert len(table) == 2
    assert tuple(table) == table.rules == rows


def test_a_rule_shows_itself() -> None:
    """A row reads as its name and its equation, in text and in LaTeX, with an upright d for one variable."""
    rule = Rule("sine rule", D(sin(x), x), exp(x))
    assert repr(rule) == "sine rule: D(sin(x), x) = exp(x)"
    assert "\\frac{d}{d x}\\left[\\sin\\left(x\\right)\\right] = e^{x}" in rule._repr_latex_()
