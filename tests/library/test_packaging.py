"""The wheel, the sdist and the editable install: what is in them, and that they work away from the repository."""

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

import gdmath
from gdmath.datasets import cells_path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PARTS = ("data", "docs", "gdmath", "tests", "*.md", "*.py", "*.toml", "*.txt", "LICENSE", ".gitignore")
# What building and testing leave behind.
LEFTOVERS = shutil.ignore_patterns("_build", "node_modules", "__pycache__", ".*_cache")


def build(folder: Path, kind: str, built: Path) -> Path:
    """Build a wheel, an editable or an sdist of a copy of the project as pip does, through the hooks of PEP 517."""
    built.mkdir(exist_ok=True)
    program = f"from hatchling.build import build_{kind}; build_{kind}({str(built)!r})"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=folder, capture_output=True)
    (made,) = built.iterdir()
    return made


def run(program: str, *path: Path, cwd: Path) -> str:
    """Run a program in a Python that finds modules in the given folders first, and not in the repository."""
    program = f"import sys; sys.path[:0] = {[str(folder) for folder in path]}; {program}"
    command = [sys.executable, "-I", "-c", program]
    return subprocess.run(command, check=True, cwd=cwd, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project as a clone would have it, so that building leaves nothing in the repository."""
    folder = tmp_path_factory.mktemp("copy")
    for part in (found for pattern in PARTS for found in ROOT.glob(pattern)):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, ignore=LEFTOVERS)
        else:
            shutil.copy2(part, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    return build(copy, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist."""
    return build(copy, "sdist", tmp_path_factory.mktemp("sdist"))


def test_wheel_holds_package_and_data(wheel: Path) -> None:
    """The wheel holds the modules, the mark that they are typed, the data, and nothing else."""
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "gdmath").rglob("*.py")}
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == modules | {"gdmath/py.typed", "gdmath/data/cell_data.csv"}


def test_wheel_metadata(wheel: Path) -> None:
    """The wheel says version, licences, Python and requirements, and names no address that would be a guess."""
    files = zipfile.ZipFile(wheel)
    folder = f"gdmath-{gdmath.__version__}.dist-info"
    metadata = message_from_string(files.read(f"{folder}/METADATA").decode())
    assert metadata["Version"] == gdmath.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "BSD-3-Clause AND CC-BY-4.0"
    assert metadata["Project-URL"] is metadata["Home-page"] is None
    required = {line.partition(">=")[0] for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line}
    assert required == {"matplotlib", "numpy", "pandas", "scikit-learn", "torch", "tqdm"}
    assert metadata.get_all("Provides-Extra") == ["docs"]
    assert {f"{folder}/licenses/LICENSE", f"{folder}/licenses/data/README.md"} <= {*files.namelist()}


def test_wheel_works_elsewhere(wheel: Path, tmp_path: Path) -> None:
    """Unpacked from its wheel, as an installer does it, and run in another folder, gdmath finds the data beside it."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    program = "import gdmath; print(gdmath.datasets.cells_path(), gdmath.load_cells().shape)"
    assert run(program, site, cwd=tmp_path) == f"{(site / 'gdmath/data/cell_data.csv').resolve()} (569, 11)"
    assert (site / "gdmath/data/cell_data.csv").read_bytes() == cells_path().read_bytes()


def test_sdist_is_the_whole_project(sdist: Path, copy: Path, tmp_path: Path) -> None:
    """The sdist holds tests, pages, data, its script and the noxfile, and builds the same wheel to the last byte."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    for folder in ("data", "docs", "gdmath", "tests"):
        missing = {path.relative_to(copy) for path in (copy / folder).rglob("*") if path.is_file()}
        missing -= {path.relative_to(unpacked) for path in unpacked.rglob("*")}
        assert not missing
    assert all((unpacked / name).exists() for name in ("noxfile.py", "constraints.txt", "CHANGELOG.md", "LICENSE"))
    again = build(unpacked, "wheel", tmp_path / "again")
    assert again.read_bytes() == build(copy, "wheel", tmp_path / "first").read_bytes()


def test_editable_reads_the_one_copy(copy: Path, tmp_path: Path) -> None:
    """An editable install has no copy of the data: it reads the repository's, and an edit of that file is seen."""
    files = zipfile.ZipFile(build(copy, "editable", tmp_path / "built"))
    assert not [name for name in files.namelist() if name.endswith("cell_data.csv")]
    (link,) = [name for name in files.namelist() if name.endswith(".pth")]
    assert files.read(link).decode().split() == [str(copy)]
    program = "import gdmath; print(gdmath.load_cells()['mean_area'][0])"
    assert run(program, copy, cwd=tmp_path) == "1.001"
    data = copy / "data" / "cell_data.csv"
    before = data.read_text(encoding="utf-8")
    data.write_text(before.replace("\n0,1.001,", "\n0,1.5,"), encoding="utf-8")
    assert run(program, copy, cwd=tmp_path) == "1.5"
    data.write_text(before, encoding="utf-8")


def test_broken_data_is_named_in_place(copy: Path, tmp_path: Path) -> None:
    """Without its data file the library still imports, and load_cells names the file that it misses."""
    data = copy / "data" / "cell_data.csv"
    aside = data.rename(tmp_path / "aside.csv")
    program = """
import gdmath
try:
    gdmath.load_cells()
except gdmath.DataError as error:
    print(error)
"""
    assert f"Cannot load the cells of {str(data)!r}, because there is no such file" in run(program, copy, cwd=tmp_path)
    aside.rename(data)


def test_one_copy() -> None:
    """There is one cell_data.csv in the repository."""
    folders = [ROOT / name for name in ("data", "gdmath", "tests")]
    assert [path for folder in folders for path in folder.rglob("cell_data.csv")] == [ROOT / "data" / "cell_data.csv"]


def test_requirements() -> None:
    """The library asks for five packages, each with a lower bound and none with a pin."""
    assert all(">=" in requirement for requirement in PROJECT["dependencies"])
    assert not any("==" in requirement or "<" in requirement for requirement in PROJECT["dependencies"])
