"""The lesson on the rules, built as a reader gets it: the rules are those of the table, and the numbers are right."""

import math
import re
from typing import TYPE_CHECKING

import pytest
import torch

from gdmath import RULES, latex, load_cells
from tests.site.conftest import Site
from tests.site.test_lesson import derivations, outputs, witnessed

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup

pytestmark = pytest.mark.site

STATED = (
    *("constant rule", "identity rule", "sum rule", "constant multiple rule", "power rule", "exponential rule"),
    *("logarithm rule", "product rule", "quotient rule", "sigmoid rule"),
)


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/the-rules")


def test_each_rule_is_the_row_of_the_table(page: "BeautifulSoup") -> None:
    """Ten rules are stated as `RULES` has them, and the chain rule is announced."""
    shown = [" ".join(tex.text.split()) for tex in page.select(".cell_output annotation")]
    rows = [next(rule for rule in RULES if rule.name == name) for name in STATED if name != "power rule"]
    rows.append([rule for rule in RULES if rule.name == "power rule"][-1])  # the first one is that of a quotient
    assert len(rows) == 10
    for rule in (*rows, list(RULES)[-1]):
        assert f"{latex(rule.left)} = {latex(rule.right)}" in shown, rule.name
    assert list(RULES)[-1].name == "chain rule"


def test_each_derivation_names_its_rules(page: "BeautifulSoup") -> None:
    """The derivations together name every rule that is stated and has lines of its own."""
    used = {name for lines in derivations(page) for _, name in lines}
    assert set(STATED) - {"sigmoid rule", "constant rule", "identity rule"} <= used
    assert "wrong product rule" in used


def test_pytorch_says_what_calculus_says(page: "BeautifulSoup") -> None:
    """The slope of w²·eʷ at 1 is 3e, and that of the squared error at 2 is 2x(2x − y)."""
    tumour = load_cells().iloc[0]
    error = 2 * tumour["mean_area"] * (2 * tumour["mean_area"] - tumour["is_cancerous"])
    shown = outputs(page)
    assert shown.index(f"tensor({3 * math.e:.4f})") < shown.index(f"tensor({error:.4f})")


def test_the_wrong_rule_is_refused(page: "BeautifulSoup") -> None:
    """The product of the slopes, 2e at 1, is not what PyTorch finds."""
    [refused] = [text for text in (output.text for output in page.select(".cell_output")) if "WitnessError" in text]
    numbers = re.search(r"our rules give (\S+) and torch autograd gives (\S+)\.", " ".join(refused.split()))
    assert numbers
    assert [float(number) for number in numbers.groups()] == pytest.approx([2 * math.e, 3 * math.e])


def test_every_gradient_has_its_witnesses(page: "BeautifulSoup") -> None:
    """Each number is found again by torch, here as on the page."""
    area = torch.tensor(load_cells().iloc[0]["mean_area"], dtype=torch.float64)
    costs: list[tuple[Callable[[torch.Tensor], torch.Tensor], float]] = [
        (lambda w: 3 * w**2 + 5 * w, 2.0),
        (torch.exp, 1.0),
        (lambda a: -torch.log(a), 0.8),
        (lambda w: w**2 * torch.exp(w), 1.0),
        (torch.sigmoid, float(area)),
        (lambda w: (w * area - 1) ** 2, 2.0),
        (lambda w: 2**w, 3.0),
        (lambda w: torch.sigmoid(2 * w), 1.0),
    ]
    points = [torch.tensor(at, dtype=torch.float64, requires_grad=True) for _, at in costs]
    slopes = [torch.autograd.grad(cost(point), point)[0].item() for (cost, _), point in zip(costs, points, strict=True)]
    found = [table["our rules"][0] for table in witnessed(page).values()]
    assert found == pytest.approx(slopes, rel=1e-8)


def test_the_square_moves_as_its_text_says(page: "BeautifulSoup") -> None:
    """The still of the first figure is the nudge 0.6 of a square of side 3: strips 3.6, corner 0.36, quotient 6.6."""
    said = page.select_one("gd-moving .gd-said")
    assert said is not None
    assert " ".join(said.text.split()) == "(Strips 3.6000 + corner 0.3600) / 0.6 = 6.60"
