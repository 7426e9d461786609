"""An exercise: a question, its answer, a hint, a worked solution, and what wrong answers reveal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdmath.calculus import Derivation
    from gdmath.practice.answers import Answer


@dataclass(frozen=True)
class Slip:
    """A wrong answer that people give, and where they went wrong.

    Attributes
    ----------
    answer : float, Expr, int or tuple of Expr
        The wrong answer, of the kind of the right one: a number, a formula, the place of an option, or what a function
        returns.
    name : str
        What happened, such as "The constant factor was forgotten".
    step : str
        At which step, and what is right there: one or two sentences of Markdown.
    """

    answer: Any
    name: str
    step: str

    @property
    def message(self) -> str:
        """What the reader is told, as Markdown."""
        return f"{self.name}. {self.step}"


@dataclass(frozen=True)
class Task:
    """What a template makes: an exercise before it is given its place.

    Attributes
    ----------
    question : str
        What is asked, as Markdown with formulas between dollar signs; numbers are asked with their decimals.
    answer : Number, Formula, Choice or Function
        The right answer.
    hint : str
        What to think of first; it does not give the answer.
    solution : tuple of str or Derivation
        The way to the answer: paragraphs of Markdown, and derivations as the library made them.
    slips : tuple of Slip
        At least three wrong answers.
    """

    question: str
    answer: Answer
    hint: str
    solution: tuple[str | Derivation, ...]
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class Exercise(Task):
    """A task with its place in the course.

    Attributes
    ----------
    key : str
        Its name, the same for every seed, such as "the-rules/power".
    lesson : str
        The lesson that it belongs to, such as "the-rules".
    level : int
        From 1, apply one thing, to 3, put several together.
    title : str
        What it is about, in a few words.
    """

    key: str
    lesson: str
    level: int
    title: str


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer.

    Attributes
    ----------
    right : bool
        Whether it is right.
    message : str
        What to tell the reader, as Markdown; of text that cannot be read, why not, in plain words that may repeat it.
    slip : Slip or None
        The slip that a wrong answer reveals, if it is a known one.
    unread : bool
        Whether the text could not be read or compared; then the message is no Markdown.
    """

    right: bool
    message: str
    slip: Slip | None = None
    unread: bool = False
