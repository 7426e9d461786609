"""Numbers: the same values on floats, arrays and tensors, and an error for every value that does not exist."""

import copy
import math
import pickle
import time
import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import mpmath
import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from gdmath.calculus import differentiate, gradient
from gdmath.errors import DomainError, InputError
from gdmath.expression import D, Expr, as_expr, pi, postorder
from gdmath.functions import FUNCTIONS, Function, exp, log, relu, sec, sigmoid, sign, sin, sqrt, step, tan, tanh
from gdmath.names import symbols
from gdmath.neuron import Neuron
from gdmath.numeric import lambdify
from gdmath.rules import u
from tests.library.oracles import NO_VALUE, exact
from tests.library.strategies import ANYWHERE, INSIDE, POINTS, B, W, expressions

FINITE = "is not a finite number. Pass a finite number."


@given(expr=expressions(), w=POINTS, b=POINTS)
def test_every_way_to_compute_gives_the_same(expr: Expr, w: float, b: float) -> None:
    """Both evaluate and lambdify, on floats, arrays and tensors, agree with fifty digits of mpmath."""
    try:
        expected = float(exact(expr, w=w, b=b))
        value = expr.evaluate(w=w, b=b)
        largest = max(abs(part.evaluate(w=w, b=b)) for part in postorder(expr))
    except (*NO_VALUE, DomainError):
        assume(False)
    assume(largest < 1e5)  # else digits cancel
    function = lambdify([W, B], expr)
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert function(w, b) == value
    rows, row = (np.array([w, w]), np.float64(b)), (torch.tensor([w, w], dtype=torch.float64), b)
    for values in (rows, row):
        assert np.broadcast_to(function(*values), (2,)).tolist() == pytest.approx([value] * 2, rel=1e-9, abs=1e-9)


@given(expr=expressions(), w=POINTS, b=POINTS)
def test_a_float_gives_a_finite_value_or_an_error(expr: Expr, w: float, b: float) -> None:
    """Neither evaluate nor lambdify returns nan or infinity, or raises anything but our own error."""
    function = lambdify([W, B], expr)
    for compute in (lambda: expr.evaluate(w=w, b=b), lambda: function(w, b)):
        try:
            assert math.isfinite(compute())
        except DomainError as error:
            assert str(error).startswith("Cannot compute ")  # noqa: PT017  an error is one of two right answers


def test_evaluate_gives_a_float() -> None:
    """One point gives one float, also from whole numbers, and names that do not occur are no matter."""
    value = (W**2 + 1).evaluate(w=3, b=1.0)
    assert value == 10.0
    assert isinstance(value, float)
    assert as_expr(2).evaluate() == 2.0
    assert (W * 2).evaluate(w=np.float64(1.5)) == 3.0
    assert W.evaluate(w=10**20) == 1e20


@pytest.mark.parametrize(
    ("expr", "point", "message"),
    [
        (W, {"w": math.nan}, f"Cannot compute with w=nan, because it {FINITE}"),
        (W, {"w": -math.inf}, f"Cannot compute with w=-inf, because it {FINITE}"),
        (W * B, {"w": 1.0}, "Cannot evaluate w*b, because 'b' has no value. Pass it, as in evaluate(b=1.0)."),
        (
            W,
            {"w": "1"},
            (
                "Cannot evaluate at w='1', because str is neither an int nor a float. "
                "Convert a single number with float(value); use lambdify for arrays and tensors."
            ),
        ),
        (
            W,
            {"w": True},
            (
                "Cannot evaluate at w=True, because bool is neither an int nor a float. "
                "Convert a single number with float(value); use lambdify for arrays and tensors."
            ),
        ),
        (
            D(W**2, W),
            {"w": 1.0},
            (
                "Cannot compute D(w**2, w), because it is a derivative not yet taken. "
                "Take the result of differentiate(expr, w)."
            ),
        ),
        (
            u + 1,
            {},
            "Cannot compute u, because it is a letter of a rule. Take the result of differentiate(expr, w).",
        ),
    ],
    ids=["nan", "infinity", "missing", "text", "bool", "D", "letter"],
)
def test_what_cannot_be_evaluated_is_refused(expr: Expr, point: dict[str, Any], message: str) -> None:
    """A value that is missing or no finite number is named, and so is a formula that has no value."""
    with pytest.raises(InputError) as caught:
        expr.evaluate(**point)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("point", "named", "what"),
    [({W: 1.0, "w": 2.0}, {}, "'w'"), ({W: 1.0}, {"w": 2.0}, "w"), ({W: 1.0, 5: 2.0}, {}, "5")],
)
def test_a_point_gives_each_symbol_one_value(point: dict[Any, float], named: dict[str, float], what: str) -> None:
    """A value that is given twice, or to what is no symbol, is refused, as one of them would count for nothing."""
    with pytest.raises(InputError) as caught:
        W.evaluate(point, **named)
    assert str(caught.value) == (
        f"Cannot evaluate at {point!r}, because {what} is not a symbol, or comes twice. "
        'Write each once, as in {w: 1.0} or {"w": 1.0}.'
    )


