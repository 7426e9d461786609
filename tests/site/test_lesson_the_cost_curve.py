"""The lesson on the cost curve, built as a reader gets it: its numbers are computed here again, by another way."""

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from gdmath import load_cells
from tests.site.conftest import Site
from tests.site.test_lesson import outputs, witnessed

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

pytestmark = pytest.mark.site

CELLS = load_cells()
X, Y = CELLS["mean_area"].to_numpy(), CELLS["is_cancerous"].to_numpy()


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/the-cost-curve")


def cost(w: float) -> float:
    """Return the mean squared error, row by row."""
    return float(sum((w * x - y) ** 2 for x, y in zip(X, Y, strict=True)) / len(X))


def numbers(text: str) -> list[float]:
    """Return the decimals of a text."""
    return [float(number.replace("−", "-")) for number in re.findall(r"[−-]?\d+\.\d+", text)]


def test_the_first_picture_says_guess_error_and_cost(page: "BeautifulSoup") -> None:
    """At a weight of two they are those of the first tumour, and of the mean over all."""
    said = page.select_one("gd-moving .gd-said")
    assert said is not None
    assert numbers(said.text)[-3:] == pytest.approx([2 * X[0], 2 * X[0] - Y[0], cost(2)], abs=6e-4)


def test_the_table_of_nudges(page: "BeautifulSoup") -> None:
    """Each row has the cost before and after the nudge, their difference, and the side where the cost falls."""
    table = next(one for one in page.select(".cell_output table") if "downhill is" in one.text)
    rows = [[cell.text.strip() for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert len(rows) == 5
    for w, before, after, change, side in rows:
        at = float(w.replace("−", "-"))
        expected = [cost(at), cost(at + 0.1), cost(at + 0.1) - cost(at)]
        assert [float(one.replace("−", "-")) for one in (before, after, change)] == pytest.approx(expected, abs=6e-5)
        assert side == ("right" if expected[2] < 0 else "left")


def test_the_walk_ends_at_the_lowest_place(page: "BeautifulSoup") -> None:
    """It is within a step of the least squares weight, and the number of steps is what it takes."""
    best = float(np.linalg.lstsq(X[:, None], Y, rcond=None)[0][0])
    found = re.search(r"(\d+) steps, from 2\.0 to (\d\.\d)", page.text)
    assert found is not None
    assert float(found[2]) == pytest.approx(best, abs=0.1)
    assert int(found[1]) == round((2.0 - float(found[2])) / 0.1)


def test_pytorch_and_the_nudges_meet(page: "BeautifulSoup") -> None:
    """W.grad is the slope at two, the smallest nudge agrees with it in three digits, and the witnesses agree."""
    w = torch.tensor(2.0, dtype=torch.double, requires_grad=True)
    ((w * torch.tensor(X) - torch.tensor(Y)) ** 2).mean().backward()
    assert w.grad is not None
    assert f"tensor({w.grad.item():.4f}, dtype=torch.float64)" in outputs(page)
    table = next(one for one in page.select(".cell_output table") if "ΔJ/Δw" in one.select("thead")[0].text)
    last = float(table.select("tbody tr")[-1].select("td")[-1].text)
    assert last == pytest.approx(w.grad.item(), rel=1e-3)
    assert len(witnessed(page)) == 1
