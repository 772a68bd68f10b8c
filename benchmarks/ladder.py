"""The choice of the sentence, rung by rung: similarity, priors, skimmer, reader, everything.

    python -m benchmarks.ladder --store DIR [SET …]      # DIR: a store of the 27k corpus

For each rung the share of questions whose first citation is gold, that has a gold one among its
first three, both end to end (the right article must be found, the rest is as in an answer, only
that nothing is refused); and, given the right article, whose likeliest sentence is gold. 95%
bootstrap intervals over questions; p is that of a paired randomisation test against the priors.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import bootstrap

import qa
from benchmarks.ranker.found import Found, found
from benchmarks.sets import EVIDENCE_INFERENCE, OWN, located, questions, rows_of
from index.store import Store
from qa.choosing import WEIGHTS, Chooser
from qa.evaluation import GoldQuestion
from qa.evaluation.significance import mean_test
from qa.evidence import FEATURES, Sheet, sheet
from qa.question import Question
from qa.reading import Skimming
from qa.rerank.builtin import Builtin
from qa.rerank.passages import passage
from qa.retrieval import Ranked
from qa.select import choose
from qa.settings import BUILTIN_RERANKER, NO_RERANKER, Settings
from qa.weighing import Sums, Weigher, weigh

SETS = {
    "ei-train": (EVIDENCE_INFERENCE, "train"),
    "ei-validation": (EVIDENCE_INFERENCE, "validation"),
    **{f"own-{half}": (spec, None) for half, spec in OWN.items()},
}
_MEASURES = ("first", "one of three", "within the article")
_AGAINST = "priors"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was found for it, its gold sentences, and the sheet of a gold article."""

    found: Found
    gold: frozenset[tuple[str, int]]
    right: Sheet


class Similarity:
    """The cosine to the question alone."""

    def sums(self, _: Question, sheets: Sequence[Sheet]) -> Sums:
        """The cosines."""
        column = FEATURES.index("cosine to the question")
        return [one.table[:, column] for one in sheets]


class ReaderAlone:
    """The reader over every sentence of the articles found, whatever it costs."""

    def __init__(self, reader: Builtin) -> None:
        self._reader = reader

    def sums(self, question: Question, sheets: Sequence[Sheet]) -> Sums:
        """Its log-odds."""
        scores = self._reader.scores(question.text, [passage(one.article) for one in sheets])
        return [one.astype(np.float64) for one in scores]


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=["ei-validation", *list(SETS)[2:]])
    parser.add_argument("--store", required=True)
    chosen = parser.parse_args()
    with qa.open(chosen.store) as library:
        embedder, builtin = library.store.embedder.name, Builtin.load(WEIGHTS)
        rungs: dict[str, Weigher] = {
            "similarity": Similarity(),
            _AGAINST: Chooser(NO_RERANKER, embedder),
            "skimmer": Skimming(builtin),
            "reader": ReaderAlone(builtin),
            "everything": Chooser(BUILTIN_RERANKER, embedder),
        }
        for name in chosen.sets:
            _report(name, list(_asked(questions(*SETS[name]), library.store)), rungs)


def _asked(golds: Sequence[GoldQuestion], store: Store) -> Iterator[Asked]:
    for gold in golds:
        right = located(gold, store).gold_sentences
        if right:
            yield _one(found(gold, store), frozenset(right), store)


def _one(some: Found, gold: frozenset[tuple[str, int]], store: Store) -> Asked:
    article = store.article(min(gold)[0])
    # As if it had been found first: the choice is within the article.
    ranked = Ranked(article, 1.0, 1.0, 1.0, 1.0)
    alone = sheet(some.question, ranked, rows_of(article, store), store.lexical)
    return Asked(some, gold, alone)


def _report(name: str, asked: Sequence[Asked], rungs: Mapping[str, Weigher]) -> None:
    print(
        f"\n### {name} ({len(asked)} questions)\n\n| | {' | '.join(_MEASURES)} |\n|---|---|---|---|"
    )
    hits = {}
    for label, weigher in rungs.items():
        hits[label] = np.array([_hits(one, weigher) for one in asked], dtype=np.float64).T
        cells = [_interval(values) for values in hits[label]]
        if label not in {"similarity", _AGAINST}:
            tests = [
                mean_test(before, now, True, 0)
                for before, now in zip(hits[_AGAINST], hits[label], strict=True)
            ]
            cells = [f"{c}, p {p or 1:.3f}" for c, p in zip(cells, tests, strict=True)]
        print(f"| {label} | {' | '.join(cells)} |", flush=True)


def _hits(one: Asked, weigher: Weigher) -> tuple[bool, ...]:
    question = one.found.question
    evidence = choose(weigh(question, one.found.sheets, weigher), Settings().statements)
    right = [(e.article.key, e.sentence.index) in one.gold for e in evidence[:3]]
    likeliest = int(np.argmax(weigher.sums(question, [one.right])[0]))
    within = (one.right.article.key, likeliest) in one.gold
    return right[0], any(right), within


def _interval(values: np.ndarray) -> str:
    drawn = bootstrap((values,), np.mean, method="percentile", n_resamples=2000, rng=0)
    low, high = drawn.confidence_interval
    return f"{values.mean():.3f} ({low:.2f}–{high:.2f})"


if __name__ == "__main__":
    main()
