"""Parsing: what people type has one reading, or an error with a caret; nothing else, and quickly."""

import contextlib
import itertools
import math
import pickle
import re
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, example, given
from hypothesis import strategies as st
from sympy.parsing import sympy_parser
from sympy.parsing.latex import parse_latex

from gdmath import parsing
from gdmath.cases import Max, Min, Piecewise
from gdmath.errors import DomainError, InputError
from gdmath.expression import CONSTANTS, Expr, as_expr, pi
from gdmath.functions import (
    FUNCTIONS,
    Abs,
    Function,
    acoth,
    asec,
    asin,
    asinh,
    cbrt,
    cos,
    cot,
    csc,
    exp,
    log,
    relu,
    sec,
    sigmoid,
    sign,
    sin,
    step,
    tan,
)
from gdmath.functions import sqrt as root
from gdmath.names import no_symbol, symbols
from gdmath.parsing import LIMIT, parse
from gdmath.parsing.advice import WITHOUT, WRITE
from gdmath.parsing.carets import ParseError, caret
from gdmath.printing.pieces import LIMIT as LONGEST_TEXT
from tests.library.strategies import ANY_NUMBERS, B, W, expressions

n, x, y, z, wx, r, x1, x_1, theta = symbols("n x y z wx r x1 x_1 \N{GREEK SMALL LETTER THETA}")
e, half, third = exp(as_expr(1)), as_expr(1) / 2, as_expr(1) / 3

READINGS: dict[str, Expr] = {
    # numbers
    "12": as_expr(12),
    "1.50": as_expr(1.5),
    ".5x": 0.5 * x,
    "2.x": 2.0 * x,
    "1e-3": as_expr(0.001),
    "1e\u22123": as_expr(0.001),
    "1e\uff0b3": as_expr(1000.0),
    "2e3x": 2000.0 * x,
    "2E+3": as_expr(2000.0),
    "007": as_expr(7),
    "0e5": as_expr(0.0),
    "1" + "0" * 300: as_expr(10**300),
    "0" * 5000 + "1": as_expr(1),
    "w**1 * 1.0010": W**1 * 1.001,
    # names
    "wx": wx,
    "w x": W * x,
    "x₁ + x_1": x1 + x_1,
    "θ": theta,
    "\N{MATHEMATICAL ITALIC SMALL X}": x,
    "π r²": pi * r**2,
    "pi r^2": pi * r**2,
    "2πr": 2 * pi * r,
    "x\N{MATHEMATICAL ITALIC SMALL PI}": x * pi,
    "Pi PI": pi * pi,
    "E^(-x) E": exp(-x) * e,
    "2pi": 2 * pi,
    "2π(x+1)": 2 * pi * (x + 1),
    "tan_2 step1": symbols("tan_2") * symbols("step1"),
    "Signal": symbols("Signal"),
    "x\N{ARABIC-INDIC DIGIT THREE}": symbols("x\N{ARABIC-INDIC DIGIT THREE}"),
    # Euler's number
    "e": e,
    "\N{SCRIPT SMALL E}^x": exp(x),
    "e^x": exp(x),
    "e**(-x)": exp(-x),
    "e^-x": exp(-x),
    "e^x^2": exp(x**2),
    "e^2 x": exp(as_expr(2)) * x,
    "e²x": exp(as_expr(2)) * x,
    "2e^x": 2 * exp(x),
    "2e-x": 2 * e - x,
    "2e - 3": 2 * e - 3,
    "2^e^x": 2 ** exp(x),
    "(e)^x": e**x,
    "e(x+1)": e * (x + 1),
    "x e^x": x * exp(x),
    # operators
    "3x^2": 3 * x**2,
    "3*x**2": 3 * x**2,
    "3 · x² − 1": 3 * x**2 - 1,
    "3×x⋅y\N{ASTERISK OPERATOR}z": 3 * x * y * z,
    "x÷y\N{DIVISION SLASH}z\N{FRACTION SLASH}2": x / y / z / 2,
    "x\N{HYPHEN}1–2—3\N{FULLWIDTH HYPHEN-MINUS}4\N{FULLWIDTH PLUS SIGN}5": x - 1 - 2 - 3 - 4 + 5,
    "x⁻¹": x**-1,
    "x⁺¹⁰": x**10,
    "x²³": x**23,
    "x²^3": (x**2) ** 3,
    "x^2²": x ** (as_expr(2) ** 2),
    "x²y": x**2 * y,
    "x²(y+1)": x**2 * (y + 1),
    "-x^2": -(x**2),
    "-x²": -(x**2),
    "(-x)^2": (-x) ** 2,
    "2^-x": 2 ** (-x),
    "2*-x": 2 * -x,
    "2^-x^2": 2 ** (-(x**2)),
    "-w*b": (-W) * B,
    "- - x": -(-x),  # noqa: B002  twice is meant
    "x--y": x - -y,
    "+x ++ y": x + y,
    "2^3^2": as_expr(2) ** (as_expr(3) ** 2),
    "x - y - z": x - y - z,
    "x/y/z": x / y / z,
    "x - (y - z)": x - (y - z),
    "0^-1": as_expr(0) ** -as_expr(1),
    "(-8)^(1/3)": (-as_expr(8)) ** third,
    "(2/0)^9": (as_expr(2) / 0) ** 9,
    "(1e308*10)^2": (as_expr(1e308) * 10) ** 2,
    "(9+9-9)^9": (as_expr(9) + 9 - 9) ** 9,
    "10^(20+20)": as_expr(10) ** (as_expr(20) + 20),
    "10^(400/2)": as_expr(10) ** (as_expr(400) / 2),
    "9^9^x": as_expr(9) ** (as_expr(9) ** x),
    # products without a sign
    "2(x+1)": 2 * (x + 1),
    "(x+1)(x-1)": (x + 1) * (x - 1),
    "(x+1)y": (x + 1) * y,
    "(1/2)x": as_expr(1) / 2 * x,
    "1/2*x": as_expr(1) / 2 * x,
    "1/(2x)": 1 / (2 * x),
    "x**1/2 + x^2/2": x**1 / 2 + x**2 / 2,
    "x/2*y z": x / 2 * y * z,
    "x sin(x)": x * sin(x),
    "3x^2y": 3 * x**2 * y,
    "2√x": 2 * root(x),
    # brackets and bars
    "[x+{1-(x)}]": x + (1 - x),
    "|x|": Abs(x),
    "|-x|²": Abs(-x) ** 2,
    "||x|-1|": Abs(Abs(x) - 1),
    "||x||": Abs(Abs(x)),
    "|x||y|": Abs(x) * Abs(y),
    "|x|y": Abs(x) * y,
    "|x|·|y|·|z|": Abs(x) * Abs(y) * Abs(z),
    "2|x|": 2 * Abs(x),
    "x|y|": x * Abs(y),
    "|x - |y||": Abs(x - Abs(y)),
    "|x\N{DIVIDES}": Abs(x),
    "|(|x|)|": Abs(Abs(x)),
    # functions
    "sin(x)^2": sin(x) ** 2,
    "sin (x)": sin(x),
    "Sin[x] + LN{x}": sin(x) + log(x),
    "ln(x)": log(x),
    "log(x)": log(x),
    "log(x, 2)": log(x, 2),
    "pᵢ log₂(pᵢ)": symbols("p_i") * log(symbols("p_i"), 2),
    "wᵢxᵢ + xₑ": symbols("w_i") * symbols("x_i") + symbols("x_e"),
    "x₁ᵢ": symbols("x1_i"),
    "w^-1*(x)": symbols("w") ** -1 * x,
    "E^(-x)": exp(-x),
    "log_2(x)": log(x, 2),
    "log_{10}(x)": log(x, 10),
    "log_(n)(x)": log(x, n),
    "log_e x": log(x, e),
    "log₁₀ x": log(x, 10),
    "x + log₃ x": x + log(x, 3),
    "log_b x": log(x, B),
    f"log_{{{'b' * 40}}}(x)": log(x, symbols("b" * 40)),
    "log2(x) + log10(x)": log(x, 2) + log(x, 10),
    "abs(x) sgn(y)": Abs(x) * sign(y),
    "arcsin(x)": asin(x),
    "arsinh(x) arcsinh(x)": asinh(x) * asinh(x),
    "arcsec(x)": asec(x),
    "arcoth(x)": acoth(x),
    "cosec(x) cotan(x) tg(x) ctg(x)": csc(x) * cot(x) * tan(x) * cot(x),
    "√x + 1": root(x) + 1,
    "√(x+1)^2": root(x + 1) ** 2,
    "√2 x": root(as_expr(2)) * x,
    "√2√x": root(as_expr(2)) * root(x),
    "√(2)x": root(as_expr(2)) * x,
    "√x²": root(x**2),
    "cbrt(x)": cbrt(x),
    "∛x": cbrt(x),
    "³√x + ⁴√x + ∜x": cbrt(x) + x ** (as_expr(1) / 4) + x ** (as_expr(1) / 4),
    "sqrt[3]{x}": cbrt(x),
    "2√[3]{x+1}^2": 2 * cbrt(x + 1) ** 2,
    "sqrt[n]{x}": x ** (1 / n),
    "sqrt[2]{x} + sqrt[5]{x}": root(x) + sign(x) * Abs(x) ** (as_expr(1) / 5),
    "sqrt[x] y": root(x) * y,
    "sin^2(x)": sin(x) ** 2,
    "sin^2 x": sin(x) ** 2,
    "sin²x": sin(x) ** 2,
    "sin**{2}(x)": sin(x) ** 2,
    "sin^n x": sin(x) ** n,
    "log_2^2(x)": log(x, 2) ** 2,
    "sec^2(3x)tan(3x)": sec(3 * x) ** 2 * tan(3 * x),
    # fractions that are one sign
    "½x": half * x,
    "x^½": x**half,
    "½²": half**2,
    # what programs, spreadsheets and calculators write
    "pow(x, 3) + power(x, n)": x**3 + x**n,
    "POWER(x, 2)*SQRT(x) + EXP(x) - PI()": x**2 * root(x) + exp(x) - pi,
    "square(x)": x**2,
    "max(x, 0) + min(x, y, 1)": Max(x, 0) + Min(x, y, 1),
    "maximum(x, 0) - minimum(x, y)": Max(x, 0) - Min(x, y),
    "nthRoot(x, 3) root(x, 2)": cbrt(x) * root(x),
    "exp2(x) + exp10(x)": 2**x + 10**x,
    "log1p(x) + expm1(x)": log(1 + x) + (exp(x) - 1),
    "logistic(x) + expit(x)": sigmoid(x) + sigmoid(x),
    "silu(x) - swish(x)": x * sigmoid(x) - x * sigmoid(x),
    "hypot(x, y) + hypot(x, y, z)": root(x**2 + y**2) + root(x**2 + y**2 + z**2),
    "heaviside(x) + heaviside(x, 0)": step(x) + step(x),
    "heaviside(x, ½)": Piecewise((0, x < 0), (1, x > 0), (half, True)),
    "divide(1, x) reciprocal(x)": 1 / x * (1 / x),
    "np.sin(x) + numpy.pi*math.e": sin(x) + pi * e,
    "torch.nn.functional.relu(x)": relu(x),
    "Math.pow(x, 2) - Math.E": x**2 - e,
    "x.^2 .* y ./ 3": x**2 * y / 3,
    "2.*x.^2.": 2 * x**2.0,
    "w_{1}x_{1} + x_{in}": symbols("w1") * x1 + symbols("x_in"),
    "theta_{12}^2": symbols("theta12") ** 2,
    "x1_{2}": symbols("x1_2"),
    "math.sin x": sin(x),
    "2^T x + w^(T)*x": 2 ** symbols("T") * x + W ** symbols("T") * x,
    "exp2x": exp(2 * x),
    "power*square": symbols("power") * symbols("square"),
    # names that are run together
    "sinx": sin(x),
    "sin2t cosx": sin(2 * symbols("t")) * cos(x),
    "sinx^2": sin(x**2),
    "\N{LATIN SMALL LETTER LONG S}inx": sin(x),
    "2^x ln2": 2**x * log(as_expr(2)),
    "2xe^x": 2 * x * exp(x),
    "xsinx": x * sin(x),
    "3xcos(x)": 3 * x * cos(x),
    "cost": symbols("cost"),
    # arguments without brackets
    "sin x": sin(x),
    "sin 2x + 1": sin(2 * x) + 1,
    "sin 2x y": sin(2 * x * y),
    "sin x cos x": sin(x) * cos(x),
    "2 sin x cos x": 2 * sin(x) * cos(x),
    "sin cos x sin y": sin(cos(x)) * sin(y),
    "sin -x": sin(-x),
    "ln x^2": log(x**2),
    "ln x²": log(x**2),
    "ln x/x": log(x) / x,
    "ln x * y": log(x) * y,
    "1/sin x": 1 / sin(x),
    "sin x e^x": sin(x) * exp(x),
    "sin x √x": sin(x) * root(x),
    "sin |x|": sin(Abs(x)),
    "sin 2(x+1)": sin(2 * (x + 1)),
    "sin 2|x|": sin(2 * Abs(x)),
    "sin 2 pi x": sin(2 * pi * x),
    "ln 2 * sin x": log(as_expr(2)) * sin(x),
    "ln 2/ln x": log(as_expr(2)) / log(x),
    "x/ln 2": x / log(as_expr(2)),
    "-sin x": -sin(x),
    "2^sin x": 2 ** sin(x),
    "e^sin x cos x": exp(sin(x)) * cos(x),
    " \t\n\N{NO-BREAK SPACE}x\n": x,
}


