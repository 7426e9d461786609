"""What CONTRIBUTING.md says about a new rule, function or exercise, done to a copy of the library."""

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


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the library."""
    shutil.copytree(PACKAGE, tmp_path / "gdmath", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def change(copy: Path, name: str, *changes: tuple[str, str]) -> None:
    """Replace what stands once in a module of the copy."""
    module = copy / "gdmath" / f"{name}.py"
    text = module.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    module.write_text(text, "utf-8")


def run(copy: Path, *command: str) -> str:
    """Run Python on the copy, and give what it printed."""
    done = subprocess.run(
        [sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr
    return done.stdout


def said(pattern: str) -> list[str]:
    """Find what the text has its reader write."""
    return re.findall(pattern, CONTRIBUTING.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_a_new_rule_is_a_row(copy: Path) -> None:
    """The row of the text, put back in the place where the table had it, is applied, and named in derivations."""
    [row] = said(r"^ +(Rule\(\"tangent rule.*?)$")
    [rule] = [
        line for line in (copy / "gdmath" / "rules.py").read_text("utf-8").split("\n") if '"tangent rule"' in line
    ]
    change(copy, "rules", (f"{rule}\n", ""))
    using = "from gdmath import differentiate, symbols, tan; w = symbols('w'); d = differentiate(tan(w), w); "
    without = subprocess.run([sys.executable, "-c", using], cwd=copy, capture_output=True, text=True, check=False)
    assert "Error" in without.stderr
    change(copy, "rules", ("RULES = Table(\n", f"RULES = Table(\n    {row}\n"))
    assert run(copy, "-c", f"{using}print(d.steps[0].rule.name, d.result)") == "tangent rule sec(w)**2\n"


def test_a_new_function_is_two_rows(copy: Path) -> None:
    """With the two rows of the text, parsing, printing, deriving and computing work, and four witnesses agree."""
    [function_row], [rule_row] = said(r"^ +(?:Function)\(\"silu[^\n]*$"), said(r"^ +(?:Rule)\(\"silu[^\n]*$")
    below = "    for function in (\n"
    change(copy, "functions", (below, f"{below}{function_row}\n"))
    below = "RULES = Table(\n"
    change(copy, "rules", (below, f"{below}{rule_row}\n"), ("sigmoid, sign,", "sigmoid, sign, silu,"))
    sigmoid = 1 / (1 + math.exp(-1))
    assert float(run(copy, "-c", USED)) == pytest.approx(2 * sigmoid * (1 + 1 * (1 - sigmoid)), rel=1e-12)


def test_a_new_function_is_imported_by_two_names(copy: Path) -> None:
    """As the text has it, in the two lists of the package."""
    [function_row] = said(r"^ +(?:Function)\(\"silu[^\n]*$")
    below = "    for function in (\n"
    change(copy, "functions", (below, f"{below}{function_row}\n"))
    typed = "    from gdmath.functions import sign as sign\n"
    change(copy, "__init__", (typed, typed + typed.replace("sign", "silu")), (" sign sin ", " sign silu sin "))
    assert run(copy, "-c", "from gdmath import *; print(silu(0.0), silu)").startswith("0.0 ")


GRADED = """
from gdmath.practice import exercises, grade
for seed in range(20):
    [one] = [exercise for exercise in exercises(seed, ["the-rules"]) if exercise.title == "The slope of a square"]
    assert grade(one, str(one.answer)).right, seed
    for slip in one.slips:
        assert grade(one, str(slip.answer)).slip == slip, (seed, slip)
print("graded")
"""


def test_a_new_exercise_is_a_function(copy: Path) -> None:
    """The one of the text is drawn with the others of its lesson, and told what is right from each of its slips."""
    [exercise] = said(r"^```text\n(@template.*?)^```$")
    module = copy / "gdmath" / "practice" / "lessons" / "the_rules.py"
    module.write_text(f"{module.read_text('utf-8')}\n\n{exercise}", "utf-8")
    assert run(copy, "-c", GRADED) == "graded\n"
