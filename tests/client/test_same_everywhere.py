"""The same hundred questions by every face: one chain stands behind all of them, so they cite the
same sentences, and each cites its place in the abstract that is stored."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from answering.helpers import QUESTIONS, run
from serving.running import Running

from qa import Answer, Client, Library
from qa.page.talking import Question, answering, opened
from qa.serving import ServerSettings, Service

ASKED = [one["question"] for one in QUESTIONS][:100]
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Face:
    """One way to ask, and to look up the article under a key."""

    ask: Callable[[str], Told]
    article: Callable[[str], Told]


@pytest.fixture(scope="module")
def expected(library: Library) -> dict[str, Answer]:
    """The library's own answers, made once."""
    return {question: library.ask(question) for question in ASKED}


@pytest.fixture
def python(library: Library) -> Face:
    return Face(
        lambda question: library.ask(question).to_dict(), lambda key: library.article(key).to_dict()
    )


@pytest.fixture
def command(sample_store: Path, shared_model: object) -> Face:
    def told(*words: str) -> Told:
        return dict(run(*words, "--json", "--store", str(sample_store)).json)

    return Face(lambda question: told("ask", question), lambda key: told("show", key))


@pytest.fixture
def http(server: Running) -> Face:
    asks = server.client

    def ask(question: str) -> Told:
        answer = asks.post("/v1/ask", json={"question": question})
        return dict(answer.raise_for_status().json())

    return Face(ask, lambda key: dict(asks.get(f"/v1/articles/{key}").raise_for_status().json()))


@pytest.fixture
def remote(client: Client) -> Face:
    return Face(
        lambda question: client.ask(question).to_dict(), lambda key: client.article(key).to_dict()
    )


@pytest.fixture
def page(library: Library, tmp_path: Path) -> Iterator[Face]:
    """What the page keeps of a conversation; an article as the evidence beside it has it."""
    service = Service.over(library.using(), ServerSettings(data=tmp_path))
    service.jobs.open()
    beside: dict[str, Told] = {}

    async def asked(question: str) -> str:
        asking = Question(question, "", "", {})
        async with aclosing(answering(service, asking, asyncio.Event())) as talks:
            return [talk.conversation async for talk in talks][-1]

    def ask(question: str) -> Told:
        conversation = asyncio.run(asked(question))
        answer = opened(service, "", conversation).exchanges[-1].answer
        assert answer is not None
        told = answer.to_dict()
        beside.update({one["key"]: one for one in told["references"]})
        return told

    yield Face(ask, beside.__getitem__)
    service.close()


@pytest.fixture(params=["python", "command", "http", "remote", "page"])
def face(request: pytest.FixtureRequest) -> Face:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def test_a_hundred_questions(library: Library, expected: dict[str, Answer], face: Face) -> None:
    assert len(expected) == 100
    article, places, refused = cache(face.article), 0, 0
    for question, wanted in expected.items():
        answer = face.ask(question)
        assert said(answer) == said(wanted.to_dict()), question
        refused += answer["refused"]
        for one in answer["citations"]:
            stored = library.store.catalogue.find(one["key"])
            assert stored is not None
            sentence = stored.sentences[one["sentence"]]
            assert (one["start"], one["end"]) == (sentence.start, sentence.end), question
            assert one["text"] == stored.abstract[one["start"] : one["end"]] != "", question
            assert article(one["key"])["abstract"] == stored.abstract
            places += 1
    # Answers and refusals alike, and most of the answers with several citations.
    assert 0 < refused < 50
    assert places > 100


def said(answer: Told) -> tuple[Any, ...]:
    """What an answer says: its words, and of each citation the article, the place and the text."""
    cited = [
        tuple(one[name] for name in ("number", "key", "sentence", "start", "end", "text", "url"))
        for one in answer["citations"]
    ]
    return answer["answer"], answer["refused"], cited, [one["key"] for one in answer["articles"]]
