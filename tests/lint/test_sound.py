"""What is wrong with the text of a page is named before anything on it runs: with its line, and all of it at once."""

from pathlib import Path

import pytest
from myst_parser.config.main import MdParserConfig

from fresh.sound import Allowed, unsound

CONFIG = MdParserConfig(enable_extensions={"amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"})
ALLOWED = Allowed(("bug",), {"description": True, "search": False})
RIGHT = "---\ndescription: What it is about.\n---\n\n# Title\n\n"  # six lines, so that the seventh is the next
NO_DESCRIPTION = "1: Cannot publish a page without 'description', because every page has one. "
NO_DESCRIPTION += "Write `description: …` in its front matter."
NO_TITLE = "1: Cannot publish a page without a title, because menus and links need one. Write # and a title."
NO_YAML = "Cannot read this front matter, because it is no YAML: "
QUOTES = ". Put text that holds : or # in quotation marks."
NO_OPTIONS = "7: Cannot read the options of this cell, because "
OPTIONS = ". Write them as `:tags: [hide-input]`."
TWICE = "9: Cannot use the option 'tags' twice, because only the last counts. Take one out."
NO_NAMES = "2: Cannot use None as front matter, because it has no names. Write `name: text`, a line each."
UNKNOWN = "because nothing is known by that name. "
DIFFERENT = "which programs read in different ways. Take it out."

