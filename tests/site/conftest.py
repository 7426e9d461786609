"""A small copy of the site: our extensions, settings and templates, the library, the data, and pages of a few lines."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock

from tests.site import warm

ROOT = Path(__file__).resolve().parents[2]

PAGES = {
    "rule": """# Rule

```{code-cell}
import gdmath

w = gdmath.symbols("w")
print(gdmath.differentiate(gdmath.sigmoid(w), w).result)
```
""",
    "slope": """# Slope

```{code-cell}
:tags: [remove-cell]

import gdmath

w = gdmath.symbols("w")
slope = gdmath.differentiate(gdmath.sigmoid(w), w).result
```

The slope at 0 is {value}`slope.evaluate(w=0):.4f`.
""",
    "plain": """# Plain

Some prose.

```{code-cell}
print("plain")
```
""",
}


@dataclass(frozen=True)
class Build:
    """What a build left: its exit status and what it said."""

    status: int
    console: str

    @property
    def executed(self) -> tuple[int, int]:
        """How many cells on how many pages were executed, as the build says."""
        cells, pages = re.findall(r"executed (\d+) cells on (\d+) pages", self.console)[0]
        return int(cells), int(pages)


@dataclass
class Site:
    """The copy, and what a user does with it."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "plain"  # in which its pages are

    @property
    def html(self) -> Path:
        """The folder of the built pages."""
        return self.root / "docs" / "_build" / self.folder

    def write(self, **pages: str) -> None:
        """Write pages, and an index that lists all that there are."""
        for name, text in pages.items():
            (self.root / "docs" / name).parent.mkdir(exist_ok=True)
            (self.root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
        docs = self.root / "docs"
        found = {page.relative_to(docs).with_suffix("").as_posix() for page in docs.rglob("*.md")}
        names = sorted(name for name in found if name != "index" and not name.startswith("_"))
        index = "\n".join(["# Small site", "", "```{toctree}", *names, "```", ""])
        (self.root / "docs" / "index.md").write_text(index, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace what stands once in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    @property
    def settings(self) -> dict[str, str]:
        """The environment of its programs, with no setting of the shell that these tests were started from."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SITE_"))}
        return inherited | {"NO_COLOR": "1"} | self.environment

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start Python in the copy's folder."""
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=self.root,
            env=self.settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _run(self, *command: str) -> Build:
        with self.start(*command) as process:
            console, _ = process.communicate(timeout=1800)
        return Build(process.returncode, console)

    def build(self, *options: str) -> Build:
        """Build as any Sphinx user does: an ordinary build, in which warnings are not errors."""
        folders = ["-d", "docs/_build/doctrees", "docs", "docs/_build/plain"]
        arguments = ["-b", "html", "-j", "2", *options, *folders]
        if os.name == "nt" or any(name.startswith("PYTHON") for name in self.environment):
            return self._run("-m", "sphinx", *arguments)  # Python reads such a setting when it starts
        said = self.root / "docs" / "_build" / "console.txt"
        said.parent.mkdir(exist_ok=True)
        status = warm.build(self.root, self.settings, arguments, said)
        return Build(status, said.read_text(encoding="utf-8"))

    def publish(self, *options: str) -> Build:
        """Build as `nox -s docs` does."""
        return self._run("docs/_tools/publish.py", *options)

    def page(self, name: str, folder: str = "") -> BeautifulSoup:
        """Return a page of the built site, without the places at which a long word may be broken."""
        html = (self.html.with_name(folder or self.folder) / f"{name}.html").read_text(encoding="utf-8")
        return BeautifulSoup(html.replace("\u00ad", ""), "html5lib")

    def outputs(self, name: str) -> list[str]:
        """Return the text of each output on a page."""
        return [output.text.strip() for output in self.page(name).select(".cell_output")]

    def prose(self, name: str) -> list[str]:
        """Return the text of each paragraph on a page."""
        return [paragraph.text for paragraph in self.page(name).select("article p")]


def copy_site(root: Path) -> Site:
    """Copy all but the pages; what renders formulas is installed once, for the repository."""
    for folder in ("gdmath", "data", "docs/_ext", "docs/_tools", "docs/_templates", "docs/_static"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conf.py", "package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(ROOT / "docs" / name, root / "docs" / name)
    conf = root / "docs" / "conf.py"  # pages of a few lines say nothing to search engines
    conf.write_text(conf.read_text(encoding="utf-8").replace('"description": True', '"description": False'), "utf-8")
    for name in ("pyproject.toml", "README.md", "LICENSE"):  # what the wheel among the downloads is built from
        shutil.copyfile(ROOT / name, root / name)
    (root / "docs" / "_build").mkdir()
    for kept in ("engine", "katex"):  # as long as the library is the same, so is what runs it in a browser
        installed = ROOT / "docs" / "_build" / kept
        installed.mkdir(parents=True, exist_ok=True)
        (root / "docs" / "_build" / kept).symlink_to(installed)
    return Site(root)


def left(root: Path) -> list[str]:
    """The processes that are still there and were started for this project."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes().split(b"\0")
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # it has ended meanwhile, or is another's
            continue
        if any(line.startswith(b"PYTHONPATH=") and str(root).encode() in line for line in environment):
            found.append(command)
    return found


@pytest.fixture(scope="session")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that was built once; tests take copies of it, so as not to execute the same pages again."""
    site = copy_site(tmp_path_factory.mktemp("executed") / "copy")
    site.write(**PAGES)
    built = site.build()
    assert (built.status, built.executed) == (0, (3, 3)), built.console
    return site


@pytest.fixture
def site(executed: Site, tmp_path: Path) -> Site:
    """A site whose pages have been built, in a folder of its own."""
    shutil.copytree(executed.root, tmp_path / "site", symlinks=True, ignore=shutil.ignore_patterns("plain", "doctrees"))
    built = Site(tmp_path / "site")
    assert built.build().executed == (0, 0)
    return built


@pytest.fixture(scope="session")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Site]:
    """Makes sites that have not been built, each of the pages given, in a folder of the name given."""

    def make(name: str = "site", **pages: str) -> Site:
        made = copy_site(tmp_path_factory.mktemp("new") / name)
        made.write(**pages)
        return made

    return make


@pytest.fixture(scope="session")
def whole() -> Site:
    """The site with all its real pages, as `nox -s docs` leaves it: one worker builds what has changed since."""
    asked = {name: value for name, value in os.environ.items() if name.startswith("SITE_")}
    site = Site(ROOT, asked, "html")
    (ROOT / "docs" / "_build").mkdir(exist_ok=True)
    run, done = os.environ.get("PYTEST_XDIST_TESTRUNUID"), ROOT / "docs" / "_build" / "tests.built"
    with FileLock(ROOT / "docs" / "_build" / "tests.lock"):
        if not run or not done.exists() or done.read_text(encoding="utf-8") != run:
            built = site.publish()
            assert built.status == 0, built.console
            done.write_text(str(run), encoding="utf-8")
    return site
