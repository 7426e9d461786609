"""Each claim of data/README.md, the card of the cell data, and the file itself."""

import csv
import hashlib
import re
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer

from gdmath.datasets import FEATURES, LABEL, load_cells

DATA = Path(__file__).parents[2] / "data"
CSV = DATA / "cell_data.csv"
CARD = (DATA / "README.md").read_text(encoding="utf-8")
TABLES = [[cell.strip() for cell in line.strip("|").split("|")] for line in CARD.splitlines() if line.startswith("|")]
FACTS = {row[0]: row[1] for row in TABLES if len(row) == 2}
COLUMNS = {row[0].strip("`"): row[1:] for row in TABLES if len(row) == 5 and row[0].startswith("`")}


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    """The file as a reader loads it, without the checks of load_cells."""
    return pd.read_csv(CSV, index_col=0)


@pytest.fixture(scope="module")
def source() -> Any:
    """scikit-learn's copy, from which the file is made."""
    return load_breast_cancer()


def test_rebuilt_bit_for_bit() -> None:
    """The script named on the card gives the file that is committed, to the last byte."""
    script = re.fullmatch(r"`python (\S+)`, bit for bit", FACTS["Rebuilt by"])
    assert script is not None
    rebuilt = runpy.run_path(str(DATA.parent / script[1]))["cell_data"]()
    assert rebuilt.encode() == CSV.read_bytes()


def test_script_writes_the_file(tmp_path: Path) -> None:
    """Run as a program, the script writes the file beside itself, with the same bytes on every system."""
    copy = tmp_path / "make_cell_data.py"
    copy.write_bytes((DATA / "make_cell_data.py").read_bytes())
    runpy.run_path(str(copy), run_name="__main__")
    assert (tmp_path / "cell_data.csv").read_bytes() == CSV.read_bytes()


def test_sha256() -> None:
    """The card gives the SHA-256 of the file."""
    assert FACTS["SHA-256"] == f"`{hashlib.sha256(CSV.read_bytes()).hexdigest()}`"


def test_counts(cells: pd.DataFrame) -> None:
    """The card counts the rows, the malignant and benign samples and the missing values rightly."""
    assert int(FACTS["Rows"]) == len(cells) == 569
    assert int(FACTS["Malignant"]) == (cells[LABEL] == 1).sum() == 212
    assert int(FACTS["Benign"]) == (cells[LABEL] == 0).sum()
    assert int(FACTS["Missing values"]) == cells.isna().sum().sum()
    assert f"each of {FACTS['Rows']} samples, {FACTS['Malignant']} of them malignant" in CARD


def test_index(cells: pd.DataFrame) -> None:
    """The index counts the rows from 0, and has no name."""
    assert list(cells.index) == list(range(569))
    assert cells.index.name is None
    assert "0 to 568" in CARD


def test_columns(cells: pd.DataFrame) -> None:
    """The card describes every column, in the order of the file, with a unit and a meaning."""
    assert list(COLUMNS) == list(cells.columns) == [*FEATURES, LABEL]
    assert all(unit and meaning for unit, _, _, meaning in COLUMNS.values())


@pytest.mark.parametrize("column", COLUMNS)
def test_ranges(column: str, cells: pd.DataFrame) -> None:
    """The card gives the least and the greatest value of each column."""
    _, least, greatest, _ = COLUMNS[column]
    assert (float(least), float(greatest)) == (cells[column].min(), cells[column].max())


@pytest.mark.parametrize("column", [name for name in FEATURES if name != "mean_area"])
def test_features_as_they_are(column: str, cells: pd.DataFrame, source: Any) -> None:
    """Every feature but the area is scikit-learn's, bit for bit."""
    values = source.data[:, list(source.feature_names).index(column.replace("_", " "))]
    assert cells[column].tolist() == values.tolist()