UNDEFINED = "because it has no real value. Choose a point where it is defined."
TOO_LARGE = "because its value is too large for a 64-bit float. Take a smaller number."


@pytest.mark.parametrize(
    ("expr", "w", "what"),
    [
        (log(W) + 1, -1.0, f"log(w) at w=-1.0, {UNDEFINED}"),
        (1 / W, 0.0, f"1/w at w=0.0, {UNDEFINED}"),
        (W ** (1 / 3), -8.0, f"w**0.3333333333333333 at w=-8.0, {UNDEFINED}"),
        (W**-1, 0.0, f"w**(-1) at w=0.0, {UNDEFINED}"),
        (sqrt(W), -4, f"sqrt(w) at w=-4.0, {UNDEFINED}"),
        (exp(W), 1000.0, f"exp(w) at w=1000.0, {TOO_LARGE}"),
        (W * W, 1e200, f"w*w at w=1e+200, {TOO_LARGE}"),
        (W**2, 1e200, f"w**2 at w=1e+200, {TOO_LARGE}"),
    ],
    ids=str,
)
def test_a_value_that_does_not_exist_is_named(expr: Expr, w: float, what: str) -> None:
    """The error of evaluate, and of a function of floats, names the part and the point."""
    with pytest.raises(DomainError) as caught:
        expr.evaluate(w=w)
    assert str(caught.value) == f"Cannot compute {what}"
    with pytest.raises(DomainError) as caught:
        lambdify([W], expr)(w)
    assert str(caught.value) == f"Cannot compute {what}"
    with pytest.raises(DomainError) as caught:
        lambdify([W], [W, expr])(w)
    assert str(caught.value) == f"Cannot compute {what}"


def test_a_value_without_a_point_is_named_alone() -> None:
    """An expression without symbols has no point to name."""
    with pytest.raises(DomainError) as caught:
        (as_expr(1) / 0).evaluate()
    assert str(caught.value) == f"Cannot compute 1/0, {UNDEFINED}"


def test_a_whole_number_too_large_for_a_float_is_named() -> None:
    """An int beyond every float gives our own error, of a length that can be read."""
    with pytest.raises(DomainError) as caught:
        W.evaluate(w=10**5000)
    assert str(caught.value) == f"Cannot compute with w, a whole number of 16,610 bits, {TOO_LARGE}"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf], ids=str)
def test_a_function_of_floats_refuses_what_is_not_finite(bad: float) -> None:
    """What is no number gives an error and never a number: w**0 is 1 only where w is one."""
    for expr in (W + B, W**0, sigmoid(W), as_expr(1)):
        with pytest.raises(InputError) as caught:
            lambdify([B, W], expr)(1.0, bad)
        assert str(caught.value) == f"Cannot compute with w={bad!r}, because it {FINITE}"


def test_rows_are_computed_as_their_library_does() -> None:
    """An array or a tensor gets nan and infinity where NumPy and torch have them."""
    function = lambdify([W], log(W))
    with np.errstate(all="ignore"):
        assert np.isnan(function(np.array([-1.0])))[0]
    assert torch.isinf(function(torch.tensor([0.0])))[0]
    assert torch.isnan(function(torch.tensor([math.nan])))[0]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize(
    "expr",
    [
        W * exp(as_expr(2)),
        2**W,
        differentiate(2**W, W).result,
        W * as_expr(2) ** 0.5,
        W * (as_expr(1) / 3),
        sigmoid(W * B) + exp(B),
        W**B + B ** as_expr(2),
        W + 1 / B,
    ],
    ids=str,
)
def test_a_plain_number_beside_rows_stays_plain(expr: Expr, dtype: torch.dtype) -> None:
    """A number of the formula, or a float among the values, does not change the precision of the rows."""
    function = lambdify([W, B], expr)
    tensor = torch.tensor([0.5, 1.5], dtype=dtype)
    array = tensor.numpy()
    expected = [function(0.5, 0.25), function(1.5, 0.25)]
    for rows in (function(tensor, 0.25), function(array, 0.25), function(array, np.float64(0.25))):
        assert rows.dtype in (dtype, array.dtype)
        assert rows.tolist() == pytest.approx(expected, rel=1e-6 if dtype is torch.float32 else 1e-14)


