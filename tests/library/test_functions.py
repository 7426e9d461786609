"""The table of functions and the arithmetics: one name for expressions, floats, arrays and tensors."""

import math
import pickle
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy
import torch
from hypothesis import given
from hypothesis import strategies as st

from gdmath import Max, Min, lambdify
from gdmath.arithmetic import FLOATS, arithmetic_of, arrays, formulas, require_finite, tensors
from gdmath.errors import DomainError, InputError
from gdmath.expression import as_expr
from gdmath.functions import (
    FUNCTIONS,
    Abs,
    Function,
    cbrt,
    exp,
    log,
    relu,
    sigmoid,
    sign,
    sin,
    softplus,
    sqrt,
    step,
    tan,
    tanh,
)
from tests.library.oracles import FIFTY_DIGITS
from tests.library.strategies import ANYWHERE, INSIDE, B, W

EACH = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)


@EACH
def test_a_function_of_an_expression_is_an_expression(function: Function) -> None:
    """A function applied to a formula writes itself down, and has its own formula in LaTeX."""
    assert repr(function) == function.name
    assert str(function(W * B)) == f"{function.name}(w*b)"
    assert function(W).args == (W,)
    assert function.latex.startswith("\\")


@EACH
def test_every_arithmetic_gives_the_same_values(function: Function) -> None:
    """Floats, arrays, tensors and sympy agree with mpmath's function of that name at fifty digits."""
    inside = INSIDE.get(function.name, ANYWHERE)
    with mpmath.workdps(50):
        expected = [float(getattr(FIFTY_DIGITS, function.name)(mpmath.mpf(value))) for value in inside]
        assert [float(function.within(FIFTY_DIGITS)(mpmath.mpf(value))) for value in inside] == expected
    assert [function(value) for value in inside] == pytest.approx(expected, rel=1e-15)
    assert function(np.array(inside)).tolist() == pytest.approx(expected, rel=1e-15)
    assert function(torch.tensor(inside, dtype=torch.float64)).tolist() == pytest.approx(expected, rel=1e-15)
    assert function(torch.tensor(inside)).tolist() == pytest.approx(expected, rel=1e-5)
    by_sympy = [float(function.within(formulas())(sympy.Rational(value)).evalf(30)) for value in inside]
    assert by_sympy == pytest.approx(expected, rel=1e-15)


@EACH
def test_the_type_and_the_precision_of_rows_are_kept(function: Function) -> None:
    """float32 in gives float32 out, in the same shape."""
    rows = np.array(INSIDE.get(function.name, ANYWHERE)[:4], dtype=np.float32).reshape(2, 2)
    assert function(rows).dtype == np.float32
    assert function(rows).shape == (2, 2)
    assert function(torch.from_numpy(rows)).dtype == torch.float32
    assert function(torch.from_numpy(rows)).shape == (2, 2)
    assert isinstance(function(rows[0, 0]).item(), float)


@EACH
def test_whole_numbers_do_not_wrap_around(function: Function) -> None:
    """An array or a tensor of whole numbers gives what the same floats give: -3 is not 253."""
    whole = 1 if function.name in {"asin", "acos", "asech"} else 0 if function.name == "atanh" else 3
    assert function(np.array([whole], dtype=np.uint8)).tolist() == pytest.approx([function(float(whole))])
    assert function(torch.tensor([whole], dtype=torch.uint8)).tolist() == pytest.approx([function(whole)], rel=1e-6)


@pytest.mark.parametrize(
    "rows", [np.array([1 + 1j]), torch.tensor([1 + 1j]), np.array([None]), np.array(["a"])], ids=repr
)
def test_rows_that_are_not_real_numbers_are_refused(rows: Any) -> None:
    """The sigmoid of a complex number by our formula would be a wrong number, and None would be nan."""
    kind = "a tensor" if isinstance(rows, torch.Tensor) else "an array"
    with pytest.raises(InputError) as caught:
        sigmoid(rows)
    assert str(caught.value) == (
        f"Cannot compute with {kind} of dtype {rows.dtype}, because it does not hold real numbers. "
        "Convert it to floats first."
    )


