"""The library as a wheel among the downloads, built from what the pages were computed with."""

import os
import subprocess
import sys
from pathlib import Path

from fresh.fingerprint import ROOT

from .refusal import DownloadError

_PATTERN = "gdmath-*.whl"
# No date of the build gets into the wheel, unless the caller names one.
_SETTINGS = {"SOURCE_DATE_EPOCH": "1704067200"}


def build_wheel(folder: Path) -> None:
    """Build the wheel into `folder`, in place of any that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(_PATTERN):
        old.unlink()
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=_SETTINGS | os.environ, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = " ".join((done.stderr or done.stdout).split()).rstrip(". ")
        raise DownloadError("build the wheel of gdmath", f"hatchling failed: {reason}", "Correct what it names")


def wheel_name(folder: Path) -> str:
    """Return the name of the wheel that was built into `folder`."""
    return next(folder.glob(_PATTERN)).name
