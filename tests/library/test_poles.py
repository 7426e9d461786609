"""Between the samples of a cost: poles are refused, peaks and jumps are drawn and told, smooth curves left alone."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import (
    Abs,
    Expr,
    InputError,
    Neuron,
    Piecewise,
    acsch,
    atanh,
    cos,
    cot,
    coth,
    csch,
    exp,
    log,
    mean_squared_error,
    moving_figure,
    plot_contour,
    plot_cost_curve,
    plot_descent_path,
    plot_fit,
    plot_secant,
    sec,
    sigmoid,
    sign,
    sin,
    softplus,
    sqrt,
    step,
    symbols,
    tan,
    tanh,
)
from gdmath.descent import gradient_descent
from gdmath.plotting.curves import traced
from gdmath.plotting.poles import climbs, risky
from gdmath.plotting.sampling import readings

w, b = symbols("w b")
LOW, HIGH = -1.0, 2.0001  # no sample is at zero


def told(cost: Any, low: float = LOW, high: float = HIGH) -> str:
    """Return how a plot tells of a cost."""
    return (
        str(plot_cost_curve(cost, "w", low, high).get_label()).removeprefix("The cost J against w ").removesuffix(".")
    )


def refusal(function: Any, *arguments: Any) -> str:
    """Return the text of the error that these arguments of a plot get."""
    with pytest.raises(InputError) as caught:
        function(*arguments)
    return str(caught.value)


POLES: list[tuple[Expr, str]] = [
    (1 / w, "0"),
    (w**-1, "0"),
    (1 / w**2, "0"),
    (Abs(w) ** -0.5, "0"),
    (log(Abs(w)), "0"),
    (w * log(Abs(w)), "0"),
    (log(w**2) + 1000 * w, "0"),
    (tan(w), "1.57"),
    (sec(3 * w), "−0.524"),
    (cot(w), "0"),
    (csch(w), "0"),
    (coth(w), "0"),
    (acsch(w), "0"),
    (1 / (exp(w) - 2), "0.693"),
    (1 / (w**2 - 2), "1.41"),
    (1 / (cos(w) - 1), "0"),
    (w**30 / (w - 1.3), "1.3"),
    (w + 1e-9 / (w - 1 / 3), "0.333"),
    (w + 1e-16 / (w**2 - 2), "1.41"),
    (exp(-1 / w**2), "0"),
    (sigmoid(1 / w), "0"),
    (w / (1 + 1 / w**2), "0"),
]


@pytest.mark.parametrize(("cost", "place"), POLES, ids=[str(cost) for cost, _ in POLES])
def test_a_formula_that_has_no_value_between_two_samples_is_refused(cost: Expr, place: str) -> None:
    """Whichever way it goes there, and however little of it can be seen: `evaluate` has no value there either."""
    refused = f"Cannot draw the cost at w = {place}, because it has no finite value there. Choose other ends."
    assert refusal(plot_cost_curve, cost, w, LOW, HIGH) == refused
    assert refusal(plot_secant, cost, w, 0.5, 0.1, LOW, HIGH) == refused


@settings(max_examples=60, deadline=None)  # one refusal compiles a formula
@given(st.floats(-0.9, 1.9), st.sampled_from([-2, -1, 1]), st.floats(-6, 6), st.floats(-3, 3))
def test_a_pole_is_found_wherever_it_is(place: float, order: int, size: float, slope: float) -> None:
    """At each place, of each order (1 stands for a logarithm), of each size, and on each slope."""
    pole = log(Abs(w - place)) if order == 1 else (w - place) ** order
    assert "because it" in refusal(plot_cost_curve, 10.0**size * pole + 10.0**slope * w, w, LOW, HIGH)


FUNCTIONS: list[tuple[Any, str]] = [
    (lambda v: 1 / v, "0"),
    (lambda v: 1 / (v - 0.35) ** 2, "0.35"),
    (lambda v: np.log(np.abs(v - 0.3)), "0.3"),
    (np.tan, "1.57"),
    (lambda v: 1 / (v - 0.1234) + 1e6 * v, "0.123"),
]


@pytest.mark.parametrize(("cost", "place"), FUNCTIONS)
def test_a_function_that_grows_beyond_all_bounds_is_refused(cost: Any, place: str) -> None:
    """Of a function the values alone are known; where they grow on and on, there is no value."""
    assert refusal(plot_cost_curve, cost, "w", LOW, HIGH).startswith(
        f"Cannot draw the cost at w = {place}, because it "
    )


MAPS: list[tuple[Any, str]] = [
    (1 / w, "w = 0, b = −1.3"),
    (1 / (w - b - 0.3), "w = −0.15, b = −0.45"),
    (1 / (w**2 + b**2), "w = 0, b = 0"),
    (log(w**2 + b**2), "w = 0, b = 0"),
    (w**2 + b**2 + 1e-6 / (w - 0.1234), "w = 0.123, b = −1.3"),
    (lambda x, y: math.log((x - 0.1) ** 2 + y * y), "w = 0.1, b = 0"),
    (lambda x, y: 1 / ((x - 0.123) ** 2 + (y - 0.4) ** 2), "w = 0.123, b = 0.4"),
]


@pytest.mark.parametrize(("cost", "place"), MAPS, ids=range(len(MAPS)))
def test_a_map_has_no_pole_either(cost: Any, place: str) -> None:
    """A line or a single point on which a cost has no value is found between the samples of a map."""
    assert refusal(plot_contour, cost, ["w", "b"], (LOW, -1.3), (HIGH, 2.1)) == (
        f"Cannot draw the cost at {place}, because it has no finite value there. Choose other corners."
    )


def test_moving_figures_and_paths_and_fits_meet_no_pole() -> None:
    """Whatever is drawn with a curve is refused as the curve is, and names what has no value."""
    refused = "because it has no finite value there."
    sliders: Any = {"at": [1, 2]}
    with pytest.raises(InputError, match=refused):
        moving_figure(
            lambda at: plot_cost_curve(1 / w, w, LOW, HIGH, tangents=[at]),
            sliders,
            numbers=lambda at: {"J": at},
            caption="c",
        )
    history = gradient_descent(1 / w**2, {w: 0.5}, learning_rate=0.05, max_steps=3)
    with pytest.raises(InputError, match=refused):
        plot_descent_path(1 / w**2, history, low=LOW, high=HIGH)
    neuron = Neuron([2.0], -2.0, tan, mean_squared_error)
    assert refusal(plot_fit, neuron, [[0.5], [1.2], [2.5]], [0, 1, 1]) == (
        "Cannot draw the activation at x = 1.79, because it has no finite value there. "
        "Choose another activation, or rows on one side of that place."
    )


BOUNDED: list[tuple[Expr, str]] = [
    ((w - 1) ** 2, "falls from 4 at w = −1 to 0 at w = 1, then rises to 1 at w = 2"),
    (Abs(w), "falls from 1 at w = −1 to 0 at w = 0, then rises to 2 at w = 2"),
    (sqrt(Abs(w)), "falls from 1 at w = −1 to 0 at w = 0, then rises to 1.41 at w = 2"),
    (sin(w) / w, "rises from 0.841 at w = −1 to 1 at w = 0, then falls to 0.455 at w = 2"),
    (tanh(1e5 * w), "rises from −1 at w = −1 to 1 at w = 2"),
    (1 / (w**2 + 1e-10), "rises from 0 at w = −1 to 10¹⁰ at w = 0, then falls to 0 at w = 2"),
    (softplus(40 * w), "rises from 0 at w = −1 to 80 at w = 2"),
    (1 / (1 + exp(1000 * w)), "falls from 1 at w = −1 to 0 at w = 2"),
    (atanh(w / 3), "rises from −0.347 at w = −1 to 0.805 at w = 2"),
]


@pytest.mark.parametrize(("cost", "words"), BOUNDED, ids=[str(cost) for cost, _ in BOUNDED])
def test_what_stays_within_bounds_is_drawn(cost: Expr, words: str) -> None:
    """Kinks, cusps, holes, steep slopes and peaks between the samples are drawn as high as they are."""
    assert told(cost) == words


JUMPS: list[tuple[Any, str]] = [
    (step(w), "stays at 0 from w = −1 to w = 0, then jumps to 1 and stays at 1 from w = 0 to w = 2"),
    (sign(w), "stays at −1 from w = −1 to w = 0, then jumps to 1 and stays at 1 from w = 0 to w = 2"),
    (
        2 * step(w - 1) + w,
        "rises from −1 at w = −1 to 1 at w = 1, then jumps to 3 and rises from 3 at w = 1 to 4 at w = 2",
    ),
    (step(sin(10 * w)), "jumps 10 times between 0 at w = −0.94 and 1 at w = −1"),
    (lambda v: np.round(50 * v), "jumps 150 times between −50 at w = −1 and 100 at w = 1.99"),
]


@pytest.mark.parametrize(("cost", "words"), JUMPS, ids=[words for _, words in JUMPS])
def test_a_jump_is_told_and_drawn_as_a_gap(cost: Any, words: str) -> None:
    """No line joins both sides of a jump, up to four are told one by one, and the line goes on at the very place."""
    assert told(cost) == words
    x, y = np.asarray(plot_cost_curve(cost, "w", LOW, HIGH).lines[0].get_xydata(), dtype=float).T
    gaps = np.flatnonzero(np.isnan(y))
    assert len(gaps)
    assert (x[gaps + 1] - x[gaps - 1]).max() < 1e-9
    assert np.abs(y[gaps + 1] - y[gaps - 1]).min() > 0.9


def test_a_jump_at_a_sample_has_no_third_side() -> None:
    """Where a sample is at the jump itself, its value belongs to neither side and is not told."""
    assert (
        told(sign(w), -1, 1) == "stays at −1 from w = −1 to w = 0, then jumps to 1 and stays at 1 from w = 0 to w = 1"
    )


def test_an_answer_that_jumps_over_the_threshold_is_never_at_it() -> None:
    """The activation of a step is 0 or 1, and not one half anywhere."""
    neuron = Neuron([2.0], -2.0, step, mean_squared_error)
    ax = plot_fit(neuron, [[0.5], [0.9], [1.2]], [0, 1, 1])
    assert "and a passes 0.5 at x = 1." in str(ax.get_label())
    assert ax.texts[-1].get_text() == "a passes 0.5 at x = 1"


def test_a_narrow_peak_is_drawn() -> None:
    """A line through every tenth sample would leave out a peak of two samples' width; the points there are added."""
    x, y = np.asarray(
        plot_cost_curve(exp(-(((w - 0.33) * 2000) ** 2)), w, LOW, HIGH).lines[0].get_xydata(), dtype=float
    ).T
    assert y.max() == pytest.approx(1, abs=1e-3)
    assert x[np.argmax(y)] == pytest.approx(0.33, abs=1e-4)
    assert len(x) < 800


