"""Exercises whose answer is code: the slope of a cost, a step, a descent, and the way back through a neuron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.expression import Expr, as_expr
from gdmath.functions import log, sigmoid
from gdmath.names import symbols
from gdmath.practice.answers import written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.programs import Function
from gdmath.practice.wording import bare, decimal, whole

if TYPE_CHECKING:
    import random

w, x, y, a, b, steps = symbols("w x y a b steps")


def _written(stub: str, body: str) -> str:
    """The stub with its last line, which is still open, written."""
    return stub.rpartition("\n")[0] + f"\n{body}"


def _shown(code: str) -> str:
    return f"One way to write it:\n\n```python\n{code}\n```"


@template("the-rules", 3, "Write the slope")
def write_the_slope(draw: random.Random) -> Task:
    """A function for the slope of a power and a logarithm."""
    factor, exponent, weight = whole(draw, 2, 6), whole(draw, 2, 5), whole(draw, 2, 9)
    power, logarithm = factor * w**exponent, weight * log(w)
    J = power - logarithm
    slope = differentiate(J, w)
    by_power, by_logarithm = (differentiate(part, w).result for part in (power, logarithm))
    stub = "def slope(w):\n    return ..."
    code = _written(stub, f"    return {slope.result}")
    return Task(
        question=f"Write a function that returns the slope of $J(w) = {bare(J)}$ at any $w$ above zero.",
        answer=Function("slope", ("w",), (slope.result,), ((0.5,), (1.0,), (2.0,), (3.5,)), stub, code),
        hint="Differentiate on paper first: two parts, each by a rule of its own. In Python a power is `**`.",
        solution=(slope.titled("J'(w)"), _shown(code)),
        slips=(
            Slip((J,), "That is the cost itself", "Its slope is asked for: differentiate each part."),
            Slip(
                (by_power + by_logarithm,),
                "The minus in front of the logarithm was lost",
                "The slope of a difference is the difference of the slopes.",
            ),
            Slip(
                (factor * w**exponent * exponent - by_logarithm,),
                "The exponent was not lowered",
                "The power rule brings the exponent down in front and also lowers it by one.",
            ),
            Slip(
                (by_power - 1 / w,),
                "The factor of the logarithm was forgotten",
                f"By the constant multiple rule the {weight} stays in front.",
            ),
        ),
    )


@template("gradient-descent-with-math", 3, "Write the step")
def write_the_step(draw: random.Random) -> Task:
    """A function that takes one step down a parabola."""
    factor, linear, rate = whole(draw, 2, 5), whole(draw, 2, 9), draw.choice([0.02, 0.05, 0.1])
    J = factor * w**2 - linear * w
    slope = differentiate(J, w)
    step = rate * slope.result
    stub = f"learning_rate = {rate}\n\n\ndef next_weight(w):\n    return ..."
    code = _written(stub, f"    slope = {slope.result}\n    return w - learning_rate * slope")
    return Task(
        question=f"The cost is $J(w) = {bare(J)}$, and the learning rate ${written(rate)}$. Write a function that takes one "
        "step of gradient descent: it gets a weight, and returns the next one.",
        answer=Function("next_weight", ("w",), (w - step,), ((-2.0,), (0.0,), (1.5,), (4.0,)), stub, code),
        hint="Two lines are enough: the slope at this weight, and the weight after the step.",
        solution=(slope.titled("J'(w)"), _shown(code)),
        slips=(
            Slip((w + step,), "The step went uphill", "Downhill is against the slope: a minus stands before the step."),
            Slip(
                (w - slope.result,),
                "The learning rate was forgotten",
                "The slope is multiplied by it before it is taken away.",
            ),
            Slip((step,), "That is the step without its start", "It is taken away from the weight."),
            Slip((-step,), "That is the change of the weight", "Add it to the weight, and return what comes out."),
            Slip((w - rate * J,), "The cost was taken for its slope", "A step needs $J'(w)$: differentiate first."),
        ),
    )


@template("descending", 3, "Write the descent")
def write_the_descent(draw: random.Random) -> Task:
    """A function that takes many steps down a parabola, in a loop."""
    low, factor, rate = whole(draw, 1, 6), whole(draw, 1, 4), draw.choice([0.05, 0.1])
    J = factor * (w - low) ** 2
    slope = differentiate(J, w)
    shrink = 1 - 2 * factor * rate
    after = _after(low, shrink, steps)
    stub = f"learning_rate = {rate}\n\n\ndef descend(w, steps):\n    return ..."
    loop = f"    for _ in range(steps):\n        w = w - learning_rate * ({slope.result})\n    return w"
    return Task(
        question=f"The cost is $J(w) = {bare(J)}$, and the learning rate ${written(rate)}$. Write a function that gets a weight and "
        "a number of steps, takes that many steps of gradient descent, and returns the last weight.",
        answer=Function(
            "descend", ("w", "steps"), (after,), ((8, 1), (8, 2), (-7.5, 5), (9.25, 12)), stub, _written(stub, loop)
        ),
        hint="A loop, in which each turn replaces `w` by the next weight. Where does `return` stand?",
        solution=(slope.titled("J'(w)"), _shown(_written(stub, loop))),
        slips=(
            Slip(
                (_after(low, shrink, 1),),
                "Only one step was taken",
                "A `return` inside the loop ends it in its first turn: it belongs further to the left, below the loop.",
            ),
            Slip(
                (_after(low, shrink, steps - 1),),
                "One step is missing",
                "`range(1, steps)` has one turn too few: write `range(steps)`.",
            ),
            Slip(
                (_after(low, shrink, steps + 1),),
                "One step too many was taken",
                "`range(steps + 1)` has one turn more than there are steps: write `range(steps)`.",
            ),
            Slip(
                (_after(low, 2 - shrink, steps),),
                "The steps went uphill",
                "Downhill is against the slope: a minus stands before the step.",
            ),
        ),
    )


def _after(low: int, shrink: float, turns: Expr | int) -> Expr:
    """The weight after some steps: the distance to the lowest point shrinks by the same factor each time."""
    return as_expr(low + (w - low) * shrink**turns)


@template("backpropagation", 3, "Write the way back")
def write_the_way_back(draw: random.Random) -> Task:
    """A function for both slopes of a sigmoid neuron, from the numbers of the way forward."""
    weight = decimal(draw, 1.5, 4)
    by_z = weight * (a - y)
    stub = (
        "from math import exp\n\n\ndef backward(x, y, w, b):\n    z = w * x + b\n    a = 1 / (1 + exp(-z))\n"
        "    slope_w, slope_b = ..., ...\n    return slope_w, slope_b"
    )
    code = stub.replace(
        "    slope_w, slope_b = ..., ...\n    return slope_w, slope_b",
        f"    slope_z = {written(weight)} * (a - y)\n    return slope_z * x, slope_z",
    )
    within = (("a", sigmoid(w * x + b)),)
    places = ((1.5, 1, 0.4, -0.2), (-0.5, 0, 0.8, 0.3), (2.0, 0, -0.6, 0.1), (0.7, 1, -1.2, 0.9))
    return Task(
        question=f"A sigmoid neuron answers $a = \\sigma(z)$ with $z = w x + b$. Its cost is the cross-entropy with the label "
        f"$y$, and this tumour counts ${written(weight)}$ times. The way forward is written: write the way back. The function returns the "
        "slopes in $w$ and in $b$.",
        answer=Function("backward", ("x", "y", "w", "b"), (by_z * x, by_z), places, stub, code, within),
        hint="First the slope in $z$, which is short for a sigmoid with cross-entropy. Then what stands beside $w$, and beside $b$.",
        solution=(
            f"The slope in $z$ is ${written(weight)} \\cdot (a - y)$. In $z$ the feature $x$ stands beside $w$, and 1 beside $b$.",
            _shown(code),
        ),
        slips=(
            Slip((-by_z * x, -by_z), "The difference is turned round", "It is the answer minus the label: $a - y$."),
            Slip(
                (by_z, by_z), "The feature is missing", "In $z$ the weight is multiplied by $x$, and so is its slope."
            ),
            Slip(
                (by_z * x, by_z * x),
                "The bias got the feature as well",
                "Nothing stands beside $b$, so its factor is 1.",
            ),
            Slip((by_z, by_z * x), "The two slopes are exchanged", "First the slope in $w$, then the one in $b$."),
            Slip(
                (by_z * a * (1 - a) * x, by_z * a * (1 - a)),
                "The slope of the sigmoid came in twice",
                "It is in $a - y$ already, where it has cancelled.",
            ),
            Slip(
                ((a - y) * x, a - y),
                "The weight of the tumour was forgotten",
                "The cost is multiplied by it, and so are its slopes.",
            ),
        ),
    )
