"""Fit the weights in qa/evidence.py and qa/refusal.py, and print them.

    python -m benchmarks.fit_weights --store DIR      # DIR: a store of the 27k corpus

Sentences: a conditional logit over the sentences of the eight articles found first (McFadden 1974):
the chance of a sentence is exp(w . x) over the sum of all, and the gold ones' summed chance is made
large. Fitted on Evidence Inference's train half (one wording of question, so weight 1), our dev
questions (weight 8) and the bundled sample's (weight 3); its validation half, our test questions
and the seed page are not used.

Refusal: a logistic curve over coverage, cosines and the logarithm of the store's size. Our dev
questions against the whole store, the sample's against the sample, and both against small stores
drawn at random from the large one, with the answering article in it or not.
"""

import argparse
import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

import qa
from benchmarks.sets import EVIDENCE_INFERENCE, OWN, SAMPLE, located, questions, rows_of
from index.store import Store
from qa.evaluation import GoldQuestion
from qa.evidence import WEIGHTS, features
from qa.form import form_of
from qa.question import prepare
from qa.refusal import signals
from qa.retrieval import Ranked, Retrieval, retrieve

_SMALL = (1, 3, 10, 50, 300)
# So that a sentence weight and the article's weight are of one size while fitting.
_ARTICLE_UNIT = 10.0

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One question: a row of features for each sentence found, which are gold, its weight."""

    table: Rows
    gold: NDArray[np.bool_]
    weight: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One question against one store: what refusal looks at, and whether it can be answered."""

    group: str
    seen: tuple[float, ...]
    answerable: bool


def main() -> None:
    """Fit on the sets named above and print every constant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    chosen = parser.parse_args()
    with (
        qa.open(chosen.store) as large,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        qa.open(folder, create=True) as small,
    ):
        small.index([SAMPLE / "articles"])
        dev = questions(OWN["dev"])
        sample = questions(f"gold:{SAMPLE / 'questions.jsonl'}")
        cases = [
            *_cases(questions(EVIDENCE_INFERENCE, "train"), large.store, 1.0),
            *_cases(dev, large.store, 8.0),
            *_cases(sample, small.store, 3.0),
        ]
        judged = [
            *_judge("dev", dev, large.store),
            *_judge("sample", sample, small.store),
            *_small_stores(dev, large.store),
        ]
    _print_sentence_weights(cases)
    _print_refusal(judged)


def _cases(golds: Sequence[GoldQuestion], store: Store, weight: float) -> Iterator[Case]:
    for gold in golds:
        right = located(gold, store).gold_sentences
        question = prepare(gold.question, store)
        found = [r for r in retrieve(question, store, 8).articles if r.article.sentences]
        tables, marks = [], []
        for ranked in found:
            article = ranked.article
            forms = [form_of(article, sentence) for sentence in article.sentences]
            table = features(question, article, forms, rows_of(article, store), store.lexical)
            behind = np.full((len(table), 1), _ARTICLE_UNIT * (ranked.score - found[0].score))
            tables.append(np.hstack([table, behind]))
            marks += [(article.key, sentence.index) in right for sentence in article.sentences]
        if any(marks):
            yield Case(np.vstack(tables), np.array(marks), weight)


def _print_sentence_weights(cases: Sequence[Case]) -> None:
    def loss(weights: Rows) -> tuple[float, Rows]:
        total, slope = float(weights @ weights), 2 * weights
        for case in cases:
            sums = case.table @ weights
            logs = sums - logsumexp(sums)
            gold = logsumexp(logs[case.gold])
            total -= case.weight * float(gold)
            chance, wanted = np.exp(logs), np.where(case.gold, np.exp(logs - gold), 0.0)
            slope -= case.weight * (case.table.T @ (wanted - chance))
        return total, slope

    fitted = minimize(loss, np.zeros(len(WEIGHTS) + 1), jac=True, method="L-BFGS-B").x
    for name, weight in zip([*WEIGHTS], fitted, strict=False):
        print(f'"{name}": {weight:.2f}')
    print(f"ARTICLE_WEIGHT = {fitted[-1] * _ARTICLE_UNIT:.1f}")
    sums = np.concatenate([case.table @ fitted for case in cases])[:, None]
    gold = np.concatenate([case.gold for case in cases])
    each = np.concatenate([np.full(len(case.gold), case.weight) for case in cases])
    curve = LogisticRegression(C=1e6).fit(sums, gold, sample_weight=each)
    print(f"SCALE, BIAS = {curve.coef_[0, 0]:.3f}, {curve.intercept_[0]:.2f}")


def _judge(group: str, golds: Sequence[GoldQuestion], store: Store) -> Iterator[Judged]:
    for gold in golds:
        found = retrieve(prepare(gold.question, store), store, 10)
        seen = (*signals(found, store), math.log10(len(store.lexical)))
        yield Judged(group, seen, bool(gold.has_answer))


def _small_stores(golds: Sequence[GoldQuestion], store: Store) -> Iterator[Judged]:
    """The same questions, as if the store held a few articles drawn at random."""
    rng = np.random.default_rng(0)
    keys = sorted(store.catalogue.sentence_counts())
    for gold in golds:
        for size in _SMALL:
            drawn = list(rng.choice(keys, size, replace=False))
            for answerable in {False, bool(gold.has_answer)}:
                held = [*list(gold.relevance)[:1], *drawn[1:]] if answerable else drawn
                seen = _seen(gold.question, held, store)
                yield Judged(f"small {answerable}", (*seen, math.log10(size)), answerable)


def _seen(question: str, keys: Sequence[str], store: Store) -> tuple[float, float, float]:
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
    return signals(Retrieval(prepared, tuple(ranked)), store)


def _print_refusal(judged: Sequence[Judged]) -> None:
    seen = np.array([one.seen for one in judged])
    answerable = np.array([one.answerable for one in judged])
    groups = np.array([one.group.split()[0] for one in judged])
    # Each group's answerable and unanswerable halves count alike; the large store most.
    shares = {"dev": 3.0, "sample": 2.0, "small": 2.0}
    weight = np.zeros(len(judged))
    for group, share in shares.items():
        for truth in (True, False):
            these = (groups == group) & (answerable == truth)
            weight[these] = 100 * share / these.sum()
    curve = LogisticRegression(C=10).fit(seen, answerable, sample_weight=weight)
    values = ", ".join(f"{value:.2f}" for value in (*curve.coef_[0], *curve.intercept_))
    print(f"_COVERAGE, _BEST, _MEAN, _LOG10_ARTICLES, _BIAS = {values}")


if __name__ == "__main__":
    main()
