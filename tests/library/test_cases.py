"""Max, Min and Piecewise: conditions, values, slopes, corners, and the texts that they are written as and read from."""

import copy
import math
import operator
import pickle
import warnings
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mpmath import mpf

from gdmath import (
    Abs,
    DomainError,
    InputError,
    Max,
    Min,
    Neuron,
    ParseError,
    Piecewise,
    check_gradient,
    differentiate,
    exp,
    gradient,
    lambdify,
    latex,
    log,
    parse,
    relu,
    sigmoid,
    sign,
    sin,
    sqrt,
    symbols,
)
from gdmath.checking.digits import lost, mean_of
from gdmath.expression import Condition, D, Expr, as_expr
from gdmath.tidying import tidy
from tests.library.oracles import NO_VALUE, exact
from tests.library.strategies import NUMBERS, POINTS, B, W, expressions

HUBER = Piecewise((W**2 / 2, Abs(W) <= 1), (Abs(W) - 0.5, True))
HINGE = Max(0, 1 - B * W)
LAZY = Piecewise((log(W), W > 0), (W**2, W < 0), (7, True))
EXAMPLE = "Write Piecewise((0, w < 0), (w, True))."


def in_pieces() -> st.SearchStrategy[Expr]:
    """Draw formulas with a Max, a Min or pieces in them, perhaps within one another."""
    parts = expressions(functions=[exp, sin, sigmoid, sqrt, log, relu, Abs], size=3)
    compare = st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge])
    comparison = st.builds(lambda holds, u, v: holds(u, v), compare, parts, st.one_of(parts, NUMBERS))
    condition = st.one_of(
        comparison,
        st.builds(lambda k, j: k & j, comparison, comparison),
        st.builds(lambda k, j: k | ~j, comparison, comparison),
    )

    def larger(part: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        return st.one_of(
            st.builds(Max, part, parts),
            st.builds(Min, parts, part, parts),
            st.builds(lambda u, k, v: Piecewise((u, k), (v, True)), part, condition, parts),
            st.builds(lambda u, k, v, j: Piecewise((u, k), (v, j), (0, True)), parts, condition, part, condition),
            st.builds(lambda u, k: Piecewise((u, k)), part, condition),
            st.builds(lambda u, v: u * v + sin(u), part, parts),
        )

    return larger(st.one_of(parts, larger(parts)))


def on_tensors(expr: Expr, **point: float) -> tuple[float, list[float]]:
    """What torch computes, and the slopes that its autograd finds."""
    tensors = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in point.values()]
    value = lambdify([*map(symbols, point)], expr)(*tensors) + sum(0 * tensor for tensor in tensors)
    return value.item(), [slope.item() for slope in torch.autograd.grad(value, tensors)]


@settings(max_examples=40)
@given(expr=in_pieces(), w=POINTS, b=POINTS)
def test_every_way_finds_the_value(expr: Expr, w: float, b: float) -> None:
    """Floats, arrays and tensors find what mpmath finds with fifty digits."""
    try:
        expected = float(exact(expr, w=w, b=b))
    except NO_VALUE:
        assume(False)
    function = lambdify([W, B], expr)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [
            expr.evaluate(w=w, b=b),
            function(w, b),
            float(function(np.array(w), np.array(b))),
            float(function(np.array([w]), b)[0]) if W in expr.free_symbols else expected,
            on_tensors(expr, w=w, b=b)[0],
        ]
    assert found == pytest.approx([expected] * 5, rel=1e-7, abs=1e-9)


@settings(max_examples=40)
@given(expr=in_pieces(), w=POINTS, b=POINTS)
def test_every_way_finds_the_slope(expr: Expr, w: float, b: float) -> None:
    """Away from corners, the rules, the sweep and torch find the limit of the difference quotients."""
    try:
        expected = float(exact(D(expr, W), w=w, b=b))
        by_rules = differentiate(expr, W).result.evaluate(w=w, b=b)
        by_sweep = gradient(expr, [W])[0].evaluate(w=w, b=b)
    except (*NO_VALUE, DomainError):
        assume(False)
    assert [by_rules, by_sweep] == pytest.approx([expected] * 2, rel=1e-6, abs=1e-8)
    by_torch = on_tensors(expr, w=w, b=b)[1][0]
    assert by_torch == pytest.approx(expected, rel=1e-6, abs=1e-8) or math.isnan(by_torch)


@settings(max_examples=60)
@given(expr=in_pieces())
def test_text_and_formula_are_inverse(expr: Expr) -> None:
    """What is printed is read as the same formula, and a pickle holds it too."""
    assert parse(str(expr)) is expr
    assert pickle.loads(pickle.dumps(expr)) is expr
    assert latex(expr).count("{") == latex(expr).count("}")


