"""The plot of a secant: its line goes through two points of the curve, and its slopes are those that are written."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import InputError, log, plot_secant, symbols
from gdmath.plotting import axes

w, b = symbols("w b")


@settings(max_examples=15, deadline=None)  # a plot takes a while
@given(st.floats(-1, 1), st.floats(0.01, 2))
def test_the_secant_goes_through_both_points(at: float, h: float) -> None:
    """The second line of the picture has the cost at the two places, whatever lies between."""
    ax = plot_secant(w**3, w, at, h, -2, 4)
    x, y = (np.asarray(ends, dtype=float) for ends in ax.lines[1].get_data())
    steep = (y[1] - y[0]) / (x[1] - x[0])
    assert steep == pytest.approx(((at + h) ** 3 - at**3) / h)
    assert np.interp([at, at + h], x, y) == pytest.approx([at**3, (at + h) ** 3], abs=1e-9)


def test_the_tangent_has_the_slope_of_the_derivative() -> None:
    """The dashed line is the tangent at the first point, and both slopes are written beside their points."""
    ax = plot_secant(w**2, w, 1, -0.5, -1, 4)
    x, y = map(np.asarray, ax.lines[2].get_data())
    assert np.diff(y) / np.diff(x) == pytest.approx([2])
    assert [text.get_text() for text in ax.texts] == ["tangent 2", "secant 1.5"]


def test_it_is_said_in_words() -> None:
    """The description has the curve, both places and both slopes, and the Axes are those that were passed."""
    ax = axes()
    assert plot_secant(w**2, "w", 1, 2, -1, 4, ax=ax) is ax
    assert ax.get_label() == (
        "The cost J against w falls from 1 at w = −1 to 0 at w = 0, then rises to 16 at w = 4. "
        "The secant from w = 1 to w = 3 has the slope 4; the tangent at w = 1 has the slope 2."
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((w**2, w, 1, 0, -1, 4), "Cannot draw a secant with h = 0, because two points make a line."),
        ((w**2, w, 1, 4, -1, 4), "Cannot draw a point at w = 5.0, because the curve runs from -1 to 4."),
        ((w**2, w, 1, float("nan"), -1, 4), "Cannot draw a point at w = nan, because the curve runs from -1 to 4."),
        ((w**2, w, 1, 1, 4, -1), "Cannot draw a cost from w = 4 to -1, because the first end must be less"),
        ((w * b, w, 1, 1, -1, 4), "Cannot draw the cost w*b against w, because it also depends on b."),
        ((log(w), w, 1, 1, -1, 4), "Cannot draw the cost at w = −1, because it is nan there."),
    ],
)
def test_what_cannot_be_drawn_is_refused(given: Any, message: str) -> None:
    """Two points that are one, points beyond the ends, and costs without a value somewhere."""
    with pytest.raises(InputError) as caught:
        plot_secant(*given)
    assert str(caught.value).startswith(message)
