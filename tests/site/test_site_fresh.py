"""No page is ever stale: what it shows was computed from the library, the data and the environment as they are."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.site.conftest import Site

pytestmark = pytest.mark.site

RULE = "sigmoid(x) * (1 - sigmoid(x))"
WRONG_RULE = "sigmoid(x) * (1 + sigmoid(x))"


def edit_rule(site: "Site") -> None:
    """Plant a wrong right side of the same length."""
    site.edit("gdmath/rules.py", RULE, WRONG_RULE)


def test_edited_rule_reaches_every_page(site: "Site") -> None:
    """A rule's right side is edited: an ordinary rebuild shows the new output, in cells and prose, on each page."""
    assert site.outputs("rule") == ["sigmoid(w)*(1 - sigmoid(w))"]
    assert site.prose("slope")[0] == "The slope at 0 is 0.2500."
    stamp = site.page("plain").select_one(".stamp")
    edit_rule(site)
    built = site.build()
    assert (built.status, built.executed) == (0, (3, 3))
    assert site.outputs("rule") == ["sigmoid(w)*(1 + sigmoid(w))"]
    assert site.prose("slope")[0] == "The slope at 0 is 0.7500."
    assert site.page("plain").select_one(".stamp") != stamp


def test_edit_within_one_second_is_seen(site: "Site") -> None:
    """A library file that keeps its size and its date still counts as another one, in the kernel's bytecode as well."""
    rules = site.root / "gdmath" / "rules.py"
    before = rules.stat()
    edit_rule(site)
    os.utime(rules, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert rules.stat().st_size == before.st_size
    assert site.build().status == 0
    assert site.outputs("rule") == ["sigmoid(w)*(1 + sigmoid(w))"]


def test_page_replaced_by_an_older_file_is_read(site: "Site") -> None:
    """A page whose new text has an old date is read again."""
    page = site.root / "docs" / "plain.md"
    before = page.stat()
    site.edit("docs/plain.md", 'print("plain")', 'print("older")')
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns - 10**9))
    assert site.build().executed == (1, 1)
    assert site.outputs("plain") == ["older"]


def test_edited_data_reach_the_pages(site: "Site") -> None:
    """The CSV is edited: the pages show the new number."""
    cell = 'import gdmath\n\nfloat(gdmath.load_cells()["mean_area"].iloc[0])'
    site.write(data=f"# Data\n\n```{{code-cell}}\n{cell}\n```\n")
    assert site.build().executed == (1, 1)
    assert site.outputs("data") == ["1.001"]
    site.edit("data/cell_data.csv", "\n0,1.001,", "\n0,1.25,")
    assert site.build().executed == (4, 4)
    assert site.outputs("data") == ["1.25"]


def plant(site: "Site", folder: Path, name: str, version: str) -> None:
    """Install a distribution of one module into a folder that Python looks through before all others."""
    metadata = folder / f"{name}.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    (metadata / "top_level.txt").write_text(f"{name}_module\n", encoding="utf-8")
    (folder / f"{name}_module.py").write_text(f"__version__ = {version!r}\n", encoding="utf-8")
    site.environment["PYTHONPATH"] = str(folder)


@pytest.mark.parametrize("name", ["tqdm", "cycler", "ipykernel"])
def test_another_version_of_what_the_pages_run_on_executes_all(site: "Site", tmp_path: Path, name: str) -> None:
    """What the library imports, what that requires in turn, and what executes the cells: another version counts."""
    plant(site, tmp_path / "packages", name, "77.0")
    assert site.build().executed == (3, 3)


def test_another_version_of_what_no_page_runs_on_executes_nothing(site: "Site", tmp_path: Path) -> None:
    """What is installed for the tests or the lints alone, and what renders the pages, is no part of an output."""
    for name in ("planted", "pytest", "beautifulsoup4", "ruff"):
        plant(site, tmp_path / "packages", name, "77.0")
    assert site.build().executed == (0, 0)


