"""The exercises, over 200 seeds: right answers are right in any form, and wrong ones are told apart."""

import math
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations, product
from typing import Any

import pytest
import sympy
import torch

from gdmath import Abs, DomainError, differentiate, exp, log, parse, relu, sigmoid, sign, symbols
from gdmath.checking.by_sympy import to_sympy
from gdmath.expression import Expr
from gdmath.practice import LESSONS, Choice, Exercise, Formula, Function, Number, Slip, exercises, grade
from gdmath.practice.answers import LETTERS, written
from gdmath.practice.grading import faults

# What all seeds reach, a few do: to watch each branch all the time would take most of the time of these tests.
SEEDS = pytest.mark.parametrize(
    "seeds",
    [pytest.param(range(10), id="some"), pytest.param(range(10, 200), id="many", marks=pytest.mark.uncovered)],
)
LESSON = pytest.mark.parametrize(
    "lesson", [pytest.param(lesson, marks=pytest.mark.xdist_group(f"practice {lesson}")) for lesson in LESSONS]
)
w = symbols("w")


@cache
def made(seed: int, lesson: str) -> tuple[Exercise, ...]:
    """The exercises of a lesson, made once for all tests."""
    return exercises(seed, [lesson])


def typed_number(answer: Number) -> Iterator[str]:
    """A number as people type it: rounded, with more digits, with a minus sign of print, as a fraction."""
    yield f"{answer.value:.{answer.digits}f}"
    yield f" {answer.value:.{answer.digits + 3}f} "
    yield f"{answer.value:.{answer.digits}f}".replace("-", "\u2212")
    fraction = Fraction(answer.value).limit_denominator(10_000)
    if abs(fraction - Fraction(answer.value)) < answer.tolerance / 4:
        yield f"{fraction.numerator}/{fraction.denominator}"


def typed_formula(answer: Formula, *, algebra: bool) -> Iterator[str]:
    """A formula as people type it: as the library writes it, by carets, without signs of multiplication, rearranged."""
    forms = [str(answer.expr)]
    if algebra:
        names = {symbol: sympy.Symbol(str(symbol), real=True) for symbol in answer.expr.free_symbols}
        formula = sympy.nsimplify(to_sympy(answer.expr, names), rational=False)
        forms += [str(sympy.expand(formula)), str(sympy.factor(formula)), str(sympy.together(formula))]
    for form in forms:
        yield form
        yield form.replace("**", "^").replace(" ", "")
        yield re.sub(r"(?<=[\w)])\*(?=[(A-Za-z])", "", form.replace("**", "^")).replace("-", "\u2212")


def function(name: str, code: str) -> Callable[..., Any]:
    """The function of this name that a code makes."""
    names: dict[str, Any] = {}
    exec(compile(code, "code", "exec", dont_inherit=True), names)
    made: Callable[..., Any] = names[name]
    return made


def returning(answer: Function, values: tuple[Expr, ...]) -> Callable[..., Any]:
    """A function that returns what these formulas give."""

    def called(*place: float) -> Any:
        found = [value.evaluate(**answer.named(place)) for value in values]
        return found if len(found) > 1 else found[0]

    return called


def typed(answer: Any, *, algebra: bool = False) -> Iterator[Any]:
    """The right answer in every form."""
    match answer:
        case Number():
            yield from typed_number(answer)
        case Formula():
            yield from typed_formula(answer, algebra=algebra)
        case Function(name=name, code=code):
            yield function(name, code)
        case Choice():
            letter = LETTERS[answer.right]
            yield from (letter, f"{letter})", f" {letter.upper()}. ", answer.options[answer.right])


def typed_slip(exercise: Exercise, slip: Slip) -> Any:
    """A wrong answer as people type it."""
    match exercise.answer:
        case Function() as answer:
            return returning(answer, slip.answer)
        case Number(digits=digits):
            return f"{slip.answer:.{digits + 2}f}"
        case Formula():
            return str(slip.answer)
        case _:
            return LETTERS[int(slip.answer)]


