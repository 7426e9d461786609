"""Each check of the audit finds the fault that is planted for it, and none on a page that is as it should be."""

import html
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.audit.behaviour import copy_faults, expected_copy, theme_faults
from tests.audit.keyboard import box_faults, drawer_faults, skip_link_faults, walk_faults
from tests.audit.printing import print_faults
from tests.audit.reflow import spacing_faults, zoom_faults
from tests.audit.seeing import contrast_faults
from tests.audit.static_host import serving
from tests.audit.viewing import View, Visitors, viewing

pytestmark = pytest.mark.browser

STYLE = """
    html { scroll-padding-top: 5rem } body { margin: 0; font: 1rem sans-serif; color: #222; background: #fff }
    a { color: #04c } :focus-visible { outline: 3px solid #a30 } pre { overflow-x: auto }
    header { background: #fff; height: 3rem; position: sticky; top: 0 }
    @media print { header, .skip { display: none } pre { overflow-wrap: anywhere; white-space: pre-wrap } }
"""
PAGE = """<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title><link rel=icon href=data:,>
<style>{style}{more}</style></head><body>{top}<header><a href=#>Home</a></header>
<main id=main tabindex=-1><article><h1>A page</h1><p>The first sentence is long enough to be found.</p>{body}
<p>The last sentence has <a href=#>a link</a> and ends here.</p></article></main></body></html>"""
SKIP = "<a class=skip href=#main>Skip</a>"
LONG = "x" * 400

Opened = Callable[..., AbstractContextManager[View]]
Check = Callable[[View], list[str]]


def write(folder: Path, body: str = "", more: str = "", top: str = SKIP) -> None:
    """Write a page that is as it should be, but for what is given."""
    (folder / "page.html").write_text(PAGE.format(style=STYLE, more=more, body=body, top=top), encoding="utf-8")


@pytest.fixture
def opened(visitors: Visitors, tmp_path: Path) -> Opened:
    """Opens a page with a fault planted in it."""

    @contextmanager
    def open_page(
        body: str = "", more: str = "", top: str = SKIP, width: int = 390, theme: str = "light"
    ) -> Iterator[View]:
        write(tmp_path, body, more, top)
        with serving(tmp_path) as host, viewing(visitors(width, theme), host.address, "page.html") as view:
            yield view

    return open_page


CHECKS: list[Check] = [
    *(contrast_faults, walk_faults, lambda view: walk_faults(view, "Shift+Tab"), box_faults, skip_link_faults),
    *(zoom_faults, spacing_faults, copy_faults, print_faults),
]


def test_a_good_page_has_no_faults(opened: Opened) -> None:
    """A page that is as it should be passes every check, one after another."""
    shade = "background: linear-gradient(#333, #fff) left / 0.75rem no-repeat"
    good = f"""<pre tabindex=0 style="{shade}">{LONG}</pre><details open><summary>More</summary><p>Text.</p></details>
        <p class=large>Large</p><div style="width: 1px; height: 1px; overflow: hidden; color: #fff">For the ear</div>"""
    with opened(good, ".large { color: #888; font-size: 24px }") as view:
        assert [fault for check in CHECKS for fault in check(view)] == []
        assert view.elsewhere + view.complaints == []


