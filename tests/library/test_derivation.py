"""Derivations: each line has the value of the derivative, each step is a row, the last line is the result."""

import copy
import pickle
from typing import Any

import mpmath
import pytest
import torch
from hypothesis import assume, example, given, settings

from gdmath.calculus import Derivation, Step, differentiate, gradient
from gdmath.calculus.derivation import MOST_ORDERS, MOST_PARTS, NO_RULES
from gdmath.calculus.showing import MOST_LINES
from gdmath.errors import DomainError, InputError, MissingRuleError, OperationError
from gdmath.expression import D, Expr, as_expr, node, postorder
from gdmath.functions import FUNCTIONS, Abs, Function, cos, exp, log, relu, sigmoid, sin, softplus, sqrt
from gdmath.matching import Rule, Table
from gdmath.names import symbols
from gdmath.numeric import lambdify
from gdmath.rules import FACTORS, RULES, TERMS, c, n, x
from gdmath.tidying import untidied
from tests.library.oracles import NO_VALUE, by_sympy, exact, fill
from tests.library.strategies import POINTS, SMOOTH, B, W, expressions


def goals(expr: Expr) -> set[Expr]:
    """The derivatives that are still to be taken."""
    return {part for part in postorder(expr) if part.head == "D"}


def shown(derivation: Derivation) -> list[tuple[str, str]]:
    """The lines of a derivation, as text."""
    return [(name, str(line)) for name, line in derivation.lines]


def same(left: Any, right: Any) -> bool:
    """Whether two values agree but for the rounding of floats that tidying has added or multiplied."""
    return bool(mpmath.almosteq(left, right, 1e-10, 1e-10))


@given(expr=expressions(), w=POINTS, b=POINTS)
@example(expr=W**1 * 1.001, w=1.0, b=1.0)
@example(expr=-(B * log(sigmoid(W)) + (1 - B) * log(1 - sigmoid(W))), w=0.5, b=1.0)
@example(expr=sin(W * B) * sin(W * B) + sin(W * B), w=0.5, b=0.75)
def test_every_line_has_the_value_of_the_derivative(expr: Expr, w: float, b: float) -> None:
    """Each line equals the limit of the difference quotients, and so does each step, before and after."""
    derivation = differentiate(expr, W)
    try:
        expected = exact(D(expr, W), w=w, b=b)
        values = [exact(line, w=w, b=b) for _, line in derivation.lines]
        steps = [(exact(step.before, w=w, b=b), exact(step.after, w=w, b=b)) for step in derivation.steps]
    except NO_VALUE:
        assume(False)
    assert all(same(value, expected) for value in values)
    assert all(same(before, after) for before, after in steps)


@given(expr=expressions(), w=POINTS, b=POINTS)
def test_every_note_of_tidying_preserves_the_value(expr: Expr, w: float, b: float) -> None:
    """What a note says was replaced has the value of what replaced it."""
    for _, before, after in differentiate(expr, W).tidying:
        assert before is not after
        try:
            assert same(exact(before, w=w, b=b), exact(after, w=w, b=b))
        except NO_VALUE:
            continue


@given(expr=expressions())
def test_a_derivation_is_its_lines(expr: Expr) -> None:
    """Each step replaces a derivative that its line still has, none is left, and the last line is the result."""
    derivation = differentiate(expr, W).titled(every=True)
    lines = derivation.lines
    current = D(expr, W)
    for step, (name, line) in zip(derivation.steps, lines, strict=False):
        assert step.before in goals(current)
        assert name == step.rule.name
        current = current.subs({step.before: step.after})
        assert current is line
        assert step.before not in goals(current)
    assert not goals(current)
    others = lines[len(derivation.steps) :]
    if current is not derivation.tidied:
        assert others.pop(0) == ("tidy", derivation.tidied)
    assert {name for name, _ in others} <= {FACTORS, TERMS}
    assert lines[-1][1] is derivation.result


@given(expr=expressions())
@example(expr=as_expr(3))
@example(expr=W)
@example(expr=W + 3 + W * 2)
@example(expr=-W)
def test_plain_rules_are_folded_into_the_line_that_calls_for_them(expr: Expr) -> None:
    """D(5) = 0 and D(w) = 1 have a line only where they are the whole derivation, or where they are asked for."""
    derivation = differentiate(expr, W)
    first, *others = derivation.steps
    names = [first.rule.name, *(step.rule.name for step in others if not step.is_plain)]
    assert [name for name, _ in derivation.lines if name not in NO_RULES] == names
    plain = {step.before for step in others if step.is_plain}
    assert not any(plain & goals(line) for _, line in derivation.lines)
    assert derivation.titled(every=True).lines[-1][1] is derivation.lines[-1][1]


