"""A lesson as a Jupyter notebook, with the outputs that the page shows."""

import mimetypes
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode, validate, writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .cells import Code, Prose

# What Jupyter itself understands of the tags: it folds away what the page folds away or leaves out.
_FOLDED = {
    "source_hidden": ("hide-input", "hide-cell", "remove-input", "remove-cell"),
    "outputs_hidden": ("hide-output", "hide-cell", "remove-output", "remove-cell"),
}
_METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}


def notebook(cells: list[Prose | Code], sources: Path) -> NotebookNode:
    """Return the notebook; the images of the prose, named from `sources`, are in it."""
    made: NotebookNode = new_notebook(cells=list(_cells(cells, sources)), metadata=_METADATA)
    validate(made)
    return made


def with_install(made: NotebookNode, wheel: str) -> NotebookNode:
    """Return the same notebook with a first cell that installs the library, as Colab needs it."""
    install = new_code_cell(f"%pip install --quiet {wheel}", id="install")
    installing: NotebookNode = new_notebook(cells=[install, *made.cells], metadata=made.metadata)
    return installing


def text(made: NotebookNode) -> str:
    """Return what is in the file of a notebook."""
    return f"{writes(made)}\n"


def _cells(cells: list[Prose | Code], sources: Path) -> Iterator[NotebookNode]:
    count = 0
    for place, cell in enumerate(cells):
        name = f"cell-{place}"
        if isinstance(cell, Prose):
            attachments = {"attachments": _attached(cell, sources)} if cell.images else {}
            yield new_markdown_cell(cell.text, id=name, **attachments)
        else:
            count += 1
            outputs = list(cell.outputs)
            yield new_code_cell(cell.source, id=name, execution_count=count, outputs=outputs, metadata=_metadata(cell))


def _metadata(cell: Code) -> dict[str, object]:
    tags = {tag.replace("_", "-") for tag in cell.tags}
    folded = {part: True for part, names in _FOLDED.items() if tags.intersection(names)}
    return ({"tags": list(cell.tags)} if cell.tags else {}) | ({"jupyter": folded} if folded else {})


def _attached(cell: Prose, sources: Path) -> dict[str, dict[str, str]]:
    return {
        name: {_kind(path): b64encode((sources / path).read_bytes()).decode()} for name, path in cell.images.items()
    }


def _kind(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
