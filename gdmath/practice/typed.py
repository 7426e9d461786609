"""What people type around a number or a formula, and how they write its parts: names, commas, signs, indices."""

from __future__ import annotations

import re
import unicodedata

MOST = 500  # characters of an answer
_NAME = r"(?:[^\W\d]|\u2202)[\w'\u2019\u2032\u2033\u2202{}]*(?:\s*\([\w\s.,+\-\u2212]*\))?"
_NAMED = re.compile(rf"^\s*(?:(?:{_NAME}|\(.*\))(?:\s*/\s*{_NAME})?)?\s*:?[=\u2248]")  # J'(w) =, dJ / dw =
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")  # 1,152: in a count, a comma is no decimal one
_VULGAR = re.compile(r"(?<!\d)[\u00bc-\u00be\u2150-\u215e]")  # one sign for a fraction, as a phone writes 1/2
_PERCENT = re.compile(r"^(.*\d)\s*%\s*$", re.DOTALL)
_DECIMAL = re.compile(r"^\s*[-+\u2212]?\d*(?:\.(\d*))?\s*$")
_SIGMA = re.compile(r"\u03c3|(?<![^\W\d])sigma\b")  # what a lesson writes for the sigmoid
_INDEX = re.compile(r"(?<![^\W\d])([^\W\d_])_(?:\{(\d+)\}|(\d+))")  # a_1, as TeX writes it


def number_text(text: str, *, counted: bool) -> str:
    """Return what is to be computed: without a name before it, a decimal comma as a point, a percent as a quotient."""
    plain = _VULGAR.sub(_fraction, _NAMED.sub("", text))
    plain = _THOUSANDS.sub("", plain) if counted else _COMMA.sub(".", plain)
    return _PERCENT.sub(r"(\1)/100", plain)


def formula_text(text: str) -> str:
    """Return the formula without a name before it, with a sigma as the library's sigmoid, and a_1 as a1."""
    return _INDEX.sub(r"\1\2\3", _SIGMA.sub("sigmoid", _NAMED.sub("", text)))


def decimals(text: str) -> int | None:
    """Count the decimals that were typed, where a plain number was typed."""
    found = _DECIMAL.match(number_text(text, counted=False))
    return None if found is None else len(found[1] or "")


def _fraction(sign: re.Match[str]) -> str:
    return f"({unicodedata.normalize('NFKC', sign[0])})".replace("\u2044", "/")
