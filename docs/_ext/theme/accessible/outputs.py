"""The HTML that a cell shows, made accessible: its tables, as pandas and others write them, and its links."""

from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

from .boxes import is_external
from .numbers import is_number, typeset

# HTML as it is written today: no slash in <br>, and letters as they are.
_HTML = HTMLFormatter(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")
_PRESENTATION = ("border", "style", "halign", "align", "valign")


def accessible(html: str, name: Callable[[str], str]) -> str:
    """The same HTML with headers, numbers, names and boxes in its tables; `name` makes the name of each box unique."""
    if "<table" not in html and "<a " not in html:
        return html
    soup = BeautifulSoup(f"<body>{html}", "html5lib")
    for style in soup.select("style[scoped]"):
        style.decompose()
    for table in soup.select("table"):
        _table(table, soup, name)
    for link in soup.select("a[href]"):
        if is_external(str(link["href"])):
            link["rel"] = "noopener"
    assert soup.body is not None  # noqa: S101  html5lib always makes one
    return soup.body.decode_contents(formatter=_HTML)


def _table(table: Tag, soup: BeautifulSoup, name: Callable[[str], str]) -> None:
    for tag in (table, *table.select("thead, tbody, tr, th, td")):
        for attribute in _PRESENTATION:
            tag.attrs.pop(attribute, None)
    _join_head(table)
    for header in table.select("th"):
        _header(header)
    _mark_numbers(table)
    box = table.parent
    if box is None or "gd-scroll" not in _classes(box):
        box = table.wrap(soup.new_tag("div", attrs={"class": "gd-scroll"}))
    title = _title(table)
    if title and not table.caption:
        table["aria-label"] = title
    box.attrs.update({"role": "region", "aria-label": name(title), "tabindex": "0"})
    box.append(soup.new_tag("template"))  # lesson.css shows a table when its end has come


def _join_head(table: Tag) -> None:
    """One head out of the two that pandas writes where the index has a name: the names of the columns and its own."""
    rows = table.select("thead tr")
    if len(rows) == 2:
        columns, index = (row.find_all(["th", "td"]) for row in rows)
        fits = len(columns) == len(index) and not any(cell.get("colspan") for cell in columns)
        if fits and all(not (above.text and below.text) for above, below in zip(columns, index, strict=True)):
            for above, below in zip(columns, index, strict=True):
                above.string = above.text or below.text
            rows[1].decompose()


def _header(header: Tag) -> None:
    if not header.text.strip():
        header.name = "td"
    elif header.find_parent("thead"):
        header["scope"] = "colgroup" if header.get("colspan") else "col"
    else:
        header["scope"] = "rowgroup" if header.get("rowspan") else "row"


def _mark_numbers(table: Tag) -> None:
    cells = [row.find_all(["th", "td"]) for row in table.select("tr")]
    body = [own for own in cells if own and not own[0].find_parent("thead")]
    for column in range(1, max(map(len, body), default=0)):
        own = [row[column] for row in body if column < len(row) and row[column].text.strip()]
        if own and all(is_number(cell.text) for cell in own):
            for cell in own:
                cell.string = typeset(cell.text)
            for row in (row for row in cells if column < len(row)):
                row[column]["class"] = " ".join([*_classes(row[column]), "number"])


def _classes(tag: Tag) -> list[str]:
    return [str(name) for name in tag.get_attribute_list("class") if name]


def _title(table: Tag) -> str:
    if table.caption:
        return table.caption.text.strip().rstrip(".")
    return ", ".join(filter(None, (header.text.strip() for header in table.select("thead th"))))
