r"""Cut LaTeX into the same tokens: a command is a sign, a function, a letter, or what parts its arguments.

A text is LaTeX where it has a backslash or dollar signs around it.  Its letters stand alone there, as TeX sets them:
`\frac{wx}{2}` has the product of w and x, and a name of several letters is `\mathrm{cost}`.
"""

from __future__ import annotations

import re

from gdmath.cases import Piecewise
from gdmath.functions import sqrt
from gdmath.names import ANY, E, called, constant, function, no_symbol, run_together
from gdmath.parsing.advice import elsewhere
from gdmath.parsing.carets import ParseError
from gdmath.parsing.commands import ALONE, DERIVATIVE, GREEK, NOT_READ, OF_GREEK, SIZES, SPACES, WORDS
from gdmath.parsing.known import parted
from gdmath.parsing.named import EXPECTED, NO_INDEX, with_index
from gdmath.parsing.numbers import DIGITS, number, require_no_comma, require_no_mixed
from gdmath.parsing.signs import CLOSE, OPEN, reason
from gdmath.parsing.tokens import DEGREE_AND_ROOT, Cutter, unescaped
from gdmath.parsing.unclear import no_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from gdmath.parsing.tokens import Token

    Bare = list[tuple[str, Any]]  # tokens without their place

_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_AROUND = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_BY_TEN = re.compile(r"\s*\\times\s*10\s*\^\s*(?:\{\s*([-+]?\d+)\s*\}|(\d)(?!\d))", re.ASCII)
_FREE = frozenset(["open", "group", "lvert", "comma", "compared", "joined"])  # behind these begins a number of its own
_WRAPPED = re.compile(r"\\(?:mathrm|text|textrm|operatorname\*?|mathit|mathsf)\s*\{((?:[^{}\\]|\\_|\\ )*)\}")
_INDEX = re.compile(r"\s*_\s*(?:\{\s*(?:\\(?:mathrm|text|textrm)\s*\{\s*([^\W_]+)\s*\}|([^\W_]+))\s*\}|([^\W_]))")
_SEVERAL_DIGITS = re.compile(r"(\^|_)\s*(\d[\d.]+)", re.ASCII)
_IDLE_COMMA = re.compile(r",\s*(?:&|\\\\|\\end\b)")
_BRACKET = re.compile(r"\s*(?:\\left\s*)?[(\[{]")
_BESIDE = re.compile(r"\s*([^\W\d_])")  # \Delta x is a difference to most, and one name
_LETTER = re.compile(r"\\([A-Za-z]+)")
_COMPLEX = frozenset(["Re", "Im"])  # parts of a complex number
_LONGEST_RUN = 3  # letters that TeX sets side by side, and that are a product
_SLASH: tuple[str, Any] = ("operator", "/")