def test_another_version_of_what_one_page_imports_executes_it_alone(site: "Site", tmp_path: Path) -> None:
    """What only the cells of one page import counts for that page, which is then read again as well."""
    plant(site, tmp_path / "packages", "planted", "1.0")
    cell = "import math, planted_module\n\nplanted_module.__version__"
    site.write(planted=f"# Planted\n\n```{{code-cell}}\n{cell}\n```\n")
    assert site.build().executed == (1, 1)
    assert site.build().executed == (0, 0)
    plant(site, tmp_path / "packages", "planted", "1.1")
    shutil.rmtree(tmp_path / "packages" / "__pycache__")
    assert site.build().executed == (1, 1)
    assert site.outputs("planted") == ["'1.1'"]


# Files beside what the pages are computed from: they are written by editors, by Python, or for other purposes.
BESIDE = (
    "gdmath/.rules.py.swp",
    "gdmath/.#rules.py",
    "gdmath/rules.py~",
    "gdmath/__pycache__/rules.cpython-399.pyc",
    "gdmath/NOTES.md",
    "data/.cell_data.csv.swp",
    "data/NOTES.md",
    ".env",
)


def test_what_is_beside_the_library_executes_nothing(site: "Site") -> None:
    """Hidden files, an editor's copies, bytecode, and what is no source and no data of the pages do not count."""
    for name in BESIDE:
        (site.root / name).parent.mkdir(exist_ok=True)
        (site.root / name).write_text("planted\n", encoding="utf-8")
    assert site.build().executed == (0, 0)


@pytest.mark.parametrize("path", ["theme/search/__init__.py", "katex/lines.py", "downloads/script.py"])
def test_an_edited_extension_that_executes_nothing_executes_nothing(site: "Site", path: str) -> None:
    """A change in what renders pages, searches them or makes other things of them leaves their outputs alone."""
    with (site.root / "docs" / "_ext" / path).open("a", encoding="utf-8") as module:
        module.write("\n# planted\n")
    with (site.root / "docs" / "_tools" / "lint" / "numerals.py").open("a", encoding="utf-8") as module:
        module.write("\n# planted\n")
    assert site.build().executed == (0, 0)


def test_the_extension_that_executes_counts(site: "Site") -> None:
    """A change in what executes the cells executes all of them."""
    site.edit("docs/_ext/fresh/kernel.py", '"COLUMNS": "80"', '"COLUMNS": "79"')
    assert site.build().executed == (3, 3)


@pytest.mark.parametrize("path", ["gdmath/planted.py", "gdmath/printing/planted.py"])
def test_a_new_module_counts(site: "Site", path: str) -> None:
    """A module that is added to the library, at whatever depth, executes all."""
    (site.root / path).parent.mkdir(exist_ok=True)
    (site.root / path).write_text("", encoding="utf-8")
    assert site.build().executed == (3, 3)


