"""Exercises on the rules of differentiation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.functions import exp, log, sigmoid
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, mixed, whole

if TYPE_CHECKING:
    import random

LESSON = "the-rules"
w, z = symbols("w z")


@template(LESSON, 1, "A power with a factor")
def power(draw: random.Random) -> Task:
    """Differentiate c * w**n."""
    factor, exponent = whole(draw, 2, 9), whole(draw, 3, 6)
    J = factor * w**exponent
    slope = differentiate(J, w)
    return Task(
        question=f"What is $J'(w)$, if $J(w) = {bare(J)}$?",
        answer=Formula(slope.result, ("w",)),
        hint="Which factor does not contain $w$? It waits outside, while the power rule does the rest.",
        solution=(slope.titled("J'(w)"),),
        slips=(
            Slip(
                exponent * w ** (exponent - 1),
                "The constant factor was forgotten",
                f"By the constant multiple rule the {factor} waits outside, and is multiplied in at the end.",
            ),
            Slip(
                factor * exponent * w**exponent,
                "The exponent was not lowered",
                "The power rule brings the exponent down in front and also lowers it by one.",
            ),
            Slip(
                factor * w ** (exponent - 1),
                "The exponent was lowered, but did not come down in front",
                "The power rule does both: the old exponent becomes a factor.",
            ),
            Slip(
                J,
                "That is the formula itself",
                "Its slope is asked for: begin with the constant multiple rule.",
            ),
        ),
    )


@template(LESSON, 2, "A product")
def product(draw: random.Random) -> Task:
    """Differentiate c * w**n * ln(w)."""
    exponent, factor = whole(draw, 2, 4), whole(draw, 2, 5)
    u, v = factor * w**exponent, log(w)
    slope = differentiate(u * v, w)
    u_slope, v_slope = differentiate(u, w).result, differentiate(v, w).result
    return Task(
        question=f"What is $J'(w)$, if $J(w) = {bare(u * v)}$?",
        answer=Formula(slope.result, ("w",)),
        hint="Call the two factors $u$ and $v$. Each gets its turn, while the other one waits.",
        solution=(slope.titled("J'(w)"),),
        slips=(
            Slip(
                u_slope * v_slope,
                "The two slopes were multiplied",
                "The slope of a product is not the product of the slopes: the product rule has two parts, added.",
            ),
            Slip(
                u_slope * v,
                "The second part is missing",
                "In the product rule $v$ gets its turn too: $u$ times the slope of $v$ is added.",
            ),
            Slip(
                u * v_slope,
                "The first part is missing",
                "In the product rule $u$ gets its turn too: the slope of $u$ times $v$ is added.",
            ),
        ),
    )


@template(LESSON, 2, "A slope at one place")
def cost_slope(draw: random.Random) -> Task:
    """The slope of -ln(w) * c at a place, as a number."""
    factor, place = whole(draw, 2, 6), whole(draw, 2, 5)
    J = -(factor * log(w))
    slope = differentiate(J, w)
    value = slope.result.evaluate(w=place)
    return Task(
        question=f"How steep is $J(w) = {bare(J)}$ at $w = {place}$? Give three decimals, or a fraction.",
        answer=Number(value, 3),
        hint="The slope of $\\ln w$ is a fraction. Keep the factor and its sign.",
        solution=(slope.titled("J'(w)"), f"At $w = {place}$ that is $-{factor} / {place} = {written(value)}$."),
        slips=(
            Slip(-value, "The minus was dropped", "The negative rule keeps the sign in front to the last line."),
            Slip(
                -place / factor,
                "The fraction is upside down",
                "The logarithm rule gives one over $w$, so $w$ stands below the line.",
            ),
            Slip(
                J.evaluate(w=place),
                "That is the height of the curve, not its slope",
                "Differentiate first, and put the number in at the end.",
            ),
            Slip(
                value / factor,
                "The constant factor was forgotten",
                f"By the constant multiple rule the {factor} waits outside.",
            ),
        ),
    )


@template(LESSON, 3, "A quotient")
def quotient(draw: random.Random) -> Task:
    """Differentiate c * w / (w**2 + d)."""
    factor, rest = whole(draw, 2, 6), whole(draw, 1, 5)
    u, v = factor * w, w**2 + rest
    slope = differentiate(u / v, w)
    u_slope, v_slope = differentiate(u, w).result, differentiate(v, w).result
    return Task(
        question=f"What is $J'(w)$, if $J(w) = {bare(u / v)}$? Any form will do.",
        answer=Formula(slope.result, ("w",)),
        hint="The quotient rule: in the numerator stands a difference. Which part comes first?",
        solution=(slope.titled("J'(w)"),),
        slips=(
            Slip(
                (u * v_slope - u_slope * v) / v**2,
                "The two parts of the difference are exchanged",
                "The slope of what stands above comes first: $u' \\cdot v - u \\cdot v'$.",
            ),
            Slip(
                (u_slope * v + u * v_slope) / v**2,
                "A plus stands where the quotient rule has a minus",
                "The product rule adds; here the second part is taken away.",
            ),
            Slip(
                u_slope / v_slope,
                "Slope was divided by slope",
                "The slope of a quotient is not the quotient of the slopes: use the whole quotient rule.",
            ),
            Slip(
                (u_slope * v - u * v_slope) / v,
                "The square below the line was forgotten",
                "The quotient rule divides by $v^2$.",
            ),
        ),
    )


@template(LESSON, 3, "Which rule comes first")
def first_rule(draw: random.Random) -> Task:
    """Choose the rule of the outermost operation."""
    factor, shift = whole(draw, 2, 5), whole(draw, 2, 9)
    formulas = {
        "product rule": w**2 * sigmoid(w),
        "quotient rule": exp(w) / (w + shift),
        "sum rule": factor * w**3 + log(w),
        "chain rule": sigmoid(factor * w**2),
    }
    names = list(formulas)
    right = draw.choice(names)
    wrong = [name for name in names if name != right]
    options, place, places = mixed(draw, f"the {right}", [f"the {name}" for name in wrong])
    slope = differentiate(formulas[right], w)
    outermost = {
        "product rule": "a product is computed last, and none of its factors is constant",
        "quotient rule": "a division is computed last, no constant factor can be set aside before, "
        "and it is not a constant over a power",
        "sum rule": "an addition is computed last",
        "chain rule": "a function of something other than the letter itself is computed last",
    }
    return Task(
        question=f"Which rule of the table is the first that $J(w) = {bare(formulas[right])}$ needs?",
        answer=Choice(options, place),
        hint="Put a number in for $w$ and compute. What do you do last?",
        solution=(f"Here {outermost[right]}, so the {right} comes first.", slope.titled("J'(w)")),
        slips=tuple(
            Slip(
                at,
                f"The {name} fits another formula",
                f"It comes first where {outermost[name]}. Here {outermost[right]}.",
            )
            for name, at in zip(wrong, places, strict=True)
        ),
    )
