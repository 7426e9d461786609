"""What cannot be taken away as it is read keeps the site from being published, and is named with its page and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.conftest import Site

pytestmark = pytest.mark.site

NO_WORDS = "the notebook has no words for it. Say it in Markdown that every reader knows."
DOLLAR = "a dollar inside a formula ends it in Jupyter. Write the formula without it."
REMOTE = "'https://example.org/b.png' is not on the reader's disk. Keep the image beside the page."
ONE_LINE = "a cell of a Markdown table is one line. Say it in one paragraph."
PROSE = [
    ("```{sidebar} Aside\n\nText.\n```", 5, "sidebar 'Aside Text.'", NO_WORDS),
    ("Text\nand {download}`index.md`.", 6, "download_reference 'index.md'", NO_WORDS),
    ("In {math}`\\text{5$}` dollars.", 5, r"math '\\text{5$}'", DOLLAR),
    ("![b](https://example.org/b.png)", 5, "image 'b'", REMOTE),
    ("```{list-table}\n* - a\n\n    b\n```", 6, "entry 'a b'", ONE_LINE),
]
CODE = {
    "%matplotlib inline": "because Python does not read it: invalid syntax. Write it in plain Python.",
    "from IPython.display import HTML": "because only Jupyter knows 'IPython.display'. Write it in plain Python.",
    "display(1)": "because only Jupyter knows 'display'. Write it in plain Python.",
}


def refused(new_site: Callable[..., Site], text: str) -> str:
    """What a build says that must fail."""
    built = new_site(**{"lessons/odd": text}).build("-W", "--keep-going")
    assert built.status != 0, built.console
    return built.console


@pytest.mark.parametrize(("text", "line", "what", "because"), PROSE)
def test_prose_without_plain_words_is_refused(
    new_site: Callable[..., Site], text: str, line: int, what: str, because: str
) -> None:
    """A construct that the notebook could not show as the page does is named, with the reason and what to do."""
    console = refused(new_site, f"# Odd\n\nA line.\n\n{text}\n")
    wanted = f"docs/lessons/odd.md:{line}: Cannot write {what} as plain Markdown for the notebook, because {because}"
    assert f"ERROR: {wanted}\n" in console


@pytest.mark.parametrize("code", CODE)
def test_code_that_only_jupyter_runs_is_refused(new_site: Callable[..., Site], code: str) -> None:
    """A cell that plain Python could not run is named, with its line."""
    console = refused(new_site, f"# Odd\n\n```{{code-cell}}\nx = 1\n{code}\n```\n")
    wanted = f"docs/lessons/odd.md:5: Cannot write {code!r} into the Python script of the lesson, {CODE[code]}"
    assert f"ERROR: {wanted}\n" in console


def test_what_is_refused_is_not_published(new_site: Callable[..., Site]) -> None:
    """Nothing is left where the site was."""
    site = new_site(**{"lessons/odd": "# Odd\n\n```{sidebar} Aside\n\nText.\n```\n"})
    left = site.root / "docs" / "_build" / "html"
    left.mkdir()
    built = site.publish()
    assert built.status != 0
    assert "docs/lessons/odd.md:3: Cannot write sidebar 'Aside Text.' as plain Markdown for the" in built.console
    assert not left.exists()


def test_a_result_that_jupyter_lays_out_in_its_own_way_is_refused(new_site: Callable[..., Site]) -> None:
    """Page, notebook, script and Python's prompt agree, so a long list is refused, on any page."""
    console = refused(new_site, "# Odd\n\n```{code-cell}\n{'b', 'a'}\n['x' * 60, 'y' * 60]\n```\n")
    assert (
        "docs/lessons/odd.md:4: LayoutError: Cannot show this result, because Jupyter lays it out in its own way, "
        f"and Python would write {repr(['x' * 60, 'y' * 60])!r}. Show its parts one by one, or print it." in console
    )


def test_a_wheel_that_cannot_be_built_ends_the_build(new_site: Callable[..., Site]) -> None:
    """Without the wheel there would be nothing to run the downloads on; what hatchling says is passed on."""
    site = new_site(plain="# Plain\n")
    Path(site.root / "LICENSE").unlink()
    Path(site.root / "README.md").unlink()
    built = site.build()
    assert built.status != 0
    assert "ERROR: Cannot build the wheel of gdmath, because hatchling failed: " in built.console
    assert "Readme file does not exist: README.md. Correct what it names." in built.console
