"""The picture of a chain of formulas: what is written in it is what gdmath computed."""

import math
from typing import Any

import pytest

from gdmath import DomainError, InputError, binary_cross_entropy, log, plot_chain, sigmoid, symbols
from gdmath.figures import figure
from gdmath.plots.drawing import axes

w, x, b, y, z, a = symbols("w x b y z a")
NEURON = {"z": w * x + b, "a": sigmoid(z), "J": binary_cross_entropy(a, y)}
POINT = {"w": 1.0, "x": 1.001, "b": 0.0, "y": 1.0}


def texts(**point: float) -> list[str]:
    """Return what is written in the picture of a neuron."""
    return [text.get_text() for text in plot_chain(NEURON, w, POINT | point).texts if text.get_text()]


def test_each_stage_and_each_slope_is_computed() -> None:
    """Values run forward, each slope is the derivative of one formula, and their product the slope of the whole."""
    written = texts()
    guess = 1 / (1 + math.exp(-1.001))
    assert [one for one in written if one in ("w", "z", "a", "J")] == ["w", "z", "a", "J"]
    for value in (1.0, 1.001, guess, -math.log(guess), guess * (1 - guess), -1 / guess):
        assert f"{value:.4f}".replace("-", "−") in written
    assert {"dz/dw", "da/dz", "dJ/da"} <= set(written)
    assert written[-1] == "dJ/dw = dJ/da · da/dz · dz/dw = −0.2690"


def test_it_is_said_in_words() -> None:
    """The description holds each number of the picture, rounded alike, and the rule that joins them."""
    assert plot_chain(NEURON, "w", POINT).get_label() == (
        "A chain from w = 1.0000 to z = 1.0010, a = 0.7313 and J = 0.3130. The slopes on its way are dz/dw = 1.0010, "
        "da/dz = 0.1965 and dJ/da = −1.3675; their product is dJ/dw = −0.2690."
    )


def test_a_chain_of_one_stage_has_one_slope() -> None:
    """Nothing is multiplied where there is one slope alone."""
    ax = plot_chain({"J": w**2}, w, {"w": 3.0}, digits=1)
    assert ax.get_label() == "A chain from w = 3.0 to J = 9.0. Its slope is dJ/dw = 6.0."
    assert [text.get_text() for text in ax.texts if text.get_text()] == ["w", "3.0", "J", "9.0", "dJ/dw", "6.0"]


def test_the_product_is_the_product_of_what_is_exact() -> None:
    """Rounding is for the reader: the product is rounded once, at its end."""
    ax = plot_chain({"u": w / 3, "J": symbols("u") * 3}, w, {"w": 1.0}, digits=1)
    assert str(ax.get_label()).endswith("their product is dJ/dw = 1.0.")


def test_it_fits_a_phone() -> None:
    """Five stages can be read on a phone, and the names of two do not touch."""
    u = symbols("u")
    ax = plot_chain({"u": w * x, **NEURON, "z": u + b}, w, POINT)
    assert "font-size" in figure(ax, caption="Five stages.").svg
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    pairs = [(one, other) for i, one in enumerate(boxes) for other in boxes[:i]]
    assert not [pair for pair in pairs if pair[0].overlaps(pair[1])]


def test_it_draws_where_it_is_told() -> None:
    """`ax` is drawn on and returned."""
    ax = axes()
    assert plot_chain(NEURON, w, POINT, ax=ax) is ax


@pytest.mark.parametrize(
    ("stages", "wrt", "values", "text"),
    [
        (
            {},
            w,
            {"w": 1.0},
            (
                "Cannot draw a chain of 0 stages, because the picture has room for one to five. "
                "Pass one to five formulas by name, such as {'z': w*x, 'a': sigmoid(z)}."
            ),
        ),
        ({f"s{i}": w for i in range(6)}, w, {"w": 1.0}, "Cannot draw a chain of 6 stages"),
        (
            {"z": w * x, "J": x**2},
            w,
            {"w": 1.0, "x": 2.0},
            (
                "Cannot draw J = x**2 as a stage, because it does not "
                "contain z, the stage before it. Pass the stages in their order."
            ),
        ),
        (
            {"z": w * x, "J": z * w},
            w,
            {"w": 1.0, "x": 2.0},
            (
                "Cannot draw J = z*w as a stage, because it contains w, "
                "which is further back than the stage before it. Give each stage one way in."
            ),
        ),
        (
            {"z": 3.0},
            w,
            {"w": 1.0},
            "Cannot draw the stage z 3.0, because it is of type float. Pass Expr, as gdmath makes them.",
        ),
        ({"z": w * x}, w, {"w": 1.0}, "has no value"),
        (
            {"w": w * 2},
            w,
            {"w": 1.0},
            "Cannot draw w twice in a chain, because each stage needs a name of its own. Rename one of them.",
        ),
        ({"z": w * x}, 3, {"w": 1.0}, "Cannot draw z = w*x as a stage, because it does not contain 3, the stage "),
    ],
)
def test_what_is_no_chain_is_refused(stages: Any, wrt: Any, values: Any, text: str) -> None:
    """Each refusal says what is wrong, and what to do instead."""
    with pytest.raises(InputError) as caught:
        plot_chain(stages, wrt, values)
    assert text in str(caught.value)


def test_a_stage_without_a_value_is_refused() -> None:
    """A formula that has no value at the point is named by the library's own error."""
    with pytest.raises(DomainError, match="log"):
        plot_chain({"J": log(w)}, w, {"w": -1.0})
