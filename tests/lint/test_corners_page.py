"""The answers of other libraries that the page of corners holds are those that its program would ask for."""

import re
from pathlib import Path

import corners

PAGE = Path(corners.PAGE).read_text(encoding="utf-8")
WRITTEN = re.search(r'asked = "(.*)"\nrecorded = """\n([^"]*)\n"""', PAGE)


def test_the_page_has_an_answer_of_each_library_at_each_corner() -> None:
    """Its columns are the pinned versions, its rows the corners, and each cell is a number, or says why it is none."""
    assert WRITTEN is not None
    header, *rows = (line.split("; ") for line in WRITTEN[2].splitlines())
    versions = [
        f"{system} {requirements[0].partition('==')[2]}" for system, (requirements, _) in corners.SYSTEMS.items()
    ]
    assert header == ["formula", "by", "x", "y", *versions]
    assert [tuple(row[:4]) for row in rows] == [tuple(map(str, corner)) for corner in corners.CORNERS]
    assert {len(row) for row in rows} == {len(header)}
    answers = {answer for row in rows for answer in row[4:]}
    assert all(re.fullmatch(r"none|open|nan|-?inf|-?\d+(\.\d+)?", answer) for answer in answers)


def test_the_program_finds_the_cell_that_it_writes() -> None:
    """There is one such cell, with a day, so that a new answer is a new cell and the page is executed again."""
    assert len(corners.CELL.findall(PAGE)) == 1
    assert WRITTEN is not None
    assert re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", WRITTEN[1])


def test_every_library_is_pinned() -> None:
    """What is installed beside the page is one version each, and the first named is the library itself."""
    for requirements, code in corners.SYSTEMS.values():
        assert all(re.fullmatch(r"[a-z]+==[\d.]+", requirement) for requirement in requirements)
        assert "def ask(formula, by, x, y):" in code
