"""How many tumours are judged rightly by fits that have not seen them, found by statsmodels, as no page does it."""

from typing import TYPE_CHECKING

import numpy as np
import statsmodels.api as sm

if TYPE_CHECKING:
    from numpy.typing import NDArray


def wrong_unseen(columns: "NDArray[np.float64]", labels: "NDArray[np.int64]", seed: int) -> tuple[int, int]:
    """Leave out a tenth of the rows at a time, fit the others, and count misses and false alarms among the former."""
    rows = np.column_stack([(columns - columns.mean(axis=0)) / columns.std(axis=0), np.ones(len(labels))])
    missed = alarms = 0
    order = np.random.default_rng(seed).permutation(len(labels))
    for unseen in np.array_split(order, 10):
        seen = np.setdiff1d(order, unseen)
        said = sm.Logit(labels[seen], rows[seen]).fit(disp=0, tol=1e-10, maxiter=100).predict(rows[unseen]) > 0.5
        missed += int(np.sum(~said & (labels[unseen] == 1)))
        alarms += int(np.sum(said & (labels[unseen] == 0)))
    return missed, alarms


def right_unseen(columns: "NDArray[np.float64]", labels: "NDArray[np.int64]", seed: int) -> int:
    """Count those that are judged rightly, of all."""
    return len(labels) - sum(wrong_unseen(columns, labels, seed))
