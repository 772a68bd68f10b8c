"""Retrieval under filters: what an exact search among the allowed articles gives, and no other."""

import random
from pathlib import Path
from typing import Any

import pytest
from invented import WordHashEmbedder, record, trials

from answering.helpers import make_library, with_settings
from index.assemble import assemble
from index.facets import Filters
from index.store import Store
from qa import Library
from qa.allowed import Allowed
from qa.chain import AbstractRetriever
from qa.question import prepare
from qa.retrieval import (
    Scores,
    nearest_abstracts,
    nearest_sentences,
    retrieve,
    score_candidates,
    search,
)

ARTICLES = 600
QUESTIONS = ["Does arbol help in gout?", "cedrin migraine attacks", "Was relief from fever quick?"]


def rows(count: int) -> list[dict[str, Any]]:
    """Invented trials, five of each year; every second has MeSH headings."""
    drawn = random.Random(0)
    words = "attacks sleep pulse dose adults weeks relief cough fever mood weight pain".split()
    return [
        {
            **row,
            "abstract": " ".join(
                f"{' '.join(drawn.sample(words, 5)).capitalize()} {drawn.randrange(99)}."
                for _ in range(3)
            ),
            "year": 1900 + number % 120,
            "journal": f"Invented Journal {number % 7}",
            "mesh": ["Gout"] if number % 2 else [],
        }
        for number, row in enumerate(trials(count))
    ]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make_library(tmp_path_factory.mktemp("many"), WordHashEmbedder(), *rows(ARTICLES))


def exact(text: str, store: Store, keys: frozenset[str]) -> dict[str, float]:
    """The score of every allowed article, each looked at by itself."""
    question = prepare(text, store)
    words = store.lexical.scores(list(question.terms), list(keys))
    sentences = store.vectors.sentences(store.catalogue.sentence_counts(keys))
    means = store.vectors.abstracts(list(keys))
    return {
        key: Scores(
            words.get(key, 0.0),
            float((sentences[key] @ question.vector).max()),
            float(means[key] @ question.vector),
        ).fused
        for key in keys
    }


def sample(store: Store, count: int) -> frozenset[str]:
    return frozenset(random.Random(count).sample(sorted(one.key for one in store.catalogue), count))


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("count", [1, 7, 99, 100])
def test_of_few_allowed_the_best_are_found(many: Library, text: str, count: int) -> None:
    store, some = many.store, sample(many.store, count)
    scores = score_candidates(prepare(text, store), store, 50, Allowed(store, some, 0))
    assert scores.keys() <= some
    wanted = exact(text, store, some)
    found = sorted((one.fused for one in scores.values()), reverse=True)
    assert found[:10] == pytest.approx(sorted(wanted.values(), reverse=True)[:10], abs=1e-5)
    for key, one in scores.items():
        assert one.fused == pytest.approx(wanted[key], abs=1e-5)


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("count", [101, 119, 121, 300, ARTICLES - 1])
@pytest.mark.parametrize("which", ["any", "the farthest"])
def test_of_many_allowed_every_way_finds_the_best(
    many: Library, text: str, count: int, which: str
) -> None:
    """Also where the whole store would have to be gone through to reach the first allowed one."""
    store, some = many.store, sample(many.store, count)
    question = prepare(text, store)
    if which == "the farthest":
        scores = exact(text, store, frozenset(one.key for one in store.catalogue))
        some = frozenset(sorted(scores, key=lambda key: scores[key])[:count])
    allowed = Allowed(store, some, 0)
    near = nearest_sentences(question.vector, store, allowed)
    rows = store.vectors.sentences(allowed.sentence_counts)
    wanted = sorted(
        (float(c) for matrix in rows.values() for c in matrix @ question.vector), reverse=True
    )
    assert {hit.key for hit in near} <= some
    # The graph may miss one or two of the nearest, as it may without filters.
    reached = sum(hit.cosine >= wanted[199] - 1e-5 for hit in near)
    assert reached >= 190
    means = nearest_abstracts(question.vector, store, 50, allowed)
    every = store.vectors.abstracts(list(some)).values()
    bound = sorted((float(row @ question.vector) for row in every), reverse=True)[49]
    assert sum(cosine >= bound - 1e-5 for _, cosine in means) >= 48
    words = search(list(question.terms), store, 50, allowed)
    scored = store.lexical.scores(list(question.terms), list(some))
    assert [score for _, score in words] == pytest.approx(
        sorted(scored.values(), reverse=True)[:50], abs=1e-6
    )


