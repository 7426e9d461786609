"""The picture of what several descents still have before them: its lines are the distances that they left."""

from typing import Any

import numpy as np
import pytest
from matplotlib.lines import Line2D

from gdmath import History, InputError, gradient_descent, plot_distances, symbols
from gdmath.figures import figure
from gdmath.plotting import axes

w, b = symbols("w b")
BOWL = (w - 3) ** 2


def descent(rate: float, steps: int = 30) -> History:
    """Return the descent of the bowl from w = 0, which multiplies the distance from 3 by 1 - 2 * rate in each step."""
    return gradient_descent(BOWL, {w: 0.0}, learning_rate=rate, max_steps=steps, tolerance=0)


def heights(line: Line2D) -> list[float]:
    """Return the heights of the points of a line."""
    return [float(height) for height in np.asarray(line.get_ydata(), dtype=float)]


def svg_dashes(line: Line2D) -> str:
    """Return how a line alternates between ink and gaps."""
    return str(line.is_dashed()) + repr(line.__dict__["_unscaled_dash_pattern"])


def refusal(*args: Any, **options: Any) -> str:
    """Return how the plot is refused."""
    with pytest.raises(InputError) as caught:
        plot_distances(*args, **options)
    return str(caught.value)


def test_a_line_is_the_share_that_each_step_leaves() -> None:
    """At the rate 1/4 a step halves the distance; the rate 3/8 leaves a quarter of it."""
    ax = plot_distances({"slow": descent(0.25), "quick": descent(0.375)}, {"slow": [3], "quick": [3]}, steps=4)
    slow, quick = map(heights, ax.lines)
    assert slow == pytest.approx([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16])
    assert quick == pytest.approx([1, 1 / 4, 1 / 16, 1 / 64, 1 / 256])
    assert (ax.get_yscale(), ax.get_xlim(), ax.get_ylim()) == ("log", (0, 4), (1e-3, 1.4))


def test_the_distance_is_that_in_all_parameters() -> None:
    """From (0, 0) to (3, 4) it is 5; when only w has arrived, 4/5 of the way is left."""
    path = gradient_descent(BOWL + 0 * b, {w: 0.0, b: 0.0}, learning_rate=0.5, max_steps=1, tolerance=0)
    (line,) = plot_distances({"path": path}, {"path": [3, 4]}, steps=1).lines
    assert heights(line) == pytest.approx([1, 4 / 5])


def test_it_is_said_in_words() -> None:
    """The description says where a line leaves the picture below, or where it ends in it."""
    names = {"slow": descent(0.01), "quick": descent(0.25)}
    ax = plot_distances(names, {name: [3.0] for name in names}, steps=15)
    assert ax.get_label() == (
        "The share of the way that is left, over 15 steps. It is 0.739 at step 15 (slow) and falls below 0.001 at "
        "step 10 (quick)."
    )


def test_a_descent_that_is_there_can_be_drawn() -> None:
    """A distance of zero, which a logarithmic scale does not have, leaves the picture below."""
    ax = plot_distances({"at once": descent(0.5)}, {"at once": [3.0]}, steps=9)
    assert all(0 < height < 1e-3 for height in heights(ax.lines[0])[1:])
    assert "below 0.001 at step 1 (at once)" in str(ax.get_label())
    assert figure(ax, caption="One step.").alt == ax.get_label()


def test_each_line_is_told_apart_without_its_colour() -> None:
    """Names stand in the colours of their lines, each with a sign for its dashes."""
    names = ["one", "two", "three"]
    ax = plot_distances(dict.fromkeys(names, descent(0.25)), {name: [3.0] for name in names})
    assert [text.get_text() for text in ax.texts] == ["— one", "– – two", "· · · three"]
    assert [text.get_color() for text in ax.texts] == [line.get_color() for line in ax.lines]
    assert len({svg_dashes(line) for line in ax.lines}) == 3


def test_it_draws_where_it_is_told() -> None:
    """Axes that are passed are the ones that come back."""
    ax = axes()
    assert plot_distances({"path": descent(0.25)}, {"path": [3.0]}, ax=ax) is ax


@pytest.mark.parametrize("count", [0, 4])
def test_there_are_one_to_three_lines(count: int) -> None:
    """More could not be told apart."""
    assert refusal({str(k): descent(0.25) for k in range(count)}, {}) == (
        f"Cannot draw the distances of {count} descents, because the picture tells 3 lines apart. "
        "Pass one to three of them by name."
    )


@pytest.mark.parametrize("goals", [{}, {"path": [1.0, 2.0]}, {"path": [float("inf")]}, {"path": [0.0]}])
def test_a_goal_is_a_point_that_is_not_the_start(goals: dict[str, list[float]]) -> None:
    """Without one, with another shape, without a number or without a way to it nothing can be measured."""
    assert refusal({"path": descent(0.25)}, goals) == (
        f"Cannot measure how far 'path' is from {goals.get('path', [])!r}, because it has the parameters w, and starts "
        "at [0.0]. Pass one finite number for each of them, and not the start itself."
    )


@pytest.mark.parametrize("limits", [{"steps": 0}, {"least": 0.0}, {"least": 1.0}])
def test_the_picture_has_room(limits: dict[str, Any]) -> None:
    """At least one step is shown, and shares down to one between 0 and 1."""
    assert "Pass limits such as steps=100 and least=1e-3." in refusal(
        {"path": descent(0.25)}, {"path": [3.0]}, **limits
    )


def test_what_is_no_history_is_refused() -> None:
    """A list of points is not a descent."""
    assert "as gdmath makes them" in refusal({"path": [1.0, 2.0]}, {"path": [3.0]})
