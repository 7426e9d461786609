"""Change the library in small ways, and see that its tests notice: `nox -s mutants`.

A mutant that no test notices is alive. At most one in twenty may be, and each has its reason in survivors.toml; a
survivor without a reason fails the session, and so does a reason without a survivor.
"""

import argparse
import os
import random
import sys
import time
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutants.judging import complaints, table
from tests.mutants.mutating import mutants
from tests.mutants.trying import Mutant, Results, try_all, warm_up

ROOT = Path(__file__).resolve().parents[2]
REASONS = Path(__file__).with_name("survivors.toml")

# Each module that is changed, and the tests that have to notice: the rules, what follows them, what computes, what
# descends.
MODULES = {
    "rules": ("test_rules", "test_tidying", "test_derivation"),
    **dict.fromkeys(("calculus.derivation", "calculus.solving"), ("test_derivation", "test_matching")),
    "calculus.backward": ("test_backward",),
    **dict.fromkeys(("numeric", "numeric.source", "numeric.evaluation"), ("test_numeric", "test_expression")),
    **dict.fromkeys(
        ("descent", "descent.loop", "descent.objectives", "descent.options", "descent.vectors"),
        ("test_descent", "test_batches", "test_progress"),
    ),
}


def source_of(module: str) -> Path:
    """Return the file of a module of gdmath."""
    path = ROOT.joinpath("gdmath", *module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def chosen_from(all_mutants: Iterable[Mutant], sample: float, seed: str) -> list[Mutant]:
    """Take a part of the mutants, the same one for the same seed."""
    draw = random.Random(seed)
    return [mutant for mutant in all_mutants if draw.random() < sample]


def main(arguments: Sequence[str]) -> list[str]:
    """Try the mutants, print the table, and return what is wrong."""
    parser = argparse.ArgumentParser(prog="nox -s mutants --", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="module", help=f"of {', '.join(MODULES)}; all by default")
    parser.add_argument("--sample", type=float, default=1.0, help="the part of the mutants that is tried")
    parser.add_argument("--seed", type=int, default=0, help="which part that is")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    warm_up()
    results, begun = Results(), time.monotonic()
    for module in options.modules or MODULES:
        path = source_of(module)
        chosen = chosen_from(
            mutants(module, path.read_text(encoding="utf-8")), options.sample, f"{options.seed} {module}"
        )
        results += try_all(f"gdmath.{module}", path, [f"tests/library/{name}.py" for name in MODULES[module]], chosen)
    print(table(results))
    print(f"{(time.monotonic() - begun) / 60:.1f} minutes.")
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8")).get("survivor", [])
    return complaints(results, reasons, whole=options.sample == 1 and not options.modules)


if __name__ == "__main__":
    sys.exit("\n".join(main(sys.argv[1:])) or 0)
