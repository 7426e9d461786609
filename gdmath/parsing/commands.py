"""The commands of LaTeX by their names: what they stand for, or why they are not read."""

from __future__ import annotations

import re
import unicodedata

from gdmath.expression import node
from gdmath.parsing.signs import NO_COMPARISON
from gdmath.printing.typesetting import GREEK as _PRINTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAMED = {"lambda": "LAMDA", "Lambda": "LAMDA"}  # as Unicode spells it
# Greek letters by their names, each with the letter itself; where there are two, that of the name without "var".
GREEK = {
    name: unicodedata.lookup(
        f"GREEK {'SMALL' if name.islower() else 'CAPITAL'} LETTER {_NAMED.get(name, name.removeprefix('var'))}"
    )
    for name in _PRINTED - {"pi"}
}
# Signs.
ALONE: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(("cdot", "times", "ast", "bullet"), ("operator", "*")),
    **dict.fromkeys(("div", "slash"), ("operator", "/")),
    **dict.fromkeys(("{", "lbrace"), ("open", "{")),
    **dict.fromkeys(("}", "rbrace"), ("close", "}")),
    "lbrack": ("open", "["),
    "rbrack": ("close", "]"),
    "lvert": ("lvert", r"\lvert"),
    "rvert": ("close", r"\rvert"),
    **dict.fromkeys(("vert", "mid"), ("bar", "|")),
}
COMPARED = {
    **dict.fromkeys(("le", "leq", "leqslant"), "<="),
    **dict.fromkeys(("ge", "geq", "geqslant"), ">="),
    "lt": "<",
    "gt": ">",
}
ALONE |= {name: ("compared", sign) for name, sign in COMPARED.items()}
ALONE |= {"land": ("joined", "&"), "wedge": ("joined", "&"), "lor": ("joined", "|"), "vee": ("joined", "|")}
# Commands that show nothing.
SPACES = frozenset([*",;:!> \n", "quad", "qquad", "thinspace", "space", "displaystyle", "textstyle", "scriptstyle"])
SIZES = frozenset(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r"))
# Words between the pieces of a formula and their conditions.
WORDS: dict[str, list[tuple[str, Any]]] = {
    "and": [("joined", "&")],
    "or": [("joined", "|")],
    **{word: [("symbol", node("symbol", "True"))] for word in ("otherwise", "else", "sonst")},
    **{word: [] for word in ("if", "for", "when", "where")},
}
_WITHOUT = "Give the function that it is applied to"
_ACCENT = ("an accent is no part of a name", r"Write \mathrm{y\_hat}, or y_hat in a text without commands")
_VECTOR = ("a bold letter or an arrow stands for a vector, and a formula is a single number", "Write the letter alone")
_ROUNDED = ("no rule differentiates what is rounded", "Leave it out, or compute it outside of the formula")
_INTEGRAL = ("it is an integral, which is not read", "Give the function under it")
_SUM = ("it is over an index, which is not read", "Write its terms or factors one by one")
# Why a command is not read, and what to write instead.
NOT_READ: dict[str, tuple[str, str]] = {
    "d": ("an upright d marks a derivative or an integral, which is not read", _WITHOUT),
    **dict.fromkeys(("int", "iint", "iiint", "oint"), _INTEGRAL),
    **dict.fromkeys(("sum", "prod", "bigcup", "bigoplus"), _SUM),
    **dict.fromkeys(("lim", "limsup", "liminf", "sup", "inf"), ("it is a limit, which is not read", _WITHOUT)),
    **dict.fromkeys(("partial", "nabla"), ("it marks a derivative, which is not read", _WITHOUT)),
    **dict.fromkeys(("hat", "widehat", "bar", "overline", "tilde", "widetilde", "dot", "ddot", "underline"), _ACCENT),
    **dict.fromkeys(("mathbf", "boldsymbol", "bm", "vec", "overrightarrow", "mathbb"), _VECTOR),
    **dict.fromkeys(("lfloor", "rfloor", "lceil", "rceil"), _ROUNDED),
    **dict.fromkeys(
        ("ne", "neq", "approx", "sim", "equiv", "propto", "in", "to", "rightarrow", "implies"), NO_COMPARISON
    ),
    **dict.fromkeys(("pm", "mp"), ("it stands for two expressions", "Write the one with + or the one with -")),
    **dict.fromkeys(
        ("ldots", "cdots", "dots", "vdots"), ("something has been left out there", "Give the whole expression")
    ),
    **dict.fromkeys(
        ("top", "intercal", "dagger", "matrix", "otimes", "odot"), ("there are no matrices", "Write * for a product")
    ),
    **dict.fromkeys(
        ("|", "lVert", "rVert", "Vert"), ("a norm is that of a vector", "Write single bars for an absolute value")
    ),
    **dict.fromkeys(("binom", "choose", "dbinom"), ("there are no binomial coefficients", "Write the number itself")),
    "over": (r"\over parts a whole group", r"Write \frac{...}{...}"),
    "infty": ("infinity is no number", "Write a finite number"),
    "circ": (
        "angles are in radians, and functions are applied with brackets",
        "Write x*pi/180 for x degrees, or f(g(x))",
    ),
    "degree": ("angles are in radians", "Write x*pi/180 for x degrees"),
    "prime": ("a prime marks a derivative, which is not read", _WITHOUT),
    "%": ("'%' is percent to some and a remainder to others", "Write /100 for percent"),
    "bmod": ("no rule differentiates a remainder", "Leave it out, or compute it outside of the formula"),
}
# What is a derivative, or the part of one: a quotient of differentials, and d beside a letter.
_DIFFERENTIAL = r"(?:\\partial|\\mathrm\s*\{d\}|\\operatorname\s*\{d\}|d)"
DERIVATIVE = re.compile(
    rf"\s*\{{\s*{_DIFFERENTIAL}(?![A-Za-z]{{2}})[^{{}}]*+(?:\{{\w*+\}}[^{{}}]*+)?\}}\s*"
    rf"\{{\s*{_DIFFERENTIAL}\s*(?:[A-Za-z](?![A-Za-z])|\\[A-Za-z]|\\left)"
)
OF_GREEK = re.compile(rf"d\\(?:{'|'.join(GREEK)})(?![A-Za-z])")
