#!/usr/bin/env bash
# torch 2.13.0: the sign of "not a number" is 0, a plain number, and so is its step.
# NumPy 2.4.6 gives nan for both. What went wrong before is no longer seen after either function.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import numpy as np
import torch

nan = float("nan")
theirs = torch.sign(torch.tensor(nan)).item(), torch.heaviside(torch.tensor(nan), torch.tensor(0.5)).item()
numpys = np.sign(nan), np.heaviside(nan, 0.5)
assert theirs == (0.0, 0.0), theirs
assert np.isnan(numpys).all(), numpys
print(f"torch {torch.__version__.partition('+')[0]}: sign and step of nan are {theirs}; NumPy says nan, nan")
END
