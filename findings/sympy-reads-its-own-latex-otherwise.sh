#!/usr/bin/env bash
# sympy 1.14.0: parse_latex reads some of what latex() writes as something else, without a word.
# The square of a logarithm comes back as the logarithm of a square, and asin(x) as a product of letters.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check sympy==1.14.0 antlr4-python3-runtime==4.11.1
"$place/bin/python" -W ignore - <<'END'
import warnings

import sympy
from sympy.parsing.latex import parse_latex

x = sympy.Symbol("x")
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    square = parse_latex(sympy.latex(sympy.log(x) ** 2))
    inverse = parse_latex(sympy.latex(sympy.asin(x)))
assert not said, said
assert str(square) == "log(x**2, E)", square
assert str(inverse) == "operatorname*(x*(a*(s*(i*n))))", inverse
print(f"sympy {sympy.__version__}: latex of log(x)**2 is read as {square}, and of asin(x) as {inverse}")
END
