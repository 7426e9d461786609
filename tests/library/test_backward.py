"""The gradient in one sweep backward: the same derivatives as one by one, from the same rows, in linear time."""

import math
from typing import Any

import pytest
import torch
from hypothesis import assume, given

from gdmath.calculus import differentiate, gradient, hessian
from gdmath.cost import binary_cross_entropy
from gdmath.errors import DomainError, InputError, MissingRuleError
from gdmath.expression import D, Expr, as_expr, postorder
from gdmath.functions import Abs, Function, cos, exp, log, relu, sigmoid, sin
from gdmath.matching import Rule, Table
from gdmath.names import symbols
from gdmath.numeric import lambdify
from gdmath.rules import RULES, n, x
from tests.library.strategies import POINTS, B, W, expressions


def size(*exprs: Expr) -> int:
    """How many different parts some expressions have together."""
    return len({part for expr in exprs for part in postorder(expr)})


@given(expr=expressions(), w=POINTS, b=POINTS)
def test_the_sweep_finds_what_the_derivations_find(expr: Expr, w: float, b: float) -> None:
    """Both partial derivatives have the values of the two that are taken one by one."""
    one_by_one = [differentiate(expr, symbol).result for symbol in (W, B)]
    try:
        expected = [result.evaluate(w=w, b=b) for result in one_by_one]
        found = [result.evaluate(w=w, b=b) for result in gradient(expr, [W, B])]
        largest = max(abs(part.evaluate(w=w, b=b)) for whole in (expr, *one_by_one) for part in postorder(whole))
    except DomainError:
        assume(False)
    assume(largest < 1e5)  # else digits cancel, in one order of the sum or in the other
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(expr=expressions(functions=[sin, exp, sigmoid, relu, Abs]), w=POINTS, b=POINTS)
def test_the_sweep_finds_what_torch_finds(expr: Expr, w: float, b: float) -> None:
    """Torch sweeps backward through the computation, gdmath through the formula, to the same numbers."""
    compute = lambdify([W, B], [expr, *gradient(expr, [W, B])])
    try:
        value, *found = compute(w, b)
    except DomainError:
        assume(False)
    assume(max(map(abs, (value, *found))) < 1e5)
    at = [torch.tensor(place, dtype=torch.float64, requires_grad=True) for place in (w, b)]
    computed = lambdify([W, B], expr)(*at) + 0 * sum(at)
    expected = [slope.item() for slope in torch.autograd.grad(computed, at)]
    assume(all(map(math.isfinite, expected)))
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_a_gradient_reads_as_the_lesson_writes_it() -> None:
    """What comes from above stands before the local derivative, and sums are added where paths meet."""
    assert [str(part) for part in gradient(W * B**2, [B, W])] == ["w*(2*b)", "b**2"]
    assert [str(part) for part in gradient(sin(W * B) + W, [W, B])] == ["1 + cos(w*b)*b", "cos(w*b)*w"]
    assert [str(part) for part in gradient(log(W, B), [W, B])] == ["1/(w*log(b))", "-(log(w)/b/log(b)**2)"]
    assert gradient(W, []) == ()
    assert gradient(W, [B]) == (as_expr(0),)
    assert gradient(3.0, [B]) == (as_expr(0),)
    assert gradient(W, (W, W)) == (as_expr(1), as_expr(1))


def test_a_part_that_does_not_depend_costs_nothing() -> None:
    """No derivative is taken of what has none of the symbols, not even where no rule would give one."""
    odd = Function("odd", r"\operatorname{odd}", lambda m, x: m.exp(x))
    assert gradient(odd(B) * W, [W]) == (odd(B),)
    with pytest.raises(MissingRuleError) as caught:
        gradient(odd(B) * W, [B])
    assert str(caught.value) == (
        "Cannot differentiate odd(u) by u, because no rule of the table fits D(odd(u), u). "
        "Add a row to gdmath/rules.py; a row is one equation."
    )


def test_local_derivatives_come_from_the_rows() -> None:
    """Another power rule gives another gradient: there is no second table."""
    rows = (Rule("power rule", D(x**n, x), n * x**n) if rule.name == "power rule" else rule for rule in RULES)
    assert gradient(sin(W**2), [W], rules=Table(*rows)) == (cos(W**2) * (2 * W**2),)
    assert gradient(sin(W**2), [W]) == (cos(W**2) * (2 * W),)


