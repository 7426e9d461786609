"""Exercises on several parameters: partial derivatives, the gradient, and slopes in any direction."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, signed, whole

if TYPE_CHECKING:
    import random

    from gdmath.expression import Expr

LESSON = "several-parameters"
w, b = symbols("w b")


def bowl(draw: random.Random) -> tuple[Expr, int, int, int]:
    """A cost p * w**2 + q * w * b + r * b**2, and its three factors; a bowl and no saddle, since 4 * p * r > q**2."""
    q, *outer = sorted(draw.sample(range(2, 10), 3))
    p, r = draw.sample(outer, 2)
    return p * w**2 + q * w * b + r * b**2, p, q, r


@template(LESSON, 1, "A partial derivative in w")
def partial_w(draw: random.Random) -> Task:
    """Differentiate a bowl by w."""
    J, p, q, r = bowl(draw)
    slope = differentiate(J, w)
    return Task(
        question=f"What is $\\partial J / \\partial w$, if $J(w, b) = {bare(J)}$?",
        answer=Formula(slope.result, ("w", "b")),
        hint="Hold $b$ still, as if it were a number such as seven. Which of the three parts still move?",
        solution=(slope.titled(r"\frac{\partial J}{\partial w}"),),
        slips=(
            Slip(
                2 * p * w + q * b + 2 * r * b,
                "The part without $w$ was differentiated too",
                f"${bare(r * b**2)}$ stands still when $w$ moves, so its slope is zero.",
            ),
            Slip(
                2 * p * w,
                "The mixed part was dropped",
                f"In ${bare(q * w * b)}$ the $b$ is a constant factor of $w$, and stays.",
            ),
            Slip(
                2 * p * w + q,
                "The $b$ of the mixed part was dropped",
                "As a constant factor it waits outside, and stays.",
            ),
        ),
    )


@template(LESSON, 1, "A partial derivative at a place")
def partial_b(draw: random.Random) -> Task:
    """The slope of a bowl in b, as a number."""
    J, p, q, r = bowl(draw)
    place = {"w": whole(draw, -3, 3), "b": whole(draw, -3, 3)}
    slope = differentiate(J, b)
    found = slope.result.evaluate(**place)
    in_w = differentiate(J, w).result.evaluate(**place)
    at_b, at_w = place["b"], place["w"]
    return Task(
        question=f"What is $\\partial J / \\partial b$ of $J(w, b) = {bare(J)}$ at $w = {at_w}$, $b = {at_b}$?",
        answer=Number(found, 1),
        hint="First the formula, with $w$ held still; then the numbers.",
        solution=(
            slope.titled(r"\frac{\partial J}{\partial b}"),
            f"There that is ${q} \\cdot {signed(at_w)} + {2 * r} \\cdot {signed(at_b)} = {written(found)}$.",
        ),
        slips=(
            Slip(in_w, "That is the slope in $w$", "Here $w$ stands still, and $b$ moves."),
            Slip(2.0 * r * at_b, "The mixed part was dropped", "Its slope in $b$ is its factor times $w$."),
            Slip(
                found + 2 * p * at_w, "The part without $b$ was differentiated too", "It stands still when $b$ moves."
            ),
            Slip(
                J.evaluate(**place),
                "That is the cost itself",
                "Differentiate first, and put the numbers in at the end.",
            ),
        ),
    )


@template(LESSON, 2, "How steep at the most")
def length(draw: random.Random) -> Task:
    """The length of a gradient."""
    across, up = decimal(draw, -4, 4), decimal(draw, -4, 4)
    found = math.hypot(across, up)
    return Task(
        question=f"At some place $\\partial J / \\partial w = {written(across)}$ and $\\partial J / \\partial b = {written(up)}$. What is "
        "the largest slope in any direction? Give two decimals.",
        answer=Number(found, 2),
        hint="It is as large as the gradient is long.",
        solution=(f"$\\sqrt{{{signed(across)}^2 + {signed(up)}^2}} = {written(found)}$.",),
        slips=(
            Slip(
                abs(across) + abs(up),
                "The sides were added",
                "The length is that of the third side: squares, sum, root.",
            ),
            Slip(across**2 + up**2, "The root is missing", "The sum of the squares is the square of the length."),
            Slip(
                max(abs(across), abs(up)),
                "Only the steeper slope was taken",
                "A direction between both is steeper than either.",
            ),
        ),
    )


@template(LESSON, 2, "One step in two parameters")
def step(draw: random.Random) -> Task:
    """The next bias after one step on a bowl."""
    J, *_ = bowl(draw)
    place = {"w": whole(draw, -3, 3), "b": whole(draw, -3, 3)}
    rate = draw.choice([0.1, 0.05, 0.2])
    by_w, by_b = (differentiate(J, letter) for letter in (w, b))
    in_w, in_b = (slope.result.evaluate(**place) for slope in (by_w, by_b))
    next_b = place["b"] - rate * in_b
    late = {"w": place["w"] - rate * in_w, "b": place["b"]}
    return Task(
        question=f"A descent on $J(w, b) = {bare(J)}$ stands at $w = {place['w']}$, $b = {place['b']}$, and the learning rate is "
        f"${written(rate)}$. What is $b$ after the next step of both parameters? Give two decimals.",
        answer=Number(next_b, 2),
        hint="Both slopes are taken where the step begins.",
        solution=(
            by_b.titled(r"\frac{\partial J}{\partial b}"),
            (
                f"Where the step begins that is ${written(in_b)}$, so $\\text{{next\\_b}} = {place['b']} - {written(rate)} \\cdot "
                f"{signed(in_b)} = {written(next_b)}$."
            ),
        ),
        slips=(
            Slip(
                place["b"] - rate * by_b.result.evaluate(**late),
                "The new weight was used for the slope in $b$",
                "All parameters step at the same time, from the same place.",
            ),
            Slip(place["b"] + rate * in_b, "The step went with the slope", "Downhill is against it."),
            Slip(place["b"] - rate * in_w, "The slope in $w$ was taken", "Each parameter has its own slope."),
            Slip(place["b"] - in_b, "The learning rate was forgotten", "It multiplies the slope."),
        ),
    )


@template(LESSON, 2, "Where it is level")
def level(draw: random.Random) -> Task:
    """Choose the direction without a slope."""
    across, up = decimal(draw, 1.2, 4), decimal(draw, -4, -1.2)
    ways = [(-up, across), (across, up), (-across, -up), (up, across)]
    right, *wrong = [f"${written(one)}$ across and ${written(other)}$ up" for one, other in ways]
    options, at, places = mixed(draw, right, wrong)
    return Task(
        question=f"The gradient goes ${written(across)}$ across, in $w$, and ${written(up)}$ up, in $b$. In which of these "
        "directions does the cost not change at first?",
        answer=Choice(options, at),
        hint="The slope in a direction is a sum of two products. For which of them do the products cancel?",
        solution=(
            (
                f"${written(across)} \\cdot {signed(-up)} + {signed(up)} \\cdot {written(across)} = 0$: this direction is at a right angle "
                "to the gradient, along the contour."
            ),
        ),
        slips=(
            Slip(places[0], "That is the gradient itself", "There the cost climbs the most."),
            Slip(places[1], "That is straight against the gradient", "There the cost falls the most."),
            Slip(
                places[2],
                "The two numbers were exchanged, and no sign was turned",
                "For a right angle they are exchanged, and one of them gets the other sign.",
            ),
        ),
    )


@template(LESSON, 3, "The slope in a direction")
def along(draw: random.Random) -> Task:
    """The slope of a bowl in a direction of length one."""
    J, *_ = bowl(draw)
    place = {"w": whole(draw, -2, 2), "b": whole(draw, 1, 3)}
    r, s = draw.choice([(0.6, 0.8), (0.8, 0.6), (-0.6, 0.8), (0.8, -0.6)])
    by_w, by_b = (differentiate(J, letter) for letter in (w, b))
    p, q = (slope.result.evaluate(**place) for slope in (by_w, by_b))
    found = p * r + q * s
    return Task(
        question=f"You stand at $w = {place['w']}$, $b = {place['b']}$ on $J(w, b) = {bare(J)}$ and walk in the direction that "
        f"goes ${written(r)}$ across and ${written(s)}$ up. What is the slope that way? Give one decimal.",
        answer=Number(found, 1),
        hint="Two partial derivatives, each times how far the walk goes its way.",
        solution=(
            by_w.titled(r"\frac{\partial J}{\partial w}"),
            by_b.titled(r"\frac{\partial J}{\partial b}"),
            (
                f"There they are ${written(p)}$ and ${written(q)}$, and ${written(p)} \\cdot {signed(r)} + {signed(q)} \\cdot {signed(s)} "
                f"= {written(found)}$."
            ),
        ),
        slips=(
            Slip(p * s + q * r, "Across and up were exchanged", "The slope in $w$ goes with the way across."),
            Slip(-found, "The sign is turned", "Where it goes down on the way, the slope is negative."),
            Slip(p + q, "The direction was left out", "Each slope is multiplied by its part of the way."),
            Slip(
                math.hypot(p, q),
                "That is the steepest slope of all",
                "It is reached only in the direction of the gradient.",
            ),
        ),
    )
