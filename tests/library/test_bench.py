"""The benchmarks: they compute what they say, and all of them run, here at small sizes; no time is judged."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from unittest.mock import MagicMock

import pytest

from gdmath import RULES
from gdmath.cases import CASES
from gdmath.functions import FUNCTIONS
from tests.bench import __main__ as program
from tests.bench.against import Compared, State, against, compared
from tests.bench.expressions import COUNT, draw, rows_used
from tests.bench.harness import QUICK, Plan, Row, Work, faster, flat, interleaved, measure, within
from tests.bench.report import human
from tests.bench.rivals import numpy_like, symengine_like
from tests.bench.scaling import linear

# Every row of the table of what is to be reached.
ROWS = (
    "derivative with its named steps recorded, 30 expressions / sympy.diff, cold cache",
    "derivative with its named steps recorded, 30 expressions / sympy.diff, warm cache",
    "derivative, and before and after of each step built / sympy.diff, cold cache",
    *(f"{shape}, .*: nodes of the derivative / " for shape in ("chain", "sum", "product", "shared parts")),
    *(
        f"{shape}: {what} / itself, .* times smaller"
        for shape in ("chain", "sum", "product", "shared parts")
        for what in (
            *("build", "differentiate", "evaluate", "lambdify and call", "hash"),
            *("compare", "pickle and back", "deepcopy", "drop"),
        )
    ),
    *(f"chain .* deep: {what} / " for what in ("differentiate", "evaluate", "hash", "compare")),
    "gradient of .* variables / sympy.diff",
    "scalar neuron, value and gradient, .* / torch autograd",
    r"scalar neuron, value and gradient, .* / sympy.lambdify\(cse=True, modules='math'\)",
    "569-row gradient / torch autograd",
    r"descent loop, .* steps, full history / torch.optim.SGD with .item\(\) history",
    "descent loop, .* steps, full history / in-place NumPy loop by hand",
    "from gdmath import symbols, differentiate, and one derivative / bare Python",
    ".* different expressions built and dropped / before",
    "4 threads that build and differentiate the same .* expressions / ",
)


class Clock:
    """Work that lasts as long as it is told to, one number after the other."""

    def __init__(self, name: str, seconds: list[float], log: list[str]) -> None:
        self.name, self.left, self.log = name, seconds, log

    def seconds(self, number: int) -> float:
        """The next of the times."""
        assert number == 3
        self.log.append(self.name)
        return self.left.pop(0)

    def number(self, least: float) -> int:
        """Three runs a sample."""
        assert least == Plan().least
        return 3


def test_ways_take_turns() -> None:
    """Each way is timed once before any is timed again, and each sample is kept."""
    log: list[str] = []
    clocks = {"ours": Clock("ours", [1.0, 2.0, 9.0], log), "theirs": Clock("theirs", [4.0, 6.0, 8.0], log)}
    samples = interleaved(clocks, Plan(repeats=3))  # type: ignore[arg-type]  # a clock serves as work here
    assert log == ["ours", "theirs"] * 3
    assert samples == {"ours": [1.0, 2.0, 9.0], "theirs": [4.0, 6.0, 8.0]}


def test_medians_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seconds of a way are the median of its samples, not their mean."""
    samples = {"ours": [1.0, 2.0, 90.0], "theirs": [4.0, 6.0, 8.0]}
    monkeypatch.setattr("tests.bench.harness.interleaved", lambda *_: samples)
    seconds, notes = measure({"ours": Work([int]), "theirs": Work([float])}, QUICK, ["theirs"])
    assert (seconds, notes) == ({"ours": 2.0, "theirs": 6.0}, "")
    assert faster("it", "theirs", seconds, 3).value == 3.0
    assert within("it", "theirs", seconds, 3).value == 1 / 3


@pytest.mark.parametrize(
    ("value", "reach", "reached"),
    [
        (100.0, ">= 100 times as fast", True),
        (99.9, ">= 100 times as fast", False),
        (1.2, "<= 1.2 times as long", True),
        (1.21, "<= 1.2 times as long", False),
        (5.0, "", None),
    ],
)
def test_reach(value: float, reach: str, reached: bool | None) -> None:
    """A row is reached where its value is on the right side of the bound, the bound included."""
    assert Row("it", "theirs", value, reach).reached is reached


def test_another_answer_is_no_comparison() -> None:
    """What we are held against has to give our answer; a rival that gives another, or none, is named and not timed."""
    works = {"ours": Work([lambda: 1.0]), "wrong": Work([lambda: 1.1]), "broken": Work([lambda: 1 / 0])}
    seconds, notes = measure(works, QUICK)
    assert seconds.keys() == {"ours"}
    assert notes == "wrong: 1.1 is not 1.0; broken: ZeroDivisionError: division by zero"
    with pytest.raises(AssertionError, match=r"^wrong and ours differ: 1\.1 is not 1\.0$"):
        measure(works, QUICK, ["wrong"])
    with pytest.raises(AssertionError, match=r"^broken and ours differ: ZeroDivisionError"):
        measure({"ours": works["ours"], "broken": works["broken"]}, QUICK, ["broken"])


