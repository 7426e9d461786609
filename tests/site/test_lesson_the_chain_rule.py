"""The lesson on the chain rule, built as a reader gets it: its numbers are those of PyTorch, computed here again."""

import itertools
import re
from typing import TYPE_CHECKING

import pytest
import torch

from gdmath import RULES, latex, load_cells
from tests.site.conftest import Site
from tests.site.test_lesson import derivations, outputs, witnessed

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

pytestmark = pytest.mark.site

AREA = float(load_cells().iloc[0]["mean_area"])


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/the-chain-rule")


def neuron(w: float) -> list[torch.Tensor]:
    """Return w, z, a and J, with their slopes kept."""
    weight = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    z = weight * AREA
    a = torch.sigmoid(z)
    layers = [weight, z, a, -torch.log(a)]
    for layer in layers[1:]:
        layer.retain_grad()
    layers[-1].backward()
    return layers


def test_the_nudge_is_the_one_that_was_made(page: "BeautifulSoup") -> None:
    """The quotients of the still picture are those of the nudge 0.5, and their product is the quotient of the whole."""
    before, after = ([layer.item() for layer in neuron(w)] for w in (1.0, 1.5))
    by_w, by_z, by_a = ((after[i + 1] - before[i + 1]) / (after[i] - before[i]) for i in range(3))
    said = [" ".join(text.text.split()) for text in page.select("gd-moving .gd-said")]
    numbers = [float(number.replace("−", "-")) for number in re.findall(r"−?\d+\.\d+", said[1])]
    assert numbers == pytest.approx([by_a, by_z, by_w, by_a * by_z * by_w], abs=5e-5)
    assert numbers[-1] == pytest.approx((after[3] - before[3]) / 0.5, abs=5e-5)


def test_the_slopes_multiply_in_every_frame(page: "BeautifulSoup") -> None:
    """The first picture says the four slopes at w = 1 as PyTorch finds them."""
    _, z, a, _ = layers = neuron(1.0)
    assert z.grad is not None
    assert a.grad is not None
    said = page.select_one("gd-moving .gd-said")
    assert said is not None
    numbers = [float(number.replace("−", "-")) for number in re.findall(r"−?\d+\.\d+", said.text)]
    whole = layers[0].grad
    assert whole is not None
    assert numbers == pytest.approx([a.grad.item(), (z.grad / a.grad).item(), AREA, whole.item()], abs=5e-5)


def test_pytorch_keeps_the_upstream_derivatives(page: "BeautifulSoup") -> None:
    """The page shows dJ/da, dJ/dz and dJ/dw as retain_grad keeps them, and the stages of the walk by name."""
    weight, z, a, _ = neuron(1.0)
    kept = ", ".join(f"tensor({layer.grad:.4f})" for layer in (a, z, weight))
    shown = outputs(page)
    assert f"({kept})" in shown
    walk = " ".join(page.text.split())
    assert "NegBackward0 LogBackward0 SigmoidBackward0 MulBackward0 AccumulateGrad" in walk


def test_the_chain_rule_is_the_row_of_the_table(page: "BeautifulSoup") -> None:
    """It is stated as `RULES` has it, and the derivation of the whole uses it twice."""
    rule = list(RULES)[-1]
    shown = [" ".join(tex.text.split()) for tex in page.select(".cell_output annotation")]
    assert f"{latex(rule.left)} = {latex(rule.right)}" in shown
    [lines] = [lines for lines in derivations(page) if lines[0][0].startswith("J'(w)")]
    assert [name for _, name in lines].count("chain rule") == 2


def test_sigmoids_in_a_row_let_little_through(page: "BeautifulSoup") -> None:
    """The table has the slope through one to eight sigmoids as PyTorch finds it, each at most a quarter of the last."""
    weight = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    out, slopes = weight, []
    for _ in range(8):
        out = torch.sigmoid(out)
        slopes.append(torch.autograd.grad(out, weight, retain_graph=True)[0].item())
    [table] = [table for table in page.select(".cell_output table") if "sigmoids" in table.text]
    rows = [[float(cell.text) for cell in row.select("td")] for row in table.select("tbody tr")]
    assert rows == [pytest.approx([slope, 0.25**layers], abs=6e-7) for layers, slope in enumerate(slopes, start=1)]
    assert all(after <= before / 4 for before, after in itertools.pairwise(slopes))


def test_every_gradient_has_its_witnesses(page: "BeautifulSoup") -> None:
    """The tables say, in order, the three slopes, the whole, what was kept at z and w, and the row of sigmoids."""
    names = [name.split(": ")[1] for name in witnessed(page)]
    assert names == ["dz/dw", "da/dz", "dJ/da", "dJ/dw", "dJ/dz", "dJ/dw", "da/dw"]
