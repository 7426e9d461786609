"""What can be done with this repository: `nox -l` prints the menu, `nox -s docs` builds the site."""

import hashlib
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_venv = "yes"

PYPROJECT = nox.project.load_toml("pyproject.toml")
CONSTRAINTS = "constraints.txt"


def install(session: nox.Session, *requirements: str) -> None:
    """Install what constraints.txt pins; nothing, if the last run of the session installed the same."""
    pins = hashlib.sha256(b"".join(Path(name).read_bytes() for name in ("pyproject.toml", CONSTRAINTS))).hexdigest()
    wanted = "\n".join([pins, *requirements])
    installed = Path(session.virtualenv.location, "installed.txt")
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        session.install("-c", CONSTRAINTS, *requirements)
        installed.write_text(wanted, encoding="utf-8")


def group(name: str) -> list[str]:
    """List the requirements of a dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site, and print where it is."""
    install(session, "-e", ".[docs]")
    match session.posargs:
        case ["live"]:
            watched = ("--watch=gdmath", "--watch=data", "--re-ignore=_build|node_modules|__pycache__")
            session.run("sphinx-autobuild", "-j", "auto", "--open-browser", *watched, "docs", "docs/_build/live")
        case ["linkcheck"]:
            session.run("sphinx-build", "-b", "linkcheck", "-W", "--keep-going", "docs", "docs/_build/linkcheck")
        case arguments:
            session.run("python", "docs/publish.py", *arguments)


@nox.session(python=False, default=False)
def live(session: nox.Session) -> None:
    """Rebuild the site on every save, and serve it to a browser on this machine."""
    session.notify("docs", ["live"])


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; `nox -s tests -- -m "not site and not browser"` runs the library's alone."""
    install(session, "-e", ".[docs]", *group("test"))
    match session.posargs:
        case ["audit", *arguments]:
            session.run("python", "docs/publish.py")
            match arguments:
                case ["--renew", *patterns]:
                    session.run("python", "-m", "tests.audit.renew", *patterns)
                case ["--scores", *paths]:
                    session.run("python", "-m", "tests.audit.scores", *paths)
                case options:
                    audited = ("pytest", "--override-ini=python_files=audit_*.py", "tests/audit")
                    session.run(*audited, *(options or ["-n", "2", "--dist", "loadgroup"]))
        case arguments:
            # Part of the tests covers part of the library, so that only a whole run is held to 100 %.
            session.run("pytest", *(arguments or ["-n", "2", "--dist", "loadgroup", "--cov"]))


@nox.session(python=False, default=False)
def audit(session: nox.Session) -> None:
    """Build the site, and hold every page to WCAG, its budget and more: `-- -k axe`; `-- --renew` counts anew."""
    session.notify("tests", ["audit", *session.posargs])


@nox.session(python=False, default=False)
def scores(session: nox.Session) -> None:
    """Build the site, and print Lighthouse's scores of every page, its speed too; they are no gate."""
    session.notify("tests", ["audit", "--scores", *session.posargs])


@nox.session
def lint(session: nox.Session) -> None:
    """Check style (ruff), types (mypy --strict), spelling, and the prose: reading ease, notation, no typed numbers."""
    install(session, "-e", ".[docs]", *group("test"), *group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("codespell")
    session.run("validate-pyproject", "pyproject.toml")
    prose = ("docs/index.md", "docs/lessons", "docs/practice", "docs/guide", "docs/reference", "docs/about/checked.md")
    for check in ("typed_numbers", "notation", "reading_ease"):
        session.run("python", f"docs/_ext/{check}.py", *prose)


@nox.session(python=False, default=False)
def linkcheck(session: nox.Session) -> None:
    """Follow every link of the site (needs the network)."""
    session.notify("docs", ["linkcheck"])


@nox.session(default=False)
def verify(session: nox.Session) -> None:
    """Execute every page anew, and name what a published copy says otherwise: `-- FOLDER`, a zip or an address."""
    install(session, "-e", ".[docs]", *group("verify"))
    session.run("python", "docs/verify.py", *session.posargs)


@nox.session(default=False)
def sheet(session: nox.Session) -> None:
    """Write a sheet of exercises and its key, to print: `-- --seed 7 --lessons 3-5`."""
    install(session, "-e", ".[docs]")
    session.run("python", "docs/sheet.py", *session.posargs)


@nox.session(default=False)
def screenshots(session: nox.Session) -> None:
    """Take a picture of every page, at two widths and in both themes, and lay all of them on one sheet."""
    install(session, "-e", ".[docs]", *group("screenshots"))
    session.run("python", "docs/screenshots.py", *session.posargs)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure the library against its rivals, in a quarter of an hour; `nox -s bench -- --quick` in a minute."""
    install(session, "-e", ".", *group("test"), *group("bench"))
    # By itself the cache of sympy holds 1,000 entries, and what was meant to be warm is cold again.
    session.run("python", "-m", "tests.benchmarks", *session.posargs, env={"SYMPY_CACHE_SIZE": "None"})


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change the library in small ways, in 40 minutes at most, and see that its tests notice; `-- --sample 0.1`."""
    install(session, "-e", ".[docs]", *group("test"), *group("mutants"))
    session.run("pytest", "-q", "tests/test_mutants.py")
    session.run("python", "-m", "tests.mutants", *session.posargs)


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """Build the sdist and the wheel in dist/, check both, and import the wheel away from the repository."""
    install(session, *group("build"))
    shutil.rmtree("dist", ignore_errors=True)
    session.run("python", "-m", "build")
    wheel, sdist = (str(next(Path("dist").glob(pattern)).resolve()) for pattern in ("*.whl", "*.tar.gz"))
    session.run("twine", "check", "--strict", wheel, sdist)
    session.run("check-wheel-contents", wheel)
    session.install("-c", CONSTRAINTS, "--force-reinstall", "--no-deps", wheel)
    session.install("-c", CONSTRAINTS, wheel)
    session.chdir(session.create_tmp())
    session.run("python", "-I", "-c", "import gdmath; print(gdmath.load_cells().describe())")


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Renew constraints.txt, which pins every session's environment on every system and Python."""
    install(session, *group("lock"))
    groups = [f"--group={name}" for name in PYPROJECT["dependency-groups"]]
    session.run(
        *("uv", "pip", "compile", "pyproject.toml", "--all-extras", *groups),
        *("--universal", "--python-version=3.11", "--fork-strategy=fewest", "--upgrade"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet", f"--output-file={CONSTRAINTS}"),
    )
    # The CUDA libraries are left to torch, which names the exact version of each: not everyone has its CUDA build.
    pins = Path(CONSTRAINTS).read_text(encoding="utf-8").splitlines()
    kept = [pin for pin in pins if not pin.startswith(("cuda-", "nvidia-", "triton"))]
    Path(CONSTRAINTS).write_text("\n".join(["# Renewed by: nox -s lock", *kept, ""]), encoding="utf-8", newline="\n")
