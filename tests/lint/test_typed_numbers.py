"""The lint of typed numbers: it finds each one that is planted, on its line, and leaves everything else alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.typed_numbers import findings

DOCS = Path(__file__).resolve().parents[2] / "docs"

# Each page has its typed number where the name says, on the line given.
PLANTED = {
    "paragraph": ("Text.\n\nThe cost is\n0.7313 at the start.", 4, "0.7313"),
    "heading": ("# After 500 steps", 1, "500"),
    "list": ("- one\n- two\n  and 37\n", 3, "37"),
    "nested list": ("1. one\n   - deep 4.5\n", 2, "4.5"),
    "table": ("| a | b |\n|---|---|\n| x | y |\n| x | 212 |\n", 4, "212"),
    "table head": ("| a | 3 |\n|---|---|\n| x | y |\n", 1, "3"),
    "quotation": ("> It is 12.\n", 1, "12"),
    "emphasis": ("It is\n**569** cells.", 2, "569"),
    "link text": ("[all 569 cells](https://example.org/1)", 1, "569"),
    "link title": ('[cells](https://example.org/1 "all 569")', 1, "569"),
    "alternative text": ("![a curve through 3 points](curve.svg)", 1, "3"),
    "admonition": (":::{note}\n:class: wide-2\nFirst.\nThen 0.5.\n:::\n", 4, "0.5"),
    "admonition title": ("```{admonition} The 2 slopes\nText.\n```\n", 1, "2"),
    "admonition in an admonition": ("::::{note}\n\n:::{tip}\nIt is 7.\n:::\n::::\n", 4, "7"),
    "figure caption": ("```{figure} curve2.svg\n:alt: A curve.\n:width: 50%\n\nAfter 20 steps.\n```\n", 5, "20"),
    "figure alternative text": ("```{figure} curve2.svg\n:width: 50%\n:alt: 20 steps.\n```\n", 3, "20"),
    "caption in code": ('```{code-cell}\n:tags: [hide-input]\nshow(\n    caption=f"{n} and 20 steps")\n```\n', 4, "20"),
    "definition list": ("Term\n: It is 0.1.\n", 2, "0.1"),
    "footnote": ("A.[^n]\n\n[^n]: It is 30.\n", 3, "30"),
    "html": ("<div>\n<b>31</b>\n</div>\n", 2, "31"),
    "description": ("---\nmyst:\n  html_meta:\n    description: All 569 cells.\n---\nText.\n", 4, "569"),
    "role": ("See {term}`the 2 slopes <slope>`.", 1, "2"),
    "inline formula": ("The slope\nis $w = 1.0010$.", 2, "1.0010"),
    "inline formula over lines": ("Text $a +\n0.25$ more.", 2, "0.25"),
    "block formula": ("$$\nz = 3w \\\\\n  = 0.25\n$$\n", 3, "0.25"),
    "labelled formula": ("$$\nn = 569\n$$ (n-1)\n", 2, "569"),
    "amsmath formula": ("\\begin{align*}\na &= b \\\\\nc &= .5\n\\end{align*}\n", 3, ".5"),
    "math directive": ("```{math}\n:label: e-1\n\nx = 12\n```\n", 4, "12"),
    "math role": ("{math}`x = 12`", 1, "12"),
    "words in a formula": (r"$x = \text{the 5 cells}$", 1, "5"),
    "thousands in a formula": (r"$1{,}001$", 1, "1{,}001"),
    "power of ten in a formula": ("$h = 10^{-5}$", 1, "10"),
    "scientific in a formula": ("$h = 1e-5$", 1, "1e-5"),
    "percentage in a formula": (r"$5\%$", 1, r"5\%"),
    "digit that a formula ends with": ("$f(w) = 4$", 1, "= 4"),
    "digit that a line ends with": ("$$\nf &= 4 \\\\\ng &= h\n$$", 2, "= 4"),
    "approximate digit": (r"$w \approx 1$", 1, r"\approx 1"),
    "percentage": ("It is 37 % of them.", 1, "37 %"),
    "percentage, close": ("It is 37.5% of them.", 1, "37.5%"),
    "scientific": ("It is 1e-6.", 1, "1e-6"),
    "scientific, long": ("It is 1.5E+10.", 1, "1.5E+10"),
    "thousands": ("It is 1,001.", 1, "1,001"),
    "thousands, spaced": ("It is 1 001 000 pixels.", 1, "1 001 000"),
    "thousands, narrow space": ("It is 1\u202f001.", 1, "1\u202f001"),
    "minus": ("It is -0.5.", 1, "-0.5"),
    "Unicode minus": ("It is \u22120.5.", 1, "\u22120.5"),
    "other digits": ("It is \u0663.", 1, "\u0663"),
    "superscript": ("It is w\u00b2.", 1, "\u00b2"),
    "fraction": ("It is \u00bd.", 1, "\u00bd"),
    "entity": ("It is &#53;.", 1, "5"),
    "range": ("From 3 on.", 1, "3"),
    "name with a digit": ("In float32, yes.", 1, "float32"),
    "point first": ("It is .5.", 1, ".5"),
    "number in code": ("It is `0.7313`.", 1, "0.7313"),
    "tensor in code": ("It is `tensor([[1.0010]])`.", 1, "1.0010"),
}
LEGITIMATE = {
    "words": "One of two, five hundred and sixty-nine.",
    "value": "The cost is {value}`cost:.4f` and {value}`len(cells)`, {value}`100 * share:.1f` %.",
    "value in a heading": "# After {value}`steps` steps",
    "value in a table": "| a | b |\n|---|---|\n| x | {value}`slope(1.5):.2f` |\n",
    "value in a formula": "$w = {value}`w1:.4f`$ and $$\nb = {value}`b2 + 0.5:.4f`\n$$",
    "latex": "{latex}`derivative.steps[12]`",
    "definition": "Starting from {definition}`0.5`, or $h = {definition}`10`^{-{definition}`5`}$.",
    "front matter": "---\njupytext:\n  format_version: 0.13\n---\nText.",
    "code cell": "```{code-cell} python3\n:tags: [hide-3]\nx = 0.5\nshow(caption=f'{x:.4f} and {y[12]}')\n```",
    "code cell with options": "```{code-cell}\n---\ntags: [a12]\n---\nx = 0.5\n```",
    "code": "```python\nx = 0.5\n```\n\n~~~\n12\n~~~\n\n    indented 12\n",
    "code directive": "```{code-block} python\n:emphasize-lines: 3\n\n12\n```",
    "inline code": "`x1`, `W.grad[0]`, `float32` and ``a {value}`x12` ``.",
    "addresses": "[here](https://example.org/2024/12) and <https://example.org/12> ![curve](curve12.svg)",
    "reference": "[here][n12]\n\n[n12]: https://example.org/12",
    "targets": "(part-12)=\n# Part\n\nSee {eq}`cost-12`, {ref}`part-12` and [](#part-12).",
    "label": "$$\na = b\n$$ (cost-12)\n",
    "footnote mark": "Text.[^12]\n\n[^12]: Text.",
    "options": "```{figure} curve12.svg\n:width: 50%\n:name: curve-12\n:alt: A curve.\n\nText.\n```",
    "toctree": "```{toctree}\n:maxdepth: 2\nlesson-12\n```",
    "list marks": "1. one\n2. two\n",
    "comments": "% It was 12.\n\n<!-- It was\n12. -->\n\nText.<!-- 12 -->",
    "html": '<div class="a12">text</div>\n\nText <span data-n="12">here</span>.',
    "attributes": "![curve](curve.svg){width=50 #n12}",
    "structure": r"$w_1^2 + 2w_2 = \frac{1}{2} x^3$, $\sum_{i=1}^n$, $\sum_{i=2}^n$, $y \in \{0, 1\}$, $3x = 2x + x$",
    "row and column": r"$w_{11} \cdot x_1 + w_{21} \cdot x_2$",
    "one and zero": "$w = 1$ and $b = 0$",
    "lengths": r"$a \hspace{0.5em} b \\[12pt] c \kern 10mu d$",
    "names": "CC BY 4.0, BSD-3-Clause, DOI 10.24432/C5DW2B.",
}


def lint(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the lint as `nox -s lint` does."""
    return subprocess.run(
        [sys.executable, str(DOCS / "_tools" / "lint"), *map(str, arguments)],
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("place", PLANTED)
def test_planted_number_is_found(place: str) -> None:
    """A number typed anywhere in the prose is found once, on its line, as it is typed."""
    text, line, number = PLANTED[place]
    [finding] = findings(text)
    assert finding.line == line
    assert finding.cannot.startswith(f"keep the typed number {number!r} in ")


@pytest.mark.parametrize("place", LEGITIMATE)
def test_what_is_not_typed_is_left_alone(place: str) -> None:
    """Computed values, marked definitions, code, addresses and the structure of formulas pass."""
    assert findings(LEGITIMATE[place]) == []


def test_numbers_between_legitimate_ones_are_found() -> None:
    """A computed number does not hide a typed one beside it, in text or in a formula."""
    found = findings("It is {value}`a` and 0.5, `x` 3 and\n$a = {value}`a` + 0.25 \\cdot {definition}`0.75`$ 4.")
    assert [(finding.line, finding.cannot.split("'")[1]) for finding in found] == [
        (1, "0.5"),
        (1, "3"),
        (2, "0.25"),
        (2, "4"),
    ]


@pytest.mark.parametrize("role", ["{value}`0.7313`", "{value}`0.7313:.2f`", "{latex}`12`", "{value}`round(0.73, 1)`"])
def test_constant_is_not_computed(role: str) -> None:
    """A value that names nothing from the page's code is a typed number in disguise, in text and in formulas."""
    for text in (f"It is\n{role}.", f"It is\n${role}$."):
        [finding] = findings(text)
        assert finding.line == 2
        assert str(finding).endswith(
            "for a computed number, because it uses nothing that the page's code has computed. "
            "Name what is computed, or mark a definition, {definition}`number`."
        )


def test_definitions_are_few() -> None:
    """Ten definitions may stand on a page; the eleventh is refused, on its line, also where it is in a formula."""
    ten = "\n".join(f"{{definition}}`{number}`" for number in range(10))
    assert findings(ten) == []
    [finding] = findings(f"{ten}\n$x = {{definition}}`10`$")
    assert finding.line == 11
    assert str(finding) == (
        "Cannot keep 11 definitions on one page, because at most 10 are allowed, so that the mark stays rare. "
        "Compute those that code or data decide."
    )


@pytest.mark.parametrize("content", ["the start", "the cost is 0.7313 after 12 steps of it"])
def test_definition_marks_a_number(content: str) -> None:
    """The mark of a definition does not hide a sentence, nor mark words."""
    [finding] = findings(f"{{definition}}`{content}`")
    assert str(finding) == (
        f"Cannot mark {content!r} as a definition, because a definition is one number or name with digits, "
        "of at most 30 characters. Mark the number alone."
    )


def test_command_names_file_and_line(tmp_path: Path) -> None:
    """The command names each typed number with its file, its line, the reason and what to write, and exits with 1."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "first.md").write_text("# Title\n\nThe cost is 0.7313.\n", encoding="utf-8")
    (tmp_path / "deep" / "second.md").write_text("It is \u22125 %.\n", encoding="utf-8")
    (tmp_path / "right.md").write_text("It is {value}`cost:.4f`.\n", encoding="utf-8")
    done = lint(tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    because = "because it goes stale when the code or the data change."
    instead = "Compute it in place, {value}`expression:.4f`, or, where it depends on nothing, mark it, "
    second = (
        f"Cannot keep the typed number '\u22125 %' in 'It is \u22125 %.', {because} {instead}{{definition}}`\u22125 %`."
    )
    first = (
        f"Cannot keep the typed number '0.7313' in 'The cost is 0.7313.', {because} {instead}{{definition}}`0.7313`."
    )
    assert done.stdout.splitlines() == [
        f"{tmp_path / 'deep' / 'second.md'}:1: {second}",
        f"{tmp_path / 'first.md'}:3: {first}",
    ]


def test_command_is_silent_on_right_pages(tmp_path: Path) -> None:
    """Pages without typed numbers pass in silence, and what a build or npm has left is not read."""
    (tmp_path / "right.md").write_text("It is {value}`cost:.4f`.\n", encoding="utf-8")
    for name in ("_build", "node_modules"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "left.md").write_text("12\n", encoding="utf-8")
    done = lint(tmp_path, tmp_path / "right.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("names", [[], ["missing.md"], ["empty"]])
def test_command_without_pages_is_an_error(tmp_path: Path, names: list[str]) -> None:
    """Where there is no page to read, the command does not pass, but exits with 2 and says so."""
    (tmp_path / "empty").mkdir()
    done = lint(*(tmp_path / name for name in names))
    assert (done.returncode, done.stdout) == (2, "")
    what = ", ".join(str(tmp_path / name) for name in names) or "nothing"
    assert done.stderr == f"Cannot read {what}, because there is no page there. Name Markdown files or their folders.\n"


@pytest.mark.site
def test_reader_sees_the_definition_alone(tmp_path: Path) -> None:
    """On the page a definition is plain text, and in a formula it is part of the formula."""
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_parser", "course.definition"]\nmyst_enable_extensions = ["dollarmath"]\n', encoding="utf-8"
    )
    page = "# Title\n\nFrom {definition}`0.5` on, $h = {definition}`10`^{-{definition}`5`}$.\n"
    (tmp_path / "index.md").write_text(page, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "text", str(tmp_path), str(tmp_path / "out")]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(DOCS / "_ext")}, check=True)
    text = (tmp_path / "out" / "index.txt").read_text(encoding="utf-8")
    assert text.splitlines()[-1] == "From 0.5 on, h = 10^{-5}."