@pytest.mark.parametrize(
    ("expr", "at"),
    [
        (HINGE, {"w": 0.5, "b": 1.0}),
        (HINGE, {"w": 2.0, "b": 1.0}),
        (HUBER, {"w": 0.25}),
        (HUBER, {"w": -3.0}),
        (Max(0.9 * W, -0.1 * W), {"w": -2.0}),
        (Max(W, B, W * B) * Min(W, 2, B), {"w": 1.5, "b": 0.5}),
        (Piecewise((W * B, (W > 0) & (B > 1) | (W > 5)), (sin(W), True)), {"w": 1.0, "b": 2.0}),
        (Piecewise((exp(W), ~(W < 1)), (W**3, W > B)), {"w": 0.5, "b": 0.25}),
    ],
    ids=repr,
)
def test_the_witnesses_agree(expr: Expr, at: dict[str, float]) -> None:
    """Torch, sympy and a measurement find the slopes of hinge, Huber and pinball, and of joined conditions."""
    wrt = [symbols(name) for name in at]
    found = check_gradient(expr, wrt, at)
    for symbol, slope in zip(wrt, gradient(expr, wrt), strict=True):
        assert slope.evaluate(**at) == pytest.approx(found[str(symbol)], rel=1e-12)


def test_a_neuron_has_a_hinge_or_a_quantile_for_its_cost() -> None:
    """A neuron computes and differentiates costs with a Max and with pieces in them."""
    X, y = np.array([[1.0], [2.0], [-1.0], [0.25]]), np.array([1, 0, 0, 1])
    hinge = Neuron([0.5], bias=0.125, activation=lambda z: z, cost=lambda a, y: Max(0, 1 - (2 * y - 1) * a))
    assert hinge.cost(X, y) == pytest.approx((0.375 + 2.125 + 0.625 + 0.75) / 4)
    assert check_gradient(hinge, X, y)["w"] == pytest.approx((-1 + 2 - 1 - 0.25) / 4)
    pinball = Neuron(
        [0.5], activation=lambda z: z, cost=lambda a, y: Piecewise((0.9 * (y - a), a < y), (0.1 * (a - y), True))
    )
    assert pinball.gradient(X, y)[0] == pytest.approx((-0.9 + 0.2 + (-1) * -0.9 - 0.9 * 0.25) / 4)


# corners


@pytest.mark.parametrize(
    ("expr", "w", "slope"),
    [
        (Max(0, W), 0.0, 0.5),
        (Max(W, 0), 0.0, 0.5),
        (Min(W, 2 * W), 0.0, 1.5),
        (Max(W, -W), 0.0, 0.0),
        (Max(W, W), 3.0, 1.0),
        (Max(W, 2 - W, 1), 1.0, 0.0),
        (Max(1, sqrt(W)), 0.25, 0.0),
        (HUBER, 1.0, 1.0),
        (HUBER, -1.0, -1.0),
        (Piecewise((W**2, W < 1), (2 * W - 1, True)), 1.0, 2.0),
        (Piecewise((0, W < 0), (W, True)), 0.0, 1.0),
        (Piecewise((0, W <= 0), (W, True)), 0.0, 0.0),
        (Piecewise((0, W < 0), (1, True)), 0.0, 0.0),
        (Piecewise((sqrt(W), W > 0), (0, True)), 0.0, 0.0),
    ],
    ids=repr,
)
def test_every_way_has_one_convention_at_a_corner(expr: Expr, w: float, slope: float) -> None:
    """Of equals each counts half, and where pieces meet the one that holds: in formulas, floats, arrays and tensors."""
    for formula in (differentiate(expr, W).result, gradient(expr, [W])[0]):
        function = lambdify(W, formula)
        numbers = [formula.evaluate(w=w), function(w)]
        rows = [np.ravel(function(np.array([w]))), np.ravel(function(torch.tensor([w], dtype=torch.float64)))]
        assert [*numbers, *(float(row[0]) for row in rows)] == [slope] * 4
    assert on_tensors(expr, w=w)[1] == [slope]


@pytest.mark.parametrize("head", [Max, Min])
def test_a_slope_that_has_no_value_does_not_outlast_the_one_that_counts(head: Any) -> None:
    """The larger of 1 and sqrt(w) has slope 0 at 0, where sqrt(w) has none; on either side, in the sweep as well."""
    root = sqrt(W) if head is Max else 2 - sqrt(W)
    for expr in (head(1, root), head(root, 1), head(head(1, root), 0.5) if head is Max else head(head(1, root), 3)):
        assert differentiate(3 * expr, W).result.evaluate(w=0) == 0
        assert gradient(3 * expr, [W])[0].evaluate(w=0) == 0


# what does not hold is nobody's concern


