"""A gradient of one's own: right ones pass, whoever made them, and a slip is found and called by its name."""

import math
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np
import pytest
import torch
from bs4 import BeautifulSoup

from gdmath import DomainError, InputError, WitnessError, check_gradient, load_cells, symbols
from gdmath.checking.given import grain
from gdmath.checking.slopes import SHRINK, _lasting, measure, no_slope, noise_of

X = np.array([[1.0, 0.5], [2.0, -1.0], [3.0, 0.25]])
Y = np.array([1.0, 3.0, 2.0])
AT = [0.5, -0.3]


def cost(w: Any) -> Any:
    """The mean squared error of three rows, for arrays and tensors."""
    z = [row[0] * w[0] + row[1] * w[1] for row in X]
    return sum((a - y) ** 2 for a, y in zip(z, Y, strict=True)) / 3


def slopes(w: Any) -> Any:
    """Its gradient, in NumPy."""
    return 2 * X.T @ (X @ np.asarray(w) - Y) / 3


def test_a_right_gradient_passes_with_what_was_measured() -> None:
    """The table has your gradient, what torch says, the measured slopes and their error; nobody can change it."""
    witnesses = check_gradient(cost, AT, gradient=slopes, name="L")
    row = witnesses.values["∂L/∂w[1]"]
    assert list(row) == ["your gradient", "torch autograd", "central difference", "its error"]
    assert witnesses["w[1]"] == row["your gradient"] == slopes(AT)[1]
    assert row["torch autograd"] == pytest.approx(slopes(AT)[1], rel=1e-14)
    assert abs(row["central difference"] - slopes(AT)[1]) <= row["its error"] < 1e-12
    assert witnesses.place == "at w = [0.5, \u22120.3]"
    assert repr(witnesses).endswith(f"its error {row['its error']:.1g}")
    table = BeautifulSoup(witnesses._repr_html_(), "html5lib").select_one("details table")
    assert table is not None
    assert [th.text for th in table.select("thead th")] == ["Witness", "∂L/∂w[0]", "∂L/∂w[1]"]
    assert table.select("tbody tr")[3].text == "its error" + "".join(
        f"{row['its error']:.1g}".replace("-", "\u2212") for row in witnesses.values.values()
    )


def of_tensor(w: torch.Tensor) -> torch.Tensor:
    """The mean square of the sigmoid of all entries."""
    return (torch.sigmoid(w) ** 2).mean()


def backward(w: torch.Tensor) -> Any:
    """Its gradient as torch users find it."""
    of_tensor(w).backward()
    return w.grad


@pytest.mark.parametrize(
    ("function", "at", "gradient"),
    [
        (lambda w: w**2, 3, 6),
        (lambda w: w**2, 3.0, lambda w: np.array([2 * w])),
        (lambda w: w**2, np.float64(3.0), lambda w: 2 * w),
        (lambda w: w**2, np.array(3.0), lambda w: 2 * w),
        (lambda w: np.array([[w**2]]), 3.0, 6.0),
        (lambda w: w**2, True, 2.0),
        (math.log, 0.001, 1000.0),
        (math.sin, 1e6, math.cos),
        (lambda w: 1e-17 * w**2, 3.0, 6e-17),
        (lambda w: w**3, 0.0, 0.0),
        (lambda w: abs(w) ** 1.5, 0.0, 0.0),
        (lambda w: 1e100 * w**2, 3e-100, 600.0 / 100),
        (lambda w: w**2 + math.sin(w), 1.0, lambda w: 2 * w + math.cos(w)),  # of which torch would follow a half
        (lambda w: max(w, 0.0), 1e-9, 1.0),
        (lambda _: 5.0, 1.0, 0.0),
        (lambda w: np.sum(w**2), np.zeros((2, 2)), lambda w: 2 * w),
        (lambda w: np.sum(w**2), np.array([[1, 2], [3, 4]]), lambda w: 2 * w),
        (lambda w: np.sum(w**2), load_cells().loc[:1, "mean_area"], lambda w: 2 * w),
        (lambda w: w[0] + 0 * w[1], [1.0, 2.0], [1.0, 0.0]),
        (lambda w: 1.0 / w[0] if w[0] > 0.9999999 else math.nan, [1.0, 2.0], [-1.0, 0.0]),
        (
            of_tensor,
            torch.tensor([[0.5, -1.0]], dtype=torch.float64),
            lambda w: torch.autograd.functional.jacobian(of_tensor, w),
        ),
        (of_tensor, torch.tensor([[0.5, -1.0]], dtype=torch.float64, requires_grad=True), backward),
        (of_tensor, torch.tensor([0.5, -1.0], requires_grad=True), backward),
        (lambda w: (w**2).sum(), torch.tensor([1, 2]), lambda w: 2 * w),
    ],
    ids=count(),
)
def test_right_gradients_of_every_kind_pass(function: Any, at: Any, gradient: Any) -> None:
    """Numbers, lists, arrays and tensors of any shape; a function of the point, or the gradient itself."""
    check_gradient(function, at, gradient=gradient)


