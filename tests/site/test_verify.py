"""`nox -s verify` builds the site anew, and names file, page and cell of whatever a published copy has otherwise."""

import functools
import http.server
import io
import os
import re
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

import publish
import verify.__main__ as program
from verify import copies
from verify.differences import compare

if TYPE_CHECKING:
    from tests.site.conftest import Build, Site

pytestmark = pytest.mark.site

ROOT = Path(__file__).resolve().parents[2]
URL, REPOSITORY = "https://example.org/course", "https://github.com/you/course"
ZIP = "downloads/gdmath-site.zip"

SHOWN = """---
description: A page to be changed.
---

# Every kind

```{code-cell}
:tags: [remove-cell]

import gdmath
from IPython.display import HTML
```

```{code-cell}
w = gdmath.symbols("w")
slope = gdmath.differentiate(w**2, w)
slope
```

## Shown

```{code-cell}
HTML('''<figure><svg role="img" aria-label="A line to five."><path d="M 0 0 L 1 5" fill="none"/></svg></figure>''')
```

```{code-cell}
HTML('''<gd-moving from="1"><script type="application/json">{"w": [0.5, 0.25]}</script></gd-moving>''')
```

```{code-cell}
for i in range(3):
    print(i / 4)
```

```{code-cell}
:tags: [hide-input]

gdmath.check_gradient(w**2, [w], {"w": 1.5})
```

## Said

At three it is {value}`slope.result.evaluate(w=3):.2f`, and $7 + w$ is what it is.

It is [there](https://example.org/there), and here the page ends.
"""
TAKEN = """# Taken away

```{code-cell}
a = 2
```

Some text.

```{code-cell}
a / 4
```
"""
PAGES = {"guide/shown": SHOWN, "lessons/taken": TAKEN, "404": "---\norphan: true\n---\n\n# Nothing here\n"}
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def site(new_site: Callable[..., "Site"]) -> "Site":
    """A site that is published at an address, with a repository."""
    made = new_site("verified", **PAGES)
    made.environment.update(SITE_URL=URL, SITE_REPOSITORY=REPOSITORY)
    built = made.publish()
    assert built.status == 0, built.console
    return made


@pytest.fixture(scope="module")
def published(site: "Site") -> Files:
    """Its files."""
    return copies.folder(site.root / "docs" / "_build" / "html")


@pytest.fixture
def files(published: Files, monkeypatch: pytest.MonkeyPatch) -> Files:
    """What a test may change of them; what is built anew is that site again, without another build."""

    def build(folder: Path, _options: list[str]) -> int:
        written(published, folder)
        return 0

    monkeypatch.setattr(publish, "build", build)
    for variable, value in {"SITE_URL": URL, "SITE_REPOSITORY": REPOSITORY, "GDMATH_OUTPUTS": ""}.items():
        monkeypatch.setenv(variable, value)
    return dict(published)


def written(files: Files, folder: Path) -> str:
    """The name of a folder that holds some files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(folder)


def zipped(files: Files, path: Path, top: str = "site/") -> str:
    """The name of a zip that holds some files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return str(path)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and does not tell."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address at which a handler answers."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def named(published: Files, now: Files) -> list[str]:
    """Each place where files differ, less the number of the line."""
    found = [(file, place) for file, places in compare(published, now) for place, *_ in places]
    return [re.sub(r"line \d+$", "line N", f"{file}, {place}") for file, place in found]


FORMULA = "under 'Every kind', cell 2 (docs/guide/shown.md:15), "
FIGURE = "under 'Shown', cell 3 (docs/guide/shown.md:23), "
DATA = "under 'Shown', cell 4 (docs/guide/shown.md:27), "
PRINTED = "under 'Shown', cell 5 (docs/guide/shown.md:31), "
TABLE = "under 'Shown', cell 6 (docs/guide/shown.md:38), "
ABOVE, SAID, BELOW = "above the first heading, ", "under 'Said', ", "below the text, "
POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; script-src 'self'"

