"""Which installed distributions stand behind an import, with all that they require, and in which versions."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import sys
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
    names = {name for module in modules for name in known.get(module, [module])}
    return sorted(f"{name} {version}" for name, version in _closed({*names, *distributions}))


@functools.cache
def _by_module() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


def _closed(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    open_names, seen = [canonicalize_name(name) for name in names], set()
    while open_names:
        if (name := open_names.pop()) in seen:
            continue
        seen.add(name)
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            yield name, "not installed"  # so that it counts from the day on which it is
            continue
        yield name, found.version
        open_names += map(canonicalize_name, _required(found.requires or []))


def _required(requirements: list[str]) -> Iterator[str]:
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name
