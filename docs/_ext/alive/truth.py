"""Every live cell shows in the reader's browser what the page shows: the build runs and compares each."""

from __future__ import annotations

import hashlib
import json
import subprocess
from typing import TYPE_CHECKING, Any

from katex.installation import NODE

from .digits import rounded
from .making import HERE, LiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    Cell = tuple[int, str, list[str]]  # its line, its source, and what the page shows of it

_MINUTES = 10
_LONGEST = 300  # characters of an output that a message repeats


def require_same(pages: Mapping[str, Sequence[Cell]], engine: Path, pyodide: Path) -> None:
    """Refuse live cells that show something else in the engine, or need what is not there.

    Raises
    ------
    LiveError
        There are such cells, or the engine does not run.
    """
    asked = json.dumps([engine.name, *sorted(pages.items())])
    known = engine / f"same-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"
    if known.exists():
        return
    answers = answered([[source for _, source, _ in cells] for cells in pages.values()], engine, pyodide)
    wrong = [
        f"{page}:{line}: {reason}"
        for (page, cells), shown in zip(pages.items(), answers, strict=True)
        for (line, _, expected), outputs in zip(cells, shown, strict=True)
        for reason in _difference(expected, outputs)
    ]
    if wrong:
        listed = "\n".join(["", *wrong, ""])
        because = f"they do not show in the reader's browser what the page shows:{listed}"
        raise LiveError("publish these live cells", because, "Mend them, or take their tag away")
    known.touch()


def answered(pages: list[list[str]], engine: Path, pyodide: Path) -> list[list[list[dict[str, Any]]]]:
    """What the cells of each page put out in the engine."""
    done = subprocess.run(
        [NODE, HERE / "ask.mjs", pyodide, engine / "engine.zst"],
        input=json.dumps(pages),
        capture_output=True,
        encoding="utf-8",
        timeout=60 * _MINUTES,
        check=False,
    )
    if done.returncode:
        reason = " ".join(done.stderr.split())[-600:].rstrip(". ")
        raise LiveError("run the live cells in the engine", reason, "Mend what it names, and build again")
    found: list[list[list[dict[str, Any]]]] = json.loads(done.stdout)
    return found


def texts(outputs: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a notebook's outputs show: the formula, the markup or the text of each."""
    return [_text(output) for output in outputs]


def _text(output: Mapping[str, Any]) -> str:
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    if output["output_type"] == "stream":
        return str(output["text"])
    data = output["data"]
    if tex := data.get("text/latex"):
        return str(tex).strip().strip("$").strip()
    return str(data.get("text/html") or data["text/plain"])


def _said(output: Mapping[str, Any]) -> str:
    if "error" in output:
        return f"{output['error']}: {output['says']}"
    return str(next(output[kind] for kind in ("tex", "markup", "printed", "text") if kind in output))


def _difference(expected: Sequence[str], outputs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    page, reader = (list(map(_plain, shown)) for shown in (expected, map(_said, outputs)))
    if page != reader:
        yield f"the page shows {_short(page)}, and the reader's browser {_short(reader)}"


def _plain(text: str) -> str:
    return rounded(text).strip()


def _short(shown: list[str]) -> str:
    said = ", ".join(map(repr, shown)) or "nothing"
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"