def test_another_python_executes_all(site: "Site", tmp_path: Path) -> None:
    """Python's version changes: everything is executed again, and the stamp says which it is."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nnumber, rest = sys.version.split(' ', 1)\nsys.version = f'{number}77 {rest}'\n", encoding="utf-8"
    )
    site.environment["PYTHONPATH"] = str(tmp_path)
    assert site.build().executed == (3, 3)
    stamp = site.page("plain").select_one(".stamp")
    assert stamp is not None
    assert " ".join(stamp.text.split()).endswith("77.")


def test_nothing_changed_executes_nothing(site: "Site") -> None:
    """What does not concern the computation is rendered anew without executing a cell."""
    assert site.build().executed == (0, 0)
    site.edit("docs/plain.md", "Some prose.", "Other prose.")
    assert site.build().executed == (0, 0)
    assert site.prose("plain")[0] == "Other prose."
    site.edit("docs/plain.md", "{code-cell}\n", "{code-cell}\n:tags: [remove-input]\n\n")
    assert site.build().executed == (0, 0)
    assert site.outputs("plain") == ["plain"]
    assert site.page("plain").select(".cell_input") == []


def test_edit_that_is_taken_back_executes_nothing(site: "Site") -> None:
    """A rule is broken and put back, and prose is edited after that: the outputs from before are still there."""
    text = (site.root / "gdmath" / "rules.py").read_text(encoding="utf-8")
    edit_rule(site)
    assert site.build().executed == (3, 3)
    (site.root / "gdmath" / "rules.py").write_text(text, encoding="utf-8")
    assert site.build().executed == (0, 0)
    site.edit("docs/plain.md", "Some prose.", "Other prose.")
    assert site.build().executed == (0, 0)
    assert site.outputs("rule") == ["sigmoid(w)*(1 - sigmoid(w))"]


def test_edited_cell_executes_its_page_alone(site: "Site") -> None:
    """One code cell is edited: that page is executed, and no other."""
    site.edit("docs/plain.md", 'print("plain")', 'print("edited")')
    assert site.build().executed == (1, 1)
    assert site.outputs("plain") == ["edited"]


def test_edited_value_executes_its_page_alone(site: "Site") -> None:
    """The expression of a number in the prose is edited: that page is executed, and no other."""
    site.edit("docs/slope.md", "w=0):.4f", "w=0):.1%")
    assert site.build().executed == (1, 1)
    assert site.prose("slope")[0] == "The slope at 0 is 25.0%."


def test_display_tag_is_checked_without_executing(site: "Site") -> None:
    """A cell that is declared a figure afterwards is checked by its kept outputs."""
    site.edit("docs/plain.md", "{code-cell}\n", "{code-cell}\n:tags: [figure]\n\n")
    built = site.build()
    assert (built.status, built.executed) == (2, (0, 0))
    assert "docs/plain.md:8: it is tagged figure, and showed 0 figures instead of one" in built.console


def test_damaged_outputs_are_computed_again(site: "Site") -> None:
    """Kept outputs that cannot be read count as none; of other libraries only the last few, and nothing else goes."""
    store = site.root / "docs" / "_build" / ".outputs"
    older = [f"{number:016x}" for number in range(6)]
    for number, name in enumerate([*older, "of-the-user"]):
        (store / name).mkdir()
        os.utime(store / name, ns=(number, number))
    for path in (site.root / "docs" / "_build" / ".outputs").glob("*/*.json"):
        path.write_text('[[{"output_type"', encoding="utf-8")
    site.edit("docs/plain.md", "Some prose.", "Other prose.")
    assert site.build().executed == (1, 1)
    assert site.outputs("plain") == ["plain"]
    edit_rule(site)
    assert site.build().executed == (3, 3)
    kept = {folder.name for folder in store.iterdir()}
    assert kept.intersection(older) == {*older[-2:]}
    assert "of-the-user" in kept
    assert len(kept) == 5


def test_text_that_another_extension_changes_is_executed(site: "Site") -> None:
    """A page that an extension rewrites while it is read is executed as rewritten."""
    hook = "\n\ndef setup(app):\n    app.connect('source-read', rewrite)\n"
    rewrite = "\n\ndef rewrite(_app, name, text):\n    text[0] = text[0].replace('\"plain\"', '\"rewritten\"')\n"
    with (site.root / "docs" / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(hook + rewrite)
    site.edit("docs/plain.md", "Some prose.", "Other prose.")
    assert site.build().status == 0
    assert site.outputs("plain") == ["rewritten"]


def test_library_beside_the_pages_is_the_one_that_runs(site: "Site", tmp_path: Path) -> None:
    """Another copy of the library that Python would find neither runs nor stands in for a missing one."""
    shutil.copytree(site.root / "gdmath", tmp_path / "installed" / "gdmath")
    site.environment["PYTHONPATH"] = str(tmp_path / "installed")
    edit_rule(site)
    assert site.build().status == 0
    assert site.outputs("rule") == ["sigmoid(w)*(1 + sigmoid(w))"]
    shutil.rmtree(site.root / "gdmath")
    built = site.build()
    assert built.status == 2
    assert "there is nothing at gdmath, which conf.py names" in built.console
