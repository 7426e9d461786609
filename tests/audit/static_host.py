"""A small host on this machine that does what a usual static host does: gzip, caching, types, a page for 404."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

TEXT = {".css", ".html", ".inv", ".ipynb", ".js", ".json", ".md", ".mjs", ".py", ".svg", ".txt", ".xml"}
# What a usual system knows of types differs from machine to machine.
TYPES = {".ipynb": "application/json", ".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}
GZIP_LEVEL = 6
POLL = 0.05  # seconds after which a host notices that it is to stop


@cache
def packed(path: Path, _changed: int) -> bytes:
    """Return a file gzipped, as text travels."""
    return gzip.compress(path.read_bytes(), GZIP_LEVEL, mtime=0)


def _content(path: Path, *, is_packed: bool) -> bytes:
    if not path.is_file():
        return b""
    return packed(path, path.stat().st_mtime_ns) if is_packed else path.read_bytes()


def media_type(path: Path) -> str:
    """Return the content type of a file, with its encoding where it is text."""
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if path.suffix in TEXT else kind


class Handler(BaseHTTPRequestHandler):
    """Answers with the files of a folder, and notes which."""

    protocol_version = "HTTP/1.1"
    host: "Host"

    def do_GET(self) -> None:
        """Answer with a file, or with 404.html."""
        folder = self.host.folder
        asked = folder / unquote(urlsplit(self.path).path).lstrip("/")
        path = asked / "index.html" if asked.is_dir() else asked
        if path.is_file() and path.resolve().is_relative_to(folder):
            self._send(HTTPStatus.OK, path)
        else:
            self._send(HTTPStatus.NOT_FOUND, folder / "404.html")

    do_HEAD = do_GET  # noqa: N815  the name that http.server looks for

    def _send(self, status: HTTPStatus, path: Path) -> None:
        is_page, pieces = path.suffix == ".html", self.host.pieces
        is_packed = path.suffix in TEXT and not (is_page and pieces > 1)  # of a page in pieces each byte is counted
        body = _content(path, is_packed=is_packed)
        self.host.sent.append((self.path, len(body)))
        self.send_response(status)
        self.send_header("Content-Type", media_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache" if is_page else "max-age=3600")
        if body and is_packed:
            self.send_header("Content-Encoding", "gzip")
        arrival = Arrival(body, pieces if is_page else 1)
        if is_page:
            self.host.arrival = arrival
        self.end_headers()
        if self.command == "GET":
            for piece in arrival.pieces():
                self.wfile.write(piece)

    def log_message(self, *_: object) -> None:
        """Say nothing: what was sent is noted, and what went wrong is the browser's to report."""


class Arrival:
    """A page on its way: the first piece travels at once, and each other one when it is asked for.

    It is cut where a line ends with a tag: of a word in two pieces the first may stand on the line above, in any page.
    """

    def __init__(self, body: bytes, pieces: int) -> None:
        size = -(-len(body) // pieces) or 1
        found = (body.find(b">\n", end) for end in range(size, len(body), size))
        self._body, self._ends = body, sorted({end + 2 for end in found if end >= 0} | {len(body)})
        self._asked_for = threading.Semaphore(0)

    def pieces(self) -> Iterator[bytes]:
        """Give each piece when it may be sent."""
        for start, end in pairwise([0, *self._ends]):
            if start:
                self._asked_for.acquire()
            yield self._body[start:end]

    def piece_by_piece(self) -> Iterator[int]:
        """Ask for one piece after another, and give how many bytes will have arrived with it."""
        for number, end in enumerate(self._ends):
            if number:
                self._asked_for.release()
            yield end


@dataclass
class Host:
    """A folder that is served, its address, in how many pieces a page is sent, and the path and size of each answer."""

    folder: Path
    pieces: int = 1
    address: str = ""
    sent: list[tuple[str, int]] = field(default_factory=list)
    arrival: Arrival | None = None  # of the last page


@contextmanager
def serving(folder: Path, pieces: int = 1) -> Iterator[Host]:
    """Serve a folder on this machine, at an address that nothing else has; a page in pieces, each asked for."""
    host = Host(folder.resolve(), pieces)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("FolderHandler", (Handler,), {"host": host}))
    host.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
