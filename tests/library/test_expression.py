"""Expressions: kept as typed, one node for equal formulas, unchangeable, as deep as memory allows."""

import copy
import gc
import math
import pickle
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given

from gdmath.calculus import differentiate
from gdmath.errors import InputError
from gdmath.expression import NODES, D, Expr, Reference, as_expr, first, forget, node, postorder, too_large
from gdmath.functions import exp, log, sin
from gdmath.names import symbols
from gdmath.numeric import lambdify
from tests.library.strategies import ANY_NUMBERS, B, W, expressions

DEEP = 2000  # twice as deep as Python's own functions may call each other


def chain(step: Callable[[Expr], Expr], length: int = DEEP) -> Expr:
    """A formula that is `length` steps deep."""
    made: Expr = W
    for _ in range(length):
        made = step(made)
    return made


def test_operators_keep_what_was_typed() -> None:
    """Nothing is simplified, and each side of an operator stays on its side."""
    cases = {
        "w**1*1.001": W**1 * 1.001,
        "w + b": W + B,
        "2 + w": 2 + W,
        "w - 2": W - 2,
        "2 - w": 2 - W,
        "2*w": 2 * W,
        "w*1": W * 1,
        "w/2": W / 2,
        "2/w": 2 / W,
        "w**2": W**2,
        "2**w": 2**W,
        "-w": -W,
        "w + 0": W + 0,
        "w*0": W * 0,
        "w + -2": W + -2,
    }
    assert {str(made): made for made in cases.values()} == cases


def test_plus_in_front_changes_nothing() -> None:
    """`+w` is `w`."""
    assert +W is W


def test_equal_formulas_are_one_node() -> None:
    """Equality is identity, however the formula was built, and order matters."""
    assert sin(W * B + 1) is sin(W * B + 1)
    assert W + B == W + B
    assert W + B != B + W
    assert hash(W + B) == hash(W + B)
    assert W != "w"
    assert symbols("w") is W


def test_numbers_of_different_types_are_different() -> None:
    """1 and 1.0 print differently, so they are two nodes; -0.0 is 0.0, which has the same value."""
    assert as_expr(1) is not as_expr(1.0)
    assert str(W + 1) == "w + 1"
    assert str(W + 1.0) == "w + 1.0"
    assert as_expr(-0.0) is as_expr(0.0)
    assert math.copysign(1.0, as_expr(-0.0).args[0]) == 1.0
    assert as_expr(0.0) is not as_expr(0)


def test_negative_numbers_are_negatives_of_numbers() -> None:
    """-2 is what the reader would get by typing a minus before 2."""
    assert as_expr(-2) is -as_expr(2)
    assert as_expr(-2.5) is -as_expr(2.5)


def test_numbers_of_numpy_become_plain_ones() -> None:
    """A float64 of NumPy is the float that it equals, so that it prints as one."""
    made = W * np.float64(1.001)
    assert made is W * 1.001
    assert type((W + np.float64(2.0)).args[1].args[0]) is float
    assert str(made) == "w*1.001"


class Whole(int):
    """An int of a type of its own."""


