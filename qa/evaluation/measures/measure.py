"""What a measure is: a name, what it says, and how it is computed over questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.evaluation.outcome import Scored

RETRIEVAL = "Retrieval"
CITATIONS = "Citations"
ANSWERS = "Answers"
REFUSALS = "Knowing when not to answer"
SUPPORT = "Support"
COST = "Cost"
GROUPS = (RETRIEVAL, CITATIONS, ANSWERS, REFUSALS, SUPPORT, COST)

# What a measure takes from a question, and the figure that it makes of all of them.
Fact = Callable[[Scored], Any]
Statistic = Callable[[Sequence[Any]], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `says` is its definition in a sentence, `source` where that comes from.

    `better` is 1 if more is better, -1 if less is, 0 if neither. `share` says that it lies in
    [0, 1], `tested` that a difference says something of the system and not of the machine's load,
    `interval` that a resample of the questions is not biased: it has questions twice, and an error
    that is averaged in bins looks larger on those.
    It is the mean of the questions' own values or, where there is a `statistic`, that of what
    `fact` takes from each question that has a part in it.
    """

    name: str
    group: str
    says: str
    source: str = ""
    better: int = 1
    share: bool = True
    unit: str = ""
    tested: bool = True
    interval: bool = True
    statistic: Statistic | None = None
    fact: Fact | None = None

    def facts(self, scored: Sequence[Scored]) -> list[Any]:
        """What the measure is made from, question by question; None for one without a part."""
        return [self._fact(one) for one in scored]

    def _fact(self, one: Scored) -> Any:
        if self.fact is None:
            return one.measures.get(self.name)
        return self.fact(one) if one.outcome.answered else None

    def of(self, facts: Sequence[Any]) -> float | None:
        """The measure of some questions' facts; None if it cannot be had of these."""
        if not facts:
            return None
        return self.statistic(facts) if self.statistic else sum(facts) / len(facts)

    def over(self, scored: Sequence[Scored]) -> float | None:
        """The measure over some questions; None if it applies to none of them."""
        return self.of([fact for fact in self.facts(scored) if fact is not None])


def named(measures: Sequence[Measure]) -> Mapping[str, Measure]:
    """Measures by name, in their order."""
    return {measure.name: measure for measure in measures}
