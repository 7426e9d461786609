"""Where a long word may be broken: on a narrow screen with large text its end would else stand alone, or be cut off.

A browser could find these places by itself, but not each knows English, and the one that the audit has does not.
"""

import re

import pyphen

SOFT = "\u00ad"  # a hyphen that is seen where a line ends with it
LONG, LONG_IN_A_TITLE = 13, 10  # letters; shorter words fit on 320 px, with text of twice the size
_LEAST = 3  # letters before a hyphen, and after it

_PLACES = pyphen.Pyphen(lang="en_US", left=_LEAST, right=_LEAST)
# No part of a name of code, which has dots, lines below, brackets or capitals within.
_WORD = re.compile(rf"(?<![\w.&])[^\W\d_][^\W\d_A-Z]{{{LONG_IN_A_TITLE - 1},}}(?![\w(;]|\.\w)")


def hyphenated(text: str, *, title: bool = False) -> str:
    """The text with soft hyphens in its long words; a title has larger letters, so that fewer are many."""
    least = LONG_IN_A_TITLE if title else LONG
    return _WORD.sub(lambda word: _PLACES.inserted(word[0], SOFT) if len(word[0]) >= least else word[0], text)


def plain(text: str) -> str:
    """The text without them, for what is no line of a page."""
    return text.replace(SOFT, "")