def test_preparation_is_done_before_each_run() -> None:
    """What has to be prepared is prepared anew for each run, and then run once a sample."""
    log: list[str] = []
    work = Work([lambda: log.append("run")] * 2, before=lambda: log.append("before"))
    assert work.number(least=1.0) == 1
    assert work.seconds(1) >= 0
    assert log == ["before", "run"] * 2


def test_numbers_of_an_answer() -> None:
    """An answer is compared number by number, however it is nested."""
    assert [*flat([1, (2.0, [3])])] == [1.0, 2.0, 3.0]


def test_times_are_written_with_a_unit() -> None:
    """A time has three digits and the unit that suits it."""
    assert [human(seconds) for seconds in (12.3456, 0.0123, 4.2e-5, 3.4e-8)] == ["12.3 s", "12.3 ms", "42 µs", "34 ns"]


def test_linear_is_exact() -> None:
    """One node too many is noticed."""
    assert linear((10, 100, 1000), [31, 301, 3001])
    assert not linear((10, 100, 1000), [31, 301, 3002])


def test_the_drawn_expressions() -> None:
    """The same expressions are drawn each time, and every row of the table is in use, but those of cases."""
    drawn = draw()
    assert len(drawn) == COUNT == 30
    assert drawn == draw()
    rows = {rule for rule in RULES if rule.pattern.head not in CASES.values()}
    assert rows == set.union(*(rows_used(expr) for expr, _ in drawn))


def test_quick_run_has_every_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything runs at small sizes, is right, and is in both tables; what is slow fails nothing."""
    program.main(["--quick", "--out", str(tmp_path)])
    found = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    titles = [f"{row['work']} / {row['against']}" for row in found["rows"]]
    missing = [pattern for pattern in ROWS if not any(re.fullmatch(pattern, title) for title in titles)]
    assert not missing
    table = (tmp_path / "bench.md").read_text("utf-8")
    assert table.count("\n| ") == len(titles) + 1
    assert table in capsys.readouterr().out


@pytest.mark.parametrize("like", [numpy_like, symengine_like])
def test_rivals_have_every_function(like: Callable[[Any], Any]) -> None:
    """Whatever the library computes by a function's name, the rivals' namespaces have under that name."""
    namespace = like(MagicMock())
    for function in FUNCTIONS.values():
        assert callable(function.within(namespace)), function


class Told:
    """A state whose works take what is told, times the number of runs."""

    def __init__(self, *seconds: float) -> None:
        self.left = list(seconds)
        self.asked: list[int] = []

    def seconds(self, _name: str, number: int) -> float:
        """The next of the times."""
        self.asked.append(number)
        return number * self.left.pop(0)


def test_two_states_take_turns() -> None:
    """What is made once is made before; then a work is repeated until it lasts, and each pair gives a ratio."""
    ours, other = Told(9.0, 0.03, 0.02, 0.04), Told(5.0, 0.01, 0.01, 0.02, 0.02)
    [row] = compared(cast("State", ours), cast("State", other), ["work"], 3, 10.0)
    assert row.ratios == pytest.approx([3, 1, 2])
    assert (ours.asked, other.asked) == ([1, 2, 2, 2], [1, 1, 2, 2, 2])


@pytest.mark.parametrize(
    ("ratios", "slower"),
    [
        ([1.06, 1.07, 1.08, 1.2], True),
        ([1.04, 1.04, 1.05, 1.3], False),
        ([0.8, 0.9, 1.2, 1.3, 1.4], False),
        ([0.5, 0.5, 0.5, 0.5], False),
    ],
)
def test_a_state_is_slower_by_more_than_chance(ratios: list[float], slower: bool) -> None:
    """The median is above five percent, and the middle half of the pairs is on the same side of one."""
    assert Compared("work", ratios).is_slower is slower
    assert str(Compared("work", ratios)).endswith("slower") is slower


def test_a_state_is_compared_with_a_revision(capsys: pytest.CaptureFixture[str]) -> None:
    """Two processes run both states, each its own library; a revision that is none is named."""
    works = ["parse", "derivative and its steps"]
    against("HEAD", works, pairs=3, least=0.0)
    title, *rows = capsys.readouterr().out.splitlines()
    assert title.startswith("CPU time, as a share of what it takes in HEAD: median of 3 pairs")
    assert [row[:26].strip() for row in rows] == works
    with pytest.raises(SystemExit, match=r"Cannot compare with 'nosuch': .*nosuch"):
        against("nosuch", works)


@pytest.mark.parametrize(("slower", "status"), [(False, 0), (True, 1)])
def test_the_status_says_whether_it_is_slower(monkeypatch: pytest.MonkeyPatch, slower: bool, status: int) -> None:
    """`--against REV` compares every work, or those that are named, and ends with 1 where one is slower."""
    compare = MagicMock(return_value=not slower)
    monkeypatch.setattr(program, "against", compare)
    with pytest.raises(SystemExit) as ended:
        program.main(["parse", "--against", "HEAD", "--quick"])
    assert ended.value.code == status
    compare.assert_called_once_with("HEAD", ["parse"], pairs=3, least=0.01)