def words(exercise: Exercise) -> list[str]:
    """All that is said in an exercise."""
    told = [part if isinstance(part, str) else str(part) for part in exercise.solution]
    return [exercise.question, exercise.hint, *told, *(slip.message for slip in exercise.slips)]


@SEEDS
@LESSON
def test_right_answers_are_right_in_every_form(lesson: str, seeds: range) -> None:
    """For 200 seeds each form of the right answer passes; for every tenth seed also what algebra makes of it."""
    for seed in seeds:
        for exercise in made(seed, lesson):
            for text in typed(exercise.answer, algebra=seed % 10 == 0):
                verdict = grade(exercise, text)
                assert verdict.right, (exercise.key, seed, text, verdict.message)


@SEEDS
@LESSON
def test_each_slip_is_told_by_its_own_message(lesson: str, seeds: range) -> None:
    """For 200 seeds no wrong answer is right, each is recognised as what it is, and no two messages are equal."""
    for seed in seeds:
        for exercise in made(seed, lesson):
            assert len(exercise.slips) >= 3, exercise.key
            assert len({slip.message for slip in exercise.slips}) == len(exercise.slips), exercise.key
            for slip in exercise.slips:
                verdict = grade(exercise, typed_slip(exercise, slip))
                assert not verdict.right, (exercise.key, seed, slip)
                assert verdict.slip is slip, (exercise.key, seed, slip, verdict)
                assert verdict.message == slip.message


def otherwise(expr: Expr) -> Iterator[Expr]:
    """The same formula in forms that algebra's own functions do not find."""
    yield 2 * expr - expr
    yield 1 / (1 / expr)
    yield expr * (w**2 + 1) / (w**2 + 1)
    yield (expr * expr) / expr
    yield expr * exp(log(w**2 + 1)) / (1 + w * w)
    for letter in expr.free_symbols:
        yield expr.subs({letter: relu(letter) - relu(-letter)})
        yield expr.subs({letter: letter**2 / letter})


def changed(expr: Expr) -> Iterator[Expr]:
    """Formulas that are nearly the same: for letters of one sign, of most sizes, or to six digits."""
    for letter in expr.free_symbols:
        yield expr.subs({letter: Abs(letter)})
        yield expr.subs({letter: relu(letter)})
        yield expr * sign(letter)
        yield expr + relu(-letter)
        yield expr + relu(letter - 50) * letter
    yield expr * (1 + 1e-6)
    yield expr / 1.000001
    yield expr + 1e-9


def value(expr: Expr, place: dict[str, float]) -> float:
    """The value at a place; nan, from which nothing differs by more than anything, where there is none."""
    try:
        return expr.evaluate(**place)
    except DomainError:
        return math.nan


@SEEDS
@LESSON
def test_a_formula_is_right_for_all_signs_and_sizes_or_not_at_all(lesson: str, seeds: range) -> None:
    """For 200 seeds, other forms of an answer are right, and none that differs where the right one has a value."""
    told = 0
    exercises_made = [exercise for seed in seeds for exercise in made(seed, lesson)]
    answers = {one.answer: one.key for one in exercises_made if isinstance(one.answer, Formula)}
    for answer, key in answers.items():
        assert all(answer.same(form) for form in otherwise(answer.expr)), (key, answer)
        letters = sorted(str(symbol) for symbol in answer.expr.free_symbols)
        signs = product((0.7, -1.3), repeat=len(letters))
        places = [dict(zip(letters, each, strict=True)) for each in signs] + [dict.fromkeys(letters, 60.0)]
        values = [(place, value(answer.expr, place)) for place in places]
        for other in changed(answer.expr):
            if any(abs(value(other, place) - right) > 1e-7 * abs(right) for place, right in values):
                told += 1
                assert not answer.same(other), (key, answer, other)
    assert told >= 4 * len(answers) > 0


