"""The tools that npm brings find what is planted for them: a check that cannot fail would say nothing of the site."""

from pathlib import Path

import pytest

from tests.audit.lighthouse import GATED, lost, reports, scores
from tests.audit.nu import nu_faults
from tests.audit.outline import POLICY
from tests.audit.seeing import axe_faults
from tests.audit.static_host import serving
from tests.audit.viewing import Visitors, viewing
from tests.conftest import find_browser

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="A page.">{}</head>
<body><main><h1>A page</h1>{}</main></body></html>"""


def write(folder: Path, planted: str, name: str = "page") -> Path:
    """Write a page that is as it should be, but for what is given: a policy with all after it in the head."""
    head, body = (planted, "") if planted.startswith("<meta") else ("", planted)
    path = folder / f"{name}.html"
    path.write_text(GOOD.format(head, body), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("", ""),
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color: #999'>Grey</p>", "color-contrast"),
        ("<button style='width: 9px; height: 9px; padding: 0' aria-label=A></button>" * 2, "target-size"),
        ("<div style='overflow: auto; height: 9px'><p>Low</p><p>Lower</p></div>", "scrollable-region-focusable"),
        ("<h3>Three</h3>", "heading-order"),
        ("<table><tr><th></th></tr><tr><td>1</td></tr></table>", "empty-table-header"),
    ],
)
def test_axe_finds(visitors: Visitors, tmp_path: Path, body: str, rule: str) -> None:
    """Axe finds a fault of each kind, and none on a good page; rules of WCAG 2.2 and of good practice are on."""
    write(tmp_path, body)
    with serving(tmp_path) as host, viewing(visitors(), host.address, "page.html") as view:
        assert {fault.partition(":")[0] for fault in axe_faults(view)} == {rule} - {""}


def test_nu_finds(tmp_path: Path) -> None:
    """The Nu HTML checker finds errors and gives advice, each with its page and line, and nothing on a good page.

    Our own scripts are no fault against the policy, though it cannot know that of a file; a foreign one is.
    """
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    data = '<script type="application/json">{}</script>'
    ours = '<script src="own.js"></script><link rel="stylesheet" href="/site.css">' + data
    plants = {
        "good": "",
        "faulty": "<p id=a></p><p id=a></p></div>",
        "ours": policy + ours,
        "foreign": policy + '<script src="https://example.org/a.js"></script>',
        "open": policy + '<script src="//example.org/a.js"></script>',
    }
    faults = nu_faults(write(tmp_path, planted, name) for name, planted in plants.items())
    found = {name: sorted({one.split(": ")[1] for one in faults if f"/{name}.html line " in one}) for name in plants}
    assert found == {"good": [], "faulty": ["error", "info"], "ours": [], "foreign": ["info"], "open": ["info"]}


def test_lighthouse_finds(tmp_path: Path) -> None:
    """Lighthouse takes points for an image without a text, and names what cost them."""
    write(tmp_path, "<img src='data:,'>")
    with serving(tmp_path) as host:
        (found,) = reports([f"{host.address}page.html"], find_browser(), *GATED)
    assert {*scores(found)} == {*GATED}
    assert scores(found)["accessibility"] < 100
    assert "image-alt" in lost(found)
