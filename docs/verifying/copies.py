"""A published copy of the site, a folder, a zip or an address: each gives the bytes of a file by its name."""

import http.client
import urllib.error
import urllib.parse
import urllib.request
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Protocol

from verifying.meaning import meaning

INDEX = "index.html"
SECONDS = 20  # for a server to answer


class CannotVerifyError(Exception):
    """What cannot be verified, because what, and what to do instead; without the library, which may be what fails."""

    def __str__(self) -> str:
        """Say the three parts."""
        what, because, instead = self.args
        return f"Cannot verify {what!r}, because {because}. {instead}."


class Copy(Protocol):
    """A published copy."""

    def read(self, name: str) -> bytes | None:
        """Return a file of the copy, or nothing where there is none of that name."""

    def names(self) -> set[str]:
        """Return the names of all files that can be listed: an address on the web lists none."""


class Folder:
    """A copy on the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        path = self._root / name
        try:
            return path.read_bytes() if path.is_file() else None
        except OSError as error:
            raise CannotVerifyError(str(self._root), f"{name} cannot be read: {error}", "Make it readable") from error

    def names(self) -> set[str]:
        """Return the name of every file."""
        return {path.relative_to(self._root).as_posix() for path in self._root.rglob("*") if path.is_file()}


class Zip:
    """A copy in a zip, at its top or in the one folder that holds the site."""

    def __init__(self, path: Path) -> None:
        self._path, self._zip = path, zipfile.ZipFile(path)
        tops = [PurePosixPath(name).parent for name in self._zip.namelist() if PurePosixPath(name).name == INDEX]
        self._top = min(tops, key=lambda top: len(top.parts), default=PurePosixPath())

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        try:
            return self._zip.read((self._top / name).as_posix())
        except KeyError:
            return None
        except (OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            because = f"{name} in it cannot be read: {error}"
            raise CannotVerifyError(str(self._path), because, "Fetch or make the zip anew") from error

    def names(self) -> set[str]:
        """Return the name of every file of the site."""
        paths = [PurePosixPath(name) for name in self._zip.namelist() if not name.endswith("/")]
        return {path.relative_to(self._top).as_posix() for path in paths if path.is_relative_to(self._top)}


class Address:
    """A copy on the web, of which every file is fetched by itself."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._base = address.removesuffix(INDEX).rstrip("/") + "/"

    def read(self, name: str) -> bytes | None:
        """Fetch a file; that it is not there is an answer, and everything else but the file is none."""
        address = self._base + urllib.parse.quote(name)
        try:
            # Some hosts refuse who does not say who asks.
            request = urllib.request.Request(address, headers={"User-Agent": "gdmath-verify"})  # noqa: S310  # it is http(s)
            with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310  # the same
                content: bytes = response.read()
                return content
        except urllib.error.HTTPError as error:
            if error.code in {404, 410}:
                return None
            because = f"{address} answers {error.code} {error.reason}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            because = f"{address} gives no answer: {_reason(error)}"
        instead = "Look at it in a browser, or give a folder or a zip of the site instead"
        raise CannotVerifyError(self._address, because, instead)

    def names(self) -> set[str]:
        """Return nothing: a web server lists no files."""
        return set()


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        return f"nothing came within {SECONDS} seconds"
    return str(getattr(error, "reason", error)) or type(error).__name__


def open_copy(name: str) -> Copy:
    """Open the published copy of that name.

    Raises
    ------
    CannotVerifyError
        If there is nothing of that name, or it is no copy of this site.
    """
    copy = _copy(name)
    index = copy.read(INDEX)
    if index is None:
        raise CannotVerifyError(
            name, f"there is no {INDEX} in it", "Give the folder, the zip or the address that holds the site's index"
        )
    # The stamp at the foot says what a page was computed from; no other site has one.
    if not meaning(index).stamp:
        raise CannotVerifyError(
            name, f"its {INDEX} has no stamp at its foot, so it is no copy of this site", "Give a copy of this site"
        )
    return copy


def _copy(name: str) -> Copy:
    if name.lower().startswith(("http://", "https://")):
        return Address(name)
    path = Path(name)
    if path.is_dir():
        return Folder(path)
    if zipfile.is_zipfile(path):
        return Zip(path)
    because = "it is no folder, no zip and no address that begins with http:// or https://"
    raise CannotVerifyError(name, because, "Give the folder, the zip or the address of a published copy of the site")
