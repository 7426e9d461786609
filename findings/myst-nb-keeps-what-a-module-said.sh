#!/usr/bin/env bash
# myst-nb 1.4.0 with nb_execution_mode = "cache": a page shows what a module of the project said when the page was
# last changed. The module has changed since; the build succeeds, and the old number is published.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check myst-nb==1.4.0 sphinx==9.0.4
"$place/bin/python" -W ignore - <<'END'
import importlib.metadata
import os
import pathlib
import re
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as name:
    root = pathlib.Path(name)
    (root / "conf.py").write_text('extensions = ["myst_nb"]\nnb_execution_mode = "cache"\n')
    kernel = "kernelspec:\n  display_name: Python 3\n  name: python3"
    head = f"---\nfile_format: mystnb\n{kernel}\n---\n"
    (root / "index.md").write_text(head + "# Twice\n\n```{code-cell} ipython3\nimport tiny\nprint(tiny.double(21))\n```\n")
    shown = []
    for factor in (2, 3):
        (root / "tiny.py").write_text(f"def double(number):\n    return {factor} * number\n")
        command = [sys.executable, "-m", "sphinx", "-q", "-E", str(root), str(root / "site")]
        environment = os.environ | {"PYTHONPATH": name, "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shown += re.findall(r"<span></span>(\d+)\n", (root / "site" / "index.html").read_text())
assert shown == ["42", "42"], shown
print(f"myst-nb {importlib.metadata.version('myst-nb')}: a page shows {shown[0]}, and {shown[1]} when the module it imports says 63")
END
