"""What figures and plots are given, read in one place: numbers, lists, words, formulas, or what is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import islice
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.calculus import Derivation
from gdmath.errors import GdmathError, InputError, require, shown
from gdmath.expression import Expr
from gdmath.names import symbols
from gdmath.neuron.inputs import is_tensor, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MOST = 100  # points, levels, cuts: of more, single ones cannot be told apart
_LONGEST = 200  # letters of another's error
LEAST, GREATEST = 1e-250, 1e300  # of a side of a picture; beyond them the arithmetic of drawing ends
_APART = 1e-11  # of two ends, as a share of them: nearer to each other there are not floats enough between
_MOST_QUOTED = 30  # things in a list: more are counted
_MOST_DIGITS = 15  # a float has about as many


def quoted(value: Any) -> str:
    """Show a value as an error quotes it: a number of NumPy as a plain one, of many things in a list their number.

    Examples
    --------
    >>> quoted("w"), quoted(np.float64(0.5)), quoted([0] * 1000)
    ("'w'", '0.5', 'a list of 1,000')
    """
    if isinstance(value, (list, tuple, set, dict)) and len(value) > _MOST_QUOTED:
        return f"a {type(value).__name__} of {len(value):,}"
    try:
        return shown(value.item() if isinstance(value, np.generic) else value)
    except Exception:  # noqa: BLE001 - whatever a value that is not ours may raise: an error must not hide behind another
        return f"something of type {type(value).__name__}"


def number_of(value: Any) -> float | None:
    """Return one real number as a float, which may be nan or infinite; None if it is none, or too large for a float.

    Examples
    --------
    >>> number_of(np.float32(0.5)), number_of(np.array(2)), number_of("2"), number_of(True)
    (0.5, 2.0, None, None)
    """
    if isinstance(value, np.ndarray) or is_tensor(value):
        several = numbers_of(value)
        return None if several is None or several.ndim else float(several)
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def whole_of(value: Any) -> int | None:
    """Return a whole number as an int; None if it is none."""
    return None if isinstance(value, bool) or not isinstance(value, Integral) else int(value)


def numbers_of(values: Any) -> Numbers | None:
    """Return an array of floats out of a list, an array, a table or a tensor; None if not all are real numbers.

    Numbers may be nan or infinite; a masked value is no number.
    """
    if _is_masked(values):
        return None
    try:
        array = plain("values", values) if is_tensor(values) else np.asarray(values)
    except (TypeError, ValueError, RuntimeError):  # the last is torch's, of tensors in a list
        if not isinstance(values, (list, tuple)):
            return None
        array = np.fromiter(values, dtype=object)
    if array.dtype.kind in "biuf":
        return array.astype(float)
    each = [number_of(value) for value in array.flat]
    return None if None in each else np.array(each, dtype=float).reshape(array.shape)


def finite(value: Any, doing: str, instead: str = "Pass a finite number") -> float:
    """Return one finite number as a float, or raise `InputError`."""
    found = number_of(value)
    if found is None or not math.isfinite(found):
        because = "is not a finite number" if whole_of(value) is None else "is too large for a float"
        raise InputError(doing, f"{quoted(value)} {because}", instead)
    return found


def real(value: Any, doing: str) -> float:
    """Return one number as a float, which may be nan or infinite, or raise `InputError`."""
    found = number_of(value)
    return finite(value, doing) if found is None else found


def count(value: Any, doing: str, least: int, most: int) -> int:
    """Return a whole number between two others, both included, or raise `InputError`."""
    found = whole_of(value)
    if found is None or not least <= found <= most:
        raise InputError(
            doing, f"{quoted(value)} is not a whole number from {least:,} to {most:,}", "Pass such a number"
        )
    return found


def decimals_of(digits: Any) -> int:
    """Return how many decimals to show, or raise `InputError`."""
    return count(digits, f"show numbers with digits={quoted(digits)}", 0, _MOST_DIGITS)


def _is_masked(values: Any) -> bool:
    inside = values if isinstance(values, (list, tuple)) else ()
    return bool(np.ma.is_masked(values)) or any(value is np.ma.masked for value in inside)


def require_unmasked(values: Any, doing: str) -> None:
    """Refuse an array in which something is masked: what its owner has left out is no number."""
    if _is_masked(values):
        raise InputError(doing, "values in it are masked", "Fill them with .filled(...), or leave them out")


def items(values: Any, doing: str, instead: str, most: int = MOST, because: str = "it is no list") -> list[Any]:
    """Return a list of not too many things, whatever they are, out of anything that holds or yields them."""
    require_unmasked(values, doing)
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise InputError(doing, because, instead)
    try:
        found = list(islice(values, most + 1))
    except TypeError as error:  # of arrays and tensors that hold one number and no list
        raise InputError(doing, because, instead) from error
    if len(found) > most:
        raise InputError(doing, f"they are more than {most}", "Pass fewer")
    return found


def listed(values: Any, doing: str, instead: str) -> list[float]:
    """Return the numbers of a list, which may be nan or infinite, or raise `InputError`."""
    found = [number_of(value) for value in items(values, doing, instead, because="it is no list of numbers")]
    if None in found:
        raise InputError(doing, "not all in it are numbers", instead)
    return [value for value in found if value is not None]


def finite_list(values: Any, doing: str) -> list[float]:
    """Return the finite numbers of a list, or raise `InputError`."""
    found = listed(values, doing, "Pass a list of numbers, such as [1, 4]")
    if not all(map(math.isfinite, found)):
        raise InputError(doing, "not all of them are finite", "Pass finite numbers")
    return found


def pair(values: Any, doing: str) -> tuple[float, float]:
    """Return two finite numbers, or raise `InputError`."""
    instead = "Pass two finite numbers"
    found = listed(values, doing, instead)
    if len(found) != 2 or not all(map(math.isfinite, found)):
        raise InputError(doing, "they are not two finite numbers", instead)
    return found[0], found[1]


def span(low: float, high: float, doing: str) -> tuple[float, float]:
    """Return two ends with a picture between them, or raise `InputError`."""
    if not low < high:
        raise InputError(doing, "the first end must be less than the second", "Swap or change the ends")
    if not max(LEAST, _APART * max(abs(low), abs(high))) < high / 2 - low / 2 < GREATEST:
        raise InputError(doing, "they are too near each other, or too far apart, for a picture", "Change the ends")
    return low, high


def words(value: Any, doing: str) -> str:
    """Return a text, or raise `InputError`."""
    if not isinstance(value, str):
        raise InputError(f"{doing} {quoted(value)}", f"{type(value).__name__} is no text", "Pass a str")
    return value


def two_words(values: Any, doing: str) -> tuple[str, str]:
    """Return two texts, or raise `InputError`."""
    both = list(values) if isinstance(values, (list, tuple)) else []
    if len(both) != 2 or not all(isinstance(one, str) for one in both):
        raise InputError(f"{doing} {quoted(values)}", "they are not two texts", 'Pass two, such as ("u", "v")')
    return both[0], both[1]


def yes_or_no(value: Any, name: str) -> bool:
    """Return True or False, or raise `InputError`."""
    if not isinstance(value, (bool, np.bool_)):
        raise InputError(f"draw with {name}={quoted(value)}", "it is neither True nor False", "Pass one of them")
    return bool(value)


def name_of(wrt: Any) -> str:
    """Return the name of a letter, or a name as it is, or raise `InputError`."""
    if isinstance(wrt, Expr) and wrt.head == "symbol":
        return str(wrt.args[0])
    if isinstance(wrt, str) and wrt.strip():
        return wrt
    raise InputError(f"draw against {quoted(wrt)}", "it is neither a letter nor a name", 'Pass symbols("w"), or "w"')


def letter(name: str) -> Expr:
    """Return the one letter of this name, or raise `InputError`."""
    made = symbols(name)
    if not isinstance(made, Expr):
        raise InputError(f"draw a formula against {name!r}", "it names several letters", "Pass the name of one")
    return made


def formula(value: Any, doing: str) -> Expr:
    """Return a formula, or raise `InputError`."""
    if isinstance(value, Derivation):
        raise InputError(f"{doing} {quoted(value)}", "it is a derivation, with all its steps", "Pass its .result")
    if isinstance(value, str):
        raise InputError(f"{doing} {quoted(value)}", "it is a text", f"Read it with parse({quoted(value)})")
    require(value, Expr, doing)
    found: Expr = value
    return found


def by_name(values: Any, doing: str, instead: str) -> dict[str, Any]:
    """Return a mapping whose keys are names, or letters, by name, or raise `InputError`."""
    if not isinstance(values, Mapping):
        raise InputError(f"{doing} {quoted(values)}", f"{type(values).__name__} is no mapping", instead)
    found = {key.args[0] if isinstance(key, Expr) and key.head == "symbol" else key: values[key] for key in values}
    if not all(isinstance(name, str) for name in found):
        raise InputError(f"{doing} {quoted(dict(values))}", "not all of its keys are names", instead)
    return found


def callable_(value: Any, name: str) -> Callable[..., Any]:
    """Return what can be called, or raise `InputError`."""
    if not callable(value):
        because = "it cannot be called"
        raise InputError(f"move a figure with {name}={quoted(value)}", because, "Pass a function of the sliders")
    found: Callable[..., Any] = value
    return found


def called(
    function: Callable[..., Any], who: str, doing: Callable[[], str], instead: str, /, *values: Any, **by: Any
) -> Any:
    """Call a function that is not ours; what it raises becomes an `InputError` that says so, unless it is our own."""
    try:
        return function(*values, **by)
    except GdmathError:
        raise
    except Exception as error:  # whatever a function that is not ours may raise
        because = " ".join(f"{who} raises {type(error).__name__}: {error}".split())
        raise InputError(doing(), because[:_LONGEST], instead) from error
