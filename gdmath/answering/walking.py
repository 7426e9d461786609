"""Go through a formula from the inside out, and change what stands at the top of a product or of a sum.

A product within a product is no place of its own: the whole product is read at once, from its top.  Every part of a
formula is looked at once, however often it occurs, and no function calls itself: a formula may be deep.
"""

from __future__ import annotations

import math

from gdmath.answering.signs import Signs
from gdmath.expression import Expr, node, postorder
from gdmath.tidying import tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    Shares = list[tuple[Expr, int]]
    Below = Iterable[tuple[Expr, bool]]

MOST_READ = 4  # times the number of parts: what is shared by very many products is read in the first of them
AT_LEAST_READ = 2_000


class Reading:
    """One way through a formula.

    Attributes
    ----------
    typed : container of Expr
        The parts that the reader typed.
    below : callable
        The parts below a part that may change, and of each whether it belongs to the same product or sum.
    roots : bool
        Whether the square of a square root becomes what stands below the root.
    new : dict
        What each part has become.
    opened : dict
        The factors that a part was taken apart into.
    signs : Signs
        What is known of signs.
    """

    __slots__ = ("_room", "below", "new", "opened", "roots", "signs", "typed")

    def __init__(self, typed: Container[Expr], below: Callable[[Expr, Reading], Below], *, roots: bool) -> None:
        self.typed, self.roots = typed, roots
        self.below: Callable[[Expr], Below] = lambda part: below(part, self)
        self.new: dict[Expr, Expr] = {}
        self.opened: dict[Expr, Shares] = {}
        self.signs = Signs()
        self._room = [AT_LEAST_READ]  # shared with those beside it

    def through(self, whole: Expr, change: Callable[[Expr, Reading], Expr | None]) -> Expr:
        """The whole, each place of it changed after what stands in it; or made anew where there is no change."""
        order = postorder(whole)
        self._room[0] += MOST_READ * len(order)
        places, within = {whole}, set[Expr]()
        for part in reversed(order):
            if part in places or part in within:
                for arg, belongs in self.below(part):
                    (within if belongs else places).add(arg)
        for part in order:
            if part in places:
                made = change(part, self)
                self.new[part] = self._rebuilt(part) if made is None else made
        return self.new[whole]

    def beside(self, below: Callable[[Expr, Reading], Below]) -> Reading:
        """A way through what this one has made, which counts what it reads here."""
        other = Reading(self.typed, below, roots=self.roots)
        other._room = self._room
        return other

    def whole(self, top: Expr, opened: Callable[[Expr], Iterable[Expr]]) -> list[Expr] | None:
        """What a product or sum is made of, each part after its own ones, from left to right; None for too many."""
        found = inside_out(top, opened, self._room[0])
        self._room[0] -= len(found)
        return found if self._room[0] > 0 else None

    def _belonging(self, part: Expr) -> list[Expr]:
        return [arg for arg, belongs in self.below(part) if belongs]

    def keeps(self, part: Expr) -> bool:
        """Whether a part stays as it is with all that stands below it: a function or power that was typed."""
        return not isinstance(part.args[0], Expr) or (is_closed(part) and part in self.typed)

    def inside(self, part: Expr) -> list[Expr]:
        """The arguments of a function or power that may change: not those that were typed."""
        return [arg for arg in part.args if arg not in self.typed] if not self.keeps(part) else []

    def became(self, part: Expr) -> Expr:
        """What has become of an argument of a function or power."""
        return part if part in self.typed else self.new.get(part, part)

    def _rebuilt(self, top: Expr) -> Expr:
        """A part with what its own parts have become."""
        for part in inside_out(top, lambda part: [arg for arg in self._belonging(part) if arg not in self.new]):
            self.new[part] = self._made(part)
        return self.new[top]

    def _made(self, part: Expr) -> Expr:
        if self.keeps(part):
            return part
        closed = is_closed(part)
        args = tuple(map(self.became if closed else self.new.__getitem__, part.args))
        return part if args == part.args else (node if closed else tidy)(part.head, *args)


def is_closed(part: Expr) -> bool:
    """Whether a part is a function, a power or a condition: what stands below it is no factor and no term."""
    return part.head not in _OPEN


_OPEN = frozenset({"+", "-", "*", "/", "neg"})


def inside_out(top: Expr, within: Callable[[Expr], Iterable[Expr]], most: float = math.inf) -> list[Expr]:
    """Every part that belongs to the one at the top, each once and after its own ones; the first of very many."""
    own = list(within(top))
    if not own:
        return [top]
    done: dict[Expr, None] = {}
    begun = {top}
    stack = [top, *reversed(own)]
    while stack and len(done) < most:
        part = stack.pop()
        if part in begun:
            done[part] = None
        elif part not in done:
            missing = [arg for arg in within(part) if arg not in done]
            if missing:
                begun.add(part)
                stack.append(part)
                stack.extend(reversed(missing))
            else:
                done[part] = None
    return list(done)