@given(expr=expressions())
def test_every_step_is_a_row_of_the_table(expr: Expr) -> None:
    """A step is what its row says, with its letters filled in: nothing else happens between two lines."""
    for step in differentiate(expr, W).steps:
        letters = dict(zip(step.rule.slots, step.letters.values(), strict=True))
        assert step.rule in RULES.rules
        assert fill(step.rule.left, letters) is step.before
        if step.rule.name != "power rule":
            assert fill(step.rule.right, letters) is step.after
            continue
        # where the row says n - 1 or n + 1, the step says the number
        exponent = letters[n]
        numbers = {node(head, exponent, as_expr(1)): untidied(head, exponent, as_expr(1)) for head in "+-"}
        beside = symbols("beside")
        after = fill(step.rule.right, {**letters, c: beside}).subs(numbers)
        assert after.subs({beside: letters.get(c, beside)}) is step.after


@settings(max_examples=40)
@given(expr=expressions(functions=SMOOTH, size=6), w=POINTS, b=POINTS)
def test_the_result_agrees_with_sympy(expr: Expr, w: float, b: float) -> None:
    """sympy, which has its own rules, finds the same derivative wherever the expression itself has a value."""
    try:
        expr.evaluate(w=w, b=b)  # w + log(0) has none, and then no derivative either
        expected = by_sympy(D(expr, W), w=w, b=b)
        value = exact(differentiate(expr, W).result, w=w, b=b)
    except (*NO_VALUE, DomainError):
        assume(False)
    assert float(value) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(expr=expressions(), w=POINTS, b=POINTS)
def test_the_result_agrees_with_autograd(expr: Expr, w: float, b: float) -> None:
    """torch, which differentiates the computation and not the formula, finds the same number in float64."""
    result = differentiate(expr, W).result
    try:
        expected = float(exact(D(expr, W), w=w, b=b))
        value = result.evaluate(w=w, b=b)
        largest = max(abs(part.evaluate(w=w, b=b)) for whole in (expr, result) for part in postorder(whole))
    except (*NO_VALUE, DomainError):
        assume(False)
    assume(largest < 1e5)  # else digits cancel, in torch as here
    at = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    computed = lambdify([W, B], expr)(at, torch.tensor(b, dtype=torch.float64)) + 0 * at
    (by_torch,) = torch.autograd.grad(computed, at)
    assume(bool(torch.isfinite(by_torch)))
    assert by_torch.item() == pytest.approx(value, rel=1e-9, abs=1e-9)
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_the_derivative_of_the_seed() -> None:
    """w**1 * 1.001 gives the three lines of the lesson, in the order of the textbook."""
    assert shown(differentiate(W**1 * 1.001, W)) == [
        ("constant multiple rule", "D(w**1, w)*1.001"),
        ("power rule", "1*w**0*1.001"),
        ("tidy", "1.001"),
    ]


def test_a_commuted_seed_keeps_its_order() -> None:
    """A constant in front stays in front, and a divisor stays below."""
    assert shown(differentiate(1.001 * W**1, W)) == [
        ("constant multiple rule", "1.001*D(w**1, w)"),
        ("power rule", "1.001*(1*w**0)"),
        ("tidy", "1.001"),
    ]
    assert shown(differentiate(W**2 / 4, W)) == [
        ("constant multiple rule", "D(w**2, w)/4"),
        ("power rule", "2*w**1/4"),
        ("tidy", "w/2"),
    ]


def test_the_seed_in_latex_has_four_decimals() -> None:
    """The formula on the page is aligned, names each rule, and keeps the trailing zero of 1.0010."""
    latex = differentiate(W**1 * 1.001, W).titled("l'(w)")._repr_latex_()
    assert (
        latex
        == r"""$$
\begin{aligned}
l'(w) &= \frac{d}{d w}\left[w^{1} \cdot 1.0010\right] \\[0.4em]
&= \frac{d}{d w}\left[w^{1}\right] \cdot 1.0010 && \small\text{constant multiple rule} \\[0.4em]
&= 1 \cdot w^{0} \cdot 1.0010 && \small\text{power rule} \\[0.4em]
&= 1.0010 && \small\text{tidy}
\end{aligned}
$$"""
    )


def test_a_derivation_can_be_shown_with_other_decimals() -> None:
    """Title and number of decimals are of the showing; the derivation is the same."""
    derivation = differentiate(W**1 * 1.001, W)
    titled = derivation.titled("l'", digits=2)
    assert "1.00 " in titled._repr_latex_()
    assert "1.001 " in derivation.titled("l'", digits=None)._repr_latex_()
    assert derivation._repr_latex_().splitlines()[2].startswith(r"& \frac{d}{d w}")
    assert "1.2346 " in differentiate(W * 1.23456, W)._repr_latex_()
    assert "1.2346 " in differentiate(W * 1.23456, W).titled("l'")._repr_latex_()
    assert titled.lines == derivation.lines
    assert titled.result is derivation.result


