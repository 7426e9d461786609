"""All exercises: a template for each, which draws its numbers by a seed, again if what was drawn is no exercise."""

from __future__ import annotations

import importlib
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdmath.errors import InputError
from gdmath.practice.exercise import Exercise
from gdmath.practice.grading import faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gdmath.practice.exercise import Task

# The lessons in the order of the course: the names of their pages, and their titles.
LESSONS = {
    "the-cost-curve": "The cost curve",
    "the-derivative": "The derivative",
    "the-rules": "The rules",
    "gradient-descent-with-math": "Gradient descent with math",
    "the-chain-rule": "The chain rule",
    "several-parameters": "Several parameters",
    "descending": "Descending",
    "backpropagation": "Backpropagation",
    "beyond-one-machine": "Beyond one machine",
}
DRAWS = 20


@dataclass(frozen=True)
class Template:
    """What makes an exercise of a lesson anew for each seed."""

    key: str
    lesson: str
    level: int
    title: str
    make: Callable[[random.Random], Task]


_templates: dict[str, list[Template]] = {lesson: [] for lesson in LESSONS}


def template(
    lesson: str, level: int, title: str
) -> Callable[[Callable[[random.Random], Task]], Callable[[random.Random], Task]]:
    """Add what makes a task to the exercises of a lesson; its key is the function's name, with hyphens."""

    def add(make: Callable[[random.Random], Task]) -> Callable[[random.Random], Task]:
        key = f"{lesson}/{make.__name__.replace('_', '-')}"
        _templates[lesson].append(Template(key, lesson, level, title, make))
        return make

    return add


def exercises(seed: int = 0, lessons: Iterable[str] | None = None) -> tuple[Exercise, ...]:
    """Make the exercises of some lessons, the same ones for the same seed on every machine.

    Parameters
    ----------
    seed : int
        Another seed gives other numbers and formulas.
    lessons : iterable of str, optional
        Names such as "the-rules"; all nine by default. They come in the order of the course.

    Returns
    -------
    tuple of Exercise
        For each lesson from the easy to the hard.

    Raises
    ------
    InputError
        The seed is no whole number, or there is no such lesson.

    Examples
    --------
    >>> from gdmath.practice import exercises
    >>> {exercise.level for exercise in exercises(seed=7, lessons=["the-rules"])} == {1, 2, 3}
    True
    """
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise InputError(f"make exercises with seed={seed!r}", "it is no whole number", "Pass one, such as 7")
    try:
        wanted = set(LESSONS if lessons is None else [lessons] if isinstance(lessons, str) else lessons)
    except TypeError as error:
        because = f"{type(lessons).__name__} holds no names of lessons"
        raise InputError(f"make exercises for {lessons!r:.80}", because, 'Pass some, such as ["the-rules"]') from error
    if unknown := sorted(map(str, wanted - set(LESSONS))):
        raise InputError(f"make exercises for {unknown[0]!r}", "it is no lesson", f"Choose from {list(LESSONS)!r}")
    chosen = [one for lesson in LESSONS if lesson in wanted for one in templates(lesson)]
    return tuple(drawn(one, seed) for one in chosen)


def templates(lesson: str) -> list[Template]:
    """The templates of a lesson, from the easy to the hard."""
    for module in (lesson.replace("-", "_"), "in_code"):
        importlib.import_module(f"gdmath.practice.lessons.{module}")
    # Code comes last within its level, whichever lesson was imported first.
    return sorted(_templates[lesson], key=lambda one: (one.level, one.make.__module__.endswith("in_code")))


def drawn(one: Template, seed: int) -> Exercise:
    """Make an exercise from its template, again if what was drawn is not fit to be asked."""
    draw = random.Random(f"{seed} {one.key}")  # a text as a seed gives the same numbers everywhere
    for _ in range(DRAWS):
        task = one.make(draw)
        if not (found := faults(task)):
            return Exercise(**vars(task), key=one.key, lesson=one.lesson, level=one.level, title=one.title)
    raise InputError(
        f"make the exercise {one.key!r} with seed={seed!r}",
        f"in {DRAWS} draws something was wrong, at last: {found[0]}",
        "Let its template draw from more numbers",
    )
