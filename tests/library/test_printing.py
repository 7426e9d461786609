"""Printing: text that Python reads back, LaTeX with the brackets that matter, names and numbers as in a textbook."""

import ast
import itertools
import json
import os
import re
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy.parsing.latex import parse_latex

from gdmath.calculus import differentiate
from gdmath.errors import InputError
from gdmath.expression import D, Expr, as_expr, pi, postorder
from gdmath.functions import FUNCTIONS, Abs, exp, log, sigmoid, sin, sqrt
from gdmath.names import symbols
from gdmath.printing import latex, pieces, text
from gdmath.printing.pieces import DEEPEST, LIMIT, MOST_DECIMALS
from tests.library.oracles import NO_VALUE, exact
from tests.library.strategies import ANY_NUMBERS, B, W, expressions

ROOT = Path(__file__).resolve().parents[2]


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
    assert_brackets_match(latex(D(expr, W)))


# What sympy's reader of LaTeX knows; in any other name it sees a product of letters, or a function without a value.
KNOWN = "exp log sqrt sin cos tan sec csc cot asin acos atan sinh cosh tanh Abs".split()  # noqa: SIM905  easier to read
POINT = {"w": 0.6875, "b": 1.3125}


def independent_value(formula: str) -> Any:
    """What sympy's reader of LaTeX makes of a formula, computed by mpmath."""
    # The reader knows plain bars, within braces where they are nested, and takes e and pi for symbols.
    for bar, plain in ((r"\left\lvert ", "{|"), (r" \right\rvert", "|}")):
        formula = formula.replace(bar, plain)
    with mpmath.workdps(50):
        letters = {**POINT, "e": mpmath.e, "pi": mpmath.pi}
        compute = sympy.lambdify([sympy.Symbol(name) for name in letters], parse_latex(formula), "mpmath")
        return compute(*map(mpmath.mpf, letters.values()))


@given(
    expr=expressions(functions=[FUNCTIONS[name] for name in KNOWN], size=8),
    base=expressions(functions=[sin, log], size=2),
)
def test_an_independent_reader_reads_the_latex_back(expr: Expr, base: Expr) -> None:
    """Sympy's reader of LaTeX, which knows nothing of gdmath, finds the same value: no bracket is lost."""
    for part in (expr, log(expr, base)):
        try:
            value = exact(part, **POINT)
        except NO_VALUE:
            continue
        if mpmath.isnan(value):  # such as the logarithm of 0 with base 0
            continue
        assert mpmath.almosteq(value, independent_value(latex(part)), 1e-12, 1e-12), latex(part)


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        (pi * exp(as_expr(1)), mpmath.pi * mpmath.e),
        (exp(as_expr(1)) ** W, mpmath.e**0.6875),
        (W * 1e-9, 0.6875e-9),
        (as_expr(1e-3) ** 2, 1e-6),
        (-Abs(Abs(W) - 1) * B, -0.3125 * 1.3125),
        (log(B, 2) ** 2, mpmath.log(1.3125, 2) ** 2),
    ],
    ids=str,
)
def test_an_independent_reader_reads_numbers_back(expr: Expr, value: Any) -> None:
    """So it does for pi, e, powers of ten, bars and bases."""
    assert mpmath.almosteq(value, independent_value(latex(expr)), 1e-12)


KATEX = """
import json, pathlib, sys
from katex.installation import installed
from katex.renderer import close_renderer, render
katex = installed(pathlib.Path(sys.argv[1]))
for formula in json.load(sys.stdin):
    render(katex, formula, display=True)
close_renderer()
"""