@pytest.mark.parametrize("function", [sigmoid, softplus, tanh, relu, Abs], ids=repr)
def test_autograd_goes_through_a_function(function: Function) -> None:
    """What a function of a tensor computes can be differentiated by torch, which its own gradcheck confirms."""
    x = torch.tensor([-40.0, -1.5, 0.5, 40.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(function, (x,))


@given(x=st.floats(-700, 700))
def test_sigmoid_and_softplus_keep_their_digits(x: float) -> None:
    """Neither overflows, and both are within 4 units in the last place of fifty digits, on floats and on rows."""
    with mpmath.workdps(50):
        expected = {name: float(getattr(FIFTY_DIGITS, name)(mpmath.mpf(x))) for name in ("sigmoid", "softplus")}
    for name, value in expected.items():
        for row in (x, np.array([x]), torch.tensor([x], dtype=torch.float64)):
            assert abs(float(np.ravel(FUNCTIONS[name](row))[0]) - value) <= 4 * math.ulp(value)


@pytest.mark.parametrize(
    ("function", "corner"), [(relu, 0.0), (step, 0.0), (Abs, 0.0), (sign, 0.0)], ids=["relu", "step", "Abs", "sign"]
)
def test_corners_are_zero_as_in_torch(function: Function, corner: float) -> None:
    """At its corner each function with one is 0, in every arithmetic."""
    assert function(corner) == 0.0
    assert function(np.array([corner])).tolist() == [0.0]
    assert function(torch.tensor([corner])).tolist() == [0.0]
    assert function.within(formulas())(sympy.Integer(0)) == 0


def test_the_left_of_a_corner() -> None:
    """Left of their corners relu and step are 0, Abs turns the sign, sign is -1, in every arithmetic."""
    for function, value in ((relu, 0.0), (step, 0.0), (Abs, 2.0), (sign, -1.0)):
        assert function(-2.0) == value
        assert function(np.array([-2.0])).tolist() == [value]
        assert function(torch.tensor([-2.0])).tolist() == [value]
        assert float(function.within(formulas())(sympy.Integer(-2))) == value


def test_of_equal_numbers_either_is_the_larger_and_the_smaller() -> None:
    """Max and Min of a number and itself are that number, in every arithmetic."""
    for function in (Max, Min):
        assert function(W, B).evaluate(w=2.0, b=2.0) == 2.0
        computed = lambdify([W, B], function(W, B))
        assert computed(np.array([2.0]), np.array([2.0])).tolist() == [2.0]
        assert computed(torch.tensor([2.0]), torch.tensor([2.0])).tolist() == [2.0]


@pytest.mark.parametrize(
    ("function", "x", "message"),
    [
        (log, -1, "Cannot compute log(-1), because it has no real value. Choose a point where it is defined."),
        (log, 0.0, "Cannot compute log(0.0), because it has no real value. Choose a point where it is defined."),
        (sqrt, -4.0, "Cannot compute sqrt(-4.0), because it has no real value. Choose a point where it is defined."),
        (
            exp,
            710.0,
            "Cannot compute exp(710.0), because its value is too large for a 64-bit float. Take a smaller number.",
        ),
    ],
    ids=["log(-1)", "log(0)", "sqrt(-4)", "exp(710)"],
)
def test_a_value_that_does_not_exist_is_named(function: Function, x: float, message: str) -> None:
    """A float outside the domain is an error that names function and point, never nan."""
    with pytest.raises(DomainError) as caught:
        function(x)
    assert str(caught.value) == message


@EACH
@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_are_refused(function: Function, x: float) -> None:
    """A float that is no number gives an error, never a number: step(nan) is not 0."""
    with pytest.raises(InputError) as caught:
        function(x)
    assert str(caught.value) == (
        f"Cannot compute with x={x!r}, because it is not a finite number. Pass a finite number."
    )


def test_a_whole_number_may_be_larger_than_a_float() -> None:
    """An int that no float holds is finite, and its logarithm exists."""
    require_finite(["x"], [10**400])
    assert log(10**400) == pytest.approx(400 * math.log(10))


@pytest.mark.parametrize("bad", ["a", [1.0], None, 1j], ids=repr)
def test_what_is_no_number_is_refused(bad: Any) -> None:
    """What is neither an expression nor a number, an array or a tensor is an error that says what to do."""
    message = (
        f"Cannot compute with {bad!r}, because {type(bad).__name__} is neither a number nor an array nor a tensor. "
        "Convert it with float(...), numpy.asarray(...) or torch.tensor(...)."
    )
    for compute in (lambda: tan(bad), lambda: arithmetic_of(1.0, torch.tensor(1.0), bad)):
        with pytest.raises(InputError) as caught:
            compute()
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "Cannot apply sin to (), because it takes 1 of them. Write sin(x)."),
        ((W, 2), "Cannot apply sin to (w, 2), because it takes 1 of them. Write sin(x)."),
    ],
    ids=["none", "two"],
)
def test_a_function_takes_so_many_arguments(args: tuple[Any, ...], message: str) -> None:
    """Too few and too many arguments are named; a logarithm may have a base."""
    with pytest.raises(InputError) as caught:
        sin(*args)
    assert str(caught.value) == message
    with pytest.raises(InputError, match=r"^Cannot apply log to \(w, 2, 3\), because it takes 1 or 2 of them"):
        log(W, 2, 3)
    assert log(W, 2).args == (W, as_expr(2))


