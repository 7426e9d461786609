"""One exercise as a section of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from course.asking import LEVELS, LONG, seen, with_room
from gdmath.practice import Choice, Formula, Function, Number
from gdmath.practice.answers import LETTERS, written
from gdmath.practice.wording import bare

from .fields import begin, end, field, option

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

    from gdmath.expression import Expr
    from gdmath.practice import Exercise, Slip


def section(directive: SphinxDirective, name: str, exercise: Exercise) -> nodes.section:
    """Build the section: title, level, question, field, hint, and the solution with what wrong answers reveal."""
    made = nodes.section("", nodes.title("", name), ids=[exercise.key.replace("/", "-")], names=[name.lower()])
    made += nodes.paragraph("", f"Level {exercise.level}, {LEVELS[exercise.level]}", classes=["gd-level"])
    made += directive.parse_text_to_nodes(exercise.question)
    made += begin(exercise, name)
    made += _options(directive, exercise.answer) if isinstance(exercise.answer, Choice) else [field(exercise)]
    made += end(exercise)
    made += directive.parse_text_to_nodes(_folded("Hint", "note", exercise.hint))
    made += directive.parse_text_to_nodes(_folded("Solution", "answers", solution(exercise)))
    for box in made.findall(nodes.admonition):
        box["classes"].append("gd-folded")  # who searches should find the question, and not the answer
    slips = list(made.findall(nodes.bullet_list))[-1]
    slips["classes"].append("gd-slips")
    for item in slips.findall(nodes.list_item):
        _mark_answer(item)
    return made


def _options(directive: SphinxDirective, choice: Choice) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for place, words in enumerate(choice.options):
        before, after = option(place)
        paragraph: Any
        [paragraph] = directive.parse_text_to_nodes(f"{LETTERS[place]}) {words}".replace(")", "\\)", 1))
        paragraph["classes"].append("gd-option")
        paragraph.insert(0, before)
        paragraph.append(after)
        made.append(paragraph)
    return made


def _mark_answer(item: nodes.list_item) -> None:
    """Set the wrong answer apart from what is said of it: the script repeats the latter alone."""
    answer = next(iter(item.findall(nodes.strong)))
    answer["classes"].append("gd-given")


def _folded(title: str, kind: str, text: str) -> str:
    return f"::::{{admonition}} {title}\n:class: {kind}\n:collapsible: closed\n\n{text}\n::::"


def solution(exercise: Exercise) -> str:
    """The way to the answer, and then what wrong answers reveal, as Markdown."""
    parts = [with_room(part) if isinstance(part, str) else part._repr_latex_() for part in exercise.solution]
    slips = [f"- **{given(exercise, slip)}** {slip.message}" for slip in exercise.slips]
    return "\n\n".join([*parts, "If you have something else:", "\n".join(slips)])


def _formula(expr: Expr) -> str:
    tex = bare(expr)
    if seen(tex) > LONG:  # small fractions, and brackets in which a line may end
        tex = re.sub(r"\\(?:left|right)(?=[()])", "", tex.replace("dfrac", "frac"))
    return f"${tex}$"


def given(exercise: Exercise, slip: Slip) -> str:
    """A wrong answer as Markdown."""
    match exercise.answer:
        case Number(digits=digits):
            return f"${written(slip.answer, digits)}$"
        case Formula():
            return _formula(slip.answer)
        case Function():
            return ", ".join(map(_formula, slip.answer))
        case Choice(options=options):
            return f"{LETTERS[slip.answer]}\\) {options[slip.answer]}"
