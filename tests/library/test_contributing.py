"""What CONTRIBUTING.md says about a new function, done to a copy of the library."""

import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gdmath

PACKAGE = Path(gdmath.__file__).parent
CONTRIBUTING = PACKAGE.parent / "CONTRIBUTING.md"

USED = """
import math, numpy, torch
from gdmath import check_gradient, differentiate, lambdify, latex, parse, symbols
from gdmath.functions import silu
w = symbols("w")
assert parse("silu(2w)") is silu(2 * w)
assert parse(str(silu(2 * w))) is silu(2 * w)
assert latex(silu(w)) == r"\\operatorname{silu}\\left(w\\right)"
assert silu(1.0) == 1 / (1 + math.exp(-1))
compute = lambdify(w, silu(w) + 1)
assert compute(1.0) == silu(1.0) + 1
assert abs(compute(numpy.array([1.0]))[0] - compute(1.0)) < 1e-15
assert abs(compute(torch.tensor([1.0]))[0].item() - compute(1.0)) < 1e-6
assert [step.rule.name for step in differentiate(silu(2 * w), w).steps][:2] == ["chain rule", "silu rule"]
print(check_gradient(silu(2 * w), [w], {"w": 0.5})["w"])
"""


def test_a_new_function_is_two_rows(tmp_path: Path) -> None:
    """With the two rows of the text, parsing, printing, deriving and computing work, and four witnesses agree."""
    said = CONTRIBUTING.read_text("utf-8")
    function_row, rule_row = re.findall(r"^ +(?:Function|Rule)\(\"silu.*$", said, re.MULTILINE)
    shutil.copytree(PACKAGE, tmp_path / "gdmath", ignore=shutil.ignore_patterns("__pycache__"))
    for name, row, below, also in (
        ("functions", function_row, "    for function in (\n", ("", "")),
        ("rules", rule_row, "RULES = Table(\n", ("sigmoid, sign,", "sigmoid, sign, silu,")),
    ):
        module = tmp_path / "gdmath" / f"{name}.py"
        text = module.read_text("utf-8")
        assert text.count(below) == 1
        module.write_text(text.replace(below, f"{below}{row}\n").replace(*also), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", USED], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert not done.stderr
    sigmoid = 1 / (1 + math.exp(-1))
    assert float(done.stdout) == pytest.approx(2 * sigmoid * (1 + 1 * (1 - sigmoid)), rel=1e-12)
