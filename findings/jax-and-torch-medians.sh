#!/usr/bin/env bash
# jax 0.10.2, torch 2.13.0: where two of three numbers are equal, their median is one of the two. jax gives the
# second one all of the slope, torch each one half.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check jax==0.10.2 jaxlib==0.10.2 torch==2.13.0 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import jax
import jax.numpy as jnp
import torch

w = torch.tensor([1.0, 1.0, 2.0], requires_grad=True)
w.median().backward()
found = jax.grad(jnp.median)(jnp.array([1.0, 1.0, 2.0])).tolist(), w.grad.tolist()
assert found == ([0.0, 1.0, 0.0], [0.5, 0.5, 0.0]), found
print(f"jax {jax.__version__} and torch {torch.__version__.partition('+')[0]}: slopes of the median of (1, 1, 2): {found}")
END
