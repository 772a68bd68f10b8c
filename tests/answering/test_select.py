"""The choice of sentences: no near-copies, at most three of an article, no more than asked for."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from answering.helpers import an_article
from index.article import Article
from index.embedder import Vectors
from index.records import Part
from qa import Library
from qa.choosing import Chooser
from qa.evidence import Evidence, sheets
from qa.form import form_of
from qa.question import prepare
from qa.retrieval import retrieve
from qa.select import choose, is_copy
from qa.settings import BUILTIN_RERANKER, NO_RERANKER
from qa.weighing import weigh

TEXTS = (
    "Arbol halved attacks of gout.",
    "Cedrin cleared the skin of most children.",
    "Sleep was longer with tormenil.",
    "Quillax had no effect on vertigo.",
)


@cache
def article(pmid: str, texts: tuple[str, ...] = TEXTS) -> Article:
    return an_article(*(Part(text) for text in texts), pmid=pmid)


def axis(number: int) -> Vectors:
    row = np.zeros(8, dtype=np.float32)
    row[number] = 1
    return row


def one(
    pmid: str,
    sentence: int,
    score: float,
    vector: Vectors | None = None,
    texts: tuple[str, ...] = TEXTS,
) -> Evidence:
    found = article(pmid, texts)
    place = found.sentences[sentence]
    own = axis(int(pmid) % 4 + (4 if sentence % 2 else 0)) if vector is None else vector
    return Evidence(
        article=found, sentence=place, form=form_of(found, place), vector=own, score=score
    )


def places(chosen: Sequence[Evidence]) -> list[tuple[str, int]]:
    return [(evidence.article.key, evidence.sentence.index) for evidence in chosen]


def test_the_likeliest_come_first_and_no_more_than_the_limit() -> None:
    evidence = [one("1", 0, 0.9), one("2", 1, 0.8), one("3", 2, 0.7)]
    assert places(choose(evidence, 2)) == [("pmid:1", 0), ("pmid:2", 1)]


def test_at_most_three_of_an_article() -> None:
    rows = [one("1", n, 0.9, axis(n)) for n in range(4)]
    evidence = [*rows, one("2", 0, 0.8, axis(5), ("Milk soothes the stomach of adults.",))]
    assert places(choose(evidence, 4)) == [*(("pmid:1", n) for n in range(3)), ("pmid:2", 0)]


def test_a_near_copy_by_vector_is_left_out() -> None:
    near = np.array([0.98, 0.199, 0, 0, 0, 0, 0, 0], dtype=np.float32)
    again = one("2", 0, 0.8, near, ("The skin of most children was clear on cedrin.",))
    evidence = [one("1", 1, 0.9, axis(0)), again, one("3", 2, 0.7, axis(1))]
    assert places(choose(evidence, 3)) == [("pmid:1", 1), ("pmid:3", 2)]


def test_a_near_copy_by_words_is_left_out() -> None:
    first = one("1", 0, 0.9, axis(0))
    again = one("2", 0, 0.8, axis(1), ("Arbol again halved attacks of gout.",))
    assert is_copy(first, again)
    assert places(choose([first, again], 4)) == [("pmid:1", 0)]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Zolamide reduced mortality.", "Zolamide increased mortality."),
        ("Mortality with zolamide was 12%.", "Mortality with zolamide was 45%."),
        ("Zolamide was better than a placebo was.", "Zolamide was not better than a placebo was."),
    ],
)  # fmt: skip
def test_opposite_findings_are_both_given(text: str, other: str) -> None:
    evidence = [one("1", 0, 0.9, axis(0), (text,)), one("2", 0, 0.8, axis(0), (other,))]
    assert places(choose(evidence, 4)) == [("pmid:1", 0), ("pmid:2", 0)]


def test_other_words_and_another_direction_are_no_copy() -> None:
    assert not is_copy(one("1", 0, 0.9, axis(0)), one("2", 1, 0.8, axis(1)))


def test_a_sentence_far_less_likely_than_the_first_is_not_worth_giving() -> None:
    evidence = [one("1", 0, 0.9), one("2", 1, 0.001)]
    assert places(choose(evidence, 4)) == [("pmid:1", 0)]


def test_nothing_gives_nothing() -> None:
    assert choose([], 4) == []


@pytest.mark.parametrize("reranker", [BUILTIN_RERANKER, NO_RERANKER])
@pytest.mark.parametrize("text", ["Does lumetripant prevent migraine?", "?!"])
def test_evidence_is_weighed_likeliest_first(library: Library, text: str, reranker: str) -> None:
    retrieval = retrieve(prepare(text, library.store), library.store, 10)
    chooser = Chooser(reranker, library.store.embedder.name)
    evidence = weigh(retrieval.question, sheets(retrieval, library.store), chooser)
    scores = [found.score for found in evidence]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    read = {found.article.key for found in evidence}
    for ranked in retrieval.articles:
        if ranked.article.key in read:
            own = [f.sentence.index for f in evidence if f.article.key == ranked.article.key]
            assert sorted(own) == list(range(len(ranked.article.sentences)))
