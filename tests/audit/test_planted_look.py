"""What large text breaks, a phone crowds, paper gives away and no script keeps: each planted fault is found."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.audit.printing import print_faults
from tests.audit.reflow import large_text_faults, phone_faults, zoom_faults
from tests.audit.scriptless import scriptless
from tests.audit.static_host import serving
from tests.audit.test_planted import write
from tests.audit.viewing import View, Visitors, viewing

pytestmark = pytest.mark.browser

Opened = Callable[..., AbstractContextManager[View]]


@pytest.fixture
def held(visitors: Visitors, tmp_path: Path) -> Opened:
    """Opens a page with a fault planted in it on a phone, which nobody's mouse hovers over."""

    @contextmanager
    def open_page(body: str, more: str = "") -> Iterator[View]:
        write(tmp_path, body, more)
        visitor = visitors(390, "dark", has_touch=True)
        with serving(tmp_path) as host, viewing(visitor, host.address, "page.html") as view:
            yield view

    return open_page


ANYWHERE = "style='overflow-wrap: anywhere; width: 5rem'"
DRAWER = "<div class=toc-drawer style='position: fixed; right: -20rem; width: 11rem'></div>"
TWO_LINES = 30  # px, which no line of text is high
NEXT = f"<nav><a href=# {ANYWHERE}><span {ANYWHERE}>Next</span></a></nav>"


def test_text_that_is_large_loses_nothing(held: Opened) -> None:
    """A formula, a name of code and a word at its soft hyphens may be broken; all else fits, or is found."""
    good = "<p>next = w\u00a0−\u00a0learning\u00a0·\u00a0slopeslopeslope</p><p><i>package.modulemodulemodule</i></p>"
    word = "<p style='width: 5rem' class=word>Dif\u00adfer\u00aden\u00adti\u00ada\u00adtion</p>"
    with held(good + word, "p { overflow-wrap: anywhere }") as view:
        assert view.page.evaluate("document.querySelector('p.word').offsetHeight") > TWO_LINES
        assert large_text_faults(view) == []


@pytest.mark.parametrize(
    ("body", "more", "fault"),
    [
        (f"<h2 {ANYWHERE}>Differentiation</h2>", "", "“Differentiation” is broken in two, in h2"),
        (NEXT, "nav span { display: block; width: 1rem !important }", "“Next” is broken in two, in span"),
        ("", "header a { margin-left: 12rem }", "a “Home” cannot be reached"),
        ("<b class=lid>Lid</b>", ".lid { position: fixed; inset: 0; background: #fff }", "a “Home” cannot be reached"),
        ("<div style='width: 11rem'>Wide</div>", "", "scrolls sideways by 32 px"),
        ("<div style='width: 11rem'>Wide</div>", "main { overflow-x: auto }", "main. scrolls sideways by 32 px"),
        (DRAWER, "", "toc-drawer is wider than the screen"),
        ("<p class=a>Small</p>", ".a { font-size: min(1rem, 8vw) }", "the text of p.a grows to 160% only"),
        ("<b class=katex>w</b>", ".katex { font-size: 16px }", "the text of b.katex grows to 100% only"),
        ("<input aria-label=b>", "input { font-size: 16px; width: 9rem }", "the text of input. grows to 100% only"),
    ],
)
def test_what_large_text_breaks_is_found(held: Opened, body: str, more: str, fault: str) -> None:
    """A word in two, a button out of reach and a part too wide are found, though a zoom alone breaks none of them."""
    with held(body, more) as view:
        assert [found for found in zoom_faults(view) if "cannot be reached" not in found] == []
        assert fault in "\n".join(large_text_faults(view))
        assert zoom_faults(view) == []


FORMULA = "<div class=formula><span class=katex-base>above</span><br><span class={}>below</span></div>"
ROWS = ".katex-base, .after { display: inline-block; height: 2rem; vertical-align: top } .formula > :last-child"
RING = "<defs><path id=ring d='M0 19a19 19 0 0 1 0-38a19 19 0 0 1 0 38'/></defs>"
FIGURE = f"<figure class=gd-figure><svg width=300 height=90>{RING}{{}}</svg></figure>"
TWO = "<text y=50>one</text><text x=9 y=52>two</text>"
NODE = "<use href=#ring x=50 y=45 /><text x=50 y=50 text-anchor=middle>w</text>"
SHADE = "background: linear-gradient(#333, #fff) left / 0.75rem no-repeat"
TABLE = """<div tabindex=0 style="overflow-x: auto; {}"><table><tbody>
    <tr><td style="min-width: {}">one</td><td>{}</td></tr></tbody></table></div>"""
