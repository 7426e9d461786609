#!/usr/bin/env bash
# torch 2.13.0: binary_cross_entropy of a sure and wrong answer is held at 100, and its slope is not: it is 1e12.
# Behind a sigmoid that is rounded to 1 the same slope comes out as 0, where binary_cross_entropy_with_logits says 1:
# the neuron is as wrong as can be, and nothing in it moves.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import torch
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits

wrong = torch.zeros((), dtype=torch.float64)


def cost_and_slope(cost, at):
    w = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    found = cost(w)
    found.backward()
    return found.item(), w.grad.item()


sure = cost_and_slope(lambda a: binary_cross_entropy(a, wrong), 1.0)
behind = cost_and_slope(lambda z: binary_cross_entropy(torch.sigmoid(z), wrong), 40.0)
together = cost_and_slope(lambda z: binary_cross_entropy_with_logits(z, wrong), 40.0)
assert sure[0] == 100.0, sure
assert 0.9e12 < sure[1] < 1.1e12, sure
assert behind == (100.0, 0.0), behind
assert together == (40.0, 1.0), together
print(f"torch {torch.__version__.partition('+')[0]}: cost and slope of a sure mistake: {sure}, behind a sigmoid {behind}, with logits {together}")
END
