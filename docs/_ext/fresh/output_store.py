"""Keeps the outputs of pages in one JSON file each, named by the key that says what they were computed from."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .fingerprint import ROOT

if TYPE_CHECKING:
    from .execution import Outputs

# Whoever verifies names an empty folder instead, and every page is executed.
STORE = Path(os.environ.get("GDMATH_OUTPUTS") or ROOT / "docs" / "_build" / ".outputs")
KEPT = 4  # fingerprints


def load(fingerprint: str, key: str) -> Outputs | None:
    """The outputs kept under a key; a file that cannot be read counts as none."""
    try:
        outputs: Outputs = json.loads(_path(fingerprint, key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return outputs


def save(fingerprint: str, key: str, outputs: Outputs) -> None:
    """Keep outputs whole or not at all, and those of the last few fingerprints: an edit may be taken back."""
    path = _path(fingerprint, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        json.dump(outputs, file, ensure_ascii=False)
    Path(file.name).replace(path)
    path.parent.touch()
    for old in sorted(STORE.iterdir(), key=lambda folder: folder.stat().st_mtime_ns)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _path(fingerprint: str, key: str) -> Path:
    return STORE / fingerprint[:16] / f"{key}.json"
