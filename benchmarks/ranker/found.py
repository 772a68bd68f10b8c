"""What retrieval finds for gold questions, as the weighers of `qa` see it."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.sets import located
from index.embedder import Vectors
from index.store import Store
from qa.evaluation import GoldQuestion
from qa.evidence import Sheet, sheets
from qa.question import Question, prepare
from qa.reading import seen
from qa.retrieval import Retrieval, retrieve

_ARTICLES = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A question with the articles found for it; `gold` marks the sentences that answer, an array
    an article."""

    retrieval: Retrieval
    sheets: tuple[Sheet, ...]
    gold: tuple[NDArray[np.bool_], ...]

    @property
    def question(self) -> Question:
        """The question made ready."""
        return self.retrieval.question


@dataclass(frozen=True, slots=True)
class Look:
    """One question as the skimmer sees it: tables of vectors (16 bits) and features, and gold."""

    source: str
    question: Vectors
    rows: tuple[NDArray[np.float16], ...]
    seen: tuple[Vectors, ...]
    gold: tuple[NDArray[np.bool_], ...]


def found(gold: GoldQuestion, store: Store) -> Found:
    """What retrieval finds for one question."""
    right = located(gold, store).gold_sentences
    retrieval = retrieve(prepare(gold.question, store), store, _ARTICLES)
    known = tuple(sheets(retrieval, store))
    marks = tuple(
        np.array([(one.article.key, s.index) in right for s in one.article.sentences])
        for one in known
    )
    return Found(retrieval, known, marks)


def looks(
    source: str, golds: Iterable[GoldQuestion], store: Store, without: Set[str] = frozenset()
) -> Iterator[Look]:
    """Those questions for which an answering sentence was found; none of an article `without`."""
    for gold in golds:
        if not without.isdisjoint(gold.relevance):
            continue
        one = found(gold, store)
        if any(some.any() for some in one.gold):
            yield Look(
                source,
                one.question.vector,
                tuple(sheet.rows.astype(np.float16) for sheet in one.sheets),
                tuple(seen(one.question, sheet) for sheet in one.sheets),
                one.gold,
            )
