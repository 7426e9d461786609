"""Cut a text into numbers, names and signs."""

from __future__ import annotations

import re
from itertools import accumulate

from gdmath.expression import node, pi
from gdmath.functions import sigmoid
from gdmath.names import SIGMA, E, constant, function, is_pi, no_symbol, root
from gdmath.parsing.carets import ParseError, in_a_line
from gdmath.parsing.known import parted
from gdmath.parsing.named import LOWERED, MODULES, NO_LETTER, TURNED, Named, is_lowered, plain_name
from gdmath.parsing.numbers import DIGITS, MINUS, RAISED, fraction, number_at, raised
from gdmath.parsing.signs import CLOSE, COMPARED, DEGREES, KINDS, OPEN, SIGNS, reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from gdmath.names import Called

    Token = tuple[str, Any, int]  # its kind, its value, and where it starts

_TWO = frozenset(["**", "<=", ">="])  # signs of two characters
_BY_ENTRY = frozenset("*/^")  # signs with a point before them, as in MATLAB: .^
# How our own LaTeX tells w_1 from w1, with braces that nobody sees.
_UNDERSCORE = re.compile(r"\{(?:\\(?:mathrm|text)\{((?:[^{}\\]|\\_)*)\}|\\([A-Za-z]+)|([^\W\d_]))\}_\{([0-9]+)\}")
_INNER = r"([^\W\d_]\w*|\d+|[^\W\d_]\s*[-+]\s*\d)"  # of an index above: (t), (2), (t+1)
_LAYER = re.compile(rf"\^\s*\{{\s*(?:\(\s*{_INNER}\s*\)|\[\s*{_INNER}\s*\](?:\s*\([^()]*\))?)\s*\}}")
# Nobody writes ^1 for nothing, and few ^-2.
_PART = re.compile(
    rf"\^\s*(?:([{MINUS}]?)\s*1\s*/\s*(\d+|[^\W\d_]\w*|\()|([{MINUS}])\s*(\d+)\s*/\s*(\d+)(?=\s*(?:$|[-+])))"
)
_TURNED = re.compile(r"\^\s*(?:T([^\W\d_][^\W_]?)(?!\w)|\{\s*T\s*\}(?=[^\W\d_]))")
_APART = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s+(?:[^\W\d_]|\()")  # behind a function: sin2 x
_ALONE = re.compile(r"\d+(?=\s*[*/](?!\*))", re.ASCII)  # behind a root or a logarithm: sqrt2/2, ln2*x
_OF_A_NUMBER = frozenset(["sqrt", "ln", "log"])
_NUMPY = frozenset(["np", "numpy", "jnp"])
_ONE_EACH = frozenset(["log", "max", "min", "amax", "amin"])  # of NumPy, whose second argument is no value of another
_PARTNER = dict(zip(CLOSE, OPEN, strict=True))


def tokens(text: str, names: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens of a text, and one of the kind "end" after them; a sigma before a bracket is no symbol but those."""
    cut = [*_cutter(text, names).tokens(), ("end", None, len(text))]
    if not names.isdisjoint({SIGMA, "sigma"}) or (SIGMA not in plain_name(text) and r"\sigma" not in text):
        return cut
    return [_sigmoid(text, cut, place) for place in range(len(cut))]


def _cutter(text: str, names: frozenset[str]) -> Cutter:
    if is_latex(text):
        from gdmath.parsing.tex import TexCutter

        return TexCutter(text, names)
    return Cutter(text, names)


def is_latex(text: str) -> bool:
    """Whether a text is LaTeX: it has a command in it, or stands between dollar signs."""
    return "\\" in text or text.strip()[:1] == "$"


def _sigmoid(text: str, cut: list[Token], place: int) -> Token:
    """The token at that place, a sigma before a bracket the sigmoid."""
    kind, value, start = token = cut[place]
    if kind != "symbol" or value not in _SIGMAS or text[start] == "s":
        return token
    if cut[place + 1][0] == "open":
        return "function", (SIGMA, sigmoid, (1,)), start
    if end := _behind_power(cut, place + 1):
        power = in_a_line(text[cut[place + 1][2] : cut[end][2]]).removesuffix(r"\left")
        because = f"'{SIGMA}{power}(' could be a power of the sigmoid or a product"
        raise ParseError(text, start, because, f"Write {SIGMA}(...){power} or {SIGMA}{power}*(...")
    return token


_SIGMAS = frozenset([node("symbol", SIGMA), node("symbol", "sigma")])


def _behind_power(cut: list[Token], place: int) -> int:
    """The place of a bracket behind the power of one number or letter that stands there, else 0."""
    if cut[place][0] == "raised":
        return place + 1 if cut[place + 1][0] == "open" else 0
    if cut[place][1] != "**":
        return 0
    braces = cut[place + 1][1] == "{" and [kind for kind, *_ in cut[place + 3 : place + 5]] == ["close", "open"]
    place += 4 if braces else 2
    return place if place < len(cut) and cut[place][0] == "open" and cut[place - 1][0] != "operator" else 0


def unescaped(word: str) -> str:
    """A name as it stands in a command that sets it upright."""
    return word.replace(r"\_", "_").replace("\\ ", " ").strip()


class Cutter:
    """A text, and what its characters are as far as that is known before they are reached.

    Attributes
    ----------
    text : str
        The text.
    names : frozenset of str
        Names that are known to be symbols.
    instead : dict of int to list
        The tokens, each a kind and a value, that the character at a place stands for.
    done : list
        The tokens before the place that is reached.
    """

    def __init__(self, text: str, names: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.names = names
        self.instead: dict[int, list[tuple[str, Any]]] = {}
        self.done: list[Token] = []
        self._pairs: dict[int, int] | None = None

    def tokens(self) -> list[Token]:
        """All tokens."""
        place, text = 0, self.text
        while place < len(text):
            if place in self.instead:
                self.done += ((kind, value, place) for kind, value in self.instead[place])
                place += 1
            elif text[place].isspace():
                place += 1
            else:
                place, found = self.at(place)
                self.done += found
        return self.done

    def blank(self, start: int, end: int) -> None:
        """Take the characters between these places for nothing."""
        self.instead |= {place: [] for place in range(start, end)}

    def at(self, start: int) -> tuple[int, list[Token]]:  # noqa: PLR0911  a return for each kind of character
        """Where the token ends that begins there, and what it is: sometimes several, or none."""
        text, character = self.text, self.text[start]
        if character in DIGITS or (character == "." and text[start + 1 : start + 2] in DIGITS):
            end, value = number_at(text, start, self.names)
            return end, [("number", value, start)]
        if character == "." and text[start + 1 : start + 2] in _BY_ENTRY:
            return start + 1, []
        if character == "{" and (found := _UNDERSCORE.match(text, start)):
            word, command, letter, index = found.groups()
            return found.end(), [self.symbol(start, f"{letter or command or unescaped(word)}_{index}")]
        if character in KINDS:
            return self.sign(start)
        if is_pi(character):
            return start + 1, [("constant", pi, start)]
        if character.isidentifier():
            return self.name(start)
        if ord(character) in RAISED:
            end = self.run(start, lambda other: ord(other) in RAISED)
            return end, [("raised", raised(text, start, end), start)]
        if (quotient := fraction(character)) is not None:
            return start + 1, [("number", quotient, start)]
        raise ParseError(text, start, *reason(character))

    def sign(self, start: int) -> tuple[int, list[Token]]:
        """Take a sign, perhaps with the degree of a root behind it."""
        sign = self.text[start]
        if sign == "^":
            self.require_clear_power(start)
        if sign == "√" and (end := self.degree(start, start + 1)):
            return end
        sign = self.text[start : start + 1 + (self.text[start : start + 2] in _TWO)]
        value = DEGREES.get(sign) or SIGNS.get(sign) or COMPARED.get(sign, sign)
        return start + len(sign), [(KINDS[sign[0]], value, start)]

    def require_clear_power(self, start: int) -> None:
        """Refuse an exponent that could be an index above, as in w^{(t)}, or a quotient, as in x^1/2."""
        base: Any = self.done[-1] if self.done else ("", None, 0)
        layer = _LAYER.match(self.text, start)
        if layer and base[1] is not E and base[0] != "number":
            inner = in_a_line(layer[1] or layer[2])
            index = f"_{{{inner}}}" if inner.isalnum() and base[0] == "symbol" else "_ and letters or digits"
            because = f"'{in_a_line(layer[0])}' could be a power or an index above"
            raise ParseError(self.text, start, because, f"Write ^{{{inner}}} for the power, {index} for the index")
        if part := _PART.match(self.text, start):
            power, below = "-" * bool(part[1] or part[3]) + (part[4] or "1"), (part[2] or part[5]).replace("(", "(...)")
            because = f"'^{power}/{below}' could be the power {power}/{below} or a quotient by {below}"
            other = f" or ^({power})/{below}" if power != "1" else ", or leave out ^1"
            raise ParseError(self.text, start, because, f"Write ^({power}/{below}){other}")
        turned = _TURNED.match(self.text, start) if base[0] in {"symbol", "close"} else None
        if turned and f"T{turned[1]}" not in self.names and not is_latex(self.text):
            raise ParseError(self.text, start, *TURNED)

    def name(self, start: int) -> tuple[int, list[Token]]:
        """Take a name: of a module before a function, of a root with its degree, or any other."""
        if self.text[start] == "_" and start and not self.text[start - 1].isspace() and _ends(self.text[start - 1]):
            raise ParseError(self.text, start, *NO_LETTER)
        end = self.name_end(start)
        written = plain_name(self.text[start:end])
        if len(known := parted(self.text[start:end], self.names)) > 1:
            return end, self.several(start, known)
        if written in MODULES and self.text[end : end + 1] == "." and self.text[end + 1 : end + 2].isidentifier():
            return end + 1, self.of_module(start, end + 1)
        if written == "sqrt" and (found := self.degree(start, end)):
            return found
        self.require_known_order(written, start, end)
        behind, token = Named(self.text, start, end, self.names).token()
        if token[0] == "function" and behind < end and (apart := _APART.match(self.text, behind)):
            name, number = self.text[start:behind], apart[1]
            because = f"'{name}{apart[0]}' could be {name}({number}) times it or {name} of the product"
            raise ParseError(self.text, start, because, f"Write {name}({number})*... or {name}({number}*...)")
        if token[0] == "function" and (alone := _ALONE.match(self.text, behind)) and token[1][0] in _OF_A_NUMBER:
            number = self.at(behind)[1]
            return alone.end(), [token, ("open", "(", behind), *number, ("close", ")", alone.end() - 1)]
        return behind, [token]

    def require_known_order(self, written: str, start: int, end: int) -> None:
        """Refuse a logarithm whose base comes first."""
        if written == "Log" and self.has_comma(end, "["):
            raise ParseError(self.text, start, "in Mathematica Log has its base in front", "Write log(x, base)")

    def has_comma(self, opened: int, bracket: str) -> bool:
        """Whether that bracket stands there, and a comma in it."""
        stands = self.text[opened : opened + 1] == bracket
        return stands and "," in self.text[opened : self.pairs().get(opened, opened)]

    def of_module(self, start: int, place: int) -> list[Token]:
        """Nothing, if a function or a number stands behind the name of a module."""
        end = self.name_end(place)
        named, name = Named(self.text, place, end, self.names), plain_name(self.text[place:end])
        module = plain_name(self.text[start : place - 1])
        if name in _ONE_EACH and (module in _NUMPY or (module == "torch" and (name == "log" or self.has_axis(end)))):
            self.require_one(start, end, name)
        if name in MODULES or named.before_bracket() or function(name) or constant(name) is not None:
            return []
        because = f"{self.text[start:end]} is neither a function nor a number that is read"
        raise ParseError(self.text, start, because, "Write a number or a letter in its place")

    def has_axis(self, opened: int) -> bool:
        """Whether the last argument in a bracket is a whole number alone."""
        close = self.pairs().get(opened, opened)
        return self.text[opened:close].rpartition(",")[2].strip().isdecimal()

    def require_one(self, start: int, end: int, name: str) -> None:
        """Refuse what NumPy takes for an axis, or for a place to write to."""
        if self.has_comma(end, "("):
            written = self.text[start:end]
            instead = "log(x, base)" if name == "log" else f"{name[-3:].capitalize()}(x, y)"
            because = f"{written} takes one formula, and its second argument is none"
            raise ParseError(self.text, start, because, f"Write {instead} for that of two")

    def several(self, start: int, names: list[str]) -> list[Token]:
        """The symbols of names that are written together."""
        starts = accumulate(map(len, names), initial=start)
        return [self.symbol(place, name) for place, name in zip(starts, names, strict=False)]

    def symbol(self, start: int, name: str) -> Token:
        """The symbol of that name."""
        if refused := no_symbol(name) if name.isidentifier() else ("that is no name", "Write letters and digits"):
            raise ParseError(self.text, start, *refused)
        return "symbol", node("symbol", plain_name(name)), start

    def degree(self, start: int, end: int) -> tuple[int, list[Token]] | None:
        """Take the degree of a root in its own brackets, as in sqrt[3]{x}; None where no such thing stands."""
        text = self.text
        close = self.pairs().get(end, -1) if text[end : end + 1] == "[" else -1
        if close < 0 or not (text[close + 1 : close + 2].isalnum() or text[close + 1 : close + 2] in {*OPEN}):
            return None
        last = self.pairs().get(close + 1, -1) if text[close + 1] == "{" else -1
        if last < 0:
            written = in_a_line(text[start : close + 2])
            because = f"'{written}' could be a root of that degree or a product"
            inner = in_a_line(text[end + 1 : close])
            raise ParseError(text, start, because, f"Write root(..., {inner}) or sqrt({inner})*...")
        self.instead |= {close: [("comma", ",")], close + 1: [], last: [("close", "]")]}
        return end, [("function", DEGREE_AND_ROOT, start)]

    def pairs(self) -> dict[int, int]:
        """Where each bracket is closed, whatever other brackets do in between."""
        if self._pairs is None:
            self._pairs = {}
            waiting: dict[str, list[int]] = {opening: [] for opening in OPEN}
            for place, character in enumerate(self.text):
                escaped = self.text[place - 1 : place] == "\\"
                if character in waiting and not escaped:
                    waiting[character].append(place)
                elif character in _PARTNER and not escaped and waiting[_PARTNER[character]]:
                    self._pairs[waiting[_PARTNER[character]].pop()] = place
        return self._pairs

    def run(self, end: int, belongs: Callable[[str], bool]) -> int:
        """Where what begins there ends."""
        while end < len(self.text) and belongs(self.text[end]):
            end += 1
        return end

    def name_end(self, end: int) -> int:
        """Where a name ends: what is lowered is the last of it, so that w₁x₁ is a product."""
        text = self.text
        while end < len(text) and _goes_on(text[end]):
            lowered = _is_below(text[end])
            end += 1
            if lowered and end < len(text) and text[end].isalpha() and not _is_below(text[end]):
                break
        return end


DEGREE_AND_ROOT: Called = ("sqrt", lambda n, u: root(u, n), (2,))


def _ends(character: str) -> bool:
    """Whether a value may end with it."""
    return character in CLOSE or SIGNS.get(character) == "|" or character.isalnum()


def _is_below(character: str) -> bool:
    return ord(character) in LOWERED or is_lowered(character)


def _goes_on(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character == "_"
    if SIGNS.get(character) == "*" or is_pi(character):
        return False
    return f"_{character}".isidentifier() or ord(character) in LOWERED
