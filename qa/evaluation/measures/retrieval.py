"""Is the right article found, and how far up: TREC's measures, by ir-measures.

A question for which nothing was found counts as 0 and never drops out.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import ir_measures
from ir_measures import AP, RR, R, nDCG

from qa.evaluation.gold import GoldQuestion
from qa.evaluation.measures.measure import RETRIEVAL, Measure

_TREC = "trec_eval, by ir-measures"
_MEASURES = MappingProxyType(
    {
        "ndcg@10": nDCG @ 10,
        "recall@5": R @ 5,
        "recall@10": R @ 10,
        "recall@100": R @ 100,
        "mrr": RR,
        "map": AP,
    }
)

MEASURES = (
    Measure(
        "ndcg@10",
        RETRIEVAL,
        "Gain of the first ten articles, discounted by rank, over that of the best order.",
        f"Järvelin and Kekäläinen 2002; {_TREC}",
    ),
    Measure("recall@5", RETRIEVAL, "Share of the gold articles among the first five.", _TREC),
    Measure("recall@10", RETRIEVAL, "Share of the gold articles among the first ten.", _TREC),
    Measure("recall@100", RETRIEVAL, "Share of the gold articles among the first 100.", _TREC),
    Measure("mrr", RETRIEVAL, "1 over the rank of the first gold article.", _TREC),
    Measure("map", RETRIEVAL, "Precision at each gold article's rank, averaged.", _TREC),
)


def score(gold: GoldQuestion, ranking: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Each measure for one question; none where the gold names no article.

    Articles of one score stand as `ranking` has them: trec_eval would order them by name.
    """
    if not gold.relevance:
        return {}
    places = {key: float(-place) for place, key in enumerate(dict(ranking))}
    names = {str(measure): name for name, measure in _MEASURES.items()}
    found = ir_measures.iter_calc(
        list(_MEASURES.values()), {gold.id: dict(gold.relevance)}, _run(gold.id, places)
    )
    values = {names[str(metric.measure)]: float(metric.value) for metric in found}
    return {name: values[name] for name in _MEASURES}


def _run(question: str, places: Mapping[str, float]) -> dict[str, dict[str, float]]:
    return {question: dict(places)} if places else {}
