"""Equations with letters: each row of a table, compiled once into a matcher and a builder.

To apply a row is to match its left side and to fill in its right side.  A letter stands for anything of
its kind (`KINDS`).  Of two rows that fit, the first one wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gdmath.expression import Expr, as_expr, node
from gdmath.frozen import Frozen
from gdmath.functions import Function
from gdmath.traversal import postorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Slots = dict[Any, int]
    Env = list[Any]
    Free = Callable[[Expr], bool]
    Make = Callable[..., Expr]
    Match = Callable[[Expr, Env, Free], bool]
    Build = Callable[[Env, Make], Expr]

KINDS = {
    "variable": "what we differentiate by",
    "constant": "an expression without x",
    "expression": "any expression",
    "inner": "any expression but x itself",
    "function": "a function of the table in functions.py",
}


class FunctionLetter(Function):
    """A letter that stands for a function."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return FunctionLetter, (self.name, self.name, self.name)


def letters(names: str, kind: str) -> Any:
    """Letters of one kind to write rows with: one for one name, a tuple for several."""
    made = [
        FunctionLetter(name, name, name) if kind == "function" else node("letter", name, kind) for name in names.split()
    ]
    return made[0] if len(made) == 1 else tuple(made)


def D(body: object, wrt: object) -> Expr:  # noqa: N802  the usual name of the differential operator
    """The derivative of `body` with respect to `wrt`, not yet taken."""
    return node("D", as_expr(body), as_expr(wrt))


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

    __slots__ = ("_build", "_goals", "_match", "left", "name", "right", "slots")
    name: str
    left: Expr
    right: Expr
    slots: Slots
    _match: Match
    _goals: list[tuple[Build, Build]]
    _build: Build

    def __init__(self, name: str, left: Expr, right: object) -> None:
        # In `env`, what is differentiated by comes first, then the letters, then the values of the goals.
        slots: Slots = {left.args[1]: 0} if left.head == "D" else {}
        self._set(name=name, left=left, right=as_expr(right), slots=slots)
        self._set(_match=_matcher(self.pattern, slots))
        goals = [part for part in postorder(self.right) if part.head == "D"]
        places = slots | {goal: len(slots) + place for place, goal in enumerate(goals)}
        self._set(
            _goals=[(_builder(goal.args[0], slots), _builder(goal.args[1], slots)) for goal in goals],
            _build=_builder(self.right, places),
        )

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

    def match(self, part: Expr, wrt: Expr | None, free: Free) -> Env | None:
        """What each letter stands for if the rule fits `part`, in the order of `slots`; None if it does not."""
        env: Env = [wrt] + [None] * (len(self.slots) - 1) if wrt is not None else [None] * len(self.slots)
        return env if self._match(part, env, free) else None

    def goals(self, env: Env) -> list[tuple[Expr, Expr]]:
        """The derivatives on the right side, each as (body, wrt), with the letters filled in as typed."""
        return [(body(env, node), wrt(env, node)) for body, wrt in self._goals]

    def build(self, env: Env, make: Make) -> Expr:
        """The right side, made by `make(head, *args)`; `env` holds the letters and then the values of the goals."""
        return self._build(env, make)


class Table(Frozen):
    """Rules in order, found by the heads of what they fit: its own and those of its arguments."""

    __slots__ = ("_by_heads", "rules")
    rules: tuple[Rule, ...]
    _by_heads: dict[Any, list[Rule]]

    def __init__(self, *rules: Rule) -> None:
        self._set(rules=rules, _by_heads={})

    def __reduce__(self) -> tuple[Any, ...]:
        return Table, self.rules

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def first(self, part: Expr, wrt: Expr | None, free: Free) -> tuple[Rule, Env] | None:
        """The first rule that fits `part`, and what its letters stand for."""
        args = part.args
        heads = (part.head, args[0].head, args[-1].head) if isinstance(args[0], Expr) else part.head
        rules = self._by_heads.get(heads)
        if rules is None:
            rules = self._by_heads[heads] = [rule for rule in self.rules if _may_fit(rule.pattern, part)]
        for rule in rules:
            env = rule.match(part, wrt, free)
            if env is not None:
                return rule, env
        return None


def _may_fit(pattern: Expr, part: Expr) -> bool:
    """Whether the heads of `part` and of its arguments leave a match possible."""
    if not _same_head(pattern.head, part.head):
        return False
    if not isinstance(pattern.args[0], Expr):
        return True
    return all(_same_head(wanted.head, arg.head) for wanted, arg in zip(pattern.args, part.args, strict=True))


def _same_head(wanted: Any, head: Any) -> bool:
    return wanted in ("letter", head) or (isinstance(wanted, FunctionLetter) and isinstance(head, Function))


def _matcher(pattern: Expr, slots: Slots) -> Match:
    if pattern.head == "letter":
        return _letter_matcher(pattern, slots)
    if pattern.head == "number":  # 1 fits 1.0 too
        value = pattern.args[0]
        return lambda part, _env, _free: bool(part.head == "number" and part.args[0] == value)
    if isinstance(pattern.head, FunctionLetter):
        return _function_matcher(pattern, slots)
    first, *rest = (_matcher(arg, slots) for arg in pattern.args)
    head = pattern.head
    if not rest:
        return lambda part, env, free: part.head == head and first(part.args[0], env, free)
    second = rest[0]
    return lambda part, env, free: (
        part.head == head and first(part.args[0], env, free) and second(part.args[1], env, free)
    )


def _function_matcher(pattern: Expr, slots: Slots) -> Match:
    again = pattern.head in slots  # for the second time: it has to stand for the same function
    slot = slots.setdefault(pattern.head, len(slots))
    inner = _matcher(pattern.args[0], slots)

    def match(part: Expr, env: Env, free: Free) -> bool:
        if not isinstance(part.head, Function) or (again and part.head is not env[slot]):
            return False
        env[slot] = part.head
        return inner(part.args[0], env, free)

    return match


def _letter_matcher(letter: Expr, slots: Slots) -> Match:
    if letter in slots:  # x, or a letter for the second time: it has to stand for the same thing
        slot = slots[letter]
        return lambda part, env, _free: part is env[slot]
    slot = slots.setdefault(letter, len(slots))
    kind = letter.args[1]

    def match(part: Expr, env: Env, free: Free) -> bool:
        env[slot] = part
        return kind == "expression" or (part is not env[0] if kind == "inner" else free(part))

    return match


def _builder(template: Expr, slots: Slots) -> Build:
    if template in slots:
        slot = slots[template]
        return lambda env, _make: env[slot]
    if not isinstance(template.args[0], Expr):
        return lambda _env, _make: template
    parts = [_builder(arg, slots) for arg in template.args]
    if template.head in slots:
        place, (inner,) = slots[template.head], parts
        return lambda env, make: make(env[place], inner(env, make))
    head = template.head
    if len(parts) == 1:
        (inner,) = parts
        return lambda env, make: make(head, inner(env, make))
    left, right = parts
    return lambda env, make: make(head, left(env, make), right(env, make))
