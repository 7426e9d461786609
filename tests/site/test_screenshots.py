"""`nox -s screenshots` leaves every page, whole, at both widths and in both themes, on one sheet and in full size."""

import os
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import groupby, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from tests.conftest import find_browser

if TYPE_CHECKING:
    from tests.site.conftest import Build, Site

ROOT = Path(__file__).resolve().parents[2]

# Higher than the 16,384 pixels that Chromium draws at once; each stripe has a colour of its own, and is laid out late.
STRIPES = [(255, 4 * number, 128) for number in range(60)]
HEIGHT = 400
TALL = "# Tall\n\n" + "\n".join(
    f'<div style="content-visibility: auto"><div style="background: rgb{colour}; height: {HEIGHT}px"></div></div>\n'
    for colour in STRIPES
)
KINDS = list(product((390, 1280), ("light", "dark")))


@pytest.fixture(scope="module")
def taken(new_site: Callable[..., "Site"]) -> tuple[Path, "Build"]:
    """The folder with the pictures of a small site, and what was said about it; older pictures were there."""
    find_browser()
    site = new_site("pictured", tall=TALL, short="# Short\n\nA line.\n")
    folder = site.root / "build" / "screenshots"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "gone-390-light.png").write_bytes(b"old")
    done = site._run("docs/_tools/screenshots.py")
    assert done.status == 0, done.console
    return folder, done


def picture(folder: Path, name: str) -> Image.Image:
    """A picture in full size."""
    with Image.open(folder / "pages" / f"{name}.png") as opened:
        return opened.convert("RGB")


