"""What must not be in an output is found wherever it stands in it, and nothing else is taken for it."""

from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_notebook

from fresh.checks import failures
from fresh.page import Cell, Page

ROOTS = [f"/{name}" for name in ("w", "x", "b", "d", "a", "t", "svg", "dw")] + ["/srv/a b/字", "/srv/w-1.0"]
FORMULAS = [
    "x/w + b/d - (a)/x, [1]/t, {a}/b",
    "dJ/dw = d/dw[u]",
    "<svg><path/></svg></w></a></b></t>",
    "https://example.org/w/x/a/b/d/t/svg/dw",
    "../w ./x ~/b",
    "/weights /xs /bias /data /areas /tensor /svgs /dws",
]
PICTURE = "iVBORw0KGgo\n/w\n/x\n/b\nABC"


def reasons(root: str, *texts: str, kind: str = "text/plain", more: dict[str, str] | None = None) -> list[str]:
    """Return what is wrong with a cell that shows these texts, in a project that lies there."""
    page = Page("docs/page.md", new_notebook(), (Cell(0, "x", frozenset(), 1),), {})
    data = [{"output_type": "display_data", "data": {kind: text, **(more or {})}, "metadata": {}} for text in texts]
    return [failure.reason for failure in failures(page, [data], Path(root))]


PATH = ["its output holds the path of a folder of the machine that built it"]


@pytest.mark.parametrize("root", ROOTS)
def test_a_short_path_is_no_letter_of_a_formula(root: str) -> None:
    """Where a project lies in /w, a quotient by w is none, nor is a closing tag, a letter of a picture, an address."""
    assert reasons(root, *FORMULAS) == []
    assert reasons(root, PICTURE, kind="image/png") == []


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize(
    "leak",
    [
        "{}/",
        "{}/gdmath/rules.py",
        'File "{}/docs/page.md"',
        "['{}/a']",
        "path={}/a",
        "a\n{}/b",
        "file://{}/x",
        "<code>{}/a</code>",
        "/usr/bin:{}/bin",
        "see `{}/`",
    ],
)
def test_a_path_is_found(root: str, leak: str) -> None:
    """However short it is, and whatever stands around it."""
    assert reasons(root, leak.format(root)) == PATH
    assert reasons(root, leak.format(root), kind="text/html") == PATH


def test_paths_of_the_user_and_of_python_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """They name the machine as well; a user without a folder has none."""
    monkeypatch.setattr("sys.prefix", "/var/p")
    monkeypatch.setattr(Path, "home", lambda: Path("/u"))
    assert reasons("/w", "/u/notes", "1/u, /var/python") == PATH
    assert reasons("/w", "1/u, /var/python") == []
    assert reasons("/w", "/var/p/lib") == PATH
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert reasons("/w", "1 / 2") == []


def test_a_folder_at_the_top_is_a_word_by_itself() -> None:
    """As /root of a tree is; deeper ones are found by themselves."""
    assert reasons("/root", "the path /root of a tree") == []
    assert reasons("/srv/w", "/srv/w") == PATH


def test_what_no_page_can_show_is_named() -> None:
    """Whatever a cell says that it is."""
    assert reasons("/w", "not base64!", kind="image/png") == ["its output as image/png is no picture in base64"]
    number: Any = 5
    assert reasons("/w", number) == ["its output as text/plain is 5, which is no text"]


ADDRESS = "its output holds a memory address (at 0x7f00aa), which is another one on every build"


def test_an_address_is_found_and_answered() -> None:
    """An object says what to write in its place; a styled table, that its notebook shows its address."""
    shown = "<Thing at 0x7f00aa>"
    assert reasons("/w", "Meet me at 0xcafe12, the byte is at 0x1F40 <b>") == []
    assert reasons("/w", f"&lt;{shown[1:]}", kind="text/html")[0].startswith(ADDRESS)
    assert reasons("/w", shown) == [f"{ADDRESS}. Give its class a __repr__, or show what it holds"]
    styled = reasons("/w", shown, more={"text/html": "<table></table>"})
    assert styled == [
        f"{ADDRESS}: the plain text, which its notebook shows. Show the object itself in the place of its styled form"
    ]
