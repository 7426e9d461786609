"""What a name means in a text: a function, a number, or a symbol; and which names no symbol may have."""

from __future__ import annotations

import re
import unicodedata

from gdmath.cases import CASES, Max, Min, Piecewise
from gdmath.errors import InputError, OperationError, shown
from gdmath.expression import CONSTANTS, Expr, as_expr, node, pi, plain_number
from gdmath.functions import FUNCTIONS, Abs, atan, cbrt, exp, log, sigmoid, sign, sqrt, step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    Called = tuple[str, Callable[..., Any], Sequence[int]]  # its name, how to apply it, to how many arguments

E = exp(as_expr(1))
PI = "\N{GREEK SMALL LETTER PI}"
SUM = "\N{GREEK CAPITAL LETTER SIGMA}"  # of terms, or a letter
SIGMA = "\N{GREEK SMALL LETTER SIGMA}"  # the sigmoid before a bracket, as our LaTeX writes it, else a letter

_INVERSES = [name for name in FUNCTIONS if name.startswith("a") and name[1:] in FUNCTIONS]
ALIASES = {
    "abs": "Abs",
    "cosec": "csc",
    "cosech": "csch",
    "cotan": "cot",
    "ctg": "cot",
    "ln": "log",
    "ReLU": "relu",
    "max": "Max",
    "min": "Min",
    "sgn": "sign",
    "tg": "tan",
    "arctg": "atan",
    "arcctg": "acot",
    **{f"arc{name[1:]}": name for name in _INVERSES},
    **{f"ar{name[1:]}": name for name in _INVERSES if name.endswith("h")},
}
ANY = range(1, 2**31)  # of arguments


def root(u: Expr, n: Expr) -> Expr:
    """The n-th root as a formula: one that negative numbers have too, if n is odd.

    Raises
    ------
    InputError
        n is a number, and no root has that degree.
    """
    degree = n.args[0] if n.head == "number" else None
    if n.head == "neg" or (degree is not None and (degree < 2 or degree != int(degree))):
        raise InputError(f"write a root of degree {n}", "the degree of a root is a whole number from 2 on", _POWER)
    if degree in {2, 3}:
        found: Expr = _ROOTS[degree](u)
        return found
    power: Expr = as_expr(1) / n
    made: Expr = sign(u) * Abs(u) ** power if degree and degree % 2 else u**power
    return made


_POWER = "Write x^(1/n) for a power"
_ROOTS: dict[Any, Callable[[Expr], Expr]] = {2: sqrt, 3: cbrt}


def _operation(sign: str) -> Callable[[Expr, Expr], Expr]:
    return lambda u, v: node(sign, u, v)


def _atan2(y: Expr, x: Expr) -> Expr:
    """The angle of the point (x, y), by quadrants; at the origin there is none."""
    turned = atan(x / y)
    above, below = (pi / 2 - turned, y > 0), (-(pi / 2) - turned, y < 0)
    return Piecewise((atan(y / x), x > 0), above, below, (pi + atan(y / x), x < 0))


def _heaviside(x: Expr, *at_zero: Expr) -> Any:
    return step(x) if at_zero in {(), (as_expr(0),)} else Piecewise((0, x < 0), (1, x > 0), (*at_zero, True))


def _hypot(*parts: Expr) -> Any:
    first, *others = (part**2 for part in parts)
    return sqrt(sum(others, first))


# Functions that are written with others.
WRITTEN: dict[str, Callable[[Expr], Expr]] = {
    "log2": lambda u: log(u, 2),
    "log10": lambda u: log(u, 10),
}

# What NumPy, torch, programs and spreadsheets call operators, and functions that operators write: in a text they are
# functions before a bracket, and elsewhere names like any other.
_CALLED = {"+": "add", "-": "subtract sub", "*": "multiply mul", "/": "divide true_divide div", "**": "power pow"}
_THEIRS: dict[str, tuple[Callable[..., Expr], Sequence[int]]] = {
    **{name: (_operation(sign), (2,)) for sign, names in _CALLED.items() for name in names.split()},
    **dict.fromkeys(("absolute", "fabs"), (Abs, (1,))),
    **dict.fromkeys(("arctan2", "atan2"), (_atan2, (2,))),
    **dict.fromkeys(("expit", "logistic"), (sigmoid, (1,))),
    **dict.fromkeys(("fmax", "maximum"), (Max, (2,))),
    **dict.fromkeys(("fmin", "minimum"), (Min, (2,))),
    **dict.fromkeys(("nthroot", "root", "surd"), (root, (2,))),
    **dict.fromkeys(("neg", "negative"), (lambda u: -u, (1,))),
    **dict.fromkeys(("silu", "swish"), (lambda u: u * sigmoid(u), (1,))),
    "exp2": (lambda u: 2**u, (1,)),
    "exp10": (lambda u: 10**u, (1,)),
    "expm1": (lambda u: exp(u) - 1, (1,)),
    "heaviside": (_heaviside, (1, 2)),
    "hypot": (_hypot, ANY),
    "log1p": (lambda u: log(1 + u), (1,)),
    "positive": (lambda u: u, (1,)),
    "reciprocal": (lambda u: 1 / u, (1,)),
    "signum": (sign, (1,)),
    "square": (lambda u: u**2, (1,)),
}
_COMPARISONS = {"less": "lt", "less_equal": "le", "greater": "gt", "greater_equal": "ge"}
_TURNED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}  # how Python asks the right side

