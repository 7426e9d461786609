"""Formulas that reach for the ends of the floats: sizes to the power of 300, quotients, powers of powers, corners."""

from random import Random

from gdmath.expression import Expr, as_expr
from gdmath.functions import FUNCTIONS
from gdmath.names import symbols

W, B = symbols("w b")
CORNERS = ("relu", "Abs", "sign", "step")
BOUNDED = ("sigmoid", "tanh", "atan", "softplus", "asinh", "exp", "log", "sqrt", "sech", "sin", "cos")
EXPONENTS = (2, 3, 4, 5, 6, -1, -2, -3, 0.5, 1.5, -0.5, 1 / 3)
PLACES = (0.0, 1.0, -1.0, 0.5, 2.0, 1 - 2**-53, 1 + 2**-52)


def size(random: Random) -> float:
    """Draw a number of any size; half of them are of those that people use."""
    if random.random() < 0.5:
        return round(random.uniform(0.01, 10), 2)
    return random.choice((random.uniform(1, 10), 1.0)) * 10.0 ** random.randint(-300, 300)


def place(random: Random) -> float:
    """Draw where a formula is computed: anywhere, and often at a corner."""
    return random.choice(PLACES) if random.random() < 0.15 else random.choice((1, 1, -1)) * size(random)


def formula(random: Random, depth: int) -> Expr:
    """Draw a formula so many levels deep."""
    if depth == 0:
        return random.choice((W, W, W, B, number(random)))
    kind = random.choice(("scaled", "scaled", "sum", "product", "quotient", "quotient", "power", "power", "function"))
    part = formula(random, depth - 1)
    other = formula(random, random.randint(0, depth - 1))
    made: Expr
    match kind:
        case "scaled":
            made = random.choice((lambda: number(random) * part, lambda: part * number(random)))()
        case "sum":
            made = random.choice((part + other, part - other, other + number(random), 1 + part))
        case "product":
            made = part * other
        case "quotient":
            made = random.choice((part / other, other / part, number(random) / part, part / (1 + part * part)))
        case "power":
            made = part ** random.choice(EXPONENTS)
        case _:
            names = random.choice((tuple(FUNCTIONS), BOUNDED, BOUNDED, CORNERS))
            made = FUNCTIONS[random.choice(names)](part)
    return made


def number(random: Random) -> Expr:
    """Draw a number of any size as an expression."""
    return as_expr(random.choice((size(random), size(random), random.randint(1, 9))))


def drawn(seed: int, index: int) -> tuple[Expr, dict[str, float]]:
    """The formula of this number and the point at which it is computed, always the same for one seed."""
    random = Random(f"{seed} {index}")
    while True:
        expr = formula(random, random.randint(1, 4))
        if W in expr.free_symbols:
            return expr, {"w": place(random), "b": place(random)}
