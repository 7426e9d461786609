"""What comes out of the printer: the whole article on full pages, no answer beside its question, nothing to press."""

import io
import unicodedata
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from tests.audit.viewing import HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject

    from tests.audit.viewing import View

MARGIN = 57  # px: 15 mm
POINT = 0.75  # of a px
LINE = 4  # points, between two of which a line of text stands
NEARLY_EMPTY = 1 / 3  # of what can be printed on: the rest is left to what cannot be broken
PAPER = 794 - 2 * MARGIN  # px between the margins of A4
NAVIGATION = "nav, aside, .sidebar-drawer, .toc-drawer, .mobile-header, .related-pages, .skip-to-content, button"
# What is there to be pressed, followed, moved or fetched.
SCREEN_ONLY = (
    ".downloads, .gd-live, .gd-own, .gd-still, .gd-try, p:has(> .gd-try-it), table:has(.gd-try-it) th:nth-child(2)"
)
ON_PAPER = """([navigation, screenOnly]) => {
    const drawn = one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false})
        && one.getClientRects().length > 0;
    const name = one => `${one.localName}.${[...one.classList].join(".")}`;
    const faults = [...document.querySelectorAll(navigation)].filter(drawn).map(one => `${name(one)} is printed`);
    const answers = document.querySelectorAll("section:has(> gd-exercise) > details, .predict + .answers");
    faults.push(...[...answers].filter(drawn).map(one => `${name(one)} is printed beside its question`));
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
# What stands above something else; a formula is written into a PDF sign by sign.
HEADS = """() => {
    const heads = [...document.querySelectorAll("main :is(h1, h2, h3, h4, dt, summary, caption, .admonition-title)")];
    return heads.filter(head => head.checkVisibility() && !head.querySelector(".katex")).map(head => head.innerText);
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
    heads: list[str] = page.evaluate(HEADS)
    faults: list[str] = page.evaluate(ON_PAPER, [NAVIGATION, SCREEN_ONLY])
    margin = dict.fromkeys(("top", "right", "bottom", "left"), f"{MARGIN}px")
    sheets = page.pdf(format="A4", margin=margin)  # type: ignore[arg-type]  # Playwright's own TypedDict
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    printed = PdfReader(io.BytesIO(sheets))
    text, lines = zip(*map(_written, printed.pages), strict=True)
    faults += _sheet_faults(lines, float(printed.pages[0].mediabox.height), {letters(head) for head in heads})
    return faults + [f"the PDF lacks {end!r}" for end in ends if letters(end) not in "".join(text)]


def _written(sheet: "PageObject") -> tuple[str, dict[int, str]]:
    """Return the letters on a sheet, all together, and line by line with the height of each above the lower edge."""
    lines: dict[int, str] = {}

    def note(text: str, cm: "Sequence[float]", tm: "Sequence[float]", _font: Any, _size: float) -> None:
        if text.strip():
            height = round(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
            lines[height] = lines.get(height, "") + letters(text)

    return letters(sheet.extract_text(visitor_text=note)), lines


def _sheet_faults(sheets: "Sequence[dict[int, str]]", height: float, heads: set[str]) -> list[str]:
    """Return the sheets that are nearly empty, though others follow, and those that end with a heading."""
    faults, margin = [], MARGIN * POINT
    for number, lines in enumerate(sheets[:-1], start=1):
        low = min(lines, default=round(height - margin))
        if height - margin - low < NEARLY_EMPTY * (height - 2 * margin):
            faults.append(f"page {number} of {len(sheets)} is nearly empty")
        # Letters of another kind in a line of text stand a little lower than the others.
        last = "".join(text for place, text in lines.items() if place - low < LINE)
        if last in heads:
            faults.append(f"page {number} of {len(sheets)} ends with the heading {last!r}")
    return faults
