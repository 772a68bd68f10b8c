"""How likely each sentence found is to answer: from priors alone, or with a trained reader.

Every weigher gives log-odds that mean the same in all articles found for a question.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.evidence import FEATURES, Evidence, Sheet, logistic
from qa.question import Question

Sums = list[NDArray[np.float64]]


class Weigher(Protocol):
    """Anything that weighs the sentences of the articles found."""

    def sums(self, question: Question, sheets: Sequence[Sheet]) -> Sums:
        """Log-odds of each sentence, one array a sheet."""
        ...


def weigh(question: Question, sheets: Sequence[Sheet], weigher: Weigher) -> list[Evidence]:
    """Every sentence with its score, likeliest to answer first."""
    if not sheets:
        return []
    sums = weigher.sums(question, sheets)
    whole = [float(np.logaddexp.reduce(some)) for some in sums]
    found = [
        Evidence(
            sheet.article, sentence, form, row, logistic(float(log_odds)), max(whole) - article
        )
        for sheet, some, article in zip(sheets, sums, whole, strict=True)
        for sentence, form, row, log_odds in zip(
            sheet.article.sentences, sheet.forms, sheet.rows[1:], some, strict=True
        )
    ]
    return sorted(found, key=lambda evidence: -evidence.score)


# By `benchmarks/fit_weights.py`: a conditional logit over the sentences of the articles found
# (which of them is the gold one), then a logistic curve over its sums.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "cosine to the question": 7.55,
        "BM25 against the question": 4.52,
        # What repeats the title repeats the question's subject; it seldom says the outcome.
        "cosine to the title": -4.62,
        "place in the abstract": 0.77,
        "a figure, where the question asks for one": 1.68,
        "a comparison, where the question asks for one": 0.67,
        "METHODS, where the question asks how it was done": 2.38,
        "CONCLUSIONS, where the question asks yes or no": 2.96,
        "a test statistic or interval": 0.67,
        "BACKGROUND": 0.30,
        "OBJECTIVE": -1.19,
        "METHODS": -1.50,
        "RESULTS": 2.18,
        "CONCLUSIONS": 0.21,
    }
)
# What a point of the article's own score is worth beside these.
ARTICLE_WEIGHT = 39.9
SCALE, BIAS = 0.815, -6.25


class Priors:
    """Likeness, section, place and form, by a linear model; reads nothing."""

    def sums(self, question: Question, sheets: Sequence[Sheet]) -> Sums:
        """Log-odds of each sentence, one array a sheet."""
        weights = np.array([WEIGHTS[name] for name in FEATURES])
        return [
            SCALE * (one.table @ weights - ARTICLE_WEIGHT * one.behind) + BIAS for one in sheets
        ]