@pytest.mark.parametrize("rows", [np.array([1.0]), torch.tensor([1.0])], ids=["array", "tensor"])
def test_a_plain_number_beside_rows_still_has_a_domain(rows: Any) -> None:
    """A float outside the domain is named, also where other values are rows."""
    cases = {
        W + 1 / B: (0.0, f"Cannot compute the function with these numbers, {UNDEFINED}"),
        W + log(B): (-1.0, f"Cannot compute log(-1.0), {UNDEFINED}"),
        W + B**0.5: (-1.0, f"Cannot compute (-1.0)**0.5, {UNDEFINED}"),
        W + exp(B): (1000.0, f"Cannot compute exp(1000.0), {TOO_LARGE}"),
        W + B**2: (1e200, f"Cannot compute the function with these numbers, {TOO_LARGE}"),
    }
    for expr, (b, message) in cases.items():
        with pytest.raises(DomainError) as caught:
            lambdify([W, B], expr)(rows, b)
        assert str(caught.value) == message


def test_rows_broadcast_as_in_numpy() -> None:
    """A column and a row give a table; a shape that does not fit is refused by NumPy and torch themselves."""
    function = lambdify([W, B], W * B + sigmoid(W))
    column, row = np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 2.0])
    assert function(column, row).shape == (3, 2)
    assert function(torch.from_numpy(column), torch.from_numpy(row)).shape == (3, 2)
    assert function(column, row)[1, 1] == function(1.0, 2.0)
    with pytest.raises(ValueError, match="broadcast"):
        function(np.ones(2), np.ones(3))


def test_whole_numbers_in_rows_do_not_wrap_around() -> None:
    """uint8 pixels give what the same floats give."""
    function = lambdify([W], -W * W)
    assert function(np.array([100], dtype=np.uint8)).tolist() == [-10000.0]
    assert function(torch.tensor([100], dtype=torch.uint8)).tolist() == [-10000.0]
    assert function(100) == -10000.0


def test_arrays_beside_tensors_become_tensors() -> None:
    """Where one value is a tensor the answer is one."""
    answer = lambdify([W, B], W * B)(torch.tensor([2.0], dtype=torch.float64), np.array([3.0]))
    assert isinstance(answer, torch.Tensor)
    assert answer.tolist() == [6.0]


def test_autograd_goes_through_a_function() -> None:
    """What lambdify computes is differentiated by torch, to the derivative that the rules give."""
    expr = sin(W * B) * sigmoid(W) ** 2 + log(1 - sigmoid(B))
    at = [torch.tensor([0.5, -1.5], dtype=torch.float64, requires_grad=True) for _ in range(2)]
    assert torch.autograd.gradcheck(lambdify([W, B], expr), tuple(at))
    by_torch = torch.autograd.grad(lambdify([W, B], expr)(*at).sum(), at)
    by_rules = lambdify([W, B], gradient(expr, [W, B]))(*at)
    for ours, theirs in zip(by_rules, by_torch, strict=True):
        assert ours.tolist() == pytest.approx(theirs.tolist(), rel=1e-12)


def test_several_expressions_give_a_tuple() -> None:
    """A list or a tuple of expressions, also of one or none, gives a tuple of as many values."""
    assert lambdify([W], [W, W * 2])(1.5) == (1.5, 3.0)
    assert lambdify([W], (W * 2,))(1.5) == (3.0,)
    assert lambdify([W], [])(1.5) == ()
    assert [part.tolist() for part in lambdify([W], [W, W * 2])(np.array([1.0]))] == [[1.0], [2.0]]


def test_one_symbol_needs_no_list() -> None:
    """As in sympy, one variable may stand alone, a number is a formula, and no variable is needed for it."""
    assert lambdify(W, W + 1)(1.0) == 2.0
    assert lambdify([], 3)() == 3.0


