"""Each script of findings/ stands alone, says what was seen, and holds the versions with which it was."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = sorted((ROOT / "findings").glob("*"))
INSTALLED = re.compile(r"^.*(?:pip\" install|npm install)(.*)$", re.MULTILINE)


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.stem)
def test_a_finding_stands_alone(path: Path) -> None:
    """It is a script that begins with what was seen, ends where anything fails, and removes what it has made."""
    text = path.read_text(encoding="utf-8")
    first, *rest = text.splitlines()
    assert (path.suffix, first) == (".sh", "#!/usr/bin/env bash")
    assert os.name == "nt" or os.access(path, os.X_OK)
    comment = rest[: rest.index("set -euo pipefail")]
    assert comment
    assert all(line.startswith("# ") for line in comment)
    assert "place=$(mktemp -d)\ntrap 'rm -rf \"$place\"' EXIT\n" in text
    assert "gdmath" not in text


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.stem)
def test_a_finding_holds_its_versions(path: Path) -> None:
    """Whatever it installs is pinned, and its comment names the version of what surprised."""
    text = path.read_text(encoding="utf-8")
    [installed] = INSTALLED.findall(text)
    packages = [word for word in installed.split() if not word.startswith(("-", '"'))]
    pins = [re.fullmatch(r"[\w-]+(?:==|@)(\d+(?:\.\d+)+)", package) for package in packages]
    assert all(pins), packages
    comment = text.partition("set -euo")[0]
    assert any(pin[1] in comment for pin in pins if pin)


def test_there_are_findings() -> None:
    """There are eight at least, and no two say the same in their first sentence."""
    begins = [path.read_text(encoding="utf-8").split(":", 1)[1].partition(".")[0] for path in FINDINGS]
    assert len(set(begins)) == len(begins) >= 8
