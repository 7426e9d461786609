"""How two ways to do the same work are timed: both in one process, by turns, and the median of each is compared.

A `Work` is one way; `measure` checks that all ways give the same answer, and then times them. What may be missing or
break is a rival, and the table says so; that ours is right is asserted, and how fast anything is never is.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from math import isclose
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Plan:
    """How much is measured: how often, for how long each time, and at which sizes."""

    repeats: int = 7
    least: float = 0.02  # seconds that one sample lasts at least: quick work is repeated within it
    sizes: tuple[int, ...] = (10, 100, 1_000, 10_000)
    deep: int = 100_000
    variables: int = 1_000
    steps: int = 1_000
    built: int = 1_000_000
    shared: int = 2_000


QUICK = Plan(repeats=2, least=0.0, sizes=(10, 20, 40), deep=2_000, variables=20, steps=20, built=2_000, shared=50)


def flat(answer: Any) -> Iterator[float]:
    """List the numbers of an answer: of a number, an array, a tensor, or a list or tuple of such."""
    if hasattr(answer, "tolist"):
        answer = answer.tolist()
    if isinstance(answer, (list, tuple)):
        for part in answer:
            yield from flat(part)
    else:
        yield float(answer)


@dataclass(frozen=True)
class Work:
    """One way to do something: what is run, what is done before each run, and how the answers become numbers."""

    runs: Sequence[Callable[[], Any]]
    before: Callable[[], object] | None = None  # is not timed
    numbers: Callable[[list[Any]], Any] = list

    def answer(self) -> list[float]:
        """Run everything once, and give the numbers that have to be the same in every way."""
        return [*flat(self.numbers([self._prepared(run)() for run in self.runs]))]

    def seconds(self, number: int) -> float:
        """Time everything once, as the mean of so many runs in a row."""
        total = 0.0
        for run in map(self._prepared, self.runs):
            start = perf_counter()
            for _ in repeat(None, number):
                run()
            total += perf_counter() - start
        return total / number

    def number(self, least: float) -> int:
        """How many runs in a row last for `least` seconds; what has to be prepared is run once."""
        return 1 if self.before else max(1, round(least / max(self.seconds(1), 1e-9)))

    def _prepared(self, run: Callable[[], Any]) -> Callable[[], Any]:
        if self.before:
            self.before()
        return run


@dataclass(frozen=True)
class Row:
    """One line of the table: a value, what it has to reach, and the figures behind it."""

    work: str
    against: str
    value: float  # in the unit of `reach`
    reach: str  # such as ">= 100 x": what the value has to be, or "" if it is only shown
    seconds: Mapping[str, float] = field(default_factory=dict)  # ours, and everybody's
    notes: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the value is what it has to be; None where nothing is asked."""
        if not self.reach:
            return None
        sign, bound, *_ = self.reach.split()
        return self.value >= float(bound) if sign == ">=" else self.value <= float(bound)


def interleaved(works: Mapping[str, Work], plan: Plan) -> dict[str, list[float]]:
    """Time each way by turns, so that a slow moment of the machine meets all of them, without the collector."""
    numbers = {name: work.number(plan.least) for name, work in works.items()}
    samples: dict[str, list[float]] = {name: [] for name in works}
    gc.freeze()  # what is loaded by now is not looked through at every collection
    for _ in range(plan.repeats):
        for name, work in works.items():
            gc.collect()
            gc.disable()
            try:
                samples[name].append(work.seconds(numbers[name]))
            finally:
                gc.enable()
    gc.unfreeze()
    return samples


def measure(
    works: Mapping[str, Work], plan: Plan, required: Sequence[str] = (), rel_tol: float = 1e-7
) -> tuple[dict[str, float], str]:
    """Return the median seconds of each way, and a note of the rivals that gave nothing or something else.

    The first way is ours; `required` are the ways that ours is held against, which have to give the same answer.
    """
    ours = next(iter(works))
    expected, failures = works[ours].answer(), {}
    for name, work in list(works.items())[1:]:
        why = _difference(expected, work, rel_tol)
        assert not why or name not in required, f"{name} and {ours} differ: {why}"
        if why:
            failures[name] = why
    samples = interleaved({name: work for name, work in works.items() if name not in failures}, plan)
    notes = "; ".join(f"{name}: {why}" for name, why in failures.items())
    return {name: median(times) for name, times in samples.items()}, notes


def _difference(expected: list[float], work: Work, rel_tol: float) -> str:
    try:
        found = work.answer()
    except Exception as error:  # noqa: BLE001  whatever a rival raises is its result
        return f"{type(error).__name__}: {error}"[:100]
    apart = [
        (one, other)
        for one, other in zip(expected, found, strict=True)
        if not isclose(one, other, rel_tol=rel_tol, abs_tol=1e-9)
    ]
    return f"{apart[0][1]!r} is not {apart[0][0]!r}" if apart else ""


def faster(work: str, against: str, seconds: Mapping[str, float], at_least: float, notes: str = "") -> Row:
    """Say how many times faster ours, which stands first, is than another."""
    value = seconds[against] / next(iter(seconds.values()))
    return Row(work, against, value, f">= {at_least:g} times as fast", seconds, notes)


def within(work: str, against: str, seconds: Mapping[str, float], at_most: float, notes: str = "") -> Row:
    """Say how many times as long as another ours, which stands first, takes."""
    value = next(iter(seconds.values())) / seconds[against]
    return Row(work, against, value, f"<= {at_most:g} times as long", seconds, notes)
