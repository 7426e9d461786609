"""Pages are read by MyST-NB's parser, which is handed each page's notebook with its outputs in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

from myst_nb.sphinx_ import Parser
from sphinx.util import logging

from .checks import Failure
from .distributions import versions
from .outputs import fresh_outputs
from .page import Page, fill, read
from .sound import Allowed, decoded, unsound

if TYPE_CHECKING:
    from docutils import nodes
    from nbformat import NotebookNode
    from sphinx.environment import BuildEnvironment

    from .project import Project
    from .store import Store

SUFFIX = ".md"
_LOG = logging.getLogger(__name__)


@dataclass
class Reader:
    """What this build reads pages with. It stays with the environment, from one build to the next."""

    project: Project
    store: Store
    allowed: Allowed
    seen: dict[str, tuple[frozenset[str], str]]  # what each page imported when it was read, and the state of both

    def page(self, env: BuildEnvironment, docname: str, text: str | None = None) -> Page:
        """A page of the project."""
        path = Path(env.doc2path(docname))
        return read(_text(path) if text is None else text, self._name(path), vars(env)["myst_config"])

    def execute(self, env: BuildEnvironment, docnames: list[str], width: int) -> None:
        """Execute pages side by side, but for those that cannot be read, and note what they were."""
        names = [name for name in docnames if env.doc2path(name).suffix == SUFFIX]
        unread: list[Failure] = []
        pages: dict[str, Page] = {}
        for name in names:
            wrong = self._unsound(env, name)
            if not wrong:
                wrong = self._read(env, name, pages)
            if wrong:
                unread += wrong
                pages.pop(name, None)
        fresh_outputs(list(pages.values()), self.project, self.store, width=width, unread=unread)
        for name, page in pages.items():
            self.seen[name] = page.imports, _state(Path(env.doc2path(name)), page.imports)

    def _read(self, env: BuildEnvironment, name: str, pages: dict[str, Page]) -> list[Failure]:
        try:
            pages[name] = self.page(env, name)
        except Exception as error:  # noqa: BLE001  of any kind: MyST-NB expects that a text is what it should be
            because = f"because MyST-NB does not: {type(error).__name__}: {error}"
            place = self._name(Path(env.doc2path(name)))
            return [Failure(place, 1, "", f"Cannot read this page, {because}. Look at its front matter and its cells.")]
        return list(chain(*env.events.emit("fresh-page-read", name, pages[name])))

    def _name(self, path: Path) -> str:
        root = self.project.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

    def _unsound(self, env: BuildEnvironment, docname: str) -> list[Failure]:
        path = Path(env.doc2path(docname))
        if not path.is_file():
            return [Failure(self._name(path), 1, "", "Cannot read this page, because it is no file. Take it away.")]
        return unsound(path.read_bytes(), self._name(path), vars(env)["myst_config"], self.allowed)

    def changed(self, env: BuildEnvironment, removed: set[str]) -> list[str]:
        """Pages with another text, though its date is not newer, or with other versions of what they import."""
        seen = ((name, *noted) for name, noted in self.seen.items() if name not in removed)
        return [name for name, imports, state in seen if state != _state(Path(env.doc2path(name)), imports)]

    def notebook(self, page: Page) -> NotebookNode:
        """A page with its outputs, which are kept unless another extension changed the text after it was executed."""
        outputs = self.store.load(page)
        if outputs is None:
            [outputs] = fresh_outputs([page], self.project, self.store, width=1)
        return fill(page, outputs)


class _Text(str):
    """The text of a page together with its notebook: MyST-NB hands a text to the reader of a format, and no more."""

    __slots__ = ("notebook",)
    notebook: NotebookNode


def notebook_of(text: _Text) -> NotebookNode:
    """The notebook with which the text of a page was handed to MyST-NB."""
    return text.notebook


class FreshParser(Parser):  # type: ignore[misc]  # MyST-NB ships no types
    """Reads Markdown; all other files are read as by MyST-NB alone."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a page. Its notebook stays with the document, for whoever makes other things of it."""
        env = document.settings.env
        if env.doc2path(env.docname).suffix == SUFFIX:
            reader = reader_of(env)
            inputstring = _Text(inputstring)
            inputstring.notebook = reader.notebook(reader.page(env, env.docname, inputstring))
            document["notebook"] = inputstring.notebook
        try:
            super().parse(inputstring, document)
        except RecursionError:
            because = "because what it brings in brings in itself, or parts stand too deep in one another"
            _LOG.error("Cannot read this page, %s. Take one out.", because, location=env.docname)
            raise SystemExit(2) from None


def reader_of(env: BuildEnvironment) -> Reader:
    """The reader of this build."""
    return cast("Reader", vars(env)["fresh_reader"])


def _text(path: Path) -> str:
    return decoded(path.read_bytes()) if path.is_file() else ""


def _state(path: Path, imports: frozenset[str]) -> str:
    return hashlib.sha256("\n".join([_text(path), *versions(imports)]).encode()).hexdigest()
