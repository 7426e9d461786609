"""What comes out of the printer: the whole article, its formulas and figures, and nothing to press."""

import io
import unicodedata
from typing import TYPE_CHECKING

from pypdf import PdfReader

from tests.audit.viewing import HEIGHT

if TYPE_CHECKING:
    from tests.audit.viewing import View

MARGIN = 57  # px: 15 mm
PAPER = 794 - 2 * MARGIN  # px between the margins of A4
NAVIGATION = "nav, aside, .sidebar-drawer, .toc-drawer, .mobile-header, .related-pages, .skip-to-content, button"
SCREEN_ONLY = ".downloads"  # files to fetch: on paper there is nothing to press
ON_PAPER = """([navigation, screenOnly]) => {
    const drawn = one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false})
        && one.getClientRects().length > 0;
    const name = one => `${one.localName}.${[...one.classList].join(".")}`;
    const faults = [...document.querySelectorAll(navigation)].filter(drawn).map(one => `${name(one)} is printed`);
    const width = document.documentElement.clientWidth;
    const called = one => `${name(one)} “${one.textContent.trim().slice(0, 30)}”`;
    const wanted = [...document.querySelectorAll("main :is(.katex-html, .gd-figure svg, table, pre, p)")];
    for (const one of wanted) {
        if (one.closest(screenOnly)) continue;
        const folded = one.closest("details, [hidden]");
        if (folded && !drawn(folded)) continue;
        if (!drawn(one) && one.textContent.trim()) faults.push(`${called(one)} is not printed`);
        else if (one.getBoundingClientRect().right > width + 1) faults.push(`${called(one)} is cut on paper`);
    }
    const rolled = one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible";
    const inside = [...document.querySelectorAll("main *")];
    const cut = inside.filter(one => drawn(one) && one.clientWidth > 1 && rolled(one));
    return faults.concat(cut.map(one => `${called(one)} is cut on paper`));
}"""
# The first and the last paragraph of the article that consist of words alone.
ENDS = """() => {
    const plain = [...document.querySelectorAll("main article p")].filter(p => p.checkVisibility()
        && !p.querySelector(".katex") && !p.closest("details, table") && p.innerText.trim().length > 20);
    return plain.length ? [plain[0].innerText, plain.at(-1).innerText] : [];
}"""


def letters(text: str) -> str:
    """Leave out what a PDF does not keep: the spaces, and how letters are joined."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split())


def print_faults(view: "View") -> list[str]:
    """Print a page, and return what is missing, what is cut off, and what is there to be pressed."""
    page = view.page
    size = page.viewport_size or {"width": 1280, "height": HEIGHT}
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": HEIGHT})
    ends: list[str] = page.evaluate(ENDS)
    faults: list[str] = page.evaluate(ON_PAPER, [NAVIGATION, SCREEN_ONLY])
    margin = dict.fromkeys(("top", "right", "bottom", "left"), f"{MARGIN}px")
    sheets = page.pdf(format="A4", margin=margin)  # type: ignore[arg-type]  # Playwright's own TypedDict
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    printed = PdfReader(io.BytesIO(sheets))
    text = letters("".join(sheet.extract_text() for sheet in printed.pages))
    return faults + [f"the PDF lacks {end!r}" for end in ends if letters(end) not in text]