@pytest.mark.site
def test_katex_renders_every_function_and_what_is_cut() -> None:
    """Nothing that `latex` writes is refused by the program that renders it, not even where it ends early."""
    formulas = [part for f in FUNCTIONS.values() for part in (f(W), f(W) ** 2, f(W) ** B)]
    formulas += [log(W, B), log(W, 2) ** 2, pi * exp(as_expr(1)) ** W, D(D(W * B, W), B), D(D(W, W), W), D(W, W + 2)]
    formulas += [symbols(name) for name in ("\u03b8", "\u00e9a", "\u65e5_1", "theta_1", "learning_rate")]
    steps: list[Any] = [
        sin,
        sqrt,
        Abs,
        lambda u: 1 / (1 + u),
        lambda u: u**2,
        lambda u: 2**u,
        lambda u: u * u,
        lambda u: -u,
    ]
    for step in steps:
        deep = W
        for _ in range(LIMIT):
            deep = step(deep)
        formulas.append(deep)
    subprocess.run(
        [sys.executable, "-c", KATEX, ROOT / "docs" / "_build" / "katex"],
        input=json.dumps([latex(formula) for formula in formulas]),
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "docs" / "_ext")])},
        encoding="utf-8",
        check=True,
    )


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
        (sin(W) ** 2, "sin(w)**2", r"\sin^{2}\left(w\right)"),
        (sin(W) ** 2**2, "sin(w)**4", r"\sin^{4}\left(w\right)"),
        ((sin(W) ** 2) ** 3, "(sin(w)**2)**3", r"\left(\sin^{2}\left(w\right)\right)^{3}"),
        (sin(W) ** -1, "sin(w)**(-1)", r"\left(\sin\left(w\right)\right)^{-1}"),
        (sin(W) ** 2.0, "sin(w)**2.0", r"\left(\sin\left(w\right)\right)^{2.0}"),
        (sin(W) ** 1, "sin(w)**1", r"\left(\sin\left(w\right)\right)^{1}"),
        (log(W) ** 2, "log(w)**2", r"\left(\ln\left(w\right)\right)^{2}"),
        (log(W, 2), "log(w, 2)", r"\log_{2}\left(w\right)"),
        (log(W + 1, B * 2), "log(w + 1, b*2)", r"\log_{b \cdot 2}\left(w + 1\right)"),
        (exp(as_expr(1)), "exp(1)", "e"),
        (exp(as_expr(1.0)), "exp(1.0)", "e^{1.0}"),
        (exp(as_expr(1)) ** W, "exp(1)**w", r"\left(e\right)^{w}"),
        (pi * W, "pi*w", r"\pi \cdot w"),
        (D(D(sin(W), W), W), "D(D(sin(w), w), w)", r"\frac{d^{2}}{d w^{2}}\left[\sin\left(w\right)\right]"),
        (
            D(D(D(W * B, W), W), B),
            "D(D(D(w*b, w), w), b)",
            r"\frac{\partial^{3}}{\partial b \partial w^{2}}\left[w \cdot b\right]",
        ),
        (
            D(D(D(W * B, W), B), W),
            "D(D(D(w*b, w), b), w)",
            r"\frac{\partial^{3}}{\partial w \partial b \partial w}\left[w \cdot b\right]",
        ),
        (
            D(D(W, W + 2), W),
            "D(D(w, w + 2), w)",
            r"\frac{d}{d w}\left[\frac{d}{d \left(w + 2\right)}\left[w\right]\right]",
        ),
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
        ("w_1", "{w}_{1}"),
        ("theta", r"\theta"),
        ("theta_2", r"{\theta}_{2}"),
        ("lambda", r"\lambda"),
        ("Delta", r"\Delta"),
        ("Alpha", r"\mathrm{Alpha}"),
        ("cost", r"\mathrm{cost}"),
        ("learning_rate", r"\mathrm{learning\_rate}"),
        ("next_w1", r"\mathrm{next\_w}_{1}"),
        ("_", r"\mathrm{\_}"),
        ("_1", r"\mathrm{\_}_{1}"),
        ("__1", r"{\mathrm{\_}}_{1}"),
        ("rate_1", r"{\mathrm{rate}}_{1}"),
        ("theta2", r"\theta_{2}"),
        ("varphi", r"\varphi"),
        ("w_", r"\mathrm{w\_}"),
        ("\N{GREEK SMALL LETTER THETA}", "\N{GREEK SMALL LETTER THETA}"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}", "\\text{\N{LATIN SMALL LETTER E WITH ACUTE}}"),
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
        (1e-9, None, "1e-09", r"1 \times 10^{-9}"),
        (1e-9, 4, "1.0000e-09", r"1.0000 \times 10^{-9}"),
        (0.0, 4, "0.0000", "0.0000"),
        (0.00005, 4, "0.0001", "0.0001"),
        (1.5e22, None, "1.5e+22", r"1.5 \times 10^{22}"),
        (1.5e22, 2, "1.50e+22", r"1.50 \times 10^{22}"),
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
        (W * 1e-9, r"w \cdot \left(1 \times 10^{-9}\right)"),
        (1e-9 * W, r"1 \times 10^{-9} \cdot w"),
        (as_expr(1e-9) ** 2, r"\left(1 \times 10^{-9}\right)^{2}"),
        (W + 1e-9, r"w + 1 \times 10^{-9}"),
        (W / 1e-9, r"\frac{w}{1 \times 10^{-9}}"),
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


LEFT_OUT = re.compile(r"(?:… | \\\\ldots \\\\text\{ )\(([\d,]+) (?:new )?parts? left out\)\}?$".replace("\\\\", "\\"))


def split(string: str) -> tuple[str, int]:
    """What is written of a large formula, and how many parts it says are left out."""
    found = LEFT_OUT.search(string)
    assert found is not None, string[-60:]
    return string[: found.start()], int(found[1].replace(",", ""))


def test_a_deep_formula_ends_with_what_is_left_out() -> None:
    """Each sine that is not written is counted once, and so is the symbol within."""
    for depth in (6000, 100_000):
        deep = W
        for _ in range(depth):
            deep = sin(deep)
        written, left_out = split(text(deep))
        assert written == "sin(" * 5000
        assert left_out == depth + 1 - 5000
        written, left_out = split(latex(deep))
        assert written == r"\sin\left(" * DEEPEST + r"\right)" * DEEPEST
        assert left_out == depth + 1 - DEEPEST


