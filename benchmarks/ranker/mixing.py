"""Fit how look and reading are mixed, on questions that neither was trained on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from benchmarks.ranker.found import Found
from qa.reading import Mix, Reading, relative
from qa.weighing import Weigher

Rows = NDArray[np.float64]
# The constant of what is not read is held at 0: only differences count.
_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Case:
    """One question: a row (look and score and 1 where read, look where not) a sentence; gold."""

    table: Rows
    gold: NDArray[np.bool_]
    weight: float = 1.0


def cases(some: Iterable[Found], look: Weigher, reading: Reading) -> list[Case]:
    """The questions for which an answering sentence was found, looked at and read."""
    made = []
    for one in some:
        gold = np.concatenate([np.zeros(0, dtype=bool), *one.gold])
        if gold.any():
            looks = relative(look.sums(one.question, one.sheets))
            scores = reading.read(one.question, one.sheets, looks)
            rows = [
                _row(value, scores.get((at, n)))
                for at, values in enumerate(looks)
                for n, value in enumerate(values)
            ]
            made.append(Case(np.array(rows), gold))
    return made


def _row(look: float, score: float | None) -> tuple[float, ...]:
    return (0.0, 0.0, 0.0, look) if score is None else (look, score, 1.0, 0.0)


def fit_mix(some: Sequence[Case]) -> Mix:
    """A conditional logit over the sentences of each question, then a logistic curve."""

    def loss(weights: Rows) -> tuple[float, Rows]:
        total, slope = float(weights @ weights) / 10, weights / 5
        for case in some:
            sums = case.table @ weights
            logs = sums - logsumexp(sums)
            gold = logsumexp(logs[case.gold])
            total -= case.weight * float(gold)
            wanted = np.where(case.gold, np.exp(logs - gold), 0.0)
            slope -= case.weight * (case.table.T @ (wanted - np.exp(logs)))
        return total, slope

    fitted = minimize(loss, np.zeros(_COLUMNS), jac=True, method="L-BFGS-B").x
    sums = np.concatenate([case.table @ fitted for case in some])[:, None]
    gold = np.concatenate([case.gold for case in some])
    weight = np.concatenate([np.full(len(case.gold), case.weight) for case in some])
    curve = LogisticRegression(C=1e6).fit(sums, gold, sample_weight=weight)
    scale, bias = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    look, score, read, unread = (round(scale * float(value), 3) for value in fitted)
    return Mix((look, score, round(read + bias, 3)), (unread, round(bias, 3)))
