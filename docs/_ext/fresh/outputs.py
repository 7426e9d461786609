"""The outputs of pages, computed from what the project holds now: kept ones where nothing changed, else new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.errors import SphinxError
from sphinx.util import logging

from .checks import Failure, failures
from .execution import execute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .execution import Outputs
    from .page import Page
    from .project import Project
    from .store import Store

_LOG = logging.getLogger(__name__)


class FreshError(SphinxError):
    """Pages that must not be published."""

    category = "These pages cannot be published"


def fresh_outputs(
    pages: Sequence[Page], project: Project, store: Store, *, width: int, unread: Sequence[Failure] = ()
) -> list[Outputs]:
    """The outputs of each page; pages without kept ones are executed side by side.

    All that is wrong on any of them is named, after what is wrong on pages that could not be read; then the build ends.
    Only what is right is kept: the rest fails again.
    """
    if missing := [path.relative_to(project.root).as_posix() for path in project.missing]:
        raise FreshError(
            f"there is nothing at {', '.join(missing)}, which conf.py names, and nothing else may stand in for it"
        )
    kept = {page.name: outputs for page in pages if (outputs := store.load(page)) is not None}
    executed = _execute([page for page in pages if page.name not in kept], project, store, width)
    found = kept | executed
    wrong = {page.name: failures(page, found[page.name], project.root) for page in pages}
    for page in pages:
        if page.name in executed and not wrong[page.name]:
            store.save(page, executed[page.name])
    _refuse([*unread, *(failure for page in pages for failure in wrong[page.name])])
    return [found[page.name] for page in pages]


def _refuse(wrong: list[Failure]) -> None:
    """Name every failure by itself, since Sphinx would bury them in what it prints about an exception."""
    for failure in wrong:
        _LOG.error("\n%s", failure)
    if wrong:
        names = sorted({failure.page for failure in wrong})
        raise FreshError(f"{len(wrong)} failures on {len(names)} pages, each named above: {', '.join(names)}")


def _execute(pages: Sequence[Page], project: Project, store: Store, width: int) -> dict[str, Outputs]:
    """The outputs of pages that run now, by name."""
    try:
        outputs = execute(pages, project, width=width) if pages else []
    except (ImportError, RuntimeError) as error:
        raise FreshError(str(error)) from error
    _LOG.info("executed %d cells on %d pages", sum(len(page.cells) for page in pages), len(pages))
    if pages and project.fingerprint() != store.fingerprint:
        raise FreshError("the sources or the data changed while the pages ran; build again")
    return {page.name: own for page, own in zip(pages, outputs, strict=True)}
