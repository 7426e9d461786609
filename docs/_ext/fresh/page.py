"""A page: its text as a notebook, the steps to execute in order, and the key under which their outputs are kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import from_dict
from nbformat.v4 import new_notebook

from .checks import value
from .distributions import imported, versions
from .markdown import markdown_parser
from .values import Reading, Value, read_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myst_parser.config.main import MdParserConfig
    from nbformat import NotebookNode

    from .execution import Outputs

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
    """A page that has been read: ``steps`` are its code cells and values, in the order of the text."""

    name: str
    notebook: NotebookNode
    steps: tuple[Step, ...]
    readings: dict[int, Reading]

    @property
    def cells(self) -> list[Cell]:
        """The code cells alone."""
        return [step for step in self.steps if isinstance(step, Cell)]

    @property
    def imports(self) -> frozenset[str]:
        """The modules that its cells import."""
        return frozenset().union(*(imported(cell.source) for cell in self.cells))

    def key(self, fingerprint: str) -> str:
        """The name of this page's outputs: prose and tags that only concern display do not change it."""
        steps = [
            [sorted(step.tags & EXECUTION_TAGS), step.source]
            if isinstance(step, Cell)
            else [step.role, step.expression]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps([fingerprint, versions(self.imports), steps]).encode()).hexdigest()


def read(text: str, name: str, config: MdParserConfig) -> Page:
    """The page that a Markdown text describes; any page may hold cells, and needs no front matter for it.

    Each cell of its notebook bears its line, counted from one, in its metadata.
    """
    if not text.strip():
        return Page(name, new_notebook(metadata={"source_map": []}), (), {})
    notebook = read_myst_markdown_notebook(text, config, add_source_map=True)
    lines = _lines(text, notebook)
    for index, (cell, line) in enumerate(zip(notebook.cells, lines, strict=True)):
        cell["id"], cell.metadata["line"] = f"cell-{index}", line
    # MyST-NB counts from zero, and then adds one to a line, as MyST-Parser does once more.
    notebook.metadata.update(_KERNEL, source_map=[line - 2 for line in lines])
    parser = markdown_parser(config)
    readings = {
        index: read_values(cell.source, parser, cell.metadata["line"])
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "markdown"
    }
    return Page(name, notebook, tuple(_steps(notebook, readings)), readings)


def _lines(text: str, notebook: NotebookNode) -> list[int]:
    """The line on which each cell begins: MyST-NB names one above its blank lines and options."""
    lines = [line.strip() for line in text.splitlines()]
    firsts = [cell.source.split("\n", 1)[0].strip() for cell in notebook.cells]
    starts = notebook.metadata["source_map"]
    return [
        1 + next((at for at in range(start, len(lines)) if lines[at] == first), start)
        for first, start in zip(firsts, starts, strict=True)
    ]


def _steps(notebook: NotebookNode, readings: dict[int, Reading]) -> Iterator[Step]:
    for index, cell in enumerate(notebook.cells):
        if index in readings:
            yield from readings[index].values
        elif cell.cell_type == "code":
            yield Cell(index, cell.source, frozenset(cell.metadata.get("tags", [])), cell.metadata["line"])


def fill(page: Page, outputs: Outputs) -> NotebookNode:
    """The page's notebook with the outputs of its cells and the results of its values."""
    own = list(zip(page.steps, outputs, strict=True))
    for count, (cell, shown) in enumerate(((step, one) for step, one in own if isinstance(step, Cell)), start=1):
        page.notebook.cells[cell.index].update(execution_count=count, outputs=from_dict(shown))
    results = (value(one) for step, one in own if isinstance(step, Value))
    for index, reading in page.readings.items():
        page.notebook.cells[index]["source"] = reading.replaced([next(results) for _ in reading.values])
    return page.notebook
