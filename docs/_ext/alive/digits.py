"""Floats as every C library gives them: the last digits of tanh(0.7) are not the same in two of them."""

import re

DIGITS = 12
_FLOAT = re.compile(r"(?<![\w.])-?\d+\.\d{11,}(?:e[+-]?\d+)?(?![\w.])")


def rounded(text: str) -> str:
    """The text with its long floats cut to so many digits.

    Examples
    --------
    >>> rounded("2.0045633165044983 at w = 0.5")
    '2.0045633165 at w = 0.5'
    """
    return _FLOAT.sub(lambda found: repr(float(f"{float(found[0]):.{DIGITS}g}")), text)
