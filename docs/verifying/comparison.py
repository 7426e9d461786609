"""Compare the pages of a published copy with those that were built anew, and say what differs on which."""

import posixpath
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from publish import UNREAD, ZIP
from verifying.copies import INDEX, Copy
from verifying.differences import Difference, differences
from verifying.downloads import bytes_alone, notebook, script
from verifying.meaning import Meaning, meaning

_AT_ONCE = 8  # files fetched from the web
_PAGE = ".html"
_LACKED: list[Difference | str] = ["the whole file: this checkout has it, the copy does not"]
_EXTRA: list[Difference | str] = ["the whole file: the copy has it, this checkout does not"]
_READ = {_PAGE: meaning, ".ipynb": notebook, ".py": script}  # of all else, the bytes are compared
_NOT_FOUND = "404.html"  # which only a host shows: the zip of the site has none


def compare(name: str, copy: Copy, now: Copy) -> int:
    """Print a line for each page and lesson, each difference below it, and the sum; return the exit status."""
    stamps = _compare_stamps(copy, now)
    # What is made of another library has another wheel: then only what is read is compared.
    wanted = filter(_is_read, now.names()) if len(stamps) > 1 else now.names() - set(UNREAD)
    files = sorted(wanted, key=lambda file: (not file.endswith(_PAGE), not _is_read(file), file))
    cells, different, links = 0, 0, set[str]()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for file, content in zip(files, pool.map(copy.read, files), strict=True):
            here, there = _said(file, now.read(file)), _said(file, content)
            links |= {_target(file, link) for link in there.links}
            cells += here.cells if file.endswith(_PAGE) else 0
            lacked = [] if file == _NOT_FOUND else _LACKED
            found = lacked if content is None else list(_differences(here, there, stamps))
            different += _say(file, here.cells, found)
    for file in sorted(_too_many(copy, links, now.names())):
        different += _say(file, 0, _EXTRA)
    return _sum_up(name, files, cells, different)


def _sum_up(name: str, files: list[str], cells: int, different: int) -> int:
    pages = sum(file.endswith(_PAGE) for file in files)
    others = f", and {_count(len(files) - pages, 'other file')}," if len(files) > pages else ""
    if different:
        print(f"\n{_count(different, 'difference')} between {name!r} and what this checkout gives, named above.")
        return 1
    print(f"\n{_count(cells, 'cell')} on {_count(pages, 'page')}{others} give what is published at {name!r}.")
    return 0


def _is_read(file: str) -> bool:
    return PurePosixPath(file).suffix in _READ


def _said(file: str, content: bytes | None) -> Meaning:
    return _READ.get(PurePosixPath(file).suffix, bytes_alone)(content or b"")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _compare_stamps(copy: Copy, now: Copy) -> set[str]:
    """Say first what may be the cause of all else, and return the stamps that a page of the copy may carry."""
    there, here = (meaning(source.read(INDEX) or b"").stamp for source in (copy, now))
    if there != here:
        print("Published and now are not computed from the same; what differs below may come from that:")
        print(f"    published: {there}\n    now:       {here}")
    return {there, here}


def _differences(here: Meaning, there: Meaning, stamps: set[str]) -> Iterator[Difference | str]:
    if here.stamp and there.stamp not in stamps:
        yield f"the foot: it is another than that of the index: {there.stamp or 'nothing'}"
    yield from differences(there.pieces, here.pieces)


def _say(file: str, cells: int, found: list[Difference | str]) -> int:
    """Print a file's line and what differs in it; return how much that is."""
    if not found and not _is_read(file):
        return 0
    result = _count(len(found), "difference") if found else "as published"
    code = f"{_count(cells, 'cell')}, " if cells else ""
    print(f"{file}: {code}{result}", flush=True)
    for difference in found:
        print("\n".join(f"    {line}" for line in f"{file}, {difference}".splitlines()))
    return len(found)


def _target(file: str, link: str) -> str:
    """Return the name of the file that a link in a file leads to, or nothing where it leads elsewhere."""
    try:
        parts = urlsplit(link)
    except ValueError:  # no address at all
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path)))


def _too_many(copy: Copy, links: set[str], files: set[str]) -> Iterator[str]:
    """Yield the files that only the copy has: where its files cannot be listed, those that it leads to."""
    for name in (copy.names() | links) - files - {*UNREAD, ZIP}:
        if name and not name.startswith(("../", "/")) and copy.read(name) is not None:
            yield name
