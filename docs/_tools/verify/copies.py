"""A published copy of the site, from a folder, a zip or an address: the bytes of its files by their names."""

import lzma
import re
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from pathlib import Path, PurePosixPath
from posixpath import commonpath, dirname
from typing import cast
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen
from zipfile import BadZipFile, ZipFile

SECONDS = 20  # for a server to answer
MOST = 2**28  # bytes in a zip, and in a file on the web: the site has a tenth of it
DAMAGED = (OSError, ValueError, RuntimeError, EOFError, BadZipFile, zlib.error, lzma.LZMAError)  # what a zip may raise
_LEADS_OUT = re.compile(r"[\\:\0]|(^|/)\.{0,2}(/|$)")  # of its folder, on one system or another


class CannotVerifyError(Exception):
    """What cannot be verified, because what, and what to do instead; without the library, which may be what fails."""

    def __str__(self) -> str:
        """Say the three parts."""
        what, because, instead = self.args
        return printable(f"Cannot verify {what!r}, because {because}. {instead}.")


def printable(text: str) -> str:
    """Return a text with what cannot be seen, such as a line's end, as Python writes it."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def address(name: str) -> str:
    """Return the address of a copy with a slash at its end, or nothing if it is a folder or a zip."""
    found = re.match(r"(?i)https?://[^?#]*", name)
    return found[0].removesuffix("index.html").rstrip("/") + "/" if found else ""


def read(name: str, wanted: Iterable[str]) -> dict[str, bytes]:
    """Return all files of a folder or a zip, or those of an address that are wanted: a web server lists none."""
    path = Path(name)
    try:
        if address(name):
            return _fetch_all(address(name), list(wanted))
        if not path.exists():
            raise FileNotFoundError("there is no such folder or zip, and an address begins with http:// or https://")
        return folder(path) if path.is_dir() else unzip(path)
    except (*DAMAGED, HTTPException) as error:
        instead = "Give a folder, a zip or an address that holds a whole copy of the site"
        raise CannotVerifyError(name, f"it cannot be read: {error}", instead) from error


def folder(root: Path) -> dict[str, bytes]:
    """Return the files in a folder; a link to another folder counts as a file that holds nothing."""
    files: dict[str, bytes] = {}
    for path in root.iterdir():
        if path.is_dir() and not path.is_symlink():
            files |= {f"{path.name}/{name}": content for name, content in folder(path).items()}
        else:
            files[path.name] = path.read_bytes() if path.is_file() else b""
    return files


def unzip(file: Path | BytesIO) -> dict[str, bytes]:
    """Return the files in a zip, named without the folder that holds all of them; nothing is written to the disk."""
    with ZipFile(file) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        names = [info.orig_filename for info in infos]
        if wrong := next(filter(_LEADS_OUT.search, names), None):
            raise ValueError(f"a file in it is called {wrong!r}, which may lead out of its folder")
        if len(names) > len(set(names)):
            raise ValueError("two files in it have the same name")
        if sum(info.file_size for info in infos) > MOST:
            raise ValueError(f"what is in it has more than {MOST} bytes")
        top = commonpath(map(dirname, names)) if names else ""
        return {PurePosixPath(info.filename).relative_to(top).as_posix(): archive.read(info) for info in infos}


def _fetch_all(base: str, wanted: list[str]) -> dict[str, bytes]:
    with ThreadPoolExecutor(8) as pool:
        contents = pool.map(_fetch, [base + quote(name) for name in wanted])
        return {name: content for name, content in zip(wanted, contents, strict=True) if content is not None}


def _fetch(url: str) -> bytes | None:
    """Fetch a file; that it is not there is an answer, and everything else but the whole file is none."""
    try:
        with _open(url) as answer:
            content = answer.read(MOST)
    except (OSError, HTTPException) as error:
        raise ValueError(f"{url} gives no answer: {error}") from error
    if answer.length:
        raise ValueError(f"{url} came only in part: {answer.length} bytes are missing")
    if answer.status in {404, 410}:  # under which a host may show the page for missing pages at its own address, too
        return content if url.endswith("/404.html") else None
    if answer.status != 200 or urlsplit(answer.url).hostname != urlsplit(url).hostname:
        raise ValueError(f"{url} answers {answer.status} {answer.reason} from {answer.url}")
    return content


def _open(url: str) -> HTTPResponse:
    # Some hosts refuse who does not say who asks.
    request = Request(url, headers={"User-Agent": "gdmath-verify"})  # noqa: S310  # it is http or https
    try:
        response: HTTPResponse = urlopen(request, timeout=SECONDS)  # noqa: S310  # the same
    except HTTPError as error:
        response = cast("HTTPResponse", error)  # which it is as well
    return response
