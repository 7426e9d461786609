"""The whole site in one file: it opens from the disk, and nothing in it is missing or left over."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.site

LESSON = """# A lesson

```{code-cell}
import gdmath
from gdmath.plotting import axes

gdmath.figure(axes(), caption="Nothing yet.", alt="Empty axes.")
```

See $w^2$, and [this page](a.md).
"""


@pytest.fixture(scope="module")
def site(new_site: Callable[..., Site]) -> Site:
    """A published site, with a zip from an older one where this one is put."""
    made = new_site(**{"lessons/a": LESSON})
    old = made.root / "docs" / "_build" / "html" / "downloads"
    old.mkdir(parents=True)
    (old / "gdmath-site.zip").write_text("old", encoding="utf-8")
    (old / "gone.ipynb").write_text("old", encoding="utf-8")
    built = made.publish()
    assert built.status == 0, built.console
    return made


@pytest.fixture(scope="module")
def unpacked(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader finds in the zip."""
    folder = tmp_path_factory.mktemp("unpacked")
    with ZipFile(site.root / "docs" / "_build" / "html" / "downloads" / "gdmath-site.zip") as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"gdmath-site"}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        archive.extractall(folder)
    return folder / "gdmath-site"


def test_the_zip_is_the_site(site: Site, unpacked: Path) -> None:
    """The zip holds every file of the site but itself, unchanged but for the offer of the zip on the home page."""
    html = site.root / "docs" / "_build" / "html"
    published = {path.relative_to(html): path.read_bytes() for path in html.rglob("*") if path.is_file()}
    inside = {path.relative_to(unpacked): path.read_bytes() for path in unpacked.rglob("*") if path.is_file()}
    published.pop(Path("downloads", "gdmath-site.zip"))
    assert published.keys() == inside.keys()
    assert {path for path in inside if inside[path] != published[path]} == {Path("index.html")}
    assert Path("downloads", "gone.ipynb") not in published
    home = BeautifulSoup(published[Path("index.html")], "html5lib")
    [offer] = home.select(".site-zip")
    [link] = offer.select("a[download]")
    assert (link.text, link["href"]) == ("The whole site as a zip", "downloads/gdmath-site.zip")
    offer.decompose()
    assert home.select_one("article").text.split() == (  # type: ignore[union-attr]  # every page has one
        BeautifulSoup(inside[Path("index.html")], "html5lib").select_one("article").text.split()  # type: ignore[union-attr]  # the same
    )


def test_no_link_in_the_zip_is_dead(unpacked: Path) -> None:
    """Whatever a page of the zip names in its own folder is there."""
    pages = list(unpacked.rglob("*.html"))
    assert len(pages) >= 4
    for page in pages:
        for element in BeautifulSoup(page.read_bytes(), "html5lib").select("[href], [src]"):
            address = urlsplit(str(element.get("href") or element.get("src")))
            if not address.scheme and address.path:
                assert (page.parent / unquote(address.path)).exists(), (page, element)


@pytest.mark.browser
def test_the_zip_opens_from_the_disk(browser: "Browser", unpacked: Path) -> None:
    """Home page and lesson open without a server, ask nothing of another host, and lead to each other by keyboard."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith("file:") else None)
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((unpacked / "index.html").as_uri())
    page.locator("article a", has_text="A lesson").press("Enter")
    page.wait_for_url("**/lessons/a.html")
    assert page.locator("article figure svg").count() == 1
    links = page.locator(".downloads a")
    assert links.all_inner_texts() == ["Notebook", "Python script", "The library they need"]
    links.first.focus()
    for text in links.all_inner_texts():
        assert page.evaluate("document.activeElement.textContent") == text
        page.keyboard.press("Tab")
    assert all((link.bounding_box() or {"height": 0})["height"] >= 24 for link in links.all())
    assert not faults
    page.close()
