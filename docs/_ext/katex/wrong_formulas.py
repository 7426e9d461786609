"""A wrong formula is named with its page and line, and fails the build, with `-W` or without.

A formula is written in whichever process writes its page. What Sphinx's log carries from there to the main process,
a handler notes here.
"""

import logging

from sphinx.application import Sphinx
from sphinx.util.logging import NAMESPACE, getLogger

from .installation import MathematicsError

_log = getLogger(__name__)


class _PagesWithWrongFormulas(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.pages: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        page = getattr(record, "page_of_formula", None)
        if page is not None:
            self.pages.add(page)


def report(page: str, line: int | None, tex: str, reason: str) -> None:
    """Name a wrong formula in the log, with its page and line."""
    formula = " ".join(tex.split())
    error = MathematicsError(f"render the formula `{formula}`", reason, "Correct the TeX on the line named")
    _log.error("%s", error, type="katex", location=(page, line), extra={"page_of_formula": page})


def watch(app: Sphinx) -> None:
    """Fail the build at its end if a wrong formula was reported in it."""
    wrong = _PagesWithWrongFormulas()
    logging.getLogger(NAMESPACE).addHandler(wrong)

    def finish(app: Sphinx, _error: Exception | None) -> None:
        logging.getLogger(NAMESPACE).removeHandler(wrong)
        if wrong.pages:
            app.statuscode = 1
        for page in wrong.pages:
            # A page without its formula is not left behind; the next build writes it, and fails, again.
            app.builder.get_output_path(page).unlink(missing_ok=True)  # type: ignore[attr-defined]  # HTML builders

    app.connect("build-finished", finish)