# Signs that Python takes for parts of a name, but which mean something else here, or do not show at all.
DOTS = "\N{MIDDLE DOT}\N{GREEK ANO TELEIA}"
_UNSEEN = {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
_UNSEEN |= set(range(0xE0100, 0xE01F0))
# Whoever types sinx or ln2x means a function; a step1 is a name, and so is a cost.
_RUN_TOGETHER = tuple(
    "arccos arcsin arctan acos asin atan cosh sinh sqrt tanh cos cot csc exp log sec sin tan ln".split()  # noqa: SIM905  easier to read
)
_WORDS = {"cost", "costs", "logit", "sine", "since"}  # that only look as if they began with a function
_OF_OTHERS = {
    "lg": ("the logarithm with base 10 to some and with base 2 to others", "log10(x) or log2(x)"),
    "lb": ("the logarithm with base 2 to some", "log2(x)"),
    "ld": ("the logarithm with base 2 to some", "log2(x)"),
    "sh": ("the hyperbolic sine to some", "sinh(x)"),
    "ch": ("the hyperbolic cosine to some", "cosh(x)"),
    "th": ("the hyperbolic tangent to some", "tanh(x)"),
    "cth": ("the hyperbolic cotangent to some", "coth(x)"),
    "arc": ("the beginning of an inverse function to some", "asin(x), acos(x) or atan(x)"),
}
_OFTEN_MEANT = "txyzuvw\N{GREEK SMALL LETTER THETA}"
# A number and letters beside it: npix, pir, ex; whoever types xe^x means the number as well.
_WITH_A_NUMBER = re.compile(rf"[a-z]?pi[a-z]|[a-z]pi|e[{_OFTEN_MEANT}]")
_NO_NUMBERS = frozenset(["nan", "inf", "infinity", "oo", "none", "null"])
_CONDITIONS = frozenset(["true", "false", "True", "False"])


def symbols(names: str) -> Any:
    """Name the letters of a formula, as in sympy.

    Parameters
    ----------
    names : str
        Names parted by spaces or commas.

    Returns
    -------
    Expr, or tuple of Expr for several names

    Examples
    --------
    >>> w1, w2, b = symbols("w1 w2 b")
    >>> w1
    w1
    """
    given: object = names  # whatever was passed
    made = tuple(map(_symbol, given.replace(",", " ").split())) if isinstance(given, str) else ()
    if not made:
        raise InputError(f"make symbols from {shown(names)}", "it is no text with names in it", 'Write symbols("w b")')
    return made[0] if len(made) == 1 else made


def _symbol(name: str) -> Expr:
    no_name = ("a name is letters, digits and _, not starting with a digit", "Rename it")
    if refused := no_symbol(name) if name.isidentifier() else no_name:
        raise InputError(f"make a symbol from {name!r}", *refused)
    # As Python itself reads a name: the ligature of f and i is the letters fi.
    return node("symbol", name if name.isascii() else unicodedata.normalize("NFKC", name))


def function(name: str) -> Called | None:
    """The function of that name, or what people also call it by."""
    if name in WRITTEN:
        return name, WRITTEN[name], (1,)
    own = ALIASES.get(name, name)
    if own in CASES:
        return name, CASES[own], ANY
    found = FUNCTIONS.get(own)
    if found is None:
        return None
    return name, found, (1,) if name == "ln" else found.nargs


def called(name: str) -> Called | None:
    """What NumPy, torch, programs and spreadsheets call by that name, where a bracket follows."""
    theirs = _THEIRS.get(name) or _THEIRS.get(name.lower())
    return None if theirs is None else (name, *theirs)


def applied(theirs: str, args: tuple[Any, ...], options: Mapping[str, object]) -> Any:
    """What a function of NumPy or torch, by its name there, makes of expressions: the function of ours.

    Raises
    ------
    OperationError
        There is none.
    InputError
        An argument is neither an expression nor a number.
    """
    name = theirs.strip("_")  # of the methods too, such as __rsub__
    plainly = all(value is None or value is False for value in options.values())
    if plainly and name in {"eq", "equal", "ne", "not_equal"}:
        return (args[0] is args[1]) is (name[0] == "e")
    comparison = _COMPARISONS.get(name, name)
    if plainly and comparison in _TURNED:
        left, right = map(plain_number, args)
        asked = (left, comparison, right) if isinstance(left, Expr) else (right, _TURNED[comparison], left)
        return getattr(asked[0], f"__{asked[1]}__")(asked[2])
    found = function(name) or called(name)
    make = found and found[1]
    if make is None or not plainly:
        given = ", ".join(map(shown, args))
        instead = "Write it with the functions of gdmath; put the rows of data in through lambdify"
        raise OperationError(f"apply {theirs} to {given}", "no function of expressions does what it does", instead)
    return make(*map(as_expr, args))


def constant(name: str) -> Expr | None:
    """The number of that name; Mathematica and Maple write Pi, and sympy E."""
    plain = {PI: "pi", "Pi": "pi", "PI": "pi"}.get(name, name)
    found: Expr | None = E if name in {"e", "E"} else node("constant", plain) if plain in CONSTANTS else None
    return found


def is_pi(character: str) -> bool:
    """Whether it is the letter pi, which is a number also where other letters touch it, as in 2πr."""
    return character > "\x7f" and unicodedata.normalize("NFKC", character) == PI


def no_symbol(name: str) -> tuple[str, str] | None:
    """Why there is no symbol of that name, and what to write instead; None if there may be one."""
    plain = unicodedata.normalize("NFKC", name)
    strange = next(filter(None, map(_strange, name + plain)), None)
    return strange or _means_something(plain) or _unclear(plain)


def _means_something(name: str) -> tuple[str, str] | None:  # noqa: PLR0911  a return for each reason
    """Why a name is that of a function, a number or a condition; None if it is of none."""
    if function(name) or name.startswith("log_"):
        return f"{name} is the name of a function", "Use another name"
    if constant(name) is not None:
        return f"{name} is the name of a number", "Use another name"
    if name.lower() in _NO_NUMBERS:
        return f"{name} is no finite number", "Write a finite number"
    if name in _CONDITIONS:
        return f"{name} is a condition, which is no expression", "Give the formula alone"
    if name in _OF_OTHERS:
        means, right = _OF_OTHERS[name]
        return f"{name} is {means}", f"Write {right}"
    if function(name.lower()):
        return f"{name} is nearly the name of a function", f"Write {name.lower()}(x), or use another name"
    return None


def _unclear(name: str) -> tuple[str, str] | None:
    """Why a name could be several; None if it could not."""
    if name[0] == SUM and name[1:2].isalpha():
        return "a capital sigma could be a sum or a letter", "Write the terms one by one"
    if first := run_together(name):
        return f"it is read as {first} {name.removeprefix(first)}", "Use another name"
    if _several(name) or _WITH_A_NUMBER.fullmatch(name):
        return f"{name} could be one name or several without a space", "Write spaces, * or brackets between them"
    return None


def _several(name: str) -> bool:
    """Whether a name is made of functions and single letters, as sinxcosx, or of numbered letters, as w1x1."""
    stems, run, place = 0, 0, 0
    while place < len(name):
        stem = next((stem for stem in _RUN_TOGETHER if name.startswith(stem, place)), "")
        stems, run = stems + bool(stem), 0 if stem else run + name[place].isalpha()
        if name[place] == "_" or run > 2:
            return _two_numbered(name)
        place += len(stem) or 1
    return (stems > 0 and name not in _WORDS) or _two_numbered(name)


def _two_numbered(name: str) -> bool:
    """Whether it is a letter with a number and then another letter, with a number or without."""
    first = name[1:].removeprefix("_").lstrip("0123456789")
    numbered = name[1:2].isdigit() or (name[1:2] == "_" and name[2:3].isdigit())
    return bool(numbered and first and first[0].isalpha() and not first[1:].removeprefix("_").strip("0123456789"))


def _strange(character: str) -> tuple[str, str] | None:
    if character in DOTS:
        return f"{character!r} is a sign of multiplication", "Leave it out"
    if ord(character) in _UNSEEN:
        return f"it holds the invisible character U+{ord(character):04X}", "Delete that"
    if unicodedata.decomposition(character).startswith("<super>"):
        return f"{character!r} is a raised letter", f"Write ^{unicodedata.normalize('NFKC', character)}"
    return ("it holds the number \N{GREEK SMALL LETTER PI}", "Use another letter") if is_pi(character) else None


def run_together(name: str, *, called: bool = False) -> str:
    """What comes first in several names without a space: sin in sinx and ln2x, x in xe, xlnx and xsin(...)."""
    letter, rest = name[0], name[1:]
    if function(name):
        return ""
    if called:
        several = rest == SIGMA or (len(rest) > 1 and function(rest) is not None)
    elif stem := _stem(name):
        return stem
    else:
        several = rest == "e" or _stem(rest) != ""
    return letter if several and letter in _OFTEN_MEANT else ""


def _stem(name: str) -> str:
    if not name.startswith(_RUN_TOGETHER) or name == "cost":
        return ""
    for stem in _RUN_TOGETHER:
        rest = name.removeprefix(stem)
        if rest in {"", name} or (stem == "log" and rest[0].isdigit()):  # log2x: with base 2, or of 2x
            continue
        letters = rest.lstrip("0123456789")
        if len(letters) <= 1 and (letters in _OFTEN_MEANT or letters != rest):
            return stem
    return ""