HEADERS = [
    ("description: a colon: here", f"2: {NO_YAML}mapping values are not allowed here{QUOTES}"),
    ("search: titles\ndescription: [a", f"3: {NO_YAML}expected ',' or ']', but got '<stream end>'{QUOTES}"),
    ('description: "a', f"2: {NO_YAML}found unexpected end of stream{QUOTES}"),
    ("description: a\n\tx: 1", f"3: {NO_YAML}found character '\\t' that cannot start any token{QUOTES}"),
    ("description: *a", f"2: {NO_YAML}found undefined alias 'a'{QUOTES}"),
    ("description: 2026-13-45", f"1: {NO_YAML}month must be in 1..12{QUOTES}"),
    ("? [a, b]\n: 1", f"2: {NO_YAML}found unhashable key{QUOTES}"),
    ("description: 5", "2: Cannot use 5 as 'description', because it is no text. Put it in quotation marks."),
    ("description: ' '", "2: Cannot use ' ' as 'description', because it is no text. Put it in quotation marks."),
    (
        "description: a\nsearch: [a]",
        "3: Cannot use ['a'] as 'search', because it is no text. Put it in quotation marks.",
    ),
    (
        "description: a\ndescription: b",
        "3: Cannot use 'description' twice, because only one of them counts. Take one out.",
    ),
    (
        "description: a\nserch: titles",
        "3: Cannot use 'serch' in the front matter, because nothing is known by that name. Did you mean 'search'?",
    ),
    ("- a", "2: Cannot use ['a'] as front matter, because it has no names. Write `name: text`, a line each."),
    ("", NO_NAMES),
    ("# c", NO_NAMES),
    ("description: a\ntitle: 5", "3: Cannot use 5 as 'title', because it is no text. Put it in quotation marks."),
    ("description: a\nkernelspec: 5", "3: Cannot use 5 as 'kernelspec', because it has no names. Write `name: value`."),
    ("description: !!timestamp x", f"1: {NO_YAML}'NoneType' object has no attribute 'groupdict'{QUOTES}"),
    ("description: !!int ''", f"1: {NO_YAML}string index out of range{QUOTES}"),
    ("description: " + "[" * 3000, f"1: {NO_YAML}its brackets are nested too deeply{QUOTES}"),
    (
        "orphan: true\nmystnb: {execution_mode: force}",
        f"3: Cannot use 'mystnb' in the front matter, {UNKNOWN}Did you mean 'myst'?",
    ),
    ("orphan: true", NO_DESCRIPTION),
]
CELLS = [
    (":tags: [hide-input", f"{NO_OPTIONS}Invalid options format (bad YAML){OPTIONS}"),
    ("---\ntags: [hide-input\n---", f"{NO_OPTIONS}Invalid options format (bad YAML){OPTIONS}"),
    ("---\n- a\n---", f"{NO_OPTIONS}Invalid options format (not a dict){OPTIONS}"),
    ("---\ntags: [hide-input]", f"{NO_OPTIONS}Invalid options format (bad YAML){OPTIONS}"),
    (":tags: hide-input", f"{NO_OPTIONS}'hide-input' is not of type 'array'{OPTIONS}"),
    (":tags:", f"{NO_OPTIONS}None is not of type 'array'{OPTIONS}"),
    (":tags: [[bug]]", f"{NO_OPTIONS}['bug'] is not of type 'string'{OPTIONS}"),
    (
        ":wide: other.py",
        "8: Cannot use 'wide' in the options of a cell, because nothing is known by that name. Known are mystnb, tags.",
    ),
    (
        ":tags: [bug, hide-inptu]",
        f"8: Cannot use 'hide-inptu' in the tags of a cell, {UNKNOWN}Did you mean 'hide-input'?",
    ),
    (":tags: [bug]\n:tags: [figure]", TWICE),
    (
        ":tag: [bug]",
        "8: Cannot use 'tag' in the options of a cell, because nothing is known by that name. Did you mean 'tags'?",
    ),
    (
        ":caption: a figure",
        f"8: Cannot use 'caption' in the options of a cell, {UNKNOWN}Known are mystnb, tags.",
    ),
    (":tags: " + "[" * 3000, f"{NO_OPTIONS}Invalid options format (bad YAML){OPTIONS}"),
    ("---\nmystnb: 5\n---", "9: Cannot use 5 as 'mystnb', because it has no names. Write `name: value` below it."),
    (
        "---\nmystnb:\n  remove_code_source: true\n  scroll_output: true\n---",
        f"11: Cannot use 'scroll_output' in mystnb, {UNKNOWN}Did you mean 'scroll_outputs'?",
    ),
    (
        "---\nmystnb:\n  figure: 5\n---",
        "10: Cannot use 5 as 'figure', because 'int' object is not iterable. Write what MyST-NB knows there.",
    ),
]
BREAKS = [
    ('+++ {"tags": [', f"{NO_OPTIONS}Expecting value: line 1 column 11 (char 10){OPTIONS}"),
    ("+++ [1]", f"{NO_OPTIONS}Markdown cell 0 at line 1 is not a dict{OPTIONS}"),
    (
        '+++ {"tags": ["raises-exceptoin"]}',
        f"7: Cannot use 'raises-exceptoin' in the tags of a cell, {UNKNOWN}Did you mean 'raises-exception'?",
    ),
]
LINES = [
    (b"Z\xfcrich", "7: Cannot read this line, because byte 0xfc in it is no UTF-8. Save the file as UTF-8."),
    (b"\r\nx\r\xff", "9: Cannot read this line, because byte 0xff in it is no UTF-8. Save the file as UTF-8."),
    *(
        (
            f"one{chr(code)}two".encode(),
            f"7: Cannot read this line, because it holds the invisible character U+{code:04X}, {DIFFERENT}",
        )
        for code in (0, 0xB, 0xC, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029, 0xE000, 0xE001)
    ),
]
TITLES = ["", "Text.\n", "# \n", "> # Quoted\n", "```{code-cell}\n# no title\n```\n"]


def said(data: bytes | str, allowed: Allowed = ALLOWED) -> list[str]:
    """Return what is wrong with a page, by its line."""
    found = unsound(data.encode() if isinstance(data, str) else data, "docs/page.md", CONFIG, allowed)
    assert all(failure.page == "docs/page.md" for failure in found)
    return [f"{failure.line}: {failure.reason}" for failure in found]


@pytest.mark.parametrize(("header", "wanted"), HEADERS, ids=[f"{header:.40}" for header, _ in HEADERS])
def test_front_matter_is_named(header: str, wanted: str) -> None:
    """What is no YAML, no text, misspelt, twice or not there."""
    assert said(f"---\n{header}\n---\n\n# Title\n")[0] == wanted


