"""A site that is there already is left as it is only where a build would give the same one."""

from pathlib import Path

import pytest

import publish

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

    def build(folder: Path, options: list[str]) -> int:
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

    def slow(folder: Path, options: list[str]) -> int:
        status = build(folder, options)
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