@pytest.mark.parametrize(("text", "expected"), READINGS.items(), ids=[text[:20] for text in READINGS])
def test_what_people_type_is_read(text: str, expected: Expr) -> None:
    """Each text is read as the very node that Python builds."""
    assert parse(text) is expected


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if 1 in function.nargs])
def test_every_function_is_read(name: str) -> None:
    """A function is read with brackets, with bars and without either."""
    function = FUNCTIONS[name]
    assert parse(f"{name}(x)") is parse(f"{name} x") is function(x)
    assert parse(f"{name}|x|") is function(Abs(x))


def test_every_constant_is_read() -> None:
    """A number with a name is read by its name."""
    assert [parse(name).args for name in CONSTANTS] == [(name,) for name in CONSTANTS]


def test_a_new_function_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row in the table of functions is all that parsing and printing need."""
    silu = Function("silu", r"\operatorname{silu}", lambda m, x: x * m.sigmoid(x))
    monkeypatch.setitem(FUNCTIONS, "silu", silu)
    assert parse("silu(x)^2") is silu(x) ** 2
    assert parse(str(silu(x))) is silu(x)


MISSING = "Write one there"
CLEAR_ARGUMENT = (
    "it is not clear whether that belongs to the argument of the function. "
    "Write the argument in brackets, as in sin(2x)"
)
NO_QUOTES = "quotation marks have no meaning in an expression. Leave them out"
NO_PRIMES = (
    "a prime marks a derivative, which is not read. Give the function itself, and differentiate what parse returns"
)
NO_NEGATIVE = "a negative exponent of sin is its inverse to some and a quotient to others. Write asin(x) or 1/sin(x)"
NO_BASE = "the base of that logarithm is not clear. Write log(x, base)"
NO_EXPONENT = "the exponent of a function's name is one number or letter. Write sin(x)^(...)"
TOO_LARGE = "that power is too large for a 64-bit float. Write a smaller one"
JOIN = "a number follows directly on what is before it. Write * or ^ between them"
NO_POINT = "a point is read only inside a number. Write * for a product; nothing has attributes"
NO_COMPARISON = "a comparison is no expression. Give one side alone"
ODD_RAISED = "a raised number is a sign at most, and digits. Write ^ and the exponent"
BARS = "it is not clear which bars belong together. Write abs(...) for them"
NO_COMMA = "a comma parts only the arguments of a function. Write a point in a number, such as 1.5"
DIVIDES = "'/' could divide by one factor or by the product."
TRANSPOSED = (
    "'^T' could be a power or mark a vector that is turned, and there are no vectors. "
    "Leave ^T out, or write ^(T)* for the power"
)
NO_DEGREE = "the degree of a root is a whole number from 2 on. Write x^(1/n) for a power"
POWER_OF_TEN = "could be a power of ten or begin with a multiple of e"
TWO_NUMBERS = "could be one number or two. Write"
AFTER_THE_COMMA = "or a space after the comma of two numbers"
D_DX = "d/dx is a derivative that is still to be taken. Parse what stands behind it, and differentiate that"

NO_LETTER = "an index is read below a letter alone. Leave it out, or write one name such as x_1"
MEAN_VALUE = "'E' before a bracket is the number e to some and an expected value to others. Write e*(...) for a product"
INVERSE = "-1(' could be an inverse function or a quotient. Write (...)/f for the quotient; an inverse has"

ERRORS: list[tuple[str, int, str]] = [
    # an index below what is no letter, a base that is a word, and what a book means otherwise
    ("||w||_2", 5, NO_LETTER),
    ("|w|_1", 3, NO_LETTER),
    ("(x)_i", 3, NO_LETTER),
    ("π_1", 1, NO_LETTER),
    ("2*π_1", 3, NO_LETTER),
    ("log_softmax(x)", 0, "log_softmax could be one name or a logarithm with the base softmax. Write log(x, base)"),
    ("log_ab(x)", 0, "log_ab could be one name or a logarithm with the base ab. Write log(x, base)"),
    ("log_odds", 0, "log_odds could be one name or a logarithm with the base odds. Write log(x, base)"),
    ("f^-1(x)", 0, f"'f^{INVERSE} to be written out"),
    ("f^{-1}(x)", 0, f"'f^{INVERSE} to be written out"),
    ("f⁻¹(x)", 0, f"'f^{INVERSE} to be written out"),
    ("E[X]", 0, MEAN_VALUE),
    ("2E(x + 1)", 1, MEAN_VALUE),
    ("", 0, 'there is nothing in it. Write an expression such as "3x^2 + 1"'),
    (" \n", 2, 'there is nothing in it. Write an expression such as "3x^2 + 1"'),
    # values that are missing
    ("x + ", 4, f"a value is missing at the end. {MISSING}"),
    ("x * / y", 4, f"a value is missing before '/'. {MISSING}"),
    ("x *** y", 4, f"a value is missing before '*'. {MISSING}"),
    ("x + ** y", 4, f"a value is missing before '^'. {MISSING}"),
    ("()", 1, f"a value is missing before ')'. {MISSING}"),
    ("log(x,)", 6, f"a value is missing before ')'. {MISSING}"),
    ("log(,x)", 4, f"a value is missing before ','. {MISSING}"),
    ("²", 0, f"a value is missing before the raised number. {MISSING}"),
    ("|x||", 4, f"a value is missing at the end. {MISSING}"),
    ("√", 1, f"a value is missing at the end. {MISSING}"),
    ("√*x", 1, f"a value is missing before '*'. {MISSING}"),
    ("sin", 3, "sin has no argument. Write sin(x)"),
    ("(ln)", 3, "ln has no argument. Write ln(x)"),
    ("sin + x", 4, "sin has no argument. Write sin(x)"),
    ("sin - x", 4, "sin has no argument. Write sin(x)"),
    ("sin^2", 5, f"a value is missing at the end. {MISSING}"),
    # brackets
    ("2(x+1", 1, "'(' is never closed. Write ')' too"),
    ("|x", 0, "'|' is never closed. Write '|' too"),
    ("x+1)", 3, "')' closes nothing. Write '(' before it, or leave it out"),
    ("(x+1]", 4, "']' cannot close '('. Write ')' first"),
    ("(|x)", 3, "')' cannot close '|'. Write '|' first"),
    ("|x|y|z|", 4, BARS),
    ("|2|x|+1|", 4, BARS),
    # products
    ("x(x + 1)", 0, "'x(' could be a product or a function. Write x*(... for the product"),
    ("2x[x]", 1, "'x[' could be a product or a function. Write x*[... for the product"),
    ("sine(x)", 0, "there is no function sine. Write sin(x)"),
    ("atan2(x)", 5, "atan2 takes 2 of them, not 1. Write atan2(x, y)"),
    ("sigmiod(x)", 0, "there is no function sigmiod. Write sigmoid(..., or sigmiod*(... for a product"),
    ("sinx(x)", 0, "there is no function sinx. Write sin(..., sinh(..., or sinx*(... for a product"),
    ("sin2(x)", 0, "there is no function sin2. Write sin(x)^2 or sin(2x), or sin2*(... for a product"),
    ("log3[x]", 0, "there is no function log3. Write log(x, 3), or log3*[... for a product"),
    ("sqrt3(x)", 0, "there is no function sqrt3. Write root(x, 3), or sqrt3*(... for a product"),
    ("root(x, -2)", 4, NO_DEGREE),
    ("root(x, 1)", 4, NO_DEGREE),
    ("root(x, 2.5)", 4, NO_DEGREE),
    # products behind a quotient, an exponent or a root
    ("1/2x", 1, f"{DIVIDES} Write 1/(2x) or (1/2)x"),
    ("x + 1/2 sin x", 5, f"{DIVIDES} Write 1/(2 sin x) or (1/2) sin x"),
    ("exp(-(x-μ)^2/2σ^2)", 12, f"{DIVIDES} Write (x-μ)^2/(2σ^2) or ((x-μ)^2/2)σ^2"),
    ("2^-x/2y^-1 + 3", 4, f"{DIVIDES} Write 2^-x/(2y^-1) or (2^-x/2)y^-1"),
    ("1/sin x cos x", 1, f"{DIVIDES} Write 1/(sin x cos x) or (1/sin x) cos x"),
    ("log(x/2y, 3)", 5, f"{DIVIDES} Write x/(2y) or (x/2)y"),
    ("|x+1|/2y", 5, f"{DIVIDES} Write |x+1|/(2y) or (|x+1|/2)y"),
    ("|x/2y|", 2, f"{DIVIDES} Write a/(b c) or (a/b) c"),
    ("1/(2\n+ x)y", 1, f"{DIVIDES} Write 1/((2 + x)y) or (1/(2 + x))y"),
    ("1e\n-3", 0, f"'1e -3' {POWER_OF_TEN}. Write 1e-3 or 1*e - 3"),
    ("6÷2(1+2)", 1, f"{DIVIDES.replace('/', '÷')} Write 6/(2(1+2)) or (6/2)(1+2)"),
    (f"x/2{'(x+1)' * 9}", 1, f"{DIVIDES} Write a/(b c) or (a/b) c"),
    ("e^2x", 3, "'x' could belong to the exponent or not. Write e^(2x) or e^(2)*x"),
    ("8x^1/2", 2, "'^1/2' could be the power 1/2 or a quotient by 2. Write ^(1/2), or leave out ^1"),
    ("2^-3(x+1)", 4, "'(...' could belong to the exponent or not. Write 2^(-3(...) or 2^(-3)*(..."),
    ("√2x", 0, "it is not clear how far '√' reaches. Write √(2)*x or √(2x)"),
    ("2√x²y", 1, "it is not clear how far '√' reaches. Write √(x²)*y or √(x²y)"),
    ("√x^2y", 0, "it is not clear how far '√' reaches. Write √(x^2)*y or √(x^2y)"),
    ("√2|x|", 0, "it is not clear how far '√' reaches. Write √(2)*|... or √(2|...)"),
    (
        "2³√x",
        1,
        "'³√' could be a power and a root, or a root of that degree. Write ^3*sqrt(...) or *root(..., 3)",
    ),
    (
        "sqrt[3](x)",
        0,
        "'sqrt[3](' could be a root of that degree or a product. Write root(..., 3) or sqrt(3)*...",
    ),
    ("√[3]x", 0, "'√[3]x' could be a root of that degree or a product. Write root(..., 3) or sqrt(3)*..."),
    ("1 3/4", 2, "'1 3/4' could be a mixed number or a product. Write (1 + 3/4) or 1*3/4"),
    ("2½", 1, "'2 1/2' could be a mixed number or a product. Write (2 + 1/2) or 2*1/2"),
    ("σ^2(z)", 0, "'σ^2(' could be a power of the sigmoid or a product. Write σ(...)^2 or σ^2*(..."),
    ("σ²(z)", 0, "'σ²(' could be a power of the sigmoid or a product. Write σ(...)² or σ²*(..."),
    # names of others
    ("LOG(x)", 0, "LOG is the logarithm with base 10 in spreadsheets. Write ln(x), log10(x) or log(x, base)"),
    ("ATAN2(x, y)", 0, "in spreadsheets ATAN2 takes x before y. Write atan2(y, x)"),
    ("2 times x", 2, "'times' is a word. Write * for a product"),
    ("not x", 0, "'not' turns a comparison around, which is no expression. Give the formula alone"),
    ("erf x", 0, "erf is a function. Write its argument in brackets, erf(x)"),
    ("2 exp2 x", 2, "exp2 is a function. Write its argument in brackets, exp2(x)"),
    ("30 deg", 3, "angles are in radians. Write x*pi/180 for x degrees"),
    ("w^T x + b", 4, TRANSPOSED),
    ("2 (w+v)^{T} x", 12, TRANSPOSED),
    ("np.inf", 0, "np.inf is neither a function nor a number that is read. Write a number or a letter in its place"),
    ("w_{i+1}", 2, "an index is digits or letters below a symbol. Write one such as w_{1}, or a name such as w_next"),
    ("_{1}", 1, "an index is digits or letters below a symbol. Write one such as w_{1}, or a name such as w_next"),
    ("sin_{x}", 4, "an index is digits or letters below a symbol. Write one such as w_{1}, or a name such as w_next"),
    ("w_{1b}", 0, "w_1b could be one name or several without a space. Write spaces, * or brackets between them"),
    ("D(x, x)", 0, "D(...) is a derivative that is still to be taken. Parse what stands in it, and differentiate that"),
    ("d/dx x^2", 5, D_DX),
    ("d/dx (x^2)", 2, D_DX),
    ("(d/dx)(x^2)", 6, D_DX),
    ("x 2", 2, JOIN),
    ("(x)2", 3, JOIN),
    ("2 3", 2, JOIN),
    ("1.2.3", 3, JOIN),
    # functions
    ("sin^-1(x)", 0, NO_NEGATIVE),
    ("sin⁻¹(x)", 0, NO_NEGATIVE),
    ("2 sin^{-2} x", 2, NO_NEGATIVE),
    ("ln^-1(x)", 0, NO_NEGATIVE.replace("asin(x) or ", "").replace("sin", "ln")),
    ("sin^(n+1) x", 0, NO_EXPONENT),
    ("sin^(2] x", 0, NO_EXPONENT),
    ("sin^", 0, NO_EXPONENT),
    ("sin−1(x)", 0, NO_NEGATIVE),
    ("loss(0, x)", 0, "there is no function loss. Write loss*(... for a product"),
    ("sin(x, y)", 3, "sin takes 1 of them, not 2. Write sin(x)"),
    ("ln(x, 2)", 2, "ln takes 1 of them, not 2. Write ln(x)"),
    ("log(x, 2, 3)", 3, "log takes 1 or 2 of them, not 3. Write log(x)"),
    ("log_{2(x)", 0, NO_BASE),
    ("log_2x", 0, NO_BASE),
    (f"log_{{{'b' * 41}}}(x)", 0, NO_BASE),
    ("log_ x", 0, NO_BASE),
    ("log_0.5(x)", 0, NO_BASE),
    ("log_sin(x)", 0, NO_BASE),
    ("sin x² (x + 1)", 7, CLEAR_ARGUMENT),
    ("sin x |x|", 6, CLEAR_ARGUMENT),
    ("sin 1/x", 5, CLEAR_ARGUMENT),
    ("x + sin 1/y", 9, CLEAR_ARGUMENT),
    ("sin -2*x", 6, CLEAR_ARGUMENT),
    ("cos 2 pi*x", 8, CLEAR_ARGUMENT),
    ("ln 2 e^x", 5, CLEAR_ARGUMENT),
    # names
    ("lg x", 0, "lg is the logarithm with base 10 to some and with base 2 to others. Write log10(x) or log2(x)"),
    ("xⁿ", 0, "'ⁿ' is a raised letter. Write ^n"),
    ("x\ufe0f", 0, "it holds the invisible character U+FE0F. Delete that"),
    # numbers
    ("9**9**9", 1, TOO_LARGE),
    ("x + 10.0^400", 8, TOO_LARGE),
    ("½^-2000", 1, TOO_LARGE),
    ("(3*3)^(10/2)^9", 5, TOO_LARGE),
    ("1 + 1e999", 4, "that number is too large for a 64-bit float. Write a smaller one"),
    ("0\u00b75", 0, "'0\u00b75' could be a decimal number or a product. Write 0.5 or 0*5"),
    ("x + 2*0\u038725w", 6, "'0\u038725' could be a decimal number or a product. Write 0.25 or 0*25"),
    ("3e-.5", 0, f"'3e-.5' {POWER_OF_TEN}. Write 3*10^(-.5) or 3*e - .5"),
    ("1e -3", 0, f"'1e -3' {POWER_OF_TEN}. Write 1e-3 or 1*e - 3"),
    ("1.5e- 3", 0, f"'1.5e- 3' {POWER_OF_TEN}. Write 1.5e-3 or 1.5*e - 3"),
    ("0x10", 0, "'0x10' could be a number with another base or a product. Write 16 or 0*x10"),
    ("x+0b11", 2, "'0b11' could be a number with another base or a product. Write 3 or 0*b11"),
    ("2x10^3", 0, "'2x10' could be a power of ten or a product with x10. Write 2*10^... or 2*x10^..."),
    ("1,000", 0, f"'1,000' {TWO_NUMBERS} 1000 or 1.000, {AFTER_THE_COMMA}"),
    ("max(1,000, x)", 4, f"'1,000' {TWO_NUMBERS} 1000 or 1.000, {AFTER_THE_COMMA}"),
    ("max(1,05)", 4, f"'1,05' {TWO_NUMBERS} 1.05, {AFTER_THE_COMMA}"),
    ("1e-999", 0, "that number is too small for a 64-bit float. Write a larger one"),
    ("1_000", 1, "a number has no '_' in it. Write its digits without"),
    ("x²⁻", 1, ODD_RAISED),
    ("x⁻", 1, ODD_RAISED),
    ("1,5", 1, NO_COMMA),
    ("sin((x, y))", 6, NO_COMMA),
    (
        "\N{ARABIC-INDIC DIGIT THREE}",
        0,
        "only the digits 0 to 9 are read, and '٣' is ARABIC-INDIC DIGIT THREE. Write 3",
    ),
    ("①x", 0, "'①' is read neither as a number nor as an exponent. Write it out, such as 1/2"),
    # signs
    ("y = x", 2, "an expression has no equals sign. Give one side alone"),
    ("x := 1", 2, "':' has no meaning in an expression. Write / for a quotient"),
    ("lambda x: x", 8, "':' has no meaning in an expression. Write / for a quotient"),
    ("x!", 1, "there are no factorials. Write the product or the number itself"),
    ("5%", 1, "'%' is percent to some and a remainder to others. Write /100 for percent"),
    ("x.real", 1, NO_POINT),
    ("x.__class__", 1, NO_POINT),
    ("x; y", 1, "one expression is read at a time. Call parse for each"),
    ("x @ y", 2, "there are no matrices. Write * for a product"),
    ("x # y", 2, "there are no comments. Leave it out"),
    ("sin 30°", 6, "angles are in radians. Write x*pi/180 for x degrees"),
    ("±x", 0, "it stands for two expressions. Write the one with + or the one with -"),
    ("∞", 0, "infinity is no number. Write a finite number"),
    ("x + …", 4, "something has been left out there. Give the whole expression"),
    ("x < y", 2, NO_COMPARISON),
    ("x ≥ y", 2, NO_COMPARISON),
    ('"x"', 0, NO_QUOTES),
    ("f'(x)", 1, NO_PRIMES),
    ("y′", 1, NO_PRIMES),
    ("😀", 0, "'😀' has no meaning in an expression. Leave it out, or write its name in letters"),
    ("x\u200b", 1, "an invisible character stands there, U+200B ZERO WIDTH SPACE. Delete it"),
    ("\u200fx", 0, "an invisible character stands there, U+200F RIGHT-TO-LEFT MARK. Delete it"),
    ("x\x00", 1, "an invisible character stands there, U+0000. Delete it"),
    ("\ud800", 0, "an invisible character stands there, U+D800. Delete it"),
]


@pytest.mark.parametrize(("text", "position", "why"), ERRORS, ids=[ascii(text) for text, *_ in ERRORS])
def test_what_has_no_clear_meaning_is_refused(text: str, position: int, why: str) -> None:
    """The error says what is wrong, where, and what to write instead."""
    with pytest.raises(ParseError) as caught:
        parse(text)
    error = caught.value
    assert str(error) == f"Cannot read {text!r}, because {why}.\n{caret(text, position)}"
    assert (error.text, error.position) == (text, position)
    assert isinstance(error, InputError)


@pytest.mark.parametrize("value", [5, None, b"x", ["x"]])
def test_only_text_is_parsed(value: Any) -> None:
    """Another value than a text is refused."""
    with pytest.raises(InputError) as caught:
        parse(value)
    assert str(caught.value) == f"Cannot parse {value!r}, because it is of type {type(value).__name__}. Pass str."


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("x(x + 1)", 1, "  x(x + 1)\n   ^"),
        ("x + ", 4, "  x +\n      ^"),
        ("", 0, "  \n  ^"),
        ("x\n= 1", 2, "  x\\n= 1\n     ^"),
        ("日本 = 1", 3, "  日本 = 1\n       ^"),
        ("e\N{COMBINING ACUTE ACCENT}x = 1", 4, "  e\N{COMBINING ACUTE ACCENT}x = 1\n     ^"),
        ("e\N{COMBINING ACUTE ACCENT}", 1, "  e\N{COMBINING ACUTE ACCENT}\n  ^"),
        ("\N{COMBINING ACUTE ACCENT}", 0, "  \N{COMBINING ACUTE ACCENT}\n  ^"),
        ("\N{HEBREW LETTER ALEF}=\x00\ud800", 1, "  \\u05d0=\\x00\\ud800\n        ^"),
        ("x" * 64, 64, f"  {'x' * 64}\n  {' ' * 64}^"),
        ("x" * 65, 65, f"  ...{'x' * 40}\n  {' ' * 43}^"),
        ("x" * 100, 0, f"  {'x' * 24}...\n  ^"),
        ("x" * 50 + "=" + "x" * 50, 50, f"  ...{'x' * 40}={'x' * 23}...\n  {' ' * 43}^"),
    ],
    ids=ascii,
)
def test_the_caret_stands_below_the_place(text: str, position: int, expected: str) -> None:
    """Also below wide, combining and invisible characters, and in a text too long for a line."""
    assert caret(text, position) == expected


def test_a_long_text_is_quoted_around_the_place() -> None:
    """The message stays short however long the text is."""
    with pytest.raises(ParseError) as caught:
        parse("x + " * 1000 + "= " + "+ x" * 1000)
    first = (
        f"Cannot read ...{'x + ' * 10!r}"[:-1]
        + f"= {'+ x' * 8}"[:24]
        + "'..., because an expression has no equals sign"
    )
    assert str(caught.value).startswith(first)
    assert len(str(caught.value)) < 300


def test_the_error_can_be_pickled() -> None:
    """A worker process can hand it over."""
    error = ParseError("x = 1", 2, "it is so", "Do this")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert (again.text, again.position) == ("x = 1", 2)


def test_the_error_is_public() -> None:
    """It stands where `parse` stands."""
    assert parsing.ParseError is ParseError


def long_texts(size: int) -> dict[str, str]:
    """Texts of about `size` characters that have a meaning."""
    half = size // 2 - 1
    return {
        "brackets": "(" * half + "x" + ")" * half,
        "bars": "|" * half + "x" + "|" * half,
        "minus signs": "-" * (size - 1) + "x",
        "powers": "x^" * half + "x",
        "raised": "x²" * half,
        "products": "x " * half + "x",
        "functions": "sin " * (size // 4 - 1) + "x",
        "calls": "ln(" * (size // 4 - 1) + "x" + ")" * (size // 4 - 1),
        "roots": "√" * (size - 1) + "x",
        "one name": "x" * size,
    }


def long_texts_without_meaning(size: int) -> dict[str, str]:
    """Texts of about `size` characters that have none."""
    return {
        "open": "(" * size,
        "closed": ")" * size,
        "digits": "9" * size,
        "raised digits": "x" + "²" * (size - 1),
        "spaces": " " * size,
        "bases": "log_{" * (size // 5),
        "called": "x" + " " * (size - 2) + "(",
        "a megabyte": "x + " * 250_000,
        "a megabyte of brackets": "(" * 1_000_000,
        "a tower": "9**" * (size // 3 - 1) + "9",
        "an unknown function": "s" * (size - 3) + "(x)",
    }


@pytest.mark.uncovered  # shorter ones go through the same branches
@pytest.mark.parametrize("name", long_texts(LIMIT))
def test_a_long_text_takes_little_time_and_memory(name: str) -> None:
    """Up to the limit a text is read, whatever it nests."""
    start = time.process_time()
    parse(long_texts(LIMIT)[name])
    assert time.process_time() - start < 10  # seconds of the processor: about 0.3, and more where lines are counted
    assert most_memory(long_texts(10_000)[name]) < 10e6


@pytest.mark.parametrize("name", long_texts_without_meaning(LIMIT))
def test_a_long_text_without_meaning_is_refused_quickly(name: str) -> None:
    """No text is slow to refuse."""
    start = time.process_time()
    with pytest.raises(ParseError):
        parse(long_texts_without_meaning(LIMIT)[name])
    assert time.process_time() - start < 10
    assert most_memory(long_texts_without_meaning(10_000)[name]) < 10e6


def most_memory(text: str) -> int:
    """How many bytes it takes at most to read or refuse a text."""
    tracemalloc.start()
    try:
        with contextlib.suppress(ParseError):
            parse(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_text_beyond_the_limit_is_refused_before_it_is_read() -> None:
    """The limit is stated, and no work is done on what is longer."""
    text = "x + " * 250_000
    start = time.process_time()
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert time.process_time() - start < 0.1
    because = "it has 1,000,000 characters, and at most 50,000 are read. Parse its parts and combine the expressions."
    assert because in str(caught.value)
    assert parse("x" * LIMIT).args == ("x" * LIMIT,)
    assert LONGEST_TEXT <= LIMIT


NASTY = st.lists(
    st.one_of(
        st.sampled_from("xyeπ0129.()[]{}||||+-*/^,√²⁻ _\n'=!\\"),
        st.sampled_from(["sin", "log", "ln ", "log_", "e^", "**", "1e", "d/dx", "cbrt", "x(", ") ", "₂"]),
        st.characters(),
    ),
    max_size=40,
).map("".join)


def read_or_refuse(text: str) -> None:
    """Fail unless the text is read, and read again when it is written, or is refused clearly."""
    try:
        read = parse(text)
    except ParseError as error:
        place, message = error.position, str(error)
    else:
        assert parse(str(read)) is read
        return
    assert 0 <= place <= len(text)
    assert len(message.splitlines()) == 3
    assert "".join(message.splitlines()).isprintable()


@given(text=NASTY)
@example(text="(((e^")
@example(text="log_(")
@example(text="1/(2\x1e)x")
@example(text="\u221a\n2x")
@example(text="sqrt[3\x1d](x)")
@example(text="2^\x1f3x")
@example(text="1\n3/4")
def test_any_text_gives_an_expression_or_a_clear_error(text: str) -> None:
    """No text gives a bare traceback; what is read can be written, and read again."""
    read_or_refuse(text)


@given(expr=expressions(), place=st.integers(0, 200), with_=NASTY, drop=st.integers(0, 3))
def test_a_changed_text_gives_an_expression_or_a_clear_error(expr: Expr, place: int, with_: str, drop: int) -> None:
    """The same holds for a good text with something put into it, and something taken out."""
    text = str(expr)
    place = min(place, len(text))
    read_or_refuse(text[:place] + with_[:3] + text[place + drop :])


def has_a_value_too_large(expr: Expr) -> bool:
    """Whether a power of plain numbers in it is beyond the floats, which `parse` refuses."""
    try:
        parse(str(expr))
    except ParseError as error:
        return "that power is too large" in str(error)
    return False


LEAVES = (W, B, pi, e, theta, x_1, symbols("cost"), symbols("Signal"))
TWO_ARGUMENTS = st.builds(log, expressions(LEAVES, size=3), expressions(LEAVES, size=3))


@given(expr=expressions(LEAVES, numbers=ANY_NUMBERS), two=TWO_ARGUMENTS)
@example(expr=W * 1e-07 + 1e16, two=log(W, -2))
@example(expr=e**W, two=log(e, pi))
def test_printing_and_parsing_are_inverse(expr: Expr, two: Expr) -> None:
    """The text of an expression is read as the very same node."""
    for part in (expr, two, expr * two, two**expr):
        assume(not has_a_value_too_large(part))
        assert parse(str(part)) is part


def test_the_longest_texts_are_read_back() -> None:
    """Up to the size at which printing ends with an ellipsis."""
    wide = deep = W
    for number in range(1900):
        wide = wide + B**number
        deep = sin(deep) - 1
    for expr in (wide, deep):
        assert 10_000 < len(str(expr)) <= LONGEST_TEXT
        assert parse(str(expr)) is expr


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("e", "e is the name of a number. Use another name"),
        ("pi", "pi is the name of a number. Use another name"),
        ("E", "E is the name of a number. Use another name"),
        ("π", "it holds the number π. Use another letter"),
        ("xπ", "it holds the number π. Use another letter"),
        ("sin", "sin is the name of a function. Use another name"),
        ("ln", "ln is the name of a function. Use another name"),
        ("log_2", "log_2 is the name of a function. Use another name"),
        ("sinx", "it is read as sin x. Use another name"),
        ("xe", "it is read as x e. Use another name"),
        ("x·y", "'·' is a sign of multiplication. Leave it out"),
    ],
)
def test_names_with_a_meaning_are_no_symbols(name: str, why: str) -> None:
    """A symbol of that name would be written as a text that means something else."""
    with pytest.raises(InputError) as caught:
        symbols(name)
    assert str(caught.value) == f"Cannot make a symbol from {name!r}, because {why}."


@given(name=st.text(st.characters(categories=["L", "N", "M", "P"]), min_size=1, max_size=4).filter(str.isidentifier))
@example(name="\N{LATIN SMALL LETTER LONG S}in")
@example(name="ªx")
def test_every_symbol_is_read_back(name: str) -> None:
    """Whatever name `symbols` takes, its text is that symbol again."""
    assume(no_symbol(name) is None)
    symbol = symbols(name)
    assert parse(str(symbol)) is symbol
    assert parse(f"2 {symbol}") is 2 * symbol


TRANSFORMATIONS = (
    *sympy_parser.standard_transformations,
    sympy_parser.convert_xor,
    sympy_parser.implicit_multiplication,
)
POINT = {"x": 0.7, "y": 1.3, "z": 2.1}
PIECES = ["x", "y", "z", "2", "3.5", "pi", "sin(x)", "exp(y)", "(x + 1)", "log(z)", "sqrt(y)"]


@given(
    first=st.sampled_from(PIECES),
    rest=st.lists(
        st.tuples(st.sampled_from(["+", "-", "*", "/", "^", "**", " ", "*-", "^-"]), st.sampled_from(PIECES)),
        max_size=6,
    ),
    brackets=st.lists(st.integers(0, 6), max_size=2),
)
def test_sympy_reads_the_same(first: str, rest: list[tuple[str, str]], brackets: list[int]) -> None:
    """Where sympy's own parser reads a text too, the values agree."""
    parts = [first, *(sign_ + piece for sign_, piece in rest)]
    start = min([*brackets, len(parts) - 1])
    text = (
        first + "".join(parts[1:])
        if len(brackets) < 2
        else f"-({''.join(parts[: start + 1])}){''.join(parts[start + 1 :])}"
    )
    try:
        ours = parse(text)
    except ParseError:
        return  # such as x (x + 1), or a number behind a value
    # sympy binds a product without a sign more tightly than a quotient: 1/2x is 1/(2x) there.
    assume(" " not in text or "/" not in text)
    try:
        value = ours.evaluate(**POINT)
    except DomainError:
        return
    theirs = sympy_parser.parse_expr(text, transformations=TRANSFORMATIONS).evalf(20, subs=POINT)
    assert math.isclose(value, float(theirs), rel_tol=1e-9, abs_tol=1e-9), text