@pytest.mark.uncovered  # fewer variables go through the same branches
@pytest.mark.parametrize("count", [10, 100, 1000])
def test_a_thousand_variables_take_one_sweep(count: int) -> None:
    """The gradient of a neuron with k weights has a number of parts that grows by the same for each weight."""
    weights = symbols(" ".join(f"w{place}" for place in range(count)))
    inputs = symbols(" ".join(f"x{place}" for place in range(count)))
    z = sum((w * v for w, v in zip(weights[1:], inputs[1:], strict=True)), weights[0] * inputs[0])
    found = gradient(sigmoid(z), list(weights))
    assert size(sigmoid(z)) == 4 * count  # for each weight: w, x, their product, and the sum so far or the sigmoid
    assert size(*found) == 5 * count + 3  # and x times what comes from above; and 1, 1 - a, a*(1 - a) once
    assert [part.args[1] for part in found] == list(inputs)


@pytest.mark.parametrize("z", [-800.0, -40.0, 0.0, 40.0, 800.0])
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_gradient_of_the_textbook_cost_keeps_its_digits(z: float, y: float) -> None:
    """Far from zero, where a - y is 0 and y/a is a division by zero, the slope of the cost is still right."""
    cost = binary_cross_entropy(sigmoid(W), as_expr(y))
    (slope,) = gradient(cost, [W])
    expected = -1 / (1 + math.exp(z)) if y and z < 700 else 1 / (1 + math.exp(-z)) if z > -700 and not y else 0.0
    assert slope.evaluate(w=z) == pytest.approx(expected, rel=1e-14, abs=1e-300)
    assert math.isfinite(lambdify([W], [cost, slope])(z)[0])


@pytest.mark.parametrize(
    ("wrt", "message"),
    [
        (W, "Cannot take a gradient by w, because it is not a list of symbols. Write a list such as [w, b]."),
        ([W, 2 * W], 'Cannot differentiate by 2*w, because it is not a symbol. Make one with symbols("w").'),
        (["w"], "Cannot differentiate by 'w', because it is not a symbol. Make one with symbols(\"w\")."),
    ],
    ids=["no list", "a product", "a name"],
)
def test_only_symbols_are_differentiated_by(wrt: Any, message: str) -> None:
    """A gradient is by a list of symbols, and by nothing else."""
    with pytest.raises(InputError) as caught:
        gradient(W**2, wrt)
    assert str(caught.value) == message


@given(expr=expressions(), w=POINTS, b=POINTS)
def test_the_hessian_is_the_derivatives_one_after_the_other(expr: Expr, w: float, b: float) -> None:
    """A row for each symbol; symmetric, and each entry the mixed derivative by the symbols of its row and column."""
    table = hessian(expr, [W, B])
    assert table[0][1] is table[1][0]
    one_by_one = [[differentiate(expr, first, second).result for second in (W, B)] for first in (W, B)]
    try:
        expected = [entry.evaluate(w=w, b=b) for row in one_by_one for entry in row]
        found = [entry.evaluate(w=w, b=b) for row in table for entry in row]
        parts = {part for row in (*table, *one_by_one) for entry in row for part in postorder(entry)}
        largest = max(abs(part.evaluate(w=w, b=b)) for part in parts)
    except DomainError:
        assume(False)
    assume(largest < 1e5)  # else digits cancel, in one order of the sum or in the other
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_the_hessian_is_that_of_torch() -> None:
    """The second derivatives of a cost in three letters are those that torch finds, and shapes follow the letters."""
    three = symbols("w1 w2 b")
    cost = log(1 + exp(three[0] * 1.5 - three[1] * 0.5 + three[2])) + three[0] ** 2 * sin(three[1])
    at = torch.tensor([0.3, -0.7, 0.2], dtype=torch.float64)
    by_torch = torch.autograd.functional.hessian(lambda values: lambdify(three, cost)(*values), at)
    found = [[entry.evaluate(w1=0.3, w2=-0.7, b=0.2) for entry in row] for row in hessian(cost, three)]
    assert found == pytest.approx(by_torch.numpy(), rel=1e-12)
    assert hessian(W, []) == ()
    assert hessian(3.0, [W]) == ((as_expr(0),),)


def test_a_hessian_wants_a_list() -> None:
    """A set has no order, and a table needs one."""
    letters: Any = {W, B}
    with pytest.raises(InputError, match=r", because it is not a list of symbols\. Write a list such as \[w, b\]\.$"):
        hessian(W * B, letters)
