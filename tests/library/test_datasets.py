"""load_cells: the frame that read_csv gives, or an error that names the file and the row."""

import zipfile
import zipimport
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import gdmath
from gdmath import datasets
from gdmath.datasets import cells_path, load_cells, load_columns

LINES = cells_path().read_text(encoding="utf-8").splitlines()


def change(line: int, column: int, value: str) -> str:
    """Give the text of the file with one field replaced; lines count from 1, columns from 0, the index."""
    lines = LINES.copy()
    fields = lines[line - 1].split(",")
    fields[column] = value
    lines[line - 1] = ",".join(fields)
    return "\n".join(lines)


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str | bytes], pd.DataFrame]:
    """Load cells from a file of the given text."""

    def load_text(text: str | bytes) -> pd.DataFrame:
        path = tmp_path / "cells.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load_cells(path)

    return load_text


def test_same_as_read_csv() -> None:
    """load_cells gives exactly the frame that a reader gets from pd.read_csv(path, index_col=0)."""
    pd.testing.assert_frame_equal(load_cells(), pd.read_csv(cells_path(), index_col=0), check_exact=True)


def test_columns_are_those_of_the_frame() -> None:
    """load_columns gives the numbers of load_cells as plain lists, to the last bit, and labels as whole numbers."""
    columns, cells = load_columns(), load_cells()
    assert columns == {name: cells[name].tolist() for name in cells}
    assert list(columns) == list(cells)
    assert [{type(value) for value in column} for column in columns.values()] == [{float}] * 10 + [{int}]
    assert load_columns(str(cells_path())) == columns


def test_columns_are_checked_like_the_frame(tmp_path: Path) -> None:
    """What load_cells refuses, load_columns refuses in the same words; columns of others are left out."""
    path = tmp_path / "cells.csv"
    path.write_text(change(3, 1, "NaN"), encoding="utf-8")
    refusals = []
    for load in (load_cells, load_columns):
        with pytest.raises(gdmath.DataError) as refusal:
            load(path)
        refusals.append(str(refusal.value))
    assert refusals[0] == refusals[1]
    path.write_text(
        "\n".join(f"{line},{'note' if not number else 'x'}" for number, line in enumerate(LINES[:3])), "utf-8"
    )
    assert load_columns(path) == {name: column[:2] for name, column in load_columns().items()}


def test_read_from_the_repository() -> None:
    """Run from the repository, the one copy in data/ is read."""
    assert cells_path() == Path(__file__).resolve().parents[2] / "data" / "cell_data.csv"