SEVERAL = "could be one name or several without a space. Write spaces, * or brackets between them."


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        *((name, f"{name} {SEVERAL}") for name in ("sinxcosx", "lnsinx", "cosax", "rsinx", "log10x", "sechx", "sinxy")),
        *((name, f"{name} {SEVERAL}") for name in ("w1x1", "w_1x_1", "R_1R_2", "x1y")),
        (
            "Acos(t)",
            (
                "'Acos' could be an inverse function or a product. "
                "Write acos(...) for the inverse function, A*cos(...) for the product."
            ),
        ),
        *(
            (
                typed,
                "'ae' could be one name or a times the number e. Write a e^..., or (ae)^... for a power of ae.",
            )
            for typed in ("ae^x", "ae²")
        ),
        ("Sin x", "Sin is nearly the name of a function. Write sin(x), or use another name."),
        ("sh x", "sh is the hyperbolic sine to some. Write sinh(x)."),
        ("arc tan(x)", "arc is the beginning of an inverse function to some. Write asin(x), acos(x) or atan(x)."),
    ],
)
def test_what_would_silently_be_another_formula_is_refused(typed: str, because: str) -> None:
    """Names run together, a letter before a function, a capital: two readings are an error, and the error says both."""
    with pytest.raises(ParseError) as caught:
        parse(typed)
    assert str(caught.value).startswith(f"Cannot read {typed!r}, because {because}\n")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("log2 x", log(x, 2)),
        ("log10 x", log(x, 10)),
        ("w₁x₁ + x", symbols("w1") * x1 + x),
        ("v₀x", symbols("v0") * x),
        ("rate^2", symbols("rate") ** 2),
        ("(ae)^2", symbols("ae") ** 2),
        ("costs", symbols("costs")),
        ("cosmos expand", symbols("cosmos") * symbols("expand")),
        ("step1 + expected", symbols("step1") + symbols("expected")),
        ("w_12", symbols("w_12")),
        ("Abs(x)", Abs(x)),
    ],
)
def test_what_has_one_reading_is_read(typed: str, read: Expr) -> None:
    """A base stays a base, a lowered number ends a name, and an ordinary word is a symbol."""
    assert parse(typed) is read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("σ(z)", sigmoid(z)),
        ("2σ(z)(1 - σ(z))", 2 * sigmoid(z) * (1 - sigmoid(z))),
        ("σ (σ[z])", sigmoid(sigmoid(z))),
        ("xσ(x)", x * sigmoid(x)),
        ("sin x σ(x)", sin(x) * sigmoid(x)),
        ("\N{MATHEMATICAL ITALIC SMALL SIGMA}(z)", sigmoid(z)),
        ("-σ(z)^2", -(sigmoid(z) ** 2)),
        ("σ", symbols("σ")),
        ("σ^2 + σ*z", symbols("σ") ** 2 + symbols("σ") * z),
        ("σ^2*(z)", symbols("σ") ** 2 * z),
    ],
)
def test_a_sigma_before_a_bracket_is_the_sigmoid(typed: str, read: Expr) -> None:
    """As our own LaTeX writes it; anywhere else it is a letter, such as that of a standard deviation."""
    assert parse(typed) is read
    assert parse("σ(z)", symbols=["σ"]) is symbols("σ") * z
    assert parse("σ(z)", symbols=["w"]) is sigmoid(z)


