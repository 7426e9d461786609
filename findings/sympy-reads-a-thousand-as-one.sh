#!/usr/bin/env bash
# sympy 1.14.0: parse_latex reads 1{,}000, as LaTeX sets a thousand, as 1: it stops at the brace and says nothing.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check sympy==1.14.0 antlr4-python3-runtime==4.11.1
"$place/bin/python" -W ignore - <<'END'
import warnings

import sympy
from sympy.parsing.latex import parse_latex

with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    found = parse_latex(r"1{,}000"), parse_latex(r"1{,}000 x + 2")
assert not said, said
assert found == (1, 1), found
print(f"sympy {sympy.__version__}: 1{{,}}000 and 1{{,}}000 x + 2 are read as {found}")
END
