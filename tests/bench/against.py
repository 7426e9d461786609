"""Whether the library has become slower: two states of it do the same works by turns, and CPU times are compared.

`nox -s bench -- --against REV`: the other state is that of a revision, such as `main`; ours is what there is now.
"""

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(__file__).with_name("state.py")
SLOWER = 1.05


@dataclass(frozen=True)
class Compared:
    """What one work takes in our state, as shares of what it takes in the other, pair by pair."""

    name: str
    ratios: Sequence[float]

    @property
    def is_slower(self) -> bool:
        """Whether it is slower by more than 5 %: by the median, with three quarters of the pairs on that side."""
        return median(self.ratios) > SLOWER and quantiles(self.ratios, n=4)[0] > 1

    def __str__(self) -> str:
        """Write a row: the median, the middle half, and the verdict."""
        low, _, high = quantiles(self.ratios, n=4)
        verdict = "slower" if self.is_slower else ""
        return f"{self.name:26} {median(self.ratios):6.3f}  {low:.3f} to {high:.3f}  {verdict}".rstrip()


class State:
    """A process that has imported one state of the library."""

    def __init__(self, process: subprocess.Popen[str], root: Path) -> None:
        self.process = process
        found = Path(self._read())
        if not found.is_relative_to(root.resolve()):
            raise SystemExit(f"Cannot compare: gdmath was found at {found}, and not in {root}.")

    def seconds(self, name: str, number: int) -> float:
        """The CPU time of a work, done so often."""
        assert self.process.stdin is not None
        print(number, name, file=self.process.stdin, flush=True)
        return float(self._read())

    def _read(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("Cannot compare: one of the states does not run these works; its error stands above.")
        return line.strip()


@contextmanager
def running(root: Path) -> Iterator[State]:
    """Start the process of a state."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    settings = environment | {"PYTHONPATH": str(root), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-P", str(STATE)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=settings, cwd=root
    ) as process:
        yield State(process, root)
        process.communicate()


@contextmanager
def revision(name: str) -> Iterator[Path]:
    """The library and its data as they are in a revision, in a folder that is there meanwhile."""
    packed = subprocess.run(
        ["git", "archive", "--format=tar", name, "gdmath", "data"], cwd=ROOT, capture_output=True, check=False
    )
    if packed.returncode:
        raise SystemExit(f"Cannot compare with {name!r}: {packed.stderr.decode(errors='replace').strip()}.")
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def compared(ours: State, other: State, names: Sequence[str], pairs: int, least: float) -> Iterator[Compared]:
    """Time each work in both states by turns, each pair in the other order than the last."""
    for name in names:
        once = max(other.seconds(name, 1), other.seconds(name, 1), 1e-6)  # what is made once is made by then
        ours.seconds(name, 1)
        number, ratios = max(1, round(least / once)), []
        for pair in range(pairs):
            first, second = (ours, other) if pair % 2 else (other, ours)
            took = {state: state.seconds(name, number) for state in (first, second)}
            ratios.append(took[ours] / max(took[other], 1e-9))
        yield Compared(name, ratios)


def against(name: str, works: Sequence[str], *, pairs: int = 11, least: float = 0.05) -> bool:
    """Compare with a revision, and print a row for each work; whether none has become slower."""
    print(f"CPU time, as a share of what it takes in {name}: median of {pairs} pairs, and their middle half")
    with ExitStack() as stack:
        other = stack.enter_context(running(stack.enter_context(revision(name))))
        ours = stack.enter_context(running(ROOT))
        rows = []
        for row in compared(ours, other, works, pairs, least):
            print(row, flush=True)
            rows.append(row)
    return not any(row.is_slower for row in rows)