def test_only_the_piece_that_holds_is_computed() -> None:
    """Where another piece holds, a logarithm has no value, and no float, array or tensor minds."""
    function = lambdify(W, LAZY)
    expected = [4.0, 7.0, 0.0, math.log(3)]
    rows = [-2.0, 0.0, 1.0, 3.0]
    assert [LAZY.evaluate(w=w) for w in rows] == [function(w) for w in rows] == expected
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert function(np.array(rows)).tolist() == expected
        assert lambdify(W, differentiate(LAZY, W).result)(np.array(rows)).tolist() == [-4.0, 0.0, 1.0, 1 / 3]
    tensor = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    function(tensor).sum().backward()
    assert tensor.grad is not None
    assert tensor.grad.tolist() == [-4.0, 0.0, 1.0, 1 / 3]


def test_a_plain_number_beside_rows_may_have_no_value_in_a_piece() -> None:
    """A logarithm of a negative number is not taken where its piece does not hold, and a quotient by zero neither."""
    expr = Piecewise((log(B) / B, B > 0), (0, True)) + W
    for rows in (np.array([1.0, 2.0]), torch.tensor([1.0, 2.0])):
        assert lambdify([W, B], expr)(rows, -1.0).tolist() == [1.0, 2.0]
        assert lambdify([W, B], expr)(rows, 0.0).tolist() == [1.0, 2.0]
        assert lambdify([W, B], expr)(rows, 1.0).tolist() == [1.0, 2.0]
        assert lambdify([W, B], Piecewise((log(B), W > 1), (W, True)))(rows, -1.0)[0] == 1
    with pytest.raises(InputError, match="shapes"):
        lambdify([W, B], expr)(np.array([1.0, 2.0]), np.array([1.0, 2.0, 3.0]))


def test_slopes_go_through_a_number_for_all_rows() -> None:
    """Of one parameter and many rows, each row adds the slope of its own piece."""
    w = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    rows = torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64)
    lambdify([W, B], Piecewise((sqrt(W * B), B > 0), (W * B, True)))(w, rows).sum().backward()
    assert w.grad is not None
    assert w.grad.item() == pytest.approx(-1 + 0.5 / math.sqrt(2))
    assert on_tensors(Piecewise((sqrt(W), B > 0), (W, True)), w=0.0, b=-1.0)[1] == [1.0, 0.0]
    zero = torch.zeros(1, requires_grad=True)
    lambdify([W, B], Piecewise((sqrt(W), B > 0), (W, True)))(zero, -1.0).sum().backward()
    assert zero.grad is not None
    assert zero.grad.item() == 1


def test_slopes_go_through_pieces_within_a_formula() -> None:
    """No piece that does not hold makes a slope of the whole nan, and be that thousands of parts long."""
    short = 2 * Piecewise((sqrt(W), W > 0), (3 * W, True))
    long = sum((number * W for number in range(1_000)), short)
    for formula, slope in ((short, 6.0), (long, 6.0 + sum(range(1_000)))):
        w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        lambdify(W, formula)(w).sum().backward()
        assert w.grad is not None
        assert w.grad.item() == slope


def test_a_function_says_how_many_arguments_its_nodes_have() -> None:
    """Those of Piecewise hold a piece and its condition, and what holds elsewhere, if anything does."""
    alone, whole = Piecewise((W, W < 0)), Piecewise((W, W < 0), (B, True))
    assert (len(alone.args), len(whole.args)) == Piecewise.nargs
    assert (len(Max(W, B, 1).args),) == Max.nargs == Min.nargs


def test_where_no_condition_holds_there_is_no_value() -> None:
    """A float is refused by name, and an entry of an array or a tensor is no number."""
    expr = Piecewise((W, W < 0), (B, B > W))
    message = (
        r"^Cannot compute Piecewise\(\(w, w < 0\), \(b, b > w\)\) at b=1.0, w=2.0, because none of its conditions "
        r"holds there. Add a piece with the condition True, for everywhere else.$"
    )
    with pytest.raises(DomainError, match=message):
        expr.evaluate(w=2, b=1)
    with pytest.raises(DomainError, match="none of its conditions holds there"):
        lambdify([W, B], expr)(2.0, 1.0)
    for rows in (np.array([2.0, -1.0, 0.0]), torch.tensor([2.0, -1.0, 0.0])):
        for other in (1.0, rows * 0 + 1):
            found = lambdify([W, B], expr)(rows, other).tolist()
            assert math.isnan(found[0])
            assert found[1:] == [-1.0, 1.0]
        assert all(math.isnan(value) for value in lambdify([W, B], Piecewise((W, B < 0)))(rows, 1.0))


def test_of_several_formulas_in_pieces_the_one_without_a_value_is_named() -> None:
    """The pieces of which none holds stand in the message, and not those beside them of which one does."""
    with pytest.raises(
        DomainError, match=r"^Cannot compute Piecewise\(\(1, w > 0\)\) at b=1.0, w=-1.0, because none of "
    ):
        (Piecewise((1, W > 0)) + Piecewise((B, B > 0))).evaluate(w=-1.0, b=1.0)


