"""Fit the curves in qa/refusal.py, and print them.

    python -m benchmarks.fit_refusal --store DIR [--reranker none|builtin]   # of the 27k corpus

A logistic curve over what `qa.refusal` judges from. Learned from: our dev questions against the
whole store; those held out of the reranker's training, with their article in the store and as if
it were not; the sample's against the sample; and dev's against small stores drawn at random, with
the answering article in it or not. Our test questions are not used.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.ranker.data import HELD
from benchmarks.sets import OWN, SAMPLE_QUESTIONS, questions, rows_of, with_sample
from index.store import Store
from qa.choosing import Chooser
from qa.evaluation import GoldQuestion
from qa.evidence import sheets
from qa.question import prepare
from qa.refusal import signals
from qa.retrieval import Ranked, Retrieval, retrieve
from qa.weighing import weigh

_SMALL = (1, 3, 10, 50, 300)
_HELD = 400
_SHARES = {"dev": 3.0, "held": 1.0, "sample": 2.0, "small": 2.0}


@dataclass(frozen=True, slots=True)
class Judged:
    """One question against one store: what refusal looks at, and whether it can be answered."""

    group: str
    seen: tuple[float, ...]
    answerable: bool


def main() -> None:
    """Fit on the sets named above and print the curve and how well it tells them apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    parser.add_argument("--reranker", default="builtin")
    chosen = parser.parse_args()
    with with_sample(chosen.store) as (large, small):
        chooser = Chooser(chosen.reranker, large.embedder.name)
        dev = questions(OWN["dev"])
        judged = [
            *_judge("dev", dev, large, chooser),
            *_held(questions(HELD)[:_HELD], large, chooser),
            *_judge("sample", questions(SAMPLE_QUESTIONS), small, chooser),
            *_small_stores(dev, large, chooser),
        ]
    _print(judged)


def _seen(retrieval: Retrieval, store: Store, chooser: Chooser, size: int) -> tuple[float, ...]:
    evidence = weigh(retrieval.question, sheets(retrieval, store), chooser)
    return signals(retrieval, evidence, store, size)


def _judge(
    group: str, golds: Sequence[GoldQuestion], store: Store, chooser: Chooser
) -> Iterator[Judged]:
    for gold in golds:
        found = retrieve(prepare(gold.question, store), store, 10)
        seen = _seen(found, store, chooser, len(store.lexical))
        yield Judged(group, seen, bool(gold.has_answer))


def _held(golds: Sequence[GoldQuestion], store: Store, chooser: Chooser) -> Iterator[Judged]:
    """With the article that answers among those found, and without it."""
    for gold in golds:
        found = retrieve(prepare(gold.question, store), store, 11)
        left = tuple(one for one in found.articles if one.article.key not in gold.relevance)
        for answerable, some in ((True, found.articles), (False, left)):
            seen = _seen(replace(found, articles=some[:10]), store, chooser, len(store.lexical))
            yield Judged("held", seen, answerable)


def _small_stores(
    golds: Sequence[GoldQuestion], store: Store, chooser: Chooser
) -> Iterator[Judged]:
    """The same questions, as if the store held a few articles drawn at random."""
    rng = np.random.default_rng(0)
    keys = sorted(store.catalogue.sentence_counts())
    for gold in golds:
        for size in _SMALL:
            drawn = list(rng.choice(keys, size, replace=False))
            for answerable in {False, bool(gold.has_answer)}:
                held = [*list(gold.relevance)[:1], *drawn[1:]] if answerable else drawn
                found = _among(gold.question, held, store)
                yield Judged("small", _seen(found, store, chooser, size), answerable)


def _among(question: str, keys: Sequence[str], store: Store) -> Retrieval:
    prepared = prepare(question, store)
    ranked = []
    for article in store.catalogue.articles(keys).values():
        rows = rows_of(article, store)
        best = float((rows @ prepared.vector).max())
        mean = float(rows.sum(axis=0) @ prepared.vector / np.linalg.norm(rows.sum(axis=0)))
        # Words weigh in as their share found: BM25's own idf would be the large store's.
        terms = frozenset(store.lexical.terms(article.words))
        lexical = prepared.coverage(terms) / 2
        score = (lexical + (best + mean) / 2) / 2
        ranked.append(Ranked(article, score, lexical, best, mean))
    ranked.sort(key=lambda one: -one.score)
    return Retrieval(prepared, tuple(ranked[:10]))


def _print(judged: Sequence[Judged]) -> None:
    seen = np.array([one.seen for one in judged])
    answerable = np.array([one.answerable for one in judged])
    groups = np.array([one.group for one in judged])
    # Each group's answerable and unanswerable halves count alike; the large store most.
    weight = np.zeros(len(judged))
    for group, share in _SHARES.items():
        for truth in (True, False):
            these = (groups == group) & (answerable == truth)
            weight[these] = 100 * share / these.sum()
    curve = LogisticRegression(C=10).fit(seen, answerable, sample_weight=weight)
    values = ", ".join(f"{value:.2f}" for value in (*curve.coef_[0], *curve.intercept_))
    print(f"Curve({values})")
    chance = curve.predict_proba(seen)[:, 1]
    for group in _SHARES:
        these = groups == group
        area = roc_auc_score(answerable[these], chance[these])
        print(f"{group}: AUROC {area:.3f}", end="")
        for threshold in (0.3, 0.4, 0.5):
            refused = chance[these] < threshold
            wrong, right = refused[answerable[these]].mean(), refused[~answerable[these]].mean()
            print(f"; below {threshold} refused {wrong:.3f} of the answerable, {right:.3f}", end="")
        print()


if __name__ == "__main__":
    main()
