"""The numbers of many digits that stand in mpmath's place, beside mpmath itself."""

import math
import sys
from collections.abc import Iterator
from decimal import localcontext
from typing import Any

import mpmath
import numpy as np
import pytest

from gdmath import (
    InputError,
    check_gradient,
    log,
    mean_squared_error,
    relu,
    sigmoid,
    symbols,
)
from gdmath.alone import installed, total
from gdmath.checking import digits, precise
from gdmath.checking.roundings import lost_in_rows

w, b, x, y = symbols("w b x y")
PLACES = ("0", "0.3", "-0.7", "1", "-1", "1.7", "-2.5", "1e-9", "-1e-30", "1e-80", "-40", "1e5", "0.9990234375", "1e15")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """None of the large libraries can be imported."""
    for name in ("mpmath", "numpy", "pandas", "sympy", "torch"):
        monkeypatch.setitem(sys.modules, name, None)
    digits._precise.cache_clear()
    yield
    digits._precise.cache_clear()


def by_mpmath(name: str, place: str) -> Any:
    """What mpmath gives; None where that is no finite real number."""
    try:
        value = getattr(mpmath, name)(mpmath.mpf(place))
    except (ValueError, ZeroDivisionError):
        return None
    return value if isinstance(value, mpmath.mpf) and mpmath.isfinite(value) else None


def by_us(name: str, place: str) -> Any:
    """What we give; None where that is no finite number."""
    try:
        value = getattr(precise, name)(precise.mpf(place))
    except ZeroDivisionError:
        return None
    return value if precise.isfinite(value) else None


@pytest.mark.parametrize("count", [50, 200])
@pytest.mark.parametrize("name", sorted({*vars(precise.FUNCTIONS), "log", "sign"} - {"log2"}))
def test_functions_are_those_of_mpmath(name: str, count: int) -> None:
    """Each function has mpmath's values, to all digits but the last few, and has none where mpmath has none."""
    for place in PLACES:
        with mpmath.workdps(count), precise.workdps(count):
            expected, found = by_mpmath(name, place), by_us(name, place)
            assert (found is None) == (expected is None), place
            if expected is not None:
                off = mpmath.mpf(str(found.exact)) - expected
                assert abs(off) <= abs(expected) * mpmath.mpf(10) ** (3 - count), place


def test_the_rest_is_that_of_mpmath() -> None:
    """The base of two, roots and pi; what is asked for at infinity is no number."""
    with precise.workdps(50), mpmath.workdps(50):
        assert str(precise.pi.exact) == mpmath.nstr(mpmath.pi, 50)
        assert float(precise.log2(precise.mpf(8))) == 3
        assert float(precise.root(precise.mpf(27), 3)) == 3
        assert float(precise.root(precise.mpf(0), 3)) == 0
        assert not precise.isfinite(precise.sin(precise.mpf("inf")))
        with pytest.raises(AttributeError):
            precise.gamma  # noqa: B018  reading the attribute is what is tested


def test_numbers_are_numbers() -> None:
    """They mix with floats and whole numbers from both sides, and compare as numbers do; nan is beside nothing."""
    mpf, nan = precise.mpf, precise.nan
    with precise.workdps(50):
        two = mpf(2)
        assert [two + 1, 1 + two, two - 0.5, 0.5 - two, two * 3, 3 * two, two / 4, 4 / two] == [
            *(3, 3, 1.5, -1.5, 6, 6, 0.5, 2)
        ]
        assert [two**3, 2.0**two, two**-1, mpf(0) ** 0, abs(-two), +two] == [8, 4, 0.5, 1, 2, 2]
        assert 3 * (two / 3) == 2
        with pytest.raises(ZeroDivisionError):
            mpf(0) ** -1
        assert not precise.isfinite(mpf(-8) ** 0.5)
        assert [two < 3, two > 3, two <= 2, two >= 2.5, two == 2, two != 2, bool(mpf(0))] == [
            *(True, False, True, False, True, False, False)
        ]
    assert not any((nan < 1, nan <= 1, nan > 1, nan >= 1, nan == nan, two == "2"))  # noqa: PLR0124  nan alone differs
    assert math.isnan(float(abs(nan - 1)))
    assert (repr(two), hash(two), float(two)) == ("mpf('2')", hash(2), 2.0)
    with localcontext() as context:
        context.prec = 7
        assert precise.mp.dps == 7


