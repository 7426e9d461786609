#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = ["nox[uv]>=2025.2.9"]
# ///
"""What can be done with this repository: `nox -l` prints the menu, `nox -s docs` builds the site."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

PYPROJECT = nox.project.load_toml("pyproject.toml")
CONSTRAINTS = "constraints.txt"
# Three, as each waits now and then, a browser for its next frame; and a test that ended one would end the next as well.
ON_TWO_CORES = ("-n", "3", "--dist", "loadgroup", "--max-worker-restart", "0")

# What pip reads from the environment and uv does not, under uv's name for it, and what stands between several of them.
PIP_TO_UV = {
    "PIP_INDEX_URL": ("UV_DEFAULT_INDEX", " "),
    "PIP_EXTRA_INDEX_URL": ("UV_INDEX", " "),
    "PIP_FIND_LINKS": ("UV_FIND_LINKS", ","),
    "PIP_CERT": ("SSL_CERT_FILE", " "),
}


def uv_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Tell uv what is set for pip; what is set for uv itself stays, and where nothing is set, nothing is told."""
    told = {
        name: separator.join(environment[ours].split())
        for ours, (name, separator) in PIP_TO_UV.items()
        if environment.get(ours) and name not in environment
    }
    if "UV_INDEX" in told:
        # As pip does: of what several indexes have, the one that is pinned, wherever it is.
        told["UV_INDEX_STRATEGY"] = environment.get("UV_INDEX_STRATEGY", "unsafe-best-match")
    return told


def install(session: nox.Session, *requirements: str) -> None:
    """Install what constraints.txt pins; nothing, if the last run of the session installed the same."""
    pins = hashlib.sha256(b"".join(Path(name).read_bytes() for name in ("pyproject.toml", CONSTRAINTS))).hexdigest()
    wanted = "\n".join([pins, *requirements])
    installed = Path(session.virtualenv.location, "installed.txt")
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        session.env.update(uv_settings(os.environ) if session.venv_backend == "uv" else {})
        session.install("-c", CONSTRAINTS, *requirements)
        installed.write_text(wanted, encoding="utf-8")


def group(name: str) -> list[str]:
    """List the requirements of a dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


@nox.session(default=False)
def environment(session: nox.Session) -> None:
    """Install what tests, docs and lint need, once for all of them; they do so by themselves."""
    install(session, "-e", ".[docs]", *group("dev"))


def run(session: nox.Session, program: str, *arguments: str) -> None:
    """Run a program of the one environment."""
    place = Path(session.cache_dir).parent.resolve() / "environment" / ("Scripts" if os.name == "nt" else "bin")
    session.env.update(PATH=f"{place}{os.pathsep}{os.environ['PATH']}", VIRTUAL_ENV=str(place.parent))
    # Where this is set, as in many containers, each of a hundred processes would compile torch anew, for ten seconds.
    session.env["PYTHONDONTWRITEBYTECODE"] = ""
    session.run(str(place / program), *arguments)


@nox.session(python=False, requires=["environment"])
def docs(session: nox.Session) -> None:
    """Build the site, and print where it is."""
    run(session, "python", "docs/_tools/publish.py", *session.posargs)


@nox.session(python=False, requires=["environment"], default=False)
def live(session: nox.Session) -> None:
    """Rebuild the site on every save, and serve it to a browser on this machine, with what is wrong."""
    run(session, "python", "docs/_tools/live.py", *session.posargs)


@nox.session(python=False, requires=["environment"])
def tests(session: nox.Session) -> None:
    """Run the tests; `nox -s tests -- -m "not site and not browser"` runs the library's alone."""
    # Part of the tests covers part of the library, so that only a whole run is held to 100 %.
    run(session, "pytest", *(session.posargs or [*ON_TWO_CORES, "--no-loadscope-reorder", "--cov"]))


@nox.session(python=False, requires=["environment"], default=False)
def audit(session: nox.Session) -> None:
    """Build the site, and hold every page to WCAG, its budget and more: `-- -k axe`; `-- --renew` counts anew."""
    # A page that knows its address is longer, and the budget was recorded of such pages.
    session.env["SITE_URL"] = os.environ.get("SITE_URL") or "https://example.org"
    audited = ("pytest", "--override-ini=python_files=audit_*.py", "tests/audit")
    match session.posargs:
        case ["--built"]:  # by the tests just now, with this address
            run(session, *audited, *ON_TWO_CORES)
        case ["--renew", *patterns]:
            run(session, "python", "docs/_tools/publish.py")
            run(session, "python", "-m", "tests.audit.renew", *patterns)
        case options:
            run(session, "python", "docs/_tools/publish.py")
            run(session, *audited, *(options or ON_TWO_CORES))


@nox.session(python=False, requires=["environment"], default=False)
def scores(session: nox.Session) -> None:
    """Build the site, and print how long live cells take and Lighthouse's scores of every page: never a gate."""
    run(session, "python", "docs/_tools/publish.py")
    run(session, "python", "-m", "tests.audit.waiting")
    run(session, "python", "-m", "tests.audit.scores", *session.posargs)


@nox.session(python=False, requires=["environment"])
def lint(session: nox.Session) -> None:
    """Check style (ruff), types (mypy), spelling, workflows, and the prose: reading ease, notation, typed numbers."""
    run(session, "ruff", "check")
    run(session, "ruff", "format", "--check")
    run(session, "mypy")
    run(session, "codespell")
    run(session, "validate-pyproject", "pyproject.toml")
    run(session, "zizmor", "--offline", ".github")
    prose = ("docs/index.md", "docs/lessons", "docs/practice", "docs/guide", "docs/reference", "docs/about/checked.md")
    run(session, "python", "docs/_tools/lint", *prose)


