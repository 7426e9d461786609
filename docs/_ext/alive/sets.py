"""A set of exercises by its seed, made in the reader's browser: the same for everybody who opens the same address."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from alive.judging import pieces
from alive.session import shown
from course.asking import KINDS, LABELS, LEVELS, with_room
from gdmath.practice import LESSONS, Choice, Function, exercises
from gdmath.practice.answers import LETTERS

if TYPE_CHECKING:
    from gdmath.practice import Exercise

_CODE = re.compile(r"\n*```python\n(.*?)\n```\n*", re.DOTALL)
_SEED = re.compile(r"[-+]?\d{1,18}", re.ASCII)


def exercise_set(question: str) -> str:
    """The exercises of some lessons and kinds with their hints and solutions, or what is wrong with the question."""
    asked = json.loads(question)
    if not _SEED.fullmatch(asked["seed"]):
        because = "because it is no whole number of at most 18 digits. Write one, such as 7."
        return json.dumps({"wrong": f"Cannot make a set with the seed {asked['seed']!r:.40}, {because}"})
    made = [
        {"lesson": f"{number} {LESSONS[lesson]}", "exercises": found}
        for number, lesson in enumerate(LESSONS, start=1)
        if str(number) in asked["lessons"] and (found := _of(lesson, number, int(asked["seed"]), asked["kinds"]))
    ]
    if not made:
        return json.dumps({"wrong": "There is no such exercise. Choose another lesson, or another kind of answer."})
    return json.dumps({"seed": str(int(asked["seed"])), "made": made})


def _of(lesson: str, number: int, seed: int, kinds: list[str]) -> list[dict[str, Any]]:
    numbered = enumerate(exercises(seed, [lesson]), start=1)
    return [_told(f"{number}.{place}", one) for place, one in numbered if KINDS[type(one.answer)] in kinds]


def _told(number: str, one: Exercise) -> dict[str, Any]:
    options = one.answer.options if isinstance(one.answer, Choice) else ()
    return {
        "key": one.key,
        "title": f"{number} {one.title}",
        "level": f"Level {one.level}, {LEVELS[one.level]}",
        "question": blocks(one.question),
        "label": LABELS.get(type(one.answer), ""),
        "options": [[letter, pieces(option)] for letter, option in zip(LETTERS, options, strict=False)],
        "stub": one.answer.stub if isinstance(one.answer, Function) else "",
        "hint": blocks(one.hint),
        "solution": [
            block for part in one.solution for block in (blocks(part) if isinstance(part, str) else [shown(part)])
        ],
    }


def blocks(markdown: str) -> list[dict[str, Any]]:
    """The paragraphs, the long formulas and the code of a text, one below the other.

    Examples
    --------
    >>> blocks("So $w = 2$.")
    [{'said': [{'text': 'So '}, {'tex': 'w = 2'}, {'text': '.'}]}]
    """
    found: list[dict[str, Any]] = []
    for place, text in enumerate(_CODE.split(markdown)):
        if place % 2:
            found.append({"code": text})
        else:
            found += [_block(part) for part in re.split(r"\n\n+", with_room(text)) if part]
    return found


def _block(paragraph: str) -> dict[str, Any]:
    if paragraph.startswith("$$"):
        return {"tex": paragraph.strip("$\n")}
    return {"said": pieces(paragraph)}
