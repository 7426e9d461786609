"""Plots: what is drawn is what was computed, and what is said of it is what is drawn."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from gdmath import InputError, Neuron, gradient_descent, load_cells, log, mean_squared_error, sigmoid, sin, symbols
from gdmath.neuron import linear
from gdmath.plotting import (
    axes,
    course,
    number,
    plot_cost_curve,
    plot_descent,
    plot_descent_path,
    plot_fit,
    power_of_ten,
)

w, b = symbols("w b")
BOWL = (w - 3) ** 2
X = np.array([[0.5], [0.9], [1.2], [2.0]])
Y = np.array([0, 1, 1, 1])
NEURON = Neuron([2.0], -2.0)


def texts(ax: Axes) -> list[str]:
    """Return what is written beside points."""
    return [text.get_text() for text in ax.texts]


def words(ax: Axes) -> str:
    """Return the description of a plot."""
    return str(ax.get_label())


def points(line: Line2D) -> Any:
    """Return the points of a line, of shape (n, 2)."""
    return np.asarray(line.get_xydata())


def x_of(line: Line2D) -> Any:
    """Return where the points of a line are."""
    return points(line)[:, 0]


def y_of(line: Line2D) -> Any:
    """Return how high the points of a line are."""
    return points(line)[:, 1]


def marked(ax: Axes) -> Any:
    """Return which points of the first line have a dot."""
    return ax.lines[0].get_markevery()


def ticks(axis: Any) -> list[str]:
    """Return the labels of an axis that can be seen."""
    axis.axes.figure.canvas.draw()
    low, high = axis.get_view_interval()
    shown = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
    return [label.get_text() for place, label in shown if low <= place <= high]


def refusal(function: Any, *arguments: Any, **options: Any) -> str:
    """Return the text of the error that these arguments of a plot get."""
    with pytest.raises(InputError) as caught:
        function(*arguments, **options)
    return str(caught.value)


class TestNumbersInWords:
    """`number` writes a number as a reader expects it."""

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0, "0"),
            (-0.0, "0"),
            (25.0, "25"),
            (-6, "−6"),
            (0.5625, "0.562"),
            (0.1, "0.1"),
            (0.9996, "1"),
            (99.96, "100"),
            (1234.5, "1,230"),
            (1234, "1,234"),
            (999_999, "999,999"),
            (999_999.9, "10⁶"),
            (1e6, "10⁶"),
            (-2.5e7, "−2.5·10⁷"),
            (-1e7, "−10⁷"),
            (0.0001, "0.0001"),
            (0.00001234, "1.23·10⁻⁵"),
            (5e-324, "4.94·10⁻³²⁴"),
            (math.inf, "∞"),
            (-math.inf, "−∞"),
            (math.nan, "nan"),
        ],
    )
    def test_a_number_is_written_for_a_reader(self, value: float, text: str) -> None:
        """Rounded to three digits, whole numbers in full, with a real minus sign, and powers of ten at the ends."""
        assert number(value) == text

    @given(st.floats(-1e12, 1e12))
    def test_a_number_is_off_by_its_last_digit_at_most(self, value: float) -> None:
        """Read back, what is written is within half a unit of the third digit."""
        plain = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
        read = number(value).replace("−", "-").replace(",", "")
        if "⁻" in read or any(digit in read for digit in "⁰¹²³⁴⁵⁶⁷⁸⁹"):
            sign = -1 if read.startswith("-") else 1
            mantissa, _, power = read.removeprefix("-").rpartition("10")
            back = sign * float(mantissa.rstrip("·") or 1) * 10.0 ** int(power.translate(plain))
        else:
            back = float(read)
        assert back == pytest.approx(value, rel=0.0051)

    def test_more_digits_can_be_had(self) -> None:
        """The number of digits is the caller's choice."""
        assert number(math.pi, 5) == "3.1416"
        assert power_of_ten(12) == "10¹²"