@pytest.mark.parametrize(
    "text",
    ["1/2x", "1/2π", "x/2y", "cos(x)/2x", "exp(-(x-μ)^2/2σ^2)", "(1/2 sin x)", "x/y z", "1/-2x", "2x/3y/z", "6÷2(1+2)"],
)
def test_both_ways_to_write_a_quotient_are_read_and_differ(text: str) -> None:
    """What is advised can be typed in the place of what was, and the two readings have different values."""
    with pytest.raises(ParseError) as caught:
        parse(text)
    one, other = caught.value.args[2].removeprefix("Write ").split(" or ")
    values = [parse(written).evaluate(x=0.7, y=1.3, z=2.1, μ=0.2, σ=3.0) for written in (one, other)]
    assert not math.isclose(*values)


DIVIDED = (
    "2",
    "x",
    "x^2",
    "x^-2",
    "(x + 1)",
    "sin(x)",
    "2√(x)",
    "|x - 1|",
    "max(x, 1)",
    "e^x",
    "2^(-x)",
    "x²",
    "3(x+1)",
)
BELOW = ("2", "y", "y^2", "(y + 1)", "|y|", "cos(y)", "e^(-y)", "y²", "√(y)", "-2")
BEHIND = ("z", "z^2", "(z + 1)", "sin(z)", "π", "e^z", "z w", "z²")
AROUND = ("{}", "1 + {}", "2 - {} + 1", "sin({})", "log({}, 2)", "3*{}", "|1 - ({})|")


