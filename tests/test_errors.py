"""The errors that gdmath raises: three parts each, of a documented type, and safe to send between processes."""

import pickle

import pytest

import gdmath
from gdmath import errors

TYPES = [value for value in vars(errors).values() if isinstance(value, type)]
# What a caller who has never heard of gdmath's types would catch.
BASES = {
    "DataError": ValueError,
    "DomainError": ArithmeticError,
    "InputError": ValueError,
    "MissingRuleError": LookupError,
    "WitnessError": ArithmeticError,
}


@pytest.mark.parametrize("error", TYPES)
def test_three_parts(error: type[errors.GdmathError]) -> None:
    """An error reads as a sentence that says what cannot be done and why, and one that says what to do instead."""
    raised = error("divide by 0", "no number times 0 is 1", "Pass a number other than 0")
    assert str(raised) == "Cannot divide by 0, because no number times 0 is 1. Pass a number other than 0."


@pytest.mark.parametrize("error", TYPES)
def test_pickled(error: type[errors.GdmathError]) -> None:
    """An error survives the way from one process to another."""
    raised = error("divide by 0", "no number times 0 is 1", "Pass a number other than 0")
    returned = pickle.loads(pickle.dumps(raised))
    assert type(returned) is error
    assert str(returned) == str(raised)


@pytest.mark.parametrize("error", TYPES)
def test_public_and_documented(error: type[errors.GdmathError]) -> None:
    """Every type of error is a public name with a docstring, and can be caught as GdmathError."""
    assert getattr(gdmath, error.__name__) is error
    assert error.__doc__
    assert issubclass(error, errors.GdmathError)


def test_caught_as_built_in() -> None:
    """Each type is also the built-in one that says the same."""
    assert {error.__name__ for error in TYPES} - {"GdmathError"} == set(BASES)
    assert all(issubclass(getattr(errors, name), base) for name, base in BASES.items())


def test_divergence_is_one_of_them() -> None:
    """DivergenceError, which carries its History and so lives beside it, is an error of gdmath as well."""
    assert issubclass(gdmath.DivergenceError, errors.GdmathError)
    assert issubclass(gdmath.DivergenceError, ArithmeticError)
