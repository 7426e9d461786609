"""What plots and figures are given: every argument of each of them takes what makes sense, and refuses the rest."""

import inspect
import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import gdmath
from gdmath import GdmathError, InputError, Neuron, differentiate, gradient_descent, symbols
from gdmath.figures import MovingFigure, PageFigure, describe, figure, moving_figure
from gdmath.figures.given import by_name, items, number_of, numbers_of, quoted
from gdmath.plotting import axes, course, labelled, number, plot_cost_curve, plot_fit, power_of_ten, scale_powers
from tests.library.strategies import with_type

w, b, z = symbols("w b z")
HISTORY = gradient_descent((w - 3) ** 2, {w: 0.0}, learning_rate=0.25, max_steps=3)
ON_MAP = gradient_descent(w**2 + b**2, {w: 1.0, b: 1.0}, learning_rate=0.1, max_steps=2)
X, Y = [[0.5], [0.9], [1.2]], [0, 1, 1]


def silent(**_: float) -> Axes:
    """Draw a frame that is described."""
    ax = axes()
    describe(ax, "Nothing.")
    return ax


# A call of each public function that works; beside each, the values of its other arguments.
CALLS: dict[Callable[..., Any], dict[str, Any]] = {
    gdmath.plot_cost_curve: {
        "cost": w**2,
        "wrt": w,
        "low": -1,
        "high": 2,
        "points": [1.0],
        "tangents": [0.5],
        "derivative": lambda v: 2 * v,
        "ax": None,
    },
    gdmath.plot_descent_path: {"cost": (w - 3) ** 2, "history": HISTORY, "low": -1.0, "high": 4.0, "ax": None},
    gdmath.plot_secant: {"cost": w**2, "wrt": w, "at": 1.0, "h": 0.5, "low": -1, "high": 2, "ax": None},
    gdmath.plot_contour: {
        "cost": w**2 + b**2,
        "wrt": [w, b],
        "low": (-2, -2),
        "high": (2, 2),
        "levels": [1.0],
        "path": ON_MAP,
        "arrows": {"up": ((0, 0), (0, 1))},
        "equal": False,
        "ax": None,
    },
    gdmath.plot_descent: {"history": HISTORY, "ax": None},
    gdmath.plot_fit: {
        "neuron": Neuron([2.0], -2.0),
        "X": X,
        "y": Y,
        "xlabel": "x",
        "classes": ("no", "yes"),
        "threshold": 0.5,
        "ax": None,
    },
    gdmath.plot_distances: {"histories": {"a": HISTORY}, "goals": {"a": [3.0]}, "steps": 5, "least": 1e-3, "ax": None},
    gdmath.plot_product: {
        "u": w,
        "v": 2 * w,
        "wrt": w,
        "at": 3,
        "nudge": 1,
        "names": ("u", "v"),
        "room": (9, 9),
        "digits": 1,
        "ax": None,
    },
    gdmath.plot_chain: {
        "stages": {"z": 3 * w, "J": z**2},
        "wrt": w,
        "values": {"w": 2.0},
        "nudge": None,
        "upstream": None,
        "digits": 2,
        "ax": None,
    },
    gdmath.plot_shards: {"values": [1.0, 3.0, 8.0], "cuts": [2], "ylabel": "slope", "limits": (0, 10), "ax": None},
    figure: {"ax": silent(), "caption": "c", "alt": "a"},
    moving_figure: {
        "draw": silent,
        "sliders": {"w": [0, 1]},
        "numbers": lambda w: {"J": w},
        "caption": "c",
        "start": {"w": 0},
        "text": "{J}",
        "digits": 1,
    },
    describe: {"ax": silent(), "sentences": "A line."},
    axes: {"width": 6, "height": 4},
    labelled: {"ax": None, "xlabel": "x", "ylabel": "y"},
    scale_powers: {"ax": silent()},
    number: {"value": 1.5, "digits": 3},
    power_of_ten: {"exponent": 3},
    course: {"x": [0.0, 1.0], "y": [0.0, 2.0], "at": "w = ", "least": 0.0},
}


def polar() -> Any:
    """Return Axes whose sides are not straight."""
    return Figure().add_subplot(projection="polar")


def removed() -> Any:
    """Return Axes that have no figure any more."""
    ax = axes()
    ax.remove()
    return ax


