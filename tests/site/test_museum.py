"""The bug museum, its code taken from the page: each bug gives its wrong value, each repair the right one.

What is right is found here by programs that share no code with the page: torch with its own optimizer, statsmodels,
NumPy in float64, and a closed form.
"""

import ast
import io
import math
import re
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
import torch
from bs4 import Tag
from myst_nb.core.read import read_myst_markdown_notebook

from gdmath import WitnessError, check_gradient, load_cells, relu, symbols
from tests.site.conftest import ROOT, Site
from tests.site.unseen import right_unseen

pytestmark = pytest.mark.xdist_group("test_museum.py")  # what all of its tests read is computed once

PAGE = "practice/museum"
SOURCE = (ROOT / "docs" / f"{PAGE}.md").read_text(encoding="utf-8")
CELLS = load_cells()
X, Y = CELLS["mean_area"].to_numpy(), CELLS["is_cancerous"].to_numpy()
STAGES = ["bug", "check", "repair"]


@dataclass(frozen=True)
class Exhibit:
    """What is read after the bug and after the repair, what is right, and what the output of a check says if it passes.

    The bug has to be off by more than `margin`, the repair by less than `tolerance`.
    """

    value: str
    right: Callable[[], Any]
    margin: float
    tolerance: float
    passes: Callable[[str], bool]


def descent(steps: int, rate: float, *, bias: bool = True) -> tuple[np.ndarray[Any, Any], float]:
    """Return where torch's own optimizer arrives from w = 1, b = 0, and the cost one step before."""
    theta = torch.tensor([1.0, 0.0], dtype=torch.double, requires_grad=True)
    table = torch.tensor(np.column_stack([X, np.full_like(X, float(bias))]))
    optimizer = torch.optim.SGD([theta], lr=rate)
    J = torch.tensor(math.nan)
    for _ in range(steps):
        optimizer.zero_grad()
        a = torch.sigmoid(table @ theta)
        J = torch.nn.functional.binary_cross_entropy(a, torch.tensor(Y).double())
        J.backward()
        optimizer.step()
    return theta.detach().numpy(), J.item()


def judged_rightly() -> int:
    """Return how many tumours the neuron judges rightly after 200 steps."""
    (w, b), _ = descent(200, 4.0)
    return int(((w * X + b > 0) == (Y == 1)).sum())


def maximum_likelihood() -> Any:
    """Return the weight and the bias of the best fit."""
    return sm.Logit(Y, np.column_stack([X, np.ones_like(X)])).fit(disp=0, tol=1e-12).params


def sure_of_the_first() -> float:
    """Return the probability that the first tumour is malignant, under the best fit."""
    w, b = maximum_likelihood()
    return float(1 / (1 + math.exp(-(w * X[0] + b))))


def mean_slope() -> float:
    """Return the slope of the mean cost in the bias, at w = 0.5 and b = -0.3."""
    return float(np.mean(1 / (1 + np.exp(0.3 - 0.5 * X)) - Y))


def best_straight() -> float:
    """Return the weight at which the mean of (w x - y)² is least, by a closed form."""
    return float(np.mean(X * Y) / np.mean(X * X))


def after_a_long_step() -> float:
    """Return the cost after one step with the rate 150 and 500 with the rate 4, by NumPy alone."""
    table, theta = np.column_stack([X, np.ones_like(X)]), np.array([1.0, 0.0])
    for rate in [150.0] + 500 * [4.0]:
        theta = theta - rate * (table.T @ (1 / (1 + np.exp(-(table @ theta))) - Y)) / len(Y)
    z = table @ theta
    return float(np.mean(np.logaddexp(0, z) - Y * z))


def judged_unseen() -> int:
    """Return how many tumours statsmodels' fits judge rightly that have not seen them, with eighty drawn columns."""
    drawn = np.random.default_rng(0).normal(size=(len(X), 80))
    return right_unseen(np.column_stack([X, drawn]), Y, seed=0)


def numbers(text: str) -> list[str]:
    """The decimals that a check has printed, in order."""
    return re.findall(r"\bnan\b|-?\d+\.\d*", text)


def agrees(text: str) -> bool:
    """Whether a check has found no witness against the slope."""
    return "WitnessError" not in text


def no_better_than_one_answer(text: str) -> bool:
    """Whether a check has found no more right answers from shuffled labels than by one answer to all."""
    learned, one_answer = map(int, re.findall(r"\d+", text))
    return learned <= one_answer


