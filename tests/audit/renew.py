"""Count anew, and record in budget.toml: `nox -s audit -- --renew` for every page, or `--renew 'lessons/*'`."""

import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.audit import budget
from tests.audit.conftest import SITE, pages
from tests.audit.counters import count_load, keeps, laid_out
from tests.audit.static_host import serving
from tests.audit.viewing import new_visitor
from tests.conftest import FLAGS, find_browser

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.audit.static_host import Host

LOADS = 10


def row(visitor: "BrowserContext", host: "Host", path: str, kept: set[str]) -> dict[str, int]:
    """Count a page in ten loads: the most of what varies, and of what does not the middle."""
    loads = [count_load(visitor, host, path, kept) for _ in range(LOADS)]
    counts = {name: sorted(load[name] for load in loads) for name in loads[0]}
    for name, found in counts.items():
        if found[0] != found[-1]:
            print(f"  {path}: {name} from {found[0]:,} to {found[-1]:,}")
    counted = {name: found[-1] if name in budget.VARYING else found[LOADS // 2] for name, found in counts.items()}
    return counted | {"laid_out": laid_out(visitor, host, path)}


def main(patterns: list[str]) -> None:
    """Renew the rows of the pages that fit one of the patterns, and leave out those of pages that are gone."""
    rows = {path: kept for path, kept in budget.recorded().items() if path in pages()}
    with sync_playwright() as playwright, serving(SITE) as host:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        visitor = new_visitor(browser)
        kept = keeps(visitor, host, budget.BUDGET["before"])
        for path in pages():
            if any(fnmatchcase(path, pattern) for pattern in patterns or ["*"]):
                rows[path] = row(visitor, host, path, kept)
                print(path, ", ".join(f"{name} {rows[path][name]:,}" for name in budget.COUNTERS), flush=True)
        browser.close()
    budget.write(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
