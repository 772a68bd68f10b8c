"""What a measure is: a name, what it says, and how it is computed over questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.evaluation.outcome import Scored

RETRIEVAL = "Retrieval"
CITATIONS = "Citations"
ANSWERS = "Answers"
REFUSALS = "Knowing when not to answer"
SUPPORT = "Support"
COST = "Cost"
GROUPS = (RETRIEVAL, CITATIONS, ANSWERS, REFUSALS, SUPPORT, COST)

Statistic = Callable[[Sequence[Scored]], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `says` is its definition in a sentence, `source` where that comes from.

    `better` is 1 if more is better, -1 if less is, 0 if neither. `share` says that it lies in
    [0, 1], `tested` that a difference says something of the system and not of the machine's load.
    It is the mean of the questions' own values or, where there is a `statistic`, that of the
    questions that have what it is made from (`counts`).
    """

    name: str
    group: str
    says: str
    source: str = ""
    better: int = 1
    share: bool = True
    unit: str = ""
    tested: bool = True
    statistic: Statistic | None = None
    counts: Callable[[Scored], bool] | None = None

    def over(self, scored: Sequence[Scored]) -> float | None:
        """The measure over these questions; None if it applies to none of them."""
        rows = [one for one in scored if self.applies(one)]
        if not rows:
            return None
        if self.statistic is not None:
            return self.statistic(rows)
        return sum(one.measures[self.name] for one in rows) / len(rows)

    def applies(self, one: Scored) -> bool:
        """Whether the question has a part in the measure."""
        if self.statistic is None:
            return self.name in one.measures
        return one.outcome.answered and (self.counts is None or self.counts(one))


def named(measures: Sequence[Measure]) -> Mapping[str, Measure]:
    """Measures by name, in their order."""
    return {measure.name: measure for measure in measures}
