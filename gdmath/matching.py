"""Equations with letters: each row of a table, compiled once into a matcher and a builder.

To apply a row is to match its left side and to fill in its right side; of two rows that fit, the first one wins.
A letter stands for anything of its kind (`KINDS`).  `env` is the list of what the letters of a row stand
for, in the order of its `slots`.
"""

from __future__ import annotations

from gdmath.expression import Expr, as_expr, node, postorder
from gdmath.frozen import Frozen
from gdmath.functions import Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Slots = dict[Any, int]
    Env = list[Any]
    Kind = Callable[[Expr], str]
    Make = Callable[..., Expr]
    Match = Callable[[Any, tuple[Any, ...], Env, Kind], bool]

KINDS = {
    "variable": "what we differentiate by",
    "constant": "an expression without x",
    "expression": "any expression",
    "inner": "any expression but x itself",
    "function": "a function of the table in functions.py",
    "number": "a plain number",
    "condition": "a comparison, or several joined",
}
# A part is what we differentiate by, or without it, or has it inside: the letters of these kinds fit it.
FITTING = {
    "variable": ("variable", "expression"),
    "constant": ("constant", "inner", "expression", "condition"),
    "inner": ("inner", "expression", "condition"),
}


class Rule(Frozen):
    """One equation: what its left side fits may be replaced by its right side.

    Attributes
    ----------
    name : str
        What a textbook calls the rule.
    left, right : Expr
        The two sides; the left side of a rule of differentiation is a `D`.

    Examples
    --------
    >>> from gdmath import RULES
    >>> next(rule for rule in RULES if rule.name == "product rule")
    product rule: D(u*v, x) = D(u, x)*v + u*D(v, x)
    """

    __slots__ = ("_blank", "_build", "_fits", "_goal_places", "_goals", "_place", "left", "name", "right", "slots")
    name: str
    left: Expr
    right: Expr
    slots: Slots
    _fits: Match
    _blank: Env
    _goals: Builder
    _goal_places: list[tuple[int, int]]
    _build: Builder
    _place: int

    def __init__(self, name: str, left: Expr, right: object) -> None:
        self._set(name=name, left=left, right=as_expr(right))

    def __getattr__(self, name: str) -> Any:
        # Reached for a slot that is not yet filled: a row is compiled when it is first looked at.
        if name not in Rule.__slots__:
            message = f"{type(self).__name__!r} object has no attribute {name!r}"
            raise AttributeError(message, name=name, obj=self)
        self._compile()
        return getattr(self, name)

    def _compile(self) -> None:
        # In `env`, what is differentiated by comes first, then the letters, then the values of the goals.
        left = self.left
        slots: Slots = {left.args[1]: 0} if left.head == "D" else {}
        fits = matcher(self.pattern, slots)
        blank = [None] * (len(slots) - (left.head == "D"))
        goals = [part for part in postorder(self.right) if part.head == "D"]
        bodies = Builder([arg for goal in goals for arg in goal.args], list(slots))
        build = Builder([self.right], [*slots, *goals])
        places = [(bodies.place[goal.args[0]], bodies.place[goal.args[1]]) for goal in goals]
        # Two threads may do this at the same time: they do the same, and nothing is seen half done.
        self._set(_goals=bodies, _goal_places=places, _build=build, _place=build.place[self.right])
        self._set(slots=slots, _fits=fits, _blank=blank)

    def __reduce__(self) -> tuple[Any, ...]:
        return Rule, (self.name, self.left, self.right)

    def __repr__(self) -> str:
        return f"{self.name}: {self.left!r} = {self.right!r}"

    def _repr_latex_(self) -> str:
        from gdmath.printing import latex

        return f"$$\n{latex(self.left)} = {latex(self.right)}\n$$"

    @property
    def pattern(self) -> Expr:
        """What has to fit: the body of the derivative on the left, or the left side itself."""
        body: Expr = self.left.args[0] if self.left.head == "D" else self.left
        return body

    def match(self, part: Expr, wrt: Expr, kind: Kind) -> Env | None:
        """What each letter stands for if the rule fits the derivative of `part`, in the order of `slots`; or None."""
        env = [wrt, *self._blank]
        return env if self._fits(part, part.args, env, kind) else None

    def match_args(self, args: tuple[Any, ...]) -> Env | None:
        """The same for a rule that is no derivative: on the arguments of a part, which need not be made for it."""
        env = self._blank.copy()
        return env if self._fits(None, args, env, _no_kind) else None

    def goals(self, env: Env) -> list[tuple[Expr, Expr]]:
        """The derivatives on the right side, each as (body, wrt), with the letters filled in as typed."""
        places = self._goal_places
        if not places:
            return []
        values = self._goals(env, node) if self._goals.steps else env
        return [(values[body], values[wrt]) for body, wrt in places]

    def build(self, env: Env, make: Make) -> Expr:
        """The right side, made by `make(head, *args)`; `env` holds the letters and then the values of the goals."""
        if not self._build.steps:  # there is nothing to make: it is a letter, or a number such as 0
            return env[self._place] if self._place < len(env) else self.right
        made: Expr = self._build(env, make)[self._place]
        return made


