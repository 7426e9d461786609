"""The finished lesson, built as a reader gets it: what it shows is right, and a wrong rule keeps it from readers."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from gdmath import RULES, Neuron, load_cells
from gdmath.rules import ARITHMETIC, STABLE
from tests.site.conftest import ROOT, Site
from tests.site.unseen import right_unseen

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

pytestmark = pytest.mark.site

LESSON = "lessons/gradient-descent-with-math"


@pytest.fixture(scope="module")
def page(whole: Site) -> "BeautifulSoup":
    """The lesson as it is read."""
    return whole.page(LESSON)


def outputs(page: "BeautifulSoup") -> list[str]:
    """The text of each plain output."""
    return [" ".join(output.text.split()) for output in page.select(".cell_output .output.text_plain")]


def derivations(page: "BeautifulSoup") -> list[list[tuple[str, str]]]:
    """The lines of each derivation that a cell displayed: the TeX of the line, and the name of its rule."""

    def line(item: "Tag") -> tuple[str, str]:
        tex = " ".join(part.text for part in item.select('annotation[encoding="application/x-tex"]'))
        return " ".join(tex.split()), " ".join(name.text for name in item.select(".after"))

    shown = page.select('.cell_output .formula[aria-label="Derivation"]')
    return [[line(item) for item in derivation.select("ol > li")] for derivation in shown]


def witnessed(page: "BeautifulSoup") -> dict[str, dict[str, list[float]]]:
    """For each table of witnesses, by the gradients that it is about: what each witness gives."""
    tables: dict[str, dict[str, list[float]]] = {}
    for details in page.select("details.gd-witnesses"):
        assert details.summary is not None
        name = details.summary.text.removeprefix("Witnesses: ")
        rows = details.select("tbody tr")
        tables[f"{len(tables)}: {name}"] = {
            str(row.select_one("th").text): [float(cell.text.replace("−", "-")) for cell in row.select("td")]  # type: ignore[union-attr]  # every row has one
            for row in rows
        }
    return tables


def test_pytorch_says_what_the_rules_say(page: "BeautifulSoup") -> None:
    """W.grad is tensor([[1.0010]]) after z.backward(), then the slope of the activation, then of the cost."""
    shown = outputs(page)
    assert shown.index("tensor([[1.0010]])") < shown.index("tensor([[0.1967]])") < shown.index("tensor([[-0.2690]])")


def test_the_derivation_of_the_linear_part_names_its_rules(page: "BeautifulSoup") -> None:
    """l'(w) is derived by the constant multiple and the power rule, and tidied, with four decimals."""
    [lines] = [lines for lines in derivations(page) if lines[0][0].startswith("l'(w)")]
    assert lines[1:] == [
        (r"= \frac{d}{d w}\left[w^{1}\right] \cdot 1.0010", "constant multiple rule"),
        (r"= 1 \cdot w^{0} \cdot 1.0010", "power rule"),
        ("= 1.0010", "tidy"),
    ]


def test_every_partial_derivative_is_derived(page: "BeautifulSoup") -> None:
    """Each factor of each gradient has a derivation of its own on the page."""
    derived = [lines[0][0].split(" =")[0] for lines in derivations(page)]
    factors = [r"\frac{da}{dz}", r"\frac{dJ}{da}"]
    parts = [rf"\frac{{\partial z}}{{\partial {name}}}" for name in ("w", "b", "w_1", "w_2", "b")]
    assert derived == ["J'(w)", "l'(w)", *factors, *parts, "J''(w)"]


def test_every_gradient_shown_has_four_witnesses(page: "BeautifulSoup") -> None:
    """Each table holds four computations that agree, and the number that the reader was shown."""
    tables = witnessed(page)
    assert [name.split(": ")[1] for name in tables] == [
        *("dJ/dw", "dJ/dw", "dl/dw", "da/dz", "da/dw", "dJ/da", "dJ/dw", "dJ/dz", "dJ/dw"),
        *("∂z/∂w, ∂z/∂b", "∂J/∂w, ∂J/∂b", "∂z/∂w1, ∂z/∂w2, ∂z/∂b", "∂J/∂w1, ∂J/∂w2, ∂J/∂b"),
        *("∂J/∂w, ∂J/∂b", "∂J/∂w, ∂J/∂b", "dJ/dw", "dJ'/dw"),
    ]
    for name, table in tables.items():
        ours = table["our rules"]
        for witness in ("torch autograd", "sympy", "central difference"):
            assert table[witness] == pytest.approx(ours, rel=1e-6), (name, witness)
        if "shown on the page" in table:
            assert table["shown on the page"] == pytest.approx(ours, rel=1e-6), name


def test_the_two_feature_gradient_is_torchs_own(page: "BeautifulSoup") -> None:
    """The three numbers that the page shows for two features are recomputed here by torch alone."""
    row = torch.tensor(load_cells()[["mean_area", "mean_concavity"]].iloc[0].to_numpy())
    parameters = torch.tensor([1.0, 1.0, 0.0], dtype=torch.float64, requires_grad=True)
    z = row @ parameters[:2] + parameters[2]
    torch.nn.functional.softplus(-z).backward()
    assert parameters.grad is not None
    table = witnessed(page)["12: ∂J/∂w1, ∂J/∂w2, ∂J/∂b"]
    assert table["our rules"] == pytest.approx(parameters.grad.tolist(), rel=1e-8)


def test_the_second_backward_is_shown_as_an_expected_error(page: "BeautifulSoup") -> None:
    """There is one error on the page, and it is the one that the text explains."""
    [error] = page.select(".cell_output .traceback")
    assert error.text.startswith("RuntimeError: Trying to backward through the graph a second time")


