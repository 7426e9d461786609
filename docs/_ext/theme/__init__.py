"""What every page looks like and how it is found: its head, its search, and HTML that everyone can use."""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register its parts."""
    for part in ("accessible", "head", "search"):
        app.setup_extension(f"{__name__}.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
