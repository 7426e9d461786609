"""The exercises of a lesson, as the library makes them: as sections for who learns, as tables for who teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course.asking import KINDS
from gdmath import InputError
from gdmath.practice import LESSONS, Choice, Formula, Function, Number, exercises

from .fields import raw
from .sections import section
from .teachers import rows

_KINDS = [
    (KINDS[Number], "a number"),
    (KINDS[Formula], "a formula"),
    (KINDS[Choice], "one of several"),
    (KINDS[Function], "a function of Python"),
]
_CHOOSER = (
    '<gd-set><form autocomplete="off" aria-label="A set of exercises">'
    '<label>Seed, a whole number<input type="text" name="seed" value="7" inputmode="numeric"></label>'
    "<fieldset><legend>Lessons</legend>{lessons}</fieldset><fieldset><legend>Answers</legend>{kinds}</fieldset>"
    '<p><button type="submit">Make the set</button></p><p class="gd-verdict" role="status"></p></form>'
    '<div class="gd-made"></div></gd-set>'
)

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


def chooser(_directive: SphinxDirective) -> list[nodes.Node]:
    """The fields in which a seed is written, and lessons and kinds of answers are chosen."""
    lessons = [(str(number), f"{number} {title}") for number, title in enumerate(LESSONS.values(), start=1)]
    return [raw(_CHOOSER.format(lessons=_boxes("lessons", lessons, 1), kinds=_boxes("kinds", _KINDS, len(_KINDS))))]


def _boxes(name: str, named: list[tuple[str, str]], checked: int) -> str:
    return "".join(
        f'<label><input type="checkbox" name="{name}" value="{value}"{" checked" * (place < checked)}>{label}</label>'
        for place, (value, label) in enumerate(named)
    )


def _numbered(directive: SphinxDirective) -> list[tuple[str, Exercise]]:
    """The exercises of a lesson with their names, such as "3.1 A power": the number of the lesson, and their own."""
    [lesson] = directive.arguments
    try:
        made = exercises(lessons=[lesson])
    except InputError as error:
        raise directive.error(str(error)) from error
    number = list(LESSONS).index(lesson) + 1
    return [(f"{number}.{place} {one.title}", one) for place, one in enumerate(made, start=1)]
