"""What tries the mutants: it catches what tests notice, misses what they do not, and insists on reasons."""

import json
import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.mutants.__main__ import MODULES, REASONS, source_of
from tests.mutants.judging import complaints, table
from tests.mutants.mutating import mutants
from tests.mutants.trying import Mutant

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = tomllib.loads(REASONS.read_text("utf-8"))["survivor"]
COSMIC_RAY = pytest.mark.skipif(not find_spec("cosmic_ray"), reason="cosmic-ray is there in `nox -s mutants` alone")

TINY = '''"""A tiny module."""


def larger(u: float, v: float) -> float:
    return u if u > v else v


def twice(u: float) -> float:
    return 2 * u


def wait(done: bool) -> None:
    while not done:
        pass
'''
TESTS = """
import tiny

def test_larger():
    assert tiny.larger(1, 2) == tiny.larger(2, 1) == 2

def test_twice():
    assert tiny.twice(2) == 4

def test_wait():
    tiny.wait(True)
"""
PROGRAM = """
import json, os, sys
from pathlib import Path
from tests.mutants.trying import Mutant, try_all
os.chdir(sys.argv[1])
path = Path("tiny.py")
mutants = [Mutant("tiny", 0, "", *change, path.read_text().replace(*change)) for change in json.loads(sys.argv[2])]
print(json.dumps({mutant.after: outcome for mutant, outcome in try_all("tiny", path, ["test_tiny.py"], mutants, 1)}))
"""


def tried(folder: Path, *changes: tuple[str, str]) -> dict[str, str]:
    """What becomes of these changes of the tiny module; what takes over a second or so is too slow."""
    (folder / "tiny.py").write_text(TINY, encoding="utf-8")
    (folder / "test_tiny.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), json.dumps(changes)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are tried in forked processes")
def test_mutants_are_caught_or_not(tmp_path: Path) -> None:
    """A change that a test notices is killed, so is one that does not even import; one that none notices is alive."""
    found = tried(
        tmp_path,
        ("u > v", "u < v"),
        ("2 * u", "2 + u"),  # 2 + 2 is 4 as well
        ("2 * u", "3 * u"),
        ("u > v", "u >= v"),  # the same by definition
        ('module."""', 'module."""\n1 / 0'),
        ("not done", "done"),
    )
    assert found == {
        "u < v": "killed",
        "2 + u": "alive",
        "3 * u": "killed",
        "u >= v": "alive",
        'module."""\n1 / 0': "killed",
        "done": "timeout",
    }
    assert (tmp_path / "tiny.py").read_text("utf-8") == TINY


@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are tried in forked processes")
def test_failing_tests_try_nothing(tmp_path: Path) -> None:
    """Where the tests fail without a mutant, every mutant would seem to be caught: so it ends with the test's name."""
    (tmp_path / "conftest.py").write_text("import tiny; tiny.twice = None", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"'test_tiny\.py::test_twice' fails without any mutant of tiny"):
        tried(tmp_path)


def mutant(before: str, after: str) -> Mutant:
    """A mutant of the module `tiny`."""
    return Mutant("tiny", 4, "Operator", before, after, "")


def reason(before: str, after: str, why: str = "It is the same.") -> dict[str, str]:
    """An entry of survivors.toml."""
    return {"module": "tiny", "before": before, "after": after, "reason": why}


RESULTS = [(mutant("u > v", "u >= v"), "alive"), *[(mutant("2 * u", f"{k} * u"), "killed") for k in range(3, 43)]]


def test_survivors_need_reasons() -> None:
    """A survivor with its reason is accepted; one without, or with an empty one, is not."""
    assert complaints(RESULTS, [reason("u > v", "u >= v")], whole=True) == []
    without = ["Alive without a reason: tiny:4 Operator\n    - u > v\n    + u >= v"]
    assert complaints(RESULTS, [], whole=True) == without
    assert complaints(RESULTS, [reason("u > v", "u >= v", "")], whole=True) == without


