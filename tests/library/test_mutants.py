"""What tries the mutants: it catches what tests notice, misses what they do not, and insists on reasons."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.__main__ import MODULES, MOST, REASONS, chosen_from, main, source_of
from tests.mutants.judging import complaints, table
from tests.mutants.mutating import mutants
from tests.mutants.trying import Mutant

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = tomllib.loads(REASONS.read_text("utf-8"))["survivor"]
COSMIC_RAY = pytest.mark.skipif(not find_spec("cosmic_ray"), reason="cosmic-ray is there in `nox -s mutants` alone")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked, and told how large they may grow")

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
text = path.read_text("utf-8")
mutants = [Mutant("tiny", 0, "", *change, text.replace(*change)) for change in json.loads(sys.argv[2])]
results = try_all("tiny", path, ["test_tiny.py"], mutants, patience=1, asleep=float(sys.argv[3]))
print(json.dumps({mutant.after: outcome for mutant, outcome in results}))
"""


def begun(folder: Path, *changes: tuple[str, str], asleep: float = 600) -> subprocess.Popen[str]:
    """A program that tries these changes of the tiny module; what computes for a few seconds is too slow."""
    (folder / "tiny.py").write_text(TINY, encoding="utf-8")
    (folder / "test_tiny.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\npythonpath = .\n", encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), json.dumps(changes), str(asleep)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def tried(folder: Path, *changes: tuple[str, str], asleep: float = 600) -> dict[str, str]:
    """What becomes of these changes."""
    program = begun(folder, *changes, asleep=asleep)
    told, complained = program.communicate()
    assert program.returncode == 0, complained
    found: dict[str, str] = json.loads(told)
    return found


@LINUX
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


@LINUX
def test_no_mutant_is_too_slow_by_the_clock(tmp_path: Path) -> None:
    """What counts is the time that a mutant has of a processor: while it waits for one, or sleeps, none goes by."""
    waiting = "__import__('time').sleep(6) or 2 * u"  # longer than it may compute
    assert tried(tmp_path, ("2 * u", waiting)) == {waiting: "alive"}


@LINUX
def test_what_sleeps_for_ever_is_ended(tmp_path: Path) -> None:
    """A mutant that waits for what never comes takes no time of a processor, and is given up by the clock after all."""
    waiting = "__import__('time').sleep(3600) or 2 * u"
    assert tried(tmp_path, ("2 * u", waiting), asleep=2) == {waiting: "timeout"}


@LINUX
def test_an_interrupt_leaves_no_mutant_behind(tmp_path: Path) -> None:
    """Whoever presses Ctrl-C ends what is being tried as well, which would go on alone for its whole time."""
    mark = tmp_path / "pid"
    waiting = f"open({str(mark)!r}, 'w').write(str(__import__('os').getpid())), __import__('time').sleep(3600)"
    program = begun(tmp_path, ("2 * u", f"({waiting})"))
    while not (mark.exists() and mark.read_text("utf-8")):
        assert program.poll() is None
        time.sleep(0.01)
    program.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in program.communicate()[1]
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text("utf-8")), 0)


@LINUX
def test_failing_tests_try_nothing(tmp_path: Path) -> None:
    """Where the tests fail without a mutant, every mutant would seem to be caught: so it ends with the test's name."""
    (tmp_path / "conftest.py").write_text("import tiny; tiny.twice = None", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"'test_tiny\.py::test_twice' fails without any mutant"):
        tried(tmp_path)


def mutant(before: str, after: str) -> Mutant:
    """A mutant of the module `tiny`."""
    return Mutant("tiny", 4, "Operator", before, after, "")


def reason(before: str, after: str, why: str = "It is the same.") -> dict[str, str]:
    """An entry of survivors.toml."""
    return {"module": "tiny", "before": before, "after": after, "reason": why}


RESULTS = [(mutant("u > v", "u >= v"), "alive"), *[(mutant("2 * u", f"{k} * u"), "killed") for k in range(3, 43)]]


def complaints_of(*given: Any) -> list[str]:
    """What is wrong when all mutants of all modules were tried."""
    return complaints(*given, whole=True, sampled=False)


def test_survivors_need_reasons() -> None:
    """A survivor with its reason is accepted; one without, or with an empty one, is not."""
    assert complaints_of(RESULTS, [reason("u > v", "u >= v")]) == []
    without = ["Alive without a reason: tiny:4 Operator\n    - u > v\n    + u >= v"]
    assert complaints_of(RESULTS, []) == without
    assert complaints_of(RESULTS, [reason("u > v", "u >= v", "")]) == without