def test_a_neuron_without_a_bias_calls_every_cell_malignant(page: "BeautifulSoup") -> None:
    """The sentence is computed: 569 of 569 where 212 are."""
    assert "the neuron calls 569 of 569 tumours malignant, although only 212 are." in " ".join(page.text.split())


def test_the_descent_ends_at_the_maximum_likelihood_fit(page: "BeautifulSoup") -> None:
    """The cost of the neuron shown is within 1e-6 of the unpenalised fit, which is computed here anew."""
    cells = load_cells()
    X, y = cells[["mean_area"]].to_numpy(), cells["is_cancerous"].to_numpy()
    reference = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(X, y)
    best = Neuron(reference.coef_[0], float(reference.intercept_[0])).cost(X, y)
    [shown] = [text for text in outputs(page) if re.fullmatch(r"Neuron\(w=\S+ b=\S+\)", text)]
    w, b = map(float, re.findall(r"-?\d+\.\d+", shown))
    assert Neuron([w], b).cost(X, y) == pytest.approx(best, abs=1e-6)
    [table] = [table for table in page.select("table.dataframe") if "scikit-learn" in table.text]
    costs = [float(row.select("td")[-1].text) for row in table.select("tbody tr")]
    assert costs == pytest.approx([best, best], abs=1e-6)
    assert "The two costs differ by less than a millionth." in " ".join(page.text.split())


def test_the_page_has_its_figures_with_descriptions(page: "BeautifulSoup") -> None:
    """Five figures, each described in words computed from what it shows, each with a caption."""
    figures = page.select("figure.gd-figure")
    described = [str(svg["aria-label"]) for svg in page.select("figure.gd-figure svg[role=img]")]
    assert [text[:27] for text in described] == [
        "A chain from w = 1.0000 to ",
        "The cost J against w falls ",
        "The cost J against the step",
        "The activation a against x ",
        "The cost J against w falls ",
    ]
    assert described[0].endswith("their product is dJ/dw = −0.2690.")
    assert "Tangent at w = 3: slope 6" in described[1]
    assert "Steps to w = −1" in described[4]
    assert all(figure.figcaption and figure.figcaption.text for figure in figures)


@pytest.fixture
def alone(new_site: Callable[..., Site]) -> Site:
    """The lesson in a site of its own, not built yet, where its links to other pages lead nowhere."""
    return new_site(**{LESSON: (ROOT / "docs" / f"{LESSON}.md").read_text(encoding="utf-8")})


def test_a_changed_power_rule_changes_the_page_or_stops_it(alone: Site) -> None:
    """The derivation is not typed: n*x**(n - 1) written as (n - 1 + 1)*x**(n - 1) shows on the page, all else equal."""
    alone.edit("gdmath/rules.py", "n * x**(n - 1)),", "x**(n - 1) * n),")
    built = alone.build()
    assert built.status == 0, built.console
    [lines] = [lines for lines in derivations(alone.page(LESSON)) if lines[0][0].startswith("l'(w)")]
    assert (r"= w^{0} \cdot 1 \cdot 1.0010", "power rule") in lines
    assert "tensor([[1.0010]])" in outputs(alone.page(LESSON))


def test_a_wrong_rule_keeps_the_lesson_from_being_published(alone: Site) -> None:
    """With sigmoid(x)(1 + sigmoid(x)) the build names page, line, gradient and both numbers, and leaves no site."""
    alone.edit("gdmath/rules.py", "sigmoid(x) * (1 - sigmoid(x))", "sigmoid(x) * (1 + sigmoid(x))")
    (alone.root / "docs" / "_build" / "html").mkdir(parents=True)
    built = alone.publish()
    assert built.status != 0
    assert not (alone.root / "docs" / "_build" / "html").exists()
    failure = re.search(
        rf"{LESSON}\.md:(\d+): WitnessError: Cannot show the gradient da/dz, "
        r"because our rules give (\S+) and torch autograd gives (\S+)\. ",
        built.console,
    )
    assert failure, built.console
    line = (alone.root / "docs" / f"{LESSON}.md").read_text(encoding="utf-8").splitlines()[int(failure[1]) - 1]
    a = 1 / (1 + np.exp(-1.001))
    assert line.startswith("check_gradient(sigmoid(z_), [z_]")
    assert [float(failure[2]), float(failure[3])] == pytest.approx([a * (1 + a), a * (1 - a)])


def test_it_judges_tumours_that_were_not_fitted(page: "BeautifulSoup") -> None:
    """Of five ways to leave out tenths, the least and the greatest count of those that are judged rightly."""
    cells = load_cells()
    columns, labels = cells[["mean_area"]].to_numpy(), cells["is_cancerous"].to_numpy()
    counts = [right_unseen(columns, labels, seed) for seed in range(5)]
    assert f"then it is right for {min(counts)} to {max(counts)} of them" in " ".join(page.text.split())


def test_the_page_of_rules_shows_every_row_as_a_formula(whole: Site) -> None:
    """Each rule, each tidying and each stable form is one row with one formula, and no TeX is left as text."""
    page = whole.page("reference/rules")
    rows = [row for table in page.select(".cell_output table") for row in table.select("tbody tr")]
    assert len(rows) == len(RULES) + len(ARITHMETIC) + len(STABLE) + 9
    assert [len(row.select("annotation")) for row in rows] == [1] * len(rows)
    assert not [row.text for row in rows if "$" in row.text]