@pytest.mark.parametrize("names", ["lambda", "_0", "__", "_power", "_sin", "compute", "nonlocal", "w_1", "_v0"])
def test_every_name_can_be_a_variable(names: str) -> None:
    """Names that Python keeps for itself, or that our own code uses, do no harm."""
    odd, plain = symbols(names), symbols("_1")
    expr = sin(odd * plain) + odd * plain + odd**plain + exp(odd)
    expected = math.sin(1.0) + 1.0 + 0.5**2 + math.exp(0.5)
    assert lambdify([odd, plain], expr)(0.5, 2.0) == pytest.approx(expected)
    assert lambdify([plain, odd], expr)(2.0, 0.5) == pytest.approx(expected)
    assert expr.evaluate(**{names: 0.5, "_1": 2.0}) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("variables", "expr", "message"),
    [
        (
            [B],
            W + B,
            (
                "Cannot make a function of [b] from w + b, because 'w' is not among its variables. "
                "Add it to the list, or put a value in its place with subs."
            ),
        ),
        (
            [W, W],
            W,
            (
                "Cannot make a function of [w, w], because w is not a symbol, or comes twice. "
                'Make different ones with symbols("w b").'
            ),
        ),
        (
            ["w"],
            W,
            (
                "Cannot make a function of ['w'], because 'w' is not a symbol, or comes twice. "
                'Make different ones with symbols("w b").'
            ),
        ),
        (
            W + 1,
            W,
            (
                "Cannot make a function of [w + 1], because w + 1 is not a symbol, or comes twice. "
                'Make different ones with symbols("w b").'
            ),
        ),
        (
            [W],
            D(W, W),
            (
                "Cannot compute D(w, w), because it is a derivative not yet taken. "
                "Take the result of differentiate(expr, w)."
            ),
        ),
        (
            [W],
            "w",
            (
                "Cannot use 'w' in an expression, because str is neither an expression nor an int or a float. "
                'Read a formula with parse("w^2"); make a letter with symbols("w").'
            ),
        ),
    ],
    ids=["missing", "twice", "a name", "no symbol", "D", "text"],
)
def test_what_makes_no_function_is_refused(variables: Any, expr: Any, message: str) -> None:
    """A function needs different symbols, all that occur, and a formula without open derivatives."""
    with pytest.raises(InputError) as caught:
        lambdify(variables, expr)
    assert str(caught.value) == message


def test_a_function_needs_as_many_values_as_variables() -> None:
    """Too many values and too few are named."""
    for values in ((1.0,), (1.0, 2.0, 3.0)):
        with pytest.raises(InputError) as caught:
            lambdify([W, B], W + B)(*values)
        assert str(caught.value) == (
            f"Cannot compute with {len(values)} values, because it takes one for each of ['w', 'b']. Pass these."
        )


@pytest.mark.parametrize("many", [np.ones, torch.ones], ids=["NumPy", "torch"])
def test_shapes_that_do_not_go_together_are_named(many: Callable[[int], Any]) -> None:
    """What NumPy or torch says of it is the reason, and our error tells the shapes."""
    with pytest.raises(InputError, match=r"^Cannot compute with values of shapes \[\(2,\), \(3,\)\], because they do"):
        lambdify([W, B], W + B)(many(2), many(3))


def test_arrays_of_text_are_refused() -> None:
    """The reason names the dtype."""
    with pytest.raises(InputError, match="Cannot compute with an array of dtype <U1, because it does not hold real"):
        lambdify([W], W + 1)(np.array(["a"]))


def test_what_is_no_number_is_refused() -> None:
    """A function of text or of a list is our error, not NumPy's."""
    with pytest.raises(InputError, match=r"^Cannot compute with \[1.0\], because list is neither a number"):
        lambdify([W], W)([1.0])


def test_a_shared_part_is_computed_once() -> None:
    """What occurs twice is one line of the code, which can be read."""
    shared = sin(W * B)
    code = lambdify([W, B], exp(shared) + shared).__doc__
    assert code is not None
    assert code.count("_sin(") == 1
    assert "_0 = _sin(w * b)\n" in code
    assert "_r0 = _exp(_0) + _0\n" in code


@pytest.mark.parametrize(
    ("inside", "w", "b"), [(W * B, [1.0, 2.0], [1.0, 2.0]), (exp(-W), [800.0, 2.0], [1.0, 1e300])], ids=str
)
def test_a_function_of_ones_own_is_called_once_for_all_rows(inside: Expr, w: list[float], b: list[float]) -> None:
    """Also where it is asked whether something was lost, and where what one row lost is nothing to it."""
    calls: list[Any] = []

    def formula(_m: Any, x: Any) -> Any:
        calls.append(x)
        return torch.special.erf(x)

    compute = lambdify([W, B], B * Function("erf", r"\operatorname{erf}", formula)(inside))
    calls.clear()  # of the formula itself, which cannot be written out
    found = compute(*(torch.tensor(rows, dtype=torch.float64) for rows in (w, b)))
    assert found.tolist() == pytest.approx([b * math.erf(inside.evaluate(w=w, b=b)) for w, b in zip(w, b, strict=True)])
    assert sum(isinstance(x, torch.Tensor) for x in calls) == 1


