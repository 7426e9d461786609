"""What each page may weigh, as budget.toml has it, and how far it may be from what was recorded of it."""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("budget.toml")
BUDGET = tomllib.loads(FILE.read_text(encoding="utf-8"))
RECORDED = "# Recorded by nox -s audit -- --renew, never typed."  # what stands below this line is written by renew.py
HOW = "nox -s audit -- --renew"

# The same from load to load and from machine to machine: held to what was recorded, in both directions.
EXACT = ("first_visit", "next_visit", "requests", "nodes", "laid_out", "calls")
NEAR = 0.05
# How often a browser lays out depends on how it shares its time: no more than so many times the most of ten loads.
VARYING = ("layouts", "styles")
FAR = 1.5
FEW = 10  # of a page with fewer, a frame more says nothing
COUNTERS = EXACT + VARYING


def limits(path: str) -> dict[str, Any]:
    """Return the ceilings for a page: the general ones, and over them those of each pattern that its path fits."""
    found = {name: BUDGET[name] for name in ("first_visit", "next_visit", "laid_out", "lighthouse")}
    for own in BUDGET["page"]:
        if any(fnmatchcase(path, pattern) for pattern in own["paths"]):
            found |= {name: value for name, value in own.items() if name not in {"paths", "lighthouse"}}
            found["lighthouse"] = found["lighthouse"] | own.get("lighthouse", {})
    return found


def recorded() -> dict[str, dict[str, int]]:
    """Return the counters of each page, as they were recorded."""
    pages: dict[str, dict[str, int]] = BUDGET["recorded"]
    return pages


def budget_faults(path: str, counted: dict[str, int], row: dict[str, int] | None) -> list[str]:
    """Compare what was counted of a page with its ceilings, and with the row that was recorded of it."""
    ceilings = limits(path)
    faults = [
        f"{path}: {name} is {counted[name]:,}, and no page may have more than {ceilings[name]:,}: make it lighter"
        for name in counted
        if counted[name] > ceilings.get(name, counted[name])
    ]
    if row is None:
        return [*faults, f"{path} has no row in budget.toml: record one by {HOW}"]
    return faults + [fault for name in COUNTERS if (fault := _distance(path, name, counted[name], row[name]))]


def _distance(path: str, name: str, now: int, before: int) -> str:
    said = f"{path}: {name} is {now:,}, where {before:,} were recorded"
    mend = f"make it lighter, or say in the commit why it grew, and record it by {HOW}"
    if name in VARYING:
        return f"{said}, and {FAR} times as many are the most: {mend}" if now > FAR * max(before, FEW) else ""
    if abs(now - before) <= NEAR * before:
        return ""
    if now > before:
        return f"{said}, {now - before:,} more: {mend}"
    return f"{said}, {before - now:,} fewer: keep what was gained, and record it by {HOW}"


def table(rows: dict[str, dict[str, int]]) -> str:
    """Write rows as budget.toml has them, one page a line, the numbers below each other."""
    names = {path: f'"{path}"' for path in sorted(rows)}
    widest = max(map(len, names.values()), default=0)
    digits = {name: max(len(f"{row[name]:_}") for row in rows.values()) for name in COUNTERS} if rows else {}
    lines = [
        f"{names[path]:{widest}} = {{ "
        + ", ".join(f"{name} = {rows[path][name]:>{digits[name]}_}" for name in COUNTERS)
        + " }"
        for path in names
    ]
    return "\n".join(["[recorded]", *lines, ""])


def write(rows: dict[str, dict[str, int]], file: Path = FILE) -> None:
    """Put these rows in place of the recorded ones."""
    by_hand, mark, _ = file.read_text(encoding="utf-8").partition(RECORDED)
    file.write_text(f"{by_hand}{mark}\n{table(rows)}", encoding="utf-8", newline="\n")