@pytest.mark.site
@pytest.mark.browser
def test_every_page_is_there(taken: tuple[Path, "Build"]) -> None:
    """Each page of the site has four pictures of fixed names, and no others are left; the console says where."""
    folder, done = taken
    site = folder.parents[1] / "docs" / "_build" / "html"
    pages = [path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")]
    assert {"index", "short", "tall", "search"} <= set(pages)
    found = sorted(path.relative_to(folder / "pages").as_posix() for path in folder.rglob("pages/**/*.png"))
    assert found == sorted(f"{name}-{width}-{theme}.png" for name in pages for width, theme in KINDS)
    assert sorted(path.name for path in folder.iterdir()) == ["index.html", "pages", "sheet.png"]
    assert done.console.endswith(
        "\nEvery page is on build/screenshots/sheet.png; in full size, see index.html beside it.\n"
    )


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(("width", "theme"), KINDS)
def test_picture_holds_the_whole_page(taken: tuple[Path, "Build"], width: int, theme: str) -> None:
    """A page higher than Chromium draws is there from its first line to its last, each once, in its width and theme."""
    whole = picture(taken[0], f"tall-{width}-{theme}")
    assert whole.width == width
    assert whole.height > len(STRIPES) * HEIGHT
    column = [whole.getpixel((width // 2, y)) for y in range(whole.height)]
    runs = [(colour, len(list(run))) for colour, run in groupby(column)]
    assert [run for run in runs if run[0] in STRIPES] == [(colour, HEIGHT) for colour in STRIPES]
    corner = whole.getpixel((1, whole.height - 1))
    assert isinstance(corner, tuple)
    assert (min(corner) > 200) == (theme == "light")
    assert (max(corner) < 60) == (theme == "dark")


@pytest.mark.site
@pytest.mark.browser
def test_sheet_holds_every_part_of_every_picture(taken: tuple[Path, "Build"]) -> None:
    """Every stripe of the tall page is on the sheet four times, in half its size."""
    with Image.open(taken[0] / "sheet.png") as sheet:
        counted = sheet.convert("RGB").getcolors(maxcolors=2**24)
    assert counted is not None
    areas = {colour: count for count, colour in counted}
    shots = [picture(taken[0], f"tall-{width}-{theme}") for width, theme in KINDS]
    half = sum(HEIGHT * stripe_width(shot) for shot in shots) / 4
    # At its edges a stripe mixes with the next one.
    assert [colour for colour in STRIPES if areas[colour] != pytest.approx(half, rel=0.05)] == []


def stripe_width(shot: Image.Image) -> int:
    """How wide the stripes are in a picture."""
    return sum(shot.getpixel((x, shot.height // 2)) in STRIPES for x in range(shot.width))


class Links(HTMLParser):
    """Collects what a page shows and leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an address."""
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


@pytest.mark.site
@pytest.mark.browser
def test_overview_leads_to_every_picture(taken: tuple[Path, "Build"]) -> None:
    """The page beside the sheet shows it, and leads to each picture in full size."""
    links = Links()
    links.feed((taken[0] / "index.html").read_text(encoding="utf-8"))
    pictures = sorted(path.relative_to(taken[0]).as_posix() for path in taken[0].rglob("*.png"))
    assert sorted(set(links.found)) == pictures


def test_sheet_names_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page has its name above its pictures, and each column its width, its theme and its place in the order."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import contact_sheet

    said: list[str] = []
    draw = ImageDraw.ImageDraw.text

    def listen(self: ImageDraw.ImageDraw, at: tuple[float, float], text: str, **how: object) -> None:
        said.append(text)
        draw(self, at, text, **how)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", listen)
    shots = []
    for name, height in (("a", 500), ("lessons/b", 8000)):
        Image.new("RGB", (390, height), "white").save(tmp_path / f"{height}.png")
        shots.append(contact_sheet.Shot(name, 390, "dark", tmp_path / f"{height}.png"))
    sheet = contact_sheet.contact_sheet(shots)
    assert said == ["390 dark", "a", "390 dark 1/3", "390 dark 2/3", "390 dark 3/3", "lessons/b"]
    whites = sheet.histogram()[255]
    assert whites == (390 * 8500) // 4
    monkeypatch.setattr(contact_sheet, "ROOM", 390 * 8500 / 16)
    assert contact_sheet.contact_sheet(shots).histogram()[255] == pytest.approx(whites / 4, rel=0.02)


def run(site: "Site", path: Path) -> "subprocess.CompletedProcess[str]":
    """Ask for pictures where the programs are those of a folder."""
    environment = os.environ | {"PATH": str(path), "NO_COLOR": "1"}
    command = [sys.executable, "docs/_tools/screenshots.py", "-q"]
    return subprocess.run(command, cwd=site.root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.site
def test_without_a_browser_there_are_no_pictures(new_site: Callable[..., "Site"], tmp_path: Path) -> None:
    """A missing browser is named before anything is built, and one that does not start with what it said."""
    site = new_site("pictured", short="# Short\n")
    old = site.root / "build" / "screenshots"
    old.mkdir(parents=True)
    done = run(site, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Cannot take pictures with 'a browser', because none of chromium-headless-shell, chromium, chromium-browser, "
        "google-chrome is on the PATH. Install Chromium, then try again.\n"
    )
    assert not old.exists()
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "chromium").chmod(0o755)
    done = run(site, tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Cannot take pictures with {str(tmp_path / 'chromium')!r}, because BrowserType")
    assert done.stderr.endswith(". See that it starts and has memory enough, then try again.\n")
    assert list((site.root / "build").iterdir()) == []


@pytest.mark.site
def test_site_that_is_not_built_has_no_pictures(new_site: Callable[..., "Site"], tmp_path: Path) -> None:
    """Where a page fails, that is said, and no picture is left."""
    site = new_site("pictured", wrong="# Wrong\n\n```{code-cell}\n1 / 0\n```\n")
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "chromium").chmod(0o755)
    done = run(site, tmp_path)
    assert done.returncode == 2
    assert "docs/wrong.md:4: ZeroDivisionError: division by zero\n" in done.stderr
    assert not (site.root / "build").exists()
