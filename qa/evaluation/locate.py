"""Find gold in the store: the articles under the keys it names, the sentences that hold it.

A sentence is gold when it and a stretch of gold share more than half of the shorter of the two.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten

from index.article import Article, Sentence
from index.sections import split_labelled
from index.sentences import split
from index.sources.abstracts import clean
from index.store import Store
from qa.evaluation.gold import GoldEvidence, GoldQuestion
from qa.evaluation.outcome import Outcome, Scored

# A piece of evidence shorter than this stands in too many places to be one.
_SHORTEST = 20
# A section's label, or the torn end of one, as sets that cut abstracts at characters leave it.
_LABEL = re.compile(r"^[A-Z][A-Z &/,-]{1,60}:\s*")

Span = tuple[int, int]


def unscored(gold: GoldQuestion, outcome: Outcome, store: Store | None) -> Scored:
    """The question with its gold found in the store; without a store, the articles it names."""
    if store is None:
        return Scored(gold, outcome)
    keys = _stored_keys(gold, store)
    articles = store.catalogue.articles({keys.get(e.key, e.key) for e in gold.evidence})
    places: dict[tuple[str, int], str] = {}
    missing = [f"article {key}" for key in gold.relevance if key not in keys]
    for evidence in gold.evidence:
        article = articles.get(keys.get(evidence.key, evidence.key))
        found = [*sentences_of(evidence, article)] if article else []
        if not found:
            missing.append(_told(evidence) if article else f"article {evidence.key}")
        places |= {(article.key, s.index): article.text(s) for s in found if article}
    relevance: dict[str, int] = {}
    for key, grade in gold.relevance.items():
        name = keys.get(key, key)
        relevance[name] = max(grade, relevance.get(name, 0))
    return Scored(
        gold=replace(gold, relevance=relevance),
        outcome=outcome,
        gold_sentences=tuple(places),
        gold_texts=tuple(places.values()),
        missing=tuple(dict.fromkeys(missing)),
    )


def _told(evidence: GoldEvidence) -> str:
    """A piece of gold in a few words."""
    if evidence.sentence is not None:
        return f"sentence {evidence.sentence} of {evidence.key}"
    if evidence.span:
        return f"characters {evidence.span[0]}-{evidence.span[1]} of {evidence.key}"
    return f"“{shorten(evidence.text or '', 60, placeholder='…')}” in {evidence.key}"


def _stored_keys(gold: GoldQuestion, store: Store) -> dict[str, str]:
    """The store's own key for each article of the gold that it holds: a merged one goes by another
    than the gold names."""
    names = dict.fromkeys([*gold.relevance, *(e.key for e in gold.evidence)])
    return {name: key for name in names for key in store.catalogue.resolve([name])}


def sentences_of(evidence: GoldEvidence, article: Article) -> Iterator[Sentence]:
    """The sentences of an article that hold a piece of gold, in its order."""
    if evidence.sentence is not None:
        yield from article.sentences[evidence.sentence : evidence.sentence + 1]
        return
    # Cleaned as the abstract was when it was read, so that the same words are the same text.
    spans = [*_spans(clean(evidence.text or ""), article)]
    if evidence.span and evidence.span[1] <= len(article.abstract):
        spans = [evidence.span]
    for sentence in article.sentences:
        if any(_overlap((sentence.start, sentence.end), span) for span in spans):
            yield sentence


def _spans(text: str, article: Article) -> Iterator[Span]:
    """Where a text stands, each time: whole, else sentence by sentence, section labels left out."""
    whole = [*_find(text, article)]
    yield from whole
    if whole:
        return
    for part in split_labelled(text):
        for start, end in split(part.text):
            piece = _LABEL.sub("", part.text[start:end])
            if len(piece) >= _SHORTEST:
                yield from _find(piece, article)


def _find(text: str, article: Article) -> Iterator[Span]:
    words = text.split()
    # Sections are joined by a line break where other copies of the abstract have a space.
    pattern = r"\s+".join(map(re.escape, words))
    # A word alone stands in too many places to be evidence.
    if len(words) > 1:
        yield from (found.span() for found in re.finditer(pattern, article.abstract))


def _overlap(one: Span, other: Span) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0.5 * min(one[1] - one[0], other[1] - other[0])
