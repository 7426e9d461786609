"""The lesson on descending, built as a reader gets it: its numbers are those of NumPy and of statsmodels."""

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import statsmodels.api as sm

from gdmath import load_cells
from gdmath.datasets import FEATURES
from tests.site.conftest import Site
from tests.site.test_lesson import witnessed
from tests.site.unseen import wrong_unseen

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from numpy.typing import NDArray

pytestmark = pytest.mark.site

CELLS = load_cells()
AREAS = CELLS["mean_area"].to_numpy()
LABELS = CELLS["is_cancerous"].to_numpy()
ROWS = np.column_stack([AREAS, np.ones_like(AREAS)])


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page("lessons/descending")


def number(text: str) -> float:
    """Read a number as a page shows it."""
    return float(text.replace("−", "-").replace(",", ""))


def table(page: "BeautifulSoup", word: str) -> dict[str, list[str]]:
    """Return the rows of the table that has a column or an index of this name, by their first cells."""
    [found] = [each for each in page.select(".cell_output table") if word in [th.text.strip() for th in each("th")]]
    rows = [[cell.text.strip() for cell in row(["th", "td"])] for row in found.select("tbody tr")]
    return {first: others for first, *others in rows}


def steps(gradient: "NDArray[np.float64]", hessian: "NDArray[np.float64]", rate: float) -> int:
    """Count the steps on a parabola until no entry of the gradient, which is at first as given, is above 1e-8."""
    taken = 0
    while np.abs(gradient).max() > 1e-8:
        gradient = gradient - rate * hessian @ gradient
        taken += 1
    return taken


def test_the_standard_errors_are_those_of_statsmodels(page: "BeautifulSoup") -> None:
    """The fit, scikit-learn's beside it and the errors are what statsmodels' Logit says, to four decimals."""
    fit = sm.Logit(LABELS, ROWS).fit(disp=0)
    shown = table(page, "standard error")
    for name, value, error in zip("wb", fit.params, fit.bse, strict=True):
        assert [number(cell) for cell in shown[name]] == pytest.approx([value, value, error], abs=6e-5)


def test_the_limit_is_exact(page: "BeautifulSoup") -> None:
    """Just below 2 / J'' the descent converges, in as many steps as the factor says; just above, it diverges."""
    curvature = 2 * np.mean(AREAS**2)
    shown = table(page, "share of the limit")
    slope = np.array([-2 * np.mean(AREAS * LABELS)])
    for share, row in shown.items():
        rate = float(share) * 2 / curvature
        assert number(row[0]) == pytest.approx(rate, abs=6e-5)
        assert row[3] == ("converged" if float(share) < 1 else "diverged")
        if float(share) < 1:
            assert abs(number(row[2]) - steps(slope, np.array([[curvature]]), rate)) <= 1
    assert list(shown) == ["0.01", "0.50", "0.99", "1.01"]


def test_the_condition_number_and_the_steps(page: "BeautifulSoup") -> None:
    """The eigenvalues of the Hessian, raw and scaled, and the steps that a rate of 1 / λmax needs."""
    scaled = (AREAS - AREAS.mean()) / AREAS.std()
    shown = table(page, "condition number")
    for name, x in (("raw", AREAS), ("scaled", scaled)):
        X = np.column_stack([x, np.ones_like(x)])
        hessian, slopes = 2 * X.T @ X / len(x), -2 * X.T @ LABELS / len(x)
        low, high = np.linalg.eigvalsh(hessian)
        told = [number(cell) for cell in shown[name]]
        assert told[:3] == pytest.approx([high, low, high / low], abs=6e-5)
        assert abs(told[3] - steps(slopes, hessian, 1 / high)) <= 1


def test_too_large_a_rate_bounces(page: "BeautifulSoup") -> None:
    """Only the first rate converges; every cost is finite, and no slope is above the mean of |x|."""
    shown = table(page, "steepest slope of w")
    assert list(shown) == ["4", "40", "400", "4,000"]
    assert [row[0] for row in shown.values()] == ["converged"] + 3 * ["not converged"]
    numbers = np.array([[number(cell) for cell in row[1:]] for row in shown.values()])
    assert np.isfinite(numbers).all()
    assert (numbers[:, 2] <= np.abs(AREAS).mean()).all()
    assert (np.diff(numbers[:, 1]) > 0).all()


