#!/usr/bin/env bash
# torch 2.13.0: the distance of a point from itself has three slopes, by the five functions that measure it.
# linalg.norm and cdist say 0, hypot and the square root of a sum of squares say nan, and pairwise_distance says
# 0.7071 along each axis, since it adds 1e-6 to every difference: to it, a point is 1.4e-6 away from itself.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import torch
from torch.nn.functional import pairwise_distance

origin = torch.zeros(2, dtype=torch.float64)


def slopes(distance):
    w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    distance(w).sum().backward()
    return [round(part, 4) for part in w.grad.tolist()]


assert slopes(torch.linalg.norm) == [0, 0]
assert slopes(lambda w: torch.cdist(w[None], origin[None])) == [0, 0]
assert str(slopes(lambda w: torch.hypot(w[0], w[1]))) == "[nan, nan]"
assert str(slopes(lambda w: (w * w).sum().sqrt())) == "[nan, nan]"
assert slopes(lambda w: pairwise_distance(w[None], origin[None])) == [0.7071, 0.7071]
itself = pairwise_distance(origin[None], origin[None]).item()
assert 1.4e-6 < itself < 1.5e-6, itself
print(f"torch {torch.__version__.partition('+')[0]}: slopes of a distance at 0: 0, nan or 0.7071; a point is {itself:.2g} from itself")
END
