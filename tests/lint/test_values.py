"""What is a value in the prose: the build and every lint ask one reader, and what it says of odd places is right."""

import pytest
from myst_parser.config.main import MdParserConfig

from fresh.page import read
from fresh.values import Value
from lint.prose import pieces, values

CONFIG = MdParserConfig(enable_extensions={"amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"})

# By place: a text, and what is computed in it.
COMPUTED = {
    "paragraph": ("It is {value}`n`.", ["n"]),
    "heading": ("# After {value}`n` steps", ["n"]),
    "emphasis": ("It is **{value}`n`**.", ["n"]),
    "table with a bar": ('| a |\n|---|\n| {value}`"a|b"` |\n', ['"a|b"']),
    "list in a quotation": ("> - It is {value}`n`.\n", ["n"]),
    "link text": ("[all {value}`n`](https://example.org)", ["n"]),
    "link title": ('[all](https://example.org "all {value}`n`")', ["n"]),
    "image": ("![A curve of {value}`n` points](curve.svg)", ["n"]),
    "formula": ("$w^{value}`n`$ and $$\n{latex}`e`\n$$", ["n", "e"]),
    "formula with a dollar in a value": ('$w = {value}`x["$"]`$ and {value}`n`', ['x["$"]', "n"]),
    "math role": ("{math}``w = {value}`n` ``", ["n"]),
    "amsmath": ("\\begin{align*}\na &= {value}`n`\n\\end{align*}\n", ["n"]),
    "math directive": ("```{math}\n:label: e\n\n{value}`n`\n```\n", ["n"]),
    "admonition": (":::{admonition} All {value}`n`\n:class: wide\n\nIt is {value}`m`.\n:::\n", ["n", "m"]),
    "directive in a directive": ("::::{note}\n\n```{tip}\n{value}`n`\n```\n::::\n", ["n"]),
    "option": ("```{figure} curve.svg\n:alt: A curve of {value}`n` points.\n\nAfter {value}`m`.\n```\n", ["n", "m"]),
    "definition list": ("Term\n: It is {value}`n`.\n", ["n"]),
    "footnote": ("A.[^n]\n\n[^n]: It is {value}`n`.\n", ["n"]),
    "html": ('<p title="{value}`n`">\n{value}`m`\n</p>\n', ["n", "m"]),
    "between tags": ("It is <b>{value}`n`</b>.", ["n"]),
    "several lines": ("It is {value}`n +\n1` and {value}`m`.", ["n +\n1", "m"]),
    "after code that looks like one": ("`{value}` and `n`, then {value}`m`.", ["m"]),
    "after code that hides one": ("`a {value}` and {value}`n`, `b`.", ["n"]),
    "after an escape": ("\\{value}`n` and {value}`m`", ["m"]),
}
LITERAL = {
    "inline code": "`` {value}`12` ``",
    "fenced code": "```text\n{value}`12`\n```\n",
    "fenced code in a list": "- a\n\n  ~~~\n  {value}`12`\n  ~~~\n",
    "indented code": "Text.\n\n    {value}`12`\n",
    "code directive": "```{code-block} python\n:caption: {value}`12`\n\n{value}`12`\n```\n",
    "list of pages": "```{toctree}\n{value}`12`\n```\n",
    "pre": "<pre>\n{value}`12`\n</pre>\n",
    "code in html": "<p>\n<code>{value}`12`</code>\n</p>\n",
    "script": "<script>\n{value}`12`\n</script>\n",
    "comment": "% {value}`12`\n\n<!-- {value}`12` -->\n\nText.<!-- {value}`12` -->",
    "address": "[here](https://example.org/{value}`12`)",
    "autolink": "<https://example.org/{value}`12`>",
    "path of an image": "![A curve](curve-{value}`12`.svg)",
    "path of a figure": ":::{figure} curve-{value}`12`.svg\n:::\n",
    "more backticks": "{value}``12``",
}


def built(text: str) -> list[Value]:
    """What the build computes."""
    return [step for step in read(text, "page.md", CONFIG).steps if isinstance(step, Value)]


@pytest.mark.parametrize("place", COMPUTED)
def test_a_value_is_computed_wherever_it_is_read(place: str) -> None:
    """Build and lints find the same, in the order of the text, on the lines on which it stands."""
    text, expressions = COMPUTED[place]
    found = built(f"First.\n\n{text}")
    assert [value.expression for value in found] == expressions
    assert [value.line for value in found] == [3 + text.count("\n", 0, text.index(value.source)) for value in found]
    seen = values(f"---\nkey: value\n---\n{text}")
    assert [(value.role, value.expression, value.kind) for value in seen] == [
        (value.role, value.expression, value.kind) for value in found
    ]
    assert [value.line - 1 for value in seen] == [value.line for value in found]


@pytest.mark.parametrize("place", LITERAL)
def test_what_is_not_read_as_prose_is_left_as_it_is(place: str) -> None:
    """In code, comments and addresses neither build nor lints see a value, and a number in it is no constant."""
    text = LITERAL[place]
    assert built(text) == []
    assert values(text) == ()
    assert read(text, "page.md", CONFIG).notebook.cells[0].source == text.rstrip()


def test_text_of_a_piece_has_no_values() -> None:
    """What a lint reads around a value is as it was typed, and the value itself neither letter nor digit."""
    [formula] = [piece for piece in pieces("$w = {value}`w1`$") if piece.kind == "formula"]
    assert formula.text == "w = \ufffc"
    [code] = [piece for piece in pieces("`` {value}`w1` ``") if piece.kind == "code"]
    assert code.text == "{value}`w1`"


@pytest.mark.parametrize(
    ("kind", "written"),
    [("text", r"a\_b\<c\>"), ("formula", "a_b<c>"), ("html", "a_b&lt;c&gt;"), ("option", "a_b<c>")],
)
def test_a_result_is_written_as_its_place_asks_for(kind: str, written: str) -> None:
    """Escaped for Markdown and for HTML; a formula and an option are taken as they are."""
    assert Value("value", "x", 1, 0, 0, kind).written("a_b<c>") == written
