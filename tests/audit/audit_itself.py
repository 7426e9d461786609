"""The tools that npm brings find what is planted for them: a check that cannot fail would say nothing of the site."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audit.lighthouse import blocking, lost, report, scores
from tests.audit.nu import nu_faults
from tests.audit.seeing import axe_faults
from tests.audit.static_host import serving
from tests.audit.viewing import viewing
from tests.conftest import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="A page."></head>
<body><main><h1>A page</h1>{}</main></body></html>"""


def write(folder: Path, body: str) -> None:
    """Write a page that is as it should be, but for what is given."""
    (folder / "page.html").write_text(GOOD.format(body), encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color: #999'>Grey</p>", "color-contrast"),
        ("<button style='width: 9px; height: 9px; padding: 0' aria-label=A></button>" * 2, "target-size"),
        ("<div style='overflow: auto; height: 9px'><p>Low</p><p>Lower</p></div>", "scrollable-region-focusable"),
        ("<h3>Three</h3>", "heading-order"),
        ("<table><tr><th></th></tr><tr><td>1</td></tr></table>", "empty-table-header"),
    ],
)
def test_axe_finds(browser: "Browser", tmp_path: Path, body: str, rule: str) -> None:
    """Axe finds a fault of each kind, and none on a good page; rules of WCAG 2.2 and of good practice are on."""
    for planted, found in (("", []), (body, [rule])):
        write(tmp_path, planted)
        with serving(tmp_path) as host, viewing(browser, host.address, "page.html", 390, "light") as view:
            assert sorted({fault.partition(":")[0] for fault in axe_faults(view)}) == found


def test_nu_finds(tmp_path: Path) -> None:
    """The Nu HTML checker finds errors and gives advice, each with its page and line, and nothing on a good page."""
    for planted, found in (("", []), ("<p id=a></p><p id=a></p></div>", ["error", "info"])):
        write(tmp_path, planted)
        with serving(tmp_path) as host:
            faults = nu_faults([f"{host.address}page.html"])
        assert sorted({fault.split(": ")[1] for fault in faults}) == found
        assert all("page.html line " in fault for fault in faults)


def test_lighthouse_finds(tmp_path: Path) -> None:
    """Lighthouse takes points for an image without a text, and sees a script that holds the page up."""
    busy = "for (const end = performance.now() + 300; performance.now() < end;);"
    (tmp_path / "busy.js").write_text(busy, encoding="utf-8")
    write(tmp_path, "<img src='data:,'><script src='busy.js'></script>")
    with serving(tmp_path) as host:
        found = report(f"{host.address}page.html", find_browser())
    assert scores([found])["accessibility"] < 100
    assert "image-alt" in lost(found)
    assert blocking([found]) > 250 - 1  # all but what may be
