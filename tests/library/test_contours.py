"""The map of a cost: contours lie on their levels, the path is that of the descent, and what is written stays clear."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import DomainError, InputError, gradient_descent, log, plot_contour, symbols
from gdmath.plotting import axes
from gdmath.plotting.lines import boxed, cut, inside, spread, thinned
from gdmath.plotting.surfaces import sampled

w, b, c = symbols("w b c")
BOWL = w**2 + 2 * b**2
LOW, HIGH = (-4.0, -3.0), (4.0, 3.0)


def drawn(ax: Any) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    """Return the points of each line of the picture, without its gaps."""
    lines = [np.array(line.get_xydata(), dtype=float) for line in ax.lines]
    return [line[np.isfinite(line).all(axis=1)] for line in lines]


def test_each_contour_lies_on_its_level() -> None:
    """Every point of a line has the cost of its level, but for the straight pieces between the samples."""
    ax = plot_contour(BOWL, [w, b], LOW, HIGH, levels=[2, 8])
    for line, level in zip(drawn(ax), (2, 8), strict=True):
        assert len(line) > 8
        assert line[:, 0] ** 2 + 2 * line[:, 1] ** 2 == pytest.approx(np.full(len(line), level), abs=0.03)
    assert sorted(text.get_text() for text in ax.texts) == ["2", "8"]


def test_a_function_is_mapped_like_an_expression() -> None:
    """The same cost as a function of two floats has the same picture, in words and in lines."""
    one = plot_contour(BOWL, [w, b], LOW, HIGH)
    other = plot_contour(lambda w, b: w**2 + 2 * b**2, ["w", "b"], LOW, HIGH)
    assert one.get_label() == other.get_label()
    for line, like in zip(drawn(one), drawn(other), strict=True):
        np.testing.assert_allclose(line, like, atol=1e-12)


def test_by_itself_it_chooses_round_levels() -> None:
    """Without levels there are a few between the least and the greatest cost, evenly apart."""
    label = plot_contour(BOWL, [w, b], LOW, HIGH).get_label()
    assert str(label).endswith("Contours at J = 5, 10, 15, 20, 25 and 30.")
    assert "Contours at J = 3." in str(plot_contour(BOWL, [w, b], LOW, HIGH, levels=[3, 3, 99]).get_label())


def test_the_path_is_the_descent() -> None:
    """A dot for each of a few steps, a square where it begins, and all of it in words."""
    history = gradient_descent(BOWL, {w: 3.0, b: 2.0}, learning_rate=0.1, max_steps=5)
    ax = plot_contour(BOWL, [w, b], LOW, HIGH, path=history)
    np.testing.assert_allclose(drawn(ax)[-3], history.parameters)
    assert [line.get_marker() for line in ax.lines[-3:]] == ["o", "s", "o"]
    assert "start" in {text.get_text() for text in ax.texts}
    assert str(ax.get_label()).endswith(
        "A path of 5 steps from w = 3, b = 2, where J = 17, to w = 0.983, b = 0.156, where J = 1.01."
    )


def test_a_long_path_is_a_line_and_one_that_leaves_is_told() -> None:
    """Beyond thirty steps single ones are not marked; a path that leaves the map is said to, and so is one step."""
    long = gradient_descent(BOWL, {w: 3.0, b: 2.0}, learning_rate=0.01, max_steps=100)
    ax = plot_contour(BOWL, [w, b], LOW, HIGH, path=long)
    assert ax.lines[-3].get_marker() in {"None", None, ""}
    short = gradient_descent(BOWL, {w: 3.0, b: 2.0}, learning_rate=0.1, max_steps=1)
    told = str(plot_contour(BOWL, [w, b], LOW, HIGH, path=short).get_label())
    assert "A path of 1 step from" in told
    assert "From step" not in told
    leaves = gradient_descent(BOWL, {w: 3.0, b: 2.0}, learning_rate=0.7, max_steps=3)
    assert "From step 1 on it is outside the map" in str(plot_contour(BOWL, [w, b], LOW, HIGH, path=leaves).get_label())


def test_a_path_that_begins_outside_has_no_word_there() -> None:
    """Nothing is written where nothing can be seen; in a corner the word keeps to the picture."""
    outside = gradient_descent(BOWL, {w: 9.0, b: 2.0}, learning_rate=0.1, max_steps=3)
    ax = plot_contour(BOWL, [w, b], LOW, HIGH, path=outside)
    assert "start" not in {text.get_text() for text in ax.texts}
    corner = gradient_descent(BOWL, {w: 3.9, b: 2.9}, learning_rate=0.1, max_steps=3)
    ax = plot_contour(BOWL, [w, b], LOW, HIGH, path=corner)
    (word,) = (text for text in ax.texts if text.get_text() == "start")
    x, y = word.get_position()
    assert LOW[0] < x < 3.9
    assert LOW[1] < y < 2.9
    tiny = plot_contour(BOWL, [w, b], LOW, HIGH, path=corner, ax=axes(0.9, 0.9))
    assert "start" in {text.get_text() for text in tiny.texts}


def test_arrows_begin_and_end_where_they_are_told() -> None:
    """The first is solid, the next dashed, and both are described; a contour's number keeps away from the dot."""
    arrows = {"the gradient": ((2.0, 1.0), (1.0, 1.0)), "along the contour": ((2.0, 1.0), (1.0, -1.0))}
    ax = plot_contour(BOWL, [w, b], LOW, HIGH, levels=[6, 12], arrows=arrows, equal=True)
    shafts = [line for line in drawn(ax) if len(line) == 2]
    np.testing.assert_allclose(shafts, [[[2, 1], [3, 2]], [[2, 1], [3, 0]]], atol=1e-9)
    assert [line.get_linestyle() for line in ax.lines if len(np.asarray(line.get_xdata())) == 2] == ["-", "--"]
    assert ax.get_aspect() == 1
    assert str(ax.get_label()).endswith(
        "An arrow from w = 2, b = 1 by 1 across and 1 up: the gradient. "
        "An arrow from w = 2, b = 1 by 1 across and −1 up: along the contour."
    )
    for text in ax.texts:
        assert np.hypot(*np.subtract(text.get_position(), (2, 1))) > 0.3
    still = plot_contour(BOWL, [w, b], LOW, HIGH, arrows={"nothing": ((0.0, 0.0), (0.0, 0.0))})
    assert "by 0 across and 0 up: nothing" in str(still.get_label())