def test_a_number_of_a_type_of_its_own_becomes_plain() -> None:
    """A number keeps nothing of a subclass of int that made it."""
    assert type(as_expr(Whole(3)).args[0]) is int
    assert as_expr(Whole(3)) is as_expr(3)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            True,
            (
                "Cannot use True in an expression, because bool is neither an expression nor an int or a float. "
                "Convert a single number with float(value); put the rows of data in through lambdify."
            ),
        ),
        (
            "w",
            (
                "Cannot use 'w' in an expression, because str is neither an expression nor an int or a float. "
                'Read a formula with parse("w^2"); make a letter with symbols("w").'
            ),
        ),
        (
            math.nan,
            "Cannot use nan in an expression, because it is not a finite 64-bit number. Use a finite number.",
        ),
        (
            -math.inf,
            "Cannot use -inf in an expression, because it is not a finite 64-bit number. Use a finite number.",
        ),
        (
            10**400,
            (
                "Cannot use a whole number of 1,329 bits in an expression, because it is not a finite 64-bit number. "
                "Use a finite number."
            ),
        ),
        (
            10**5000,
            (
                "Cannot use a whole number of 16,610 bits in an expression, because it is not a finite 64-bit number. "
                "Use a finite number."
            ),
        ),
    ],
    ids=["bool", "str", "nan", "infinity", "large", "too large to print"],
)
def test_what_is_no_number_is_refused(value: Any, message: str) -> None:
    """What cannot stand in a formula is refused by every door, with the reason."""
    for use in (as_expr, lambda bad: W + bad, lambda bad: bad * W, lambda bad: W**bad):
        with pytest.raises(InputError) as caught:
            use(value)
        assert str(caught.value) == message


@pytest.mark.parametrize("rows", [np.array([1.0, 2.0]), torch.tensor([1.0, 2.0]), torch.tensor(2.0)], ids=repr)
def test_arrays_and_tensors_are_refused_on_either_side(rows: Any) -> None:
    """An array or a tensor beside an expression is refused by us, not taken apart by NumPy or torch."""
    uses: list[Callable[[], Any]] = [lambda: rows * W, lambda: W * rows, lambda: rows + W, lambda: rows - W]
    for use in uses:
        with pytest.raises(InputError, match="put the rows of data in through lambdify"):
            use()


def test_symbols_are_named_as_in_sympy() -> None:
    """One name gives a symbol, several give a tuple, parted by spaces or commas."""
    assert str(symbols("learning_rate")) == "learning_rate"
    assert [str(symbol) for symbol in symbols("w1, w2 b")] == ["w1", "w2", "b"]
    assert symbols("w w") == (W, W)


def test_a_name_is_read_as_python_reads_it() -> None:
    """The ligature of f and i names the same symbol as the letters fi, as in Python's own source."""
    assert symbols("\N{LATIN SMALL LIGATURE FI}") is symbols("fi")
    assert str(symbols("\N{GREEK SMALL LETTER THETA}")) == "\N{GREEK SMALL LETTER THETA}"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("", "Cannot make symbols from '', because it is no text with names in it. Write symbols(\"w b\")."),
        (" , ", "Cannot make symbols from ' , ', because it is no text with names in it. Write symbols(\"w b\")."),
        (["w"], "Cannot make symbols from ['w'], because it is no text with names in it. Write symbols(\"w b\")."),
        (
            "w 2b",
            (
                "Cannot make a symbol from '2b', because a name is letters, digits and _, not starting with a digit. "
                "Rename it."
            ),
        ),
    ],
)
def test_what_is_no_name_is_refused(names: Any, message: str) -> None:
    """A symbol needs a name that Python could have."""
    with pytest.raises(InputError) as caught:
        symbols(names)
    assert str(caught.value) == message


def test_an_expression_cannot_be_changed() -> None:
    """Neither an attribute nor a part can be set or deleted, and the error says so."""
    with pytest.raises(InputError) as caught:
        W.head = "number"
    assert str(caught.value) == "Cannot set 'head' of w, because it never changes once it is made. Make a new one."
    with pytest.raises(InputError) as caught:
        del (W + B).args
    assert str(caught.value) == (
        "Cannot delete 'args' of w + b, because it never changes once it is made. Make a new one."
    )
    assert (W.head, W.args) == ("symbol", ("w",))


def test_free_symbols_are_those_that_occur() -> None:
    """Every symbol once, numbers and functions not among them."""
    assert (W * 2 + sin(B) * W).free_symbols == {W, B}
    assert as_expr(3).free_symbols == frozenset()