def fails(*_: Any, **__: Any) -> Any:
    """Fail as a function of a beginner does."""
    message = "something else"
    raise KeyError(message)


STRANGE: dict[str, Callable[[], Any]] = {
    "a text": lambda: "one",
    "no text": lambda: "",
    "bytes": lambda: b"one",
    "nothing": lambda: None,
    "true": lambda: True,
    "nan": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "minus one": lambda: -1,
    "a huge int": lambda: 10**400,
    "an int too long to write": lambda: -(10**5000),
    "the largest float": lambda: 1.7e308,
    "the least float": lambda: 5e-324,
    "a complex number": lambda: 1j,
    "a fraction": lambda: Fraction(1, 2),
    "an empty list": list,
    "a table": lambda: [[1.0, 2.0]],
    "a ragged table": lambda: [[1.0], [2.0, 3.0]],
    "a list of texts": lambda: ["1", "2"],
    "a list of nothing": lambda: [None, None],
    "a list of huge ints": lambda: [10**400, 1],
    "a dict": lambda: {"w": "1"},
    "a dict of numbers": lambda: {1: 2},
    "an array": lambda: np.array([0.5, np.nan]),
    "an array of float16": lambda: np.array([0.5, 1.0], dtype=np.float16),
    "a complex array": lambda: np.array([1j, 2]),
    "a masked array": lambda: np.ma.array([0.5, 1.0], mask=[False, True]),
    "a masked number": lambda: np.ma.masked,
    "a bool of NumPy": lambda: np.True_,
    "a tensor": lambda: torch.tensor(1.0, requires_grad=True),
    "tensors": lambda: [torch.tensor(0.5, requires_grad=True), torch.tensor(1.0)],
    "a bfloat16 tensor": lambda: torch.tensor([0.5, 1.0], dtype=torch.bfloat16),
    "a complex tensor": lambda: torch.tensor(1j),
    "a tensor without numbers": lambda: torch.ones(2, device="meta"),
    "a column": lambda: pd.Series(["a", "b"]),
    "a date": lambda: pd.Timestamp("2026-01-01"),
    "a missing value": lambda: pd.NA,
    "a letter": lambda: symbols("q"),
    "a formula": lambda: 1 / w,
    "a derivation": lambda: differentiate(w**2, w),
    "a neuron": lambda: Neuron([1.0]),
    "another neuron's history": lambda: HISTORY,
    "a class": lambda: int,
    "a function that fails": lambda: fails,
    "a function of text": lambda: lambda *_, **__: "1",
    "an endless iterator": itertools.count,
    "an object": object,
    "polar Axes": polar,
    "removed Axes": removed,
}


# Where a value can stand inside an argument: in a list, in a dict, or as what a function returns.
INSIDE: list[tuple[Callable[..., Any], str, Callable[[Any], Any]]] = [
    (gdmath.plot_cost_curve, "cost", lambda strange: lambda _: strange),
    (gdmath.plot_cost_curve, "derivative", lambda strange: lambda _: strange),
    (gdmath.plot_cost_curve, "points", lambda strange: [strange]),
    (gdmath.plot_contour, "cost", lambda strange: lambda *_: strange),
    (gdmath.plot_contour, "wrt", lambda strange: [w, strange]),
    (gdmath.plot_contour, "low", lambda strange: (strange, -2)),
    (gdmath.plot_contour, "levels", lambda strange: [strange, 1.0]),
    (gdmath.plot_contour, "arrows", lambda strange: {"up": strange}),
    (gdmath.plot_contour, "arrows", lambda strange: {"up": (strange, (1, 2))}),
    (gdmath.plot_fit, "classes", lambda strange: ("no", strange)),
    (gdmath.plot_distances, "histories", lambda strange: {"a": strange}),
    (gdmath.plot_distances, "goals", lambda strange: {"a": strange}),
    (gdmath.plot_distances, "goals", lambda strange: {"a": [strange]}),
    (gdmath.plot_product, "names", lambda strange: ("u", strange)),
    (gdmath.plot_product, "room", lambda strange: (9, strange)),
    (gdmath.plot_chain, "stages", lambda strange: {"z": strange}),
    (gdmath.plot_chain, "values", lambda strange: {"w": strange}),
    (gdmath.plot_shards, "values", lambda strange: [1.0, strange, 2.0]),
    (gdmath.plot_shards, "cuts", lambda strange: [strange]),
    (gdmath.plot_shards, "limits", lambda strange: (0, strange)),
    (moving_figure, "draw", lambda strange: lambda **_: strange),
    (moving_figure, "sliders", lambda strange: {"w": strange}),
    (moving_figure, "sliders", lambda strange: {"w": [0, strange]}),
    (moving_figure, "numbers", lambda strange: lambda **_: strange),
    (moving_figure, "numbers", lambda strange: lambda **_: {"J": strange}),
    (moving_figure, "start", lambda strange: {"w": strange}),
    (moving_figure, "digits", lambda strange: {"J": strange}),
    (course, "y", lambda strange: [0.0, strange]),
]


