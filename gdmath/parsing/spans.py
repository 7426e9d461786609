"""Both ways to write what is read in two ways, made from the text itself."""

from __future__ import annotations

import re

from gdmath.parsing.carets import in_a_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_AROUND = re.compile(r"\s*(?:\$\$?|\\[)\]])\s*$")  # what stands behind a formula in LaTeX
LONGEST = 24  # characters of a part that the advice repeats


def divided(text: str, tokens: list[Any], place: int, slash: int) -> tuple[str, str]:
    """What is unclear in 1/2x, where the token at `place` touches a denominator; the sign / stands at `slash`."""
    sign = next(index for index in range(place, -1, -1) if tokens[index][2] == slash)
    start, touching, end = tokens[_begin(tokens, sign)][2], tokens[place][2], tokens[_end(tokens, place)][2]
    below = tokens[sign + 1][2]
    gap = " " if text[touching - 1].isspace() else ""
    parts = [*map(in_a_line, (text[start:slash], text[below:touching], _AROUND.sub("", text[touching:end])))]
    if max(map(len, parts)) > LONGEST or any(part.count("|") % 2 for part in parts):
        parts, gap = ["a", "b", "c"], " "
    u, v, w = parts
    because = f"'{text[slash]}' could divide by one factor or by the product"
    return because, f"Write {u}/({v}{gap}{w}) or ({u}/{v}){gap}{w}"


def _begin(tokens: list[Any], sign: int) -> int:
    """The first token of what the sign at that place divides."""
    place, depth, bars = sign, 0, False
    while place and (place == sign or depth or bars or not _parts(tokens, place - 1)):
        depth += _DEEPER.get(tokens[place - 1][0], 0)
        if depth < 0:
            break
        place -= 1
        bars ^= tokens[place][0] == "bar"
    return place


def _end(tokens: list[Any], place: int) -> int:
    """The token behind the factors that begin there."""
    depth, bars = 0, False
    while tokens[place][0] != "end" and (depth or bars or not _parts(tokens, place)):
        depth -= _DEEPER.get(tokens[place][0], 0)
        if depth < 0:
            break
        bars ^= tokens[place][0] == "bar"
        place += 1
    return place


_DEEPER = {"close": 1, "open": -1, "group": -1, "lvert": -1}


def _parts(tokens: list[Any], place: int) -> bool:
    """Whether the token there parts factors: a sign, but not that of an exponent, as in 2^-x."""
    kind, value, _ = tokens[place]
    if kind == "operator":
        return value != "**" and not (place and value in "+-" and tokens[place - 1][1] == "**")
    return kind in {"comma", "compared", "joined"}
