"""The cell data: where the file is, and loaders that name the row of whatever is wrong with it."""

from __future__ import annotations

import csv
import io
import math
import os
import re
from pathlib import Path

from gdmath.errors import DataError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO

    import pandas as pd

FEATURES = (
    "mean_area",
    "mean_radius",
    "mean_texture",
    "mean_perimeter",
    "mean_smoothness",
    "mean_compactness",
    "mean_concavity",
    "mean_concave_points",
    "mean_symmetry",
    "mean_fractal_dimension",
)
LABEL = "is_cancerous"

# What both Python and pandas read as a number, none of these measures being negative: Python alone also takes 1_000,
# both take nan and inf, and pandas makes objects of whole numbers that do not fit 64 bits.
_NUMBER = re.compile(r" *\+?(\d{1,18}(\.\d*)?|\.\d+)(e[+-]?\d+)? *", re.ASCII | re.IGNORECASE)
_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")


def cells_path() -> Path:
    """Say where the cell data is: beside this module in a wheel, in the repository's ``data/`` otherwise.

    Returns
    -------
    pathlib.Path
        The path of ``cell_data.csv``.

    Examples
    --------
    >>> cells_path().name
    'cell_data.csv'
    """
    module = Path(__file__).resolve()
    packaged = module.parent / "data" / "cell_data.csv"
    return packaged if packaged.exists() else module.parents[1] / "data" / "cell_data.csv"


