"""Search in the reader's browser: it finds the section where a thing is taught, and works from the disk."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.site

LESSON = "lessons/gradient-descent-with-math.html"
PAGE = r"""# Slopes

A *slope* is $\frac{dJ}{dw}$, for short $s$; see `W.grad`.

```{code-cell}
secret = 1
```

## Down the <hill>

- Go *down*, {value}`2 + 1` times.

:::{admonition} Mind
The `step`.
:::

### Deeper

$$
\text{not found}
$$
"""


def entries(site: Site) -> list[dict[str, Any]]:
    """Return what can be found on a site."""
    script = (site.html / "_static" / "search-entries.js").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(script.removeprefix("globalThis.gdmathEntries = ").removesuffix(";\n"))
    return found


def test_each_section_is_an_entry(new_site: Callable[..., Site]) -> None:
    """It has its own text alone, without code and TeX; what stands in italics is a term that it introduces.

    Of a page that asks for it there are the titles alone.
    """
    hidden = "---\norphan: true\n---\n\n# Hidden\n\nNot to be found.\n"
    record = "---\nsearch: titles\n---\n\n# Record\n\nA *slope*.\n\n## Of a day\n\nIt was decided.\n"
    site = new_site(slopes=PAGE, hidden=hidden, record=record)
    built = site.build()
    assert built.status == 0, built.console
    top, hill, deeper = [entry for entry in entries(site) if entry["url"].startswith("slopes")]
    assert top == {
        "url": "slopes.html",
        "title": "Slopes",
        "page": "",
        "terms": "slope",
        "text": "A slope is …, for short s; see W.grad.",
        "weight": 1.0,
    }
    assert (hill["url"], hill["title"], hill["page"]) == ("slopes.html#down-the", "Down the <hill>", "Slopes")
    assert (hill["terms"], hill["text"]) == ("down", "Go down, 3 times. The step.")
    assert (deeper["url"], deeper["text"]) == ("slopes.html#deeper", "")
    assert not any("hidden" in entry["url"] for entry in entries(site))
    recorded = [entry for entry in entries(site) if entry["url"].startswith("record")]
    assert [(entry["title"], entry["terms"], entry["text"]) for entry in recorded] == [
        ("Record", "", ""),
        ("Of a day", "", ""),
    ]


def test_each_documented_name_is_an_entry(whole: Site) -> None:
    """The entry of a name leads to its place on the page, and is not part of its section's text."""
    [entry] = [entry for entry in entries(whole) if entry["url"].endswith("#gdmath.differentiate")]
    assert entry["title"] == "differentiate"
    assert entry["page"] == "The library, name by name"
    assert entry["text"]


def opened(browser: "Browser", site: Site, query: str) -> "Page":
    """The page of search, opened from the disk with a query in its address."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.goto((site.html / "search.html").as_uri() + f"?q={query}")
    if query:
        page.locator("#gd-results a").first.wait_for()
    assert not faults
    return page


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("learning+rate", f"{LESSON}#the-cost-is-a-curve-and-it-slopes"),
        ("chain+rule", "lessons/the-chain-rule.html"),
        ("cross-entropy", f"{LESSON}#to-the-cost"),
        ("Power+Rule", "lessons/the-rules.html#powers"),
        ("sigmoyd", "lessons/the-rules.html#quotients-and-the-sigmoid"),
        ("W.grad", f"{LESSON}#the-slope-of-the-linear-part"),
        ("differentiate", "reference/api.html#gdmath.differentiate"),
        ("derivative+of+sqrt(x%5E2%2B1)", "reference/derivatives.html#the-derivative-of-sqrt-x-2-1"),
    ],
)
def test_what_is_taught_comes_first(browser: "Browser", whole: Site, query: str, first: str) -> None:
    """The first result is the section that teaches it, in capitals and with a slip of the finger as well."""
    page = opened(browser, whole, query)
    link = page.locator("#gd-results a").first
    assert link.get_attribute("href") == first
    link.click()
    page.wait_for_url(f"**/{first}")
    assert page.evaluate("location.hash === '' || document.getElementById(location.hash.slice(1)) !== null")
    page.close()


@pytest.mark.browser
def test_results_follow_what_is_typed(browser: "Browser", whole: Site) -> None:
    """The count is announced, words are marked, what is typed is never taken for markup, and no result is said so."""
    page = opened(browser, whole, "")
    assert page.locator("#gd-found").inner_text() == ""
    field = page.get_by_label("What are you looking for?")
    field.press_sequentially("descent")
    page.locator("#gd-results mark").first.wait_for()
    assert page.get_by_role("status").inner_text().endswith("sections found for “descent”.")
    assert page.locator("#gd-results mark").first.inner_text().lower() == "descent"
    field.fill("<img src=x onerror=alert(1)> (((")
    assert page.locator("#gd-results img").count() == 0
    field.fill("zzzzqqqq")
    assert page.get_by_role("status").inner_text() == "No sections found for “zzzzqqqq”."
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
