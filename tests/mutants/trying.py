"""One mutant against tests: in a process forked from one that has everything imported but the library itself.

Nothing is written into the working tree: the child imports the changed text in the place of the module. Tests that
have caught a mutant before are tried first, then those whose names only this mutant has, then the quickest.

What never ends is told by the time that the child has had of a processor, not by the clock: however busy the machine
is, it takes no longer. The clock ends what sleeps, after so long that only what waits for ever gets there.
"""

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import math
import os
import select
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, MappingProxyType, ModuleType
from typing import Any, NamedTuple, NoReturn

import pytest

# Seconds to import, and the same for every mutant. torch is not used before the fork: its threads would not survive it.
WARM = ("hypothesis", "mpmath", "numpy", "pandas", "sympy", "torch", "matplotlib", "tqdm.auto")
# A browser and a site know nothing of the text that is tried: they would import the module from its file.
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "--tb=no", "-m", "not site and not browser")
WORKERS = 2
MEMORY = 4 << 30  # bytes that a mutant may take beyond what is there already: some of them never stop to collect
ASLEEP = 1200.0  # seconds by the clock after which a mutant is taken to wait for ever


class Mutant(NamedTuple):
    """A module with one change: where and by which operator, the line before and after, and the whole text."""

    module: str
    line: int
    operator: str
    before: str
    after: str
    text: str

    def __str__(self) -> str:
        """Where it is, and what it changes."""
        return f"{self.module}:{self.line} {self.operator}\n    - {self.before}\n    + {self.after}"


Results = list[tuple[Mutant, str]]


class Changed(importlib.machinery.SourceFileLoader):
    """A loader of a module whose text is another than that of its file."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        """Compile the text; nothing is read from a cache or written to it."""
        return compile(self.text, self.get_filename(fullname), "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """A finder of one module, which is imported from a text."""

    def __init__(self, module: str, path: Path, text: str) -> None:
        self.module, self.path, self.text = module, str(path), text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find that module, and no other."""
        del path, target
        if fullname != self.module:
            return None
        loader = Changed(fullname, self.path, self.text)
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


@dataclass
class Order:
    """What is known of the tests of a module: how long each takes, and how many mutants it has caught."""

    durations: Mapping[str, float] = field(default_factory=dict)
    caught: Counter[str] = field(default_factory=Counter)

    def key(self, test: str) -> tuple[int, float]:
        """Sort by this: those that have caught most, then unknown ones, then the quickest."""
        return -self.caught[test], self.durations.get(test, 0.0)


class Watch:
    """A plugin of pytest that brings the tests into an order, and notes how long they take and which one fails."""

    def __init__(self, order: Order) -> None:
        self.order, self.failed = order, ""
        self.durations: defaultdict[str, float] = defaultdict(float)

    def pytest_configure(self, config: pytest.Config) -> None:
        """Know the mark of a plugin that is not loaded, which conftest.py gives to some tests."""
        config.addinivalue_line("markers", "xdist_group: what runs on one worker")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Bring the tests into an order."""
        items.sort(key=lambda item: self.order.key(item.nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a test did."""
        self.durations[report.nodeid] += report.duration
        if report.failed:
            self.failed = report.nodeid


