"""The repository itself: locks, licence, workflow, menu and ignores are what the documents say of them."""

import ast
import doctest
import importlib
import io
import json
import os
import re
import subprocess
import sys
import tokenize
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import gdmath

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SKIPPED = {".git", ".nox", ".venv", "__pycache__", "_build", "dist", "node_modules"}
MODULES = sorted((ROOT / "gdmath").rglob("*.py"))
# What a tokenizer reads that is no code.
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
TEXT = {".cff", ".css", ".csv", ".html", ".js", ".json", ".md", ".mjs", ".py", ".toml", ".txt", ".yaml", ".yml", ""}


def read(name: str) -> str:
    """Read a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def files(*suffixes: str) -> list[Path]:
    """List the repository's own files of these kinds, as git lists them or, in an sdist, as they lie there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not SKIPPED & {*path.relative_to(ROOT).parts}]
    return sorted(path for path in found if path.is_file() and path.suffix in suffixes)


def pins() -> dict[str, str]:
    """Read constraints.txt: the version of each package."""
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    found = [re.fullmatch(r"([a-z0-9-]+)==([^\s;]+)( ; .+)?", line) for line in lines]
    assert all(found), [line for line, pin in zip(lines, found, strict=True) if not pin]
    return {pin[1]: pin[2] for pin in found if pin}


def menu() -> dict[str, str]:
    """Read the sessions of the noxfile with their docstrings, as `nox -l` shows them."""
    functions = [node for node in ast.parse(read("noxfile.py")).body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.get_docstring(node) or "" for node in functions if node.decorator_list}


def contents(head: str) -> dict[str, str]:
    """Read a table of CONTRIBUTING."""
    table = read("CONTRIBUTING.md").partition(head)[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE))


def requirements() -> list[Requirement]:
    """List everything that pyproject.toml asks for, in the library, its extras and its dependency groups."""
    asked = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"]]
    groups = (*PYPROJECT["project"]["optional-dependencies"].values(), *PYPROJECT["dependency-groups"].values())
    lines = (*asked, *(line for group in groups for line in group))
    return [Requirement(line) for line in lines if isinstance(line, str)]


def test_constraints_pin_every_requirement() -> None:
    """Every package that pyproject.toml asks for has a pin, and the pin is a version that it allows."""
    wanted = {canonicalize_name(requirement.name): requirement.specifier for requirement in requirements()}
    pinned = pins()
    assert not wanted.keys() - pinned.keys()
    assert not [name for name, specifier in wanted.items() if not specifier.contains(pinned[name], prereleases=True)]


def test_constraints_are_portable() -> None:
    """constraints.txt names no host, no folder and no CUDA library, and one version of each package for all systems."""
    names = [line.partition("==")[0] for line in read("constraints.txt").splitlines()[1:]]
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith(("cuda", "nvidia", "triton"))]
    assert not re.search(r"://|@|\+|--|file:", read("constraints.txt"))


@pytest.mark.parametrize("lock", [path for path in files(".json") if path.name == "package-lock.json"], ids=str)
def test_npm_locks_name_no_registry(lock: Path) -> None:
    """An npm lock pins each package by its digest, and says nothing of where it was downloaded."""
    packages = {name: package for name, package in json.loads(lock.read_text("utf-8"))["packages"].items() if name}
    assert packages
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "omit-lockfile-registry-resolved=true" in (lock.parent / ".npmrc").read_text("utf-8").split()


