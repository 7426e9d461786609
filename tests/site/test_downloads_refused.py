"""What cannot be taken away as it is read keeps the site from being published, and is named with its page and line."""

import re
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
    ("![b](nosuch.png)", 5, "image 'b'", "there is no file 'lessons/nosuch.png'. Correct its name, or add the file."),
    ("```{list-table}\n* - a\n\n    b\n```", 6, "entry 'a b'", ONE_LINE),
]
CODE = {
    "%matplotlib inline": "because Python does not read it: invalid syntax. Write it in plain Python.",
    "from IPython.display import HTML": "because only Jupyter knows 'IPython.display'. Write it in plain Python.",
    "display(1)": "because only Jupyter knows 'display'. Write it in plain Python.",
    "In[0]": "because only Jupyter knows 'In'. Write it in plain Python.",
    "_ + 1": "because only Jupyter knows '_'. Write it in plain Python.",
}
RIGHT = """# Right

```{code-cell}
def display(text):
    return [_ for _ in text]


display("a %d !" % 1)
```
"""


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


def test_all_that_only_jupyter_runs_is_refused_before_anything_runs(new_site: Callable[..., Site]) -> None:
    """Cells that plain Python could not run are named, each with its line, on all pages; pages beside them run."""
    lines = "\n".join(["x = 1", *CODE])
    shell = "# Shell\n\n```{code-cell}\n!echo 1\nif x:\n    %time x\n```\n\n```{code-cell}\nawait f()\n```\n"
    site = new_site(**{"lessons/odd": f"# Odd\n\n```{{code-cell}}\n{lines}\n```\n", "lessons/zz": shell})
    site.write(**{"lessons/right": RIGHT, "other": "# Other\n\n```{code-cell}\nIn[0]\n```\n"})
    built = site.build()
    assert built.status == 2
    assert built.executed == (2, 2)  # of the right lesson, and of the page that nobody takes away
    for number, (code, because) in enumerate(CODE.items(), start=5):
        wanted = f"docs/lessons/odd.md:{number}: Cannot write {code!r} into the Python script of the lesson, {because}"
        assert wanted in built.console
    named = re.findall(r"zz\.md:(\d+): Cannot write '(.*)' into the .*, because Python does not read it", built.console)
    assert named == [("4", "!echo 1"), ("6", "%time x"), ("10", "await f()")]
    assert "right.md" not in built.console


def test_what_is_refused_is_not_published(new_site: Callable[..., Site]) -> None:
    """Nothing is left where the site was."""
    site = new_site(**{"lessons/odd": "# Odd\n\n```{sidebar} Aside\n\nText.\n```\n"})
    left = site.root / "docs" / "_build" / "html"
    left.mkdir()
    built = site.publish()
    assert built.status != 0
    assert "docs/lessons/odd.md:3: Cannot write sidebar 'Aside Text.' as plain Markdown for the" in built.console
    assert not left.exists()


def test_all_prose_without_plain_words_is_refused_at_once(new_site: Callable[..., Site]) -> None:
    """On every page; and again by the next build, for which nothing has changed."""
    odd = "# Odd\n\n```{sidebar} Aside\n\nText.\n```\n\nIn {math}`\\text{5$}` dollars.\n\nText.\n"
    site = new_site(**{f"lessons/odd{number}": odd for number in range(9)})
    for _ in range(2):
        built = site.build()
        assert built.status == 2, built.console
        named = re.findall(r"odd(\d)\.md:(\d): Cannot write (\w+) ", built.console)
        wanted = [(str(n), *what) for n in range(9) for what in [("3", "sidebar"), ("8", "math")]]
        assert sorted(named) == wanted


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
