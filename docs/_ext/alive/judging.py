"""What a page of exercises asks of the library, in the reader's browser: is this answer right, and if not, why not."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from alive.session import Session
from gdmath.practice import Function, Verdict, grade
from gdmath.practice.catalogue import drawn, templates

if TYPE_CHECKING:
    from gdmath.practice import Exercise

STOPPED = Verdict(right=False, message="It stopped with an error, which stands below.", unread=True)
_PIECE = re.compile(r"\$(?P<tex>[^$]+)\$|`(?P<code>[^`]+)`")


def graded(question: str) -> str:
    """The verdict on what was typed, in pieces that the page builds its own elements from."""
    asked = json.loads(question)
    one = exercise(asked["key"], int(asked["seed"]))
    verdict, out = tried(one, asked["typed"]) if isinstance(one.answer, Function) else (grade(one, asked["typed"]), [])
    said = [{"plain": verdict.message}] if verdict.unread else pieces(verdict.message)
    return json.dumps({"right": verdict.right, "slip": verdict.slip is not None, "said": said, "out": out})


def tried(one: Exercise, source: str) -> tuple[Verdict, list[dict[str, object]]]:
    """The verdict on the function that a code makes, and what the code put out meanwhile."""
    session, verdicts = Session(), [STOPPED]

    def check() -> None:
        name = one.answer.name  # type: ignore[union-attr]  # a function's
        function = session.execute(source).get(name)
        verdicts.append(grade(one, function) if callable(function) else missing(name))

    out = session.watched(check)
    return verdicts[-1], out


def missing(name: str) -> Verdict:
    """What is said where the function has another name, or none."""
    message = f"There is no function {name} in it. Let a line begin with: def {name}("
    return Verdict(right=False, message=message, unread=True)


@lru_cache(maxsize=64)
def exercise(key: str, seed: int) -> Exercise:
    """One exercise, as the page has it: the same seed gives the same one everywhere."""
    [found] = [one for one in templates(key.partition("/")[0]) if one.key == key]
    return drawn(found, seed)


def pieces(markdown: str) -> list[dict[str, str]]:
    """The words, the formulas and the code of what an exercise says.

    Examples
    --------
    >>> pieces("It is $w^2$, or `w**2`.")
    [{'text': 'It is '}, {'tex': 'w^2'}, {'text': ', or '}, {'code': 'w**2'}, {'text': '.'}]
    """
    found, end = [], 0
    for piece in _PIECE.finditer(markdown):
        found += [{"text": markdown[end : piece.start()]}, {str(piece.lastgroup): piece[piece.lastgroup or 0]}]
        end = piece.end()
    return [piece for piece in [*found, {"text": markdown[end:]}] if any(piece.values())]
