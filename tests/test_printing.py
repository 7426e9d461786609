"""Printing: text that Python reads back, LaTeX with the brackets that matter, names and numbers as in a textbook."""

import ast
import itertools
from typing import Any

import pytest
from hypothesis import given

from gdmath.derivation import differentiate
from gdmath.expression import Expr, as_expr, symbols
from gdmath.functions import FUNCTIONS, Abs, exp, log, sigmoid, sin, sqrt
from gdmath.matching import D
from gdmath.pieces import LIMIT
from gdmath.printing import latex, text
from tests.strategies import ANY_NUMBERS, B, W, expressions


class Numbers(ast.NodeTransformer):
    """Make each number of a text an expression, as `parse` will."""

    def visit_Constant(self, constant: ast.Constant) -> ast.AST:
        """Wrap one number."""
        return ast.Call(ast.Name("number", ast.Load()), [constant], [])


def read_back(string: str) -> Any:
    """What Python makes of a text, with our functions and symbols."""
    tree = ast.fix_missing_locations(Numbers().visit(ast.parse(string, mode="eval")))
    return eval(compile(tree, "text", "eval"), {**FUNCTIONS, "number": as_expr, "D": D, "w": W, "b": B})


@given(expr=expressions(numbers=ANY_NUMBERS))
def test_python_reads_the_text_back(expr: Expr) -> None:
    """The text of a formula, read by Python, is the very same node; so is that of its derivative."""
    assert read_back(str(expr)) is expr
    assert read_back(str(D(expr, W) * 2)) is D(expr, W) * 2


def small_formulas() -> list[Expr]:
    """Every formula with up to two operations, over w and 2, of one unary and one binary operation of each kind."""
    made: dict[Expr, None] = {W: None, as_expr(2): None}
    for _ in range(2):
        for part in list(made):
            made.update(dict.fromkeys((-part, sin(part), exp(part), sqrt(part), Abs(part), D(part, W))))
        parts = list(made)[:40]
        for left, right in itertools.product(parts, parts):
            made.update(dict.fromkeys((left + right, left - right, left * right, left / right, left**right)))
    return list(made)


@pytest.mark.parametrize("write", [text, latex], ids=["text", "latex"])
def test_different_formulas_are_written_differently(write: Any) -> None:
    """No two formulas share a text, so no bracket that matters is ever lost."""
    formulas = small_formulas()
    written: dict[str, Expr] = {}
    for formula in formulas:
        string = write(formula)
        assert written.setdefault(string, formula) is formula
    assert len(written) == len(formulas) > 5000


@given(expr=expressions(numbers=ANY_NUMBERS))
def test_latex_has_as_many_brackets_opened_as_closed(expr: Expr) -> None:
    r"""Braces and \left, \right come in pairs, in the right order."""
    depth = 0
    for character in latex(D(expr, W)):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert latex(expr).count(r"\left") == latex(expr).count(r"\right")


