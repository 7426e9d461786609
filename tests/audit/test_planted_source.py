"""What the audit reads in the source of a page: the planted fault is found, and a good page has none."""

import re
import struct
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.audit import outline
from tests.audit.budget import limits
from tests.audit.lighthouse import one_of_each_kind
from tests.audit.outline import POLICY
from tests.audit.rules_apart import AT_ONCE, crossings, inline_styles

META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
ICON = '<link rel="icon" href="icon.svg">'
DESCRIBED = '<meta name="description" content="What this page is about, in a sentence.">'
BASE = "https://example.org/"


def page(body: str = "<main><h1>A page</h1></main>", head: str = "") -> BeautifulSoup:
    """A page that is as it should be, but for what is given."""
    source = f"<!doctype html><html lang=en><head>{META}<title>A page</title>{ICON}{DESCRIBED}{head}</head>{body}"
    return BeautifulSoup(source, "html5lib")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a map, a picture for the tab and a card."""
    (tmp_path / "icon.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "sitemap.xml").write_text(f"<loc>{BASE}page.html</loc>", encoding="utf-8")
    (tmp_path / "card.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 1200, 630))
    (tmp_path / "small.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 600, 315))
    return tmp_path


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p>Nothing</p>", "the page has 0 h1"),
        ("<h1>One</h1><h1>Two</h1>", "the page has 2 h1"),
        ("<h1>One</h1><h3>Three</h3>", "the heading 'Three' is of level 3 after one of level 1"),
        ("<h2>Two</h2><h1>One</h1>", "the heading 'Two' is of level 2 after one of level 0"),
    ],
)
def test_headings(body: str, fault: str) -> None:
    """A missing or a second h1 and a level that is left out are found."""
    assert fault in outline.heading_faults(page(body))
    assert outline.heading_faults(page("<h1>One</h1><h2>Two</h2><h3>Three</h3><h2>Two</h2>")) == []


def test_frame() -> None:
    """A page without its language, or without one main part, is found."""
    assert outline.frame_faults(page()) == []
    assert outline.frame_faults(page("<main></main><main></main>")) == ["the page has 2 main parts"]
    silent = BeautifulSoup("<html><main></main></html>", "html5lib")
    assert outline.frame_faults(silent) == ["the page does not name its language"]


SAID = "<p class=gd-said>At 1</p>"


@pytest.mark.parametrize("part", [SAID, "<code class=literal>w</code>", "<pre>w</pre>", "<b class=katex>w</b>"])
def test_what_no_translator_may_touch(part: str) -> None:
    """A sentence of a moving figure, code and a formula that translators are not kept from are found."""
    assert outline.translation_faults(page(f"<main><div translate=no>{part}</div></main>")) == []
    assert outline.translation_faults(page(f"<main><div class=notranslate>{part}</div></main>")) == []
    [fault] = outline.translation_faults(page(f"<main><div translate=yes>{part}</div></main>"))
    assert fault.endswith("is not kept from translators")


def test_source(site: Path) -> None:
    """A page that does not lead to its source under that name, and a link that is an icon alone, are found."""
    (site / "_sources").mkdir()
    (site / "_sources" / "page.md.txt").write_text("# A page", encoding="utf-8")
    eye = "<a href=_sources/page.md.txt><svg></svg><i class=visually-hidden>Source</i></a>"
    good = page("<main></main><footer><a href=_sources/page.md.txt>The source of this page</a></footer>")
    assert outline.source_faults(good, site, site / "page.html") == []
    assert outline.source_faults(page(f"<main>{eye}</main>"), site, site / "page.html") == [
        "the page does not lead to its source at its foot",
        "the link to _sources/page.md.txt shows no words",
    ]
    assert outline.source_faults(page(), site, site / "other.html") == []


def test_head(site: Path) -> None:
    """A title, a description and a picture that are missing are found."""
    assert outline.head_faults(page(), site, site / "page.html", BASE) == []
    assert outline.head_faults(BeautifulSoup("<p>Bare</p>", "html5lib"), site, site / "page.html", BASE) == [
        "the page has no title",
        "the description has 0 characters: ''",
        "the picture of the tab is not there: ''",
    ]


def test_address(site: Path) -> None:
    """A wrong address, a gap in the map and a card of a wrong size are found; without SITE_URL no address is named."""
    named = '<link rel="canonical" href="{0}{1}"><meta property="og:image" content="{0}{2}">'
    good = page(head=named.format(BASE, "page.html", "card.png"))
    assert outline.address_faults(good, site, site / "page.html", BASE) == []
    assert outline.address_faults(good, site, site / "page.html", "") == [
        "without SITE_URL the page names https://example.org/page.html",
        "without SITE_URL the page names https://example.org/card.png",
    ]
    assert outline.address_faults(
        page(head=named.format(BASE, "page.html", "small.png")), site, site / "other.html", BASE
    ) == [
        "the canonical address is 'https://example.org/page.html', not 'https://example.org/other.html'",
        "the page is not in sitemap.xml",
        "the card small.png has 600 by 315 px",
    ]
    assert outline.card_faults(site / "none.png") == ["the card none.png is not there"]


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>Press</p>",
        "<a href='javascript:alert(1)'>Press</a>",
    ],
)
def test_policy(body: str) -> None:
    """What the policy forbids is found; data for scripts is allowed."""
    assert outline.policy_faults(page('<script type="application/json">{}</script>')) == []
    assert outline.policy_faults(page(body))[0].startswith("the policy forbids or comes after <")


def test_policy_is_exact() -> None:
    """Another policy, none, and one that comes after a script are found."""
    missing = ["the page does not have the Content-Security-Policy, once and exactly"]
    assert outline.policy_faults(BeautifulSoup("<p>Bare</p>", "html5lib")) == missing
    loose = META.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    assert outline.policy_faults(BeautifulSoup(loose, "html5lib")) == missing
    assert len(outline.policy_faults(BeautifulSoup(f"<script src=a.js></script>{META}", "html5lib"))) == 1


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script src=https://a.org/b.js></script>", "the page loads https://a.org/b.js"),
        ("<link rel=stylesheet href=//a.org/b.css>", "the page loads //a.org/b.css"),
        ("<img src=http://a.org/b.png>", "the page loads http://a.org/b.png"),
        ("<style>@import 'https://a.org/b.css'</style>", "the page loads https://a.org/b.css"),
        ("<p style='background: url(https://a.org/b.png)'>", "the page loads https://a.org/b.png"),
        ("<a href=https://a.org/>A</a>", "the link to https://a.org/ lacks rel=noopener"),
    ],
)
def test_links(body: str, fault: str) -> None:
    """What is loaded from elsewhere, and a link to elsewhere without noopener, are found."""
    good = "<a href=https://a.org/ rel='external noopener'>A</a><a href=page.html>B</a><img src=data:,>"
    assert outline.link_faults(page(good, '<link rel="canonical" href="https://a.org/">')) == []
    assert outline.link_faults(page(body)) == [fault]


def test_limits() -> None:
    """A page has the limits of the issue, and an exception changes only what it names."""
    lesson = limits("lessons/any.html")
    assert (lesson["first_visit"], lesson["next_visit"]) == (200_000, 60_000)
    assert lesson["lighthouse"] == {"accessibility": 100, "best-practices": 100, "seo": 100}
    assert limits("404.html") == lesson | {"lighthouse": lesson["lighthouse"] | {"seo": 0}}


def test_kinds() -> None:
    """Of each folder, and of what stands at the top by itself, the largest page is an example; a new folder is one."""
    sizes = {"index.html": 9, "404.html": 1, "lessons/a.html": 1, "lessons/b.html": 2, "new/deep/c.html": 1}
    assert one_of_each_kind(sizes.items()) == ["404.html", "index.html", "lessons/b.html", "new/deep/c.html"]


@pytest.mark.parametrize(
    ("sheet", "rule"),
    [
        ("@media (max-width: 9em) { @media (prefers-color-scheme: dark) { p { color: red } } }", "p { color: red"),
        ("@media (max-width: 9em) and (prefers-color-scheme: dark) { p { color: red } }", "p { color: red"),
        ("@media (prefers-color-scheme: dark) { @media (width < 9em) { p { color: red } } }", "p { color: red"),
        ("@media(min-width:9em){body[data-theme=dark] p{color:red}}", "p { color:red"),
        ("body:not([data-theme='light']) { @media (max-width: 9em) { p { color: red } } }", "p { color: red"),
        ("@container (max-width: 9em) { :is([data-theme='dark'] p) { color: red } }", "{ color: red"),
        ("@media (orientation: portrait) { p { color: light-dark(red, blue) } }", "light-dark(red, blue)"),
        ("p { @media (max-width: 9em) { [data-theme=dark] & { color: red } } }", "& { color: red"),
        (
            "/* } */ q::after { content: '}' } @media (max-width: 9em) { [data-theme=dark] { color: red } }",
            "color: red",
        ),
    ],
)
def test_a_rule_for_a_width_and_a_theme_is_found(sheet: str, rule: str) -> None:
    """A rule that neither of the two views would show is named with all that it stands under."""
    assert any(fault.endswith(f"{rule} {AT_ONCE}") for fault in crossings(sheet))


def test_rules_for_a_width_or_a_theme_are_none() -> None:
    """A rule for one of them, or for a variable of the theme used at a width, is seen in one of the views."""
    good = """
        /* @media (max-width: 9em) { [data-theme=dark] { */ [title="max-width: {"] { color: red }
        @media (max-width: 9em) { body[data-theme] p { color: var(--ink) } }
        @media (prefers-color-scheme: dark) { body:not([data-theme="light"]) { --ink: white; max-width: 9em } }
        @media not print { @media (prefers-color-scheme: dark) { p { color: light-dark(red, blue) } } }
    """
    assert crossings(good) == []
    assert crossings(inline_styles(f"<p>@media</p><style id=a>{good}</style><style>p {{ color: red }}</style>")) == []


def test_the_map_names_tests_that_are_there() -> None:
    """Each test that README.md names, by its whole name or by how it ends, is a test of this folder."""
    here = Path(__file__).parent
    there = re.findall(
        r"^def (test_\w+)", "\n".join(path.read_text("utf-8") for path in here.glob("*.py")), re.MULTILINE
    )
    named = re.findall(r"`(…?)((?:test)?_[a-z_]+)`", (here / "README.md").read_text("utf-8"))
    assert len(named) > 20
    assert [name for cut, name in named if not any(one.endswith(name) if cut else one == name for one in there)] == []