def arguments() -> list[Any]:
    """List each argument of each function."""
    return [
        pytest.param(function, name, id=f"{function.__name__}-{name}")
        for function, call in CALLS.items()
        for name in call
    ]


def answer(function: Callable[..., Any], call: dict[str, Any], what: str) -> Any:
    """Return what a call gives, or the text of its error if that is one of gdmath's; another one is noted and fails."""
    try:
        return function(**call)
    except GdmathError as error:
        return str(error)
    except Exception as error:
        error.add_note(f"It was given {what}.")
        raise


def require_drawn_or_refused(function: Callable[..., Any], name: str, wrapped: Callable[[Any], Any]) -> None:
    """Pass each strange value, and fail where something else comes back than a drawing or an error in three parts."""
    for what, make in STRANGE.items():
        found = answer(function, CALLS[function] | {name: wrapped(make())}, what)
        assert isinstance(found, (Axes, PageFigure, MovingFigure, str)) or function in {describe, scale_powers}, what
        assert not isinstance(found, str) or len(found) < 600, what


@pytest.mark.parametrize("function", CALLS, ids=lambda function: str(function.__name__))
def test_the_calls_that_are_changed_work_and_are_whole(function: Callable[..., Any]) -> None:
    """Each call names every argument of its function, and draws as it stands."""
    assert [*CALLS[function]] == [*inspect.signature(function).parameters]
    function(**CALLS[function])


@pytest.mark.parametrize(("function", "name"), arguments())
def test_whatever_is_passed_is_drawn_or_refused_in_words(function: Callable[..., Any], name: str) -> None:
    """No argument of a plot or a figure brings a bare traceback, a warning, or an error without an end."""
    require_drawn_or_refused(function, name, lambda strange: strange)


@pytest.mark.parametrize(
    ("function", "name", "wrapped"),
    INSIDE,
    ids=[f"{place}-{case[0].__name__}-{case[1]}" for place, case in enumerate(INSIDE)],
)
def test_whatever_stands_inside_is_drawn_or_refused_in_words(
    function: Callable[..., Any], name: str, wrapped: Callable[[Any], Any]
) -> None:
    """Nor does what stands in a list or a dict, or what a function returns."""
    require_drawn_or_refused(function, name, wrapped)


def refusal(function: Callable[..., Any], **change: Any) -> str:
    """Return how a call is refused in which something else is passed."""
    with pytest.raises(InputError) as caught:
        function(**CALLS[function] | change)
    return str(caught.value)


