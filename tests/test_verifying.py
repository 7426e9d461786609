"""What counts as a difference between a published page or download and what is computed now, and how it is named."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = str(Path(__file__).resolve().parents[1] / "docs")

CELL = (
    '<div class="cell"><div class="cell_input"><pre>{source}</pre></div>'
    '<div class="cell_output"><div class="output">{output}</div></div></div>'
)


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Find the modules as the program in docs/ does."""
    monkeypatch.syspath_prepend(DOCS)
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "verifying"]:
        del sys.modules[name]


def html(*parts: str) -> bytes:
    """A page."""
    return f"<html><nav>menu</nav><article>{''.join(parts)}</article></html>".encode()


def named(published: bytes, now: bytes) -> list[str]:
    """What differs between two pages."""
    from verifying.differences import differences
    from verifying.meaning import meaning

    return [str(found) for found in differences(meaning(published).pieces, meaning(now).pieces)]


SAME = {
    "chrome": ("<p>text</p>", '<div class="box" id="a"><p class="b" style="c">text</p></div>'),
    "spaces": ("<p>a sentence\nin lines</p>", "<p>\n a <span>sentence</span> in\tlines</p>"),
    "permanent links": ("<h1>Title</h1>", '<h1>Title<a class="headerlink" href="#title">¶</a></h1>'),
    "offers": ("<p>text</p>", '<p class="downloads">Take <a href="a.zip">it</a></p><p>text</p>'),
    "styles and scripts": ("<p>text</p>", "<style>a {}</style><script>let a</script><!-- a --><p>text</p>"),
    "a table's box": (
        "<table><tr><th>a</th><td>b</td></tr></table>",
        '<div tabindex="0"><table><tbody>\n<tr>\n<th scope="row"><p>a</p></th><td>b</td></tr></tbody></table></div>',
    ),
    "the order of attributes": ('<svg a="1" b="2"/>', '<svg b="2" a="1"></svg>'),
}


@pytest.mark.parametrize("name", SAME)
def test_what_says_the_same_is_the_same(name: str) -> None:
    """The look of a page, its menu and the way its HTML is written make no difference."""
    before, after = SAME[name]
    assert named(html(before), html(after)) == []


