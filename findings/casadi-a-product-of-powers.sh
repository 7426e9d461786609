#!/usr/bin/env bash
# casadi 3.8.2: x * x**0.5 has slope 0 at 0, as x**1.5 has, and the first comes out as nan: one factor's slope is
# infinite, and is multiplied by the 0 of the other. By the same way 0**x has slope -inf at x = 0 and nan at x = 2,
# where it is 0 all around.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check casadi==3.8.2 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import math

import casadi

x = casadi.SX.sym("x")


def slope(expression, at):
    return float(casadi.Function("slope", [x], [casadi.jacobian(expression, x)])(at))


found = [slope(x * x**0.5, 0), slope(x**1.5, 0), slope(casadi.power(0, x), 2)]
assert math.isnan(found[0]), found
assert found[1] == 0, found
assert math.isnan(found[2]), found
print(f"casadi {casadi.__version__}: slopes of x * x**0.5 and x**1.5 at 0, and of 0**x at 2: {found}")
END
