"""Equations with letters: each row of a table, compiled once into a matcher and a builder.

To apply a row is to match its left side and to fill in its right side (`gdmath/patterns.py`).  Of two rows
that fit, the first one wins.
"""

from __future__ import annotations

from gdmath.expression import Expr, as_expr, node
from gdmath.frozen import Frozen
from gdmath.patterns import Builder, heads_may_fit, kinds_may_fit, matcher
from gdmath.traversal import postorder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from gdmath.patterns import Env, Kind, Make, Match, Slots


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
    4
    """

    __slots__ = ("_index", "partials", "rules")
    rules: tuple[Rule, ...]
    partials: dict[Any, tuple[Builder, int]]  # what these rules say of each operation; see backward.py
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
            heads = (head, args[0].head, args[1].head) if len(args) == 2 else (head, args[0].head)
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
            kinds = (part.head, kind(args[0]), kind(args[1])) if len(args) == 2 else (part.head, kind(args[0]))
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