def test_an_article_scores_the_same_with_and_without_filters(many: Library) -> None:
    question = prepare(QUESTIONS[0], many.store)
    freely = {one.article.key: one for one in retrieve(question, many.store, 10).articles}
    year = next(iter(freely.values())).article.record.year
    filtered = retrieve(question, many.store, 10, filters=Filters(years=(year, year)))
    assert filtered.allowed == 5
    assert {one.article.record.year for one in filtered.articles} == {year}
    both = [one for one in filtered.articles if one.article.key in freely]
    assert both
    for one in both:
        assert one.score == pytest.approx(freely[one.article.key].score, abs=1e-6)


def test_no_filters_are_no_filters(many: Library) -> None:
    question = prepare(QUESTIONS[0], many.store)
    plain, empty = (
        retrieve(question, many.store, 10),
        retrieve(question, many.store, 10, filters=Filters(mesh=("",))),
    )
    assert plain.articles == empty.articles
    assert plain.allowed is empty.allowed is None


def test_articles_that_wait_for_their_vectors_are_passed_over(
    tmp_path: Path,
) -> None:
    with make_library(tmp_path, WordHashEmbedder(), *rows(3)) as library:
        store = library.store
        waiting = record(own_id="waits", text="Arbol in gout.", year=1900)
        store.catalogue.put(assemble(waiting, ()), [], reindex=True)
        found = retrieve(prepare("gout", store), store, 10, filters=Filters(years=(1900, 1902)))
        assert (found.allowed, len(found.articles)) == (4, 3)


def test_the_whole_way_keeps_to_the_filters(many: Library) -> None:
    narrow = with_settings(many, years="1907", journals=("invented journal 0",))
    asked = narrow.ask(QUESTIONS[0])
    found = narrow.search("gout")
    assert {one.year for one in asked.articles} == {one.year for one in found.hits} == {1907}
    assert {one.journal for one in found.hits} == {"Invented Journal 0"}


def test_the_retriever_takes_filters(many: Library) -> None:
    retriever = AbstractRetriever(store=many.store, filters=Filters(years=(1907, 1908)))
    assert {one.metadata["year"] for one in retriever.invoke("gout")} == {1907, 1908}


# -- what a refusal says ---------------------------------------------------------------------


def test_filters_that_leave_nothing_are_named(many: Library) -> None:
    narrow = with_settings(many, years="2090", mesh=("Tea",))
    asked = narrow.ask("Does arbol help in gout?")
    assert asked.refused
    assert asked.articles == ()
    assert asked.reason == "The filters leave none of 600 articles."
    assert narrow.search("gout").reason == asked.reason


def test_headings_that_are_not_there_yet_are_spoken_of(many: Library) -> None:
    asked = with_settings(many, years="1901-1904", mesh=("Tea",)).ask(QUESTIONS[0])
    assert asked.refused
    assert "none of 600" in str(asked.reason)
    assert "left out for that alone: 10." in str(asked.reason)


def test_a_refusal_says_how_many_were_searched(many: Library) -> None:
    asked = with_settings(many, years="1901-1904", mesh=("gout",)).ask("Is zorbitrexate any good?")
    assert asked.refused
    assert "Searched 10 of 600 articles" in str(asked.reason)
    assert "that alone: 10." in str(asked.reason)
    assert "filters" not in str(many.ask("Is zorbitrexate any good?").reason)
