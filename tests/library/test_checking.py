"""The checker is itself checked: it must agree with right gradients and FAIL on wrong ones."""

import math
import pickle
from itertools import combinations
from typing import Any

import mpmath
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
    differentiate,
    load_cells,
    log,
    relu,
    sigmoid,
    sin,
    sqrt,
    symbols,
)
from gdmath.checking import Witnesses
from gdmath.checking.by_sympy import sympy_derivative
from gdmath.checking.digits import lost, mean_of, rows_of, settled
from gdmath.checking.places import point_of
from gdmath.checking.roundings import lost_in_rows
from gdmath.checking.rows import _with_digits
from gdmath.checking.witnesses import compare
from gdmath.expression import D, Expr, as_expr, pi, postorder
from gdmath.functions import FUNCTIONS
from gdmath.matching import Rule, Table
from gdmath.numeric.source import WRITTEN_OUT, expanded
from gdmath.rules import c, f, g, n, u, v, x
from gdmath.rules import k as condition
from gdmath.tidying import stable
from tests.library.oracles import NO_VALUE, exact, fill

w, b, x_, y = symbols("w b x y")


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


def test_a_cube_root_has_its_witnesses_on_both_sides_of_zero() -> None:
    """A negative number has a real cube root for all of them."""
    cbrt = FUNCTIONS["cbrt"]
    for at in (-8.0, 8.0):
        assert check_gradient(cbrt(w), [w], {"w": at})["w"] == pytest.approx(1 / 12)


@pytest.mark.parametrize("witness", ["our rules", "torch autograd", "sympy", "central difference", "Neuron.gradient"])
def test_every_witness_is_listened_to(witness: str) -> None:
    """Each witness fails the check by itself when it differs by more than it may, and not by less."""
    row, exact, allowed = {"our rules": 1.0, witness: 1.0}, {"dJ/dw": mpmath.mpf(1)}, {"our rules": 1e-9, witness: 1e-9}

    def with_(value: float) -> None:
        compare({"dJ/dw": {**row, witness: value}}, exact, {"dJ/dw": allowed})

    with_(1.0 + 0.5e-9)
    with pytest.raises(WitnessError, match=r"our rules give 1\.0.*1\.0"):
        with_(1.0 + 2e-9)
    with pytest.raises(WitnessError, match="our rules give"):
        with_(math.nan)


def test_a_witness_without_a_value_is_named_as_such() -> None:
    """Not a number is no number that somebody gives."""
    with pytest.raises(WitnessError, match=r"because our rules give 1\.0 and sympy has no value there\."):
        compare(
            {"dJ/dw": {"our rules": 1.0, "sympy": math.nan}},
            {"dJ/dw": mpmath.mpf(1)},
            {"dJ/dw": {"our rules": 0, "sympy": math.inf}},
        )


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


def test_the_central_difference_stays_on_its_side() -> None:
    """A corner or an end of the domain nearby disturbs nobody: the step is far smaller than the way to it."""
    assert check_gradient(relu(w), [w], {"w": 1e-7}).values["dJ/dw"]["central difference"] == 1.0
    assert check_gradient(log(w), [w], {"w": 1e-6}).values["dJ/dw"]["central difference"] == pytest.approx(1e6)


def test_the_reason_fits_the_witness() -> None:
    """Where the cost has no value on one side, nobody is sent to the rules."""
    with pytest.raises(DomainError) as error:
        check_gradient(w**1.5, [w], {"w": 0.0})
    assert str(error.value) == (
        "Cannot measure the slope at [0.0], because the cost has no value a little beside it (not a finite real "
        "number). Take a point further inside."
    )
    assert isinstance(Witnesses({}), Witnesses)


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


