"""The errors that gdmath raises: three parts each, of a documented type, and safe to send between processes."""

import pickle
from typing import TYPE_CHECKING, Any

import pytest

import gdmath
from gdmath import errors

if TYPE_CHECKING:
    from collections.abc import Callable

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


def test_a_value_of_another_kind_is_refused() -> None:
    """What a plot or a figure is given must be what it can draw."""
    three: Any = 3
    w = gdmath.symbols("w")
    calls: dict[str, Callable[[], object]] = {
        "draw the descent of 3": lambda: gdmath.plot_descent(three),
        "draw the path of 3": lambda: gdmath.plot_descent_path(w, three),
        "draw the fit of 3": lambda: gdmath.plot_fit(three, [[1.0]], [0]),
    }
    for doing, call in calls.items():
        with pytest.raises(gdmath.InputError) as error:
            call()
        text = str(error.value)
        assert text.startswith(f"Cannot {doing}, because it is of type int. Pass ")
        assert text.endswith(", as gdmath makes them.")
    with pytest.raises(gdmath.InputError, match=r"^Cannot draw on 3, because it is of type int\. Pass Axes\."):
        gdmath.plot_cost_curve(w, w, 0, 1, ax=three)
    with pytest.raises(gdmath.InputError, match=r"^Cannot show a figure of 3, because it is of type int\. Pass Axes\."):
        gdmath.figure(three, caption="What?")
    with pytest.raises(gdmath.InputError, match=r"^Cannot draw tangents at 3, because it is no list of"):
        gdmath.plot_cost_curve(w, w, 0, 1, tangents=three)