def test_what_is_not_a_number_stays_so() -> None:
    """No comparison with nan picks a piece, on arrays and on tensors, and the larger of nan and 1 is nan."""
    joined = Piecewise((0, (W < 1) | (W > 5)), (1, True))
    for rows in (np.array([math.nan, 2.0]), torch.tensor([math.nan, 2.0])):
        for expr in (Piecewise((0, W < 1), (1, True)), Max(W, 1), Min(1, W), joined):
            assert [math.isnan(value) for value in lambdify(W, expr)(rows)] == [True, False]
        assert math.isnan(Max(rows, 1.0)[0])


def test_two_infinities_are_not_compared() -> None:
    """Where both sides are too large for a float, rows do not know which is larger; a single number is looked into."""
    expr = Piecewise((1, W * W < W * W * W), (0, True))
    assert lambdify(W, expr)(1e200) == expr.evaluate(w=1e200) == 1
    for rows in (np.array([1e200, 2.0]), torch.tensor([1e200, 2.0], dtype=torch.float64)):
        found = lambdify(W, expr)(rows).tolist()
        assert math.isnan(found[0])
        assert found[1] == 1
    assert lambdify(W, Max(W * W - W * W * 2, 0))(1e200) == 0
    with pytest.raises(DomainError, match="too large"):
        lambdify(W, Min(0, W * W - W * W * 2))(1e200)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_precision_is_kept(dtype: str) -> None:
    """Pieces and larger ones have the precision of the rows, also where they are plain numbers."""
    for expr in (Piecewise((1 / as_expr(3), W < 0), (0.1, True)), Max(W, 0.1), Piecewise((W, W < 0), (0.1, True))):
        assert lambdify(W, expr)(np.ones(2, dtype=dtype)).dtype == dtype
        assert lambdify(W, expr)(np.ones((), dtype=dtype)).dtype == dtype
        rows = torch.ones(2, dtype=getattr(torch, dtype))
        assert lambdify(W, expr)(rows).dtype == rows.dtype
    assert lambdify(W, Piecewise((1, W < 0), (0.1, True)))(torch.ones(1, dtype=torch.float64)).item() == 0.1


def test_numbers_have_a_larger_and_a_smaller_one() -> None:
    """Max and Min of numbers, arrays and tensors are computed at once, of one or of many."""
    assert (Max(2.0, 3.0), Min(2.0, 3.0, -1.0), Max(3), Min(2.5)) == (3.0, -1.0, 3, 2.5)
    assert Max(np.array([1.0, 5.0]), 2.0, 3).tolist() == [3.0, 5.0]
    assert Min(torch.tensor([1.0, 5.0]), 2).tolist() == [1.0, 2.0]
    assert Max(2, torch.tensor([1.0, 5.0])).tolist() == [2.0, 5.0]
    with pytest.raises(InputError, match="neither a number nor an array nor a tensor"):
        Max([1.0, 2.0])
    with pytest.raises(InputError, match=r"^Cannot take Max of nothing, because it needs a value. Write Max\(u, v\).$"):
        Max()


# formulas


def test_derivations_name_the_rule_and_show_both_pieces() -> None:
    """A derivation goes piece by piece, and shows a maximum as what counts where."""
    w = W
    assert str(differentiate(Piecewise((w**2, w < 1), (2 * w, True)), w)) == (
        "D(Piecewise((w**2, w < 1), (2*w, True)), w)\n"
        "  = Piecewise((D(w**2, w), w < 1), (D(2*w, w), True))    piece by piece\n"
        "  = Piecewise((2*w**1, w < 1), (D(2*w, w), True))        power rule\n"
        "  = Piecewise((2*w**1, w < 1), (2*1, True))              constant multiple rule\n"
        "  = Piecewise((2*w, w < 1), (2, True))                   tidy"
    )
    assert next(name for name, _ in differentiate(HINGE, w).lines) == "maximum rule"
    assert next(name for name, _ in differentiate(Min(w, 1), w).lines) == "minimum rule"
    assert str(differentiate(Max(w, 1), w).result) == "Piecewise((1, w > 1), (0, w < 1), (1/2, True))"


def test_the_sweep_puts_pieces_together() -> None:
    """A gradient through pieces reads as the derivative by the rules does."""
    assert gradient(HUBER, [W])[0] is Piecewise((W, Abs(W) <= 1), (sign(W), True))
    three = Piecewise((B * W, W < 1), (W**2, W < 2), (3, True))
    assert str(gradient(three, [W, B])) == (
        "(Piecewise((b, w < 1), (2*w, w < 2), (0, True)), Piecewise((w, w < 1), (0, True)))"
    )
    assert gradient(Piecewise((B, W < 1), (2 * B, True)), [W]) == (as_expr(0),)
    assert tidy(Piecewise, W, W < 1, W) is W


