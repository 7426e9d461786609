"""Run the scripts of the built site on this Python's packages, and see that each prints what its page shows.

`nox -s versions` runs it with the lowest versions that are permitted, and with the newest.
"""

import difflib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOWNLOADS = ROOT / "docs" / "_build" / "html" / "downloads"


def shown(notebook: Path) -> str:
    """What the cells of a page put out as text: what they print, their results, the last line of an expected error."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "".join(_text(output) for cell in cells for output in cell.get("outputs", []))


def _text(output: dict[str, Any]) -> str:
    match output["output_type"]:
        case "stream":
            return "".join(output["text"])
        case "error":
            return f"{output['ename']}: {output['evalue']}\n"
        case _:
            return "".join(output["data"]["text/plain"]) + "\n"


def printed(script: Path) -> str:
    """What a script prints on these packages, and where it fails its error."""
    settings = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=script.parent, env=settings, capture_output=True, text=True, check=False)
    return done.stdout + (done.stderr if done.returncode else "")


def main() -> int:
    """Print each line that is another than on its page; the number of pages that have such."""
    scripts, wrong = sorted(DOWNLOADS.glob("*.py")), 0
    if not scripts:
        raise SystemExit("Cannot run the scripts, because the site is not built. Build it first: nox -s docs")
    for script in scripts:
        lines = shown(script.with_suffix(".ipynb")).splitlines(), printed(script).splitlines()
        apart = list(difflib.unified_diff(*lines, "the page", script.name, n=0, lineterm=""))
        wrong += bool(apart)
        print("\n".join(apart) or f"{script.name} prints what its page shows")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
