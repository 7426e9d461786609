"""What a beginner types first, and what Python, NumPy and torch ask of a formula: answered, or said in three parts."""

import importlib
import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

import gdmath.functions
from gdmath import differentiate, parse
from gdmath.errors import DomainError, GdmathError, InputError, OperationError
from gdmath.expression import Expr, as_expr, pi
from gdmath.functions import FUNCTIONS, Abs, cbrt, cos, exp, log, relu, sigmoid, sin, softplus, sqrt, step
from gdmath.names import function
from tests.library.strategies import B, W, with_type

ANY: Any = W  # a type checker knows, as the reader of the error then does, that these operations are none
NO_LIST = "because a formula is no list"
NO_BITS = (
    "because a formula has no bits and is neither true nor false. Compare numbers, as in expr.evaluate(w=1.0) > 0."
)
NO_ROUNDING = "because no rule differentiates a rounded quotient. Write / for the quotient."
NO_REMAINDER = "because no rule differentiates a remainder. Write /100 for percent, or take % of what evaluate gives."
NO_POWER = (
    "because ^ is no power in Python, and binds less tightly than +. "
    'Write ** for a power, or read a text with parse("w^2").'
)
NO_VALUES = "because its letters have no values. Write expr.evaluate(w=1.0); "
BY_HAND = f"{NO_VALUES}for math.sin(w) write sin(w), with the sin of gdmath."
DECIMALS = f"{NO_VALUES}for fewer decimals, latex(expr, digits=2)."

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "w ^ 2": (lambda: ANY ^ 2, f"compute w ^ 2, {NO_POWER}"),
    "2 ^ w": (lambda: 2 ^ ANY, f"compute 2 ^ w, {NO_POWER}"),
    "w % 2": (lambda: ANY % 2, f"compute w % 2, {NO_REMAINDER}"),
    "2 % w": (lambda: 2 % ANY, f"compute 2 % w, {NO_REMAINDER}"),
    "w // 2": (lambda: ANY // 2, f"compute w // 2, {NO_ROUNDING}"),
    "divmod(w, 2)": (lambda: divmod(ANY, 2), f"compute divmod(w, 2), {NO_ROUNDING}"),
    "divmod(7, w)": (lambda: divmod(7, ANY), f"compute divmod(7, w), {NO_ROUNDING}"),
    "w @ w": (
        lambda: ANY @ ANY,
        "compute w @ w, because a formula is a single number and no matrix. Write * for a product.",
    ),
    "w << 1": (lambda: ANY << 1, f"compute w << 1, {NO_BITS}"),
    "~w": (lambda: ~ANY, f"compute ~w, {NO_BITS}"),
    "w[0]": (
        lambda: ANY[0],
        (
            f'take w[0], {NO_LIST}. Name letters with numbers, as in symbols("w0 w1"); '
            "the parts of a formula are in .args."
        ),
    ),
    "len(w)": (lambda: len(ANY), f"take the length of w, {NO_LIST}. Its parts are in .args."),
    "list(w)": (
        lambda: list(ANY),
        f"go through w, {NO_LIST}. Its letters are in .free_symbols, and its parts in .args.",
    ),
    "b in w": (lambda: B in ANY, f"look for b in w, {NO_LIST}. Look for a letter in .free_symbols."),
    "w(3)": (
        lambda: ANY(3),
        (
            "call w, because it is a formula and no function. "
            "Write * for a product, or expr.evaluate(w=1.0) for a value."
        ),
    ),
    "bool(w)": (
        lambda: bool(ANY),
        (
            "take w as true or false, because it is a formula, and only what it comes to is a number. "
            "Write expr.evaluate(w=1.0) > 0, or `is None` to ask whether there is one."
        ),
    ),
    "float(w)": (lambda: float(ANY), f"compute float(w), {BY_HAND}"),
    "int(w)": (lambda: int(ANY), f"compute int(w), {BY_HAND}"),
    "math.sin(w)": (lambda: math.sin(ANY), f"compute float(w), {BY_HAND}"),
    "math.trunc(w)": (lambda: math.trunc(ANY), f"compute int(w), {BY_HAND}"),
    "round(w)": (lambda: round(ANY), f"compute round(w), {DECIMALS}"),
    "pow(w, 2, 3)": (
        lambda: pow(ANY, 2, 3),
        (
            "compute pow(w, 2, 3), because no rule differentiates a remainder. "
            "Write ** for the power, or take % of what evaluate gives."
        ),
    ),
    "np.asarray(w, float)": (
        lambda: np.asarray(ANY, float),
        f"compute numpy.array(w), {NO_VALUES}put rows of numbers in through lambdify.",
    ),
    "np.asarray(w).__array__(copy=False)": (
        lambda: ANY.__array__(copy=False),
        (
            "make an array of w without a copy, because a formula is no array, and a new one would be made. "
            "Leave out copy=False."
        ),
    ),
    "np.less(w, 3, out=...)": (
        lambda: np.less(ANY, 3, out=np.zeros(1, bool)),
        (
            "apply less to w, 3, because no function of expressions does what it does. "
            "Write it with the functions of gdmath; put the rows of data in through lambdify."
        ),
    ),
    "bool(w < 3)": (
        lambda: bool(ANY < 3),
        (
            "take w < 3 as true or false, because that depends on the values of its letters. "
            "Write Piecewise((..., condition), (..., True)) for a formula that depends on it, "
            "Max(u, v) or Min(u, v) for the larger or smaller, and (0 < w) & (w < 1) for two at once."
        ),
    ),
    "f'{w:.2f}'": (lambda: f"{ANY:.2f}", f"compute format(w, '.2f'), {DECIMALS}"),
}


