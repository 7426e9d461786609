"""The head of a page: what it says of the page, the policy that binds it, and the one style sheet."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from tests.site.conftest import Site

pytestmark = pytest.mark.site

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'"
)
ADDRESS = "https://example.org/course"
PAGES = {
    "described": '---\ndescription: "Slopes, & how to take them."\n---\n\n# A *title*\n\nSome prose, and $w$.\n',
    "plain": f"# Plain\n\nThe first paragraph says {'very ' * 40}much.\n\nThe second says more.\n",
    "404": "---\norphan: true\ndescription: Not here.\n---\n\n# Nothing\n\n[Plain](plain.md), [above](#nothing).\n",
}


@pytest.fixture(scope="module")
def site(new_site: Callable[..., Site]) -> Site:
    """A site without an address."""
    made = new_site(**PAGES)
    built = made.build()
    assert built.status == 0, built.console
    return made


@pytest.fixture(scope="module")
def published(new_site: Callable[..., Site]) -> Site:
    """The same with an address, as one that publishes it may type it."""
    made = new_site(**PAGES)
    made.environment["SITE_URL"] = ADDRESS
    made.environment["SITE_REPOSITORY"] = "https://github.com/someone/gdmath"
    built = made.build("-W")
    assert built.status == 0, built.console
    return made


def meta(site: Site, page: str, name: str) -> str | None:
    """Return what a meta element of a page says."""
    contents = [str(one["content"]) for one in site.page(page).select(f'meta[name="{name}"], meta[property="{name}"]')]
    assert len(contents) <= 1
    return contents[0] if contents else None


def test_a_page_is_described_by_its_front_matter_or_its_first_paragraph(site: Site) -> None:
    """Front matter comes first; a paragraph is shortened between two words to what a search engine shows."""
    assert meta(site, "described", "description") == "Slopes, & how to take them."
    first = meta(site, "plain", "description")
    assert first is not None
    assert first.startswith("The first paragraph says very very")
    assert first.endswith("very …")
    assert len(first) <= 160
    assert meta(site, "search", "description") == "Search the lessons and the library."
    assert meta(site, "genindex", "description") == "Every name of the library, from A to Z."


@pytest.mark.parametrize("page", ["described", "plain", "404", "index", "search", "genindex"])
def test_every_page_is_bound_by_the_policy_and_has_one_style_sheet(site: Site, page: str) -> None:
    """The policy comes before anything that it forbids; no script stands in a page; one style sheet is there."""
    head = site.page(page).head
    assert head is not None
    policy = head.find(True)
    assert policy is not None
    assert (policy.get("http-equiv"), policy.get("content")) == ("Content-Security-Policy", POLICY)
    assert not [script for script in site.page(page).select("script") if not script.get("src")]
    [sheet] = site.page(page).select('link[rel="stylesheet"]')
    assert re.fullmatch(r"_static/site\.css\?v=[0-9a-f]{8}", str(sheet["href"]))
    assert len(site.page(page).select('meta[name="viewport"]')) == 1


def test_the_style_sheet_holds_all_the_others(site: Site) -> None:
    """Ours, the theme's, KaTeX's and the colours of code are in it, in order; every file that it names is there."""
    static = site.html / "_static"
    rules = (static / "site.css").read_text(encoding="utf-8")
    parts = ["normalize.css", ".highlight", "--gd-ink", "@font-face"]
    assert all(part in rules for part in parts)
    assert rules.index("normalize.css") < rules.index("--gd-ink")
    assert "mystnb" not in rules
    for name in re.findall(r"url\(([\w./-]+)\)", rules):
        assert (static / name).is_file(), name


def test_an_unchanged_build_keeps_the_style_sheet(site: Site) -> None:
    """Where no page is written, the style sheet is what it was."""
    sheet = site.html / "_static" / "site.css"
    before = sheet.read_bytes()
    built = site.build()
    assert built.status == 0, built.console
    assert sheet.read_bytes() == before


def test_a_card_is_drawn_for_each_page(site: Site) -> None:
    """It has the size that those who show cards ask for, and two pages have two cards."""
    cards = site.html / "_static" / "cards"
    for page in ("described", "plain"):
        with Image.open(cards / f"{page}.png") as card:
            assert card.size == (1200, 630)
    assert (cards / "described.png").read_bytes() != (cards / "plain.png").read_bytes()


def test_without_an_address_nothing_absolute_is_claimed(site: Site) -> None:
    """No canonical address, no sitemap, no picture of the card; the title is without markup."""
    assert not site.page("described").select('link[rel="canonical"]')
    assert not (site.html / "sitemap.xml").exists()
    assert meta(site, "described", "og:image") is None
    assert meta(site, "described", "og:title") == "A title"


def test_with_an_address_a_page_names_its_own(published: Site) -> None:
    """Canonical address, card and address for sharing are absolute, with one slash between site and page."""
    [canonical] = published.page("described").select('link[rel="canonical"]')
    assert canonical["href"] == f"{ADDRESS}/described.html"
    assert meta(published, "described", "og:url") == f"{ADDRESS}/described.html"
    assert meta(published, "described", "og:image") == f"{ADDRESS}/_static/cards/described.png"
    assert meta(published, "described", "og:image:width") == "1200"


def test_the_sitemap_lists_every_page_to_be_found(published: Site) -> None:
    """All pages in order of their names, on an incremental build as well; the page for missing pages is none."""
    names = ["described", "genindex", "index", "plain"]
    for _ in range(2):
        tree = ET.parse(published.html / "sitemap.xml")
        addresses = [place.text for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        assert addresses == [f"{ADDRESS}/{name}.html" for name in names]
        published.edit("docs/plain.md", "# Plain", "# Plain ")
        assert published.build().status == 0
        published.edit("docs/plain.md", "# Plain ", "# Plain")


def test_the_page_for_missing_pages_works_at_any_depth(published: Site) -> None:
    """Each of its addresses starts at the root of the site, those of the menu too; those within the page are left."""
    page = published.page("404")
    addresses = [str(link.get("href") or link.get("src")) for link in page.select("[href], [src]")]
    assert "/course/plain.html" in addresses
    assert "#nothing" in addresses
    assert all(re.match(r"/course/|#|https://", address) for address in addresses)
    assert page.html is not None
    assert page.html["data-content_root"] == "/course/"
    assert meta(published, "404", "robots") == "noindex"
    assert meta(published, "plain", "robots") is None


def test_a_page_leads_to_its_source_and_to_where_it_is_edited(site: Site, published: Site) -> None:
    """The source as it was written is on the site itself; where it is edited is known with the repository."""
    [source] = site.page("plain").select(".gd-source a")
    assert source.text == "The source of this page"
    written = (site.html / str(source["href"])).read_text(encoding="utf-8")
    assert written == PAGES["plain"]
    [copy, edit] = published.page("plain").select(".gd-source a")
    assert copy["href"] == source["href"]
    assert edit["href"] == "https://github.com/someone/gdmath/edit/main/docs/plain.md"