@pytest.mark.parametrize(
    ("function", "change", "message"),
    [
        (
            gdmath.plot_secant,
            {"at": "1"},
            "Cannot draw a secant at w = '1', because '1' is not a finite number. Pass a finite number.",
        ),
        (
            gdmath.plot_cost_curve,
            {"high": 10**400},
            (
                "Cannot draw a cost from w = -1 to a whole number of 1,329 bits, because a whole number of 1,329 bits "
                "is too large for a float. Pass two finite numbers."
            ),
        ),
        (
            gdmath.plot_cost_curve,
            {"high": -1 + 1e-13},
            "because they are too near each other, or too far apart, for a picture. Change the ends.",
        ),
        (
            gdmath.plot_cost_curve,
            {"cost": differentiate(w**2, w)},
            "because it is a derivation, with all its steps. Pass its .result.",
        ),
        (
            gdmath.plot_cost_curve,
            {"cost": "w^2"},
            "Cannot draw the cost 'w^2', because it is a text. Read it with parse('w^2').",
        ),
        (
            gdmath.plot_cost_curve,
            {"cost": w, "wrt": "w b"},
            "Cannot draw a formula against 'w b', because it names several letters. Pass the name of one.",
        ),
        (
            gdmath.plot_cost_curve,
            {"cost": fails},
            (
                "Cannot draw the cost against w, because the function raises KeyError: 'something else'. Let it take a "
                "NumPy array, as numpy.vectorize(function) does, and return a number for each place."
            ),
        ),
        (
            gdmath.plot_cost_curve,
            {"points": np.ma.array([0.5, 1.0], mask=[False, True])},
            "because values in it are masked. Fill them with .filled(...), or leave them out.",
        ),
        (
            gdmath.plot_cost_curve,
            {"points": range(10**9)},
            "Cannot draw points at range(0, 1000000000), because they are more than 100. Pass fewer.",
        ),
        (
            gdmath.plot_cost_curve,
            {"derivative": lambda _: np.inf},
            "Cannot draw a tangent at w = 0.5, because the slope is inf there. Choose another place.",
        ),
        (
            gdmath.plot_cost_curve,
            {"cost": lambda v: 1e301 * v},
            (
                "Cannot draw the cost against w, because it runs from −10³⁰¹ to 2·10³⁰¹, which is too far for a "
                "picture. Choose other ends."
            ),
        ),
        (
            gdmath.plot_contour,
            {"equal": "yes"},
            "Cannot draw with equal='yes', because it is neither True nor False. Pass one of them.",
        ),
        (
            gdmath.plot_contour,
            {"levels": [1.0, np.nan]},
            "Cannot draw contours at [1.0, nan], because not all of them are finite. Pass finite numbers.",
        ),
        (
            gdmath.plot_contour,
            {"cost": lambda *_: "1"},
            "because the function returns '1'. Let it take two numbers, and return one.",
        ),
        (
            gdmath.plot_contour,
            {"arrows": {"up": [(0, 0)]}},
            "Cannot draw the arrow 'up' as [(0, 0)], because it is not where it begins and how far it goes.",
        ),
        (
            gdmath.plot_fit,
            {"X": np.ma.array(np.array(X), mask=[[False], [False], [True]])},
            "Cannot draw a neuron over X, because values in it are masked.",
        ),
        (
            gdmath.plot_distances,
            {"histories": [HISTORY]},
            "because list is no mapping. Pass a dict such as {'slow': history}.",
        ),
        (
            gdmath.plot_product,
            {"u": 1e-300 * w},
            (
                "Cannot draw a rectangle of 4e-300 by 8, because a side of it is too short or too long for a picture. "
                "Choose another place."
            ),
        ),
        (gdmath.plot_product, {"room": (9, 1e301)}, "Cannot draw in a room of 9 by 1e+301, because a side of it is"),
        (gdmath.plot_shards, {"cuts": [1.0]}, "Cannot cut 3 rows at [1.0], because they are not whole numbers."),
        (gdmath.plot_shards, {"values": [1e300, 1.0]}, "because one is too large for a picture. Leave it out."),
        (gdmath.plot_shards, {"limits": (1, 0)}, "because the first end must be less than the second."),
        (
            figure,
            {"alt": 3},
            "Cannot describe a figure by 3, because int is no text. Pass a str.",
        ),
        (figure, {"ax": removed()}, "because they have been removed from their figure. Pass others."),
        (
            moving_figure,
            {"draw": None},
            "Cannot move a figure with draw=None, because it cannot be called. Pass a function of the sliders.",
        ),
        (
            moving_figure,
            {"draw": lambda at: silent(at=at)},
            "Cannot draw the frame at {'w': 0.0}, because draw raises TypeError: ",
        ),
        (moving_figure, {"sliders": {"w": ["0", "1"]}}, "Cannot move w through ['0', '1'], because they are not all"),
        (axes, {"height": 101}, "Cannot make Axes of 6 by 101 inches, because a side of a figure is from 0.1 to"),
        (
            labelled,
            {"ax": polar()},
            "because they have been removed from their figure, or their sides are not straight",
        ),
        (number, {"value": 10**400}, "because it is no real number that a float can hold. Pass a float."),
        (course, {"x": [], "y": []}, "Cannot say how a curve runs, because it has no samples. Pass at least one."),
    ],
)
def test_what_is_refused_is_refused_for_its_own_reason(
    function: Callable[..., Any], change: dict[str, Any], message: str
) -> None:
    """The error quotes what was passed, says what is wrong with it, and what to pass instead."""
    assert message in refusal(function, **change)


