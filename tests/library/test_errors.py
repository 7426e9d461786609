"""The errors that gdmath raises: three parts each, of a documented type, and safe to send between processes."""

import doctest
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import gdmath
from gdmath import errors

if TYPE_CHECKING:
    from collections.abc import Callable

TYPES = [value for value in vars(errors).values() if isinstance(value, type)]
ALL = [*TYPES, gdmath.DivergenceError, gdmath.ParseError]
# What a caller who has never heard of gdmath's types would catch.
BASES = {
    "DataError": ValueError,
    "DomainError": ArithmeticError,
    "InputError": ValueError,
    "MissingRuleError": LookupError,
    "OperationError": TypeError,
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


@pytest.mark.parametrize("error", ALL)
def test_named_as_it_is_caught(error: type[errors.GdmathError]) -> None:
    """A traceback names an error of gdmath by the place from which it is imported, and pickle finds it there."""
    assert f"{error.__module__}.{error.__qualname__}" == f"gdmath.{error.__name__}"
    assert pickle.loads(pickle.dumps(error)) is error


def test_error_of_a_user_keeps_its_name() -> None:
    """A class that somebody derives from an error of gdmath is their own."""
    assert type("Mine", (errors.InputError,), {"__module__": "my.module"}).__module__ == "my.module"
    assert type("Mine", (errors.InputError,), {"__module__": "gdmath_extra"}).__module__ == "gdmath_extra"


@pytest.mark.parametrize("error", [errors.GdmathError, gdmath.ParseError])
def test_examples(error: type[errors.GdmathError]) -> None:
    """The examples of errors give what they show; who looks through a module for examples passes over them."""
    [example] = doctest.DocTestFinder(recurse=False).find(error, globs=vars(gdmath) | vars(errors))
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(example).attempted == 1
    assert not runner.failures


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


def test_a_value_is_shown_so_that_it_can_be_read() -> None:
    """As repr writes it, on one line, of a long one the beginning, and an enormous number by its size."""
    assert errors.shown("w") == "'w'"
    assert errors.shown(-(2**255)) == str(-(2**255))
    assert errors.shown(2**256) == "a whole number of 257 bits"
    assert errors.shown({1: 10**5000}) == "a dict of enormous numbers"
    assert errors.shown("w" * 100) == "'" + "w" * 79 + "…"
    assert errors.shown("w" * 78) == "'" + "w" * 78 + "'"  # 80 characters are not too long yet


class MaskedTensor:
    """By its name what torch calls the tensor of which values are masked."""


MASKED = np.ma.array([1.0, 2.0], mask=[False, True])


@pytest.mark.parametrize(
    "masked",
    [MASKED, np.ma.masked, [MASKED], (1.0, np.ma.masked), [[1, 2], [1.0, MASKED]], MaskedTensor()],
    ids=range(6),
)
def test_masked_values_are_refused(masked: object) -> None:
    """A value that is masked is refused wherever it stands, also beside others and inside of lists."""
    with pytest.raises(errors.InputError) as error:
        errors.require_unmasked("count", 1.0, masked)
    assert str(error.value) == (
        "Cannot count, because values are masked. Give them values with .filled(...), or leave their rows out."
    )


@pytest.mark.parametrize(
    "whole",
    [1.0, 1, [1.0, 2], (), "1", np.ones(2), np.ma.array([1.0]), [np.ones(2), "1"], object, pd.array([1, None])],
    ids=lambda value: f"{type(value).__name__} {value}",
)
def test_what_has_no_mask_is_not_refused(whole: object) -> None:
    """What holds no masked value passes, also an array that could mask some; what is missing is not masked."""
    errors.require_unmasked("count", whole)
