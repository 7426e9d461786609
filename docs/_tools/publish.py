"""Build the site in a work folder, and put it in docs/_build/html as a whole, or not at all.

The arguments are passed on to sphinx-build. SITE_URL, where it is set, is the address that the pages name as theirs.
Without arguments, a site that was made from just what there is now is left as it is.
"""

import hashlib
import importlib.metadata
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

sys.path.insert(0, str(Path(__file__).parent))

from alone import alone, run
from sphinx_here import MACHINE, sentence

DOCS = Path(__file__).resolve().parents[1]
SITE = DOCS / "_build" / "html"
WORK = DOCS / "_build" / "work"
STATE = WORK / "state.txt"
PROGRAM = Path(__file__).with_name("sphinx_here.py")

# What the site is made from: files, folders without what was made in them, and settings.
SOURCES = ("docs", "gdmath", "data", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")
MADE = {"_build", "node_modules", "__pycache__"}
PASSING = re.compile(r"\.(?!npmrc$).*|.*~|#.*#")  # what editors and systems put beside them
ASKED = ("SITE_URL", "SITE_REPOSITORY", "SOURCE_DATE_EPOCH")

# What Sphinx writes for itself: how it built, and the index of its own search, in whose place _ext/theme/search stands.
UNREAD = (
    *(".buildinfo", "searchindex.js", "_static/searchtools.js", "_static/language_data.js", "_static/doctools.js"),
    *("_static/sphinx_highlight.js", "_static/scripts/furo.js", "_static/scripts/furo.js.map"),
)

# No date of the build gets into the site, unless the caller names one.
SETTINGS = {"SOURCE_DATE_EPOCH": "1704067200"}

# The whole site in one file, offered on its home page; the copy in the zip does not offer what is not in it.
ZIP = "downloads/gdmath-site.zip"
OFFER = re.compile(rb'<nav class="downloads site-zip".*?</nav>\n?')


def files(place: Path) -> Iterator[Path]:
    """Every file of a folder in order, or the file itself."""
    if place.is_dir():
        found = (inner for inner in sorted(place.iterdir()) if inner.name not in MADE)
        whole = SITE in (place, *place.parents)  # of the site itself, each file counts
        yield from (path for inner in found if whole or not PASSING.fullmatch(inner.name) for path in files(inner))
    elif place.is_file():
        yield place


def contents(*places: Path) -> str:
    """The names and contents of files, in one hash."""
    digest = hashlib.sha256()
    for path in (path for place in places for path in files(place)):
        digest.update(f"{path.relative_to(DOCS.parent)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def origin() -> str:
    """All that a site is made from: its sources, what is asked of it, Python and what is installed, in one hash."""
    installed = sorted(f"{found.name} {found.version}" for found in importlib.metadata.distributions())
    asked = {name: os.environ.get(name) for name in ASKED}
    sources = contents(*(DOCS.parent / name for name in SOURCES))
    return hashlib.sha256(repr((sources, asked, sys.version, installed)).encode()).hexdigest()


def is_current() -> bool:
    """Whether the site that is there was made from what there is now, and nobody has changed it since."""
    return STATE.exists() and STATE.read_text(encoding="utf-8") == f"{origin()} {contents(SITE)}"


def build(folder: Path, options: list[str], held: tuple[int, ...] = ()) -> int:
    """Build into an empty folder, where no page can be left that is gone from docs/; what was read before is kept.

    What nobody reads is taken out again, and the zip of it all is put in.
    """
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, str(PROGRAM), "-W", "--keep-going", "-j", "auto", "-b", "html"]
    offer = ["-A", f"site_zip={ZIP}"]
    places = ["-d", str(folder.parent / "doctrees"), str(DOCS), str(folder)]
    status = run([*command, *offer, *options, *places], SETTINGS | os.environ, held)
    if status == 0:
        for name in UNREAD:
            (folder / name).unlink(missing_ok=True)
        zip_site(folder)
    return status


def zip_site(folder: Path) -> None:
    """Write the zip of a built site into it, less what only a host shows; the same site gives the same zip."""
    files = [path for path in folder.rglob("*") if path.is_file() and path != folder / "404.html"]
    with ZipFile(folder / ZIP, "w") as archive:
        for path in sorted(files):
            member = ZipInfo(f"gdmath-site/{path.relative_to(folder).as_posix()}")  # dated 1980, as all of its kind
            member.compress_type, member.create_system, member.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            content = path.read_bytes()
            archive.writestr(member, OFFER.sub(b"", content) if path == folder / "index.html" else content)


def put(folder: Path | None) -> None:
    """Replace the site by a folder, or by nothing. Renaming is one step, so the site is never there in part."""
    old = WORK / "old"
    shutil.rmtree(old, ignore_errors=True)
    if SITE.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        SITE.rename(old)
    if folder:
        folder.rename(SITE)
    shutil.rmtree(old, ignore_errors=True)


def publish(options: list[str], held: tuple[int, ...] = ()) -> int:
    """Build and replace the site; whatever goes wrong, an interruption too, leaves no site rather than an old one.

    Where it is the machine that would not build, a site that was made from the same sources is no old one, and stays.
    """
    built, stays = None, False
    begun = origin()  # what is edited while the site is built may not be in it
    try:
        status = build(WORK / "html", options, held)
        if status == 0:
            built = WORK / "html"
        stays = status == MACHINE and is_current()
    except OSError:
        stays = is_current()
        raise
    finally:
        if not stays:
            STATE.unlink(missing_ok=True)
            put(built)
    if status == 0 and not options:
        STATE.write_text(f"{begun} {contents(SITE)}", encoding="utf-8")
    return status


def main() -> int:
    """Publish, and say where the site is."""
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, signal.default_int_handler)  # being told to end is like Ctrl-C
    try:
        with alone(WORK.parent / "publish.lock") as held:
            if len(sys.argv) == 1 and is_current():
                print("Nothing has changed since the site was built: executed 0 cells on 0 pages.")
                status = 0
            else:
                status = publish(sys.argv[1:], held)
    except KeyboardInterrupt:
        status = 130
    except OSError as error:
        print(sentence(str(error)), file=sys.stderr)
        status = MACHINE
    shown = Path(os.path.relpath(SITE))
    if status == 0:
        print(f"\nThe site is built. Open {shown / 'index.html'}")
    else:
        left = "stays as it was" if SITE.exists() else "is removed, so that nothing stale is read"
        print(f"\nThe site is not built: see above. {shown} {left}.", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
