"""`nox -s verify` executes every page anew, and names page and cell of whatever a published copy says otherwise."""

import errno
import functools
import http.server
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from tests.site.conftest import Build, Site

pytestmark = pytest.mark.site

ROOT = Path(__file__).resolve().parents[2]

HTML = "from IPython.display import HTML\n\nHTML('''{}''')"
DRAWING = '<figure><svg role="img" aria-label="A line to {}."><path d="M 0 0 L 1 {}" fill="none"/></svg></figure>'
DATA = '<gd-moving from="1"><script type="application/json">{"w": [0.5, 0.25]}</script></gd-moving>'
SLOPE = 'import gdmath\n\nw = gdmath.symbols("w")\nslope = gdmath.differentiate(w**2, w)'
BOTH = f"# Both\n\n```{{code-cell}}\n{SLOPE}\nslope.result\n```\n\n## Slope\n\n"


def page(title: str, *cells: str) -> str:
    """A page of cells."""
    return "\n".join([f"# {title}\n", *(f"```{{code-cell}}\n{cell}\n```\n" for cell in cells)])


PAGES = {
    "alt": page("Alt", HTML.format(DRAWING.format("five", 5))),
    "data": page("Data", HTML.format(DATA)),
    "drawing": page("Drawing", HTML.format(DRAWING.format("six", 6))),
    "drawn": "# Drawn\n\nAs {definition}`it` is: $7 + w$.\n",
    "formula": page("Formula", f"{SLOPE}\nslope", "slope"),
    "gone": page("Gone", "'gone'"),
    "kept": page("Kept", "print('of ' + 'today')"),
    "link": "# Link\n\nIt is [there](https://example.org/there).\n",
    "printed": page("Printed", "a = 2\nprint(a)", "for i in range(3):\n    print(i / 4)"),
    "prose": f"{BOTH}At three it is {{value}}`slope.result.evaluate(w=3):.2f`.\n",
    "source": page("Source", "print(\n    'source')", "1 + 1"),
    "stamp": page("Stamp", "'stamp'"),
    "table": page("Table", f'{SLOPE}\ngdmath.check_gradient(w**2, [w], {{"w": 1.5}})'),
}

# What is replaced in the HTML of the copy, by page.
TAMPERED = {
    "alt": ("A line to five.", "A line to nine."),
    "data": ("[0.5, 0.25]", "[0.5, 0.35]"),
    "drawing": ("M 0 0 L 1 6", "M 0 0 L 1 7"),
    "drawn": ('">7</span>', '">9</span>'),
    "formula": (r">= 2 \cdot w^{1}<", r">= 3 \cdot w^{1}<"),
    "kept": ("of today", "of yesterday"),
    "link": ("https://example.org/there", "https://example.org/here"),
    "printed": ("0.25", "0.75"),
    "prose": ("6.00", "6.01"),
    "source": ('<span class="mi">1</span>', '<span class="mi">2</span>'),
    "stamp": (" and Python ", " and another Python "),
    "table": ('<td class="number">3.0000000000</td></tr><tr><th', '<td class="number">4.0000000000</td></tr><tr><th'),
}