def test_reasons_need_survivors() -> None:
    """A reason for what is caught, or for what is no mutant any more, is refused; a part cannot know the latter."""
    reasons = [reason("u > v", "u >= v"), reason("2 * u", "3 * u"), reason("old", "older")]
    caught = "A reason without a survivor: tiny / 2 * u / 3 * u"
    assert complaints_of(RESULTS, reasons) == [caught, "A reason without a survivor: tiny / old / older"]
    assert complaints(RESULTS, reasons, whole=True, sampled=True) == [caught]
    assert complaints(RESULTS, reasons, whole=False, sampled=False) == [caught]


def test_few_may_survive() -> None:
    """More survivors than one in twenty are too many, whatever their reasons, of a sample as of all."""
    results = [*RESULTS[:19], (mutant("a", "b"), "alive")]
    reasons = [reason("u > v", "u >= v"), reason("a", "b")]
    few = ["2 of 20 mutants are alive, more than 5%"]
    assert complaints_of(results, reasons) == complaints(results, reasons, whole=True, sampled=True) == few
    assert complaints(results, reasons, whole=False, sampled=False) == []
    assert complaints_of(results[:1] + RESULTS[1:20], reasons[:1]) == []


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


def test_every_module_is_changed() -> None:
    """What is changed is every module but those that draw and the templates of exercises, and its tests exist."""
    package = ROOT / "gdmath"
    names = {".".join(path.relative_to(package).with_suffix("").parts) for path in package.rglob("*.py")}
    apart = tuple(name for name in names if name.startswith(("plotting", "figures", "practice.lessons")))
    assert MODULES.keys() == {name.removesuffix(".__init__") for name in names.difference(apart)}
    assert not [name for name in MODULES if not source_of(name).exists()]
    tests = {test for tests in MODULES.values() for test in tests}
    assert not [name for name in tests if not (ROOT / "tests" / "library" / f"{name}.py").exists()]


def test_the_numbers_that_are_said() -> None:
    """The session and the program say how many mutants of a module are tried when nothing is asked for."""
    said = f"in about {MOST} small ways"
    assert said in " ".join(main.__globals__["__doc__"].split())
    assert said in (ROOT / "noxfile.py").read_text("utf-8")


@COSMIC_RAY
def test_a_sample() -> None:
    """About MOST of many mutants are drawn, the same ones for the same seed and wherever they stand; all of few."""
    many = "".join(f"a{i} = {i + 7}\n" for i in range(60))
    drawn = chosen_from("tiny", many, None, 0)
    assert MOST / 2 < len(drawn) < 2 * MOST
    assert chosen_from("tiny", many, None, 0) == drawn
    changes = {mutant.after for mutant in drawn}
    assert {mutant.after for mutant in chosen_from("tiny", f"# above\n{many}", None, 0)} == changes
    assert {mutant.after for mutant in chosen_from("tiny", many, None, 1)} != changes
    assert len(chosen_from("tiny", many, 1.0, 0)) == 120
    assert len(chosen_from("tiny", "a = 7\n", None, 0)) == 2
    assert chosen_from("tiny", '"""Nothing."""\n', None, 0) == []


@COSMIC_RAY
def test_mutants_of_twins() -> None:
    """Of two changes that look the same, which have one reason, both are drawn or none."""
    lines = [f"a{i} = {i + 7}" for i in range(20)]
    twice = "\n".join([*lines, "if a1:", *(f"    {line}" for line in lines), ""])
    found = Counter((mutant.before, mutant.after) for mutant in chosen_from("tiny", twice, 0.5, 0))
    found.pop(("if a1:", "if not a1:"), None)
    assert set(found.values()) == {2}


@COSMIC_RAY
def test_mutants_of_what_is_caught() -> None:
    """An error is taken out of those that are caught, dotted or not; what is done with it stays."""
    clauses = ("except (OSError, csv.Error) as e:", "except re.error:", "except A as e:")
    source = "try:\n    f()\n" + "".join(f"{clause}\n    e()\n" for clause in clauses)
    assert {mutant.after for mutant in mutants("tiny", source)} == {
        "except (*(), csv.Error) as e:",
        "except (OSError, *()) as e:",
        "except ():",
        "except () as e:",
    }


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