def test_an_arrow_that_turns_meets_no_number() -> None:
    """However an arrow is turned around its beginning, the numbers stay where they are and out of its reach."""
    begin, reach = np.array([2.0, 1.0]), 1.6
    places = []
    for angle in np.radians(range(0, 360, 30)):
        arrow = (2.0, 1.0), (reach * np.cos(angle), reach * np.sin(angle))
        ax = plot_contour(BOWL, [w, b], LOW, HIGH, levels=[1, 4, 8, 14, 22], equal=True, arrows={"turned": arrow})
        places.append(np.array([text.get_position() for text in ax.texts]))
    assert len(places[0])
    assert np.hypot(*(places[0] - begin).T).min() > reach
    assert all(np.allclose(place, places[0]) for place in places)


@pytest.mark.parametrize("start", [(-3.0, 2.0), (-2.8, 1.7), (2.8, 1.7), (1.0, -2.0)])
def test_the_path_does_not_cross_the_word_at_its_start(start: tuple[float, float]) -> None:
    """The word is written away from where the first step goes, and at the same place for each learning rate."""
    places, slanting = [], w**2 + w * b + 2 * b**2
    for rate in (0.1, 0.3):
        path = gradient_descent(slanting, dict(zip([w, b], start, strict=True)), learning_rate=rate, max_steps=3)
        ax = plot_contour(slanting, [w, b], (-3.5, -2.2), (3.5, 2.2), equal=True, path=path)
        [word] = [text for text in ax.texts if text.get_text() == "start"]
        ends = ax.transData.transform(np.array(path.parameters[:2]))
        box = word.get_window_extent()
        assert not any(box.contains(*(ends[0] + share * (ends[1] - ends[0]))) for share in np.linspace(0, 1, 101))
        places.append(word.get_position())
    assert places[0] == pytest.approx(places[1])


