"""The prose of a page and of its notebook, line by line as a reader meets it, so that the two can be compared."""

import re

from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from nbformat import NotebookNode

BLOCKS = "p, h1, h2, h3, h4, li, td, th, tr, table, caption, dt, dd, pre, div, blockquote, summary, details, section"
NOT_PROSE = ".cell, .headerlink, .downloads, .backrefs, .gd-own"


def parser() -> MarkdownIt:
    """A reader of what Jupyter reads: CommonMark, tables, and formulas between dollars. It knows nothing of MyST."""
    formula = {"renderer": lambda tex, _options: f"<code>{tex.replace('&', '&amp;').replace('<', '&lt;')}</code>"}
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin, **formula)


def page_prose(page: BeautifulSoup) -> list[str]:
    """The prose of the built page: each formula as its TeX, without code cells and decorations."""
    article = page.select_one("article")
    assert article is not None
    for decoration in article.select(NOT_PROSE):
        decoration.decompose()
    for paragraph in article.select("aside.footnote > p"):
        paragraph.unwrap()  # a footnote begins on the line of its number
    for formula in article.select(".katex"):
        tex = formula.select_one("annotation")
        assert tex is not None
        formula.replace_with(tex.text)
    return lines(article)


def notebook_prose(notebook: NotebookNode) -> list[str]:
    """The prose of the notebook's Markdown cells, each rendered by itself."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    found = [line for cell in cells for line in lines(BeautifulSoup(parser().render(cell), "html5lib"))]
    return [each for line in found for each in line_by_line(line)]


def line_by_line(formula: str) -> list[str]:
    """Aligned lines one by one, as the page sets them, with their names as text; anything else as it is."""
    aligned = re.fullmatch(r"\\begin\{(aligned|split|align\*)\} ?(.*?) ?\\end\{\1\}", formula)
    if not aligned:
        return [formula]
    # A name stands before its line, or after it.
    named = re.sub(r"\\text\{([^{}]*)\}(?= &&)|(?<=&& )\\text\{([^{}]*)\}(?= ?(?:\\\\|$))", r"\1\2", aligned[2])
    return [" ".join(line.replace("&", " ").split()) for line in re.split(r"\\\\(?:\[\S+\])?", named)]


def lines(element: Tag) -> list[str]:
    """The text of each block, without its markup and with single spaces."""
    for block in element.select(BLOCKS):
        block.insert_before("\0")
        block.insert_after("\0")
    found = (" ".join(text.split()) for text in plain_formulas(element.text).split("\0"))
    return [line for line in found if line]


def plain_formulas(text: str) -> str:
    """TeX in one spelling: a number as the page shows it, bars as they are typed, no comments."""
    text = re.sub(r"\\tag\{(\d+)\}", "\0(\\1)", text)
    return re.sub(r"\\vert ?", "|", re.sub(r"\\Vert ?", r"\\|", text)).replace("% comment\n", "")
