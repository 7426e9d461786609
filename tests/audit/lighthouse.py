"""What Lighthouse says of a page on a phone."""

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from tests.audit.npm_tools import modules, run_node
from tests.audit.viewing import PATIENCE
from tests.conftest import FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GATED = ("accessibility", "best-practices", "seo")


def reports(addresses: "Sequence[str]", browser: str, *categories: str) -> list[dict[str, Any]]:
    """Let Lighthouse judge pages, each once, in one browser: to launch one takes as long as to judge a page."""
    asked = {
        "browser": browser,
        "flags": FLAGS,
        "categories": categories,
        "limit": PATIENCE,
        "addresses": addresses,
    }
    said = run_node(Path(__file__).with_suffix(".mjs"), modules().as_uri(), json.dumps(asked))
    return [json.loads(line) for line in said.splitlines()]


def scores(report: dict[str, Any]) -> dict[str, int]:
    """Return the score of each category, from 0 to 100."""
    return {name: round(100 * category["score"]) for name, category in report["categories"].items()}


def lost(report: dict[str, Any]) -> list[str]:
    """Name what cost a page its points."""
    weighed = [
        ref["id"] for category in report["categories"].values() for ref in category["auditRefs"] if ref["weight"]
    ]
    audits = [report["audits"][name] for name in weighed]
    return [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]


def kind(path: str) -> str:
    """Tell which kind of page this is: one of its folder, or where it stands at the top, one of its own."""
    return PurePosixPath(path).parts[0].removesuffix(".html")


def one_of_each_kind(sizes: "Iterable[tuple[str, int]]") -> list[str]:
    """Return the largest page of each kind."""
    largest: dict[str, str] = {}
    for path, _ in sorted(sizes, key=lambda one: one[1]):
        largest[kind(path)] = path
    return sorted(largest.values())