def warm_up() -> None:
    """Import what is large, and bring Hypothesis to say yes or no without a search for the smallest example."""
    os.environ |= {"CI": "true", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    for name in WARM:
        importlib.import_module(name)
    from hypothesis import Phase, settings

    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutants")
    gc.collect()
    gc.freeze()  # a child need not look through what was there before it


def run_tests(tests: Sequence[str], finder: Finder | None, order: Order) -> tuple[int, Watch]:
    """Run tests in this process, with a module changed or not."""
    if finder:
        sys.meta_path.insert(0, finder)
    watch = Watch(order)
    return int(pytest.main([*OPTIONS, *tests], plugins=[watch])), watch


class Result(NamedTuple):
    """What became of a mutant ("killed", "timeout" or "alive"), the seconds of a processor that it had, and more.

    That is the test that noticed it, and the seconds of each test.
    """

    outcome: str
    seconds: float
    noticed_by: str = ""
    durations: Mapping[str, float] = MappingProxyType({})


@dataclass
class Attempt:
    """A child that tries a mutant, and what it has written so far."""

    what: Any
    pid: int
    pipe: int
    deadline: float
    written: bytes = b""

    def finished(self) -> bool:
        """Take in what the child has written; True if it has ended, or is ended here for being asleep."""
        while select.select([self.pipe], [], [], 0)[0]:
            got = os.read(self.pipe, 65536)
            if not got:
                return True
            self.written += got
        return time.monotonic() > self.deadline

    def end(self) -> tuple[int, float]:
        """End the child with all that it has started: its status, and the seconds of a processor that it had."""
        os.killpg(self.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        os.close(self.pipe)
        return status, usage.ru_utime + usage.ru_stime

    def result(self) -> Result:
        """End the child, and say what became of the mutant."""
        asleep = time.monotonic() > self.deadline
        status, seconds = self.end()
        if asleep or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
            return Result("timeout", seconds)
        if not self.written:  # it has died of the mutation, such as for want of memory
            return Result("killed", seconds)
        code, failed, durations = json.loads(self.written)
        if code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise RuntimeError(f"pytest ended with {code}: there are no tests to try a mutant against")
        return Result("killed" if code else "alive", seconds, failed, durations)


def start(
    what: Any, tests: Sequence[str], finder: Finder | None, order: Order, seconds: float, *, asleep: float = ASLEEP
) -> Attempt:
    """Fork a child that tries a mutant, in a process group of its own, for so many seconds of a processor."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _child(tests, finder, order, writing, math.ceil(seconds))
    os.close(writing)
    os.setpgid(pid, pid)
    return Attempt(what, pid, reading, time.monotonic() + asleep)


def _child(tests: Sequence[str], finder: Finder | None, order: Order, writing: int, seconds: int) -> NoReturn:
    try:
        import resource  # which Windows lacks, as it lacks fork

        os.setpgid(0, 0)
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # then it dies of SIGXCPU, and of nothing else
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        code, watch = run_tests(tests, finder, order)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            json.dump([code, watch.failed, watch.durations], pipe)
    finally:
        os._exit(0)


def try_all(
    module: str,
    path: Path,
    tests: Sequence[str],
    chosen: Sequence[Mutant],
    *,
    patience: float = 10,
    asleep: float = ASLEEP,
) -> Results:
    """Try these mutants of a module, some at a time; what takes four times as long, and that longer, is too slow."""
    durations, seconds = baseline(tuple(tests))
    order = Order(durations)
    waiting, running, results = list(reversed(chosen)), list[Attempt](), Results()
    try:
        while waiting or running:
            while waiting and len(running) < WORKERS:
                mutant = waiting.pop()
                finder = Finder(module, path, mutant.text)
                running.append(start(mutant, tests, finder, order, patience + 4 * seconds, asleep=asleep))
            time.sleep(0.01)
            for attempt in [attempt for attempt in running if attempt.finished()]:
                running.remove(attempt)
                result = attempt.result()
                order.caught[result.noticed_by] += result.outcome == "killed"
                results.append((attempt.what, result.outcome))
                done = f"{len(results)}/{len(chosen)} {result.outcome} {result.seconds:.1f} s"
                print(f"{done}  {attempt.what}", file=sys.stderr, flush=True)
    finally:  # whoever interrupts this does not mean to leave them behind
        for attempt in running:
            attempt.end()
    return results


@cache
def baseline(tests: tuple[str, ...]) -> tuple[Mapping[str, float], float]:
    """Run tests without any mutant: they pass, each takes so many seconds, and all so many of a processor."""
    attempt = start(None, tests, None, Order(), seconds=600)
    while not attempt.finished():
        time.sleep(0.01)
    result = attempt.result()
    if result.outcome != "alive":
        raise SystemExit(f"{result.noticed_by or tests!r} fails without any mutant")
    return result.durations, result.seconds
