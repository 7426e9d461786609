"""Values that never change once they are made, so that what was shown stays true."""

from __future__ import annotations

from typing import NoReturn

from gdmath.errors import InputError


class Frozen:
    """A base class whose attributes are set once, by `_set`, in `__init__`."""

    __slots__ = ()

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise InputError(f"set {name!r} of {self!r}", "it never changes once it is made", "Make a new one")

    def __delattr__(self, name: str) -> NoReturn:
        raise InputError(f"delete {name!r} of {self!r}", "it never changes once it is made", "Make a new one")
