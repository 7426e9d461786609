"""Exercises on descending: how large a step may be, scaling, the confusion matrix, and thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, whole

if TYPE_CHECKING:
    import random

LESSON = "descending"
w = symbols("w")


@template(LESSON, 1, "The limit of the learning rate")
def limit(draw: random.Random) -> Task:
    """The rate 2 / J'' of a parabola."""
    factor, linear = whole(draw, 2, 9), whole(draw, 2, 9)
    J = factor * w**2 - linear * w
    curvature = differentiate(J, w, 2)
    most = 2 / curvature.result.evaluate()
    return Task(
        question=f"Up to which learning rate does a descent on $J(w) = {bare(J)}$ converge? Give three decimals, or a fraction.",
        answer=Number(most, 3),
        hint="The limit is $2 / \\lambda$, and $\\lambda$ is the slope of the slope.",
        solution=(
            curvature.titled(r"J''(w)"),
            f"So $\\lambda = {2 * factor}$, and the limit is $2 / {2 * factor} = {written(most)}$.",
        ),
        slips=(
            Slip(
                most / 2,
                "That is the rate that arrives in one step",
                "At $1 / \\lambda$ the factor is zero; at $2 / \\lambda$, minus one.",
            ),
            Slip(
                2 * most,
                "The factor of the square was taken for the curvature",
                "Differentiated twice, the square brings a two.",
            ),
            Slip(1 / most, "The fraction is upside down", "The stronger the curvature, the smaller the rate."),
        ),
    )


@template(LESSON, 1, "What a step does to the distance")
def factor(draw: random.Random) -> Task:
    """The factor 1 - rate * curvature."""
    curvature, rate = decimal(draw, 2, 8), draw.choice([0.05, 0.1, 0.15, 0.3, 0.4])
    found = 1 - rate * curvature
    return Task(
        question=f"A parabola has the curvature $\\lambda = {written(curvature)}$, and the learning rate is ${written(rate)}$. By which "
        "factor does each step multiply $w - w_{\\text{low}}$, the way from the lowest point to where you are? Give three decimals.",
        answer=Number(found, 3),
        hint="The slope is $\\lambda$ times the distance, and a step takes the learning rate times that away.",
        solution=(f"$1 - {written(rate)} \\cdot {written(curvature)} = {written(found)}$.",),
        slips=(
            Slip(rate * curvature, "That is the part which is taken away", "What is left is one minus it."),
            Slip(-found, "The sign is turned", "One minus the product; a negative factor leads to the other side."),
            Slip(1 + rate * curvature, "The step went uphill", "A step takes away: one minus, not plus."),
            Slip(
                (1 - rate) * curvature,
                "The difference was taken before the product",
                "First the learning rate times $\\lambda$, then one minus that.",
            ),
        ),
    )


@template(LESSON, 2, "How a descent ends")
def ending(draw: random.Random) -> Task:
    """Say what a rate does on a parabola."""
    curvature = whole(draw, 2, 5)
    share = draw.choice([0.3, 0.6, 1.4, 1.7, 2.2, 2.5])
    rate = round(share / curvature, 3)
    kinds = [
        "it converges, always from the same side",
        "it converges, jumping from side to side",
        "it diverges, jumping from side to side",
        "it diverges, always on the same side",
    ]
    found = 1 - rate * curvature
    right = kinds[0] if found > 0 else kinds[1] if found > -1 else kinds[2]
    wrong = [kind for kind in kinds if kind != right]
    options, at, places = mixed(draw, right, wrong)
    reasons = {
        kinds[0]: (
            "That needs a factor between zero and one",
            "The sign of the factor says on which side a step lands.",
        ),
        kinds[1]: ("That needs a factor between minus one and zero", "Below zero each step lands on the other side."),
        kinds[2]: (
            "That needs a factor below minus one",
            "Only then does it jump from side to side, each time farther than before.",
        ),
        kinds[3]: ("That needs a factor above one", "One minus something positive is never above one."),
    }
    return Task(
        question=f"The curvature of a parabola is ${curvature}$, and the learning rate is ${written(rate)}$. How does the descent go?",
        answer=Choice(options, at),
        hint="Compute the factor by which each step multiplies the distance; look at its sign and its size.",
        solution=(f"The factor is $1 - {written(rate)} \\cdot {curvature} = {written(found)}$, so {right}.",),
        slips=tuple(Slip(place, *reasons[kind]) for kind, place in zip(wrong, places, strict=True)),
    )


@template(LESSON, 2, "Scale a feature")
def scale(draw: random.Random) -> Task:
    """Take the mean away and divide by the standard deviation."""
    mean, spread, x = decimal(draw, 0.5, 0.9, 2), decimal(draw, 0.2, 0.5, 2), decimal(draw, 1.1, 1.9, 2)
    found = (x - mean) / spread
    return Task(
        question=f"A feature has the mean ${written(mean)}$ and the standard deviation ${written(spread)}$. What does $x = {written(x)}$ "
        "become when it is scaled? Give two decimals.",
        answer=Number(found, 2),
        hint="After scaling the mean is zero, and the spread is one.",
        solution=(f"$({written(x)} - {written(mean)}) / {written(spread)} = {written(found)}$.",),
        slips=(
            Slip(x - mean, "Only the mean was taken away", "The spread has to become one as well: divide by it."),
            Slip(x / spread - mean, "The mean was taken away at the end", "First the mean, then the division."),
            Slip((x - spread) / mean, "Mean and spread were exchanged", "The mean is taken away, the spread divides."),
            Slip(-found, "The difference is turned round", "What is above the mean stays positive."),
        ),
    )


@template(LESSON, 2, "The curvature as a formula")
def curvature(draw: random.Random) -> Task:
    """Differentiate p * w**4 + q * w**2 twice."""
    p, q = whole(draw, 2, 5), whole(draw, 2, 9)
    J = p * w**4 + q * w**2
    once, twice = differentiate(J, w), differentiate(J, w, 2)
    return Task(
        question=f"This cost is no parabola: $J(w) = {bare(J)}$. What is its curvature $J''(w)$?",
        answer=Formula(twice.result, ("w",)),
        hint="The slope of the slope: apply the rules twice.",
        solution=(
            twice.titled("J''(w)"),
            "It grows with the distance from zero, so no learning rate is safe at all places.",
        ),
        slips=(
            Slip(once.result, "That is the slope", "Its own slope is asked for: differentiate once more."),
            Slip(
                12 * p * w**2,
                "The second part was dropped",
                f"Its slope is ${2 * q} \\cdot w$, and the slope of that is ${2 * q}$.",
            ),
            Slip(
                12 * p * w**2 + 2 * q * w,
                "The second part was differentiated once only",
                "Twice, its square leaves a number.",
            ),
            Slip(once.result**2, "The slope was squared", "The two primes mean: differentiate twice."),
        ),
    )


@template(LESSON, 2, "The threshold")
def threshold(draw: random.Random) -> Task:
    """The fair threshold 1 / (1 + price)."""
    price = whole(draw, 3, 30)
    fair = 1 / (1 + price)
    return Task(
        question=f"Suppose that one missed tumour is as bad as {price} false alarms, and that the probabilities are right. From which "
        "answer $a$ on should the neuron say “malignant”? Give three decimals, or a fraction.",
        answer=Number(fair, 3),
        hint="To say “benign” costs on average the price times $a$, to say “malignant” $1 - a$. Where are they equal?",
        solution=(f"${price} \\cdot a = 1 - a$, so $a = 1 / (1 + {price}) = {written(fair)}$.",),
        slips=(
            Slip(
                price * fair,
                "The two ways to be wrong were exchanged",
                "The dearer a missed tumour, the lower the threshold.",
            ),
            Slip(0.5, "One half was kept", "It is fair only where both mistakes cost the same."),
            Slip(
                1 / price,
                "It was divided by the price alone",
                "To say “malignant” costs $1 - a$, not one: so one is added to the price.",
            ),
        ),
    )


@template(LESSON, 3, "Missed and alarmed")
def confusion(draw: random.Random) -> Task:
    """The share of malignant tumours that are missed."""
    found, missed, alarms, right = whole(draw, 60, 95), whole(draw, 8, 30), whole(draw, 5, 25), whole(draw, 140, 240)
    total = found + missed + alarms + right
    share = missed / (found + missed)
    return Task(
        question=f"Of some tumours {found} are malignant and called so, {missed} are malignant and called benign, {alarms} are benign and "
        f"called malignant, and {right} are benign and called so. Which part of the malignant ones is missed? Give three decimals, "
        "or a fraction.",
        answer=Number(share, 3),
        hint="Below the line stand all malignant tumours, and no other.",
        solution=(
            (
                f"There are ${found} + {missed} = {found + missed}$ malignant ones, and {missed} of them are missed: "
                f"${missed} / {found + missed} = {written(share)}$."
            ),
        ),
        slips=(
            Slip(missed / total, "It was divided by all tumours", "The question is about the malignant ones alone."),
            Slip(missed / (missed + alarms), "It was divided by all mistakes", "A false alarm is no malignant tumour."),
            Slip(
                alarms / (alarms + right),
                "That is the part of false alarms",
                "A missed tumour is malignant, and called benign.",
            ),
            Slip(found / (found + missed), "That is the part which is found", "The missed ones are the rest."),
            Slip(
                missed / (missed + right),
                "It was divided by all that are called benign",
                "Below the line stands what is true, not what was said.",
            ),
        ),
    )
