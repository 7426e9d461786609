"""The checks of how light and how still a page is find what is planted for them, and nothing on a page without it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audit.lightness import laid_out, movements, new_visitor, weight
from tests.audit.static_host import serving
from tests.audit.test_planted import LONG, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_what_moves_is_found(browser: "Browser", tmp_path: Path) -> None:
    """A paragraph that is pushed down after the page has been drawn is found."""
    push = "setTimeout(() => document.querySelector('h1').insertAdjacentHTML('afterend', '<h2>Late</h2>'), 200)"
    for body, moved in (("", False), (f"<script>{push}</script>", True)):
        write(tmp_path, body)
        with serving(tmp_path) as host:
            assert bool(movements(browser, host.address, "page.html", 390)) is moved


def test_what_moves_while_a_page_arrives_is_found(browser: "Browser", tmp_path: Path) -> None:
    """Where a page arrives in pieces, a table whose columns become wider with its last row is found."""
    rows = "<tr><td>a</td><td>b</td></tr>" * 9
    filler = "".join(f"<!-- {number**9} -->" for number in range(3000))  # what gzip cannot make small
    for last, moved in (("a", False), ("a" * 30, True)):
        write(tmp_path, f"<table>{rows}{filler}<tr><td>{last}</td><td>b</td></tr></table>")
        with serving(tmp_path, pieces=16) as host:
            assert bool(movements(browser, host.address, "page.html", 390)) is moved


def test_what_travels_is_weighed(browser: "Browser", tmp_path: Path) -> None:
    """Text travels gzipped and a font as it is; on the next visit only the page itself travels."""
    font = "@font-face { font-family: late; src: url(late.woff2) } h1 { font-family: late }"
    write(tmp_path, "<script src=long.js></script>", font)
    (tmp_path / "long.js").write_text("// " + LONG, encoding="utf-8")
    (tmp_path / "late.woff2").write_bytes(b"x" * 5000)
    with serving(tmp_path) as host:
        visitor = new_visitor(browser)
        first = weight(host, visitor, "page.html")
        sent = dict(host.sent)
        assert first == sum(sent.values())
        assert sent["/late.woff2"] == 5000
        assert sent["/long.js"] < 100
        assert weight(host, visitor, "page.html") == sent["/page.html"]
        visitor.close()


def test_what_is_laid_out_at_once_is_counted(browser: "Browser", tmp_path: Path) -> None:
    """Each row counts, seen or not; what waits until it is near does not, and neither does what a script adds."""
    rows = "<p>a row</p>" * 1000
    later = f"<div style='content-visibility: auto; contain-intrinsic-size: 9rem'>{rows}</div>"
    adds = "<script src=adds.js></script>"
    (tmp_path / "adds.js").write_text(f"document.body.insertAdjacentHTML('beforeend', '{rows}')", encoding="utf-8")
    counts = []
    for body in ("", rows, "<p style='height: 9000px'></p>" + later, adds):
        write(tmp_path, body)
        with serving(tmp_path) as host:
            counts.append(laid_out(browser, host.address, "page.html"))
    nothing, all_rows, waiting, added = counts
    assert all_rows - nothing == pytest.approx(2000, abs=20)
    assert waiting - nothing < 20
    assert added - nothing < 20