def test_another_power_rule_gives_other_lines() -> None:
    """The lines come from the table: a changed row changes them, and the result."""
    rows = (Rule("power rule", D(x**n, x), n * x**n) if rule.name == "power rule" else rule for rule in RULES)
    changed = differentiate(W**1 * 1.001, W, rules=Table(*rows))
    assert shown(changed) == [
        ("constant multiple rule", "D(w**1, w)*1.001"),
        ("power rule", "1*w**1*1.001"),
        ("tidy", "w*1.001"),
        ("factors together", "1.001*w"),
    ]
    assert gradient(W**2, [W], rules=Table(changed.steps[1].rule)) == (2 * W**2,)


def test_a_derivation_reads_as_text() -> None:
    """In a terminal there is a line for each step with the name of its rule."""
    assert str(differentiate(sin(W) * B, W)) == (
        "D(sin(w)*b, w)\n"
        "  = D(sin(w), w)*b    constant multiple rule\n"
        "  = cos(w)*b          sine rule\n"
        "  = b*cos(w)          factors together"
    )
    assert repr(differentiate(W, W)) == "D(w, w)\n  = 1    identity rule"


@pytest.mark.uncovered  # short ones go through the same branches
def test_a_very_long_derivation_shows_its_beginning_and_its_result() -> None:
    """Nobody waits for ten thousand lines: a terminal shows the first ones, how many are missing, and the result."""
    product = W
    for _ in range(205):
        product = product * W
    lines = str(differentiate(product, W)).splitlines()
    assert len(lines) == 1 + MOST_LINES + 1
    assert lines[-1].endswith("… 5 more steps")


@pytest.mark.uncovered  # short ones go through the same branches
def test_a_very_deep_derivation_shows_its_beginning_and_its_result() -> None:
    """The longer the lines are, the fewer are shown."""
    deep = W
    for _ in range(20_000):
        deep = sin(deep)
    derivation = differentiate(deep, W)
    assert len(repr(derivation).splitlines()) == 1 + 4 + 1
    assert r"\small\text{… 39,995 more steps}" in derivation._repr_latex_()


def test_a_step_tells_what_happened() -> None:
    """A step has its rule, what it replaced and by what, what each letter stood for, and what came of it."""
    first, *_ = differentiate(sin(W**2), W).steps
    assert isinstance(first, Step)
    assert first.rule.name == "chain rule"
    assert first.before is D(sin(W**2), W)
    assert first.after is D(sin(W**2), W**2) * D(W**2, W)
    assert first.letters == {"x": W, "f": sin, "g": W**2}
    assert first.result is cos(W**2) * (2 * W)
    assert repr(first) == "chain rule: D(sin(w**2), w) = D(sin(w**2), w**2)*D(w**2, w)"


def test_what_tidies_is_told_step_by_step() -> None:
    """The rewrites that the last line folds into one, each with its name, in the order in which they were done."""
    notes = [(name, str(before), str(after)) for name, before, after in differentiate(W**1 * 1.001, W).tidying]
    assert notes == [
        ("arithmetic", "1 - 1", "0"),
        ("power zero", "w**0", "1"),
        ("arithmetic", "1*1", "1"),
        ("arithmetic", "1*1.001", "1.001"),
    ]


@pytest.mark.parametrize(
    ("expr", "rules"),
    [
        (2**W, ["exponential rule"]),
        ((2 * W) ** 3, ["chain rule", "power rule", "constant multiple rule", "identity rule"]),
        (2 ** (3 * W), ["chain rule", "exponential rule", "constant multiple rule", "identity rule"]),
        (W**W, ["general power rule", "identity rule"]),
        (log(W, 2), ["logarithm rule"]),
        (log(W**2, 2), ["chain rule", "logarithm rule", "power rule"]),
        (log(2, W), ["change of base", "quotient rule", "logarithm rule", "constant rule"]),
        (-W, ["negative rule", "identity rule"]),
        (W - B, ["difference rule", "identity rule", "constant rule"]),
        (W / 3, ["constant multiple rule", "identity rule"]),
        (1 / W, ["quotient rule", "identity rule", "constant rule"]),
    ],
    ids=str,
)
def test_each_rule_has_its_place(expr: Expr, rules: list[str]) -> None:
    """The rules that a textbook uses are used, and no detour by another one that gives the same value."""
    assert sorted(step.rule.name for step in differentiate(expr, W).steps) == sorted(rules)