FUNCTIONS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], list[float]]] = {
    "exp": (np.exp, np.exp, [-30.0, -0.7, 1e-3, 1.5, 33.0]),
    "log": (np.log, lambda x: 1 / x, [1e-3, 0.03, 0.999, 7.0, 1e6]),
    "sqrt": (np.sqrt, lambda x: 0.5 / np.sqrt(x), [1e-3, 0.5, 33.0, 1e6]),
    "1/w": (lambda x: 1 / x, lambda x: -1 / x**2, [-1e6, -1e-3, 1e-3, 0.5, 1e3]),
    "sin": (np.sin, np.cos, [-30.0, -1e-3, 0.5, 7.0, 33.0]),
    "asin": (np.arcsin, lambda x: 1 / np.sqrt(1 - x * x), [-0.7, 1e-3, 0.5, 0.999]),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2, [-3.3, 1e-3, 0.5, 7.0]),
    "softplus": (lambda x: np.logaddexp(0, x), lambda x: 1 / (1 + np.exp(-x)), [-3.3, 1e-3, 0.5, 710.0]),
    "cross-entropy": (lambda x: -np.log(1 - x), lambda x: 1 / (1 - x), [1e-3, 0.03, 0.5, 0.999]),
    "bell": (lambda x: np.exp(-x * x), lambda x: -2 * x * np.exp(-x * x), [-0.7, 0.03, 0.5, 1.5]),
}


def test_a_value_of_half_precision_accuses_nobody() -> None:
    """Its digits are too few to see so small a slope: that is said, and nothing of the gradient, which is right."""
    with pytest.raises(InputError, match=r"^Cannot tell whether 0\.001 is the slope of <lambda> for w\[0\]"):
        check_gradient(lambda w: np.float16(100 + w[0] * 1e-3), np.array([1.0]), gradient=[1e-3])


