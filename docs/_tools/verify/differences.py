"""Where published files and those that were built now differ: each place by its name, with what stands there."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from hashlib import sha256
from io import BytesIO
from os.path import commonprefix
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "_ext"))

from myst_parser.config.main import MdParserConfig

from fresh.page import read

from .copies import DAMAGED, printable, unzip

PAGE = ".html"
_BEFORE, _AFTER = 40, 120  # characters that are shown around the first that differs
_CODE = re.compile('"cell_type": "code"')
_MARK = re.compile(r'<(h[1-6])\b[^>]*>(.*?)</\1>|<div(?: class="(cell) |)|(</div>)|</article>', re.DOTALL)


Found = tuple[str, ...]  # a place, and, where it can be shown, what is published there and what is there now


def compare(there: Mapping[str, bytes], here: Mapping[str, bytes]) -> Iterator[tuple[str, list[Found]]]:
    """Yield the name of each file that is not the same to the byte, pages first, and what differs in it."""
    for file in sorted(there.keys() | here.keys(), key=lambda file: (not file.endswith(PAGE), file)):
        if file not in there:
            yield file, [("the whole file: this checkout has it, the copy does not",)]
        elif file not in here:
            yield file, [("the whole file: the copy has it, this checkout does not",)]
        elif there[file] != here[file]:
            yield file, list(_differences(file, there[file], here))


def _differences(file: str, published: bytes, here: Mapping[str, bytes]) -> Iterator[Found]:
    try:
        now = here[file].decode()
    except UnicodeDecodeError:
        yield from _in_bytes(published, here[file])
        return
    places = [(0, "")]
    if file.endswith(PAGE) or not file:
        page = file.removesuffix(PAGE) or "index"
        places = list(_places(now, here.get(f"_sources/{page}.md.txt", b"").decode(), f"docs/{page}.md"))
    elif file.endswith(".ipynb"):
        places += [(code.start(), f"cell {number}, ") for number, code in enumerate(_CODE.finditer(now), start=1)]
    for at, texts in _in_text(published.decode("utf-8", "surrogateescape"), now):
        place = places[bisect_right(places, at, key=lambda place: place[0]) - 1][1]
        yield (f"{place}line {now.count(chr(10), 0, at) + 1}", *texts)


def _places(html: str, source: str, name: str) -> Iterator[tuple[int, str]]:
    """Yield where on a page what is under a heading or in a cell begins, and the name of that place."""
    cells = enumerate(read(source, name, MdParserConfig()).cells, start=1)
    cell_names = (f"cell {number} ({name}:{cell.line}), " for number, cell in cells if "remove-cell" not in cell.tags)
    heading, opened = "above the first heading, ", list[bool]()
    yield 0, heading
    for mark in _MARK.finditer(html):
        if mark[1]:
            heading = f"under {re.sub('<.*?>|¶', '', mark[2])!r}, "
            yield mark.start(), heading
        elif mark[0] == "</article>":
            yield mark.end(), "below the text, "
        elif not mark[4]:
            opened.append(bool(mark[3]))
            if mark[3]:
                yield mark.start(), heading + next(cell_names, "a cell, ")
        elif opened and opened.pop():
            yield mark.end(), heading


def _in_text(there: str, here: str) -> Iterator[tuple[int, list[str]]]:
    """Yield where lines differ, and of each text what stands there."""
    old, new = there.splitlines(keepends=True), here.splitlines(keepends=True)
    for tag, *ends in SequenceMatcher(None, old, new).get_opcodes():
        a, b, c, d = ends
        # Where lines are in one alone, what ends the part before may be taken for what ends them: they begin late.
        while tag in {"insert", "delete"} and b < len(old) and d < len(new) and (old[a], new[c]) == (old[b], new[d]):
            a, b, c, d = a + 1, b + 1, c + 1, d + 1
        if tag != "equal":
            texts = ["".join(old[a:b]), "".join(new[c:d])]
            start = len(commonprefix(texts))  # noqa: RUF071  # characters, not folders
            first, last = max(0, start - _BEFORE), start + _AFTER
            shown = [f"{'…' * (first > 0)}{text[first:last]}{'…' * (last < len(text))}" for text in texts]
            # What is only published stands at the end of the line before.
            yield len("".join(new[:c])) + (start if c < d else -1), list(map(printable, shown))


def _in_bytes(there: bytes, here: bytes) -> Iterator[Found]:
    """Yield how the bytes differ, and, of a zip or a wheel, which files in it do."""
    about = (f"{len(content)} bytes, SHA-256 {sha256(content).hexdigest()}" for content in (there, here))
    yield ("its bytes", *about)
    if here.startswith(b"PK"):
        try:
            files = ", ".join(file for file, _ in compare(unzip(BytesIO(there)), unzip(BytesIO(here))))
        except DAMAGED as error:
            files = f"nobody can tell: {error}"
        yield (f"files in it that differ: {printable(files) or 'none, they are packed otherwise'}",)