def test_values_choose_their_arithmetic() -> None:
    """A tensor decides before an array, and an array before floats; each arithmetic is made once."""
    array, tensor = np.array([1.0]), torch.tensor([1.0])
    assert arithmetic_of() is FLOATS
    assert arithmetic_of(1, 2.0, np.float64(3.0)) is FLOATS
    assert arithmetic_of(1.0, array) is arithmetic_of(np.float32(1.0)) is arrays()
    assert arithmetic_of(array, tensor, 1.0) is arithmetic_of(torch.nn.Parameter(tensor)) is tensors()


@EACH
def test_every_arithmetic_knows_every_function(function: Function) -> None:
    """A row of the table can be computed in all four arithmetics."""
    for m in (FLOATS, arrays(), tensors(), formulas()):
        assert callable(function.within(m))


def test_a_function_may_be_a_formula_in_the_arithmetic_at_hand() -> None:
    """One row with a formula computes on floats, arrays and tensors alike."""
    silu = Function("silu", r"\operatorname{silu}", lambda m, x: x * m.sigmoid(x))
    assert silu(2.0) == 2.0 * sigmoid(2.0)
    assert silu(np.array([2.0])).tolist() == pytest.approx([silu(2.0)])
    assert silu(torch.tensor([2.0], dtype=torch.float64)).tolist() == pytest.approx([silu(2.0)])
    assert str(silu(W)) == "silu(w)"


def test_a_function_of_the_table_pickles_by_its_name() -> None:
    """A pickled function comes back as the very same one."""
    for function in FUNCTIONS.values():
        assert pickle.loads(pickle.dumps(function)) is function