@pytest.mark.parametrize(("ask", "message"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_one_meaning_says_what_to_write(ask: Callable[[], object], message: str) -> None:
    """An operation that no formula has is refused in three parts, and can be caught as TypeError and as InputError."""
    with pytest.raises(OperationError) as caught:
        ask()
    assert str(caught.value) == f"Cannot {message}"
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, InputError)


def test_some_letters_are_named_where_there_are_many() -> None:
    """The advice names the formula's own letters, three of them at most."""
    many: Any = parse("a*b*c*d")
    with pytest.raises(OperationError, match=r"Write expr\.evaluate\(a=1\.0, b=1\.0, c=1\.0, \.\.\.\);"):
        float(many)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("u + v + w", "expr.evaluate(u=1.0, v=1.0, w=1.0);"),
        ("b + u + v + w", "expr.evaluate(b=1.0, u=1.0, v=1.0, ...);"),
    ],
)
def test_three_letters_are_named(text: str, asked: str) -> None:
    """What to write instead names up to three letters, and says when there are more."""
    with pytest.raises(OperationError) as caught:
        float(parse(text))
    assert asked in str(caught.value)


def test_a_formula_without_letters_is_its_number() -> None:
    """Python's own conversions give it, a whole number exactly, and format as of any number."""
    assert float(parse("7/2")) == 3.5
    assert int(parse("-7/2")) == math.trunc(parse("-7/2")) == -3
    assert int(as_expr(-(2**60) - 1)) == -(2**60) - 1
    assert round(parse("2.345"), 1) == 2.3
    assert round(as_expr(7)) == 7
    assert f"{parse('1/3'):.2f} {as_expr(3):d} {pi:.3} {as_expr(3):05}" == "0.33 3 3.14 00003"
    assert math.sin(pi) == math.sin(math.pi)


def test_an_array_of_formulas_holds_them_as_they_are() -> None:
    """NumPy keeps formulas as objects; where it wants numbers, a formula without letters is its number."""
    assert np.asarray(W).shape == ()
    assert np.asarray(W)[()] is W
    assert [*np.array([W, B])] == [W, B]
    assert np.array([parse("1/4"), as_expr(2)], float).tolist() == [0.25, 2.0]


def test_a_formula_in_a_text_is_its_own_text() -> None:
    """What aligns text aligns a formula; a format that no number has is named."""
    assert f"{W + B}" == "w + b"
    assert f"[{W + B:>8}] [{W:*^5s}] [{W:.<3}] [{W:*<10}]" == "[   w + b] [**w**] [w..] [w*********]"
    with pytest.raises(InputError) as caught:
        f"{parse('1/2'):d}"
    assert str(caught.value) == (
        "Cannot write 1/2 as 'd', because Unknown format code 'd' for object of type 'float'. "
        'Write it as in f"{expr:.2f}".'
    )


