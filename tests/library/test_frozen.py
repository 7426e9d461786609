"""Values that never change: what they hold, what a pickle makes of them, and dicts that are read-only."""

import copy
import pickle
from typing import Any

import numpy as np
import pytest

from gdmath import InputError
from gdmath.errors import shown
from gdmath.frozen import Frozen, ReadOnlyDict, read_only


class Held(Frozen):
    """A value with one attribute."""

    __slots__ = ("held",)
    held: Any

    def __init__(self, held: object) -> None:
        self._set(held=read_only(held))


CHANGES = {
    "setitem": lambda values: values.__setitem__("a", 7.0),
    "delitem": lambda values: values.__delitem__("a"),
    "in place": lambda values: values.__ior__({"a": 7.0}),
    "clear": lambda values: values.clear(),
    "pop": lambda values: values.pop("a"),
    "popitem": lambda values: values.popitem(),
    "setdefault": lambda values: values.setdefault("b", 7.0),
    "update": lambda values: values.update(a=7.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_read_only_dict_refuses_every_change(change: Any) -> None:
    """It is a dict to whoever reads it, and in each dict within it nothing can be set, removed or added."""
    values = read_only({"a": 1.0, "inner": {"a": 2.0}})
    for each in (values, values["inner"]):
        with pytest.raises(InputError) as error:
            change(each)
        assert str(error.value) == (
            f"Cannot change {each!r}, because it never changes once it is made. Change a copy, dict(...)."
        )
    assert values == {"a": 1.0, "inner": {"a": 2.0}}
    assert dict(values) | {"a": 7.0} == {"a": 7.0, "inner": {"a": 2.0}}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_is_read_only_stays_so(protocol: int) -> None:
    """Copies and pickles of any protocol hold the same, and it can be changed as little."""
    values = read_only({"a": {"b": np.array([1.0, 2.0])}})
    again = pickle.loads(pickle.dumps(values, protocol))
    for twin in (again, copy.copy(values), copy.deepcopy(values)):
        assert isinstance(twin["a"], ReadOnlyDict)
        assert twin["a"]["b"].tolist() == [1.0, 2.0]
        with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
            twin["a"]["b"].flags.writeable = True
    held = pickle.loads(pickle.dumps(Held(np.arange(6.0).reshape(2, 3)), protocol)).held
    assert held.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
        held.flags.writeable = True
    assert pickle.loads(pickle.dumps(Held({"a": 1.0}), protocol)).held == {"a": 1.0}


def test_an_array_that_is_read_only_is_not_copied_again() -> None:
    """Neither is anything that is no array and no dict."""
    values = read_only(np.zeros(0))
    assert read_only(values) is values
    assert read_only("text") == "text"


def test_a_value_is_shown_as_python_writes_it_or_in_words() -> None:
    """An int of more digits than Python writes is named by its size, and a long value is cut."""
    assert shown([1.0, "a"]) == "[1.0, 'a']"
    assert shown(10**5000) == "a whole number of 16,610 bits"
    assert shown([10**5000]) == "a list of enormous numbers"
    assert shown(np.zeros((40, 1))) == f"array({repr(np.zeros((40, 1)).tolist()).replace('0.0', '0.')}"[:80] + "…"