# Where a function has a value, from the very ends of its domain to far away.
EVERYWHERE = [-1e6, -1e3, -37.0, -1.5, -0.3, -1e-3, 1e-3, 0.3, 1.5, 37.0, 400.0, 1e3, 1e6]
INSIDE_ONE = [-0.999999, -0.9, -0.5, -1e-3, 1e-6, 1e-3, 0.3, 0.9, 0.99, 0.999999]
ABOVE_ZERO = [1e-6, 1e-3, 0.03, 0.5, 0.999999, 1.0001, 7.0, 113.0, 1e3, 1e6]
OUTSIDE_ONE = [-1e6, -30.0, -1.5, -1.0001, -1.000001, 1.000001, 1.0001, 1.5, 7.0, 1e3, 1e6]
NOT_TOO_FAR = [-300.0, -37.0, -1.5, -0.3, -1e-3, 1e-3, 0.3, 1.5, 37.0, 113.0, 300.0]
PLACES = {
    **dict.fromkeys(["log", "sqrt"], ABOVE_ZERO),
    **dict.fromkeys(["asin", "acos", "atanh"], INSIDE_ONE),
    **dict.fromkeys(["asec", "acsc", "acoth"], OUTSIDE_ONE),
    **dict.fromkeys(["exp", "sinh", "cosh", "csch", "coth"], NOT_TOO_FAR),
    "acosh": [place for place in OUTSIDE_ONE if place > 0],
    "asech": [place for place in INSIDE_ONE if place > 0],
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_rules_are_never_accused(name: str) -> None:
    """Every function at ordinary places, three hundred and more in all: the witnesses agree at each."""
    for place in PLACES.get(name, EVERYWHERE):
        check_gradient(FUNCTIONS[name](w), [w], {"w": place})


def test_the_places_are_three_hundred() -> None:
    """As many as are promised."""
    assert sum(len(PLACES.get(name, EVERYWHERE)) for name in FUNCTIONS) > 300


@pytest.mark.parametrize("place", [1e-3, 0.5, 3.0, 40.0, 1e6])
@pytest.mark.parametrize(
    "formula",
    [
        1 / w,
        w**-1.5,
        log(w, 2),
        sin(w**2),
        sqrt(1 + w**2) - w,
        log(1 + w) - w,
        b ** (w / 1e6),
        (w + b) ** 3 / (w - b),
        -log(1 - sigmoid(w)),
        binary_cross_entropy(sigmoid(w * b), y),
    ],
    ids=str,
)
def test_right_rules_are_not_accused_where_digits_are_lost(formula: Expr, place: float) -> None:
    """Where numbers cancel on the way, a float is off by their rounding, and that is no mistake of a rule."""
    check_gradient(formula, [w, b], {"w": place, "b": 0.25, "y": 1.0})


@pytest.mark.parametrize("z", [113.0, 800.0])
def test_sympy_is_given_the_digits_it_needs(z: float) -> None:
    """One minus the sigmoid of 113 has 49 noughts: sympy's digits are doubled until two results agree."""
    assert check_gradient(Neuron([1.0], bias=0.0), [[z]], [0]).values["∂J/∂w"]["sympy"] == z
    assert check_gradient(-log(1 - sigmoid(w)), [w], {"w": z}).values["dJ/dw"]["sympy"] == 1.0


def test_a_value_that_never_settles_is_none() -> None:
    """A number that is another one with all digits, however many, is refused; one that vanishes with them is 0."""
    grows = [mpmath.mpf(10) ** digits for digits in range(9)]
    with pytest.raises(DomainError) as error:
        settled(grows.pop, "compute it", "it has none", "Take another")
    assert str(error.value) == (
        "Cannot compute it, because it does not settle, however many digits are taken. Take another."
    )
    assert settled(lambda: mpmath.mpf(10) ** -mpmath.mp.dps, "compute it", "it has none", "Take another")[1] == 800


@pytest.mark.parametrize(("factor", "found"), [(7, "4.2e-16"), (1 + 1e-6, "6.00000")])
def test_a_wrong_rule_is_found_where_slopes_are_small(factor: float, found: str) -> None:
    """A slope of 6e-17 is compared like any other."""
    wrong = Table(Rule("power rule", D(x**n, x), factor * (n * x ** (n - 1))), *RULES)
    with pytest.raises(WitnessError, match=f"our rules give {found}"):
        check_gradient(1e-17 * w**2, [w], {"w": 3.0}, rules=wrong)


LETTERS = dict(zip("tkm", symbols("t k m"), strict=True))


def slips_of(rule: Rule) -> dict[str, Any]:
    """The right side of a row with a factor, another sign, or two letters swapped; only those that are wrong."""
    t, k, m = LETTERS.values()
    place = {"t": 0.7, "k": 1.3, "m": 2.5}
    slips = {"factor": (1 + 1e-6) * rule.right, "sign": -rule.right}
    for one, other in combinations([letter for letter in rule.slots if type(letter) is Expr], 2):
        slips[f"{one} for {other}"] = fill(rule.right, {one: other, other: one})
    plain = {x: t, c: k, n: m, u: t**2, v: sin(t), g: t * k, f: sigmoid, condition: t < 2}
    try:
        right = exact(fill(rule.right, plain), **place)
        return {name: slip for name, slip in slips.items() if exact(fill(slip, plain), **place) != right}
    except NO_VALUE:  # of a function that begins at 1
        return slips


@pytest.mark.parametrize("rule", RULES.rules, ids=str)
@pytest.mark.parametrize("scale", [1e-100, 1.0, 1e100])
def test_every_slip_in_a_row_is_found_at_every_scale(rule: Rule, scale: float) -> None:
    """A factor of a millionth, a sign, a swapped letter: at a scale of 1e-100 as of 1 and of 1e100."""
    t, k, m = LETTERS.values()
    expr = fill(rule.left, {x: t, c: k, n: m, u: t**2, v: sin(t), g: t * k, f: sigmoid, condition: t < 2}).args[0]
    outside = getattr(expr.head, "name", "") in {"asec", "acsc", "acosh", "acoth"}  # they begin at 1
    point = {"t": 1.7 if outside else 0.7, "k": 1.3, "m": 2.5}
    large = expr / (1 / scale) if rule.left == D(c * u, x) else scale * expr  # a row that is used twice undoes a sign
    check_gradient(large, [t], point)
    for right in slips_of(rule).values():
        wrong = Table(*(Rule(row.name, row.left, right) if row is rule else row for row in RULES))
        with pytest.raises(WitnessError):
            check_gradient(large, [t], point, rules=wrong)


def test_digits_that_floats_lose_are_told_from_a_wrong_rule() -> None:
    """A right formula whose numbers vanish on the way is wrong all the same, and it is said why."""
    with pytest.raises(WitnessError) as error:
        compare(
            {"dJ/dw": {"our rules": 0.0}}, {"dJ/dw": mpmath.mpf("1e-30")}, {"dJ/dw": {"our rules": mpmath.mpf("1e-45")}}
        )
    assert str(error.value) == (
        "Cannot show the gradient dJ/dw, because our rules give 0.0, and 1e-30 when they are computed with more "
        "digits. Write the formula so that no large numbers cancel or vanish on the way, or take another point."
    )


def test_numbers_alone_are_one_row() -> None:
    """A column has its rows, and beside it a number stands in each; a place of numbers is one row."""
    assert rows_of({w: 3.0, b: -1}) == [{w: 3.0, b: -1.0}]
    assert rows_of({w: 3.0, x_: [1.0, 2.0]}) == [{w: 3.0, x_: 1.0}, {w: 3.0, x_: 2.0}]


@pytest.mark.parametrize(
    ("formula", "in_floats"),
    [
        ((sigmoid(w * x_ + b) - y) ** 2, True),
        (-(y * log(sigmoid(w * x_ + b)) + (1 - y) * log(1 - sigmoid(w * x_ + b))), True),
        (x_**2.5 / sin(x_) * 0.1, True),
        ((x_ - 1) * (x_ + 1) - x_**2 + w, True),
        (pi * x_ / (1 - FUNCTIONS["cos"](1e-4 * x_)), True),
        (as_expr(3) * w, True),
        (relu(x_ - 1), True),
        (FUNCTIONS["step"](x_ - 1) * x_, False),
        (FUNCTIONS["exp"](FUNCTIONS["exp"](7 * x_)) * 0 + x_, False),
        (FUNCTIONS["exp"](-300 * x_) + x_, False),
        (sin(x_ * 1e15), False),
        (FUNCTIONS["atanh"](1 - 1e-15 * x_), False),
    ],
    ids=str,
)
def test_many_rows_have_the_bound_that_each_has(formula: Expr, in_floats: bool) -> None:
    """What floats may lose in many rows is found in floats where nothing leaves their range, as with fifty digits."""
    draw = np.random.default_rng(3)
    columns = {w: 0.7, b: -0.3, x_: draw.uniform(0.2, 3, 40), y: (draw.random(40) > 0.5).astype(float)}
    rows = rows_of(columns)
    plain = expanded(postorder(stable(formula)), WRITTEN_OUT)
    found = lost_in_rows(plain, {symbol: [float(row[symbol]) for row in rows] for symbol in columns})
    assert (found is not None) is in_floats
    with mpmath.workdps(50):
        each_row = sum(lost(formula, [row], range_too=False) for row in rows) / len(rows)
        size = sum(abs(mean_of(plain, [row])) for row in rows) / len(rows)
        together = lost(formula, rows, range_too=False)
        assert float(together) == pytest.approx(float(each_row + 6 * size * 2.0**-53), rel=1e-3)


@pytest.mark.parametrize(
    ("formula", "at", "slope"),
    [
        (log(FUNCTIONS["exp"](w)), 800.0, 1.0),
        (log(w**3), 1e120, 3e-120),
        (w / sqrt(w * w + 1), 1e160, 0.0),
    ],
    ids=str,
)
def test_what_overflows_on_the_way_to_the_cost_is_left_out(formula: Expr, at: float, slope: float) -> None:
    """Where a number on the way is infinite, torch divides by it: no value, or 0, says nothing of the rules."""
    witnesses = check_gradient(formula, [w], {"w": at})
    assert "torch autograd" not in witnesses.values["dJ/dw"]
    assert witnesses.values["dJ/dw"]["sympy"] == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize(
    ("formula", "columns"),
    [
        (sin(w * x_), {"x": np.linspace(0.5, 1, 20) * 1e11}),
        (sin(w * x_), {"x": np.linspace(0.5, 1, 20) * 1e14}),
        (w * FUNCTIONS["atanh"](x_ * y), {"x": (1 - np.linspace(1, 2, 20) * 1e-13) / 0.7310001, "y": 0.7310001}),
        (w * FUNCTIONS["acos"](x_ * y), {"x": (1 - np.linspace(1, 2, 20) * 1e-14) / 0.7310001, "y": 0.7310001}),
        (w * (1 + x_) ** y, {"x": np.linspace(0.5, 1, 20) * 1e-11, "y": 1e11}),
    ],
    ids=["periods", "many periods", "end of a domain", "another end", "high power"],
)
def test_many_rows_are_not_accused_where_rounding_matters_most(formula: Expr, columns: dict[str, Any]) -> None:
    """Where a formula bends within what floats can show, its bound is found with fifty digits."""
    assert math.isfinite(check_gradient(formula, [w], {"w": 1.234567, **columns})["w"])


def test_torch_is_a_witness_where_what_overflows_leaves_it_a_right_slope() -> None:
    """exp(800) is infinite in floats, and is only asked whether it is above 0: the slope is right to its last digit."""
    witnesses = check_gradient(sin(w) * FUNCTIONS["step"](FUNCTIONS["exp"](w)), [w], {"w": 800.0})
    assert witnesses.values["dJ/dw"]["torch autograd"] == pytest.approx(math.cos(800.0), rel=1e-14)


def test_what_overflows_on_the_way_back_is_left_out() -> None:
    """The cost and its slope are floats, and so is all between them; on torch's way back the slope by w**3 is none."""
    witnesses = check_gradient(1e-50 / w**3, [w], {"w": 1e-70})
    assert witnesses["w"] == pytest.approx(-3e230, rel=1e-12)
    assert list(witnesses.values["dJ/dw"]) == ["our rules", "sympy", "central difference"]


def test_a_wrong_rule_is_caught_where_torch_has_nothing_to_say() -> None:
    """The others, whose numbers have fifty digits or more, see a tenth too much as well."""
    wrong = planted("logarithm rule", D(log(x), x), 1.1 * (1 / x))
    with pytest.raises(WitnessError, match=r"our rules give 1\.1 and sympy gives 1\.0\."):
        check_gradient(log(FUNCTIONS["exp"](w)), [w], {"w": 800.0}, rules=wrong)


def test_what_is_shown_was_computed_in_single_precision() -> None:
    """Where numbers cancel on the way, it may be off by more than its last digit; a wrong one is off by more still."""
    by, place = np.float32(1000.1), {"w": 0.1, "x": float(np.float32(1000.1)), "b": -100.0}
    single = float(2 * (np.float32(0.1) * by + np.float32(-100)) * by)
    witnesses = check_gradient((w * x_ + b) ** 2, [w], place, shown={"w": single})
    assert abs(witnesses["w"] - single) > 1e-4 * abs(single)
    with pytest.raises(WitnessError, match="shown on the page"):
        check_gradient((w * x_ + b) ** 2, [w], place, shown={"w": 1.5 * single})


def test_a_column_may_have_one_row() -> None:
    """Its mean is what it is."""
    assert check_gradient(w**2 * b, [w], {"w": 1.0, "b": [2.0]})["w"] == 4.0


def test_what_overflows_in_torch_alone_is_left_out() -> None:
    """A product of an infinity and a zero is a plain one; whoever meets both in floats has nothing to say."""
    witnesses = check_gradient(FUNCTIONS["exp"](w) * FUNCTIONS["exp"](-w), [w], {"w": 800.0})
    assert witnesses["w"] == 0.0
    assert list(witnesses.values["dJ/dw"]) == ["our rules", "sympy", "central difference"]
    assert check_gradient(FUNCTIONS["sech"](w), [w], {"w": 1e6})["w"] == 0.0


def test_the_way_of_torch_may_have_no_value() -> None:
    """Then what our own formula loses is what torch may lose."""
    _, rounding, of_torch = _with_digits(w * 0.1, 1 / (w - w), rows_of({w: 3.0}))
    assert of_torch == rounding > 0


def test_nothing_is_vouched_for_where_there_is_nothing() -> None:
    """An empty table of witnesses would say yes to everything."""
    with pytest.raises(InputError) as error:
        check_gradient(w**2, [], {"w": 3.0})
    assert str(error.value) == (
        "Cannot check a gradient by [], because there is nothing to compare. Name a symbol, as in [w]."
    )


def test_nobody_changes_what_was_sworn() -> None:
    """The numbers of a table cannot be written, and the dictionary that it was made of is another one."""
    mine = {"dJ/dw": {"our rules": 2.0}}
    witnesses, nothing = Witnesses(mine), None
    mine["dJ/dw"]["our rules"] = 7.0
    values: Any = witnesses.values
    with pytest.raises(TypeError):
        values["dJ/dw"] = nothing
    with pytest.raises(TypeError):
        values["dJ/dw"]["our rules"] = 7.0
    assert witnesses["w"] == 2.0


NUMBERS: Any = [1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: check_gradient(w, ["w"], {"w": 1.0}), "Cannot differentiate by 'w', because it is not a symbol"),
        (
            lambda: check_gradient(w, [w], {"w": 10**400}),
            "Cannot use w=a whole number of 1,329 bits, because it is not one number",
        ),
        (
            lambda: check_gradient(w, [w], {"w": 1.0}, rules=NUMBERS),
            "Cannot check a gradient by the rules [1], because",
        ),
        (lambda: check_gradient(w, [w], {"w": 1.0}, shown=NUMBERS), "Cannot compare the shown values [1], because"),
        (lambda: check_gradient(w * b, [w], {"w": 1.0, "b": [1.0, math.nan]}), "Cannot use b=[1.0, nan], because"),
        (
            lambda: check_gradient(w * b, [w], {"w": 1.0, "b": np.ma.array([1.0, 2.0], mask=[False, True])}),
            "Cannot use b=",
        ),
    ],
)
def test_what_is_no_place_is_refused(call: Any, message: str) -> None:
    """Strings, numbers beyond floats, values that are masked or not finite, and tables that are none."""
    with pytest.raises(InputError) as error:
        call()
    assert str(error.value).startswith(message)


