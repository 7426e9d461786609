"""What runs on Python alone, as in a reader's browser: none of the large libraries can be imported here."""

import contextlib
import io
import subprocess
import sys

import pytest

ABSENT = ("matplotlib", "mpmath", "numpy", "pandas", "scipy", "sklearn", "sympy", "torch", "tqdm")
# None is what Python takes for a module that is not there.
WITHOUT = f"import sys; sys.modules.update(dict.fromkeys({ABSENT}))\n"
LETTERS = 'from gdmath import symbols\nw, b = symbols("w b")\n'


def alone(program: str) -> str:
    """What a program prints where none of the large libraries is installed."""
    command = [sys.executable, "-W", "error", "-c", WITHOUT + program]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout


def here(program: str) -> str:
    """What it prints where all of them are."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(program, "<program>", "exec", dont_inherit=True), {})
    return printed.getvalue()


def same_everywhere(program: str) -> str:
    """What it prints, after a look that it prints the same in both places."""
    printed = alone(program)
    assert printed == here(program)
    return printed


def test_they_are_absent() -> None:
    """The programs of these tests find none of the large libraries."""
    program = f"""
from importlib.util import find_spec
for name in {ABSENT}:
    try:
        __import__(name)
    except ImportError:
        print(name)
"""
    assert alone(program).split() == list(ABSENT)
    assert not here(program)


def test_formula_is_read_and_differentiated() -> None:
    """A text becomes a formula, its derivative comes with its steps, as text and as LaTeX."""
    printed = same_everywhere(
        LETTERS
        + """
from gdmath import differentiate, latex, parse
for text in ("(2w - 3)^2 + ln(w)/w", "w*sqrt(w)", "w^2/w", "|w|", "sigmoid(w*b)", r"\\frac{w}{b}"):
    derivation = differentiate(parse(text), w)
    print(derivation, derivation.result, derivation.tidied, derivation.domain, derivation._repr_latex_(), sep="\\n")
    print(*((step.rule, str(step.before), str(step.after)) for step in derivation.steps), derivation.tidying, sep="\\n")
    print(latex(derivation.result), repr(derivation.result), f"{derivation.result:>99}")
"""
    )
    assert "4*(2*w - 3)" in printed
    assert "power" in printed


def test_formula_is_computed() -> None:
    """Gradient, second derivatives, values, functions and comparisons are those that they are elsewhere."""
    printed = same_everywhere(
        LETTERS
        + """
import gdmath
from gdmath import *
J = parse("(2w + b - 1)^2")
print(gradient(J, [w, b]), hessian(w**2 * b, [w, b]), lambdify([w, b], [J, w / b])(0.3, 0.7), J.evaluate(w=0.3, b=1))
print(sigmoid(0.3), binary_cross_entropy(0.3, 1.0), mean_squared_error(0.3, 1.0), (w * sqrt(w)).evaluate(w=0))
print(Max(w, b).evaluate(w=1.0, b=2.0), Piecewise((w, w > 0), (b, True)).evaluate(w=-1.0, b=3.0))
print(same(w**2 - 1, (w - 1)*(w + 1)), same(sin(w)**2 + cos(w)**2, 1), same(w, abs(w)), float(parse("pi/2")))
print((w**5).evaluate(w=1e-80), (1/w).evaluate(w=1e-300), abs(w), -w, w > 0, len(RULES), symbols("x1 x2"))
""".replace(
            "import *",
            "import Max, Piecewise, RULES, binary_cross_entropy, cos, gradient, hessian, lambdify, mean_squared_error, "
            "parse, same, sigmoid, sin, sqrt",
        )
    )
    assert "((b*2, 2*w), (2*w, 0))" in printed


def test_expression_is_descended() -> None:
    """A descent of an expression and its History need Python alone, and are what they are elsewhere."""
    printed = same_everywhere(
        LETTERS
        + """
