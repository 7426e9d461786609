"""A neuron with its cross-entropy: the value and the gradient of one row on floats, and the gradient of 569 rows.

Every way has its best form: torch its own `binary_cross_entropy_with_logits`, and leaves that are made once.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from gdmath import Neuron, binary_cross_entropy, gradient, lambdify, load_cells, sigmoid, softplus, symbols
from gdmath.expression import Expr
from tests.bench.harness import Plan, Row, Work, faster, measure, within
from tests.bench.rivals import BySympy, installed, numpy_like, translated

AUTOGRAD, LAMBDIFY = "torch autograd", "sympy.lambdify(cse=True, modules='math')"
W0, B0, X0, Y0 = 0.7, -0.4, 1.3, 1.0


def rows(plan: Plan) -> Iterator[Row]:
    """Measure one neuron."""
    w, b, x, y = symbols("w b x y")
    z = w * x + b
    costs = {"as a textbook has it": binary_cross_entropy(sigmoid(z), y), "as softplus(z) - yz": softplus(z) - y * z}
    for form, cost in costs.items():
        seconds, notes = measure(_one_row(cost), plan, (AUTOGRAD, LAMBDIFY))
        what = f"scalar neuron, value and gradient, its cost {form}"
        yield faster(what, AUTOGRAD, seconds, 50, notes)
        yield within(what, LAMBDIFY, seconds, 1.2, "the same formula for both; sympy's overflows at z = 710")
    seconds, notes = measure(_many_rows(), plan, (AUTOGRAD,))
    yield within("569-row gradient", AUTOGRAD, seconds, 0.4, f"torch with one thread; {notes}".removesuffix("; "))


def _one_row(cost: Expr) -> dict[str, Work]:
    w, b, _, _ = letters = symbols("w b x y")
    ours = lambdify(letters, [cost, *gradient(cost, [w, b])])
    works = {
        "gdmath": Work([lambda: ours(W0, B0, X0, Y0)]),
        AUTOGRAD: _torch_row(),
        LAMBDIFY: _sympy_row(cost),
    }
    if installed("casadi"):
        works["casadi"] = _casadi_row(cost)
    if installed("jax"):
        jax = import_module("jax")
        jax.config.update("jax_enable_x64", True)
        both = jax.value_and_grad(_cost_of_row(jax.numpy), argnums=(0, 1))
        jitted = jax.jit(both)
        works["jax.jit(jax.value_and_grad)"] = Work([lambda: jax.block_until_ready(jitted(W0, B0))])
        works["jax.value_and_grad"] = Work([lambda: jax.block_until_ready(both(W0, B0))])
    if installed("autograd"):
        both_of_autograd = import_module("autograd").value_and_grad(_cost_of_pair(import_module("autograd.numpy")))
        point = import_module("numpy").array([W0, B0])
        works["autograd"] = Work([lambda: both_of_autograd(point)])
    return works


def _cost_of_row(np: Any) -> Callable[[Any, Any], Any]:
    return lambda w, b: np.logaddexp(0.0, w * X0 + b) - Y0 * (w * X0 + b)


def _cost_of_pair(np: Any) -> Callable[[Any], Any]:
    cost = _cost_of_row(np)
    return lambda point: cost(point[0], point[1])


def _torch_row() -> Work:
    import torch

    w, b = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (W0, B0))
    x, y = (torch.tensor(value, dtype=torch.float64) for value in (X0, Y0))
    cost_of = torch.nn.functional.binary_cross_entropy_with_logits

    def value_and_gradient() -> tuple[Any, ...]:
        cost = cost_of(w * x + b, y)
        return cost.detach(), *torch.autograd.grad(cost, (w, b))

    return Work([value_and_gradient])


def _sympy_row(cost: Expr) -> Work:
    sympy = import_module("sympy")
    letters = {name: sympy.Symbol(name, real=True) for name in ("w", "b", "x", "y")}
    formula = BySympy().formula(cost, letters)
    slopes = [sympy.diff(formula, letters[name]) for name in ("w", "b")]
    function = sympy.lambdify(list(letters.values()), [formula, *slopes], modules="math", cse=True)
    return Work([lambda: function(W0, B0, X0, Y0)])


def _casadi_row(cost: Expr) -> Work:
    casadi = import_module("casadi")
    letters = {name: casadi.SX.sym(name) for name in ("w", "b", "x", "y")}
    formula = translated(cost, letters, numpy_like(casadi), casadi.SX)
    slopes = [casadi.gradient(formula, letters[name]) for name in ("w", "b")]
    function = casadi.Function("row", list(letters.values()), [formula, *slopes])
    return Work([lambda: function(W0, B0, X0, Y0)])


def _many_rows() -> dict[str, Work]:
    import numpy as np
    import torch

    cells = load_cells()
    X, y = cells[["mean_area"]].to_numpy(), cells["is_cancerous"].to_numpy(dtype=float)
    neuron = Neuron([W0], bias=B0)
    leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in ([W0], [B0])]
    tensor_x, tensor_y = torch.from_numpy(np.array(X)), torch.from_numpy(np.array(y))
    cost_of = torch.nn.functional.binary_cross_entropy_with_logits

    def by_torch() -> Any:
        return torch.autograd.grad(cost_of(torch.addmv(leaves[1], tensor_x, leaves[0]), tensor_y), leaves)

    works = {"gdmath": Work([lambda: neuron.gradient(X, y)]), AUTOGRAD: Work([by_torch])}
    point = np.array([W0, B0])
    if installed("jax"):
        jax = import_module("jax")
        slope = jax.grad(_cost_of_rows(jax.numpy, jax.numpy.asarray(X[:, 0]), jax.numpy.asarray(y)))
        jitted, start = jax.jit(slope), jax.numpy.asarray(point)
        works["jax.jit(jax.grad)"] = Work([lambda: jitted(start).block_until_ready()])
        works["jax.grad"] = Work([lambda: slope(start).block_until_ready()])
    if installed("autograd"):
        by_autograd = import_module("autograd").grad(_cost_of_rows(import_module("autograd.numpy"), X[:, 0], y))
        works["autograd"] = Work([lambda: by_autograd(point)])
    if installed("casadi"):
        works["casadi"] = _casadi_rows(X[:, 0], y, point)
    return works


def _cost_of_rows(np: Any, x: Any, y: Any) -> Callable[[Any], Any]:
    def cost(point: Any) -> Any:
        z = point[0] * x + point[1]
        return np.mean(np.logaddexp(0.0, z) - y * z)

    return cost


def _casadi_rows(x: Any, y: Any, point: Any) -> Work:
    casadi = import_module("casadi")
    letters = casadi.MX.sym("p", 2)
    z = letters[0] * x + letters[1]
    cost = casadi.sum1(numpy_like(casadi).softplus(z) - casadi.DM(y) * z) / len(y)
    function = casadi.Function("gradient", [letters], [casadi.gradient(cost, letters)])
    return Work([lambda: function(point)], numbers=lambda found: found[0].full().ravel())
