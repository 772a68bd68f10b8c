"""Two evaluations beside each other: is the difference real?

Over the same questions the test is paired; where the two drew different questions, all of one
stand against all of the other. Since many measures are looked at, chances are corrected for the
share of false alarms (Benjamini and Hochberg 1995).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
from scipy.stats import false_discovery_control

from index.errors import SettingsError
from qa.evaluation.measures import MEASURES, Measure
from qa.evaluation.outcome import Scored
from qa.evaluation.significance import mean_interval, mean_test, statistic_test

_ALPHA = 0.05
# Paired if at least this share of the smaller one's questions stands in both.
_SHARED = 0.5

Rows = Sequence[Scored]


@dataclass(frozen=True, slots=True)
class Delta:
    """One measure in both: `delta` = `b` - `a`, with its 95% interval where it is a mean.

    `p` is the chance of a difference as large if the two were alike, None where every question has
    the same value in both, or no test would say anything of the systems. `p_corrected` is the same
    corrected for the number of measures; `real` says that it is below 0.05.
    """

    measure: str
    a: float
    b: float
    delta: float
    low: float | None
    high: float | None
    p: float | None
    questions: int
    p_corrected: float | None = None

    @property
    def real(self) -> bool:
        """Whether the difference is more than noise."""
        return self.p_corrected is not None and self.p_corrected < _ALPHA

    @property
    def says(self) -> str:
        """The result in words."""
        if self.p_corrected is None:
            return "not tested" if self.delta else "the same"
        if not self.real:
            return "within noise"
        better = MEASURES[self.measure].better * self.delta
        return "differs" if not better else ("B is better" if better > 0 else "A is better")


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one of the two got right and the other did not."""

    id: str
    question: str
    right_in: Literal["A", "B"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two evaluations, measure by measure; `paired` over `questions` that stand in both."""

    a: str
    b: str
    paired: bool
    questions: int
    deltas: tuple[Delta, ...]
    flips: tuple[Flip, ...]

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready values."""
        deltas = [{**asdict(d), "real": d.real, "says": d.says} for d in self.deltas]
        return {**asdict(self), "deltas": deltas}


def compare(a: Rows, b: Rows, names: tuple[str, str] = ("A", "B"), seed: int = 0) -> Comparison:
    """Set one evaluation's questions against another's.

    Raises SettingsError when the two have no measure in common, or either has no question.
    """
    in_a, in_b = ({one.gold.id: one for one in rows} for rows in (a, b))
    shared = [key for key, one in in_a.items() if key in in_b and _same(one, in_b[key])]
    paired = bool(shared) and len(shared) >= _SHARED * min(len(in_a), len(in_b))
    ones, others = ([in_a[k] for k in shared], [in_b[k] for k in shared]) if paired else (a, b)
    deltas = [_delta(measure, ones, others, paired, seed) for measure in MEASURES.values()]
    found = [delta for delta in deltas if delta is not None]
    if not found:
        raise SettingsError(
            "the two evaluations have no measure in common", "Compare two of the same gold set"
        )
    return Comparison(
        a=names[0],
        b=names[1],
        paired=paired,
        questions=len(ones) if paired else len(a) + len(b),
        deltas=tuple(_corrected(found)),
        flips=tuple(_flips(shared, in_a, in_b)),
    )


def _corrected(deltas: Sequence[Delta]) -> list[Delta]:
    tested = [delta.p for delta in deltas if delta.p is not None]
    corrected = iter(false_discovery_control(tested) if tested else ())
    return [d if d.p is None else replace(d, p_corrected=float(next(corrected))) for d in deltas]


def _same(one: Scored, other: Scored) -> bool:
    """Ids repeat from set to set (`1`, `2`): question and gold must be the same as well.

    Keys are not looked at: a run names articles as the set does, a store by its own keys.
    """
    a, b = (
        (g.question, g.verdict, g.answerable, g.exact, g.references, sorted(g.relevance.values()))
        for g in (one.gold, other.gold)
    )
    return a == b and [e.sentence for e in one.gold.evidence] == [
        e.sentence for e in other.gold.evidence
    ]


def _delta(measure: Measure, a: Rows, b: Rows, paired: bool, seed: int) -> Delta | None:
    ones, others = _facts(measure, a, b, paired)
    value_a, value_b = measure.of(ones), measure.of(others)
    if value_a is None or value_b is None:
        return None
    low, high, p = None, None, None
    if measure.statistic is None:
        x, y = np.array(ones), np.array(others)
        low, high = mean_interval(x, y, paired, seed)
        p = mean_test(x, y, paired, seed)
    elif measure.tested and not (paired and all(map(np.array_equal, ones, others))):
        p = statistic_test(measure, ones, others, paired, seed)
    counted = len(ones) if paired else len(ones) + len(others)
    return Delta(measure.name, value_a, value_b, value_b - value_a, low, high, p, counted)


def _facts(measure: Measure, a: Rows, b: Rows, paired: bool) -> tuple[list[Any], list[Any]]:
    """What the measure is made from in each; paired, of the questions that it takes from both."""
    ones, others = measure.facts(a), measure.facts(b)
    if not paired:
        return [f for f in ones if f is not None], [f for f in others if f is not None]
    both = [(x, y) for x, y in zip(ones, others, strict=True) if x is not None and y is not None]
    return [x for x, _ in both], [y for _, y in both]


def _flips(
    shared: Sequence[str], in_a: Mapping[str, Scored], in_b: Mapping[str, Scored]
) -> list[Flip]:
    flips = []
    for key in shared:
        # A run can only be right by its articles, and so then is what it is compared with.
        answered = in_a[key].outcome.answered and in_b[key].outcome.answered
        a, b = _got_it(in_a[key], answered), _got_it(in_b[key], answered)
        if a is not None and b is not None and a != b:
            flips.append(Flip(key, in_a[key].gold.question, "A" if a else "B"))
    return flips


def _got_it(one: Scored, answered: bool) -> bool | None:
    """Answered rightly, or refused rightly; without answers, the first article is a gold one."""
    if not answered:
        first = one.outcome.ranking[:1]
        return any(key in one.gold.relevance for key, _ in first) if one.gold.relevance else None
    return one.outcome.refused if one.gold.has_answer is False else one.right
