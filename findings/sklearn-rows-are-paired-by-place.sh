#!/usr/bin/env bash
# scikit-learn 1.9.1, pandas 3.1.1: a fit pairs rows and labels by place, though both carry their names. With the
# labels in another order, as after sample(frac=1), it fits what belongs to others and says nothing; pandas itself
# pairs by name.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

python3 -m venv "$place"
"$place/bin/pip" install -qq --disable-pip-version-check scikit-learn==1.9.1 pandas==3.1.1 numpy==2.4.6
"$place/bin/python" -W ignore - <<'END'
import warnings

import sklearn
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression

X, y = load_breast_cancer(as_frame=True, return_X_y=True)
X, shuffled = X[["mean radius"]], y.sample(frac=1, random_state=0)
right = LogisticRegression().fit(X, y).coef_.item()
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    wrong = LogisticRegression().fit(X, shuffled).coef_.item()
assert not said, said
assert right < -1, right
assert abs(wrong) < 0.01, wrong
assert (y - shuffled == 0).all()  # pandas goes by the names
print(f"scikit-learn {sklearn.__version__}: slope {right:.3f}, and {wrong:.3f} with the same labels in another order")
END