def test_sums_are_those_of_numpy() -> None:
    """Up to 8,192 floats are added in the order of NumPy, to the same bit; of more, NumPy 2.0 has another one."""
    draw = np.random.default_rng(0)
    for count in (*range(1, 150), 255, 256, 257, 569, 1000, 4099, 8192):
        values = draw.normal(size=count) * 10 ** draw.normal(size=count)
        assert total(values.tolist()) == values.sum(), count
    assert total([]) == 0


@pytest.mark.usefixtures("bare")
def test_nothing_is_installed() -> None:
    """Then there is no NumPy, and our own numbers stand in mpmath's place; bounds of rows in floats need arrays."""
    assert installed("numpy") is None
    assert installed("math") is math
    assert digits.precise() is precise
    assert lost_in_rows(w, {w: [1.0]}) is None


def test_digits_are_those_of_mpmath_where_it_is() -> None:
    """With mpmath its numbers are the ones that are taken."""
    assert digits.precise() is mpmath


ROWS = {"w": 0.3, "b": -0.2, "x": [0.1, 0.2, 0.3] * 9, "y": [0, 1, 1] * 9}


@pytest.mark.parametrize(
    ("cost", "at"),
    [
        (sigmoid(w) * b, {"w": 1.0, "b": 2.0}),
        (mean_squared_error(sigmoid(w * x + b), y), ROWS),
        (relu(w * x) + b, ROWS),
    ],
    ids=str,
)
def test_columns_that_remain_are_the_same(cost: Any, at: Any, request: pytest.FixtureRequest) -> None:
    """Without torch and sympy the table has the other two, to the same bits, and names what was not asked."""
    full = check_gradient(cost, [w, b], at)
    request.getfixturevalue("bare")
    found = check_gradient(cost, [w, b], at)
    kept = ("our rules", "central difference")
    assert {name: dict(row) for name, row in found.values.items()} == {
        name: {witness: row[witness] for witness in kept} for name, row in full.values.items()
    }
    assert (found.place, full.absent, found.absent) == (full.place, (), ("torch autograd", "sympy"))
    sentence = "Not asked: torch autograd (torch is not installed) and sympy (sympy is not installed)."
    assert repr(found).endswith(f"\n{sentence}")
    assert f"computed independently. {sentence}</caption>" in found._repr_html_()
    assert "Not asked" not in repr(full) + full._repr_html_()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("at", "message"),
    [
        (
            {"w": 1.0, "x": [1.0, [2.0]]},
            r"^Cannot use x=\[1.0, \[2.0\]\], because it is not one number\.",
        ),
        ({"w": 1.0, "x": ["a"]}, r"^Cannot use x=\['a'\], because it is no column of numbers\. Pass floats\.$"),
        (
            {"w": 1.0, "x": [math.nan]},
            r"because not all of it are finite numbers\. Leave these rows out",
        ),
        ({"w": 1.0, "x": []}, "^Cannot take the mean over columns of {'x': 0} rows"),
        ({"w": 1.0, "x": [1.0, -1.0]}, r"^Cannot compute log\(x\) at x=-1.0, because it has no real value\."),
        ({"w": 0.5, "x": [1.7e308, 1.7e308]}, "^Cannot take the mean of "),
    ],
    ids=str,
)
def test_places_are_refused_in_the_same_words(at: Any, message: str) -> None:
    """What is no place is refused without NumPy as well."""
    cost = w * x if at["w"] < 1 else w * log(x)
    with pytest.raises((InputError, ArithmeticError), match=message):
        check_gradient(cost, [w], at)


def test_own_gradients_need_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function of your own is measured by NumPy; without torch, autograd alone is missing, and that is said."""

    def square(at: float) -> float:
        return at * at

    with monkeypatch.context() as without:
        without.setitem(sys.modules, "torch", None)
        found = check_gradient(square, 3.0, gradient=6.0)
    assert (list(found.values["dJ/dw"]), found.absent) == (
        ["your gradient", "central difference", "its error"],
        ("torch autograd",),
    )
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(InputError) as error:
        check_gradient(square, 3.0, gradient=6.0)
    assert str(error.value) == (
        "Cannot measure the slopes of square, because NumPy, by which a function of your own is measured, is not "
        "installed. Install it, or write the function as a formula."
    )
