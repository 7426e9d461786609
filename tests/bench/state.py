"""One state of the library: it does what each line of its input names, so often, and says how much CPU time it took.

`against` runs it once for each of two states, with nothing of the project on its path but that state.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count, repeat
from pathlib import Path
from time import process_time

import torch

import gdmath
from gdmath import (
    Neuron,
    differentiate,
    gradient,
    gradient_descent,
    lambdify,
    latex,
    load_cells,
    parse,
    sigmoid,
    symbols,
)

W, B, X = symbols("w b x")
NEW = count(2)  # a coefficient that stood in no expression before: what was computed once may be kept
CELLS = load_cells()
ROWS, LABELS = CELLS[["mean_area"]].to_numpy(), CELLS["is_cancerous"].to_numpy(dtype=float)
NEURON = Neuron([0.5], bias=-0.25)
FORMULA = (sigmoid(W * X + B) - 1) ** 2 / (1 + W**2)
SLOPES = gradient(FORMULA, [W, B])
COMPUTED, ON_ROWS = lambdify([W, B, X], FORMULA), lambdify([W, B, X], SLOPES)


def formula() -> gdmath.Expr:
    """A formula that was not there before."""
    k = next(NEW)
    new: gdmath.Expr = (k * W**3 + sigmoid(W * X + B)) ** 2 / (1 + k * W**2)
    return new


def imported() -> None:
    """Import the library in a Python of its own."""
    subprocess.run([sys.executable, "-c", "import gdmath"], check=True)


WORKS: dict[str, Callable[[], object]] = {
    "build a formula": formula,
    "derivative and its steps": lambda: differentiate(formula(), W).steps,
    "derivative and its answer": lambda: differentiate(formula(), W).result,
    "derivative and its lines": lambda: differentiate(formula(), W).lines,
    "second derivative": lambda: differentiate(formula(), W, 2).result,
    "gradient of three": lambda: gradient(formula(), [W, B, X]),
    "evaluate": lambda: FORMULA.evaluate(w=0.3, b=-0.1, x=1.3),
    "lambdify": lambda: lambdify([W, B, X], formula()),
    "call on floats": lambda: COMPUTED(0.3, -0.1, 1.3),
    "call on 569 rows": lambda: ON_ROWS(0.3, -0.1, ROWS),
    "parse": lambda: parse("3w^2 sin(2w) + ln(w + 1)/(w^2 + 4)"),
    "print": lambda: str(formula()),
    "latex": lambda: latex(formula()),
    "cost of 569 rows": lambda: NEURON.cost(ROWS, LABELS),
    "descent of 100 steps": lambda: gradient_descent(
        NEURON, ROWS, LABELS, learning_rate=0.5, max_steps=100, tolerance=0
    ),
    "import": imported,
}


def seconds(work: Callable[[], object], number: int) -> float:
    """The CPU time of so many runs, with that of the processes that they start."""
    gc.collect()
    gc.disable()
    before = process_time() + sum(os.times()[2:4])
    for _ in repeat(None, number):
        work()
    after = process_time() + sum(os.times()[2:4])
    gc.enable()
    return after - before


def main() -> None:
    """Do as told."""
    torch.set_num_threads(1)
    gc.freeze()  # what is loaded by now is not looked through at every collection
    print(Path(gdmath.__file__).resolve(), flush=True)
    for line in sys.stdin:
        number, _, name = line.strip().partition(" ")
        print(seconds(WORKS[name], int(number)), flush=True)


if __name__ == "__main__":
    main()
