"""The checker is itself checked: it must agree with right gradients and FAIL on wrong ones."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
import torch
from bs4 import BeautifulSoup

from gdmath import (
    RULES,
    Abs,
    DomainError,
    InputError,
    Neuron,
    WitnessError,
    binary_cross_entropy,
    check_gradient,
    load_cells,
    log,
    relu,
    sigmoid,
    sin,
    softplus,
    sqrt,
    symbols,
)
from gdmath.checking import TOLERANCES, Witnesses, central_difference
from gdmath.checking.by_sympy import sympy_derivative
from gdmath.checking.witnesses import compare
from gdmath.expression import D, Expr, pi
from gdmath.matching import Rule, Table
from gdmath.rules import c, f, g, n, u, v, x
from gdmath.rules import k as condition
from tests.library.oracles import fill

w, b, y = symbols("w b y")


def planted(name: str, left: Expr, right: object) -> Table:
    """The rules with another right side in the place of one of them."""
    return Table(*(Rule(name, left, right) if rule.left == left else rule for rule in RULES))


WRONG_SIGMOID = planted("sigmoid rule", D(sigmoid(x), x), sigmoid(x) * (1 + sigmoid(x)))
CELLS = load_cells()


def test_right_gradients_pass_and_are_given_by_name() -> None:
    """The cross-entropy of one cell, by w and by b: the numbers are those of the lesson."""
    J = binary_cross_entropy(sigmoid(w * 1.001 + b), y)
    witnesses = check_gradient(J, [w, b], {"w": 1.0, "b": 0.0, "y": 1.0})
    a = 1 / (1 + math.exp(-1.001))
    assert witnesses["w"] == pytest.approx((a - 1) * 1.001, rel=1e-12)
    assert witnesses["b"] == pytest.approx(a - 1, rel=1e-12)
    assert list(witnesses.values) == ["∂J/∂w", "∂J/∂b"]
    assert list(witnesses.values["∂J/∂w"]) == ["our rules", "torch autograd", "sympy", "central difference"]


def test_a_wrong_rule_is_caught_with_both_numbers() -> None:
    """sigmoid(x)(1 + sigmoid(x)) in the place of sigmoid(x)(1 - sigmoid(x)) names the gradient and two numbers."""
    with pytest.raises(WitnessError) as error:
        check_gradient(sigmoid(w), [w], {"w": 1.0}, name="a", rules=WRONG_SIGMOID)
    assert str(error.value) == (
        "Cannot show the gradient da/dw, because our rules give 1.2655052240185278 and torch autograd gives "
        f"{torch.sigmoid(torch.tensor(1.0, dtype=torch.float64)).item() * (1 - sigmoid(1.0))!r}. "
        "Look at the row of gdmath/rules.py that its derivation used."
    )


@pytest.mark.parametrize("factor", [1 + 1e-9, 1 + 1e-6, 2.0, -1.0, 0.0])
def test_even_a_slightly_wrong_rule_is_caught(factor: float) -> None:
    """A relative error of one in a thousand million is an error, as large ones are."""
    rules = planted("sigmoid rule", D(sigmoid(x), x), factor * (sigmoid(x) * (1 - sigmoid(x))))
    with pytest.raises(WitnessError):
        check_gradient(sigmoid(w), [w], {"w": 1.0}, rules=rules)
    with pytest.raises(WitnessError):
        check_gradient(Neuron([1.0], 0.0), CELLS[["mean_area"]], CELLS["is_cancerous"], rules=rules)


@pytest.mark.parametrize("rule", RULES.rules, ids=str)
def test_every_row_can_be_caught(rule: Rule) -> None:
    """Whichever row is wrong by one part in a million, some gradient tells."""
    wrong = Table(*(Rule(row.name, row.left, row.right + 1e-6) if row is rule else row for row in RULES))
    t, k, m = symbols("t k m")
    letters = {x: t, c: k, n: m, u: t**2 + k, v: sin(t) + 2, g: t * k + m, f: sigmoid, condition: t < 2}
    expr = fill(rule.left, letters).args[0]
    outside = getattr(expr.head, "name", "") in {"asec", "acsc", "acosh", "acoth"}  # they begin at 1
    point = {"t": 1.7 if outside else 0.7, "k": 1.3, "m": 2.5}
    check_gradient(expr, [t], point)
    with pytest.raises(WitnessError):
        check_gradient(expr, [t], point, rules=wrong)


def test_a_gradient_with_pi_in_it_has_its_witnesses() -> None:
    """Pi is the same number for sympy as for us."""
    assert check_gradient(sin(pi * w), [w], {"w": 1.0})["w"] == pytest.approx(-math.pi)


@pytest.mark.parametrize("witness", TOLERANCES)
def test_every_witness_is_listened_to(witness: str) -> None:
    """Each witness fails the check by itself when it differs by more than its tolerance, and not by less."""
    relative, _ = TOLERANCES[witness]
    compare({"dJ/dw": {"our rules": 1.0, witness: 1.0 + relative / 2}})
    with pytest.raises(WitnessError, match=f"and {witness} gives 1.0"):
        compare({"dJ/dw": {"our rules": 1.0, witness: 1.0 + 2 * relative}})
    with pytest.raises(WitnessError):
        compare({"dJ/dw": {"our rules": 1.0, witness: math.nan}})


def test_the_number_on_the_page_is_held_to_one_part_in_a_million() -> None:
    """A float32 passes; a number that is a little off, or of another gradient, does not."""
    check_gradient(w * 1.001, [w], {"w": 1.0}, shown={"w": float(np.float32(1.001))})
    with pytest.raises(WitnessError, match=r"our rules give 1\.001 and shown on the page gives 1\.0011"):
        check_gradient(w * 1.001, [w], {"w": 1.0}, shown={"w": 1.0011})
    with pytest.raises(InputError, match=r"Cannot compare the shown value of 'b', because the gradient is by \['w'\]"):
        check_gradient(w * 1.001, [w], {"w": 1.0}, shown={"b": 1.0})


@pytest.mark.parametrize("bias", [None, -7.9])
def test_a_neuron_is_checked_on_all_its_rows(bias: float | None) -> None:
    """Two features of all cells, with and without a bias: five computations agree."""
    neuron = Neuron([11.0, -0.01], bias)
    witnesses = check_gradient(neuron, CELLS[["mean_area", "mean_texture"]], CELLS["is_cancerous"])
    assert [witnesses[name] for name in neuron.names] == pytest.approx(
        neuron.gradient(CELLS[["mean_area", "mean_texture"]], CELLS["is_cancerous"]).tolist()
    )
    assert len(witnesses.values["∂J/∂w1"]) == 5


def test_a_neuron_that_computes_something_else_than_its_rules_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neuron's own gradient is a witness as well."""
    monkeypatch.setattr(Neuron, "gradient", lambda *_: np.array([0.0]))
    with pytest.raises(WitnessError, match=r"Neuron\.gradient gives 0\.0"):
        check_gradient(Neuron([1.0]), CELLS[["mean_area"]], CELLS["is_cancerous"])