def test_many_take_no_longer_than_few() -> None:
    """The largest of a hundred, and sixty pieces, are differentiated and computed in formulas of that order."""
    letters = symbols(" ".join(f"x{place}" for place in range(100)))
    at = {f"x{place}": float(place * 37 % 101) for place in range(100)}
    largest = max(range(100), key=lambda place: place * 37 % 101)
    slopes = gradient(Max(*letters), letters)
    assert [place for place, slope in enumerate(slopes) if slope.evaluate(**at)] == [largest]
    slope = differentiate(Max(*letters), letters[3]).result
    assert lambdify(letters, slope)(*(torch.tensor(value) for value in at.values())).item() == 0
    pieces = Piecewise(*((W**power, power > W) for power in range(1, 60)), (log(W), True))
    assert gradient(pieces, [W])[0].evaluate(w=3.5) == differentiate(pieces, W).result.evaluate(w=3.5) == 4 * 3.5**3


@pytest.mark.parametrize(
    ("expr", "text", "tex"),
    [
        (Max(W, B, 3), "Max(w, b, 3)", r"\max\left(w, b, 3\right)"),
        (Max(W, Max(B, 3)), "Max(w, Max(b, 3))", r"\max\left(w, \max\left(b, 3\right)\right)"),
        (Min(1, W) ** 2, "Min(1, w)**2", r"\left(\min\left(1, w\right)\right)^{2}"),
        (
            Piecewise((W, W < -1), (0, W >= B), (-W, True)),
            "Piecewise((w, w < -1), (0, w >= b), (-w, True))",
            r"\begin{cases} w & w < -1 \\ 0 & w \ge b \\ -w & \text{otherwise} \end{cases}",
        ),
        (
            Piecewise((W, (W < 1) & (B < 1) & (W > B)), (B, (W < 1) & ((B < 1) & (W > B)))),
            "Piecewise((w, (w < 1) & (b < 1) & (w > b)), (b, (w < 1) & ((b < 1) & (w > b))))",
            (
                r"\begin{cases} w & w < 1 \text{ and } b < 1 \text{ and } w > b "
                r"\\ b & w < 1 \text{ and } \left(b < 1 \text{ and } w > b\right) \end{cases}"
            ),
        ),
        (
            Piecewise((W, (W < 1) | (B < 1) & (W > B)), (B, (W < 1) | ((B < 1) | (W > B)))),
            "Piecewise((w, (w < 1) | (b < 1) & (w > b)), (b, (w < 1) | ((b < 1) | (w > b))))",
            (
                r"\begin{cases} w & w < 1 \text{ or } \left(b < 1 \text{ and } w > b\right) "
                r"\\ b & w < 1 \text{ or } \left(b < 1 \text{ or } w > b\right) \end{cases}"
            ),
        ),
        (
            2 * Piecewise((W, (W > 0) & ((W <= 1) | (B < 2) | (B > 9)))),
            "2*Piecewise((w, (w > 0) & ((w <= 1) | (b < 2) | (b > 9))))",
            (
                r"2 \cdot \left(\begin{cases} w & w > 0 \text{ and } "
                r"\left(w \le 1 \text{ or } b < 2 \text{ or } b > 9\right) \end{cases}\right)"
            ),
        ),
    ],
)
def test_texts(expr: Expr, text: str, tex: str) -> None:
    """Formulas with cases are written as in sympy, and typeset as in a book."""
    assert str(expr) == text
    assert latex(expr) == tex
    assert parse(text) is expr


def test_a_long_formula_in_pieces_closes_what_it_opened() -> None:
    """Where a formula is cut, the cases are closed, and the parts that are missing are counted."""
    many = Piecewise(*((W * power, power > W) for power in range(3_000)))
    assert latex(many).count(r"\begin{cases}") == latex(many).count(r"\end{cases}") == 1
    assert latex(many).endswith("left out)}")
    assert str(many).endswith("left out)")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("max(w, 0)", "Max(w, 0)"),
        ("min(w, b, 3)", "Min(w, b, 3)"),
        ("2 Max(1, sin w)^2", "2*Max(1, sin(w))**2"),
        ("Max(w)", "w"),
        ("Max^2(w, 1)", "Max(w, 1)**2"),
        ("Piecewise([w, w ≤ 0], [0, True])", "Piecewise((w, w <= 0), (0, True))"),
        ("Piecewise((w, w ≥ 0 & w < 1), (0,True))", "Piecewise((w, (w >= 0) & (w < 1)), (0, True))"),
        ("Piecewise((1, |w| < 1), (|w|, True))", "Piecewise((1, Abs(w) < 1), (Abs(w), True))"),
        ("Piecewise(((w+1)*2, (w+1)*2 < 3), (0, True))", "Piecewise(((w + 1)*2, (w + 1)*2 < 3), (0, True))"),
        ("Piecewise((w, (w < 0) | (w > 1)))", "Piecewise((w, (w < 0) | (w > 1)))"),
        ("Piecewise((w, 1 < 2))", "Piecewise((w, 1 < 2))"),
        ("Piecewise((w, True))", "w"),
    ],
)
def test_what_people_type_is_read(typed: str, text: str) -> None:
    """Larger, smaller and pieces are read by the names of Python and of sympy."""
    assert str(parse(typed)) == text


