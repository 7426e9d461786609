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
    point = {name: _number(f"at-{name}", asked["at"].get(name, "1")) for name in names}
    derivations = [differentiate(formula, letter) for letter in letters[:MOST_LETTERS]]
    answer: dict[str, Any] = {
        "tex": latex(formula),
        "letters": names,
        "derivations": [shown(derivation) for derivation in derivations],
        "values": [_value(str(latex(formula)), formula, point)],
    }
    for letter, derivation in zip(letters, derivations, strict=False):
        sign = "d" if len(letters) == 1 else r"\partial "
        answer["values"].append(_value(rf"\dfrac{{{sign}}}{{{sign}{latex(letter)}}}", derivation.result, point))
    history = _descent(answer, formula, point, asked)
    if len(letters) <= 2:
        _draw(answer, formula, letters, point, history)
    return answer


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
