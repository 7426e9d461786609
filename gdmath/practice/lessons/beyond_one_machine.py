"""Exercises on mini-batches, digits and shards."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from gdmath.calculus import differentiate
from gdmath.names import symbols
from gdmath.practice.answers import Choice, Formula, Number, written
from gdmath.practice.catalogue import template
from gdmath.practice.exercise import Slip, Task
from gdmath.practice.wording import bare, decimal, mixed, signed, whole

if TYPE_CHECKING:
    import random

LESSON = "beyond-one-machine"
w, n, m, p, q = symbols("w n m p q")


@template(LESSON, 1, "Steps of an epoch")
def epoch(draw: random.Random) -> Task:
    """Count the batches, the last one included."""
    size = draw.choice([16, 20, 32, 50, 64])
    rows = size * whole(draw, 4, 12) + whole(draw, 2, size // 2)
    steps = math.ceil(rows / size)
    return Task(
        question=f"There are {rows} rows, and batches of {size}. How many steps does an epoch have, if the last batch may be smaller?",
        answer=Number(float(steps), 0),
        hint="An epoch uses every row once. Is there a rest?",
        solution=(
            (
                f"${steps - 1} \\cdot {size} = {(steps - 1) * size}$ rows are in full batches, and the other {rows - (steps - 1) * size} make one "
                f"more: ${steps}$ steps."
            ),
        ),
        slips=(
            Slip(
                float(steps - 1),
                "The rest was dropped",
                "An epoch uses every row, so the last, smaller batch is a step too.",
            ),
            Slip(float(rows), "A step was taken for each row", f"Each step looks at {size} rows."),
            Slip(float(size), "That is the size of a batch", "Divide the number of rows by it."),
        ),
    )


@template(LESSON, 1, "Two shards")
def shards(draw: random.Random) -> Task:
    """The mean slope from two sums."""
    rows = draw.sample([20, 30, 40, 60, 80, 100], 2)
    sums = [decimal(draw, -20, -5), decimal(draw, 5, 30)]
    found = sum(sums) / sum(rows)
    means = [total / count for total, count in zip(sums, rows, strict=True)]
    return Task(
        question=f"Two processes have {rows[0]} and {rows[1]} rows. The slopes of their rows add up to ${written(sums[0])}$ and "
        f"${written(sums[1])}$. What is the slope of the mean cost over all rows? Give four decimals.",
        answer=Number(found, 4),
        hint="Add sums, count rows, divide once.",
        solution=(f"$({written(sums[0])} + {signed(sums[1])}) / ({rows[0]} + {rows[1]}) = {written(found)}$.",),
        slips=(
            Slip(
                sum(means) / 2,
                "A mean of means was taken",
                "So both shards count the same, although one has more rows.",
            ),
            Slip(sum(means), "The means were added", "Add the sums, and divide by all rows."),
            Slip(
                sum(sums) / 2,
                "It was divided by the number of processes",
                "The cost is a mean over rows, so divide by the rows.",
            ),
        ),
    )


@template(LESSON, 2, "A poll as exact as you like")
def spread(draw: random.Random) -> Task:
    """How large a batch must be for a smaller spread."""
    size, times = draw.choice([8, 10, 16, 20, 25, 32]), whole(draw, 3, 6)
    found = size * times**2
    return Task(
        question=f"The slopes of batches of {size} rows have a certain spread. How many rows must a batch have for a spread {times} times "
        "as small? (There are very many rows in all.)",
        answer=Number(float(found), 0),
        hint="The spread goes with one over the square root of the size.",
        solution=(
            f"The root of the size has to be {times} times as large, so the size ${times}^2$ times: ${size} \\cdot {times**2} = {found}$.",
        ),
        slips=(
            Slip(
                float(size * times),
                "The root was forgotten",
                "Twice the rows do not halve the spread; four times the rows do.",
            ),
            Slip(
                float(round(size * math.sqrt(times))),
                "The root was taken the wrong way round",
                "The size goes with the square of the exactness.",
            ),
            Slip(float(round(size / times)), "The batch became smaller", "A small batch has a large spread."),
        ),
    )


@template(LESSON, 2, "From means back to the mean")
def weighted(draw: random.Random) -> Task:
    """The mean over two unequal shards from their means."""
    rows = draw.choice([(100, 300), (50, 150), (20, 80), (400, 100), (90, 10)])
    means = (decimal(draw, -0.9, -0.1), decimal(draw, 0.2, 0.9))
    found = (rows[0] * means[0] + rows[1] * means[1]) / sum(rows)
    return Task(
        question=f"Two shards have {rows[0]} and {rows[1]} rows, and their mean slopes are ${written(means[0])}$ and ${written(means[1])}$. "
        "What is the mean slope over all rows? Give three decimals.",
        answer=Number(found, 3),
        hint="Weigh each mean by its number of rows.",
        solution=(
            f"$({rows[0]} \\cdot {signed(means[0])} + {rows[1]} \\cdot {signed(means[1])}) / {sum(rows)} = {written(found)}$.",
        ),
        slips=(
            Slip(sum(means) / 2, "A mean of means was taken", "The larger shard has to count for more."),
            Slip(
                (rows[1] * means[0] + rows[0] * means[1]) / sum(rows),
                "The weights were exchanged",
                "Each mean is weighed by the rows that it was taken over.",
            ),
            Slip(
                sum(means),
                "The means were added",
                "Each mean is multiplied by its rows first, and the sum divided by all rows.",
            ),
        ),
    )


@template(LESSON, 2, "A digit too many")
def digits(draw: random.Random) -> Task:
    """What float32 makes of a large number plus a small one."""
    large, small = draw.choice([2.0**24, 2.0**25, 1e8, 2e8, 1e9]), draw.choice([0.25, 0.5, 1.0])
    kept = struct.unpack("f", struct.pack("f", large + small))[0] - large
    wrong = [written(small), written(large), "an error, because the number is too long"]
    options, at, places = mixed(draw, written(kept), wrong)
    return Task(
        question=f"In `float32` somebody adds ${written(small)}$ to ${large:.0f}$, and takes ${large:.0f}$ away again. What is left?",
        answer=Choice(options, at),
        hint="A `float32` keeps about seven digits. Which digit would the small number change?",
        solution=(
            f"The sum is rounded to ${large:.0f}$ again, because the digit that would change is not kept. So ${written(kept)}$ is left.",
        ),
        slips=(
            Slip(places[0], "It was computed on paper", "On paper that is right; a `float32` has not so many digits."),
            Slip(places[1], "The subtraction was forgotten", "The large number is taken away again."),
            Slip(places[2], "Rounding raises no error", "The number is rounded, and nothing is said."),
        ),
    )


@template(LESSON, 3, "Shards in letters")
def in_letters(draw: random.Random) -> Task:
    """The mean slope over shards of two sizes, as a formula."""
    third = draw.choice([2, 3, 4])
    found = (n * p + third * m * q) / (n + third * m)
    total = n * w**2 + third * m * w
    sum_rule = differentiate(total, w)
    return Task(
        question=f"One process has $n$ rows and finds the mean slope $p$. {['', '', 'Two', 'Three', 'Four'][third]} others have $m$ rows each, and "
        "each of them finds the mean slope $q$. What is the slope of the mean cost over all rows, as a formula?",
        answer=Formula(found, ("n", "m", "p", "q")),
        hint="How many rows are there in all, and what do all slopes add up to?",
        solution=(
            f"The sums are $n \\cdot p$ and, {third} times, $m \\cdot q$; there are $n + {third} \\cdot m$ rows. So it is ${bare(found)}$.",
            "Sums may be taken part by part because of the sum rule, for instance",
            sum_rule.titled("J'(w)"),
        ),
        slips=(
            Slip(
                (p + third * q) / (1 + third),
                "A mean of means was taken",
                "It is right only if all have the same number of rows.",
            ),
            Slip(
                (n * p + m * q) / (n + m),
                "Only one of the others was counted",
                f"There are {third} of them, each with $m$ rows.",
            ),
            Slip(n * p + third * m * q, "That is the sum", "The cost is a mean: divide by the number of rows."),
        ),
    )