# What stands last in a file of ours, what a copy has in its place, and how that is named.
CHANGED = {
    "a foreign script": ("guide/shown.html", "</head>", '<script src="//evil.example/a.js"></script></head>', ABOVE),
    "an inline script": ("guide/shown.html", "here the page", "<script>alert(1)</script>here the page", SAID),
    "a frame": ("guide/shown.html", "</h2>\n<p>", '</h2>\n<iframe src="//evil.example"></iframe><p>', SAID),
    "another link": ("guide/shown.html", "https://example.org/there", "https://evil.example/there", SAID),
    "a link to the next page": ("guide/shown.html", 'href="../lessons/taken.html"', 'href="//evil.example"', BELOW),
    "another policy": ("guide/shown.html", f"{POLICY};", f"{POLICY} *;", ABOVE),
    "no policy": ("guide/shown.html", '<meta http-equiv="Content-Security-Policy"', "<meta", ABOVE),
    "another description": ("guide/shown.html", 'content="A page to be changed."', 'content="Free"', ABOVE),
    "another canonical address": ("guide/shown.html", '="https://example.org/course/guide', '="//evil.example', ABOVE),
    "another title": ("guide/shown.html", "<title>Every", "<title>Any", ABOVE),
    "an attribute": ("guide/shown.html", "<p>It is", '<p onclick="alert(1)">It is', SAID),
    "a style": ("guide/shown.html", "<p>It is", '<p style="display:none">It is', SAID),
    "a comment": ("guide/shown.html", "<p>It is", "<!-- it was --><p>It is", SAID),
    "a space": ("guide/shown.html", "page ends", "page  ends", SAID),
    "what cannot be seen": ("guide/shown.html", "page ends", "page\u200b ends", SAID),
    "a line's end": ("guide/shown.html", "page ends.</p>\n", "page ends.</p>\r\n", SAID),
    "a heading": ("guide/shown.html", "<h2>Said", "<h2>Sad", SAID),
    "a number in prose": ("guide/shown.html", "it is 6.00", "it is 6.01", SAID),
    "a drawn sign": ("guide/shown.html", '">7</span>', '">9</span>', SAID),
    "a formula's TeX": ("guide/shown.html", r">= 2 \cdot w^{1}<", r">= 3 \cdot w^{1}<", FORMULA),
    "a source": ("guide/shown.html", '<span class="mi">2</span>, w', '<span class="mi">3</span>, w', FORMULA),
    "a figure's description": ("guide/shown.html", '"A line to five."', '"A line to nine."', FIGURE),
    "a figure's drawing": ("guide/shown.html", "M 0 0 L 1 5", "M 0 0 L 1 6", FIGURE),
    "data": ("guide/shown.html", '"application/json">{"w": [0.5,', '"application/json">{"w": [0.6,', DATA),
    "an attribute of a moving figure": ("guide/shown.html", 'from="1"', 'from="2"', DATA),
    "what is printed": ("guide/shown.html", "\n0.25\n", "\n0.75\n", PRINTED),
    "a row of a table": ("guide/shown.html", '<td class="number">3.0', '<td class="number">4.0', TABLE),
    "the foot": ("guide/shown.html", "Built with gdmath", "Made with gdmath", BELOW),
    "a cell of a notebook": ("downloads/taken.ipynb", '"0.5"', '"0.6"', "cell 2, "),
    "the prose of a notebook": ("downloads/taken.ipynb", "Some text.", "Other text.", "cell 1, "),
    "what a notebook for Colab installs": ("downloads/taken-colab.ipynb", "example.org", "evil.example", "cell 1, "),
    "a line of a program": ("downloads/taken.py", "a / 4", "a / 5", ""),
    "a style sheet": ("_static/site.css", "}", "} @import '//evil.example';", ""),
    "a script": ("_static/page.js", ";", "; fetch('//evil.example');", ""),
    "a drawing": ("_static/favicon.svg", "</svg>", "<script>alert(1)</script></svg>", ""),
    "what the search finds": ("_static/search-entries.js", "Every kind", "Any kind", ""),
    "the map": ("sitemap.xml", "https://example.org/course/lessons", "https://evil.example/lessons", ""),
    "the page for missing pages": ("404.html", "Nothing here", "Nothing there", "under 'Nothing here', "),
}


