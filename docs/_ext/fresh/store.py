"""Keeps the outputs of pages in one JSON file each, named by the key that says what they were computed from."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .execution import Outputs
    from .page import Page

KEPT = 4  # fingerprints


@dataclass(frozen=True)
class Store:
    """A folder of kept outputs, and the fingerprint of what those of this build are computed from."""

    folder: Path
    fingerprint: str

    def load(self, page: Page) -> Outputs | None:
        """The outputs of a page that needs no execution; a file that cannot be read counts as none."""
        if not page.steps:
            return []
        try:
            outputs: Outputs = json.loads(self._path(page).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return outputs

    def save(self, page: Page, outputs: Outputs) -> None:
        """Keep outputs whole or not at all, and those of the last few fingerprints: an edit may be taken back."""
        path = self._path(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            json.dump(outputs, file, ensure_ascii=False)
        Path(file.name).replace(path)
        path.parent.touch()
        own = self.folder.glob("[0-9a-f]" * 16)  # the folder is the user's, who may have other things in it
        for old in sorted(own, key=lambda folder: folder.stat().st_mtime_ns)[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)

    def _path(self, page: Page) -> Path:
        return self.folder / self.fingerprint[:16] / f"{page.key(self.fingerprint)}.json"
