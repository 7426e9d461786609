"""The extension `fresh` in another project: the one of its guide, which is read from there and built step by step."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import ROOT

GUIDE = (ROOT / "docs" / "guide" / "fresh.md").read_text(encoding="utf-8")
# A block, and the name of the file that ends the sentence above it, if one does.
BLOCK = re.compile(
    r"(?:`(?P<file>[\w./]+)`:\n\n)?^(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
# What the page shows after each build of the guide that succeeds: the library as written, changed, and unchanged.
SHOWN = [("42", "14"), ("63", "21"), ("63", "21")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel of the extension is unpacked, as an installer does."""
    folder = tmp_path_factory.mktemp("installed")
    program = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    subprocess.run(
        [sys.executable, "-c", program], check=True, cwd=ROOT / "docs" / "_ext" / "fresh", capture_output=True
    )
    [wheel] = folder.glob("sphinx_fresh-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    wheel.unlink()
    return folder


def run(project: Path, installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a project, where the extension is installed and nothing of this repository is found."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = inherited | {"PYTHONPATH": str(installed), "NO_COLOR": "1"}
    command = (sys.executable, "-P", *command)
    return subprocess.run(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def test_the_wheel_holds_the_extension_alone(installed: Path) -> None:
    """The modules of the package, its mark of types and its licence, and no word of this project."""
    package = installed / "fresh"
    modules = {path.name for path in (ROOT / "docs" / "_ext" / "fresh").glob("*.py")}
    found = {path.name for path in package.iterdir() if path.name != "__pycache__"}  # which Python adds when it is used
    assert found == modules | {"py.typed", "LICENSE"}
    assert not [path.name for path in package.glob("*.py") if "gdmath" in path.read_text(encoding="utf-8")]


@pytest.mark.site
def test_the_guide_is_true(installed: Path, tmp_path: Path) -> None:
    """Each file of the guide is written, each of its commands is run, and says what the guide has it say."""
    where = run(tmp_path, installed, "-c", "import fresh; print(fresh.__file__)").stdout
    assert Path(where.strip()).parent == installed / "fresh"
    shown = iter(SHOWN)
    written = built = 0
    for block in BLOCK.finditer(GUIDE):
        if block["file"]:
            (tmp_path / block["file"]).parent.mkdir(exist_ok=True)
            (tmp_path / block["file"]).write_text(block["text"], encoding="utf-8")
            written += 1
        elif block["text"].startswith("$ sphinx-build"):
            command, *said = block["text"].splitlines()
            done = run(tmp_path, installed, "-m", "sphinx", *command.split()[2:])
            status = int(said[-1]) if "$ echo $?" in said else 0
            assert done.returncode == status, done.stdout
            assert not [line for line in said if line not in done.stdout and line not in {"$ echo $?", str(status)}]
            built += 1
            if status == 0:
                page = BeautifulSoup((tmp_path / "site" / "index.html").read_bytes(), "html5lib")
                cell, value = next(shown)
                assert [output.text.strip() for output in page.select(".cell_output")] == [cell]
                assert f"Twice seven is {value}." in page.text
    assert (written, built) == (5, 4)


def test_the_project_of_the_guide_is_small() -> None:
    """The library, the settings and the page are twenty lines, counted without the empty ones."""
    files = {block["file"]: block["text"] for block in reversed(list(BLOCK.finditer(GUIDE))) if block["file"]}
    assert sum(1 for text in files.values() for line in text.splitlines() if line) <= 20


@pytest.mark.site
def test_a_value_is_set_by_the_function_that_is_named(installed: Path, tmp_path: Path) -> None:
    """The setting `fresh_latex` names it; a data file that is named and missing is an error with its name."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "tiny.py").write_text("def tex(value):\n    return rf'\\text{{{value}}}'\n", encoding="utf-8")
    conf = "extensions = ['fresh']\nfresh_sources = ['../tiny.py']\nfresh_latex = 'tiny.tex'\n"
    (tmp_path / "docs" / "conf.py").write_text(conf, encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Set\n\nIt is {latex}`1 + 1`.\n", encoding="utf-8")
    done = run(tmp_path, installed, "-m", "sphinx", "docs", "site")
    assert done.returncode == 0, done.stdout
    assert r"It is \text{2}." in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    (tmp_path / "docs" / "conf.py").write_text(f"{conf}fresh_data = ['../tiny.csv']\n", encoding="utf-8")
    done = run(tmp_path, installed, "-m", "sphinx", "docs", "site")
    assert done.returncode == 2
    assert "there is nothing at tiny.csv, which conf.py names" in done.stdout


def test_the_guide_names_every_setting() -> None:
    """The table of the guide has each setting that the extension registers, and no other."""
    registered = set(
        re.findall(r'"(fresh_\w+)": \(', (ROOT / "docs/_ext/fresh/__init__.py").read_text(encoding="utf-8"))
    )
    assert set(re.findall(r"^\| `(fresh_\w+)` \|", GUIDE, re.MULTILINE)) == registered