def test_packaged_copy_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy beside the module, as a wheel has it, is preferred to a folder above the package."""
    packaged = tmp_path / "site" / "gdmath" / "data" / "cell_data.csv"
    packaged.parent.mkdir(parents=True)
    monkeypatch.setattr(gdmath.datasets, "__file__", str(packaged.parents[1] / "datasets.py"))
    assert cells_path() == tmp_path.resolve() / "site" / "data" / "cell_data.csv"
    packaged.touch()
    assert cells_path() == packaged.resolve()


def test_string_path() -> None:
    """A path may be a string."""
    assert load_cells(str(cells_path())).shape == (569, 11)


def test_part_of_the_rows(load: Callable[[str], pd.DataFrame]) -> None:
    """A file with some of the rows is as good, even if all of them have the same label."""
    assert len(load("\n".join(LINES[:3]))) == 2
    assert len(load("\n".join(LINES[:100]))) == 99


def test_other_spellings(load: Callable[[str], pd.DataFrame]) -> None:
    """CRLF, blank lines, quotes, exponents, spaces and further columns change nothing in the columns that count."""
    text = change(2, 1, '" 1001e-3 "').replace("\n", "\r\n\r\n")
    pd.testing.assert_frame_equal(load(text), load_cells())
    more = "\n".join(f"{line},{'note' if number == 0 else 'x'}" for number, line in enumerate(LINES))
    pd.testing.assert_frame_equal(load(more).drop(columns="note"), load_cells())


REPAIR = "Correct the file, or rebuild it with data/make_cell_data.py."
BROKEN = {
    "empty": ("", "it has no header: it is empty"),
    "blank": ("\n\n", "it has no header: it is empty"),
    "header only": (LINES[0], "it has a header and no rows"),
    "missing column": (
        change(1, 3, "texture"),
        "on line 1 the header does not name mean_texture once after the index",
    ),
    "missing label": (
        change(1, 11, "target"),
        "on line 1 the header does not name is_cancerous once after the index",
    ),
    "column twice": (
        change(1, 3, "mean_area"),
        "on line 1 the header does not name mean_area once after the index",
    ),
    "no index": (
        "\n".join(line.split(",", 1)[1] for line in LINES),
        "on line 1 the header does not name mean_area once after the index",
    ),
    "empty field": (change(21, 2, ""), "on line 21 mean_radius is '', not a finite number from 0 up"),
    "NaN": (change(3, 1, "NaN"), "on line 3 mean_area is 'NaN', not a finite number from 0 up"),
    "infinity": (change(3, 1, "inf"), "on line 3 mean_area is 'inf', not a finite number from 0 up"),
    "overflow": (change(3, 1, "1e999"), "on line 3 mean_area is '1e999', not a finite number from 0 up"),
    "negative": (change(3, 1, "-1.5"), "on line 3 mean_area is '-1.5', not a finite number from 0 up"),
    "beyond 64 bits": (change(3, 1, "9" * 20), f"on line 3 mean_area is '{'9' * 20}', not a finite number from 0 up"),
    "text": (change(570, 4, "large"), "on line 570 mean_perimeter is 'large', not a finite number from 0 up"),
    "underscore": (change(4, 1, "1_000"), "on line 4 mean_area is '1_000', not a finite number from 0 up"),
    "label 2": (change(5, 11, "2"), "on line 5 is_cancerous is '2', neither 0 (benign) nor 1 (malignant)"),
    "label M": (change(5, 11, "M"), "on line 5 is_cancerous is 'M', neither 0 (benign) nor 1 (malignant)"),
    "index twice": (change(9, 0, "3"), "on line 9 the index 3 is already that of line 5"),
    "index text": (change(9, 0, "7.5"), "on line 9 the index is '7.5', not a whole number"),
    "field too many": (change(7, 11, "1,1"), "on line 7 the number of fields is 1 too great"),
    "fields too few": ("\n".join([*LINES[:6], "5,0.5,1"]), "on line 7 the number of fields is 9 too small"),
    "open quote": (change(8, 1, '"1.1'), "on line 8 the number of fields is 10 too small"),
}


@pytest.mark.parametrize(("text", "because"), BROKEN.values(), ids=BROKEN)
def test_broken_file(text: str, because: str, load: Callable[[str], pd.DataFrame], tmp_path: Path) -> None:
    """A broken file is refused with its path, the line and what stands there."""
    with pytest.raises(gdmath.DataError) as refusal:
        load(text)
    assert (
        str(refusal.value) == f"Cannot load the cells of {str(tmp_path / 'cells.csv')!r}, because {because}. {REPAIR}"
    )


@pytest.mark.parametrize(
    "number", ["1.5", "+1.5", "1.", ".5", "1E5", "1e-05", " 1.5", "1.5 ", '"1.5"', "001.5", "9" * 18]
)
def test_what_passes_is_a_number_to_pandas(number: str, load: Callable[[str], pd.DataFrame]) -> None:
    """Whatever way of writing a number is let through, pandas reads it as that number."""
    area = load(change(2, 1, number))["mean_area"]
    assert area.dtype == "float64"
    assert area[0] == pytest.approx(float(number.strip('"')), rel=1e-15)  # before pandas 3 the last bit may differ


def test_rows_after_blank_lines(load: Callable[[str], pd.DataFrame]) -> None:
    """Blank lines count: the line named is the one that an editor shows."""
    with pytest.raises(gdmath.DataError, match="on line 5 mean_area is 'x'"):
        load("\n\n" + LINES[0] + "\n\n" + "0,x" + ",1" * 10)


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is named, and so is what to pass instead."""
    path = tmp_path / "nowhere.csv"
    with pytest.raises(gdmath.DataError) as refusal:
        load_cells(path)
    assert str(refusal.value) == (
        f"Cannot load the cells of {str(path)!r}, because there is no such file. "
        "Pass the path of a file, or none for gdmath's own copy."
    )


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", LINES[0].encode() + b"\n0,\xe9", b"a\0b" + b"x" * 200_000])
def test_not_csv(content: bytes, load: Callable[[bytes], pd.DataFrame]) -> None:
    """A file that is not CSV in UTF-8 is refused with its path, never with a bare traceback."""
    with pytest.raises(gdmath.DataError, match=r"cells.csv', because from line \d on it cannot be read as CSV"):
        load(content)