@nox.session(python=False, requires=["environment"], default=False)
def linkcheck(session: nox.Session) -> None:
    """Follow every link of the site (needs the network)."""
    run(session, "sphinx-build", "-b", "linkcheck", "-W", "--keep-going", "docs", "docs/_build/linkcheck")


@nox.session(python=False, requires=["environment"], default=False)
def verify(session: nox.Session) -> None:
    """Build the site anew, and name whatever a published copy has otherwise: `-- FOLDER`, a zip or an address."""
    run(session, "python", "docs/_tools/verify", *session.posargs)


@nox.session(python=False, requires=["environment"], default=False)
def sheet(session: nox.Session) -> None:
    """Write a sheet of exercises and its key, to print: `-- --seed 7 --lessons 3-5`."""
    run(session, "python", "docs/_tools/sheet.py", *session.posargs)


@nox.session(python=False, requires=["environment"], default=False)
def screenshots(session: nox.Session) -> None:
    """Take a picture of every page, at two widths and in both themes, and lay all of them on one sheet."""
    run(session, "python", "docs/_tools/screenshots.py", *session.posargs)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure the library against its rivals, in a quarter of an hour; `-- --quick` in a minute; `-- --against REV`."""
    install(session, "-e", ".", *group("test"), *group("bench"))
    # By itself the cache of sympy holds 1,000 entries, and what was meant to be warm is cold again.
    session.run("python", "-m", "tests.bench", *session.posargs, env={"SYMPY_CACHE_SIZE": "None"})


@nox.session(python=False, requires=["environment"], default=False)
def fuzz(session: nox.Session) -> None:
    """Try 20,000 formulas at the ends of the floats: `-- --seed 7 --count 1000`; or `-- --pages 500`, drawn."""
    run(session, "python", "-m", "tests.fuzz", *session.posargs)


@nox.session(python=False, requires=["environment"], default=False)
def findings(session: nox.Session) -> None:
    """Run every script of findings/, each with packages of its own, and print its line; `-- NAME` runs one."""
    found = {path.stem: path for path in sorted(Path("findings").glob("*.sh"))}
    if unknown := sorted(set(session.posargs) - set(found)):
        session.error(f"There is no finding {unknown[0]!r}; name one as its file, without .sh.")
    for name in session.posargs or found:
        session.run("bash", str(found[name]), external=True)


@nox.session(default=False, requires=["environment"])
def versions(session: nox.Session) -> None:
    """Run the library's tests and the site's scripts with the lowest versions permitted, then with the newest."""
    run(session, "python", "docs/_tools/publish.py")
    install(session, *group("lock"))  # uv
    session.env.update(uv_settings(os.environ))
    for resolution in ("lowest-direct", "highest"):
        pins = str(Path(session.create_tmp(), f"{resolution}.txt").resolve())
        held = ["--override", session.posargs[0]] if session.posargs else []  # a file that holds some of them
        compiled = ("uv", "pip", "compile", "--quiet", "pyproject.toml", f"--resolution={resolution}", *held)
        session.run(*compiled, f"--output-file={pins}")
        # Not what is pinned: that is what the other sessions run on.
        session.run("uv", "pip", "install", "--quiet", "-r", pins, "-c", pins, "-e", ".", *group("test"))
        # The lowest of what we ask for meets the newest of what that asks for, which warns it of names it has dropped.
        lenient = ["-W", "default::DeprecationWarning"] if resolution == "lowest-direct" else []
        session.run("pytest", "-q", *lenient, "-m", "not site and not browser", "tests/library", "gdmath")
        session.run("python", "-m", "tests.versions")


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change each module in about 20 small ways, in 40 minutes, and see that its tests notice; `-- --sample 1`."""
    install(session, "-e", ".[docs]", *group("test"), *group("mutants"))
    session.run("pytest", "-q", "tests/library/test_mutants.py")
    session.run("python", "-m", "tests.mutants", *session.posargs)


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """Build the sdist, the wheel and that of fresh in dist/, check all, and import both away from the repository."""
    install(session, *group("build"))
    shutil.rmtree("dist", ignore_errors=True)
    session.run("python", "-m", "build")
    session.run("python", "-m", "build", "--wheel", "--outdir", "dist", "docs/_ext/fresh")
    wheels = [str(path.resolve()) for path in sorted(Path("dist").glob("*.whl"))]
    sdist = str(next(Path("dist").glob("*.tar.gz")).resolve())
    session.run("twine", "check", "--strict", *wheels, sdist)
    session.run("check-wheel-contents", *wheels)
    session.install("-c", CONSTRAINTS, "--force-reinstall", "--no-deps", *wheels)
    session.install("-c", CONSTRAINTS, *wheels)
    session.chdir(session.create_tmp())
    session.run("python", "-I", "-c", "import fresh, gdmath; print(gdmath.load_cells().describe())")


def pin_hooks(hooks: str, pins: Iterable[str]) -> str:
    """Give each hook before a commit the version that the lint session runs."""
    for name, _, version in (pin.partition(" ")[0].partition("==") for pin in pins):
        hooks = re.sub(rf"(/{name}(?:-pre-commit)?\n    rev: v).+", rf"\g<1>{version}", hooks)
    return hooks


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Renew constraints.txt, which pins every session's environment on every system and Python, and the hooks."""
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
    hooks = Path(".pre-commit-config.yaml")
    hooks.write_text(pin_hooks(hooks.read_text(encoding="utf-8"), kept), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    nox.main()