def test_the_lines_of_a_book() -> None:
    """The number stands outside, plain rules have no line, and the answer is made in named steps, with its domain."""
    assert str(differentiate((3 * W**2 - 1) ** 5, W)) == (
        "D((3*w**2 - 1)**5, w)\n"
        "  = D((3*w**2 - 1)**5, 3*w**2 - 1)*D(3*w**2 - 1, w)    chain rule\n"
        "  = 5*(3*w**2 - 1)**4*D(3*w**2 - 1, w)                 power rule\n"
        "  = 5*(3*w**2 - 1)**4*(D(3*w**2, w) - 0)               difference rule\n"
        "  = 5*(3*w**2 - 1)**4*(3*D(w**2, w) - 0)               constant multiple rule\n"
        "  = 5*(3*w**2 - 1)**4*(3*(2*w**1) - 0)                 power rule\n"
        "  = 5*(3*w**2 - 1)**4*(6*w)                            tidy\n"
        "  = 30*w*(3*w**2 - 1)**4                               factors together"
    )
    assert str(differentiate(W**3 / W, W)) == (
        "D(w**3/w, w)\n"
        "  = (D(w**3, w)*w - w**3*1)/w**2    quotient rule\n"
        "  = (3*w**2*w - w**3*1)/w**2        power rule\n"
        "  = (3*w**2*w - w**3)/w**2          tidy\n"
        "  = 3*w - w                         factors together\n"
        "  = 2*w                             like terms, where w != 0"
    )
    assert differentiate(W**3 / W, W)._repr_latex_().splitlines()[-4:-2] == [
        r"&= 2 \cdot w && \small\text{like terms} \\[0.4em]",
        r"&\quad \text{where } w\text{ is not }0",
    ]


@pytest.mark.parametrize(
    ("expr", "line"),
    [
        (4 * (W**2 - 3) ** 3 * W, ("constant multiple rule", "4*D((w**2 - 3)**3*w, w)")),
        (2 * sin(W) / W, ("constant multiple rule", "2*D(sin(w)/w, w)")),
        (5 / W**3, ("power rule", "-(5*3/w**4)")),
        (1 / (W**2 + 1) ** 3, ("chain rule", "D(1/(w**2 + 1)**3, w**2 + 1)*D(w**2 + 1, w)")),
        (B / W**B, ("power rule", "-(b*b/w**(b + 1))")),
        (1 / (1 + exp(-W)), ("quotient rule", "(0*(1 + exp(-w)) - 1*D(1 + exp(-w), w))/(1 + exp(-w))**2")),
    ],
    ids=str,
)
def test_a_number_stands_outside_and_a_constant_over_a_power_is_a_power(expr: Expr, line: tuple[str, str]) -> None:
    """The first line is a book's; a constant over anything but a power keeps the quotient rule."""
    assert shown(differentiate(expr, W))[0] == line


def test_a_shared_part_is_differentiated_once() -> None:
    """One step serves every place in which its derivative stands."""
    derivation = differentiate(exp(W) * exp(W), W)
    assert [step.rule.name for step in derivation.steps] == ["product rule", "exponential rule"]


def test_a_result_is_tidy_and_what_was_typed_is_not_touched() -> None:
    """Ones and zeros that the rules brought are gone; the reader's own w**1 stays where it is kept."""
    assert str(differentiate(W**2, W).result) == "2*w"
    assert str(differentiate(W - B, B).result) == "-1"
    assert str(differentiate(exp(W**1 * 1), W).result) == "exp(w**1*1)"
    assert differentiate(exp(W**1 * 1), W).lines[0][1] is D(exp(W**1 * 1), W**1 * 1) * D(W**1 * 1, W)


def test_a_number_may_be_differentiated() -> None:
    """The derivative of a number is 0, by the constant rule."""
    assert shown(differentiate(3.0, W)) == [("constant rule", "0")]


def test_higher_and_mixed_derivatives() -> None:
    """A result can be differentiated again, and the order of the letters does not matter."""
    assert str(differentiate(differentiate(W**3, W).result, W).result) == "6*w"
    mixed = W**2 * sin(B * W)
    one = differentiate(differentiate(mixed, W).result, B).result
    other = differentiate(differentiate(mixed, B).result, W).result
    assert one.evaluate(w=0.5, b=1.5) == pytest.approx(other.evaluate(w=0.5, b=1.5), rel=1e-12)


@pytest.mark.parametrize(
    ("variables", "by", "result"),
    [
        ((W, 2), (W, W), "6*w*b"),
        ((W, W), (W, W), "6*w*b"),
        ((W, 3), (W, W, W), "6*b"),
        ((W, 4), (W, W, W, W), "0"),
        ((W, B), (W, B), "3*w**2"),
        ((B, W, 2), (B, W, W), "6*w"),
        ((W, 1), (W,), "3*w**2*b"),
    ],
    ids=str,
)
def test_derivatives_of_any_order(variables: tuple[Any, ...], by: tuple[Expr, ...], result: str) -> None:
    """A number after a symbol says how many times, as in sympy, and one derivative is taken of the other."""
    derivation = differentiate(W**3 * B, *variables)
    assert derivation.variables == by
    assert str(derivation.result) == result
    assert derivation.lines[-1][1] is derivation.result


