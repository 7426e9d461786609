"""What a project says of itself in its conf.py: what its pages are computed from, and how."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .distributions import imported, versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.config import Config

# What executes the pages besides this package; what renders them cannot change what they put out.
_EXECUTING = ("ipykernel", "jupyter-client", "nbclient", "nbformat")


@dataclass(frozen=True)
class Project:
    """The folder of the pages, and the settings ``fresh_…``; paths are absolute."""

    docs: Path
    sources: tuple[Path, ...]
    data: tuple[Path, ...]
    distributions: tuple[str, ...]
    preload: tuple[str, ...]
    latex: str
    outputs: Path
    timeout: float
    most: int

    @classmethod
    def of(cls, config: Config, docs: str | os.PathLike[str]) -> Project:
        """The project whose settings these are."""
        here = Path(docs).resolve()

        def absolute(paths: Iterable[str]) -> tuple[Path, ...]:
            return tuple((here / path).resolve() for path in paths)

        return cls(
            here,
            absolute(config.fresh_sources),
            absolute(config.fresh_data),
            tuple(config.fresh_distributions),
            tuple(config.fresh_preload),
            config.fresh_latex,
            (here / config.fresh_outputs).resolve(),
            config.fresh_timeout,
            config.fresh_most,
        )

    @property
    def path(self) -> list[Path]:
        """The folders in which Python finds the sources."""
        return list(dict.fromkeys(source.parent for source in self.sources))

    @property
    def root(self) -> Path:
        """The folder that holds all of the project; pages are named as they are seen from there."""
        return Path(os.path.commonpath([self.docs, *self.path]))

    @property
    def missing(self) -> list[Path]:
        """What is named, and is not there."""
        return [path for path in (*self.sources, *self.data) if not counting(path, "*")]

    @property
    def source_files(self) -> list[Path]:
        """The files of the sources."""
        return [file for source in self.sources for file in counting(source, "*.py")]

    def fingerprint(self) -> str:
        """The hash of all that any output may depend on besides its page. It holds no path and no time."""
        modules = frozenset[str]().union(*(imported(_text(file)) for file in self.source_files))
        own = modules.union(name.split(".")[0] for name in self.preload) - {source.stem for source in self.sources}
        parts = [
            *(files_hash(source, "*.py") for source in self.sources),
            *(files_hash(path) for path in self.data),
            files_hash(Path(__file__).parent, "*.py"),
            sys.version,
            self.latex,
            str(self.most),
            *self.preload,
            *versions(own, (*_EXECUTING, *self.distributions)),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def counting(path: Path, pattern: str = "*") -> list[Path]:
    """The files under a path that count: no hidden ones, no copies that an editor keeps, no bytecode.

    Of Python's own files those count that can be imported, by whatever name an editor keeps another.
    """
    found = [path] if path.is_file() else sorted(path.rglob(pattern))
    return [file for file in found if file.is_file() and (file == path or not _is_passing(file.relative_to(path)))]


def _is_passing(name: Path) -> bool:
    if name.suffix == ".py" and not all(part.isidentifier() for part in name.with_suffix("").parts):
        return True
    return any(part.startswith(".") or part == "__pycache__" for part in name.parts) or name.name.endswith("~")


def files_hash(path: Path, pattern: str = "*") -> str:
    """The sha256 of the names and contents of the files under a path that count."""
    digest = hashlib.sha256()
    for file in counting(path, pattern):
        name = file.relative_to(path.parent).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