@pytest.mark.parametrize("kind", ["float64", "float32", "float32 inside"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_error_is_estimated_from_the_function(name: str, kind: str) -> None:
    """In double precision, in single, and where only the inside is single, right slopes pass and wrong ones fail."""
    function, derivative, places = FUNCTIONS[name]
    inside: Any = (lambda w: float(function(np.float32(w)))) if kind == "float32 inside" else function
    for place in places:
        at = np.float32(place) if kind == "float32" else place
        right = float(derivative(np.float64(at)))
        check_gradient(inside, at, gradient=right)
        with pytest.raises(WitnessError):
            check_gradient(inside, at, gradient=right * (1.0001 if kind == "float64" else 1.2))


def wrong(gradient: Any, at: Any = AT, function: Any = cost) -> str:
    """What is said of a wrong gradient."""
    with pytest.raises(WitnessError) as error:
        check_gradient(function, at, gradient=gradient)
    return str(error.value)


def test_a_wrong_gradient_is_told_with_its_entries() -> None:
    """The first entry that differs, both numbers, how sure the measured one is, and which others differ."""
    said = wrong(lambda w: slopes(w) + np.array([0.0, 0.5]))
    number, slope = slopes(AT)[1] + 0.5, slopes(AT)[1]
    assert said.startswith(
        f"Cannot trust this gradient of cost, because for w[1] it gives {number:.10g}, and the measured slope is "
        f"{slope:.10g} ± "
    )
    assert said.endswith("; 1 of 2 entries differ. Look at w[1].")
    assert wrong(1.0, 0.5, lambda w: w**3).endswith(". Look at w.")
    assert wrong(np.arange(6.0).reshape(2, 3), np.ones((2, 3)), np.sum).endswith(
        "5 of 6 entries differ. Look at w[0, 0], w[0, 2], w[1, 0], w[1, 1], w[1, 2]."
    )
    assert wrong(np.arange(9.0), np.ones(9), np.sum).endswith("Look at w[0], w[2], w[3], w[4], w[5], ….")


SQUARE = np.array([[0.3, -1.2], [0.8, 0.4]])


@pytest.mark.parametrize(
    ("gradient", "said"),
    [
        (lambda w: -slopes(w), "It has the opposite sign: change it."),
        (lambda w: 2 * slopes(w), "It is twice as large: look for a 2 that is there two times, or for a 1/2 that is"),
        (lambda w: slopes(w) / 2, "It is half as large: look for the 2 that comes down from a square."),
        (lambda w: 3 * slopes(w), "It is 3 times as large: look for a sum where a mean is due."),
        (lambda w: -3 * slopes(w), "It is of the opposite sign, and 3 times as large: look for a sum where a mean"),
        (lambda w: slopes(w) / 569, "It is 569 times too small: look for a mean where a sum is due, or for a missing"),
        (lambda w: slopes(w) / 1.7, "It is 0.58824 times as large: look for a constant factor, such as the derivative"),
        (lambda w: slopes(w)[::-1], "Its entries stand in reverse: turn them round."),
        (lambda w: np.full(2, slopes(w).mean()), "It is one number for all entries: a mean or a sum goes down the"),
        (lambda w: 0 * slopes(w), "It is zero wherever it was asked: look whether anything comes out of it."),
        (lambda w: slopes(w) * 1.0001, "Look at w[0], w[1]."),
        (slopes(AT) * [2.0, 3.0], "Look at w[0], w[1]."),
        (slopes(AT) * math.nan, "Look at w[0], w[1]."),
    ],
    ids=count(),
)
def test_slips_are_called_by_their_names(gradient: Any, said: str) -> None:
    """A sign, a factor, a sum for a mean and the other way round, an order, one number for all."""
    assert said in wrong(gradient)


@pytest.mark.parametrize(
    ("gradient", "said"),
    [
        (lambda w: np.cos(w).T, "It is transposed: take .T of it."),
        (lambda w: np.cos(w)[:1].repeat(2, axis=0), "It is one row for all rows: each has a slope of its own."),
    ],
    ids=count(),
)
def test_slips_of_a_table_are_called_by_their_names(gradient: Any, said: str) -> None:
    """A table on its side, and one row for all."""
    assert said in wrong(gradient, SQUARE, lambda w: np.sum(np.sin(w)))


@pytest.mark.parametrize(
    ("function", "gradient", "at", "said"),
    [
        (lambda w: np.sum(np.sin(w**2)), lambda w: np.cos(w**2), [0.5, 1.2], "It lacks a factor, twice the entry"),
        (lambda w: math.sin(w**2), lambda w: math.cos(w**2), 0.4, "It lacks a factor, twice the entry"),
        (lambda w: np.sum(np.sin(w**2) / 2), lambda w: np.cos(w**2), [0.5, 1.2], "It lacks a factor, the entry itself"),
        (lambda w: math.sin(1.7 * w), lambda w: math.cos(1.7 * w), 0.5, "It is 0.58824 times as large: look for a"),
        (
            lambda w: math.tanh(1.7 * w[0] + 0.3 * w[1]),
            lambda w: np.full(2, 1 - math.tanh(1.7 * w[0] + 0.3 * w[1]) ** 2),
            [0.5, 0.2],
            "It is one number for all entries",
        ),
        (
            lambda w: np.sum(np.tanh([1.7, 0.3] * w)),
            lambda w: 1 - np.tanh([1.7, 0.3] * w) ** 2,
            [0.5, 0.2],
            "Each entry lacks a constant factor of its own (1.7, 0.3): look for the derivative of what stands inside",
        ),
        (lambda w: w[0] ** 3 + w[1] ** 2, lambda w: w, [0.5, 0.2], "Look at w[0], w[1]."),
        (lambda w: math.asin(w[0]) + w[1], lambda _: [1.0, 0.0], [0.98, 0.2], "Look at w[0], w[1]."),
    ],
    ids=count(),
)
def test_a_missing_inner_derivative_is_told(function: Any, gradient: Any, at: Any, said: str) -> None:
    """A second point, where there is one, tells a constant factor from one that changes with the entry."""
    assert said in wrong(gradient, at, function)


@pytest.mark.parametrize(
    ("function", "at", "said"),
    [
        (abs, 0.0, "there is a corner: from the left the slope is -1, from the right 1. Take another point"),
        (lambda w: max(w, 0.0), 0.0, "there is a corner: from the left the slope is 0, from the right 1."),
        (lambda w: float(w > 0), 0.0, "Cannot measure the slope of <lambda> for w, because there is a jump of 1."),
        (lambda w: math.sqrt(abs(w)), 0.0, "there is a corner: from the left the slope is -"),
        (math.sqrt, 0.0, "Cannot measure the slope of sqrt for w, because it has no value a little beside the point."),
        (lambda _: math.nan, 0.0, "Cannot measure the slopes of <lambda>, because it is nan at the point."),
    ],
    ids=count(),
)
def test_where_there_is_no_slope_it_is_said(function: Any, at: Any, said: str) -> None:
    """A corner, a jump, an end of the domain: no gradient is right there, whatever it says."""
    with pytest.raises(DomainError) as error:
        check_gradient(function, at, gradient=0.0)
    assert said in str(error.value)


DRAWN: Iterator[float] = iter(np.random.default_rng(0).normal(size=1000).tolist())
nothing: Any = None


def remembers(w: Any, calls: list[Any] = []) -> Any:  # noqa: B006  a slip that is looked for
    """A cost that grows with each call."""
    calls.append(w)
    return w * len(calls)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: check_gradient(cost, AT),
            (
                "Cannot check a gradient of cost with 1 arguments after it, because a function of your own goes with a "
                "point and a gradient to compare, and with nothing else. "
                "Write check_gradient(function, at, gradient=mine)."
            ),
        ),
        (
            lambda: check_gradient(cost, AT, slopes),
            "Cannot check a gradient of cost with 2 arguments after it, because",
        ),
        (
            lambda: check_gradient(cost, AT, gradient=slopes, shown={"w": 1.0}),
            "Cannot check a gradient of cost with 1 arguments after it and gradient= and more, because",
        ),
        (
            lambda: check_gradient(symbols("w"), 1.0, gradient=1.0),
            "Cannot measure the slopes of w, because it is no function of a point. Leave out gradient= for an",
        ),
        (lambda: check_gradient(cost, AT, gradient=lambda _: None), "Cannot use None as a gradient, because it is not"),
        (
            lambda: check_gradient(cost, AT, gradient="2*w"),
            "Cannot use '2*w' as a gradient, because it is not numbers.",
        ),
        (lambda: check_gradient(cost, AT, gradient=[1j, 2.0]), "Cannot use a gradient of type list, because it is not"),
        (
            lambda: check_gradient(cost, AT, gradient=lambda w: slopes(w).mean()),
            (
                "Cannot compare a gradient of shape () with a point of shape (2,), because each entry of the point has "
                "a slope of its own. Take a sum or a mean down the rows alone, with axis=0, not over everything."
            ),
        ),
        (lambda: check_gradient(cost, AT, gradient=lambda w: slopes(w)[:, None]), "with .reshape(2)."),
        (lambda: check_gradient(np.sum, np.ones((2, 3)), gradient=np.ones((3, 2))), "Transpose it, with .T."),
        (
            lambda: check_gradient(cost, AT, gradient=X),
            "It has one for each row: take their mean or their sum, with axis=0",
        ),
        (lambda: check_gradient(cost, AT, gradient=[1.0, 2.0, 3.0]), "Return one number for each entry, in the same"),
        (lambda: check_gradient(cost, {"w": 1.0}, gradient=1.0), "Cannot use {'w': 1.0} as a point, because it is not"),
        (lambda: check_gradient(cost, [0.5, math.inf], gradient=AT), "because not all of its numbers are finite."),
        (
            lambda: check_gradient(cost, [], gradient=AT),
            "because each of its 0 slopes is measured by itself, and there",
        ),
        (lambda: check_gradient(np.sum, np.ones(10_001), gradient=np.ones), "because each of its 10,001 slopes is"),
        (lambda: check_gradient(cost, np.ma.array(AT, mask=[True, False]), gradient=AT), "because values are masked."),
        (
            lambda: check_gradient(lambda w: w, AT, gradient=AT),
            "because it returns values of shape (2,), and a gradient",
        ),
        (lambda: check_gradient(lambda _: None, AT, gradient=AT), "Cannot use None as the value of <lambda>, because"),
        (
            lambda: check_gradient(lambda _: next(DRAWN), AT, gradient=AT),
            "because it is not the same twice at one point",
        ),
        (lambda: check_gradient(remembers, 1.0, gradient=1.0), "Draw nothing anew in it, or set the seed inside it;"),
        (
            lambda: check_gradient(lambda w: w.nothing, AT, gradient=AT),
            "because it raises AttributeError: 'numpy.ndarray'",
        ),
        (
            lambda: check_gradient(lambda w: (w**2).sum().bfloat16(), torch.tensor([1.0, 2.0]), gradient=[2.0, 4.0]),
            "Look whether the cost jumps there; or compute it in float64, with no noise and no large constant in it.",
        ),
        (lambda: check_gradient(lambda w: w**2, 1e-200, gradient=2e-200), "because it can be measured as 0 ± "),
        (
            lambda: check_gradient(lambda w: 1 + 1e-20 * w, 1.0, gradient=1e-20),
            "Cannot tell whether 1e-20 is the slope of <lambda> for w, because it can be measured as 0 ± ",
        ),
    ],
    ids=count(),
)
def test_what_cannot_be_checked_is_refused(call: Any, said: str) -> None:
    """No gradient, no numbers, another shape, too many, a cost that is none, or is too coarse: in three parts."""
    with pytest.raises(InputError) as error:
        call()
    assert said in str(error.value)


