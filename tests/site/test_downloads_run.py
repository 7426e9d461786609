"""What was taken away runs: alone, offline, on gdmath from the wheel of the site, and gives what the page shows."""

import functools
import os
import subprocess
import sys
import threading
import venv
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import nbformat
import pytest
from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig

from tests.site.conftest import ROOT, Site
from tests.site.test_downloads import LESSONS, download, every_site, notebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.site

# Python imports it by itself when it starts. From then on the process reaches nothing outside this machine.
OFFLINE = """
import sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        if arguments[1][0] not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"this test is offline, and {arguments[1]} is not")
    if event == "socket.getaddrinfo" and arguments[0] not in {"127.0.0.1", "::1", "localhost", None}:
        raise OSError(f"this test is offline, and {arguments[0]!r} is not")

sys.addaudithook(refuse)
"""

# Runs all cells of a notebook, as Jupyter does, and one more that says which library they used.
RUN = """
import sys
import nbformat
from nbclient import NotebookClient

made = nbformat.read(sys.argv[1], as_version=4)
made.cells.append(nbformat.v4.new_code_cell("import gdmath; print(gdmath.__file__)"))
NotebookClient(made).execute()
nbformat.write(made, "ran.ipynb")
"""

# Runs scripts, each in a fork of a Python that has imported what they import from elsewhere, which is most of a script.
RUN_SCRIPTS = """
import os, runpy, sys
import matplotlib.pyplot, pandas, sympy, torch

for path in sys.argv[1:]:
    sys.path[0], said = os.path.dirname(path), f"{os.path.basename(path)}.txt"
    if os.fork() == 0:
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT), 1)
        sys.argv = [path]
        runpy.run_path(path, run_name="__main__")
        sys.exit()
    if os.wait()[1]:
        os.remove(said)
"""


class Clean:
    """An empty folder, and the settings of a Python that finds gdmath in the wheel of a site and nowhere else."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.empty, self.library = folder / "empty", folder / "library"
        self.empty.mkdir()
        with ZipFile(wheel) as archive:  # a wheel of nothing but Python is installed by unpacking it
            archive.extractall(self.library)
        (self.library / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SITE_"))}
        self.settings = kept | {"PYTHONPATH": str(self.library), "IPYTHONDIR": str(folder / "ipython")}

    def run(self, *command: str) -> str:
        """Run Python there, and return what it prints."""
        command = (sys.executable, *command)
        done = subprocess.run(command, cwd=self.empty, env=self.settings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run_scripts(self, paths: list[Path]) -> dict[str, str]:
        """Run scripts, and return what each prints, by its name; what has failed is missing."""
        if os.name == "nt":
            return {path.name: self.run(str(path)) for path in paths}
        self.run("-c", RUN_SCRIPTS, *map(str, paths))
        return {said.stem: said.read_text(encoding="utf-8") for said in self.empty.glob("*.py.txt")}

    def run_notebook(self, path: Path) -> nbformat.NotebookNode:
        """Run all cells of a notebook, see that they used the library from here, and return what came of it."""
        self.run("-c", RUN, str(path))
        ran: nbformat.NotebookNode = nbformat.read(self.empty / "ran.ipynb", as_version=4)
        assert printed_by(ran.cells.pop()) == f"{self.library / 'gdmath' / '__init__.py'}\n"
        return ran


def printed_by(cell: nbformat.NotebookNode) -> str:
    """What a cell prints, which on a busy machine comes in pieces."""
    return "".join(output.text for output in cell.outputs)


def outputs(made: nbformat.NotebookNode) -> list[list[dict[str, object]]]:
    """What each cell put out: streams in one piece, and of an error its name and its words."""
    return [_plain(cell.outputs) for cell in made.cells if cell.cell_type == "code"]


def _plain(found: list[nbformat.NotebookNode]) -> list[dict[str, object]]:
    plain: list[dict[str, object]] = []
    for output in found:
        if output.output_type == "stream" and plain and plain[-1].get("name") == output.name:
            plain[-1]["text"] = f"{plain[-1]['text']}{output.text}"
        else:
            plain.append({name: value for name, value in output.items() if name != "traceback"})
    return plain


def shown_as_text(made: nbformat.NotebookNode) -> str:
    """What the cells put out as text: what they print, their results, and the last line of an expected error."""
    return "".join(text_of(output) for cell in made.cells if cell.cell_type == "code" for output in cell.outputs)


def text_of(output: nbformat.NotebookNode) -> str:
    """What an output says as text: what was printed, a result, or the last line of an expected error."""
    match output.output_type:
        case "stream":
            return str(output.text)
        case "error":
            return f"{output.ename}: {output.evalue}\n"
        case _:
            return f"{output.data['text/plain']}\n"


@pytest.fixture(scope="module")
def clean(whole: Site, tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """A clean place with the wheel of the real site."""
    [wheel] = download(whole, "").glob("*.whl")
    return Clean(tmp_path_factory.mktemp("clean"), wheel)


@pytest.fixture(scope="module")
def every(new_site: Callable[..., Site]) -> Site:
    """A site with a lesson in which every kind of cell stands."""
    return every_site(new_site)


@pytest.fixture(scope="module")
def printed(clean: Clean, every: Site, whole: Site) -> dict[str, str]:
    """What each script prints, by its name."""
    scripts = [download(whole, f"{name}.py") for name in LESSONS]
    return clean.run_scripts([download(every, "every.py"), *scripts])


def test_nothing_outside_can_be_reached(clean: Clean) -> None:
    """The clean place is offline indeed: a connection to another host is refused before it is tried."""
    script = "import socket\ntry: socket.create_connection(('192.0.2.1', 80))\nexcept OSError as error: print(error)"
    assert clean.run("-c", script).startswith("this test is offline")


@pytest.mark.parametrize("name", LESSONS)
def test_the_notebook_runs_what_the_page_ran(whole: Site, name: str) -> None:
    """Its code cells are those of the page, all of them, in order: a kernel has run them while the site was built."""
    page = ROOT / "docs" / f"{name if '/' in name else f'lessons/{name}'}.md"
    written = read_myst_markdown_notebook(page.read_text(encoding="utf-8"), MdParserConfig())
    cells, made = (
        [cell.source for cell in one.cells if cell.cell_type == "code"] for one in (written, notebook(whole, name))
    )
    assert made == cells
    assert len(cells) > 10


# One of every construct, the heart of the course, the one that starts processes, and the one whose cells fail.
@pytest.mark.parametrize("name", ["every", "gradient-descent-with-math", "beyond-one-machine", "practice/museum"])
def test_the_notebook_gives_the_outputs_of_the_page(clean: Clean, every: Site, whole: Site, name: str) -> None:
    """Run All, with the library from the wheel and no network, numbers the cells as they are and changes no output."""
    site = every if name == "every" else whole
    ran = clean.run_notebook(download(site, f"{name}.ipynb"))
    made = notebook(site, name)
    assert outputs(ran) == outputs(made)
    assert [cell.get("execution_count") for cell in ran.cells] == [cell.get("execution_count") for cell in made.cells]
    assert any(outputs(made))


@pytest.mark.parametrize("name", ["every", *LESSONS])
def test_the_script_prints_what_the_page_shows(printed: dict[str, str], every: Site, whole: Site, name: str) -> None:
    """Plain Python prints every text that the page shows, and nothing else."""
    site = every if name == "every" else whole
    script = download(site, f"{name}.py")
    assert printed[script.name] == shown_as_text(notebook(site, name))
    assert "IPython" not in script.read_text(encoding="utf-8")


def test_the_script_is_read_as_cells(every: Site) -> None:
    """The program is in the percent format: cells of code as they were typed, and prose in comments."""
    program = download(every, "every.py").read_text(encoding="utf-8")
    first, *cells = program.split("# %%")[1:]
    assert first == "\nfrom sys import displayhook  # shows a result as Python's prompt does\n\n"
    assert cells[0].startswith(" [markdown]\n# # Every *construct* of 6, with $x^2$\n")
    assert '\ntext = """two\n    lines"""\nprint(text)\n\n' in cells
    assert '\n"quiet";\n\n' in cells
    assert '\n"é", (symbol is\n    None); displayhook((hidden, hidden))  # the result\n\n' in cells
    assert "\n# ```python\n# never()\n# ```\n" in program


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that writes no log."""

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def address(new_site: Callable[..., Site]) -> Iterator[tuple[str, Site]]:
    """A site that is served at the address that it knows itself by."""
    text = "# Cells\n\n```{code-cell}\nimport gdmath\n\nlen(gdmath.load_cells())\n```\n"
    site = new_site(**{"lessons/cells": text})
    folder = site.html
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site.environment["SITE_URL"] = f"http://127.0.0.1:{server.server_port}/"
        built = site.build("-W")
        assert built.status == 0, built.console
        yield site.environment["SITE_URL"], site
        server.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize(("text", "name"), [("Notebook", "cells.ipynb"), ("Python script", "cells.py")])