NUMBERS: list[tuple[Any, str]] = [
    (np.int64(2), "w*2"),
    (np.uint8(3), "w*3"),
    (np.float32(0.5), "w*0.5"),
    (np.float32(0.1), "w*0.10000000149011612"),
    (np.float16(-2), "w*(-2.0)"),
    (np.array(2.0), "w*2.0"),
    (np.array(-2), "w*(-2)"),
    (Fraction(1, 3), "w*(1/3)"),
    (Fraction(-1, 3), "w*(-(1/3))"),
    (Fraction(4, 2), "w*2"),
    (Fraction(-2), "w*(-2)"),
    (Fraction(0), "w*0"),
]


@pytest.mark.parametrize(("number", "text"), NUMBERS, ids=repr)
def test_numbers_of_others_are_numbers(number: Any, text: str) -> None:
    """A number of NumPy is the int or float that it equals, on either side, and a Fraction a quotient."""
    assert str(W * number) == text
    assert number * W is as_expr(number) * W
    assert number - W is as_expr(number) - W
    assert W**number is W ** as_expr(number)
    assert as_expr(number).evaluate() == float(number)


def test_half_a_power_is_differentiated_exactly() -> None:
    """A Fraction as an exponent stays exact: the derivative of w^(1/2) has the exponent -1/2."""
    assert str(differentiate(W ** Fraction(1, 2), W).result) == "1/(2*w**(1/2))"


@pytest.mark.parametrize(
    "value",
    [np.True_, np.timedelta64(5, "ns"), np.ma.masked, np.longdouble(2), np.array([2.0]), Decimal(1), 1j],
    ids=with_type,
)
def test_what_is_no_number_of_a_formula_is_refused(value: Any) -> None:
    """What would lose its unit, its mask, its digits or its meaning is no number here."""
    with pytest.raises(InputError, match=r"is neither an expression nor an int or a float\. Convert a single number"):
        W * value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            sin,
            (
                "Cannot use sin in an expression, because Function is neither an expression nor an int or a float. "
                "Apply a function to a letter first, as in f(w)."
            ),
        ),
        (
            [10**5000],
            (
                "Cannot use a list of enormous numbers in an expression, because list is neither an expression nor an "
                "int or a float. Convert a single number with float(value); put the rows of data in through lambdify."
            ),
        ),
        (
            differentiate(W**2, W),
            (
                "Cannot use a Derivation in an expression, because it holds a derivative and its steps. "
                "Give its .result."
            ),
        ),
    ],
    ids=["function", "list", "derivation"],
)
def test_a_function_a_list_and_a_derivation_say_what_is_due(value: Any, message: str) -> None:
    """The error says what to give in place of each, and stays short."""
    with pytest.raises(InputError) as caught:
        as_expr(value)
    assert str(caught.value) == message


def test_an_error_shows_the_beginning_of_a_long_value() -> None:
    """Nobody reads the million numbers of a list."""
    with pytest.raises(InputError) as caught:
        as_expr(list(range(10**5)))
    assert str(caught.value).startswith("Cannot use [0, 1, 2, 3")
    assert len(str(caught.value)) < 300


def shared(module: Any) -> dict[str, Any]:
    """The functions of NumPy or torch that are ours too, by their names there."""
    theirs = {name: getattr(module, name) for name in dir(module) if name[0].islower() and function(name)}
    return {name: value for name, value in theirs.items() if isinstance(value, np.ufunc) or module is not np}


@pytest.mark.parametrize("module", [np, torch, torch.special], ids=["numpy", "torch", "torch.special"])
def test_functions_of_others_that_are_ours_give_the_formula(module: Any) -> None:
    """np.sin(w) and torch.sin(w) are sin(w), and so is each function that is there under any of our names."""
    for name, theirs in shared(module).items():
        called = function(name)
        assert called is not None
        assert theirs(W * 2) is called[1](W * 2)
    assert len(shared(np)) >= 20 or module is not np


