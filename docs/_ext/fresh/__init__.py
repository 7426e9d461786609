"""Sphinx executes the pages: every output on the site was computed from what the project holds now.

All pages that Sphinx is about to read are executed before it reads the first. An error then ends the build before
anything is remembered as read, so an unchanged next build fails again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from . import ending
from .outputs import FreshError
from .project import Project
from .reading import SUFFIX, FreshParser, Reader, notebook_of, reader_of
from .sound import Allowed
from .store import Store

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_LOG = logging.getLogger(__name__)

_SETTINGS: dict[str, tuple[object, type]] = {
    "fresh_sources": ([], list),  # modules, and folders of modules, whose code the pages show
    "fresh_data": ([], list),  # files, and folders of files, that the pages read
    "fresh_distributions": ([], list),  # installed ones that are loaded without being imported by name
    "fresh_preload": ([], list),  # modules that most pages import, imported once for all of them
    "fresh_latex": ("", str),  # the function that sets a value as LaTeX, such as sympy.latex
    "fresh_outputs": ("_build/.outputs", str),  # where outputs are kept
    "fresh_timeout": (120, int),  # seconds that a cell may take
    "fresh_most": (5_000_000, int),  # characters that a cell may put out
    "fresh_tags": ([], list),  # tags of cells, besides those that MyST-NB and this extension know
    "fresh_header": (
        {},
        dict,
    ),  # texts in the front matter, besides what Sphinx and MyST know; True if every page has it
}


def _configure(app: Sphinx, config: Config) -> None:
    config.nb_custom_formats = {**config.nb_custom_formats, SUFFIX: (f"{__name__}.notebook_of", {}, False)}
    config.nb_execution_mode = "off"  # of MyST-NB, which is handed what was executed already
    # Another one makes Sphinx read every page again.
    config.fresh_fingerprint = Project.of(config, app.confdir).fingerprint()


def _make_reader(app: Sphinx) -> None:
    project = Project.of(app.config, app.confdir)
    before: Reader | None = vars(app.env).get("fresh_reader")
    seen = before.seen if before else {}
    store = Store(project.outputs, app.config.fresh_fingerprint)
    allowed = Allowed(tuple(app.config.fresh_tags), app.config.fresh_header)
    vars(app.env)["fresh_reader"] = Reader(project, store, allowed, seen)


def _changed(_app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]) -> list[str]:
    return reader_of(env).changed(env, removed)


def _execute(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    try:
        reader_of(env).execute(env, docnames, app.parallel)
    except FreshError as error:
        _LOG.error("%s: %s", error.category, error)
        # Of any other exception Sphinx would print that it is a fault in Sphinx, to be reported to its developers.
        raise SystemExit(2) from None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.setup_extension("myst_nb")
    for name, (default, kind) in _SETTINGS.items():
        app.add_config_value(name, default, "", types=(kind,))
    app.add_config_value("fresh_fingerprint", "", "env", types=(str,), description="set by the extension itself")
    app.add_source_parser(FreshParser, override=True)
    app.connect("config-inited", _configure, priority=400)  # before MyST-NB looks at its settings
    app.connect("config-inited", ending.refuse_circles)
    app.connect("builder-inited", _make_reader)
    app.connect("env-get-outdated", _changed)
    app.connect("env-before-read-docs", _execute)
    app.connect("builder-inited", ending.watch)
    app.add_event(
        "fresh-page-read"
    )  # with each page that is to be executed; whoever hears it lists what is wrong there
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


__all__ = ["notebook_of", "setup"]
