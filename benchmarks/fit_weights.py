"""Fit the priors in qa/weighing.py, and print them.

    python -m benchmarks.fit_weights --store DIR      # DIR: a store of the 27k corpus

A conditional logit (`benchmarks.logit`) over the sentences of the eight articles found first.
Fitted on Evidence Inference's train half (one wording of question, so weight 1), our dev questions
(weight 8) and the bundled sample's (weight 3); its validation half, our test questions and the seed
page are not used.
"""

import argparse
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.logit import Case, fit
from benchmarks.ranker.found import found
from benchmarks.sets import EVIDENCE_INFERENCE, OWN, SAMPLE_QUESTIONS, questions, with_sample
from index.store import Store
from qa.evaluation import GoldQuestion
from qa.evidence import FEATURES

# So that a sentence weight and the article's weight are of one size while fitting.
_ARTICLE_UNIT = 10.0

_RIDGE = 1.0


def main() -> None:
    """Fit on the sets named above and print every constant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    chosen = parser.parse_args()
    with with_sample(chosen.store) as (large, small):
        dev = questions(OWN["dev"])
        sample = questions(SAMPLE_QUESTIONS)
        cases = [
            *_cases(questions(EVIDENCE_INFERENCE, "train"), large, 1.0),
            *_cases(dev, large, 8.0),
            *_cases(sample, small, 3.0),
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
    fitted = fit(cases, _RIDGE)
    for name, weight in zip(FEATURES, fitted.weights, strict=False):
        print(f'"{name}": {weight:.2f}')
    print(f"ARTICLE_WEIGHT = {fitted.weights[-1] * _ARTICLE_UNIT:.1f}")
    print(f"SCALE, BIAS = {fitted.scale:.3f}, {fitted.bias:.2f}")


if __name__ == "__main__":
    main()
