"""Is a difference more than noise: randomisation tests, and an interval for the difference.

If two systems were alike, each question's two values could be swapped (Fisher; Smucker et al.
2007), or, of different questions, dealt out anew.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, permutation_test

from qa.evaluation.measures import Measure

# A mean is cheap to take again, a statistic over all questions is not.
_SWAPS, _STATISTIC_SWAPS, _RESAMPLES = 9999, 2499, 2000

Values = NDArray[np.float64]


def mean_test(x: Values, y: Values, paired: bool, seed: int) -> float | None:
    """The chance of means as far apart; None where no question differs."""
    if np.ptp(np.concatenate([x, y])) == 0 or (paired and np.array_equal(x, y)):
        return None
    if min(len(x), len(y)) < 2:
        return 1.0
    result = permutation_test(
        (x, y),
        _difference,
        permutation_type="samples" if paired else "independent",
        vectorized=True,
        n_resamples=_SWAPS,
        batch=200,
        rng=seed,
    )
    return float(result.pvalue)


def _difference(one: Values, other: Values, axis: int) -> Values:
    return np.asarray(np.mean(other, axis=axis) - np.mean(one, axis=axis))


def statistic_test(
    measure: Measure, ones: list[Any], others: list[Any], paired: bool, seed: int
) -> float | None:
    """The chance of a statistic as far apart; None where no swap makes a difference.

    By hand, as scipy's test takes no statistic that some swaps do not have: those are left out,
    where counting them as small differences would make the chance too small.
    """
    facts, cut = [*ones, *others], len(ones)
    rng = np.random.default_rng(seed)

    def difference(places: NDArray[np.int64]) -> float:
        x, y = (measure.of([facts[p] for p in part]) for part in (places[:cut], places[cut:]))
        return np.nan if x is None or y is None else y - x

    def shuffled() -> NDArray[np.int64]:
        if not paired:
            return rng.permutation(len(facts))
        rows = np.arange(len(facts)).reshape(2, cut)
        return np.where(rng.random(cut) < 0.5, rows, rows[::-1]).ravel()

    observed = abs(difference(np.arange(len(facts))))
    drawn = np.array([difference(shuffled()) for _ in range(_STATISTIC_SWAPS)])
    known = np.abs(drawn[~np.isnan(drawn)])
    if observed == 0 and not known.any():
        return None
    # Rounding must not make an equal difference a smaller one.
    as_large = known >= observed - 1e-12
    return float((1 + as_large.sum()) / (1 + len(known)))


def mean_interval(
    x: Values, y: Values, paired: bool, seed: int
) -> tuple[float | None, float | None]:
    """95% bootstrap interval of `y`'s mean less `x`'s; none of fewer than two questions."""
    if min(len(x), len(y)) < 2:
        return None, None
    result = bootstrap(
        (x, y),
        _difference,
        paired=paired,
        method="percentile",
        n_resamples=_RESAMPLES,
        batch=200,
        rng=seed,
    )
    low, high = result.confidence_interval
    return float(low), float(high)
