"""The outputs of pages, computed from what the repository holds now: kept ones where nothing changed, else new ones."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError
from sphinx.util import logging

from . import output_store
from .checks import Failure, failures
from .execution import execute
from .fingerprint import ROOT, fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .execution import Outputs
    from .page import Page

_LOG = logging.getLogger(__name__)

# What the library, the data and the environment were when this build began.
build_fingerprint = functools.cache(fingerprint)


class PagesError(SphinxError):
    """Pages that must not be published."""

    category = "These pages cannot be published"


def fresh_outputs(pages: Sequence[Page], *, width: int, seconds: float) -> list[Outputs]:
    """The outputs of each page; pages without kept ones are executed side by side.

    All that is wrong on any of them is named, then the build ends. Only what is right is kept: the rest fails again.
    """
    if not (ROOT / "gdmath" / "__init__.py").is_file():
        raise PagesError("there is no gdmath/__init__.py beside docs/, and no other copy of the library may stand in")
    kept = {page.name: outputs for page in pages if (outputs := kept_outputs(page)) is not None}
    executed = _execute([page for page in pages if page.name not in kept], width, seconds)
    found = kept | executed
    wrong = {page.name: failures(page, found[page.name]) for page in pages}
    for page in pages:
        if page.name in executed and not wrong[page.name]:
            output_store.save(build_fingerprint(), page.key(build_fingerprint()), executed[page.name])
    _refuse([failure for page in pages for failure in wrong[page.name]])
    return [found[page.name] for page in pages]


def _refuse(wrong: list[Failure]) -> None:
    """Name every failure by itself, since Sphinx would bury them in what it prints about an exception."""
    for failure in wrong:
        _LOG.error("\n%s", failure)
    if wrong:
        names = sorted({failure.page for failure in wrong})
        raise PagesError(f"{len(wrong)} failures on {len(names)} pages, each named above: {', '.join(names)}")


def kept_outputs(page: Page) -> Outputs | None:
    """The outputs of a page that needs no execution."""
    return output_store.load(build_fingerprint(), page.key(build_fingerprint())) if page.steps else []


def _execute(pages: Sequence[Page], width: int, seconds: float) -> dict[str, Outputs]:
    """The outputs of pages that run now, by name."""
    outputs = execute(pages, width=width, seconds=seconds) if pages else []
    _LOG.info("executed %d cells on %d pages", sum(len(page.cells) for page in pages), len(pages))
    if pages and fingerprint() != build_fingerprint():
        raise PagesError("the library, the data or the environment changed while the pages ran; build again")
    return {page.name: own for page, own in zip(pages, outputs, strict=True)}
