"""Every error that gdmath raises: what cannot be done, because what, and what to do instead."""

import sys

RESTART = "Start Python again to load what was edited"
LONGEST = 80  # characters of a value that an error writes
LARGEST_SHOWN = 256  # bits of a whole number that it writes digit by digit


if "GdmathError" in globals():  # importlib.reload runs a module again, with the names that it had
    raise globals()["GdmathError"]("load gdmath.errors again", "what is raised would not be what is caught", RESTART)


class GdmathError(Exception):
    """The base of every error raised on purpose by gdmath.

    Parameters
    ----------
    cannot : str
        What cannot be done, with the bad value as `repr`.
    because : str
        Why not.
    instead : str
        What the reader can do about it.

    Examples
    --------
    >>> print(InputError("descend with learning_rate=-1", "a step would go uphill", "Pass a positive number"))
    Cannot descend with learning_rate=-1, because a step would go uphill. Pass a positive number.
    """

    __module__ = "gdmath"  # a traceback names an error as it is caught, gdmath.ParseError, wherever its class stands

    def __init_subclass__(cls) -> None:
        if cls.__module__.startswith("gdmath."):
            cls.__module__ = "gdmath"

    def __init__(self, cannot: str, because: str, instead: str) -> None:
        super().__init__(cannot, because, instead)

    def __str__(self) -> str:
        cannot, because, instead = self.args
        return f"Cannot {cannot}, because {because}. {instead}."


class InputError(GdmathError, ValueError):
    """A value that makes no sense where it was given."""


class OperationError(InputError, TypeError):
    """An operation that a formula does not have, such as `len(w)`, or has only once its letters have values."""


def shown(value: object) -> str:
    """A value as an error writes it: of a long one the beginning, of an enormous whole number its size.

    Examples
    --------
    >>> shown(10**5000)
    'a whole number of 16,610 bits'
    """
    if isinstance(value, int) and value.bit_length() > LARGEST_SHOWN:
        return f"a whole number of {value.bit_length():,} bits"
    try:
        written = " ".join(repr(value).split())  # that of an array has lines
    except ValueError:  # Python refuses to write down an int of more than 4,300 digits, also inside a list
        return f"a {type(value).__name__} of enormous numbers"
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"


def require(value: object, kind: type, doing: str) -> None:
    """Refuse a value of another kind than the one that is needed.

    Raises
    ------
    InputError
        It is of another kind.
    """
    if not isinstance(value, kind):
        name = f"{kind.__name__}, as gdmath makes them" if kind.__module__.startswith("gdmath") else kind.__name__
        raise InputError(f"{doing} {shown(value)}", f"it is of type {type(value).__name__}", f"Pass {name}")


def require_unmasked(cannot: str, *values: object) -> None:
    """Refuse values of which some are masked: without their mask they would count.

    Raises
    ------
    InputError
        Some are.
    """
    if any(map(_is_masked, values)):
        raise InputError(cannot, "values are masked", "Give them values with .filled(...), or leave their rows out")


def _is_masked(value: object) -> bool:
    if isinstance(value, (float, int)):
        return False
    if isinstance(value, (list, tuple)):
        return not {float, int}.issuperset(map(type, value)) and any(map(_is_masked, value))
    if type(value).__name__ == "MaskedTensor":  # of torch
        return True
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ma.MaskedArray) and bool(numpy.ma.is_masked(value))


class DomainError(GdmathError, ArithmeticError):
    """A point at which an expression has no real value, such as log(-1) or 1/0."""


class MissingRuleError(GdmathError, LookupError):
    """A derivative that no row of `gdmath.RULES` gives."""


class DataError(GdmathError, ValueError):
    """A data file that is missing or broken; names its path, and its row where there is one."""


class WitnessError(GdmathError, ArithmeticError):
    """Two computations of the same gradient that do not agree."""
