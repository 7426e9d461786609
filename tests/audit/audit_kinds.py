"""Lighthouse judges the largest page of each kind: all of a kind are made by the same templates."""

from typing import TYPE_CHECKING

from tests.audit.budget import limits
from tests.audit.conftest import SITE, assert_none, pages
from tests.audit.lighthouse import GATED, lost, one_of_each_kind, reports, scores
from tests.conftest import find_browser

if TYPE_CHECKING:
    from tests.audit.static_host import Host


def test_lighthouse(host: "Host") -> None:
    """It finds nothing against a page's accessibility, its practices and how it can be found."""
    examples = one_of_each_kind((path, (SITE / path).stat().st_size) for path in pages())
    found = reports([host.address + path for path in examples], find_browser(), *GATED)
    asked = [limits(path)["lighthouse"] for path in examples]
    assert_none(
        [
            f"{path}: {name} has {score} of {least[name]}: {lost(judged)}"
            for path, judged, least in zip(examples, found, asked, strict=True)
            for name, score in scores(judged).items()
            if score < least[name]
        ]
    )
