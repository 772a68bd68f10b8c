"""When not to answer, and what to say instead: a reason that helps.

Whether anything in the store bears on a question is judged from three numbers, each 0-1, of the
article that matches best: its score, the share of the question's weight its words cover, and the
best sentence's score. A logistic curve over them (`benchmarks/fit_weights.py`) gives the chance
that the store holds an answer; below `THRESHOLD` the question is refused.
"""

import math
from collections.abc import Sequence

from index.store import Store
from prompts import Prompt
from qa.evidence import Evidence
from qa.question import Question
from qa.retrieval import Ranked, Retrieval

_SCORE, _COVERAGE, _SENTENCE, _BIAS = 18.0, 3.0, 1.0, -9.5
THRESHOLD = 0.5


def answerability(retrieval: Retrieval, evidence: Sequence[Evidence], store: Store) -> float:
    """The chance that the articles found hold an answer, 0-1."""
    if not retrieval.articles or not evidence:
        return 0.0
    total = sum(
        weight * value
        for weight, value in zip(
            (_SCORE, _COVERAGE, _SENTENCE), signals(retrieval, evidence, store), strict=True
        )
    )
    return 1 / (1 + math.exp(-(total + _BIAS)))


def signals(
    retrieval: Retrieval, evidence: Sequence[Evidence], store: Store
) -> tuple[float, float, float]:
    """Best article's score, best coverage of the question's words, best sentence's score."""
    covered = max(coverage(retrieval.question, r, store) for r in retrieval.articles[:3])
    return retrieval.articles[0].score, covered, evidence[0].score


def coverage(question: Question, ranked: Ranked, store: Store) -> float:
    """The share of the question's weight that stands in an article's title and abstract."""
    article = ranked.article
    return question.coverage(frozenset(store.lexical.terms(f"{article.title}\n{article.abstract}")))


def reason(retrieval: Retrieval, evidence: Sequence[Evidence], store: Store, words: Prompt) -> str:
    """Why there is no answer: an empty store, an unknown subject, or what came closest."""
    if not len(store.catalogue):
        return words.render("empty_store")
    if not len(store.lexical):
        return words.render("unfinished_store")
    sentences = [_nothing(retrieval.question, store, words)]
    if retrieval.articles:
        closest = retrieval.articles[0].article
        sentences.append(words.render("closest", title=closest.title, key=closest.key))
        if not evidence:
            sentences[0] = words.render("no_abstract")
    if retrieval.withheld:
        keys = ", ".join(ranked.article.key for ranked in retrieval.withheld)
        sentences.append(words.render("withheld", keys=keys))
    return " ".join(sentences)


def _nothing(question: Question, store: Store, words: Prompt) -> str:
    """Names the question's words that no article has, as they were typed."""
    unknown = {stem for stem in question.terms if not store.lexical.frequency(stem)}
    typed = [
        word.strip("?!.,;:()\"'")
        for word in question.text.split()
        if unknown.intersection(store.lexical.terms(word))
    ]
    if not typed:
        return words.render("nothing_matches")
    return words.render("nothing_about", words=", ".join(f"“{word}”" for word in typed))
