"""What the source of a page says of itself: its language, its headings, its head, where its links lead, its source."""

import re
import struct
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'"
)
CARD = (1200, 630)
LOADING = {
    "link": "href",
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "use": "href",
}
TEXT_ONLY = {"canonical", "index", "search", "next", "prev"}  # links that load nothing
HANDLER = re.compile(r"on[a-z]+")
# What a script writes anew, what is placed by its width, and what is code: in another language each would be wrong.
UNTRANSLATED = "gd-moving [role=status], .gd-said, .gd-sliders, .gd-figure svg, pre, code.literal, .katex"
KEPT = '[translate="no"], .notranslate'
ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
STYLED = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\s\"')]+)", re.IGNORECASE)


@lru_cache(maxsize=1)
def soup(path: Path) -> BeautifulSoup:
    """Read a page as a browser does; all checks of a page follow one another, and it is read once for them."""
    return BeautifulSoup(path.read_bytes(), "html5lib")


def head(path: Path) -> BeautifulSoup:
    """Read the head of a page alone, which is much faster."""
    return BeautifulSoup(path.read_bytes().partition(b"<body")[0], "html5lib")


def attribute(tag: Tag | None, name: str) -> str:
    """Return an attribute, or nothing."""
    value = tag.get(name, "") if tag else ""
    return value if isinstance(value, str) else " ".join(value or ())


def title(page: BeautifulSoup) -> str:
    """Return the title of a page."""
    return page.title.get_text(" ", strip=True) if page.title else ""


def description(page: BeautifulSoup) -> str:
    """Return what a page says that it is about."""
    return attribute(page.select_one('meta[name="description"]'), "content")


def heading_faults(page: BeautifulSoup) -> list[str]:
    """There is one h1, and no level is left out on the way down."""
    headings = page.select("h1, h2, h3, h4, h5, h6, [role=heading]")
    levels = [int(attribute(heading, "aria-level") or heading.name[1]) for heading in headings]
    faults = [] if levels.count(1) == 1 else [f"the page has {levels.count(1)} h1"]
    for heading, level, before in zip(headings, levels, [0, *levels], strict=False):
        if level > before + 1:
            faults.append(f"the heading {heading.get_text()!r} is of level {level} after one of level {before}")
    return faults


def frame_faults(page: BeautifulSoup) -> list[str]:
    """The page names its language, and has one main part."""
    faults = [] if attribute(page.html, "lang") == "en" else ["the page does not name its language"]
    mains = page.select("main, [role=main]")
    return faults + ([] if len(mains) == 1 else [f"the page has {len(mains)} main parts"])


def head_faults(page: BeautifulSoup, site: Path, path: Path, base: str) -> list[str]:
    """The head holds a title, a description, and a picture for the tab that is there.

    An address that begins with a slash, as the page for 404 needs it, begins with that of the site.
    """
    faults = [] if title(page) else ["the page has no title"]
    if not 20 <= len(description(page)) <= 170:
        faults.append(f"the description has {len(description(page))} characters: {description(page)!r}")
    icon = attribute(page.select_one("link[rel~=icon]"), "href")
    whole = urlsplit(icon).path.startswith("/")
    file = site / urlsplit(icon).path.removeprefix(urlsplit(base).path) if whole else path.parent / urlsplit(icon).path
    if not icon or not file.is_file():
        faults.append(f"the picture of the tab is not there: {icon!r}")
    return faults


def address_faults(page: BeautifulSoup, site: Path, path: Path, base: str) -> list[str]:
    """Where the site has an address, the page names its own, its card is there, and the map of the site has it."""
    canonical = attribute(page.select_one("link[rel=canonical]"), "href")
    image = attribute(page.select_one('meta[property="og:image"]'), "content")
    if not base:
        return [f"without SITE_URL the page names {named}" for named in (canonical, image) if named]
    own = base + path.relative_to(site).as_posix()
    faults = [] if canonical == own else [f"the canonical address is {canonical!r}, not {own!r}"]
    if "noindex" not in attribute(page.select_one("meta[name=robots]"), "content"):
        there = own in (site / "sitemap.xml").read_text(encoding="utf-8")
        faults += [] if there else ["the page is not in sitemap.xml"]
    return faults + card_faults(site / image.removeprefix(base))


def card_faults(path: Path) -> list[str]:
    """The card that is shown where a page is shared is a PNG of 1200 by 630 px."""
    if path.suffix != ".png" or not path.is_file():
        return [f"the card {path.name} is not there"]
    size = struct.unpack(">II", path.read_bytes()[16:24])
    return [] if size == CARD else [f"the card {path.name} has {size[0]} by {size[1]} px"]


def policy_faults(page: BeautifulSoup) -> list[str]:
    """The policy is the one that was agreed, stands before all that it holds for, and the page needs no exception."""
    metas = page.select("meta[http-equiv=Content-Security-Policy]")
    if [attribute(meta, "content") for meta in metas] != [POLICY]:
        return ["the page does not have the Content-Security-Policy, once and exactly"]
    early = metas[0].find_all_previous(["script", "style", "link"])
    inline = [tag for tag in page.select("script:not([src])") if attribute(tag, "type") != "application/json"]
    handlers = [tag for tag in page.find_all(True) if any(HANDLER.fullmatch(name) for name in tag.attrs)]
    scripts = page.select('a[href^="javascript:"]')
    return [f"the policy forbids or comes after {str(tag)[:80]}" for tag in [*early, *inline, *handlers, *scripts]]


def link_faults(page: BeautifulSoup) -> list[str]:
    """Nothing is loaded from elsewhere, and a link that leads elsewhere gives that page no hold on this one."""
    loads = [
        attribute(tag, name)
        for kind, name in LOADING.items()
        for tag in page.find_all(kind)
        if not TEXT_ONLY & {*attribute(tag, "rel").split()}
    ]
    styles = [*page.find_all("style"), *page.select("[style]")]
    loads += [found for tag in styles for found in STYLED.findall((tag.string or "") + attribute(tag, "style"))]
    faults = [f"the page loads {address}" for address in loads if ELSEWHERE.match(address)]
    leading = [tag for tag in page.select("a[href]") if ELSEWHERE.match(attribute(tag, "href"))]
    return faults + [
        f"the link to {attribute(tag, 'href')} lacks rel=noopener"
        for tag in leading
        if "noopener" not in attribute(tag, "rel").split()
    ]


def translation_faults(page: BeautifulSoup) -> list[str]:
    """What no translator may touch says so, itself or what it stands in."""
    kept = {id(tag) for tag in page.select(KEPT)}
    parts = [part for part in page.select(UNTRANSLATED) if not {id(tag) for tag in (part, *part.parents)} & kept]
    return [f"{part.name} “{part.get_text()[:30]}” is not kept from translators" for part in parts]


def source_faults(page: BeautifulSoup, site: Path, path: Path) -> list[str]:
    """The source of a page is at its foot, under a name that can be read, and no link shows an icon alone."""
    written = site / "_sources" / path.relative_to(site).with_suffix(".md.txt")
    named = [link for link in page.select("footer a[href*='_sources/']") if "source" in link.get_text()]
    faults = ["the page does not lead to its source at its foot"] if written.exists() and not named else []
    unseen = ".visually-hidden, .gd-unseen"
    for link in page.select("main a[href]:has(svg)"):
        seen = link.get_text(strip=True) != "".join(part.get_text(strip=True) for part in link.select(unseen))
        faults += [] if seen else [f"the link to {attribute(link, 'href')} shows no words"]
    return faults
