"""The part of an exercise that is for a script: a field for the answer, and the data to check it with."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from course.asking import KINDS, LABELS
from gdmath.practice import Choice, Formula, Function, Number

if TYPE_CHECKING:
    from gdmath.practice import Exercise

_CODE = (
    '<label class="gd-coding">{label}<textarea name="answer" translate="no" rows="{rows}" autocomplete="off" '
    'autocapitalize="off" spellcheck="false">{stub}</textarea></label>'
    '<noscript><div class="highlight notranslate"><pre>{stub}</pre></div></noscript>'
)
_BACK = '<button type="reset">Put back</button>'
_CHECK = '<button type="submit">Check</button>'
_SAID = '<p class="gd-verdict" role="status"></p>'
_MINE = '<button type="button" class="gd-mine">Mine is right</button>'


def raw(html: str) -> nodes.raw:
    """HTML as it is."""
    return nodes.raw("", html, format="html")


def begin(exercise: Exercise, name: str) -> nodes.raw:
    """Open the element of an exercise, with its data."""
    data = json.dumps(checks(exercise), separators=(",", ":")).replace("<", "\\u003c")
    return raw(
        f'<gd-exercise data-key="{escape(exercise.key)}"><script type="application/json">{data}</script>'
        f'<form aria-label="{escape(name)}">'
    )


def field(exercise: Exercise) -> nodes.raw:
    """What an answer is written into; code begins as a stub, which stands there without a script as well."""
    if isinstance(exercise.answer, Function):
        stub = exercise.answer.stub
        return raw(_CODE.format(label=LABELS[Function], rows=stub.count("\n") + 3, stub=escape(stub)))
    if (label := LABELS.get(type(exercise.answer))) is None:
        return raw("")
    return raw(
        f'<label>{label}<input type="text" name="answer" inputmode="text" autocomplete="off" '
        f'autocapitalize="off" spellcheck="false"></label>'
    )


def option(place: int) -> tuple[nodes.raw, nodes.raw]:
    """What stands before and after one option of several."""
    return raw(f'<label><input type="radio" name="answer" value="{place}"><span>'), raw("</span></label>")


def end(exercise: Exercise) -> nodes.raw:
    """Close what `begin` has opened; who compares with the solution, and fetches nothing, says so by another button."""
    buttons = _CHECK + _MINE * isinstance(exercise.answer, Formula) + _BACK * isinstance(exercise.answer, Function)
    return raw(f"{buttons}</form>{_SAID}</gd-exercise>")


def checks(exercise: Exercise) -> dict[str, Any]:
    """The right answer and the known wrong ones, to compare with."""
    match exercise.answer:
        case Number() as number:
            wrong = [slip.answer for slip in exercise.slips]
            tolerances = {"digits": number.digits, "tolerance": number.tolerance}
            return {"kind": KINDS[Number], "right": number.value, **tolerances, "slips": wrong}
        case Choice(right=right):
            wrong = [slip.answer for slip in exercise.slips]
            return {"kind": KINDS[Choice], "right": right, "tolerance": 0, "slips": wrong}
        case Function():
            return {"kind": KINDS[Function]}
        case _:
            return {"kind": KINDS[Formula]}
