#!/usr/bin/env bash
# torch 2.13.0: of two equal entries, max() gives each half of the slope; max over a dimension, and sort, give the
# first all of it. The value is the same, and all three are called the largest entry.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import torch


def slopes(function):
    w = torch.ones(2, requires_grad=True)
    function(w).backward()
    return w.grad.tolist()


found = {
    "max()": slopes(lambda w: w.max()),
    "max(0)": slopes(lambda w: w.max(0).values),
    "sort": slopes(lambda w: w.sort(descending=True).values[0]),
}
assert found == {"max()": [0.5, 0.5], "max(0)": [1.0, 0.0], "sort": [1.0, 0.0]}, found
print(f"torch {torch.__version__.partition('+')[0]}: slopes of the larger of two equal numbers: {found}")
END