def test_a_constant_and_a_missing_symbol_have_the_slope_zero() -> None:
    """What does not depend on w has a gradient of 0, by every witness."""
    assert check_gradient(symbols("c") + 2, [w], {"w": 1.0, "c": 3.0})["w"] == 0.0


def test_wrong_calls_are_refused() -> None:
    """A missing value, or a missing argument, is named."""
    with pytest.raises(InputError, match="because 'b' has no value"):
        check_gradient(w + b, [w], {"w": 1.0})
    nothing: Any = None
    with pytest.raises(InputError, match=r"Cannot take a gradient by w, because it is not a list of symbols"):
        check_gradient(w, w, {"w": 1.0})
    with pytest.raises(InputError, match="Cannot check the slope in b, because it has no value"):
        check_gradient(w, [b], {"w": 1.0})
    with pytest.raises(InputError, match=r"Cannot check a gradient at 1\.0, because a point is a value for each"):
        check_gradient(w, [w], 1.0)
    with pytest.raises(InputError, match="Cannot use w='a', because it is not one number"):
        check_gradient(w, [w], {"w": "a"})
    with pytest.raises(InputError, match="Cannot use w=None, because it is not one number"):
        check_gradient(w, [w], {"w": 1.0}, shown={"w": nothing})
    with pytest.raises(InputError, match=r"with 1 arguments after the cost, because it takes two\. Write check_"):
        check_gradient(w, [w])


