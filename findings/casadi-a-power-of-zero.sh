#!/usr/bin/env bash
# casadi 3.8.2: the slope of 0**x at x = 2 is nan. 0**x is 0 for every x near 2, so the slope is 0, and the value is.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check casadi==3.8.2 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import math

import casadi

x = casadi.SX.sym("x")
power = casadi.power(0, x)
value, slope = (float(casadi.Function("f", [x], [part])(2)) for part in (power, casadi.jacobian(power, x)))
assert value == 0, value
assert math.isnan(slope), slope
print(f"casadi {casadi.__version__}: 0**x at 2 is {value:g}, and its slope {slope}")
END