def test_an_error_of_our_own_stays_what_it_is() -> None:
    """A cost made of the functions of gdmath says in their words where it has no value."""
    from gdmath import log

    with pytest.raises(DomainError, match=r"Cannot compute log\(-1\.0\)"):
        check_gradient(log, -1.0, gradient=1.0)


def test_a_function_gets_a_copy_each_time() -> None:
    """Whoever writes into the point writes into a copy, and neither the point nor the check is harmed."""
    at = np.array([1.0, 2.0])

    def careless(w: Any) -> Any:
        w[0] = 9.0
        return w[1] ** 2

    check_gradient(careless, at, gradient=[0.0, 4.0])
    assert at.tolist() == [1.0, 2.0]


def test_a_custom_backward_pass_is_measured() -> None:
    """A backward pass that forgets a factor deceives autograd, and not the measurement."""

    class Cube(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, w: torch.Tensor) -> torch.Tensor:
            ctx.save_for_backward(w)
            return w**3

        @staticmethod
        def backward(ctx: Any, *upstream: torch.Tensor) -> Any:
            return upstream[0] * ctx.saved_tensors[0] ** 2

    def through(w: torch.Tensor) -> Any:
        cubes: Any = Cube
        return torch.as_tensor(cubes.apply(w)).sum()

    def by_torch(w: torch.Tensor) -> Any:
        found: Any = torch.autograd.grad(through(w), w)
        return found[0]

    at = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    assert "It is 3 times too small" in wrong(by_torch, at, through)
    right = check_gradient(through, at, gradient=lambda w: 3 * w.detach() ** 2)
    assert "torch autograd" not in right.values["∂J/∂w[0]"]


