#!/usr/bin/env bash
# symengine 0.15.0: a number put into the derivative of |x| stands there in the letter's place, also where the variable
# is named, so that what comes out is a "derivative of 0 by 0", or of 2 by 2, where the slope is 1.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check symengine==0.15.0
"$place/bin/python" -W ignore - <<'END'
import symengine

x = symengine.Symbol("x")
found = [str(symengine.diff(abs(x), x).subs({x: at})) for at in (0, 2)]
assert found == ["Derivative(0, 0)", "Derivative(2, 2)"], found
print(f"symengine {symengine.__version__}: the derivative of |x| at 0 and 2: {found}")
END
