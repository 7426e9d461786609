"""Grade what was typed, in whatever form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gdmath.answering import answering
from gdmath.errors import InputError, require
from gdmath.practice.answers import Choice, Formula, Number
from gdmath.practice.exercise import Exercise, Verdict
from gdmath.practice.programs import NEAR, Function, agree
from gdmath.rules import TERMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from gdmath.expression import Expr
    from gdmath.practice.answers import Answer
    from gdmath.practice.exercise import Task


_NUMBER_BEHIND = re.compile(r"[\w)]\*[0-9.]+(?![\w.(]|\*\*)")
_WRITTEN = re.compile(r"\w+|(?<!\*)[-+*/](?!\*)")
NEARLY = "Nearly. Round at the very end, and give as many decimals as the question asks for."
ROUNDED = "Nearly. A number in it is rounded: write it as a fraction, or with all its digits."
MEASURED = "Nearly. {} A difference quotient only comes near: write the formula itself."
NOT_YET = "Not yet. Look at the hint."
UNFINISHED = "It has the right values, but something is still divided by ${}$. Cancel it."


def grade(exercise: Exercise, text: str | Callable[..., Any]) -> Verdict:
    """Say whether an answer is right, and if it is a known wrong one, where it went wrong.

    Parameters
    ----------
    exercise : Exercise
        One of those that `exercises` gives.
    text : str or callable
        What was typed: a number (`0.25`, `1/4`), a formula (`2w(w + 1)`), or the letter of an option; for an exercise
        whose answer is a `Function`, the function that was written, which is called.

    Returns
    -------
    Verdict
        Text that cannot be read or compared is not right, and the message says why; nothing is raised for it. What a
        function raises is passed on.

    Raises
    ------
    InputError
        It is no text, or that is no exercise.

    Examples
    --------
    >>> from gdmath.practice import exercises
    >>> first = exercises(seed=0, lessons=["the-rules"])[0]
    >>> grade(first, str(first.answer)).message
    'Right.'
    """
    require(exercise, Exercise, "grade an answer to")
    answer = exercise.answer
    if not isinstance(answer, Function):
        require(text, str, "grade")
    typed: Any = text
    try:
        given: Any = answer.read(typed)
        if _same(answer, given, typed):
            return _right(answer, given)
    except InputError as error:
        return Verdict(right=False, message=str(error), unread=True)
    if isinstance(answer, Number) and answer.coarse(typed, given):
        return Verdict(right=False, message=NEARLY)
    slip = next((slip for slip in exercise.slips if like(answer, slip.answer, given)), None)
    return Verdict(right=False, message=slip.message if slip else _unknown(answer, given), slip=slip)


def _same(answer: Answer, given: Any, text: str) -> bool:
    try:
        return answer.same(given)
    except InputError as error:  # quoted is what was typed, and not how it was read
        raise InputError(f"compare {text!r:.80}", *error.args[1:]) from error


def _right(answer: Answer, given: Any) -> Verdict:
    if isinstance(answer, Formula) and answer.unfinished(given):
        return Verdict(right=False, message=UNFINISHED.format(answer.undivided))
    simpler = _simpler(given) if isinstance(answer, Formula) else None
    return Verdict(right=True, message="Right." if simpler is None else f"Right. A book would write `{simpler}`.")


def _simpler(given: Expr) -> Expr | None:
    """The same as a book would write it, if that is shorter, or has like terms together or the number in front."""
    steps = answering(given, roots=False)
    if not steps:
        return None
    book = steps[-1][2]
    shorter = _signs(book) < _signs(given) or any(name == TERMS for name, *_ in steps)
    return book if shorter or _NUMBER_BEHIND.search(str(given)) else None


def _signs(expr: Expr) -> int:
    """How many signs, numbers and names are written for it; an exponent is smaller than one more factor."""
    return len(_WRITTEN.findall(str(expr)))


def _unknown(answer: Answer, given: Any) -> str:
    """What to say of a wrong answer that is no known one; a formula is shown as it was read."""
    if isinstance(answer, Formula):
        return ROUNDED if answer.near(given) else f"Not yet. It was read as `{given}`. Look at the hint."
    if isinstance(answer, Function):
        where = answer.told(given)
        return MEASURED.format(where) if answer.near(given) else f"Not yet. {where} Look at the hint."
    return NEARLY if isinstance(answer, Number) and answer.near(given) else NOT_YET


def like(answer: Answer, wrong: Any, given: Any, *, doubtful: bool = False) -> bool:
    """Tell whether what is given is this wrong answer, in the way in which the right one is compared.

    What cannot be compared is `doubtful`: no slip of who typed it, but a fault of who wrote it.
    """
    match answer:
        case Number(digits=digits):
            return Number(wrong, digits).same(given) if digits else bool(abs(wrong - given) < 0.5)
        case Formula(names=names):
            try:
                return Formula(wrong, names).same(given)
            except InputError:
                return doubtful
        case Function():
            return agree(answer.at(wrong), given)
        case _:
            return bool(wrong == given)


def faults(task: Task) -> list[str]:
    """Say what makes a task unfit to be asked: a wrong answer that is right, two that are one, nothing to find.

    Returns
    -------
    list of str
        Empty, if nothing does.
    """
    answer, wrongs = task.answer, [slip.answer for slip in task.slips]
    found = [f"{wrong!r} is called wrong, and is right" for wrong in wrongs if _close(answer, _value(answer), wrong)]
    found += [
        f"{one!r} and {other!r} are one answer"
        for place, one in enumerate(wrongs)
        for other in wrongs[:place]
        if _close(answer, other, one)
    ]
    if isinstance(answer, Number) and abs(answer.value) <= 2 * answer.tolerance:
        found.append("the answer is zero")
    if isinstance(answer, Choice) and len(set(answer.options)) < len(answer.options):
        found.append("two options are one")
    if isinstance(answer, Formula) and not answer.expr.free_symbols:
        found.append("the formula has no letter")
    return found


def _value(answer: Answer) -> Any:
    match answer:
        case Number(value=value):
            return value
        case Formula(expr=expr):
            return expr
        case Function(values=values):
            return values
        case _:
            return answer.right


def _close(answer: Answer, one: Any, other: Any) -> bool:
    """Tell whether somebody's rounding could make one answer of two."""
    if isinstance(answer, Number):
        return bool(abs(one - other) <= 3 * answer.tolerance)
    if isinstance(answer, Function):
        return agree(answer.at(one), answer.at(other), NEAR)
    return like(answer, one, other, doubtful=True)
