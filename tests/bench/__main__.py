"""Measure everything: `nox -s bench`, or `nox -s bench -- --quick` for a glance at small sizes.

`nox -s bench -- --against REV` measures nothing but whether the library has become slower than it was in a revision.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from tests.bench import derivatives, descents, footprint, neurons, scaling
from tests.bench.against import against
from tests.bench.harness import QUICK, Plan, Row
from tests.bench.report import as_json, circumstances, markdown
from tests.bench.state import WORKS

# The import is measured before the rest heats up the machine; what takes minutes comes last.
TOPICS = {
    "footprint": footprint.rows,
    "neurons": neurons.rows,
    "descents": descents.rows,
    "scaling": scaling.rows,
    "derivatives": derivatives.rows,
}


def rows(plan: Plan, topics: Sequence[str]) -> Iterator[Row]:
    """Measure these topics."""
    for topic in topics:
        yield from TOPICS[topic](plan)


def main(arguments: Sequence[str]) -> None:
    """Measure, and write the two tables."""
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    parser.add_argument(
        "topics", nargs="*", metavar="topic", help=f"what to measure: {', '.join(TOPICS)}; all of it by default"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, two repeats: to see that everything runs")
    parser.add_argument("--out", type=Path, default=Path("build/bench"), help="folder for bench.md and bench.json")
    parser.add_argument("--against", metavar="REV", help="whether it has become slower than in this revision, no more")
    options = parser.parse_args(arguments)
    if options.against:
        pairs, least = (3, 0.01) if options.quick else (11, 0.05)
        sys.exit(not against(options.against, options.topics or [*WORKS], pairs=pairs, least=least))
    plan = QUICK if options.quick else Plan()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as quick as any for rows by the hundred, and the same on every machine
    try:
        facts = circumstances(plan)
        if not options.quick and facts["sympy cache size"] != "None":
            parser.error("the warm cache of sympy needs SYMPY_CACHE_SIZE=None in the environment")
        measured = []
        for row in rows(plan, options.topics or [*TOPICS]):
            measured.append(row)
            print(f"{row.work} / {row.against}: {row.value:.3g}", file=sys.stderr, flush=True)
    finally:
        torch.set_num_threads(threads)
    options.out.mkdir(parents=True, exist_ok=True)
    table = markdown(measured, facts)
    (options.out / "bench.md").write_text(table, encoding="utf-8")
    (options.out / "bench.json").write_text(as_json(measured, facts), encoding="utf-8")
    print(table)
    print(f"Written to {options.out / 'bench.md'} and {options.out / 'bench.json'}.")


if __name__ == "__main__":
    main(sys.argv[1:])
