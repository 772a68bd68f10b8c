"""Given the right article, is the first sentence chosen a gold one?

    python -m benchmarks.within --store DIR      # DIR: a store of the 27k corpus

The choice of the sentence apart from finding the article: by BM25, by cosine, and as the product
weighs them. End to end, `abstractqa eval` says it. Intervals are 95% bootstrap over questions.
"""

import argparse
from collections.abc import Callable

import numpy as np

import qa
from benchmarks.sets import EVIDENCE_INFERENCE, OWN, located, questions, rows_of
from index.article import Article
from index.store import Store
from qa.evidence import WEIGHTS, features, weigh
from qa.form import form_of
from qa.question import Question, prepare

Chooser = Callable[[Question, Article, Store], int]


def main() -> None:
    """Print each chooser's share for each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    chosen = parser.parse_args()
    choosers: dict[str, Chooser] = {
        "BM25": _by_column("BM25 against the question"),
        "cosine": _by_column("cosine to the question"),
        "ours": _ours,
    }
    sets = [
        ("Evidence Inference, train", EVIDENCE_INFERENCE, "train"),
        ("Evidence Inference, validation", EVIDENCE_INFERENCE, "validation"),
        *((f"own, {half}", spec, None) for half, spec in OWN.items()),
    ]
    with qa.open(chosen.store) as library:
        for name, spec, split in sets:
            _report(name, spec, split, choosers, library.store)


def _report(
    name: str, spec: str, split: str | None, choosers: dict[str, Chooser], store: Store
) -> None:
    golds = [one for gold in questions(spec, split) if (one := located(gold, store)).gold_sentences]
    print(f"\n{name}: {len(golds)} questions")
    for label, choose in choosers.items():
        hits = []
        for one in golds:
            article = store.article(one.gold_sentences[0][0])
            place = choose(prepare(one.gold.question, store), article, store)
            hits.append((article.key, place) in one.gold_sentences)
        print(f"{label:<8}{_interval(hits)}", flush=True)


def _interval(hits: list[bool]) -> str:
    rng = np.random.default_rng(0)
    means = rng.choice(np.array(hits, float), (2000, len(hits))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{np.mean(hits):.3f} ({low:.2f}–{high:.2f})"


def _ours(question: Question, article: Article, store: Store) -> int:
    weighed = weigh(question, article, rows_of(article, store), store.lexical)
    return max(weighed, key=lambda evidence: evidence.score).sentence.index


def _by_column(name: str) -> Chooser:
    column = list(WEIGHTS).index(name)

    def choose(question: Question, article: Article, store: Store) -> int:
        forms = [form_of(article, sentence) for sentence in article.sentences]
        rows = rows_of(article, store)
        return int(np.argmax(features(question, article, forms, rows, store.lexical)[:, column]))

    return choose


if __name__ == "__main__":
    main()
