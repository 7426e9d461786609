"""Ask other libraries for the slopes at corners, and write their answers into the page reference/corners.md.

`python docs/_tools/corners.py` installs each of them, pinned, into a folder of its own that it removes again, and asks
it in a process of its own.  It needs the network.  The answers stand in a cell, with the day on which they were given:
so the page is executed again whenever they change.  It asks gdmath, PyTorch and sympy the same formulas itself.
"""

import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "reference" / "corners.md"
CELL = re.compile(r'asked = ".*"\nrecorded = """\n[^"]*"""')

# A formula of x and y, by which of them, and where.
CORNERS = (
    ("abs(x)", "x", 0, 0),
    ("sign(x)", "x", 0, 0),
    ("relu(x)", "x", 0, 0),
    ("clip(x)", "x", 0, 0),
    ("maximum(x, y)", "x", 1, 1),
    ("maximum(x, y)", "y", 1, 1),
    ("relu(x) - relu(-x)", "x", 0, 0),
    ("abs(x) + x - 2 * relu(x)", "x", 0, 0),
    ("sqrt(x)", "x", 0, 0),
    ("sqrt(x**2)", "x", 0, 0),
    ("sqrt(x**2 + y**2)", "x", 0, 0),
    ("norm(x, y)", "x", 0, 0),
    ("sqrt(x**2 + y**2) ** 2", "x", 0, 0),
    ("x * sqrt(x)", "x", 0, 0),
    ("x**y", "x", 0, 0),
    ("x**y", "y", 0, 2),
    ("sqrt(relu(x))", "x", -1, 0),
    ("where(x, sqrt(x))", "x", -1, 0),
)

