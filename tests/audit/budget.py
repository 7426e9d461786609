"""The limits that each page is held to, as budget.toml has them."""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

BUDGET = tomllib.loads(Path(__file__).with_name("budget.toml").read_text(encoding="utf-8"))


def limits(path: str) -> dict[str, Any]:
    """Return the limits of a page: the general ones, and over them those of each pattern that its path fits."""
    found = {name: value for name, value in BUDGET.items() if name != "page"}
    for own in BUDGET["page"]:
        if any(fnmatchcase(path, pattern) for pattern in own["paths"]):
            found |= {name: value for name, value in own.items() if name not in {"paths", "lighthouse"}}
            found["lighthouse"] = found["lighthouse"] | own.get("lighthouse", {})
    return found
