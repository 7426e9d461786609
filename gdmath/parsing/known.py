"""Read names that are written together, where it is known which names there are."""

from __future__ import annotations

import re

from gdmath.errors import InputError, shown
from gdmath.expression import Expr
from gdmath.names import constant, function, no_symbol
from gdmath.parsing.named import LOWERED, plain_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_WORD = re.compile(
    r"[^\W\d](?:[^\W\u00b2\u00b3\u00b9\u2070-\u2079])*"
)  # a raised digit is a power, not a part of a name


def names_of(symbols: Iterable[object]) -> frozenset[str]:
    """Read which names there are, as `symbols` reads them: a list of names or of symbols, or a text with names in it.

    Raises
    ------
    InputError
        They are no such list, or one is no name that a symbol may have.
    """
    names = [str(name) if isinstance(name, Expr) else name for name in _each(symbols)]
    for name in names:
        named = isinstance(name, str) and _WORD.fullmatch(name)
        refused = no_symbol(plain_name(name)) if named else ("it is no name", 'Pass names such as "w" or "x1"')
        if refused:
            raise InputError(f"read a text with the symbol {shown(name)}", *refused)
    return frozenset(map(plain_name, names))


def _each(symbols: Any) -> list[Any]:
    if isinstance(symbols, Expr):
        return [symbols]
    if isinstance(symbols, str):
        return symbols.replace(",", " ").split()
    try:
        return list(symbols)
    except TypeError:
        instead = 'Pass names such as ["w", "x"], or leave it out'
        raise InputError(f"read a text with symbols={shown(symbols)}", "they are no list of names", instead) from None


def parted(word: str, names: frozenset[str]) -> list[str]:
    """The names that a word is made of: w1x1 is w1 and x1, if both are known and the whole is not; else the word."""
    plain = word.translate(LOWERED)
    if not names or plain_name(word) in names or function(word) is not None or constant(word) is not None:
        return [word]
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
    return parts or [word]