def test_a_slope_without_a_value_in_one_row_names_it() -> None:
    """The rules have no value at one of the rows: that is said, and no two numbers are compared."""
    with pytest.raises(DomainError, match=r"compute log\(b\) at b=-1\.0"):
        check_gradient(w * log(b), [w], {"w": 1.0, "b": [1.0, -1.0]})
    with pytest.raises(DomainError, match="Cannot take the mean of b, because it is too large for a 64-bit float"):
        check_gradient(w * b, [w], {"w": 1e-300, "b": [1.5e308, 1.5e308]})


def test_a_derivation_is_no_function_of_your_own() -> None:
    """It is told where its expression is, as everywhere."""
    derivation: Any = differentiate(w**2, w)
    with pytest.raises(InputError, match=r"Give its \.result"):
        check_gradient(derivation, [w], {"w": 1.0})


def test_the_bound_of_rows_counts_what_underflows_and_gives_up_where_nothing_is_linear() -> None:
    """A product may be off by the smallest float, 0 too; where an error is half of a number, floats find no bound."""
    b, w = symbols("b w")
    value, error = lost_in_rows(w * b, {w: [0.0, 1.0], b: [0.0, 1.0]})
    assert value.tolist() == [0.0, 1.0]
    assert error.tolist() == [5e-324, 2.0**-53]
    assert lost_in_rows(1 / ((w + 1) - 1), {w: [1e-13]}) is not None
    assert lost_in_rows(1 / ((w + 1) - 1), {w: [1.5e-14]}) is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (10**5000, "Cannot use x=a whole number of 16,610 bits, because it is not one number. Pass a float."),
        ([10**400, 1], f"Cannot use x=[1{'0' * 78}…, because it is no column of numbers. Pass floats."),
        ([10**5000, 1], "Cannot use x=a list of enormous numbers, because it is no column of numbers. Pass floats."),
        (["a"], "Cannot use x=['a'], because it is no column of numbers. Pass floats."),
    ],
    ids=["enormous", "large in a column", "enormous in a column", "text"],
)
def test_what_is_no_float_is_refused_at_a_place(value: Any, message: str) -> None:
    """Also a whole number that Python refuses to write down: it is told by its size."""
    with pytest.raises(InputError) as error:
        point_of({"x": value})
    assert str(error.value) == message
    listed: Any = [10**5000]
    with pytest.raises(InputError, match=r"^Cannot check a gradient at a list of enormous numbers, because a point is"):
        point_of(listed)