def test_folder(tmp_path: Path) -> None:
    """A folder is not a file."""
    with pytest.raises(gdmath.DataError, match="cannot be read as CSV in UTF-8"):
        load_cells(tmp_path)


def test_flipped_labels(load: Callable[[str], pd.DataFrame], tmp_path: Path) -> None:
    """A file whose 1 means benign is refused by name, with the evidence and the way to mend it."""
    flipped = [LINES[0], *(line[:-1] + str(1 - int(line[-1])) for line in LINES[1:])]
    with pytest.raises(gdmath.DataError) as refusal:
        load("\n".join(flipped))
    assert str(refusal.value) == (
        f"Cannot load the cells of {str(tmp_path / 'cells.csv')!r}, because its labels are flipped: the nuclei with "
        "is_cancerous = 1 have the smaller mean_area (on average 0.4628, the others 0.9784), so that 1 means benign "
        "there, as in scikit-learn's target. Write 1 - is_cancerous for is_cancerous, so that 1 means malignant."
    )


def test_labels_are_not_flipped_where_both_kinds_are_as_large(load: Callable[[str], pd.DataFrame]) -> None:
    """Cells of one size say nothing about which label means what."""
    rows = [f"{index},1.5,{'1,' * 9}{index}" for index in (0, 1)]
    assert load("\n".join([LINES[0], *rows]))["is_cancerous"].tolist() == [0, 1]


def test_what_is_no_path_is_refused() -> None:
    """A number or a list names no file."""
    three: Any = 3
    with pytest.raises(gdmath.DataError, match=r"^Cannot read 3, because it is not a path\. Pass the name of a CSV"):
        gdmath.load_cells(three)


@pytest.mark.parametrize("path", ["a\0b", Path("a\0b"), "\ud800"], ids=repr)
def test_what_no_file_can_be_called_is_refused(path: Any) -> None:
    """A null character, or half of a pair, is in no path."""
    with pytest.raises(gdmath.DataError) as error:
        gdmath.load_cells(path)
    assert str(error.value).startswith(f"Cannot load the cells of {str(path)!r}, because that is no path (")
    assert str(error.value).endswith("). Pass the path of a file, or none.")


def test_an_archive_has_its_own_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imported from an archive, as in the browser, the library finds the cells there, and reads other files too."""
    packed = tmp_path.resolve() / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(cells_path(), "data/cell_data.csv")
    (tmp_path / "few.csv").write_text("\n".join(LINES[:3]), encoding="utf-8")
    expected = load_columns()
    monkeypatch.setattr(datasets, "__file__", str(packed / "gdmath" / "datasets.pyc"))
    monkeypatch.setattr(datasets.__spec__, "loader", zipimport.zipimporter(str(packed)))
    assert cells_path() == packed / "data" / "cell_data.csv"
    assert load_columns() == expected
    assert len(load_columns(tmp_path / "few.csv")["mean_area"]) == 2
