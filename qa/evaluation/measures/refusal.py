"""Does it know when not to answer: refusals, the score behind them, and what caution would buy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from qa.evaluation.measures.measure import REFUSALS, Measure
from qa.evaluation.outcome import Scored

_BINS = 10


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
    one score come together, since no threshold parts them.
    """
    judged = [
        (one.outcome.answerability, one.right)
        for one in scored
        if one.outcome.answerability is not None and one.right is not None
    ]
    if not judged:
        return []
    scores = np.array([score for score, _ in judged])
    wrong = np.array([not right for _, right in judged])
    order = np.argsort(-scores, kind="stable")
    risks = np.cumsum(wrong[order]) / np.arange(1, len(order) + 1)
    last_of_score = np.append(np.diff(scores[order]) != 0, True)
    return [
        Point(float(place + 1) / len(order), float(risks[place]))
        for place in np.flatnonzero(last_of_score)
    ]


def calibration(scored: Sequence[Scored]) -> list[Bin]:
    """Cited sentences in ten bins of the chance given to them, where the gold is known."""
    pairs = [
        (cited.score, (cited.key, cited.sentence) in one.gold_sentences)
        for one in scored
        if one.gold_sentences
        for cited in one.outcome.citations
        if cited.score is not None
    ]
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, gold in pairs:
        bins.setdefault(min(int(score * _BINS), _BINS - 1), []).append((score, gold))
    return [
        Bin(
            sum(score for score, _ in bins[number]) / len(bins[number]),
            sum(gold for _, gold in bins[number]) / len(bins[number]),
            len(bins[number]),
        )
        for number in sorted(bins)
    ]


def _auroc(scored: Sequence[Scored]) -> float | None:
    truths = [one.gold.has_answer for one in scored]
    if len(set(truths)) < 2:
        return None
    return float(roc_auc_score(truths, [one.outcome.answerability for one in scored]))


def _area(scored: Sequence[Scored]) -> float:
    """Mean risk over all coverages: the curve's steps, each as wide as the coverage it adds."""
    points = risk_coverage(scored)
    before = [0.0, *(point.coverage for point in points[:-1])]
    return sum(p.risk * (p.coverage - at) for p, at in zip(points, before, strict=True))


def _calibration_error(scored: Sequence[Scored]) -> float:
    bins = calibration(scored)
    off = sum(one.count * abs(one.predicted - one.observed) for one in bins)
    return off / sum(one.count for one in bins)


def _known(one: Scored) -> bool:
    return one.gold.has_answer is not None


def _known_and_judged(one: Scored) -> bool:
    return _known(one) and one.outcome.answerability is not None


def _on_curve(one: Scored) -> bool:
    return one.right is not None and one.outcome.answerability is not None


def _has_chances(one: Scored) -> bool:
    return bool(one.gold_sentences) and any(c.score is not None for c in one.outcome.citations)


def score(one: Scored) -> dict[str, float]:
    """Whether the question was refused, under the name of what that means for it."""
    if one.gold.has_answer is None:
        return {}
    name = "answerable-refused" if one.gold.has_answer else "refusal-recall"
    found = {name: float(one.outcome.refused)}
    if one.outcome.refused:
        found["refusal-precision"] = float(not one.gold.has_answer)
    return found


MEASURES = (
    Measure(
        "refusal-recall", REFUSALS, "Share of the questions without an answer that were refused."
    ),
    Measure(
        "refusal-precision",
        REFUSALS,
        "Share of the refused questions that have no answer.",
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
        counts=_known_and_judged,
    ),
    Measure(
        "risk-area",
        REFUSALS,
        "Mean share of wrong answers, over every share of the questions that one could answer.",
        "El-Yaniv and Wiener 2010",
        better=-1,
        statistic=_area,
        counts=_on_curve,
    ),
    Measure(
        "calibration-error",
        REFUSALS,
        "How far the chance given to a citation lies from the share that is gold, on average.",
        "Naeini et al. 2015 (ECE, ten bins)",
        better=-1,
        statistic=_calibration_error,
        counts=_has_chances,
    ),
)
