"""What a session uses, imported and used once before its memory is kept."""

import gdmath
from alive.explore import explored, typeset  # noqa: F401  what the page for any function calls
from alive.session import Session


# Imported when they are first asked for: in the memory that is kept, the exercises would take more than in the archive.
def graded(question: str) -> str:
    """The verdict on an answer; see judging.py."""
    from alive.judging import graded  # noqa: PLC0415  not in the memory that is kept

    return graded(question)


def exercise_set(question: str) -> str:
    """The exercises of a set; see sets.py."""
    from alive.sets import exercise_set  # noqa: PLC0415  not in the memory that is kept

    return exercise_set(question)


def _is_here(name: str) -> bool:
    """Whether a public name needs nothing but what is in the browser."""
    try:
        getattr(gdmath, name)
    except ModuleNotFoundError:
        return False
    return True


gdmath.__all__ = [name for name in gdmath.__all__ if _is_here(name)]  # what `from gdmath import *` gives

session = Session()
for cell in (
    "from gdmath import differentiate, gradient, gradient_descent, hessian, lambdify, latex, parse, same, symbols",
    "from gdmath import cos, exp, log, relu, sigmoid, sin, softplus, sqrt, tanh",
    "w, x = symbols('w x')",
    "differentiate(parse('x^2 sin x/(1 + e^(-x))'), x)",
    r"parse(r'\frac{x}{2}')",
    "parse('x(')",
    "lambdify([x], differentiate(sigmoid(x)**2, x).result)(0.3)",
    "gradient_descent(w**2, {w: 1.0}, learning_rate=0.1)",
    "gradient(w**2*x, [w, x]); hessian(w**2*x, [w, x])",
    "same(x**2, x*x)",
    "1 / 0",
):
    session.answer(cell)
explored('{"formula": "x^2 sin x", "at": {}, "rate": "0.1", "steps": "5"}')
explored('{"formula": "sin w", "at": ["2"]}')
explored('{"formula": "w^2 + b^2", "at": {}, "rate": "0.1", "steps": "5"}')
session = Session()