@pytest.mark.parametrize(
    ("expr", "in_text", "in_latex"),
    [
        (-(W**2), "-w**2", "-w^{2}"),
        ((-W) ** 2, "(-w)**2", r"\left(-w\right)^{2}"),
        (W**-1, "w**(-1)", "w^{-1}"),
        (W**2**3, "w**8", "w^{8}"),
        (W ** (as_expr(2) ** 3), "w**2**3", "w^{2^{3}}"),
        ((W**2) ** 3, "(w**2)**3", r"\left(w^{2}\right)^{3}"),
        (-W * B, "-w*b", r"\left(-w\right) \cdot b"),
        (-(W * B), "-(w*b)", r"-w \cdot b"),
        (W * -B, "w*(-b)", r"w \cdot \left(-b\right)"),
        (W * (B * 2), "w*(b*2)", r"w \cdot \left(b \cdot 2\right)"),
        (W - (B - 2), "w - (b - 2)", r"w - \left(b - 2\right)"),
        (W + (B + 2), "w + (b + 2)", r"w + \left(b + 2\right)"),
        (W - B - 2, "w - b - 2", "w - b - 2"),
        (W - -B, "w - -b", r"w - \left(-b\right)"),
        (-W + B, "-w + b", "-w + b"),
        (-(W + B), "-(w + b)", r"-\left(w + b\right)"),
        (-(-W), "-(-w)", r"-\left(-w\right)"),  # noqa: B002  twice is meant
        (W / B / 2, "w/b/2", r"\frac{\frac{w}{b}}{2}"),
        (W / (B / 2), "w/(b/2)", r"\frac{w}{\frac{b}{2}}"),
        (W / (B * 2), "w/(b*2)", r"\frac{w}{b \cdot 2}"),
        ((W / B) ** 2, "(w/b)**2", r"\left(\frac{w}{b}\right)^{2}"),
        (W * (B / 2), "w*(b/2)", r"w \cdot \frac{b}{2}"),
        ((W + 1) * 2, "(w + 1)*2", r"\left(w + 1\right) \cdot 2"),
        ((W + 1) / 2, "(w + 1)/2", r"\frac{w + 1}{2}"),
        (2 ** (W + 1), "2**(w + 1)", "2^{w + 1}"),
        (exp(W) ** 2, "exp(w)**2", r"\left(e^{w}\right)^{2}"),
        (exp(W + 1), "exp(w + 1)", "e^{w + 1}"),
        (sqrt(W) ** 2, "sqrt(w)**2", r"\sqrt{w}^{2}"),
        (Abs(W - 1), "Abs(w - 1)", r"\left\lvert w - 1 \right\rvert"),
        (log(W), "log(w)", r"\ln\left(w\right)"),
        (sigmoid(W * 2), "sigmoid(w*2)", r"\sigma\left(w \cdot 2\right)"),
        (sin(W) * B, "sin(w)*b", r"\sin\left(w\right) \cdot b"),
        (D(W**2, W), "D(w**2, w)", r"\frac{d}{d w}\left[w^{2}\right]"),
        (
            D(sin(W + 2), W + 2),
            "D(sin(w + 2), w + 2)",
            r"\frac{d}{d \left(w + 2\right)}\left[\sin\left(w + 2\right)\right]",
        ),
        (D(W * B, W), "D(w*b, w)", r"\frac{\partial}{\partial w}\left[w \cdot b\right]"),
        (D(W, W) * B, "D(w, w)*b", r"\frac{\partial}{\partial w}\left[w\right] \cdot b"),
        (D(W, W) ** 2, "D(w, w)**2", r"\left(\frac{d}{d w}\left[w\right]\right)^{2}"),
    ],
    ids=str,
)
def test_brackets_stand_where_they_matter(expr: Expr, in_text: str, in_latex: str) -> None:
    """Text and LaTeX have every bracket that matters and no other; one variable has d, several have the partial."""
    assert text(expr) == str(expr) == in_text
    assert latex(expr) == in_latex


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("w", "w"),
        ("w1", "w_{1}"),
        ("w12", "w_{12}"),
        ("w_1", "w_{1}"),
        ("theta", r"\theta"),
        ("theta_2", r"\theta_{2}"),
        ("lambda", r"\lambda"),
        ("Delta", r"\Delta"),
        ("Alpha", r"\mathrm{Alpha}"),
        ("cost", r"\mathrm{cost}"),
        ("learning_rate", r"\mathrm{learning\_rate}"),
        ("next_w1", r"\mathrm{next\_w}_{1}"),
        ("_", r"\mathrm{\_}"),
        ("_1", r"\mathrm{\_}_{1}"),
        ("w_", r"\mathrm{w\_}"),
        ("\N{GREEK SMALL LETTER THETA}", "\N{GREEK SMALL LETTER THETA}"),
    ],
)
def test_names_are_written_as_in_a_textbook(name: str, expected: str) -> None:
    """Greek letters by name, trailing digits below, words upright, no name empty."""
    assert latex(symbols(name)) == expected
    assert text(symbols(name)) == name


