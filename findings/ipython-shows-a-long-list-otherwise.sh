#!/usr/bin/env bash
# IPython 9.7.0: what a notebook shows for a value is not what Python writes for it. A tuple of 30 numbers stands on
# 30 lines, a set is sorted, and a list of 1,001 numbers ends in three dots: "Run All" and print() differ.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check ipython==9.7.0
"$place/bin/python" -W ignore - <<'END'
import importlib.metadata

from IPython.core.formatters import PlainTextFormatter

shown = PlainTextFormatter()
lines = shown((1.0,) * 30).count("\n") + 1
assert lines == 30, lines
assert (shown({8, 1}), repr({8, 1})) == ("{1, 8}", "{8, 1}")
assert shown([0.1] * 1001).endswith(" ...]")
print(f"IPython {importlib.metadata.version('ipython')}: a tuple of 30 numbers is shown on {lines} lines, and a list of 1,001 without the last")
END