def test_a_wrong_gradient_is_asked_for_at_a_second_point() -> None:
    """Each entry of it is 5 to 25 % larger, no two neighbours by the same share: what explains both is the slip."""
    seen: list[Any] = []

    def mine(w: Any) -> Any:
        seen.append(w / np.arange(1.0, 7.0))
        return w

    assert "It is half as large" in wrong(mine, np.arange(1.0, 7.0), lambda w: np.sum(w**2))
    assert seen[0].tolist() == [1.0] * 6
    assert seen[-1].tolist() == pytest.approx([1.05, 1.1, 1.15, 1.2, 1.25, 1.05])


def test_torch_agrees_where_nothing_is_to_be_found() -> None:
    """A slope of zero is measured with hardly any error, and torch's own zero is that slope."""
    row = check_gradient(lambda w: 0 * w.sum(), torch.ones(1, dtype=torch.float64), gradient=[0.0]).values["dJ/dw[0]"]
    assert [*row.values()][:3] == [0.0, 0.0, 0.0]
    assert 0.0 <= row["its error"] < 1e-300


@pytest.mark.parametrize(("last", "place"), [(0.12345, "w = [0.5, 0.5"), (0.123456, "a point of shape (11,)")])
def test_a_long_point_is_told_by_its_shape(last: float, place: str) -> None:
    """A point is written out in fewer than 60 characters, or not at all."""
    at = [0.5] * 10 + [last]
    assert len(repr(at)) in {59, 60}
    witnesses = check_gradient(np.sum, at, gradient=np.ones(len(at)))
    assert witnesses.place.startswith(f"at {place}")