def test_reasons_need_survivors() -> None:
    """A reason for what is caught, or for what is no mutant any more, is refused; a sample cannot know the latter."""
    reasons = [reason("u > v", "u >= v"), reason("2 * u", "3 * u"), reason("old", "older")]
    caught = "A reason without a survivor: tiny / 2 * u / 3 * u"
    assert complaints(RESULTS, reasons, whole=True) == [caught, "A reason without a survivor: tiny / old / older"]
    assert complaints(RESULTS, reasons, whole=False) == [caught]


def test_few_may_survive() -> None:
    """More survivors than one in twenty are too many, whatever their reasons."""
    results = [*RESULTS[:19], (mutant("a", "b"), "alive")]
    reasons = [reason("u > v", "u >= v"), reason("a", "b")]
    assert complaints(results, reasons, whole=True) == ["2 of 20 mutants are alive, more than 5%"]
    assert complaints(results[:1] + RESULTS[1:20], reasons[:1], whole=True) == []


def test_table() -> None:
    """The table counts each outcome by module, and lists the survivors with their change."""
    results = [*RESULTS[:3], (RESULTS[3][0], "timeout")]
    assert table(results).splitlines() == [
        "| module | mutants | killed | timeout | alive |",
        "|---|---|---|---|---|",
        "| tiny | 4 | 2 | 1 | 1 |",
        "| all | 4 | 2 | 1 | 1 |",
        "",
        "tiny:4 Operator",
        "    - u > v",
        "    + u >= v",
    ]


@pytest.mark.parametrize("survivor", SURVIVORS, ids=lambda survivor: f"{survivor['module']}: {survivor['after']}")
def test_reasons_are_about_lines_that_exist(survivor: dict[str, str]) -> None:
    """Each entry of survivors.toml gives its reason in a sentence, and the line that it is about is still there."""
    assert survivor.keys() == {"module", "before", "after", "reason"}
    assert survivor["reason"].endswith(".")
    lines = source_of(survivor["module"]).read_text("utf-8").splitlines()
    assert survivor["before"] in [line.strip() for line in lines]


def test_every_module_and_test_file_is_there() -> None:
    """What is changed, and what has to notice, exists; the four modules that are asked for are among them."""
    assert {"rules", "calculus.derivation", "numeric", "descent"} <= MODULES.keys()
    assert not [name for name in MODULES if not source_of(name).exists()]
    tests = {test for tests in MODULES.values() for test in tests}
    assert not [name for name in tests if not (ROOT / "tests" / "library" / f"{name}.py").exists()]


@COSMIC_RAY
def test_mutants_of_a_module() -> None:
    """Each operator makes its changes, one at a time, and what computes nothing is left alone."""
    source = '''"""Doc 1."""
from __future__ import annotations
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
class A:
    __slots__ = ("a",) * 1
    @decorated(1)
    def f(self, *, u: int | None = 3) -> list[1]:
        return u - 1, [*zip(u, u, strict=True)][0]
'''
    made = {(mutant.line, mutant.after) for mutant in mutants("tiny", source)}
    assert made == {
        (9, "def f(self, *, u: int | None = 4) -> list[1]:"),
        (9, "def f(self, *, u: int | None = 2) -> list[1]:"),
        *((10, f"return {changed}, [*zip(u, u, strict=True)][0]") for changed in ("u + 1", "u * 1", "u - 2", "u - 0")),
        (10, "return u - 1, [*zip(u, u, strict=True)][ 1]"),
    }


@COSMIC_RAY
def test_mutants_of_rows() -> None:
    """A row is taken out, its letters are exchanged, and its functions."""
    source = (
        'T = Table(\n    Rule("a", D(sin(u), x), v),\n    Rule("b", D(f(g), x), exp(v)),\n    Rule("c", u, 0),\n)\n'
    )
    assert {(mutant.line, mutant.after) for mutant in mutants("tiny", source)} == {
        (2, "*(),"),
        (2, 'Rule("a", D(sin(v), x), v),'),
        (2, 'Rule("a", D(sin(u), x), u),'),
        (2, 'Rule("a", D(exp(u), x), v),'),
        (3, "*(),"),
        (3, 'Rule("b", D(f(x), x), exp(v)),'),
        (3, 'Rule("b", D(f(g), x), sin(v)),'),
        (4, "*(),"),
        (4, 'Rule("c", u, 1),'),
        (4, 'Rule("c", u, -1),'),
    }
