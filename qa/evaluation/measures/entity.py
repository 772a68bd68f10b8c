"""Factoids and lists by BioASQ's own definitions, and whether the citations hold the answer.

BioASQ scores names that a system gives: a factoid's first (strict) or one of five (lenient), and
1 over the rank of the right one; a list by the F1 of its items. A name is right if it is one of
the synonyms, but for case and spaces (Balikas et al. 2013, BioASQ D4.1). A system that gives
sentences is scored by whether the sentences name the thing.
"""

from collections.abc import Sequence

from qa.evaluation.measures.measure import ANSWERS, Measure
from qa.evaluation.measures.words import words
from qa.evaluation.outcome import Scored

_BIOASQ = "BioASQ task b (Balikas et al. 2013)"
_FIVE = 5

MEASURES = (
    Measure("factoid-strict", ANSWERS, "The first name given is right.", _BIOASQ),
    Measure("factoid-lenient", ANSWERS, "One of the first five names given is right.", _BIOASQ),
    Measure("factoid-mrr", ANSWERS, "1 over the rank of the right one among five.", _BIOASQ),
    Measure("list-precision", ANSWERS, "Share of the names given that are right.", _BIOASQ),
    Measure("list-recall", ANSWERS, "Share of the gold names that are given.", _BIOASQ),
    Measure("list-f1", ANSWERS, "Harmonic mean of list precision and recall.", _BIOASQ),
    Measure("named-first", ANSWERS, "The first cited sentence names an entity asked for."),
    Measure("named-any", ANSWERS, "A cited sentence names an entity asked for."),
    Measure("named-share", ANSWERS, "Share of the entities asked for that the citations name."),
)


def score(one: Scored) -> dict[str, float]:
    """The measures of one question that asks for names."""
    if not one.gold.exact:
        return {}
    given = one.outcome.exact
    if given is None:
        names = {}
    elif one.gold.kind == "list":
        names = list_scores(one.gold.exact, given)
    else:
        names = factoid_scores(one.gold.exact, given)
    return {**names, **_named(one)}


def factoid_scores(gold: Sequence[Sequence[str]], given: Sequence[str]) -> dict[str, float]:
    """Strict and lenient accuracy and reciprocal rank of up to five names, best first."""
    right = {_plain(name) for synonyms in gold for name in synonyms}
    hits = [_plain(name) in right for name in given[:_FIVE]]
    return {
        "factoid-strict": float(any(hits[:1])),
        "factoid-lenient": float(any(hits)),
        "factoid-mrr": 1 / (hits.index(True) + 1) if any(hits) else 0.0,
    }


def list_scores(gold: Sequence[Sequence[str]], given: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1; two synonyms of one entity count once."""
    wanted = [{_plain(name) for name in synonyms} for synonyms in gold]
    names = list(dict.fromkeys(_plain(name) for name in given))
    found = {i for i, synonyms in enumerate(wanted) if synonyms.intersection(names)}
    wrong = sum(not any(name in synonyms for synonyms in wanted) for name in names)
    precision = len(found) / (len(found) + wrong) if names else 0.0
    recall = len(found) / len(wanted)
    f1 = 2 * precision * recall / (precision + recall) if found else 0.0
    return {"list-precision": precision, "list-recall": recall, "list-f1": f1}


def _named(one: Scored) -> dict[str, float]:
    cited = [f" {' '.join(words(c.text))} " for c in one.outcome.citations]
    named = [[_names(text, synonyms) for synonyms in one.gold.exact] for text in cited]
    found = [any(row[i] for row in named) for i in range(len(one.gold.exact))]
    return {
        "named-first": float(any(named[0]) if named else False),
        "named-any": float(any(found)),
        "named-share": sum(found) / len(found),
    }


def _names(text: str, synonyms: Sequence[str]) -> bool:
    """Whether one of the synonyms stands in the text as whole words."""
    sought = (" ".join(words(name)) for name in synonyms)
    return any(name and f" {name} " in text for name in sought)


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
