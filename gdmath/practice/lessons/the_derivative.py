"""Exercises on the derivative: quotients, the limit, the tangent, and how small a step may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, signed, whole

if TYPE_CHECKING:
    import random

LESSON = "the-derivative"
w, h = symbols("w h")


@template(LESSON, 1, "A difference quotient")
def difference_quotient(draw: random.Random) -> Task:
    """The quotient of a * w**2 at a place, with a step."""
    factor, place, step = whole(draw, 1, 4), whole(draw, 1, 5), draw.choice([0.5, 0.2, 0.1, -0.1, -0.5])
    J = factor * w**2 if factor > 1 else w**2
    before, after = J.evaluate(w=place), J.evaluate(w=place + step)
    slope = differentiate(J, w).result.evaluate(w=place)
    found = (after - before) / step
    return Task(
        question=f"What is the difference quotient of $J(w) = {bare(J)}$ at $w = {place}$ for the step "
        f"$h = {written(step)}$? Give two decimals.",
        answer=Number(found, 2),
        hint="How much does the cost change, and for how long a step?",
        solution=(
            f"The cost goes from ${written(before)}$ to ${written(after)}$.",
            f"The quotient is ${signed(after - before)} / {signed(step)} = {written(found)}$.",
        ),
        slips=(
            Slip(
                slope,
                "That is the derivative, not the quotient",
                "For this step the two differ; only in the limit they do not.",
            ),
            Slip(
                after - before,
                "The change was not divided by the step",
                "The quotient is the change for each unit of $w$.",
            ),
            Slip(
                (after - before) / place,
                "The change was divided by the place",
                "Below the line stands how far $w$ went, which is $h$.",
            ),
        ),
    )


@template(LESSON, 1, "What the quotients tend to")
def limit(draw: random.Random) -> Task:
    """Read the limit off three quotients."""
    factor, place = whole(draw, 2, 5), whole(draw, 1, 4)
    J = factor * w**2
    slope = factor * 2 * place
    steps = (0.1, 0.01, 0.001)
    found = [written((J.evaluate(w=place + step) - J.evaluate(w=place)) / step, 3) for step in steps]
    listed = ", ".join(f"${value}$" for value in found)
    right, wrong = f"${slope}$", [f"${found[-1]}$", "$0$", f"${written(J.evaluate(w=place))}$"]
    options, at, places = mixed(draw, right, wrong)
    return Task(
        question=f"For the steps $0.1$, $0.01$ and $0.001$ the quotients of $J(w) = {bare(J)}$ at $w = {place}$ are {listed}. "
        "What is the derivative there?",
        answer=Choice(options, at),
        hint="Which number do they come as near to as you like?",
        solution=(
            f"They come as near to ${slope}$ as you like, and the rule says the same:",
            differentiate(J, w).titled("J'(w)"),
        ),
        slips=(
            Slip(places[0], "The last quotient was taken for the limit", "A smaller step would come nearer still."),
            Slip(places[1], "The step goes to zero, but the quotient does not", "Both the change and the step shrink."),
            Slip(places[2], "That is the height of the curve", "The derivative is its slope."),
        ),
    )


@template(LESSON, 2, "The quotient by algebra")
def by_algebra(draw: random.Random) -> Task:
    """Simplify the quotient of a * w**2 + c."""
    factor, rest = whole(draw, 2, 6), whole(draw, 1, 9)
    J = factor * w**2 + rest
    answer = factor * (2 * w + h)
    return Task(
        question=f"Take $J(w) = {bare(J)}$, and work out $\\dfrac{{J(w + h) - J(w)}}{{h}}$ as a formula in $w$ and $h$ in which "
        "nothing is divided by $h$ any more.",
        answer=Formula(answer, ("w", "h"), undivided="h"),
        hint="Multiply $(w + h)^2$ out. What is left when $J(w)$ is taken away?",
        solution=(
            f"$J(w + h) - J(w) = {factor} \\cdot (2 \\cdot w \\cdot h + h^2)$: the square of $w$ and the ${rest}$ cancel.",
            f"Divided by $h$ that is ${bare(answer)}$.",
        ),
        slips=(
            Slip(
                factor * 2 * w, "The step was left out", "That is the limit. Before it is taken, an $h$ is left over."
            ),
            Slip(
                factor * h,
                "The mixed part is missing",
                "$(w + h)^2$ is $w^2 + 2 \\cdot w \\cdot h + h^2$, with the part in the middle.",
            ),
            Slip(
                factor * (2 * w * h + h**2), "It was not divided by the step", "The last step divides each part by $h$."
            ),
            Slip(
                factor * (2 * w + h) + rest,
                "The constant was kept",
                f"The ${rest}$ stands in both costs, and cancels in their difference.",
            ),
        ),
    )


@template(LESSON, 2, "Where the tangent leads")
def tangent(draw: random.Random) -> Task:
    """Predict a cost by the tangent."""
    cost, slope, step = decimal(draw, 1, 5), decimal(draw, -4, 4), draw.choice([0.1, 0.2, 0.3, -0.2])
    found = cost + slope * step
    return Task(
        question=f"At some $w$ the cost is ${written(cost)}$ and its derivative ${written(slope)}$. What does the tangent say the "
        f"cost will be after a step of $h = {written(step)}$? Give two decimals.",
        answer=Number(found, 2),
        hint="A straight line climbs by its slope times the way.",
        solution=(f"${written(cost)} + {signed(slope)} \\cdot {signed(step)} = {written(found)}$.",),
        slips=(
            Slip(
                cost + slope,
                "The whole slope was added",
                "That is the climb for a step of one: multiply the slope by $h$.",
            ),
            Slip(
                cost - slope * step,
                "The sign is turned",
                "The tangent is $J(w) + J'(w) \\cdot h$, with the signs as they are.",
            ),
            Slip(slope * step, "That is the change alone", "It is added to the cost from which the step begins."),
            Slip(cost + slope + step, "Slope and step were added", "The climb is their product."),
        ),
    )


@template(LESSON, 2, "Both sides at once")
def central(draw: random.Random) -> Task:
    """The central difference of a cube."""
    place, step = whole(draw, 1, 4), draw.choice([0.2, 0.3, 0.4, 0.5])
    J = w**3
    above, below, middle = (J.evaluate(w=place + way) for way in (step, -step, 0.0))
    found = (above - below) / (2 * step)
    return Task(
        question=f"What is the central difference of $J(w) = {bare(J)}$ at $w = {place}$ for $h = {written(step)}$? "
        "Give two decimals.",
        answer=Number(found, 2),
        hint="Go to both sides. How far is it from the one place to the other?",
        solution=(
            f"$J({written(place + step)}) = {written(above)}$ and $J({written(place - step)}) = {written(below)}$.",
            (
                f"So it is $({written(above)} - {signed(below)}) / (2 \\cdot {written(step)}) = {written(found)}$, while the "
                f"derivative is {written(3.0 * place**2)}."
            ),
        ),
        slips=(
            Slip(2 * found, "The way was taken for $h$", "From $w - h$ to $w + h$ it is twice as far."),
            Slip((above - middle) / step, "Only one side was looked at", "The central difference begins at $w - h$."),
            Slip(
                3.0 * place**2,
                "That is the derivative",
                "For a cube the central difference is near it, but not the same.",
            ),
        ),
    )


@template(LESSON, 3, "How small may the step be")
def smallest(draw: random.Random) -> Task:
    """Choose the step with the smallest error, where bend and rounding are given."""
    bend, digits = whole(draw, 2, 5), draw.choice([16, 14, 12])
    powers = draw.choice([(1, digits // 2, digits - 3, digits), (2, digits // 2, digits - 2, digits - 1)])
    off = {power: bend * 10.0**-power + 10.0 ** (power - digits) for power in powers}
    best = min(powers, key=lambda power: off[power])
    wrong = [power for power in powers if power != best]
    options, at, places = mixed(draw, f"$10^{{-{best}}}$", [f"$10^{{-{power}}}$" for power in wrong])
    return Task(
        question=f"A quotient to one side is off by about ${bend} \\cdot h$ because the curve bends, and by about "
        f"$10^{{-{digits}}} / h$ because numbers are rounded. Which of these steps is the best?",
        answer=Choice(options, at),
        hint="Add both errors for each of the steps. One of them shrinks with $h$, the other grows.",
        solution=(
            "Together the errors are about "
            + ", ".join(f"${_small(off[power])}$ for $10^{{-{power}}}$" for power in powers)
            + f". The smallest belongs to $10^{{-{best}}}$, where both are small.",
        ),
        slips=tuple(
            Slip(
                place,
                f"At $10^{{-{power}}}$ the {'bend' if power < best else 'rounding'} spoils the quotient",
                "A larger step would be better." if power > best else "A smaller step would be better.",
            )
            for power, place in zip(wrong, places, strict=True)
        ),
    )


def _small(value: float) -> str:
    return written(value) if value > 1e-3 else f"{written(value * 10**6, 2)} \\cdot 10^{{-6}}"