def test_operations_of_others_are_operators() -> None:
    """What NumPy and torch call the operators, and what is written with one, is that formula."""
    cases: dict[Callable[..., Any], Expr] = {
        np.add: W + 2,
        np.subtract: W - 2,
        np.multiply: W * 2,
        np.divide: W / 2,
        np.true_divide: W / 2,
        np.power: W**2,
        torch.pow: W**2,
        torch.mul: W * 2,
    }
    for theirs, ours in cases.items():
        assert theirs(W, 2) is ours
    assert (np.negative(ANY), np.positive(ANY), np.square(ANY), np.reciprocal(ANY)) == (-W, W, W**2, 1 / W)
    assert (np.absolute(ANY), np.fabs(ANY), np.exp2(ANY), torch.neg(ANY)) == (Abs(W), Abs(W), 2**W, -W)
    assert (np.hypot(ANY, B), np.log1p(ANY), np.expm1(ANY)) == (sqrt(W**2 + B**2), log(1 + W), exp(W) - 1)
    assert (np.heaviside(ANY, 0), torch.nn.functional.silu(ANY)) == (step(W), W * sigmoid(W))
    assert np.arctan2(ANY, 2).evaluate(w=3.0) == pytest.approx(math.atan2(3.0, 2.0))
    assert torch.nn.functional.relu(ANY) is torch.nn.ReLU()(ANY) is relu(W)
    assert (torch.nn.Sigmoid()(ANY), torch.nn.functional.softplus(ANY)) == (sigmoid(W), softplus(W))
    assert (np.log2(ANY), np.cbrt(ANY)) == (log(W, 2), cbrt(W))
    objects = np.array([W, B])
    assert (objects.sum(), *(2 * objects)) == (W + B, 2 * W, 2 * B)


WRITE = "Write it with the functions of gdmath; put the rows of data in through lambdify."


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: np.floor(ANY), "apply floor to w"),
        (lambda: np.sum(ANY), "apply add.reduce to w"),
        (lambda: np.sin(ANY, out=np.ones(1)), "apply sin to w"),
        (lambda: torch.nn.functional.gelu(ANY), "apply gelu to w"),
        (lambda: torch.stack([ANY, B]), "apply stack to [w, b]"),
    ],
    ids=["floor", "reduce", "out", "gelu", "stack"],
)
def test_a_function_of_others_that_is_not_ours_is_named(ask: Callable[[], object], message: str) -> None:
    """What no function of expressions does is refused, with what to write."""
    with pytest.raises(OperationError) as caught:
        ask()
    assert str(caught.value) == f"Cannot {message}, because no function of expressions does what it does. {WRITE}"


@pytest.mark.parametrize("other", [np.float64(3), np.array([1.0]), torch.ones(2), 3.0, B], ids=with_type)
def test_equality_asks_how_formulas_are_written(other: Any) -> None:
    """Beside anything but the same formula, on either side, == is False and != is True."""
    for left, right in ((ANY, other), (other, ANY)):
        assert (left == right) is False
        assert (left != right) is True


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_a_number_of_numpy_compares_as_any_number(compare: Callable[[Any, Any], Any]) -> None:
    """Whether on the left or on the right, it does to a formula what the plain number does."""

    def outcome(number: Any) -> Any:
        try:
            return compare(number, ANY)
        except TypeError:
            return TypeError

    assert outcome(np.float64(3.0)) is outcome(3.0)


def test_no_library_takes_a_formula_for_a_list() -> None:
    """NumPy asks whether something has entries, and gets the error that it understands."""
    assert not np.iterable(W)
    assert np.array([W, B]).shape == (2,)


@pytest.mark.parametrize("module", ["errors", "expression", "functions"])
def test_a_module_that_made_formulas_is_not_loaded_again(module: str) -> None:
    """After a reload, what was made before would not equal what is made after: the error says so; nothing changed."""
    before = sin(W)
    with pytest.raises(GdmathError) as caught:
        importlib.reload(importlib.import_module(f"gdmath.{module}"))
    assert str(caught.value).startswith(f"Cannot load gdmath.{module} again, because ")
    assert str(caught.value).endswith(". Start Python again to load what was edited.")
    assert gdmath.functions.sin(W) is before
    assert differentiate(before, W).result is cos(W)


