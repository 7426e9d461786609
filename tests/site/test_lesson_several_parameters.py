"""The lesson on several parameters, built as a reader gets it: its slopes are PyTorch's, its steps computed again."""

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from gdmath import load_cells
from tests.site.conftest import Site
from tests.site.test_lesson import derivations, outputs, witnessed
from tests.site.unseen import right_unseen

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

pytestmark = pytest.mark.site

CELLS = load_cells()
RAW = CELLS[["mean_area", "mean_texture"]].to_numpy()
X = (RAW - RAW.mean(axis=0)) / RAW.std(axis=0)
Y = CELLS["is_cancerous"].to_numpy()


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/several-parameters")


def numbers(text: str) -> list[float]:
    """Return the decimals of a text."""
    return [float(number) for number in re.findall(r"-?\d+\.\d+", text.replace("−", "-"))]


def test_the_map_says_where_the_descent_is(page: "BeautifulSoup") -> None:
    """After six steps with the rate two: both parameters, the cost and the length of the gradient."""
    theta = torch.tensor([-1.0, 1.5], dtype=torch.double, requires_grad=True)
    x, y = torch.tensor(X[:, 0]), torch.tensor(Y).double()
    for _ in range(7):
        cost = torch.nn.functional.binary_cross_entropy_with_logits(theta[0] * x + theta[1], y)
        (slope,) = torch.autograd.grad(cost, theta)
        shown = [*theta.tolist(), cost.item(), float(slope.norm())]
        theta = (theta - 2.0 * slope).detach().requires_grad_()
    said = page.select("gd-moving .gd-said")[0].text
    assert numbers(said) == [
        pytest.approx(value, abs=digits) for value, digits in zip(shown, (6e-3, 6e-3, 6e-4, 6e-4), strict=True)
    ]


def test_the_slope_in_a_direction(page: "BeautifulSoup") -> None:
    """Turned by sixty degrees from the gradient (5, 6), the slope is half the length of the gradient."""
    said = page.select("gd-moving .gd-said")[1].text
    length = np.hypot(5, 6)
    assert numbers(said) == pytest.approx([length / 2, 0.5, length], abs=6e-4)
    assert "tensor([5., 6.], dtype=torch.float64)" in outputs(page)


def test_each_slope_of_the_neuron_is_pytorchs(page: "BeautifulSoup") -> None:
    """The table has the slopes by rules beside those of autograd, and both are those that are found here."""
    w = torch.tensor([1.0, 0.5, 0.0], dtype=torch.double, requires_grad=True)
    z = w[0] * X[0, 0] + w[1] * X[0, 1] + w[2]
    (slopes,) = torch.autograd.grad(torch.nn.functional.softplus(-z), w)
    table = next(one for one in page.select(".cell_output table") if "PyTorch" in one.text)
    rows = [[float(cell.text.replace("−", "-")) for cell in row.select("td")] for row in table.select("tbody tr")]
    for row, slope in zip(rows, slopes.tolist(), strict=True):
        assert row == pytest.approx([slope, slope], abs=6e-7)


def test_all_derivations_and_witnesses_are_there(page: "BeautifulSoup") -> None:
    """Two derivations of the bowl and four of the stages of the neuron, and three gradients have their witnesses."""
    last = [names[-1][1] for names in derivations(page)]
    assert last == ["tidy", "tidy", "factors together", "tidy", "tidy", "tidy"]
    assert len(witnessed(page)) == 3


def test_the_second_feature_helps(page: "BeautifulSoup") -> None:
    """Both fits have the cost and the count of scikit-learn's fit without a penalty."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    table = next(one for one in page.select(".cell_output table") if "area and texture" in one.text)
    rows = [[cell.text.strip() for cell in row.select("td")] for row in table.select("tbody tr")]
    for (cost, right), columns in zip(rows, (1, 2), strict=True):
        fit = LogisticRegression(C=np.inf, tol=1e-10).fit(X[:, :columns], Y)
        assert float(cost) == pytest.approx(log_loss(Y, fit.predict_proba(X[:, :columns])), abs=1e-5)
        assert int(right) == (fit.predict(X[:, :columns]) == Y).sum()


def test_it_helps_with_tumours_that_were_not_fitted(page: "BeautifulSoup") -> None:
    """Of five ways to leave out tenths, the least and the greatest count, with the area alone and with both."""
    table = next(one for one in page.select(".cell_output table") if "both" in one.text)
    counts = [[right_unseen(columns, Y, seed) for seed in range(5)] for columns in (RAW[:, :1], RAW)]
    rows = [[int(cell.text) for cell in row.select("td")] for row in table.select("tbody tr")]
    assert rows == [[min(one) for one in counts], [max(one) for one in counts]]
    assert rows[0][1] > rows[1][0]
