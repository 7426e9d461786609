"""A site that is there is left as it is only where a build would give the same one, and two builds take turns."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import publish
from alone import alone
from sphinx_here import MACHINE

Builds = list[list[str]]


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    """A project of one page in a folder of its own; the list of its builds, which copy that page."""
    docs, done = tmp_path / "docs", list[list[str]]()
    docs.mkdir()
    (docs / "page.md").write_text("one", encoding="utf-8")
    work = docs / "_build" / "work"
    for name, value in {
        "DOCS": docs,
        "SITE": docs / "_build" / "html",
        "WORK": work,
        "STATE": work / "state.txt",
    }.items():
        monkeypatch.setattr(publish, name, value)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.chdir(tmp_path)

    def build(folder: Path, options: list[str], _held: tuple[int, ...]) -> int:
        done.append(options)
        folder.mkdir(parents=True)
        (folder / "index.html").write_text((docs / "page.md").read_text("utf-8"), encoding="utf-8")
        return 0

    monkeypatch.setattr(publish, "build", build)
    monkeypatch.setattr("sys.argv", ["publish.py"])
    return done


def test_an_unchanged_site_is_not_built_again(builds: Builds, capsys: pytest.CaptureFixture[str]) -> None:
    """It says that nothing was executed, and where the site is."""
    assert [publish.main(), publish.main()] == [0, 0]
    assert builds == [[]]
    assert "executed 0 cells on 0 pages." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["page.md", "new.md", "_build/html/index.html", "_build/html/added.html"])
def test_a_change_builds_the_site_again(builds: Builds, name: str) -> None:
    """Of the sources, or of the site itself."""
    publish.main()
    (publish.DOCS / name).write_text("two", encoding="utf-8")
    publish.main()
    publish.main()
    assert builds == [[], []]


@pytest.mark.parametrize("name", ["index.html", f"../{publish.WORK.name}/state.txt"])
def test_what_is_missing_builds_the_site_again(builds: Builds, name: str) -> None:
    """A page of the site, or what is known of it."""
    publish.main()
    (publish.SITE / name).unlink()
    publish.main()
    assert builds == [[], []]


@pytest.mark.parametrize("name", ["SITE_URL", "SITE_REPOSITORY"])
def test_another_address_builds_the_site_again(builds: Builds, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The pages name it."""
    publish.main()
    monkeypatch.setenv(name, "https://example.org/other")
    publish.main()
    assert builds == [[], []]


def test_a_site_with_options_is_no_ordinary_one(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was built with options of Sphinx is built again without them."""
    publish.main()
    monkeypatch.setattr("sys.argv", ["publish.py", "-t", "draft"])
    publish.main()
    monkeypatch.setattr("sys.argv", ["publish.py"])
    publish.main()
    assert builds == [[], ["-t", "draft"], []]


def test_what_is_edited_during_a_build_is_built(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page was read before it was saved once more: the next build shows it."""
    build = publish.build

    def slow(folder: Path, options: list[str], held: tuple[int, ...]) -> int:
        status = build(folder, options, held)
        (publish.DOCS / "page.md").write_text("saved meanwhile", encoding="utf-8")
        return status

    monkeypatch.setattr(publish, "build", slow)
    publish.main()
    publish.main()
    assert len(builds) == 2
    assert (publish.SITE / "index.html").read_text(encoding="utf-8") == "saved meanwhile"


def test_a_failed_build_is_tried_again(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """It leaves no site, and what was known of the one before is forgotten."""
    publish.main()
    (publish.DOCS / "page.md").write_text("two", encoding="utf-8")
    with monkeypatch.context() as failing:
        failing.setattr(publish, "build", lambda *_: 2)
        assert publish.main() == 2
    assert not publish.SITE.exists()
    (publish.DOCS / "page.md").write_text("one", encoding="utf-8")
    assert publish.main() == 0
    assert builds == [[], []]


def full(*_: object) -> int:
    """Fail as a build does where the machine will not have it."""
    raise OSError(28, "No space left on device", "/planted")


FAULT = "Cannot build the site, because of this machine: [Errno 28] No space left on device: '/planted'. "
FAULT += "Give it room and rights, and build again.\n"


@pytest.mark.parametrize("build", [lambda *_: MACHINE, full])
def test_the_machine_costs_no_good_site(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], build: Callable[..., int]
) -> None:
    """A site that was made from the same sources stays, and is known as such: it is not built again."""
    publish.main()
    with monkeypatch.context() as failing:
        failing.setattr(publish, "build", build)
        failing.setattr("sys.argv", ["publish.py", "-E"])
        assert publish.main() == MACHINE
    said = capsys.readouterr().err
    assert said.endswith("The site is not built: see above. docs/_build/html stays as it was.\n")
    assert (FAULT in said) == (build is full)
    assert publish.main() == 0
    assert builds == [[]]


@pytest.mark.parametrize("build", [lambda *_: MACHINE, full])
def test_the_machine_keeps_no_old_site(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], build: Callable[..., int]
) -> None:
    """One that was made from other sources is removed, whatever failed."""
    publish.main()
    (publish.DOCS / "page.md").write_text("two", encoding="utf-8")
    monkeypatch.setattr(publish, "build", build)
    assert publish.main() == MACHINE
    assert not publish.SITE.exists()
    assert "docs/_build/html is removed, so that nothing stale is read.\n" in capsys.readouterr().err
    assert builds == [[]]