def test_area_in_thousands(cells: pd.DataFrame, source: Any) -> None:
    """mean_area is the mean area divided by 1000, exactly so in decimal digits; the first is 1.001."""
    area = source.data[:, list(source.feature_names).index("mean area")]
    np.testing.assert_array_max_ulp(cells["mean_area"].to_numpy(), area / 1000)
    assert [round(value * 1000, 6) for value in cells["mean_area"].tolist()] == area.tolist()
    assert cells["mean_area"][0] == 1.001
    assert COLUMNS["mean_area"][0] == "thousands of square pixels"


def test_what_the_source_leaves_open(cells: pd.DataFrame) -> None:
    """Area and radius are of one unit; compactness is not what UCI's formula gives; concave points are fractions."""
    area, perimeter, compactness = cells["mean_area"] * 1000, cells["mean_perimeter"], cells["mean_compactness"]
    assert (np.abs(area / (np.pi * cells["mean_radius"] ** 2) - 1) < 0.1).all()
    by_uci, of_circle = perimeter**2 / area - 1, perimeter**2 / (4 * np.pi * area) - 1
    assert by_uci.min() > 4 * np.pi - 1 > compactness.max()
    assert f"about {4 * np.pi - 1:.2f}, for a circle" in CARD
    assert f"nothing above {compactness.max()}" in CARD
    assert f"it would be {by_uci[0]:.2f}, and the file has {compactness[0]}" in CARD
    assert f"gives {of_circle[0]:.3f}" in CARD
    assert f"fractions from 0 to {cells['mean_concave_points'].max()}" in CARD


def test_numbers_are_short() -> None:
    """No number carries binary dust such as 0.5197999999999999: none is longer than 0.0009737."""
    with CSV.open(encoding="utf-8", newline="") as file:
        assert max(len(cell) for row in list(csv.reader(file))[1:] for cell in row) == len("0.0009737")


def test_polarity(cells: pd.DataFrame, source: Any) -> None:
    """is_cancerous is 1 for malignant, the opposite of scikit-learn's target, where 1 is benign."""
    assert list(source.target_names) == ["malignant", "benign"]
    assert cells[LABEL].tolist() == (1 - source.target).tolist()
    assert cells[LABEL].dtype == np.int64
    assert "`is_cancerous` = 1 − target" in CARD
    assert COLUMNS[LABEL][3] == "the diagnosis: 1 = malignant, 0 = benign"


def test_malignant_nuclei_are_larger(cells: pd.DataFrame) -> None:
    """The property by which load_cells tells flipped labels is true of the cells, by a factor of two."""
    area = cells.groupby(LABEL)["mean_area"].mean()
    assert area[1] > 2 * area[0]


def test_flipped_copy_is_caught(tmp_path: Path, cells: pd.DataFrame) -> None:
    """A copy whose labels are flipped fails the checks of the card and is refused by load_cells."""
    flipped = tmp_path / "cell_data.csv"
    cells.assign(is_cancerous=1 - cells[LABEL]).to_csv(flipped)
    assert f"`{hashlib.sha256(flipped.read_bytes()).hexdigest()}`" != FACTS["SHA-256"]
    assert int(FACTS["Malignant"]) != pd.read_csv(flipped, index_col=0)[LABEL].sum()
    with pytest.raises(ValueError, match="labels are flipped"):
        load_cells(flipped)


def test_source_and_licence() -> None:
    """The card names DOI and licence, and both stand wherever the project speaks of the data's origin."""
    assert FACTS["DOI"] == "[10.24432/C5DW2B](https://doi.org/10.24432/C5DW2B)"
    assert FACTS["Licence"].startswith("[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)")
    assert "https://doi.org/10.24432/C5DW2B, CC BY 4.0" in (load_cells.__doc__ or "")
    assert all(name in FACTS["Attribution"] for name in ("William H. Wolberg", "W. Nick Street", "Olvi L. Mangasarian"))


def test_authors_are_those_of_the_source(source: Any) -> None:
    """The names on the card are those that scikit-learn's copy gives."""
    creators = re.search(r":Creator: (.*)", source.DESCR)
    assert creators is not None
    assert all(name.split()[-1] in creators[1] for name in re.split(r", | and ", FACTS["Attribution"].split(" (")[0]))
