"""Every page is safe and valid: one policy that nothing breaks, links that give nothing away, and clean HTML."""

from typing import TYPE_CHECKING

from tests.audit.conftest import SITE, assert_none, pages
from tests.audit.nu import nu_faults
from tests.audit.outline import STYLED, link_faults, policy_faults, soup
from tests.audit.viewing import viewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.audit.static_host import Host

BOXES = """() => [...document.querySelectorAll(".katex-html *")].map(part => {
    const {left, top, width, height} = part.getBoundingClientRect();
    return [left, top + scrollY, width, height].map(Math.round).join(" ");
})"""


def test_policy(path: str) -> None:
    """The Content-Security-Policy stands in the page, and nothing in the page needs more than it allows."""
    assert_none(policy_faults(soup(SITE / path)))


def test_formulas_under_the_policy(browser: "Browser", host: "Host", path: str) -> None:
    """The boxes of formulas are the same with the policy and without it."""
    boxes = []
    for bypassed in (False, True):
        with viewing(browser, host.address, path, 1280, "light", bypass_csp=bypassed) as view:
            boxes.append(view.page.evaluate(BOXES))
        if not boxes[0]:
            return
    assert boxes[0] == boxes[1]


def test_links(path: str) -> None:
    """A page loads nothing from elsewhere, and its links to elsewhere have rel=noopener."""
    assert_none(link_faults(soup(SITE / path)))


def test_style_sheets() -> None:
    """No style sheet loads anything from elsewhere."""
    sheets = {sheet.name: STYLED.findall(sheet.read_text(encoding="utf-8")) for sheet in SITE.rglob("*.css")}
    assert {name: found for name, found in sheets.items() if found} == {}


def test_nu(host: "Host") -> None:
    """The Nu HTML checker has nothing to say about any page."""
    assert_none(nu_faults(host.address + path for path in pages()))