class Table(Frozen):
    """Rules in order, found by the heads or by the kinds of what they fit.

    Examples
    --------
    >>> from gdmath import RULES
    >>> len([rule for rule in RULES if rule.name == "chain rule"])
    5
    """

    __slots__ = ("_index", "partials", "rules")
    rules: tuple[Rule, ...]
    partials: dict[Any, tuple[Builder, int]]  # what these rules say of each operation; see calculus/backward.py
    _index: dict[Any, tuple[Rule, ...]]

    def __init__(self, *rules: Rule) -> None:
        self._set(rules=rules, partials={}, _index={})

    def __reduce__(self) -> tuple[Any, ...]:
        return Table, self.rules

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def candidates(self, head: Any, args: tuple[Any, ...]) -> tuple[Rule, ...]:
        """The rules that may fit a part, going by its head and those of its arguments."""
        if not isinstance(args[0], Expr):
            heads = head
        else:
            heads = (head, args[0].head, args[1].head) if len(args) == 2 else (head, *[arg.head for arg in args])
        rules = self._index.get(heads)
        if rules is None:
            rules = tuple(rule for rule in self.rules if heads_may_fit(rule.pattern, head, args))
            self._index[heads] = rules
        return rules

    def first(self, part: Expr) -> tuple[Rule, Env] | None:
        """The first rule that fits `part`, and what its letters stand for."""
        for rule in self.candidates(part.head, part.args):
            env = rule.match_args(part.args)
            if env is not None:
                return rule, env
        return None

    def first_derivative(self, part: Expr, wrt: Expr, kind: Kind) -> tuple[Rule, Env] | None:
        """The first rule that fits the derivative of `part`; `kind` tells one of `KINDS` for each part."""
        args, whole = part.args, kind(part)
        if whole != "inner":
            kinds: tuple[Any, ...] = part.head, whole, len(args)
        else:
            kinds = (part.head, kind(args[0]), kind(args[1])) if len(args) == 2 else (part.head, *map(kind, args))
        rules = self._index.get(kinds)
        if rules is None:
            rules = tuple(rule for rule in self.rules if kinds_may_fit(rule.pattern, part, kind))
            self._index[kinds] = rules
        for rule in rules:
            env = rule.match(part, wrt, kind)
            if env is not None:
                return rule, env
        return None


def _no_kind(_part: Expr) -> str:
    return "inner"


