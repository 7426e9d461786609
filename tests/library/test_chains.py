"""The picture of a chain of formulas: what is written in it is what gdmath computed."""

import itertools
import math
from typing import Any

import pytest
from matplotlib.axes import Axes

from gdmath import DomainError, InputError, binary_cross_entropy, log, plot_chain, sigmoid, symbols
from gdmath.figures import figure
from gdmath.plotting import axes

w, x, b, y, z, a, u, v = symbols("w x b y z a u v")
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


def test_a_nudge_is_followed() -> None:
    """The changes are those of the values, the quotients theirs, and their product is the quotient of the whole."""
    ax = plot_chain(NEURON, w, POINT, nudge=0.5)

    def sigmoid_of(area: float) -> float:
        return 1 / (1 + math.exp(-area))

    before, after = sigmoid_of(1.001), sigmoid_of(1.5 * 1.001)
    change = math.log(before) - math.log(after)
    written = [text.get_text() for text in ax.texts]
    assert {"+0.5000", "+0.5005", f"+{after - before:.4f}", f"−{-change:.4f}"} <= set(written)
    for value in (1.001, (after - before) / 0.5005, change / (after - before)):
        assert f"{value:.4f}".replace("-", "−") in written
    assert {"Δz/Δw", "Δa/Δz", "ΔJ/Δa"} <= set(written)
    assert written[-1] == f"ΔJ/Δw = ΔJ/Δa · Δa/Δz · Δz/Δw = −{-change / 0.5:.4f}"


def test_a_nudge_is_said_in_words() -> None:
    """The description holds the changes and the quotients."""
    ax = plot_chain({"z": 3 * w, "J": -(z**2)}, w, {"w": 2.0}, nudge=0.1, digits=2)
    assert ax.get_label() == (
        "A chain from w = 2.00 to z = 6.00 and J = −36.00. The nudge Δw = 0.1 changes z by +0.30 and J by −3.69. "
        "The quotients on its way are Δz/Δw = 3.00 and ΔJ/Δz = −12.30; their product is ΔJ/Δw = −36.90."
    )
    one = plot_chain({"J": 3 * w}, w, {"w": 2.0}, nudge=1.0, digits=0)
    assert str(one.get_label()).endswith("The nudge Δw = 1 changes J by +3. Its quotient is ΔJ/Δw = 3.")


@pytest.mark.parametrize(
    ("known", "last", "values"),
    [
        (1, "dJ/dJ = 1.0000", ["1.0000"]),
        (2, "dJ/da = dJ/dJ · dJ/da = −1.3675", ["−1.3675", "1.0000"]),
        (3, "dJ/dz = dJ/da · da/dz = −0.2687", ["−0.2687", "−1.3675", "1.0000"]),
        (4, "dJ/dw = dJ/dz · dz/dw = −0.2690", ["−0.2690", "−0.2687", "−1.3675", "1.0000"]),
    ],
)
def test_upstream_slopes_are_found_from_the_end(known: int, last: str, values: list[str]) -> None:
    """Below each of the last nodes stands the slope of the end in it, and below all how the first was found."""
    ax = plot_chain(NEURON, w, POINT, upstream=known)
    written = [text.get_text() for text in ax.texts]
    assert written[-1] == last
    assert written[-2 * known - 1 : -1][1::2] == values
    assert f"Found so far, from the end: dJ/dJ = {values[-1]}" in str(ax.get_label())
    assert str(ax.get_label()).endswith(f"{last.split(' = ', maxsplit=1)[0]} = {values[0]}.")


@pytest.mark.parametrize("options", [{"nudge": 0.5}, {"upstream": 4}])
def test_no_words_touch(options: Any) -> None:
    """What an option adds to the picture leaves room for what was there."""
    ax = plot_chain(NEURON, w, POINT, **options)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not [one for i, one in enumerate(boxes) for other in boxes[:i] if one.overlaps(other)]
    assert min(box.y0 for box in boxes) >= 0


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"nudge": 0.1, "upstream": 1},
            (
                "Cannot follow a nudge and show the slopes of the end in one picture, because the same place below a "
                "node is for both. Pass nudge or upstream, and draw two pictures."
            ),
        ),
        (
            {"upstream": 0},
            (
                "Cannot show the slope of J in 0 nodes, because the chain has 4, counted from its end. "
                "Pass upstream=1 to 4."
            ),
        ),
        ({"upstream": 5}, "Cannot show the slope of J in 5 nodes"),
        (
            {"nudge": 0.0},
            (
                "Cannot follow the nudge 0.0 of w, because it does not change w, and nothing can be divided by no "
                "change. Choose another nudge, or another place."
            ),
        ),
        ({"nudge": 1e-16}, "it does not change w"),
    ],
)
def test_options_that_make_no_picture_are_refused(options: Any, text: str) -> None:
    """Each refusal says what is wrong, and what to do instead."""
    with pytest.raises(InputError) as caught:
        plot_chain(NEURON, w, POINT, **options)
    assert text in str(caught.value)


def on_a_ring(ax: Axes) -> list[str]:
    """Return the texts that lie over the ring of a node; its own name stands in the middle of it."""
    rings = [line for line in ax.lines if line.get_marker() == "o"]
    found = []
    for text, ring in itertools.product(ax.texts, rings):
        box, [(x, y)] = text.get_window_extent(), ax.transData.transform(ring.get_xydata())
        apart = math.hypot(max(box.x0 - x, 0, x - box.x1), max(box.y0 - y, 0, y - box.y1))
        named = math.isclose((box.x0 + box.x1) / 2, x, abs_tol=1) and box.y0 < y < box.y1
        if apart < ring.get_markersize() / 2 * ax.figure.dpi / 72 and not named:
            found.append(text.get_text())
    return found


LONG = {
    3: NEURON,
    4: {"u": w * x, **NEURON, "z": u + b},
    5: {"u": w * x, "v": 2 * u, **NEURON, "z": v + b},
}


@pytest.mark.parametrize("options", [{}, {"nudge": 0.5}, {"upstream": 4}])
@pytest.mark.parametrize("length", LONG)
def test_it_fits_a_phone(length: int, options: Any) -> None:
    """So many stages can be read on a phone: no two texts touch, and none lies over the ring of a node."""
    ax = plot_chain(LONG[length], w, POINT | {"x": -2.3456}, **options)
    assert "font-size" in figure(ax, caption="Stages.").svg  # which lays it out as well
    assert on_a_ring(ax) == []
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
        ({"z": w * x}, 3, {"w": 1.0}, "Cannot draw against 3, because it is neither a letter nor a name."),
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
