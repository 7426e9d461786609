"""The pages' own HTML: tables with headers and names, boxes that scroll by keyboard, links and summaries with names."""

import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.site.test_site_in_browser import LESSON, PAGES, opened

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from playwright.sync_api import Browser

    from tests.site.conftest import Site

pytestmark = pytest.mark.site

TABLES = """# Tables & more

| name | cost | note |
|---|---|---|
| one | -0.25 | a - b |
| two | 1e-05 | -2 to 3 |

## No head

| | |
|---|---|
| Source | [elsewhere](https://example.org/a) and [here](#no-head) |
| Date | 2026-11-25 |

## From cells

```{code-cell}
:tags: [hide-input]
import pandas as pd

frame = pd.DataFrame({"w": [-1.5, 2.0], "kind": ["a-b", "-"]}, index=pd.Index([0, 1], name="step"))
frame
```

```{code-cell}
frame.reset_index(drop=True)
```

```{code-cell}
from IPython.display import HTML, Markdown

Markdown("| x | y |\\n|---|---|\\n| $a$ | -1 |")
```

```{code-cell}
from gdmath import check_gradient, symbols

w = symbols("w")
check_gradient(-(w**2), [w], {"w": 1.0})
```

```{code-cell}
HTML('<svg viewBox="0 0 1 1"><linearGradient id="g"></linearGradient></svg><a href="https://example.org/b">b</a>'
     '<script type="application/json">{"a": "<b>"}</script>')
```

```{code-cell}
print("-1   " * 40)
```
"""


def until(holds: Callable[[], bool]) -> None:
    """Wait for what a browser has not done yet; Playwright evaluates text for it, which the pages' policy forbids."""
    for _ in range(1200):  # as a rule one or two
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about")


@pytest.fixture(scope="module")
def tables(new_site: Callable[..., "Site"]) -> "Site":
    """A page with a table of every kind."""
    site = new_site("tables", tables=TABLES)
    built = site.build("-W")
    assert built.status == 0, built.console
    return site


@pytest.fixture(scope="module")
def page(tables: "Site") -> "BeautifulSoup":
    """That page."""
    return tables.page("tables")