FIGURE = "<figure class=gd-figure><svg width=90 height=90>{}</svg></figure>"
GREY = "has 3.54 of 4.5: rgb(136, 136, 136) on rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("body", "more", "fault"),
    [
        ("<p style='color: #888'>Grey</p>", "", f"p: “Grey” {GREY}"),
        ("<p style='opacity: 0.4'>Pale</p>", "", "“Pale” has 2."),
        ("<p style='color: rgb(0 0 0 / 40%)'>Glass</p>", "", "“Glass” has 2."),
        ("<div style='background: rgb(0 0 0 / 80%)'><p>Dark</p></div>", "", "“Dark” has 1."),
        ("<p style='background: linear-gradient(#fff, #333)'>Over</p>", "", "“Over” has 1."),
        ("<p style='background: linear-gradient(#fff, #333) left / 3rem no-repeat'>Wide</p>", "", "“Wide” has 1."),
        ("<p style='color: color-mix(in srgb, #888 100%, transparent)'>Mixed</p>", "", "“Mixed” has 3."),
        ("<input placeholder=Search>", "::placeholder { color: #888 }", f"placeholder “Search” {GREY}"),
        ("<i class=mark></i>", ".mark::before { content: 'Note'; color: #888 }", f"::before “Note” {GREY}"),
        ("", "a:visited { color: #888 }", f":visited main#main > article > p > a: “a link” {GREY}"),
        ("", "a:hover { color: #888 }", f":hover main#main > article > p > a: “a link” {GREY}"),
        ("<p><q>Inner</q></p>", "p:hover { color: #888 }", f":hover main#main > article > p > q: “Inner” {GREY}"),
        ("<p>After</p>", "h1:hover ~ p { color: #888 }", f":hover main#main > article > p: “After” {GREY}"),
        ("<p>Deep</p>", "@media all { article { p { &:hover { color: #888 } } } }", f"p: “Deep” {GREY}"),
        ("<p>Part</p>", "p:hover::after { content: 'Note'; color: #888 }", f"::after “Note” {GREY}"),
        ("<p>Whose</p>", "article:has(a:hover) p { color: #888 }", f"p: “Whose” {GREY}"),
        (FIGURE.format("<text y=20 fill=#888>Axis</text>"), "", "“Axis” has 3.54 of 4.5"),
        (FIGURE.format("<path d='M0 0L9 9' stroke=#ccc />"), "", "a shape of a figure has 1.61 of 3"),
    ],
)
def test_a_weak_contrast_is_found(opened: Opened, body: str, more: str, fault: str) -> None:
    """Text and shapes of too little contrast are found, whatever makes them so."""
    with opened(body, more) as view:
        assert fault in "\n".join(contrast_faults(view))


def test_a_weak_contrast_in_the_dark_is_found(opened: Opened) -> None:
    """A page that is dark only in part is found in the dark theme alone."""
    dark = "@media (prefers-color-scheme: dark) { body { background: #111 } }"
    with opened("", dark) as view:
        assert contrast_faults(view) == []
    with opened("", dark, theme="dark") as view:
        assert any("on rgb(17, 17, 17)" in fault for fault in contrast_faults(view))


def test_a_weak_contrast_in_the_other_theme_is_found(opened: Opened) -> None:
    """What is weak at one width in one theme is found at that width, whatever theme the page was opened in."""
    narrow = """p { color: var(--ink) } body { --ink: #222 } @media (max-width: 9em) { p { color: var(--pale) } }
        body { --pale: #888 } @media (prefers-color-scheme: dark) { body { --pale: #222 } }"""
    with opened("", narrow.replace("9em", "900px"), theme="dark") as view:
        assert contrast_faults(view) == []
        with view.in_theme("light"):
            assert any(GREY in fault for fault in contrast_faults(view))
        assert contrast_faults(view) == []


HIDDEN = "does not show the focus by an outline of 2 px"
BAR = "<div style='position: fixed; inset: 0 0 auto; height: 890px; background: #fff'></div>"
TRAP = "<button onkeydown=\"event.key === 'Tab' && event.preventDefault()\">Trap</button>"
UPWARD = "<div style='display: flex; flex-direction: column-reverse'><a href=#>Low</a><a href=#>High</a></div>"


@pytest.mark.parametrize(
    ("body", "more", "fault"),
    [
        ("<button id=b>Go</button>", "#b { outline: none }", f"button#b “Go” {HIDDEN}"),
        ("<button id=b>Go</button>", "#b:focus-visible { outline: 1px solid }", f"button#b “Go” {HIDDEN}"),
        ("", ":focus-visible { outline-color: #ddd }", "the outline of a “Home” has a contrast of 1.36"),
        ("<a href=# style='position: absolute; left: -900px'>Lost</a>", "", "a “Lost” has the focus out of sight"),
        (BAR, "", "a “a link” has the focus out of sight"),
        (TRAP, "", "a “a link” is never reached, or in another order than that of the page"),
        ("<a href=# tabindex=1>First</a>", "", "a “First” is never reached, or in another order than that of the page"),
        (UPWARD, "", "a “High” comes after a “Low”, and stands above it"),
    ],
)
def test_a_fault_of_the_keyboard_is_found(opened: Opened, body: str, more: str, fault: str) -> None:
    """A focus that is not seen, a trap, and an order that is not the page's are found."""
    with opened(body, more) as view:
        assert fault in walk_faults(view)


