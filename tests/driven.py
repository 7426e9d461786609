"""Three browsers that are driven in the same way: Chromium by Playwright, Firefox and WebKitGTK by words of WebDriver.

Those are few, and no program that Debian packages speaks them to both: Firefox takes them on a socket of its own, as it
does from its geckodriver; WebKitGTK by HTTP, from a program that comes with it, and draws on a screen that nobody sees.
"""

import itertools
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page

PATIENCE = 600_000  # milliseconds, so that what never comes is a failure and no test without an end
_CONTROL, _ENTER = "\ue009", "\ue006"  # by these numbers WebDriver knows keys that write nothing
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # what WebDriver calls a reference to an element
_POLL = 0.05  # seconds


class DriverError(Exception):
    """A browser could not do what it was told, or is not there any more."""


class Driven(ABC):
    """A browser with one page; a script is the body of an asynchronous function, which runs there."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Open a page, and wait until it has loaded."""

    @abstractmethod
    def ask(self, script: str) -> Any:
        """Return what a script gives."""

    @abstractmethod
    def click(self, script: str) -> None:
        """Press what a script gives, where it is seen."""

    @abstractmethod
    def run(self, script: str, text: str) -> None:
        """Type into what a script gives, in place of what stands there, and press Control and Enter."""


class Chromium(Driven):
    """What Playwright drives."""

    def __init__(self, page: "Page") -> None:
        self._page = page
        page.set_default_timeout(PATIENCE)

    def open(self, address: str) -> None:
        """Open a page, and wait until it has loaded."""
        self._page.goto(address)

    def ask(self, script: str) -> Any:
        """Return what a script gives."""
        return self._page.evaluate(_function(script))

    def click(self, script: str) -> None:
        """Press what a script gives, where it is seen."""
        self._element(script).click()

    def run(self, script: str, text: str) -> None:
        """Type into what a script gives, in place of what stands there, and press Control and Enter."""
        self._element(script).fill(text)
        self._element(script).press("Control+Enter")

    def _element(self, script: str) -> "ElementHandle":
        found = self._page.evaluate_handle(_function(script)).as_element()
        assert found is not None, script
        return found


class Told(Driven):
    """A browser that takes the words of WebDriver."""

    @abstractmethod
    def tell(self, word: str, path: str, given: dict[str, Any]) -> Any:
        """Tell it one thing, by the name that Firefox has for it or at the path that WebKitGTK has."""

    def begin(self) -> None:
        """Be patient."""
        self.tell("SetTimeouts", "timeouts", {"script": PATIENCE, "pageLoad": PATIENCE})

    def open(self, address: str) -> None:
        """Open a page, and wait until it has loaded."""
        self.tell("Navigate", "url", {"url": address})

    def ask(self, script: str) -> Any:
        """Return what a script gives."""
        return self.tell("ExecuteScript", "execute/sync", {"script": f"return ({_function(script)})()", "args": []})

    def click(self, script: str) -> None:
        """Press what a script gives, where it is seen."""
        self._to(script, "ElementClick", "click")

    def run(self, script: str, text: str) -> None:
        """Type into what a script gives, in place of what stands there, and press Control and Enter."""
        self._to(script, "ElementClear", "clear")
        self._to(script, "ElementSendKeys", "value", text=text.replace("\n", _ENTER) + _CONTROL + _ENTER)

    def _to(self, script: str, word: str, path: str, **given: str) -> None:
        element = self.ask(script)[_ELEMENT]
        self.tell(word, f"element/{element}/{path}", {"id": element, **given})


def _function(script: str) -> str:
    return f"async () => {{ {script} }}"


class Firefox(Told):
    """What takes a number of bytes, a colon, and a list: of a question, its number, its name and what it is about."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._stream = connection, connection.makefile("rb")
        self._numbers = itertools.count()
        self._heard()  # who it is
        self.tell("NewSession", "", {})
        self.begin()

    def tell(self, word: str, path: str, given: dict[str, Any]) -> Any:
        """Tell it, and wait for the answer."""
        del path
        sent = json.dumps([0, next(self._numbers), f"WebDriver:{word}", given]).encode()
        self._connection.sendall(b"%d:%s" % (len(sent), sent))
        _, _, error, found = self._heard()
        if error:
            raise DriverError(f"{word}: {error['error']}: {error['message']}")
        return found.get("value") if isinstance(found, dict) else found

    def _heard(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise DriverError("Firefox has gone")
            length += byte
        return json.loads(self._stream.read(int(length)))


class WebKit(Told):
    """What takes each word at an address of its own."""

    def __init__(self, address: str, calls_itself: str) -> None:
        self._address = f"{address}/session"
        options = {"args": ["--automation", *([f"--user-agent={calls_itself}"] if calls_itself else [])]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._address += "/" + self.tell("", "", {"capabilities": wanted})["sessionId"]
        self.begin()

    def tell(self, word: str, path: str, given: dict[str, Any]) -> Any:
        """Tell it, and wait for the answer."""
        return self._sent("POST", f"/{path}" if path else "", json.dumps(given).encode(), word)

    def end(self) -> None:
        """Close the browser."""
        self._sent("DELETE", "", None, "end")

    def _sent(self, method: str, path: str, body: bytes | None, word: str) -> Any:
        asked = urllib.request.Request(self._address + path, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=2 * PATIENCE / 1000) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise DriverError(f"{word}: {error.read().decode()}") from None


@contextmanager
def _started(*command: str, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(
        command, env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _connection(port: int, process: "subprocess.Popen[bytes]") -> socket.socket:
    """Connect to what has just been started, as soon as it listens."""
    for _ in range(round(PATIENCE / 1000 / _POLL)):  # counted: on a busy machine each turn takes longer
        if process.poll() is not None:
            break
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(_POLL)
    raise DriverError(f"{process.args!r} does not listen")


@contextmanager
def firefox() -> Iterator[Driven]:
    """Start Firefox with nothing kept; without one skip the test and say why, except where CI=true, where it fails."""
    program = find_browser("firefox-esr", "firefox")
    with tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as profile:
        port = _free_port()
        Path(profile, "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
        command = (program, "--headless", "--marionette", "--no-remote", "--profile", profile)
        with _started(*command, MOZ_CRASHREPORTER_DISABLE="1") as process, _connection(port, process) as connection:
            yield Firefox(connection)


@contextmanager
def webkit(calls_itself: str = "") -> Iterator[Driven]:
    """Start WebKitGTK in the same way, on a screen of its own; it may call itself another browser."""
    driver, screen = find_browser("WebKitWebDriver"), find_browser("Xvfb")
    with ExitStack() as ends:
        display = ends.enter_context(_screen(screen))
        port = _free_port()
        # Without a graphics card it would spend half of its time on drawing what nobody sees, and much of the rest on
        # its last compiler, whose code is ready when all that a test does is done.
        settings = {"DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "JSC_useOMGJIT": "0"}
        process = ends.enter_context(_started(driver, f"--port={port}", **settings))
        _connection(port, process).close()
        browser = WebKit(f"http://127.0.0.1:{port}", calls_itself)
        ends.callback(browser.end)
        yield browser


@contextmanager
def _screen(program: str) -> Iterator[str]:
    said, says = os.pipe()
    command = (program, "-displayfd", str(says), "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
    with subprocess.Popen(command, pass_fds=[says], stderr=subprocess.DEVNULL) as process, os.fdopen(said) as number:
        os.close(says)
        try:
            yield f":{number.readline().strip()}"
        finally:
            process.terminate()