class TestCurvesInWords:
    """`course` says how a curve runs."""

    x = np.linspace(0, 4, 401)

    @pytest.mark.parametrize(
        ("y", "words"),
        [
            (0 * x + 2, "stays at 2 from w = 0 to w = 4"),
            (2 * x, "rises from 0 at w = 0 to 8 at w = 4"),
            (-2 * x, "falls from 0 at w = 0 to −8 at w = 4"),
            (-((x - 1) ** 2), "rises from −1 at w = 0 to 0 at w = 1, then falls to −9 at w = 4"),
            (np.minimum(x, 2) * 2, "rises from 0 at w = 0 to 4 at w = 4"),
            (
                np.sin(np.pi * x),
                (
                    "rises from 0 at w = 0 to 1 at w = 0.5, then falls to −1 at w = 1.5,"
                    " then rises to 1 at w = 2.5, then falls to −1 at w = 3.5, then rises to 0 at w = 4"
                ),
            ),
            (np.cos(2 * np.pi * x), "turns 7 times between −1 at w = 0.5 and 1 at w = 0"),
        ],
        ids=["level", "up", "down", "hill", "bend", "four turns", "many turns"],
    )
    def test_each_rise_and_fall_is_told(self, y: Any, words: str) -> None:
        """Up to four turns are told one by one, more of them by their number and by the least and greatest value."""
        assert course(self.x, y, "w = ", least=1e-9) == words

    def test_rounding_noise_is_no_turn(self) -> None:
        """A curve that trembles in its last digits does not turn."""
        y = self.x + 1e-12 * (-1) ** np.arange(401)
        assert course(self.x, y, "w = ", least=1e-9) == "rises from 0 at w = 0 to 4 at w = 4"