@given(expr=expressions())
def test_a_mixed_derivative_is_one_derivation_after_the_other(expr: Expr) -> None:
    """Its steps are those of the first and then of the second, and the second waits around the lines of the first."""
    mixed, first = differentiate(expr, W, B), differentiate(expr, W)
    second = differentiate(first.result, B)
    assert mixed.start is D(D(expr, W), B)
    assert mixed.result is second.result
    assert mixed.lines == [(name, D(line, B)) for name, line in first.lines] + second.lines
    assert [step.before for step in mixed.steps] == [step.before for step in (*first.steps, *second.steps)]


def test_a_second_derivative_reads_as_a_derivative_of_a_derivative() -> None:
    """The inner one is taken first, tidied, and then differentiated; the page says d squared."""
    derivation = differentiate(W**3, W, 2)
    assert str(derivation) == (
        "D(D(w**3, w), w)\n"
        "  = D(3*w**2, w)    power rule\n"
        "  = 3*D(w**2, w)    constant multiple rule\n"
        "  = 3*(2*w**1)      power rule\n"
        "  = 6*w             tidy"
    )
    assert [step.rule.name for step in derivation.steps] == ["power rule", "constant multiple rule", "power rule"]
    assert r"\frac{d^{2}}{d w^{2}}" in derivation._repr_latex_()
    assert repr(derivation) == str(derivation)


def test_tidying_is_shown_where_it_is_asked_for() -> None:
    """Folded into one line by default, or listed below, rewrite by rewrite, each with its name."""
    derivation = differentiate(W**2, W)
    assert "arithmetic" not in str(derivation)
    unfolded = derivation.titled("l'", tidying=True)
    assert str(unfolded) == (
        "D(w**2, w)\n"
        "  = 2*w**1    power rule\n"
        "  = 2*w       tidy\n"
        "      2 - 1 = 1    arithmetic\n"
        "      w**1 = w     power one"
    )
    assert unfolded._repr_latex_().splitlines()[-4:-2] == [
        r"&\quad 2 - 1 = 1 && \small\text{arithmetic} \\[0.4em]",
        r"&\quad w^{1} = w && \small\text{power one}",
    ]
    assert unfolded.lines == derivation.lines


ORDER = "an order is a whole number, one at least. Write differentiate(expr, w, 2) for the second order."


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ((), "Cannot differentiate by nothing, because no symbol is given. Write differentiate(expr, w)."),
        ((W, 0), f"Cannot differentiate 0 times, because {ORDER}"),
        ((W, -1), f"Cannot differentiate -1 times, because {ORDER}"),
        ((2, W), 'Cannot differentiate by 2, because it is not a symbol. Make one with symbols("w").'),
        ((W, True), 'Cannot differentiate by True, because it is not a symbol. Make one with symbols("w").'),
        ((W, 2, 2), 'Cannot differentiate by 2, because it is not a symbol. Make one with symbols("w").'),
        ((W, 2.0), f"Cannot differentiate 2.0 times, because {ORDER}"),
    ],
    ids=str,
)
def test_what_is_no_order_is_refused(variables: tuple[Any, ...], message: str) -> None:
    """A number stands behind a symbol, is whole and at least one."""
    with pytest.raises(InputError) as caught:
        differentiate(W**2, *variables)
    assert str(caught.value) == message


def test_only_a_symbol_is_differentiated_by() -> None:
    """By a whole expression the slope would be 0 wherever the expression is not met as it stands: a wrong number."""
    for wrt in (W * 2, W + B, sin(W), D(W, W)):
        with pytest.raises(InputError, match="because it is not a symbol"):
            differentiate(W**2, wrt)


def test_the_textbook_cost_by_the_chain_rule() -> None:
    """The gradient of cross-entropy, in all of w and b, is what autograd finds."""
    cost = -(2 * log(sigmoid(W * 1.001 + B)) + (1 - as_expr(2)) * log(1 - sigmoid(W * 1.001 + B)))
    dw, db = gradient(cost, [W, B])
    at = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (0.3, -0.2)]
    by_torch = torch.autograd.grad(lambdify([W, B], cost)(*at), at)
    point = {"w": 0.3, "b": -0.2}
    assert [dw.evaluate(**point), db.evaluate(**point)] == pytest.approx([value.item() for value in by_torch])


