"""Rebuild cell_data.csv bit for bit from scikit-learn's bundled copy of the Wisconsin diagnostic set.

Run `python data/make_cell_data.py`; scikit-learn is needed for this alone, and no network.
"""

from decimal import Decimal
from pathlib import Path

from sklearn.datasets import load_breast_cancer

TARGET = Path(__file__).with_name("cell_data.csv")
LABEL = "is_cancerous"


def cell_data() -> str:
    """Give the text of the file: an index, mean_area in thousands of square pixels, nine features, the label."""
    bunch = load_breast_cancer()
    names = [str(name).replace(" ", "_") for name in bunch.feature_names[:10]]
    columns = ["mean_area", *(name for name in names if name != "mean_area")]
    lines = [",".join(["", *columns, LABEL])]
    for index, (features, target) in enumerate(zip(bunch.data[:, :10].tolist(), bunch.target.tolist(), strict=True)):
        row = dict(zip(names, map(repr, features), strict=True))
        # The division is done on the decimal digits: in binary, 519.8 / 1000 would print as 0.5197999999999999.
        row["mean_area"] = repr(float(Decimal(row["mean_area"]) / 1000))
        # In scikit-learn's target 1 means benign, the opposite of what the name is_cancerous says.
        lines.append(",".join([str(index), *(row[name] for name in columns), str(1 - target)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(cell_data(), encoding="utf-8", newline="\n")
