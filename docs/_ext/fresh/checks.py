"""What must hold for the outputs of a page before anyone sees them, and the words for it where it does not."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .execution import VALUE_TYPE
from .fingerprint import ROOT
from .inline_values import Value
from .kernel import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .execution import Output, Outputs
    from .page import Cell, Page, Step

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{4,}")
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
        traceback = [f"    {line}".rstrip() for line in self.traceback[-_TRACEBACK_LINES:]]
        return "\n".join([f"{self.page}:{self.line}: {self.reason}", *source, *traceback])


def failures(page: Page, outputs: Outputs) -> list[Failure]:
    """All that is wrong on a page, whether its outputs are new or were kept."""
    return [failure for step, own in zip(page.steps, outputs, strict=False) for failure in _failures(page, step, own)]


def value(outputs: list[Output]) -> str:
    """The result of an inline value."""
    return str(next(output["data"][VALUE_TYPE] for output in outputs if VALUE_TYPE in output.get("data", {})))


def _failures(page: Page, step: Step, outputs: list[Output]) -> Iterator[Failure]:
    errors = [output for output in outputs if output["output_type"] == "error"]
    expected = not isinstance(step, Value) and "raises-exception" in step.tags
    unexpected = [error for error in errors if error.get("fatal") or not expected]
    if unexpected:
        yield _raised(page, step, unexpected[0])
        return
    reasons = _value_reasons(step, outputs) if isinstance(step, Value) else _cell_reasons(step, outputs)
    for reason in [*_reasons(outputs, may_warn=expected), *reasons]:
        yield Failure(page.name, step.line, step.source, reason)


def _raised(page: Page, step: Step, error: Output) -> Failure:
    traceback = tuple(error["traceback"])
    reason = f"{error['ename']}: {error['evalue']}"
    if isinstance(step, Value):  # its traceback shows the code around it, which is ours
        return Failure(page.name, step.line, step.source, reason)
    place = _LINE_OF_CELL.search("\n".join(traceback))
    line = step.line + int(place[1]) - 1 if place else step.line
    return Failure(page.name, line, step.source, reason, traceback)


def _reasons(outputs: list[Output], *, may_warn: bool) -> Iterator[str]:
    """What holds for cells and values alike."""
    stderr = "".join(output["text"] for output in outputs if output.get("name") == "stderr")
    if stderr and not may_warn:
        yield f"it wrote to stderr: {stderr.strip()}"
    text = json.dumps(outputs, ensure_ascii=False)
    if address := _ADDRESS.search(text):
        yield f"its output holds a memory address ({address[0]}), which is another one on every build"
    if str(ROOT) in text or FOLDER in text:
        yield "its output holds the path of a folder of the machine that built it"


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
        yield f"a value in the prose must be one line, and this one is several: {value(outputs)!r}"
    if "\n" in step.expression:
        yield "a value in the prose must be written on one line"