@pytest.mark.usefixtures("builds")
def test_where_nothing_can_be_written_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a checkout that is only to be read, neither a lock nor a site can be made; what is there is still known."""
    opened = Path.open

    def refused(path: Path, mode: str = "r", *_: object, **__: object) -> Any:
        if mode in {"r", "rb"}:
            return opened(path, mode)
        raise OSError(30, "Read-only file system", str(path))

    publish.main()
    monkeypatch.setattr(Path, "open", refused)
    for name in ("mkdir", "rename", "unlink", "write_text"):
        monkeypatch.setattr(Path, name, lambda path, *_, **__: refused(path, "w"))
    assert publish.main() == 0
    monkeypatch.setattr("sys.argv", ["publish.py", "-E"])
    assert publish.main() == MACHINE
    assert (
        "Cannot build the site, because of this machine: [Errno 30] Read-only file system: " in capsys.readouterr().err
    )


WAITING = """
import sys
from pathlib import Path
from alone import alone
from sphinx_here import MACHINE

with alone(Path(sys.argv[1])):
    print("alone", flush=True)
"""


def test_two_builds_take_turns(tmp_path: Path) -> None:
    """The second says that it waits, and goes on when the first has ended, with all that holds what it held."""
    lock = tmp_path / "folder" / "lock"
    command = [sys.executable, "-c", WAITING, str(lock)]
    environment = {"PYTHONPATH": str(Path(publish.__file__).parent)}
    with alone(lock) as held:
        staying = subprocess.Popen(["sleep", "1000"], pass_fds=held)  # as what was started by a build that was killed
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "Another build of this checkout is running: waiting for it to end.\n"
        assert second.poll() is None
        staying.kill()
        staying.wait()
        assert second.stdout.readline() == "alone\n"


def test_who_is_told_to_end_while_waiting_costs_no_site(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The site is the other build's."""
    publish.main()

    def waiting(_path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "alone", waiting)
    assert publish.main() == 130
    assert capsys.readouterr().err.endswith("docs/_build/html stays as it was.\n")
    assert publish.SITE.exists()
    assert builds == [[]]


@pytest.mark.parametrize("name", [".page.md.swp", "page.md~", "#page.md#", ".#page.md", ".DS_Store"])
def test_what_is_beside_the_sources_builds_nothing(builds: Builds, name: str) -> None:
    """What editors and systems put beside the pages is no source of them; what the build reads is."""
    publish.main()
    (publish.DOCS / name).write_text("planted", encoding="utf-8")
    publish.main()
    assert builds == [[]]
    (publish.DOCS / ".npmrc").write_text("planted", encoding="utf-8")
    publish.main()
    assert builds == [[], []]