def test_long_formulas_are_cut_into_lines() -> None:
    """No line of the code is so long, or so deep in brackets, that Python refuses it."""
    deep, wide = W, W
    for number in range(500):
        deep = sin(-deep)
        wide = wide + B**number
    for expr in (deep, wide):
        function = lambdify([W, B], expr)
        assert function.__doc__ is not None
        assert max(map(len, function.__doc__.splitlines())) < 1000
        assert function(0.5, 0.5) == pytest.approx(expr.evaluate(w=0.5, b=0.5))


def test_the_stable_form_is_what_is_computed() -> None:
    """log(sigmoid(-1000)) is -1000 in every arithmetic, where the textbook's form gives log(0)."""
    expr = log(sigmoid(W))
    assert expr.evaluate(w=-1000.0) == lambdify([W], expr)(-1000.0) == -1000.0
    assert lambdify([W], expr)(np.array([-1000.0])).tolist() == [-1000.0]
    assert lambdify([W], expr)(torch.tensor([-1000.0])).tolist() == [-1000.0]


KINDS_OF_NUMBERS = {
    "float": lambda value: value,
    "float64 array": lambda value: np.array([value]),
    "float32 array": lambda value: np.array([value], dtype=np.float32),
    "float64 tensor": lambda value: torch.tensor([value], dtype=torch.float64),
    "float32 tensor": lambda value: torch.tensor([value]),
}


@pytest.mark.parametrize("of", KINDS_OF_NUMBERS.values(), ids=KINDS_OF_NUMBERS)
@pytest.mark.parametrize("y", [0.0, 1.0])
@given(place=st.floats(-6, 4), sign=st.sampled_from([-1.0, 1.0]))
def test_cost_and_slope_of_a_row_keep_their_digits(
    of: Callable[[float], Any], y: float, place: float, sign: float
) -> None:
    """J and dJ/dz of cross-entropy are within 8 units in the last place of mpmath for |z| up to 10,000."""
    cost = -(B * log(sigmoid(W)) + (1 - B) * log(1 - sigmoid(W)))
    z = of(sign * 10**place)
    computed = lambdify([W, B], [cost, *gradient(cost, [W])])(z, of(y))
    precision = np.dtype(str(getattr(z, "dtype", "float64")).removeprefix("torch."))
    with mpmath.workdps(50):
        turned = (1 - 2 * y) * mpmath.mpf(float(np.ravel(z)[0]))  # rounded to its precision, z is what it is
        expected = [mpmath.log1p(mpmath.exp(turned)), (1 - 2 * y) / (1 + mpmath.exp(-turned))]
    for value, right in zip(computed, expected, strict=True):
        unit = float(np.spacing(precision.type(abs(right))))
        assert abs(mpmath.mpf(float(np.ravel(value)[0])) - right) <= 8 * unit


def test_functions_share_what_their_formulas_have_in_common() -> None:
    """The cost of a neuron and its whole gradient need one exponential and one logarithm."""
    cost = -(B * log(sigmoid(W)) + (1 - B) * log(1 - sigmoid(W)))
    code = lambdify([W, B], [cost, *gradient(cost, [W, B])]).__doc__
    assert code is not None
    assert code.count("_exp(") == code.count("_log1p(") == 1
    code = lambdify(W, [sigmoid(W), sigmoid(-W), sigmoid(-(-W))]).__doc__ or ""  # noqa: B002  twice is meant
    assert code.count("_exp(") == 1
    assert (lambdify(W, tan(W) * sec(W)).__doc__ or "").count("_cos(") == 1


def test_a_number_with_a_name_is_a_number() -> None:
    """Pi is computed in every kind of number, and keeps the precision of what stands beside it."""
    expr = W * pi
    assert expr.evaluate(w=2.0) == lambdify(W, expr)(2.0) == 2 * math.pi
    for one in (np.ones(1, dtype=np.float32), torch.ones(1)):
        assert lambdify(W, expr)(one).dtype == one.dtype
        assert lambdify(W, expr)(one).tolist() == pytest.approx([math.pi])


