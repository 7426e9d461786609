"""Exercises on the neuron of the lesson "Gradient descent with math": its slopes, and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.functions import log, sigmoid
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, signed, whole

if TYPE_CHECKING:
    import random

    from gdmath.expression import Expr

LESSON = "gradient-descent-with-math"
w, a, z = symbols("w a z")


@template(LESSON, 1, "One step")
def step(draw: random.Random) -> Task:
    """The next weight from weight, rate and slope."""
    weight, rate, slope = decimal(draw, -2, 3), draw.choice([0.1, 0.2, 0.25, 0.5]), decimal(draw, -4, 4)
    found = weight - rate * slope
    return Task(
        question=f"The weight is $w = {written(weight)}$, the slope there $dJ/dw = {written(slope)}$, and the learning rate "
        f"${written(rate)}$. What is the next weight? Give three decimals.",
        answer=Number(found, 3),
        hint="The step is the learning rate times the slope. Against the slope: which sign?",
        solution=(
            f"$\\text{{next\\_w}} = {written(weight)} - {written(rate)} \\cdot {signed(slope)} = {written(found)}$.",
        ),
        slips=(
            Slip(
                weight + rate * slope,
                "The step went with the slope",
                "The minus sign turns it round: downhill is against it.",
            ),
            Slip(
                weight - slope, "The learning rate was forgotten", "The slope is multiplied by the learning rate first."
            ),
            Slip(rate * slope, "That is the step without its start", "It is subtracted from the weight."),
            Slip(
                (weight - rate) * slope,
                "The difference was taken before the product",
                "Multiply the learning rate by the slope, then subtract from the weight.",
            ),
        ),
    )


@template(LESSON, 1, "Which way the weight goes")
def direction(draw: random.Random) -> Task:
    """Say from a slope what a step does to the weight."""
    slope = decimal(draw, -4, 4)
    right, other = ("it grows", "it shrinks") if slope < 0 else ("it shrinks", "it grows")
    wrong = [other, "it stays, because the cost is what changes", "that depends on the learning rate"]
    options, at, places = mixed(draw, right, wrong)
    sign = "negative" if slope < 0 else "positive"
    return Task(
        question=f"The slope of the cost at your weight is ${written(slope)}$. What does the next step do to the weight?",
        answer=Choice(options, at),
        hint="Is the cost lower on the left or on the right? The learning rate is always positive.",
        solution=(f"The slope is {sign}, and the step is against it, so the weight {right.removeprefix('it ')}.",),
        slips=(
            Slip(places[0], "The minus sign of the step was overlooked", "The step goes against the slope."),
            Slip(places[1], "Cause and effect are exchanged", "A step changes the weight, and the cost follows."),
            Slip(
                places[2],
                "The learning rate has no say in this",
                "It is positive: it tells how far, and not which way.",
            ),
        ),
    )


@template(LESSON, 2, "The slope for one tumour")
def slope_in_w(draw: random.Random) -> Task:
    """The slope (a - y) * x of the cross-entropy."""
    x, answer_, label = decimal(draw, 0.3, 1.6, 2), draw.choice([0.2, 0.3, 0.4, 0.6, 0.7, 0.8]), draw.choice([0, 1])
    by_z = answer_ - label
    return Task(
        question=f"A neuron answers $a = {written(answer_)}$ for a tumour with $x = {written(x)}$ and $y = {label}$. Its cost is "
        "the cross-entropy. What is $\\partial J / \\partial w$? Give three decimals.",
        answer=Number(by_z * x, 3),
        hint="The first two factors together are short. The last one is what $w$ is multiplied by.",
        solution=(
            (
                "$\\dfrac{\\partial J}{\\partial w} = (a - y) \\cdot x = "
                f"({written(answer_)} - {label}) \\cdot {written(x)} = {written(by_z * x)}$."
            ),
        ),
        slips=(
            Slip(-by_z * x, "The difference is turned round", "It is the answer minus the label: $a - y$."),
            Slip(
                by_z * answer_ * (1 - answer_) * x,
                "The slope of the sigmoid came in twice",
                "It is in $a - y$ already, where it has cancelled.",
            ),
            Slip(
                x,
                "The factor $a - y$ is missing",
                "That is $\\partial z / \\partial w$ alone; the slope of the cost in $z$ stands in front.",
            ),
        ),
    )


@template(LESSON, 2, "The slope of the activation")
def activation(draw: random.Random) -> Task:
    """Differentiate sigmoid(c * w)."""
    factor = whole(draw, 2, 9)
    inside = factor * w
    a_of_w = sigmoid(inside)
    slope = differentiate(a_of_w, w)
    return Task(
        question=f"The activation is $a(w) = {bare(a_of_w)}$. What is $da/dw$ as a formula in $w$? Write `sigmoid(...)` for "
        "the sigmoid.",
        answer=Formula(slope.result, ("w",)),
        hint="Two factors: the slope of the sigmoid at what stands inside, and the slope of the inside.",
        solution=(slope.titled("a'(w)"),),
        slips=(
            Slip(
                a_of_w * (1 - a_of_w),
                "The slope of the inside was forgotten",
                f"A nudge of $w$ is {factor} times as large before it reaches the sigmoid: the chain rule has that factor.",
            ),
            Slip(
                factor * sigmoid(w) * (1 - sigmoid(w)),
                "$\\sigma(w)$ stands where $\\sigma(z)$ belongs",
                f"The slope of the sigmoid is taken at its input $z = {bare(inside)}$.",
            ),
            Slip(
                factor * a_of_w * (1 + a_of_w),
                "A plus stands where the sigmoid rule has a minus",
                "The sigmoid rule is $\\sigma \\cdot (1 - \\sigma)$.",
            ),
            Slip(factor * a_of_w, "The factor $1 - \\sigma$ is missing", "The sigmoid rule has two factors."),
        ),
    )


@template(LESSON, 2, "The slope in the answer")
def cost_of_answer(draw: random.Random) -> Task:
    """Differentiate the cross-entropy, with a weight, for a known label."""
    label, factor = draw.choice([0, 1]), whole(draw, 2, 6)
    J = -(factor * log(a)) if label else -(factor * log(1 - a))
    slope = differentiate(J, a)
    kind, plain = ("malignant", a) if label else ("benign", 1 - a)

    def with_sign(formula: Expr) -> Expr:
        return -formula if label else formula

    return Task(
        question=f"Somebody counts each {kind} tumour {factor} times, so its cost is $J(a) = {bare(J)}$. What is $dJ/da$?",
        answer=Formula(slope.result, ("a",)),
        hint="The logarithm rule, and watch the signs" + ("." if label else ": one of them comes from the inside."),
        solution=(slope.titled(r"\frac{dJ}{da}"),),
        slips=(
            Slip(
                -with_sign(factor / plain),
                "A sign was dropped",
                "The minus in front stays."
                if label
                else "The inside $1 - a$ brings a second minus, and two make a plus.",
            ),
            Slip(
                with_sign(plain / factor),
                "The fraction is upside down",
                "The slope of a logarithm is one over what stands in it.",
            ),
            Slip(
                with_sign(1 / plain),
                "The constant factor was forgotten",
                f"The {factor} waits outside, and still stands at the end.",
            ),
            Slip(
                factor / (1 - a) if label else -(factor / a),
                "The other label was taken",
                f"For a {kind} tumour $\\ln$ is taken of ${bare(plain)}$.",
            ),
        ),
    )


@template(LESSON, 3, "The slope over two tumours")
def two_tumours(draw: random.Random) -> Task:
    """The mean of two slopes."""
    weight, xs = whole(draw, 1, 3), [decimal(draw, 0.9, 1.6), decimal(draw, 0.3, 0.8)]
    rows = list(zip(xs, (1, 0), strict=True))
    answers = [round(sigmoid(float(weight * x)), 4) for x in xs]  # as they are told
    slopes = [(answer - y) * x for answer, (x, y) in zip(answers, rows, strict=True)]
    found = sum(slopes) / 2
    errors = [answer - y for answer, (_, y) in zip(answers, rows, strict=True)]
    J = -log(sigmoid(z))
    return Task(
        question=f"A neuron without a bias has $w = {weight}$. A malignant tumour has $x = {written(xs[0])}$ and gets the answer "
        f"$a = {written(answers[0])}$; a benign one has $x = {written(xs[1])}$ and gets $a = {written(answers[1])}$. What is the "
        "slope in $w$ of the mean cross-entropy of both? Give three decimals.",
        answer=Number(found, 3),
        hint="One slope for each tumour, then their mean.",
        solution=(
            f"For the first: $({written(answers[0])} - 1) \\cdot {written(xs[0])} = {written(slopes[0])}$.",
            f"For the second: $({written(answers[1])} - 0) \\cdot {written(xs[1])} = {written(slopes[1])}$.",
            f"Their mean is ${written(found)}$.",
            "That the slope in $z$ is $a - y$ can be seen for a malignant tumour, whose cost is $-\\ln(\\sigma(z))$:",
            differentiate(J, z).titled(r"\frac{dJ}{dz}"),
            "With $a$ written for the sigmoid, that is $-(1 - a) = a - 1$.",
        ),
        slips=(
            Slip(
                sum(slopes), "That is the sum, not the mean", "The cost is a mean, and so is its slope: divide by two."
            ),
            Slip(
                slopes[0], "Only the first tumour was used", "Each tumour has a slope of its own, with its own answer."
            ),
            Slip(
                sum(errors) / 2 * sum(xs) / 2,
                "Errors and features were averaged apart",
                "Multiply the two for each tumour, and take the mean afterwards.",
            ),
        ),
    )
