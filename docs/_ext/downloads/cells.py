"""A page as the cells of its downloads: the prose as it is read, the code as it was run."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes
from nbformat import NotebookNode

from katex.formulas import line_of

from .blocks import block, code, heading
from .inline import image_name
from .refusal import DownloadError, Place


@dataclass(frozen=True)
class Prose:
    """Markdown, and the images in it by the names that it gives them."""

    text: str
    images: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Code:
    """A cell that was run: its source and the line on which that begins, its tags, and what it put out."""

    source: str
    line: int
    tags: tuple[str, ...]
    outputs: tuple[NotebookNode, ...]


def cells(document: nodes.document, notebook: NotebookNode, place: Place) -> list[Prose | Code]:
    """Return the cells of a page in their order, with those that the page itself does not show."""
    found: list[Prose | Code] = []
    for part in _parts(document, notebook, place):
        before = found[-1] if found else None
        if isinstance(part, Code):
            found.append(part)
        elif part.text and isinstance(before, Prose):
            found[-1] = Prose(f"{before.text}\n\n{part.text}", before.images | part.images)
        elif part.text:
            found.append(part)
    return found


def _parts(document: nodes.document, notebook: NotebookNode, place: Place) -> Iterator[Prose | Code]:
    shown = {node["cell_index"] for _, node in _flat(document, 1) if _is_cell(node)}
    code_cells = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    hidden = [index for index in code_cells if index not in shown]
    for level, node in _flat(document, 1):
        here = line_of(node)
        while hidden and here and _line(notebook, hidden[0]) < here:
            yield _code(notebook, hidden.pop(0))
        if _is_cell(node):
            yield _code(notebook, node["cell_index"])
        else:
            yield _prose(node, level, place)
    yield from (_code(notebook, index) for index in hidden)


def _prose(node: nodes.Element, level: int, place: Place) -> Prose:
    """Return a block in Markdown; what cannot be said in it is noted, so that all of it is named at once."""
    try:
        text = heading(node, level, place) if isinstance(node, nodes.title) else block(node, place)
    except DownloadError as refusal:
        place.refused.append(refusal)
        return Prose("")
    return Prose(text, _images(node))


def _flat(parent: nodes.Element, level: int) -> Iterator[tuple[int, nodes.Element]]:
    """Yield the blocks of a page, and the depth of the section in which each stands."""
    for child in parent.children:
        if isinstance(child, nodes.section):
            yield from _flat(child, level + 1)
        elif isinstance(child, nodes.Element):
            yield level - 1, child


def _is_cell(node: nodes.Element) -> bool:
    return bool(node.get("nb_element") == "cell_code")


def _code(notebook: NotebookNode, index: int) -> Prose | Code:
    cell = notebook.cells[index]
    tags = tuple(cell.metadata.get("tags", ()))
    if "skip-execution" in tags:
        return Prose(code(cell.source, "python"))
    return Code(cell.source, _line(notebook, index), tags, tuple(cell.outputs))


def _line(notebook: NotebookNode, index: int) -> int:
    return int(notebook.cells[index].metadata["line"])


def _images(node: nodes.Element) -> dict[str, str]:
    return {image_name(image): image["uri"] for image in node.findall(nodes.image)}
