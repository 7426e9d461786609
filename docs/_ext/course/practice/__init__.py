"""Exercises on a page: `{exercises} the-rules` puts those of a lesson there, made by the library when the page is read.

Questions, hints and solutions are text like any other, complete without a script. What a script needs to check an
answer, the right number, its tolerance and the known wrong ones, stands beside each question as data.
"""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_PROGRESS = (
    '<gd-progress><p>Solved on this page, and noted on this device alone: <strong class="gd-count"></strong> '
    '<button type="button">Forget it</button></p></gd-progress>'
)


class Exercises(SphinxDirective):
    """All exercises of one lesson, a section for each."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the sections, and note that this page asks the engine."""
        self.env.metadata[self.env.docname]["alive"] = "graded"
        return _made(self, "sections")


class Slips(SphinxDirective):
    """What each exercise of a lesson asks, and what each wrong answer reveals, as tables for teachers."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the tables."""
        return _made(self, "tables")


class ExerciseSet(SphinxDirective):
    """The fields for a set of exercises by its seed, which the reader's browser makes."""

    def run(self) -> list[nodes.Node]:
        """Return the fields, and note that this page asks the engine."""
        self.env.metadata[self.env.docname]["alive"] = "graded"
        return _made(self, "chooser")


def _made(directive: SphinxDirective, kind: str) -> list[nodes.Node]:
    """Have the library make the parts; it is imported here, so that what is wrong with it is said of this page."""
    try:
        making = importlib.import_module(f"{__name__}.making")
    except (ImportError, SyntaxError) as error:
        raise directive.error(
            f"Cannot make the exercises, because the library cannot be imported: {error}. Mend the library."
        ) from error
    parts: list[nodes.Node] = getattr(making, kind)(directive)
    return parts


class Progress(SphinxDirective):
    """How many of the page's exercises have been solved on this device."""

    def run(self) -> list[nodes.Node]:
        """Return what a script fills in."""
        return [nodes.raw("", _PROGRESS, format="html")]


def _with_script(app: Sphinx, page: str, _template: str, _context: dict[str, Any], _doctree: object) -> None:
    if page.startswith("practice/"):
        app.add_js_file("practice.js", loading_method="defer")


def _note_version(_app: Sphinx, config: Config) -> None:
    # A change here must make the pages anew, though no page has changed.
    own = sorted([*Path(__file__).parent.glob("*.py"), Path(__file__).parents[1] / "asking.py"])
    config.practice_version = hashlib.sha256(b"".join(path.read_bytes() for path in own)).hexdigest()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_config_value("practice_version", "", "env", types=(str,), description="set by the extension itself")
    app.add_directive("exercise-set", ExerciseSet)
    app.add_directive("exercises", Exercises)
    app.add_directive("progress", Progress)
    app.add_directive("slips", Slips)
    app.connect("config-inited", _note_version)
    app.connect("html-page-context", _with_script, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
