"""What the sessions install is what was asked for, whether pip installs it or uv."""

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def noxfile() -> ModuleType:
    """The noxfile, as nox loads it."""
    spec = importlib.util.spec_from_file_location("noxfile", ROOT / "noxfile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def index(folder: Path, **versions: str) -> str:
    """An index of packages that hold nothing, each at one version; its address."""
    for name, version in versions.items():
        place = folder / name
        place.mkdir(parents=True)
        wheel, about = f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
        (place / "index.html").write_text(f'<a href="{wheel}">{wheel}</a>', encoding="utf-8")
        with ZipFile(place / wheel, "w") as archive:
            archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{about}/RECORD", "")
    return folder.as_uri()


def chosen(folder: Path, settings: dict[str, str]) -> list[str]:
    """What uv would install for two pins."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_"))}
    environment = own | {"UV_NO_CONFIG": "1", "UV_CACHE_DIR": str(folder / "cache")} | settings
    command = [find_uv_bin(), "pip", "install", "--dry-run", "--target", str(folder), "torch==2.13.0", "numpy==2.4.6"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return sorted(line.removeprefix(" + ") for line in done.stderr.splitlines() if line.startswith(" + "))


def test_the_small_torch_of_another_index_is_taken_and_every_pin_resolves(noxfile: ModuleType, tmp_path: Path) -> None:
    """PIP_EXTRA_INDEX_URL works with uv as with pip: an old numpy there does not hide the pinned one of the first."""
    first = index(tmp_path / "first", torch="2.13.0", numpy="2.4.6")
    extra = index(tmp_path / "extra", torch="2.13.0+cpu", numpy="1.0")
    settings = noxfile.uv_settings({"PIP_INDEX_URL": first, "PIP_EXTRA_INDEX_URL": extra})
    assert chosen(tmp_path, settings) == ["numpy==2.4.6", "torch==2.13.0+cpu"]
    assert chosen(tmp_path, noxfile.uv_settings({"PIP_INDEX_URL": first})) == ["numpy==2.4.6", "torch==2.13.0"]


def test_a_folder_of_wheels_is_looked_into(noxfile: ModuleType, tmp_path: Path) -> None:
    """PIP_FIND_LINKS may name several folders, with spaces between them, where uv has commas."""
    first = index(tmp_path / "first", torch="2.13.0", numpy="2.4.6")
    index(tmp_path / "links", torch="2.13.0+cpu")
    folders = f"{tmp_path / 'links' / 'torch'} {tmp_path / 'first' / 'numpy'}"
    settings = noxfile.uv_settings({"PIP_INDEX_URL": first, "PIP_FIND_LINKS": folders})
    assert chosen(tmp_path, settings) == ["numpy==2.4.6", "torch==2.13.0+cpu"]


def test_nothing_is_added_by_itself(noxfile: ModuleType) -> None:
    """Where nothing is set no index is named, which might not be reached; what is set for uv itself is left alone."""
    assert noxfile.uv_settings({"PATH": "x", "PIP_EXTRA_INDEX_URL": ""}) == {}
    mine = {"PIP_EXTRA_INDEX_URL": "https://a.example https://b.example", "UV_INDEX": "https://c.example"}
    assert noxfile.uv_settings(mine) == {}
    del mine["UV_INDEX"]
    assert noxfile.uv_settings(mine) == {
        "UV_INDEX": "https://a.example https://b.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    assert noxfile.uv_settings(mine | {"UV_INDEX_STRATEGY": "first-index"})["UV_INDEX_STRATEGY"] == "first-index"
