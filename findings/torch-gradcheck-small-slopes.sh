#!/usr/bin/env bash
# torch 2.13.0: gradcheck passes a backward pass that is seven times too large, if the slopes are small.
# Its absolute tolerance is 1e-5, whatever the size of what it compares. The same mistake is found when the cost is
# a million times larger. Costs in units such as watts per square millimetre, or means over many rows, are small.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import torch


def seven_times(scale):
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, w):
            ctx.save_for_backward(w)
            return scale * w * w

        @staticmethod
        def backward(ctx, slope):
            return slope * 7 * 2 * scale * ctx.saved_tensors[0]

    w = torch.ones(1, dtype=torch.float64, requires_grad=True)
    return torch.autograd.gradcheck(Square.apply, w, raise_exception=False)


found = seven_times(5e-7), seven_times(0.5)
assert found == (True, False), found
print(f"torch {torch.__version__.partition('+')[0]}: gradcheck of a slope seven times too large: {found} at slopes of 1e-6 and 1")
END