@pytest.mark.parametrize("base", [2, 2.0, 10, 10.0, math.e, 3, 9, 11, 0.5], ids=repr)
def test_a_logarithm_may_have_a_base(base: float) -> None:
    """On floats, arrays and tensors it is the one with that base, and a plain base widens no float32."""
    values = [0.25, 1.0, 7.0, 1000.0]
    with mpmath.workdps(50):
        expected = [float(mpmath.log(value, base)) for value in values]
    assert [log(value, base) for value in values] == pytest.approx(expected, rel=1e-15, abs=1e-15)
    for rows in (np.array(values), torch.tensor(values, dtype=torch.float64)):
        assert log(rows, base).tolist() == pytest.approx(expected, rel=1e-15, abs=1e-15)
    for rows in (np.array(values, np.float32), torch.tensor(values)):
        assert log(rows, base).dtype == rows.dtype
        assert log(rows, base).tolist() == pytest.approx(expected, rel=1e-6)
        assert log(base, rows[2:]).dtype == rows.dtype
        assert log(base, rows[2:]).tolist() == pytest.approx([1 / each for each in expected[2:]], rel=1e-6)
        assert log(rows, rows * 0 + base).tolist() == pytest.approx(expected, rel=1e-6)


def test_cubes_have_whole_cube_roots() -> None:
    """Of either sign, on floats, arrays and tensors, and so has zero; torch finds the slope too."""
    wholes = [float(number) for number in range(-200, 201)]
    cubes = [number**3 for number in wholes]
    assert [cbrt(number) for number in cubes] == wholes
    assert cbrt(np.array(cubes)).tolist() == wholes
    assert cbrt(torch.tensor(cubes, dtype=torch.float64)).tolist() == wholes
    x = torch.tensor([-1e-300, -8.0, 0.125, 1e300], dtype=torch.float64, requires_grad=True)
    cbrt(x).sum().backward()
    assert x.grad is not None
    assert x.grad.tolist() == pytest.approx([1e200 / 3, 1 / 12, 4 / 3, 1e-200 / 3], rel=1e-14)


def test_powers_of_two_and_ten_have_whole_logarithms() -> None:
    """A quotient of natural logarithms would miss them by a rounding."""
    assert [log(2.0**k, 2) for k in range(-50, 50)] == [*range(-50, 50)]
    assert [log(10.0**k, 10) for k in range(23)] == [*range(23)]
    for rows in (np.array([2.0**29, 2.0**31]), torch.tensor([2.0**29, 2.0**31], dtype=torch.float64)):
        assert log(rows, 2).tolist() == [29.0, 31.0]
    for rows in (np.array([1e3, 1e15]), torch.tensor([1e3, 1e15], dtype=torch.float64)):
        assert log(rows, 10).tolist() == [3.0, 15.0]


@pytest.mark.parametrize(
    ("x", "base", "message"),
    [
        (8.0, 1, "compute log(8.0, 1), because it has no real value. Choose a point where it is defined."),
        (np.ones(1), 1, "compute log(array([1.]), 1), because it has no real value. Choose a point where it"),
        (torch.ones(1), 1.0, "compute log(tensor([1.]), 1.0), because it has no real value. Choose a point where it"),
        (np.ones(1), math.nan, "compute with base=nan, because it is not a finite number. Pass a finite number."),
        (math.inf, torch.ones(1), "compute with x=inf, because it is not a finite number. Pass a finite number."),
        (
            np.ones(1),
            10**400,
            "compute log(array([1.]), a whole number of 1,329 bits), because its value is too large for a 64-bit float",
        ),
        (np.ones(2), np.ones(3), "compute with values of shapes [(2,), (3,)], because they do not go together (op"),
        (torch.ones(2), torch.ones(3), "compute with values of shapes [(2,), (3,)], because they do not go together"),
        (np.ones(1), -2, "compute log(array([1.]), -2), because it has no real value. Choose a point where it is"),
    ],
    ids=["1", "1 of array", "1 of tensor", "nan", "inf", "large", "shapes", "shapes of torch", "negative"],
)
def test_a_logarithm_without_value_is_refused(x: Any, base: Any, message: str) -> None:
    """A base of 1, and what is no number or has no size that fits, is named, beside rows as well."""
    with pytest.raises((DomainError, InputError)) as caught:
        log(x, base)
    assert str(caught.value).startswith(f"Cannot {message}")