def test_the_table_is_accessible_and_complete() -> None:
    """It opens on demand, names its rows and columns, and shows every witness of every gradient."""
    witnesses = check_gradient(sin(w) * b, [w, b], {"w": 1.0, "b": 2.0}, shown={"w": 2 * math.cos(1.0)})
    assert "∂J/∂w: our rules 1.080604612, torch autograd 1.080604612" in repr(witnesses)
    table = BeautifulSoup(witnesses._repr_html_(), "html5lib").select_one("details table")
    assert table is not None
    assert table.caption is not None
    assert [th.text for th in table.select("thead th[scope=col]")] == ["Witness", "∂J/∂w", "∂J/∂b"]
    rows = {row.th.text: [td.text for td in row.select("td")] for row in table.select("tbody tr") if row.th}
    assert rows["sympy"] == ["1.0806046117", "0.8414709848"]
    assert rows["shown on the page"] == ["1.0806046117", "–"]


def test_the_table_says_where() -> None:
    """Its caption names the place; for a neuron, the parameters and over how many rows the mean is taken."""
    one = check_gradient(w * 1.001, [w], {"w": -1.0, "b": 0.5})
    assert one.place == "at w = \u22121, b = 0.5"
    caption = BeautifulSoup(one._repr_html_(), "html.parser").caption
    assert caption is not None
    assert caption.text == "dJ/dw at w = \u22121, b = 0.5, computed independently."
    neuron = check_gradient(Neuron([1.0], 0.0), CELLS[["mean_area"]], CELLS["is_cancerous"])
    assert neuron.place == "at w = 1, b = 0, the mean over 569 rows"


def test_a_formula_is_checked_on_all_rows() -> None:
    """Where features and labels are columns, the cost is the mean over the rows, as for a neuron."""
    x, area, label = symbols("x"), CELLS["mean_area"], CELLS["is_cancerous"]
    J = binary_cross_entropy(sigmoid(w * x + b), y)
    rows = check_gradient(J, [w, b], {"w": 1.0, "b": 0.0, "x": area, "y": label})
    neuron = Neuron([1.0], 0.0).gradient(CELLS[["mean_area"]], label)
    assert [rows["w"], rows["b"]] == pytest.approx(list(neuron), rel=1e-12)
    assert rows.place == "at w = 1, b = 0, the mean over 569 rows"
    with pytest.raises(WitnessError):
        check_gradient(J, [w, b], {"w": 1.0, "b": 0.0, "x": area, "y": label}, shown={"w": rows["w"] * (1 + 1e-5)})


