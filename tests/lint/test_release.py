"""What strangers run before they have read anything, and what a release needs: their versions agree."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import gdmath

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name: str) -> str:
    """Read a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def pinned(name: str) -> str:
    """Find the version of a package in constraints.txt."""
    (version,) = re.findall(rf"^{re.escape(name)}==(\S+)", read("constraints.txt"), re.MULTILINE)
    return str(version)


HOOKS: dict[str, dict[str, Any]] = {
    repository["repo"].rpartition("/")[2].removesuffix("-pre-commit"): repository
    for repository in yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
}


@pytest.mark.parametrize("tool", sorted(HOOKS.keys() - {"pre-commit-hooks"}))
def test_hooks_are_the_tools_of_lint(tool: str) -> None:
    """A hook before a commit is a tool that the lint session runs, in the same version."""
    assert HOOKS[tool]["rev"] == f"v{pinned(tool)}"
    assert f'run(session, "{tool}"' in read("noxfile.py")


def test_hooks_are_pinned() -> None:
    """Every hook has a release, and all but those for files of any kind are held to constraints.txt above."""
    assert {"pre-commit-hooks", "ruff", "zizmor"} <= HOOKS.keys()
    assert all(re.fullmatch(r"v\d+(\.\d+)+", repository["rev"]) for repository in HOOKS.values())


def test_lock_moves_the_hooks() -> None:
    """The pattern by which `nox -s lock` gives the hooks their versions finds each of them."""
    (pattern,) = re.findall(r're\.sub\(rf"(.+?)", rf', read("noxfile.py"))
    hooks = read(".pre-commit-config.yaml")
    found = [tool for tool in HOOKS if len(re.findall(pattern.replace("{name}", tool), hooks)) == 1]
    assert found == [*HOOKS]


def test_noxfile_runs_by_itself() -> None:
    """What `uv run noxfile.py` and `./noxfile.py` find in it is the nox and the Python that the project names."""
    lines = read("noxfile.py").splitlines()
    assert lines[0] == "#!/usr/bin/env -S uv run --script"
    block = lines[lines.index("# /// script") + 1 : lines.index("# ///")]
    script = tomllib.loads("\n".join(line.removeprefix("# ") for line in block))
    (nox,) = script["dependencies"]
    assert nox in PROJECT["dependency-groups"]["test"]
    assert f'nox.needs_version = "{nox.removeprefix("nox[uv]")}"' in lines
    assert script["requires-python"] == PROJECT["project"]["requires-python"]
    assert lines[-2:] == ['if __name__ == "__main__":', "    nox.main()"]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
def test_noxfile_is_executable() -> None:
    """The noxfile is a program, as its first line says."""
    assert (ROOT / "noxfile.py").stat().st_mode & 0o111


def test_citation_agrees_with_the_package() -> None:
    """CITATION.cff says of title, words, licences and version what the package says."""
    citation = yaml.safe_load(read("CITATION.cff"))
    project = PROJECT["project"]
    assert citation["cff-version"] == "1.2.0"
    assert citation["message"]
    assert citation["title"] == project["name"]
    assert citation["abstract"] == project["description"]
    assert citation["keywords"] == project["keywords"]
    assert citation["license"] == project["license"].split(" AND ")
    assert citation["authors"] == project["authors"]
    assert str(citation["version"]) == gdmath.__version__


def test_citation_names_the_data() -> None:
    """Who cites the course finds the authors and the address of the cell data, as its card has them."""
    (data,) = yaml.safe_load(read("CITATION.cff"))["references"]
    card = read("data/README.md")
    assert f"[{data['doi']}](https://doi.org/{data['doi']})" in card
    assert data["title"] in card
    names = [f"{author['given-names']} {author['family-names']}" for author in data["authors"]]
    assert f"{', '.join(names[:-1])} and {names[-1]} ({data['year']})" in card


def test_a_release_has_one_date() -> None:
    """The newest entry of the changelog is this version, with the date of the citation, or it is in preparation."""
    citation = yaml.safe_load(read("CITATION.cff"))
    newest = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", read("CHANGELOG.md"), re.MULTILINE)[0]
    version = re.escape(gdmath.__version__)
    if newest == ("Unreleased", ""):
        assert re.search(rf"^Version {version}\b.* is being prepared\.$", read("CHANGELOG.md"), re.MULTILINE)
        assert "date-released" not in citation
    else:
        assert newest == (gdmath.__version__, str(citation["date-released"]))


def test_read_the_docs_builds_as_everyone_does() -> None:
    """The configuration for Read the Docs runs `nox -s docs` with the address there, and hands over what it built."""
    build = yaml.safe_load(read(".readthedocs.yaml"))["build"]
    assert f"Programming Language :: Python :: {build['tools']['python']}" in PROJECT["project"]["classifiers"]
    assert build["jobs"]["install"] == ['python -m pip install "nox[uv]"']
    built, made, copied = build["jobs"]["build"]["html"]
    assert built.endswith(' SITE_URL="$READTHEDOCS_CANONICAL_URL" python -m nox -s docs')
    assert (made, copied) == ('mkdir -p "$READTHEDOCS_OUTPUT"', 'cp -R docs/_build/html "$READTHEDOCS_OUTPUT/html"')
    assert 'SITE = DOCS / "_build" / "html"' in read("docs/_tools/publish.py")


def test_a_release_is_published_without_a_password() -> None:
    """The workflow publishes what it has built, checked and signed, without a secret; it signs where no code is run."""
    jobs = yaml.safe_load(read(".github/workflows/release.yml"))["jobs"]
    assert [step.get("run") for step in jobs["build"]["steps"]][2:4] == [
        'python -m pip install "nox[uv]"',
        "nox -s build",
    ]
    publish = jobs["publish"]
    assert publish["needs"] == "build"
    assert publish["if"] == "github.event_name == 'release'"
    assert publish["permissions"] == {"attestations": "write", "id-token": "write"}
    used = [step["uses"].partition("@")[0] for step in publish["steps"]]
    assert used == ["actions/download-artifact", "actions/attest", "pypa/gh-action-pypi-publish"]
    assert "secrets" not in read(".github/workflows/release.yml")


def test_the_library_is_tried_on_every_system() -> None:
    """The workflow runs the library's tests on macOS and Windows with the oldest and the newest Python, as on Linux."""
    jobs = yaml.safe_load(read(".github/workflows/site.yml"))["jobs"]
    pythons = jobs["tests"]["strategy"]["matrix"]["python"]
    matrix = jobs["library"]["strategy"]["matrix"]
    assert matrix == {"system": ["macos-latest", "windows-latest"], "python": [pythons[0], pythons[-1]]}
    assert jobs["library"]["steps"][-1]["run"] == 'nox -s tests -- -m "not site and not browser"'
    assert jobs["publish"]["needs"] == [name for name in jobs if name != "publish"]


def test_lines_end_alike_on_every_system() -> None:
    """Git gives Windows the same bytes as all others: the data, the picture and the wheel are compared by bytes."""
    assert "* text=auto eol=lf" in read(".gitattributes").splitlines()
