"""Walk through an expression without recursion: a formula may be deeper than Python's stack."""

from __future__ import annotations

from gdmath.expression import Expr, node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any


def postorder(expr: Expr, stop_at: Container[Expr] = ()) -> list[Expr]:
    """Every different part of an expression once, each after its own parts; nothing inside `stop_at`."""
    done: dict[Expr, None] = {}
    stack = [expr] if expr not in stop_at else []
    while stack:
        part = stack[-1]
        missing = (
            [a for a in part.args if isinstance(a, Expr) and a not in done and a not in stop_at]
            if part not in done
            else ()
        )
        if missing:
            stack.extend(reversed(missing))
        else:
            done[stack.pop()] = None
    return list(done)


def flatten(expr: Expr) -> list[tuple[Any, ...]]:
    """A list of (head, arguments), an argument that is an expression given by its place in the list."""
    order = postorder(expr)
    place = {part: (index,) for index, part in enumerate(order)}
    return [(part.head, *(place[a] if isinstance(a, Expr) else a for a in part.args)) for part in order]


def unflatten(flat: list[tuple[Any, ...]]) -> Expr:
    """The expression that `flatten` made a list of."""
    made: list[Expr] = []
    for head, *args in flat:
        made.append(node(head, *(made[a[0]] if isinstance(a, tuple) else a for a in args)))
    return made[-1]
