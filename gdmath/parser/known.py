"""Read names that are written together, where it is known which names there are."""

from __future__ import annotations

import re

from gdmath.errors import InputError
from gdmath.names import constant, function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d]\w*")


def names_of(symbols: Iterable[str]) -> frozenset[str]:
    """Read which names there are.

    Raises
    ------
    InputError
        One is no name.
    """
    names = [str(name) for name in symbols]
    if wrong := [name for name in names if not _WORD.fullmatch(name)]:
        raise InputError(f"read a text with the symbol {wrong[0]!r}", "it is no name", 'Pass names such as "w" or "x1"')
    return frozenset(names)


def spaced(text: str, names: frozenset[str]) -> str:
    """Put a space between names that are written together: w1x1 is w1 x1, if both are known and the whole is not."""
    return _WORD.sub(lambda word: _parted(word[0], names), text)


def _parted(word: str, names: frozenset[str]) -> str:
    if word in names or function(word) is not None or constant(word) is not None:
        return word
    # From the right: how the rest of the word from each place on can be read, the longest name first.
    parts: dict[int, str] = {len(word): ""}
    for start in reversed(range(len(word))):
        for end in range(len(word), start, -1):
            if word[start:end] in names and end in parts:
                parts[start] = f"{word[start:end]} {parts[end]}".strip()
                break
    return parts.get(0, word)