@pytest.mark.parametrize(("write", "power"), [(text, "**"), (latex, "^{")], ids=["text", "latex"])
def test_a_wide_formula_ends_with_what_is_left_out(write: Any, power: str) -> None:
    """A sum begins with its first terms; its signs, powers and exponents that are not written are counted."""
    wide = W
    for number in range(10_000):
        wide = wide + B**number
    written, left_out = split(write(wide))
    assert written.startswith(f"w + b{power}0")
    assert len(written) <= LIMIT + 1
    exponents = [exponent.rstrip("}") for exponent in re.split(r"\*\*|\^\{", written)[1:]]
    numbers = sum(exponent.split(" ")[0].rstrip("}").isdigit() for exponent in exponents)
    letters = 2
    shown = letters + written.count(" + ") + written.count(power) + numbers
    assert left_out == letters + 3 * 10_000 - shown


@pytest.mark.parametrize("write", [text, latex], ids=["text", "latex"])
def test_a_shared_part_is_counted_once(write: Any) -> None:
    """x1 = x0*x0, x2 = x1*x1 and so on: the text of the last one would have 2**1000 letters."""
    doubled = W
    for _ in range(1000):
        doubled = doubled * doubled
    tracemalloc.start()
    start = time.process_time()
    written, left_out = split(write(doubled))
    assert time.process_time() - start < 5
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()
    # Of the signs between 2**n letters, the middle one belongs to the n-th product.
    signs = written.count("*" if write is text else r"\cdot")
    assert left_out == 1000 - signs.bit_length()


@given(expr=expressions(size=20), limit=st.integers(0, 60), deepest=st.integers(1, 4))
def test_what_is_written_is_the_beginning(expr: Expr, limit: int, deepest: int) -> None:
    """A text that is cut is the beginning of the whole one, and LaTeX closes what is open there."""
    expr = D(expr, W) * expr
    whole, whole_latex, parts = text(expr), latex(expr), len(postorder(expr))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "LIMIT", limit)
        patch.setattr(pieces, "DEEPEST", deepest)
        cut, cut_latex = text(expr), latex(expr)
    if len(whole) <= limit:
        assert cut == whole
    else:
        written, left_out = split(cut)
        assert whole.startswith(written)
        assert len(written) <= limit
        assert 0 <= left_out <= parts
    if cut_latex != whole_latex:
        written, left_out = split(cut_latex)
        assert whole_latex.startswith(re.sub(r"(\}(\{\})?|\\right\)|\\right\]| \\right\\rvert)*$", "", written))
        assert 0 <= left_out <= parts
        assert_brackets_match(cut_latex)


def test_one_part_is_not_several() -> None:
    """Grammar holds."""
    assert text(symbols("w" * (LIMIT + 1))) == "… (1 part left out)"


def test_what_repeats_is_not_counted_again() -> None:
    """Where all parts are written somewhere, none is left out; the text says that it is cut all the same."""
    long = W
    for number in range(1500):
        long = long + B**number
    assert split(text(long * long))[1] == 0
    assert text(long * long).endswith("… (0 new parts left out)")


def assert_brackets_match(formula: str) -> None:
    r"""Fail unless braces and \left, \right come in pairs, in the right order."""
    open_ = []
    for sign in re.findall(r"\\left(?:\\lvert|.)|\\right(?:\\rvert|.)|[{}]", formula):
        if sign == "{" or sign.startswith(r"\left"):
            open_.append(sign)
        else:
            assert {"}": "{", r"\right)": r"\left(", r"\right]": r"\left[", r"\right\rvert": r"\left\lvert"}[
                sign
            ] == open_.pop()
    assert not open_


def test_a_formula_of_ten_thousand_characters_is_written_whole() -> None:
    """Long is not yet too long."""
    long = W
    for number in range(1500):
        long = long + B**number
    assert len(text(long)) > 10_000
    assert "…" not in text(long)
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


@pytest.mark.parametrize(
    "digits",
    [-1, 1075, 10**9, 10**5000, 2.0, "2", True],
    ids=["negative", "one more", "a billion", "enormous", "float", "text", "bool"],
)
def test_decimals_that_no_float_has_are_refused(digits: Any) -> None:
    """A number of decimals is whole, and at most what a float has; the error comes at once, whatever is written."""
    for write in (latex, text):
        with pytest.raises(InputError) as caught:
            write(W, digits)
        assert str(caught.value).startswith("Cannot write numbers with digits=")
        assert str(caught.value).endswith(
            ", because that is no whole number from 0 to 1,074, and no float has more of them. "
            "Pass digits=4, or None for the fewest that are exact."
        )
    assert len(latex(as_expr(5e-324), 1074)) == len("0.") + 1074


def test_the_limits_are_those_that_are_said() -> None:
    """What `latex` says of itself names how long a text may be, how deep, and how many decimals a number may have."""
    said = " ".join((latex.__doc__ or "").split())
    assert f"After {LIMIT:,} characters, or {DEEPEST} brackets within each other" in said
    assert f"no whole number from 0 to {MOST_DECIMALS:,}." in said