NO_COMPARISON = "a comparison is no expression. Give one side alone"
NO_CONDITION = "Expr is no comparison of formulas. Write one such as w < 3, or True in the last piece"
NO_FUNCTION = "there is no function Piecewis. Write Piecewise(..., or Piecewis*(... for a product"
NO_PIECE = f"a piece is an expression and a condition. {EXAMPLE[:-1]}"


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("w < 3", 2, NO_COMPARISON),
        ("w >= 3", 2, NO_COMPARISON),
        ("< 3", 0, NO_COMPARISON),
        ("w & 3", 2, "'&' has no meaning in an expression. Leave it out, or write its name in letters"),
        ("& w", 0, "'&' has no meaning in an expression. Leave it out, or write its name in letters"),
        ("Piecewise((w, w < 3)) < 2", 22, NO_COMPARISON),
        ("Piecewise((w < 0, w))", 10, NO_COMPARISON),
        ("Piecewise((w, w < 0)*2)", 20, NO_COMPARISON),
        ("Piecewise((w, w + (w < 0)))", 16, NO_COMPARISON),
        ("Piecewise((w, -(w < 0)))", 14, NO_COMPARISON),
        ("Piecewise((w, (w < 3)^2))", 21, NO_COMPARISON),
        ("Piecewise((sin(w < 0), w < 0))", 14, NO_COMPARISON),
        ("Piecewise((w, sin (w < 3)))", 18, NO_COMPARISON),
        ("Piecewise((|w < 0|, w < 0))", 10, NO_COMPARISON),
        ("Piecewise((w, 0 < w < 1))", 20, "a comparison has two sides. Write (0 < w) & (w < 1)"),
        ("Piecewise((w, w & b))", 16, "'&' joins comparisons. Write (0 < w) & (w < 1)"),
        ("Piecewise((w, < 3))", 14, "a value is missing before '<'. Write one there"),
        ("Piecewise((w, w, w))", 10, NO_PIECE),
        ("Piecewise(w, w < 0)", 9, NO_PIECE),
        ("Piecewise w", 0, "Piecewise has no bracket. Write Piecewise((0, w < 0), (w, True))"),
        ("2 max w", 2, "max has no bracket. Write max(w, 0)"),
        (
            "Piecewise((w, w))",
            9,
            "Expr is no comparison of formulas. Write one such as w < 3, or True in the last piece",
        ),
        (
            "Piecewise((w, True), (1, w < 0))",
            9,
            "what stands behind it would never be reached. Let the piece with True be the last",
        ),
        ("Piecewise((w, w == 3))", 16, "an expression has no equals sign. Give one side alone"),
        (
            "Piecewis((w, w < 3))",
            0,
            "there is no function Piecewis. Write Piecewise(..., or Piecewis*(... for a product",
        ),
    ],
)
def test_what_is_no_piece_is_refused_where_it_stands(text: str, position: int, reason: str) -> None:
    """A comparison is read as the condition of a piece alone, and the error shows the place."""
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.position == position
    assert str(caught.value).split("\n")[0].split(", because ")[1] == f"{reason}."


# conditions


def test_conditions_are_values() -> None:
    """Equal conditions are one object, which a copy and a pickle are too; `~` turns them around."""
    both = (W > 0) & (B <= 1)
    assert both is (W > 0) & (B <= 1)
    assert isinstance(both, Condition)
    assert copy.deepcopy(both) is pickle.loads(pickle.dumps(both)) is both
    assert ~both is (W <= 0) | (B > 1)
    assert ~~((W < B) | (W >= 1)) is (W < B) | (W >= 1)
    assert both.free_symbols == {W, B}
    assert both.subs({W: B}) is (B > 0) & (B <= 1)
    assert operator.lt(3, W) is (W > 3)
    assert repr(np.float64(3) >= W) in {"w <= 3.0", "3.0 >= w"}
    assert repr(both) == "(w > 0) & (b <= 1)"
    assert both._repr_latex_() == "$$\nw > 0 \\text{ and } b \\le 1\n$$"
    assert latex(Piecewise((1, both))) == r"\begin{cases} 1 & w > 0 \text{ and } b \le 1 \end{cases}"
    assert ((W < 1) == (W < 1)) is True
    inner = Piecewise((1, W < 0), (2, True)) < 3
    assert ~inner is (Piecewise((1, W < 0), (2, True)) >= 3)