class TexCutter(Cutter):
    """A text in LaTeX."""

    def __init__(self, text: str, names: frozenset[str] = frozenset()) -> None:
        super().__init__(text, names)
        self.cases = 0  # that are open
        inner = text.strip()
        start = text.find(inner)
        for opening, closing in _AROUND:
            if inner.startswith(opening) and inner.endswith(closing) and len(inner) > len(opening + closing):
                end = start + len(inner)
                self.blank(start, start + len(opening))
                self.blank(end - len(closing), end)
                break

    def at(self, start: int) -> tuple[int, list[Token]]:
        """Where the token ends that begins there, and what it is."""
        text, character = self.text, self.text[start]
        if character == "\\":
            return self.command(start)
        if character == "~":
            return start + 1, []
        if character == "&" and self.cases:
            return start + 1, [("comma", ",", start)]
        if character == "," and self.cases and _IDLE_COMMA.match(text, start):
            return start + 1, []
        if character == "^":
            self.require_single(start)
        if greek := OF_GREEK.match(text, start):
            self.require_no_differential(start, greek[0])
        end, found_tokens = super().at(start)
        if found_tokens and found_tokens[0][0] == "number":
            return self.number(start, end, found_tokens)
        return end, found_tokens

    def number(self, start: int, end: int, found: list[Token]) -> tuple[int, list[Token]]:
        r"""Take a number, perhaps with a power of ten behind it: 2 \times 10^{-3}."""
        written = self.text[start:end]
        require_no_comma(self.text, start, end)
        begins = not self.done or self.done[-1][0] in _FREE or self.done[-1][1] in {"+", "-", "*"}
        scale = _BY_TEN.match(self.text, end) if begins and set(written) <= {*DIGITS, "."} else None
        if scale is None:
            return end, found
        return scale.end(), [("number", number(self.text, start, f"{written}e{scale[1] or scale[2]}"), start)]

    def command(self, start: int) -> tuple[int, list[Token]]:
        """Take a command, with its index or what it is applied to."""
        found = _COMMAND.match(self.text, start)
        if found is None:
            raise ParseError(self.text, start, "a command of LaTeX has a name", "Leave the backslash out")
        name, end = found[1], found.end()
        if name in ALONE:
            return end, [(*ALONE[name], start)]
        if name in SPACES or name in SIZES or name.isspace():
            return end, []
        if name in {"left", "right"}:
            return self.delimiter(name, end)
        take = getattr(self, f"take_{_ALIKE.get(name, name)}", None)
        if take:
            return take(start, end)  # type: ignore[no-any-return]  # found by its name
        return self.named(name, start, end)

    def named(self, name: str, start: int, end: int) -> tuple[int, list[Token]]:
        """Take a command that is a letter or a function."""
        if name == "pi":
            return end, [("constant", constant("pi"), start)]
        if name == "Delta" and (beside := _BESIDE.match(self.text, end)) and name not in self.names:
            because = rf"'\Delta {beside[1]}' could be one name or a product"
            raise ParseError(self.text, start, because, rf"Write \mathrm{{D{beside[1]}}} or \Delta \cdot {beside[1]}")
        if name in GREEK:
            known = GREEK[name] in self.names and name not in self.names
            return self.indexed(start, end, GREEK[name] if known else name)
        if (own := function(name)) is not None and name not in {"e", "E"}:
            self.require_no_index(own[0], end)
            return end, [("function", own, start)]
        if name in NOT_READ:
            raise ParseError(self.text, start, *NOT_READ[name])
        if elsewhere(name):
            raise ParseError(self.text, start, *no_function(name, "("))
        if refused := no_symbol(name):
            raise ParseError(self.text, start, *refused)
        if not name.isprintable():
            raise ParseError(self.text, start + 1, *reason(name))
        because = rf"\{name} is no command that is read"
        raise ParseError(self.text, start, because, "Write it as on a calculator, such as (x + 1)/(x - 1) or sqrt(x)")

    def require_no_index(self, name: str, end: int) -> None:
        """Refuse what stands below a function."""
        if self.text[end : end + 1] == "_":
            raise ParseError(self.text, end, f"{name} has no index", f"Write {name}(x)")

    def require_single(self, start: int) -> None:
        """Refuse several digits without braces behind the sign of an exponent or an index."""
        if found := _SEVERAL_DIGITS.match(self.text, start):
            sign, digits = found.groups()
            because = f"in LaTeX, '{sign}{digits}' sets only its first digit {'above' if sign == '^' else 'below'}"
            raise ParseError(self.text, start, because, f"Write {sign}{{{digits}}}")

    def indexed(self, start: int, end: int, name: str) -> tuple[int, list[Token]]:
        """Take a symbol, with the index that may stand behind it."""
        self.require_single(end)
        index = _INDEX.match(self.text, end)
        if index is None:
            if self.text[end : end + 1] == "_":
                raise ParseError(self.text, end, *NO_INDEX)
            return end, [self.symbol(start, name)]
        return index.end(), [self.symbol(start, with_index(name, index[1] or index[2] or index[3], self.names))]

    def name(self, start: int) -> tuple[int, list[Token]]:
        """Take letters that stand side by side: a function, a number, or one letter, with its index."""
        end = self.run(start, str.isalpha)
        word = self.text[start:end]
        *parts, last = parted(word, self.names)
        if last in self.names:
            several = self.several(start, parts)
            end, found = self.indexed(end - len(last), end, last)
            return end, [*several, *found]
        if function(word) or constant(word) is not None or self.text[start] == "_":
            return super().name(start)
        stem = run_together(word, called=self.text[end : end + 1] in OPEN)
        if function(stem):
            return start + len(stem), [("function", function(stem), start)]
        if len(word) == 1:
            return self.letter(start, end)
        if elsewhere(word) and self.text[end : end + 1] in {*OPEN, "\\"}:
            raise ParseError(self.text, start, *no_function(word, "("))
        if len(word) > _LONGEST_RUN:
            both = rf"Write \mathrm{{{word}}} for the name, and spaces between the factors of a product"
            raise ParseError(self.text, start, f"{word!r} could be one name or a product of letters", both)
        self.require_no_differential(start, word)
        return start + 1, [self.letter_alone(start)]

    def require_no_differential(self, start: int, word: str) -> None:
        r"""Refuse dx and d\theta, unless there is a d."""
        if word[0] == "d" and "d" not in self.names:
            because = f"'{word}' could be a differential or a product"
            raise ParseError(self.text, start, because, f"Leave a differential out, or write d {word[1:]}")

    def letter(self, start: int, end: int) -> tuple[int, list[Token]]:
        """Take the last of several letters, perhaps with a number behind it, or an index."""
        letter = self.text[start:end]
        digits = self.text[end : self.run(end, DIGITS.__contains__)]
        if digits:
            return end + len(digits), [self.symbol(start, letter + digits)]
        return self.indexed(start, end, letter)

    def letter_alone(self, start: int) -> Token:
        """The first of several letters."""
        value = constant(self.text[start])
        return self.symbol(start, self.text[start]) if value is None else ("constant", value, start)

    def delimiter(self, side: str, end: int) -> tuple[int, list[Token]]:
        r"""Take what stands behind \left or \right: a bracket as it is, and a bar as one that opens or closes."""
        place = self.run(end, str.isspace)
        found = _COMMAND.match(self.text, place)
        sign = found[0] if found else self.text[place : place + 1]
        if sign in {"|", r"\vert", r"\lvert", r"\rvert", r"\mid"}:
            return place + len(sign), [(*(("lvert", r"\lvert") if side == "left" else ("close", r"\rvert")), place)]
        if sign not in {*OPEN, *CLOSE, r"\{", r"\}", r"\lbrace", r"\rbrace", r"\lbrack", r"\rbrack"}:
            if not sign.isprintable():
                raise ParseError(self.text, place, *reason(sign[-1]))
            because = rf"\{side}{sign} is no bracket that is read"
            raise ParseError(self.text, place, because, "Write round brackets, or bars for an absolute value")
        return place, []

    def take_frac(self, start: int, end: int) -> tuple[int, list[Token]]:
        """Take a quotient."""
        if DERIVATIVE.match(self.text, end):
            because = "that is a derivative that is still to be taken"
            raise ParseError(self.text, start, because, "Parse what stands behind it, and differentiate that")
        require_no_mixed(self.text, self.done, start, end)
        made = self.arguments(end, [("group", "group")], [[_SLASH], [("close", "endgroup")]])
        return end, [(kind, value, start) for kind, value in made]

    def take_sqrt(self, start: int, end: int) -> tuple[int, list[Token]]:
        """Take a root, perhaps with its degree in square brackets."""
        place = self.run(end, str.isspace)
        if self.text[place : place + 1] != "[":
            made = self.arguments(end, [("function", ("sqrt", sqrt, (1,)))], [[]])
            return end, [(kind, value, start) for kind, value in made]
        close = self.pairs().get(place)
        if close is None:
            raise ParseError(self.text, place, "'[' is never closed", "Write ']' too")
        behind = self.arguments(close + 1, [("comma", ",")], [[("close", "]")]])
        self.instead[close] = behind
        return place, [("function", DEGREE_AND_ROOT, start)]

    def take_log(self, start: int, end: int) -> tuple[int, list[Token]]:
        """Take a logarithm, perhaps with its base below it."""
        if self.text[end : end + 1] != "_":
            return end, [("function", function("log"), start)]
        self.require_single(end)
        made = self.arguments(end + 1, [("base", "log")], [[]])
        return end + 1, [(kind, value, start) for kind, value in made]

    def take_text(self, start: int, _end: int) -> tuple[int, list[Token]]:
        """Take upright letters: a function, a number, a symbol, or a word of a formula in pieces."""
        found = _WRAPPED.match(self.text, start)
        if found is None:
            raise ParseError(self.text, start, "a name is letters and digits in braces", r"Write \mathrm{cost}")
        word = unescaped(found[1])
        if word in WORDS and self.cases:
            return found.end(), [(*token, start) for token in WORDS[word]]
        if word == "d":
            raise ParseError(self.text, start, *NOT_READ["d"])
        before_bracket = _BRACKET.match(self.text, found.end())
        if word == "E" and before_bracket:
            raise ParseError(self.text, start, *EXPECTED)
        if word in {"e", "E"} or word == "pi":
            return found.end(), [("constant", E if word != "pi" else constant("pi"), start)]
        own = function(word) or (called(word) or function(word.lower()) if before_bracket else None)
        if own and word not in self.names:
            self.require_no_index(word, found.end())
            return found.end(), [("function", own, start)]
        applied = before_bracket or word in _COMPLEX or (elsewhere(word) and found[0].startswith(r"\operatorname"))
        if applied and word not in self.names and len(word) > 1:
            raise ParseError(self.text, start, *no_function(word, "("))
        return self.indexed(start, found.end(), word)

    def take_begin(self, start: int, end: int) -> tuple[int, list[Token]]:
        """Take the beginning of a formula in pieces."""
        if not self.text.startswith("{cases}", end):
            because = "only cases are read of the environments of LaTeX"
            raise ParseError(self.text, start, because, "Give one formula alone")
        self.cases += 1
        opened = (("function", ("Piecewise", Piecewise, ANY)), ("open", r"\begin{cases}"), ("open", "a piece"))
        return end + len("{cases}"), [(*token, start) for token in opened]

    def take_end(self, start: int, end: int) -> tuple[int, list[Token]]:
        """Take the end of a formula in pieces."""
        if not (self.cases and self.text.startswith("{cases}", end)):
            raise ParseError(self.text, start, "nothing ends there that has begun", "Leave it out")
        self.cases -= 1
        return end + len("{cases}"), [("close", "its end", start), ("close", r"\end{cases}", start)]

    def take_line(self, start: int, end: int) -> tuple[int, list[Token]]:
        """Take the end of a line, behind which another piece stands or none."""
        if not self.cases:
            raise ParseError(self.text, start, "one expression is read at a time", "Call parse for each")
        if self.text.startswith(r"\end", self.run(end, str.isspace)):
            return end, []
        return end, [("close", "its end", start), ("comma", ",", start), ("open", "a piece", start)]

    def arguments(self, place: int, before: Bare, behind: list[Bare]) -> Bare:
        """What a command stands for up to its first argument in braces, after which the rest is noted."""
        made = noted = list(before)
        for rest in behind:
            place = self.run(place, str.isspace)
            if self.text[place : place + 1] == "{":
                end = self.pairs().get(place)
                if end is None:
                    raise ParseError(self.text, place, "'{' is never closed", "Write '}' too")
                self.instead[place] = [("open", "{")]
                self.instead[end] = noted = [("close", "}")]
            else:
                end, tokens = self.single(place)
                noted += [("open", "{"), *tokens, ("close", "}")]
            noted += rest
            place = end + 1
        return made

    def single(self, place: int) -> tuple[int, Bare]:
        """The last place of an argument without braces, one digit, letter or command, and its tokens."""
        character = self.text[place : place + 1]
        letter = _LETTER.match(self.text, place)
        if letter and letter[1] in {*GREEK, "pi"}:
            end, [(kind, value, _)] = self.named(letter[1], place, letter.end())
            self.blank(place, end)
            return end - 1, [(kind, value)]
        if character in DIGITS:
            self.blank(place, place + 1)
            return place, [("number", number(self.text, place, character))]
        if character.isalpha():
            self.blank(place, place + 1)
            return place, [self.letter_alone(place)[:2]]
        raise ParseError(self.text, place, "what a command is applied to stands in braces", r"Write \frac{1}{2}")


_ALIKE = {
    **dict.fromkeys(("dfrac", "tfrac", "cfrac"), "frac"),
    **dict.fromkeys(("mathrm", "textrm", "operatorname", "operatorname*", "mathit", "mathsf"), "text"),
    "\\": "line",
}
