#!/usr/bin/env bash
# pytensor 3.0.7: at a tie the first argument of maximum takes the whole slope, so that max(w, 0) has slope 1 at 0
# and max(0, w) has slope 0.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check pytensor==3.0.7 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import pytensor
import pytensor.tensor as pt

pytensor.config.cxx = ""
w = pt.dscalar("w")


def slope(expression):
    return float(pytensor.function([w], pytensor.grad(expression, w), mode="FAST_COMPILE")(0.0))


found = slope(pt.maximum(w, 0.0)), slope(pt.maximum(0.0, w))
assert found == (1.0, 0.0), found
print(f"pytensor {pytensor.__version__}: slopes of max(w, 0) and max(0, w) at 0: {found}")
END