JOINED = (
    "because & and | join comparisons, and in Python they bind more tightly than < and >. "
    "Write (0 < w) & (w < 1), each in brackets."
)
NO_FORMULA = (
    "Cannot use w < 1 as a formula, because a condition has no value to compute with. "
    "Write Piecewise((1, condition), (0, True)) for 1 where it holds and 0 elsewhere."
)
NO_TRUTH = (
    "because that depends on the values of its letters. Write Piecewise((..., condition), (..., True)) for a formula "
    "that depends on it, Max(u, v) or Min(u, v) for the larger or smaller, and (0 < w) & (w < 1) for two at once."
)


USES: list[Any] = [
    lambda k: k + 1,
    lambda k: 1 - k,
    lambda k: 2 * k,
    lambda k: W * k,
    lambda k: -k,
    lambda k: k**2,
    lambda k: k / 2,
    lambda k: k < 3,
    lambda k: k > 3,
    lambda k: lambdify(W, k),
    lambda k: differentiate(k, W),
    lambda k: gradient(k, [W]),
    lambda k: k.evaluate(w=2),
    lambda k: Max(W, k),
    lambda k: Piecewise((k, W < 2)),
    abs,
    sin,
]


@pytest.mark.parametrize("use", USES, ids=range(len(USES)))
def test_a_condition_is_no_formula(use: Any) -> None:
    """Whoever computes with a condition is told how to make a formula of it."""
    with pytest.raises(InputError) as caught:
        use(W < 1)
    assert str(caught.value) == NO_FORMULA


@pytest.mark.parametrize(
    ("ask", "shown"),
    [
        (lambda: bool(W < 3), "w < 3"),
        (lambda: 0 < W < 1, "w > 0"),
        (lambda: max(W, 0), "w < 0"),
        (lambda: sorted([W, B]), "b < w"),
        (lambda: 1 if W >= B else 0, "w >= b"),
    ],
    ids=["bool", "chain", "max", "sorted", "if"],
)
def test_a_condition_is_neither_true_nor_false(ask: Any, shown: str) -> None:
    """Where Python asks whether a condition is true, it explains itself."""
    with pytest.raises(InputError) as caught:
        ask()
    assert str(caught.value) == f"Cannot take {shown} as true or false, {NO_TRUTH}"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Piecewise, f"Cannot make a Piecewise of nothing, because it needs a piece. {EXAMPLE}"),
        (
            lambda: Piecewise(W, W < 0),
            f"Cannot use w as a piece of a formula, because a piece is an expression and a condition. {EXAMPLE}",
        ),
        (
            lambda: Piecewise((1, W == 0), (W, True)),
            (
                "Cannot use False as the condition of a piece, because it has been found out already, without the "
                "values of any letters, as w == 0 always is. Compare formulas with <, <=, > or >=."
            ),
        ),
        (
            lambda: Piecewise((1, np.bool_(1)), (W, True)),
            (
                f"Cannot use {np.bool_(1)!r} as the condition of a piece, because it has been found out already, "
                "without the values of any letters, as w == 0 always is. Compare formulas with <, <=, > or >=."
            ),
        ),
        (
            lambda: Piecewise((1, True), (W, W < 0)),
            (
                "Cannot use True as the condition of a piece, because what stands behind it would never be reached. "
                "Let the piece with True be the last."
            ),
        ),
        (
            lambda: Piecewise((1, W)),
            (
                "Cannot use w as the condition of a piece, because Expr is no comparison of formulas. "
                "Write one such as w < 3, or True in the last piece."
            ),
        ),
        (
            lambda: (W < 1) & (B == 1),
            f"Cannot join w < 1 and False, {JOINED}",
        ),
        (
            lambda: (W < 1) | W,
            f"Cannot join w < 1 and w, {JOINED}",
        ),
        (lambda: W < 0 & B, f"Cannot join b and 0, {JOINED}"),
        (lambda: W | 1, f"Cannot join w and 1, {JOINED}"),
        (lambda: True & (W < 1), f"Cannot join w < 1 and True, {JOINED}"),
        (
            lambda: Max(2.0, math.nan),
            "Cannot compute with v=nan, because it is not a finite number. Pass a finite number.",
        ),
        (
            lambda: symbols("Max"),
            "Cannot make a symbol from 'Max', because Max is the name of a function. Use another name.",
        ),
    ],
    ids=[
        "nothing",
        "no pair",
        "equal",
        "numpy",
        "true first",
        "no condition",
        "joined to bool",
        "joined to letter",
        "number and letter",
        "letter or number",
        "bool and condition",
        "nan",
        "name",
    ],
)
def test_what_is_no_piece_is_refused(make: Any, message: str) -> None:
    """A Piecewise takes pairs of a formula and a comparison, and says so."""
    with pytest.raises(InputError) as caught:
        make()
    assert str(caught.value) == message
    assert Piecewise((W, True)) is W