class TestCostCurve:
    """`plot_cost_curve` draws a cost and its tangents."""

    def test_the_curve_is_the_cost(self) -> None:
        """Every point of the curve is the cost at that place, from end to end."""
        ax = plot_cost_curve(BOWL, w, -2, 8)
        x, y = points(ax.lines[0]).T
        np.testing.assert_allclose(y, (np.asarray(x) - 3) ** 2, atol=1e-12)
        assert (x[0], x[-1]) == ax.get_xlim() == (-2, 8)
        low, high = ax.get_ylim()
        assert low < 0
        assert high > 25
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("w", "cost J")

    def test_a_point_is_marked_with_its_cost(self) -> None:
        """The points lie on the curve, labelled and described with the cost there; so are those of a function."""
        bowls: list[Any] = [BOWL, lambda at: (at - 3) ** 2]
        for bowl in bowls:
            ax = plot_cost_curve(bowl, "w", -2, 8, points=[1, 4], tangents=[])
            assert [tuple(points(line)[0]) for line in ax.lines[1:]] == [(1, 4), (4, 1)]
            assert [text.get_text() for text in ax.texts] == ["J = 4", "J = 1"]
            assert str(ax.get_label()).endswith(" Points at w = 1: J = 4; at w = 4: J = 1.")

    @pytest.mark.parametrize("at", [-1.0, 1.0, 2.9, 3.1, 5.0])
    def test_two_points_are_labelled_on_both_sides(self, at: float) -> None:
        """However near each other they are, one label lies within the bowl and the other outside, and none is cut."""
        ax = plot_cost_curve(BOWL, "w", -2, 8, points=[at, at + 0.5])
        drawing: Any = ax.figure
        drawing.canvas.draw()
        one, other = (text.get_window_extent() for text in ax.texts)
        assert not one.overlaps(other)
        assert min(one.y0, other.y0) > ax.get_window_extent().y0

    @settings(max_examples=15, deadline=None)  # a plot takes a while
    @given(st.floats(-2, 8))
    def test_a_tangent_touches_the_curve_with_its_slope(self, point: float) -> None:
        """The tangent goes through its point, with the slope of the derivative, and the label gives that slope."""
        ax = plot_cost_curve(BOWL, w, -2, 8, tangents=[point])
        (x0, x1), (y0, y1) = points(ax.lines[1]).T
        slope = 2 * (point - 3)
        assert (x0 + x1) / 2 == pytest.approx(point)
        assert (y0 + y1) / 2 == pytest.approx((point - 3) ** 2, abs=1e-5)
        assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, abs=1e-9)
        assert texts(ax) == [f"slope {number(slope)}"]

    def test_tangents_are_equally_long_on_paper(self) -> None:
        """A steep tangent is drawn as long as a level one."""
        ax = plot_cost_curve(BOWL, w, -2, 8, tangents=[-1, 3])
        lengths = [np.hypot(*np.diff(ax.transData.transform(ax.lines[at].get_xydata()), axis=0)[0]) for at in (1, 3)]
        assert lengths[0] == pytest.approx(lengths[1])

    @pytest.mark.parametrize(
        ("cost", "point", "right", "up"),
        [(BOWL, -1, 1, 1), (BOWL, 7, -1, 1), (BOWL, 3, 0, 1), (-BOWL, -1, 1, -1), (-BOWL, 3, 0, -1), (BOWL, -2, 1, 1)],
        ids=["left wall", "right wall", "bottom", "left slope of a hill", "top", "end"],
    )
    def test_a_label_stands_where_the_tangent_is_not(self, cost: Any, point: float, right: int, up: int) -> None:
        """Inside a bowl the label stands above the tangent, under a hill below it."""
        (label,) = plot_cost_curve(cost, w, -2, 8, tangents=[point]).texts
        assert label.get_horizontalalignment() == {1: "left", 0: "center", -1: "right"}[right]
        assert np.sign(label.get_position()[1]) == up

    def test_the_words_name_ends_turns_and_slopes(self) -> None:
        """The description holds the ends, the lowest point and each slope."""
        assert words(plot_cost_curve(BOWL, w, -2, 8, tangents=[0, 3])) == (
            "The cost J against w falls from 25 at w = −2 to 0 at w = 3, then rises to 25 at w = 8."
            " Tangents at w = 0: slope −6; at w = 3: slope 0."
        )
        assert words(plot_cost_curve(BOWL, w, -2, 8)).endswith("at w = 8.")

    def test_a_function_and_a_name_do_as_well(self) -> None:
        """A function of an array, its derivative and the name of its parameter give the same plot."""
        ax = plot_cost_curve(lambda v: (v - 3) ** 2, "w", -2, 8, tangents=[0], derivative=lambda v: 2 * (v - 3))
        assert words(ax) == words(plot_cost_curve(BOWL, "w", -2, 8, tangents=[0]))

    def test_a_constant_is_a_level_line(self) -> None:
        """A cost that does not depend on the parameter is drawn too."""
        ax = plot_cost_curve(lambda _: 2.0, "w", 0, 1)
        assert words(ax) == "The cost J against w stays at 2 from w = 0 to w = 1."
        assert ax.get_ylim() == (1.5, 2.5)

    def test_it_draws_on_the_axes_given(self) -> None:
        """With ax the plot is added to it, and so are the words."""
        ax = axes()
        assert plot_cost_curve(BOWL, w, -2, 8, ax=ax) is ax
        assert plot_cost_curve(sin(w), w, 0, 1, ax=ax) is ax
        assert words(ax).count("The cost J against w") == 2

    @pytest.mark.parametrize(
        ("arguments", "options", "text"),
        [
            (
                (BOWL, w, 1, 1),
                {},
                (
                    "Cannot draw a cost from w = 1 to 1, because the first end must be less than the second."
                    " Swap or change the ends."
                ),
            ),
            (
                (BOWL, w, math.nan, 1),
                {},
                "Cannot draw a cost from w = nan to 1, because nan is not a finite number. Pass two finite numbers.",
            ),
            (
                (BOWL, w, 0, "1"),
                {},
                "Cannot draw a cost from w = 0 to '1', because '1' is not a finite number. Pass two finite numbers.",
            ),
            (
                (BOWL, w, 0, True),
                {},
                "Cannot draw a cost from w = 0 to True, because True is not a finite number. Pass two finite numbers.",
            ),
            (
                (BOWL, w, 0, 1),
                {"tangents": [2]},
                "Cannot draw a point at w = 2.0, because the curve runs from 0 to 1. Choose a point on it.",
            ),
            (
                (BOWL, w, 0, 1),
                {"tangents": [math.nan]},
                "Cannot draw a point at w = nan, because the curve runs from 0 to 1. Choose a point on it.",
            ),
            (
                (w * b, w, 0, 1),
                {},
                (
                    "Cannot draw the cost w*b against w, because it also depends on b."
                    " Put numbers in their place: cost.subs({b: 1.0})."
                ),
            ),
            (
                (log(w), w, -1, 1),
                {},
                "Cannot draw the cost at w = −1, because it is nan there. Choose other ends.",
            ),
            (
                (7, w, 0, 1),
                {},
                "Cannot draw 7 as a cost, because it is neither an expression nor a function. Pass one of them.",
            ),
            (
                (np.cos, w, 0, 1),
                {"tangents": [0.5]},
                (
                    "Cannot draw tangents to a cost that is a function, because its slope is not known."
                    " Pass derivative=..., or an expression."
                ),
            ),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, arguments: Any, options: Any, text: str) -> None:
        """Ends, points and costs that make no sense get an error that quotes them."""
        assert refusal(plot_cost_curve, *arguments, **options) == text


class TestDescentPath:
    """`plot_descent_path` draws steps on the cost curve."""

    def test_the_path_is_the_history(self) -> None:
        """Each step is a point of the path, on the curve, and the ends are labelled."""
        history = gradient_descent(BOWL, {w: 0.0}, learning_rate=0.25, max_steps=2)
        ax = plot_descent_path(BOWL, history)
        assert points(ax.lines[1]).tolist() == [[0.0, 9.0], [1.5, 2.25], [2.25, 0.5625]]
        assert texts(ax) == ["step 0", "step 2"]
        assert all(label.get_position()[1] < 0 for label in ax.texts)
        assert ax.get_xlim() == pytest.approx((-0.45, 2.7))
        assert words(ax).endswith("Steps to w = 0, 1.5, 2.25.")

    @pytest.mark.parametrize("start", [-1.9, 0.0, 7.9])
    def test_no_label_leaves_the_picture(self, start: float) -> None:
        """At an end of the curve a label stands inside the bowl, elsewhere below it."""
        history = gradient_descent(BOWL, {w: start}, learning_rate=0.05, max_steps=30)
        ax = plot_descent_path(BOWL, history, low=-2, high=8)
        drawing: Any = ax.figure
        drawing.canvas.draw()
        frame = drawing.bbox
        for text in ax.texts:
            box = text.get_window_extent()
            assert frame.x0 <= box.x0
            assert box.x1 <= frame.x1
        first = ax.texts[0]
        assert bool(first.xyann[1] > 0) is (start != 0.0)  # type: ignore[attr-defined]  # of an Annotation

    def test_many_steps_are_told_in_part(self) -> None:
        """Beyond six steps the words leave out those in the middle."""
        history = gradient_descent(BOWL, {w: 0.0}, learning_rate=0.5, max_steps=1)
        assert words(plot_descent_path(BOWL, history)).endswith("Steps to w = 0, 3.")
        history = gradient_descent(BOWL, {w: 4.0}, learning_rate=1.0, max_steps=7)
        assert words(plot_descent_path(BOWL, history)).endswith("Steps to w = 4, 2, 4, 2, 4, 2, …, 2.")

    def test_a_descent_that_starts_at_its_end_has_a_curve_too(self) -> None:
        """Without a step the curve is drawn around the start."""
        history = gradient_descent(BOWL, {w: 3.0}, learning_rate=0.5)
        assert plot_descent_path(BOWL, history).get_xlim() == (2, 4)

    def test_steps_without_a_cost_are_left_out(self) -> None:
        """A step that led out of the domain is not on the curve."""
        history = gradient_descent(w - log(w), {w: 3.0}, learning_rate=6.0, on_divergence="mark")
        assert len(history.cost) == 2
        assert x_of(plot_descent_path(w - log(w), history).lines[1]).tolist() == [3.0]

    def test_a_descent_without_a_cost_has_no_path(self) -> None:
        """Where no step has a finite cost, there is nothing to draw on a curve either."""
        import torch

        history = gradient_descent(
            lambda p: (p * math.nan).sum(), torch.ones(1), learning_rate=0.1, on_divergence="mark"
        )
        assert refusal(plot_descent_path, BOWL, history) == (
            "Cannot draw the path of this descent, because no step of it has a finite cost."
            " Start it where the cost is finite."
        )

    def test_of_very_many_steps_those_are_drawn_that_can_be_told_apart(self) -> None:
        """A descent of thousands of steps is no heavier than what can be seen of it, and its ends are drawn."""
        history = gradient_descent(BOWL, {w: 0.0}, learning_rate=1e-4, max_steps=5000, tolerance=0)
        path = points(plot_descent_path(BOWL, history).lines[1])
        assert len(path) < 400
        assert path[[0, -1], 0].tolist() == [0.0, history.last["w"]]

    def test_several_parameters_are_refused(self) -> None:
        """A curve has one parameter."""
        history = gradient_descent(w**2 + b**2, {w: 1.0, b: 1.0}, learning_rate=0.1)
        assert refusal(plot_descent_path, w**2 + b**2, history) == (
            "Cannot draw the path of w, b on a cost curve, because the curve has one parameter."
            " Use plot_descent, which draws the cost at each step."
        )


class TestDescent:
    """`plot_descent` draws the cost at each step."""

    def test_few_steps_are_drawn_one_by_one(self) -> None:
        """Up to 30 steps have a dot each, on a plain scale with whole numbers."""
        history = gradient_descent(BOWL, {w: 0.0}, learning_rate=0.25, max_steps=3)
        ax = plot_descent(history)
        assert points(ax.lines[0]).tolist() == [[0, 9], [1, 2.25], [2, 0.5625], [3, 0.140625]]
        assert marked(ax) == [0, 1, 2, 3]
        assert (ax.get_xscale(), ax.get_yscale()) == ("linear", "linear")
        assert ticks(ax.xaxis) == ["0", "1", "2", "3"]
        assert texts(ax) == ["0.141 at step 3"]
        assert words(ax) == (
            "The cost J against the step falls from 9 at step 0 to 0.141 at step 3."
            " After max_steps=3 the largest entry of the gradient is 0.75, above tolerance=1e-08."
        )

    def test_many_steps_get_a_logarithmic_scale(self) -> None:
        """A long descent has a place for step 0, then 1, 10, 100 …, and not more points than can be seen."""
        cells = load_cells()
        history = gradient_descent(
            Neuron([1.0], 0.0), cells[["mean_area"]], cells["is_cancerous"], learning_rate=5, max_steps=1500
        )
        ax = plot_descent(history)
        assert ticks(ax.xaxis) == ["0", "1", "10", "100", "1,000"]
        steps, cost = points(ax.lines[0]).T
        assert steps[0] == 0
        assert steps[-1] == 1500
        assert len(steps) < 400
        np.testing.assert_array_equal(cost, history.cost[steps.astype(int)])
        assert [steps[at] for at in marked(ax)] == list(range(11))

    def test_a_steep_descent_gets_a_logarithmic_cost(self) -> None:
        """Where the cost falls a hundredfold, its scale is logarithmic, with plain numbers while they are short."""
        history = gradient_descent(BOWL, {w: 0.0}, learning_rate=0.25, max_steps=6)
        ax = plot_descent(history)
        assert ax.get_yscale() == "log"
        assert ticks(ax.yaxis) == ["0.001", "0.01", "0.1", "1", "10"]

    def test_a_divergence_rises_over_powers_of_ten(self) -> None:
        """A diverging cost is labelled above its last point, and the scale has powers of ten."""
        history = gradient_descent(BOWL, {w: 0.0}, learning_rate=1.5, on_divergence="mark")
        ax = plot_descent(history)
        assert len(ticks(ax.yaxis)) > 1
        assert all(tick.startswith("10") for tick in ticks(ax.yaxis))
        assert ax.texts[0].get_position()[1] > 0
        assert words(ax).endswith("above divergence_limit=1e+10.")

    def test_steps_without_a_cost_are_left_out(self) -> None:
        """What is not finite is not drawn."""
        history = gradient_descent(w - log(w), {w: 3.0}, learning_rate=6.0, on_divergence="mark")
        ax = plot_descent(history)
        assert x_of(ax.lines[0]).tolist() == [0]

    def test_a_cost_of_zero_keeps_a_plain_scale(self) -> None:
        """Zero has no place on a logarithmic scale."""
        history = gradient_descent(BOWL, {w: 0.0}, learning_rate=0.5)
        assert history.cost[-1] == 0
        assert plot_descent(history).get_yscale() == "linear"

    def test_a_descent_without_a_cost_is_refused(self) -> None:
        """Where no step has a finite cost, there is nothing to draw."""
        import torch

        history = gradient_descent(
            lambda p: (p * math.nan).sum(), torch.ones(1), learning_rate=0.1, on_divergence="mark"
        )
        assert refusal(plot_descent, history) == (
            "Cannot draw this descent, because no step of it has a finite cost. Start it where the cost is finite."
        )


class TestFit:
    """`plot_fit` draws a neuron over its data."""

    def test_the_curve_is_the_activation(self) -> None:
        """The curve is the neuron's own activation between the least and the greatest input."""
        ax = plot_fit(NEURON, X, Y, xlabel="mean area (thousands of square pixels)", classes=("benign", "malignant"))
        x, a = points(ax.lines[3]).T
        np.testing.assert_allclose(a, NEURON.forward(x[:, None]))
        assert (x[0], x[-1]) == (0.5, 2.0)
        assert ax.get_xlabel() == "mean area (thousands of square pixels)"
        assert ax.get_ylabel() == "activation a"
        assert texts(ax) == ["benign", "malignant", "a = 0.5 at x = 1"]

    def test_each_row_has_its_mark(self) -> None:
        """Rows stand at their input: class 0 below the curve as dots, class 1 above it as strokes."""
        ax = plot_fit(NEURON, X, Y)
        dots, strokes = ax.lines[1:3]
        assert np.unique(x_of(dots)).tolist() == [0.5]
        assert np.unique(x_of(strokes)).tolist() == [0.9, 1.2, 2.0]
        assert np.nanmax(y_of(dots)) < 0
        assert np.nanmin(y_of(strokes)) > 1
        assert dots.get_solid_capstyle() == "round"
        assert strokes.get_solid_capstyle() == "butt"

    def test_rows_at_one_place_are_moved_apart(self) -> None:
        """Rows of the same input and class do not hide each other, and stand where they stood before."""
        heights = [
            np.asarray(plot_fit(NEURON, [[1.0]] * 5 + [[2.0]], [0] * 6).lines[1].get_ydata(), dtype=float)
            for _ in range(2)
        ]
        assert len(np.unique(heights[0][~np.isnan(heights[0])].round(6))) == 12
        np.testing.assert_array_equal(heights[0], heights[1])

    def test_several_inputs_are_drawn_against_z(self) -> None:
        """With two inputs the horizontal axis is the linear output, and the answer changes at z = 0."""
        neuron = Neuron([1.0, -2.0], 0.5)
        ax = plot_fit(neuron, [[0.0, 1.0], [1.0, 0.0], [2.0, 0.0]], [0, 1, 1])
        assert ax.get_xlabel() == "z"
        z, a = points(ax.lines[3]).T
        np.testing.assert_allclose(a, sigmoid(z))
        assert (z[0], z[-1]) == (-1.5, 2.5)
        assert words(ax) == (
            "The activation a against z rises from 0.182 at z = −1.5 to 0.924 at z = 2.5, and a = 0.5 at z = 0."
            f" It is on the right side of 0.5 for 1 of 1 rows (y = 0) and 2 of 2 rows (y = 1)."
            f" The cost J is {number(neuron.cost(np.array([[0.0, 1], [1, 0], [2, 0]]), np.array([0.0, 1, 1])), 4)}."
        )

    def test_a_curve_that_does_not_reach_a_half_has_no_boundary(self) -> None:
        """Where the neuron gives every row the same answer, nothing is marked."""
        ax = plot_fit(Neuron([2.0], 5.0), X, Y)
        assert texts(ax) == ["y = 0", "y = 1"]
        assert "a = 0.5" not in words(ax)
        assert "0 of 1 rows (y = 0) and 3 of 3 rows (y = 1)" in words(ax)

    def test_the_answer_changes_at_the_threshold(self) -> None:
        """With another threshold the boundary is where the activation reaches it, and the rows are counted anew."""
        ax = plot_fit(NEURON, X, Y, threshold=0.3)
        at = float(np.log(0.3 / 0.7) - NEURON.parameters[1]) / NEURON.weights[0]
        level, across = points(ax.lines[0]), points(ax.lines[4])
        assert level[:, 1].tolist() == [0.3, 0.3]
        np.testing.assert_allclose(across[:, 0], round(at, 2))
        assert texts(ax)[-1] == f"a = 0.3 at x = {number(round(at, 2))}"
        right = (NEURON.forward(np.asarray(X)) > 0.3) == np.asarray(Y, dtype=bool)
        assert f"right side of 0.3 for {right[:1].sum()} of 1 rows (y = 0) and {right[1:].sum()} of 3 rows" in words(ax)

    def test_the_real_cells_are_told_as_they_are(self) -> None:
        """On the cells, the words count what scikit-learn's best neuron would get right."""
        cells = load_cells()
        neuron = Neuron([11.76788], -7.97409)
        ax = plot_fit(neuron, cells[["mean_area"]], cells["is_cancerous"], classes=("benign", "malignant"))
        right = (neuron.forward(cells[["mean_area"]].to_numpy()) > 0.5) == cells["is_cancerous"].to_numpy(bool)
        told = f"{right[cells['is_cancerous'] == 0].sum()} of 357 rows (benign)"
        assert told in words(ax)
        assert f"{right[cells['is_cancerous'] == 1].sum()} of 212 rows (malignant)" in words(ax)

    @pytest.mark.parametrize(
        ("neuron", "rows", "labels", "text"),
        [
            (
                Neuron([1.0], 0.0, linear, mean_squared_error),
                X,
                [0, 1, 2, 1],
                "Cannot draw a neuron over these labels y, because they are not all 0 or 1. Pass 0 or 1 for each row.",
            ),
            (
                NEURON,
                [[1.0], [1.0]],
                [0, 1],
                "Cannot draw a neuron over these rows, because all have x = 1. Pass rows that differ.",
            ),
        ],
    )
    def test_rows_that_make_no_sense_are_refused(self, neuron: Neuron, rows: Any, labels: Any, text: str) -> None:
        """Labels other than 0 and 1 and rows that are all the same cannot be drawn."""
        assert refusal(plot_fit, neuron, rows, labels) == text

    def test_the_label_of_a_low_threshold_stands_below_the_dots(self) -> None:
        """Beside its point it would lie on them."""
        ax = plot_fit(NEURON, [[0.1], [0.9], [1.2], [2.0]], Y, threshold=0.2)
        ax.figure.draw_without_rendering()  # type: ignore[union-attr]  # an Axes of ours is on a whole figure
        low, high = ax.transData.inverted().transform(ax.texts[-1].get_window_extent())[:, 1]
        assert ax.get_ylim()[0] < low < high < np.nanmin(y_of(ax.lines[1]))

    @pytest.mark.parametrize("threshold", [0.0, 1.0, math.nan])
    def test_a_threshold_is_between_0_and_1(self, threshold: float) -> None:
        """A sigmoid never reaches 0 or 1, so that nothing would change there."""
        assert refusal(plot_fit, NEURON, X, Y, threshold=threshold) == (
            f"Cannot draw the threshold {threshold}, because it is not between 0 and 1. Pass a number such as 0.5."
        )

    def test_rows_that_do_not_fit_the_neuron_are_refused(self) -> None:
        """Shapes and values are checked by the neuron itself."""
        assert "shape" in refusal(plot_fit, NEURON, X, Y[:2])
        assert "finite" in refusal(plot_fit, NEURON, [[math.nan]], [0])


def test_no_plot_shows_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """Plots neither print nor touch pyplot, whose figures would pile up."""
    import sys

    plot_cost_curve(BOWL, w, -2, 8, tangents=[0])
    plot_fit(NEURON, X, Y)
    assert capsys.readouterr().out == ""
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


def test_a_path_may_leave_a_window() -> None:
    """With given ends the curve stays within them, an arrow and the description say what is outside."""
    w = symbols("w")
    history = gradient_descent(w**2, {w: 1.0}, learning_rate=1.5, max_steps=3)
    ax = plot_descent_path(w**2, history, low=-3, high=3)
    assert ax.get_xlim() == (-3, 3)
    assert str(ax.get_label()).endswith(
        "Steps to w = 1, −2, 4, −8. From step 2 on the path is outside the picture, at least at times."
    )
    assert [text.get_text() for text in ax.texts] == ["step 0", "← step 3"]
    far = gradient_descent(w**2, {w: 4.0}, learning_rate=1.5, max_steps=2)
    shown = plot_descent_path(w**2, far, low=-3, high=3)
    assert [text.get_text() for text in shown.texts] == ["step 0 →", "step 2 →"]
    assert "outside" not in str(plot_descent_path(w**2, history).get_label())
