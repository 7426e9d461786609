"""Compare the pages of a published copy with those that were built anew, and say what differs on which."""

import posixpath
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote, urlsplit

from verifying.copies import INDEX, Copy
from verifying.differences import Difference, differences
from verifying.meaning import Meaning, meaning

_AT_ONCE = 8  # pages fetched from the web


def compare(name: str, copy: Copy, now: Copy) -> int:
    """Print a line for each page, each difference below it, and the sum; return the exit status."""
    pages = sorted(page for page in now.names() if page.endswith(".html"))
    stamps = _compare_stamps(copy, now)
    cells, different, links = 0, 0, set[str]()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for page, content in zip(pages, pool.map(copy.read, pages), strict=True):
            here = meaning(now.read(page) or b"")
            there = meaning(content) if content is not None else None
            links |= {_target(page, link) for link in there.links} if there else set()
            cells += here.cells
            different += _say(page, here.cells, list(_page_differences(here, there, stamps)))
    for page in sorted(_too_many(copy, links, set(pages))):
        different += _say(page, 0, ["the whole page: the copy has it, this checkout does not"])
    print()
    if different:
        print(f"{_count(different, 'difference')} between {name!r} and what this checkout gives, named above.")
        return 1
    print(f"{_count(cells, 'cell')} on {_count(len(pages), 'page')} give what is published at {name!r}.")
    return 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _compare_stamps(copy: Copy, now: Copy) -> set[str]:
    """Say first what may be the cause of all else, and return the stamps that a page of the copy may carry."""
    there, here = (meaning(source.read(INDEX) or b"").stamp for source in (copy, now))
    if there != here:
        print("Published and now are not computed from the same; what differs below may come from that:")
        print(f"    published: {there}\n    now:       {here}")
    return {there, here}


def _page_differences(here: Meaning, there: Meaning | None, stamps: set[str]) -> Iterator[Difference | str]:
    if there is None:
        yield "the whole page: this checkout has it, the copy does not"
        return
    if there.stamp not in stamps:
        yield f"the foot: it is another than that of the index: {there.stamp or 'nothing'}"
    yield from differences(there.pieces, here.pieces)


def _say(page: str, cells: int, found: list[Difference | str]) -> int:
    """Print a page's line and what differs on it; return how much that is."""
    print(
        f"{page}: {_count(cells, 'cell')}, {_count(len(found), 'difference') if found else 'as published'}", flush=True
    )
    for difference in found:
        print("\n".join(f"    {line}" for line in f"{page}, {difference}".splitlines()))
    return len(found)


def _target(page: str, link: str) -> str:
    """Return the name of the file that a link on a page leads to, or nothing where it leads elsewhere."""
    try:
        parts = urlsplit(link)
    except ValueError:  # no address at all
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


def _too_many(copy: Copy, links: set[str], pages: set[str]) -> Iterator[str]:
    """Yield the pages that only the copy has: where its files cannot be listed, those that it leads to."""
    for name in (copy.names() | links) - pages:
        if name.endswith(".html") and not name.startswith(("../", "/")) and copy.read(name) is not None:
            yield name