@pytest.mark.parametrize(
    "given",
    [
        torch.tensor(X, requires_grad=True),
        torch.tensor(X, dtype=torch.bfloat16),
        np.array(X, dtype=np.float16),
        pd.DataFrame(X),
    ],
    ids=["requires_grad", "bfloat16", "float16", "pandas"],
)
def test_rows_are_drawn_as_a_neuron_takes_them(given: Any) -> None:
    """What the cost of a neuron is computed of can be drawn, and the cost is that of the same numbers in float64."""
    neuron = Neuron([2.0], -2.0)
    told = str(plot_fit(neuron, given, Y).get_label())
    rows = np.asarray(given.detach().double() if isinstance(given, torch.Tensor) else given, dtype=float)
    assert told.endswith(f"The cost J is {number(float(neuron.cost(rows, np.array(Y))), 4)}.")


@pytest.mark.parametrize(
    "one",
    [1, np.int64(1), np.float32(1.0), Fraction(1), torch.tensor(1.0, requires_grad=True), np.array(1.0)],
    ids=with_type,
)
def test_a_number_is_a_number_whoever_made_it(one: Any) -> None:
    """Numbers of NumPy and torch, and fractions, are ends, points and values as plain floats are."""
    by_floats = plot_cost_curve(w**2, w, -1.0, 1.0, points=[1.0]).get_label()
    assert plot_cost_curve(w**2, w, -1.0, one, points=[one]).get_label() == by_floats
    assert (
        gdmath.plot_chain({"J": 3 * w}, w, {w: one}).get_label()
        == gdmath.plot_chain({"J": 3 * w}, w, {"w": 1.0}).get_label()
    )


def test_numbers_are_read_one_by_one_where_an_array_cannot_be_made() -> None:
    """Fractions and tensors in a list are numbers, texts and masked values are not."""
    assert numbers_of([Fraction(1, 2), 2]) == pytest.approx(np.array([0.5, 2.0]))
    assert numbers_of([torch.tensor(0.5, requires_grad=True), torch.tensor(2.0)]) == pytest.approx(np.array([0.5, 2.0]))
    assert [numbers_of(bad) for bad in ("1", ["1"], [None], [np.ma.masked, 1.0], fails, {1.0})] == [None] * 6
    assert numbers_of(torch.ones(2, device="meta")) is None
    assert (number_of(True), number_of(np.array([1.0])), number_of(10**400)) == (None, None, None)


def test_a_list_is_what_yields_a_few_things() -> None:
    """A generator is a list; a text, a dict and an array without a length are none."""
    assert items((k for k in (1, 2)), "draw", "Pass a list") == [1, 2]
    for bad in ("12", {1: 2}, 3, np.array(1.0)):
        with pytest.raises(InputError, match="because it is no list"):
            items(bad, "draw", "Pass a list")


def test_letters_are_names() -> None:
    """The keys of a mapping are names, or the letters themselves; all else is no name."""
    assert by_name({w: 1, "b": 2}, "draw", "Pass a dict") == {"w": 1, "b": 2}
    with pytest.raises(InputError, match="not all of its keys are names"):
        by_name({w + b: 1}, "draw", "Pass a dict")


class Unwritable:
    """Something that cannot even be written down."""

    def __repr__(self) -> str:
        """Fail."""
        message = "no"
        raise RuntimeError(message)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.float64(0.5), "0.5"),
        (-(10**5000), "a whole number of 16,610 bits"),
        ([0.0] * 31, "a list of 31"),
        ([10**5000], "a list of enormous numbers"),
        (Unwritable(), "something of type Unwritable"),
        ("a" * 99, f"'{'a' * 79}…"),
        (np.eye(2), "array([[1., 0.], [0., 1.]])"),
    ],
    ids=["NumPy", "huge", "long", "huge inside", "unwritable", "a long text", "lines"],
)
def test_a_value_is_quoted_on_one_short_line(value: Any, text: str) -> None:
    """Numbers are plain, what is long is cut or counted, and what cannot be written is named by its type."""
    assert quoted(value) == text
