"""Build the site, take a picture of every page at two widths and in both themes, and lay all of them on one sheet.

The sheet, the pictures in full size and a page that leads to them are left in build/screenshots. The arguments are
passed on to sphinx-build.
"""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

import publish
from contact_sheet import Shot, contact_sheet

PLACE = publish.DOCS.parent / "build" / "screenshots"
WIDTHS, THEMES = (390, 1280), ("light", "dark")
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_SLICE = 8000  # Chromium draws nothing beyond 16,384 pixels
_DRAWN = "* { content-visibility: visible !important }"  # what nobody sees yet is drawn as well
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_FLAGS += ["--font-render-hinting=none"]  # without windows it would put each letter on a whole pixel


class CannotTakeError(Exception):
    """What hinders the browser, and what to do about it."""

    def __str__(self) -> str:
        """Say the three parts."""
        browser, because, instead = self.args
        return f"Cannot take pictures with {browser!r}, because {because}. {instead}."


def take(browser: Browser, site: Path, folder: Path) -> Iterator[Shot]:
    """Take the pictures of every page, and put each in the folder."""
    names = sorted(path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html"))
    for name in names:
        for width, theme in product(WIDTHS, THEMES):
            path = folder / "pages" / f"{name}-{width}-{theme}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            _whole(browser, site / f"{name}.html", width, theme).save(path)
            yield Shot(name, width, theme, path)
        print(name, flush=True)


def _whole(browser: Browser, file: Path, width: int, theme: str) -> Image.Image:
    """Open a page and return it from top to bottom, with nothing on it moving."""
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    try:
        page.goto(file.as_uri())
        page.add_style_tag(content=_DRAWN)
        page.evaluate("document.fonts.ready.then(() => true)")
        height: int = page.evaluate("document.documentElement.scrollHeight")
        whole = Image.new("RGB", (width, height))
        for top in range(0, height, _SLICE):
            whole.paste(_slice(page, width, top, min(_SLICE, height - top)), (0, top))
    finally:
        page.close()
    return whole


def _slice(page: Page, width: int, top: int, height: int) -> Image.Image:
    clip = {"x": 0, "y": top, "width": width, "height": height}
    taken = page.screenshot(full_page=True, animations="disabled", clip=clip)  # type: ignore[arg-type]  # it is a FloatRect
    return Image.open(io.BytesIO(taken))


def _overview(shots: list[Shot], folder: Path) -> str:
    """Return a page that shows the sheet, and leads to each picture."""
    links = [
        f'<li>{escape(shot.page)}, <a href="{shot.path.relative_to(folder).as_posix()}">{shot.label}</a></li>'
        for shot in shots
    ]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Every page of the site</title>',
            '<h1>Every page of the site</h1>\n<p><a href="sheet.png"><img src="sheet.png" width="100%"',
            ' alt="Every page at every width, in light and dark"></a></p>\n<ul>',
            *links,
            "</ul>\n</html>\n",
        ]
    )


def _browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        because = f"none of {', '.join(BROWSERS)} is on the PATH"
        raise CannotTakeError("a browser", because, "Install Chromium, then try again")
    return found


def lay(site: Path, browser: str, folder: Path) -> None:
    """Fill a folder with the pictures of a site, the sheet and the page that leads to them."""
    try:
        with sync_playwright() as playwright:
            shots = list(take(playwright.chromium.launch(executable_path=browser, args=_FLAGS), site, folder))
    except Error as error:
        because = error.message.strip().splitlines()[0].rstrip(". ")
        raise CannotTakeError(browser, because, "See that it starts and has memory enough, then try again") from error
    contact_sheet(shots).save(folder / "sheet.png")
    (folder / "index.html").write_text(_overview(shots, folder), encoding="utf-8")


def screenshots() -> int:
    """Build the site, take the pictures, and put them in place once all are there; older ones are gone at once."""
    shutil.rmtree(PLACE, ignore_errors=True)
    browser = _browser()
    if status := publish.main():
        return status
    PLACE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PLACE.parent) as beside:
        new = Path(beside, "new")
        lay(publish.SITE, browser, new)
        new.rename(PLACE)
    print(f"\nEvery page is on {Path(os.path.relpath(PLACE)) / 'sheet.png'}; in full size, see index.html beside it.")
    return 0


def main() -> int:
    """Take the pictures, and say where they are or why there are none."""
    try:
        return screenshots()
    except CannotTakeError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