@pytest.mark.parametrize("name", CHANGED)
def test_changed_text_is_named(name: str, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever stands otherwise in a file is shown, with the heading, the cell and its line of source where it is."""
    file, old, new, place = CHANGED[name]
    head, found, tail = files[file].decode().rpartition(old)
    assert found, f"{old!r} does not stand in {file}"
    files[file] = f"{head}{new}{tail}".encode()
    assert program.verify(written(files, tmp_path)) == 1
    said = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(said) if line.startswith(f"{file}, {place}line "))
    assert [line[:15] for line in said[at + 1 : at + 3]] == ["    published: ", "    now:       "]
    assert said[at + 1][15:] != said[at + 2][15:]
    assert not [line for line in said if line.startswith(tuple(set(files) - {file}))]
    assert said[-1] == f"Files that differ between {str(tmp_path)!r} and what this checkout gives, named above: 1."


def first(files: Files, *ends: str) -> str:
    """The first file that ends so."""
    return next(file for file in sorted(files) if file.endswith(ends))


@pytest.mark.parametrize("end", [".png", ".woff2", ".inv", ".whl", ".zip"])
def test_changed_bytes_are_named(end: str, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A swapped picture, font, wheel or zip is named with its length and its checksum, before and now."""
    file = first(files, end)
    files[file] = b"swapped" + files[file]
    assert program.verify(written(files, tmp_path)) == 1
    said = capsys.readouterr().out
    assert re.search(
        rf"{re.escape(file)}, its bytes:\n"
        rf"    published: {len(files[file])} bytes, SHA-256 [0-9a-f]{{64}}\n"
        rf"    now:       {len(files[file]) - 7} bytes, SHA-256 [0-9a-f]{{64}}\n",
        said,
    )


def test_every_file_counts(published: Files) -> None:
    """One byte more in any file, no such file, and one file more anywhere: each is named, and nothing else is."""
    for file in published:
        other = {name: content for name, content in published.items() if name != file}
        assert named(other, published) == [f"{file}, the whole file: this checkout has it, the copy does not"]
        changed = other | {file: published[file] + b"\n"}
        assert {found for found, _ in compare(changed, published)} == {file}
        assert all(places for _, places in compare(changed, published))
    for file in ("added.html", "a/deeply/hidden/.file", "_static/a\n.js"):
        assert named(published | {file: b""}, published) == [
            f"{file}, the whole file: the copy has it, this checkout does not"
        ]


def test_one_cell_less_moves_no_other(published: Files) -> None:
    """Where a published page lacks a cell, it alone is named; one more is named where it stands."""
    html = published["guide/shown.html"].decode()
    start = html.index('<div class="cell docutils', html.index('"A line to five."'))
    end = html.index('<div class="cell docutils', start + 1)
    less = published | {"guide/shown.html": (html[:start] + html[end:]).encode()}
    assert named(less, published) == [f"guide/shown.html, {DATA}line N"]
    more = published | {"guide/shown.html": (html[:start] + html[start:end] + html[start:]).encode()}
    assert len(named(more, published)) == 1


def test_page_that_cannot_be_read_is_named(published: Files) -> None:
    """A page that is nested deeply, empty, or in no encoding differs; so does a notebook that is none."""
    page, notebook = "guide/shown.html", "downloads/taken.ipynb"
    for file, content in [(page, b"<b>" * 5000), (page, b""), (page, b"\xff"), (notebook, b""), (notebook, b"[]")]:
        assert {found for found, _ in compare(published | {file: content}, published)} == {file}
    # A byte that is no text differs from the signs by which it would be shown, too.
    [(_, [(_, there, here)])] = compare({"a.js": b"\xff"}, {"a.js": rb"\udcff"})
    assert (there, here) == (r"\udcff", r"\udcff")


def test_files_in_a_zip_are_named(published: Files) -> None:
    """Of a wheel and of the zip of the site, the files in it that differ are named, or that none does."""
    with zipfile.ZipFile(io.BytesIO(published[ZIP])) as archive:
        inside = {info.filename: archive.read(info) for info in archive.infolist()}

    def packed(**changes: bytes) -> Files:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name, text in (inside | changes).items():
                archive.writestr(name, text)
        return published | {ZIP: content.getvalue()}

    changed = packed(**{"gdmath-site/index.html": b"evil", "gdmath-site/new.js": b"new"})
    assert named(changed, published)[1] == f"{ZIP}, files in it that differ: index.html, new.js"
    assert named(packed(), published)[1] == f"{ZIP}, files in it that differ: none, they are packed otherwise"
    [_, told] = named(published | {ZIP: b"PK"}, published)
    assert told == f"{ZIP}, files in it that differ: nobody can tell: File is not a zip file"


def test_texts_are_short_and_said_once(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of what differs a little is shown, around the first sign that does; the same text again is not repeated."""
    for file in ("guide/shown.html", "index.html", "search.html"):
        files[file] = files[file].replace(b"</head>", b'<script src="//evil.example/a.js"></script></head>')
    files["_static/site.css"] = files["_static/site.css"].replace(b"\n", b" \n")
    files["_static/page.js"] = files["_static/page.js"] + b"a" * 100_000
    assert program.verify(written(files, tmp_path)) == 1
    said = capsys.readouterr().out.splitlines()
    assert max(map(len, said)) < 250
    assert sum("evil" in line for line in said) == 1
    assert [re.sub(r"line \d+", "line N", line) for line in said if "as above" in line] == [
        f"{file}, above the first heading, line N: as above" for file in ("index.html", "search.html")
    ]
    assert sum(line.startswith("_static/site.css, line") for line in said) <= 10


def test_zip_and_folder_and_address_are_compared_alike(
    files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole site is the same in a folder, in a zip at any depth, and at an address; one byte more is not."""
    copy = written(files, tmp_path / "copy")
    names = [copy, zipped(files, tmp_path / "top.zip", ""), zipped(files, tmp_path / "deep.zip", "a/b/")]
    with served(functools.partial(Quiet, directory=copy)) as address:
        for name in [*names, address, f"{address}/index.html?a#b"]:
            assert program.verify(name) == 0
            all_the_same = f"All {len(files)} files of {name!r} are, to the byte, what this checkout gives.\n"
            # The top of an address counts, too.
            assert capsys.readouterr().out.endswith(
                all_the_same.replace(str(len(files)), str(len(files) + name.startswith("http")), 1)
            )
        for file in ("_static/page.js", "index.html"):
            (tmp_path / "copy" / file).write_bytes(files[file] + b" ")
        assert program.verify(address) == 1
        said = capsys.readouterr().out
        assert "A host lists no files: what it has besides is seen only where a page leads there, or as rob" in said
        assert [line.split(",")[0] for line in said.splitlines() if ", line " in line or "as above" in line] == [
            "index.html",
            "/",
            "_static/page.js",
        ]
        # The whole site is there, and so is what no build would put at that address.
        (tmp_path / "copy" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
        assert program.verify(address) == 1
        assert "robots.txt, the whole file: the copy has it, this checkout does not\n" in capsys.readouterr().out


def test_top_of_an_address_is_its_index(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a host shows something else than the index at its top, that is named: readers come there first."""

    class Other(Quiet):
        def do_GET(self) -> None:
            self.path = "/search.html" if self.path == "/" else self.path
            super().do_GET()

    with served(functools.partial(Other, directory=written(files, tmp_path))) as address:
        assert program.verify(address) == 1
    assert "\n/, above the first heading, line " in capsys.readouterr().out


def test_page_for_missing_pages_may_say_that_it_is_missing(files: Files, tmp_path: Path) -> None:
    """A host that shows 404.html with the status of a missing page, at its own address too, has it."""

    class Strict(Quiet):
        def do_GET(self) -> None:
            if self.path != "/404.html":
                return super().do_GET()
            content = files["404.html"]
            self.send_response(404)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return None

    with served(functools.partial(Strict, directory=written(files, tmp_path))) as address:
        assert program.verify(address) == 0
        files["404.html"] += b" "
        assert program.verify(address) == 1


def test_site_zip_is_compared_with_the_site_zip(
    files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The zip that the site offers holds neither itself nor 404.html, and is compared with its like, which is said."""
    (tmp_path / "site.zip").write_bytes(files[ZIP])
    inside = copies.unzip(tmp_path / "site.zip")
    for name in (str(tmp_path / "site.zip"), written(inside, tmp_path / "unpacked")):
        assert program.verify(name) == 0
        said = capsys.readouterr().out
        assert (
            f"The copy has no {ZIP}, so it is compared with what that holds, in which there is no 404.html.\n" in said
        )
    with served(functools.partial(Quiet, directory=tmp_path / "unpacked")) as address:
        assert program.verify(address) == 0
    # To take the zip out of a site is no way to hide.
    del files[ZIP]
    assert program.verify(written(files, tmp_path / "less")) == 1
    said = capsys.readouterr().out
    assert "\n404.html, the whole file: the copy has it" in said
    assert "\nindex.html, under " in said


def test_what_hosts_add_is_said(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two files for the host may be there, if they say what they have to; with anything else in them they differ."""
    files |= {".nojekyll": b"", "CNAME": b"example.org\n"}
    assert program.verify(written(files, tmp_path)) == 0
    assert "\n.nojekyll: for the host, and as it has to be\nCNAME: for" in capsys.readouterr().out
    assert program.verify(written({".nojekyll": b"x", "CNAME": b"evil.example"}, tmp_path)) == 1
    said = capsys.readouterr().out
    assert "for the host" not in said
    assert all(f"\n{file}, the whole file: the copy has it" in said for file in (".nojekyll", "CNAME"))


def test_link_to_a_folder_is_a_file_more(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is linked into a copy does not pass unseen."""
    copy = Path(written(files, tmp_path / "copy"))
    (copy / "linked").symlink_to(tmp_path)
    assert program.verify(str(copy)) == 1
    assert "\nlinked, the whole file: the copy has it" in capsys.readouterr().out


def test_other_sources_are_named_first(files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy that was computed from something else differs, and both stamps stand above what does."""
    for file in (name for name in files if name.endswith(".html")):
        files[file] = files[file].replace(b"Built with gdmath", b"Built with gdmath 9.9.9 or")
    assert program.verify(written(files, tmp_path)) == 1
    said = capsys.readouterr().out.splitlines()
    assert (
        said[1]
        == "Published and now are not computed from the same, so every page differs at its foot, and perhaps more:"
    )
    assert said[2].startswith("    published: Built with gdmath 9.9.9 or ")
    assert said[3].startswith("    now:       Built with gdmath ")
    assert said[4] == "To see what differs beyond that, check out what was published, and verify from there."


@pytest.mark.parametrize(
    ("variable", "value"), [("SITE_URL", URL), ("SITE_REPOSITORY", REPOSITORY)], ids=["address", "repository"]
)
def test_copy_is_not_believed_what_it_names(
    variable: str, value: str, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a copy names as its address or repository has to be set by who verifies, and is never taken from it."""
    monkeypatch.delenv(variable)
    copy = written(files, tmp_path)
    with pytest.raises(copies.CannotVerifyError) as refused:
        program.verify(copy)
    assert str(refused.value) == (
        f"Cannot verify {copy!r}, because it names {variable}={value}, and whether that is right it cannot say itself. "
        f"Set {variable} to what it should name, and verify again."
    )


def test_site_at_its_own_address_needs_no_setting(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address that the pages name themselves is right; that a copy names none is said."""
    told = "Building this checkout anew, and executing every page, with SITE_URL={!r} and SITE_REPOSITORY="
    copy = Path(written(files, tmp_path))
    with served(functools.partial(Quiet, directory=copy)) as address:
        for name in (address, ""):
            monkeypatch.delenv("SITE_URL", raising=False)
            index = files["index.html"].decode().replace(f"{URL}/index.html", f"{name}/index.html" if name else "")
            (copy / "index.html").write_text(index)
            program.verify(address)
            assert capsys.readouterr().out.startswith(told.format(name))
            assert os.environ["SITE_URL"] == name  # which the build reads


def test_kept_outputs_are_neither_used_nor_touched(site: "Site", published: Files) -> None:
    """Though the kept outputs say otherwise, all pages are executed, and give what is published; the site stays."""
    build = site.root / "docs" / "_build"
    kept = next(path for path in (build / ".outputs").rglob("*.json") if r"0.25\n" in path.read_text())
    kept.write_text(kept.read_text(encoding="utf-8").replace(r"0.25\n", r"0.75\n"), encoding="utf-8")
    before = copies.folder(build)
    done = verified(site)
    assert done.status == 0, done.console
    assert done.console.endswith(
        f"with SITE_URL={URL!r} and SITE_REPOSITORY={REPOSITORY!r}.\n\n"
        f"All {len(published)} files of 'docs/_build/html' are, to the byte, what this checkout gives.\n"
    )
    assert copies.folder(build) == before


def verified(site: "Site") -> "Build":
    """Verify the site that is published there, as `nox -s verify` does."""
    return site._run("docs/_tools/verify", "docs/_build/html")


def test_page_that_fails_now_cannot_be_verified(site: "Site", tmp_path: Path) -> None:
    """A page or a library that fails is named with its line; nothing is compared, and nothing is left behind."""
    page, library = site.root / "docs" / "lessons" / "taken.md", site.root / "gdmath" / "__init__.py"
    site.environment["TMPDIR"] = str(tmp_path)
    for path, text, named in [
        (page, TAKEN.replace("a / 4", "a / 0"), "docs/lessons/taken.md:10: ZeroDivisionError: division by zero\n"),
        (library, "raise ImportError('planted')\n", "docs/guide/shown.md:10: ImportError: planted\n"),
    ]:
        original = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        done = verified(site)
        path.write_text(original, encoding="utf-8")
        assert done.status == 2
        assert named in done.console
        assert done.console.endswith(
            "Cannot verify 'docs/_build/html', because the pages of this checkout do not build. "
            "Mend what is named above, then verify again.\n"
        )
        assert list(tmp_path.iterdir()) == []
    del site.environment["TMPDIR"]


def test_interrupted_verification_says_so(site: "Site") -> None:
    """Ctrl-C ends it with the status of an interrupted program."""
    with site.start("docs/_tools/verify", "docs/_build/html") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Building this checkout anew")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        console, _ = process.communicate(timeout=60)
    assert "Interrupted: nothing is verified.\n" in console  # the kernels may notice later
    assert process.returncode == 130


def refused(name: str) -> str:
    """Why a copy cannot be verified, less the part that is the same for most."""
    with pytest.raises(copies.CannotVerifyError) as error:
        program.verify(name)
    start, end = (
        f"Cannot verify {name!r}, because ",
        ". Give a folder, a zip or an address that holds a whole copy of the site.",
    )
    said = str(error.value)
    assert said.startswith(start), said
    assert said.endswith((end, "Give the folder, the zip or the address that holds the site's index.")), said
    return said.removeprefix(start).removesuffix(end)


NO_INDEX = (
    "it has no index.html with a stamp at its foot, so it is no copy of this site. "
    "Give the folder, the zip or the address that holds the site's index."
)


@pytest.mark.parametrize("arguments", [(), ("a", "b")])
def test_exactly_one_copy_is_named(arguments: tuple[str, ...]) -> None:
    """Without a copy, or with two, the program says how one is named, and ends with 2."""
    command = [sys.executable, "docs/_tools/verify", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"Cannot verify {' '.join(arguments)!r}, because that is not the name of exactly one copy. "
        "Name one: nox -s verify -- FOLDER, or a zip, or an address that begins with https://.\n"
    )


@pytest.mark.parametrize("name", ["nosuch", "ftp://example.org/"])
def test_name_of_no_copy_is_refused(name: str) -> None:
    """What is neither a folder nor a zip nor an address on the web is named."""
    because = "there is no such folder or zip, and an address begins with http:// or https://"
    assert refused(name) == f"it cannot be read: {because}"


def test_copy_must_be_one_of_this_site(tmp_path: Path) -> None:
    """A folder or a zip without an index, or with that of another site, is refused."""
    assert refused(str(ROOT / "data")) == NO_INDEX
    assert refused(written({"index.html": b"\xff\x00<p>Another site.</p>"}, tmp_path)) == NO_INDEX
    assert refused(zipped({}, tmp_path / "a.zip")) == NO_INDEX
    # At its top there is no index.
    assert refused(zipped({"a/index.html": b"", "b": b""}, tmp_path / "b.zip", "")) == NO_INDEX


@pytest.mark.parametrize("name", ["../up.html", "/root.html", "a/../../b", "C:/a", "a\\b", "a//b", "./a"])
def test_zip_that_leads_out_of_its_folder_is_refused(name: str, tmp_path: Path) -> None:
    """A file in a zip whose name leads elsewhere, on whatever system, is named, and nothing of the zip is read."""
    because = f"a file in it is called {name!r}, which may lead out of its folder"
    assert refused(zipped({"index.html": b"", name: b""}, tmp_path / "site.zip", "")) == f"it cannot be read: {because}"


def test_damaged_zip_is_refused(files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip that came only in part, was changed, holds a file twice, or unpacks without end is no copy."""
    path = tmp_path / "site.zip"
    path.write_bytes(files[ZIP][: len(files[ZIP]) // 2])
    assert refused(str(path)) == "it cannot be read: File is not a zip file"
    with zipfile.ZipFile(io.BytesIO(files[ZIP])) as archive:
        start = archive.getinfo("gdmath-site/index.html").header_offset
    damaged = bytearray(files[ZIP])
    damaged[start + 70 : start + 100] = bytes(30)
    path.write_bytes(damaged)
    assert refused(str(path)).startswith("it cannot be read: ")
    zipped({"index.html": b"one"}, path)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("site/index.html", b"two")
    assert refused(str(path)) == "it cannot be read: two files in it have the same name"
    monkeypatch.setattr(copies, "MOST", 1000)
    zipped({"index.html": bytes(1001)}, path)
    assert refused(str(path)) == "it cannot be read: what is in it has more than 1000 bytes"


class Odd(Quiet):
    """Answers in ways in which a site does not."""

    def do_GET(self) -> None:
        """Break off, refuse, lack the site, or send elsewhere."""
        if "part" in self.path:
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half of it")
        elif "away" in self.path:
            self.send_response(302)
            elsewhere = self.headers["Host"].replace("127.0.0.1", "localhost")
            self.send_header("Location", f"http://{elsewhere}/there")
            self.end_headers()
        elif "there" in self.path:
            self.send_response(200, "Welcome")
            self.end_headers()
        else:
            self.send_error(404 if "lost" in self.path else 503, "Out of order")


def test_address_that_gives_no_site_is_refused() -> None:
    """A server that is not there, refuses, breaks off, lacks the site or sends elsewhere is named with its answer."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/course"
        assert refused(address).startswith(f"it cannot be read: {address}/index.html gives no answer: ")
    assert refused("http://") == "it cannot be read: http:/index.html gives no answer: <urlopen error no host given>"
    with served(Odd) as address:
        for place, because in {
            "": "answers 503 Out of order from {0}/index.html",
            "/part": "came only in part: 90 bytes are missing",
            "/away": f"answers 200 Welcome from {address.replace('127.0.0.1', 'localhost')}/there",
        }.items():
            url = f"{address}{place}"
            assert refused(url) == f"it cannot be read: {url}/index.html {because.format(url)}"
        assert refused(f"{address}/lost/") == NO_INDEX


def test_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes the question and never answers is named after a time."""
    monkeypatch.setattr(copies, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert refused(address) == f"it cannot be read: {address}/index.html gives no answer: timed out"


def test_hostile_names_are_shown_as_text(tmp_path: Path, files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    """What a copy may put before the reader's eyes reaches the terminal as text, and steers nothing."""
    files["\x1b[2J.html"] = b""
    files["guide/shown.html"] = files["guide/shown.html"].replace(b"page ends", b"page \x1b[2Jends")
    assert program.verify(written(files, tmp_path)) == 1
    said = capsys.readouterr().out
    assert r"\x1b[2J.html, the whole file" in said
    assert r"page \x1b[2Jends" in said
    assert "\x1b" not in said