@given(*map(st.sampled_from, (DIVIDED, BELOW, BEHIND, AROUND)))
def test_both_ways_are_made_from_the_text(above: str, below: str, behind: str, around: str) -> None:
    """The advice has the very numerator, denominator and factor that were typed, whatever stands around them."""
    if behind[0] == "(" and below[-1].isalnum() and below != "2":
        behind = "z"  # y(z + 1) is refused by itself
    message = refusal(around.format(f"{above}/{below} {behind}"))
    assert f"Write {above}/({below} {behind}) or ({above}/{below}) {behind}." in message
    u, v, w = map(parse, (above, below, behind))
    assert parse(f"({above}/{below}) {behind}").evaluate(x=1.5, y=0.7, z=1.2, w=1.1) == pytest.approx(
        (u / v * w).evaluate(x=1.5, y=0.7, z=1.2, w=1.1)
    )
    assert parse(f"{above}/({below} {behind})").evaluate(x=1.5, y=0.7, z=1.2, w=1.1) == pytest.approx(
        (u / (v * w)).evaluate(x=1.5, y=0.7, z=1.2, w=1.1)
    )


def test_readers_differ_in_what_is_refused() -> None:
    """Sympy's own two readers take 1/2x for two different formulas."""
    by_text = sympy_parser.parse_expr(
        "1/2x", transformations=(*sympy_parser.standard_transformations, sympy_parser.implicit_multiplication)
    )
    values = [float(read.subs("x", 3.0)) for read in (by_text, parse_latex("1/2x"))]
    assert values == pytest.approx([1.5, 1 / 6])


