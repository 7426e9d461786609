"""The sheet of exercises and its key, as `nox -s sheet` writes them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from gdmath.practice import LESSONS, Choice, Exercise, Formula, Function, Number, exercises
from tests.site.conftest import ROOT

pytestmark = pytest.mark.site

MADE = exercises(7, list(LESSONS)[2:5])


def run(
    *arguments: str, program: Path = ROOT / "docs/_tools/sheet.py", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program of the session."""
    return subprocess.run(
        [sys.executable, str(program), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
    )


@pytest.fixture(scope="module")
def written() -> dict[str, Path]:
    """The two files of one run, as it says where they are."""
    done = run("--seed", "7", "--lessons", "3-5")
    assert done.returncode == 0, done.stderr
    places = [line.rpartition(" ")[2] for line in done.stdout.splitlines()]
    assert [line.partition(" is ")[0] for line in done.stdout.splitlines()] == ["The sheet", "The key"]
    return dict(zip(("sheet", "key"), (ROOT / place for place in places), strict=True))


def articles(file: Path) -> list[Tag]:
    """The exercises of a file."""
    return list(BeautifulSoup(file.read_text(encoding="utf-8"), "html5lib").select("article"))


def titles(made: tuple[Exercise, ...]) -> list[str]:
    """What stands above the exercises, each with the number of its lesson and its own."""
    numbers = {lesson: [one for one in made if one.lesson == lesson] for lesson in LESSONS}
    return [f"{list(LESSONS).index(one.lesson) + 1}.{numbers[one.lesson].index(one) + 1} {one.title}" for one in made]


def test_the_sheet_asks_everything_and_answers_nothing(written: dict[str, Path]) -> None:
    """Each exercise is there once, with its options or with room to write, and neither hint nor solution."""
    found = articles(written["sheet"])
    for title, exercise, article in zip(titles(MADE), MADE, found, strict=True):
        assert article.h3 is not None
        assert article.h3.text.startswith(title)
        assert len(article.select(".options li")) == len(getattr(exercise.answer, "options", ()))
        assert bool(article.select(".room")) != isinstance(exercise.answer, Choice)
        assert not any(slip.name in article.text for slip in exercise.slips)
        assert "Answer" not in article.text


def test_the_key_has_every_answer_and_every_slip(written: dict[str, Path]) -> None:
    """Beside each question stand its answer, the derivation, and what each wrong answer reveals."""
    for title, exercise, article in zip(titles(MADE), MADE, articles(written["key"]), strict=True):
        assert article.h3 is not None
        assert article.h3.text.startswith(title)
        answers = [each for each in article("p") if each.text.startswith("Answer:")]
        if isinstance(exercise.answer, Function):
            assert exercise.answer.code in article.text
            answers = [article]
        [answer] = answers
        tex = [each.text for each in answer.select("annotation")]
        match exercise.answer:
            case Number() as number:
                assert tex == [str(number)]
            case Formula():
                assert len(tex) == 1
            case Choice() as choice:
                assert answer.text.startswith(f"Answer: {str(choice)[:2]}")
        assert len(article.select("ul li")) == len(exercise.slips)
        assert all(slip.name.split("$")[0] in article.text for slip in exercise.slips)
        derived = sum(not isinstance(part, str) for part in exercise.solution)
        assert len(article.select(".katex-display")) >= derived


def test_both_can_be_matched_and_need_nothing_else(written: dict[str, Path]) -> None:
    """Seed, lessons and version stand on both, at the foot of each page too, and no other file is asked for."""
    for kind, file in written.items():
        text = file.read_text(encoding="utf-8")
        foot = f"gdmath 0.1.0, {kind}, seed 7, lessons 3–5"
        assert text.count(foot) == 2
        assert f'content: "{foot}"' in text
        assert "url(data:font/woff2;base64," in text
        assert "fonts/" not in text
        assert "<script" not in text
        assert not BeautifulSoup(text, "html5lib").select("[src], link")


def test_both_bear_the_title_of_the_course(written: dict[str, Path]) -> None:
    """It is the one at the top of the start page."""
    start = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    for file in written.values():
        header = BeautifulSoup(file.read_text(encoding="utf-8"), "html5lib").header
        assert header is not None
        assert header.p is not None
        assert f"\n# {header.p.text}\n" in start


def test_without_katex_it_says_what_to_do(tmp_path: Path) -> None:
    """Where npm reaches nothing, the message has three parts, the exit status is 1, and no file is left."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("_build", "node_modules"))
    nowhere = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_cache": str(tmp_path / "cache")}
    done = run("--lessons", "3", program=tmp_path / "docs/_tools/sheet.py", npm_config_fetch_retries="0", **nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Cannot install KaTeX, because npm ci failed: ")
    assert done.stderr.endswith("then build again.\n")
    assert not (tmp_path / "build").exists()


def test_the_same_seed_gives_the_same_files_and_another_gives_others(written: dict[str, Path]) -> None:
    """Byte by byte, and under the same names; another seed has names of its own."""
    before = {kind: file.read_bytes() for kind, file in written.items()}
    assert run("--seed", "7", "--lessons", "3,4-5").returncode == 0
    assert {kind: file.read_bytes() for kind, file in written.items()} == before
    other = run("--seed", "8", "--lessons", "3")
    assert "sheet-8-lessons-3.html" in other.stdout
    assert not list((ROOT / "build/sheet").glob("*.part"))
    assert "sheet-8-lessons-1+3.html" in run("--seed", "8", "--lessons", "1,3").stdout, "1-3 would be other lessons"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--lessons", "12"],
            (
                "Cannot make a sheet for the lessons '12', because '12' is beyond the lessons, which are counted "
                "from 1 to 9. Write numbers, ranges such as 3-5, or both with commas between them. The lessons are "
                "1 the-cost-curve, 2 the-derivative, "
            ),
        ),
        (
            ["--lessons", "5-3"],
            "Cannot make a sheet for the lessons '5-3', because the range '5-3' runs backwards.",
        ),
        (
            ["--lessons", "1,,2"],
            "Cannot make a sheet for the lessons '1,,2', because '' is neither a number nor a range.",
        ),
        (["--lessons", "the-rules"], "Cannot make a sheet for the lessons 'the-rules', because 'the-rules' is neither"),
        (
            ["--seed", "x"],
            "Cannot make a sheet with --seed 'x', because it is no whole number of at most 18 digits. Write one",
        ),
        (["--lesson", "3"], "Cannot make a sheet, because unrecognized arguments: --lesson 3. Write `nox -s sheet --"),
        (["--seed"], "Cannot make a sheet, because argument --seed: expected one argument. Write `nox -s sheet --"),
        (["--pages", "3"], "Cannot make a sheet, because unrecognized arguments: --pages 3. Write `nox -s sheet --"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], message: str) -> None:
    """The exit status is 2, the message has three parts, and nothing is printed as done."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
