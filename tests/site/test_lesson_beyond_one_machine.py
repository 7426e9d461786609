"""The lesson on several machines, built as a reader gets it: what two processes found is computed here by one."""

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gdmath import load_cells
from tests.site.conftest import Site
from tests.site.test_lesson import witnessed

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

pytestmark = pytest.mark.site

CELLS = load_cells()
X, Y = CELLS["mean_area"].to_numpy(), CELLS["is_cancerous"].to_numpy()
CUT = 400


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/beyond-one-machine")


def table(page: "BeautifulSoup", first: str) -> list[list[float]]:
    """Return the numbers of the table whose first row has this name."""
    for one in page.select(".cell_output table"):
        rows = [
            [cell.text.strip().replace("−", "-") for cell in row.select("th, td")] for row in one.select("tbody tr")
        ]
        if rows[0][0] == first:
            return [[float(cell) for cell in row[1:]] for row in rows]
    raise AssertionError(first)


def descend(*, means: bool) -> list[float]:
    """Take the hundred steps of the lesson, with the slopes of all rows or with the mean of the means of two shards."""
    w, b = 1.0, 0.0
    for _ in range(100):
        error = 1 / (1 + np.exp(-(w * X + b))) - Y
        if means:
            by_w = ((error * X)[:CUT].mean() + (error * X)[CUT:].mean()) / 2
            by_b = (error[:CUT].mean() + error[CUT:].mean()) / 2
        else:
            by_w, by_b = (error * X).mean(), error.mean()
        w, b = w - 4.0 * by_w, b - 4.0 * by_b
    return [w, b]


def test_two_processes_take_the_path_of_one(page: "BeautifulSoup") -> None:
    """The sums arrive where one process does, the means where a wrong mean leads, and the page says so of the sums."""
    one, sums, means = table(page, "one process")
    assert one == pytest.approx(descend(means=False), abs=6e-5)
    assert sums == one
    assert means == pytest.approx(descend(means=True), abs=6e-5)
    assert "sums: less than 1e-12 apart is True" in page.text
    off = re.search(r"they are off by up to (\d\.\d+)", " ".join(page.text.split()))
    assert off is not None
    assert float(off[1]) == pytest.approx(max(map(abs, np.subtract(means, one))), abs=2e-4)


def test_the_spread_of_batches_halves(page: "BeautifulSoup") -> None:
    """The means are near that of all rows, and each spread is that of a mean of rows drawn without putting back."""
    slopes = 1 / (1 + np.exp(-X)) - Y
    for size, (mean, spread) in zip((8, 32, 128), table(page, "8"), strict=True):
        expected = slopes.std() / np.sqrt(size) * np.sqrt((len(X) - size) / (len(X) - 1))
        assert spread == pytest.approx(expected, rel=0.05)
        assert mean == pytest.approx(slopes.mean(), abs=4 * expected / np.sqrt(2000))


def test_the_picture_says_both_means(page: "BeautifulSoup") -> None:
    """At a cut after 400 rows: both sums, the mean over all rows, and the mean of the two means."""
    slopes = 1 / (1 + np.exp(-X)) - Y
    said = page.select_one("gd-moving .gd-said")
    assert said is not None
    one, two = slopes[:CUT], slopes[CUT:]
    numbers = [float(number) for number in re.findall(r"\d+\.\d+", said.text)]
    expected = [one.sum(), two.sum(), slopes.mean(), (one.mean() + two.mean()) / 2]
    assert numbers == [pytest.approx(value, abs=6e-3 if value > 1 else 6e-5) for value in expected]


def test_the_witnesses_agree(page: "BeautifulSoup") -> None:
    """The slopes of a batch and of all rows have their witnesses."""
    assert len(witnessed(page)) == 2


def test_two_processes_need_no_network(page: "BeautifulSoup") -> None:
    """Torchrun is told to meet at localhost: it would meet at the name of the machine, often unknown offline."""
    assert '"--local-addr=localhost"' in page.text


def test_the_rate_decides_the_race(page: "BeautifulSoup") -> None:
    """After fifty exact steps the cost is as NumPy has it; one rate is better for batches, another for all rows."""
    race = dict(zip((1.0, 4.0, 15.0), table(page, "1.0"), strict=True))
    for rate, (_, exact) in race.items():
        w, b = 1.0, 0.0
        for _ in range(50):
            error = 1 / (1 + np.exp(-(w * X + b))) - Y
            w, b = w - rate * (error * X).mean(), b - rate * error.mean()
        z = w * X + b
        assert exact == pytest.approx(np.mean(np.logaddexp(0, z) - Y * z), abs=6e-5)
    assert race[1.0][0] < race[1.0][1]
    assert race[15.0][1] <= min(batches for batches, _ in race.values())


def test_what_single_precision_and_a_clamp_do(page: "BeautifulSoup") -> None:
    """In float32 the descent does not converge; where the neuron is sure and wrong, the cost of a has no slope."""
    outputs = [" ".join(output.text.split()) for output in page.select(".cell_output")]
    assert any(re.fullmatch(r"float64: converged after \S+ steps float32: not converged .*", text) for text in outputs)
    assert "cost 100, slope in z 0 cost 20, slope in z 1" in outputs
