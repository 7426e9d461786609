"""Every page is safe and valid: one policy that nothing breaks, links that give nothing away, and clean HTML."""

from typing import TYPE_CHECKING

import pytest

from tests.audit.conftest import DESK, SITE, assert_none, pages
from tests.audit.nu import nu_faults
from tests.audit.outline import STYLED, link_faults, policy_faults, soup
from tests.audit.rules_apart import crossings, inline_styles
from tests.audit.viewing import Visitors, viewing

if TYPE_CHECKING:
    from tests.audit.static_host import Host

BOXES = """() => [...document.querySelectorAll(".katex-html *")].map(part => {
    const {left, top, width, height} = part.getBoundingClientRect();
    return [left, top + scrollY, width, height].map(Math.round).join(" ");
})"""


def test_policy(path: str) -> None:
    """The Content-Security-Policy stands in the page, and nothing in the page needs more than it allows."""
    assert_none(policy_faults(soup(SITE / path)))


@pytest.mark.parametrize("rank", [0, 1])
def test_formulas_under_the_policy(visitors: Visitors, host: "Host", rank: int) -> None:
    """The boxes of formulas are the same with the policy and without it, on the two pages that have most of them."""
    path = sorted(pages(), key=lambda path: (SITE / path).read_bytes().count(b"katex-html"))[-1 - rank]
    boxes = []
    for bypassed in (False, True):
        with viewing(visitors(*DESK, bypass_csp=bypassed), host.address, path) as view:
            boxes.append(view.page.evaluate(BOXES))
    assert boxes[0]
    assert boxes[0] == boxes[1]


def test_links(path: str) -> None:
    """A page loads nothing from elsewhere, and its links to elsewhere have rel=noopener."""
    assert_none(link_faults(soup(SITE / path)))


def test_style_sheets() -> None:
    """No style sheet loads anything from elsewhere."""
    sheets = {sheet.name: STYLED.findall(sheet.read_text(encoding="utf-8")) for sheet in SITE.rglob("*.css")}
    assert {name: found for name, found in sheets.items() if found} == {}


def test_two_views_are_enough() -> None:
    """No rule holds for a width and a theme at once: what two views show, one of each, is all that there is."""
    sheets = {"site.css": (SITE / "_static" / "site.css").read_text(encoding="utf-8")}
    sheets |= {path: inline_styles((SITE / path).read_text(encoding="utf-8")) for path in pages()}
    assert_none([f"{name}: {fault}" for name, sheet in sheets.items() for fault in crossings(sheet)])


def test_nu() -> None:
    """The Nu HTML checker has nothing to say about any page."""
    assert_none(nu_faults(SITE / path for path in pages()))
