"""Change the library in small ways, and see that its tests notice: `nox -s mutants`.

Some 8,000 changes, the mutants, can be made in 66 modules, and `--sample 1` tries all of them, for hours. When nothing
is asked for, each module is changed in about 20 small ways, which a seed draws: some 1,280, in 40 minutes at most on
two cores that have nothing else to do.

A mutant that no test notices is alive. At most one in twenty of those that were tried may be, and each has its reason
in survivors.toml; a survivor without a reason fails the session, and so does a reason without a survivor.
"""

import argparse
import os
import random
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.judging import complaints, table
from tests.mutants.mutating import Place, mutants, places
from tests.mutants.trying import Mutant, Results, try_all, warm_up

ROOT = Path(__file__).resolve().parents[2]
REASONS = Path(__file__).with_name("survivors.toml")

# Each module that is changed, and the tests that have to notice. Plots and figures are left out, which draw, and the
# lessons of practice, which are templates: what they say is data.
MODULES = {
    "__init__": ("test_import",),
    "__main__": ("test_command_line",),
    **dict.fromkeys(
        (
            *("answering", "answering.common", "answering.equations", "answering.exponents", "answering.factors"),
            *("answering.restrictions", "answering.signs", "answering.terms", "answering.walking"),
        ),
        ("test_answering", "test_looks"),
    ),
    "alone": ("test_precise",),
    "arithmetic": ("test_functions", "test_numeric", "test_range", "test_corners"),
    **dict.fromkeys(
        ("calculus", "calculus.derivation", "calculus.showing", "calculus.steps"), ("test_derivation", "test_matching")
    ),
    "calculus.backward": ("test_backward",),
    "calculus.solving": ("test_derivation", "test_matching"),
    "cases": ("test_cases",),
    **dict.fromkeys(("checking", "checking.given"), ("test_checking", "test_own_gradient")),
    **dict.fromkeys(
        ("checking.by_sympy", "checking.digits", "checking.places", "checking.roundings", "checking.rows"),
        ("test_checking", "test_cases", "test_precise"),
    ),
    **dict.fromkeys(("checking.own", "checking.slips", "checking.slopes"), ("test_own_gradient",)),
    "checking.precise": ("test_precise",),
    "checking.witnesses": ("test_checking",),
    "cost": ("test_cost",),
    "datasets": ("test_datasets",),
    **dict.fromkeys(
        (
            *("descent", "descent.history", "descent.keeping", "descent.loop", "descent.objectives"),
            *("descent.options", "descent.progress", "descent.vectors"),
        ),
        ("test_descent", "test_batches", "test_progress"),
    ),
    "errors": ("test_errors", "test_operations"),
    "expression": ("test_expression", "test_operations"),
    "frozen": ("test_frozen",),
    "functions": ("test_functions", "test_operations"),
    "matching": ("test_matching", "test_rules"),
    "names": ("test_operations", "test_parsing", "test_known_names"),
    **dict.fromkeys(
        (
            *("neuron", "neuron.arrays", "neuron.formulas", "neuron.inputs", "neuron.judging", "neuron.mean_cost"),
            "neuron.tracing",
        ),
        ("test_neuron", "test_layers", "test_mean_cost"),
    ),
    **dict.fromkeys(("descent.drawing", "neuron.lists"), ("test_lists",)),
    **dict.fromkeys(
        ("numeric", "numeric.source", "numeric.evaluation"),
        ("test_numeric", "test_expression", "test_range", "test_corners", "test_cases", "test_poles"),
    ),
    **dict.fromkeys(
        ("numeric.filling", "numeric.guards", "numeric.limits", "numeric.losses", "numeric.wide"),
        ("test_numeric", "test_range", "test_corners"),
    ),
    "operations": ("test_operations",),
    **dict.fromkeys(
        (
            *(
                "parsing",
                "parsing.advice",
                "parsing.carets",
                "parsing.doubts",
                "parsing.known",
                "parsing.named",
                "parsing.numbers",
            ),
            *("parsing.reading", "parsing.signs", "parsing.spans", "parsing.stack", "parsing.tokens"),
            "parsing.unclear",
        ),
        ("test_parsing", "test_known_names", "test_cases", "test_latex"),
    ),
    **dict.fromkeys(("parsing.commands", "parsing.tex"), ("test_latex",)),
    **dict.fromkeys(
        ("comparing", "comparing.algebra", "comparing.values"),
        ("test_comparing", "test_same"),
    ),
    **dict.fromkeys(
        (
            *("practice", "practice.answers", "practice.catalogue", "practice.exercise"),
            *("practice.grading", "practice.programs", "practice.typed", "practice.wording"),
        ),
        ("test_grading", "test_comparing"),
    ),
    **dict.fromkeys(
        ("printing", "printing.pieces", "printing.typesetting"), ("test_printing", "test_cases", "test_latex")
    ),
    "rules": ("test_rules", "test_tidying", "test_derivation"),
    "tidying": ("test_tidying",),
}
MOST = 20  # mutants of a module that are tried when nothing else is asked for, or about so many


def source_of(module: str) -> Path:
    """Return the file of a module of gdmath."""
    path = ROOT.joinpath("gdmath", *module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def chosen_from(module: str, source: str, part: float | None, seed: int) -> list[Mutant]:
    """Make some of the mutants of a module, the same ones for the same seed: this part of all, or about MOST."""
    found, lines = places(source), source.splitlines()
    part = min(1.0, MOST / (len(found) or 1)) if part is None else part

    def drawn(place: Place) -> bool:
        # By what it changes, so that it does not depend on other lines, and of two that look the same both are drawn.
        row, column = place.start
        line = lines[row - 1]
        what = (seed, module, place.operator, line.strip(), column - len(line) + len(line.lstrip()))
        return random.Random(repr(what)).random() < part

    return list(mutants(module, source, filter(drawn, found)))


def main(arguments: Sequence[str]) -> list[str]:
    """Try the mutants, print the table, and return what is wrong."""
    parser = argparse.ArgumentParser(prog="nox -s mutants --", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="module", help=f"of {', '.join(MODULES)}; all by default")
    parser.add_argument(
        "--sample", type=float, help=f"the part of the mutants that is tried; by default about {MOST} of each module"
    )
    parser.add_argument("--seed", type=int, default=0, help="which part that is")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    warm_up()
    results, begun = Results(), time.monotonic()
    for module in options.modules or MODULES:
        path = source_of(module)
        if chosen := chosen_from(module, path.read_text(encoding="utf-8"), options.sample, options.seed):
            tests = [f"tests/library/{name}.py" for name in MODULES[module]]
            results += try_all(f"gdmath.{module}".removesuffix(".__init__"), path, tests, chosen)
    print(table(results))
    spent = sum(os.times()[:4])
    print(f"{(time.monotonic() - begun) / 60:.1f} minutes, and {spent / 60:.1f} of a processor.")
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8")).get("survivor", [])
    return complaints(results, reasons, whole=not options.modules, sampled=options.sample != 1)


if __name__ == "__main__":
    sys.exit("\n".join(main(sys.argv[1:])) or 0)