import pickle
from gdmath import History, gradient_descent
history = gradient_descent((w - 3)**2 + b**2, {w: 0.0, b: 1.0}, learning_rate=0.1, callback=lambda *row: row[0] == 50)
print(len(history), history.steps, history.converged, history.status, history.reason, history, str(history), sep="\\n")
print(history.last, history[1], history[-1], history[1:3], history.parameters[2], history.cost, history.gradient[-1])
print([row.step for row in history], pickle.loads(pickle.dumps(history)) == history, history._repr_html_())
print(history.to_text())
print(gradient_descent((w - 3)**2, {w: 0.0}, 0.25, progress=True).converged)
print(gradient_descent((w - 3)**2, {w: 0.0}, 1.5, on_divergence="mark"))
"""
    )
    assert printed.endswith("True\nHistory: 16 steps, J from 9 to 3.86547e+10 at w = -196605. Diverged.\n")


@pytest.mark.parametrize("seed", [0, 7])
def test_exercises_are_made_and_graded(seed: int) -> None:
    """Every exercise of every lesson is made from its seed, its right answer is right, and its slips are told."""
    printed = same_everywhere(f"""
from gdmath.practice import LESSONS, Choice, Formula, Function, Number, exercises, grade
from gdmath.practice.answers import LETTERS

def typed(answer, right):
    match answer:
        case Choice():
            return LETTERS[right]
        case Number(digits=digits):
            return f"{{right:.{{digits + 2}}f}}"
        case Formula():
            return str(right)
        case Function():
            return lambda *place: answer.at(right)[answer.places.index(place)][slice(None) if len(right) > 1 else 0]

def right(answer):
    match answer:
        case Choice():
            return answer.right
        case Formula():
            return answer.expr
        case Function():
            return answer.values
    return answer.value

made = exercises({seed})
assert {{exercise.lesson for exercise in made}} == set(LESSONS)
for each in made:
    verdict = grade(each, typed(each.answer, right(each.answer)))
    assert verdict.right, each
    print(each.key, each.question, each.answer, *each.solution, each.hint, verdict, grade(each, "no idea"), sep="\\n")
    for slip in each.slips:
        assert grade(each, typed(each.answer, slip.answer)).slip is slip, (each, slip)
""")
    assert printed.count("right=True") == printed.count("right=False") > 50


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ('parse("2 +* w")', "ParseError: Cannot read '2 +* w', because a value is missing before '*'."),
        ("log(-1.0)", "DomainError: Cannot compute log(-1.0), because it has no real value."),
        ("(1/w).evaluate(w=0.0)", "DomainError: Cannot compute 1/w at w=0.0, because it has no real value."),
        ("gradient_descent((w - 3)**2, {w: 0.0}, 1.5)", "DivergenceError: Cannot descend with learning_rate=1.5"),
        ("lambdify([w], w**2)([1.0])", "InputError: Cannot compute with [1.0], because list is neither"),
        ("differentiate(w**2, 3)", "InputError: Cannot differentiate by 3, because it is not a symbol."),
        ("bool(w)", "OperationError: Cannot"),
        ("symbols('')", "InputError: Cannot make symbols from ''"),
        ("w.evaluate(w='1')", "InputError: Cannot evaluate at w='1', because str is neither an int nor a float."),
        ("same(w, None)", "InputError: Cannot use None in an expression"),
    ],
)
def test_errors_say_what_they_say_elsewhere(asked: str, told: str) -> None:
    """An error has the words that it has where everything is installed."""
    printed = same_everywhere(
        LETTERS
        + f"""
from gdmath import GdmathError, differentiate, gradient_descent, lambdify, log, parse, same
try:
    {asked}
except GdmathError as error:
    print(f"{{type(error).__name__}}: {{error}}", len(error.args))
"""
    )
    assert printed.startswith(told)
    assert printed.endswith(" 3\n")


CHECKED = """
from gdmath import *
for expr, at in [
    (sigmoid(w * b), {"w": 1.0, "b": -2.0}), (w**b + pi * w, {"w": 3.0, "b": 2.5}), (log(w, b), {"w": 3.0, "b": 2.5}),
    (Max(w, b) * Piecewise((w, w > 1), (b, True)), {"w": 3.0, "b": 2.5}), (softplus(w) - cbrt(b), {"w": -9, "b": -8}),
    (sin(w) + acos(b / 9) * tan(w) * atan(b), {"w": 1e5, "b": 2.5}), (tanh(w) / sech(b), {"w": 1e-9, "b": 40.0}),
    (mean_squared_error(w * x + b, y), {"w": 0.3, "b": -0.2, "x": [0.1, 0.2, 0.3] * 9, "y": [0, 1, 1] * 9}),
    (binary_cross_entropy(sigmoid(w * x + b), y), {"w": 0.3, "b": 1.0, "x": [k / 7 for k in range(99)], "y": (1,)*99}),
]:
    witnesses = check_gradient(expr, [w, b], at)
    print(witnesses.place)
    for name, row in witnesses.values.items():
        print(name, row["our rules"], row["central difference"])
