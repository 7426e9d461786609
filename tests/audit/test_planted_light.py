"""The checks of how light and how still a page is find what is planted for them, and nothing on a page without it."""

from pathlib import Path

import pytest

from tests.audit.budget import budget_faults
from tests.audit.counters import count, keeps, laid_out, travelling, weigh
from tests.audit.static_host import serving
from tests.audit.stillness import movements
from tests.audit.test_planted import LONG
from tests.audit.test_planted import write as write_page
from tests.audit.viewing import Visitors, viewing

pytestmark = pytest.mark.browser

PIECES = 16
ROWS = "<p>a row</p>" * 100


def test_what_moves_is_found(visitors: Visitors, tmp_path: Path) -> None:
    """A paragraph that is pushed down after the page has been drawn is found."""
    push = "setTimeout(() => document.querySelector('h1').insertAdjacentHTML('afterend', '<h2>Late</h2>'), 200)"
    for body, moved in (("", False), (f"<script>{push}</script>", True)):
        write_page(tmp_path, body)
        with serving(tmp_path, PIECES) as host:
            assert bool(movements(visitors(), host, "page.html")) is moved


def test_what_moves_while_a_page_arrives_is_found(visitors: Visitors, tmp_path: Path) -> None:
    """Where a page arrives in pieces, a table whose columns become wider with its last row is found."""
    rows = "<tr><td>a</td><td>b</td></tr>" * 9
    filler = "".join(f"<!-- {number**9} -->\n" for number in range(3000))
    for last, moved in (("a", False), ("a" * 30, True)):
        write_page(tmp_path, f"<table>{rows}{filler}<tr><td>{last}</td><td>b</td></tr></table>")
        with serving(tmp_path, PIECES) as host:
            assert bool(movements(visitors(), host, "page.html")) is moved


def test_what_moves_when_a_font_comes_is_found(visitors: Visitors, tmp_path: Path) -> None:
    """A font that comes after the text has been laid out, and has letters of another width, is found."""
    (tmp_path / "late.woff2").write_bytes(wide_font())
    for family, moved in (("sans-serif", False), ("late, sans-serif", True)):
        face = "@font-face { font-family: late; src: url(late.woff2); font-display: swap }"
        write_page(tmp_path, f"<p style='font-family: {family}'>{'a ' * 20}</p>", face)
        with serving(tmp_path, PIECES) as host:
            assert bool(movements(visitors(), host, "page.html")) is moved


def test_what_moves_when_it_is_scrolled_to_is_found(visitors: Visitors, tmp_path: Path) -> None:
    """What moves only when a reader has come to it is found, however far down it stands."""
    moves = "new IntersectionObserver(([{isIntersecting}]) => { if (isIntersecting) end.style.marginTop = '90px' })"
    for body, moved in (("", False), (f"<script>{moves}.observe(end)</script>", True)):
        write_page(tmp_path, f"<p style='height: 4000px'></p><p id=end>The end</p>{body}")
        with serving(tmp_path, PIECES) as host:
            assert bool(movements(visitors(), host, "page.html")) is moved