class FunctionLetter(Function):
    """A letter that stands for a function of one argument."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return FunctionLetter, (self.name, self.name, self.name)


def letters(names: str, kind: str) -> Any:
    """Letters of one kind to write rows with: one for one name, a tuple for several."""
    made = [
        FunctionLetter(name, name, name) if kind == "function" else node("letter", name, kind) for name in names.split()
    ]
    return made[0] if len(made) == 1 else tuple(made)


def heads_may_fit(pattern: Expr, head: Any, args: tuple[Any, ...]) -> bool:
    """Whether the heads of a part and of its arguments leave a match possible."""
    if not _same_head(pattern, head) or len(pattern.args) != len(args):
        return False
    return all(_same_head(wanted, arg.head) for wanted, arg in zip(pattern.args, args, strict=True))


def kinds_may_fit(pattern: Expr, part: Expr, kind: Kind) -> bool:
    """Whether the head of a part, and the kinds of itself and of its arguments, leave a match possible."""
    if pattern.head == "letter":
        return pattern.args[1] in FITTING[kind(part)]
    if not _same_head(pattern, part.head) or len(pattern.args) != len(part.args):
        return False
    return kind(part) != "inner" or all(
        wanted.head != "letter" or wanted.args[1] in FITTING[kind(arg)]
        for wanted, arg in zip(pattern.args, part.args, strict=True)
    )


def _same_head(pattern: Expr, head: Any) -> bool:
    wanted = pattern.head
    return wanted in ("letter", head) or (isinstance(wanted, FunctionLetter) and isinstance(head, Function))


def matcher(pattern: Expr, slots: Slots) -> Match:
    """A function of a part and its arguments: whether they fit, with what the letters stand for noted in `env`.

    That the heads go together is known before it is called; see `Table`.
    """
    if pattern.head == "letter":
        return _letter(pattern, slots)
    if isinstance(pattern.head, FunctionLetter):
        again, place = pattern.head in slots, slots.setdefault(pattern.head, len(slots))
        inner = _inside(pattern.args[0], slots)
        return lambda part, args, env, kind: _noted(part.head, env, place, again) and inner(args[0], (), env, kind)
    first, *rest = (_inside(arg, slots) for arg in pattern.args)
    if not rest:
        return lambda _part, args, env, kind: first(args[0], (), env, kind)
    second, *more = rest
    if not more:
        return lambda _part, args, env, kind: first(args[0], (), env, kind) and second(args[1], (), env, kind)
    third = more[0]
    return lambda _part, args, env, kind: (
        first(args[0], (), env, kind) and second(args[1], (), env, kind) and third(args[2], (), env, kind)
    )


def _noted(head: Any, env: Env, place: int, again: bool) -> bool:
    if again:  # for the second time, a letter has to stand for the same function
        return head is env[place]
    env[place] = head
    return True


def _inside(pattern: Expr, slots: Slots) -> Match:
    """The same for a part inside of another, whose own head has to be looked at."""
    if pattern.head == "letter":
        return _letter(pattern, slots)
    count = len(pattern.args)
    if pattern.head == "number":  # 1 fits 1.0 too
        value = pattern.args[0]
        return lambda part, _args, _env, _kind: bool(part.head == "number" and part.args[0] == value)
    fits = matcher(pattern, slots)
    return lambda part, _args, env, kind: (
        _same_head(pattern, part.head) and len(part.args) == count and fits(part, part.args, env, kind)
    )


def _letter(letter: Expr, slots: Slots) -> Match:
    if letter in slots:  # x, or a letter for the second time: it has to stand for the same thing
        slot = slots[letter]
        return lambda part, _args, env, _kind: part is env[slot]
    slot = slots.setdefault(letter, len(slots))
    wanted = letter.args[1]

    def expression(part: Expr, _args: Any, env: Env, _kind: Kind) -> bool:
        env[slot] = part
        return True

    def of_kind(part: Expr, _args: Any, env: Env, kind: Kind) -> bool:
        env[slot] = part
        return wanted in FITTING[kind(part)]

    def number(part: Expr, _args: Any, env: Env, _kind: Kind) -> bool:
        env[slot] = part
        return bool(part.head == "number")

    return {"expression": expression, "condition": expression, "number": number}.get(wanted, of_kind)


class Builder:
    """Expressions with letters, turned into steps that make them from what the letters stand for.

    A step names the places of a head and of its arguments in a list of values: first come the letters,
    then the heads and numbers that the expressions bring along, then what the steps before have made.
    """

    __slots__ = ("_constants", "_wide", "place", "steps")

    def __init__(self, templates: list[Expr], letters: list[Any]) -> None:
        parts = list(dict.fromkeys(part for template in templates for part in postorder(template, stop_at=letters)))
        made = [part for part in parts if isinstance(part.args[0], Expr)]
        brought = [part for part in parts if part not in made] + [part.head for part in made]
        self._constants = [value for value in dict.fromkeys(brought) if value not in letters]
        self.place = {value: index for index, value in enumerate([*letters, *self._constants, *made])}
        places = [[self.place[value] for value in (part.head, *part.args)] for part in made]
        self.steps: list[tuple[Any, ...]] = [(*place, None)[: max(3, len(place))] for place in places]
        self._wide = any(len(step) > 3 for step in self.steps)

    def __call__(self, env: Env, make: Make) -> list[Any]:
        """All values, each where `place` says; `make(head, *args)` makes the new ones."""
        values = env + self._constants
        if self._wide:
            for step in self.steps:
                values.append(make(*(values[place] for place in step if place is not None)))
            return values
        for head, left, right in self.steps:  # a function has one argument, and no right one
            values.append(
                make(values[head], values[left]) if right is None else make(values[head], values[left], values[right])
            )
        return values
