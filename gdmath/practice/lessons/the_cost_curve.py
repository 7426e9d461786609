"""Exercises on the cost curve: guess, error, cost, and where downhill is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, signed

if TYPE_CHECKING:
    import random

LESSON = "the-cost-curve"
w = symbols("w")


@template(LESSON, 1, "The error of a guess")
def error(draw: random.Random) -> Task:
    """The error w * x - y of one tumour."""
    weight, x = decimal(draw, 1.1, 3), decimal(draw, 0.3, 0.8, 2)
    guess = weight * x
    found = guess - 1
    return Task(
        question=f"A malignant tumour ($y = 1$) has $x = {written(x)}$, and the weight is $w = {written(weight)}$. "
        "What is the error of the guess? Give three decimals.",
        answer=Number(found, 3),
        hint="The guess is $w \\cdot x$. Which of the two is taken from which?",
        solution=(
            f"The guess is ${written(weight)} \\cdot {written(x)} = {written(guess)}$.",
            f"The error is the guess minus what is true: ${written(guess)} - 1 = {written(found)}$.",
        ),
        slips=(
            Slip(guess, "That is the guess", "The label still has to be taken away from it."),
            Slip(-found, "The difference is turned round", "The error is the guess minus the label, in this order."),
            Slip(found**2, "That is the squared error", "The error itself has a sign, and is not squared."),
            Slip(
                weight + x - 1,
                "Weight and feature were added",
                "The first step is a product: the guess is $w \\cdot x$.",
            ),
        ),
    )


@template(LESSON, 1, "The cost as a formula")
def formula(draw: random.Random) -> Task:
    """The squared error of a malignant tumour, in w."""
    x = decimal(draw, 0.3, 1.6)
    J = (x * w - 1) ** 2
    return Task(
        question=f"A malignant tumour ($y = 1$) has $x = {written(x)}$. Write its squared error as a formula in $w$.",
        answer=Formula(J, ("w",)),
        hint="Begin with the guess, then the error, then the square.",
        solution=(
            (
                f"The guess is ${written(x)} \\cdot w$, the error is ${written(x)} \\cdot w - 1$, "
                f"and its square is $J(w) = {bare(J)}$."
            ),
        ),
        slips=(
            Slip(x * w - 1, "The square was forgotten", "The last step multiplies the error by itself."),
            Slip((x * w + 1) ** 2, "The label was added", "The error is the guess minus the label."),
            Slip(
                (x * w) ** 2 - 1,
                "The parts were squared one by one",
                "The square belongs to the whole error: subtract first, then square.",
            ),
            Slip(
                (x - w) ** 2,
                "The feature was compared with the weight",
                "The guess is the product $w \\cdot x$; it is compared with the label.",
            ),
        ),
    )


@template(LESSON, 2, "The cost over three tumours")
def mean_cost(draw: random.Random) -> Task:
    """The mean squared error over three tumours."""
    weight, xs = decimal(draw, 0.5, 1.5), [decimal(draw, 0.3, 0.7), decimal(draw, 0.8, 1.1), decimal(draw, 1.2, 1.6)]
    ys = draw.choice([[0, 1, 1], [0, 0, 1]])
    errors = [weight * x - y for x, y in zip(xs, ys, strict=True)]
    squares = [error**2 for error in errors]
    cost = sum(squares) / 3
    rows = ", ".join(f"$x = {written(x)}$ with $y = {y}$" for x, y in zip(xs, ys, strict=True))
    listed = " + ".join(f"{signed(error)}^2" for error in errors)
    return Task(
        question=f"Three tumours: {rows}. What is the cost over all of them at $w = {written(weight)}$, the mean of "
        "the squared errors? Give three decimals.",
        answer=Number(cost, 3),
        hint="Three errors, three squares, and one mean, in this order.",
        solution=(
            f"The errors are ${', '.join(map(written, errors))}$.",
            f"The cost is $({listed}) / 3 = {written(cost)}$.",
        ),
        slips=(
            Slip(sum(squares), "That is the sum, not the mean", "The last step divides by the number of tumours."),
            Slip(
                (sum(errors) / 3) ** 2,
                "The mean was taken before the square",
                "The square of a mean is not the mean of the squares: square each error first.",
            ),
            Slip(
                sum(map(abs, errors)) / 3,
                "The errors were made positive, but not squared",
                "The squared error is the error times itself.",
            ),
        ),
    )


@template(LESSON, 2, "The change for each unit")
def quotient(draw: random.Random) -> Task:
    """The difference quotient of a squared error."""
    x, place, nudge = decimal(draw, 0.8, 1.6), decimal(draw, 1.5, 3), draw.choice([0.1, 0.2, -0.1])
    J = (x * w - 1) ** 2
    before, after = J.evaluate(w=place), J.evaluate(w=place + nudge)
    change = after - before
    return Task(
        question=f"The cost of one tumour is $J(w) = {bare(J)}$. You stand at $w = {written(place)}$ and nudge the weight "
        f"by $\\Delta w = {written(nudge)}$. What is $\\Delta J / \\Delta w$? Give two decimals.",
        answer=Number(change / nudge, 2),
        hint="Compute the cost at both places; then a difference, then a quotient.",
        solution=(
            f"The cost goes from ${written(before, 5)}$ to ${written(after, 5)}$, so $\\Delta J = {written(change, 5)}$.",
            f"For each unit that is ${signed(change, 5)} / {signed(nudge)} = {written(change / nudge)}$.",
        ),
        slips=(
            Slip(change, "That is the change itself", "It still has to be divided by the nudge."),
            Slip(
                -change / nudge,
                "The sign is turned",
                "Take the cost before from the cost after, and keep the nudge's sign.",
            ),
            Slip(
                nudge / change, "The fraction is upside down", "The change of the cost stands above, the nudge below."
            ),
        ),
    )


@template(LESSON, 2, "Which way is down")
def downhill(draw: random.Random) -> Task:
    """Say from one nudge where the cost is lower."""
    x, place = decimal(draw, 0.5, 1.5), draw.choice([-1.0, 0.0, 2.5, 3.5])
    nudge = draw.choice([0.1, -0.1])
    J = (x * w - 1) ** 2
    before, after = J.evaluate(w=place), J.evaluate(w=place + nudge)
    falls, right_side = after < before, nudge > 0
    right = "to the right" if falls == right_side else "to the left"
    other = "to the left" if right == "to the right" else "to the right"
    wrong = [other, "on neither side: this is the lowest place", "one cost alone cannot tell, and two cannot either"]
    options, at, places = mixed(draw, right, wrong)
    moved, did = ("right" if right_side else "left"), ("falls" if falls else "rises")
    return Task(
        question=f"At $w = {written(place)}$ the squared error of one malignant tumour is ${written(before, 3)}$. You nudge the weight by "
        f"$\\Delta w = {written(nudge)}$, and it is ${written(after, 3)}$. Where is downhill?",
        answer=Choice(options, at),
        hint="Two questions: to which side did the nudge go, and did the cost fall?",
        solution=(f"The nudge goes to the {moved}, and the cost {did}. So downhill is {right}.",),
        slips=(
            Slip(
                places[0],
                "The sign of the nudge or of the change was overlooked",
                f"The nudge goes to the {moved}, and there the cost {did}.",
            ),
            Slip(
                places[1],
                "The lowest place was seen where there is a slope",
                f"At its lowest place this squared error would be zero, and here it is ${written(before, 3)}$.",
            ),
            Slip(
                places[2],
                "Too little was concluded",
                "The side of the nudge and the sign of $\\Delta J$ tell it, if the nudge is small and the place is not the lowest.",
            ),
        ),
    )


@template(LESSON, 3, "The lowest place for two tumours")
def lowest(draw: random.Random) -> Task:
    """The weight with the lowest cost over a malignant and a benign tumour."""
    one, two = decimal(draw, 0.9, 1.6), decimal(draw, 0.3, 0.8)
    J = ((one * w - 1) ** 2 + (two * w) ** 2) / 2
    best = one / (one**2 + two**2)
    above = J.evaluate(w=best)
    return Task(
        question=f"A malignant tumour has $x = {written(one)}$, a benign one $x = {written(two)}$. At which weight is the cost "
        "over both, the mean of their squared errors, the lowest? Give two decimals.",
        answer=Number(best, 2),
        hint="Multiplied out, the cost is a parabola $p \\cdot w^2 - 2 q \\cdot w + r$, and its lowest place is at $q / p$.",
        solution=(
            f"The cost is $J(w) = {bare(J)}$.",
            (
                f"In $w^2$ it has the factor $({written(one)}^2 + {written(two)}^2) / 2$, and in $-2 w$ the factor "
                f"${written(one)} / 2$. So the lowest place is at "
                f"$w = {written(one)} / ({written(one)}^2 + {written(two)}^2) = {written(best)}$, with the cost ${written(above)}$."
            ),
        ),
        slips=(
            Slip(
                1 / one,
                "Only the malignant tumour was looked at",
                "The benign one has a cost too, and pulls the weight down.",
            ),
            Slip(
                1 / (one + two),
                "The errors were added before they were squared",
                "Each error is squared by itself, so each feature is.",
            ),
            Slip(
                1 / (2 * one),
                "The mean of the two best weights was taken",
                "Their mean is not the best weight for both: find the lowest place of the common cost.",
            ),
        ),
    )
