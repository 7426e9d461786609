"""Which installed distributions stand behind an import, with all that they require, and in which versions."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import sys
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_IMPORT = re.compile(r"^[ \t>.]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w., \t]+))", re.MULTILINE)


def imported(source: str) -> frozenset[str]:
    """The modules that some code imports, less those of Python itself; rather one too many than one too few."""
    names = {
        part.split()[0]
        for one, several in _IMPORT.findall(source)
        for part in (one or several).split(",")
        if part.strip()
    }
    return frozenset(name.split(".")[0] for name in names if name[0] != ".") - sys.stdlib_module_names


@functools.cache
def versions(modules: frozenset[str], distributions: tuple[str, ...] = ()) -> list[str]:
    """The versions of what modules belong to, of further distributions, and of all that these require."""
    known = _by_module() if modules else {}
    names = {name for module in modules for name in [found.name for found in known.get(module, ())] or [module]}
    return sorted(f"{name} {version}" for name, version in _closed({*names, *distributions}))


@functools.cache
def _by_module() -> dict[str, list[importlib.metadata.Distribution]]:
    """The distributions of each module, as importlib.metadata has them, in a tenth of its time."""
    found: dict[str, list[importlib.metadata.Distribution]] = {}
    for distribution in importlib.metadata.distributions():
        for module in _top_level(distribution):
            found.setdefault(module, []).append(distribution)
    return found


def _top_level(distribution: importlib.metadata.Distribution) -> set[str]:
    if declared := distribution.read_text("top_level.txt"):
        return set(declared.split())
    record = distribution.read_text("RECORD")
    files = map(str, distribution.files or []) if record is None else record.splitlines()
    return {file.partition("/")[0].partition(".")[0] for file in files}


def _closed(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    open_names, seen = [canonicalize_name(name) for name in names], set()
    while open_names:
        if (name := open_names.pop()) in seen:
            continue
        seen.add(name)
        version, required = _stated(name)
        yield name, version
        open_names += required


@functools.cache
def _stated(name: str) -> tuple[str, list[NormalizedName]]:
    """The version of a distribution, and the names of those that it requires."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed", []  # so that it counts from the day on which it is
    stated = found.metadata  # it is read anew each time that it is asked for
    required = found.requires or [] if found.read_text("METADATA") is None else stated.get_all("Requires-Dist", [])
    return stated["Version"], list(map(canonicalize_name, _required(required)))


def _required(requirements: list[str]) -> Iterator[str]:
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name
