"""Does it find the right article, and cite the sentence that answers?

    python -m benchmarks.evidence --store DIR

Over a store of the 27k corpus: Evidence Inference's questions with evidence in the abstract, and
our own answerable ones. Three systems, each giving as many sentences as ours does: BM25 alone and
dense vectors alone (articles by that leg, sentences of the best article by likeness in that leg),
and what ships. Then the right article alone: is the first sentence chosen a gold one? Intervals are
95% bootstrap over questions.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import qa
from benchmarks.gold import Gold, evidence_inference, is_gold, own_questions
from index.article import Article, Sentence
from index.store import Store
from qa.evidence import WEIGHTS, features, weigh
from qa.form import form_of
from qa.question import Question, prepare
from qa.retrieval import retrieve, score_candidates
from qa.settings import Settings

_COSINE, _BM25 = (
    list(WEIGHTS).index("cosine to the question"),
    list(WEIGHTS).index("BM25 against the question"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system did with one question."""

    in_ten: bool
    first_cited: bool
    any_cited: bool
    first_within: bool


System = Callable[[Gold, Question, Store], Outcome]


def main() -> None:
    """Run every system over every set and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    chosen = parser.parse_args()
    systems: dict[str, System] = {"BM25 alone": _leg(_BM25), "dense alone": _leg(_COSINE)}
    with qa.open(chosen.store) as library:
        systems["ours"] = _ours(library)
        sets = {
            "Evidence Inference train": [],
            "Evidence Inference validation": [],
            "own dev": own_questions("answerable-dev", library.store),
            "own test": own_questions("answerable-test", library.store),
        }
        for gold in evidence_inference(library.store):
            sets[f"Evidence Inference {gold.split}"].append(gold)
        for name, golds in sets.items():
            _report(name, golds, systems, library.store)


def _report(name: str, golds: Sequence[Gold], systems: dict[str, System], store: Store) -> None:
    prepared = [prepare(gold.question, store) for gold in golds]
    print(f"\n{name}: {len(golds)} questions")
    print(f"{'':<14}{'recall@10':>18}{'1st citation':>18}{'any citation':>18}{'1st within':>18}")
    for label, system in systems.items():
        done = [system(g, q, store) for g, q in zip(golds, prepared, strict=True)]
        columns = ("in_ten", "first_cited", "any_cited", "first_within")
        shown = "".join(f"{_interval([getattr(o, c) for o in done]):>18}" for c in columns)
        print(f"{label:<14}{shown}", flush=True)


def _interval(values: Sequence[bool]) -> str:
    rng = np.random.default_rng(0)
    means = rng.choice(np.array(values, float), (2000, len(values))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{np.mean(values):.3f} {low:.2f}–{high:.2f}"


def _ours(library: qa.Library) -> System:
    def run(gold: Gold, question: Question, store: Store) -> Outcome:
        found = retrieve(question, store, 10)
        answer = library.ask(gold.question)
        cited = [
            c.key == gold.key and is_gold(gold, Sentence(c.sentence, c.start, c.end, 0))
            for c in answer.citations
        ]
        article = store.article(gold.key or "")
        weighed = weigh(question, article, _rows(article, store), store.lexical)
        best = max(weighed, key=lambda evidence: evidence.score)
        return Outcome(
            any(r.article.key == gold.key for r in found.articles),
            bool(cited) and cited[0],
            any(cited),
            is_gold(gold, best.sentence),
        )

    return run


def _leg(column: int) -> System:
    def run(gold: Gold, question: Question, store: Store) -> Outcome:
        scores = score_candidates(question, store)
        legs = {
            key: s.lexical if column == _BM25 else (s.best + s.mean) / 2
            for key, s in scores.items()
        }
        ranked = sorted(legs, key=lambda key: -legs[key])[:10]
        first = _by_likeness(store.article(ranked[0]), question, store, column)
        cited = [ranked[0] == gold.key and is_gold(gold, s) for s in first]
        right = _by_likeness(store.article(gold.key or ""), question, store, column)
        limit = Settings().statements
        return Outcome(gold.key in ranked, cited[0], any(cited[:limit]), is_gold(gold, right[0]))

    return run


def _by_likeness(article: Article, question: Question, store: Store, column: int) -> list[Sentence]:
    forms = [form_of(article, sentence) for sentence in article.sentences]
    table: NDArray[np.float64] = features(
        question, article, forms, _rows(article, store), store.lexical
    )
    return [article.sentences[i] for i in np.argsort(-table[:, column], kind="stable")]


def _rows(article: Article, store: Store) -> NDArray[np.float32]:
    return store.vectors.sentences({article.key: len(article.sentences)})[article.key]


if __name__ == "__main__":
    main()
