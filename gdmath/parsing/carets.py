"""The error of a text that cannot be read, with a caret under the place, in the reader's own text."""

from __future__ import annotations

import unicodedata

from gdmath.errors import InputError

BEFORE, AFTER = 40, 24  # how many characters of a long text are shown on either side of the place


class ParseError(InputError):
    """A text that cannot be read as an expression.

    Attributes
    ----------
    text : str
        What was to be read.
    position : int
        Where in it the trouble is, counted from 0; the length of the text where something is missing at its end.

    Examples
    --------
    >>> print(ParseError("x + ", 4, "a value is missing at the end", "Write one there"))
    Cannot read 'x + ', because a value is missing at the end. Write one there.
      x +
          ^
    """

    text: str
    position: int

    def __init__(self, text: str, position: int, because: str, instead: str) -> None:
        start, end = _window(text, position)
        quoted = repr(text[start:end])
        cut = f"{'...' if start else ''}{quoted}{'...' if end < len(text) else ''}"
        super().__init__(f"read {cut}", because, instead)
        self.text = text
        self.position = position

    def __reduce__(self) -> tuple[type[ParseError], tuple[str, int, str, str]]:
        return ParseError, (self.text, self.position, *self.args[1:])

    def __str__(self) -> str:
        return f"{super().__str__()}\n{caret(self.text, self.position)}"


def in_a_line(part: str) -> str:
    """A part of a text, without spaces around it and with plain ones in it: a message is one line."""
    return " ".join(part.split())


def caret(text: str, position: int) -> str:
    r"""Two lines: the text around a place, and a caret below that place.

    Characters that do not show, and those that turn the direction of writing, are shown as Python would
    escape them; wide characters count as two columns and combining ones as none.

    Examples
    --------
    >>> print(caret("x\n= 1", 2))
      x\n= 1
         ^
    """
    start, end = _window(text, position)
    shown = [_shown(character) for character in text[start:end]]
    columns = sum(map(_width, shown[: position - start])) + (3 if start else 0)
    if position < end and not _width(shown[position - start]):
        columns = max(columns - 1, 0)
    line = f"{'...' if start else ''}{''.join(shown)}{'...' if end < len(text) else ''}"
    return f"  {line.rstrip()}\n  {' ' * columns}^"


def _window(text: str, position: int) -> tuple[int, int]:
    if len(text) <= BEFORE + AFTER:
        return 0, len(text)
    return max(0, position - BEFORE), min(len(text), position + AFTER)


def _shown(character: str) -> str:
    if character.isprintable() and unicodedata.bidirectional(character) not in {"R", "AL", "AN"}:
        return character
    return character.encode("unicode_escape").decode()


def _width(shown: str) -> int:
    if len(shown) > 1:
        return len(shown)
    if unicodedata.category(shown) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(shown) in {"W", "F"} else 1