@pytest.mark.parametrize("path", files(*TEXT), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_path_of_a_machine(path: Path) -> None:
    """No file names a home folder or a temporary folder of the machine on which it was written."""
    pattern = re.compile(r"(?<![\w.~:/-])/(?:home|root|Users|tmp|work|opt)/\w[\w./-]*")
    assert not pattern.findall(path.read_text("utf-8"))


def test_nothing_fetched_is_here() -> None:
    """No package and no archive of anyone is a file of the repository."""
    assert not files(".whl", ".gz", ".zip", ".tar", ".tgz", ".crate")


def test_menu_in_contributing() -> None:
    """CONTRIBUTING shows the menu that `nox -l` prints, word for word."""
    table = contents("| session | what it does |")
    assert table == menu()
    assert {"docs", "live", "tests", "lint", "linkcheck", "bench", "mutants", "build", "lock"} <= table.keys()


@pytest.mark.parametrize("session", ["bench", "mutants"])
def test_long_sessions_run_when_asked_for(session: str) -> None:
    """What takes a quarter of an hour and more is neither what a bare `nox` does, nor what every change has to pass."""
    assert f"@nox.session(default=False)\ndef {session}(" in read("noxfile.py")
    assert session not in read(".ci/run")


def test_commands_in_readme() -> None:
    """The README's commands run sessions that exist, and .ci/run runs the one for the tests as it is written there."""
    commands = re.findall(r"nox -s ([a-z]+)", read("README.md") + read("CONTRIBUTING.md") + read(".ci/run"))
    assert {"docs", "tests"} <= {*commands} <= menu().keys()
    line = 'python3 -m venv .venv && .venv/bin/pip install "nox[uv]" && .venv/bin/nox -s tests'
    assert line in read("README.md")
    assert line in read(".ci/run")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_readme_names_the_oldest_python() -> None:
    """The README asks for the Python that the package asks for, and the workflow tests every one that is named."""
    oldest = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    assert f"With Python {oldest} or newer and git" in read("README.md")
    named = re.findall(r":: Python :: (3\.\d+)", "\n".join(PYPROJECT["project"]["classifiers"]))
    tests = yaml.safe_load(read(".github/workflows/site.yml"))["jobs"]["tests"]
    assert tests["strategy"]["matrix"]["python"] == named
    assert named[0] == oldest


def test_examples_in_readme() -> None:
    """The README's examples give what they show."""
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert tried > failed == 0


def test_sessions_install_what_is_pinned() -> None:
    """Every session installs under constraints.txt."""
    source = read("noxfile.py")
    assert len(re.findall(r'session\.install\("-c", CONSTRAINTS', source)) == source.count("session.install(") > 0


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_pinned_and_modest(path: Path) -> None:
    """A workflow gives each job only the rights that it names, and pins every action to a commit and its release."""
    text = path.read_text("utf-8")
    workflow: dict[str, Any] = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    assert all(job["timeout-minutes"] for job in workflow["jobs"].values())
    writers = {name for name, job in workflow["jobs"].items() if "write" in job["permissions"].values()}
    assert writers <= {"publish"}
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    assert all(re.fullmatch(r"(?:actions|pypa)/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in uses)


def test_site_url_is_set_by_the_workflow() -> None:
    """The address of the site is what GitHub Pages says, and stands nowhere in the project."""
    assert "SITE_URL: ${{ steps.pages.outputs.base_url }}" in read(".github/workflows/site.yml")
    assert "urls" not in PYPROJECT["project"]


def test_licence() -> None:
    """Code and text are under BSD-3-Clause, the data under CC BY 4.0, and metadata, LICENSE and README agree."""
    assert PYPROJECT["project"]["license"] == "BSD-3-Clause AND CC-BY-4.0"
    assert read("LICENSE").startswith("BSD 3-Clause License")
    assert "gdmath contributors" in read("LICENSE")
    assert "[BSD 3-Clause licence](LICENSE)" in read("README.md")
    assert "[CC BY 4.0]" in read("README.md")


def test_changelog_knows_the_version() -> None:
    """The changelog has an entry for the version of the library, released or in preparation."""
    assert re.search(rf"(## \[|Version ){re.escape(gdmath.__version__)}\b", read("CHANGELOG.md"))


def code_lines(text: str) -> int:
    """Count the lines with code; docstrings, tables of data (named in capitals) and templates of exercises are free."""
    tree = ast.parse(text)
    tables = [node for node in tree.body if re.match(r"[A-Z_]+(: .+)? = |@template\(", ast.unparse(node))]
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    free = {line for node in (*tables, *texts) for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    code = {line for token in tokens if token.type not in LAYOUT for line in range(token.start[0], token.end[0] + 1)}
    return len(code - free)


def test_lines_of_code() -> None:
    """What is counted is code: no comment, blank line or docstring, no table of data, no template of an exercise."""
    text = '''"""Doc,
in two lines."""

# A comment.
TABLE: dict[str, int] = {
    "one": 1,
}
small = [
    1,
]


def f() -> str:
    """Doc."""
    return """no
    doc"""  # here


@template("the-rules", 1, "Name it")
def rule(draw: random.Random) -> Task:
    return Task()
'''
    assert code_lines(text) == 3 + 1 + 2 + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_short(path: Path) -> None:
    """No module of the library has over 250 lines of code."""
    assert code_lines(path.read_text("utf-8")) <= 250


def rooms() -> list[str]:
    """Read from CONTRIBUTING the rooms of the library: modules and packages right below `gdmath`, lowest first."""
    return [*contents("| room | what it holds |")]


def uphill(room: str, text: str) -> list[str]:
    """List what a module of a room imports from rooms that do not stand before it."""
    imported = re.findall(r"^ *(?:from|import) gdmath\b\.?(\w*)", text, re.MULTILINE)
    return [name for name in imported if name not in rooms()[: rooms().index(room) + 1]]


def test_map_in_contributing() -> None:
    """The table of rooms in CONTRIBUTING names every module and package right below `gdmath`."""
    there = {path.relative_to(ROOT / "gdmath").with_suffix("").parts[0] for path in MODULES} - {"__init__"}
    assert sorted(rooms()) == sorted(there)


@pytest.mark.parametrize("path", MODULES[1:], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_runs_back_up(path: Path) -> None:
    """A module imports from its own room and from those before it in the table, also inside a function."""
    assert not uphill(path.relative_to(ROOT / "gdmath").with_suffix("").parts[0], path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from gdmath.expression import D\nfrom gdmath.errors import require", []),
        ("def f():\n    from gdmath.printing import text", ["printing"]),
        ("import gdmath", [""]),
        ("from gdmath import latex", [""]),
        ("import gdmath.numeric.source", ["numeric"]),
    ],
)
def test_an_import_that_runs_back_up_is_found(text: str, found: list[str]) -> None:
    """An import of a higher room is found, also inside a function, and so is one of the whole library."""
    assert uphill("expression", text) == found


def test_imports_by_name() -> None:
    """What is imported by a name in a string, and so not seen above, stands in three tables, or may not be there."""
    by_name = {path.relative_to(ROOT).as_posix() for path in MODULES if "import_module" in path.read_text("utf-8")}
    assert by_name == {"gdmath/__init__.py", "gdmath/alone.py", "gdmath/expression.py", "gdmath/practice/catalogue.py"}


def not_public(text: str) -> list[str]:
    """List what a text imports or names from below a room of the library, or what its room does not offer."""
    below = [f"gdmath.{name}" for name in re.findall(r"\bgdmath\.(\w+\.\w+)", text) if is_module(name)]
    imported = re.findall(r"^ *from (gdmath(?:\.\w+)?) import ([\w, ]+)", text, re.MULTILINE)
    names = [(room, name.split()[0]) for room, listed in imported for name in listed.split(",")]
    return below + [f"{room}.{name}" for room, name in names if name not in offered(room)]


def is_module(name: str) -> bool:
    """Tell whether there is a module of that name below `gdmath`."""
    path = ROOT.joinpath("gdmath", *name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def offered(room: str) -> list[str]:
    """List the names that a room offers: those of its `__all__`, or those that do not begin with an underscore."""
    module = importlib.import_module(room)
    return getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])


@pytest.mark.parametrize("path", files(".md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_public_names_come_from_public_places(path: Path) -> None:
    """What a page, a guide or the README takes from the library, it takes from `gdmath` or a room right below it."""
    assert path.name == "CHANGELOG.md" or not not_public(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from gdmath import Neuron, symbols", []),
        ("from gdmath.rules import u as any_u, v as any_v", []),
        ("gdmath.datasets.cells_path()", []),
        (">>> from gdmath.plotting.drawing import axes", ["gdmath.plotting.drawing"]),
        ("from gdmath import postorder", ["gdmath.postorder"]),
        ("    from gdmath.plotting import axes, label_point", ["gdmath.plotting.label_point"]),
        ("from gdmath.cost import _numbers", ["gdmath.cost._numbers"]),
    ],
)
def test_a_name_from_below_is_found(text: str, found: list[str]) -> None:
    """A name from below a room, or one that its room does not offer, is found in a page."""
    assert not_public(text) == found


@pytest.mark.parametrize("path", files(".py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_ignores_carry_their_reason(path: Path) -> None:
    """Whoever silences a tool on a line says which complaint, and why."""
    marks = r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no\s*(?:cover|branch)).*"
    reasoned = r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[\w, -]+\]|pragma: no (?:cover|branch))(?:  | - |  # )\w.{7,}"
    assert not [mark for mark in re.findall(marks, path.read_text("utf-8")) if not re.fullmatch(reasoned, mark)]


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.name)
def test_tests_state_what_is_true(path: Path) -> None:
    """Every test has a docstring that is a sentence."""
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    tests = {node.name: ast.get_docstring(node) or "" for node in functions if node.name.startswith("test_")}
    assert tests
    assert not [name for name, doc in tests.items() if not re.match(r"\W*\w.*\.$", doc, re.DOTALL)]


def test_picture_of_readme_is_current() -> None:
    """The picture of the README is the one that docs/_tools/picture.py draws with the library as it is."""
    drawn = subprocess.run(
        [sys.executable, "-c", "import picture, sys; sys.stdout.buffer.write(picture.picture().encode())"],
        cwd=ROOT / "docs" / "_tools",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert drawn.stdout.decode("utf-8") == read("docs/_static/picture.svg")
    assert "](docs/_static/picture.svg)" in read("README.md")
