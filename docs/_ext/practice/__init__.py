"""Exercises on a page: `{exercises} the-rules` puts those of a lesson there, made by the library when the page is read.

Questions, hints and solutions are text like any other, complete without a script. What a script needs to check an
answer, the right number, its tolerance and the known wrong ones, stands beside each question as data.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import SphinxDirective

from gdmath import InputError
from gdmath.practice import LESSONS, exercises

from .fields import progress
from .sections import section
from .teachers import rows

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

    from gdmath.practice import Exercise


class Exercises(SphinxDirective):
    """All exercises of one lesson, a section for each."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        return [section(self, name, one) for name, one in _numbered(self)]


def _numbered(directive: SphinxDirective) -> list[tuple[str, Exercise]]:
    """The exercises of a lesson with their names, such as "3.1 A power": the number of the lesson, and their own."""
    [lesson] = directive.arguments
    try:
        made = exercises(lessons=[lesson])
    except InputError as error:
        raise directive.error(str(error)) from error
    number = list(LESSONS).index(lesson) + 1
    return [(f"{number}.{place} {one.title}", one) for place, one in enumerate(made, start=1)]


class Progress(SphinxDirective):
    """How many of the page's exercises have been solved on this device."""

    def run(self) -> list[nodes.Node]:
        """Return what a script fills in."""
        return [progress()]


class Slips(SphinxDirective):
    """What each exercise of a lesson asks, and what each wrong answer reveals, as a table for teachers."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        return self.parse_text_to_nodes(rows(_numbered(self)))


def _with_script(app: Sphinx, page: str, _template: str, _context: dict[str, Any], _doctree: object) -> None:
    if page.startswith("practice/"):
        app.add_css_file("practice.css")
        app.add_js_file("practice.js", loading_method="defer")


def _note_version(_app: Sphinx, config: Config) -> None:
    # A change here must make the pages anew, though no page has changed.
    own = sorted(Path(__file__).parent.glob("*.py"))
    config.practice_version = hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_config_value("practice_version", "", "env", types=(str,), description="set by the extension itself")
    app.add_directive("exercises", Exercises)
    app.add_directive("progress", Progress)
    app.add_directive("slips", Slips)
    app.connect("config-inited", _note_version)
    app.connect("html-page-context", _with_script, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
