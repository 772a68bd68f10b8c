"""A conditional logit (McFadden 1974), and the logistic curve over its sums.

The chance of a sentence is exp(w . x) over the sum of all that were found for its question, and the
gold ones' summed chance is made large; the curve then makes chances of the sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question: a row of features for each sentence found, which are gold, its weight."""

    table: Rows
    gold: NDArray[np.bool_]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A weight for each feature; log-odds are `scale` times the sum, and `bias`."""

    weights: Rows
    scale: float
    bias: float


def fit(cases: Sequence[Case], ridge: float) -> Fitted:
    """Fit to all cases; `ridge` is the penalty on the squared weights."""

    def loss(weights: Rows) -> tuple[float, Rows]:
        total, slope = ridge * float(weights @ weights), 2 * ridge * weights
        for case in cases:
            sums = case.table @ weights
            logs = sums - logsumexp(sums)
            gold = logsumexp(logs[case.gold])
            total -= case.weight * float(gold)
            wanted = np.where(case.gold, np.exp(logs - gold), 0.0)
            slope -= case.weight * (case.table.T @ (wanted - np.exp(logs)))
        return total, slope

    start = np.zeros(cases[0].table.shape[1])
    weights = minimize(loss, start, jac=True, method="L-BFGS-B").x
    sums = np.concatenate([case.table @ weights for case in cases])[:, None]
    gold = np.concatenate([case.gold for case in cases])
    each = np.concatenate([np.full(len(case.gold), case.weight) for case in cases])
    curve = LogisticRegression(C=1e6).fit(sums, gold, sample_weight=each)
    return Fitted(weights, float(curve.coef_[0, 0]), float(curve.intercept_[0]))
