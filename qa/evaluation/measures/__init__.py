"""Every measure, by name, and the scoring of one question by all that apply to it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from index.embedder import Embedder
from qa.evaluation.measures import (
    citation,
    cost,
    entity,
    prose,
    refusal,
    retrieval,
    support,
    verdict,
)
from qa.evaluation.measures.measure import GROUPS, Measure, named
from qa.evaluation.outcome import Scored

__all__ = ["GROUPS", "MEASURES", "Measure", "measured"]

MEASURES: Mapping[str, Measure] = MappingProxyType(
    named(
        [
            *retrieval.MEASURES,
            *citation.MEASURES,
            *verdict.MEASURES,
            *entity.MEASURES,
            *prose.MEASURES,
            *refusal.MEASURES,
            *support.MEASURES,
            *cost.MEASURES,
        ]
    )
)


def measured(
    one: Scored, embedder: Embedder | None = None, prices: tuple[float, float] | None = None
) -> Scored:
    """The question with each measure that applies to it.

    A run without answers (`--run`) is scored for its articles alone.
    """
    one = replace(one, verdict=verdict.read_verdict(one.outcome))
    found = retrieval.score(one.gold, one.outcome.ranking)
    if one.outcome.answered:
        found |= citation.score(one)
        found |= verdict.score(one)
        found |= entity.score(one)
        found |= prose.score(one, embedder)
        found |= refusal.score(one)
        found |= cost.score(one, prices)
    return replace(one, measures=found)
