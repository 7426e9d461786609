#!/usr/bin/env bash
# jax 0.10.2: of the length of a vector at the origin, hypot says that the slope along each axis is one half,
# and linalg.norm says nan. The length grows by that of the step, whichever way it goes, so that there is no slope.
# |w|, the length of a vector of one number, has slope 1 there.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import jax
import jax.numpy as jnp

hypot = [float(slope) for slope in jax.grad(jnp.hypot, argnums=(0, 1))(0.0, 0.0)]
norm = jax.grad(jnp.linalg.norm)(jnp.zeros(2)).tolist()
one = float(jax.grad(jnp.abs)(0.0))
assert hypot == [0.5, 0.5], hypot
assert str(norm) == "[nan, nan]", norm
assert one == 1.0, one
print(f"jax {jax.__version__}: slopes of a length at 0: hypot {hypot}, norm {norm}, abs {one}")
END