@pytest.mark.parametrize(("options", "wanted"), CELLS, ids=[f"{options:.40}" for options, _ in CELLS])
@pytest.mark.parametrize("kind", ["code-cell", "raw-cell"])
def test_options_of_cells_are_named(options: str, wanted: str, kind: str) -> None:
    """What is no YAML, no list of words, or misspelt."""
    assert said(f"{RIGHT}```{{{kind}}}\n{options}\nx = 1\n```\n") == [wanted]


@pytest.mark.parametrize(("line", "wanted"), BREAKS)
def test_options_of_prose_are_named(line: str, wanted: str) -> None:
    """A cell of prose has options as well."""
    assert said(f"{RIGHT}{line}\n\nText.\n") == [wanted]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_what_programs_read_in_different_ways_is_named(line: bytes, wanted: str) -> None:
    """No UTF-8, and characters at which some begin a new line."""
    assert said(RIGHT.encode() + line + b"\n") == [wanted]


@pytest.mark.parametrize("text", TITLES)
def test_a_page_needs_a_title(text: str) -> None:
    """One with words in it, which is no quotation and no comment of code."""
    assert said(f"---\ndescription: a\n---\n\n{text}") == [NO_TITLE]


def test_a_cell_in_another_language_is_named() -> None:
    """It would run as Python."""
    wanted = "7: Cannot run a cell in 'julia', because pages run in Python. Write {code-cell} alone."
    assert said(f"{RIGHT}```{{code-cell}} julia\nx = 1\n```\n") == [wanted]


def test_front_matter_needs_an_end() -> None:
    """What nobody ended is a line and a paragraph, and a description that no one reads."""
    assert said("---\ndescription: a\n\n# Title\n") == [
        "1: Cannot read the front matter, because no line of --- ends it. Write one below it."
    ]


def test_all_is_named_at_once() -> None:
    """Several lines of one page, in order, each with what stands there."""
    cell = "```{code-cell}\n:tags: [bgu]\nx = 1\n```\n"
    found = unsound(f"---\nserch: a\n---\n\n{cell}\n{cell}".encode(), "page.md", CONFIG, ALLOWED)
    assert [failure.line for failure in found] == [2, 1, 6, 11, 1]
    assert str(found[2]).endswith("Did you mean 'bug'?\n    | :tags: [bgu]")


RIGHT_ONES = [
    RIGHT,
    RIGHT.replace("\n", "\r\n"),
    "\ufeff" + RIGHT,
    f"{RIGHT}```{{code-cell}} ipython3\n:tags: [bug, figure, hide-input, raises-exception]\nx = 1\n```\n",
    f"{RIGHT}```{{code-cell}}\n---\ntags: [bug]\nmystnb:\n  number_source_lines: true\n---\nx = 1\n```\n",
    f"{RIGHT}```{{code-cell}}\n```\n",
    f'{RIGHT}+++\n\nText.\n\n+++ {{"tags": []}}\n',
    "---\ndescription: a\norphan: true\n---\n\nTitle\n=====\n",
    "---\ndescription: a\n---\n\n```{include} other.md\n```\n",
    f"{RIGHT}---\n\nA line above.\n",
]


@pytest.mark.parametrize("text", RIGHT_ONES)
def test_a_right_page_is_right(text: str) -> None:
    """With all that a page may have."""
    assert said(text) == []


def test_only_what_a_project_asks_for_is_asked_for() -> None:
    """A project that names no front matter has pages without, and a title is enough."""
    assert said("# Title\n", Allowed((), {})) == []


def test_our_pages_are_right() -> None:
    """Each page of the site, by the settings of conf.py."""
    docs = Path(__file__).resolve().parents[2] / "docs"
    pages = [page for page in docs.rglob("*.md") if not {"_build", "node_modules"} & set(page.parts)]
    assert len(pages) > 20
    allowed = Allowed(("bug", "check", "live", "repair"), ALLOWED.header)
    assert [found for page in pages for found in said(page.read_bytes(), allowed)] == []