@pytest.mark.parametrize("cost", [sin(5000 * w), lambda v: np.sin(2 * np.pi * 4000 / (HIGH - LOW) * v)])
def test_what_turns_between_the_samples_is_refused(cost: Any) -> None:
    """The samples of a quick wave would show another wave, or a level line."""
    assert refusal(plot_cost_curve, cost, "w", LOW, HIGH) == (
        "Cannot draw the cost from w = −1 to 2, because it turns too often there for a picture to show. "
        "Bring the ends nearer to each other."
    )


def test_only_parts_that_can_be_without_a_value_are_searched() -> None:
    """Sums, products, whole powers and what does not depend on a letter have a value everywhere."""
    assert risky(w**2 * 3 - 2**w + 1 / symbols("b").subs({b: 2}) + w / 3) == []
    assert [str(part) for part in risky(1 / w + w**-2 + sqrt(w))] == ["1/w", "w**(-2)", "sqrt(w)"]


def test_a_piece_without_a_value_where_it_does_not_hold_is_drawn() -> None:
    """The pole of a piece is none of the whole where another piece holds, and one beside it still is."""
    pieces = Piecewise((1 / w, w > 1), (w, True))
    assert told(pieces) == "rises from −1 at w = −1 to 1 at w = 1, then falls to 0.5 at w = 2"
    assert [str(part) for part in risky(pieces + 1 / w)] == ["1/w"]
    assert "at w = 0," in refusal(plot_cost_curve, Piecewise((1 / w, w > 0), (w, True)), "w", LOW, HIGH)


