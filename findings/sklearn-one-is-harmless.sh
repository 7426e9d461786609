#!/usr/bin/env bash
# scikit-learn 1.9.1: in its copy of the Wisconsin data on breast cancer, 1 stands for harmless ("benign") and 0 for
# cancer ("malignant"), against the habit that 1 is what is looked for.
# A recall that is computed with the defaults is the share of harmless tumours that are recognised.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check scikit-learn==1.9.1 pandas==3.1.1 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import sklearn
from sklearn.datasets import load_breast_cancer

data = load_breast_cancer()
names, ones = data.target_names.tolist(), int(data.target.sum())
assert names == ["malignant", "benign"], names
assert (ones, len(data.target)) == (357, 569), ones  # the source: 357 benign, 212 malignant
print(f"scikit-learn {sklearn.__version__}: {ones} of {len(data.target)} tumours are labelled 1, which means {names[1]}")
END
