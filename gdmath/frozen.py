"""Values that never change once they are made, so that what was shown stays true."""

from __future__ import annotations

import sys

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

    def __getstate__(self) -> object:
        return object.__getstate__(self)  # defined here, so that the oldest protocols of pickle take slots as well

    def __setstate__(self, state: tuple[None, dict[str, object]]) -> None:
        # A pickle does not say of an array that it was read-only.
        self._set(**{name: value if isinstance(value, dict) else read_only(value) for name, value in state[1].items()})

    def __delattr__(self, name: str) -> NoReturn:
        raise InputError(f"delete {name!r} of {self!r}", "it never changes once it is made", "Make a new one")


class ReadOnlyDict(dict):  # type: ignore[type-arg]  # dict[Any, Any] would import `typing` for every user
    """A dict that nobody can change, and neither the dicts and arrays in it."""

    __slots__ = ()

    def __init__(self, values: dict[Any, Any]) -> None:
        super().__init__({name: read_only(value) for name, value in values.items()})

    def __reduce__(self) -> tuple[Any, ...]:
        return ReadOnlyDict, (dict(self),)

    def __copy__(self) -> ReadOnlyDict:
        return self

    def __deepcopy__(self, memo: object) -> ReadOnlyDict:
        return self


def _refuse(self: ReadOnlyDict, *_: object, **__: object) -> NoReturn:
    raise InputError(f"change {self!r:.80}", "it never changes once it is made", "Change a copy, dict(...)")


for _name in ("__setitem__", "__delitem__", "__ior__", "clear", "pop", "popitem", "setdefault", "update"):
    setattr(ReadOnlyDict, _name, _refuse)


def read_only(value: Any) -> Any:
    """A dict or a NumPy array as one that nobody can change; anything else as it is."""
    if isinstance(value, dict):
        return ReadOnlyDict(value)
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.ndarray) or isinstance(value.base, bytes):
        return value
    # Upon bytes, and not with a flag alone, which its owner could turn back.
    return numpy.ndarray(value.shape, value.dtype, value.tobytes())