WELL_KNOWN = {
    name
    for module in (math, np, torch.nn.functional, torch.special)
    for name in dir(module)
    if name.islower() and not name.startswith("_") and not name.endswith("_") and callable(getattr(module, name))
}


def test_advice_names_no_other_function() -> None:
    """A well-known function that is not read is not taken for a slip of another one."""
    assert len(WELL_KNOWN) > 200
    for name in WELL_KNOWN - {"piecewise", *WRITE, *WITHOUT}:
        message = refusal(f"{name}(x)")
        assert not re.search(r"Write \w+\(\.\.\.,", message), message


def refusal(text: str) -> str:
    """What is said of a text, or nothing if it is read."""
    try:
        parse(text)
    except ParseError as error:
        return str(error)
    return ""


MEANT: dict[str, Callable[..., Any]] = {
    "logit(x)": torch.logit,
    "hardtanh(x)": torch.nn.functional.hardtanh,
    "elu(x)": torch.nn.functional.elu,
    "gelu(x)": lambda x: torch.nn.functional.gelu(x, approximate="tanh"),
    "hardsigmoid(x)": torch.nn.functional.hardsigmoid,
    "hardswish(x)": torch.nn.functional.hardswish,
    "mish(x)": torch.nn.functional.mish,
    "relu6(x)": torch.nn.functional.relu6,
    "rsqrt(x)": torch.rsqrt,
    "softsign(x)": torch.nn.functional.softsign,
    "tanhshrink(x)": torch.nn.functional.tanhshrink,
    "logsigmoid(x)": torch.nn.functional.logsigmoid,
    "selu(x)": torch.nn.functional.selu,
    "radians(x)": torch.deg2rad,
    "degrees(x)": torch.rad2deg,
    "cosd(x)": lambda x: torch.cos(x * math.pi / 180),
    "tgh(x)": torch.tanh,
    "sen(x)": torch.sin,
}