# Numbers on the way that leave the range of floats, and with many digits.


def test_a_side_that_vanishes_turns_no_condition() -> None:
    """What is too small for a float is not 0: a single number is looked into, and rows have nan there."""
    expr = Piecewise((1, W * W > 0), (2, True))
    assert lambdify(W, expr)(1e-170) == expr.evaluate(w=1e-170) == 1
    for rows in (np.array([1e-170, 1.0]), torch.tensor([1e-170, 1.0], dtype=torch.float64)):
        found = lambdify(W, expr)(rows).tolist()
        assert math.isnan(found[0])
        assert found[1] == 1
    small = lambdify(W, Piecewise((1, exp(-W) < 0.5), (2, True)))(np.array([800.0, 0.1]))
    assert small.tolist() == [1, 2]  # beside one half it does not matter


def test_the_larger_one_of_what_vanishes_keeps_its_size() -> None:
    """A product that no float holds counts with all its digits in the larger of two and in a piece."""
    for expr in (Max(W * B, -1) * 1e300, Min(1, W * B) * 1e300, Piecewise((W * B, W < 1), (1, True)) * 1e300):
        assert lambdify([W, B], expr)(1e-200, 1e-200) == pytest.approx(1e-100)
        assert math.isnan(lambdify([W, B], expr)(np.array([1e-200]), 1e-200)[0])
    assert Piecewise((W * B, W < 1), (1 / (W - 2), True)).evaluate(w=1e-200, b=1e200) == 1


def test_no_piece_that_holds_is_said_of_large_numbers_too() -> None:
    """Also where floats leave their range on the way, all the pieces are named."""
    with pytest.raises(DomainError, match=r"compute Piecewise.*none of its conditions holds"):
        Piecewise((1, W * W < 0), (2, W * W < 1)).evaluate(w=1e200)


def test_numpy_and_torch_take_the_larger_and_the_smaller() -> None:
    """What NumPy and torch call maximum and minimum is Max and Min of expressions."""
    assert np.maximum(W, 0) == np.fmax(W, 0) == Max(W, 0)
    assert torch.minimum(W, B) == np.fmin(W, B) == Min(W, B)


def test_the_witnesses_look_at_the_piece_that_holds() -> None:
    """With many digits too, what has no value in a piece that does not hold is nobody's concern."""
    for expr, slope in (
        (Piecewise((sqrt(W), W > 0), (W, True)), 1),
        (Piecewise((1 / (W + 2), (W > 0) & (W < 1)), (3 * W, ~(W > 5) | (W < -7))), 3),
        (Min(Max(W, -5), 0) * 2, 2),
    ):
        assert check_gradient(expr, [W], {"w": -2.0})["w"] == slope


def test_a_piece_that_rounding_may_take_is_no_reason_to_accuse() -> None:
    """Where the rounding of a float decides which piece holds, nobody is wrong."""
    assert check_gradient(Piecewise((W, B * 3 < 0.3), (W, True)), [W], {"w": 1.0, "b": 0.1})["w"] == 1
    terms = lost(Piecewise((W, as_expr(0.1) * 3 >= B * 3), (2 * W, True)), [{W: mpf(1), B: mpf(0.1)}])
    assert terms == math.inf


def test_witnesses_say_that_no_piece_holds() -> None:
    """Of many digits none has a value where no condition holds, or where a condition has none."""
    for expr in (Piecewise((W, W < 0)), Piecewise((W, 1 / (W - 1) < 0), (1, True))):
        with pytest.raises((ValueError, ZeroDivisionError)):
            mean_of(expr, [{W: mpf(1)}])
        with pytest.raises((ValueError, ZeroDivisionError)):
            lost(expr, [{W: mpf(1)}])


def test_a_condition_has_no_number() -> None:
    """Nothing that it is asked for as a number sends to what it does not have."""
    for ask in (float, int, lambda condition: f"{condition:.2f}"):
        with pytest.raises(InputError, match="condition"):
            ask(symbols("w") < 3)


def test_the_largest_of_four_is_written_as_one() -> None:
    """However many there are, they are the arguments of one function, in a text and in LaTeX."""
    four = Max(W, B, 1, 2)
    assert str(four) == "Max(w, b, 1, 2)"
    assert latex(four) == r"\max\left(w, b, 1, 2\right)"
    assert parse(str(four)) is four