@pytest.mark.parametrize(
    ("at", "message"),
    [
        (
            {"w": [1.0, 2.0], "b": 0.0},
            "Cannot check the slope in w, because it has a value for each row. Give it one number.",
        ),
        (
            {"w": 1.0, "x": [1.0, 2.0], "y": [1.0]},
            (
                "Cannot take the mean over columns of {'x': 2, 'y': 1} rows, because their rows do not belong "
                "together. Pass columns of one length, with at least one row."
            ),
        ),
        (
            {"w": 1.0, "x": [], "y": []},
            (
                "Cannot take the mean over columns of {'x': 0, 'y': 0} rows, because they have no row in common. "
                "Pass columns of one length, with at least one row."
            ),
        ),
        (
            {"w": 1.0, "x": ["a"]},
            "Cannot use x=['a'], because it is no column of numbers. Pass floats.",
        ),
    ],
)
def test_columns_that_do_not_fit_are_refused(at: dict[str, Any], message: str) -> None:
    """A parameter has one value for all rows, and the columns have one length."""
    with pytest.raises(InputError) as error:
        check_gradient(w * symbols("x") - y, [w], at)
    assert str(error.value) == message


def test_a_central_difference_is_near_the_slope() -> None:
    """Of softplus it is the sigmoid, to one part in a thousand million."""
    assert central_difference(softplus, [0.3], 0) == pytest.approx(sigmoid(0.3), rel=1e-9)
    assert isinstance(Witnesses({}), Witnesses)


def test_the_reason_fits_the_witness() -> None:
    """Where the nudge crosses a corner, or leaves the domain, nobody is sent to the rules alone."""
    with pytest.raises(WitnessError, match=r"central difference gives .* Look whether the cost is smooth there"):
        check_gradient(relu(w), [w], {"w": 1e-7})
    with pytest.raises(DomainError, match=r"Cannot measure the slope at \[1e-06\], because the cost has no value"):
        check_gradient(log(w), [w], {"w": 1e-6})


def test_at_a_corner_every_witness_says_what_torch_says() -> None:
    """The slope of relu, abs and step at 0 is 0 for our rules, torch and sympy; no nudge can tell."""
    assert check_gradient(Abs(w), [w], {"w": 0.0})["w"] == 0.0
    with pytest.raises(WitnessError, match=r"our rules give 0\.0 and central difference gives 0\.5"):
        check_gradient(relu(w), [w], {"w": 0.0})


def test_witnesses_agree_where_fifty_digits_are_not_enough() -> None:
    """At z = 800 the sigmoid is 1 to 347 digits; sympy is asked again with a thousand."""
    assert check_gradient(Neuron([1.0], 0.0), [[800.0]], [0])["w"] == 800.0


def test_a_formula_without_a_value_for_sympy_is_named() -> None:
    """Sqrt has no slope at 0, and no number of digits changes that."""
    with pytest.raises(DomainError):
        sympy_derivative(sqrt(w), w, [w])(0.0)


def test_functions_that_do_not_go_together_are_named() -> None:
    """The cross-entropy of a relu has no value where the relu is 0, and sympy says so."""
    with pytest.raises(DomainError, match=r"with sympy, because somewhere it has no value\. Choose functions that go"):
        sympy_derivative(binary_cross_entropy(relu(w), y), w, [w, y])


def test_a_slope_that_is_tiny_is_still_compared() -> None:
    """A slope of 2e-14 that our rules make five times as large does not pass as nearly zero."""
    rules = planted("power rule", D(x**n, x), 5 * (n * x ** (n - 1)))
    with pytest.raises(WitnessError):
        check_gradient(1e-14 * w**2, [w], {"w": 1.0}, rules=rules)


def test_witnesses_can_be_kept() -> None:
    """What comes back from a pickle shows the same table."""
    witnesses = check_gradient(w**2, [w], {"w": 1.0})
    assert repr(pickle.loads(pickle.dumps(witnesses))) == repr(witnesses)


def test_a_gradient_that_is_not_there_is_named() -> None:
    """To look up a parameter by a name that it does not have is an error that says which there are."""
    witnesses = check_gradient(w * 2.0, [w], {"w": 1.0}, name="l")
    with pytest.raises(InputError) as caught:
        witnesses["q"]
    assert str(caught.value) == (
        "Cannot look up the gradient by 'q', because the gradients are ['dl/dw']. Name a parameter."
    )