@pytest.mark.parametrize("text", MEANT)
def test_advice_gives_the_function_that_was_meant(text: str) -> None:
    """What is advised can be typed, and has the values that the library has from which the name is."""
    with pytest.raises(ParseError) as caught:
        parse(text)
    advised = parse(caught.value.args[2].removeprefix("Write ").removesuffix(" for what is nearly the same"))
    for x_ in (-2.5, -0.3, 0.3, 0.8, 4.0):
        try:
            value = advised.evaluate(x=x_)
        except DomainError:
            continue
        assert value == pytest.approx(float(MEANT[text](torch.tensor(x_, dtype=torch.float64))), rel=1e-3)


@pytest.mark.parametrize("name", [name for name, how in WRITE.items() if " " not in how])
def test_what_is_advised_can_be_typed(name: str) -> None:
    """A formula in the table of advice is read."""
    assert parse(WRITE[name]).free_symbols


@pytest.mark.parametrize(
    ("text", "function"),
    {
        "atan2(y, x)": math.atan2,
        "arctan2(y, x)": math.atan2,
        "hypot(y, x)": math.hypot,
        "pow(2, x)": lambda _y, x: math.pow(2, x),
        "exp2(x)": lambda _y, x: 2.0**x,
        "log1p(x^2)": lambda _y, x: math.log1p(x * x),
        "expm1(x)": lambda _y, x: math.expm1(x),
        "logistic(x)": lambda _y, x: float(torch.sigmoid(torch.tensor(x, dtype=torch.float64))),
        "silu(x)": lambda _y, x: float(torch.nn.functional.silu(torch.tensor(x, dtype=torch.float64))),
        "heaviside(x, 0.5)": lambda _y, x: float(np.heaviside(x, 0.5)),
        "nthRoot(x, 3)": lambda _y, x: math.cbrt(x),
        "nthRoot(x, 5)": lambda _y, x: math.copysign(abs(x) ** 0.2, x),
        "signum(x)": lambda _y, x: float(np.sign(x)),
    }.items(),
)
def test_functions_of_others_have_their_values(text: str, function: Callable[[float, float], float]) -> None:
    """In every quadrant and on the axes."""
    read = parse(text)
    for y_, x_ in itertools.product((-2.0, -0.5, 0.0, 0.5, 2.0), repeat=2):
        if x_ or y_:
            assert read.evaluate(x=x_, y=y_) == pytest.approx(function(y_, x_), rel=1e-12, abs=1e-12)


def test_a_caret_stands_below_the_letter_that_an_accent_is_on() -> None:
    """A combining character has no column of its own: the place below it is that of the letter before it."""
    assert caret("wax\N{COMBINING ACUTE ACCENT}", 3) == "  wax\N{COMBINING ACUTE ACCENT}\n    ^"
    assert caret("\N{COMBINING ACUTE ACCENT}", 0).endswith("\n  ^")