def all_the_same(text: str) -> bool:
    """Whether a check has printed one number again and again."""
    return len(numbers(text)) > 1 and len(set(numbers(text))) == 1


def halves_alike(text: str) -> bool:
    """Whether the two things that a check has printed, or its two lines, are alike."""
    parts = text.strip().split("\n") if "\n" in text.strip() else text.strip().split(") (")
    return len(parts) == 2 and parts[0].strip("()") == parts[1].strip("()")


def malignant_are_larger(text: str) -> bool:
    """Whether a check has found the nuclei of the malignant tumours larger than those of the benign ones."""
    malignant, benign = map(float, numbers(text))
    return malignant > benign


EXHIBITS = {
    "Right at the start, wrong after one step": Exhibit(
        "w", lambda: descent(50, 1.0, bias=False)[0][0], 3, 1e-9, agrees
    ),
    "A descent that stops half-way down": Exhibit("descend(500)", lambda: descent(500, 4.0)[0], 5, 1e-9, halves_alike),
    "A right slope that fails its check": Exhibit(
        "measured(1.0, nudge)", lambda: -X[0] / (1 + math.exp(X[0])), 5e-3, 1e-8, all_the_same
    ),
    "A descent that never leaves its start": Exhibit("descend(200)", best_straight, 0.5, 1e-9, agrees),
    "A quick descent that calls every tumour malignant": Exhibit(
        "judged_rightly(w, b)", judged_rightly, 200, 0.5, halves_alike
    ),
    "Fast at first, then uphill": Exhibit("descend(200)[0][-1]", lambda: descent(200, 0.5)[1], 0.2, 1e-9, all_the_same),
    "After hundreds of good steps, no number": Exhibit(
        "costs[-1]", lambda: descent(1000, 1.0)[1], math.inf, 1e-5, all_the_same
    ),
    "Wrong about every malignant tumour, and at rest": Exhibit(
        "cost(at_rest).item()", after_a_long_step, 10, 1e-9, agrees
    ),
    "The larger the nuclei, the safer the tumour": Exhibit(
        "neuron.forward(x[:1])", sure_of_the_first, 0.9, 1e-3, malignant_are_larger
    ),
    "Two good programs, two answers": Exhibit(
        "[w, b]", maximum_likelihood, 2, 1e-4, lambda text: set(map(float, numbers(text))) == {0.0}
    ),
    "A slope that depends on where you cut": Exhibit(
        "shared([in_b[:400], in_b[400:]])", mean_slope, 0.03, 1e-12, all_the_same
    ),
    "The more columns, the better the fit": Exhibit(
        "judged_rightly(more, y)", judged_unseen, 15, 1.5, no_better_than_one_answer
    ),
}


@dataclass
class Shown:
    """What came of the cells of an exhibit: its stages in order, its value after two of them, its check after both."""

    stages: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)


def executed(source: str, names: dict[str, Any]) -> str:
    """Execute a cell as Jupyter does, and return what it prints, shows or raises."""
    body = ast.parse(source).body
    with redirect_stdout(io.StringIO()) as printed, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the NaN that is asked for
        try:
            for statement in body:
                if isinstance(statement, ast.Expr):
                    shown = eval(compile(ast.Expression(statement.value), PAGE, "eval"), names)
                    printed.write("" if shown is None else f"{shown}\n")
                else:
                    exec(compile(ast.Module([statement], []), PAGE, "exec"), names)
        except WitnessError as error:
            printed.write(f"WitnessError: {error}\n")
    return printed.getvalue()


def executed_in_order(page: str) -> dict[str, Shown]:
    """All cells of a page but the figures, executed in order, and what came of each exhibit."""
    names: dict[str, Any] = {"__name__": "__main__"}
    museum: dict[str, Shown] = {}
    title, check = "", ""
    for cell in read_myst_markdown_notebook(page).cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            title = (re.findall(r"^### (.+)$", cell.source, re.MULTILINE) or [title])[-1]
        elif cell.cell_type == "code" and "figure" not in tags:
            said = executed(cell.source, names)
            for stage in set(STAGES).intersection(tags):
                exhibit = museum.setdefault(title, Shown())
                exhibit.stages.append(stage)
                if stage == "check":
                    check, exhibit.checks["bug"] = cell.source, said
                else:
                    exhibit.values[stage] = eval(EXHIBITS[title].value, names)
                if stage == "repair":
                    exhibit.checks["repair"] = executed(check, names)
    return museum