CODE = "<pre style='padding-top: 3rem'>1 + 1</pre>"
COPY = f"<div style='position: relative'>{CODE}<button class=copybtn>Copy</button></div>"
BUTTON = ".copybtn {{ position: absolute; top: {}; left: 0; width: {}; height: 28px; padding: 0 }} {}"


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (FORMULA.format("katex-base"), f"{ROWS} {{ margin-top: 4px }}"),
        (FORMULA.format("after"), f"{ROWS} {{ margin-top: 0 }}"),
        (FIGURE.format(f"{NODE}<text x=75 y=50>number</text>"), ""),
        (TABLE.format(SHADE, "500px", "many words, and numbers as well"), ""),
        (TABLE.format("", "100px", "right"), ""),
        (COPY, BUTTON.format("0", "28px", "")),
    ],
)
def test_a_phone_that_shows_all_has_no_faults(held: Opened, body: str, more: str) -> None:
    """Rows with a space between them, a number beside a ring, a table that shows that it goes on: each is good."""
    with held(body, more) as view:
        assert phone_faults(view) == []


@pytest.mark.parametrize(
    ("body", "more", "fault"),
    [
        (FORMULA.format("katex-base"), f"{ROWS} {{ margin-top: 0 }}", "of a formula span “above” and span “below”"),
        (FORMULA.format("after"), f"{ROWS} {{ margin-top: -9px }}", "beside a formula span “above” and span “below”"),
        (FIGURE.format(f"{NODE}<text x=64 y=50>number</text>"), "", "in a figure text “number” lies over a ring"),
        (FIGURE.format(TWO), "", "in a figure text “one” and text “two” lie over each other"),
        (TABLE.format("", "500px", "many words, and numbers as well"), "", "goes on, and nothing shows it"),
        (TABLE.format(SHADE, "500px", "right"), "", "is cut, “right”"),
        (COPY, BUTTON.format("0", "28px", ".copybtn:not(:hover) { opacity: 0 }"), "a button that copies is not seen"),
        (COPY, BUTTON.format("0", "21px", ""), "a button that copies has 21 by 28 px"),
        (COPY, BUTTON.format("3rem", "28px", ""), "a button that copies lies over the code"),
    ],
)
def test_what_a_phone_crowds_is_found(held: Opened, body: str, more: str, fault: str) -> None:
    """What lies over something else, is cut where its point is, or is too small for a finger is found."""
    with held(body, more) as view:
        assert fault in "\n".join(phone_faults(view))


ANSWER = "<details open><summary>Solution</summary><p>Forty-two.</p></details>"
HINT = ANSWER.replace("open", "open class=answers")
SOLUTION = f"<section><gd-exercise></gd-exercise>{ANSWER}</section>"
TALL = "<div style='break-inside: avoid; height: 950px'>Tall</div>"
AT_THE_END = "<div style='height: 790px'></div><h2>Alone</h2><p style='break-before: page'>Elsewhere.</p>"


@pytest.mark.parametrize(
    ("body", "more", "fault"),
    [
        (SOLUTION, "", "details. is printed beside its question"),
        (f"<div class=predict>How?</div>{HINT}", "", "details.answers is printed beside its question"),
        (SOLUTION, "@media print { details { display: none } }", ""),
        (TALL, "", "page 1 of 2 is nearly empty"),
        ("<p>A row.</p>" * 12 + TALL, "", ""),
        (AT_THE_END, "", "page 1 of 2 ends with the heading 'Alone'"),
        (AT_THE_END.replace("Alone</h2>", "Alone</h2><p>Not so.</p>"), "", ""),
    ],
)
def test_what_paper_gives_away_or_breaks_is_found(held: Opened, body: str, more: str, fault: str) -> None:
    """An answer beside its question, a sheet that is nearly empty, and a heading at the end of one are found."""
    with held(body, more) as view:
        faults = "\n".join(print_faults(view))
    assert fault in faults
    assert bool(faults) == bool(fault)


STILL = "<gd-moving><p class=gd-still>Without a script this stands still.</p></gd-moving>"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (f"{STILL}<p>Where a script may run, you are told where.</p>", ""),
        ("<gd-moving><p class=gd-still hidden>It stands still.</p></gd-moving>", "does not say that it stands still"),
        ("<gd-moving></gd-moving>", "does not say that it stands still"),
        ("<button class=go>Check</button>", "button.go is there, and does nothing"),
        ("<p>Answer. You are told where it goes wrong.</p>", "not true that 'You are told where it goes wrong.'"),
    ],
)
def test_what_needs_a_script_is_found_where_none_runs(
    visitors: Visitors, tmp_path: Path, body: str, fault: str
) -> None:
    """A figure that asks to be moved, a button that does nothing, and a promise that nobody keeps are found."""
    write(tmp_path, body)
    with serving(tmp_path) as host:
        faults = "\n".join(scriptless(visitors, host.address, "page.html"))
    assert fault in faults
    assert bool(faults) == bool(fault)
