"""A small host on this machine that does what a usual static host does: gzip, caching, types, a page for 404."""

import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TEXT = {".css", ".html", ".inv", ".ipynb", ".js", ".json", ".md", ".mjs", ".py", ".svg", ".txt", ".xml"}
# What a usual system knows of types differs from machine to machine.
TYPES = {".ipynb": "application/json", ".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}
GZIP_LEVEL = 6
PAUSE = 0.05  # seconds from one piece of a page to the next


@cache
def packed(path: Path, _changed: int) -> bytes:
    """Return a file as it travels: text gzipped, all else as it is."""
    content = path.read_bytes()
    return gzip.compress(content, GZIP_LEVEL, mtime=0) if path.suffix in TEXT else content


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
        body = packed(path, path.stat().st_mtime_ns) if path.is_file() else b""
        self.host.sent.append((self.path, len(body)))
        self.send_response(status)
        self.send_header("Content-Type", media_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache" if path.suffix == ".html" else "max-age=3600")
        if body and path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if self.command == "GET":
            self._write(body, self.host.pieces if path.suffix == ".html" else 1)

    def _write(self, body: bytes, pieces: int) -> None:
        size = -(-len(body) // pieces) or 1
        for start in range(0, len(body), size):
            time.sleep(PAUSE if start else 0)
            self.wfile.write(body[start : start + size])

    def log_message(self, *_: object) -> None:
        """Say nothing: what was sent is noted, and what went wrong is the browser's to report."""


@dataclass
class Host:
    """A folder that is served, its address, in how many pieces a page is sent, and the path and size of each answer."""

    folder: Path
    pieces: int = 1
    address: str = ""
    sent: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def serving(folder: Path, pieces: int = 1) -> Iterator[Host]:
    """Serve a folder on this machine, at an address that nothing else has; a page in pieces, as a slow network does."""
    host = Host(folder.resolve(), pieces)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("FolderHandler", (Handler,), {"host": host}))
    host.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
