"""Values that never change once they are made, so that what was shown stays true."""

from __future__ import annotations

from gdmath.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


class Frozen:
    """A base class whose attributes are set once, by `_set`, in `__init__`."""

    __slots__ = ()

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise InputError(f"set {name!r} of {self!r}", "it never changes once it is made", "Make a new one")

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: object) -> Any:
        return self

    def __setstate__(self, state: tuple[None, dict[str, object]]) -> None:
        self._set(**state[1])

    def __delattr__(self, name: str) -> NoReturn:
        raise InputError(f"delete {name!r} of {self!r}", "it never changes once it is made", "Make a new one")