def test_a_function_that_asks_how_large_its_number_is_is_called() -> None:
    """A formula that cannot be written out is computed as it stands, on floats and on rows of them."""
    clipped = Function("clipped", r"\operatorname{clipped}", lambda _m, x: x if x > 0 else 0 * x)
    function = lambdify([W], clipped(W) + 1)
    assert (function(2.0), function(-2.0)) == (3.0, 1.0)
    assert function(np.array([2.0])).tolist() == [3.0]
    decimals = Function("decimals", r"\operatorname{decimals}", lambda _m, x: float(Decimal(x).ln()))
    assert lambdify([W], decimals(W) + 1)(2.0) == pytest.approx(math.log(2) + 1)


@pytest.mark.parametrize("base", [2, 10, 3, 2.5])
def test_logarithms_with_a_base(base: float) -> None:
    """Exact for powers of 2 and of 10, of every kind of number, and of the precision of its rows."""
    expr = log(W, base)
    x = float(base**3)
    assert expr.evaluate(w=x) == lambdify([W], expr)(x) == log(x, base) == pytest.approx(3.0, rel=1e-15)
    assert (log(x, base) == 3.0) or base not in (2, 10)
    for rows in (np.array([x], dtype=np.float32), torch.tensor([x])):
        for found in (lambdify([W], expr)(rows), log(rows, base)):
            assert found.dtype == rows.dtype
            assert found.tolist() == pytest.approx([3.0])
    assert lambdify([W, B], log(W, B))(x, np.array([float(base)])).tolist() == pytest.approx([3.0])
    with pytest.raises(DomainError) as caught:
        log(2.0, 1)
    assert str(caught.value) == f"Cannot compute log(2.0, 1), {UNDEFINED}"


def test_an_overflow_on_the_way_is_no_number() -> None:
    """Infinity minus infinity is not passed on as a step of 0 or 1: the error names the part that overflows."""
    for function in (step, relu, sign, sigmoid):
        expr = function(W * W - B * B)
        with pytest.raises(DomainError, match=r"^Cannot compute w\*w at b=1e\+200, w=1e\+200, because its value"):
            lambdify([W, B], expr)(1e200, 1e200)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_every_function_can_be_computed(function: Function) -> None:
    """A function of the table computes in formulas as it does by itself."""
    x = INSIDE.get(function.name, ANYWHERE)[2]
    assert lambdify([W], function(W * 2))(x / 2) == function(W * 2).evaluate(w=x / 2) == function(x)


@pytest.mark.parametrize("z", [9.0, 20.0, 300.0, 800.0])
def test_the_slope_of_tanh_keeps_its_digits(z: float) -> None:
    """1 - tanh(z)**2, which is 0 from z = 19 on, is computed as sech(z)**2, in every kind of number."""
    with mpmath.workdps(50):
        expected = float(mpmath.sech(z) ** 2)
    (slope,) = gradient(tanh(W), [W])
    assert slope.evaluate(w=z) == pytest.approx(expected, rel=1e-13)
    assert differentiate(tanh(W), W).result.evaluate(w=z) == pytest.approx(expected, rel=1e-13)
    for many in (np.array([z]), torch.tensor([z], dtype=torch.float64)):
        assert lambdify(W, slope)(many).tolist() == pytest.approx([expected], rel=1e-13)


@pytest.mark.parametrize("rows", [np.array([8.0]), torch.tensor([8.0])], ids=["array", "tensor"])
def test_a_base_that_is_no_base_is_named_beside_rows(rows: Any) -> None:
    """The shapes are not to blame for a logarithm that does not exist."""
    with pytest.raises(DomainError) as caught:
        lambdify([W, B], log(W, B))(rows, -2)
    assert str(caught.value) == f"Cannot compute the function with these numbers, {UNDEFINED}"


def test_rows_are_rows_and_a_plain_number_beside_them_is_finite() -> None:
    """The * of a matrix is not ours, and a nan that stands alone is refused beside rows as it is without them."""
    square = lambdify(W, W * W)
    with warnings.catch_warnings(action="ignore"):  # NumPy advises against matrices
        matrix = np.asmatrix([[1.0, 2.0], [3.0, 4.0]])
    assert np.asarray(square(matrix)).tolist() == [[1.0, 4.0], [9.0, 16.0]]
    with pytest.raises(InputError) as caught:
        lambdify([W, B], W * B)(np.ones(2), math.nan)
    assert str(caught.value) == f"Cannot compute with b=nan, because it {FINITE}"


