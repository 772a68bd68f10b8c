"""Fit the priors in qa/weighing.py, and print them.

    python -m benchmarks.fit_weights --store DIR      # DIR: a store of the 27k corpus

A conditional logit over the sentences of the eight articles found first (McFadden 1974):
the chance of a sentence is exp(w . x) over the sum of all, and the gold ones' summed chance is made
large. Fitted on Evidence Inference's train half (one wording of question, so weight 1), our dev
questions (weight 8) and the bundled sample's (weight 3); its validation half, our test questions
and the seed page are not used.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

import qa
from benchmarks.ranker.found import found
from benchmarks.sets import EVIDENCE_INFERENCE, OWN, SAMPLE, questions
from index.store import Store
from qa.evaluation import GoldQuestion
from qa.evidence import FEATURES

# So that a sentence weight and the article's weight are of one size while fitting.
_ARTICLE_UNIT = 10.0

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question: a row of features for each sentence found, which are gold, its weight."""

    table: Rows
    gold: NDArray[np.bool_]
    weight: float


def main() -> None:
    """Fit on the sets named above and print every constant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    chosen = parser.parse_args()
    with (
        qa.open(chosen.store) as large,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        qa.open(folder, create=True) as small,
    ):
        small.index([SAMPLE / "articles"])
        dev = questions(OWN["dev"])
        sample = questions(f"gold:{SAMPLE / 'questions.jsonl'}")
        cases = [
            *_cases(questions(EVIDENCE_INFERENCE, "train"), large.store, 1.0),
            *_cases(dev, large.store, 8.0),
            *_cases(sample, small.store, 3.0),
        ]
    _print(cases)


def _cases(golds: Sequence[GoldQuestion], store: Store, weight: float) -> Iterator[Case]:
    for gold in golds:
        one = found(gold, store)
        tables = [
            np.hstack([sheet.table, np.full((len(sheet.table), 1), -_ARTICLE_UNIT * sheet.behind)])
            for sheet in one.sheets
        ]
        if any(marks.any() for marks in one.gold):
            yield Case(np.vstack(tables), np.concatenate(one.gold), weight)


def _print(cases: Sequence[Case]) -> None:
    def loss(weights: Rows) -> tuple[float, Rows]:
        total, slope = float(weights @ weights), 2 * weights
        for case in cases:
            sums = case.table @ weights
            logs = sums - logsumexp(sums)
            gold = logsumexp(logs[case.gold])
            total -= case.weight * float(gold)
            chance, wanted = np.exp(logs), np.where(case.gold, np.exp(logs - gold), 0.0)
            slope -= case.weight * (case.table.T @ (wanted - chance))
        return total, slope

    fitted = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, method="L-BFGS-B").x
    for name, weight in zip(FEATURES, fitted, strict=False):
        print(f'"{name}": {weight:.2f}')
    print(f"ARTICLE_WEIGHT = {fitted[-1] * _ARTICLE_UNIT:.1f}")
    sums = np.concatenate([case.table @ fitted for case in cases])[:, None]
    gold = np.concatenate([case.gold for case in cases])
    each = np.concatenate([np.full(len(case.gold), case.weight) for case in cases])
    curve = LogisticRegression(C=1e6).fit(sums, gold, sample_weight=each)
    print(f"SCALE, BIAS = {curve.coef_[0, 0]:.3f}, {curve.intercept_[0]:.2f}")


if __name__ == "__main__":
    main()
