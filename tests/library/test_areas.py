"""The picture of a product as a rectangle: its parts are what gdmath computed, and a nudge adds them up."""

import re
from typing import Any

import pytest
from matplotlib.colors import to_rgba

from gdmath import DomainError, InputError, exp, log, plot_product, symbols
from gdmath.figures import figure
from gdmath.plotting import axes

w, b = symbols("w b")


def written(*args: Any, **options: Any) -> list[str]:
    """Return what is written in the picture."""
    return [text.get_text() for text in plot_product(*args, **options).texts]


def test_each_area_is_computed() -> None:
    """With the sides 3 and 6, which grow by 1 and by 2, the areas are 18, 6, 6 and 2."""
    areas = ["u · v = 18", "Δu · v = 6", "u · Δv = 6", "Δu · Δv = 2"]
    assert written(w, 2 * w, w, 3, 1, digits=0) == [*areas, "u", "Δu", "v", "Δv"]


def test_the_parts_make_the_product_after_the_nudge() -> None:
    """The rectangle, both strips and the corner add up to the product of the grown sides."""
    texts = written(w**2, exp(w), "w", 1.2, 0.3, digits=9)
    numbers = [float(re.sub(r".* = ", "", text)) for text in texts if "=" in text]
    assert sum(numbers) == pytest.approx((w**2 * exp(w)).evaluate(w=1.5), abs=1e-8)


def test_what_is_drawn_has_the_areas_that_are_written() -> None:
    """The outlines enclose the areas 18, 6, 6 and 2, and only what a nudge adds is filled."""
    ax = plot_product(w, 2 * w, w, 3, 1)
    boxes = [part.get_path().get_extents() for part in ax.patches]
    assert [box.width * box.height for box in boxes] == pytest.approx([18, 6, 6, 2])
    assert [to_rgba(part.get_facecolor())[3] for part in ax.patches] == pytest.approx([0, 0.22, 0.22, 0.22])


def test_it_is_said_in_words() -> None:
    """The description has each number of the picture, and the nudge as it was meant."""
    ax = plot_product(w, w, "w", 3, 0.1 + 0.2, names=("w", "w"))
    assert ax.get_label() == (
        "A rectangle with the area w · w = 9.00. The nudge Δw = 0.3 adds the strips Δw · w = 0.90 and w · Δw = 0.90 "
        "and the corner Δw · Δw = 0.09."
    )


def test_a_square_looks_square() -> None:
    """A side across and one up are equally long on paper where the room is a square."""
    ax = plot_product(w, w, w, 3, 1, room=(5, 5))
    across, up = ax.transData.transform((4, 4)) - ax.transData.transform((0, 0))
    assert across == pytest.approx(up, rel=0.02)


def test_one_room_is_one_scale() -> None:
    """Two rectangles in the same room have the same limits, however large they are."""
    one, other = (plot_product(w, w, w, side, 0.5, room=(4, 4)) for side in (1.0, 3.0))
    assert (one.get_xlim(), one.get_ylim()) == (other.get_xlim(), other.get_ylim())


@pytest.mark.parametrize("nudge", [0.02, 0.3])
def test_it_fits_a_phone(nudge: float) -> None:
    """Its text can be read on a phone, stays inside the picture, and no areas touch."""
    ax = plot_product(w, w, w, 3.0, nudge, names=("w", "w"), room=(4, 4), digits=4)
    assert "font-size" in figure(ax, caption="A square.").svg
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not [one for i, one in enumerate(boxes) for other in boxes[:i] if one.overlaps(other)]
    assert max(box.x1 for box in boxes) <= ax.figure.bbox.x1
    assert max(box.y1 for box in boxes) <= ax.figure.bbox.y1


def test_it_draws_where_it_is_told() -> None:
    """`ax` is drawn on and returned."""
    ax = axes()
    assert plot_product(w, w, w, 3, 1, ax=ax) is ax


@pytest.mark.parametrize(
    ("args", "options", "message"),
    [
        (
            (w, 4 - w, w, 1, 1),
            {},
            (
                "Cannot draw (w)·(4 - w) as a rectangle from w = 1 to 2, because a side of it is not positive or does "
                "not grow. Choose a place and a nudge where both formulas are positive and grow."
            ),
        ),
        ((w, w, w, -1, 0.5), {}, "a side of it is not positive"),
        ((w, w, w, 3, 0), {}, "does not grow"),
        (
            (w, w, w, 3, 1),
            {"room": (4, 3.9)},
            (
                "Cannot draw a rectangle of 4 by 4 in a room of 4 by 3.9, because it is larger. Pass a room for the "
                "largest of the rectangles."
            ),
        ),
        ((w, w, w, 3, 1), {"room": (3.9, 4)}, "in a room of 3.9 by 4"),
        (
            (3.0, w, w, 3, 1),
            {},
            "Cannot draw the side 3.0, because it is of type float. Pass Expr, as gdmath makes them.",
        ),
        ((w, b * w, w, 3, 1), {}, "has no value"),
    ],
)
def test_what_is_no_growing_rectangle_is_refused(args: Any, options: Any, message: str) -> None:
    """Each refusal says what cannot be drawn, why, and what to do instead."""
    with pytest.raises(InputError) as caught:
        plot_product(*args, **options)
    assert message in str(caught.value)


def test_a_side_without_a_value_is_refused() -> None:
    """A formula that has no value at the place is named by the library's own error."""
    with pytest.raises(DomainError, match="log"):
        plot_product(w, log(w), w, -1, 0.5)
