"""What runs in the reader's browser: the cells of one page, one after the other, in one set of names.

It is part of the engine, whose Python has the pure core of the library and nothing else: see engine.mjs. What a cell
puts out is handed to the page as data, never as HTML that is inserted: the page builds what is seen.
"""

import ast
import json
import traceback
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from alive.absent import ELSEWHERE
from alive.digits import rounded
from katex.lines import lines

MOST = 100_000  # characters of one cell that are shown


class Session:
    r"""The names of one page, and what its cells put out.

    Examples
    --------
    >>> session = Session()
    >>> session.run("a = 2\na + 1")
    [{'text': '3'}]
    >>> session.run("print(a)")
    [{'printed': '2\n'}]
    """

    def __init__(self) -> None:
        self._names: dict[str, Any] = {"__name__": "__main__", "display": self._display}
        self._out: list[dict[str, object]] = []

    def execute(self, source: str) -> dict[str, Any]:
        """Run a cell, whatever it raises, and return all names."""
        tree = ast.parse(source, "cell")
        shown = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        before = tree.body[: len(tree.body) - (shown is not None)]
        exec(compile(ast.Module(before, []), "cell", "exec"), self._names)  # noqa: S102  the reader's own code, in a place without network or storage
        if shown is not None:
            value = eval(compile(ast.Expression(shown.value), "cell", "eval"), self._names)  # noqa: S307  as above
            if value is not None:
                self._display(value)
        return self._names

    def run(self, source: str) -> list[dict[str, object]]:
        """Run a cell, and return what it puts out; an error is the last thing of it."""
        return self.watched(lambda: self.execute(source))

    def watched(self, run: Callable[[], object]) -> list[dict[str, object]]:
        """Return what something puts out that runs a reader's code; an error is the last thing of it."""
        self._out = []
        try:
            with redirect_stdout(_Stream(self._out)):
                run()
        except BaseException as error:  # noqa: BLE001  whatever a reader's cell raises is shown to the reader
            self._out.append(_failure(error))
        return self._out

    def answer(self, source: str) -> str:
        """Run a cell, and return what it puts out as JSON."""
        return json.dumps(self.run(source))

    def _display(self, *values: object) -> None:
        """Show values as a notebook does."""
        self._out.extend(map(shown, values))


class _Stream(StringIO):
    """What is printed, in order among what is displayed."""

    def __init__(self, out: list[dict[str, object]]) -> None:
        super().__init__()
        self._out = out

    def write(self, text: str) -> int:
        """Put a text behind the text before it, or behind the last display."""
        if not self._out or "printed" not in self._out[-1]:
            self._out.append({"printed": ""})
        so_far = str(self._out[-1]["printed"])
        if len(so_far) < MOST:
            self._out[-1]["printed"] = rounded(so_far + text)[:MOST]
        return len(text)


def shown(value: object) -> dict[str, object]:
    """How a value is shown: as a formula or in the lines of one, as a table or a drawing, or as text."""
    if tex := _made(value, "_repr_latex_"):
        inner = tex.strip().strip("$").strip()
        rows = lines(inner)
        if rows is None:
            return {"tex": inner}
        return {"tex": inner, "lines": [[row.before, row.left, row.right, row.after] for row in rows]}
    if html := _made(value, "_repr_html_"):
        return {"markup": html}
    return {"text": rounded(repr(value))[:MOST]}


def _made(value: object, name: str) -> str:
    make = getattr(type(value), name, None)
    return make(value) or "" if make else ""


def _failure(error: BaseException) -> dict[str, object]:
    """The kind and the words of an error, and the line of the cell in which it arose."""
    if isinstance(error, SyntaxError):
        return {"error": type(error).__name__, "says": str(error.msg), "line": error.lineno}
    own = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "cell"]
    return {"error": type(error).__name__, "says": _said(error), "line": own[-1] if own else None}


def _said(error: BaseException) -> str:
    name = (getattr(error, "name", None) or "").partition(".")[0]
    if isinstance(error, ModuleNotFoundError) and name in ELSEWHERE:
        return f"There is no {name} here: this Python runs in your browser. In the notebooks of the lessons there is."
    return str(error)
