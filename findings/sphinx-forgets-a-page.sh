#!/usr/bin/env bash
# Sphinx 9.0.4, 31 pages written with -j 3: a handler raises RuntimeError while one page is written in a process of its
# own. Seen: where that comes to light while later pages are still handed out, Sphinx says nothing of it, goes on, ends
# with "build succeeded" and status 0, and some pages are not there; where it comes to light at the end, as a traceback.
# One would expect the error in both cases: the same handler in a serial build ends it with status 2.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -qq --disable-pip-version-check sphinx==9.0.4
mkdir "$place/docs"
cat > "$place/docs/conf.py" <<'END'
import time
from pathlib import Path

RAISED = Path(__file__).with_name("raised")


def written(app, page, *_):
    if page == "page03":
        RAISED.touch()
        raise RuntimeError("planted")


def handed_out(app, _document, page):
    while app.parallel > 1 and page == "page29" and not RAISED.exists():
        time.sleep(0.05)  # so that the error comes to light before the last pages are handed out, on any machine
    time.sleep(0.5 * (page == "page29"))


def setup(app):
    app.connect("html-page-context", written)
    app.connect("doctree-resolved", handed_out)
END
"$place/venv/bin/python" - "$place" <<'END'
import subprocess
import sys
from pathlib import Path

place = Path(sys.argv[1])
names = [f"page{number:02}" for number in range(30)]
for name in names:
    (place / "docs" / f"{name}.rst").write_text(f"{name}\n======\n\nText.\n")
(place / "docs" / "index.rst").write_text("\n".join(["All", "===", "", ".. toctree::", "", *(f"   {name}" for name in names), ""]))


def build(jobs):
    site = place / f"site{jobs}"
    command = [sys.executable, "-m", "sphinx", "-q", "-j", jobs, "-d", str(place / f"trees{jobs}"), str(place / "docs"), str(site)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, "planted" in done.stderr, [name for name in names if not (site / f"{name}.html").exists()]


serial, parallel = build("1"), build("3")
assert serial[:2] == (2, True), serial
assert parallel[:2] == (0, False) and "page03" in parallel[2], parallel
print(f"sphinx 9.0.4: of an error while a page is written, -j 1 ends with status {serial[0]}, -j 3 with {parallel[0]}, and pages are missing")
END