def test_substitution_is_done_all_at_once() -> None:
    """Letters may change places, and a whole part may be replaced, number for number."""
    assert (W * 2 + B).subs({W: B, B: W}) is B * 2 + W
    assert (sin(W * B) + W * B).subs({W * B: W}) is sin(W) + W
    assert (W + 1).subs({1: 2}) is W + 2
    assert W.subs({W: 3}) is as_expr(3)
    assert (W + B).subs({}) is W + B


def test_substitution_of_what_is_no_expression_is_refused() -> None:
    """A name in quotes is no part of an expression; to ignore it would be a wrong answer."""
    with pytest.raises(InputError, match=r"^Cannot use 'w' in an expression, because str is neither"):
        (W + 1).subs({"w": 2})


def test_what_is_no_dict_replaces_nothing() -> None:
    """Parts and what takes their place come as a dict."""
    nothing: Any = None
    with pytest.raises(
        InputError, match=r"^Cannot replace parts of an expression by None, because it is of type NoneT"
    ):
        W.subs(nothing)


def test_postorder_visits_each_part_once_after_its_own_parts() -> None:
    """A shared part comes once, and what stands inside a part to stop at does not come."""
    shared = W * B
    assert postorder(sin(shared) + shared) == [W, B, shared, sin(shared), sin(shared) + shared]
    assert postorder(sin(shared) + shared, stop_at={shared}) == [sin(shared), sin(shared) + shared]
    assert postorder(W, stop_at={W}) == []


@given(expr=expressions(numbers=ANY_NUMBERS))
def test_copies_and_pickles_are_the_same_node(expr: Expr) -> None:
    """A copy, a deep copy and a pickle come back as the very same node."""
    assert copy.copy(expr) is expr
    assert copy.deepcopy(expr) is expr
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(expr, protocol)) is expr


def test_dropped_formulas_leave_the_table() -> None:
    """What nobody holds any more takes no memory."""
    gc.collect()
    before = len(NODES)
    made = [exp(W * number) + number for number in range(70_100, 71_100)]
    assert len(NODES) >= before + 4000
    del made
    gc.collect()
    assert len(NODES) == before


def test_threads_get_the_same_nodes() -> None:
    """Four threads that build the same formulas at the same time hold the same nodes, and none twice."""
    ready = threading.Barrier(4)
    made: list[list[Expr]] = []

    def build() -> None:
        ready.wait()
        made.append([sin(W * (number % 50) + number) * B for number in range(5000)])

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    first, *others = made
    assert all(a is b for other in others for a, b in zip(first, other, strict=True))


def test_of_two_threads_that_make_one_node_thefirst_wins() -> None:
    """A thread that comes second takes the node of the other; a node that is gone by then does not count."""
    key = ("symbol", ("made_twice",))
    one, second = node("symbol", "made_twice"), object.__new__(Expr)
    assert first(key, second, Reference(second, forget)) is one
    del one
    gone = object.__new__(Expr)
    NODES[key] = Reference(gone)
    del gone
    reference = Reference(second, forget)
    reference.key = key
    assert first(key, second, reference) is second
    assert node("symbol", "made_twice") is second
    late = Reference(W, forget)
    late.key = key
    forget(late)  # somebody else's node stands under the key by now
    assert NODES[key] is reference