@pytest.fixture(scope="module")
def shown() -> dict[str, Shown]:
    """What came of the cells of the museum."""
    return executed_in_order(SOURCE)


def off(value: Any, right: Any) -> float:
    """How far a value is off; what is no number is further off than any."""
    apart = float(np.max(np.abs(np.subtract(value, right))))
    return math.inf if math.isnan(apart) else apart


def faults(exhibit: Exhibit, bug: Any, repair: Any) -> list[str]:
    """Name what is not as it should be: the bug, if it is not far enough off, and the repair, if it is too far."""
    right = exhibit.right()
    wrong = off(bug, right) >= exhibit.margin
    return ["bug"] * (not wrong) + ["repair"] * (not off(repair, right) < exhibit.tolerance)


def test_each_exhibit_has_its_stages(shown: dict[str, Shown]) -> None:
    """In each exhibit stand the bug, the check and the repair, once and in this order, and each has its row here."""
    assert {title: exhibit.stages for title, exhibit in shown.items()} == dict.fromkeys(EXHIBITS, STAGES)


@pytest.mark.parametrize("title", EXHIBITS)
def test_the_bug_is_wrong_and_the_repair_right(shown: dict[str, Shown], title: str) -> None:
    """The bug still gives a wrong value, by a margin, and the repair that of an independent program."""
    values = shown[title].values
    assert faults(EXHIBITS[title], values["bug"], values["repair"]) == [], values


@pytest.mark.parametrize("title", EXHIBITS)
def test_a_repaired_bug_and_a_broken_repair_are_found(shown: dict[str, Shown], title: str) -> None:
    """With the repair in the place of the bug, or the bug in that of the repair, the test above would fail."""
    bug, repair = (shown[title].values[stage] for stage in ("bug", "repair"))
    assert faults(EXHIBITS[title], repair, repair) == ["bug"]
    assert faults(EXHIBITS[title], bug, bug) == ["repair"]


@pytest.mark.parametrize("title", EXHIBITS)
def test_the_check_exposes_the_bug_alone(shown: dict[str, Shown], title: str) -> None:
    """The check of the page fails on the wrong code, and the same check passes on the repaired one."""
    checks, passes = shown[title].checks, EXHIBITS[title].passes
    assert not passes(checks["bug"]), checks
    assert passes(checks["repair"]), checks


def test_the_first_bug_is_right_where_it_starts(shown: dict[str, Shown]) -> None:
    """The slope with σ(x) in it passes the witnesses at w = 1, as the page says, and fails at another weight."""
    assert 'check_gradient(Neuron([1.0]), x[:, None], y, shown={"w": slope(1.0)})' in SOURCE
    assert "WitnessError" in shown["Right at the start, wrong after one step"].checks["bug"]


def test_three_witnesses_agree_and_are_wrong() -> None:
    """Rules, sympy and PyTorch call the slope of relu(w) - relu(-w) zero at zero, where a nudge finds one."""
    w = symbols("w")
    with pytest.raises(WitnessError, match=r"our rules give 0\.0 and central difference gives 1\.0"):
        check_gradient(relu(w) - relu(-w), [w], {"w": 0.0})


def require_complete(section: Tag) -> None:
    """Refuse an exhibit of a built page that lacks code and output of a stage, a pause, a folded hint or a link."""
    assert [section.select_one(f".tag_{stage} .cell_output") is not None for stage in STAGES] == [True] * 3
    [pause] = section.select(".admonition.predict .admonition-title")
    [hint] = section.select("details.admonition:not([open]) > summary")
    assert (pause.text, hint.text) == ("Find the bug", "Hint")
    assert section.select('a[href^="../lessons/"]')


@pytest.mark.site
def test_a_reader_finds_all_of_it(whole: Site) -> None:
    """In each exhibit of the built page: code and output, a pause, a folded hint, a link to a lesson; and downloads."""
    page = whole.page(PAGE)
    sections = [section for section in page.select("article section") if section.select_one(":scope > h3")]
    assert [section.h3.text.removesuffix("¶").strip("#") for section in sections if section.h3] == list(EXHIBITS)
    for section in sections:
        require_complete(section)
    assert len(page.select("gd-moving")) == 1
    assert len(page.select("figure.gd-figure svg[aria-label]")) >= 4
    assert [link["href"] for link in page.select(".downloads a[download]")][:2] == [
        "../downloads/practice/museum.ipynb",
        "../downloads/practice/museum.py",
    ]