def test_the_confusion_matrix_counts_the_tumours(page: "BeautifulSoup") -> None:
    """At one half the counts are those of statsmodels' probabilities; so are those of the moved threshold's still."""
    said = sm.Logit(LABELS, ROWS).fit(disp=0).predict(ROWS) > 0.5
    counts = [[int(np.sum((k == LABELS) & (j == said))) for j in (0, 1)] for k in (0, 1)]
    shown = table(page, "said benign")
    assert [[int(cell) for cell in shown[name]] for name in ("benign", "malignant")] == counts
    sentence = page.select("gd-moving .gd-said")[-1].text
    missed, alarms = counts[1][0], counts[0][1]
    assert [int(found) for found in re.findall(r"\d+", sentence)] == [
        missed,
        alarms,
        10,
        missed,
        alarms,
        10 * missed + alarms,
    ]


def test_every_gradient_has_its_witnesses(page: "BeautifulSoup") -> None:
    """The tables say, in order, the slopes after 100 steps, those of both straight neurons, and those in z."""
    names = [name.split(": ")[1] for name in witnessed(page)]
    assert names == [
        *("∂J/∂w, ∂J/∂b", "dJ/dw", "dJ'/dw", "∂J/∂w, ∂J/∂b"),
        *("∂(∂J/∂w)/∂w, ∂(∂J/∂w)/∂b", "∂(∂J/∂b)/∂w, ∂(∂J/∂b)/∂b"),
        *("dJ/dz", "dJ/dz", "dJ'/dz", "∂J/∂w, ∂J/∂b"),
    ]


def test_the_border_is_known_better_than_its_parts(page: "BeautifulSoup") -> None:
    """The correlation and both errors of -b/w follow from the covariance that statsmodels finds."""
    fit = sm.Logit(LABELS, ROWS).fit(disp=0)
    (w, b), covariance = fit.params, fit.cov_params()
    pull = np.array([b / w**2, -1 / w])
    text = " ".join(page.text.split())
    assert f"−{abs(covariance[0, 1] / fit.bse.prod()):.2f}" in text
    found = re.search(r"its standard error is (\S+), where it would be (\S+) if they stood apart", text)
    assert found is not None
    expected = [np.sqrt(pull @ covariance @ pull), np.linalg.norm(pull * fit.bse)]
    assert [float(one) for one in found.groups()] == pytest.approx(expected, abs=6e-4)


def test_the_best_rate_and_features_that_are_alike(page: "BeautifulSoup") -> None:
    """The steps at 2 / (λmin + λmax), and the condition numbers after scaling: of two features, and of all."""
    text = " ".join(page.text.split())
    hessian, slopes = 2 * ROWS.T @ ROWS / len(ROWS), -2 * ROWS.T @ LABELS / len(ROWS)
    needed = re.search(r"with it the raw areas need (\d+) steps", text)
    assert needed is not None
    assert abs(int(needed[1]) - steps(slopes, hessian, 2 / np.linalg.eigvalsh(hessian).sum())) <= 1
    told = re.search(
        r"a condition number of (\S+) after scaling, and all (\d+) features of the file one of (\S+)\.", text
    )
    assert told is not None
    alike, count, of_all = (number(one) for one in told.groups())
    for shown, features in ((alike, ["mean_area", "mean_radius"]), (of_all, list(FEATURES))):
        singular = np.linalg.svd(np.corrcoef(CELLS[features].T), compute_uv=False)
        assert shown == pytest.approx(max(singular.max(), 1) / min(singular.min(), 1), abs=0.51)
    assert count == len(FEATURES)


def test_what_is_missed_of_tumours_that_were_not_fitted(page: "BeautifulSoup") -> None:
    """Misses and alarms of tumours that are left out, a tenth at a time."""
    missed, alarms = wrong_unseen(AREAS[:, None], LABELS, seed=0)
    said = f"and judged afterwards, these are, in one way to share them out, {missed} and {alarms}.)"
    assert said in " ".join(page.text.split())


def test_converged_is_no_lowest_point(page: "BeautifulSoup") -> None:
    """On the plateau the cost is that of the part that is malignant, on the hilltop one, at the others about zero."""
    costs = [number(row[-1]) for row in table(page, "plateau").values()]
    assert costs == pytest.approx([LABELS.mean(), 1, 0, 0], abs=6e-5)
