"""How the statements stand to what they cite, as the answer itself says."""

from collections.abc import Sequence

from qa.answer import Support
from qa.evaluation.measures.measure import SUPPORT, Measure, Statistic
from qa.evaluation.outcome import Scored


def _share(support: Support) -> Statistic:
    def over(scored: Sequence[Scored]) -> float:
        classes = [s.support for one in scored for s in one.outcome.statements]
        return classes.count(support) / len(classes)

    return over


# Verbatim and supported together are what a reader can rest on; unsupported is the failure.
_BETTER = {Support.UNSUPPORTED: -1}

MEASURES = tuple(
    Measure(
        f"support-{support}",
        SUPPORT,
        f"Share of all statements that are marked {support}.",
        better=_BETTER.get(support, 0),
        statistic=_share(support),
        counts=lambda one: bool(one.outcome.statements),
    )
    for support in Support
)