@SEEDS
@LESSON
def test_nothing_is_degenerate(lesson: str, seeds: range) -> None:
    """For 200 seeds no fault is found, no text is empty, and nothing says nan, inf, a product with 0, or two signs."""
    for seed in seeds:
        for exercise in made(seed, lesson):
            assert faults(exercise) == [], (exercise.key, seed)
            for text in words(exercise):
                assert text.strip(), exercise.key
                assert not re.search(
                    r"\bnan\b|\binf\b|(?<![\w.])0 ?(\\cdot|\*)|\+ ?-|- ?-|None|\{|\}\}", _plain(text)
                ), (
                    exercise.key,
                    seed,
                    text,
                )


def _plain(text: str) -> str:
    """Text without its formulas' commands; a derivation may show a product with zero on its way, and is left out."""
    if text.startswith("D("):
        return ""
    return re.sub(r"\$[^$]*\$", lambda formula: re.sub(r"\\[a-z]+|[{}]", " ", formula[0]), text)


@SEEDS
@LESSON
def test_the_arithmetic_that_is_shown_holds(lesson: str, seeds: range) -> None:
    """For 200 seeds both sides of an equals sign in a solution are equal as printed, to the last digit printed."""
    checked = 0
    for seed in seeds:
        for exercise in made(seed, lesson):
            for text in exercise.solution:
                for formula in re.findall(r"\$([^$]*)\$", text) if isinstance(text, str) else ():
                    sides = [(side, value) for side in formula.split("=") if (value := shown(side)) is not None]
                    for (_, value), (side, rounded) in pairwise(sides):
                        decimals = len(side.strip().partition(".")[2])
                        assert abs(value - rounded) < 0.5001 * 10.0**-decimals, (exercise.key, seed, formula)
                        checked += 1
    assert checked >= len(seeds)


def shown(side: str) -> float | None:
    """The value of one side of an equation as it is printed; None for one with letters."""
    text = side.replace(r"\cdot", "*").replace(r"\sqrt", "sqrt").replace("{", "(").replace("}", ")").strip()
    return parse(text).evaluate() if re.fullmatch(r"(?:sqrt)?[\d\s.+\-*/^()]+", text) else None


@LESSON
def test_every_lesson_has_five_exercises_on_three_levels(lesson: str) -> None:
    """Five or more, from the easy to the hard, of three kinds or four, with keys and titles of their own."""
    found = made(0, lesson)
    assert len(found) >= 5
    levels = [exercise.level for exercise in found]
    assert levels == sorted(levels)
    assert set(levels) == {1, 2, 3}
    assert {type(exercise.answer) for exercise in found} - {Function} == {Number, Formula, Choice}
    assert len({exercise.key for exercise in found}) == len({exercise.title for exercise in found}) == len(found)
    assert all(exercise.key.startswith(f"{lesson}/") and exercise.lesson == lesson for exercise in found)


@LESSON
def test_a_hint_does_not_give_the_answer(lesson: str) -> None:
    """The right number or formula does not stand in the hint."""
    for seed in range(20):
        for exercise in made(seed, lesson):
            if isinstance(exercise.answer, Number):
                shown = written(exercise.answer.value, exercise.answer.digits)
                assert not re.search(rf"(?<![\d.]){re.escape(shown)}(?![\d.])", exercise.hint) or len(shown) < 3
            else:
                assert str(exercise.answer) not in exercise.hint


def test_other_seeds_give_other_exercises() -> None:
    """Each exercise has variants, and the same seed gives the same ones in another process, whatever its hashes."""
    variants = [exercises(seed) for seed in range(20)]
    for place, exercise in enumerate(variants[0]):
        assert len({repr(variant[place]) for variant in variants}) > 2, exercise.key
    program = "from gdmath.practice import exercises; print([(e.question, str(e.answer)) for e in exercises(7)])"
    told = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_the_way_back_is_that_of_the_cost() -> None:
    """The slopes that are called right are those of the weighted cross-entropy, by the rules."""
    x, y, w, b = symbols("x y w b")
    for exercise in (one for seed in range(5) for one in made(seed, "backpropagation")):
        if isinstance(exercise.answer, Function):
            [weight] = map(float, re.findall(r"counts \$([\d.]+)\$ times", exercise.question))
            a = sigmoid(w * x + b)
            cost = -weight * (y * log(a) + (1 - y) * log(1 - a))
            slopes = tuple(differentiate(cost, letter).result for letter in (w, b))
            assert exercise.answer.same(exercise.answer.at(slopes))


