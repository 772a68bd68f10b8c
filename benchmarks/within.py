"""Given the right article, is the first sentence chosen a gold one?

    python -m benchmarks.within --store DIR      # DIR: a store of the 27k corpus

The choice of the sentence apart from finding the article, rung by rung: BM25, similarity, priors,
the reader alone, and as the product has it (skimmer and reader). End to end, `abstractqa eval` says
it. Intervals are 95% bootstrap over questions.
"""

import argparse
from collections.abc import Callable

import numpy as np

import qa
from benchmarks.sets import EVIDENCE_INFERENCE, OWN, located, questions, rows_of
from index.article import Article
from index.store import Store
from qa.choosing import WEIGHTS, Chooser
from qa.evidence import FEATURES, Sheet, sheet
from qa.question import Question, prepare
from qa.rerank.builtin import Builtin
from qa.rerank.passages import passage
from qa.retrieval import Ranked
from qa.settings import BUILTIN_RERANKER, NO_RERANKER
from qa.weighing import Weigher

Rung = Callable[[Question, Sheet], int]


def main() -> None:
    """Print each chooser's share for each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    chosen = parser.parse_args()
    sets = [
        ("Evidence Inference, train", EVIDENCE_INFERENCE, "train"),
        ("Evidence Inference, validation", EVIDENCE_INFERENCE, "validation"),
        *((f"own, {half}", spec, None) for half, spec in OWN.items()),
    ]
    with qa.open(chosen.store) as library:
        embedder = library.store.embedder.name
        rungs: dict[str, Rung] = {
            "BM25": _by_column("BM25 against the question"),
            "similarity": _by_column("cosine to the question"),
            "priors": _by(Chooser(NO_RERANKER, embedder)),
            "reader": _by_reader(Builtin.load(WEIGHTS)),
            "everything": _by(Chooser(BUILTIN_RERANKER, embedder)),
        }
        for name, spec, split in sets:
            _report(name, spec, split, rungs, library.store)


def _report(name: str, spec: str, split: str | None, rungs: dict[str, Rung], store: Store) -> None:
    golds = [one for gold in questions(spec, split) if (one := located(gold, store)).gold_sentences]
    asked = []
    for one in golds:
        question = prepare(one.gold.question, store)
        article = store.article(one.gold_sentences[0][0])
        asked.append((question, _sheet(question, article, store), one.gold_sentences))
    print(f"\n{name}: {len(golds)} questions")
    for label, choose in rungs.items():
        hits = [(s.article.key, choose(question, s)) in gold for question, s, gold in asked]
        print(f"{label:<12}{_interval(hits)}", flush=True)


def _sheet(question: Question, article: Article, store: Store) -> Sheet:
    # As if it had been found first, and all of it: the choice is within the article.
    ranked = Ranked(article, 1.0, 1.0, 1.0, 1.0)
    return sheet(question, ranked, rows_of(article, store), store.lexical)


def _interval(hits: list[bool]) -> str:
    rng = np.random.default_rng(0)
    means = rng.choice(np.array(hits, float), (2000, len(hits))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{np.mean(hits):.3f} ({low:.2f}–{high:.2f})"


def _by(weigher: Weigher) -> Rung:
    return lambda question, sheet: int(np.argmax(weigher.sums(question, [sheet])[0]))


def _by_reader(reader: Builtin) -> Rung:
    def choose(question: Question, sheet: Sheet) -> int:
        return int(np.argmax(reader.scores(question.text, [passage(sheet.article)])[0]))

    return choose


def _by_column(name: str) -> Rung:
    column = FEATURES.index(name)
    return lambda question, sheet: int(np.argmax(sheet.table[:, column]))


if __name__ == "__main__":
    main()
