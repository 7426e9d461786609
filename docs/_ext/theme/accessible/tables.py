"""Tables in Markdown and in docstrings, before they are written: which cells are headers, which are numbers."""

from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .numbers import is_number, typeset


class TablesWithHeaders(SphinxPostTransform):
    """Makes the first column the headers of the rows, and takes a head without words away: Markdown can say neither.

    A column of nothing but formulas is left as it is: not every tool that reads pages aloud reads formulas as headers.
    """

    default_priority = 700
    formats = ("html",)

    def run(self, **_options: object) -> None:
        """Look at each table of the page."""
        for table in self.document.findall(nodes.tgroup):
            columns = list(table.findall(nodes.colspec))
            if len(columns) > 1:
                columns[0]["stub"] = int(all(map(_has_words, _cells(table, nodes.tbody, 0))))
                for head in list(table.findall(nodes.thead)):
                    if not head.astext().strip():
                        table.remove(head)
            for column in range(1, len(columns)):
                _mark_numbers(table, column)


def _has_words(cell: nodes.entry) -> bool:
    return any(text.strip() for text in cell.findall(nodes.Text) if not isinstance(text.parent, nodes.math))


def _mark_numbers(table: nodes.tgroup, column: int) -> None:
    head = list(_cells(table, nodes.thead, column))
    body = [cell for cell in _cells(table, nodes.tbody, column) if cell.astext().strip()]
    if body and all(is_number(cell.astext()) for cell in body):
        for cell in [*head, *body]:
            cell["classes"].append("number")
        for text in [text for cell in body for text in cell.findall(nodes.Text)]:
            text.parent.replace(text, nodes.Text(typeset(text)))


def _cells(table: nodes.tgroup, part: type[nodes.Element], column: int) -> Iterator[nodes.entry]:
    for row in (row for own in table.findall(part) for row in own.findall(nodes.row)):
        if column < len(row.children):
            yield row.children[column]  # type: ignore[misc]  # a row holds entries
