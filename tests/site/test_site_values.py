"""Numbers in the prose are computed where they stand, and come out as they were computed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from tests.site.conftest import Site

pytestmark = pytest.mark.site

TEXT = r"""# Heading of {value}`6 * 7`

Before any cell: {value}`2**10:,d`.

```{code-cell}
class Power:
    def _repr_latex_(self):
        return "$w^{2}$"

n = 3
x = {"a": [0.125, 2]}
n + 1
```

Formats: {value}`x["a"][0]:.1%`, {value}`1e6:,.0f`, {value}`x['a']!r`, {value}`{1: "k"}[1]`, {value}`-n`, {value}`n:5d`.
Characters: {value}`"a_b*c* [d](e) <f> |g| $h$ ~i~ ^j^ &amp; --k 'l' #m !n"`.
Still the last result: {value}`_`.
Literal: `` {value}`n` ``, and \$5 is no formula, nor is {value}`n` in \$6.

- list {value}`n`

  > quotation {value}`n`

| column {value}`n` | b |
|---|---|
| {value}`"a|b"` | **{value}`n`** |

:::{admonition} Title {value}`n`
Inside {value}`n`, and in the formula ${value}`n` w$.
:::

```{note}
In a fence {value}`n`.
```

```text
In code {value}`n`.
```

In formulas: $w^{value}`n` + {latex}`Power()`$ and

$$
\frac{{value}`n`}{{latex}`Power()`}
$$

% A comment with {value}`nosuch`
<!-- Another with {value}`nosuch` -->

```{code-cell}
n = 4
_ , Out[1]
```

Now it is {value}`n`; [a link to {value}`n`](#target).

    In indented code {value}`n`.

<pre>
In pre {value}`n`.
</pre>

<p class="in-html" title="{value}`n`">In HTML {value}`"a_b < c"`.</p>

[Address](https://example.org/{value}`n`), <https://example.org/{value}`n`>

```{image} nosuch.svg
:alt: An image of {value}`"a_b"`
```
"""


@pytest.fixture(scope="module")
def page(new_site: Callable[..., "Site"]) -> "BeautifulSoup":
    """A page with values in every place."""
    site: Site = new_site(values=TEXT)
    built = site.build("-D", "suppress_warnings=myst.xref_missing,image.not_readable")
    assert built.status == 0, built.console
    assert "WARNING" not in built.console
    return site.page("values")


def paragraphs(page: "BeautifulSoup") -> list[str]:
    """Return the text of each paragraph."""
    return [paragraph.text for paragraph in page.select("article p")]


def test_value_in_a_heading(page: "BeautifulSoup") -> None:
    """A heading shows the number, on the page and in its title."""
    assert page.select_one("h1").text.startswith("Heading of 42")  # type: ignore[union-attr]  # there is one
    assert page.title is not None
    assert page.title.text.startswith("Heading of 42")


def test_value_before_any_cell(page: "BeautifulSoup") -> None:
    """A value needs no cell above it."""
    assert "Before any cell: 1,024." in paragraphs(page)


def test_values_are_formatted_as_in_an_f_string(page: "BeautifulSoup") -> None:
    """Any format, conversion and expression of an f-string works; padding is for columns, and dropped."""
    text = next(text for text in paragraphs(page) if text.startswith("Formats"))
    assert text.split("\n")[0] == "Formats: 12.5%, 1,000,000, [0.125, 2], k, -3, 3."


def test_characters_come_out_as_computed(page: "BeautifulSoup") -> None:
    """What means something in Markdown or HTML is shown as the character that it is."""
    text = next(text for text in paragraphs(page) if text.startswith("Formats"))
    assert text.split("\n")[1] == "Characters: a_b*c* [d](e) <f> |g| $h$ ~i~ ^j^ &amp; --k 'l' #m !n."


def test_values_leave_the_cells_alone(page: "BeautifulSoup") -> None:
    """Values change neither the last result nor the numbering of the cells."""
    text = next(text for text in paragraphs(page) if text.startswith("Formats"))
    assert text.split("\n")[2] == "Still the last result: 4."
    assert [output.text.strip() for output in page.select(".cell_output")] == ["4", "(4, 4)"]


def test_code_is_left_alone(page: "BeautifulSoup") -> None:
    """Values in literals and in fenced code stay as typed; an escaped dollar begins no formula."""
    text = next(text for text in paragraphs(page) if text.startswith("Formats"))
    assert text.split("\n")[3] == "Literal: {value}`n`, and $5 is no formula, nor is 3 in $6."
    assert [block.text for block in page.select(".highlight-text pre")] == ["In code {value}`n`.\n"]


def test_addresses_and_other_code_are_left_alone(page: "BeautifulSoup") -> None:
    """Values in indented code, in HTML's own and in addresses stay as typed."""
    assert [block.text for block in page.select("article pre") if "In " in block.text][-2:] == [
        "In indented code {value}`n`.\n",
        "In pre {value}`n`.\n",
    ]
    links = [link for link in page.select("a.external") if "example.org" in str(link["href"])]
    assert [link["href"] for link in links] == ["https://example.org/%7Bvalue%7D%60n%60"] * 2


def test_values_in_html_and_in_options(page: "BeautifulSoup") -> None:
    """In HTML and in an option of a directive a value comes out as it was computed, without Markdown's escapes."""
    paragraph = page.select_one("p.in-html")
    assert paragraph is not None
    assert (paragraph["title"], paragraph.text) == ("4", "In HTML a_b < c.")
    assert page.select("article img")[-1]["alt"] == "An image of a_b"


def test_values_in_every_block(page: "BeautifulSoup") -> None:
    """Values work in lists, quotations, tables, and in the titles and contents of directives."""
    assert {"list 3", "quotation 3", "In a fence 3."} <= set(paragraphs(page))
    assert [cell.text for cell in page.select("article th, article td")] == ["column 3", "b", "a|b", "3"]
    assert page.select_one(".admonition-title").text == "Title 3"  # type: ignore[union-attr]  # there is one
    assert any(text.startswith("Inside 3, and in the formula") for text in paragraphs(page))


def test_values_in_formulas(page: "BeautifulSoup") -> None:
    """Inside formulas a value is TeX as it is, and an expression's own TeX loses its dollars."""
    formulas = [" ".join(formula.text.split()) for formula in page.select("article annotation")]
    assert formulas == ["3 w", "w^3 + w^{2}", r"\frac{3}{w^{2}}"]


def test_value_is_that_of_the_cell_above(page: "BeautifulSoup") -> None:
    """A value is what its expression is after the last cell above it."""
    assert any(text.startswith("Now it is 4; a link to 4") for text in paragraphs(page))
