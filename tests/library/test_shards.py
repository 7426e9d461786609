"""The plot of shards: each line is the mean of its rows, and the two across are the true mean and the mean of means."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import InputError, plot_shards
from gdmath.plotting import axes

VALUES = [1.0, 3.0, 8.0, 0.0, 2.0]


def heights(ax: Any) -> list[float]:
    """Return how high each line of the picture is."""
    return [float(line.get_ydata()[0]) for line in ax.lines]


@settings(max_examples=15, deadline=None)  # a plot takes a while
@given(st.lists(st.floats(-1, 1), min_size=3, max_size=20), st.data())
def test_the_lines_are_the_means(values: list[float], data: st.DataObject) -> None:
    """Each shard has a line over its rows at its mean; across run the mean of all rows, and the mean of the means."""
    cut = data.draw(st.integers(1, len(values) - 1))
    ax = plot_shards(values, [cut], limits=(-1, 1))
    one, two = np.mean(values[:cut]), np.mean(values[cut:])
    assert heights(ax) == pytest.approx([one, two, np.mean(values), (one + two) / 2])
    ends = [tuple(np.asarray(line.get_xdata()).tolist()) for line in ax.lines]
    assert ends == [(0, cut), (cut, len(values)), (0, len(values)), (0, len(values))]


def test_there_may_be_several_processes() -> None:
    """Three shards have three labels, above the mean of all rows or below it, none of them beyond an edge."""
    ax = plot_shards(VALUES, [1, 3], limits=(0, 10), ylabel="cost")
    labels = [text.get_text() for text in ax.texts]
    assert labels == [
        "process 0: 1",
        "process 1: 5.5",
        "process 2: 1",
        "— all rows: 2.8",
        "- - mean of means: 2.5",
    ]
    assert [text.xy for text in ax.texts[:3]] == [  # type: ignore[attr-defined]  # of an Annotation
        pytest.approx((0.85, 1)),
        pytest.approx((2, 5.5)),
        pytest.approx((4, 1)),
    ]
    assert ax.get_ylabel() == "mean cost"


def test_it_is_said_in_words() -> None:
    """The description has every number of the picture, and the Axes are those that were passed."""
    ax = axes()
    assert plot_shards(VALUES, [4], limits=(0, 10), ax=ax) is ax
    assert ax.get_label() == (
        "The mean slope of 2 shards: 3 in rows 0 to 3, 2 in row 4. "
        "Over all rows it is 2.8; the mean of the means is 2.5."
    )


@pytest.mark.parametrize("values", [[], [[1.0, 2.0]], [1.0, float("nan")], ["a", "b"], None])
def test_what_is_no_list_of_numbers_is_refused(values: Any) -> None:
    """An empty list, a table, a number that is not finite, and words."""
    with pytest.raises(InputError) as caught:
        plot_shards(values, [1], limits=(0, 1))
    assert str(caught.value) == (
        f"Cannot share out the rows {values!r}, because they are no finite numbers in a list. "
        "Pass a number for each row."
    )


@pytest.mark.parametrize("cuts", [[0], [5], [3, 3], [4, 2], [7]])
def test_a_shard_without_rows_is_refused(cuts: list[int]) -> None:
    """A cut before the first row, behind the last, twice at a place, or out of order."""
    with pytest.raises(InputError) as caught:
        plot_shards(VALUES, cuts, limits=(0, 1))
    assert str(caught.value) == (
        f"Cannot cut 5 rows at {cuts!r}, because a shard would have no rows. Cut between two rows, in order."
    )
