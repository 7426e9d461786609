"""What the library costs before and after: the time to import it, the memory that it gives back, threads at once."""

import gc
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Barrier, Thread
from time import perf_counter

from gdmath import differentiate, sigmoid, sin, symbols
from gdmath.expression import Expr, postorder
from tests.bench.harness import Plan, Row

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "numpy", "pandas", "matplotlib", "sympy")
BARE, LIGHT = (
    "pass",
    "from gdmath import symbols, differentiate; w = symbols('w'); differentiate(w**2 * 3 + w, w).result",
)
THREADS = 4


def rows(plan: Plan) -> Iterator[Row]:
    """Measure the footprint."""
    yield _import(plan)
    yield _memory(plan)
    yield _threads(plan)


def run(program: str) -> str:
    """Run a program in a Python of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def _seconds(program: str) -> float:
    start = perf_counter()
    run(program)
    return perf_counter() - start


def _import(plan: Plan) -> Row:
    """Start Python bare and with us by turns, and take the median of the differences."""
    loaded = run(f"{LIGHT}; import sys; print([name for name in {HEAVY!r} if name in sys.modules])").strip()
    assert loaded == "[]", f"importing gdmath has loaded {loaded}"
    pairs = [(_seconds(BARE), _seconds(LIGHT)) for _ in range(3 * plan.repeats)]
    bare, light = (median(column) for column in zip(*pairs, strict=True))
    more = median(with_us - without for without, with_us in pairs)
    what = "from gdmath import symbols, differentiate, and one derivative"
    seconds = {"gdmath": light, "bare Python": bare}
    notes = f"ms; none of {', '.join(HEAVY)} is loaded"
    return Row(what, "bare Python", 1e3 * more, "<= 20 ms more", seconds, notes)


def _memory(plan: Plan) -> Row:
    """Build and drop expressions, all of them different, and see what is left of them."""
    w = symbols("w")

    def build(first: int, count: int) -> None:
        for k in range(first, first + count):
            sin(w * k) + k

    build(0, 1_000)
    tracemalloc.start()
    try:
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        build(1_000, plan.built // 3 + 1)  # each makes three that were not there: the product, the sine, the sum
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    what = f"{plan.built:,} different expressions built and dropped"
    return Row(what, "before", (after - before) / 1024, "<= 64 KiB more", notes="KiB left, by tracemalloc")


def _threads(plan: Plan) -> Row:
    """Build and differentiate the same expressions in several threads that start at once and switch often."""
    w = symbols("w")
    start, found = Barrier(THREADS), list[list[list[Expr]]]()

    def work() -> None:
        start.wait()
        exprs = [sigmoid(w * k + 0.5) * sin(w + k) for k in range(plan.shared)]
        found.append([exprs, [differentiate(expr, w).result for expr in exprs]])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    begun = perf_counter()
    try:
        threads = [Thread(target=work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    seconds = perf_counter() - begun
    assert len(found) == THREADS, "a thread has failed"
    duplicates = sum(
        one is not other
        for kind in zip(*found, strict=True)
        for same in zip(*kind, strict=True)
        for one, other in pairwise(same)
    )
    for expr, slope in zip(*found[0], strict=True):
        assert slope is differentiate(expr, w).result
    parts = {part for kind in found[0] for expr in kind for part in postorder(expr)}
    assert len({(part.head, *map(repr, part.args)) for part in parts}) == len(parts), "two nodes are equal"
    what = f"{THREADS} threads that build and differentiate the same {plan.shared:,} expressions"
    return Row(what, "", duplicates, "<= 0 duplicates", {"gdmath": seconds}, "all right")
