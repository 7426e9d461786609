#!/usr/bin/env bash
# torch 2.13.0: softplus(z) is z itself beyond 20, in double precision too, where log(1 + e^z) is larger by 2e-9.
# The slope jumps to exactly 1 there. logaddexp(z, 0) is the same function without the step.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import torch

z = torch.tensor([19.999, 20.001], dtype=torch.float64, requires_grad=True)
ours, exact = torch.nn.functional.softplus(z), torch.logaddexp(z, torch.zeros_like(z))
ours.sum().backward()
missing, slopes = (exact - ours).tolist(), (1 - z.grad).tolist()
assert missing[0] == 0, missing
assert 2e-9 < missing[1] < 2.1e-9, missing
assert slopes[0] > 2e-9, slopes
assert slopes[1] == 0, slopes
print(f"torch {torch.__version__.partition('+')[0]}: softplus just above 20 lacks {missing[1]:.2g}; what its slope lacks to 1 falls from {slopes[0]:.2g} to {slopes[1]:g}")
END
