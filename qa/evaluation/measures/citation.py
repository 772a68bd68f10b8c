"""Are the cited sentences the right ones: against gold sentences, and against the statements.

ALCE (Gao et al. 2023, arXiv 2305.14627) asks a language-inference model whether a statement
follows from what it cites. Here, without a model, it follows if the cited sentences have all its
content words: a copied sentence always does, which is why coverage and length stand beside it.
"""

from collections.abc import Iterable, Sequence

from qa.answer import Statement
from qa.evaluation.measures.measure import CITATIONS, Measure
from qa.evaluation.measures.words import content_words, words
from qa.evaluation.outcome import Cited, Outcome, Scored

_ALCE = "ALCE (Gao et al. 2023) with words in place of its inference model"

MEASURES = (
    Measure("first-citation", CITATIONS, "The first sentence cited is gold."),
    Measure("citation@3", CITATIONS, "One of the first three sentences cited is gold."),
    Measure("citation-precision", CITATIONS, "Share of the cited sentences that are gold."),
    Measure("citation-recall", CITATIONS, "Share of the gold sentences that are cited."),
    Measure("citation-f1", CITATIONS, "Harmonic mean of citation precision and recall."),
    Measure(
        "alce-words-recall",
        CITATIONS,
        "Share of the statements whose content words all stand in the sentences they cite.",
        _ALCE,
    ),
    Measure(
        "alce-words-precision",
        CITATIONS,
        "Share of the citations without which their statement's words would not all be there.",
        _ALCE,
    ),
    Measure(
        "gold-coverage",
        CITATIONS,
        "Share of the content words of the gold sentences that the answer says.",
    ),
    Measure(
        "answer-words",
        CITATIONS,
        "Words in the answer: copying a passage raises every recall.",
        better=0,
        share=False,
        unit="words",
    ),
)


def score(one: Scored) -> dict[str, float]:
    """The measures of one question; those against gold only where gold sentences are known."""
    outcome = one.outcome
    given = {} if outcome.refused or outcome.error else _against_statements(outcome)
    return {**_against_gold(one), **given}


def _against_gold(one: Scored) -> dict[str, float]:
    if not one.gold_sentences:
        return {}
    gold = set(one.gold_sentences)
    cited = list(dict.fromkeys((c.key, c.sentence) for c in one.outcome.citations))
    hits = [place in gold for place in cited]
    precision = sum(hits) / len(hits) if hits else 0.0
    recall = sum(hits) / len(gold)
    return {
        "first-citation": float(any(hits[:1])),
        "citation@3": float(any(hits[:3])),
        "citation-precision": precision,
        "citation-recall": recall,
        "citation-f1": 2 * precision * recall / (precision + recall) if any(hits) else 0.0,
        "gold-coverage": _share(
            {word for text in one.gold_texts for word in content_words(text)},
            content_words(one.outcome.said),
        ),
    }


def _against_statements(outcome: Outcome) -> dict[str, float]:
    length = {"answer-words": float(len(words(outcome.said)))}
    if not outcome.statements:
        return length
    cited = dict(enumerate(outcome.citations, start=1))
    supported, needed, citations = 0, 0, 0
    for statement in outcome.statements:
        sources = [cited[n] for n in statement.citations if n in cited]
        follows = bool(sources) and _follows(statement, sources)
        supported += follows
        citations += len(sources)
        # ALCE: of a statement that does not follow, no citation is precise.
        needed += follows and sum(_is_needed(statement, sources, source) for source in sources)
    precise = {"alce-words-precision": needed / citations} if citations else {}
    return {"alce-words-recall": supported / len(outcome.statements), **precise, **length}


def _is_needed(statement: Statement, sources: Sequence[Cited], source: Cited) -> bool:
    """ALCE's rule: needed if it carries the statement alone, or the others do not without it."""
    others = [one for one in sources if one is not source]
    return _follows(statement, [source]) or not _follows(statement, others)


def _follows(statement: Statement, sources: Iterable[Cited]) -> bool:
    there = {word for source in sources for word in content_words(source.text)}
    return there.issuperset(content_words(statement.text))


def _share(wanted: set[str], given: Iterable[str]) -> float:
    return len(wanted.intersection(given)) / len(wanted) if wanted else 0.0