NAMED = """\
Executing every page of this checkout anew.
Published and now are not computed from the same; what differs below may come from that:
    published: {published}
    now:       {now}
alt.html: 1 cell, 1 difference
    alt.html, cell 1 (from IPython.display import HTML), figure's description:
        published: A line to nine.
        now:       A line to five.
data.html: 1 cell, 1 difference
    data.html, cell 1 (from IPython.display import HTML), data:
        published: {{"w": [0.5, 0.35]}}
        now:       {{"w": [0.5, 0.25]}}
drawing.html: 1 cell, 1 difference
    drawing.html, cell 1 (from IPython.display import HTML), figure's drawing:
        published: <svg role='img'> <path d='M 0 0 L 1 7' fill='none'>
        now:       <svg role='img'> <path d='M 0 0 L 1 6' fill='none'>
drawn.html: 1 difference
    drawn.html, under 'Drawn', formulas in its prose, as they are drawn:
        published: 7+w9+w
        now:       7+w7+w
formula.html: 2 cells, 1 difference
    formula.html, cell 2 (slope), output:
        published: $= 3 \\cdot w^{{1}}$ power rule
        now:       $= 2 \\cdot w^{{1}}$ power rule
gone.html: 1 cell, 1 difference
    gone.html, the whole file: this checkout has it, the copy does not
kept.html: 1 cell, 1 difference
    kept.html, cell 1 (print('of ' + 'today')), output:
        published: of yesterday
        now:       of today
link.html: 1 difference
    link.html, under 'Link', prose:
        published: It is there (https://example.org/here).
        now:       It is there (https://example.org/there).
printed.html: 2 cells, 1 difference
    printed.html, cell 2 (for i in range(3):), output:
        published: 0.0\\n0.75\\n0.5
        now:       0.0\\n0.25\\n0.5
prose.html: 1 cell, 1 difference
    prose.html, under 'Slope', prose:
        published: At three it is 6.01.
        now:       At three it is 6.00.
source.html: 2 cells, 1 difference
    source.html, cell 2 (1 + 1), source:
        published: 1 + 2
        now:       1 + 1
stamp.html: 1 cell, 1 difference
    stamp.html, the foot: it is another than that of the index: {other}
table.html: 1 cell, 1 difference
    table.html, cell 1 (import gdmath), output:
        published: sympy | 4.0000000000
        now:       sympy | 3.0000000000
added.html: 1 difference
    added.html, the whole file: the copy has it, this checkout does not

14 differences between {copy!r} and what this checkout gives, named above.
"""


def stamp(path: Path) -> str:
    """What stands at the foot of a page."""
    [foot] = BeautifulSoup(path.read_bytes(), "html5lib").select(".stamp")
    return " ".join(foot.text.split())


RUN = "import runpy, sys; sys.path.insert(0, 'docs'); runpy.run_path('docs/verify.py', run_name='__main__')"


def verify(site: "Site", copy: str) -> "Build":
    """Verify a copy as `nox -s verify` does."""
    return site._run("docs/verify.py", copy)


def named(done: "Build") -> str:
    """What was said, but for the pages on which nothing differs."""
    return "".join(line for line in done.console.splitlines(keepends=True) if not line.endswith(" as published\n"))


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file of a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replace(copy: Path, name: str, old: str, new: str) -> None:
    """Replace what stands last on a page of the copy."""
    path = copy / f"{name}.html"
    head, found, tail = path.read_text(encoding="utf-8").rpartition(old)
    assert found, f"{old!r} does not stand on {name}"
    path.write_text(f"{head}{new}{tail}", encoding="utf-8")


def tamper(copy: Path) -> None:
    """Change one thing on each page, remove one page, and add one that the index leads to."""
    for name, change in TAMPERED.items():
        replace(copy, name, *change)
    (copy / "gone.html").unlink()
    shutil.copyfile(copy / "kept.html", copy / "added.html")
    index = copy / "index.html"
    link = '<body><a href="./added.html#top">An added page</a> <a href="nosuch.html">nowhere</a> <a href="//[">no</a>'
    index.write_text(index.read_text(encoding="utf-8").replace("<body>", link), encoding="utf-8")
    restamp(copy)


def restamp(copy: Path) -> None:
    """Let the copy say that another version of the library computed it."""
    for path in copy.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"Built with gdmath [\d.]+", "Built with gdmath 9.9.9", text), encoding="utf-8")


@pytest.fixture(scope="module")
def site(new_site: Callable[..., "Site"]) -> "Site":
    """A site that is published, with the program that verifies it."""
    made = new_site("verified", **PAGES)
    shutil.copytree(ROOT / "docs" / "verifying", made.root / "docs" / "verifying")
    shutil.copyfile(ROOT / "docs" / "verify.py", made.root / "docs" / "verify.py")
    built = made.publish()
    assert built.status == 0, built.console
    return made