@pytest.mark.parametrize(
    "variables",
    [(W + B).free_symbols, {W, B}, {W: 1, B: 2}, {W: 1}.keys(), {W: 1}.items(), None, "w", iter([W, B]), 3],
    ids=lambda variables: type(variables).__name__,
)
def test_variables_come_in_a_list(variables: Any) -> None:
    """What has no order says not in which order the values are passed: no set, no dict, and nothing but a list."""
    with pytest.raises(InputError) as caught:
        lambdify(variables, W + 2 * B)
    assert str(caught.value).startswith("Cannot make a function of ")
    assert str(caught.value).endswith(
        ", because it is not a list of symbols, in whose order the values are passed. Write a list such as [w, b]."
    )


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_function_survives_the_way_to_another_process(protocol: int) -> None:
    """A pickle of any protocol, and a deep copy, compute and refuse the same, with the same code."""
    function = lambdify([W, B], [sigmoid(W) * B, log(W), sigmoid(W)])
    for again in (pickle.loads(pickle.dumps(function, protocol)), copy.deepcopy(function)):
        assert again(0.5, 2.0) == function(0.5, 2.0)
        assert again(np.ones(2), 2.0)[1].tolist() == [0.0, 0.0]
        assert again.__doc__ == function.__doc__
        with pytest.raises(DomainError, match=r"^Cannot compute log\(w\) at w=-1\.0"):
            again(-1.0, 2.0)
    assert pickle.loads(pickle.dumps(lambdify([], []), protocol))() == ()


PYTHONS_OWN = ["sum", "OverflowError", "ValueError", "ZeroDivisionError", "float", "math", "print", "compute", "self"]


@pytest.mark.parametrize(
    "name", [*PYTHONS_OWN, "_sum", "_errors", "_self", "_more", "_float", "match", "__debug__", "type"]
)
@pytest.mark.parametrize("many", [1, 51])
def test_a_letter_may_have_any_name_of_python(name: str, many: int) -> None:
    """Of one letter or of fifty-one, one that is called as something of Python or of our code does no harm."""
    letters = [symbols(name), *(symbols(f"q{place}_") for place in range(many - 1))]
    total = sum((exp(letter) * 2 for letter in letters[1:]), start=log(letters[0]) + letters[0])
    function = lambdify(letters, total)
    assert function(*[1.0] * many) == total.evaluate(dict.fromkeys(letters, 1.0))
    with pytest.raises(DomainError, match=r"^Cannot compute log"):
        function(-1.0, *[1.0] * (many - 1))


def test_functions_of_one_name_do_not_take_each_others_place() -> None:
    """A function that somebody else calls sin, or as something of our code is called, computes its own value."""
    twice = Function("sin", r"\sin", lambda _m, x: 2 * x if x > 0 else x)
    own = [Function(name, name, lambda _m, x: 3 * x if x > 0 else x) for name in ("nothing", "float", "r0", "v1", "0")]
    function = lambdify([W], [sin(W), twice(W), *(each(W) for each in own)])
    assert function(1.0) == (math.sin(1.0), 2.0, *[3.0] * len(own))
    assert lambdify([W, B], B * twice(W) + sin(W))(1.0, np.ones(1)).tolist() == [2.0 + math.sin(1.0)]


def test_thousands_of_letters_take_time_in_proportion() -> None:
    """A cost of all letters and its gradient, which share nearly everything, are looked at once."""
    letters = symbols(" ".join(f"q{place}_" for place in range(2000)))
    total = letters[0]
    for letter in letters[1:]:
        total = total + letter
    start = time.process_time()
    cost = sigmoid(total) ** 2
    function = lambdify(letters, [cost, *gradient(cost, letters)])
    assert time.process_time() - start < 5  # it took 28 s when each part was looked at anew for each derivative
    assert function(*[0.0] * 2000)[:2] == (0.25, 0.25)


TEN = torch.ones(2)
NO_NUMBERS = "it does not hold real numbers. Convert it to floats first."
STORED = "it is for storing numbers only. Convert it with"
SPARSE = "because only some of its values are there. Convert it with .to_dense()."
NO_ARRAY = "is neither a number nor an array nor a tensor."