@pytest.mark.parametrize(
    ("value", "digits", "in_text", "in_latex"),
    [
        (1.001, 4, "1.0010", "1.0010"),
        (1.001, None, "1.001", "1.001"),
        (2, 4, "2", "2"),
        (2.0, 0, "2", "2"),
        (1e-9, None, "1e-09", r"1 \cdot 10^{-9}"),
        (1e-9, 4, "1.0000e-09", r"1.0000 \cdot 10^{-9}"),
        (0.0, 4, "0.0000", "0.0000"),
        (0.00005, 4, "0.0001", "0.0001"),
        (1.5e22, None, "1.5e+22", r"1.5 \cdot 10^{22}"),
        (1.5e22, 2, "1.50e+22", r"1.50 \cdot 10^{22}"),
        (123456.5, 1, "123456.5", "123456.5"),
        (-1.001, 4, "-1.0010", "-1.0010"),
    ],
)
def test_numbers_have_the_decimals_asked_for(value: float, digits: int | None, in_text: str, in_latex: str) -> None:
    """Every float has as many decimals, whole numbers have none, and no number but zero is shown as zero."""
    assert text(as_expr(value), digits) == in_text
    assert latex(as_expr(value), digits) == in_latex


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (W * 1e-9, r"w \cdot \left(1 \cdot 10^{-9}\right)"),
        (1e-9 * W, r"1 \cdot 10^{-9} \cdot w"),
        (as_expr(1e-9) ** 2, r"\left(1 \cdot 10^{-9}\right)^{2}"),
        (W + 1e-9, r"w + 1 \cdot 10^{-9}"),
        (W / 1e-9, r"\frac{w}{1 \cdot 10^{-9}}"),
    ],
    ids=str,
)
def test_a_number_with_a_power_of_ten_is_a_product(expr: Expr, expected: str) -> None:
    """Scientific notation gets the brackets of a product."""
    assert latex(expr) == expected


def test_every_function_has_its_formula() -> None:
    """No function is written by its Python name where mathematics has a sign for it."""
    for function in FUNCTIONS.values():
        assert latex(function(W)) != text(function(W))


def test_a_formula_too_large_to_read_ends_in_an_ellipsis() -> None:
    """What is wide, deep, or doubles at each step is cut, quickly."""
    wide = deep = doubled = W
    for number in range(10_000):
        deep = sin(deep)
        wide = wide + B**number
    for _ in range(60):
        doubled = doubled * doubled
    for large in (wide, deep, doubled):
        for write in (text, latex):
            assert "..." in write(large)
            assert len(write(large)) < 3 * LIMIT
    assert text(deep).startswith("sin(sin(")


def test_a_formula_of_ten_thousand_characters_is_written_whole() -> None:
    """Long is not yet too long."""
    long = W
    for number in range(1500):
        long = long + B**number
    assert len(text(long)) > 10_000
    assert "..." not in text(long)
    assert text(long).endswith("b**1498 + b**1499")


def test_a_derivation_is_aligned_in_text() -> None:
    """The names of the rules stand one below the other."""
    lines = str(differentiate(sin(W) + W**2, W)).splitlines()
    assert lines[0] == "D(sin(w) + w**2, w)"
    assert len({line.index("   ", 4) for line in lines[1:]}) >= 1
    columns = {line.rindex("    ") for line in lines[1:]}
    assert len(columns) == 1


def test_the_sign_of_a_derivative_can_be_chosen() -> None:
    """A partial sign in the title of a derivation, or asked for, goes through all of its lines."""
    assert latex(D(W, W), partial=True) == r"\frac{\partial}{\partial w}\left[w\right]"
    assert latex(D(W * B, W), partial=False) == r"\frac{d}{d w}\left[w \cdot b\right]"
    of_one = differentiate(sin(W * 2), W).titled(r"\frac{\partial a}{\partial w}")._repr_latex_()
    assert r"\frac{d}" not in of_one
    of_two = differentiate(sin(W * B), W)
    assert r"\partial" not in of_two.titled("a'(w)")._repr_latex_()
    assert r"\frac{d}" not in of_two._repr_latex_()


def test_a_plain_number_has_latex_too() -> None:
    """What the tables and the pages hand over may be a number."""
    assert latex(2) == "2"
    assert latex(-1.001, digits=4) == "-1.0010"
