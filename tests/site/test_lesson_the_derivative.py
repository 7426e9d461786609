"""The lesson on the derivative, built as a reader gets it: its quotients are those of exact arithmetic."""

from decimal import Decimal, getcontext
from typing import TYPE_CHECKING

import pytest

from tests.site.conftest import Site
from tests.site.test_lesson import derivations, outputs, witnessed

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/the-derivative")


def table(page: "BeautifulSoup", heading: str) -> "list[list[str]]":
    """Return the cells of the first table of an output with this heading."""

    def heads(one: "Tag") -> list[str]:
        return [cell.text.strip() for cell in one.select("thead th")]

    found = next(one for one in page.select(".cell_output table") if heading in heads(one))
    return [[cell.text.strip().replace("−", "-") for cell in row.select("th, td")] for row in found.select("tbody tr")]


def test_the_quotients_go_to_the_slope(page: "BeautifulSoup") -> None:
    """Each is 2 w + h exactly, at w = 1.5."""
    for h, quotient in table(page, "ΔJ/Δw"):
        assert float(quotient) == pytest.approx(3 + float(h), abs=1e-6)


def test_rounding_turns_the_table_around(page: "BeautifulSoup") -> None:
    """The errors fall tenfold a row at first, rise at the end, and the turn that the text names is their least."""
    getcontext().prec = 50
    at = Decimal("1.5")
    exact = -1 / (1 + at.exp())
    rows = table(page, "off by")
    assert len(rows) == 13
    off = [float(row[2]) for row in rows]
    truly = [abs(((1 + (-at - h).exp()).ln() - (1 + (-at).exp()).ln()) / h - exact) for h in (1, Decimal("0.01"))]
    assert [off[0], off[2]] == pytest.approx([float(one) for one in truly], rel=0.06)
    least = off.index(min(off))
    assert 6 <= least <= 9
    assert off[-1] > 1000 * off[least]
    assert f"1e-{least}" in " ".join(page.text.split())


def test_the_central_difference_is_better(page: "BeautifulSoup") -> None:
    """Its error falls a hundredfold a row, and its best is far below the best of one side."""
    rows = [[float(cell) for cell in row[1:]] for row in table(page, "central")]
    central = [row[1] for row in rows]
    assert central[1] / central[2] == pytest.approx(100, rel=0.1)
    assert min(central) < min(row[0] for row in rows) / 10


def test_pytorch_and_the_witnesses_agree(page: "BeautifulSoup") -> None:
    """W.grad is 3, the derivation ends in 2 w, and both gradients have their witnesses."""
    assert "tensor(3., dtype=torch.float64)" in outputs(page)
    last, _ = derivations(page)[0][-1]
    assert last.endswith(r"2 \cdot w")
    assert len(witnessed(page)) == 2
