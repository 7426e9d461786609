"""Lighthouse judges every page. Nothing else of the audit runs meanwhile: it would take from the scores."""

from typing import TYPE_CHECKING

import pytest

from tests.audit.budget import limits
from tests.audit.lighthouse import LONG, RUNS, blocking, lost, report, scores
from tests.conftest import find_browser

if TYPE_CHECKING:
    from tests.audit.static_host import Host


def test_lighthouse(host: "Host", path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The median of three runs reaches what the budget asks for, and no script holds the page up."""
    reports = [report(host.address + path, find_browser()) for _ in range(RUNS)]
    found, asked = scores(reports), limits(path)["lighthouse"]
    with capsys.disabled():  # the scores are for reading, also where all is well
        print(f"\n{path}: " + ", ".join(f"{name} {score:.0f}" for name, score in found.items()))
    assert {name: score for name, score in found.items() if score < asked[name]} == {}, [lost(one) for one in reports]
    assert blocking(reports) <= LONG