DIFFERENT = {
    "a word": ("<p>one</p>", "<p>two</p>", "above the first heading, prose:", "one", "two"),
    "a heading": ("<h2>One</h2>", "<h2>Two</h2>", "under 'Two', prose:", "One", "Two"),
    "a line end in code": (
        "<h1>C</h1><pre>a\nb</pre>",
        "<h1>C</h1><pre>a b</pre>",
        "under 'C', prose:",
        r"a\nb",
        "a b",
    ),
    "a cell of a row": (
        "<tr><td>1</td><td>2</td></tr>",
        "<tr><td>1</td><td>3</td></tr>",
        "above the first heading, prose:",
        "1 | 2",
        "1 | 3",
    ),
    "an alternative text": (
        '<img alt="one" src="a.png">',
        '<img alt="two" src="a.png">',
        "above the first heading, figure's description:",
        "one",
        "two",
    ),
    "an attribute of a moving figure": (
        '<gd-scrub frames="3">still</gd-scrub>',
        '<gd-scrub frames="4">still</gd-scrub>',
        "above the first heading, prose:",
        "still (3)",
        "still (4)",
    ),
    "a paragraph too few": ("", "<h2>More</h2>", "under 'More', prose:", "nothing", "More"),
    "a text that goes on": ("<p>one</p>", "<p>one more</p>", "above the first heading, prose:", "one", "one more"),
    "what cannot be seen": (
        "<p>a\u200bb</p>",
        "<p>a\u200cb</p>",
        "above the first heading, prose:",
        r"a\u200bb",
        r"a\u200cb",
    ),
    "the middle of a long text": (
        f"<p>{'a' * 200}b{'c' * 200}</p>",
        f"<p>{'a' * 200}d{'c' * 200}</p>",
        "above the first heading, prose:",
        f"…{'a' * 40}b{'c' * 59}…",
        f"…{'a' * 40}d{'c' * 59}…",
    ),
    "a cell without its source": (
        '<div class="cell"><div class="cell_output"><pre>1</pre></div></div>',
        '<div class="cell"><div class="cell_output"><pre>2</pre></div></div>',
        "cell 1 (its source is not shown), output:",
        "1",
        "2",
    ),
    "a cell with a long first line": (
        CELL.format(source="x" * 70 + "\n\n", output="1"),
        CELL.format(source="x" * 70 + "\n\n", output="2"),
        f"cell 1 ({'x' * 60}…), output:",
        "1",
        "2",
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_says_something_else_is_named(name: str) -> None:
    """Every difference is named with its place, its kind, and both texts around the first sign that differs."""
    before, after, place, published, now = DIFFERENT[name]
    assert named(html(before), html(after)) == [f"{place}\n    published: {published}\n    now:       {now}"]


def test_one_cell_more_moves_no_other() -> None:
    """Where a cell is published that is gone, it alone is named, by the number that it was published with."""
    cells = [CELL.format(source=f"print({number})", output=f"<pre>{number}</pre>") for number in range(5)]
    assert named(html(*cells), html(*cells[:2], *cells[3:])) == [
        "cell 3 (print(2)), source:\n    published: print(2)\n    now:       nothing",
        "cell 3 (print(2)), output:\n    published: 2\n    now:       nothing",
    ]


def test_page_that_cannot_be_read_is_named() -> None:
    """A page nested deeper than can be read, in an unknown encoding, or with nothing in it differs, and no more."""
    [found] = named(html("<b>" * 5000), html("<p>text</p>"))[:1]
    assert found.splitlines()[1:] == ["    published: it is nested too deeply to be read", "    now:       nothing"]
    assert named(html("<p>text</p>").replace(b"text", b"t\xffxt"), html("<p>text</p>")) == [
        "above the first heading, prose:\n    published: t\\xffxt\n    now:       text"
    ]
    assert named(b"", html("<p>text</p>")) == [
        "above the first heading, prose:\n    published: nothing\n    now:       text"
    ]


def notebook(*cells: dict[str, object]) -> bytes:
    """A notebook with some prose above its cells."""
    return json.dumps({"cells": [{"cell_type": "markdown", "source": ["# Lesson\n", "Text."]}, *cells]}).encode()


def code(source: str, *outputs: dict[str, str]) -> dict[str, object]:
    """A cell of a notebook."""
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def test_cell_of_a_notebook_is_named() -> None:
    """A download differs by its prose, its code and its outputs, whatever else is in it."""
    from verifying.differences import differences
    from verifying.downloads import notebook as read

    there = read(notebook(code("a = 1"), code("a\n", {"text": "1"})))
    here = read(notebook(code("a = 2"), code("a\n", {"text": "2"})).replace(b"Text.", b"Other."))
    assert here.cells == 2
    assert [str(found) for found in differences(there.pieces, here.pieces)] == [
        "after cell 0, prose:\n    published: # Lesson\\nText.\n    now:       # Lesson\\nOther.",
        "cell 1 (a = 2), source:\n    published: a = 1\n    now:       a = 2",
        'cell 2 (a), output:\n    published: {"text": "1"}\n    now:       {"text": "2"}',
    ]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"cells": [{}]}', b'{"cells": 1}', b"\xff"])
def test_what_is_no_notebook_is_named(content: bytes) -> None:
    """A file that is no notebook differs from one, and stops nothing."""
    from verifying.downloads import notebook as read

    [piece] = read(content).pieces
    assert (piece.place, piece.kind) == ("the file", "notebook")
    assert piece.text.startswith("it is none: ")


def test_line_of_a_script_is_named() -> None:
    """A script differs by its lines."""
    from verifying.differences import differences
    from verifying.downloads import script

    found = differences(script(b"a = 1\nb = 2\n").pieces, script(b"a = 1\nb = 3\n").pieces)
    assert [str(one) for one in found] == ["line 2, script:\n    published: b = 2\n    now:       b = 3"]


class Files(dict[str, bytes]):
    """A copy in memory."""

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        return self.get(name)

    def names(self) -> set[str]:
        """Return the name of every file."""
        return set(self)


def page(words: str, stamp: str = "gdmath 1") -> bytes:
    """Return a page with some words and a stamp."""
    return f'<article><p>{words}</p></article><div class="stamp"><p>{stamp}</p></div>'.encode()


NOW = Files({"index.html": page("home"), "404.html": page("none"), "page.js": b"good", "a.whl": b"wheel"})


@pytest.mark.parametrize(
    ("copy", "status", "lines"),
    [
        (dict(NOW), 0, []),
        ({name: content for name, content in NOW.items() if name != "404.html"}, 0, []),
        (NOW | {"page.js": b"evil"}, 1, ["page.js: 1 difference"]),
        (NOW | {"a.whl": b"evil", "b.js": b"new"}, 1, ["a.whl: 1 difference", "b.js: 1 difference"]),
        ({name: content for name, content in NOW.items() if name != "page.js"}, 1, ["page.js: 1 difference"]),
        ({"index.html": page("home", "gdmath 0"), "404.html": page("none", "gdmath 0"), "a.whl": b"old"}, 0, []),
    ],
)
def test_other_files_are_compared_by_their_bytes(
    copy: dict[str, bytes], status: int, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What differs is named; under another stamp a script or a wheel may differ; a copy may lack the page for 404."""
    from verifying.comparison import compare

    assert compare("copy", Files(copy), NOW) == status
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.endswith("1 difference") and ".html" not in line] == lines
