"""What must hold for the outputs of a page before anyone sees them, and the words for it where it does not."""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .execution import VALUE_TYPE, short
from .kernel import FOLDER
from .values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .execution import Output, Outputs
    from .page import Cell, Page, Step

_ADDRESS = re.compile(r"(?:<|&lt;)[^<>\n]{0,300}?\b(at 0x[0-9a-fA-F]{6,})")
_PICTURES = {"image/png", "image/jpeg", "image/gif"}
_LINE_OF_CELL = re.compile(r"Cell In\[\d+\], line (\d+)")
_TRACEBACK_LINES = 24


@dataclass(frozen=True)
class Failure:
    """Something on a page that must not be published."""

    page: str
    line: int
    source: str
    reason: str
    traceback: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What the console says."""
        source = [f"    | {line}" for line in self.source.splitlines()]
        traceback = [f"    {short(line)}".rstrip() for line in self.traceback[-_TRACEBACK_LINES:]]
        return "\n".join([f"{self.page}:{self.line}: {self.reason}", *source, *traceback])


def failures(page: Page, outputs: Outputs, root: Path) -> list[Failure]:
    """All that is wrong on a page, whether its outputs are new or were kept."""
    return [
        failure for step, own in zip(page.steps, outputs, strict=False) for failure in _failures(page, step, own, root)
    ]


def value(outputs: list[Output]) -> str:
    """The result of an inline value."""
    return str(next(output["data"][VALUE_TYPE] for output in outputs if VALUE_TYPE in output.get("data", {})))


def _failures(page: Page, step: Step, outputs: list[Output], root: Path) -> Iterator[Failure]:
    errors = [output for output in outputs if output["output_type"] == "error"]
    expected = not isinstance(step, Value) and "raises-exception" in step.tags
    unexpected = [error for error in errors if error.get("fatal") or not expected]
    if unexpected:
        asked = [error for error in unexpected if "line" in error]  # of chance, all places at once
        yield from (_raised(page, step, error) for error in asked or unexpected[:1])
        return
    reasons = _value_reasons(step, outputs) if isinstance(step, Value) else _cell_reasons(step, outputs)
    for reason in [*_reasons(outputs, root, may_warn=expected), *reasons]:
        yield Failure(page.name, step.line, step.source, reason)


def _raised(page: Page, step: Step, error: Output) -> Failure:
    traceback = tuple(error["traceback"])
    reason = f"{error['ename']}: {short(error['evalue'])}"
    if isinstance(step, Value):  # its traceback shows the code around it, which is ours
        return Failure(page.name, step.line, step.source, reason)
    place = _LINE_OF_CELL.search("\n".join(traceback))
    line = step.line + (int(place[1]) if place else error.get("line", 1)) - 1
    return Failure(page.name, line, step.source, reason, traceback)


def _reasons(outputs: list[Output], root: Path, *, may_warn: bool) -> Iterator[str]:
    """What holds for cells and values alike."""
    stderr = "".join(output["text"] for output in outputs if output.get("name") == "stderr")
    if stderr and not may_warn:
        yield f"it wrote to stderr: {short(stderr.strip())}"
        return
    yield from _odd(outputs)
    text = "\n".join(_texts(outputs))
    if address := _ADDRESS.search(text):
        found = f"a memory address ({address[1]})"
        yield f"its output holds {found}, which is another one on every build{_instead(outputs)}"
    if FOLDER in text or any(_stands_in(text, folder) for folder in _folders(root)):
        yield "its output holds the path of a folder of the machine that built it"


def _texts(value: object) -> Iterator[str]:
    """All texts in an output, as they were before they were written down in any format."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):  # a picture's letters spell no words
        yield from _texts([inner for kind, inner in value.items() if kind not in _PICTURES])
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _folders(root: Path) -> Iterator[Path]:
    """The folders of this machine whose paths name it: the project's, the user's, and Python's own."""
    with suppress(RuntimeError):  # nobody knows the user's
        yield Path.home()
    yield from (root, Path(sys.prefix), Path(tempfile.gettempdir()))


def _stands_in(text: str, folder: Path) -> bool:
    """Whether a path stands there whole: where the project lies in /w, x/w is no path, nor is /web.

    Of a folder at the top, which any text may name, it is a file in it that gives the machine away.
    """
    inside = "/" if len(folder.parts) == 2 else ""  # as /root, /tmp
    path = re.escape(str(folder)) + inside
    before = r"(?:^|(?<=[\s\"'`=:(\[,>;])|(?<=file://))"
    return len(folder.parts) > 1 and bool(
        re.search(rf"{before}{path}(?![\w-])" if not inside else f"{before}{path}", text, re.MULTILINE)
    )


def _odd(outputs: list[Output]) -> Iterator[str]:
    """What no page can show, whatever a cell says that it is."""
    for kind, shown in (pair for output in outputs for pair in output.get("data", {}).items()):
        if kind.startswith("text/") and not isinstance(shown, str):
            yield f"its output as {kind} is {short(repr(shown))}, which is no text"
        elif kind in _PICTURES:
            try:
                base64.b64decode("".join(str(shown).split()), validate=True)
            except ValueError:
                yield f"its output as {kind} is no picture in base64"


def _instead(outputs: list[Output]) -> str:
    """What to show in the place of an object that only a notebook's reader sees by its address."""
    kinds = {kind for output in outputs for kind, text in output.get("data", {}).items() if _ADDRESS.search(str(text))}
    if kinds == {"text/plain"} and any(len(output.get("data", {})) > 1 for output in outputs):
        return ": the plain text, which its notebook shows. Show the object itself in the place of its styled form"
    return ". Give its class a __repr__, or show what it holds"


def _cell_reasons(cell: Cell, outputs: list[Output]) -> Iterator[str]:
    if "raises-exception" in cell.tags and not any(output["output_type"] == "error" for output in outputs):
        yield "it is tagged raises-exception, and raised nothing"
    if "figure" in cell.tags and (count := sum(map(_figures, outputs))) != 1:
        yield f"it is tagged figure, and showed {count} figures instead of one"


def _figures(output: Output) -> int:
    """How many figures an output shows: an HTML figure and the image that stands in for it are one."""
    data = output.get("data", {})
    html = data.get("text/html", "").count("<figure")
    return html or int(any(kind.startswith("image/") for kind in data))


def _value_reasons(step: Value, outputs: list[Output]) -> Iterator[str]:
    if any(output.get("name") == "stdout" for output in outputs):
        yield "a value in the prose must not print"
    elif step.role == "value" and "\n" in value(outputs).strip():
        yield f"a value in the prose must be one line, and this one is several: {short(repr(value(outputs)))}"
    if "\n" in step.expression:
        yield "a value in the prose must be written on one line"
