"""What a lesson offers to take away says what the page says, is as fresh, and is refused where it could not."""

import base64
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import ROOT, Site
from tests.site.reading import notebook_prose, page_prose

pytestmark = pytest.mark.site

LESSONS = [*sorted(page.stem for page in (ROOT / "docs" / "lessons").glob("*.md")), "practice/museum"]
EVERY = Path(__file__).with_name("every_construct.md").read_text(encoding="utf-8")
OTHER = "# Other\n\n(second)=\n## Second heading\n\nText.\n"
# One red pixel.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ADDRESS = "https://example.org/course"


def download(site: Site, name: str, folder: str = "") -> Path:
    """The place of a file among the downloads of a built site."""
    return site.html.with_name(folder or site.folder) / "downloads" / name


def notebook(site: Site, name: str, folder: str = "") -> nbformat.NotebookNode:
    """A notebook among the downloads."""
    made: nbformat.NotebookNode = nbformat.read(download(site, f"{name}.ipynb", folder), as_version=4)
    return made


def every_site(new_site: Callable[..., Site]) -> Site:
    """A built site with a lesson in which every construct stands."""
    site = new_site(**{"lessons/every": EVERY, "lessons/other": OTHER})
    (site.root / "docs" / "lessons" / "dot.png").write_bytes(DOT)
    built = site.build("-W")
    assert built.status == 0, built.console
    return site


@pytest.fixture(scope="module")
def every(new_site: Callable[..., Site]) -> Site:
    """That site, built without an address, in the folder `alone`, and then with one."""
    site = every_site(new_site)
    shutil.move(site.html, site.root / "docs" / "_build" / "alone")
    site.environment["SITE_URL"] = ADDRESS
    built = site.build("-W")
    assert (built.status, built.executed) == (0, (0, 0)), built.console
    return site


@pytest.mark.parametrize("name", LESSONS)
def test_the_prose_of_a_lesson_is_that_of_its_page(whole: Site, name: str) -> None:
    """The Markdown of the notebook, read by what knows nothing of MyST, has the very text of the page, line by line."""
    prose = page_prose(whole.page(name if "/" in name else f"lessons/{name}"))
    assert notebook_prose(notebook(whole, name)) == prose
    assert len(prose) > 50


@pytest.mark.parametrize("folder", ["alone", "plain"])
def test_the_prose_of_every_construct_is_that_of_the_page(every: Site, folder: str) -> None:
    """Lists, tables, boxes, formulas, footnotes and all else that a page may hold read alike, linked or not."""
    prose = page_prose(every.page("lessons/every", folder))
    written = notebook_prose(notebook(every, "every", folder))
    assert "\n".join(line for line in written if line != "never()") == "\n".join(prose)
    assert {"Title with t and emphasis", "x = 1", "(1)", "[1] The note, with code.", "Between the cells."} <= {*prose}


@pytest.mark.parametrize("name", ["every", *LESSONS])
def test_no_role_and_no_directive_is_left(every: Site, whole: Site, name: str) -> None:
    """Nothing in the Markdown is a language that only the site knows, but for what stands in code."""
    made = notebook(every if name == "every" else whole, name)
    text = "\n".join(cell.source for cell in made.cells if cell.cell_type == "markdown")
    assert not re.search(r"\{[\w:-]+\}`|^:::|^`{3,}\{|^\(\w+\)=|\]\{[.#]", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["every", *LESSONS])
def test_the_notebook_is_valid_and_numbered(every: Site, whole: Site, name: str) -> None:
    """It is valid; its code cells are numbered from 1 without a gap, and so are their results."""
    made = notebook(every if name == "every" else whole, name)
    nbformat.validate(made)
    assert (made.metadata.kernelspec.name, made.nbformat, made.nbformat_minor) == ("python3", 4, 5)
    ids = [cell.id for cell in made.cells]
    assert ids == [f"cell-{number}" for number in range(len(ids))]
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    results = [(cell, output) for cell in code for output in cell.outputs if output.output_type == "execute_result"]
    assert results
    assert all(cell.execution_count == output.execution_count for cell, output in results)


def test_what_the_page_folds_away_is_folded_in_jupyter(every: Site) -> None:
    """Tags become what Jupyter understands, and the tag that lets it run on after an error is kept."""
    cells = [cell for cell in notebook(every, "every").cells if cell.cell_type == "code"]
    assert [cell.metadata for cell in cells[:5]] == [
        {"tags": ["remove-cell"], "jupyter": {"source_hidden": True, "outputs_hidden": True}},
        {"tags": ["hide-cell"], "jupyter": {"source_hidden": True, "outputs_hidden": True}},
        {"tags": ["raises-exception"]},
        {"tags": ["hide-output"], "jupyter": {"outputs_hidden": True}},
        {},
    ]


