#!/usr/bin/env bash
# autograd 1.9.1: the slope of prod in a factor that is 0 is nan, since the product is divided by the factor.
# The product of w and 2 and 3 has slope 6 in w, at 0 as anywhere, and w[0] * w[1] * w[2] gives it.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check autograd==1.9.1 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import importlib.metadata

import autograd
import autograd.numpy as np

found = autograd.grad(np.prod)(np.array([0.0, 2.0, 3.0]))
beside = autograd.grad(lambda w: w[0] * w[1] * w[2])(np.array([0.0, 2.0, 3.0]))
assert str(found.tolist()) == "[nan, 0.0, 0.0]", found
assert beside.tolist() == [6, 0, 0], beside
print(f"autograd {importlib.metadata.version('autograd')}: slopes of prod at (0, 2, 3): {found.tolist()}, and written out: {beside.tolist()}")
END