def wide_font() -> bytes:
    """Make a font whose only letter is three times as wide as it is high."""
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for point, draw in (((0, 0), pen.moveTo), ((3000, 0), pen.lineTo), ((3000, 700), pen.lineTo)):
        draw(point)
    pen.closePath()
    glyphs = {".notdef": TTGlyphPen(None).glyph(), "a": pen.glyph()}
    font = FontBuilder(1000)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({ord("a"): "a"})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (3000, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "late", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.font.flavor = "woff2"
    packed = BytesIO()
    font.save(packed)
    return packed.getvalue()


def test_what_travels_is_weighed(visitors: Visitors, tmp_path: Path) -> None:
    """Text travels gzipped and a font as it is; a reader who comes again fetches the page alone, as was computed."""
    font = "@font-face { font-family: late; src: url(late.woff2) } h1 { font-family: late }"
    write_page(tmp_path, "<script src=long.js></script>", font)
    (tmp_path / "long.js").write_text("// " + LONG, encoding="utf-8")
    (tmp_path / "late.woff2").write_bytes(b"x" * 5000)
    with serving(tmp_path) as host:
        visitor = visitors(theme="dark")
        first, _ = weigh(visitor, host, "page.html")
        again, _ = weigh(visitor, host, "page.html", anew=False)
        kept = keeps(visitor, host, ["page.html"])
    assert first["/late.woff2"] == 5000
    assert first["/long.js"] < 100
    assert travelling(first, set()) == sum(first.values())
    assert travelling(first, kept) == sum(again.values()) == first["/page.html"]


def test_a_request_that_comes_late_is_counted(visitors: Visitors, tmp_path: Path) -> None:
    """What a script asks for after a while, and what it asks for then, are a part of the visit."""
    chain = "setTimeout(() => fetch('a.txt').then(() => setTimeout(() => fetch('b.txt'), 3000)), 300)"
    write_page(tmp_path, f"<script>{chain}</script>")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("what came late", encoding="utf-8")
    with serving(tmp_path) as host:
        visitor = visitors(theme="dark")
        sent, counted = weigh(visitor, host, "page.html")
    assert {*sent} == {"/page.html", "/a.txt", "/b.txt"}
    assert counted["requests"] == 3


def test_a_page_that_never_rests_is_found(visitors: Visitors, tmp_path: Path) -> None:
    """A page whose script goes on for ever is named, and one that only looks again now and then is not."""
    write_page(
        tmp_path, "<script>(function again() { setTimeout(again, 5000) })(); setInterval(() => 1, 5000)</script>"
    )
    with serving(tmp_path) as host, viewing(visitors(), host.address, "page.html"):
        pass
    write_page(tmp_path, "<script>audit.frames = 60; (function again() { requestAnimationFrame(again) })()</script>")
    with (
        serving(tmp_path) as host,
        pytest.raises(AssertionError, match=r"page\.html does not come to rest"),
        viewing(visitors(), host.address, "page.html"),
    ):
        pass


def test_what_is_laid_out_at_once_is_counted(visitors: Visitors, tmp_path: Path) -> None:
    """Each row counts, seen or not; what waits until it is near does not, and neither does what a script adds."""
    rows = ROWS * 10
    later = f"<div style='content-visibility: auto; contain-intrinsic-size: 9rem'>{rows}</div>"
    adds = "<script src=adds.js></script>"
    (tmp_path / "adds.js").write_text(f"document.body.insertAdjacentHTML('beforeend', '{rows}')", encoding="utf-8")
    counts = []
    for body in ("", rows, "<p style='height: 9000px'></p>" + later, adds):
        write_page(tmp_path, body)
        with serving(tmp_path) as host:
            counts.append(laid_out(visitors(), host, "page.html"))
    nothing, all_rows, waiting, added = counts
    assert all_rows - nothing == pytest.approx(2000, abs=20)
    assert waiting - nothing < 20
    assert added - nothing < 20


SCRIPT = "<script src=_static/own.js></script>"
LOOPS = "for (const row of document.querySelectorAll('p')) row.title = 'seen';"
CALLS = "document.querySelectorAll('p').forEach(row => { row.title = 'seen'; });"
HOLDS_UP = "for (const end = performance.now() + 300; performance.now() < end;);"
THRASHES = """for (const row of document.querySelectorAll('p')) {
    row.style.marginLeft = row.offsetHeight % 7 + 'px';
}"""
RESTYLES = """for (const row of document.querySelectorAll('p')) {
    row.style.setProperty('--seen', getComputedStyle(row).color);
}"""


def counted(visitors: Visitors, folder: Path, body: str, script: str = "//") -> dict[str, int]:
    """Count a page with a script."""
    (folder / "_static").mkdir()
    (folder / "heavy.bin").write_bytes(b"x" * 9000)
    (folder / "light.bin").write_bytes(b"x")
    (folder / "_static" / "own.js").write_text(script, encoding="utf-8")
    write_page(folder, ROWS + body + SCRIPT)
    with serving(folder) as host:
        return count(visitors(), host, "page.html", {"/_static/own.js"})


@pytest.fixture(scope="module")
def before(visitors: Visitors, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """What is counted of the page as it should be."""
    return counted(visitors, tmp_path_factory.mktemp("before"), "")


def test_a_page_that_is_as_it_was_has_no_faults(visitors: Visitors, tmp_path: Path, before: dict[str, int]) -> None:
    """What is counted is the same from load to load."""
    assert budget_faults("page.html", counted(visitors, tmp_path, ""), before) == []


@pytest.mark.parametrize(
    ("counters", "planted"),
    [
        ({"first_visit", "next_visit", "requests"}, ("<img alt='' src=heavy.bin>",)),
        ({"requests"}, ("<img alt='' src=light.bin>",)),
        ({"next_visit"}, (f"<!-- {'.'.join(str(number**9) for number in range(300))} -->",)),
        ({"nodes", "laid_out"}, ("<p><b>more</b> rows</p>" * 20,)),
        ({"calls"}, ("", LOOPS)),
        ({"calls"}, ("", CALLS)),
        ({"calls"}, ("", HOLDS_UP)),
        ({"layouts"}, ("", THRASHES)),
        ({"styles"}, ("", RESTYLES)),
    ],
)
def test_what_makes_a_page_heavy_is_found(
    visitors: Visitors, tmp_path: Path, before: dict[str, int], counters: set[str], planted: tuple[str, ...]
) -> None:
    """Each counter finds what is planted for it, and says page, counter, both numbers and what to do."""
    now = counted(visitors, tmp_path, *planted)
    faults = budget_faults("page.html", now, before)
    for name in counters:
        said = f"page.html: {name} is {now[name]:,}, where {before[name]:,} were recorded"
        [fault] = [one for one in faults if one.startswith(said)]
        assert fault.endswith("record it by nox -s audit -- --renew")
