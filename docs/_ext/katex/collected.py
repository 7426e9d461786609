"""The formulas of all pages, known before the first page is written, by whichever process each page was read."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .formulas import displayed
from .installation import FormulaError

Formula = tuple[str, bool]  # its TeX, and whether it stands by itself


def formulas(env: BuildEnvironment) -> Iterator[Formula]:
    """The formulas of the site, each once, in an order that depends on nothing else."""
    yield from sorted({formula for own in _by_page(env).values() for formula in own})


def collect(app: Sphinx, document: nodes.document) -> None:
    """Note the formulas of a page that has been read."""
    _by_page(app.env)[app.env.docname] = sorted(set(_formulas(document)))


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Drop those of a page that is read anew, or gone."""
    _by_page(env).pop(page, None)


def merge(_app: Sphinx, env: BuildEnvironment, pages: Sequence[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    _by_page(env).update({page: _by_page(other)[page] for page in pages if page in _by_page(other)})


def _by_page(env: BuildEnvironment) -> dict[str, list[Formula]]:
    pages: dict[str, list[Formula]] = vars(env).setdefault("katex_formulas", {})
    return pages


def _formulas(document: nodes.document) -> Iterator[Formula]:
    for node in document.findall(nodes.math):
        yield node.astext(), False
    for block in document.findall(nodes.math_block):
        with suppress(FormulaError):  # it is named where it is written
            yield displayed(block), True