def test_images_are_in_the_notebook(every: Site) -> None:
    """An image of the page travels with the cell that shows it."""
    [cell] = [cell for cell in notebook(every, "every").cells if "attachments" in cell]
    assert cell.source.count("](attachment:lessons-dot.png)") == 3
    assert cell.attachments == {"lessons-dot.png": {"image/png": base64.b64encode(DOT).decode()}}
    assert "attachment:" not in download(every, "every.py").read_text(encoding="utf-8")


def test_links_lead_somewhere_or_are_no_links(every: Site) -> None:
    """With an address of the site each link is absolute; without one, a link to another page is its text alone."""
    linked, alone = (
        re.findall(
            r"(?<!\\)\]\(<?([^)>]+)", json.dumps([cell.source for cell in notebook(every, "every", folder).cells])
        )
        for folder in ("plain", "alone")
    )
    outside = ["https://example.org/a_(b", "attachment:lessons-dot.png"]
    assert sorted({*alone}) == sorted(outside)
    page = f"{ADDRESS}/lessons"
    assert {*linked} == {
        *outside,
        *(f"{page}/other.html", f"{page}/other.html#second-heading", f"{page}/other.html#second"),
        *(f"{page}/every.html#top", f"{page}/every.html#lists-of-things", f"{page}/every.html#equation-line"),
    }


def test_the_files_are_offered_below_the_title(every: Site) -> None:
    """Each link leads to a file that is there, and is saved rather than opened; Colab is offered where it can open."""
    for folder in ("alone", "plain"):
        page = every.page("lessons/every", folder)
        assert page.select("h1 + nav.downloads")
        saved = [str(link["href"]) for link in page.select(".downloads a[download]")]
        assert saved == [f"../downloads/{name}" for name in ("every.ipynb", "every.py", saved[2].split("/")[-1])]
        assert all((every.root / "docs" / "_build" / folder / "lessons" / name).is_file() for name in saved)
        assert re.fullmatch(r"\.\./downloads/gdmath-[\d.]+-py3-none-any\.whl", saved[2])
        assert not every.page("index", folder).select(".downloads")
    assert not every.page("lessons/every", "alone").select('a[href*="colab"]')
    [colab] = page.select('a[href*="colab"]')
    address = "https%3A%2F%2Fexample.org%2Fcourse%2Fdownloads%2Fevery-colab.ipynb"
    assert (colab.text, colab["href"]) == ("Open in Colab", f"https://colab.research.google.com/#fileId={address}")


def test_the_notebook_for_colab_installs_the_library_of_the_site(every: Site) -> None:
    """Its first cell installs the wheel of the site, and the others are those of the notebook."""
    first, *others = notebook(every, "every-colab").cells
    [wheel] = download(every, "").glob("*.whl")
    assert first.source == f"%pip install --quiet {ADDRESS}/downloads/{wheel.name}"
    assert others == notebook(every, "every").cells
    assert not download(every, "every-colab.ipynb", "alone").exists()


def test_downloads_are_as_fresh_as_the_page(new_site: Callable[..., Site]) -> None:
    """An edit of the prose, of the data or of the version is in the page and in each download after the next build."""
    site = new_site(**{"lessons/a": "# A\n\nOld {value}`1 + 1`.\n\n```{code-cell}\nimport gdmath\n\ngdmath.pi\n```\n"})
    assert site.build().status == 0
    site.edit("docs/lessons/a.md", "Old {value}`1 + 1`", "New {value}`1 + 2`")
    site.edit("gdmath/__init__.py", '__version__ = "0.1.0"', '__version__ = "0.2.0"')
    assert site.build().status == 0
    assert "New 3." in site.prose("lessons/a")
    assert "New 3." in download(site, "a.ipynb").read_text(encoding="utf-8")
    assert "# New 3." in download(site, "a.py").read_text(encoding="utf-8")
    assert [wheel.name for wheel in download(site, "").glob("*.whl")] == ["gdmath-0.2.0-py3-none-any.whl"]
    [link] = site.page("lessons/a").select('a[href$=".whl"]')
    assert link["href"] == "../downloads/gdmath-0.2.0-py3-none-any.whl"


def test_the_wheel_holds_the_library_and_its_data(every: Site) -> None:
    """The wheel among the downloads is the library that the pages were computed with, data and all."""
    [wheel] = download(every, "").glob("*.whl")
    with ZipFile(wheel) as archive:
        for name in ("gdmath/__init__.py", "gdmath/rules.py"):
            assert archive.read(name) == (every.root / name).read_bytes()
        assert archive.read("gdmath/data/cell_data.csv") == (every.root / "data" / "cell_data.csv").read_bytes()


def test_the_page_is_the_one_compared() -> None:
    """The comparison sees a word, a number or a formula that is missing on one side."""
    html = "<article><p>A <em>w</em>ord.</p><div>x</div></article>"
    assert page_prose(BeautifulSoup(html, "html5lib")) == ["A word.", "x"]
    cell = nbformat.v4.new_markdown_cell("A *w*ord.\n\n$$\ny\n$$")
    assert notebook_prose(nbformat.v4.new_notebook(cells=[cell])) == ["A word.", "y"]
