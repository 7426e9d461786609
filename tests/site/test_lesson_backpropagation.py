"""The lesson on backpropagation, built as a reader gets it: its slopes and its training are PyTorch's."""

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from gdmath import load_cells
from tests.site.conftest import Site
from tests.site.test_lesson import derivations, witnessed

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

pytestmark = pytest.mark.site

CELLS = load_cells()
RAW = CELLS[["mean_area", "mean_texture"]].to_numpy()
X = torch.tensor((RAW - RAW.mean(axis=0)) / RAW.std(axis=0))
Y = torch.tensor(CELLS["is_cancerous"].to_numpy()).double()


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/backpropagation")


def table(page: "BeautifulSoup", first: str) -> dict[str, list[float]]:
    """Return the rows of the table whose first row has this name."""
    for one in page.select(".cell_output table"):
        rows = {
            row.select("th, td")[0].text.strip(): [float(cell.text.replace("−", "-")) for cell in row.select("td")]
            for row in one.select("tbody tr")
        }
        if next(iter(rows)) == first:
            return rows
    raise AssertionError(first)


@pytest.fixture(scope="module")
def parameters(page: "BeautifulSoup") -> list[torch.Tensor]:
    """The nine parameters as the page begins, those of the last layer from the seed that it uses."""
    rows = table(page, "from the area")
    rng = np.random.default_rng(4)
    w, b, w_out = rng.normal(size=(2, 2)).round(1), rng.normal(size=2).round(1), rng.normal(size=2).round(1)
    assert [*rows["from the area"], *rows["from the texture"], *rows["bias"]] == pytest.approx([*w.ravel(), *b])
    return [torch.tensor(part, requires_grad=True) for part in (w, b, w_out, 0.5)]


def cost(parameters: list[torch.Tensor], rows: slice = slice(None)) -> torch.Tensor:
    """Return the mean cross-entropy of the network, from its linear part."""
    w, b, w_out, b_out = parameters
    z = torch.sigmoid(X[rows] @ w + b) @ w_out + b_out
    return torch.nn.functional.binary_cross_entropy_with_logits(z, Y[rows])


def test_the_slopes_on_paper_are_autograds(page: "BeautifulSoup", parameters: list[torch.Tensor]) -> None:
    """The table of the first tumour has the slopes that PyTorch finds, and so have the nine by hand and by rules."""
    w, b, w_out, b_out = torch.autograd.grad(cost(parameters, slice(1)), parameters)
    paper = table(page, "∂J/∂W, area")
    assert [paper["∂J/∂W, area"], paper["∂J/∂W, texture"]] == [pytest.approx(row, abs=6e-5) for row in w.tolist()]
    assert paper["∂J/∂Z"] == pytest.approx(b.tolist(), abs=6e-5)
    assert paper["∂J/∂w_out"] == pytest.approx(w_out.tolist(), abs=6e-5)
    nine = [*w[:, 0], b[0], *w[:, 1], b[1], *w_out, b_out]
    rows = table(page, "w11")
    assert len(rows) == 9
    for (hand, rules), slope in zip(rows.values(), nine, strict=True):
        assert [hand, rules] == pytest.approx([slope.item()] * 2, abs=6e-7)


def test_every_stage_has_its_derivation_and_all_have_witnesses(page: "BeautifulSoup") -> None:
    """Four derivations stand on the path to the first weight; all nine slopes have witnesses, and W on all rows."""
    assert [names[-1][1] for names in derivations(page)] == ["tidy", "tidy", "sigmoid rule", "tidy"]
    found = witnessed(page).values()
    assert [{len(row) for row in one.values()} for one in found] == [{3}] * 3 + [{4}]


def descended(parameters: list[torch.Tensor], steps: int) -> float:
    """Return the cost after so many steps of PyTorch's."""
    theta = [part.detach().clone().requires_grad_() for part in parameters]
    optimizer = torch.optim.SGD(theta, lr=2.0)
    for _ in range(steps):
        optimizer.zero_grad()
        cost(theta).backward()
        optimizer.step()
    return cost(theta).item()


def test_a_hundred_steps(page: "BeautifulSoup", parameters: list[torch.Tensor]) -> None:
    """The costs at the start, after the hundred steps and after a thousand are PyTorch's, and the two paths agree."""
    found = re.search(
        r"The cost falls from (\S+) to (\S+), and.* as many it is at (\S+), where", " ".join(page.text.split())
    )
    assert found is not None
    expected = [descended(parameters, steps) for steps in (0, 100, 1000)]
    assert list(map(float, found.groups())) == pytest.approx(expected, abs=6e-5)
    assert "largest difference below 1e-12: True" in page.text


def test_equal_neurons_stay_equal(page: "BeautifulSoup") -> None:
    """After a hundred steps from equal weights both columns are the same, and are not where they began."""
    last = [one for one in page.select(".cell_output table") if "from the area" in one.text][-1]
    rows = [[cell.text for cell in row.select("td")] for row in last.select("tbody tr")]
    assert [one for one, _ in rows] == [other for _, other in rows]
    assert "0.5000" not in {one for one, _ in rows}
