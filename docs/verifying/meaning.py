"""What a page says, as pieces that can be compared: its prose, and the source and the outputs of its cells.

The theme around the page says nothing here, nor do the classes, places and colours of its HTML. What counts is text,
a formula's TeX and the signs drawn for it, a table's rows, a figure's drawing and its description, and embedded data.
"""

from dataclasses import dataclass
from itertools import chain

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

_BLOCKS = frozenset(
    """address article aside blockquote caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav noscript ol p section summary table tbody tfoot thead ul""".split()  # noqa: SIM905  # names, not sentences
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Links that belong to no sentence: to a place on the page, and to files, which are compared by themselves.
_OFFERS = {"headerlink", "downloads"}
_LONGEST_LINE = 60


@dataclass(frozen=True)
class Piece:
    """The smallest part of a page that is named by itself: where it stands, what it is, and what it says.

    In the text a formula is its TeX; `drawn` holds the signs that a reader sees and hears for it.
    """

    place: str
    kind: str
    text: str
    drawn: str = ""


@dataclass(frozen=True)
class Meaning:
    """A page: what it says, how many cells it has, what its foot says it was computed from, and where it leads to."""

    pieces: list[Piece]
    cells: int
    stamp: str
    links: set[str]


def meaning(html: bytes) -> Meaning:
    """Return what a page says."""
    soup = BeautifulSoup(html.decode("utf-8", "backslashreplace"), "html.parser")
    stamp = soup.select_one(".stamp")
    links = {str(link["href"]) for link in soup.select("a[href]")}
    reading = _Reading()
    try:
        for article in soup.select("article")[:1]:
            reading.read(article)
        reading.end()
    except RecursionError:
        reading.pieces = [Piece("the page", "HTML", "it is nested too deeply to be read")]
    return Meaning(reading.pieces, reading.cells, _plain(stamp.text) if stamp else "", links)


def first_line(source: str) -> str:
    """Return what a cell is known by beside its number."""
    first = next(iter(source.strip().splitlines()), "")
    return first if len(first) <= _LONGEST_LINE else f"{first[:_LONGEST_LINE]}…"


def _plain(text: str) -> str:
    return " ".join(text.split())


class _Reading:
    """Walks through a page once, and ends a piece wherever a block begins or ends."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.cells = 0
        self._place = "above the first heading"
        self._kind = "prose"
        self._text: list[str] = []
        self._drawn: list[str] = []
        self._in_row = False

    def end(self) -> None:
        """End the piece that is being read."""
        if text := _plain("".join(self._text)):
            self.pieces.append(Piece(self._place, self._kind, text, " ".join(self._drawn)))
        self._text, self._drawn = [], []

    def _add(self, kind: str, text: str) -> None:
        """Add what is a piece by itself, wherever it stands."""
        self.end()
        if text:
            self.pieces.append(Piece(self._place, kind, text))

    def read(self, element: Tag) -> None:
        """Read what stands inside an element."""
        for child in element.children:
            if isinstance(child, Tag):
                self._read_tag(child)
            elif not isinstance(child, PreformattedString):  # such as a comment
                self._text.append(str(child))

    def _read_tag(self, tag: Tag) -> None:  # a table of what there is on a page
        classes = set(tag.get_attribute_list("class"))
        if classes & _OFFERS or tag.name in {"style", "template"}:
            return
        if "cell" in classes:
            self._read_cell(tag)
        elif "katex" in classes:
            self._read_formula(tag)
        elif tag.name in {"svg", "img"}:
            self._read_figure(tag)
        elif tag.name == "script":
            self._add("data", tag.text if tag.get("type") == "application/json" else "")
        elif tag.name == "pre":
            self._add(self._kind, tag.text.strip("\n"))
        elif tag.name == "tr":
            self._read_row(tag)
        elif tag.name in _BLOCKS:
            self._read_block(tag)
        else:
            self._read_inline(tag)

    def _read_cell(self, cell: Tag) -> None:
        """Read a cell's source and outputs; what folds them away is the theme's."""
        self.end()
        self.cells += 1
        around, source = self._place, cell.select_one(".cell_input pre")
        self._place = f"cell {self.cells} ({first_line(source.text) if source else 'its source is not shown'})"
        for self._kind, name in (("source", ".cell_input"), ("output", ".cell_output")):
            for part in cell.select(name):
                self._read_block(part)
        self._place, self._kind = around, "prose"

    def _read_formula(self, formula: Tag) -> None:
        tex = [annotation.extract().text for annotation in formula.select("annotation")]
        self._text.append(f"${' '.join(tex)}$")
        self._drawn.append(_plain(formula.text))

    def _read_figure(self, figure: Tag) -> None:
        words = [str(figure.attrs.pop(name)) for name in ("alt", "aria-label") if figure.get(name)]
        self._add("figure's description", " ".join(words))
        self._add("figure's drawing", " ".join(chain.from_iterable(map(_as_text, [figure, *figure.descendants]))))

    def _read_row(self, row: Tag) -> None:
        """Read a row as one piece: its cells, with a bar between each two."""
        self.end()
        self._in_row = True
        for number, cell in enumerate(row.find_all(["th", "td"], recursive=False)):
            self._text.append(" | " * (number > 0))
            self.read(cell)
        self._in_row = False
        self.end()

    def _read_block(self, block: Tag) -> None:
        if self._in_row:
            self._text.append(" ")
            self.read(block)
            return
        self.end()
        self.read(block)
        if block.name in _HEADINGS:
            self._place = f"under {_plain(''.join(self._text))!r}"
        self.end()

    def _read_inline(self, tag: Tag) -> None:
        self.read(tag)
        # Where a link leads is part of what is said; and what an element of our own carries, its script works with.
        names = sorted(tag.attrs) if "-" in tag.name else ["href"] if tag.name == "a" else []
        self._text += [f" ({tag[name]})" for name in names if name in tag.attrs]


def _as_text(node: PageElement) -> list[str]:
    """Return an element of a drawing by its name and its attributes in alphabetical order, or the words between."""
    if isinstance(node, Tag):
        return [f"<{' '.join([node.name, *(f'{name}={value!r}' for name, value in sorted(node.attrs.items()))])}>"]
    return str(node).split() if isinstance(node, NavigableString) else []
