"""The table of all rows, as Markdown and as JSON."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from tests.bench.harness import Plan, Row

PACKAGES = ("gdmath", "numpy", "torch", "sympy", "symengine", "casadi", "jax", "autograd")
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (0.0, "ns"))


def circumstances(plan: Plan) -> dict[str, Any]:
    """Say on what the figures were measured, and how."""
    import sympy.core.cache
    import torch

    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "packages": {name: _version(name) for name in PACKAGES},
        "torch threads": torch.get_num_threads(),
        "sympy cache size": str(sympy.core.cache.SYMPY_CACHE_SIZE),
        "plan": asdict(plan),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def human(seconds: float) -> str:
    """Write a time with three digits and its unit."""
    unit, name = next((unit, name) for unit, name in UNITS if seconds >= unit)
    return f"{seconds / (unit or 1e-9):.3g} {name}"


def markdown(rows: Sequence[Row], facts: dict[str, Any]) -> str:
    """Write the table."""
    lines = [
        "| work | against | value | reach | reached | seconds | notes |",
        "|---|---|---|---|---|---|---|",
        *(_line(row) for row in rows),
    ]
    plan = facts["plan"]
    packages = ", ".join(f"{name} {number}" for name, number in facts["packages"].items())
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Python {facts['python']} on {facts['machine']}; {packages}.",
            f"Torch uses {facts['torch threads']} thread(s).",
            f"The cache of sympy holds {facts['sympy cache size']} entries (None: any number, so that warm is warm).",
            f"All ways in one process by turns, the median of {plan['repeats']} each, the collector off as in timeit.",
            "Ours stands first in the column of seconds.",
            "",
            *lines,
            "",
        ]
    )


def _line(row: Row) -> str:
    reached = {True: "yes", False: "**no**", None: ""}[row.reached]
    seconds = ", ".join(f"{name} {human(value)}" for name, value in row.seconds.items())
    cells = (row.work, row.against, f"{row.value:.3g}", row.reach, reached, seconds, row.notes)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def as_json(rows: Iterable[Row], facts: dict[str, Any]) -> str:
    """Write the same for a program to read."""
    table = [asdict(row) | {"reached": row.reached} for row in rows]
    return json.dumps({"circumstances": facts, "rows": table}, indent=1, ensure_ascii=False) + "\n"
