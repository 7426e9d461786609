"""Exercises on the chain rule: slopes that multiply, the walk back, and slopes that vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.functions import exp, log, sigmoid
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, whole

if TYPE_CHECKING:
    import random

LESSON = "the-chain-rule"
w = symbols("w")


@template(LESSON, 1, "Three slopes")
def three_slopes(draw: random.Random) -> Task:
    """The product of three local derivatives."""
    last, middle, first = decimal(draw, -4, -1.2), decimal(draw, 0.2, 0.8), decimal(draw, 1.2, 3)
    found = last * middle * first
    return Task(
        question=f"Along a chain $dz/dw = {written(first)}$, $da/dz = {written(middle)}$ and $dJ/da = {written(last)}$. What is "
        "$dJ/dw$? Give three decimals.",
        answer=Number(found, 3),
        hint="Each stage makes a nudge so many times as large.",
        solution=(f"${written(last)} \\cdot {written(middle)} \\cdot {written(first)} = {written(found)}$.",),
        slips=(
            Slip(
                last + middle + first, "The slopes were added", "Along a chain they multiply, because the quotients do."
            ),
            Slip(-found, "The minus was dropped", "One factor is negative, so the product is."),
            Slip(
                last * middle,
                "The walk back stopped too early",
                "That is $dJ/dz$; the last stage to the weight is missing.",
            ),
        ),
    )


@template(LESSON, 1, "Something stands inside")
def inside(draw: random.Random) -> Task:
    """Differentiate ln(c * w + d)."""
    factor, shift = whole(draw, 2, 9), whole(draw, 1, 9)
    u = factor * w + shift
    J = log(u)
    slope = differentiate(J, w)
    return Task(
        question=f"What is $J'(w)$, if $J(w) = {bare(J)}$?",
        answer=Formula(slope.result, ("w",)),
        hint="The outside is a logarithm, the inside a straight line. How steep is that line?",
        solution=(slope.titled("J'(w)"),),
        slips=(
            Slip(1 / u, "The slope of the inside was forgotten", f"The inside grows {factor} times as fast as $w$."),
            Slip(
                factor / w,
                "The slope was taken at $w$, not at the inside",
                "One over the whole inside is the outer slope.",
            ),
            Slip(u / factor, "The fraction is upside down", "The slope of the inside stands above, the inside below."),
        ),
    )


@template(LESSON, 2, "One step of the walk back")
def one_step_back(draw: random.Random) -> Task:
    """Upstream times local, at a sigmoid."""
    upstream, activation = decimal(draw, -3, 3), draw.choice([0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9])
    local = activation * (1 - activation)
    return Task(
        question=f"A sigmoid has put out $a = {written(activation)}$, and is told the upstream derivative "
        f"$dJ/da = {written(upstream)}$. What does it pass back, $dJ/dz$? Give three decimals.",
        answer=Number(upstream * local, 3),
        hint="The stage multiplies what it is told by its own slope, which it knows from $a$ alone.",
        solution=(
            (
                f"Its local derivative is $a \\cdot (1 - a) = {written(activation)} \\cdot {written(1 - activation)} = "
                f"{written(local)}$."
            ),
            f"It passes back ${written(upstream)} \\cdot {written(local)} = {written(upstream * local)}$.",
        ),
        slips=(
            Slip(
                upstream * activation, "The factor $1 - a$ is missing", "The slope of a sigmoid is $a \\cdot (1 - a)$."
            ),
            Slip(local, "That is the local derivative alone", "It is multiplied by the upstream derivative."),
            Slip(upstream + local, "Upstream and local were added", "Slopes along a chain multiply."),
            Slip(
                upstream / local, "The upstream derivative was divided", "Each stage multiplies on the way back, too."
            ),
        ),
    )


@template(LESSON, 2, "What is left of a nudge")
def vanishing(draw: random.Random) -> Task:
    """The bound (1/4)**n of n sigmoids in a row."""
    count = whole(draw, 3, 8)
    most = 0.25**count
    return Task(
        question=f"A very small nudge goes through {count} sigmoids in a row. Where each might be as steep as a sigmoid can be, which "
        "bound follows for the part that arrives? Give a fraction, or six decimals.",
        answer=Number(most, 6),
        hint="Where is a sigmoid the steepest, and how steep is it there?",
        solution=(
            f"Each sigmoid lets through a quarter at the most, so {count} of them no more than $1 / 4^{{{count}}} = {written(most, 6)}$.",
        ),
        slips=(
            Slip(
                0.25 / count,
                "The quarter was divided by the number of stages",
                "Each stage multiplies by a quarter again.",
            ),
            Slip(
                0.5**count,
                "A sigmoid was taken to have the slope one half",
                "That is its height at zero; its slope is a quarter.",
            ),
            Slip(0.25 * count, "The quarters were added", "Slopes along a chain multiply."),
            Slip(0.25 ** (count - 1), "One sigmoid was left out", f"There are {count} factors, one for each."),
        ),
    )


@template(LESSON, 2, "One stage stands still")
def stands_still(draw: random.Random) -> Task:
    """Say what a local derivative of zero does to a chain."""
    place = draw.choice(["first", "second", "third"])
    right = "it is zero, and the next step leaves the weight where it is"
    wrong = [
        "it is the product of the two others, because the zero stage is passed by",
        "it is the sum of the two others",
        "it does not exist, because nothing can be divided by zero",
    ]
    options, at, places = mixed(draw, right, wrong)
    return Task(
        question=f"Three stages lead from a weight to the cost, and the local derivative of the {place} one is zero. What do you "
        "know of $dJ/dw$?",
        answer=Choice(options, at),
        hint="What does the stage make of a nudge that reaches it?",
        solution=("A product with a factor zero is zero: whatever reaches this stage, nothing leaves it.",),
        slips=(
            Slip(places[0], "The stage was left out", "It is on the way of every nudge, and its factor is zero."),
            Slip(places[1], "The slopes were added", "Along a chain they multiply."),
            Slip(places[2], "Something was divided", "The chain rule multiplies; it divides by nothing."),
        ),
    )


@template(LESSON, 3, "A whole chain as a formula")
def whole_chain(draw: random.Random) -> Task:
    """Differentiate a squared error of a sigmoid or an exponential."""
    factor, goal = whole(draw, 2, 6), draw.choice([1, 2])
    outer = draw.choice([sigmoid, exp])
    a = outer(factor * w)
    J = (a - goal) ** 2
    slope = differentiate(J, w)
    local = a * (1 - a) if outer is sigmoid else a
    return Task(
        question=f"What is $J'(w)$, if $J(w) = {bare(J)}$? Any form will do.",
        answer=Formula(slope.result, ("w",)),
        hint="Three stages, from the outside in: a square, a function, a product with a number.",
        solution=(slope.titled("J'(w)"),),
        slips=(
            Slip(
                2 * (a - goal) * local,
                "The slope of the innermost stage was forgotten",
                f"A nudge of $w$ becomes {factor} times as large at once.",
            ),
            Slip(
                2 * (a - goal) * factor,
                "The slope of the middle stage was forgotten",
                "Between the square and the product stands a function, with a slope of its own.",
            ),
            Slip(
                (a - goal) * local * factor,
                "The exponent did not come down",
                "The power rule of the square brings a two in front.",
            ),
            Slip(
                2 * local * factor,
                "The base of the square was forgotten",
                "The slope of $u^2$ is $2 u$, and the $u$ stays as it is.",
            ),
        ),
    )
