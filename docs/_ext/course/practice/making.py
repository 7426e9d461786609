"""The exercises of a lesson, as the library makes them: as sections for who learns, as tables for who teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath import InputError
from gdmath.practice import LESSONS, exercises

from .sections import section
from .teachers import rows

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.docutils import SphinxDirective

    from gdmath.practice import Exercise


def sections(directive: SphinxDirective) -> list[nodes.Node]:
    """A section for each exercise of the lesson that is the argument."""
    return [section(directive, name, one) for name, one in _numbered(directive)]


def tables(directive: SphinxDirective) -> list[nodes.Node]:
    """A table of slips for each."""
    return list(directive.parse_text_to_nodes(rows(_numbered(directive))))


def _numbered(directive: SphinxDirective) -> list[tuple[str, Exercise]]:
    """The exercises of a lesson with their names, such as "3.1 A power": the number of the lesson, and their own."""
    [lesson] = directive.arguments
    try:
        made = exercises(lessons=[lesson])
    except InputError as error:
        raise directive.error(str(error)) from error
    number = list(LESSONS).index(lesson) + 1
    return [(f"{number}.{place} {one.title}", one) for place, one in enumerate(made, start=1)]
