#!/usr/bin/env bash
# torch 2.13.0: gradcheck says that the slope of |w| at 0 is right, and that the one of relu just beside 0 is wrong.
# At 0 the central difference of |w| is 0 by symmetry, which is torch's convention as well, though there is no slope.
# At 1e-7 relu has a slope, 1, and the difference reaches across the kink.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import torch


def check(function, at):
    w = torch.full((1,), at, dtype=torch.float64, requires_grad=True)
    return torch.autograd.gradcheck(function, w, raise_exception=False)


found = check(torch.abs, 0.0), check(torch.relu, 1e-7)
assert found == (True, False), found
print(f"torch {torch.__version__.partition('+')[0]}: gradcheck of |w| at 0 and of relu at 1e-7: {found}")
END
