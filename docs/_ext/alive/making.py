"""The engine, made by node out of what npm and the library are now, and kept until one of them changes."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sphinx.errors import SphinxError

from katex.installation import NODE, installed

HERE = Path(__file__).parent
_OURS = ("absent.py", "digits.py", "explore.py", "judging.py", "session.py", "sets.py")
_MINUTES = 10
KEPT = 4  # engines: an edit may be taken back


class LiveError(SphinxError):
    """The live cells cannot be made: what cannot be done, because what, what to do instead."""

    category = "Live cells"

    def __str__(self) -> str:
        """Say the three parts."""
        cannot, because, instead = self.args
        return f"Cannot {cannot}, because {because}. {instead}."


_LEVEL = os.environ.get("ENGINE_LEVEL", "22")  # of the compression: a test need not wait for the best


def engine(modules: Path, library: Path, root: Path) -> Path:
    """Return the folder of the engine that is made of this library, after making it where it is missing.

    Raises
    ------
    LiveError
        If node fails, with what it said.
    """
    folder = root / _digest(modules, library)
    if not (folder / "engine.zst").is_file():
        _make(folder, modules / "pyodide", library)
        made = sorted((path for path in root.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime_ns)
        for old in made[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def node_modules(katex_folder: str) -> Path:
    """Where npm has installed what the site takes from it."""
    return installed(Path(katex_folder)).parents[1]


def _sources(library: Path) -> list[tuple[str, Path]]:
    own = [(path.relative_to(library.parent).as_posix(), path) for path in library.rglob("*.py")]
    ours = [(f"alive/{name}", HERE / name) for name in _OURS]
    cells = ("data/cell_data.csv", library.parent / "data" / "cell_data.csv")
    beside = [(name, HERE.parent / name) for name in ("course/asking.py", "katex/lines.py")]
    return sorted([*own, *ours, cells, *beside, ("warm.py", HERE / "warm.py")])


def _digest(modules: Path, library: Path) -> str:
    found = hashlib.sha256((modules / "pyodide" / "package.json").read_bytes() + _LEVEL.encode())
    made_by = [(path.name, path) for path in [*sorted(HERE.glob("*.mjs")), HERE / "pack.py", HERE / "settle.py"]]
    for name, path in [*_sources(library), *made_by]:
        found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _make(folder: Path, pyodide: Path, library: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder.parent) as beside:
        sources, made = Path(beside, "sources"), Path(beside, "engine")
        for name, path in _sources(library):
            (sources / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, sources / name)
        command: list[Path | str] = [NODE, HERE / "engine.mjs", pyodide, sources, made, _LEVEL]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60 * _MINUTES, check=False)
        if done.returncode:
            reason = " ".join(done.stderr.split())[-600:].rstrip(". ")
            raise LiveError("make the engine of the live cells", reason, "Mend what it names, and build again")
        try:
            made.rename(folder)
        except OSError:  # of two builds at once the second finds the folder of the first
            if not (folder / "engine.zst").is_file():
                raise
