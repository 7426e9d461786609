"""Lighthouse judges the largest page of each kind: all of a kind are made by the same templates."""

from typing import TYPE_CHECKING

from tests.audit.budget import limits
from tests.audit.lighthouse import GATED, lost, report, scores
from tests.conftest import find_browser

if TYPE_CHECKING:
    from tests.audit.static_host import Host


def test_lighthouse(host: "Host", example: str) -> None:
    """It finds nothing against a page's accessibility, its practices and how it can be found."""
    found = report(host.address + example, find_browser(), *GATED)
    asked = limits(example)["lighthouse"]
    assert {name: score for name, score in scores(found).items() if score < asked[name]} == {}, lost(found)
