"""What `import gdmath` gives, and what it leaves alone until it is needed."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gdmath

HEAVY = ("matplotlib", "numpy", "pandas", "sympy", "torch")
SOURCE = Path(gdmath.__file__).read_text(encoding="utf-8")


def run(program: str) -> str:
    """Run a program in a Python of its own."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(
    "program",
    [
        "import gdmath",
        "from gdmath import InputError, RULES, latex",
        "from gdmath import symbols, differentiate; w = symbols('w'); str(differentiate(w**2, w).result)",
        "from gdmath import symbols, sigmoid, lambdify; w = symbols('w'); lambdify([w], sigmoid(w))(1.0)",
    ],
)
def test_light(program: str) -> None:
    """Importing gdmath and working with expressions load none of the large libraries."""
    assert run(f"import sys; {program}; print([name for name in {HEAVY} if name in sys.modules])") == "[]"


def test_every_name_is_there() -> None:
    """Each public name is what the module that defines it holds, whichever modules were imported before."""
    for module in pkgutil.iter_modules(gdmath.__path__):
        importlib.import_module(f"gdmath.{module.name}")
    for name, home in gdmath._HOME.items():
        assert getattr(gdmath, name) is getattr(importlib.import_module(f"gdmath.{home}"), name)


def test_no_name_is_also_a_module() -> None:
    """No public name is that of a module: importing the module would put it in the name's place."""
    assert not set(gdmath.__all__) & {module.name for module in pkgutil.iter_modules(gdmath.__path__)}


def test_type_checkers_see_the_same_names() -> None:
    """The imports that type checkers read name the same things, from the same modules, as the lazy ones."""
    seen = {
        alias.asname: node.module
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }
    assert seen == {name: f"gdmath.{module}" for name, module in gdmath._HOME.items()}


def test_star() -> None:
    """`from gdmath import *` gives the public names and no others."""
    program = "from gdmath import *; import gdmath; print(sorted(set(gdmath.__all__) ^ {*dir()} - {'gdmath'}))"
    extra = ast.literal_eval(run(program))
    assert all(name.startswith("__") for name in extra)


def test_module_without_import() -> None:
    """`gdmath.datasets` works after `import gdmath` alone."""
    assert run("import gdmath; print(gdmath.datasets.cells_path().name)") == "cell_data.csv"
    assert gdmath.__getattr__("datasets") is gdmath.datasets


def test_unknown_name() -> None:
    """A name that gdmath does not have is an AttributeError that says so, as of any module."""
    with pytest.raises(AttributeError, match=r"^module 'gdmath' has no attribute 'nabla'$"):
        gdmath.nabla  # noqa: B018  reading the attribute is what is tested


def test_completion() -> None:
    """`dir(gdmath)` lists the public names and modules, loaded or not, so that completion finds them."""
    listed = ast.literal_eval(run("import gdmath; print(dir(gdmath))"))
    assert {*gdmath.__all__, "datasets", "__version__"} <= {*listed}
    assert {*listed} <= {*dir(gdmath)}


def test_docstring_opens_with_the_equation() -> None:
    """The first words of the library are the one equation that it is about."""
    assert (gdmath.__doc__ or "").startswith("next_w = w - learning_rate * dJ/dw")


def test_version() -> None:
    """The version is written as PEP 440 has it."""
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+|rc\d+)?", gdmath.__version__)


def test_public_names_are_documented() -> None:
    """Every public function and class has a docstring."""
    named = {name: getattr(gdmath, name) for name in gdmath.__all__}
    bare = [name for name, value in named.items() if callable(value) and not inspect.getdoc(value)]
    assert not bare
