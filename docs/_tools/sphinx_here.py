"""Run Sphinx for this site: told to end, it ends as by Ctrl-C, and what went wrong it says in words that help.

Of whatever no extension expected Sphinx prints a report for its own developers; a full disk is no fault of theirs.
The arguments are those of sphinx-build, and so is the exit status, but for 3: the machine would not let it.
"""

import errno
import logging
import re
import signal
import sys
from collections.abc import Iterator
from traceback import format_exception
from typing import Any, TextIO

from sphinx._cli.util import errors
from sphinx.cmd.build import main as sphinx_build
from sphinx.errors import ConfigError, SphinxError, SphinxParallelError

MACHINE = 3  # the exit status
_FAULTS = {
    getattr(errno, name)
    for name in ("EACCES", "EDQUOT", "EFBIG", "EIO", "EMFILE", "ENFILE", "ENOMEM", "ENOSPC", "EPERM", "EROFS")
    if hasattr(errno, name)
}
_SAID = re.compile(r"\[Errno (\d+)\] .*")
_found: list[str] = []  # what the machine said


def fault(error: BaseException) -> str:
    """What the machine would not do, where that is what an error comes from; else nothing."""
    for cause in _causes(error):
        if isinstance(cause, MemoryError):
            return "there is no memory left"
        said = _said(cause.traceback if isinstance(cause, SphinxParallelError) else str(cause))
        if said and isinstance(cause, (OSError, SphinxParallelError)):
            return said
    return ""


def _said(text: str) -> str:
    """What the machine said, in a text that may hold it."""
    return next((found[0].rstrip(")") for found in _SAID.finditer(text) if int(found[1]) in _FAULTS), "")


class _Heard(logging.Handler):
    """Notes where Sphinx could not write a page or copy a file, of which it only warns."""

    def emit(self, record: logging.LogRecord) -> None:
        if said := _said(record.getMessage()):
            _found.append(said)


def sentence(said: str) -> str:
    """Say what the machine would not do."""
    return f"Cannot build the site, because of this machine: {said}. Give it room and rights, and build again."


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "orig_exc", None) or error.__cause__ or error.__context__


def _say(error: BaseException, /, *, stderr: TextIO = sys.stderr, **_: Any) -> None:  # noqa: ANN401  as Sphinx calls it
    if isinstance(error, KeyboardInterrupt):
        print("\nInterrupted.", file=stderr)
    elif said := fault(error):
        _found.append(said)
        print(f"\n{sentence(said)}", file=stderr)
    elif isinstance(error, ConfigError) or (isinstance(error, SphinxError) and _is_told(error)):
        print(f"\n{error.category}: {error}", file=stderr)
    else:
        report = error.traceback if isinstance(error, SphinxParallelError) else "".join(format_exception(error))
        print("", report, sep="\n", file=stderr)
        print("This is a fault in what builds the site: report it where the site comes from.", file=stderr)


def _is_told(error: SphinxError) -> bool:
    """Whether an extension said it in words of its own."""
    return error.__context__ is None and not isinstance(error, SphinxParallelError)


def main(arguments: list[str]) -> int:
    """Build, and give the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    errors.handle_exception = _say  # type: ignore[assignment]  # it takes what it is given
    heard = _Heard(logging.WARNING)
    heard.addFilter(lambda record: record.levelno == logging.WARNING)  # what a page says of itself is an error
    logging.getLogger("sphinx").addHandler(heard)
    status = sphinx_build(arguments)
    return MACHINE if _found and status else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
