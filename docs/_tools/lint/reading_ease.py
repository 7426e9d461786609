"""Hold the prose of pages to limits of reading ease: the words of a sentence, and the syllables of its words.

The ease is Flesch's (R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32, 1948): 206.835 - 1.015
times the words of a sentence - 84.6 times the syllables of a word; 60 to 70 is plain English. A formula, a number and a
piece of code count as one short word each.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyphen

from .prose import Finding, Piece, pieces

LEAST_EASE = 70
MOST_WORDS = 40  # in one sentence

_SYLLABLES = pyphen.Pyphen(lang="en_US")
_END = re.compile(r"(?<=[.?:])[)”]?(?:\s+|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


class Sentence(NamedTuple):
    """A sentence, and the line on which it begins."""

    line: int
    text: str

    @property
    def words(self) -> list[str]:
        """Its words, those of a hyphenated one together."""
        return _WORD.findall(self.text)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a page, of three words and more: what is shorter is a label."""
    line, said, last = 0, "", 0
    for piece in (*pieces(text), Piece("text", "", 0, begins=True)):
        if piece.begins or not said:
            yield from _long_enough(line, [said])
            line, said = piece.line, ""
        said += " " * (piece.line > last)  # the end of a line stands between two words
        last = piece.line + piece.text.count("\n")
        *whole, said = _END.split(said + (piece.text if piece.kind == "text" else "x"))
        yield from _long_enough(line, whole)
        line = piece.line if whole else line


def _long_enough(line: int, texts: list[str]) -> Iterator[Sentence]:
    yield from (one for one in (Sentence(line, text) for text in texts) if len(one.words) > 2)


def ease(found: list[Sentence]) -> float:
    """Return Flesch's reading ease of some sentences."""
    words = [word for sentence in found for word in sentence.words]
    syllables = sum(len(_SYLLABLES.positions(word)) + 1 for word in words)
    return 206.835 - 1.015 * len(words) / len(found) - 84.6 * syllables / len(words)


def findings(text: str) -> Iterator[Finding]:
    """Yield what is too hard on a page."""
    found = list(sentences(text))
    if found and ease(found) < LEAST_EASE:
        cannot = f"keep a reading ease of {ease(found):.0f} on this page"
        yield Finding(1, cannot, f"at least {LEAST_EASE} is asked for", "Write shorter sentences and plainer words")
    for sentence in found:
        if len(sentence.words) > MOST_WORDS:
            yield Finding(
                sentence.line,
                f"keep a sentence of {len(sentence.words)} words",
                f"at most {MOST_WORDS} are read in one breath",
                f"Make two of it; it begins with {sentence.text.split()[0]!r}",
            )


def row(page: str, text: str) -> str:
    """Return what the table of all pages says of one."""
    found = list(sentences(text))
    longest = max((len(sentence.words) for sentence in found), default=0)
    return f"{ease(found) if found else 100:5.0f} {longest:4d} words at most  {page}"
