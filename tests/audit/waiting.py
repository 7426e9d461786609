"""How long a live cell has its reader wait, beside the same engine as npm ships it: to read, and never a gate.

By turns, each round in browsers that have nothing of either yet: a first visit, a second one, and a later run. Both
run the first cell of the same page; npm's engine need not typeset what comes out.
"""

import shutil
import statistics
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.audit.conftest import SITE
from tests.audit.static_host import serving
from tests.conftest import FLAGS, find_browser
from tests.driven import Chromium, Driven, firefox

ROOT = SITE.parents[2]
ROUNDS = 5
PAGE = "guide/try.html"
COLUMNS = ("cold npm", "cold ours", "cold ratio", "warm npm", "warm ours", "warm ratio", "later")
LIVING = (ROOT / "tests" / "site" / "living.js").read_text(encoding="utf-8")
SHIPPED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
# From a press until it is seen: each frame is looked at, and the one in which it is there is waited for.
PRESSED = """const frame = () => new Promise(requestAnimationFrame);
const pressed = async (button, holds) => {
  const began = performance.now();
  button.click();
  do await frame(); while (!holds());
  await frame();
  return performance.now() - began;
};
"""
OURS = f"{LIVING}{PRESSED} const ready = () => button(0, 'Run')?.disabled === false && said(0) === '';"
FIRST = f"{OURS} return pressed(button(0, 'Edit and run'), ready)"
LATER = f"{OURS} return pressed(button(0, 'Run'), ready)"
NPMS = f"{PRESSED} return pressed(document.querySelector('button'), () => document.querySelector('p').textContent)"
NPMS_PAGE = """<!DOCTYPE html>
<button>Run</button><p></p>
<script>
  document.querySelector("button").onclick = () => {
    const worker = new Worker("worker.mjs", { type: "module" });
    worker.onmessage = ({ data }) => (document.querySelector("p").textContent = data);
  };
</script>
"""
NPMS_WORKER = """import { loadPyodide } from "./pyodide.mjs";
const [python, library, cell] = await Promise.all([
  loadPyodide(),
  fetch("library.zip").then((answer) => answer.arrayBuffer()),
  fetch("cell.txt").then((answer) => answer.text()),
]);
python.unpackArchive(library, "zip");
postMessage(python.runPython("from alive.session import Session; Session().answer")(cell));
"""


@contextmanager
def chromium() -> Iterator[Driven]:
    """Start Chromium with nothing kept."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        yield Chromium(browser.new_page())
        browser.close()


def write_npms(folder: Path) -> None:
    """Write a page that runs a cell in the engine as npm ships it, with the same files of the library."""
    sys.path.insert(0, str(ROOT / "docs" / "_ext"))
    from alive.making import _sources, node_modules

    shipped = node_modules(str(SITE.parent / "katex")) / "pyodide"
    for name in SHIPPED:
        shutil.copyfile(shipped / name, folder / name)
    with zipfile.ZipFile(folder / "library.zip", "w", zipfile.ZIP_DEFLATED) as library:
        for name, path in _sources(ROOT / "gdmath"):
            library.write(path, name)
    source = (ROOT / "docs" / PAGE).with_suffix(".md").read_text(encoding="utf-8")
    (folder / "cell.txt").write_text(source.partition(":tags: [live]\n")[2].partition("```")[0], encoding="utf-8")
    (folder / "index.html").write_text(NPMS_PAGE, encoding="utf-8")
    (folder / "worker.mjs").write_text(NPMS_WORKER, encoding="utf-8")


def measured(start: Callable[[], AbstractContextManager[Driven]], npms: str, ours: str) -> dict[str, list[float]]:
    """Milliseconds of each round, by turns."""
    found = defaultdict(list)
    for _ in range(ROUNDS):
        for name, address, script in (("npm", npms, NPMS), ("ours", ours, FIRST)):
            with start() as browser:
                for visit in ("cold", "warm"):
                    browser.open(address)
                    found[f"{visit} {name}"].append(browser.ask(script))
                if name == "ours":
                    found["later"].append(browser.ask(LATER))
    return found


def medians(found: dict[str, list[float]]) -> dict[str, float]:
    """The medians, and of each visit what part of npm's time is ours."""
    of = {name: statistics.median(times) for name, times in found.items()}
    return of | {f"{visit} ratio": of[f"{visit} ours"] / of[f"{visit} npm"] for visit in ("cold", "warm")}


def main() -> None:
    """Print a line a browser."""
    print(f"First results of a live cell, and a later one: milliseconds, the median of {ROUNDS}\n")
    print("".join(f"{name:>12}" for name in COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        write_npms(Path(folder))
        with serving(Path(folder)) as npms, serving(SITE) as host:
            for start in (chromium, firefox):
                try:
                    of = medians(measured(start, npms.address, host.address + PAGE))
                except pytest.skip.Exception as absent:
                    print(f" {absent}")
                    continue
                print(
                    "".join(f"{of[name]:12.{2 * ('ratio' in name)}f}" for name in COLUMNS),
                    "",
                    start.__name__,
                    flush=True,
                )


if __name__ == "__main__":
    main()