def test_a_link_saves_its_file(browser: "Browser", address: tuple[str, Site], text: str, name: str) -> None:
    """From a server, Enter on a link saves the file under its name, as it is in the site."""
    page = browser.new_page()
    page.goto(f"{address[0]}lessons/cells.html")
    with page.expect_download() as saving:
        page.get_by_role("link", name=text, exact=True).press("Enter")
    assert saving.value.suggested_filename == name
    assert saving.value.path().read_bytes() == download(address[1], name).read_bytes()
    page.close()


def test_the_notebook_for_colab_runs_where_gdmath_is_not(address: tuple[str, Site], tmp_path: Path) -> None:
    """In a new environment that has all but gdmath, the first cell installs it from the site; the rest runs on it."""
    _, site = address
    venv.create(tmp_path / "venv", with_pip=True, symlinks=os.name == "posix")
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ours = Path(nbformat.__file__).parents[1]
    others = tmp_path / "others"
    others.mkdir()
    for entry in ours.iterdir():
        if "gdmath" not in entry.name and not entry.name.startswith("pip"):
            (others / entry.name).symlink_to(entry)
    places = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = Path(subprocess.run([python, "-c", places], check=True, capture_output=True, text=True).stdout.strip())
    (own / "others.pth").write_text(f"{others}\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP", "VIRTUAL"))}
    settings = kept | {"PIP_NO_INDEX": "1", "IPYTHONDIR": str(tmp_path / "ipython"), "JUPYTER_PATH": ""}
    run = functools.partial(subprocess.run, cwd=tmp_path, env=settings, capture_output=True, text=True, check=False)
    run(
        [python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools"]
    )  # an old one, which hides that of the others
    assert run([python, "-c", "import gdmath"]).stderr.endswith("No module named 'gdmath'\n")
    done = run([python, "-c", RUN, str(download(site, "cells-colab.ipynb"))])
    assert done.returncode == 0, done.stderr
    ran = nbformat.read(tmp_path / "ran.ipynb", as_version=4)
    assert printed_by(ran.cells[-1]) == f"{own / 'gdmath' / '__init__.py'}\n"
    assert ran.cells[-2].outputs[0].data["text/plain"] == "569"
    [wheel] = download(site, "").glob("*.whl")
    with ZipFile(wheel) as archive:
        assert (own / "gdmath" / "data" / "cell_data.csv").read_bytes() == archive.read("gdmath/data/cell_data.csv")