@pytest.mark.parametrize(
    ("text", "because", "instead"),
    [
        ("e^wx", "'x' could belong to the exponent or not", "Write e^(wx) or e^(w)*x."),
        ("e^-wx", "'x' could belong to the exponent or not", "Write e^(-wx) or e^(-w)*x."),
        ("x^wx", "'x' could belong to the exponent or not", "Write x^(wx) or x^(w)*x."),
        ("x^-1/2", "'^-1/2' could be the power -1/2 or a quotient by 2", "Write ^(-1/2) or ^(-1)/2."),
        ("x^\u22121/2", "'^-1/2' could be the power -1/2 or a quotient by 2", "Write ^(-1/2) or ^(-1)/2."),
        (
            "w^{(t+1)}",
            "'^{(t+1)}' could be a power or an index above",
            "Write ^{t+1} for the power, _ and letters or digits for the index.",
        ),
        ("w^{[1]}", "'^{[1]}' could be a power or an index above", "Write ^{1} for the power, _{1} for the index."),
        ("x^2 dx", "'dx' could be a differential or a factor", "Leave it out, or write *dx."),
        ("sin x dx", "'dx' could be a differential or a factor", "Leave it out, or write *dx."),
        (
            "dy/dx",
            "dy/dx is a derivative that is still to be taken",
            "Give the function, and differentiate what parse returns; or name the two symbols.",
        ),
        (
            r"\sin\theta \, d\theta",
            r"'d\theta' could be a differential or a product",
            r"Leave a differential out, or write d \theta.",
        ),
        ("Log[2, x]", "in Mathematica Log has its base in front", "Write log(x, base)."),
        ("sin2 x", "'sin2 x' could be sin(2) times it or sin of the product", "Write sin(2)*... or sin(2*...)."),
        (
            r"\operatorname*{argmin}_x w",
            "there is no function argmin, as a formula is a single number and has no rows",
            "Leave it out, or compute it outside of the formula.",
        ),
        (
            r"\mathrm{Re} x",
            "there is no function Re, as there are no complex numbers",
            "Leave it out, or compute it outside of the formula.",
        ),
        (
            "ln|x|w",
            "it is not clear whether that belongs to the argument of the function",
            "Write the argument in brackets, as in sin(2x).",
        ),
        (
            "np.max(x, 0)",
            "np.max takes one formula, and its second argument is none",
            "Write Max(x, y) for that of two.",
        ),
        (
            "np.log(x, 2)",
            "np.log takes one formula, and its second argument is none",
            "Write log(x, base) for that of two.",
        ),
        (
            r"\ln{x}^2",
            "braces are not seen, and what follows could belong to the function or to its argument",
            r"Write \left(...\right) around the argument.",
        ),
        (
            "wxe^x",
            "'wxe' could be one name or end with the number e",
            "Write wx*e^..., or (wxe)^... for a power of wxe.",
        ),
        ("2wxe^(-x)", "'wxe' could be one name or end with the number e", "Write wx*e^..., or"),
        (
            "w^Tx",
            "'^T' could be a power or mark a vector that is turned, and there are no vectors",
            "or write ^(T)* for",
        ),
        ("w^{T}x", "'^T' could be a power or mark a vector that is turned, and there are no vectors", "Leave ^T"),
        (
            "w^T*x",
            "'^T' could be a power or mark a vector that is turned, and there are no vectors",
            "Leave ^T out, or",
        ),
        ("2pir", "pir could be one name or several without a space", "Write spaces, * or brackets between them."),
        ("sin(pix)", "pix could be one name or several without a space", "Write spaces, * or brackets between them."),
        ("sin(npix)", "npix could be one name or several without a space", "Write spaces, * or brackets between"),
        ("2xpi", "xpi could be one name or several without a space", "Write spaces, * or brackets between them."),
        ("2ex", "ex could be one name or several without a space", "Write spaces, * or brackets between them."),
        ("argmin w", "'argmin' could be a function or a factor", "Write argmin*... for the product, or argmin(...)."),
        ("lim w", "'lim' could be a function or a factor", "Write lim*... for the product, or lim(...)."),
        ("mean x", "'mean' could be a function or a factor", "Write mean*... for the product, or mean(...)."),
        ("square root of x", "'square' could be a function or a factor", "Write square*... for the product, or"),
        ("half x", "that is a word", "Write it as a quotient, such as (1/2)."),
        ("twice x", "that is a word", "Write its digit."),
        ("two x", "that is a word", "Write its digits."),
        ("wave of x", "that is a word", "Write the formula in signs."),
        ("sine of x", "'sine' could be a function or a factor", "Write sine*... for the product, or sine(...)."),
        ("max x", "max has no bracket", "Write max(w, 0)."),
        (r"\min x^2", "min has no bracket", "Write min(w, 0)."),
        ("sin^22x", "it is not clear where the exponent in 'sin^22x' ends", "Write sin(x)^22 or sin(2x)^2."),
        ("sin^23x", "it is not clear where the exponent in 'sin^23x' ends", "Write sin(x)^23 or sin(3x)^2."),
        ("e^-w x", "'-w' could be the whole exponent or its beginning", "Write e^(-w x) or e^(-w)*x."),
        ("2^-w x", "'-w' could be the whole exponent or its beginning", "Write 2^(-w x) or 2^(-w)*x."),
        ("$E$", "'E' is the number e to some and an expected value to others", "Write e for the number."),
        (r"\frac{E}{2}", "'E' is the number e to some and an expected value to others", "Write e for the number."),
        ("nan", "nan is no finite number", "Write a finite number."),
        ("2*inf", "inf is no finite number", "Write a finite number."),
        ("None", "None is no finite number", "Write a finite number."),
        ("true", "true is a condition, which is no expression", "Give the formula alone."),
        ("x*True", "True is the condition of a piece", "Write Piecewise((0, w < 0), (w, True))."),
        ("ld x", "ld is the logarithm with base 2 to some", "Write log2(x)."),
        ("ln|x| w", "it is not clear whether that belongs to the argument of the function", "Write the argument in"),
        ("d^2y/dx^2", "d^2./dx is a derivative that is still to be taken", "Give the function, and differentiate"),
        ("dloss/dw_1", "dloss/dw_1 is a derivative that is still to be taken", "Give the function, and differentiate"),
        ("w^{[l](i)}", "'^{[l](i)}' could be a power or an index above", "Write ^{l} for the power"),
        ("(x+1)^{(2)}", "'^{(2)}' could be a power or an index above", "_ and letters or digits for the index."),
        ("torch.max(x, 1)", "torch.max takes one formula, and its second argument is none", "Write Max(x, y)"),
        ("torch.log(x, 2)", "torch.log takes one formula, and its second argument is none", "Write log(x, base)"),
        (r"1\frac{3}{4}x", "'1 3/4' could be a mixed number or a product", "Write 1 + 3/4 or 1*3/4."),
        (r"2\frac12", "'2 1/2' could be a mixed number or a product", "Write 2 + 1/2 or 2*1/2."),
        ("e^\u03c0x", "'x' could belong to the exponent or not", "Write e^(\u03c0x) or e^(\u03c0)*x."),
        ("x^-2/3", "'^-2/3' could be the power -2/3 or a quotient by 3", "Write ^(-2/3) or ^(-2)/3."),
        ("x^1/n", "'^1/n' could be the power 1/n or a quotient by n", "Write ^(1/n), or leave out ^1."),
        ("x^1/(w+1)", "'^1/(...)' could be the power 1/(...) or a quotient by (...)", "Write ^(1/(...)), or leave"),
        (
            r"\max{x}{w}",
            "braces are not seen, and what follows could belong to the function or to its argument",
            r"Write \left(...\right) around the argument.",
        ),
        ("\u03a3x", "a capital sigma could be a sum or a letter", "Write the terms one by one."),
        ("\u2202x", "it marks a derivative, which is not read", "Give the function that it is applied to."),
        ("\u2211x", "it is over an index, which is not read", "Write its terms or factors one by one."),
        ("\u222bx", "it is an integral, which is not read", "Give the function under it."),
        ("\u2016x\u2016", "a norm is that of a vector", "Write single bars for an absolute value."),
        (r"\beta(1 - x)", r"there is no function \beta", r"Write \beta*(... for a product."),
        ("cost(w)", "there is no function cost", "Write cost*(... for a product."),
        ("f" * 300 + "(x)", "that name is no function's", "Write * for a product."),
    ],
)
def test_what_would_be_misread_is_refused(text: str, because: str, instead: str) -> None:
    """A text that people read in two ways, or that means what is not read, is never read in silence."""
    with pytest.raises(ParseError) as caught:
        parse(text, symbols=["w", "x"])
    message = str(caught.value)
    assert f"because {because}." in message
    assert instead in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e^w x", "exp(w)*x"),
        ("e^{(w + 1)}", "exp(w + 1)"),
        ("2^{(w)}", "2**w"),
        ("x^2w", "x**2*w"),
        ("x^(-1)/2", "x**(-1)/2"),
        ("rate^2", "rate**2"),
        ("w**T*x", "w**T*x"),
        ("x^T", "x**T"),
        (r"$w^{T} \cdot x$", "w**T*x"),
        ("depth/2", "depth/2"),
        ("delta/dist", "delta/dist"),
        (r"x^{\left(n+1\right)}", "x**(n + 1)"),
        ("x^{(1/2)}", "x**(1/2)"),
        ("x^{(2x)}", "x**(2*x)"),
        ("torch.max(x, w)", "Max(x, w)"),
        (r"2\frac{x}{2}", "2*(x/2)"),
        (r"2 \cdot \frac{1}{2}", "2*(1/2)"),
        ("x^2/3", "x**2/3"),
        ("sqrt2/2", "sqrt(2)/2"),
        ("ln2*x", "log(2)*x"),
        ("sqrt2x", "sqrt(2*x)"),
        ("2*dx", "2*dx"),
        ("3 dx", "3*dx"),
        ("Log[x]", "log(x)"),
        ("sin2x", "sin(2*x)"),
        ("ln2 + x", "log(2) + x"),
        ("log2 x", "log(x, 2)"),
        ("ln|x|*w", "log(Abs(x))*w"),
        ("ln|x| sin x", "log(Abs(x))*sin(x)"),
        ("math.log(x, 2)", "log(x, 2)"),
        ("np.log(x)", "log(x)"),
        ("np.maximum(x, 0)", "Max(x, 0)"),
        (r"\sqrt{x}^2", "sqrt(x)**2"),
        (r"\sin{2x}", "sin(2*x)"),
        (r"\ln\left(x\right)^2", "log(x)**2"),
        ("$e^wx$", "exp(w)*x"),
        ("\u03a3", "\u03a3"),
        ("w^(T)*x", "w**T*x"),
        ("2^T*x", "2**T*x"),
        ("x^T*2", "x**T*2"),
        ("2pi x", "2*pi*x"),
        ("pier + pi_x + rate", "pier + pi_x + rate"),
        ("mean*x", "mean*x"),
        ("beta x", "beta*x"),
        ("re x + li x", "re*x + li*x"),
        (r"\gamma\beta x", "gamma*beta*x"),
        ("x mean", "x*mean"),
        ("half*x", "half*x"),
        ("sin^22 x", "sin(x)**22"),
        ("sin^22(x)", "sin(x)**22"),
        ("sin^2x", "sin(x)**2"),
        ("sin^{22}x", "sin(x)**22"),
        ("e^-w sin x", "exp(-w)*sin(x)"),
        ("e^(-w) x", "exp(-w)*x"),
        ("w^-n x", "w**(-n)*x"),
        ("max{w, x}", "Max(w, x)"),
        ("2E*x", "2*exp(1)*x"),
        ("Piecewise((0, x < 0), (x, True))", "Piecewise((0, x < 0), (x, True))"),
    ],
)
def test_what_stands_beside_it_is_read(text: str, expected: str) -> None:
    """Each of the refusals has a neighbour with one meaning; TeX sets one letter above."""
    assert str(parse(text, symbols=["w", "x"])) == expected


def test_a_differential_that_is_named_is_a_symbol() -> None:
    """Who names dx and dy has two symbols, whose quotient is one."""
    assert str(parse("dy/dx + x dx", symbols=["x", "dx", "dy"])) == "dy/dx + x*dx"