def test_a_bar_that_hides_the_focus_on_the_way_back_is_found(opened: Opened) -> None:
    """What comes to lie wholly under a bar is found when the page is walked backward."""
    links = "".join(f"<p><a href=# style='line-height: 1'>Link {i}</a></p>" for i in range(60))
    with opened(links, "html { scroll-padding-top: 0 }") as view:
        assert walk_faults(view) == []
        assert any("out of sight" in fault for fault in walk_faults(view, "Shift+Tab"))


def test_an_order_that_goes_up_is_found_on_the_way_back(opened: Opened) -> None:
    """The order that the focus has is looked at whichever way it goes."""
    with opened(UPWARD) as view:
        assert "a “High” comes after a “Low”, and stands above it" in walk_faults(view, "Shift+Tab")


def test_a_box_that_does_not_scroll_by_keyboard_is_found(opened: Opened) -> None:
    """A box that scrolls needs the focus, and has to obey the arrow keys."""
    with opened(f"<pre>{LONG}</pre>") as view:
        assert "scrolls and cannot have the focus: it needs tabindex=0" in box_faults(view)[0]
    with opened(f"<pre tabindex=0 onkeydown='return false'>{LONG}</pre>") as view:
        assert "does not scroll by ArrowRight" in box_faults(view)[0]


def test_a_missing_skip_link_is_found(opened: Opened) -> None:
    """The first stop has to be a link past the menus, and to work."""
    with opened(top="<a href=/>Home</a>") as view:
        assert skip_link_faults(view) == ["the first stop is not a skip link, but leads to '/'"]
    with opened(top="<a href=#nowhere>Skip</a>") as view:
        assert skip_link_faults(view) == ["the skip link does not lead into the main part"]


DRAWER = "<input type=checkbox id=__toc><div class=toc-drawer><a href=#main>One</a></div>"
CLOSED = "#__toc:not(:checked) + .toc-drawer { visibility: hidden }"


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ("", {".toc-drawer can be reached while it is closed", ".toc-drawer does not close by Escape"}),
        (CLOSED, {".toc-drawer does not close by Escape"}),
        (".toc-drawer { visibility: hidden }", {".toc-drawer does not open by Space"}),
    ],
)
def test_a_faulty_drawer_is_found(opened: Opened, more: str, faults: set[str]) -> None:
    """A drawer that cannot be opened or closed by keyboard, or is reached while it is closed, is found."""
    with opened(DRAWER, more) as view:
        assert faults <= {*drawer_faults(view)}


def test_what_is_lost_when_zoomed_is_found(opened: Opened) -> None:
    """A part that is too wide for 320 px, and one that is cut off, are found."""
    with opened("<div style='width: 350px'>Wide</div>") as view:
        assert any("scrolls sideways by 30 px" in fault for fault in zoom_faults(view))
    with opened(f"<div style='overflow: hidden'>{LONG}</div>") as view:
        assert any("is cut off" in fault for fault in zoom_faults(view))


def test_what_is_lost_when_text_is_spaced_is_found(opened: Opened) -> None:
    """A box whose height is fixed is found when its text grows."""
    with opened("<div style='overflow: hidden; height: 1.2em; line-height: 1.2'>Low</div>") as view:
        assert zoom_faults(view) == []
        assert any("“Low” is cut off" in fault for fault in spacing_faults(view))


def test_what_goes_elsewhere_is_found(opened: Opened) -> None:
    """A request to another host is noted, whatever asks for it, and so is what the console says."""
    asks = "fetch('https://example.org/a.png')"
    late = f"setTimeout(() => setTimeout(() => {asks}, 9000), 9000)"
    for body in ("<img src=https://example.org/a.png>", *(f"<script>{asked}</script>" for asked in (asks, late))):
        with opened(body) as view:
            assert view.elsewhere == ["https://example.org/a.png"]
            assert view.complaints


