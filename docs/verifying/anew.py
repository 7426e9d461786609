"""Build the site of this checkout anew in a folder of its own: every page is executed, whatever outputs were kept."""

import os
from pathlib import Path

from bs4 import BeautifulSoup

import publish
from verifying.copies import INDEX, CannotVerifyError, Copy, Folder


def rebuilt(name: str, copy: Copy, folder: Path) -> Folder:
    """Build with the settings of a published copy, and return what was built.

    Raises
    ------
    CannotVerifyError
        If a page fails: the build has then named it, with the line and the exception.
    """
    os.environ["GDMATH_OUTPUTS"] = str(folder / "outputs")
    os.environ["SITE_URL"] = _address(copy)
    site = folder / "html"
    if publish.build(site, ["-q"]):
        raise CannotVerifyError(
            name, "the pages of this checkout do not build", "Mend what is named above, then verify again"
        )
    return Folder(site)


def _address(copy: Copy) -> str:
    """Return the address that the copy names as its own: pages may show it."""
    index = (copy.read(INDEX) or b"").decode("utf-8", "backslashreplace")
    own = BeautifulSoup(index, "html.parser").select_one("link[rel=canonical]")
    return str(own["href"]).removesuffix(INDEX) if own else ""