@pytest.fixture
def copy(site: "Site", tmp_path: Path) -> Path:
    """A copy of the site."""
    return Path(shutil.copytree(site.root / "docs" / "_build" / "html", tmp_path / "copy"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and does not tell."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address at which a handler answers."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_whatever_differs_is_named(site: "Site", copy: Path) -> None:
    """Text, number, table, drawing, description, formula, link, data, source, foot, a page too many or too few: all."""
    tamper(copy)
    stamps = {
        "published": stamp(copy / "index.html"),
        "now": stamp(site.root / "docs" / "_build" / "html" / "index.html"),
        "other": stamp(copy / "stamp.html"),
    }
    done = verify(site, str(copy))
    assert done.status == 1
    assert named(done) == NAMED.format(**stamps, copy=str(copy))
    with served(functools.partial(Quiet, directory=copy)) as address:
        done = verify(site, address)
    assert done.status == 1
    assert named(done) == NAMED.format(**stamps, copy=address)


def test_kept_outputs_are_neither_used_nor_touched(site: "Site", copy: Path) -> None:
    """Where the kept outputs say what the copy says, all pages are executed all the same; the site is left alone."""
    kept = next(path for path in (site.root / "docs/_build/.outputs").rglob("*.json") if "of today" in path.read_text())
    original = kept.read_text(encoding="utf-8")
    kept.write_text(original.replace("of today", "of yesterday"), encoding="utf-8")
    replace(copy, "kept", *TAMPERED["kept"])
    before = contents(site.root / "docs" / "_build")
    done = verify(site, str(copy))
    assert done.status == 1
    assert done.console.endswith(f"1 difference between {str(copy)!r} and what this checkout gives, named above.\n")
    assert "        published: of yesterday\n        now:       of today\n" in done.console
    assert contents(site.root / "docs" / "_build") == before
    kept.write_text(original, encoding="utf-8")


def test_same_is_the_same_under_another_stamp(site: "Site", copy: Path, tmp_path: Path) -> None:
    """A zip with the site in a folder, computed by another version, with an address of its own, gives the same."""
    for path in copy.rglob("*.html"):
        link = '<link rel="canonical" href="https://example.org/course/index.html">'
        path.write_text(path.read_text(encoding="utf-8").replace("</head>", f"{link}</head>"), encoding="utf-8")
    restamp(copy)
    zipped = shutil.make_archive(str(tmp_path / "site"), "zip", tmp_path, "copy")
    done = verify(site, zipped)
    pages = len(list(copy.rglob("*.html")))
    assert done.status == 0
    assert named(done) == (
        "Executing every page of this checkout anew.\n"
        "Published and now are not computed from the same; what differs below may come from that:\n"
        f"    published: {stamp(copy / 'index.html')}\n"
        f"    now:       {stamp(site.root / 'docs' / '_build' / 'html' / 'index.html')}\n\n"
        f"14 cells on {pages} pages give what is published at {zipped!r}.\n"
    )
    assert [line for line in done.console.splitlines() if line.startswith("printed")] == [
        "printed.html: 2 cells, as published"
    ]


def test_page_that_fails_now_cannot_be_verified(site: "Site", copy: Path, tmp_path: Path) -> None:
    """A page whose code fails is named with its line; nothing is compared, and nothing is left behind."""
    text = (site.root / "docs" / "printed.md").read_text(encoding="utf-8")
    site.edit("docs/printed.md", "print(a)", "print(a / 0)")
    (tmp_path / "temporary").mkdir()
    site.environment["TMPDIR"] = str(tmp_path / "temporary")
    done = verify(site, str(copy))
    (site.root / "docs" / "printed.md").write_text(text, encoding="utf-8")
    del site.environment["TMPDIR"]
    assert done.status == 2
    assert "docs/printed.md:5: ZeroDivisionError: division by zero\n" in done.console
    assert done.console.endswith(
        f"Cannot verify {str(copy)!r}, because the pages of this checkout do not build. "
        "Mend what is named above, then verify again.\n"
    )
    assert list((tmp_path / "temporary").iterdir()) == []


def test_library_that_cannot_be_imported_is_named(site: "Site", copy: Path) -> None:
    """The program itself needs no library: where that cannot be imported, the pages that need it are named."""
    library = site.root / "gdmath" / "__init__.py"
    text = library.read_text(encoding="utf-8")
    library.write_text("raise ImportError('planted')\n", encoding="utf-8")
    done = verify(site, str(copy))
    library.write_text(text, encoding="utf-8")
    assert done.status == 2
    assert "docs/formula.md:4: ImportError: planted\n" in done.console
    assert done.console.endswith("do not build. Mend what is named above, then verify again.\n")


def test_interrupted_verification_says_so(site: "Site", copy: Path) -> None:
    """Ctrl-C ends it with the status of an interrupted program."""
    # A program that a shell started in the background ignores Ctrl-C, and so would all that it starts.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    with site.start("-c", f"{listening}; {RUN}", str(copy)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Executing every page of this checkout anew.\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        console, _ = process.communicate(timeout=60)
    assert "Interrupted: nothing is verified.\n" in console  # the kernels may notice later
    assert process.returncode == 130


def refused(*arguments: str, program: tuple[str, ...] = ("docs/verify.py",)) -> str:
    """What `nox -s verify` says where nothing can be verified."""
    done = subprocess.run([sys.executable, *program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


NAME_ONE = "Name one: nox -s verify -- FOLDER, or a zip, or an address that begins with https://.\n"
LOOK = "Look at it in a browser, or give a folder or a zip of the site instead.\n"


def test_exactly_one_copy_is_named() -> None:
    """Without a copy, or with two, the error says how one is named."""
    assert refused() == f"Cannot verify '', because no published copy is named. {NAME_ONE}"
    assert refused("a", "b") == f"Cannot verify 'a b', because one published copy is compared at a time. {NAME_ONE}"


@pytest.mark.parametrize("name", ["nosuch", "ftp://example.org/", "noxfile.py"])
def test_name_of_no_copy_is_refused(name: str) -> None:
    """What is neither a folder nor a zip nor an address on the web is named."""
    assert refused(name) == (
        f"Cannot verify {name!r}, because it is no folder, no zip and no address that begins with http:// or https://. "
        "Give the folder, the zip or the address of a published copy of the site.\n"
    )


def test_copy_must_be_one_of_this_site(tmp_path: Path) -> None:
    """A folder or a zip without an index, or with that of another site, is refused."""
    shutil.make_archive(str(tmp_path / "empty"), "zip", Path(shutil.copytree(ROOT / "data", tmp_path / "data")))
    for name in (str(tmp_path / "data"), str(tmp_path / "empty.zip")):
        assert refused(name) == (
            f"Cannot verify {name!r}, because there is no index.html in it. "
            "Give the folder, the zip or the address that holds the site's index.\n"
        )
    (tmp_path / "data" / "index.html").write_bytes(b"\xff\x00<p>Another site.</p>")
    name = str(tmp_path / "data")
    assert refused(name) == (
        f"Cannot verify {name!r}, because its index.html has no stamp at its foot, so it is no copy of this site. "
        "Give a copy of this site.\n"
    )


def test_damaged_zip_is_named(site: "Site", tmp_path: Path) -> None:
    """A zip of which a file cannot be read is named with that file."""
    zipped = Path(shutil.make_archive(str(tmp_path / "site"), "zip", site.root / "docs" / "_build" / "html"))
    with zipfile.ZipFile(zipped) as archive:
        start = archive.getinfo("index.html").header_offset
    damaged = bytearray(zipped.read_bytes())
    damaged[start + 60 : start + 90] = bytes(30)
    zipped.write_bytes(damaged)
    said = refused(str(zipped))
    assert said.startswith(f"Cannot verify {str(zipped)!r}, because index.html in it cannot be read: ")
    assert said.endswith(". Fetch or make the zip anew.\n")


def test_address_without_an_answer_is_named() -> None:
    """A server that is not there, refuses, lacks the site or is no address is named with what it answered."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/course"
        because = f"[Errno {errno.ECONNREFUSED}] {os.strerror(errno.ECONNREFUSED)}"
        assert refused(address) == (
            f"Cannot verify {address!r}, because {address}/index.html gives no answer: {because}. {LOOK}"
        )
    assert (
        refused("http://")
        == f"Cannot verify 'http://', because http:/index.html gives no answer: no host given. {LOOK}"
    )

    class Broken(Quiet):
        def do_GET(self) -> None:
            self.send_error(404 if "lost" in self.path else 503, "Out of order")

    with served(Broken) as address:
        because = f"{address}/index.html answers 503 Out of order"
        assert refused(f"{address}/index.html") == f"Cannot verify '{address}/index.html', because {because}. {LOOK}"
        assert refused(f"{address}/lost/") == (
            f"Cannot verify '{address}/lost/', because there is no index.html in it. "
            "Give the folder, the zip or the address that holds the site's index.\n"
        )


def test_server_that_says_nothing_is_given_up() -> None:
    """A server that takes the question and never answers is named after a time."""
    hurried = f"import sys; sys.path.insert(0, 'docs'); from verifying import copies; copies.SECONDS = 1; {RUN}"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        said = refused(address, program=("-c", hurried))
    because = f"{address}/index.html gives no answer: nothing came within 1 seconds"
    assert said == f"Cannot verify {address!r}, because {because}. {LOOK}"
