#!/usr/bin/env bash
# torch 2.13.0: max(w, 0) has three slopes at w = 0, by how it is written.
# relu says 0, clamp(min=0) says 1, maximum says one half, though the values are equal everywhere.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import torch


def slope(function):
    w = torch.zeros((), requires_grad=True)
    function(w).backward()
    return w.grad.item()


found = {
    "relu": slope(torch.relu),
    "clamp": slope(lambda w: w.clamp(min=0)),
    "maximum": slope(lambda w: torch.maximum(w, torch.tensor(0.0))),
}
assert found == {"relu": 0.0, "clamp": 1.0, "maximum": 0.5}, found
print(f"torch {torch.__version__.partition('+')[0]}: slopes of max(w, 0) at 0: {found}")
END
