"""Signs that are read, and why others are not."""

from __future__ import annotations

import unicodedata

from gdmath.names import DOTS

OPEN, CLOSE = "([{", ")]}"
# What word processors make of the signs on a keyboard, by code where it looks like another sign.
SIGNS = {
    **dict.fromkeys("+\uff0b", "+"),
    **dict.fromkeys("-−–—\u2010\u2011\u2012\uff0d", "-"),
    **dict.fromkeys("*×⋅∙•✕✖\u2217\uff0a" + DOTS, "*"),
    **dict.fromkeys("/÷\u2044\u2215\uff0f", "/"),
    **dict.fromkeys("^\uff3e", "**"),
    **dict.fromkeys("|\u2223\uff5c", "|"),
}
COMPARED = {"<": "<", ">": ">", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">="}
KINDS = {
    **dict.fromkeys(SIGNS, "operator"),
    **{sign: "bar" for sign, plain in SIGNS.items() if plain == "|"},
    **dict.fromkeys(OPEN, "open"),
    **dict.fromkeys(CLOSE, "close"),
    **dict.fromkeys(COMPARED, "compared"),
    "&": "joined",
    "√": "root",
    "∛": "root",
    "∜": "root",
    ",": "comma",
}
DEGREES = {"√": 2, "∛": 3, "∜": 4}

NO_COMPARISON = ("a comparison is no expression", "Give one side alone")
_QUOTED = ("quotation marks have no meaning in an expression", "Leave them out")
_PRIMED = (
    "a prime marks a derivative, which is not read",
    "Give the function itself, and differentiate what parse returns",
)
_DERIVED = ("it marks a derivative, which is not read", "Give the function that it is applied to")
REASONS = {
    "=": ("an expression has no equals sign", "Give one side alone"),
    ":": ("':' has no meaning in an expression", "Write / for a quotient"),
    "!": ("there are no factorials", "Write the product or the number itself"),
    "%": ("'%' is percent to some and a remainder to others", "Write /100 for percent"),
    ".": ("a point is read only inside a number", "Write * for a product; nothing has attributes"),
    ";": ("one expression is read at a time", "Call parse for each"),
    "@": ("there are no matrices", "Write * for a product"),
    "#": ("there are no comments", "Leave it out"),
    "°": ("angles are in radians", "Write x*pi/180 for x degrees"),
    "±": ("it stands for two expressions", "Write the one with + or the one with -"),
    "∞": ("infinity is no number", "Write a finite number"),
    "…": ("something has been left out there", "Give the whole expression"),
    "∂": _DERIVED,
    "∇": _DERIVED,
    **dict.fromkeys("∫∮", ("it is an integral, which is not read", "Give the function under it")),
    **dict.fromkeys("∑∏", ("it is over an index, which is not read", "Write its terms or factors one by one")),
    "‖": ("a norm is that of a vector", "Write single bars for an absolute value"),
    **dict.fromkeys("≠≈", NO_COMPARISON),
    **dict.fromkeys('"`“”„«»', _QUOTED),
    **dict.fromkeys("'′″\u2018\u2019", _PRIMED),
    "$": ("dollar signs stand only around the whole formula", "Give one formula alone"),
}


def reason(character: str) -> tuple[str, str]:
    """Why a character cannot be read, and what to write instead."""
    if character in REASONS:
        return REASONS[character]
    shown = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    if unicodedata.category(character)[0] == "C":
        return f"an invisible character stands there, {shown}{' ' * bool(name)}{name}", "Delete it"
    if character.isdecimal():
        return (
            f"only the digits 0 to 9 are read, and {character!r} is {name}",
            f"Write {unicodedata.decimal(character)}",
        )
    if character.isnumeric():
        return f"{character!r} is read neither as a number nor as an exponent", "Write it out, such as 1/2"
    return f"{character!r} has no meaning in an expression", "Leave it out, or write its name in letters"
