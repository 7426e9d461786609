"""A bar for whoever waits: shown on a terminal once a descent has taken a second."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

PATIENCE = 1.0  # seconds without a bar


@contextmanager
def counted(last: int, progress: bool | None) -> Iterator[Iterator[int]]:
    """The numbers from 0 to `last`, with a bar on stderr: always, never, or (None) where one is of use.

    The bar is gone when the context ends, however it ends.
    """
    # A program without a console has no stderr.
    if sys.stderr is not None and (sys.stderr.isatty() if progress is None else progress):
        with closing(_with_bar(last, PATIENCE * (not progress))) as steps:
            yield steps
    else:
        yield iter(range(last + 1))


def _with_bar(last: int, patience: float) -> Generator[int]:
    step, due = 0, monotonic() + patience
    yield step
    while monotonic() < due:
        step += 1
        yield step
    rest = range(step + 1, last + 1)
    try:
        from tqdm import tqdm
    except ImportError:  # in the browser
        yield from rest
    else:
        yield from tqdm(rest, "gradient descent", total=last, initial=step, unit="step", leave=False, file=sys.stderr)