def load_cells(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Load the Wisconsin diagnostic cells, after checking every row of the file.

    Parameters
    ----------
    path : path-like, optional
        Another file of the same columns. The default is the file that comes with gdmath.

    Returns
    -------
    pandas.DataFrame
        What ``pd.read_csv(path, index_col=0)`` gives: a row for each of 569 cells, ten features
        (``mean_area`` in thousands of square pixels) and ``is_cancerous`` (1 = malignant, 0 = benign).

    Raises
    ------
    DataError
        If the file is missing or broken, or if its labels are flipped (1 = benign).

    References
    ----------
    Wolberg, Street and Mangasarian, Breast Cancer Wisconsin (Diagnostic), 1993,
    https://doi.org/10.24432/C5DW2B, CC BY 4.0.

    Examples
    --------
    >>> cells = load_cells()
    >>> cells.shape
    (569, 11)
    >>> float(cells["mean_area"][0]), int(cells["is_cancerous"].sum())
    (1.001, 212)
    """
    import pandas as pd

    path, _ = _checked(path)
    return pd.read_csv(path, index_col=0)


def load_columns(path: str | os.PathLike[str] | None = None) -> dict[str, list[float]]:
    """Load the same cells as plain lists, after the same checks; pandas need not be installed.

    Parameters
    ----------
    path : path-like, optional
        As in `load_cells`.

    Returns
    -------
    dict of str to list
        For each of the ten features its values as floats, and for ``is_cancerous`` the labels 0 and 1, in the order of
        the rows: ``load_columns()[name]`` is ``load_cells()[name].tolist()``.

    Raises
    ------
    DataError
        As in `load_cells`.

    Examples
    --------
    >>> cells = load_columns()
    >>> len(cells), len(cells["mean_area"]), cells["mean_area"][0], sum(cells["is_cancerous"])
    (11, 569, 1.001, 212)
    """
    _, columns = _checked(path)
    return columns


def _checked(path: object) -> tuple[Path, dict[str, list[float]]]:
    """The path of the file, and its columns, of which nothing is wrong."""
    if not (path is None or isinstance(path, (str, os.PathLike))):
        raise DataError(f"read {path!r}", "it is not a path", "Pass the name of a CSV file, or nothing")
    path = cells_path() if path is None else Path(path)
    rows = _read_rows(path)
    _check_rows(path, rows)
    (_, header), *cells = rows
    place = {name: header.index(name, 1) for name in (*FEATURES, LABEL)}
    columns = {name: [float(fields[place[name]]) for _, fields in cells] for name in FEATURES}
    labels = [int(float(fields[place[LABEL]])) for _, fields in cells]
    _check_polarity(path, columns["mean_area"], labels)
    return path, {**columns, LABEL: [*labels]}


def _read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Read the fields of each row that is not blank, with the number of the line on which it starts."""
    rows, start = [], 1
    try:
        with _opened(path) as file:
            reader = csv.reader(file)
            for fields in reader:
                rows += [(start, fields)] * bool(fields)
                start = reader.line_num + 1
    except FileNotFoundError:
        raise _broken(path, "there is no such file", "Pass the path of a file, or none for gdmath's own copy") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _broken(path, f"from line {start} on it cannot be read as CSV in UTF-8 ({error})") from error
    except ValueError as error:  # of the path itself: no file can be called that
        raise _broken(path, f"that is no path ({error})", "Pass the path of a file, or none") from error
    return rows


def _opened(path: Path) -> TextIO:
    """Open a file; in the browser that of the library stands in the archive from which the library is imported."""
    loader: Any = __spec__.loader
    archive = getattr(loader, "archive", None)
    if archive is not None and path.is_relative_to(archive):
        return io.StringIO(loader.get_data(str(path)).decode("utf-8"), newline="")
    return path.open(encoding="utf-8", newline="")


def _check_rows(path: Path, rows: list[tuple[int, list[str]]]) -> None:
    """Refuse a header without our columns, and the first row that is not an index and finite numbers."""
    if len(rows) < 2:
        raise _broken(path, f"it has {'a header and no rows' if rows else 'no header: it is empty'}")
    first, header = rows[0]
    for name in (*FEATURES, LABEL):
        if header[1:].count(name) != 1:
            raise _broken(path, f"on line {first} the header does not name {name} once after the index")
    line_of: dict[str, int] = {}
    for line, fields in rows[1:]:
        index = fields[0]
        fault = _fault(dict(zip(["", *header[1:]], fields, strict=False)), len(fields) - len(header))
        if index in line_of:
            fault = f"the index {index} is already that of line {line_of[index]}"
        if fault:
            raise _broken(path, f"on line {line} {fault}")
        line_of[index] = line


def _fault(row: dict[str, str], excess: int) -> str:
    """Say what is wrong with a row; nothing, if it is right."""
    if excess:
        return f"the number of fields is {abs(excess)} too {'great' if excess > 0 else 'small'}"
    if not _INDEX.fullmatch(row[""]):
        return f"the index is {row['']!r}, not a whole number"
    for name in FEATURES:
        if not _is_finite(row[name]):
            return f"{name} is {row[name]!r}, not a finite number from 0 up"
    if not _is_finite(row[LABEL]) or float(row[LABEL]) not in {0, 1}:
        return f"{LABEL} is {row[LABEL]!r}, neither 0 (benign) nor 1 (malignant)"
    return ""


def _is_finite(text: str) -> bool:
    """Say whether a field is a finite number, to pandas too."""
    return bool(_NUMBER.fullmatch(text)) and math.isfinite(float(text))


def _check_polarity(path: Path, areas: Sequence[float], labels: Sequence[int]) -> None:
    """Refuse labels that call the small nuclei malignant: those of malignant cells are larger on average."""
    of = [[area for area, label in zip(areas, labels, strict=True) if label == kind] for kind in (0, 1)]
    if not all(of):
        return
    benign, malignant = (math.fsum(kind) / len(kind) for kind in of)
    if malignant < benign:
        because = (
            f"its labels are flipped: the nuclei with {LABEL} = 1 have the smaller mean_area (on average "
            f"{malignant:.4f}, the others {benign:.4f}), so that 1 means benign there, as in scikit-learn's target"
        )
        raise _broken(path, because, f"Write 1 - {LABEL} for {LABEL}, so that 1 means malignant")


def _broken(
    path: Path, because: str, instead: str = "Correct the file, or rebuild it with data/make_cell_data.py"
) -> DataError:
    """Name the file and its fault."""
    return DataError(f"load the cells of {str(path)!r}", because, instead)
