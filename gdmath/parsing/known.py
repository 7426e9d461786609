"""Read names that are written together, where it is known which names there are."""

from __future__ import annotations

import re

from gdmath.errors import InputError
from gdmath.names import constant, function
from gdmath.parsing.tokens import LOWERED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(
    r"[^\W\d](?:[^\W\u00b2\u00b3\u00b9\u2070-\u2079])*"
)  # a raised digit is a power, not a part of a name


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
    plain = word.translate(LOWERED)
    if plain in names or function(word) is not None or constant(word) is not None:
        return word
    # From the right: how the rest of the word from each place on can be read, the longest name first.
    longest, ends = max(map(len, names)), {len(word): len(word)}
    for start in reversed(range(len(word))):
        for end in range(min(start + longest, len(word)), start, -1):
            if plain[start:end] in names and end in ends:
                ends[start] = end
                break
    parts, start = [], 0
    while start in ends and start < len(word):
        parts.append(word[start : ends[start]])
        start = ends[start]
    return " ".join(parts) or word
