"""Let Lighthouse judge every page of the built site, its speed too: a table to read, and never a gate.

A score for speed is measured in time: one page had 72, 78 and 100 on a machine that was busy now and then. What a page
may cost is held by the counters of budget.toml instead.
"""

import json
import sys
from pathlib import Path

from tests.audit.conftest import SITE, pages
from tests.audit.lighthouse import GATED, lost, reports, scores
from tests.audit.static_host import serving
from tests.conftest import find_browser

CATEGORIES = ("performance", *GATED)
REPORT = SITE.parent / "scores.json"


def main(paths: list[str]) -> None:
    """Print a line a page, and write all that Lighthouse lost points for beside the built site."""
    found = {}
    print("".join(f"{name:>15}" for name in CATEGORIES))
    with serving(SITE) as host:
        for path in paths or pages():
            (judged,) = reports(
                [host.address + path], find_browser(), *CATEGORIES
            )  # a browser for each: speed is measured
            found[path] = {"scores": scores(judged), "lost": lost(judged)}
            print("".join(f"{scores(judged)[name]:15}" for name in CATEGORIES), "", path, flush=True)
    Path(REPORT).write_text(json.dumps(found, indent=2), encoding="utf-8")
    print(f"\nWhat cost the points: {REPORT}")


if __name__ == "__main__":
    main(sys.argv[1:])