def test_a_node_that_outlives_the_names_of_the_module_goes_in_silence(
    monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    """When Python ends, a module's names become None before the last nodes are gone; nothing is printed of that."""
    last = [node("symbol", "last_one_of_all")]
    for name in ("LOCK", "NODES"):
        monkeypatch.setattr(f"gdmath.expression.{name}", None)
    last.clear()
    gc.collect()
    monkeypatch.undo()
    assert ("symbol", ("last_one_of_all",)) not in NODES
    assert not list(recwarn)


DEEP_CHAINS = {
    "sin(sin(w))": sin,
    "w + 1 + 1": lambda part: part + 1,
    "2*(2*w)": lambda part: 1.0 * part,
    "-(-w)": lambda part: -part,
    "1/(1 + w)": lambda part: 1 / (1 + part),
    "w**1**1": lambda part: part**1,
}


@pytest.mark.parametrize("step", DEEP_CHAINS.values(), ids=DEEP_CHAINS)
def test_deep_formulas_need_no_recursion(step: Callable[[Expr], Expr]) -> None:
    """However a deep formula is built, its value and its derivative are right."""
    deep = chain(step)
    assert deep.subs({W: B}).subs({B: W}) is deep
    assert pickle.loads(pickle.dumps(deep)) is deep
    value = deep.evaluate(w=0.5)
    assert lambdify([W], deep)(0.5) == pytest.approx(value, rel=1e-12)
    slope = differentiate(deep, W).result
    h = 1e-6
    limit = (deep.evaluate(w=0.5 + h) - deep.evaluate(w=0.5 - h)) / (2 * h)
    assert slope.evaluate(w=0.5) == pytest.approx(limit, rel=1e-6, abs=1e-6)


@pytest.mark.uncovered  # shallow ones go through the same branches
def test_a_formula_twenty_thousand_deep_can_be_used_like_any_other() -> None:
    """It can be built, compared, hashed, pickled, copied, written down, computed, differentiated and dropped."""
    before = len(NODES)
    deep = chain(sin, 20_000)
    assert deep is chain(sin, 20_000)
    assert hash(deep) == hash(chain(sin, 20_000))
    assert deep.free_symbols == {W}
    assert pickle.loads(pickle.dumps(deep)) is copy.deepcopy(deep) is deep
    assert repr(deep).startswith("sin(sin(")
    assert lambdify([W], deep)(0.5) == deep.evaluate(w=0.5)
    derivation = differentiate(deep, W)
    assert len(derivation.steps) == 39_999
    del derivation, deep
    gc.collect()
    assert len(NODES) < before + 1000


@pytest.mark.parametrize("inside", [W, 3], ids=repr)
def test_thousands_of_minus_signs_are_tidied_without_recursion(inside: Expr) -> None:
    """Signs that a reader typed, one on the other, do not break what tidies the sums and products around them."""
    deep = chain(lambda part: -part).subs({W: inside})
    for expr in (exp(W) * deep, deep * exp(W), exp(W) + deep, exp(W) - deep, exp(W) / deep):
        at = 0.5
        slope = differentiate(expr, W).result
        h = 1e-6
        limit = (expr.evaluate(w=at + h) - expr.evaluate(w=at - h)) / (2 * h)
        assert slope.evaluate(w=at) == pytest.approx(limit, rel=1e-6)


def test_many_terms_that_share_a_part_are_quick() -> None:
    """A formula that doubles forty times has forty-one parts, and its derivative some hundreds, not billions."""
    doubled = chain(lambda part: part * part, 40)
    assert len(postorder(doubled)) == 41
    assert len(postorder(differentiate(doubled, W).result)) < 300


def test_an_expression_shows_itself() -> None:
    """The text is Python's and the formula is LaTeX's, set as a display."""
    assert repr(log(W) + 1) == "log(w) + 1"
    assert "\\ln\\left(w\\right) + 1" in (log(W) + 1)._repr_latex_()


def test_a_derivative_not_yet_taken_is_an_expression() -> None:
    """`D` is a node like any other."""
    assert D(W**2, W) is D(W**2, W)
    assert str(D(W**2, W) * 2) == "D(w**2, w)*2"
    assert D(2, W).args == (as_expr(2), W)


def test_the_absolute_value_is_that_of_python() -> None:
    """abs(w) is the expression |w|, as in sympy."""
    assert str(abs(W - 1)) == "Abs(w - 1)"


def test_whole_numbers_may_be_too_large_for_a_float() -> None:
    """No other number is: an infinite float is one, and a number that fits is not too large."""
    assert [too_large(value) for value in (10**400, -(10**309))] == [True, True]
    assert [too_large(value) for value in (10**308, 0, 1e308, math.inf, math.nan)] == [False] * 5
