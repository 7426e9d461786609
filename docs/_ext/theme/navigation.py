"""Every page has the whole menu, so that all are written again when a page is new, gone, moved or has another title."""

import hashlib

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata


def _affected(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    titles = sorted((name, title.astext()) for name, title in env.titles.items())
    now = hashlib.sha256(repr((titles, sorted(env.toctree_includes.items()))).encode()).hexdigest()
    before = vars(env).get("navigation")
    vars(env)["navigation"] = now
    return [] if before == now else sorted(env.found_docs)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what looks at the menu."""
    app.connect("env-updated", _affected)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