def test_many_entries_are_shown_in_part() -> None:
    """A table of twenty gradients shows a dozen, and says how many there are."""
    witnesses = check_gradient(np.sum, np.ones((4, 5)), gradient=np.ones((4, 5)))
    table = BeautifulSoup(witnesses._repr_html_(), "html5lib")
    assert len(table.select("thead th")) == 13
    assert table.caption is not None
    assert table.caption.text.endswith("∂J/∂w[2, 1], … (20 in all) at a point of shape (4, 5), computed independently.")


def test_the_measurement_is_not_led_astray() -> None:
    """Waves that a large step cannot see are found by a smaller one."""
    found = measure(lambda step: (step, math.sin(1e6 * step)), 1.0, lambda _: 1e-16)
    assert abs(found.slope - 1e6) <= 3 * found.error < 1.0
    assert no_slope(lambda _: (0.0, 1.0), 1.0, 1e-16) == ""
    assert no_slope(lambda step: (min(step, 0.0), 1.0), 1.0, 1e-16) == ""


def test_what_cannot_be_measured_has_no_slope() -> None:
    """Where floats allow no step there is no number, any error may be, and nothing is known to be steep."""
    nowhere = measure(lambda _: (0.0, 1.0), 1.0, lambda _: 1e-16)
    assert math.isnan(nowhere.slope)
    assert nowhere[1:] == (math.inf, 0.0, 0.0)


def test_the_error_is_that_of_the_values_over_the_step() -> None:
    """Of a straight line, two values that may be off by the noise are all that can be wrong."""
    found = measure(lambda step: (step, 3 * step), 1.0, lambda _: 1e-3)
    assert found.slope == pytest.approx(3, rel=1e-14)
    assert found.error == pytest.approx(2 * 1e-3 / (2 * 0.1 / SHRINK), rel=1e-9)
    assert found.steep == pytest.approx(6, rel=1e-14)


@pytest.mark.parametrize(
    ("jump", "bend", "noise", "said"),
    [
        (100.5e-6, 0, 1e-6, "there is a jump of 0.0001005"),
        (99.5e-6, 0, 1e-6, ""),
        (0, 1.0, 1e-16, "there is a corner: from the left the slope is 1, from the right 2"),
        (0, 1e-4, 1e-16, ""),
        (0, 1.0, 1e-2, ""),
    ],
)
def test_noise_is_no_jump_and_no_corner(jump: float, bend: float, noise: float, said: str) -> None:
    """A jump is one beyond a hundred times the noise; a bend is none in a thousandth of the slope, nor in noise."""
    assert (
        no_slope(lambda step: (step, (step if bend else 0.0) + (step > 0) * (jump + bend * step)), 1.0, noise) == said
    )


def test_what_lasts() -> None:
    """A jump is as large over a fourth of the step; a change that shrinks, or grows, by a fourth is none."""
    assert _lasting([0.0, 1.0, 1.0])
    assert _lasting([1.0, 0.9, 1.1])
    assert not _lasting([1.0, -1.0])
    assert not _lasting([4.0, 5.0])
    assert not _lasting([5.0, 4.0])
    assert _lasting([1.0, 1e300], most=math.inf)
    assert not _lasting([1.0, math.inf], most=math.inf)


def test_noise_is_seen() -> None:
    """Of a curve with noise it is the noise, of a smooth one the rounding, and where there is no curve none is seen."""
    drawn = np.random.default_rng(1)
    level, _ = noise_of(lambda step: math.exp(step) + 1e-6 * drawn.normal(), 1e-15)
    assert level == pytest.approx(1e-6, rel=0.7)
    level, unit = noise_of(math.exp, 1e-15)
    assert level < 1e-15
    assert unit == 2.0**-53
    assert noise_of(lambda _: math.nan, 1e-15)[0] == 0.0
    assert noise_of(lambda _: 5.0, 1e-15) == (0.0, 2.0**-24)


@pytest.mark.parametrize(
    ("values", "bits"),
    [
        (1.0, 52),
        (3, 52),
        ([1.0, 2.0], 52),
        (np.array([1, 2]), 52),
        (np.ones(2), 52),
        (np.float32(1.0), 23),
        (np.ones(2, np.float16), 10),
        (torch.ones(2), 23),
        (torch.ones(2, dtype=torch.float64), 52),
        (torch.ones(2, dtype=torch.bfloat16), 7),
        (torch.tensor([1, 2]), 52),
    ],
    ids=count(),
)
def test_how_fine_numbers_are(values: Any, bits: int) -> None:
    """By their own dtype, and plain and whole numbers as float64, in which they are computed with."""
    assert grain(values) == 2.0**-bits
