"""How the statements stand to what they cite, as the answer itself says."""

from collections.abc import Sequence

from qa.answer import Grade
from qa.evaluation.measures.measure import SUPPORT, Measure, Statistic


def _share(support: Grade) -> Statistic:
    def over(answers: Sequence[list[Grade]]) -> float:
        return sum(one.count(support) for one in answers) / sum(map(len, answers))

    return over


# Verbatim and supported together are what a reader can rest on; unsupported is the failure.
_BETTER = {Grade.UNSUPPORTED: -1}

MEASURES = tuple(
    Measure(
        f"support-{support}",
        SUPPORT,
        f"Share of all statements that are marked {support}.",
        better=_BETTER.get(support, 0),
        statistic=_share(support),
        fact=lambda one: [s.support for s in one.outcome.statements] or None,
    )
    for support in Grade
)
