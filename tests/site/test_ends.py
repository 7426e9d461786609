"""A build ends by itself whatever an extension does, leaves no process, and never calls a site whole that is not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.conftest import ROOT, left

pytestmark = pytest.mark.site

PAGES = 30  # so many that some are being written while others are still read

# In the order of a build: when the page of that name is about to be written, and while it is written.
ENDS = {
    "exit": ("doctree-resolved", "page29", "raise SystemExit(2)"),
    "fault": ("doctree-resolved", "page29", "raise RuntimeError('planted')"),
    "machine": ("doctree-resolved", "page29", "raise OSError(28, 'No space left on device', '/planted')"),
    "interrupt": ("doctree-resolved", "page29", "raise KeyboardInterrupt"),
    "first": ("doctree-resolved", "index", "raise SystemExit(2)"),
    "written": ("html-page-context", "page03", "raise RuntimeError('planted')"),
    "written last": ("html-page-context", "page29", "raise OSError(28, 'No space left on device', '/planted')"),
    "not written": ("html-page-context", "page03", "(app.outdir / 'page03.html').mkdir()"),
    "killed": ("html-page-context", "page03", "os._exit(1)"),
}
MACHINE = "Cannot build the site, because of this machine: [Errno 28] No space left on device: '/planted'. "
MACHINE += "Give it room and rights, and build again."
FAULT = "This is a fault in what builds the site: report it where the site comes from."
CONF = """
import os
extensions = ["fresh"]

def plant(app, *rest):
    if "{page}" in rest:
        {what}

def setup(app):
    app.connect("{event}", plant, priority=900)
"""


def project(root: Path, event: str, page: str, what: str) -> Path:
    """Make a project of many pages, of which one ends the build as an extension may."""
    docs = root / "docs"
    docs.mkdir(parents=True)
    (docs / "conf.py").write_text(CONF.format(event=event, page=page, what=what), encoding="utf-8")
    names = [f"page{number:02}" for number in range(PAGES)]
    for name in names:
        (docs / f"{name}.md").write_text(f"# {name}\n\n" + "A long paragraph. " * 2000 + "\n", encoding="utf-8")
    (docs / "index.md").write_text("\n".join(["# All", "", "```{toctree}", *names, "```", ""]), encoding="utf-8")
    return root


def sphinx(root: Path, program: str = "sphinx") -> subprocess.Popen[str]:
    """Begin to build it, in two processes besides the first."""
    command = ["-m", "sphinx"] if program == "sphinx" else [str(ROOT / "docs" / "_tools" / "sphinx_here.py")]
    return subprocess.Popen(
        [sys.executable, *command, "-j", "3", "-b", "html", "docs", "site"],
        cwd=root,
        env={"PYTHONPATH": f"{ROOT / 'docs' / '_ext'}:{root}", "NO_COLOR": "1", "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize(
    ("name", "program"), [*((name, "sphinx_here") for name in ENDS), ("exit", "sphinx"), ("killed", "sphinx")]
)
def test_a_build_ends_by_itself(tmp_path: Path, name: str, program: str) -> None:
    """However it ends, in the first process or in another: not as if all was well, and with no process left."""
    with sphinx(project(tmp_path, *ENDS[name]), program) as process:
        said, _ = process.communicate()
    assert process.returncode != 0, said
    assert left(tmp_path) == []
    if program == "sphinx_here":
        assert "sphinx-doc/sphinx/issues" not in said
        is_machine = ENDS[name][2].startswith("raise OSError")
        assert (process.returncode == 3) == is_machine, said
        assert (f"\n{MACHINE}\n" in said) == is_machine
        is_fault = "RuntimeError" in ENDS[name][2] and "because the process that should have written it" not in said
        assert ("Traceback" in said) == said.endswith(f"{FAULT}\n") == is_fault  # else Sphinx forgot what it was


def test_a_circle_of_folders_is_named(tmp_path: Path) -> None:
    """A link to a folder that it stands in, and two that lead to each other; one that only leads aside is followed."""
    docs = project(tmp_path, "doctree-resolved", "nosuch", "pass") / "docs"
    for name in ("one", "two", "aside"):
        (docs / name).mkdir()
    (docs / "aside" / "page.md").write_text("---\norphan: true\n---\n\n# Aside\n", encoding="utf-8")
    (docs / "link").symlink_to(docs / "aside")
    with sphinx(tmp_path) as process:
        said, _ = process.communicate()
    assert process.returncode == 0, said
    assert (tmp_path / "site" / "link" / "page.html").exists()
    (docs / "itself").symlink_to(docs)
    (docs / "one" / "other").symlink_to(docs / "two")
    (docs / "two" / "other").symlink_to(docs / "one")
    with sphinx(tmp_path) as process:
        said, _ = process.communicate()
    assert process.returncode == 2
    found = re.findall(r"Cannot look for pages in the folder '(.*?)', because it is a link to a folder that it", said)
    assert found == ["itself", "one/other/other", "two/other/other"]