def test_the_gradient_is_the_partial_derivatives_in_their_order() -> None:
    """One derivative for each symbol, also for none, and for one that does not occur."""
    assert [str(part) for part in gradient(W * B**2, [B, W])] == ["w*(2*b)", "b**2"]
    assert gradient(W, []) == ()
    assert gradient(W, [B]) == (as_expr(0),)


@pytest.mark.parametrize("corner", [relu, Abs, softplus, sqrt], ids=repr)
def test_the_derivative_at_a_point_is_that_of_torch(corner: Function) -> None:
    """Also at a corner, where relu and Abs have the derivative 0 as in torch."""
    for point in (0.0, 0.5):
        if corner is sqrt and point == 0.0:
            continue
        at = torch.tensor(point, dtype=torch.float64, requires_grad=True)
        (expected,) = torch.autograd.grad(corner(at), at)
        assert differentiate(corner(W), W).result.evaluate(w=point) == pytest.approx(expected.item(), rel=1e-15)


@pytest.mark.parametrize(
    ("expr", "wrt", "message"),
    [
        (W, "w", "Cannot differentiate by 'w', because it is not a symbol. Make one with symbols(\"w\")."),
        (W, 2, 'Cannot differentiate by 2, because it is not a symbol. Make one with symbols("w").'),
        (W, as_expr(-2), 'Cannot differentiate by -2, because it is not a symbol. Make one with symbols("w").'),
        (
            "w",
            W,
            (
                "Cannot use 'w' in an expression, because str is neither an expression nor an int or a float. "
                'Read a formula with parse("w^2"); make a letter with symbols("w").'
            ),
        ),
    ],
    ids=["a name", "a number", "a negative number", "text"],
)
def test_what_cannot_be_differentiated_is_refused(expr: Any, wrt: Any, message: str) -> None:
    """Only an expression, and only by a symbol."""
    with pytest.raises(InputError) as caught:
        differentiate(expr, wrt)
    assert str(caught.value) == message


@pytest.mark.parametrize("inside", [W, 2 * W, sin(W) + B], ids=str)
def test_a_function_without_a_row_is_an_error_and_never_a_loop(inside: Expr) -> None:
    """What no row gives is named: the derivative that is missing, inside what was asked for."""
    silu = Function("silu", r"\operatorname{silu}", lambda m, x: x * m.sigmoid(x))
    with pytest.raises(MissingRuleError) as caught:
        differentiate(silu(inside), W)
    assert str(caught.value) == (
        f"Cannot differentiate silu({inside}) by {inside}, because no rule of the table fits "
        f"D(silu({inside}), {inside}). Add a row to gdmath/rules.py; a row is one equation."
    )


def test_a_derivative_not_yet_taken_has_no_row() -> None:
    """The derivative of D itself is an error; take the inner one first."""
    with pytest.raises(MissingRuleError, match=r"no rule of the table fits D\(D\(w\*\*2, w\), w\)"):
        differentiate(D(W**2, W), W)


