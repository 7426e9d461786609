"""What CONTRIBUTING.md says about a new lesson or exhibit, done to a copy of the site."""

import re
import shutil
from collections.abc import Callable

import pytest

from tests.site import test_museum as museum
from tests.site.conftest import ROOT, Site

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
LESSON, EXHIBIT = re.findall(r"^````markdown\n(.*?)^````$", CONTRIBUTING, re.MULTILINE | re.DOTALL)


@pytest.mark.site
def test_a_new_lesson_is_a_page(new_site: Callable[..., Site]) -> None:
    """The one of the text passes the lint, is built, and is found in the menu, by the search and to take away."""
    site = new_site(**{"lessons/new": LESSON, "other": "# Other\n"})
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


TITLE = "Half the slope that a nudge finds"
TESTS = (
    museum.test_the_bug_is_wrong_and_the_repair_right,
    museum.test_a_repaired_bug_and_a_broken_repair_are_found,
    museum.test_the_check_exposes_the_bug_alone,
)


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> str:
    """What stands above the first exhibit of the museum, of which the tests know no row but that of the text."""
    row = re.findall(rf'^    "{TITLE}".*?^    \),\n', CONTRIBUTING, re.MULTILINE | re.DOTALL)
    monkeypatch.setattr(museum, "EXHIBITS", eval(f"{{{row[0]}}}", vars(museum)))
    return museum.SOURCE.partition("\n### ")[0]


def test_a_new_exhibit_is_held(opening: str) -> None:
    """The one of the text and its row pass the museum's own tests; with no repair in it they fail."""
    shown = museum.executed_in_order(f"{opening}\n\n{EXHIBIT}")
    museum.test_each_exhibit_has_its_stages(shown)
    for held in TESTS:
        held(shown, TITLE)
    broken = museum.executed_in_order(f"{opening}\n\n{EXHIBIT.replace('return 2 * (', 'return 1 * (')}")
    for held in TESTS:
        with pytest.raises(AssertionError):
            held(broken, TITLE)


@pytest.mark.site
def test_a_new_exhibit_is_shown(new_site: Callable[..., Site], opening: str) -> None:
    """Its page has all that a reader needs of it."""
    lessons = dict.fromkeys(
        [f"lessons/{name}" for name in ("the-chain-rule", "gradient-descent-with-math")], "# A lesson\n"
    )
    site = new_site(**lessons, **{museum.PAGE: f"{opening}\n\n{EXHIBIT}"})
    built = site.build("-W", "--keep-going")
    assert built.status == 0, built.console
    [section] = [found.parent for found in site.page(museum.PAGE).select("h3") if TITLE in found.text]
    assert section is not None
    museum.require_complete(section)
