"""Does it know when not to answer: refusals, the score behind them, and what caution would buy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from qa.evaluation.measures.measure import REFUSALS, Measure
from qa.evaluation.outcome import Scored

_BINS = 10
# What ended in an error would be answered last, and wrongly.
_NEVER = -1.0


@dataclass(frozen=True, slots=True)
class Point:
    """Answering the most certain share `coverage` of the questions, `risk` is the share wrong."""

    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Citations given about the same chance: its mean, how many were gold, how many they are."""

    predicted: float
    observed: float
    count: int


def risk_coverage(scored: Sequence[Scored]) -> list[Point]:
    """The curve over the questions of which it can be told whether answering was right.

    El-Yaniv and Wiener 2010. Questions stand in the order of their answerability score; those of
    one score come together, since no threshold parts them. A refused question is on it as one that
    was not answered rightly: the curve asks what answering all of them would have cost.
    """
    facts = [fact for one in scored if (fact := _risk_fact(one)) is not None]
    if not facts:
        return []
    return [Point(float(c), float(r)) for c, r in zip(*_curve(facts), strict=True)]


def calibration(scored: Sequence[Scored]) -> list[Bin]:
    """Cited sentences in ten bins of the chance given to them, where the gold is known."""
    facts = [fact for one in scored if (fact := _chance_fact(one)) is not None]
    if not facts:
        return []
    return [
        Bin(float(chances / count), float(gold / count), int(count))
        for count, chances, gold in _filled(facts).T
    ]


def _risk_fact(one: Scored) -> tuple[float, bool] | None:
    if one.outcome.error is not None:
        return (_NEVER, True)
    score, right = one.outcome.answerability, one.right
    return None if score is None or right is None else (score, not right)


def _curve(facts: Sequence[tuple[float, bool]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coverage and risk after each distinct score, the most certain first."""
    scores, wrong = (np.array(column) for column in zip(*facts, strict=True))
    order = np.argsort(-scores, kind="stable")
    answered = np.arange(1, len(order) + 1)
    last_of_score = np.append(np.diff(scores[order]) != 0, True)
    risks = np.cumsum(wrong[order]) / answered
    return answered[last_of_score] / len(order), risks[last_of_score]


def _area(facts: Sequence[tuple[float, bool]]) -> float:
    """Mean risk over all coverages: the curve's steps, each as wide as the coverage it adds."""
    coverage, risk = _curve(facts)
    return float(risk @ np.diff(coverage, prepend=0.0))


Binned = NDArray[np.float64]
"""Three rows of ten bins: how many citations, the sum of their chances, how many are gold."""


def _chance_fact(one: Scored) -> Binned | None:
    cited = [c for c in one.outcome.citations if c.score is not None and 0 <= c.score <= 1]
    if not one.gold_sentences or not cited:
        return None
    scores = np.array([c.score for c in cited])
    gold = np.array([(c.key, c.sentence) in one.gold_sentences for c in cited], float)
    places = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    rows = (np.bincount(places, row, _BINS) for row in (np.ones(len(cited)), scores, gold))
    return np.stack(list(rows))


def _filled(facts: Sequence[Binned]) -> Binned:
    """The bins of all questions together, those that hold none left out."""
    bins: Binned = np.add.reduce(facts)
    return bins[:, bins[0] > 0]


def _calibration_error(facts: Sequence[Binned]) -> float:
    counts, chances, gold = _filled(facts)
    return float(np.abs(chances - gold).sum() / counts.sum())


def _auroc_fact(one: Scored) -> tuple[bool, float] | None:
    truth, score = one.gold.has_answer, one.outcome.answerability
    return None if truth is None or score is None else (truth, score)


def _auroc(facts: Sequence[tuple[bool, float]]) -> float | None:
    truths, scores = zip(*facts, strict=True)
    return float(roc_auc_score(truths, scores)) if len(set(truths)) == 2 else None


def score(one: Scored) -> dict[str, float]:
    """Whether the question was refused, under the name of what that means for it."""
    if one.gold.has_answer is None or one.outcome.error is not None:
        return {}
    name = "answerable-refused" if one.gold.has_answer else "refusal-recall"
    return {name: float(one.outcome.refused)}


def _refusal_fact(one: Scored) -> tuple[bool, bool] | None:
    """Whether it was refused, and whether it has an answer."""
    truth = one.gold.has_answer
    return None if truth is None or one.outcome.error is not None else (one.outcome.refused, truth)


def _precision(facts: Sequence[tuple[bool, bool]]) -> float | None:
    if all(truth for _, truth in facts):
        return None  # Where everything can be answered it is 0, whatever is refused.
    truths = [truth for refused, truth in facts if refused]
    return truths.count(False) / len(truths) if truths else None


MEASURES = (
    Measure(
        "refusal-recall", REFUSALS, "Share of the questions without an answer that were refused."
    ),
    Measure(
        "refusal-precision",
        REFUSALS,
        "Share of the refused questions that have no answer; n counts those that were not, too.",
        statistic=_precision,
        fact=_refusal_fact,
    ),
    Measure(
        "answerable-refused",
        REFUSALS,
        "Share of the questions with an answer that were refused.",
        better=-1,
    ),
    Measure(
        "auroc",
        REFUSALS,
        "Chance that a question with an answer has the higher answerability of two.",
        "scikit-learn",
        statistic=_auroc,
        fact=_auroc_fact,
    ),
    Measure(
        "risk-area",
        REFUSALS,
        "Mean share of wrong answers, over every share of the questions that one could answer.",
        "El-Yaniv and Wiener 2010",
        better=-1,
        statistic=_area,
        fact=_risk_fact,
    ),
    Measure(
        "calibration-error",
        REFUSALS,
        "How far the chance given to a citation lies from the share that is gold, on average.",
        "Naeini et al. 2015 (ECE, ten bins)",
        better=-1,
        statistic=_calibration_error,
        interval=False,
        fact=_chance_fact,
    ),
)