def test_a_new_function_needs_a_row_and_nothing_else() -> None:
    """With one row more, a function that the table did not have is differentiated, by the chain rule too."""
    silu = Function("silu", r"\operatorname{silu}", lambda m, x: x * m.sigmoid(x))
    row = Rule("silu rule", D(silu(x), x), sigmoid(x) + x * (sigmoid(x) * (1 - sigmoid(x))))
    derivation = differentiate(silu(2 * W), W, rules=Table(row, *RULES))
    assert [step.rule.name for step in derivation.steps][:2] == ["chain rule", "silu rule"]
    at = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    (expected,) = torch.autograd.grad(silu(2 * at), at)
    assert derivation.result.evaluate(w=0.3) == pytest.approx(expected.item(), rel=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_derivative_of_each_function_is_one_named_step(function: Function) -> None:
    """A function of w itself needs its own rule; a function of more, the chain rule too."""
    (step,) = differentiate(function(W), W).steps
    assert step.rule.name.endswith(" rule")
    assert differentiate(function(W * B), W).steps[0].rule.name == "chain rule"


def test_many_terms_with_an_expression_above_them_are_quick() -> None:
    """The search for constants remembers what it has seen: 500 powers take one look each."""
    terms = symbols(" ".join(f"w{place}" for place in range(500)))
    total = W**W
    for term in terms:
        total = total + (term + W) ** W
    assert len(differentiate(total, W).steps) > 2000


def test_rules_that_lead_in_a_circle_are_an_error_and_no_loop() -> None:
    """A row whose right side is its own left side, at once or by way of another, is named."""
    turned = Table(Rule("idle rule", D(sin(x), x), D(sin(x), x) * 1))
    with pytest.raises(MissingRuleError) as error:
        differentiate(sin(W), W, rules=turned)
    assert str(error.value) == (
        "Cannot differentiate sin(w) by w, because the idle rule leads back to what it started from. "
        "Let each row of the table give simpler derivatives than the one on its left side."
    )
    there_and_back = Table(Rule("there", D(sin(x), x), D(cos(x), x)), Rule("back", D(cos(x), x), D(sin(x), x)))
    with pytest.raises(MissingRuleError, match="the there leads back"):
        differentiate(sin(W), W, rules=there_and_back)


def test_a_gradient_wants_a_list() -> None:
    """One symbol alone is no list of symbols."""
    with pytest.raises(InputError) as error:
        gradient(W * 2, W)
    assert str(error.value) == (
        "Cannot take a gradient by w, because it is not a list of symbols. Write a list such as [w, b]."
    )


def test_steps_rules_and_derivations_never_change() -> None:
    """What a page has shown cannot be changed afterwards."""
    derivation = differentiate(sin(W), W)
    for value in (derivation, derivation.steps[0], derivation.steps[0].rule, RULES, sin):
        name = type(value).__slots__[0]
        with pytest.raises(InputError, match="it never changes once it is made"):
            setattr(value, name, None)


def test_rules_are_a_table() -> None:
    """A tuple of rules is not yet a Table, and is refused."""
    nothing: Any = ()
    with pytest.raises(InputError) as error:
        differentiate(W, W, rules=nothing)
    assert str(error.value) == (
        "Cannot differentiate with rules=(), because it is not a Table of rules. Pass gdmath.RULES."
    )


def test_derivations_and_rules_can_be_copied_and_kept() -> None:
    """A copy is the same value, and what comes back from a pickle derives and shows the same."""
    derivation = differentiate(sigmoid(W * 2), W)
    assert copy.copy(derivation) is copy.deepcopy(derivation) is derivation
    again = pickle.loads(pickle.dumps(derivation))
    assert (str(again), again.result) == (str(derivation), derivation.result)
    rules = pickle.loads(pickle.dumps(RULES))
    assert list(map(repr, rules)) == list(map(repr, RULES))
    assert str(differentiate(sigmoid(W * 2), W, rules=rules)) == str(derivation)


@pytest.mark.parametrize("order", [MOST_ORDERS + 1, 10**6, 10**9, 10**400], ids=["1001", "1e6", "1e9", "1e400"])
def test_an_order_of_any_size_ends_where_the_derivative_is_zero(order: int) -> None:
    """The third derivative of w**2 is 0, and so are all later ones, which are not taken."""
    derivation = differentiate(W**2, W, order)
    assert derivation.result is as_expr(0)
    assert derivation.variables == (W, W, W)
    assert str(derivation) == str(differentiate(W**2, W, 3))
    assert differentiate(W**2 * B, W, order, B, order).variables == (W, W, W)


def test_orders_up_to_the_bound_are_all_taken() -> None:
    """A thousandth derivative is one, and so is the one of what is 0 long before."""
    assert differentiate(sin(W), W, MOST_ORDERS).result is sin(W)
    assert differentiate(W**2, W, MOST_ORDERS).variables == (W,) * MOST_ORDERS


def test_an_order_that_never_ends_is_refused() -> None:
    """Above a thousand the derivative has to become 0, and soon; the error says how far it came."""
    with pytest.raises(InputError) as caught:
        differentiate(sin(W), W, 10**9)
    assert str(caught.value) == (
        "Cannot differentiate sin(w) 1000000000 times, because at most 1,000 derivatives are taken unless one of them "
        "is 0, and none of these is. Ask for a lower order."
    )
    with pytest.raises(
        InputError, match=r"^Cannot differentiate exp\(w\*\*2\) a whole number of 1,329 bits times, because"
    ):
        differentiate(exp(W**2), W, 10**400)


def test_a_long_derivative_has_no_answer_before_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What many orders make grows as the rules build it; the last one is answered, whatever its length."""
    short = differentiate((W**2 + 1) ** 3, W, 2)
    assert [name for name, _ in short.lines].count(FACTORS) == 2
    parts = len(list(postorder(differentiate((W**2 + 1) ** 3, W).tidied)))
    monkeypatch.setattr("gdmath.calculus.steps.MOST_ANSWERED", parts)
    assert differentiate((W**2 + 1) ** 3, W, 2).lines == short.lines
    monkeypatch.setattr("gdmath.calculus.steps.MOST_ANSWERED", parts - 1)
    long = differentiate((W**2 + 1) ** 3, W, 2)
    assert [name for name, _ in long.lines].count(FACTORS) == 1
    assert long.lines == pickle.loads(pickle.dumps(long)).lines
    assert long.result.evaluate(w=1.5) == pytest.approx(short.result.evaluate(w=1.5), rel=1e-14)


def test_an_order_with_too_many_steps_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the third order on there is a bound to the steps of all together; the last order asked for may pass it."""
    monkeypatch.setattr("gdmath.calculus.derivation.MOST_STEPS", 100)
    assert len(differentiate(exp(W**2), W, 7).steps) > 100  # nothing is to be taken of the last one
    with pytest.raises(InputError) as caught:
        differentiate(exp(W**2), W, 8)
    assert str(caught.value) == (
        "Cannot differentiate exp(w**2) 8 times, because the first 7 of them take 105 steps, and at most 100 are "
        "taken. Ask for a lower order."
    )


def test_the_lines_of_a_very_long_derivation_are_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line has every part of the formula, so a deep one has fewer lines; the last says how many are left out."""
    made: list[None] = []

    def counted(*parts: Any) -> Expr:
        made.append(None)
        return node(*parts)

    monkeypatch.setattr("gdmath.expression.node", counted)
    deep: Expr = W
    for _ in range(1500):
        deep = sin(deep)
    derivation = differentiate(deep, W)
    made.clear()
    lines = derivation.lines
    assert MOST_PARTS / 20 < len(made) < MOST_PARTS / 4  # all 2,999 lines would make more than two million
    shown_whole = MOST_PARTS // (1500 + 2)
    assert len(lines) == shown_whole + 1
    assert lines[-1] == (f"… {2999 - shown_whole:,} more steps", derivation.result)


def test_a_pickle_of_a_derivation_grows_with_its_steps() -> None:
    """What its expressions share is kept once: ten times the depth takes ten times the room, by every protocol."""

    def pickled(depth: int) -> bytes:
        deep: Expr = W
        for _ in range(depth):
            deep = sin(deep)
        return pickle.dumps(differentiate(deep, W))

    assert len(pickled(3000)) < 12 * len(pickled(300))
    derivation = differentiate(log(W, B) * relu(W), W, B).titled("l'", 2, tidying=True)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(derivation, protocol))
        assert (str(again), again._repr_latex_()) == (str(derivation), derivation._repr_latex_())
        assert again.lines == derivation.lines
        assert [step.letters for step in again.steps] == [step.letters for step in derivation.steps]


def test_a_derivation_says_where_its_result_is() -> None:
    """Who takes it for an expression is told to give its .result; a name that neither has is an ordinary error."""
    derivation: Any = differentiate(W**2, W)
    for use in (
        lambda: derivation + 1,
        lambda: 2 * derivation,
        lambda: -derivation,
        lambda: derivation**2,
        lambda: float(derivation),
        lambda: derivation(3),
        lambda: derivation == 2 * W,
        lambda: derivation != 2 * W,
        lambda: [2 * W].index(derivation),
    ):
        with pytest.raises(OperationError) as caught:
            use()
        assert str(caught.value) == (
            "Cannot use the derivation of w**2 as an expression, because it holds a derivative and its steps. "
            "Give its .result."
        )
    for name in ("evaluate", "subs", "diff", "free_symbols"):
        with pytest.raises(AttributeError) as missing:
            getattr(derivation, name)
        assert str(missing.value) == (
            f"Cannot take {name!r} of a Derivation, because it holds a derivative and its steps. Write .result.{name}."
        )
    with pytest.raises(AttributeError, match=r"^'Derivation' object has no attribute 'slope'$"):
        derivation.slope  # noqa: B018  reading the attribute is what is tested
    assert not hasattr(derivation, "_repr_html_")
    assert derivation != differentiate(W**2, W)
    with pytest.raises(InputError, match=r"^Cannot use a Derivation in an expression, because it holds"):
        lambdify(W, derivation)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"left": 3}, "Cannot write on the left side 3, because it is of type int. Pass str."),
        (
            {"digits": -1},
            (
                "Cannot write numbers with digits=-1, because that is no whole number from 0 to 1,074, and no float "
                "has more of them. Pass digits=4, or None for the fewest that are exact."
            ),
        ),
    ],
    ids=["left", "digits"],
)
def test_a_derivation_is_not_shown_in_ways_that_there_are_not(how: dict[str, Any], message: str) -> None:
    """A left side is a text, and the number of decimals one that a float may have."""
    with pytest.raises(InputError) as caught:
        differentiate(W, W).titled(**how)
    assert str(caught.value) == message


def test_a_title_says_which_sign_a_derivative_has() -> None:
    """Without one, several letters call for the partial sign; with one, its own sign is that of all lines."""
    one, two = differentiate(W**2, W), differentiate(W**2 * B, W)
    signs = [r"\partial" in derivation._repr_latex_() for derivation in (one, two)]
    assert signs == [False, True]
    assert r"\partial w" in one.titled(r"\partial J")._repr_latex_().removeprefix(r"\partial J")
    assert r"\partial" not in two.titled("J'")._repr_latex_()
