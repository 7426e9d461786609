"""Letters, and the two halves of a row: a matcher made of its left side, a builder made of its right side.

A letter stands for anything of its kind (`KINDS`).  `env` is the list of what the letters of a row stand
for, in the order of its `slots`.
"""

from __future__ import annotations

from gdmath.expression import Expr, node
from gdmath.functions import Function
from gdmath.traversal import postorder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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
}
# A part is what we differentiate by, or without it, or has it inside: the letters of these kinds fit it.
FITTING = {
    "variable": ("variable", "expression"),
    "constant": ("constant", "inner", "expression"),
    "inner": ("inner", "expression"),
}


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

    That the heads go together is known before it is called; see `Table` in matching.py.
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
    second = rest[0]
    return lambda _part, args, env, kind: first(args[0], (), env, kind) and second(args[1], (), env, kind)


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

    return {"expression": expression, "number": number}.get(wanted, of_kind)


class Builder:
    """Expressions with letters, turned into steps that make them from what the letters stand for.

    A step names the places of a head and of its arguments in a list of values: first come the letters,
    then the heads and numbers that the expressions bring along, then what the steps before have made.
    """

    __slots__ = ("_constants", "place", "steps")

    def __init__(self, templates: list[Expr], letters: list[Any]) -> None:
        parts = list(dict.fromkeys(part for template in templates for part in postorder(template, stop_at=letters)))
        made = [part for part in parts if isinstance(part.args[0], Expr)]
        brought = [part for part in parts if part not in made] + [part.head for part in made]
        self._constants = [value for value in dict.fromkeys(brought) if value not in letters]
        self.place = {value: index for index, value in enumerate([*letters, *self._constants, *made])}
        self.steps = [(*(self.place[value] for value in (part.head, *part.args)), -1)[:3] for part in made]

    def __call__(self, env: Env, make: Make) -> list[Any]:
        """All values, each where `place` says; `make(head, *args)` makes the new ones."""
        values = env + self._constants
        for head, left, right in self.steps:  # a function has one argument, and no right one
            values.append(
                make(values[head], values[left]) if right < 0 else make(values[head], values[left], values[right])
            )
        return values
