"""Equal expressions are one object: the table of all nodes that are in use, which keeps none of them alive."""

from __future__ import annotations

import weakref
from _thread import RLock  # as `threading` has it, which would import functools and collections for every user

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Key = tuple[Any, ...]


class Reference(weakref.ref):  # type: ignore[type-arg]  # weakref.ref[Any] would import `types` for every user
    """A reference to a node that does not keep it alive, and the key under which the node is found."""

    __slots__ = ("key",)
    key: Key


NODES: dict[Key, Reference] = {}
# A node is added by one atomic `setdefault`; the lock is for replacing and removing one.  It is re-entrant: the
# collector may forget a node at any moment, also while this thread replaces another.
LOCK = RLock()


def first(key: Key, made: Any, reference: Reference) -> Any:
    """The node that another thread was quicker to make; `made`, if only a dead one stands under its key."""
    with LOCK:
        kept = NODES.get(key)
        found = kept and kept()
        if found is None:
            NODES[key] = reference
        return made if found is None else found


# When Python ends, the names of a module are gone before the last nodes are: so these two are arguments.
def forget(reference: Reference, lock: RLock = LOCK, nodes: dict[Key, Reference] = NODES) -> None:
    """Remove a node that nobody holds any more, unless its place has been taken by then."""
    with lock:
        if nodes.get(reference.key) is reference:
            del nodes[reference.key]
