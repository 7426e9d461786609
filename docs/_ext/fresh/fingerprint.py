"""What the outputs of a page depend on besides the page itself, as one hash, and the stamp that tells it to the reader.

A fingerprint holds no path and no time, so the same sources give the same fingerprint in every folder.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def tree_hash(*folders: Path, pattern: str = "*") -> str:
    """The sha256 of the names and contents of the files under each folder (bytecode left out)."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def environment() -> str:
    """The Python that runs and every installed distribution but gdmath, whose source is hashed instead."""
    installed = {(str(d.metadata["Name"]), d.version) for d in importlib.metadata.distributions()}
    return "\n".join([sys.version, *(f"{name} {version}" for name, version in sorted(installed) if name != "gdmath")])


def fingerprint(root: Path = ROOT) -> str:
    """The hash of all that an output may depend on: library, data, our extensions (kernel settings), environment."""
    sources = tree_hash(root / "gdmath", root / "data")
    extensions = tree_hash(root / "docs" / "_ext", pattern="*.py")
    return hashlib.sha256(f"{sources}\n{extensions}\n{environment()}".encode()).hexdigest()


def library_version(root: Path = ROOT) -> str:
    """The version of gdmath, read from its source: a library that cannot be imported must still be named."""
    path = root / "gdmath" / "__init__.py"
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = re.search(r'^__version__(?:: \w+)? = "([^"]+)"', source, flags=re.MULTILINE)
    return found[1] if found else "unknown"


def installed_version(name: str) -> str:
    """The version of an installed distribution."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def stamp(root: Path = ROOT) -> dict[str, str]:
    """What the foot of each page says about where its outputs came from."""
    data = root / "data" / "cell_data.csv"
    return {
        "gdmath": library_version(root),
        "source": tree_hash(root / "gdmath"),
        "data": hashlib.sha256(data.read_bytes()).hexdigest() if data.is_file() else "",
        "torch": installed_version("torch"),
        "python": platform.python_version(),
    }
