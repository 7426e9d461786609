#!/usr/bin/env bash
# sympy 1.14.0 with antlr4-python3-runtime 4.11.1: the text 1/2x, by both readers that sympy has for what people write.
# Seen: `parse_expr` with implicit multiplication takes it for (1/2)*x, `parse_latex` for 1/(2*x); neither says that the
# other reading exists. One would expect one library to read one text in one way, or to ask.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -qq --disable-pip-version-check sympy==1.14.0 antlr4-python3-runtime==4.11.1
cd "$place"
"$place/venv/bin/python" - <<'END'
from sympy import Rational
from sympy.parsing.latex import parse_latex
from sympy.parsing.sympy_parser import implicit_multiplication, parse_expr, standard_transformations

text = "1/2x"
plain = parse_expr(text, transformations=(*standard_transformations, implicit_multiplication))
tex = parse_latex(text)
at_three = [formula.subs({letter: 3 for letter in formula.free_symbols}) for formula in (plain, tex)]
assert at_three == [Rational(3, 2), Rational(1, 6)], at_three
print(f"sympy 1.14.0: its two readers take 1/2x for {plain} and for {tex}")
END
