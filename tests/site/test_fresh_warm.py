"""Kernels that are forks: pages put out what they would otherwise, failures are named, and nothing stays behind."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site.conftest import ROOT, left

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each kernel is a process of its own"),
]

PAGE = """# Page {number}

```{{code-cell}}
import colorsys, os, sys, threading

print({number}, "mailbox" in sys.modules, os.listdir(), __name__, sys.argv[1:2], threading.active_count() > 1)
print(len(sys.path), sys.path.index(""), sys.flags, os.environ["TZ"], sorted(os.environ))
```

```{{code-cell}}
:tags: [raises-exception]

colorsys.nothing
```

It is {{value}}`{number} + 1`.
"""
DIES = "# Dies\n\n```{code-cell}\nimport os\n\nos._exit(3)\n```\n"
WAITS = "# Waits\n\n```{code-cell}\nimport time\n\ntime.sleep(600)\n```\n"


def project(root: Path, preload: str, **pages: str) -> Path:
    """A project whose extension is that of the repository, with five pages and these."""
    (root / "docs").mkdir(parents=True)
    (root / "tiny.py").write_text("", encoding="utf-8")
    (root / "threads.py").write_text(
        "import threading\n\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n", encoding="utf-8"
    )
    conf = f"extensions = ['fresh']\nfresh_sources = ['../tiny.py']\nfresh_preload = {preload}\n"
    (root / "docs" / "conf.py").write_text(conf, encoding="utf-8")
    texts = {f"page{number}": PAGE.format(number=number) for number in range(5)} | pages
    for name, text in texts.items():
        (root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    tree = "\n".join(["# Pages", "", "```{toctree}", *texts, "```", ""])
    (root / "docs" / "index.md").write_text(tree, encoding="utf-8")
    return root


def sphinx(root: Path) -> subprocess.Popen[str]:
    """Start an ordinary build of a project."""
    return subprocess.Popen(
        [sys.executable, "-m", "sphinx", "-j", "2", "docs", "site"],
        cwd=root,
        env={"PYTHONPATH": str(ROOT / "docs" / "_ext"), "NO_COLOR": "1", "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def build(root: Path) -> tuple[int, str]:
    """Build a project; give the exit status and what was said."""
    with sphinx(root) as process:
        said, _ = process.communicate()
    return process.returncode, said


def test_pages_put_out_the_same(tmp_path: Path) -> None:
    """With and without a process that imports before, the pages are the same to the byte, and nothing stays behind."""
    pages: dict[str, list[str]] = {}
    for preload in ("[]", "['mailbox', 'xml.dom.minidom']"):
        root = project(tmp_path / str(len(pages)) / "same", preload)
        status, said = build(root)
        assert status == 0, said
        assert "executed 10 cells on 5 pages" in said
        html = [(root / "site" / f"page{number}.html").read_text(encoding="utf-8") for number in range(5)]
        assert left(root) == []
        pages[preload] = [text.replace(str(root), "") for text in html]
    cold, warm = pages.values()
    assert "1 True" in warm[1]
    assert warm == [text.replace(" False [", " True [") for text in cold]


def test_a_dead_kernel_is_named(tmp_path: Path) -> None:
    """It is named as any other is, and the pages beside it are not."""
    status, said = build(project(tmp_path, "['mailbox']", dies=DIES))
    assert status == 2
    assert "docs/dies.md:4: DeadKernelError: the kernel died while this was running" in said
    assert "1 failures on 1 pages" in said
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("preload", "reason"),
    [
        ("['nosuch']", "Cannot preload 'nosuch', because ModuleNotFoundError: No module named 'nosuch'."),
        ("['threads']", "Cannot preload 'threads', because it starts threads, which no fork keeps."),
    ],
)
def test_what_cannot_be_preloaded_is_named(tmp_path: Path, preload: str, reason: str) -> None:
    """The build ends with the module, the reason and the setting, before any page is executed."""
    status, said = build(project(tmp_path, preload))
    assert status == 2
    assert f"{reason} Take it out of fresh_preload." in said
    assert "executed" not in said
    assert left(tmp_path) == []


def test_a_module_that_kills_is_named(tmp_path: Path) -> None:
    """A module that ends its process ends the build with a sentence."""
    root = project(tmp_path, "['tiny']")
    (root / "tiny.py").write_text("import os\n\nos._exit(1)\n", encoding="utf-8")
    status, said = build(root)
    assert status == 2
    assert "the process died that imports what fresh_preload names" in said
    assert left(tmp_path) == []


def test_a_killed_build_leaves_no_process(tmp_path: Path) -> None:
    """Whoever kills Sphinx itself, in the middle of a page, is left with no kernel, and no process that forks them."""
    root = project(tmp_path, "['mailbox']", waits=WAITS)
    with sphinx(root) as process:
        while len(left(root)) < 2:  # the process that imports, and a kernel
            assert process.poll() is None
            time.sleep(0.1)
        process.kill()
        process.communicate()
    for _ in range(600):  # a kernel looks every second whether its parent is there
        if not left(root):
            break
        time.sleep(0.1)
    assert left(root) == []