def test_names_have_their_numbers_below() -> None:
    """w1 is written as a reader writes it, and the Axes are those that were passed."""
    w1, w2 = symbols("w1 w2")
    ax = axes()
    assert plot_contour(w1**2 + w2**2, [w1, "w2"], LOW, HIGH, ax=ax) is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("w₁", "w₂")


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        ((BOWL, [w], LOW, HIGH), {}, "Cannot draw a map of w, because it has one parameter across and another one up."),
        ((BOWL, w, LOW, HIGH), {}, "Cannot draw a map of w, because"),
        ((BOWL, [w, w], LOW, HIGH), {}, "Cannot draw a map of w, w, because"),
        (
            (BOWL, [w, b], HIGH, LOW),
            {},
            "Cannot draw a map from (4.0, 3.0) to (-4.0, -3.0), because the first has to be",
        ),
        ((BOWL, [w, b], LOW, (4, float("inf"))), {}, "Cannot draw a map from (-4.0, -3.0) to (4, inf), because"),
        ((BOWL * c, [w, b], LOW, HIGH), {}, "Cannot draw the cost (w**2 + 2*b**2)*c over w and b, because it also"),
        ((3, [w, b], LOW, HIGH), {}, "Cannot draw 3 as a cost, because it is neither an expression nor a function."),
        (
            (lambda *_: float("nan"), [w, b], LOW, HIGH),
            {},
            "Cannot draw the cost at w = −4, b = −3, because it is nan there.",
        ),
        (
            (BOWL, [w, b], LOW, HIGH),
            {"levels": [99.0, 100.0]},
            "Cannot draw contours at J = 99, 100, because the cost on the map is between 0 and 34.",
        ),
        ((BOWL, [w, b], LOW, HIGH), {"path": 3}, "Cannot draw the path of 3, because it is of type int."),
    ],
)
def test_what_cannot_be_mapped_is_refused(given: Any, options: dict[str, Any], message: str) -> None:
    """Other than two parameters, corners the wrong way round, costs without a value, levels and paths of elsewhere."""
    with pytest.raises(InputError) as caught:
        plot_contour(*given, **options)
    assert str(caught.value).startswith(message)


def test_a_path_of_other_parameters_is_refused() -> None:
    """The names have to be those of the map, in its order."""
    history = gradient_descent(BOWL, {b: 3.0, w: 2.0}, learning_rate=0.1, max_steps=2)
    with pytest.raises(InputError, match="Cannot draw a path of b, w on a map of w and b"):
        plot_contour(BOWL, [w, b], LOW, HIGH, path=history)


def test_a_cost_without_a_real_value_is_refused() -> None:
    """An expression says itself where it has none."""
    with pytest.raises((DomainError, InputError)):
        plot_contour(log(w) + b, [w, b], LOW, HIGH)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=2, max_size=30, unique=True), st.floats(0.01, 2)
)
def test_what_is_left_out_of_a_line_is_near_it(points: list[tuple[float, float]], tolerance: float) -> None:
    """Both ends stay, and each point left out is within the tolerance of the straight line that replaces it."""
    line = np.array(points)
    places = [points.index((x, y)) for x, y in thinned(line, tolerance).tolist()]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, len(line) - 1)
    for first, last in itertools.pairwise(places):
        along = line[last] - line[first]
        rest = line[first : last + 1] - line[first]
        away = np.abs(rest[:, 0] * along[1] - rest[:, 1] * along[0]) / max(np.hypot(*along), 1e-300)
        assert away.max() <= tolerance + 1e-9 or np.hypot(*along) < 1e-8


def test_lines_keep_their_gaps() -> None:
    """A line cut by a box has one gap there, and thinning it keeps the gap."""
    line = np.column_stack([np.linspace(0, 9, 10), np.zeros(10)])
    parted = cut(line, [(2.5, 6.5, -1, 1)])
    assert int(np.isnan(parted[:, 0]).sum()) == 1
    np.testing.assert_array_equal(thinned(parted, 0.1), [[0, 0], [2, 0], [np.nan, np.nan], [7, 0], [9, 0]])
    assert spread(line, 3.0).tolist() == [0, 3, 6, 9]


def test_a_box_is_inside_or_not() -> None:
    """With a box around it a point needs more room."""
    frame = np.array([[0.0, 0.0], [100.0, 50.0]])
    point = np.array([5.0, 25.0])
    assert inside(point, frame)
    assert not inside(point, frame, boxed(point, "start", 14.0))
    assert not inside(np.array([-1.0, 25.0]), frame)


def test_the_samples_are_the_cost() -> None:
    """Row by row and column by column, computed from the left and from below."""
    surface = sampled(BOWL, [w, b], LOW, HIGH)
    assert surface.heights.shape == (61, 61)
    assert surface.heights[0, 60] == pytest.approx(16 + 18)
    assert (surface.low, surface.high) == (LOW, HIGH)
    assert surface.lowest == pytest.approx((0, 0))
