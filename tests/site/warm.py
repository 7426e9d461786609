"""Builds of small sites in forks of a process that has imported Sphinx: to import it is most of such a build."""

import multiprocessing
import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

# What every build imports, and no site brings along.
IMPORTED = [
    *("sphinx.cmd.build", "sphinx.builders.html", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"),
    *("furo", "myst_nb.sphinx_ext", "nbclient", "bs4", "html5lib", "fontTools.subset", "fontTools.ttLib"),
    *("matplotlib.figure", "matplotlib.backends.backend_agg", "hatchling.builders.wheel", "tests.site.warm"),
]
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(IMPORTED)


def _is_installed(place: str) -> bool:
    """Whether a folder of modules is Python's own or has what is installed, and is not that of this repository."""
    return any(Path(place).is_relative_to(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib"))


def _sphinx(root: Path, environment: Mapping[str, str], arguments: list[str], console: Path) -> None:
    """Do what `python -m sphinx` does in a folder, and write what it says to a file."""
    with console.open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    sys.pycache_prefix, sys.dont_write_bytecode = None, False  # as these are without what the shell has set
    sys.path[:] = [str(root), *filter(_is_installed, sys.path)]
    sys.argv[:] = ["sphinx", *arguments]
    from sphinx.cmd.build import main

    sys.exit(main(arguments))


def build(root: Path, environment: Mapping[str, str], arguments: list[str], console: Path) -> int:
    """Build in a fork, and give the exit status."""
    process = WARM.Process(target=_sphinx, args=(root, dict(environment), arguments, console))
    process.start()
    process.join()
    return process.exitcode or 0