def test_smooth_samples_are_searched_at_little_cost() -> None:
    """A slow function is asked at few more places than its samples."""
    asked: list[int] = []

    def bowl(v: Any) -> Any:
        asked.append(v.size)
        return (v - 0.5) ** 2

    traced(readings(bowl, "w"), "w", LOW, HIGH)
    assert sum(asked) < 1.05 * 4001


def test_noise_is_no_pole() -> None:
    """Values without any order rise and fall on every way to a top, and end nowhere."""
    noise = np.random.default_rng(0)
    x = np.linspace(0, 1, 101)

    def values(places: Any) -> Any:
        return noise.random(len(places))

    assert not any(climb.endless for climb in climbs(values, [x], values(x)))


def test_what_is_nearly_level_has_a_picture() -> None:
    """An axis has room for a cost whose rounding is all that moves, and for one of no height."""
    low, high = plot_cost_curve(lambda v: 1e20 + v, "w", LOW, HIGH).get_ylim()
    assert low < 1e20 < high
    assert plot_cost_curve(lambda v: 1e-300 * v, "w", LOW, HIGH).get_ylim()[0] < 0


def test_a_pole_of_one_piece_is_found_on_a_map() -> None:
    """Where a piece holds that has one, it is refused as it is without the others."""
    pole = Piecewise((1 / (w - 0.01234) ** 2, b > 0), (b + w, True))
    assert "has no finite value" in refusal(plot_contour, pole, [w, b], (-1, -1), (1, 1))
