"""A page: its text as a notebook, the steps to execute in order, and the key under which their outputs are kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbformat import from_dict
from nbformat.v4 import new_notebook

from .inline_values import Value, replace_values

if TYPE_CHECKING:
    from nbformat import NotebookNode

MYST_EXTENSIONS = ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"]

# Every other tag says how a cell is displayed, and leaves its outputs as they are.
EXECUTION_TAGS = {"raises-exception", "skip-execution"}


_KERNEL = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python", "pygments_lexer": "python"},
}


@dataclass(frozen=True)
class Cell:
    """A code cell: its place in the notebook, its source, its tags, and the line on which its source begins."""

    index: int
    source: str
    tags: frozenset[str]
    line: int


Step = Cell | Value


@dataclass(frozen=True)
class Page:
    """A page that has been read: ``steps`` are its code cells and inline values, in the order of the text."""

    name: str
    notebook: NotebookNode
    steps: tuple[Step, ...]

    @property
    def cells(self) -> list[Cell]:
        """The code cells alone."""
        return [step for step in self.steps if isinstance(step, Cell)]

    def key(self, fingerprint: str) -> str:
        """The name of this page's outputs: prose and tags that only concern display do not change it."""
        steps = [
            [sorted(step.tags & EXECUTION_TAGS), step.source]
            if isinstance(step, Cell)
            else [step.role, step.expression]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps([fingerprint, steps]).encode()).hexdigest()


def read(text: str, name: str) -> Page:
    """The page that a Markdown text describes; any page may hold cells, and needs no front matter for it."""
    if not text.strip():
        return Page(name, new_notebook(metadata={"source_map": []}), ())
    config = MdParserConfig(enable_extensions=set(MYST_EXTENSIONS))
    notebook = read_myst_markdown_notebook(text, config, add_source_map=True)
    notebook.metadata.update(_KERNEL)
    lines = text.splitlines()
    source_map = notebook.metadata["source_map"]
    steps: list[Step] = []

    def note(value: Value) -> str:
        steps.append(value)
        return ""

    for index, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{index}"
        source_map[index] = _first_line(lines, source_map[index], cell.source)
        line = source_map[index] + 1
        if cell.cell_type == "markdown":
            replace_values(cell.source, line, note)
        elif cell.cell_type == "code":
            steps.append(Cell(index, cell.source, frozenset(cell.metadata.get("tags", [])), line))
    return Page(name, notebook, tuple(steps))


def _first_line(lines: list[str], start: int, source: str) -> int:
    """Where the source really begins: MyST-NB counts from above its blank lines and options."""
    first = source.split("\n", 1)[0].strip()
    return next((number for number in range(start, len(lines)) if lines[number].strip() == first), start)


def fill(page: Page, outputs: list[list[dict[str, object]]], values: list[str]) -> NotebookNode:
    """The page's notebook with the outputs of its cells and the results of its values."""
    for count, (cell, cell_outputs) in enumerate(zip(page.cells, outputs, strict=True), start=1):
        node = page.notebook.cells[cell.index]
        node["execution_count"] = count
        node["outputs"] = from_dict(cell_outputs)
    results = iter(values)
    for cell in page.notebook.cells:
        if cell.cell_type == "markdown":
            cell["source"] = replace_values(cell.source, 0, lambda value: value.written(next(results)))
    # MyST-NB counts lines from one, and MyST-Parser then adds one again: a warning would name the line below.
    page.notebook.metadata["source_map"] = [line - 1 for line in page.notebook.metadata["source_map"]]
    return page.notebook