def test_the_order_is_the_same_whatever_was_made_before() -> None:
    """The exercises of code are in one module, and stand behind those of their lesson all the same."""
    program = "from gdmath.practice import exercises; print([e.key for e in exercises(0, ['{}'])])"
    for lesson in LESSONS:
        told = subprocess.run(
            [sys.executable, "-c", program.format(lesson)], capture_output=True, text=True, check=True
        )
        assert told.stdout.strip() == str([one.key for one in exercises() if one.lesson == lesson])


def test_the_exercises_import_no_heavy_library() -> None:
    """They are pure Python, so that a browser can make and grade them."""
    program = (
        "import sys; from gdmath.practice import Function, exercises, grade; "
        "made = lambda a: exec(a.code, names := {}) or names[a.name] if isinstance(a, Function) else str(a); "
        "[grade(e, made(e.answer)) for e in exercises(3)]; "
        "print(sorted({'numpy', 'pandas', 'torch', 'matplotlib', 'sympy'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


ORDERS = {"zero_grad(), backward(), step()": "learns", "backward(), step(), zero_grad()": "learns"}
ORDERS |= dict.fromkeys(("backward(), zero_grad(), step()", "zero_grad(), step(), backward()"), "never changes")
ORDERS |= {"step(), backward(), zero_grad()": "never changes", "step(), zero_grad(), backward()": "raises in turn 2"}
ORDERS |= {"backward(), step()": "adds up"}


def happens(order: str) -> str:
    """What PyTorch does in three turns of a loop, on a network like that of the lesson."""
    hidden, last = torch.nn.Linear(2, 2, dtype=torch.float64), torch.nn.Linear(2, 1, dtype=torch.float64)
    network = torch.nn.Sequential(hidden, torch.nn.Sigmoid(), last, torch.nn.Sigmoid())
    X, y = torch.tensor([[1.0, 2.0], [-1.0, 0.5]]).double(), torch.tensor([1.0, 0.0]).double()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    first, slopes = hidden.weight.detach().clone(), torch.zeros(2, 2).double()
    for turn in range(1, 4):
        loss = torch.nn.BCELoss()(network(X)[:, 0], y)
        slopes += torch.autograd.grad(loss, hidden.weight, retain_graph=True)[0]
        calls = {"zero_grad()": optimizer.zero_grad, "backward()": loss.backward, "step()": optimizer.step}
        try:
            for call in order.split(", "):
                calls[call]()
        except RuntimeError as error:
            return f"raises in turn {turn}" if "modified by an inplace operation" in str(error) else str(error)
    if torch.equal(first, hidden.weight):
        return "never changes"
    grad = hidden.weight.grad
    return "adds up" if grad is not None and torch.allclose(grad, slopes) else "learns"


@pytest.mark.parametrize("order", ORDERS)
def test_torch_does_what_is_said_of_an_order(order: str) -> None:
    """Of all orders of three calls one raises an error, in its second turn, and the exercise does not ask for it."""
    assert happens(order) == ORDERS[order]
    told = {"never changes": "never change", "adds up": "add up"}
    for exercise in (one for seed in range(20) for one in made(seed, "backpropagation")):
        if exercise.key == "backpropagation/order" and f"`{order}`" in exercise.question:
            assert isinstance(exercise.answer, Choice)
            assert told[ORDERS[order]] in exercise.answer.options[exercise.answer.right]
            assert any(slip.name == "No call raises an error in this order" for slip in exercise.slips)


def test_the_orders_are_all() -> None:
    """Six of three calls, and the one without zero_grad; each that the exercise asks for is among them."""
    assert {tuple(order.split(", ")) for order in ORDERS} >= set(permutations(["zero_grad()", "backward()", "step()"]))
    asked = [one for seed in range(20) for one in made(seed, "backpropagation") if one.key == "backpropagation/order"]
    assert {re.findall("`(.*)`", one.question)[0] for one in asked} <= set(ORDERS)