def test_subs_of_one_part() -> None:
    """As in sympy, subs(w, 3) is subs({w: 3}); what is neither is refused with both."""
    assert (W * 2 + B).subs(W, 3) is (W * 2 + B).subs({W: 3})
    assert (W + 1).subs(1, 0) is W + 0
    calls: list[Callable[[], Any]] = [lambda: W.subs(B), lambda: W.subs([(W, 1)])]
    for call in calls:
        with pytest.raises(InputError, match=r"\. Write subs\(w, 3\) or subs\(\{w: 3, b: 1\}\)\.$"):
            call()
    with pytest.raises(InputError, match=r"^Cannot use 'w' in an expression"):
        W.subs("w", 3)


def test_diff_is_the_result_of_differentiate() -> None:
    """As in sympy, expr.diff(w) is an expression, of any order and by several letters."""
    cubed = W**3 * B
    assert cubed.diff(W) is differentiate(cubed, W).result
    assert str(cubed.diff(W, 2)) == "6*w*b"
    assert str(cubed.diff(W, B)) == "3*w**2"
    with pytest.raises(InputError, match="because no symbol is given"):
        cubed.diff()


def test_evaluate_takes_a_point_by_symbol_or_by_name() -> None:
    """A dict of symbols, a dict of names, and keywords give the same; numbers of NumPy and Fractions are numbers."""
    expr = W**2 + B
    assert expr.evaluate({W: 3, B: 1}) == expr.evaluate({"w": 3, B: 1}) == expr.evaluate({W: 3}, b=1) == 10.0
    assert expr.evaluate(w=np.float32(0.5), b=np.int64(1)) == expr.evaluate({W: Fraction(1, 2)}, b=as_expr(1)) == 1.25
    assert exp(W).evaluate({}, w=np.array(0.0)) == 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: W.evaluate(ANY),
            "evaluate at w, because it is of type Expr. Write evaluate(w=1.0) or evaluate({w: 1.0}).",
        ),
        (
            lambda: W.evaluate({W: 3}, w=3),
            (
                "evaluate at {w: 3}, because w is not a symbol, or comes twice. "
                'Write each once, as in {w: 1.0} or {"w": 1.0}.'
            ),
        ),
        (
            lambda: W.evaluate({W * 2: 3}),
            (
                "evaluate at {w*2: 3}, because w*2 is not a symbol, or comes twice. "
                'Write each once, as in {w: 1.0} or {"w": 1.0}.'
            ),
        ),
        (
            lambda: W.evaluate(w=Decimal(1)),
            (
                "evaluate at w=Decimal('1'), because Decimal is neither an int nor a float. "
                "Convert a single number with float(value); use lambdify for arrays and tensors."
            ),
        ),
        (lambda: W.evaluate(w=W), f"compute float(w), {BY_HAND}"),
    ],
    ids=["no dict", "twice", "no symbol", "decimal", "a letter"],
)
def test_a_point_that_is_none_is_refused(call: Callable[[], float], message: str) -> None:
    """Each symbol has one value, which is a number."""
    with pytest.raises(InputError) as caught:
        call()
    assert str(caught.value) == f"Cannot {message}"


def test_a_whole_number_too_large_for_a_float_is_said_in_words() -> None:
    """A function of 10**5000 gives the right value, or an error in three parts that can be read."""
    assert log(10**5000) == pytest.approx(5000 * math.log(10))
    assert relu(10**5000) == Abs(-(10**5000)) == 10**5000
    large = "a whole number of 16,610 bits, because its value is too large for a 64-bit float. Take a smaller number."
    for name in ("sin", "sigmoid", "sqrt"):
        with pytest.raises(DomainError) as caught:
            FUNCTIONS[name](10**5000)
        assert str(caught.value) == f"Cannot compute with {large}"
    with pytest.raises(
        InputError, match=r"^Cannot apply sin to a tuple of enormous numbers, because it takes 1 of them"
    ):
        sin(10**5000, 1)
