"""Lighthouse's scores of a page on a phone, as the median of several runs."""

import json
import statistics
from typing import Any

from tests.audit.npm_tools import run_node
from tests.conftest import FLAGS

RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LONG = 50  # ms of work at a stretch, beyond which it is felt as a delay


def report(address: str, browser: str) -> dict[str, Any]:
    """Let Lighthouse judge a page once."""
    options = [f"--only-categories={','.join(CATEGORIES)}", "--output=json", "--quiet"]
    chrome = f"--chrome-flags={' '.join(FLAGS)}"
    found: dict[str, Any] = json.loads(
        run_node("lighthouse/cli/index.js", address, *options, chrome, CHROME_PATH=browser)
    )
    return found


def scores(reports: list[dict[str, Any]]) -> dict[str, float]:
    """Return the median score of each category, from 0 to 100."""
    return {
        name: statistics.median(round(100 * report["categories"][name]["score"]) for report in reports)
        for name in CATEGORIES
    }


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


def blocking(reports: list[dict[str, Any]]) -> float:
    """Return how long scripts, and what they made the browser do, kept a page from answering, in ms: the median."""
    return statistics.median(
        sum(
            max(0.0, float(task["duration"]) - LONG)
            for task in report["audits"]["long-tasks"]["details"]["items"]
            if task["url"].endswith(".js") or ".js?" in task["url"]
        )
        for report in reports
    )
