"""What makes the pages a course: marked definitions, a glossary that knows where words are met, and exercises."""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register its parts."""
    for part in ("definition", "glossary", "practice"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
