"""Straight-line Python code for expressions: a line for each part that is used twice, or that is long.

Before it is written down, a function that its row of `FUNCTIONS` computes by a formula is replaced by that
formula, so that parts are shared across functions: the sigmoid and the softplus of one z need one exp(-|z|).
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from keyword import iskeyword
from types import SimpleNamespace

from gdmath.arithmetic import sech, sigmoid, softplus
from gdmath.cases import Piecewise
from gdmath.errors import InputError
from gdmath.expression import CONDITIONS, CONSTANTS, Expr, all_parts, node, postorder
from gdmath.functions import FUNCTIONS, Function
from gdmath.numeric.guards import asked, doubts, missing, points, poles, small_float, small_rows
from gdmath.numeric.losses import Losses, factors
from gdmath.printing import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

MOST_GATED = 2_000  # parts of a formula with gates
LONGEST_LINE = 300  # characters of a generated line; Python's own reader gives up on deep brackets
# Names of the code itself, which no function that it calls may take; a letter with such a name gets another one.
KEPT = frozenset(
    (
        *("_errors", "_finite", "_float", "_heard", "_inf", "_kept", "_little", "_more", "_much", "_never", "_nothing"),
        *("_over", "_self", "_small", "_sum", "_times", "_unless"),
    )
)

# What the formulas of functions need beside the functions of the table.
_NEEDED = {name: Function(name, name, name, nargs=(1, 2)) for name in ("log1p", "log2", "log10", "one_from_zero_on")}
# What conditions and pieces are computed by.
_CONDITIONS = {sign: Function(name, sign, name, nargs=(2,)) for sign, name in CONDITIONS.items()}
_GATED, _NO_PIECE = Function("gated", "", "gated", nargs=(2,)), Function("no_piece", "", "no_piece", nargs=(0,))


def _absolute(u: Expr) -> Expr:
    while u.head == "neg":  # |-u| is |u|, and its exponential is shared
        u = u.args[0]
    return node(FUNCTIONS["Abs"], u)


# The arithmetic in which a formula for a value gives the expression for it.  torch has a sigmoid and a softplus of
# its own, whose slopes its autograd knows at every point; elsewhere they are formulas as well.
FOR_TORCH = SimpleNamespace(**FUNCTIONS, **_NEEDED, power=partial(node, "**"))
WRITTEN_OUT = SimpleNamespace(**vars(FOR_TORCH))
vars(WRITTEN_OUT).update({made.__name__: partial(made, WRITTEN_OUT) for made in (sech, sigmoid, softplus)})
WRITTEN_OUT.Abs = _absolute

# How closely code binds what it is made of; names, numbers, calls and whatever stands in brackets do most of all.
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_CLOSED = 5

# Written out for floats, a comparison is quicker than the call of a function.
_FLOAT_CODE = {
    "relu": "(0.0 if {0} < 0.0 else {0})",
    "one_from_zero_on": "({1} if {0} < 0.0 else 1.0)",
    "Abs": "({0} if {0} >= 0.0 else -{0})",
}


def expanded(order: Sequence[Expr], m: SimpleNamespace) -> Expr:
    """The last of these parts, its functions that `m` computes by a formula replaced by it: the value is the same."""
    new: dict[Expr, Expr] = {}
    for part in order:
        args = tuple(new[arg] for arg in part.args) if isinstance(part.args[0], Expr) else part.args
        if isinstance(part.head, Function) and len(args) == 1:
            new[part] = _formula(part.head, args[0], m)
        elif m is WRITTEN_OUT and _is_slope_of_sigmoid(part):
            small = node(FUNCTIONS["exp"], -_absolute(new[part.args[0].args[0]]))
            new[part] = small / ((1 + small) * (1 + small))  # one quotient in the place of two
        else:
            new[part] = part if args == part.args else node(part.head, *args)
    return new[order[-1]]


def _is_slope_of_sigmoid(part: Expr) -> bool:
    """Whether it is sigmoid(z)*sigmoid(-z)."""
    u, v = part.args[0], part.args[-1]
    sigmoids = part.head == "*" and u.head is v.head is FUNCTIONS["sigmoid"]
    return sigmoids and v.args[0].head == "neg" and v.args[0].args[0] is u.args[0]


def _formula(function: Function, u: Expr, m: SimpleNamespace) -> Expr:
    try:
        how = function.within(m)
        made: Expr = node(function, u) if how is function else how(u)
    except (AttributeError, TypeError, InputError):  # what asks how large its number is cannot be written out
        return node(function, u)
    return made


def gated(expr: Expr, plain: Collection[str]) -> Expr:
    """The same value, each letter in a piece of `Piecewise` a gate through which slopes go only where it holds.

    A part that several pieces share is then computed for each; where that gets too long, it stays as it was, and
    torch may find a slope that is not a number where a piece that does not hold has none.
    """
    new: dict[Expr, Expr] = {}
    order = postorder(expr)
    if not any(part.head is Piecewise for part in order):
        return expr
    for part in order:
        made = node(part.head, *(new.get(arg, arg) if isinstance(arg, Expr) else arg for arg in part.args))
        new[part] = _with_gates(made, plain) if part.head is Piecewise else made
        if part.head is Piecewise and len(postorder(new[part])) > MOST_GATED:
            return expr
    return new[expr]


def _with_gates(pieces: Expr, plain: Collection[str]) -> Expr:
    condition: Any = pieces.args[1]
    args = list(pieces.args)
    for place, holds in ((0, condition), (2, ~condition))[: len(args) - 1]:
        letters = [letter for letter in args[place].free_symbols if letter.args[0] not in plain]
        args[place] = args[place].subs({letter: node(_GATED, letter, holds) for letter in letters})
    return node(Piecewise, *args)


def computable(order: list[Expr]) -> list[Expr]:
    """The same parts, none of which is a derivative not yet taken or a letter of a rule.

    Raises
    ------
    InputError
        One of them is.
    """
    for part in order:
        if part.head in ("D", "letter"):
            what = "a derivative not yet taken" if part.head == "D" else "a letter of a rule"
            raise InputError(f"compute {text(part)}", f"it is {what}", "Take the result of differentiate(expr, w)")
    return order


def own_names(names: Sequence[str]) -> list[str]:
    """Names for the parameters: one that Python keeps for itself, or that a line might take, gets another."""
    return [f"_v{i}" if iskeyword(name) or name.startswith("_") else name for i, name in enumerate(names)]


class Source:
    """The code for expressions.

    Parameters
    ----------
    expressions : sequence of Expr
        What to compute.
    names : mapping of str to str
        What each symbol is called in the code.
    plain : collection of str
        The symbols that stand for a plain float.  What depends on no others is computed on floats, so that
        exp(2) * w does not widen a float32 w.

    guard : str
        What the code asks, see guards.py: "floats", or "rows" in the end, or "places" or "poles" alone on the way.

    Attributes
    ----------
    small : list of str
        Conditions under which something may have vanished among floats.
    large : list of str
        What has to be finite, or something may have vanished as well.
    doubts : list of str
        The questions that rows are asked in the end, where something may have vanished.
    poles : list of str
        Those that they are asked in any case.
    heard : bool
        Whether all that may vanish is in rows, which by themselves can say that something did.
    lines : list of str
        The straight lines.
    results : list of str
        The code that gives each expression after these lines.
    calls : dict of str to tuple
        For each name that the code calls, the function (None for the power), and whether it is that of floats.
    """

    def __init__(
        self, expressions: Sequence[Expr], names: Mapping[str, str], plain: Collection[str], guard: str = "floats"
    ) -> None:
        self.lines: list[str] = []
        self.calls: dict[str, tuple[Function | None, bool]] = {}
        plain = frozenset(plain)
        self._names, self._flat, self._all_plain = names, plain, plain.issuperset(names)
        self._code: dict[Expr, str] = {}
        self._binds: dict[Expr, int] = {}  # of those whose code may need brackets around it
        self._plain: dict[Expr, bool] = {}
        order = computable(all_parts(expressions))
        losses, masks, places = Losses(order), dict[Expr, str](), guard == "places"
        needed = losses.needed() if places else dict.fromkeys(points(losses))
        watched = {*needed, *chain(*map(factors, needed)), *losses.compared(rows=guard != "floats")}
        if guard != "floats":
            watched.update(part for found in losses.poles.values() for arg, pole in found for part in (arg, *pole[:2]))
        named = watched | _used_twice(order, expressions)
        for part in order:
            self._write(part)
            if places:
                self._ask(part, asked(part, losses, self._code, masks))
            elif guard == "poles":
                self._ask(part, missing(part, losses, self._code))
            if isinstance(part.args[0], Expr) and (part in named or len(self._code[part]) > LONGEST_LINE):
                self._name(part)
            if places and part in needed:
                masks[part] = self._line(small_rows(part, losses, self._code, masks))
        self.results = [self._code[expression] for expression in expressions]
        self.small = [small_float(part, losses, self._code) for part in needed] if guard == "floats" else []
        large = losses.compared(rows=False)
        self.large = [self._code[part] for part in large]
        self.doubts = doubts(losses, self._code) if guard == "rows" else []
        self.poles = poles(losses, self._code) if guard == "rows" else []
        self.heard = bool(self.doubts) and not any(self._plain[part] for part in (*losses.needed(), *large))

    def _write(self, part: Expr) -> None:
        inside = (self._plain[arg] for arg in part.args if isinstance(arg, Expr))
        self._plain[part] = self._all_plain or (part.args[0] in self._flat if part.head == "symbol" else all(inside))
        self._code[part] = self._written(part)

    def _ask(self, part: Expr, code: str) -> None:
        """Put the call of a question in the place of the code of a part, where there is one."""
        if code != self._code[part]:
            self._code[part] = code
            self._binds.pop(part, None)

    def _name(self, part: Expr) -> str:
        """Give a part a line of its own, and call it by its name from there on."""
        if not self._code[part].isidentifier():
            self._code[part] = self._line(self._code[part])
            self._binds.pop(part, None)
        return self._code[part]

    def _inside(self, part: Expr, least: int) -> str:
        """The code of a part where nothing that binds less closely may stand: nested brackets are slow to compile."""
        code = self._code[part]
        return code if self._binds.get(part, _CLOSED) >= least else f"({code})"

    def _line(self, code: str) -> str:
        self.lines.append(f"_{len(self.lines)} = {code}")
        return f"_{len(self.lines) - 1}"

    def _written(self, part: Expr) -> str:
        head, args = part.head, part.args
        if head == "number":
            return repr(float(args[0]))
        if head == "constant":
            return repr(CONSTANTS[args[0]])
        if head == "symbol":
            return self._names[args[0]]
        if isinstance(head, Function) or head in _CONDITIONS or (head == "**" and not whole(args[1])):
            return self._called(part)
        return self._operation(part)

    def _operation(self, part: Expr) -> str:
        """The code of a sum, a product, a quotient or a power, with the brackets that it needs."""
        head, args = part.head, part.args
        squared = head == "**" and args[1].head == "number" and args[1].args[0] == 2
        if squared and (self._all_plain or not self._plain[part]):  # a plain number beside rows raises an overflow
            self._binds[part] = _BINDS["*"]
            return "{0} * {0}".format(self._name(args[0]))  # several times as quick
        binds = self._binds[part] = _BINDS[head]
        if head == "neg":
            return f"-{self._inside(args[0], binds)}"
        if head == "**":  # it binds from the right, and closer than a sign on its left
            return f"{self._inside(args[0], _CLOSED)} ** {self._inside(args[1], _BINDS['neg'])}"
        return f"{self._inside(args[0], binds)} {head} {self._inside(args[1], binds + 1)}"

    def _called(self, part: Expr) -> str:
        if part.head is Piecewise:
            return self._chosen(part)
        function = part.head if isinstance(part.head, Function) else _CONDITIONS.get(part.head)
        name = function.name if function else "power"
        if self._all_plain and name in _FLOAT_CODE:
            return _FLOAT_CODE[name].format(*map(self._name, part.args))
        return self._call(function, part)

    def _call(self, function: Function | None, part: Expr) -> str:
        """The call of a function, None for the power, on the arguments of a part."""
        on_floats, name = self._plain[part], function.name if function else "power"
        called = f"_float_{name}" if on_floats and not self._all_plain else f"_{name}"
        call = function, on_floats
        # Another function of that name, or a name of the code itself: this one gets a name of its own.
        while called in KEPT or called[1:].strip("rv").isdigit() or self.calls.get(called, call) != call:
            called += "_"
        self.calls[called] = call
        return f"{called}({', '.join(self._code[arg] for arg in part.args)})"

    def _chosen(self, part: Expr) -> str:
        """The code of `Piecewise`: on floats, only the piece that holds is computed."""
        if not self._plain[part]:
            return self._call(Piecewise, part)
        piece, condition, *elsewhere = (self._code[arg] for arg in part.args)
        if not elsewhere:
            self.calls["_float_no_piece"] = _NO_PIECE, True
            elsewhere = ["_float_no_piece()"]
        return f"({piece} if {condition} else {elsewhere[0]})"


def _used_twice(order: Sequence[Expr], expressions: Sequence[Expr]) -> set[Expr]:
    once: set[Any] = set()
    twice: set[Any] = set()
    for args in (*(part.args for part in order), expressions):
        for arg in args:
            (twice if arg in once else once).add(arg)
    return twice


def whole(exponent: Expr) -> bool:
    """Whether a power can be left to Python's own **, which makes a root of a negative number complex."""
    number = exponent.args[0] if exponent.head == "neg" else exponent
    return number.head == "number" and float(number.args[0]).is_integer()
