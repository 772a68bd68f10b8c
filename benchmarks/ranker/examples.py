"""What the chooser learns from: a question, a passage, and which of its sentences answer."""

import json
import random
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sets import located
from index.article import Article
from index.store import Store
from qa.evaluation import GoldQuestion
from qa.question import prepare
from qa.rerank.contract import Passage
from qa.rerank.passages import passage
from qa.retrieval import retrieve


@dataclass(frozen=True, slots=True)
class Example:
    """`gold` are places in `passage.sentences`, none where the passage does not answer.

    `source` is the set it is of, `key` the article that decides which split it is in.
    """

    source: str
    key: str
    question: str
    passage: Passage
    gold: frozenset[int]


def of_gold(
    source: str, golds: Iterable[GoldQuestion], store: Store, *, without: Set[str] = frozenset()
) -> Iterator[Example]:
    """The gold articles of each question; none of a question with one among `without`."""
    for gold, right in _located(golds, store, without):
        for key, article in store.catalogue.articles(sorted({key for key, _ in right})).items():
            marked = {n for k, n in right if k == key}
            yield _example(source, key, gold.question, article, marked)


def of_found(
    source: str,
    golds: Iterable[GoldQuestion],
    store: Store,
    most: int,
    *,
    without: Set[str] = frozenset(),
) -> Iterator[Example]:
    """The best `most` articles found for a question that are not gold; none among `without`."""
    for gold, right in _located(golds, store, without):
        found = retrieve(prepare(gold.question, store), store, most + len(gold.relevance)).articles
        wrong = [
            ranked.article
            for ranked in found
            if ranked.article.key not in gold.relevance.keys() | without
            and ranked.article.sentences
        ]
        for article in wrong[:most]:
            yield _example(f"{source} found", min(right)[0], gold.question, article, ())


def _located(
    golds: Iterable[GoldQuestion], store: Store, without: Set[str]
) -> Iterator[tuple[GoldQuestion, Set[tuple[str, int]]]]:
    for gold in golds:
        right = frozenset(located(gold, store).gold_sentences)
        if right and without.isdisjoint(key for key, _ in right):
            yield gold, right


def of_near(source: str, path: Path, split: str, store: Store) -> Iterator[Example]:
    """Questions near an article that does not answer them: lines with `question`, `near` (the
    article's key) and `split`."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for one in (line for line in lines if line["split"] == split):
        article = store.catalogue.find(one["near"])
        if article is not None:
            yield _example(f"{source} near", article.key, one["question"], article, set())


def _example(
    source: str, key: str, question: str, article: Article, gold: Collection[int]
) -> Example:
    return Example(source, key, question, passage(article), frozenset(gold))


def shortened(
    passage: Passage, gold: Collection[int], rng: random.Random, keep: float
) -> tuple[Passage, frozenset[int]]:
    """A passage without some of the sentences that do not answer, each kept with chance `keep`."""
    kept = [n for n in range(len(passage.sentences)) if n in gold or rng.random() < keep]
    kept = kept or [0]
    shorter = Passage(
        passage.title,
        tuple(passage.sentences[n] for n in kept),
        tuple(passage.labels[n] for n in kept),
    )
    return shorter, frozenset(at for at, n in enumerate(kept) if n in gold)
