"""Fit how look and reading are mixed, on questions that neither was trained on."""

from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.logit import Case, fit
from benchmarks.ranker.found import Found
from qa.reading import Mix, Reading, doubt_of, relative
from qa.weighing import Weigher

# Columns: look, score and 1 where a sentence was read; where it was not, the reader's doubt for a
# score, and look. The constant of what is not read is held at 0: only differences count.
_RIDGE = 0.1


def cases(some: Iterable[Found], look: Weigher, reading: Reading) -> list[Case]:
    """The questions for which an answering sentence was found, looked at and read."""
    made = []
    for one in some:
        gold = np.concatenate([np.zeros(0, dtype=bool), *one.gold])
        if gold.any():
            looks = relative(look.sums(one.question, one.sheets))
            scores = reading.read(one.question, one.sheets, looks)
            doubt = doubt_of(scores.values())
            rows = [
                _row(value, scores.get((at, n)), doubt)
                for at, values in enumerate(looks)
                for n, value in enumerate(values)
            ]
            made.append(Case(np.array(rows), gold))
    return made


def _row(look: float, score: float | None, doubt: float) -> tuple[float, ...]:
    return (0.0, doubt, 0.0, look) if score is None else (look, score, 1.0, 0.0)


def fit_mix(some: Sequence[Case]) -> Mix:
    """A conditional logit over the sentences of each question, then a logistic curve."""

    fitted = fit(some, _RIDGE)
    look, score, read, unread = (round(fitted.scale * float(one), 3) for one in fitted.weights)
    bias = fitted.bias
    return Mix((look, score, round(read + bias, 3)), (unread, round(bias, 3)))
