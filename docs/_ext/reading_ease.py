"""Hold the prose of pages to limits of reading ease: the words of a sentence, and the syllables of its words.

Run as ``python docs/_ext/reading_ease.py docs/lessons``: names each page that is too hard, and the line of each
sentence that is too long, and then exits with 1. With ``--table`` it prints the ease of every page.

The ease is Flesch's (R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32, 1948): 206.835 - 1.015
times the words of a sentence - 84.6 times the syllables of a word; 60 to 70 is plain English. A formula, a number and a
piece of code count as one short word each.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyphen

from prose import Piece, pieces

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


def complaints(page: str, text: str) -> Iterator[str]:
    """Yield what is too hard on a page."""
    found = list(sentences(text))
    if found and ease(found) < LEAST_EASE:
        yield (
            f"{page}: Cannot keep a reading ease of {ease(found):.0f}, because at least {LEAST_EASE} is asked for. "
            "Write shorter sentences and plainer words."
        )
    for sentence in found:
        if len(sentence.words) > MOST_WORDS:
            yield (
                f"{page}:{sentence.line}: Cannot keep a sentence of {len(sentence.words)} words, because at most "
                f"{MOST_WORDS} are read in one breath. Make two of {sentence.text.split()[0]!r} ..."
            )


def main(arguments: list[str]) -> int:
    """Read the pages, print what is too hard, and return the exit status."""
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    pages = [page for path in paths for page in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
    texts = {str(page): page.read_text(encoding="utf-8") for page in pages}
    if "--table" in arguments:
        for page, text in texts.items():
            found = list(sentences(text))
            longest = max(len(sentence.words) for sentence in found)
            print(f"{ease(found):5.0f} {longest:4d} words at most  {page}")
    wrong = [complaint for page, text in texts.items() for complaint in complaints(page, text)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
