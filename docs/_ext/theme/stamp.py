"""The stamp at the foot of each page, which tells the reader where its outputs came from."""

import hashlib
import importlib.metadata
import platform
import re
from pathlib import Path

from fresh.project import files_hash


def stamp(root: Path) -> dict[str, str]:
    """What the stamp says of the library and the data in a folder, and of what runs them."""
    data = root / "data" / "cell_data.csv"
    return {
        "gdmath": _library_version(root / "gdmath" / "__init__.py"),
        "source": files_hash(root / "gdmath", "*.py"),
        "data": hashlib.sha256(data.read_bytes()).hexdigest() if data.is_file() else "",
        "torch": _installed_version("torch"),
        "python": platform.python_version(),
    }


def _library_version(path: Path) -> str:
    """The version of gdmath, read from its source: a library that cannot be imported must still be named."""
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = re.search(r'^__version__(?:: \w+)? = "([^"]+)"', source, flags=re.MULTILINE)
    return found[1] if found else "unknown"


def _installed_version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