# For each system what to install, and how its own functions are called: `ask(formula, by, x, y)` gives the slope.
# What it lacks is left out, and its answer is "none"; "open" is a derivative that it leaves as it stands.
# clip(x) is x, but kept at 0 or above; where(x, u) is u where x > 0, and 0 elsewhere.
SYSTEMS = {
    "JAX": (
        ("jax==0.10.2", "jaxlib==0.10.2"),
        """
import jax, jax.numpy as np
jax.config.update("jax_enable_x64", True)
names = dict(abs=np.abs, sign=np.sign, relu=jax.nn.relu, clip=lambda x: np.clip(x, 0.0), maximum=np.maximum,
             sqrt=np.sqrt, norm=lambda x, y: np.linalg.norm(np.array([x, y])),
             where=lambda x, u: np.where(x > 0, u, 0.0))
def ask(formula, by, x, y):
    return jax.grad(lambda x, y: eval(formula, names, dict(x=x, y=y)), "xy".index(by))(x, y)
""",
    ),
    "HIPS autograd": (
        ("autograd==1.9.1",),
        """
import autograd, autograd.numpy as np
names = dict(abs=np.abs, sign=np.sign, relu=lambda x: np.maximum(x, 0.0), clip=lambda x: np.clip(x, 0.0, np.inf),
             maximum=np.maximum, sqrt=np.sqrt, norm=lambda x, y: np.linalg.norm(np.array([x, y])),
             where=lambda x, u: np.where(x > 0, u, 0.0))
def ask(formula, by, x, y):
    return autograd.grad(lambda x, y: eval(formula, names, dict(x=x, y=y)), "xy".index(by))(np.array(x), np.array(y))
""",
    ),
    "CasADi": (
        ("casadi==3.8.2",),
        """
import casadi as c
names = dict(abs=c.fabs, sign=c.sign, relu=lambda x: c.fmax(x, 0), maximum=c.fmax,
             sqrt=c.sqrt, norm=lambda x, y: c.norm_2(c.vertcat(x, y)), where=lambda x, u: c.if_else(x > 0, u, 0))
def ask(formula, by, x, y):
    u, v = c.MX.sym("x"), c.MX.sym("y")
    slope = c.gradient(eval(formula, names, dict(x=u, y=v)), dict(x=u, y=v)[by])
    return c.Function("slope", [u, v], [slope])(x, y)
""",
    ),
    "SymEngine": (
        ("symengine==0.15.0",),
        """
import symengine as s
names = dict(abs=s.Abs, sign=s.sign, relu=lambda x: s.Max(x, 0), maximum=s.Max, sqrt=s.sqrt,
             where=lambda x, u: s.Piecewise((u, x > 0), (0, True)))
def ask(formula, by, x, y):
    u, v = s.symbols("x y")
    slope = eval(formula, names, dict(x=u, y=v)).diff(dict(x=u, y=v)[by]).subs({u: int(x), v: int(y)})
    return {s.zoo: "inf", s.nan: "nan"}.get(slope, "open" if "Derivative" in str(slope) else slope)
""",
    ),
    "PyTensor": (
        ("pytensor==3.0.7",),
        """
import pytensor, pytensor.tensor as t
pytensor.config.cxx = ""
names = dict(abs=t.abs, sign=t.sign, relu=lambda x: t.maximum(x, 0.0), clip=lambda x: t.clip(x, 0.0, float("inf")),
             maximum=t.maximum, sqrt=t.sqrt, norm=lambda x, y: t.linalg.norm(t.stack([x, y])),
             where=lambda x, u: t.where(x > 0, u, 0.0))
def ask(formula, by, x, y):
    u, v = t.dscalar("x"), t.dscalar("y")
    slope = pytensor.grad(eval(formula, names, dict(x=u, y=v)), dict(x=u, y=v)[by])
    return pytensor.function([u, v], slope, on_unused_input="ignore", mode=pytensor.compile.Mode("py", None))(x, y)
""",
    ),
    "tinygrad": (
        ("tinygrad==0.14.0",),
        """
import os
os.environ["DEV"] = "PYTHON"
from tinygrad import Tensor
names = dict(abs=lambda x: x.abs(), sign=lambda x: x.sign(), relu=lambda x: x.relu(), clip=lambda x: x.clip(0.0),
             maximum=lambda x, y: x.maximum(y), sqrt=lambda x: x.sqrt(), where=lambda x, u: (x > 0).where(u, 0.0))
def ask(formula, by, x, y):
    u, v = Tensor([x]), Tensor([y])
    slope = eval(formula, names, dict(x=u, y=v)).sum().gradient(dict(x=u, y=v)[by])[0]
    return (slope + u).item() - x  # a slope that is a constant would ask for a compiler
""",
    ),
}

ANSWERS = """
import json, sys
found = []
for formula, by, x, y in json.loads(sys.argv[1]):
    try:
        slope = ask(formula, by, float(x), float(y))
        slope = slope if slope == "open" else f"{float(slope):g}"
    except NameError:
        slope = "none"
    found.append(slope)
print(json.dumps(found))
"""


def asked(requirements: tuple[str, ...], code: str, folder: Path) -> list[str]:
    """The answers of one system, installed in a folder."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
    program = [python, "-c", code + ANSWERS, json.dumps(CORNERS)]
    done = subprocess.run(program, check=True, capture_output=True, text=True, cwd=folder)
    answers: list[str] = json.loads(done.stdout.splitlines()[-1])
    return answers


def lines() -> list[str]:
    """The table of answers, a line for each corner."""
    columns = {}
    for system, (requirements, code) in SYSTEMS.items():
        with tempfile.TemporaryDirectory() as folder:
            columns[f"{system} {requirements[0].partition('==')[2]}"] = asked(requirements, code, Path(folder))
    rows = [("formula", "by", "x", "y", *columns)]
    rows += [(*corner, *slopes) for corner, *slopes in zip(CORNERS, *columns.values(), strict=True)]
    return ["; ".join(map(str, row)) for row in rows]


def main() -> None:
    """Ask them all, and write the cell anew."""
    written = 'asked = "{}"\nrecorded = """\n{}\n"""'.format(datetime.now(UTC).date().isoformat(), "\n".join(lines()))
    PAGE.write_text(CELL.sub(lambda _: written, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
