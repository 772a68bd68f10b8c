"""The chain and the retriever as LangChain parts: every way to call them, and in company."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from answering.helpers import QUESTIONS
from index.errors import SettingsError
from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from qa import Answer, Library, Settings
from qa.chain import AbstractRetriever

ONE, TWO = "Does lumetripant prevent migraine?", "Is brovelukast good value for money?"


def untimed(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


@pytest.fixture(scope="module")
def expected(library: Library) -> list[Answer]:
    return [untimed(library.ask(text)) for text in (ONE, TWO)]


def test_the_chain_is_a_runnable_from_question_to_answer(library: Library) -> None:
    assert isinstance(library.chain, Runnable)
    assert isinstance(library.chain.invoke(ONE), Answer)


def test_invoke_batch_and_stream_agree(library: Library, expected: list[Answer]) -> None:
    chain = library.chain
    assert untimed(chain.invoke(ONE)) == expected[0]
    assert [untimed(answer) for answer in chain.batch([ONE, TWO])] == expected
    assert [untimed(answer) for answer in chain.stream(ONE)] == expected[:1]


def test_the_asynchronous_calls_agree(library: Library, expected: list[Answer]) -> None:
    chain = library.chain

    async def calls() -> tuple[Answer, list[Answer], list[Answer]]:
        streamed = [answer async for answer in chain.astream(ONE)]
        return await chain.ainvoke(ONE), await chain.abatch([ONE, TWO]), streamed

    once, many, streamed = asyncio.run(calls())
    assert untimed(once) == expected[0]
    assert [untimed(answer) for answer in many] == expected
    assert [untimed(answer) for answer in streamed] == expected[:1]


def test_another_step_can_follow_and_precede(library: Library, expected: list[Answer]) -> None:
    trim: RunnableLambda[dict[str, str], str] = RunnableLambda(lambda given: given["question"])
    count: RunnableLambda[Answer, int] = RunnableLambda(lambda answer: len(answer.citations))
    chain = trim | library.chain | count
    assert chain.invoke({"question": ONE}) == len(expected[0].citations)
    assert chain.batch([{"question": ONE}, {"question": TWO}]) == [
        len(answer.citations) for answer in expected
    ]


def test_32_questions_at_once_are_answered_as_one_by_one(
    library: Library, answers: list[tuple[dict[str, Any], Answer]]
) -> None:
    texts = [entry["question"] for entry in QUESTIONS[:32]]
    at_once = library.chain.batch(texts, {"max_concurrency": 16})
    assert [untimed(a) for a in at_once] == [untimed(answer) for _, answer in answers[:32]]


def test_a_library_just_opened_answers_at_once(
    sample_store: Path, builtin: SentenceTransformerEmbedder, expected: list[Answer]
) -> None:
    """Its parts are opened when first needed: here by eight threads at the same time."""
    with Library(Store.open(sample_store, builtin), Settings(store=sample_store)) as library:
        answers = library.chain.batch([ONE, TWO] * 4, {"max_concurrency": 8})
        assert [untimed(answer) for answer in answers] == expected * 4


def test_an_empty_question_is_refused_in_a_batch_too(library: Library) -> None:
    with pytest.raises(SettingsError):
        library.chain.batch([ONE, " "])
    good, bad = library.chain.batch([ONE, " "], return_exceptions=True)
    assert isinstance(good, Answer)
    assert isinstance(bad, SettingsError)


def test_an_answer_says_how_it_was_made(library: Library) -> None:
    answer = library.ask(ONE)
    assert answer.settings["embedder"] == "all-MiniLM-L6-v2"
    assert answer.settings["model"] is None
    assert answer.settings["prompt"] == "extractive-8"
    assert set(answer.timings_ms) == {"question", "retrieval", "choice", "answer", "total"}
    assert all(spent >= 0 for spent in answer.timings_ms.values())
    assert answer.timings_ms["total"] == pytest.approx(
        sum(answer.timings_ms[part] for part in ("question", "retrieval", "choice", "answer")),
        abs=0.1,
    )


# -- the retriever ---------------------------------------------------------------------------


@pytest.fixture
def retriever(library: Library) -> AbstractRetriever:
    return library.retriever()


def test_the_retriever_finds_the_chains_articles(
    retriever: AbstractRetriever, library: Library
) -> None:
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke(ONE)
    assert all(isinstance(document, Document) for document in found)
    assert [document.id for document in found] == [a.key for a in library.ask(ONE).articles]
    assert [document.id for document in asyncio.run(retriever.ainvoke(ONE))] == [
        document.id for document in found
    ]


def test_documents_hold_the_abstract_and_flat_metadata(
    retriever: AbstractRetriever, library: Library
) -> None:
    for document in retriever.invoke(ONE):
        assert document.page_content == library.article(document.metadata["key"]).abstract
        assert set(document.metadata) == {
            "key", "pmid", "doi", "title", "journal", "year", "score", "status", "url",
        }  # fmt: skip
        flat = (str, int, float, type(None))
        assert all(isinstance(value, flat) for value in document.metadata.values())
        assert json.loads(json.dumps(document.metadata)) == document.metadata
        assert 0 <= document.metadata["score"] <= 1


# These three are what LangChain's own standard tests ask of a retriever
# (langchain_tests.integration_tests.RetrieversIntegrationTests), for its argument `limit`.


@pytest.mark.parametrize("limit", [1, 3])
def test_the_constructor_takes_a_limit(library: Library, limit: int) -> None:
    assert len(AbstractRetriever(store=library.store, limit=limit).invoke(ONE)) == limit


@pytest.mark.parametrize("limit", [1, 3])
def test_a_call_takes_a_limit(retriever: AbstractRetriever, limit: int) -> None:
    assert len(retriever.invoke(ONE, None, limit=limit)) == limit
    assert len(asyncio.run(retriever.ainvoke(ONE, None, limit=limit))) == limit


def test_retracted_articles_are_left_out_unless_asked_for(library: Library) -> None:
    text = "Does tolverone lower mortality in heart failure?"
    without = AbstractRetriever(store=library.store).invoke(text)
    assert "retracted" not in {document.metadata["status"] for document in without}
    kept = AbstractRetriever(store=library.store, include_retracted=True).invoke(text)
    assert "retracted" in {document.metadata["status"] for document in kept}


def test_the_retriever_refuses_an_empty_question(retriever: AbstractRetriever) -> None:
    with pytest.raises(SettingsError, match="empty"):
        retriever.invoke("  ")
