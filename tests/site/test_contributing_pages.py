"""What CONTRIBUTING.md says about a new lesson, done to a copy of the site."""

import re
import shutil
from collections.abc import Callable

import pytest

from tests.site.conftest import ROOT, Site

pytestmark = pytest.mark.site


def test_a_new_lesson_is_a_page(new_site: Callable[..., Site]) -> None:
    """The one of the text passes the lint, is built, and is found in the menu, by the search and to take away."""
    [text] = re.findall(
        r"^````markdown\n(.*?)^````$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    site = new_site(**{"lessons/new": text, "other": "# Other\n"})
    site.edit("docs/conf.py", '"description": False', '"description": True')
    for name in ("index", "other"):
        page = site.root / "docs" / f"{name}.md"
        page.write_text(f"---\ndescription: Another page.\n---\n\n{page.read_text('utf-8')}", "utf-8")
    (site.root / "docs" / "reference").mkdir()
    shutil.copyfile(ROOT / "docs" / "reference" / "notation.md", site.root / "docs" / "reference" / "notation.md")
    linted = site._run("docs/_tools/lint", "docs/lessons/new.md")
    assert linted.status == 0, linted.console
    shutil.rmtree(site.root / "docs" / "reference")  # which the lint reads, and the page does not need
    built = site.build("-W", "--keep-going")
    assert built.status == 0, built.console
    assert built.executed == (2, 1)
    assert [link["href"] for link in site.page("other").select(".sidebar-tree a") if link.text == "The title"] == [
        "lessons/new.html"
    ]
    assert any("The slope at one is 2.00" in paragraph for paragraph in site.prose("lessons/new"))
    for ending in (".ipynb", ".py"):
        assert (site.html / "downloads" / f"new{ending}").exists()
    assert any("lessons/new" in path.read_text("utf-8") for path in site.html.glob("_static/search*.js*"))
    printed = site._run(str(site.html / "downloads" / "new.py"))
    assert "2*w" in printed.console, printed.console
