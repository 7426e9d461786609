"""What the page for any function asks of the library, in the reader's browser: one question in JSON, one answer."""

from __future__ import annotations

import json
from typing import Any

from alive.digits import rounded
from alive.session import shown
from gdmath import GdmathError, ParseError, differentiate, gradient_descent, latex, parse, sketch, symbols

MOST_LETTERS = 4  # of which the derivatives are shown
MOST_STEPS = 1000


class Unclear(Exception):  # noqa: N818  what a reader typed is no error of the program
    """What is wrong with what was typed into one field."""


def typeset(question: str) -> str:
    """The formula that a text is, or what is wrong with it: asked at every key."""
    try:
        return json.dumps({"tex": latex(parse(json.loads(question)["formula"]))})
    except ParseError as error:
        return json.dumps({"wrong": {"formula": str(error)}})


def explored(question: str) -> str:
    """The derivation of a formula, its values at a point, a picture, and a descent from there."""
    asked = json.loads(question)
    try:
        return json.dumps(_explored(asked))
    except Unclear as error:
        field, said = error.args
        return json.dumps({"wrong": {field: said}})
    except GdmathError as error:  # what no rule differentiates, or what is too long
        return json.dumps({"wrong": {"formula": str(error)}})


def _explored(asked: dict[str, Any]) -> dict[str, Any]:
    formula = _read("formula", asked["formula"])
    letters = sorted(formula.free_symbols, key=str) or [symbols("x")]
    names = [str(letter) for letter in letters]
    point = _point(asked, names)
    derivations = [differentiate(formula, letter) for letter in letters[:MOST_LETTERS]]
    answer: dict[str, Any] = {
        "tex": latex(formula),
        "letters": names,
        "derivations": [shown(derivation) for derivation in derivations],
        "values": [_value(str(latex(formula)), formula, point)],
    }
    answer["said"] = _said(formula, point, [derivation.result for derivation in derivations])
    for letter, derivation in zip(letters, derivations, strict=False):
        sign = "d" if len(letters) == 1 else r"\partial "
        answer["values"].append(_value(rf"\dfrac{{{sign}}}{{{sign}{latex(letter)}}}", derivation.result, point))
    history = _descent(answer, formula, point, asked) if "rate" in asked else None
    if history is not None:
        steps = f"{history.steps} step{'' if history.steps == 1 else 's'}"
        answer["said"] += f" After {steps} it is {_typed(history.cost[-1])}, at {_place(history.last)}."
    if len(letters) <= 2:
        _draw(answer, formula, letters, point, history)
    return answer


def _point(asked: dict[str, Any], names: list[str]) -> dict[str, float]:
    """What was typed for each letter; below a figure the fields are there before the letters are known."""
    at = asked["at"]
    fields = {name: name for name in names}
    if isinstance(at, list):
        if len(names) > len(at):
            said = (
                f"Cannot draw {asked['formula']!r} here, because it has {len(names)} letters, and this figure has room"
            )
            raise Unclear("formula", f"{said} for {len(at)}. Write numbers in the place of the others.")
        fields, at = {name: str(place) for place, name in enumerate(names)}, dict(zip(names, at, strict=False))
    return {name: _number(f"at-{fields[name]}", at.get(name, "1")) for name in names}


def _said(formula: Any, point: dict[str, float], slopes: list[Any]) -> str:  # noqa: ANN401  expressions
    """The value and the slopes at a point in a sentence, or why there are none."""
    try:
        value, *found = [_typed(each.evaluate(point)) for each in [formula, *slopes]]
    except GdmathError as error:
        return str(error)
    if len(found) == 1:
        return f"At {_place(point)} the value is {value}, and the slope is {found[0]}."
    along = " and ".join(f"{slope} along {name}" for name, slope in zip(point, found, strict=False))
    return f"At {_place(point)} the value is {value}, and the slopes are {along}."


def _place(point: dict[str, float]) -> str:
    return ", ".join(f"{name} = {_typed(value)}" for name, value in point.items())


def _typed(number: float) -> str:
    return rounded(f"{number:.10g}").replace("-", "\N{MINUS SIGN}")


def _read(field: str, text: str) -> Any:  # noqa: ANN401  an expression
    try:
        return parse(text)
    except ParseError as error:
        raise Unclear(field, str(error)) from error


def _number(field: str, text: str) -> float:
    """A number as people type it: 0.5, 1/2, pi/4."""
    typed = _read(field, text)
    if typed.free_symbols:
        raise Unclear(field, f"{text!r} is no number. Type one such as 0.5, 1/2 or pi/4.")
    try:
        return float(typed.evaluate())
    except GdmathError as error:
        raise Unclear(field, str(error)) from error


def _value(name: str, formula: Any, point: dict[str, float]) -> list[str]:  # noqa: ANN401  an expression
    try:
        return [name, rounded(f"{formula.evaluate(point):.10g}")]
    except GdmathError as error:
        return [name, str(error)]


def _descent(answer: dict[str, Any], formula: Any, point: dict[str, float], asked: dict[str, Any]) -> Any:  # noqa: ANN401  as above
    rate, steps = _number("rate", asked["rate"]), int(_number("steps", asked["steps"]))
    if not formula.free_symbols:
        return None
    if not 1 <= steps <= MOST_STEPS:
        raise Unclear("steps", f"{steps} steps cannot be taken here. Type a number from 1 to {MOST_STEPS:,}.")
    try:
        start = {symbols(name): value for name, value in point.items()}
        history = gradient_descent(formula, start, learning_rate=rate, max_steps=steps, on_divergence="mark")
    except GdmathError as error:
        answer["stopped"] = str(error)
        return None
    answer["history"] = shown(history)
    return history


def _draw(answer: dict[str, Any], formula: Any, letters: list[Any], point: dict[str, float], history: Any) -> None:  # noqa: ANN401  as above
    at = next(iter(point.values())) if len(letters) == 1 else None
    for tangent, path in ((at, history), (None, history), (at, None), (None, None)):
        try:
            answer["sketch"] = shown(sketch(formula, letters, at=tangent, history=path))
        except GdmathError as error:
            answer["undrawn"] = str(error)
        else:
            answer.pop("undrawn", None)
            return
