"""Every error that gdmath raises: what cannot be done, because what, and what to do instead."""

_MOST_QUOTED = 30  # things in a list: more are counted


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


def quoted(value: object) -> str:
    """Show a value as an error quotes it: on one line, and not long.

    Examples
    --------
    >>> quoted("w"), quoted(10**400), quoted([0] * 1000)
    ("'w'", 'a whole number of 1,329 bits', 'a list of 1,000')
    """
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = getattr(value, "tolist", lambda: value)()  # a plain number
    if isinstance(value, int) and value.bit_length() > 1024:  # Python refuses to write down the longest of them
        return f"a whole number of {value.bit_length():,} bits"
    if isinstance(value, (list, tuple, set, dict)) and len(value) > _MOST_QUOTED:
        return f"a {type(value).__name__} of {len(value):,}"
    try:
        text = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001 - whatever a value that is not ours may raise: an error must not hide behind another
        return f"something of type {type(value).__name__}"
    return text if len(text) <= 80 else f"{text[:79]}…"


def require(value: object, kind: type, doing: str) -> None:
    """Refuse a value of another kind than the one that is needed.

    Raises
    ------
    InputError
        It is of another kind.
    """
    if not isinstance(value, kind):
        name = f"{kind.__name__}, as gdmath makes them" if kind.__module__.startswith("gdmath") else kind.__name__
        raise InputError(f"{doing} {quoted(value)}", f"it is of type {type(value).__name__}", f"Pass {name}")


class DomainError(GdmathError, ArithmeticError):
    """A point at which an expression has no real value, such as log(-1) or 1/0."""


class MissingRuleError(GdmathError, LookupError):
    """A derivative that no row of `gdmath.RULES` gives."""


class DataError(GdmathError, ValueError):
    """A data file that is missing or broken; names its path, and its row where there is one."""


class WitnessError(GdmathError, ArithmeticError):
    """Two computations of the same gradient that do not agree."""