def quantized() -> torch.Tensor:
    """A tensor of whole numbers that stand for floats, which torch makes with a warning by now."""
    with warnings.catch_warnings(action="ignore"):
        return torch.quantize_per_tensor(TEN, 0.1, 0, torch.quint8)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (TEN.to(torch.float8_e5m2), f"a tensor of dtype torch.float8_e5m2, because {STORED} .float()."),
        (quantized(), f"a tensor of dtype torch.quint8, because {STORED} .dequantize()."),
        (TEN.to("meta"), 'a tensor on meta, because it has no values. Make it on a device such as "cpu".'),
        (TEN.to_sparse(), f"a tensor of layout torch.sparse_coo, {SPARSE}"),
        (TEN.to(torch.complex64), f"a tensor of dtype torch.complex64, because {NO_NUMBERS}"),
        (np.array(["a"]), f"an array of dtype <U1, because {NO_NUMBERS}"),
        (np.array([W]), f"an array of dtype object, because {NO_NUMBERS}"),
        (np.sin, f"<ufunc 'sin'>, because ufunc {NO_ARRAY}"),
        (np.dtype(float), f"dtype('float64'), because Float64DType {NO_ARRAY}"),
        (torch.nn.ReLU(), f"ReLU(), because ReLU {NO_ARRAY}"),
        (torch.float32, f"torch.float32, because dtype {NO_ARRAY}"),
        (pd.Series([1.0]), f"0 1.0 dtype: float64, because Series {NO_ARRAY} Convert it with .to_numpy()."),
    ],
    ids=[
        "float8",
        "quantized",
        "meta",
        "sparse",
        "complex",
        "text",
        "object",
        "ufunc",
        "dtype",
        "module",
        "torch",
        "pandas",
    ],
)
def test_what_looks_like_numbers_and_is_none_is_refused(value: Any, message: str) -> None:
    """By a function, by a function of lambdify, and beside a tensor, with what to do."""
    of_two = lambdify([W, B], W * sin(B))
    calls: list[Callable[[], Any]] = [lambda: exp(value), lambda: of_two(value, 1.0), lambda: of_two(value, TEN)]
    for call in calls:
        with pytest.raises(InputError) as caught:
            call()
        assert str(caught.value).startswith(f"Cannot compute with {message}")


@pytest.mark.parametrize(
    "value",
    [
        TEN.bool(),
        TEN.to(torch.uint16),
        TEN.long(),
        TEN.half(),
        np.ones(2)[::-1],
        np.broadcast_to(1.0, 2),
        np.ones(2, dtype=np.longdouble),
        np.ones(2, dtype=np.uint16),
        np.ones(2, dtype=bool),
        np.float32(1.0),
    ],
    ids=lambda value: f"{type(value).__name__} {value.dtype} {getattr(value, 'strides', '')}",
)
def test_every_kind_of_real_numbers_is_computed_with(value: Any) -> None:
    """Also truth values, which count as 0 and 1, and beside a tensor arrays that torch itself does not take."""
    found = lambdify([W, B], W * exp(B))(value, TEN)
    assert found.tolist() == pytest.approx([math.e] * 2, rel=1e-6)
    assert np.allclose(exp(value), math.e, rtol=1e-3)


@pytest.mark.parametrize("base", [0, 1, -2.0])
def test_a_base_that_is_none_is_refused_beside_rows(base: float) -> None:
    """log(x, 1) would be a quotient by zero, infinite in NumPy and torch without a word."""
    for rows in (np.array([2.0]), torch.tensor([2.0])):
        with pytest.raises(DomainError) as caught:
            log(rows, base)
        assert str(caught.value) == f"Cannot compute log({rows!r}, {base!r}), {UNDEFINED}"
        with pytest.raises(DomainError, match="Cannot compute the function with these numbers, because it has no rea"):
            lambdify([W], log(W, base))(rows)
    with pytest.raises(InputError, match=r"^Cannot compute with base=nan, because it is not a finite number"):
        log(np.ones(1), math.nan)


def test_a_function_names_shapes_that_do_not_go_together() -> None:
    """As a function of lambdify does."""
    with pytest.raises(InputError, match=r"^Cannot compute with values of shapes \[\(2,\), \(3,\)\], because they do"):
        log(np.ones(2), np.ones(3))


def test_an_expression_is_no_value_of_a_function() -> None:
    """What is to be put in the place of a letter goes through subs."""
    with pytest.raises(InputError) as caught:
        lambdify(W, W + 1)(B)
    assert str(caught.value) == (
        f"Cannot compute with b, because Expr {NO_ARRAY} Put an expression in the place of a letter with subs."
    )


def test_a_letter_of_a_neuron_is_no_letter_of_that_name() -> None:
    """What a cost was called with, and kept, is not what `symbols` makes, so that it cannot be among the variables."""
    kept: list[Expr] = []

    def cost(a: Any, y: Any) -> Any:
        kept.append(a)
        return (a - y) ** 2

    Neuron([1.0], 0.0, cost=cost).cost([[1.0]], [0])
    with pytest.raises(InputError, match="is not among its variables"):
        lambdify([symbols("a")], exp(kept[0]) * 2)
