"""Build the site on every save, and show it in a browser on this machine, or what keeps it from being built.

`nox -s live -- --port 8080`. What is shown is one build behind, never in part; every open page follows.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import watchfiles

sys.path.insert(0, str(Path(__file__).parent))

from publish import DOCS, MADE, PASSING, PROGRAM, SETTINGS

ROOT = DOCS.parent
SITE = DOCS / "_build" / "live"
WATCHED = (DOCS, ROOT / "gdmath", ROOT / "data", ROOT / "CHANGELOG.md", ROOT / "README.md")
SCRIPT = Path(__file__).with_suffix(".js")
TOGETHER = 400  # milliseconds: an editor that saves several files saves them within so many of each other
FIRST = 100  # milliseconds, after which the first build begins
_NAMED = re.compile(r"(?:\S*/)?((?:docs|gdmath|data)/\S+?):(\d+): (.+)")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_EMPTY = "<!doctype html><html lang='en'><meta charset='utf-8'><title>Not built yet</title><body><h1>Not built yet</h1>"


class Build:
    """The last build: its number, and what was wrong in it; whoever shows it can wait for the next one."""

    def __init__(self) -> None:
        self.number, self.wrong = 0, list[str]()
        self._done = threading.Condition()

    def run(self) -> None:
        """Build, and say on the console what Sphinx says."""
        command = [sys.executable, str(PROGRAM), "-W", "--keep-going", "-j", "auto", "-b", "html"]
        places = ["-d", str(SITE.parent / "live.doctrees"), str(DOCS), str(SITE)]
        said = list[str]()
        with subprocess.Popen(
            [*command, *places], env=SETTINGS | os.environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                said.append(_ANSI.sub("", line).strip())
        with self._done:
            self.number, self.wrong = self.number + 1, named(said) if process.returncode else []
            self._done.notify_all()

    def after(self, number: int) -> str:
        """Wait for another build than this one, and tell of it."""
        with self._done:
            self._done.wait_for(lambda: self.number != number)
            return json.dumps({"number": self.number, "wrong": self.wrong})


def named(said: list[str]) -> list[str]:
    """What Sphinx named with a file and a line; else the last that it said."""
    found = (_NAMED.search(line) for line in said)
    return (
        list(dict.fromkeys(f"{at[1]}:{at[2]}: {at[3]}" for at in found if at)) or [line for line in said if line][-5:]
    )


class Handler(SimpleHTTPRequestHandler):
    """Serves the site, its pages with a script that follows the builds."""

    def __init__(self, build: Build, *rest: object) -> None:
        self.build = build
        super().__init__(*rest, directory=str(SITE))  # type: ignore[arg-type]  # as the server passes them

    def do_GET(self) -> None:
        """Answer with a page, with a file, or with one build after the other."""
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() or path == SITE else path
        if self.path == "/_live":
            self._follow()
        elif self.path == "/_live.js":
            self._send(SCRIPT.read_bytes(), "text/javascript")
        elif page.suffix == ".html":
            self._send(
                (page.read_bytes() if page.is_file() else _EMPTY.encode()) + b'<script src="/_live.js"></script>'
            )
        else:
            super().do_GET()

    def _send(self, content: bytes, kind: str = "text/html; charset=utf-8") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _follow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        number = 0
        with suppress(OSError):  # the page has been closed
            while True:
                told = self.build.after(number)
                self.wfile.write(f"data: {told}\n\n".encode())
                number = json.loads(told)["number"]

    def log_message(self, *_: object) -> None:
        """Say nothing of what is asked for: what counts is what Sphinx says."""


def counts(_change: object, name: str) -> bool:
    """Whether a saved file is one that the site is made from."""
    parts = Path(name).relative_to(ROOT).parts
    return not any(part in MADE or PASSING.fullmatch(part) for part in parts)


def saves() -> Iterator[object]:
    """Once when it watches, so that no save can be missed, then each time that something, or several, was saved."""
    begun = False
    for saved in watchfiles.watch(
        *filter(Path.exists, WATCHED),
        watch_filter=counts,
        step=TOGETHER,
        rust_timeout=FIRST,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if saved or not begun:
            begun = True
            yield saved


def main(arguments: list[str]) -> None:
    """Serve, open the browser, and build on each save until interrupted."""
    parser = argparse.ArgumentParser(prog="nox -s live --", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free")
    parser.add_argument("--no-browser", action="store_true", help="open none")
    options = parser.parse_args(arguments)
    build = Build()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", options.port), partial(Handler, build))
    except OSError as error:
        sys.exit(
            f"Cannot serve at port {options.port}, because {error.strerror}. Name another: nox -s live -- --port 0"
        )
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with suppress(KeyboardInterrupt):
        for _ in saves():  # what is saved during a build is built after it
            build.run()
            if build.number == 1:
                print(f"\nServing {address} and building on every save; Ctrl-C ends it.", flush=True)
                if not options.no_browser:
                    webbrowser.open(address)


if __name__ == "__main__":
    main(sys.argv[1:])
