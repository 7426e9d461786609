"""What counts as a typed number in text, in a formula and in inline code."""

import re
from collections.abc import Iterator

from .prose import Piece

# Names that are spelt with digits, and cannot go stale.
NAMES = (
    r"CC BY 4\.0",  # the licence of the data
    r"BSD-3-Clause",  # the licence of the project
    r"\b10\.\d{4,9}/\S+",  # a DOI
)

SUPERSCRIPTS = r"[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u215e\u2460-\u249b]"
_IN_TEXT = re.compile(
    rf"""
    (?:(?<!\w)[-+\u2212\u00b1]\s?)?                  # a sign, which is no hyphen
    (?:[^\W\d_]+)?\.?\d                              # digits, perhaps at the end of a name
    (?:\w|[.,'\u2019\u00a0\u2009\u202f](?=\d)|[ ](?=\d{{3}}\b))*
    (?:(?<=[eE])[-+\u2212]\d+)?                      # a power of ten
    (?:\s?[%\u2030])?
    | {SUPERSCRIPTS}+
    """,
    re.VERBOSE,
)
_IN_CODE = re.compile(
    r"""
    ^\s*[-+]?\.?\d[\d._]*(?:e[-+]?\d+)?\s*$          # nothing but a number
    | (?<![\w.])[-+]?\d*\.\d+(?:e[-+]?\d+)?          # a decimal
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THOUSANDS = r"(?:\{,\}|\\[,;:!]|,)(?=\d{3})"
_IN_FORMULA = re.compile(
    rf"""
    (?!(?<=_{{)[1-9]{{2}}}})                                       # the row and the column in the name of a number
    \.?\d(?:\d|\.(?=\d)|{_THOUSANDS})+(?:[eE][-+]?\d+)?          # several digits
    | \.\d | \d[eE][-+]?\d+ | \d\s*\\%
    | (?:\\approx|\\doteq|\\simeq|\u2248)\s*[-+]?\d
    | (?<![<>!:])=\s*[-+]?[2-9]                                  # a digit that ends an equation
      (?=\s*(?:$|[,.;&)\]]|\\\\|\\(?:end|quad|qquad|text)\b))
    """,
    re.VERBOSE,
)
_LENGTH = re.compile(r"(?:\\[hv]space\*?\{|\\(?:h|m|v)?(?:kern|skip)\s*|\\\\\[)\s*-?\d*\.?\d+(?:pt|em|ex|mu|cm|mm)")
_WORDS_IN_FORMULA = re.compile(r"\\text\w*\{([^{}]*)\}")


def numbers(piece: Piece) -> Iterator[tuple[str, int]]:
    """Yield each typed number in a piece of prose, and where in the piece it begins."""
    if piece.kind == "formula":
        text = _blank(_LENGTH, piece.text)
        for words in _WORDS_IN_FORMULA.finditer(text):
            yield from ((found[0], words.start(1) + found.start()) for found in _IN_TEXT.finditer(words[1]))
        text, pattern = _blank(_WORDS_IN_FORMULA, text), _IN_FORMULA
    else:
        text = _blank(re.compile("|".join(NAMES)), piece.text)
        pattern = _IN_CODE if piece.kind == "code" else _IN_TEXT
    yield from ((found[0], found.start()) for found in pattern.finditer(text))


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
