#!/usr/bin/env bash
# pytensor 3.0.7: the largest entry of (1, 1) has slope 1 in each of them. If both grow by h it grows by h, and the
# slopes say 2 h.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check pytensor==3.0.7 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import pytensor
import pytensor.tensor as pt

pytensor.config.cxx = ""
w = pt.dvector("w")
found = pytensor.function([w], pytensor.grad(pt.max(w), w), mode="FAST_COMPILE")([1.0, 1.0]).tolist()
assert found == [1.0, 1.0], found
print(f"pytensor {pytensor.__version__}: slopes of max at (1, 1): {found}, which sum to {sum(found)}")
END
