"""What plots and figures are given: every argument of each of them takes what makes sense, and refuses the rest."""

import inspect
import itertools
from collections.abc import Callable, Iterator
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
        **{"cost": w**2, "wrt": w, "low": -1, "high": 2, "points": [1.0], "tangents": [0.5]},
        **{"derivative": lambda v: 2 * v, "ax": None},
    },
    gdmath.plot_descent_path: {"cost": (w - 3) ** 2, "history": HISTORY, "low": -1.0, "high": 4.0, "ax": None},
    gdmath.plot_secant: {"cost": w**2, "wrt": w, "at": 1.0, "h": 0.5, "low": -1, "high": 2, "ax": None},
    gdmath.plot_contour: {
        **{"cost": w**2 + b**2, "wrt": [w, b], "low": (-2, -2), "high": (2, 2), "levels": [1.0], "path": ON_MAP},
        **{"arrows": {"up": ((0, 0), (0, 1))}, "equal": False, "ax": None},
    },
    gdmath.plot_descent: {"history": HISTORY, "ax": None},
    gdmath.plot_fit: {
        **{"neuron": Neuron([2.0], -2.0), "X": X, "y": Y, "xlabel": "x", "classes": ("no", "yes"), "threshold": 0.5},
        "ax": None,
    },
    gdmath.plot_distances: {"histories": {"a": HISTORY}, "goals": {"a": [3.0]}, "steps": 5, "least": 1e-3, "ax": None},
    gdmath.plot_product: {
        **{"u": w, "v": 2 * w, "wrt": w, "at": 3, "nudge": 1, "names": ("u", "v"), "room": (9, 9), "digits": 1},
        "ax": None,
    },
    gdmath.plot_chain: {
        **{"stages": {"z": 3 * w, "J": z**2}, "wrt": w, "values": {"w": 2.0}, "nudge": None, "upstream": None},
        **{"digits": 2, "ax": None},
    },
    gdmath.plot_shards: {"values": [1.0, 3.0, 8.0], "cuts": [2], "ylabel": "slope", "limits": (0, 10), "ax": None},
    figure: {"ax": silent(), "caption": "c", "alt": "a"},
    moving_figure: {
        **{"draw": silent, "sliders": {"w": [0, 1]}, "numbers": lambda w: {"J": w}, "caption": "c"},
        **{"start": {"w": 0}, "text": "{J}", "digits": 1},
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
    "a masked array": lambda: np.ma.array([0.5, 1.0], mask=[0, 1]),
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


def arguments() -> Iterator[Any]:
    """List each argument of each function."""
    for function, call in CALLS.items():
        for name in call:
            yield pytest.param(function, name, id=f"{function.__name__}-{name}")


def answer(function: Callable[..., Any], call: dict[str, Any]) -> Any:
    """Call a function with its arguments by name, those by position where it has no names for them."""
    return function(**call)


@pytest.mark.parametrize(("function", "name"), arguments())
def test_whatever_is_passed_is_drawn_or_refused_in_words(function: Callable[..., Any], name: str) -> None:
    """No argument of a plot or a figure brings a bare traceback, a warning, or an error without an end."""
    for what, make in STRANGE.items():
        try:
            found = function(**CALLS[function] | {name: make()})
        except GdmathError as error:
            assert len(str(error)) < 600, what
        except Exception as error:
            pytest.fail(f"{what}: {type(error).__name__}: {error}")
        else:
            assert isinstance(found, (Axes, PageFigure, MovingFigure, str)) or function in {describe, scale_powers}, what
