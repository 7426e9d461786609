"""What is said of the mutants in the end, and whether the survivors are the ones that have a reason."""

from collections import Counter
from collections.abc import Sequence

from tests.mutants.trying import Mutant, Results

MOST_ALIVE = 0.05


def key(mutant: Mutant) -> tuple[str, str, str]:
    """Name a mutant by what it changes, which stays true when lines move."""
    return mutant.module, mutant.before, mutant.after


def complaints(results: Results, reasons: Sequence[dict[str, str]], *, whole: bool, sampled: bool) -> list[str]:
    """List what is wrong with the survivors of some modules or of the whole, of which all were tried or a sample.

    Few may be alive in the whole, sampled or not. Not every reason can have its survivor in a sample.
    """
    alive = {key(mutant): mutant for mutant, outcome in results if outcome == "alive"}
    given = {(reason["module"], reason["before"], reason["after"]): reason["reason"] for reason in reasons}
    found = [f"Alive without a reason: {mutant}" for what, mutant in alive.items() if not given.get(what)]
    tried = {key(mutant) for mutant, _ in results}
    stale = [what for what in given if what not in alive and ((whole and not sampled) or what in tried)]
    found += [f"A reason without a survivor: {' / '.join(what)}" for what in stale]
    if whole and len(alive) > MOST_ALIVE * len(results):
        found.append(f"{len(alive)} of {len(results)} mutants are alive, more than {MOST_ALIVE:.0%}")
    return found


def table(results: Results) -> str:
    """Count what became of the mutants of each module, and list those that are alive."""
    lines = ["| module | mutants | killed | timeout | alive |", "|---|---|---|---|---|"]
    for module in [*dict.fromkeys(mutant.module for mutant, _ in results), "all"]:
        outcomes = Counter(outcome for mutant, outcome in results if module in (mutant.module, "all"))
        cells = (module, outcomes.total(), *(outcomes[name] for name in ("killed", "timeout", "alive")))
        lines.append(f"| {' | '.join(map(str, cells))} |")
    alive = sorted(mutant for mutant, outcome in results if outcome == "alive")
    return "\n".join([*lines, "", *map(str, alive)])
