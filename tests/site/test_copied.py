"""Code that is copied from a page runs: all that stands on it, in order, and alone what is seen without unfolding.

That all cells of a page run together in a fresh Python, also those that do not stand on it, is held of its script in
test_downloads_run.py. Here each page runs twice with fewer cells, and each cell has to say what it says on the page: so
a name that is missing is found, and one that has another value. Of a moving figure only a few frames are drawn.
"""

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

from tests.site.conftest import ROOT, Site
from tests.site.test_downloads import LESSONS, notebook
from tests.site.test_downloads_run import text_of

if TYPE_CHECKING:
    import nbformat

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="here a process cannot be forked"),
]

# What does not stand on a page, and what is not seen there before it is unfolded.
ABSENT, FOLDED = {"remove-cell", "remove-input"}, {"hide-input", "hide-cell"}
LEFT_OUT: dict[str, set[str]] = {"all": set(), "page": ABSENT, "visible": ABSENT | FOLDED}
ERROR = re.compile(r"^\w+(Error|Exception): ", re.MULTILINE)

# Runs the cells of each job in a fork of a Python that has imported what takes long, and says what each cell said.
RUN = """
import ast, contextlib, io, json, os, sys
import matplotlib.pyplot, pandas, sklearn.linear_model, sympy, torch
import gdmath

moving_figure = gdmath.moving_figure

def with_few_frames(draw, sliders, *, start=None, **rest):
    grid = {name: list(values) for name, values in sliders.items()}
    first = {name: values[0] for name, values in grid.items()} | (start or {})
    for name, values in grid.items():
        another = next(value for value in values if value != first[name])
        grid[name] = [value for value in values if value in (first[name], another)]
    return moving_figure(draw, grid, start=start, **rest)

gdmath.moving_figure = with_few_frames

def show(value):
    if value is not None:
        print(repr(value))
    if isinstance(value, gdmath.figures.MovingFigure):
        print(value.html)

def run(source, names):
    body, last = ast.parse(source).body, []
    if isinstance(body[-1], ast.Expr):
        last = [body.pop()]
    exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
    for one in last:
        show(eval(compile(ast.Expression(one.value), "<cell>", "eval"), names))

for job, cells in json.load(sys.stdin).items():
    if os.fork() == 0:
        names, said = {"__name__": "__main__"}, {}
        for place, source in cells:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                try:
                    run(source, names)
                except Exception as error:
                    print(f"{type(error).__name__}: {error}")
            said[place] = printed.getvalue()
        print(json.dumps([job, said]), flush=True)
        os._exit(0)
    os.wait()
"""

# A reader who copies this page gets another weight, a name that is not there, and another error than the page has.
PLANTED = """# Planted

```{code-cell}
weight = 2
shown = 1
```

```{code-cell}
:tags: [hide-input]
from math import sqrt

weight = 3
sqrt(shown)
```

```{code-cell}
:tags: [remove-cell]
weight, named = 10, 7
```

```{code-cell}
weight
```

```{code-cell}
:tags: [hide-input]
named
```

```{code-cell}
:tags: [raises-exception]
sqrt('two')
```
"""


def code(source: str) -> "list[nbformat.NotebookNode]":
    """The code cells of a page, in order."""
    read = read_myst_markdown_notebook(source, MdParserConfig())
    return [cell for cell in read.cells if cell.cell_type == "code"]


def kept(source: str, kind: str) -> list[tuple[int, str]]:
    """The place and the text of each cell that is copied."""
    tagged = [(place, cell, set(cell.metadata.get("tags", []))) for place, cell in enumerate(code(source))]
    return [(place, cell.source) for place, cell, tags in tagged if not tags & LEFT_OUT[kind]]


PAGES = {
    path.relative_to(ROOT / "docs").with_suffix("").as_posix(): path.read_text(encoding="utf-8")
    for folder in ("lessons", "practice", "guide")
    for path in sorted((ROOT / "docs" / folder).glob("*.md"))
}
PAGES = {name: source for name, source in PAGES.items() if kept(source, "page")}


@pytest.fixture(scope="module")
def ran() -> dict[str, dict[int, str]]:
    """What each cell says, of each page that is copied in each way: all on it, or what is seen alone."""
    jobs = {f"{kind} {name}": kept(source, kind) for kind in ("page", "visible") for name, source in PAGES.items()}
    jobs |= {f"{kind} planted": kept(PLANTED, kind) for kind in LEFT_OUT}
    settings = os.environ | {"OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-c", RUN], input=json.dumps(jobs), env=settings, capture_output=True, text=True, check=True
    )
    said = dict(map(json.loads, done.stdout.splitlines()))
    assert said.keys() == jobs.keys(), done.stderr
    return {job: {int(place): text for place, text in cells.items()} for job, cells in said.items()}


def told(text: str) -> str:
    """What a cell says, with the sentence beside a moving figure in place of all its frames."""
    said, figure, html = text.partition("<gd-moving")
    sentence = BeautifulSoup(figure + html, "html5lib").select_one(".gd-said")
    return said + (f"{sentence.text}\n" if sentence else "")


def shown(cell: "nbformat.NotebookNode") -> str:
    """The same of a cell whose outputs are taken away."""
    moving = (output.get("data", {}).get("text/html", "").partition("<gd-moving") for output in cell.outputs)
    return told("".join([*map(text_of, cell.outputs), *("".join(html[1:]) for html in moving)]))


def off_the_page(name: str, said: dict[int, str], whole: Site) -> list[str]:
    """Name each cell that says something else than on the page, and what it says."""
    if (lesson := name.removeprefix("lessons/")) in LESSONS:
        cells = [cell for cell in notebook(whole, lesson).cells if cell.cell_type == "code"]
        right = {place: told(text) == shown(cells[place]) for place, text in said.items()}
    else:  # whose outputs are not taken away: here only the errors are compared
        errors = "\n".join(text for text in whole.outputs(name) if "Error" in text)
        right = {place: not ERROR.search(text) or text.strip() in errors for place, text in said.items()}
    return [f"cell {place + 1}: {told(text)}" for place, text in said.items() if not right[place]]


@pytest.mark.parametrize("name", PAGES)
def test_all_that_stands_on_a_page_runs(ran: dict[str, dict[int, str]], whole: Site, name: str) -> None:
    """Its cells, the folded ones among them, need nothing that is not on it, and each says what it says there."""
    assert off_the_page(name, ran[f"page {name}"], whole) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_seen_runs_alone(ran: dict[str, dict[int, str]], whole: Site, name: str) -> None:
    """So do the cells that are seen before anything is unfolded; an error is the one that is shown, and no other."""
    assert off_the_page(name, ran[f"visible {name}"], whole) == []


def test_what_is_missing_or_another_is_found(ran: dict[str, dict[int, str]]) -> None:
    """A name that only a cell makes which is left out, a value that it alone changes, and another error all show."""
    wrong = "TypeError: must be real number, not str\n"
    assert ran["all planted"] == {0: "", 1: "1.0\n", 2: "", 3: "10\n", 4: "7\n", 5: wrong}
    missing = "NameError: name {!r} is not defined\n"
    assert ran["page planted"] == {0: "", 1: "1.0\n", 3: "3\n", 4: missing.format("named"), 5: wrong}
    assert ran["visible planted"] == {0: "", 3: "2\n", 5: missing.format("sqrt")}


def test_every_page_with_code_is_copied() -> None:
    """The lessons, the museum and the walk through the library, and whatever else stands beside them with code."""
    assert {*(f"lessons/{name}" for name in LESSONS if "/" not in name), "practice/museum", "guide/use"} <= PAGES.keys()
