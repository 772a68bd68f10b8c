"""Retrieval: the fused score by hand, the order, and what is withheld."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from answering.helpers import make_library
from index.embedder import Vectors
from qa import Library
from qa.question import prepare
from qa.retrieval import Retrieval, Scores, retrieve, score_candidates

RETRACTED, NOTICE = "pmid:99000013", "pmid:99000019"


class Table:
    """An embedder that reads its vectors from a table."""

    name = "table"
    dimensions = 2

    def __init__(self, rows: Mapping[str, tuple[float, float]]) -> None:
        self._rows = rows

    def documents(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._rows[text] for text in texts], dtype=np.float32)

    def query(self, text: str) -> Vectors:
        return np.array(self._rows[text], dtype=np.float32)


QUESTION = "quillax gout"
# Five documents of three words each, so that BM25 of one occurrence is the word's idf:
#   idf(quillax) = ln(1 + 4.5 / 1.5) = 1.3863, idf(gout) = ln(1 + 2.5 / 3.5) = 0.5390
#   bound = 2.2 * (1.3863 + 0.5390) = 4.2357
# key, title, its vector, the one sentence, its vector, lexical, best, mean, fused
FIVE = [
    ("both", "Quillax gout.", (0.6, 0.8), "Tea.", (0.6, 0.8), 0.4545, 0.6, 0.6, 0.5273),
    ("near", "Bread cheese.", (1.0, 0.0), "Rice.", (1.0, 0.0), 0.0, 1.0, 1.0, 0.5),
    ("word", "Gout milk.", (0.0, 1.0), "Wine.", (1.0, 0.0), 0.1273, 1.0, 0.7071, 0.4904),
    ("away", "Gout fish.", (-1.0, 0.0), "Corn.", (-1.0, 0.0), 0.1273, -1.0, -1.0, 0.0636),
    ("none", "Beans soup.", (0.0, 1.0), "Salt.", (0.0, 1.0), 0.0, 0.0, 0.0, 0.0),
]


@pytest.fixture
def five(tmp_path: Path) -> Library:
    rows: dict[str, tuple[float, float]] = {QUESTION: (1.0, 0.0)}
    for _, title, vector, sentence, other, *_ in FIVE:
        rows |= {title: vector, sentence: other}
    records = [{"id": key, "title": title, "abstract": text} for key, title, _, text, *_ in FIVE]
    return make_library(tmp_path, Table(rows), *records)


def test_the_parts_of_each_score_by_hand(five: Library) -> None:
    scores = score_candidates(prepare(QUESTION, five.store), five.store)
    for key, *_, lexical, best, mean, fused in FIVE:
        found = scores[key]
        assert found.lexical == pytest.approx(lexical, abs=1e-4), key
        assert (found.best, found.mean) == pytest.approx((best, mean), abs=1e-4), key
        assert found.fused == pytest.approx(fused, abs=1e-4), key


def test_the_best_comes_first(five: Library) -> None:
    found = retrieve(prepare(QUESTION, five.store), five.store, 10)
    assert [ranked.article.key for ranked in found.articles] == [key for key, *_ in FIVE]
    assert [ranked.score for ranked in found.articles] == pytest.approx(
        [fused for *_, fused in FIVE], abs=1e-4
    )


@pytest.mark.parametrize("limit", [1, 3, 5])
def test_no_more_than_asked_for(five: Library, limit: int) -> None:
    found = retrieve(prepare(QUESTION, five.store), five.store, limit)
    assert [ranked.article.key for ranked in found.articles] == [key for key, *_ in FIVE[:limit]]


def test_a_perfect_match_scores_one_and_an_opposite_one_zero() -> None:
    assert Scores(1.0, 1.0, 1.0).fused == 1.0
    assert Scores(0.0, -1.0, -1.0).fused == 0.0


def ask(library: Library, text: str, limit: int = 10, *, include: bool = False) -> Retrieval:
    question = prepare(text, library.store)
    return retrieve(question, library.store, limit, include_retracted=include)


@pytest.mark.parametrize(
    "text",
    ["Does lumetripant prevent migraine?", "tolverone", "What is the capital of Australia?", "?!"],
)
def test_scores_lie_between_zero_and_one_and_fall(library: Library, text: str) -> None:
    found = ask(library, text, 47)
    scores = [ranked.score for ranked in found.articles]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(0 <= ranked.lexical <= 1 for ranked in found.articles)


def test_the_same_question_finds_the_same(library: Library) -> None:
    assert ask(library, "asthma").articles == ask(library, "asthma").articles


TOLVE = "Did TOLVE-1 show that tolverone lowers mortality in heart failure?"


def test_retracted_work_and_its_notice_are_withheld_and_listed(library: Library) -> None:
    found = ask(library, TOLVE)
    assert {ranked.article.key for ranked in found.withheld} == {RETRACTED, NOTICE}
    assert not {RETRACTED, NOTICE} & {ranked.article.key for ranked in found.articles}
    assert len(found.articles) == 10


def test_retracted_work_is_kept_when_asked_for(library: Library) -> None:
    found = ask(library, TOLVE, include=True)
    assert found.withheld == ()
    assert {RETRACTED, NOTICE} <= {ranked.article.key for ranked in found.articles}


def test_nothing_is_withheld_from_another_subject(library: Library) -> None:
    assert ask(library, "Does mannovirin prevent urinary tract infection?", 5).withheld == ()


def test_a_concern_or_an_erratum_is_no_retraction(library: Library) -> None:
    found = ask(library, "falls in older outpatients on tolverone; sopiradine after hip fracture")
    standing = {ranked.article.key: ranked.article.status for ranked in found.articles}
    assert standing["pmid:99000018"] == "expression of concern"
    assert standing["pmid:99000020"] == "erratum"