""".replace(
    "import *",
    "import Max, Piecewise, acos, atan, binary_cross_entropy, cbrt, check_gradient, log, mean_squared_error, "
    "pi, sech, sigmoid, sin, softplus, tan, tanh",
)


def test_gradient_is_checked() -> None:
    """The rules beside the measured slope of an expression, also of a mean over rows, to the digits of elsewhere."""
    printed = same_everywhere(LETTERS + 'x, y = symbols("x y")\n' + CHECKED)
    assert printed.count("∂J/∂w") == 9


def test_wrong_rule_is_caught() -> None:
    """A rule with another right side is found by the measurement alone, and what was not asked is named."""
    printed = alone(
        LETTERS
        + """
from gdmath import RULES, WitnessError, check_gradient, sin
from gdmath.expression import D
from gdmath.matching import Rule, Table
from gdmath.rules import n, x
try:
    check_gradient(w**3, [w], {"w": 2.0}, rules=Table(Rule("power rule", D(x**n, x), n * x**n), *RULES))
except WitnessError as error:
    print(error)
print(check_gradient(w**3, [w], {"w": 2.0}, shown={"w": 12.000001}))
"""
    )
    assert printed == (
        "Cannot show the gradient dJ/dw, because our rules give 24.0 and central difference gives 12.0. "
        "Look whether the cost is smooth there; then at gdmath/rules.py.\n"
        "dJ/dw: our rules 12, central difference 12, shown on the page 12.000001\n"
        "Not asked: torch autograd (torch is not installed) and sympy (sympy is not installed).\n"
    )


def test_cells_are_loaded() -> None:
    """The data of the lessons is there as plain lists, and what is wrong with a file is said."""
    printed = same_everywhere("""
from gdmath import DataError
from gdmath.datasets import cells_path, load_columns
print(load_columns())
try:
    load_columns(cells_path().parent)
except DataError as error:
    print(type(error).__name__, error.args[0] == f"load the cells of {str(cells_path().parent)!r}")
""")
    assert printed.startswith("{'mean_area': [1.001, ")
    assert printed.endswith("DataError True\n")


NEURON = """
from gdmath import Neuron, check_gradient, gradient_descent, mean_squared_error
from gdmath.datasets import load_columns
from gdmath.neuron import linear
cells = load_columns()
X, y = [[area] for area in cells["mean_area"]], cells["is_cancerous"]

def shown(values, digits=12):
    return [f"{value:.{digits}g}" for value in values]

neuron = Neuron([2.0], bias=-1.0)
print(neuron, neuron.names, neuron.bias, neuron.formula(), neuron == neuron.with_parameters([2.0, -1.0]))
print(shown(neuron.forward(X)), [int(said) for said in neuron.predict(X)], neuron.score(X, y))
cost, gradient = neuron.cost_and_gradient(X, y)
print(shown([cost, *gradient]), shown([neuron.objective(X, y)([0.5, 0.5])[0]]))
history = gradient_descent(neuron, X, y, learning_rate=0.5, max_steps=100)
print(history, len(history), history.reason, neuron.with_parameters(list(history.parameters[-1])))
print(shown(history.cost), shown(history[50].parameters), history._repr_html_())
print(gradient_descent(Neuron(1.0, None, linear, mean_squared_error), X, y, learning_rate=0.1))
print(gradient_descent(neuron, X, y, 0.1, max_steps=40, batch_size=64, seed=5))
checked = check_gradient(neuron, X[:5], y[:5], shown={"w": float(neuron.gradient(X[:5], y[:5])[0])})
for row in checked.values.values():
    print(shown(row[witness] for witness in ("our rules", "Neuron.gradient", "central difference")))
"""


def test_neuron_is_trained_on_lists() -> None:
    """A neuron of the first lessons is made, asked, judged, descended and checked on lists, and shows the same."""
    printed = same_everywhere(NEURON)
    assert printed.startswith("Neuron(w=2.0000, b=-1.0000) ('w', 'b') -1.0 w*x + b True")
