"""From questions to figures: per question first, aggregate second, each with its interval.

Intervals are the middle 95% of bootstrap resamples of the questions (Efron 1979).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap

from qa.evaluation.measures import MEASURES, Measure
from qa.evaluation.outcome import Scored

# A mean is resampled all at once; a statistic one resample at a time, so fewer of these.
_RESAMPLES, _RESAMPLED = 5000, 1000
_MIDDLE = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over a set: its value, a 95% bootstrap interval, and the questions it is over.

    `low` and `high` are None where resampling says nothing: one question, or all of one value.
    """

    value: float
    low: float | None
    high: float | None
    questions: int


def figures(scored: Sequence[Scored], seed: int = 0) -> dict[str, Figure]:
    """Every measure that applies, by name, in the order of `MEASURES`."""
    made = {name: _figure(measure, scored, seed) for name, measure in MEASURES.items()}
    return {name: figure for name, figure in made.items() if figure is not None}


def _figure(measure: Measure, scored: Sequence[Scored], seed: int) -> Figure | None:
    facts = [fact for fact in measure.facts(scored) if fact is not None]
    value = measure.of(facts)
    if value is None:
        return None
    if not measure.interval:
        resampled = np.array([])
    elif measure.statistic is None:
        resampled = _resampled_means(np.array(facts), seed)
    else:
        resampled = _resampled(measure, facts, seed)
    return Figure(value, *_interval(resampled), len(facts))


def _interval(resampled: NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The middle 95%; none where too few questions, or one-sided ones, give nothing to resample."""
    known = resampled[~np.isnan(resampled)]
    if not len(known):
        return None, None
    if np.ptp(known) == 0:
        return None, None
    low, high = np.percentile(known, _MIDDLE)
    return float(low), float(high)


def _resampled_means(values: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    if len(values) < 2:
        return np.array([])
    drawn = bootstrap(
        (values,), np.mean, n_resamples=_RESAMPLES, method="percentile", batch=100, rng=seed
    )
    return np.asarray(drawn.bootstrap_distribution)


def _resampled(measure: Measure, facts: Sequence[Any], seed: int) -> NDArray[np.float64]:
    """By hand, as scipy's bootstrap takes no statistic that some resamples do not have."""
    if len(facts) < 2:
        return np.array([])
    drawn = np.random.default_rng(seed).integers(len(facts), size=(_RESAMPLED, len(facts)))
    values = [measure.of([facts[place] for place in places]) for places in drawn]
    return np.array([np.nan if value is None else value for value in values])