def test_what_the_policy_refuses_is_found(opened: Opened) -> None:
    """A style or a script that a page's own policy refuses is something that its console complains of."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"style-src 'self'; script-src 'self'\">"
    for body in ("<p style='color: red'>Styled</p>", "<script>1</script>"):
        with opened(f"<iframe srcdoc='{html.escape(policy + body)}'></iframe>") as view:
            assert any("Content Security Policy" in complaint for complaint in view.complaints)


def test_a_copied_prompt_is_found(opened: Opened) -> None:
    """A button that copies prompts or outputs is found, and one that stands at an output."""
    assert expected_copy(">>> 1 + 1\n2\n>>> if 1:\n...     3") == "1 + 1\nif 1:\n    3"
    copies = "onclick='navigator.clipboard.writeText(this.previousElementSibling.textContent)'"
    for kind, faults in (("code", 1), ("cell_output", 2)):
        block = f"<div class={kind}><pre>&gt;&gt;&gt; 1 + 1\n2</pre><button class=copybtn {copies}>Copy</button></div>"
        with opened(block) as view:
            assert len(copy_faults(view)) == faults


def test_a_button_that_copies_nothing_is_found(opened: Opened) -> None:
    """A button that does nothing is found, also where what it should copy has been copied before."""
    copies = "onclick='navigator.clipboard.writeText(this.previousElementSibling.textContent)'"
    block = "<div><pre>1 + 1</pre><button class=copybtn {}>Copy</button></div>"
    with opened(block.format(copies) + block.format("")) as view:
        assert len(copy_faults(view)) == 1


# What the button of a page does, and which theme a page begins with.
THEME_BUTTON = """<script>
    const themes = ["auto", "light", "dark"];
    const theme = () => document.body.dataset.theme;
    const after = (one) => themes[(themes.indexOf(one) + 1) % 3];
    document.body.dataset.theme = FIRST;
</script><button class=theme-toggle onclick="document.body.dataset.theme = NEXT">Theme</button>"""


@pytest.mark.parametrize(
    ("first", "next_", "fault"),
    [
        ("'auto'", "after(theme())", ["the theme 'light' is forgotten"]),
        ("'auto'", "theme()", ["the button for the theme leaves it at 'auto'"]),
        ("localStorage.theme ?? 'auto'", "localStorage.theme = after(theme())", []),
        (
            "localStorage.theme ?? 'auto'",
            "localStorage.theme = theme() === 'dark' ? 'light' : 'dark'",
            ["the button for the theme does not come back to 'auto'"],
        ),
    ],
)
def test_a_theme_that_is_forgotten_is_found(opened: Opened, first: str, next_: str, fault: list[str]) -> None:
    """A button that does nothing or does not come back, and a choice that is gone in the next page, are found.

    The page itself is not opened again: whatever else looks at it sees what it saw before.
    """
    with opened(THEME_BUTTON.replace("FIRST", first).replace("NEXT", next_)) as view:
        view.page.evaluate("globalThis.here = true")
        assert theme_faults(view) == fault
        assert view.page.evaluate("here")


@pytest.mark.parametrize(
    ("body", "more", "fault"),
    [
        ("<button>Press</button>", "", "button. is printed"),
        (f"<div style='overflow: auto'>{LONG}</div>", "", f"div. “{LONG[:30]}” is cut on paper"),
        ("<p class=gone>This is gone from paper.</p>", "@media print { .gone { display: none } }", "is not printed"),
        ("<details><summary>More</summary><p>Folded away.</p></details>", "", "p. “Folded away.” is not printed"),
        ("", "@media print { p:last-child { font-size: 0 } }", "the PDF lacks 'The last sentence"),
    ],
)
def test_a_faulty_print_is_found(opened: Opened, body: str, more: str, fault: str) -> None:
    """What is printed though it cannot be pressed, what is cut off and what is missing are found."""
    with opened(body, more) as view:
        assert fault in "\n".join(print_faults(view))
