"""Exercises on backpropagation: shapes, the way back through a network, and what PyTorch adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.functions import sigmoid
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, signed, whole

if TYPE_CHECKING:
    import random

LESSON = "backpropagation"
z1, a, v1, a1, c, y = symbols("z1 a v1 a1 c y")


@template(LESSON, 1, "A shape")
def shape(draw: random.Random) -> Task:
    """Choose the shape of a slope or of a product."""
    n, k, m = draw.sample(range(2, 10), 3)
    asked = draw.choice(["X @ W", "∂J/∂W", "X.T @ ∂J/∂Z"])
    right = (n, m) if asked == "X @ W" else (k, m)
    wrong = [each for each in [(n, m), (k, m), (m, k), (n, k)] if each != right]
    options, at, places = mixed(draw, _shape(right), [_shape(each) for each in wrong])
    names = {
        (n, m): "That is a row for each tumour and a column for each neuron",
        (k, m): "That is a row for each feature and a column for each neuron",
        (m, k): "That is the shape of $W$, turned",
        (n, k): "That is the shape of $X$",
    }
    told = {
        "X @ W": "In a product the two sides that meet vanish: the rows of the first and the columns of the second are left.",
        "∂J/∂W": "A slope has the shape of what it is the slope in, which is $W$.",
        "X.T @ ∂J/∂Z": "Turned, $X$ has a row for each feature; the tumours meet, and are added up.",
    }[asked]
    product = "Write the two shapes beside each other, and see which sides meet."
    hint = "A step takes the slope away from $W$. Which shape can be taken away?" if asked == "∂J/∂W" else product
    return Task(
        question=f"A table $X$ has {n} tumours with {k} features each, and a layer has {m} neurons, so $W$ has the shape "
        f"${_shape((k, m))[1:-1]}$. What is the shape of `{asked}`?",
        answer=Choice(options, at),
        hint=hint,
        solution=(told, f"So it is {_shape(right)}."),
        slips=tuple(Slip(place, names[each], told) for each, place in zip(wrong, places, strict=True)),
    )


def _shape(sides: tuple[int, int]) -> str:
    return f"${sides[0]} \\times {sides[1]}$"


@template(LESSON, 1, "Forward to a hidden neuron")
def forward(draw: random.Random) -> Task:
    """The linear part of the first hidden neuron."""
    x1, x2 = decimal(draw, -2, 2), decimal(draw, -2, 2)
    w11, w12, w21, w22 = (decimal(draw, -2, 2) for _ in range(4))
    b1 = decimal(draw, -1, 1)
    found = x1 * w11 + x2 * w21 + b1
    return Task(
        question=f"A tumour has the scaled features $x_1 = {written(x1)}$ and $x_2 = {written(x2)}$. The rows of $W$ are "
        f"$({written(w11)}, {written(w12)})$ and $({written(w21)}, {written(w22)})$, and the bias of the first hidden neuron is "
        f"$b_1 = {written(b1)}$. What is its linear part $z_1$? Give two decimals.",
        answer=Number(found, 2),
        hint="A neuron has a column of $W$, a feature a row.",
        solution=(
            (
                f"The first column is $({written(w11)}, {written(w21)})$, so $z_1 = {written(x1)} \\cdot {signed(w11)} + {signed(x2)} "
                f"\\cdot {signed(w21)} + {signed(b1)} = {written(found)}$."
            ),
        ),
        slips=(
            Slip(
                x1 * w11 + x2 * w12 + b1,
                "A row of $W$ was taken for a column",
                "Each hidden neuron has a column of weights.",
            ),
            Slip(x1 * w11 + x2 * w21, "The bias was forgotten", "It is added at the end, whatever the features are."),
            Slip(
                x1 * w12 + x2 * w22 + b1,
                "That is the other neuron, with this one's bias",
                "The first neuron has the first column.",
            ),
        ),
    )


@template(LESSON, 2, "How many numbers learn")
def count(draw: random.Random) -> Task:
    """Count the parameters of a network of two layers."""
    k, m = whole(draw, 3, 30), whole(draw, 4, 20)
    total = k * m + m + m + 1
    return Task(
        question=f"A network has {k} features, {m} hidden neurons, and one neuron that listens to them. How many parameters does it "
        "have, biases included?",
        answer=Number(float(total), 0),
        hint="Each neuron has a weight for each number that it looks at, and one bias.",
        solution=(
            f"Hidden: ${k} \\cdot {m}$ weights and ${m}$ biases. Last: ${m}$ weights and one bias. Together ${total}$.",
        ),
        slips=(
            Slip(float(k * m + m), "The biases were forgotten", "Each neuron has one: the hidden ones, and the last."),
            Slip(float(total - 1), "The last bias was forgotten", "The last neuron has one as well."),
            Slip(
                float(k * m + m + 1),
                "One layer's worth of numbers is missing",
                "The hidden biases and the last weights are two lists.",
            ),
            Slip(float(k * m + k + m + 1), "Each feature was given a bias", "Neurons have biases, features have none."),
        ),
    )


@template(LESSON, 2, "Back to a hidden weight")
def back(draw: random.Random) -> Task:
    """The slope in a weight of the first layer, from the numbers of the way forward."""
    answer, label = draw.choice([0.2, 0.3, 0.4, 0.6, 0.7]), draw.choice([0, 1])
    out, hidden, x1 = decimal(draw, -2, 2), draw.choice([0.1, 0.2, 0.4, 0.6, 0.7]), decimal(draw, 1.2, 3)
    by_z, local = answer - label, hidden * (1 - hidden)
    found = by_z * out * local * x1
    slope = differentiate(sigmoid(z1), z1)
    return Task(
        question=f"Two sigmoid neurons: the hidden one, whose feature is $x_1 = {written(x1)}$, has put out $a_1 = {written(hidden)}$. The last gives it "
        f"the weight $v_1 = {written(out)}$, and answers $a = {written(answer)}$. The label is $y = {label}$. "
        "What is the slope of the cross-entropy in $w_{11}$? Give three decimals.",
        answer=Number(found, 3),
        hint="Four factors: one for the cost and the last sigmoid together, one for the last weight, one for the hidden sigmoid, one for "
        "the feature.",
        solution=(
            (
                f"${signed(by_z)} \\cdot {signed(out)} \\cdot {written(hidden)} \\cdot {written(1 - hidden)} \\cdot {written(x1)} = "
                f"{written(found)}$, where the third and the fourth are the slope of the hidden sigmoid:"
            ),
            slope.titled(r"\frac{da_1}{dz_1}"),
        ),
        slips=(
            Slip(
                by_z * out * x1,
                "The hidden sigmoid was passed by",
                "Its slope $a_1 \\cdot (1 - a_1)$ is a factor on the way.",
            ),
            Slip(by_z * local * x1, "The last weight is missing", "On the way back the slope is multiplied by $v_1$."),
            Slip(
                by_z * out * local,
                "The walk stopped at the hidden bias",
                "The weight has its feature beside it: one more factor.",
            ),
            Slip(-found, "The difference is turned round", "The slope in $z$ is the answer minus the label."),
        ),
    )


@template(LESSON, 2, "What adds up")
def adds_up(draw: random.Random) -> Task:
    """The gradient in PyTorch after several calls of backward."""
    slope, times, rate = decimal(draw, -2, 2), whole(draw, 3, 5), draw.choice([0.1, 0.5])
    found = times * slope
    return Task(
        question=f"The slope of a loss in a weight is ${written(slope)}$, and `weight.grad` is empty. Somebody computes the same loss {times} times, each time with "
        f"`loss.backward()`, without `zero_grad()` and without a step. What stands in `weight.grad` then? (`lr` is {written(rate)}.)",
        answer=Number(found, 2),
        hint="Does `backward()` write a slope down, or does it add it?",
        solution=(f"It adds each time: ${times} \\cdot {signed(slope)} = {written(found)}$.",),
        slips=(
            Slip(slope, "The slope was thought to be overwritten", "`backward()` adds to what is there."),
            Slip(-rate * found, "That is a step", "`backward()` takes none; only `step()` uses the learning rate."),
            Slip(slope**times, "The slopes were multiplied", "`backward()` adds to what is there."),
        ),
    )


@template(LESSON, 3, "Back through a sigmoid, as a formula")
def formula(draw: random.Random) -> Task:
    """The slope in a hidden linear part, in letters."""
    doubled = draw.choice([1, 2, 3])
    last = doubled * v1 * a1 + c if doubled > 1 else v1 * a1 + c
    by_a1, by_z1 = differentiate(last, a1), differentiate(sigmoid(z1), z1)
    found = (a - y) * by_a1.result * (a1 * (1 - a1))
    shown = f"{doubled} \\cdot v_1 \\cdot a_1 + c" if doubled > 1 else "v_1 \\cdot a_1 + c"
    return Task(
        question=f"The hidden activation is $a_1 = \\sigma(z_1)$, the last linear part is $z = {shown}$, and $a = \\sigma(z)$. The cost is the "
        "cross-entropy with the label $y$. What is $\\partial J / \\partial z_1$ as a formula in $a$, $y$, $v_1$ and $a_1$?",
        answer=Formula(found, ("a", "y", "v1", "a1")),
        hint="From the cost to $z$ in one short factor, from $z$ to $a_1$ in one, from $a_1$ to $z_1$ in one.",
        solution=(
            "The first factor is $a - y$. The second is",
            by_a1.titled(r"\frac{\partial z}{\partial a_1}"),
            "and the third, with $a_1$ written for the sigmoid, is $a_1 \\cdot (1 - a_1)$:",
            by_z1.titled(r"\frac{da_1}{dz_1}"),
            f"Together $\\partial J / \\partial z_1 = {bare(found)}$.",
        ),
        slips=(
            Slip(
                (a - y) * by_a1.result * a1,
                "The factor $1 - a_1$ is missing",
                "The slope of a sigmoid is $a_1 \\cdot (1 - a_1)$.",
            ),
            Slip(
                (a - y) * by_a1.result * (a * (1 - a)),
                "The slope of the last sigmoid was taken",
                "It is in $a - y$ already; here the hidden one counts.",
            ),
            Slip(
                (a - y) * (a1 * (1 - a1)),
                "The last weight is missing",
                "From $z$ to $a_1$ the slope is what stands beside $a_1$.",
            ),
            Slip(
                (y - a) * by_a1.result * (a1 * (1 - a1)),
                "The difference is turned round",
                "It is the answer minus the label.",
            ),
        ),
    )


@template(LESSON, 3, "In which order")
def order(draw: random.Random) -> Task:
    """Find what is wrong with a training loop."""
    never = "the parameters never change, because each step comes right after its slopes were cleared"
    more = "the slopes of all turns add up, so that the steps become too long while the sign stays"
    fine = "nothing is wrong: the parameters learn as they should"
    calls = {
        "backward(), zero_grad(), step()": never,
        "zero_grad(), step(), backward()": never,
        "backward(), step()": more,
    }
    reasons = {
        never: "That happens where `zero_grad()` comes right before `step()`",
        more: "That happens where nothing clears the slopes",
        fine: "Something is wrong, though no error is raised",
        "an error is raised, because the order is not allowed": "No call raises an error in this order",
    }
    asked = draw.choice(list(calls))
    wrong = [end for end in reasons if end != calls[asked]]
    options, at, places = mixed(draw, calls[asked], wrong)
    return Task(
        question=f"In each turn of a loop somebody computes the loss and then calls `{asked}`, in this order. What happens?",
        answer=Choice(options, at),
        hint="After each call ask: what stands in `grad` now?",
        solution=(f"Here {calls[asked]}.", "A right order is `zero_grad()`, the loss, `backward()`, `step()`."),
        slips=tuple(
            Slip(place, reasons[end], f"Walk through one turn and the next: {calls[asked]}.")
            for end, place in zip(wrong, places, strict=True)
        ),
    )