def rows(table: "Tag") -> list[list[str]]:
    """Each cell of a table: its text, what it is the header of before it, and # behind it if it is a number."""

    def cell(tag: "Tag") -> str:
        scope = f"{tag.get('scope', 'header of nothing')}: " if tag.name == "th" else ""
        return scope + " ".join(tag.text.split()) + " #" * ("number" in tag.get_attribute_list("class"))

    return [[cell(tag) for tag in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def test_a_markdown_table_has_headers_and_numbers(page: "BeautifulSoup") -> None:
    """Heads are for columns, first cells for rows; a column of numbers alone is set as such, with minus signs."""
    assert rows(page.select("table")[0]) == [
        ["col: name", "col: cost #", "col: note"],
        ["row: one", "−0.25 #", "a - b"],
        ["row: two", "1e−05 #", "-2 to 3"],
    ]


def test_a_head_without_words_is_left_out(page: "BeautifulSoup") -> None:
    """The first column then is all that is a header, and a date is no number."""
    assert rows(page.select("table")[1]) == [["row: Source", "elsewhere and here"], ["row: Date", "2026-11-25"]]


def test_a_column_of_formulas_heads_no_rows(page: "BeautifulSoup") -> None:
    """The cells of such a first column are cells like others."""
    table = page.select("table")[4]
    assert [[cell.name for cell in row.find_all(["th", "td"])] for row in table.select("tr")] == [
        ["th", "th"],
        ["td", "td"],
    ]


def test_a_frame_has_one_head(page: "BeautifulSoup") -> None:
    """The name of the index heads its column; where it has none, the corner is no header."""
    assert rows(page.select("table")[2]) == [
        ["col: step", "col: w #", "col: kind"],
        ["row: 0", "−1.5 #", "a-b"],
        ["row: 1", "2.0 #", "-"],
    ]
    assert rows(page.select("table")[3])[0] == ["", "col: w #", "col: kind"]
    assert not page.select("article style, table[border], tr[style]")


def test_every_box_says_what_it_is(page: "BeautifulSoup") -> None:
    """Each table stands alone in a box that scrolls, is a region, takes the focus, and has a name of its own."""
    found = page.select("table")
    boxes = [table.parent for table in found if table.parent]
    assert [(box["class"], box["role"], box["tabindex"]) for box in boxes] == [(["gd-scroll"], "region", "0")] * 6
    assert [box["aria-label"] for box in boxes] == [
        "Table in “Tables & more”: name, cost, note",
        "Table in “No head”",
        "Table in “From cells”: step, w, kind",
        "Table in “From cells”: w, kind",
        "Table in “From cells”: x, y",
        "Table in “From cells”: dJ/dw at w = 1, computed independently",
    ]
    assert all(table.get("aria-label") or table.caption for table in found)


def test_equal_tables_have_different_names(new_site: Callable[..., "Site"]) -> None:
    """The second table of the same section and heads is numbered."""
    table = "| a | b |\n|---|---|\n| x | y |\n"
    site = new_site("equal", equal=f"# Equal\n\n{table}\n\n{table}")
    assert site.build("-W").status == 0
    names = [box["aria-label"] for box in site.page("equal").select(".gd-scroll")]
    assert names == ["Table in “Equal”: a, b", "Table in “Equal”: a, b (2)"]


def test_links_to_other_hosts_are_safe(page: "BeautifulSoup") -> None:
    """They have rel=noopener and open in the same window, in prose as in outputs; others have no rel."""
    assert {link["href"]: link.get("rel") for link in page.select("article a.reference, .output a")} == {
        "https://example.org/a": ["noopener"],
        "#no-head": None,
        "https://example.org/b": ["noopener"],
    }
    assert not page.select("a[target]")


def test_other_html_of_a_cell_is_what_it_was(page: "BeautifulSoup") -> None:
    """A drawing keeps the case of its names, and data keep their characters."""
    [drawing] = page.select(".output svg[viewBox]")
    assert drawing.find("linearGradient")
    assert '<script type="application/json">{"a": "<b>"}</script>' in str(drawing.parent)


def test_code_and_outputs_take_the_focus(page: "BeautifulSoup") -> None:
    """Code and printed text are groups with names; without a script each can be reached by keyboard."""
    boxes = [(box["role"], box["aria-label"], box["tabindex"]) for box in page.select("article pre")]
    assert Counter(boxes) == {("group", "Code", "0"): 6, ("group", "Output", "0"): 1}


def test_hidden_code_says_of_which_cell(page: "BeautifulSoup") -> None:
    """The summary holds no block, and its name begins with what is seen and ends with the number of the cell."""
    [summary] = page.select("details.hide > summary")
    assert {tag.name for tag in summary.find_all()} == {"span"}
    assert [span.text for span in summary.select("span")] == ["Show the code", "Hide the code", " of cell 1"]
    assert not summary.get("aria-label")


def test_a_link_to_a_heading_has_a_name(page: "BeautifulSoup") -> None:
    """It says where it leads; the Tab key passes it by, since the contents have the same link."""
    links = page.select("a.headerlink")
    assert [(link["aria-label"], link["tabindex"]) for link in links] == [
        (f"Link to this heading: {heading}", "-1") for heading in ("Tables & more", "No head", "From cells")
    ]


def test_every_table_of_the_site_is_accessible(whole: "Site") -> None:
    """On every page: headers with a scope, none empty, a name, and a box whose name is on no other box of the page."""
    count = 0
    for name in PAGES:
        page = whole.page(name)
        found = page.select("table")
        count += len(found)
        for table in found:
            headers = table.select("th")
            assert headers, name
            assert {header.get("scope") for header in headers} <= {"col", "row", "colgroup", "rowgroup"}, name
            assert all(header.text.strip() for header in headers), name
            assert table.caption or table.get("aria-label"), name
            assert table.parent is not None
            assert table.parent.get("role") == "region", name
        assert max(Counter(box["aria-label"] for box in page.select("[role=region]")).values(), default=1) == 1
        assert not page.select("p ul, summary p, [role=heading]:not([aria-level]), article style"), name
    assert count > 25


@pytest.mark.browser
def test_only_what_scrolls_stops_the_tab_key(browser: "Browser", whole: "Site") -> None:
    """With the script, a box takes the focus just where it is wider than its place, when that changes too."""
    page, _ = opened(browser, whole, LESSON, 390, "light")
    scrolls = "[...document.querySelectorAll('pre, .formula, .gd-scroll')].filter(box => box.checkVisibility())"
    wrong = f"{scrolls}.filter(box => (box.scrollWidth > box.clientWidth) !== (box.tabIndex === 0)).length"
    stops = f"{scrolls}.filter(box => box.tabIndex === 0).length"
    until(lambda: page.evaluate(f"{wrong} === 0"))
    narrow = page.evaluate(stops)
    assert narrow > 10
    page.set_viewport_size({"width": 1280, "height": 900})
    until(lambda: page.evaluate(f"{wrong} === 0"))
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    until(lambda: page.evaluate(f"{wrong} === 0"))
    assert page.evaluate(stops) < narrow
    page.close()


@pytest.mark.browser
def test_a_long_table_scrolls_in_its_box_by_keyboard(browser: "Browser", whole: "Site") -> None:
    """At 320 px the arrow key moves the table of the columns, and not the page."""
    page, _ = opened(browser, whole, "about/data", 320, "light")
    box = page.locator(".gd-scroll[aria-label*=Columns]")
    box.focus()
    page.keyboard.press("ArrowRight")
    until(lambda: box.evaluate("box => box.scrollLeft > 0"))
    assert page.evaluate("[document.documentElement.scrollWidth, scrollX]") == [320, 0]
    page.close()


@pytest.mark.browser
def test_a_table_is_shown_when_its_end_has_come(browser: "Browser", whole: "Site") -> None:
    """Each table is seen, written by hand or shown by a cell; one whose last rows are still to come is not."""
    page, _ = opened(browser, whole, LESSON, 390, "light")
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    tables = "[...document.querySelectorAll('table')].map(table => table.checkVisibility())"
    seen = page.evaluate(tables)
    assert len(seen) > 5
    assert all(seen)
    page.evaluate("document.querySelectorAll('.gd-scroll > template').forEach(end => end.remove())")
    assert not any(page.evaluate(tables))
    page.close()


@pytest.mark.browser
def test_contents_links_are_large_enough_to_hit(browser: "Browser", whole: "Site") -> None:
    """Each link of the contents is 24 px high at least."""
    page, _ = opened(browser, whole, LESSON, 1280, "light")
    heights = page.eval_on_selector_all(".toc-tree a", "links => links.map(link => link.offsetHeight)")
    shown = [height for height in heights if height]
    assert len(shown) > 5
    assert min(shown) >= 24
    page.close()
